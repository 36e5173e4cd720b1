//! What can be done with a case now, and what is missing for the rest.

use crate::domain::{
    By, FactName, Facts, Happened, Moment, Record, RecordName, Recorded, RoleName, StepName,
};
use crate::pathway::model::{At, Need, Pathway, Step};
use crate::pathway::view::View;
use crate::pathway::{Refusal, Replay, judge};

/// A step as it stands for a case.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The step.
    pub step: StepName,
    /// What it does.
    pub title: String,
    /// Who may take it, the usual role first.
    pub by: Vec<RoleName>,
    /// Where the authority's practice says that it is kept.
    pub recorded_in: Option<String>,
    /// The paragraph that it comes from.
    pub source: String,
    /// Facts that it will ask for and must have.
    pub required: Vec<FactName>,
    /// Why it may not be taken now, whatever is given; empty: it may be taken.
    pub refusals: Vec<Refusal>,
}

/// Every step of the pathway for a case as it stands: those that may be taken, and those that the
/// stage allows but a gate refuses.
pub fn next(pathway: &Pathway, replay: &Replay<'_>, now: Moment) -> Vec<Choice> {
    let steps = pathway.steps.iter().filter(|step| step.at != At::Opening);
    steps.map(|step| option(pathway, step, replay, now)).filter(at_this_stage).collect()
}

fn at_this_stage(option: &Choice) -> bool {
    !option.refusals.iter().any(|refusal| matches!(refusal, Refusal::Stage { .. }))
}

fn option(pathway: &Pathway, step: &Step, replay: &Replay<'_>, now: Moment) -> Choice {
    let usual = step.by.first().cloned().unwrap_or_else(|| RoleName::from(""));
    let facts = Facts::new();
    let record = Record {
        name: RecordName::default(),
        step: step.name.clone(),
        happened: Happened(now),
        happened_is_a_date: false,
        recorded: Recorded(now),
        by: By { worker: String::new(), role: usual },
        agreed_by: None,
        on_behalf_of: None,
        after: Vec::new(),
        pathway: None,
        facts,
        overrides: Vec::new(),
        attachments: Vec::new(),
        amends: None,
        clock: None,
    };
    let verdict = judge::judge(pathway, &replay.case, &replay.duties, &record);
    let view = View::of(pathway, &replay.case, &replay.duties, now.day());
    let view = view.taking(step, &record.facts, &record.by.role);
    let required = step.asks.iter().filter(|ask| match &ask.need {
        Need::Required => true,
        Need::Optional => false,
        Need::When(when) => view.holds(when),
    });
    let own: Vec<&FactName> = step.facts().collect();
    // A gate that reads what this step would itself give says nothing yet.
    let open = |gate: &str| {
        let gate = pathway.gates.iter().find(|g| g.name.as_str() == gate);
        gate.is_none_or(|gate| !gate.needs.facts().iter().any(|fact| own.contains(fact)))
    };
    let refusals = verdict.refusals.into_iter().filter(|refusal| match refusal {
        Refusal::Gate { gate, .. } => open(gate.as_str()),
        Refusal::AgreedBy { .. } => false,
        Refusal::Stage { .. }
        | Refusal::Role { .. }
        | Refusal::Conflict { .. }
        | Refusal::NotOwed { .. }
        | Refusal::Senior { .. }
        | Refusal::LaterRecord { .. }
        | Refusal::NotListed { .. }
        | Refusal::NotOwnRole { .. }
        | Refusal::NoStep { .. } => true,
    });
    Choice {
        step: step.name.clone(),
        title: step.title.clone(),
        by: step.by.clone(),
        recorded_in: step.recorded_in.clone(),
        source: step.source.clone(),
        required: required.map(|ask| ask.fact.clone()).collect(),
        refusals: refusals.collect(),
    }
}
