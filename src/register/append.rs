//! The one function that writes. Under the register's lock: repair what a killed writer left,
//! read `HEAD`, let the caller prepare a change on it, make objects and files durable, move index and
//! branch, read back, complete the work tree.

use std::collections::BTreeSet;
use std::path::PathBuf;

use git2::{Commit, ObjectType, Oid};

use crate::domain::Moment;

use super::commit::{Writer, plan};
use super::gitindex::GitIndex;
use super::indexlock::IndexLock;
use super::lock::{Lock, PATIENCE};
use super::quarantine::Quarantine;
use super::reflog::Move;
use super::worktree::{Found, Staged, WorkTree};
use super::{CommitId, Fault, Healed, Identity, ObjectId, Snapshot, Store, checks, heal, paths};

/// What is to be recorded, prepared on the newest commit.
#[derive(Clone, Debug)]
pub struct Change<T> {
    /// The files; at least one.
    pub files: Vec<FileChange>,
    /// The commit's message: subject, blank line, body. No personal data.
    pub message: String,
    /// What the caller wants back once it is durable.
    pub value: T,
}

/// A file to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path in the register, with forward slashes.
    pub path: String,
    /// All its bytes.
    pub bytes: Vec<u8>,
    /// Whether a file may be there already. Records are only ever added.
    pub replaces: bool,
}

impl FileChange {
    /// A file that is not there yet.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        FileChange { path: path.into(), bytes: bytes.into(), replaces: false }
    }

    /// A file that may take the place of another.
    pub fn replacing(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        FileChange { replaces: true, ..FileChange::new(path, bytes) }
    }
}

/// A change that is durable.
#[derive(Clone, Debug)]
pub struct Committed<T> {
    /// The commit.
    pub commit: CommitId,
    /// What the caller prepared.
    pub value: T,
    /// What was repaired before.
    pub healed: Healed,
    /// What did not work after the commit was durable; the next command repairs it.
    pub warnings: Vec<Warning>,
}

/// Something that went wrong after a commit was durable. Nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A file of the work tree was not written.
    WorkTree {
        /// The file.
        path: String,
        /// What failed.
        fault: Fault,
    },
    /// git's index was not written.
    Index {
        /// What failed.
        fault: Fault,
    },
    /// git's log of the branch was not written.
    Log {
        /// What failed.
        fault: Fault,
    },
    /// The modes of git's own files were not set.
    Modes {
        /// What failed.
        fault: Fault,
    },
}

/// Why nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppendError<E> {
    /// The caller refused, on seeing the newest commit.
    Prepare(E),
    /// Disk, git or permissions.
    Fault(Fault),
}

impl<E> From<Fault> for AppendError<E> {
    fn from(fault: Fault) -> Self {
        AppendError::Fault(fault)
    }
}

impl Store {
    /// Records a change on top of the newest commit. `now` is the process's clock and becomes the
    /// commit's time. `prepare` sees the newest commit (or nothing, before the first) while no
    /// other writer can add to it.
    ///
    /// When this returns `Ok`, the commit is on the disk. On any error but
    /// [`Fault::OutcomeUnknown`] nothing was recorded.
    pub fn append<T, E>(
        &self,
        author: &Identity,
        now: Moment,
        prepare: impl FnOnce(&Snapshot<'_>) -> Result<Change<T>, E>,
    ) -> Result<Committed<T>, AppendError<E>> {
        let session = self.begin(author, now)?;
        let change = prepare(&session.snapshot(self)).map_err(AppendError::Prepare)?;
        session.check(self, &change.files)?;
        let quarantine = Quarantine::open(self.git_dir())?;
        let writer = Writer::loose(self.repo(), &quarantine, self.git_dir())
            .map_err(|e| self.git("open objects", &e))?;
        let tree = session.tree(self)?;
        let staged = session.stage(&change.files)?;
        let (plan, blobs) = plan(&writer, &change.files)?;
        let root = writer.trees(tree.as_ref(), &plan)?;
        #[cfg(feature = "broken")]
        if super::broken::is("plain-commit") {
            writer.release(&[])?;
            let (message, parent) = (&change.message, session.parent_id());
            let commit = super::broken::commit(self, author, now, message, root, parent)?;
            return Ok(session.finish(self, change, commit, &blobs, staged, true)?);
        }
        let commit = writer.commit(author, now, &change.message, root, session.parent_id())?;
        let files: Vec<PathBuf> = staged.iter().map(Staged::path).collect();
        writer.release(&files)?;
        Ok(session.finish(self, change, commit, &blobs, staged, true)?)
    }

    /// Takes the lock and makes the register whole.
    pub(super) fn begin<'a>(
        &'a self,
        author: &'a Identity,
        now: Moment,
    ) -> Result<Session<'a>, Fault> {
        let lock = Lock::take(self.git_dir(), now, PATIENCE)?;
        // What a tree or commit names was written or read a moment ago, under the lock; looking
        // each up again would read the pack folders anew for every object.
        git2::opts::strict_object_creation(false);
        checks::before_write(self.repo(), self.git_dir())?;
        let branch = self.branch()?;
        self.not_elsewhere()?;
        let work_tree = self.work_tree();
        let (healed, index) = self.heal_under(&lock, &work_tree, PATIENCE)?;
        let parent = self.head_commit()?;
        Ok(Session { _lock: lock, author, now, branch, parent, work_tree, healed, index })
    }
}

/// A writer's turn: the lock, and the register as it found it.
pub(super) struct Session<'a> {
    _lock: Lock,
    author: &'a Identity,
    now: Moment,
    branch: String,
    pub(super) parent: Option<Commit<'a>>,
    pub(super) work_tree: WorkTree,
    healed: Healed,
    index: GitIndex,
}

