//! What came of a step: where the case now stands, what was met and what is newly owed.

use crate::domain::{
    CaseId, Day, FactName, GateName, Moment, ObligationName, Record, RecordName, StageName,
};
use crate::ops::Reading;
use crate::pathway::duty::Duty;
use crate::pathway::model::{At, Step};
use crate::pathway::why::Reason;
use crate::pathway::{Owed, Pathway, Permit, Replay, plan};
use crate::register::Warning;

use super::Attempt;

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The case.
    pub case: CaseId,
    /// The record's file.
    pub record: RecordName,
    /// The commit; none after a dry run.
    pub commit: Option<String>,
    /// Where the case now stands.
    pub stage: Option<StageName>,
    /// Duties that the step met.
    pub met: Vec<Met>,
    /// Duties that it opened, and when they are due.
    pub opened: Vec<Opened>,
    /// What it says besides.
    pub notices: Vec<String>,
    /// Gates that were overridden.
    pub overridden: Vec<GateName>,
    /// What the register had to say.
    pub warnings: Vec<Warning>,
}

/// A duty that a step met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The obligation.
    pub obligation: ObligationName,
    /// Which instance.
    pub instance: Option<String>,
}

/// A duty that a step opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The obligation.
    pub obligation: ObligationName,
    /// What it is.
    pub title: String,
    /// Which instance.
    pub instance: Option<String>,
    /// The local day on which it is due.
    pub due: Option<Day>,
    /// The moment at which it is due, for clocks in hours.
    pub due_at: Option<Moment>,
}

pub(super) fn taken(
    reading: &Reading<'_>,
    pathway: &Pathway,
    id: &CaseId,
    record: &Record,
    (before, permit): (&Replay<'_>, &Permit<'_>),
    now: Moment,
    attempt: &Attempt,
) -> Taken {
    let replay = &permit.replay;
    let owed = plan(pathway, replay, &reading.world(now));
    let was_owed = plan(pathway, before, &reading.world(now));
    let was = |one: &Owed<'_>| {
        let same = |other: &Owed<'_>| {
            other.obligation.name == one.obligation.name && other.instance == one.instance
        };
        was_owed.iter().any(same)
    };
    // An amend opens what the record that it puts right then opens; any other step its own.
    let amends = record.amends.is_some();
    let is_new = |one: &&Owed<'_>| if amends { !was(one) } else { one.opened_by == permit.at };
    let opened = owed.iter().filter(is_new).map(opened).collect();
    let lacking = lacking(pathway, owed.iter().filter(is_new));
    let name = |duty: &Duty| Met {
        obligation: pathway.obligations[duty.obligation].name.clone(),
        instance: duty.instance.clone(),
    };
    let mut met: Vec<Met> = plan::met_by(replay, permit.at).map(name).collect();
    met.dedup();
    let mut notices = permit.notices.clone();
    notices.extend(lacking);
    if attempt.override_reason.is_some() && record.overrides.is_empty() {
        notices.push("nothing needed the override; its reason was not recorded".to_owned());
    }
    let closes = replay.case.stage().is_some_and(|stage| pathway.is_final(stage))
        && before.case.stage().is_some_and(|stage| !pathway.is_final(stage));
    let is_met = |name: &ObligationName| met.iter().any(|met| met.obligation == *name);
    let mut ended: Vec<&str> = Vec::new();
    for name in was_owed.iter().map(|owed| &owed.obligation.name) {
        if closes && !is_met(name) && !ended.contains(&name.as_str()) {
            ended.push(name.as_str());
        }
    }
    if !ended.is_empty() {
        notices.push(format!("closing ends what was still owed: {}", ended.join(", ")));
    }
    Taken {
        case: id.clone(),
        record: record.name.clone(),
        commit: None,
        stage: replay.case.stage().cloned(),
        met,
        opened,
        notices,
        overridden: record.overrides.iter().map(|o| o.gate.clone()).collect(),
        warnings: Vec::new(),
    }
}

/// What to say of the facts that the clocks of new duties need and that are not known: a date is
/// never guessed, and who was just asked is the one to know.
fn lacking<'a, 'p: 'a>(pathway: &Pathway, owed: impl Iterator<Item = &'a Owed<'p>>) -> Vec<String> {
    let mut facts: Vec<(&FactName, Vec<&str>)> = Vec::new();
    for one in owed {
        for fact in one.why.iter().filter_map(Reason::lacks) {
            let name = one.obligation.name.as_str();
            match facts.iter_mut().find(|(known, _)| *known == fact) {
                Some((_, names)) => names.push(name),
                None => facts.push((fact, vec![name])),
            }
        }
    }
    let said = facts.into_iter().map(|(fact, names)| {
        let takes = |step: &&Step| step.at == At::Any && step.facts().any(|known| known == fact);
        let step = pathway.steps.iter().find(takes);
        let give = step.map(|step| format!("; give it with {}", step.name)).unwrap_or_default();
        format!("{fact} is not known, and {} is reckoned by it{give}", names.join(", "))
    });
    said.collect()
}

fn opened(owed: &Owed<'_>) -> Opened {
    Opened {
        obligation: owed.obligation.name.clone(),
        title: owed.obligation.title.clone(),
        instance: owed.instance.clone(),
        due: owed.due,
        due_at: owed.due_at,
    }
}
