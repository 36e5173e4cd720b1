//! Makes a new register: an empty repository for this account alone.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;

use git2::{Repository, RepositoryInitMode, RepositoryInitOptions};

use super::{Fault, Store, durable, modes};

/// The folder for what is not done yet.
const TEMPORARY: &str = "cse-tmp";
/// Stands in `.git` from the beginning of a new register until its first commit is complete.
pub const UNFINISHED: &str = "cse-tmp/unfinished";
/// The branch of a new register.
pub const BRANCH: &str = "refs/heads/main";

impl Store {
    /// Makes a register without a commit in a folder that is absent or empty: branch `main`,
    /// folders 0700, files 0600, no hooks, flushed to the disk. What it holds comes with the
    /// first [`append`](Store::append). What a killed one left is made anew.
    pub fn create(dir: &Path) -> Result<Self, Fault> {
        if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|e| Fault::write(parent, "make folder", &e))?;
        }
        modes::private_dir(dir)?;
        let git_dir = dir.join(".git");
        if !names(dir)?.is_empty() {
            if !is_begun(dir, &git_dir)? {
                return Err(Fault::NotEmpty { path: dir.to_path_buf() });
            }
            for probe in names(dir)?.iter().filter(|name| is_probe(name)) {
                let probe = dir.join(probe);
                fs::remove_file(&probe).map_err(|e| Fault::write(&probe, "remove", &e))?;
            }
            fs::remove_dir_all(&git_dir).map_err(|e| Fault::write(&git_dir, "remove", &e))?;
        }
        modes::tighten(dir).map_err(|e| Fault::write(dir, "set mode", &e))?;
        modes::private_dir(&git_dir)?;
        modes::private_dir(&git_dir.join(TEMPORARY))?;
        let mark = git_dir.join(UNFINISHED);
        fs::write(&mark, "").map_err(|e| Fault::write(&mark, "write", &e))?;
        let mut options = RepositoryInitOptions::new();
        options
            .no_reinit(true)
            .mkdir(false)
            .mkpath(false)
            .external_template(false)
            .initial_head("main")
            .mode(RepositoryInitMode::empty());
        Repository::init_opts(dir, &options).map_err(|e| Fault::git(dir, "git init", &e))?;
        modes::tighten_all(&git_dir)?;
        let mut paths = vec![dir.to_path_buf()];
        paths.extend(
            dir.parent()
                .map(|up| if up.as_os_str().is_empty() { ".".into() } else { up.to_path_buf() }),
        );
        for entry in walkdir::WalkDir::new(&git_dir) {
            let entry = entry.map_err(|e| {
                let error = e.into_io_error().unwrap_or_else(|| io::Error::other("loop"));
                Fault::io(&git_dir, "list", &error)
            })?;
            paths.push(entry.into_path());
        }
        durable::flush(&paths)?;
        Store::open(dir)
    }

    /// Says that a new register holds what it is to hold. Where it cannot be said, the next command
    /// says it.
    pub fn finish_create(&self) {
        let _ = fs::remove_file(self.git_dir().join(UNFINISHED));
    }
}

fn names(folder: &Path) -> Result<Vec<OsString>, Fault> {
    let list = |e: io::Error| Fault::io(folder, "list", &e);
    let entries = fs::read_dir(folder).map_err(list)?;
    entries.map(|entry| entry.map(|entry| entry.file_name()).map_err(list)).collect()
}

/// Files by which libgit2 tries out what a file system can do; a killed one leaves them.
fn is_probe(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with("_git2_")
}

/// Whether a folder holds nothing but the beginning of a register that has no commit yet. Nobody was
/// told that it is there, and nothing of anybody's is in it.
fn is_begun(dir: &Path, git_dir: &Path) -> Result<bool, Fault> {
    let mut beside = names(dir)?;
    beside.retain(|name| !is_probe(name));
    if beside != [".git"] || !git_dir.is_dir() || git_dir.join(BRANCH).exists() {
        return Ok(false);
    }
    let inside = names(git_dir)?;
    let is_bare = inside.is_empty() || inside == [TEMPORARY];
    Ok(git_dir.join(UNFINISHED).exists() || is_bare)
}

#[cfg(test)]
mod tests {
    use crate::register::testing::{ann, moment, one};

    use super::*;

    #[test]
    fn what_a_killed_maker_left_is_made_anew_and_nothing_else_is() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().join("register");
        let left: [&[&str]; 5] = [
            &[".git"],
            &[".git", ".git/cse-tmp"],
            &[".git", ".git/cse-tmp", ".git/cse-tmp/unfinished"],
            &[".git", ".git/cse-tmp", ".git/cse-tmp/unfinished", ".git/objects", ".git/refs"],
            &[".git", ".git/cse-tmp", ".git/cse-tmp/unfinished", "_git2_1f"],
        ];
        for left in left {
            fs::create_dir(&at).unwrap();
            for name in left {
                if name.ends_with("unfinished") || name.contains("_git2_") {
                    fs::write(at.join(name), "").unwrap();
                } else {
                    fs::create_dir(at.join(name)).unwrap();
                }
            }
            assert!(Store::create(&at).unwrap().tip().unwrap().is_none());
            fs::remove_dir_all(&at).unwrap();
        }
        Store::create(&at).unwrap();
        fs::write(at.join("somebody's.txt"), "x").unwrap();
        assert!(matches!(Store::create(&at), Err(Fault::NotEmpty { .. })));
        assert!(at.join("somebody's.txt").exists());
    }

    #[test]
    fn a_register_whose_maker_was_killed_after_its_commit_is_found_and_completed() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().join("register");
        let store = Store::create(&at).unwrap();
        let commit = || one("cse.yaml", "x");
        store.append(&ann(), moment(0), |_| Ok::<_, ()>(commit())).unwrap();
        fs::remove_file(at.join("cse.yaml")).unwrap();
        assert!(matches!(Store::create(&at), Err(Fault::NotEmpty { .. })));
        let found = Store::discover(&at).unwrap();
        assert_eq!(found.heal(moment(1)).unwrap().written, ["cse.yaml"]);
        assert!(!at.join(".git").join(UNFINISHED).exists());
        fs::remove_file(at.join("cse.yaml")).unwrap();
        assert!(matches!(Store::discover(&at), Err(Fault::NoRegister { .. })));
    }
}