impl<'a> Session<'a> {
    /// The newest commit, for the caller.
    pub(super) fn snapshot(&self, store: &'a Store) -> Snapshot<'a> {
        let commit = self.parent.as_ref();
        Snapshot::new(store, commit.map(|c| CommitId(c.id())), commit.map(Commit::tree_id))
    }

    pub(super) fn parent_id(&self) -> Option<Oid> {
        self.parent.as_ref().map(Commit::id)
    }

    pub(super) fn tree(&self, store: &Store) -> Result<Option<git2::Tree<'a>>, Fault> {
        let read = |commit: &Commit<'a>| store.whole(commit.tree_id()).and_then(|()| commit.tree());
        let tree = self.parent.as_ref().map(read).transpose();
        tree.map_err(|e| store.git("read tree", &e))
    }

    /// Refuses files that may not be written, before anything is.
    pub(super) fn check(&self, store: &'a Store, files: &[FileChange]) -> Result<(), Fault> {
        if files.is_empty() {
            return Err(Fault::PathRefused { path: String::new() });
        }
        let committed = self.snapshot(store);
        for file in files {
            let path = || file.path.clone();
            paths::check(&file.path)?;
            let old = committed.id(&file.path)?.map(|ObjectId(id)| id);
            if old.is_some() && !file.replaces {
                return Err(Fault::Exists { path: path() });
            }
            let mut found = match self.work_tree.look(&file.path)? {
                Found::Absent => continue,
                Found::Other => return Err(Fault::PathRefused { path: path() }),
                Found::File(found, _) => found,
            };
            let there = self.work_tree.read(&file.path, &mut found)?;
            let is_old = || {
                let id = Oid::hash_object(ObjectType::Blob, &there);
                old.is_some_and(|old| id.is_ok_and(|id| id == old))
            };
            if there != file.bytes && !is_old() {
                return Err(Fault::HandEdited { path: path() });
            }
        }
        Ok(())
    }

    /// Temporary files with the bytes: a full disk is met before anything is committed.
    pub(super) fn stage(&self, files: &[FileChange]) -> Result<Vec<Staged>, Fault> {
        let stage = |(n, file): (usize, &FileChange)| self.work_tree.stage(n, &file.bytes);
        files.iter().enumerate().map(stage).collect()
    }

    /// Moves index and branch, then completes the work tree. What goes wrong after the branch has
    /// moved is a warning.
    ///
    /// git's own lock of its index is held meanwhile, and the index comes first: who sees the new
    /// branch sees the new index, and who saw the old branch cannot commit on it any more.
    pub(super) fn finish<T>(
        mut self,
        store: &'a Store,
        change: Change<T>,
        commit: Oid,
        blobs: &[Oid],
        staged: Vec<Staged>,
        flush: bool,
    ) -> Result<Committed<T>, Fault> {
        let lock = IndexLock::take(store.git_dir(), PATIENCE)?;
        if let Err(fault) = self.advance(store, &change, commit, blobs, &staged, &lock) {
            // The next command finds what was begun, and takes it out of the index.
            staged.into_iter().for_each(Staged::leave);
            return Err(fault);
        }
        let mut warnings = Vec::new();
        let (from, author, message) = (self.parent_id(), self.author, &change.message);
        let moved = Move { from, to: commit, author, now: self.now, message };
        if let Err(fault) = store.log_move(&self.branch, &moved) {
            warnings.push(Warning::Log { fault });
        }
        for (file, staged) in change.files.iter().zip(staged) {
            let path = &file.path;
            // A file with the very same bytes may be there already: then it simply takes its place.
            let replace = file.replaces || matches!(self.work_tree.look(path), Ok(Found::File(..)));
            if let Err(fault) = self.work_tree.place(path, &staged, replace, flush) {
                warnings.push(Warning::WorkTree { path: path.clone(), fault });
                staged.leave();
            }
        }
        if !flush && let Err(fault) = self.work_tree.flush_all() {
            warnings.push(Warning::WorkTree { path: String::new(), fault });
        }
        if let Err(fault) = lock.release() {
            warnings.push(Warning::Index { fault });
        }
        self.index.forget();
        if let Err(fault) = store.tighten_refs(&self.branch) {
            warnings.push(Warning::Modes { fault });
        }
        let commit = CommitId(commit);
        Ok(Committed { commit, value: change.value, healed: self.healed, warnings })
    }

    /// Moves index and branch, or neither.
    fn advance<T>(
        &mut self,
        store: &'a Store,
        change: &Change<T>,
        commit: Oid,
        blobs: &[Oid],
        staged: &[Staged],
        lock: &IndexLock,
    ) -> Result<(), Fault> {
        if self.index.catch_up()? {
            let (head, tree) = (self.parent.clone(), self.tree(store)?);
            let begun = BTreeSet::new();
            let found = heal::Found { work_tree: &self.work_tree, head, tree, begun };
            store.repair(&found, &mut self.index, &mut self.healed)?;
        }
        let (branch, parent) = (self.branch.clone(), self.parent_id());
        let (index, mut before) = (&mut self.index, Vec::with_capacity(staged.len()));
        let moved = store.advance(&branch, parent, commit, || {
            for ((file, blob), staged) in change.files.iter().zip(blobs).zip(staged) {
                before.push(index.exchange(&file.path, *blob, &staged.metadata()?)?);
            }
            index.write(lock)
        });
        if moved.is_err() && before.is_empty() {
            return moved;
        }
        if moved.is_err() && !matches!(moved, Err(Fault::OutcomeUnknown { .. })) {
            // Where this fails too, the next command does it.
            let _ = before.into_iter().try_for_each(|entry| self.index.restore(entry));
            let _ = self.index.write(lock);
        }
        moved
    }
}

#[cfg(test)]
mod tests;
