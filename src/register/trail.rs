//! The trail: every commit from the first to the newest, parents before children, each with what
//! it changed against all of its parents. Every object on the way is read and its name reckoned
//! anew from its bytes, so that not one bit of what the history holds goes unseen.
//!
//! Whether what was changed was right is the business of whoever asked for the trail.

mod changes;
mod lineage;
mod reader;
mod walk;

use rayon::prelude::*;

use crate::domain::Hash;

use super::store::open_repository;
use super::{CommitId, Fault, ObjectId, Store, WhyRefused};

pub use lineage::Lineage;
use reader::Reader;
pub(super) use reader::next as next_entry;

/// A commit of the trail.
#[derive(Clone, Debug)]
pub struct Trailed {
    /// The commit.
    pub id: CommitId,
    /// The places of its parents in the trail. One that cannot be read has none.
    pub parents: Vec<usize>,
    /// Whether it names no parent at all.
    pub is_root: bool,
    /// Name and e-mail address of its author.
    pub author: (String, String),
    /// Name and e-mail address of who committed it.
    pub committer: (String, String),
    /// When it was written, in seconds.
    pub authored: i64,
    /// When it was committed, in seconds.
    pub committed: i64,
    /// Its whole message.
    pub message: String,
    /// What it changed.
    pub changes: Vec<Step>,
    /// What of it cannot be read.
    pub broken: Vec<Broken>,
}

impl Trailed {
    /// Whether the lines at the end of the message, as [`Store::log`] reads them, have one of some
    /// keys. Of a message that cannot be read so nobody knows, and it has.
    pub fn has_trailer(&self, keys: &[&str]) -> bool {
        if !keys.iter().any(|key| self.message.contains(key)) {
            return false;
        }
        git2::message_trailers_strs(self.message.trim_start_matches('\n'))
            .map_or(true, |found| found.iter().any(|(key, _)| keys.contains(&key)))
    }
}

/// A file that a commit changed.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub kind: StepKind,
}

/// What became of a file in a commit.
#[derive(Clone, Debug)]
pub enum StepKind {
    /// None of the parents has a file there.
    Added(Content),
    /// It is another than in each of the parents.
    Changed {
        /// What it now holds.
        content: Content,
        /// Whether the parents had agreed on it.
        agreed: bool,
    },
    /// It is gone.
    Removed,
    /// It is nothing that a register may hold.
    Refused(WhyRefused),
    /// Its name and another one differ only in capitals.
    Twin(String),
}

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its name among git's objects.
    pub id: ObjectId,
    /// The SHA-256 of its bytes.
    pub sha256: Hash,
    /// Their number.
    pub size: u64,
    /// The bytes themselves; none of attachments, which may be large.
    pub bytes: Option<Vec<u8>>,
}

/// An object that cannot be read or whose bytes are not what its name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its name.
    pub id: ObjectId,
    /// Where it stands; empty: it is the commit itself.
    pub path: String,
    /// What is wrong, in git's words.
    pub why: String,
}

/// The whole of the history.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The commits, parents first.
    pub commits: Vec<Trailed>,
    /// Commits that cannot be read. What lies before them is not in the trail.
    pub lost: Vec<(CommitId, String)>,
    /// How many objects were read.
    pub objects: usize,
}

impl Store {
    /// Reads all that a commit's history holds, on all processors.
    pub fn trail(&self, tip: &CommitId) -> Result<Trail, Fault> {
        // Each object is hashed here, whatever other readers of this process ask of libgit2.
        git2::opts::strict_hash_verification(false);
        let walked = walk::walk(self.repo(), tip.0).map_err(|e| self.git("read history", &e))?;
        let root = self.root();
        let share = walked.commits.len().div_ceil(rayon::current_num_threads() * 4).max(16);
        let shares: Result<Vec<(Vec<Trailed>, usize)>, Fault> = walked
            .commits
            .par_chunks(share)
            .map(|commits| {
                let repo = open_repository(root)?;
                let mut reader =
                    Reader::new(&repo).map_err(|e| Fault::git(root, "open objects", &e))?;
                let mut found = Vec::with_capacity(commits.len());
                for commit in commits {
                    let parents: Vec<git2::Oid> =
                        commit.parents.iter().map(|&at| walked.commits[at].tree).collect();
                    let mut trailed = commit.trailed();
                    (trailed.changes, trailed.broken) =
                        changes::changes(&mut reader, commit.tree, &parents);
                    found.push(trailed);
                }
                Ok((found, reader.count()))
            })
            .collect();
        let mut trail = Trail { lost: walked.lost, ..Trail::default() };
        for (commits, objects) in shares? {
            trail.commits.extend(commits);
            trail.objects += objects;
        }
        trail.objects += trail.commits.len();
        Ok(trail)
    }
}

#[cfg(test)]
mod tests;
