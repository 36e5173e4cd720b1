//! Completes what a killed writer left: stale locks, the index, and the work tree for the paths
//! of the newest commit. It costs what that commit touched, not what the register holds.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use git2::{ErrorCode, ObjectType, Oid};

use crate::domain::Moment;

use super::gitindex::GitIndex;
use super::indexlock::IndexLock;
use super::lock::{Lock, PATIENCE};
use super::reindex::take_back;
use super::snapshot::{entries, join};
use super::worktree::{Found as At, WorkTree};
use super::{Fault, Store, durable, loose, stale};

/// A commit of more paths is looked at once, not before every command.
pub(super) const MANY: usize = 500;

/// What was repaired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Healed {
    /// Lock files of dead processes that were removed.
    pub locks: Vec<PathBuf>,
    /// Whether git's index was made anew.
    pub index_rebuilt: bool,
    /// Paths whose file was absent from the work tree, or not yet replaced, and was written.
    pub written: Vec<String>,
    /// Paths that were missing from the index.
    pub indexed: Vec<String>,
    /// Paths of the newest commit that were changed by hand; left as they are.
    pub differing: Vec<String>,
}

/// A path of a commit.
pub(super) struct Touched {
    pub path: String,
    pub new: Oid,
    old: Option<Oid>,
}

/// The register as a repair finds it.
pub(super) struct Found<'a> {
    pub work_tree: &'a WorkTree,
    pub head: Option<git2::Commit<'a>>,
    pub tree: Option<git2::Tree<'a>>,
    /// What killed writers were about to record.
    pub begun: BTreeSet<Oid>,
}

impl Healed {
    /// Whether nothing had to be repaired.
    pub fn is_nothing(&self) -> bool {
        self.locks.is_empty()
            && !self.index_rebuilt
            && self.written.is_empty()
            && self.indexed.is_empty()
    }
}

impl Store {
    /// Repairs what a killed writer left. Every [`append`](Store::append) does so by itself.
    pub fn heal(&self, now: Moment) -> Result<Healed, Fault> {
        let lock = Lock::take(self.git_dir(), now, PATIENCE)?;
        Ok(self.heal_under(&lock, &self.work_tree(), PATIENCE)?.0)
    }

