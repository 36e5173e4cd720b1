//! A register: where it is, and that it is one that this program may read.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git2::{Oid, Repository, RepositoryOpenFlags};

use super::create::{BRANCH, UNFINISHED};
use super::{Fault, checks, loose};

/// An open register.
pub struct Store {
    root: PathBuf,
    git_dir: PathBuf,
    repo: Repository,
    /// Objects that are known not to be cut off.
    whole: RefCell<HashSet<Oid>>,
}

/// Where the search for a register begins.
pub fn start(from: &Path) -> Result<PathBuf, Fault> {
    fs::canonicalize(from).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Fault::NoFolder { path: from.to_path_buf() },
        _ => Fault::io(from, "find", &e),
    })
}

impl Store {
    /// Finds the register that a folder lies in: the nearest folder upwards that holds both
    /// `cse.yaml` and `.git`.
    pub fn discover(from: &Path) -> Result<Self, Fault> {
        let start = start(from)?;
        // A new register whose maker was killed after its first commit is completed by the next
        // command.
        let is_new = |at: &Path| {
            at.join(".git").join(UNFINISHED).exists() && at.join(".git").join(BRANCH).exists()
        };
        let found = start.ancestors().find(|at| {
            (at.join("cse.yaml").exists() && at.join(".git").symlink_metadata().is_ok())
                || is_new(at)
        });
        match found {
            Some(root) => Store::open(root),
            None => Err(Fault::NoRegister { from: from.to_path_buf() }),
        }
    }

    /// Opens the register in this folder. Reading needs no right to write.
    ///
    /// A repository of another account and one that uses what this program does not honour are
    /// refused.
    pub fn open(root: &Path) -> Result<Self, Fault> {
        let root = fs::canonicalize(root).map_err(|e| Fault::io(root, "find", &e))?;
        let git_dir = root.join(".git");
        checks::before_open(&root, &git_dir)?;
        let repo = open_repository(&root)?;
        checks::after_open(&repo, &root, &git_dir)?;
        Ok(Store { root, git_dir, repo, whole: RefCell::default() })
    }

    /// The folder of the register, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its `.git` folder, where drafts and the index are kept.
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// Whether anything stands in the way of recording that stands in nobody's way of reading.
    pub fn may_record(&self) -> Result<(), Fault> {
        self.branch()?;
        self.not_elsewhere()?;
        checks::before_write(&self.repo, &self.git_dir)
    }

    /// Refuses an object that is cut off, before libgit2 is asked for it.
    pub(super) fn whole(&self, id: Oid) -> Result<(), git2::Error> {
        if !self.whole.borrow().contains(&id) {
            loose::whole(&self.repo, id)?;
            self.whole.borrow_mut().insert(id);
        }
        Ok(())
    }

    pub(super) fn repo(&self) -> &Repository {
        &self.repo
    }

    /// Whether this account may write here. It says nothing about locks.
    pub fn is_writable(&self) -> bool {
        let may = |path: &Path| {
            rustix::fs::access(path, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)
        };
        may(&self.root).is_ok() && may(&self.git_dir).is_ok()
    }
}

/// Opens the repository of exactly this folder: no search, nothing from the environment.
pub(super) fn open_repository(root: &Path) -> Result<Repository, Fault> {
    Repository::open_ext(root, RepositoryOpenFlags::NO_SEARCH, std::iter::empty::<&Path>()).map_err(
        |e| match e.code() {
            git2::ErrorCode::NotFound => Fault::NotARepository { path: root.to_path_buf() },
            _ => checks::unsupported_by_libgit2(&e)
                .unwrap_or_else(|| Fault::git(root, "open repository", &e)),
        },
    )
}

#[cfg(test)]
mod tests;
