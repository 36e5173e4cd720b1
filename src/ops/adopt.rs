//! Taking into the register what somebody changed by hand, as what it is.

use std::collections::BTreeSet;

use crate::domain::{Moment, Place, Problem};
use crate::pathway::Refusal;
use crate::register::{
    AppendError, Change, CommitId, Committed, DifferenceKind, FileChange, Identity, Store, Warning,
};

use super::edited::{Edited, edited};
use super::{Failure, Reading, Usage};

/// What was taken in.
#[derive(Clone, Debug, Default)]
pub struct Adopted {
    /// The commit; none where nothing was written.
    pub commit: Option<CommitId>,
    /// The files, and how they differed.
    pub files: Vec<(String, DifferenceKind)>,
    /// What `check` says of them from now on.
    pub problems: Vec<Problem>,
    /// Records that the rules do not permit where they stand.
    pub misplaced: Vec<(Place, Vec<Refusal>)>,
    /// What did not work after it was durable.
    pub warnings: Vec<Warning>,
}

/// Takes in these files, or every one that was changed. `None` where nothing differs.
///
/// # Errors
/// Everything that stands against it; then nothing is written.
pub fn adopt(
    store: &Store,
    who: &Identity,
    now: Moment,
    only: &[String],
    dry_run: bool,
) -> Result<Option<Adopted>, Failure> {
    if dry_run {
        let reading = Reading::open(store, None)?;
        return Ok(prepare(store, &reading, who, only)?.map(|(_, adopted)| adopted));
    }
    // The lock is taken only where there is something to take in.
    if prepare(store, &Reading::open(store, None)?, who, only)?.is_none() {
        return Ok(None);
    }
    let done = store.append(who, now, |_| {
        let reading = Reading::open(store, None)?;
        let nothing = || Usage::Said { message: "nothing differs any more".into(), hint: None };
        let (files, adopted) = prepare(store, &reading, who, only)?.ok_or_else(nothing)?;
        let message = message(adopted.files.iter().map(|(path, _)| path.as_str()));
        Ok(Change { files, message, value: adopted })
    });
    match done {
        Ok(Committed { commit, value, warnings, .. }) => {
            Ok(Some(Adopted { commit: Some(commit), warnings, ..value }))
        }
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}

fn prepare(
    store: &Store,
    reading: &Reading<'_>,
    who: &Identity,
    only: &[String],
) -> Result<Option<(Vec<FileChange>, Adopted)>, Failure> {
    reading.listed(who, "adopt")?;
    let Edited { mut files, mut problems, checked } = edited(store, reading)?;
    if !only.is_empty() {
        let meant = |path: &str| only.iter().any(|one| is_in(path, one));
        if let Some(one) = only.iter().find(|one| {
            !files.iter().any(|(path, ..)| is_in(path, one))
                && !problems.iter().any(|problem| is_in(&problem.place.file, one))
        }) {
            let message = format!("`{one}` is as it is committed, or not there");
            return Err(Usage::Said { message, hint: Some("cse status".to_owned()) }.into());
        }
        files.retain(|(path, ..)| meant(path));
        problems.retain(|problem| meant(&problem.place.file));
    }
    if !problems.is_empty() {
        return Err(Failure::Problems(problems));
    }
    if files.is_empty() {
        return Ok(None);
    }
    if files.iter().any(|(path, ..)| matches!(path.as_str(), "cse.yaml" | "workers.yaml")) {
        reading.senior(who, "adopt")?;
    }
    let paths: BTreeSet<&str> = files.iter().map(|(path, ..)| path.as_str()).collect();
    let here = |place: &Place| paths.contains(&*place.file);
    let adopted = Adopted {
        commit: None,
        warnings: Vec::new(),
        problems: checked.problems.into_iter().filter(|problem| here(&problem.place)).collect(),
        misplaced: checked.misplaced.into_iter().filter(|(place, _)| here(place)).collect(),
        files: files.iter().map(|(path, _, kind)| (path.clone(), *kind)).collect(),
    };
    let change = |(path, bytes, _)| FileChange::replacing(path, bytes);
    Ok(Some((files.into_iter().map(change).collect(), adopted)))
}

/// Whether a path is what was named, or lies in it.
fn is_in(path: &str, named: &str) -> bool {
    let named = named.trim_start_matches("./").trim_end_matches('/');
    path.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The message of a commit that takes in these files. Paths hold no personal data, so each is named.
pub(super) fn message<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> String {
    let n = paths.clone().count();
    let mut text = format!("adopt: {n} {}\n\n", if n == 1 { "file" } else { "files" });
    let cases: BTreeSet<&str> = paths.clone().filter_map(|path| path.split('/').nth(3)).collect();
    for case in cases {
        text.push_str(&format!("Case: {case}\n"));
    }
    text.push_str("Step: adopt\n");
    for path in paths {
        text.push_str(&format!("File: {path}\n"));
    }
    text
}