    /// As [`heal`](Store::heal), for a command that only reads: it waits for nobody. `None` when
    /// another process writes just now, when this account may not write, or when the repository
    /// is in a state in which nothing may be written.
    pub fn heal_if_free(&self, now: Moment) -> Result<Option<Healed>, Fault> {
        if !self.is_writable() {
            return Ok(None);
        }
        let healed = Lock::take(self.git_dir(), now, Duration::ZERO)
            .and_then(|lock| self.heal_under(&lock, &self.work_tree(), Duration::ZERO));
        match healed {
            Ok((healed, _)) => Ok(Some(healed)),
            Err(
                Fault::Locked { .. }
                | Fault::ForeignLock { .. }
                | Fault::ReadOnly { .. }
                | Fault::LocksDoNotWork { .. }
                | Fault::Unsupported { .. },
            ) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    pub(super) fn work_tree(&self) -> WorkTree {
        WorkTree::new(self.root(), self.git_dir())
    }

    /// Repairs under the lock, and hands on the index that it read.
    pub(super) fn heal_under(
        &self,
        _lock: &Lock,
        work_tree: &WorkTree,
        patience: Duration,
    ) -> Result<(Healed, GitIndex), Fault> {
        #[cfg(feature = "broken")]
        if super::broken::is("no-heal") {
            let tree = self.head_commit()?.and_then(|commit| commit.tree().ok());
            return Ok((Healed::default(), GitIndex::load(self.git_dir(), tree.as_ref())?));
        }
        let locks = stale::clear(self.git_dir(), &self.branch()?, patience)?;
        let left = work_tree.left()?;
        let head = self.head_commit()?;
        let tree = head.as_ref().map(|commit| self.tree(commit.tree_id())).transpose()?;
        let mut index = GitIndex::load(self.git_dir(), tree.as_ref())?;
        let mut healed = Healed { locks, index_rebuilt: index.rebuilt, ..Healed::default() };
        let found = Found { work_tree, head, tree, begun: self.begun(&left.files)? };
        if let Err(fault) = self.make_whole(&found, &mut index, patience, &mut healed) {
            // What was not repaired now is looked for again.
            GitIndex::disown(self.git_dir());
            return Err(fault);
        }
        for file in &left.files {
            let _ = fs::remove_file(file);
        }
        if left.is_unfinished && found.head.is_some() {
            self.finish_create();
        }
        Ok((healed, index))
    }

    /// Repairs work tree and index, and writes the index where it was repaired. It is only locked
    /// for that, and looked at again where git wrote it first.
    fn make_whole(
        &self,
        found: &Found<'_>,
        index: &mut GitIndex,
        patience: Duration,
        healed: &mut Healed,
    ) -> Result<(), Fault> {
        self.repair(found, index, healed)?;
        if !index.is_dirty() {
            return Ok(());
        }
        let lock = IndexLock::take(self.git_dir(), patience)?;
        if index.catch_up()? {
            healed.indexed.clear();
            healed.differing.clear();
            self.repair(found, index, healed)?;
        }
        index.write(&lock)
    }

    /// Completes what the newest commit touched, and notes what the index lost.
    pub(super) fn repair(
        &self,
        found: &Found<'_>,
        index: &mut GitIndex,
        healed: &mut Healed,
    ) -> Result<(), Fault> {
        take_back(index, found.tree.as_ref(), &found.begun)?;
        let Some(commit) = &found.head else { return Ok(()) };
        let touched = self.touched(commit, usize::MAX)?;
        let is_seen = touched.len() > MANY && self.is_marked(commit.id());
        if !is_seen {
            for file in &touched {
                self.complete(found, index, file, healed)?;
            }
            if touched.len() > MANY {
                self.mark(commit.id())?;
            }
        }
        self.reindex(found.work_tree, index, commit, index.is_dirty(), healed)
    }

    /// The regular files that a commit added or changed, against its first parent; where there are
    /// more than so many, not all of them.
    pub(super) fn touched(
        &self,
        commit: &git2::Commit<'_>,
        most: usize,
    ) -> Result<Vec<Touched>, Fault> {
        let failed = |e: git2::Error| self.git("compare trees", &e);
        let old = match commit.parent_count() {
            0 => None,
            _ => Some(self.commit(commit.parent_id(0).map_err(failed)?)?.tree_id()),
        };
        let mut touched = Vec::new();
        self.compare_trees("", old, commit.tree_id(), most, &mut touched).map_err(failed)?;
        Ok(touched)
    }

    /// libgit2's own comparison of trees also looks into those that are the same, all of them.
    fn compare_trees(
        &self,
        at: &str,
        old: Option<Oid>,
        new: Oid,
        most: usize,
        touched: &mut Vec<Touched>,
    ) -> Result<(), git2::Error> {
        let tree = |id| self.whole(id).and_then(|()| self.repo().find_tree(id));
        let old = old.map(tree).transpose()?;
        for entry in entries(&tree(new)?, at).items {
            if touched.len() > most {
                return Ok(());
            }
            let before = old.as_ref().and_then(|tree| tree.get_name(&entry.name));
            let is_alike = |kind| before.as_ref().is_some_and(|before| before.kind() == Some(kind));
            let before_id = before.as_ref().map(git2::TreeEntry::id);
            if before_id == Some(entry.id.0) {
                continue;
            }
            let path = join(at, &entry.name);
            if entry.is_dir {
                let old = before_id.filter(|_| is_alike(ObjectType::Tree));
                self.compare_trees(&path, old, entry.id.0, most, touched)?;
            } else {
                let old = before_id.filter(|_| is_alike(ObjectType::Blob));
                touched.push(Touched { path, new: entry.id.0, old });
            }
        }
        Ok(())
    }

    /// Completes one path: an absent file is written, one that still is as the parent commit had
    /// it is replaced, any other is left to the hand that changed it.
    fn complete(
        &self,
        found: &Found<'_>,
        index: &mut GitIndex,
        file: &Touched,
        healed: &mut Healed,
    ) -> Result<(), Fault> {
        let work_tree = found.work_tree;
        let noted = index.id(&file.path);
        let is_ours = noted.is_none() || noted == Some(file.new) || noted == file.old;
        let replace = match work_tree.look(&file.path) {
            Ok(At::Absent) => false,
            Ok(At::File(_, meta)) if index.is_current(&file.path, file.new, &meta) => {
                return index.freshen(&file.path, &meta);
            }
            Ok(At::File(mut opened, meta)) => {
                let there = self.blob_id(&work_tree.read(&file.path, &mut opened)?)?;
                if there == file.new {
                    if noted != Some(file.new) && is_ours {
                        index.put(&file.path, file.new, &meta)?;
                        healed.indexed.push(file.path.clone());
                    }
                    return Ok(());
                }
                // The index is told first: a writer that was killed then left what it had begun.
                let is_begun = found.begun.contains(&file.new);
                if Some(there) != file.old || noted == Some(file.new) && !is_begun {
                    healed.differing.push(file.path.clone());
                    return Ok(());
                }
                true
            }
            Ok(At::Other) | Err(Fault::PathRefused { .. }) => {
                healed.differing.push(file.path.clone());
                return Ok(());
            }
            Err(fault) => return Err(fault),
        };
        let blob = loose::whole(self.repo(), file.new)
            .and_then(|()| self.repo().find_blob(file.new))
            .map_err(|e| self.git("read object", &e))?;
        let staged = work_tree.stage(0, blob.content())?;
        durable::flush(&[staged.path()])?;
        work_tree.place(&file.path, &staged, replace, true)?;
        healed.written.push(file.path.clone());
        if let (true, At::File(_, meta)) = (is_ours, work_tree.look(&file.path)?) {
            index.put(&file.path, file.new, &meta)?;
            if noted != Some(file.new) {
                healed.indexed.push(file.path.clone());
            }
        }
        Ok(())
    }

    fn marker(&self) -> PathBuf {
        self.git_dir().join("cse-tmp").join("complete")
    }

    /// Whether a commit of many paths was found or made complete before.
    fn is_marked(&self, commit: Oid) -> bool {
        fs::read_to_string(self.marker()).is_ok_and(|text| text.trim() == commit.to_string())
    }

    pub(super) fn mark(&self, commit: Oid) -> Result<(), Fault> {
        let marker = self.marker();
        fs::write(&marker, commit.to_string())
            .and_then(|()| super::modes::tighten(&marker))
            .map_err(|e| Fault::write(&marker, "write", &e))
    }

    /// Whether a commit is in the register.
    pub fn has(&self, commit: &super::CommitId) -> Result<bool, Fault> {
        let found = loose::whole(self.repo(), commit.0);
        match found.and_then(|()| self.repo().find_commit(commit.0)) {
            Ok(_) => Ok(true),
            Err(e) if e.code() == ErrorCode::NotFound => Ok(false),
            Err(e) => Err(self.git("read commit", &e)),
        }
    }
}

#[cfg(test)]
mod tests;
