//! Whether the data in the register is right: every file of it that `cse` reads, all problems at
//! once. A full replay of the history is the business of `verify`.

use crate::domain::{Place, Problem};
use crate::pathway::Refusal;
use crate::pathway::permit;
use crate::pathway::view::View;
use crate::register::{Difference, DifferenceKind, Store};

use super::edited::edited;
use super::reading::Settings;
use super::{Failure, Loaded, Reading, document};

/// What was checked and what was found.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// How many cases.
    pub cases: usize,
    /// How many records.
    pub records: usize,
    /// What is wrong, by place.
    pub problems: Vec<Problem>,
    /// Records that are not permitted where they stand, by place, with the rules that say so.
    pub misplaced: Vec<(Place, Vec<Refusal>)>,
}

/// Checks the register at the commit of a reading.
pub fn check(store: &Store, reading: &Reading<'_>) -> Result<Checked, Failure> {
    let of_case = |_: &Settings, case: Loaded| {
        let mut checked = Checked { cases: 1, records: case.records.len(), ..Checked::default() };
        checked.problems.extend(case.problems.clone());
        names(&case, &mut checked.problems);
        if let Some(pathway) = &case.pathway {
            rules(pathway, &case, &mut checked);
        }
        checked
    };
    let mut all = Checked::default();
    let (found, strange) = reading.each_case(of_case)?;
    for one in found {
        all.cases += one.cases;
        all.records += one.records;
        all.problems.extend(one.problems);
        all.misplaced.extend(one.misplaced);
    }
    all.problems.extend(strange);
    all.problems.extend(reading.unshown(None)?);
    all.problems.extend(document::wrong(reading)?);
    all.problems.extend(edited_by_hand(store)?);
    all.problems.extend(edited(store, reading)?.problems);
    all.problems.sort();
    all.misplaced.sort_by_key(|(place, _)| *place);
    Ok(all)
}

/// Files whose content is not what their names and their successors say.
pub(super) fn names(case: &Loaded, problems: &mut Vec<Problem>) {
    let hashes = case.hashes();
    for (record, hash) in case.records.iter().zip(&hashes) {
        let place = Place::file(format!("{}/{}", case.path, record.name));
        let short = hash.to_string();
        if record.name.short_hash() != Some(&short[..8]) {
            let message = "the file's content does not match the hash in its name: it was edited";
            problems.push(Problem::new(place, message));
        }
        if record.happened.0.compact() != record.name.0.split('-').next().unwrap_or_default() {
            let message = "the file's name does not give the moment at which it happened";
            problems.push(Problem::new(place, message));
        }
        for after in record.after.iter().filter(|after| !hashes.contains(after)) {
            let message =
                format!("it comes after record {}, which is not there", &after.to_string()[..8]);
            problems.push(Problem::new(place, message));
        }
    }
}

/// Records that the rules do not permit where they stand, and required facts that they lack.
pub(super) fn rules(pathway: &crate::pathway::Pathway, case: &Loaded, checked: &mut Checked) {
    let replay = case.replay(pathway);
    for (at, (record, verdict)) in replay.records.iter().zip(&replay.verdicts).enumerate() {
        let place = Place::file(format!("{}/{}", case.path, record.name));
        if !verdict.refusals.is_empty() {
            checked.misplaced.push((place, verdict.refusals.clone()));
        }
        let Some(step) = pathway.step(record.step.as_str()) else { continue };
        let before =
            crate::pathway::replay(pathway, replay.records[..at].iter().map(AsRef::as_ref));
        let view = View::of(pathway, &before.case, &before.duties, record.happened.0.day());
        let view = view.taking(step, &record.facts, &record.by.role);
        for fact in permit::missing(step, &view) {
            let message = format!("`{fact}` is required by `{}` and is not there", step.name);
            checked.problems.push(Problem::new(place, message));
        }
        for fact in record.facts.keys().filter(|fact| !step.takes(fact.as_str())) {
            let message = format!("`{}` does not take `{fact}`", step.name);
            checked.problems.push(Problem::new(place, message));
        }
    }
}

/// Files of the work tree that differ from what is committed.
fn edited_by_hand(store: &Store) -> Result<Vec<Problem>, Failure> {
    let differences = store.status()?;
    let problem = |difference: Difference| {
        let message = format!("this file is not what is committed ({})", kind(difference.kind));
        Problem::new(Place::file(difference.path), message)
    };
    Ok(differences
        .into_iter()
        .filter(|d| d.kind != DifferenceKind::OtherModes)
        .map(problem)
        .collect())
}

/// How a file differs from what is committed, in a word or two.
pub fn kind(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Missing => "missing",
        DifferenceKind::Changed => "changed",
        DifferenceKind::Damaged => "damaged",
        DifferenceKind::Untracked => "not committed",
        DifferenceKind::NotAFile => "no plain file",
        DifferenceKind::Staged => "staged",
        DifferenceKind::Unmerged => "unmerged",
        DifferenceKind::OtherModes => "readable by others",
        DifferenceKind::Refused => "not allowed here",
    }
}
