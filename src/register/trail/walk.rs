//! All commits from the first to the newest, parents before children.

use std::collections::HashMap;

use git2::{Commit, ObjectType, Oid, Repository};

use super::reader::Reader;
use super::{CommitId, Trailed};

/// A commit, as its own object tells it.
pub struct Walked {
    id: Oid,
    pub tree: Oid,
    /// The places of its parents.
    pub parents: Vec<usize>,
    is_root: bool,
    author: (String, String),
    committer: (String, String),
    authored: i64,
    committed: i64,
    message: String,
}

/// Everything that a commit comes from.
#[derive(Default)]
pub struct Walk {
    pub commits: Vec<Walked>,
    pub lost: Vec<(CommitId, String)>,
}

/// Walks back to the first commit. A commit that cannot be read ends the walk on that side only.
pub fn walk(repo: &Repository, tip: Oid) -> Result<Walk, git2::Error> {
    let mut reader = Reader::new(repo)?;
    let mut walk = Walk::default();
    // Nothing: its parents are being walked, or it cannot be read.
    let mut places: HashMap<Oid, Option<usize>> = HashMap::new();
    let mut open: Vec<(Oid, Option<Commit<'_>>)> = vec![(tip, None)];
    while let Some((id, commit)) = open.pop() {
        if let Some(commit) = commit {
            places.insert(id, Some(walk.commits.len()));
            let walked = walked(&commit, &places);
            walk.commits.push(walked);
            continue;
        }
        if places.contains_key(&id) {
            continue;
        }
        places.insert(id, None);
        let read = reader.read(id, ObjectType::Commit);
        let commit = read.and_then(|_| repo.find_commit(id).map_err(|e| e.message().to_owned()));
        match commit {
            Ok(commit) => {
                // The first parent is walked first, and so stands first in the trail.
                let parents: Vec<Oid> = commit.parent_ids().collect();
                open.push((id, Some(commit)));
                open.extend(parents.into_iter().rev().map(|parent| (parent, None)));
            }
            Err(why) => walk.lost.push((CommitId(id), why)),
        }
    }
    Ok(walk)
}

fn walked(commit: &Commit<'_>, places: &HashMap<Oid, Option<usize>>) -> Walked {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let who = |who: &git2::Signature<'_>| (text(who.name_bytes()), text(who.email_bytes()));
    let (author, committer) = (commit.author(), commit.committer());
    Walked {
        id: commit.id(),
        tree: commit.tree_id(),
        parents: commit.parent_ids().filter_map(|id| places.get(&id).copied().flatten()).collect(),
        is_root: commit.parent_count() == 0,
        authored: author.when().seconds(),
        committed: committer.when().seconds(),
        author: who(&author),
        committer: who(&committer),
        message: text(commit.message_raw_bytes()),
    }
}

impl Walked {
    /// The same in the trail, without what it changed.
    pub fn trailed(&self) -> Trailed {
        Trailed {
            id: CommitId(self.id),
            parents: self.parents.clone(),
            is_root: self.is_root,
            author: self.author.clone(),
            committer: self.committer.clone(),
            authored: self.authored,
            committed: self.committed,
            message: self.message.clone(),
            changes: Vec::new(),
            broken: Vec::new(),
        }
    }
}
