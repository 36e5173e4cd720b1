//! Getting what was written onto the disk before going on.
//!
//! libgit2 flushes nothing by default, and git2 has no safe call for the option that makes it do
//! so. It is turned on just where a branch moves or a pack is written. Loose objects are flushed
//! here, many at once: one after the other, their flushes would be most of the time of a command.

#![deny(unsafe_code)]

use std::ffi::c_int;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::Advice;

use super::Fault;

/// The option is one for the whole process.
static OPTION: Mutex<()> = Mutex::new(());
/// How many files are open at once.
const AT_ONCE: usize = 64;
/// From when on a flush is slow: then threads cost less than waiting for one after the other.
const SLOW: Duration = Duration::from_millis(1);

/// Runs something with libgit2 flushing every file that it writes.
pub fn flushing<T>(run: impl FnOnce() -> T) -> Result<T, Fault> {
    #[cfg(feature = "broken")]
    if super::broken::is("no-fsync") {
        return Ok(run());
    }
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

/// Flushes one that is open.
pub fn sync(file: &File) -> io::Result<()> {
    #[cfg(feature = "broken")]
    if super::broken::is("no-fsync") {
        return Ok(());
    }
    file.sync_all()
}

/// Flushes files and folders. All are on the disk when it returns `Ok`.
///
/// The writing of all files is started before the first is waited for: a journal then takes them
/// in one go, and the later flushes find little left to do. A disk that is slow to say so is asked
/// for all others at once; a fast one is done before as many threads would have started.
pub fn flush(paths: &[PathBuf]) -> Result<(), Fault> {
    flush_all(paths, |_| false)
}

/// As [`flush`], without what is not there any more: what git has put into a pack meanwhile it has
/// flushed itself.
pub fn flush_what_is_there(paths: &[PathBuf]) -> Result<(), Fault> {
    flush_all(paths, |e| e.kind() == io::ErrorKind::NotFound)
}

fn flush_all(paths: &[PathBuf], is_no_matter: fn(&io::Error) -> bool) -> Result<(), Fault> {
    #[cfg(feature = "broken")]
    if super::broken::is("no-fsync") {
        return Ok(());
    }
    for paths in paths.chunks(AT_ONCE) {
        let fault = |path: &Path, e: &io::Error| Fault::write(path, "fsync", e);
        let mut open = Vec::with_capacity(paths.len());
        for path in paths {
            let file = match File::open(path) {
                Err(e) if is_no_matter(&e) => continue,
                opened => opened.map_err(|e| fault(path, &e))?,
            };
            // Advice that the bytes are not needed starts their writing; folders take none.
            let _ = rustix::fs::fadvise(&file, 0, None, Advice::DontNeed);
            open.push((path, file));
        }
        let sync = |(path, file): &(&PathBuf, File)| file.sync_all().map_err(|e| fault(path, &e));
        let Some((first, others)) = open.split_first() else { continue };
        let start = Instant::now();
        sync(first)?;
        if start.elapsed() < SLOW {
            others.iter().try_for_each(sync)?;
        } else {
            thread::scope(|scope| {
                let threads: Vec<_> =
                    others.iter().map(|one| (one, scope.spawn(|| sync(one)))).collect();
                // A thread that broke has flushed nothing.
                let flushed = threads.into_iter().map(|(one, thread)| {
                    thread.join().unwrap_or_else(|_| Err(fault(one.0, &io::Error::other("broken"))))
                });
                flushed.collect::<Vec<_>>().into_iter().collect::<Result<(), Fault>>()
            })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_git_packs_may_be_gone() {
        let dir = tempfile::tempdir().unwrap();
        let paths = [dir.path().join("gone"), dir.path().to_path_buf()];
        flush_what_is_there(&paths).unwrap();
        assert!(flush(&paths).is_err());
    }
}
