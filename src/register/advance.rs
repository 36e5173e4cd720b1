//! Moves the branch: locks it as git does, makes sure that it stands where it should, puts the next
//! commit in its place, and reads back.
//!
//! libgit2's own transaction is not used: it writes git's log of the branch first, so that a writer
//! who is killed in between leaves a log of a move that never was, and `verify` would tell of a
//! history that somebody rewrote.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Instant;

use git2::{ErrorCode, Oid};

use super::lock::PATIENCE;
use super::{CommitId, Fault, Store, Unsupported, durable, modes, stale};

/// git's own lock of a branch: the file that is to become the branch. Dropped, it is let go.
struct BranchLock {
    file: File,
    lock: PathBuf,
    branch: PathBuf,
    is_moved: bool,
}

impl Drop for BranchLock {
    fn drop(&mut self) {
        if !self.is_moved {
            // Where this fails, whoever comes next finds that nobody is behind it.
            let _ = fs::remove_file(&self.lock);
        }
    }
}

impl BranchLock {
    /// Takes it, waiting for a git that has it just now.
    fn take(git_dir: &Path, branch: &str) -> Result<Self, Fault> {
        let lock = git_dir.join(format!("{branch}.lock"));
        let branch = git_dir.join(branch);
        let start = Instant::now();
        let mut is_new = false;
        loop {
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&lock) {
                Ok(file) => return Ok(BranchLock { file, lock, branch, is_moved: false }),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                    stale::wait(git_dir, &lock, PATIENCE.saturating_sub(start.elapsed()))?;
                }
                // git keeps no folder for branches that are all packed.
                Err(e) if e.kind() == io::ErrorKind::NotFound && !is_new => {
                    is_new = true;
                    make_folders(git_dir, &branch)?;
                }
                Err(e) => return Err(Fault::write(&lock, "lock branch", &e)),
            }
        }
    }

    /// Writes the commit into the file that is to become the branch, on the disk, and opens the
    /// folder that is to be flushed then. Where that fails, nothing has moved.
    fn write(&mut self, commit: Oid) -> Result<File, Fault> {
        let failed = |e: &io::Error| Fault::write(&self.lock, "write", e);
        self.file.write_all(format!("{commit}\n").as_bytes()).map_err(|e| failed(&e))?;
        durable::sync(&self.file).map_err(|e| failed(&e))?;
        let folder = self.branch.parent().unwrap_or(&self.branch);
        File::open(folder).map_err(|e| Fault::io(folder, "open", &e))
    }

    /// Puts that file in the branch's place.
    fn put(mut self, folder: &File) -> Result<(), NotPut> {
        let failed = |e: &io::Error| Fault::write(&self.branch, "move branch", e);
        fs::rename(&self.lock, &self.branch).map_err(|e| NotPut::Failed(failed(&e)))?;
        self.is_moved = true;
        durable::sync(folder).map_err(|_| NotPut::NotDurable)
    }
}

/// How a branch was not moved.
enum NotPut {
    /// The system says that it was not.
    Failed(Fault),
    /// It was, but the disk did not say that it will stay.
    NotDurable,
}

fn make_folders(git_dir: &Path, branch: &Path) -> Result<(), Fault> {
    let folder = branch.parent().unwrap_or(branch);
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| Fault::write(folder, "make folder", &e))?;
    let between = folder.ancestors().take_while(|at| at.starts_with(git_dir));
    durable::flush(&between.map(Path::to_path_buf).collect::<Vec<_>>())
}

impl Store {
    /// The branch that `HEAD` names, as `refs/heads/main`.
    pub(super) fn branch(&self) -> Result<String, Fault> {
        let head = self.repo().find_reference("HEAD").map_err(|e| self.git("read HEAD", &e))?;
        let detached = Fault::Unsupported { what: Unsupported::DetachedHead };
        let target = head.symbolic_target().map_err(|e| self.git("read HEAD", &e))?;
        target.filter(|name| name.starts_with("refs/heads/")).map(str::to_owned).ok_or(detached)
    }

    /// Moves the branch from one commit to the next, and makes sure that it did. What is done `first`
    /// is done while the branch is locked and stands where it should: then nobody else moves it.
    pub(super) fn advance(
        &self,
        branch: &str,
        from: Option<Oid>,
        to: Oid,
        first: impl FnOnce() -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        #[cfg(feature = "broken")]
        if super::broken::is("plain-commit") {
            return first();
        }
        let failed = |e: git2::Error| self.git("read branch", &e);
        let mut held = BranchLock::take(self.git_dir(), branch)?;
        if self.stands(branch).map_err(failed)? != from {
            return Err(Fault::Moved { branch: branch.to_owned() });
        }
        let folder = held.write(to)?;
        first()?;
        match held.put(&folder) {
            Ok(()) if matches!(self.holds(branch, to), Ok(true)) => Ok(()),
            // A branch that cannot be read looks to libgit2 as though it were not there.
            Err(NotPut::Failed(fault)) if matches!(self.stands(branch), Ok(at) if at == from) => {
                Err(fault)
            }
            Ok(()) | Err(NotPut::Failed(_) | NotPut::NotDurable) => {
                Err(Fault::OutcomeUnknown { commit: CommitId(to) })
            }
        }
    }

    /// Where a branch stands; nowhere before its first commit.
    fn stands(&self, branch: &str) -> Result<Option<Oid>, git2::Error> {
        match self.repo().refname_to_id(branch) {
            Ok(stands) => Ok(Some(stands)),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Whether a branch holds a commit: another git program may have added to it already.
    fn holds(&self, branch: &str, commit: Oid) -> Result<bool, git2::Error> {
        let Some(tip) = self.stands(branch)? else { return Ok(false) };
        #[cfg(feature = "broken")]
        if super::broken::is("equality") {
            return Ok(tip == commit);
        }
        self.repo().find_commit(commit)?;
        self.comes_from(tip, commit)
    }

    /// Takes the bits of group and others from what git wrote beside the objects.
    pub(super) fn tighten_refs(&self, branch: &str) -> Result<(), Fault> {
        for name in ["HEAD", branch, "logs", "logs/HEAD", "logs/refs", "logs/refs/heads"] {
            self.tighten(name)?;
        }
        self.tighten(&format!("logs/{branch}"))
    }

    fn tighten(&self, name: &str) -> Result<(), Fault> {
        let path = self.git_dir().join(name);
        if path.exists() {
            modes::tighten(&path).map_err(|e| Fault::write(&path, "set mode", &e))?;
        }
        Ok(())
    }
}
