//! What is due: for whom, by when and why, over one case or all. Works without any index.

use std::collections::BTreeSet;

use crate::domain::{
    CaseId, Day, Moment, ObligationName, Problem, RecordName, RoleName, StageName, StepName,
};
use crate::pathway::why::Reason;
use crate::pathway::{Owed, Pathway, Replay, Standing, plan};

use super::reading::{Settings, case_of};
use super::{Failure, Loaded, Reading};

/// Which duties are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Leave out what happened after this moment, and ask as of it.
    pub as_of: Option<Moment>,
    /// Only what is due within so many days; none: no bound.
    pub within: Option<i64>,
    /// Only what is overdue.
    pub overdue: bool,
    /// Only of this worker's cases.
    pub worker: Option<String>,
    /// Only what this role owes.
    pub role: Option<RoleName>,
    /// Only of this case.
    pub case: Option<CaseId>,
    /// Also whether the calendar changed since: the history of the register is then read.
    pub why: bool,
}

/// A duty of a case.
#[derive(Clone, Debug)]
pub struct Line {
    /// The case.
    pub case: CaseId,
    /// Where it stands; none where files of the case do not read.
    pub stage: Option<StageName>,
    /// The obligation.
    pub obligation: ObligationName,
    /// Which instance, where there are several.
    pub instance: Option<String>,
    /// What is to be done.
    pub title: String,
    /// The local day on which it is due.
    pub due: Option<Day>,
    /// The moment at which it is due, for clocks in hours.
    pub due_at: Option<Moment>,
    /// How that stands to now.
    pub standing: Standing,
    /// Whether it comes with what is due today though it has no date.
    pub urgent: bool,
    /// The role that owes it.
    pub owner: RoleName,
    /// The role to whom it goes when overdue.
    pub escalate: Option<RoleName>,
    /// The worker to whom the case is allocated.
    pub worker: Option<String>,
    /// The record that opened it.
    pub opened_by: RecordName,
    /// The step that opened it.
    pub opened_step: StepName,
    /// When that record was written down.
    pub recorded: Moment,
    /// The paragraph that it comes from.
    pub source: String,
    /// How the date came about.
    pub why: Vec<Reason>,
}

/// What is due, and what could not be read.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// The moment as of which was asked.
    pub now: Option<Moment>,
    /// The duties: by date, then case, then obligation; those without a date last.
    pub lines: Vec<Line>,
    /// What is wrong with cases that do not read.
    pub problems: Vec<Problem>,
}

/// Asks what is due.
pub fn due(reading: &Reading<'_>, now: Moment, wanted: &Wanted) -> Result<Due, Failure> {
    let due = asked(reading, now, wanted)?;
    if wanted.why && looked_back(reading, &due.lines)? {
        return asked(reading, now, wanted);
    }
    Ok(due)
}

/// Looks back as far as the oldest duty needs; whether the lines are then to be told anew.
fn looked_back(reading: &Reading<'_>, lines: &[Line]) -> Result<bool, Failure> {
    match lines.iter().map(|line| line.recorded).min() {
        Some(since) => reading.look_back(since),
        None => Ok(false),
    }
}

fn asked(reading: &Reading<'_>, now: Moment, wanted: &Wanted) -> Result<Due, Failure> {
    let now = wanted.as_of.unwrap_or(now);
    let of_case = |settings: &Settings, mut case: Loaded| {
        let mut problems = std::mem::take(&mut case.problems);
        let lines = match case.pathway.clone() {
            Some(pathway) if case.as_of(wanted.as_of) => {
                let replay = case.replay(&pathway);
                lines(settings, &case.id, &pathway, &replay, now)
            }
            Some(_) | None => Vec::new(),
        };
        if !problems.is_empty() {
            problems.sort();
        }
        (lines, problems)
    };
    let (found, strange) = match &wanted.case {
        Some(id) => (vec![of_case(reading, reading.case(id)?)], reading.problems.clone()),
        None => reading.each_case(of_case)?,
    };
    let problems = reading.unshown(wanted.case.as_ref())?;
    let mut due = Due { now: Some(now), problems, ..Due::default() };
    for (lines, problems) in found {
        due.lines.extend(lines.into_iter().filter(|line| fits(line, wanted, now)));
        due.problems.extend(problems);
    }
    due.problems.extend(strange);
    let unread = unread(&due.problems);
    for line in due.lines.iter_mut().filter(|line| unread.contains(&line.case)) {
        line.stage = None;
    }
    due.lines.sort_by(|a, b| {
        let key = |line: &Line| plan::place(line.due, line.urgent, now);
        (key(a), &a.case, &a.obligation, &a.instance).cmp(&(
            key(b),
            &b.case,
            &b.obligation,
            &b.instance,
        ))
    });
    Ok(due)
}

/// The cases of which something does not read: what was made of the rest is not all of it.
pub fn unread(problems: &[Problem]) -> BTreeSet<CaseId> {
    problems.iter().filter_map(|problem| case_of(&problem.place.file)).collect()
}

/// Everything that one case owes, and whether the calendar changed since.
pub fn told(
    reading: &Reading<'_>,
    id: &CaseId,
    pathway: &Pathway,
    replay: &Replay<'_>,
    now: Moment,
) -> Result<Vec<Line>, Failure> {
    let found = lines(reading, id, pathway, replay, now);
    if looked_back(reading, &found)? {
        return Ok(lines(reading, id, pathway, replay, now));
    }
    Ok(found)
}

/// Everything that one case owes.
pub fn lines(
    settings: &Settings,
    id: &CaseId,
    pathway: &Pathway,
    replay: &Replay<'_>,
    now: Moment,
) -> Vec<Line> {
    let owed = plan(pathway, replay, &settings.world(now));
    owed.into_iter().map(|owed| line(id, replay, owed)).collect()
}

fn line(id: &CaseId, replay: &Replay<'_>, owed: Owed<'_>) -> Line {
    let opened = &replay.records[owed.opened_by];
    Line {
        case: id.clone(),
        stage: replay.case.stage().cloned(),
        obligation: owed.obligation.name.clone(),
        instance: owed.instance,
        title: owed.obligation.title.clone(),
        due: owed.due,
        due_at: owed.due_at,
        standing: owed.standing,
        urgent: owed.urgent,
        owner: owed.owner.clone(),
        escalate: owed.obligation.escalate.clone(),
        worker: replay.case.worker().map(str::to_owned),
        opened_by: opened.name.clone(),
        opened_step: opened.step.clone(),
        recorded: opened.recorded.0,
        source: owed.obligation.source.clone(),
        why: owed.why,
    }
}

fn fits(line: &Line, wanted: &Wanted, now: Moment) -> bool {
    let soon = match (line.due, wanted.within) {
        (Some(day), Some(days)) => day.days_since(now.day()) <= days,
        (None, _) | (_, None) => true,
    };
    soon && (!wanted.overdue || line.standing == Standing::Overdue)
        && wanted.worker.as_ref().is_none_or(|worker| line.worker.as_ref() == Some(worker))
        && wanted.role.as_ref().is_none_or(|role| line.owner == *role)
}
