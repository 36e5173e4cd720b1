//! Looking at cases: the list of all of them, and one whole.

use std::collections::BTreeMap;

use crate::domain::{
    By, CaseId, Day, FactName, Happened, Lasts, Meaning, Moment, ObligationName, Problem,
    RecordName, Recorded, StageName, StepName, Value,
};
use crate::pathway::{Pathway, Refusal, Replay, Standing};
use crate::register::{CommitId, Store};

use super::due::{self, Line};
use super::reading::Settings;
use super::{Failure, Loaded, Reading};

/// A case in one line.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number.
    pub id: CaseId,
    /// Whether files of it do not read, so that nobody knows where it stands. The rest is of those
    /// that do.
    pub is_unread: bool,
    /// Where it stands.
    pub stage: Option<StageName>,
    /// The initials of its subject.
    pub initials: Option<String>,
    /// When its first record happened.
    pub opened: Option<Day>,
    /// The worker to whom it is allocated.
    pub worker: Option<String>,
    /// The triage outcome, as stored.
    pub rag: Option<String>,
    /// The risk category, as stored.
    pub category: Option<String>,
    /// The risk category, as it is printed: with the name of its scale.
    pub category_label: Option<String>,
    /// How many duties are overdue.
    pub overdue: usize,
    /// The earliest date by which anything is due.
    pub next_due: Option<Day>,
}

/// All cases, in one line each, and what could not be read.
pub fn list(
    reading: &Reading<'_>,
    now: Moment,
    as_of: Option<Moment>,
) -> Result<(Vec<Row>, Vec<Problem>), Failure> {
    let now = as_of.unwrap_or(now);
    let (found, strange) = reading.each_case(|settings, mut case| {
        let problems = std::mem::take(&mut case.problems);
        let row = match case.pathway.clone() {
            Some(pathway) if case.as_of(as_of) => Some(row(settings, &case, &pathway, now)),
            Some(_) | None => None,
        };
        (row, problems)
    })?;
    let (mut rows, mut problems) = (Vec::new(), reading.unshown(None)?);
    problems.extend(strange);
    for (row, found) in found {
        rows.extend(row);
        problems.extend(found);
    }
    let mut unread = due::unread(&problems);
    for row in &mut rows {
        if unread.remove(&row.id) {
            (row.is_unread, row.stage) = (true, None);
            (row.rag, row.category, row.category_label) = (None, None, None);
        }
    }
    rows.extend(unread.into_iter().map(Row::unread));
    rows.sort_by_key(|row| !row.is_unread);
    Ok((rows, problems))
}

impl Row {
    /// A case of which nothing reads.
    fn unread(id: CaseId) -> Self {
        Row {
            id,
            is_unread: true,
            stage: None,
            initials: None,
            opened: None,
            worker: None,
            rag: None,
            category: None,
            category_label: None,
            overdue: 0,
            next_due: None,
        }
    }
}

fn row(settings: &Settings, case: &Loaded, pathway: &Pathway, now: Moment) -> Row {
    let replay = case.replay(pathway);
    let lines = due::lines(settings, &case.id, pathway, &replay, now);
    let meant = |meaning| {
        let def = pathway.dictionary.meaning(meaning)?;
        // Who the child is lasts; what was decided in an earlier episode does not stand in this.
        let since = match def.lasts {
            Lasts::Case => 0,
            Lasts::Episode => replay.case.episode_start(),
        };
        replay.case.fact(def.name.as_str())?.current(since)?.as_text().map(str::to_owned)
    };
    Row {
        id: case.id.clone(),
        is_unread: false,
        stage: replay.case.stage().cloned(),
        initials: meant(Meaning::Name).map(|name| initials(&name)),
        opened: replay.records.first().map(|record| record.happened.0.day()),
        worker: replay.case.worker().map(str::to_owned),
        rag: meant(Meaning::Rag),
        category_label: meant(Meaning::Category).map(|key| label(pathway, key)),
        category: meant(Meaning::Category),
        overdue: lines.iter().filter(|line| line.standing == Standing::Overdue).count(),
        next_due: lines.iter().filter_map(|line| line.due).min(),
    }
}

/// What is printed for a category.
fn label(pathway: &Pathway, key: String) -> String {
    let def = pathway.dictionary.meaning(Meaning::Category);
    let choices = def.and_then(|def| def.kind.choices()).unwrap_or_default();
    choices.iter().find(|choice| choice.key == key).map_or(key, |choice| choice.label.clone())
}

pub use crate::domain::text::initials;

/// A case, whole.
pub struct Shown {
    /// Its number.
    pub id: CaseId,
    /// The pathway that it is on.
    pub pathway: std::sync::Arc<Pathway>,
    /// Where it stands; none where files of it do not read.
    pub stage: Option<StageName>,
    /// Its worker.
    pub worker: Option<String>,
    /// Which episode it is in.
    pub episode: usize,
    /// The facts as they stand; none: in conflict.
    pub facts: BTreeMap<FactName, Option<Value>>,
    /// Facts in conflict, with each value and the record that gave it.
    pub conflicts: BTreeMap<FactName, Vec<(Value, RecordName)>>,
    /// Its records, in the order in which they are folded.
    pub records: Vec<ShownRecord>,
    /// What it owes.
    pub obligations: Vec<Line>,
    /// Its age-related and other standing facts: the age of its subject now.
    pub age: Option<u32>,
    /// What is wrong with its files.
    pub problems: Vec<Problem>,
    /// The moment as of which it is shown.
    pub now: Moment,
}

