//! Whether the history still holds what it once held: what this machine kept, what a checkpoint
//! says, and git's own log of the branch. A history that was written anew is whole in itself; only
//! somebody who remembers it can tell.

use std::collections::HashSet;

use crate::ops::Failure;
use crate::register::{Checkpoint, CommitId, StepKind, Store, Trail};

use super::{Asked, Finding, Verified, What, Witness};

/// Asks all witnesses, and then keeps what the history now is.
pub fn ask(
    store: &Store,
    branch: Option<&str>,
    trail: &Trail,
    asked: &Asked<'_>,
    verified: &mut Verified,
    findings: &mut Vec<Finding>,
) -> Result<(), Failure> {
    let register = verified.checkpoint.as_ref().map(|now| now.register.clone());
    if let (Some(state), Some(register)) = (asked.state, &register) {
        match Checkpoint::kept(state, register) {
            Ok(kept) => verified.kept = kept,
            Err(fault) => verified.not_kept = Some(fault),
        }
    }
    let mut known: HashSet<CommitId> = trail.commits.iter().map(|commit| commit.id).collect();
    let mut remembered: Vec<(CommitId, Witness)> = Vec::new();
    remembered.extend(verified.kept.as_ref().map(|kept| (kept.commit, Witness::Kept)));
    remembered.extend(asked.against.as_ref().map(|given| (given.commit, Witness::Checkpoint)));
    let before = branch.map(|branch| store.stood_before(branch)).unwrap_or_default();
    remembered.extend(before.into_iter().map(|commit| (commit, Witness::Reflog)));
    let mut rewritten = false;
    for (commit, by) in remembered {
        // Where a commit cannot be read, what lies before it is not known to be gone.
        if known.contains(&commit) || !trail.lost.is_empty() {
            continue;
        }
        rewritten |= by != Witness::Reflog;
        findings.extend(gone(store, commit, by, &mut known)?);
    }
    let whole = trail.lost.is_empty() && verified.not_kept.is_none() && !rewritten;
    if let (Some(state), Some(now)) = (asked.state, verified.checkpoint.as_ref().filter(|_| whole))
        && verified.kept.as_ref() != Some(now)
    {
        verified.not_kept = now.keep(state).err();
    }
    Ok(())
}

/// What is gone with a commit: it and all before it that the history does not hold, each file named
/// where that can still be read.
fn gone(
    store: &Store,
    commit: CommitId,
    by: Witness,
    known: &mut HashSet<CommitId>,
) -> Result<Vec<Finding>, Failure> {
    let before = store.trail(&commit)?;
    let mut found = Vec::new();
    for gone in before.commits.iter().filter(|gone| !known.contains(&gone.id)) {
        let what = || What::Rewritten { by, readable: true };
        let added = gone.changes.iter().filter(|s| matches!(s.kind, StepKind::Added(_)));
        let files: Vec<&str> = added.map(|step| step.path.as_str()).collect();
        if files.is_empty() {
            found.push(Finding::of_commit(gone.id, what()));
        }
        let finding = |file: &str| Finding::of_file(Some(gone.id), file.to_owned(), what());
        found.extend(files.into_iter().map(finding));
    }
    if before.commits.is_empty() {
        found.push(Finding::of_commit(commit, What::Rewritten { by, readable: false }));
    }
    known.extend(before.commits.iter().map(|commit| commit.id));
    known.insert(commit);
    Ok(found)
}
