//! Whether a record may stand where it stands, and what it then does. Asked of a step before it
//! is taken and of every record on replay alike; what a person must still give or is told besides
//! is the business of [`super::permit()`].

use crate::domain::{
    By, Case, Effect, FactHistory, FactName, GateName, ObligationName, Record, RecordName,
    RoleName, StageName, StepName,
};

use super::duty::Duty;
use super::model::{At, Gate, Pathway, Step};
use super::reserved::{AMEND, EXTEND, WAIVE};
use super::view::{Unmet, View};

/// Why a step may not be taken. Each carries the facts; the words are the command line's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The case is at a stage at which the step may not be taken.
    Stage {
        /// The step.
        step: StepName,
        /// Where the case stands; none: it was not open yet.
        stage: Option<StageName>,
        /// Where it would have to stand; empty: the step opens a case, and this one is open.
        at: Vec<StageName>,
    },
    /// The role may not take the step.
    Role {
        /// The step.
        step: StepName,
        /// The role.
        role: RoleName,
        /// The roles that may.
        may: Vec<RoleName>,
    },
    /// A second person must agree, in one of these roles.
    AgreedBy {
        /// The step.
        step: StepName,
        /// The roles that may agree.
        may: Vec<RoleName>,
        /// Whether somebody did, but the same person or in another role.
        given: bool,
    },
    /// A gate does not hold.
    Gate {
        /// The gate.
        gate: GateName,
        /// What it says.
        otherwise: String,
        /// The paragraph that it comes from.
        source: String,
        /// The parts that do not hold.
        unmet: Vec<Unmet>,
        /// The roles that may override it; empty: nobody may.
        override_by: Vec<RoleName>,
        /// Whether an override was tried, by a role that may not.
        tried: bool,
    },
    /// A gate reads a fact on which two records disagree.
    Conflict {
        /// The fact.
        fact: FactName,
        /// The gate that reads it.
        gate: GateName,
    },
    /// The duty whose clock is to be changed is not open.
    NotOwed {
        /// The obligation.
        obligation: ObligationName,
    },
    /// Only a senior role may do this.
    Senior {
        /// What is done.
        step: StepName,
        /// The role that tried.
        role: RoleName,
        /// The roles that may.
        may: Vec<RoleName>,
        /// Who has such a role, where it cannot be chosen by whoever tried.
        ask: Vec<String>,
    },
    /// A record that happened later would no longer be permitted.
    LaterRecord {
        /// That record.
        record: RecordName,
        /// Its step.
        step: StepName,
        /// The roles that may insist.
        may: Vec<RoleName>,
    },
    /// Workers are listed, and this one is not among them.
    NotListed {
        /// The e-mail address under which git knows them.
        worker: String,
    },
    /// Workers are listed, and this role is not one of the worker's own.
    NotOwnRole {
        /// The role.
        role: RoleName,
        /// The worker's roles.
        own: Vec<RoleName>,
    },
    /// The pathway has no such step.
    NoStep {
        /// The step.
        step: StepName,
    },
}

/// The name of the rule under which a later record's objection is overridden.
pub const LATER_RECORD: &str = "later-record";

impl Refusal {
    /// The stable name of the rule that refuses.
    pub fn rule(&self) -> &str {
        match self {
            Refusal::Stage { .. } => "stage",
            Refusal::Role { .. } => "role",
            Refusal::AgreedBy { .. } => "agreed-by",
            Refusal::Gate { gate, .. } => gate.as_str(),
            Refusal::Conflict { .. } => "conflict",
            Refusal::NotOwed { .. } => "not-owed",
            Refusal::Senior { .. } => "senior",
            Refusal::LaterRecord { .. } => LATER_RECORD,
            Refusal::NotListed { .. } => "not-listed",
            Refusal::NotOwnRole { .. } => "own-role",
            Refusal::NoStep { .. } => "no-step",
        }
    }
}

/// What was found of a record where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why it may not stand there; empty: it may.
    pub refusals: Vec<Refusal>,
    /// What it does.
    pub effect: Effect,
    /// The gates that were overridden.
    pub overridden: Vec<GateName>,
}

/// Judges a record against the case as it stood when it happened.
pub fn judge(pathway: &Pathway, case: &Case, duties: &[Duty], record: &Record) -> Verdict {
    let name = record.step.as_str();
    if name == WAIVE || name == EXTEND {
        return clock_change(pathway, duties, record);
    }
    if name == AMEND {
        return Verdict::default();
    }
    let Some(step) = pathway.step(name) else {
        let refusals = vec![Refusal::NoStep { step: record.step.clone() }];
        return Verdict { refusals, ..Verdict::default() };
    };
    let view = View::of(pathway, case, duties, record.happened.0.day());
    let view = view.taking(step, &record.facts, &record.by.role);
    let mut verdict = Verdict::default();
    verdict.refusals.extend(stage(pathway, step, case.stage()));
    if !step.by.contains(&record.by.role) {
        let (step, role) = (record.step.clone(), record.by.role.clone());
        let may = pathway.step(name).map(|s| s.by.clone()).unwrap_or_default();
        verdict.refusals.push(Refusal::Role { step, role, may });
    }
    verdict.refusals.extend(agreed(step, &record.by, record.agreed_by.as_ref()));
    for gate in pathway.gates.iter().filter(|gate| gate.step == step.name) {
        weigh(gate, &view, record, &mut verdict);
    }
    if verdict.refusals.is_empty() {
        verdict.effect = effect(pathway, step, &view, record, !verdict.overridden.is_empty());
    }
    verdict
}

