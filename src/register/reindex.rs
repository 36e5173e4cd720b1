//! What git's index lost, and what it was told too early.
//!
//! git reads its index before it takes the lock to write it: a `git commit` or `git status` that began
//! before a record and wrote after it writes an index without that record, and the next commit by
//! hand would take the record out of the tree. Nothing here changes what is committed or the files
//! of the work tree.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{Commit, ObjectType, Oid, Tree};

use super::gitindex::GitIndex;
use super::heal::{MANY, Touched};
use super::worktree::{Found, WorkTree};
use super::{Fault, Healed, Store};

/// How many records may have come while git was between reading and writing.
const BACK: usize = 16;

impl Store {
    /// Notes again what the newest commits added, as far as the index lost it. `lost` says that it
    /// has lost something: then it goes back as far as it must.
    pub(super) fn reindex(
        &self,
        work_tree: &WorkTree,
        index: &mut GitIndex,
        head: &Commit<'_>,
        lost: bool,
        healed: &mut Healed,
    ) -> Result<(), Fault> {
        let failed = |e: git2::Error| self.git("read commit", &e);
        let mut still = if index.is_foreign { BACK } else { usize::from(lost) };
        let tree = self.tree(head.tree_id())?;
        let mut commit = head.clone();
        while still > 0 && commit.parent_count() > 0 {
            commit = self.commit(commit.parent_id(0).map_err(failed)?)?;
            let touched = self.touched(&commit, MANY)?;
            if touched.len() > MANY {
                break;
            }
            still -= 1;
            for file in touched {
                if index.id(&file.path).is_none() && self.note(work_tree, index, &tree, &file)? {
                    healed.indexed.push(file.path);
                    // A power cut can take back the index by more commits than a git can.
                    still = still.max(1);
                }
            }
        }
        Ok(())
    }

    /// Notes one file that is committed and lies in the work tree as it is committed.
    fn note(
        &self,
        work_tree: &WorkTree,
        index: &mut GitIndex,
        tree: &Tree<'_>,
        file: &Touched,
    ) -> Result<bool, Fault> {
        if committed(tree, &file.path) != Some(file.new) {
            return Ok(false);
        }
        let Ok(Found::File(mut found, meta)) = work_tree.look(&file.path) else {
            return Ok(false);
        };
        let bytes = work_tree.read(&file.path, &mut found)?;
        if self.blob_id(&bytes)? != file.new {
            return Ok(false);
        }
        index.put(&file.path, file.new, &meta).map(|()| true)
    }

    /// What killed writers were about to record, by their temporary files.
    pub(super) fn begun(&self, files: &[PathBuf]) -> Result<BTreeSet<Oid>, Fault> {
        let id = |file: &PathBuf| {
            let bytes = std::fs::read(file).map_err(|e| Fault::io(file, "read", &e))?;
            self.blob_id(&bytes)
        };
        files.iter().map(id).collect()
    }

    pub(super) fn blob_id(&self, bytes: &[u8]) -> Result<Oid, Fault> {
        Oid::hash_object(ObjectType::Blob, bytes).map_err(|e| self.git("hash file", &e))
    }
}

/// Takes back what the index was told of a commit that was never made.
pub fn take_back(
    index: &mut GitIndex,
    tree: Option<&Tree<'_>>,
    begun: &BTreeSet<Oid>,
) -> Result<(), Fault> {
    if begun.is_empty() {
        return Ok(());
    }
    let early: Vec<(String, Oid)> = index
        .iter()
        .filter(|(_, id, _)| begun.contains(id))
        .map(|(path, id, _)| (path, id))
        .collect();
    for (path, id) in early {
        match tree.and_then(|tree| committed(tree, &path)) {
            Some(there) if there == id => {}
            Some(there) => index.put_unseen(&path, there)?,
            None => index.remove(&path)?,
        }
    }
    Ok(())
}

fn committed(tree: &Tree<'_>, path: &str) -> Option<Oid> {
    tree.get_path(Path::new(path)).ok().map(|entry| entry.id())
}

#[cfg(test)]
mod tests;
