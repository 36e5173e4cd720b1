//! The register's lock: a kernel lock on `.git/cse.lock`. The kernel frees it when its process
//! ends, however it ends; so it is never stale, and its file is never removed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::Errno;

use crate::domain::Moment;

use super::{Fault, Holder, modes};

/// How long a writer waits for another.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The lock, held until it is dropped.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting for another holder so long. `now` is what others are told.
    pub fn take(git_dir: &Path, now: Moment, patience: Duration) -> Result<Self, Fault> {
        let path = git_dir.join("cse.lock");
        #[cfg(feature = "broken")]
        if super::broken::is("no-lock") {
            return Ok(Lock { _file: open(&path)? });
        }
        let start = Instant::now();
        loop {
            let locked = match attempt(open(&path)?, File::try_lock, &path)? {
                Err(file) if patience > start.elapsed() => {
                    queue(file, &path, patience.saturating_sub(start.elapsed()))?
                }
                Err(_) => None,
                Ok(file) => Some(file),
            };
            let Some(mut file) = locked else {
                return Err(Fault::Locked { holder: holder(&path), path });
            };
            // Where the file was replaced meanwhile the lock on the old one is worth nothing.
            if is_still(&file, &path)? {
                modes::tighten(&path).map_err(|e| Fault::write(&path, "set mode", &e))?;
                test(&path)?;
                sign(&mut file, now).map_err(|e| Fault::write(&path, "write", &e))?;
                return Ok(Lock { _file: file });
            }
        }
    }
}

/// Waits for the lock in the kernel's own queue: whoever asked again and again instead would be
/// overtaken by luck, and some writers would wait very long. The kernel knows no end of waiting, so
/// a thread waits; one that comes too late lets go at once.
fn queue(file: File, path: &Path, patience: Duration) -> Result<Option<File>, Fault> {
    let (send, answer) = mpsc::channel();
    let at = path.to_path_buf();
    thread::spawn(move || {
        send.send(attempt(file, |file| file.lock().map_err(TryLockError::Error), &at))
    });
    match answer.recv_timeout(patience) {
        Ok(locked) => Ok(locked?.ok()),
        Err(_) => Ok(None),
    }
}

/// The file with the lock on it, or without where another holds it.
fn attempt(
    file: File,
    lock: impl Fn(&File) -> Result<(), TryLockError>,
    path: &Path,
) -> Result<Result<File, File>, Fault> {
    loop {
        return match lock(&file) {
            Ok(()) => Ok(Ok(file)),
            Err(TryLockError::WouldBlock) => Ok(Err(file)),
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(TryLockError::Error(e)) if is_unsupported(&e) => {
                Err(Fault::LocksDoNotWork { path: path.to_path_buf() })
            }
            Err(TryLockError::Error(e)) => Err(Fault::write(path, "lock", &e)),
        };
    }
}

fn open(path: &Path) -> Result<File, Fault> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0))
        .open(path)
        .map_err(|e| Fault::write(path, "open lock", &e))
}

fn is_still(file: &File, path: &Path) -> Result<bool, Fault> {
    let unread = |e: io::Error| Fault::io(path, "read", &e);
    let ours = file.metadata().map_err(unread)?;
    match fs::symlink_metadata(path) {
        Ok(there) => Ok(ours.ino() == there.ino() && ours.dev() == there.dev()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(unread(e)),
    }
}

/// A share whose server keeps no locks says that it has none to give.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
        || error.raw_os_error() == Some(Errno::NOLCK.raw_os_error())
}

/// On some shared file systems every lock succeeds. A second look at the same file must not.
fn test(path: &Path) -> Result<(), Fault> {
    match open(path)?.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(()),
        Ok(()) | Err(TryLockError::Error(_)) => {
            Err(Fault::LocksDoNotWork { path: path.to_path_buf() })
        }
    }
}

/// Whether locks have an effect where this file is. Nothing is written for it, and what cannot be
/// told is left to the lock itself.
pub fn works(path: &Path) -> bool {
    let again = || File::open(path).map(|file| file.try_lock());
    let Ok(file) = File::open(path) else { return true };
    match file.try_lock() {
        Ok(()) => !matches!(again(), Ok(Ok(()))),
        Err(TryLockError::WouldBlock) => true,
        Err(TryLockError::Error(e)) => !is_unsupported(&e),
    }
}

/// Whether somebody holds the lock just now.
pub fn is_taken(git_dir: &Path) -> bool {
    let file = File::open(git_dir.join("cse.lock"));
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Writes who holds the lock, for those who wait.
fn sign(file: &mut File, now: Moment) -> io::Result<()> {
    let text = format!("{}\n{}\n{}\n{now}\n", std::process::id(), host(), user());
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)
}

fn holder(path: &PathBuf) -> Option<Holder> {
    let text = fs::read_to_string(path).ok()?;
    let mut lines = text.lines().map(str::to_owned);
    let pid = lines.next()?.parse().ok()?;
    Some(Holder { pid, host: lines.next()?, user: lines.next()?, since: lines.next()? })
}

fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "this machine".to_owned() } else { name.trim().to_owned() }
}

/// The account's name; its number where the list of accounts does not have it.
fn user() -> String {
    let id = rustix::process::geteuid().as_raw().to_string();
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1) == Some(id.as_str())).then(|| name.to_owned())
    });
    name.unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use crate::register::testing::moment;

    use super::*;

    #[test]
    fn the_second_is_told_who_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path(), moment(0), PATIENCE).unwrap();
        let Err(Fault::Locked { holder: Some(holder), .. }) =
            Lock::take(dir.path(), moment(1), Duration::from_millis(30))
        else {
            panic!("not locked")
        };
        assert_eq!((holder.pid, holder.since), (std::process::id(), moment(0).to_string()));
        drop(first);
        // With patience: the one that waited in vain may have it for an instant, to let go of it.
        assert!(Lock::take(dir.path(), moment(2), PATIENCE).is_ok());
    }

    #[test]
    fn whoever_waits_has_the_lock_as_soon_as_it_is_free() {
        let dir = tempfile::tempdir().unwrap();
        let first = Lock::take(dir.path(), moment(0), PATIENCE).unwrap();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| Lock::take(dir.path(), moment(1), PATIENCE).is_ok());
            thread::sleep(Duration::from_millis(50));
            assert!(!waiting.is_finished());
            drop(first);
            assert!(waiting.join().unwrap());
        });
        // One that waited in vain holds nothing once the lock is free.
        let second = Lock::take(dir.path(), moment(2), PATIENCE).unwrap();
        assert!(Lock::take(dir.path(), moment(3), Duration::from_millis(20)).is_err());
        drop(second);
        assert!(Lock::take(dir.path(), moment(4), PATIENCE).is_ok());
    }

    #[test]
    fn a_lock_file_that_was_replaced_does_not_let_two_in() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cse.lock");
        let held = open(&path).unwrap();
        fs::remove_file(&path).unwrap();
        held.lock().unwrap();
        assert!(!is_still(&held, &path).unwrap());
        assert!(Lock::take(dir.path(), moment(0), Duration::ZERO).is_ok());
    }
}
