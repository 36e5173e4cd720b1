//! git's own lock of its index, held while branch and index move together: a `git commit` by hand
//! that saw the new branch and the old index would commit the newest record away.
//!
//! The lock is a link to a file that says whose it is. It is only ever made under the register's
//! own lock; so whoever holds that and finds one, finds what a killed writer left.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Fault, modes, stale};

/// What the lock says to whoever looks into it.
const TEXT: &str =
    "cse is at work here; if it was killed, the next cse command removes this file\n";

/// git's lock of its index, held until it is dropped.
pub struct IndexLock {
    path: Option<PathBuf>,
}

impl IndexLock {
    /// Takes the lock, waiting so long for another git program. Under the register's lock only.
    pub fn take(git_dir: &Path, patience: Duration) -> Result<Self, Fault> {
        let path = git_dir.join("index.lock");
        let start = Instant::now();
        loop {
            match make(&mark(git_dir), &path) {
                Ok(()) => return Ok(IndexLock { path: Some(path) }),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                    stale::wait(git_dir, &path, patience.saturating_sub(start.elapsed()))?;
                }
                Err(e) => return Err(Fault::write(&path, "lock", &e)),
            }
        }
    }

    /// Lets go of the lock, and says whether that worked. The next command lets go otherwise.
    pub fn release(mut self) -> Result<(), Fault> {
        let Some(path) = self.path.take() else { return Ok(()) };
        fs::remove_file(&path).map_err(|e| Fault::write(&path, "remove", &e))
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether a lock is one of ours.
pub fn is_ours(git_dir: &Path, lock: &Path, meta: &fs::Metadata) -> bool {
    let is_link = || {
        fs::symlink_metadata(mark(git_dir))
            .is_ok_and(|mark| (mark.ino(), mark.dev()) == (meta.ino(), meta.dev()))
    };
    let says_so = || {
        meta.len() == TEXT.len() as u64
            && fs::read(lock).is_ok_and(|bytes| bytes == TEXT.as_bytes())
    };
    is_link() || says_so()
}

fn mark(git_dir: &Path) -> PathBuf {
    git_dir.join("cse-tmp").join("index-held")
}

/// Makes the lock, as one that says at once whose it is.
fn make(mark: &Path, lock: &Path) -> io::Result<()> {
    match fs::hard_link(mark, lock) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            // Under another name first: a mark without its text would mark nothing.
            let new = mark.with_file_name(format!("append-{}-mark", std::process::id()));
            let _ = fs::remove_file(&new);
            write_new(&new)?;
            fs::rename(&new, mark)?;
            fs::hard_link(mark, lock)
        }
        other => other,
    }
    .or_else(|e| if modes::has_no_links(&e) { write_new(lock) } else { Err(e) })
}

fn write_new(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(TEXT.as_bytes())
}

#[cfg(test)]
mod tests {
    use crate::register::testing::{Register, moment};

    use super::*;

    #[test]
    fn git_waits_outside_and_what_a_killed_writer_left_is_removed_at_once() {
        let register = Register::new();
        let lock = IndexLock::take(&register.git_dir(), Duration::ZERO).unwrap();
        let by_hand = register.run_git(&["commit", "-q", "--allow-empty", "-m", "by hand"]);
        assert!(String::from_utf8_lossy(&by_hand.stderr).contains("index.lock"), "{by_hand:?}");
        std::mem::forget(lock);
        let start = Instant::now();
        let healed = register.store().heal(moment(1)).unwrap();
        assert_eq!(healed.locks.len(), 1);
        assert!(start.elapsed() < Duration::from_secs(2));
        // Without links: a file of its own, which says the same.
        write_new(&register.git_dir().join("index.lock")).unwrap();
        assert_eq!(register.store().heal(moment(2)).unwrap().locks.len(), 1);
        register.git(&["commit", "-q", "--allow-empty", "-m", "by hand"]);
    }

    #[test]
    fn the_lock_of_a_git_at_work_is_waited_for_and_left() {
        let register = Register::new();
        let lock = register.git_dir().join("index.lock");
        fs::write(&lock, "DIRC").unwrap();
        let taken = IndexLock::take(&register.git_dir(), Duration::from_millis(100));
        assert!(matches!(taken, Err(Fault::ForeignLock { .. })));
        assert_eq!(fs::read(&lock).unwrap(), b"DIRC");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(100));
                fs::remove_file(&lock).unwrap();
            });
            assert!(IndexLock::take(&register.git_dir(), Duration::from_secs(10)).is_ok());
        });
        assert!(!lock.exists());
    }
}
