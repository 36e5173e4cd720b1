//! Makes libgit2 flush what it writes (objects, refs, logs) to the disk before it goes on. By
//! default it flushes nothing, and git2 has no safe call for the option.

#![deny(unsafe_code)]

use std::ffi::c_int;
use std::sync::LazyLock;

use super::Fault;

static FLUSHING: LazyLock<bool> = LazyLock::new(enable);

/// Turns flushing on for the whole process, once, and makes sure that it is on.
pub fn ensure() -> Result<(), Fault> {
    if *FLUSHING {
        Ok(())
    } else {
        Err(Fault::Git { what: "turn on fsync", message: "libgit2 refused the option".to_owned() })
    }
}

#[expect(unsafe_code, reason = "git2 0.21 has no safe wrapper for GIT_OPT_ENABLE_FSYNC_GITDIR")]
fn enable() -> bool {
    libgit2_sys::init();
    let on: c_int = 1;
    // SAFETY: the option takes one int by value and stores it in a process-wide flag. It is set
    // once, behind a LazyLock, after the library was initialised.
    let answer = unsafe {
        libgit2_sys::git_libgit2_opts(libgit2_sys::GIT_OPT_ENABLE_FSYNC_GITDIR as c_int, on)
    };
    answer == 0
}
