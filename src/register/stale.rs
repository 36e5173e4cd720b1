//! Lock files that a killed git program left behind. git and libgit2 obey them for ever; here they
//! are removed, under the register's own lock, once nobody can still be behind them. One that holds
//! anything, as the index that somebody's git was about to put in place, is set aside whole.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Fault, Program, indexlock, modes};

/// A lock younger than this may belong to a program that is just at work.
const YOUNG: Duration = Duration::from_secs(5);
/// A git that is at work lets go within milliseconds, most of the time.
const PAUSES: [u64; 5] = [1, 2, 4, 8, 25];

/// Removes stale locks of the index, of `HEAD`, of the configuration, of the packed refs and of a
/// branch; gives their paths. One that is held or young is waited for so long, and then is a
/// [`Fault::ForeignLock`].
pub fn clear(git_dir: &Path, branch: &str, patience: Duration) -> Result<Vec<PathBuf>, Fault> {
    let mut removed = Vec::new();
    for name in ["index", "HEAD", "packed-refs", "config", branch] {
        let lock = git_dir.join(format!("{name}.lock"));
        if wait(git_dir, &lock, patience)? {
            removed.push(lock);
        }
    }
    Ok(removed)
}

/// Where things go that stand in the way; nothing is thrown away that may be somebody's.
pub const ASIDE: &str = "cse-aside";

/// Waits until a lock is gone, or removes it where it is stale; answers whether it did.
pub fn wait(git_dir: &Path, lock: &Path, patience: Duration) -> Result<bool, Fault> {
    if is_dead(git_dir, lock, patience)? { remove(git_dir, lock) } else { Ok(false) }
}

/// Whether a lock is there and nobody can be behind it any more; one that is held or young is
/// waited for so long. `false`: it went meanwhile.
pub fn is_dead(git_dir: &Path, lock: &Path, patience: Duration) -> Result<bool, Fault> {
    let start = Instant::now();
    let mut watched = Instant::now();
    let mut last = None;
    let mut pauses = PAUSES.into_iter();
    loop {
        let Some(meta) = exists(lock)? else { return Ok(false) };
        // Whoever made it held the register's own lock, which is ours now.
        if lock.ends_with("index.lock") && indexlock::is_ours(git_dir, lock, &meta) {
            return Ok(true);
        }
        let seen = (meta.ino(), meta.mtime(), meta.mtime_nsec());
        if last != Some(seen) {
            (last, watched) = (Some(seen), Instant::now());
        }
        let pause = Duration::from_millis(pauses.next().unwrap_or(25));
        if pauses.len() > 0 && start.elapsed() + pause < patience {
            thread::sleep(pause);
            continue;
        }
        let modified = meta.modified().map_err(|e| Fault::io(lock, "read", &e))?;
        // A clock that was set back must not make a lock young for ever: watching counts too.
        let age = disk_clock(git_dir)?.duration_since(modified).unwrap_or_default();
        let age = age.max(watched.elapsed());
        if age > YOUNG && !is_held(git_dir, lock, &meta) {
            return Ok(true);
        }
        if start.elapsed() >= patience {
            let by = holder(git_dir, lock);
            return Err(Fault::ForeignLock { path: lock.to_path_buf(), age, by });
        }
        thread::sleep(pause);
    }
}

fn remove(git_dir: &Path, lock: &Path) -> Result<bool, Fault> {
    let Some(meta) = exists(lock)? else { return Ok(true) };
    // Our own lock of the index tells whose it was, and nothing else.
    let is_nothing = meta.len() == 0 || indexlock::is_ours(git_dir, lock, &meta);
    let removed = if is_nothing { fs::remove_file(lock) } else { set_aside(git_dir, lock)? };
    match removed {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Fault::write(lock, "remove", &e)),
        _ => Ok(true),
    }
}

fn set_aside(git_dir: &Path, lock: &Path) -> Result<io::Result<()>, Fault> {
    let folder = git_dir.join(ASIDE);
    modes::private_dir(&folder)?;
    let folder = folder.join("locks");
    modes::private_dir(&folder)?;
    let name = lock.file_name().unwrap_or_default().to_string_lossy();
    let numbered = |n: usize| folder.join(format!("{name}.{n}"));
    let mut n = 1;
    while exists(&numbered(n))?.is_some() {
        n += 1;
    }
    // It may have been open to others.
    Ok(modes::tighten(lock).and_then(|()| fs::rename(lock, numbered(n))))
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

/// Whether somebody may still be behind a lock. What cannot be told counts as held.
pub fn is_held(git_dir: &Path, lock: &Path, meta: &fs::Metadata) -> bool {
    meta.uid() != rustix::process::geteuid().as_raw() || holder(git_dir, lock).is_some()
}

/// The process that has a lock open, or a git at work in this register: git closes the index's lock
/// while its editor is open.
pub fn holder(git_dir: &Path, lock: &Path) -> Option<Program> {
    let root = git_dir.parent().unwrap_or(git_dir);
    fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let pid = process.file_name().to_str()?.parse().ok()?;
        let process = process.path();
        let name = fs::read_to_string(process.join("comm")).ok()?.trim().to_owned();
        let has_it_open = || {
            let fds = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
            fds.into_iter().any(|fd| fs::read_link(fd.path()).is_ok_and(|to| to == lock))
        };
        let is_here = || fs::read_link(process.join("cwd")).is_ok_and(|cwd| cwd.starts_with(root));
        ((name == "git" && is_here()) || has_it_open()).then_some(Program { name, pid })
    })
}
