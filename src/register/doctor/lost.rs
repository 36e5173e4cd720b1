//! Commits that stood on the branch, by git's own log of it, and stand on it no longer: somebody put
//! the branch back, as `git reset` does. Only that log tells; the history that is left is whole.

use std::path::Path;

use git2::{ObjectType, Oid};

use crate::register::CommitId;

use super::cause::Cause;
use super::finding::Finding;
use super::objects::{Objects, Walked};
use super::refs;

/// Looks for them from where the branch stands, and from where it would after a repair. Where the
/// history is cut off, or a commit of it cannot be read, nobody can tell what it holds.
pub fn look(
    git_dir: &Path,
    branch: &str,
    stands: &[Oid],
    objects: &Objects,
    walked: &Walked,
) -> Option<Finding> {
    let is_cut = walked.lost.iter().any(|lost| lost.kind == ObjectType::Commit);
    if stands.is_empty() || is_cut || !walked.cut.is_empty() {
        return None;
    }
    let held = walked.before(stands);
    let mut gone = refs::logged(git_dir, branch);
    gone.retain(|commit| !held.contains(commit));
    let commit = *gone.first()?;
    gone.sort();
    gone.dedup();
    let cause = Cause::CommitsLost {
        commit: CommitId(commit),
        branch: branch.trim_start_matches("refs/heads/").to_owned(),
        commits: gone.len(),
        readable: objects.is_whole(commit),
    };
    Some(Finding::only(cause, format!(".git/{branch}")))
}
