//! May this step be taken, and if not, every reason; what is still missing; what it says besides.
//!
//! A step is permitted or refused on the case as it stood when the step happened. If a record that
//! happened later would no longer be permitted once the step is put in, the step is refused and
//! names that record; a senior role may insist, with a reason.

use crate::domain::{Amends, FactName, Record, RoleName};

use super::judge::{LATER_RECORD, Refusal, Verdict, judge};
use super::model::{Need, Pathway, Step};
use super::replay::{Replay, replay};
use super::view::View;
use super::wording;

/// What was found of a step that somebody wants to take.
#[derive(Clone, Debug)]
pub struct Permit<'r> {
    /// Every reason for which it may not be taken; empty: it may.
    pub refusals: Vec<Refusal>,
    /// Facts that it requires and that were not given.
    pub missing: Vec<FactName>,
    /// What it says without refusing.
    pub notices: Vec<String>,
    /// The case with the step taken.
    pub replay: Replay<'r>,
    /// The place of the step in the fold.
    pub at: usize,
}

/// Tries a step: the records of the case, and the new one with them.
pub fn permit<'r>(pathway: &Pathway, records: &'r [Record], new: &'r Record) -> Permit<'r> {
    let before = replay(pathway, records);
    let after = replay(pathway, records.iter().chain([new]));
    let at = after.records.iter().position(|record| record.name == new.name).unwrap_or(0);
    let mut refusals = after.verdicts.get(at).map(|v| v.refusals.clone()).unwrap_or_default();
    refusals.extend(later(pathway, &before, &after, new));
    let (missing, notices) = match pathway.step(new.step.as_str()) {
        // Most steps are the last of their case: it then stood before them as it stood.
        Some(step) if at == before.records.len() => said(pathway, step, &before, new),
        Some(step) => {
            let records = after.records[..at].iter().map(AsRef::as_ref);
            said(pathway, step, &replay(pathway, records), new)
        }
        None => (Vec::new(), Vec::new()),
    };
    Permit { refusals, missing, notices, replay: after, at }
}

/// The first record that would no longer be permitted, unless a senior role insists.
fn later(
    pathway: &Pathway,
    before: &Replay<'_>,
    after: &Replay<'_>,
    new: &Record,
) -> Option<Refusal> {
    let insisted = pathway.seniors.contains(&new.by.role)
        && new.overrides.iter().any(|o| o.gate.as_str() == LATER_RECORD);
    if insisted {
        return None;
    }
    // Few records are refused anywhere: only those are looked up.
    let refused = after.records.iter().zip(&after.verdicts).filter(|(_, v)| !v.refusals.is_empty());
    let was_permitted =
        |record: &&Record| verdict_of(before, record).is_some_and(|was| was.refusals.is_empty());
    let record = refused.map(|(record, _)| record.as_ref()).find(was_permitted)?;
    let (record, step) = (record.name.clone(), record.step.clone());
    Some(Refusal::LaterRecord { record, step, may: pathway.seniors.clone() })
}

fn verdict_of<'a>(replay: &'a Replay<'_>, record: &Record) -> Option<&'a Verdict> {
    let at = replay.records.iter().position(|other| other.name == record.name)?;
    replay.verdicts.get(at)
}

/// What is missing and what is said, on the case as it stood just before the step.
fn said(
    pathway: &Pathway,
    step: &Step,
    before: &Replay<'_>,
    new: &Record,
) -> (Vec<FactName>, Vec<String>) {
    let view = View::of(pathway, &before.case, &before.duties, new.happened.0.day());
    let view = view.taking(step, &new.facts, &new.by.role);
    let mut notices = notices(pathway, step, &view);
    notices.extend(wording::said(pathway, &new.facts));
    (missing(step, &view), notices)
}

/// What an amend makes of the record that it puts right must be permitted too, in the role of the
/// person who amends, and must lack nothing that its step requires.
pub fn amended(pathway: &Pathway, permit: &mut Permit<'_>, amends: &Amends, role: &RoleName) {
    let records = &permit.replay.records;
    let Some(at) = records.iter().position(|record| record.name == amends.record) else {
        // It was withdrawn.
        return;
    };
    let before = replay(pathway, records[..at].iter().map(AsRef::as_ref));
    let mut record = records[at].clone().into_owned();
    record.by.role = role.clone();
    let verdict = judge(pathway, &before.case, &before.duties, &record);
    let of_gates =
        |refusal: &Refusal| matches!(refusal, Refusal::Gate { .. } | Refusal::Conflict { .. });
    let Some(step) = pathway.step(record.step.as_str()) else { return };
    let view = View::of(pathway, &before.case, &before.duties, record.happened.0.day());
    let view = view.taking(step, &record.facts, &record.by.role);
    permit.missing.extend(missing(step, &view));
    permit.refusals.extend(verdict.refusals.into_iter().filter(of_gates));
}

/// The facts that a step requires and that are not given.
pub fn missing(step: &Step, view: &View<'_>) -> Vec<FactName> {
    let given = |fact: &FactName| {
        let value = view.facts.and_then(|facts| facts.get(fact)).and_then(Option::as_ref);
        value.is_some_and(|value| !value.is_empty())
    };
    let needed = |need: &Need| match need {
        Need::Required => true,
        Need::Optional => false,
        Need::When(condition) => view.holds(condition),
    };
    let asked = step.asks.iter().filter(|ask| needed(&ask.need) && !given(&ask.fact));
    asked.map(|ask| ask.fact.clone()).collect()
}

/// What a step says without refusing: its own, and what every step says.
pub fn notices(pathway: &Pathway, step: &Step, view: &View<'_>) -> Vec<String> {
    let all = step.notices.iter().chain(&pathway.notices);
    let said = all.filter(|notice| view.holds(&notice.when));
    said.map(|notice| notice.say.clone()).collect()
}

/// The roles of a step that a worker has, or all of them where workers are not listed.
pub fn roles_for<'p>(step: &'p Step, own: Option<&[RoleName]>) -> Vec<&'p RoleName> {
    step.by.iter().filter(|role| own.is_none_or(|own| own.contains(role))).collect()
}