fn stage(pathway: &Pathway, step: &Step, stage: Option<&StageName>) -> Option<Refusal> {
    let closed = stage.is_some_and(|name| pathway.is_final(name));
    let fits = match (&step.at, stage) {
        (At::Opening, now) => now.is_none(),
        (At::Any | At::Stages(_), None) => false,
        (At::Any, Some(_)) => !closed || step.also_when_closed,
        (At::Stages(stages), Some(now)) => {
            stages.contains(now) || (closed && step.also_when_closed)
        }
    };
    if fits {
        return None;
    }
    let at = match &step.at {
        At::Opening => Vec::new(),
        At::Any => {
            let open = pathway.stages.iter().filter(|stage| !stage.is_final);
            open.map(|stage| stage.name.clone()).collect()
        }
        At::Stages(stages) => stages.clone(),
    };
    Some(Refusal::Stage { step: step.name.clone(), stage: stage.cloned(), at })
}

fn agreed(step: &Step, by: &By, agreed_by: Option<&By>) -> Option<Refusal> {
    if step.agreed_by.is_empty() {
        return None;
    }
    let refusal = |given| {
        let (step, may) = (step.name.clone(), step.agreed_by.clone());
        Some(Refusal::AgreedBy { step, may, given })
    };
    match agreed_by {
        None => refusal(false),
        Some(second) if second.worker == by.worker || !step.agreed_by.contains(&second.role) => {
            refusal(true)
        }
        Some(_) => None,
    }
}

fn weigh(gate: &Gate, view: &View<'_>, record: &Record, verdict: &mut Verdict) {
    for fact in gate.when.iter().chain([&gate.needs]).flat_map(|condition| condition.facts()) {
        let given = record.facts.get(fact).is_some_and(Option::is_some);
        let history = view.case.fact(fact.as_str());
        if !given && history.is_some_and(FactHistory::is_in_conflict) {
            let refusal = Refusal::Conflict { fact: fact.clone(), gate: gate.name.clone() };
            if !verdict.refusals.contains(&refusal) {
                verdict.refusals.push(refusal);
            }
            return;
        }
    }
    if gate.when.as_ref().is_some_and(|when| !view.holds(when)) || view.holds(&gate.needs) {
        return;
    }
    let tried = record.overrides.iter().any(|o| o.gate == gate.name && !o.reason.trim().is_empty());
    if tried && gate.override_by.contains(&record.by.role) {
        verdict.overridden.push(gate.name.clone());
        return;
    }
    verdict.refusals.push(Refusal::Gate {
        gate: gate.name.clone(),
        otherwise: gate.otherwise.clone(),
        source: gate.source.clone(),
        unmet: view.unmet(&gate.needs),
        override_by: gate.override_by.clone(),
        tried,
    });
}

fn effect(
    pathway: &Pathway,
    step: &Step,
    view: &View<'_>,
    record: &Record,
    overridden: bool,
) -> Effect {
    // A case that is moved nowhere when it is opened begins in the first stage.
    let first = pathway.stages.first().filter(|_| step.at == At::Opening);
    let moves = step.moves.iter().find(|m| m.when.as_ref().is_none_or(|when| view.holds(when)));
    let worker = step.sets_worker.as_ref().and_then(|fact| record.facts.get(fact));
    Effect {
        counts: true,
        moves_to: moves.map(|m| &m.to).or(first.map(|stage| &stage.name)).cloned(),
        begins_episode: step.begins_episode || step.at == At::Opening,
        sets_worker: worker.and_then(Option::as_ref).and_then(|v| v.as_text()).map(str::to_owned),
        overridden,
    }
}

fn clock_change(pathway: &Pathway, duties: &[Duty], record: &Record) -> Verdict {
    let mut refusals = Vec::new();
    if !pathway.seniors.contains(&record.by.role) {
        let (step, role) = (record.step.clone(), record.by.role.clone());
        refusals.push(Refusal::Senior {
            step,
            role,
            may: pathway.seniors.clone(),
            ask: Vec::new(),
        });
    }
    if let Some(change) = &record.clock {
        let open = duties.iter().any(|duty| {
            duty.is_open()
                && pathway.obligations[duty.obligation].name == change.obligation
                && (change.instance.is_none()
                    || change.instance == duty.instance
                    || duty.by_meeting)
        });
        if !open {
            refusals.push(Refusal::NotOwed { obligation: change.obligation.clone() });
        }
    }
    Verdict { refusals, ..Verdict::default() }
}
