//! Lock files that a killed git program left behind. git and libgit2 obey them for ever; here they
//! are removed, under the register's own lock, once nobody can still be behind them.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Fault, modes};

/// A lock younger than this may belong to a program that is just at work.
const YOUNG: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(25);

/// Removes stale locks of the index, of `HEAD`, of the configuration, of the packed refs and of a
/// branch; gives their paths. One that is held or young is waited for so long, and then is a
/// [`Fault::ForeignLock`].
pub fn clear(git_dir: &Path, branch: &str, patience: Duration) -> Result<Vec<PathBuf>, Fault> {
    let mut removed = Vec::new();
    for name in ["index", "HEAD", "packed-refs", "config", branch] {
        let lock = git_dir.join(format!("{name}.lock"));
        if exists(&lock)?.is_some() && is_dead(git_dir, &lock, patience)? {
            match fs::remove_file(&lock) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => {
                    return Err(Fault::write(&lock, "remove", &e));
                }
                _ => removed.push(lock),
            }
        }
    }
    Ok(removed)
}

/// Whether a lock is there and nobody can be behind it any more; one that is held or young is
/// waited for so long. `false`: it went meanwhile.
pub fn is_dead(git_dir: &Path, lock: &Path, patience: Duration) -> Result<bool, Fault> {
    let start = Instant::now();
    let mut watched = Instant::now();
    let mut last = None;
    loop {
        let Some(meta) = exists(lock)? else { return Ok(false) };
        let seen = (meta.ino(), meta.mtime(), meta.mtime_nsec());
        if last != Some(seen) {
            (last, watched) = (Some(seen), Instant::now());
        }
        let modified = meta.modified().map_err(|e| Fault::io(lock, "read", &e))?;
        // A clock that was set back must not make a lock young for ever: watching counts too.
        let age = disk_clock(git_dir)?.duration_since(modified).unwrap_or_default();
        let age = age.max(watched.elapsed());
        if age > YOUNG && !is_held(git_dir, lock, &meta) {
            return Ok(true);
        }
        if start.elapsed() >= patience {
            return Err(Fault::ForeignLock { path: lock.to_path_buf(), age });
        }
        thread::sleep(PAUSE);
    }
}

fn exists(lock: &Path) -> Result<Option<fs::Metadata>, Fault> {
    match fs::symlink_metadata(lock) {
        Ok(meta) => Ok(Some(meta)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Fault::io(lock, "read", &e)),
    }
}

/// The time by the clock that stamps files, which on a share is not this machine's.
fn disk_clock(git_dir: &Path) -> Result<SystemTime, Fault> {
    let folder = git_dir.join("cse-tmp");
    modes::private_dir(&folder)?;
    let path = folder.join(format!("clock-{}", std::process::id()));
    let stamp = File::create(&path).and_then(|file| file.metadata()?.modified());
    let _ = fs::remove_file(&path);
    stamp.map_err(|e| Fault::write(&path, "write", &e))
}

/// Whether some process has the lock open, or is a git at work in this register: git closes the
/// index's lock while its editor is open. What cannot be told counts as held.
pub fn is_held(git_dir: &Path, lock: &Path, meta: &fs::Metadata) -> bool {
    if meta.uid() != rustix::process::geteuid().as_raw() {
        return true;
    }
    let Ok(processes) = fs::read_dir("/proc") else { return false };
    let root = git_dir.parent().unwrap_or(git_dir);
    processes.flatten().any(|process| {
        let process = process.path();
        let has_it_open = || {
            let fds = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
            fds.into_iter().any(|fd| fs::read_link(fd.path()).is_ok_and(|to| to == lock))
        };
        let is_git_here = || {
            fs::read_to_string(process.join("comm")).is_ok_and(|name| name.trim() == "git")
                && fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd.starts_with(root))
        };
        is_git_here() || has_it_open()
    })
}