/// A record of a case that is shown.
pub struct ShownRecord {
    /// Its file.
    pub file: RecordName,
    /// Its step.
    pub step: StepName,
    /// When it happened.
    pub happened: Happened,
    /// When it was recorded.
    pub recorded: Recorded,
    /// By whom.
    pub by: By,
    /// The commit that added it.
    pub commit: Option<CommitId>,
    /// The facts that it gave.
    pub facts: crate::domain::Facts,
    /// The gates that it overrode, with the reasons.
    pub overrides: Vec<crate::domain::Override>,
    /// Why it is not permitted where it stands.
    pub refusals: Vec<Refusal>,
    /// The duties that it met.
    pub met: Vec<ObligationName>,
}

/// Shows a case.
pub fn show(
    store: &Store,
    reading: &Reading<'_>,
    now: Moment,
    as_of: Option<Moment>,
    id: &CaseId,
) -> Result<Shown, Failure> {
    let mut case = reading.case(id)?;
    let Some(pathway) = case.pathway.clone() else {
        return Err(Failure::Problems(case.problems));
    };
    let now = as_of.unwrap_or(now);
    if !case.as_of(as_of) && case.problems.is_empty() {
        return Err(super::Usage::NoCase { given: id.to_string() }.into());
    }
    let commits = added_by(store, &case.path)?;
    let replay = case.replay(&pathway);
    let mut obligations = due::told(reading, id, &pathway, &replay, now)?;
    let view = crate::pathway::view::View::of(&pathway, &replay.case, &replay.duties, now.day());
    let records = records(&pathway, &replay, &commits);
    let (facts, conflicts) = facts(&pathway, &replay);
    let age = view.age();
    let (stage, worker) = (replay.case.stage().cloned(), replay.case.worker().map(str::to_owned));
    let episode = replay.case.episode();
    let unshown = reading.unshown(Some(id))?;
    let problems = [unshown, reading.problems.clone(), case.problems.clone()].concat();
    let is_unread = due::unread(&problems).contains(id);
    let stage = stage.filter(|_| !is_unread);
    if is_unread {
        for line in &mut obligations {
            line.stage = None;
        }
    }
    drop(replay);
    Ok(Shown {
        id: id.clone(),
        pathway,
        stage,
        worker,
        episode,
        facts,
        conflicts,
        records,
        obligations,
        age,
        problems,
        now,
    })
}

type Conflicts = BTreeMap<FactName, Vec<(Value, RecordName)>>;

fn facts(pathway: &Pathway, replay: &Replay<'_>) -> (BTreeMap<FactName, Option<Value>>, Conflicts) {
    let (mut facts, mut conflicts) = (BTreeMap::new(), BTreeMap::new());
    for (name, history) in replay.case.facts() {
        let standing: Vec<(Value, RecordName)> = history
            .conflict()
            .into_iter()
            .map(|given| (given.value.clone(), replay.records[given.at].name.clone()))
            .collect();
        if !standing.is_empty() {
            conflicts.insert(name.clone(), standing);
        }
        let lasts = pathway.dictionary.get(name.as_str()).map_or(Lasts::Episode, |def| def.lasts);
        let since = match lasts {
            Lasts::Episode if !history.grows() => replay.case.episode_start(),
            Lasts::Case | Lasts::Episode => 0,
        };
        // What was given only in an earlier episode stands in its records, not among the facts.
        if history.latest(since).is_some() {
            facts.insert(name.clone(), history.current(since));
        }
    }
    (facts, conflicts)
}

fn records(
    pathway: &Pathway,
    replay: &Replay<'_>,
    commits: &BTreeMap<String, CommitId>,
) -> Vec<ShownRecord> {
    let all = replay.records.iter().zip(&replay.verdicts).enumerate();
    all.map(|(at, (record, verdict))| ShownRecord {
        file: record.name.clone(),
        step: record.step.clone(),
        happened: record.happened,
        recorded: record.recorded,
        by: record.by.clone(),
        commit: commits.get(&record.name.0).copied(),
        facts: record.facts.clone(),
        overrides: record.overrides.clone(),
        refusals: verdict.refusals.clone(),
        met: crate::pathway::plan::met_by(replay, at)
            .map(|duty| pathway.obligations[duty.obligation].name.clone())
            .collect(),
    })
    .collect()
}

/// For each file of a case, the commit that added it.
fn added_by(store: &Store, path: &str) -> Result<BTreeMap<String, CommitId>, Failure> {
    let mut added = BTreeMap::new();
    for commit in store.log(Some(path), None)?.into_iter().rev() {
        for entry in store.snapshot(&commit.id)?.list(path)?.items {
            added.entry(entry.name).or_insert(commit.id);
        }
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_first_letters() {
        assert_eq!(initials("Zoë Example-Invented"), "ZEI");
        assert_eq!(initials("  李 小龍 "), "李小");
        assert_eq!(initials("123"), "");
    }
}
