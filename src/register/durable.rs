//! Getting what was written onto the disk before going on.
//!
//! libgit2 flushes nothing by default, and git2 has no safe call for the option that makes it do
//! so. It is turned on just where a branch moves or a pack is written. Loose objects are flushed
//! here, many at once: one after the other, their flushes would be most of the time of a command.

#![deny(unsafe_code)]

use std::ffi::c_int;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::Fault;

/// The option is one for the whole process.
static OPTION: Mutex<()> = Mutex::new(());
/// How many flushes are under way at once.
const AT_ONCE: usize = 16;

/// Runs something with libgit2 flushing every file that it writes.
pub fn flushing<T>(run: impl FnOnce() -> T) -> Result<T, Fault> {
    let _one = OPTION.lock().unwrap_or_else(PoisonError::into_inner);
    if !set(true) {
        let message = "libgit2 refused the option".to_owned();
        return Err(Fault::Git { what: "turn on fsync", message });
    }
    let answer = run();
    set(false);
    Ok(answer)
}

#[expect(unsafe_code, reason = "git2 0.21 has no safe wrapper for GIT_OPT_ENABLE_FSYNC_GITDIR")]
fn set(on: bool) -> bool {
    libgit2_sys::init();
    // SAFETY: the option takes one int by value and stores it in a process-wide flag. It is only
    // set here, after the library was initialised, and behind a mutex.
    let answer = unsafe {
        libgit2_sys::git_libgit2_opts(
            libgit2_sys::GIT_OPT_ENABLE_FSYNC_GITDIR.cast_signed(),
            c_int::from(on),
        )
    };
    answer == 0
}

/// Flushes files and folders, many at once. All are on the disk when it returns `Ok`.
pub fn flush(paths: &[PathBuf]) -> Result<(), Fault> {
    if let [path] = paths {
        return flush_one(path);
    }
    let share = paths.len().div_ceil(AT_ONCE).max(1);
    thread::scope(|scope| {
        let work = |paths: &[PathBuf]| paths.iter().try_for_each(|path| flush_one(path));
        let threads: Vec<_> = paths
            .chunks(share)
            .map(|paths| {
                thread::Builder::new().spawn_scoped(scope, move || work(paths)).map_err(|_| paths)
            })
            .collect();
        threads.into_iter().try_for_each(|thread| match thread {
            Ok(thread) => thread.join().unwrap_or_else(|_| {
                Err(Fault::Git { what: "fsync", message: "a thread died".to_owned() })
            }),
            // No thread to be had: then one after the other.
            Err(paths) => work(paths),
        })
    })
}

fn flush_one(path: &Path) -> Result<(), Fault> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|e| Fault::write(path, "fsync", &e))
}
