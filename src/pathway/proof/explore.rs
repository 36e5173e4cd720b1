//! Where a case can come to: for each stage what can be known of a case there, and the ways from
//! stage to stage. Found by taking every step wherever it can be taken until nothing new comes.
//!
//! What can be known is kept for each fact by itself, so that the whole is small: a case with every
//! possible history at once. It allows whatever a real case can be, and more.

use crate::pathway::model::{At, Gate, Pathway, Step};

use super::formula::{Domains, Formula};
use super::slice::{Slice, When};

/// A step from a stage to a stage.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The step.
    pub step: usize,
    /// From where; none: it opens a case.
    pub from: Option<usize>,
    /// To where; the same stage where it stays.
    pub to: usize,
    /// The values with which it can be taken.
    pub taking: Domains,
    /// Those with which it can be taken and overrides nothing.
    pub unmarked: Option<Domains>,
}

/// What a step asks and does, as formulas.
pub(super) struct Prepared {
    /// Its gates with their overrides.
    pub gates: Vec<Formula>,
    /// Its gates as they are.
    pub strict: Vec<Formula>,
    /// Where it leads, and when.
    pub leads: Vec<(Option<usize>, Formula)>,
}

/// All that can be.
pub(super) struct Explored {
    /// For each stage what can be known there; none: no case comes there.
    pub stages: Vec<Option<Domains>>,
    /// The ways.
    pub ways: Vec<Way>,
}

/// Makes the formulas of a step.
pub(super) fn prepare(slice: &mut Slice<'_>, pathway: &Pathway, step: &Step) -> Prepared {
    let gates: Vec<&Gate> = pathway.gates.iter().filter(|gate| gate.step == step.name).collect();
    let mut strict = Vec::new();
    let mut loose = Vec::new();
    for gate in gates {
        let holds = holds(slice, gate);
        let overridden = slice.by(&gate.override_by);
        strict.push(holds.clone());
        loose.push(Formula::Any(vec![holds, overridden]));
    }
    let mut leads = Vec::new();
    let mut before = Vec::new();
    for one in &step.moves {
        let to = pathway.stages.iter().position(|stage| stage.name == one.to);
        let mut parts = before.clone();
        if let Some(when) = &one.when {
            parts.push(slice.formula(when, true, When::Taking));
            before.push(slice.formula(when, false, When::Taking));
        } else {
            before.push(Formula::Never);
        }
        leads.push((to, Formula::All(parts)));
    }
    leads.push((None, Formula::All(before)));
    Prepared { gates: loose, strict, leads }
}

/// That a gate lets a step pass without an override.
fn holds(slice: &mut Slice<'_>, gate: &Gate) -> Formula {
    let needs = slice.formula(&gate.needs, true, When::Taking);
    match &gate.when {
        Some(when) => Formula::Any(vec![slice.formula(when, false, When::Taking), needs]),
        None => needs,
    }
}

/// The stages at which a step may be taken.
pub(super) fn stages_of(pathway: &Pathway, step: &Step) -> Vec<Option<usize>> {
    if step.at == At::Opening {
        return vec![None];
    }
    let may = |at: usize| {
        let stage = &pathway.stages[at];
        let named = match &step.at {
            At::Opening => false,
            At::Any => !stage.is_final,
            At::Stages(stages) => stages.contains(&stage.name),
        };
        named || (stage.is_final && step.also_when_closed)
    };
    (0..pathway.stages.len()).filter(|at| may(*at)).map(Some).collect()
}

/// Takes every step wherever it can be taken until nothing new comes.
pub(super) fn explore(slice: &Slice<'_>, pathway: &Pathway, prepared: &[Prepared]) -> Explored {
    let mut stages: Vec<Option<Domains>> = vec![None; pathway.stages.len()];
    loop {
        let mut grown = false;
        let mut ways = Vec::new();
        for (at, step) in pathway.steps.iter().enumerate() {
            for from in stages_of(pathway, step) {
                let case = match from {
                    None => slice.nothing(),
                    Some(stage) => match &stages[stage] {
                        Some(case) => case.clone(),
                        None => continue,
                    },
                };
                let taking = slice.taking(step, &case);
                for way in leads(slice, &prepared[at], at, from, &taking) {
                    let after = slice.taken_with(step, &way.taking);
                    grown |= join(&mut stages[way.to], &after);
                    ways.push(way);
                }
            }
        }
        if !grown {
            return Explored { stages, ways };
        }
    }
}

/// Where a step leads from a stage.
fn leads(
    slice: &Slice<'_>,
    prepared: &Prepared,
    step: usize,
    from: Option<usize>,
    taking: &Domains,
) -> Vec<Way> {
    let mut ways = Vec::new();
    for (to, when) in &prepared.leads {
        let with = |gates: &[Formula]| {
            let all: Vec<&Formula> = gates.iter().chain([when]).collect();
            slice.effort.solve(taking, &all)
        };
        let Some(found) = with(&prepared.gates) else { continue };
        let unmarked = with(&prepared.strict);
        // A case begins in the first stage.
        let to = to.or(from).unwrap_or(0);
        ways.push(Way { step, from, to, taking: found, unmarked });
    }
    ways
}

fn join(stage: &mut Option<Domains>, more: &Domains) -> bool {
    match stage {
        None => {
            *stage = Some(more.clone());
            true
        }
        Some(known) => {
            let mut grown = false;
            for (known, more) in known.iter_mut().zip(more) {
                grown |= *more & !*known != 0;
                *known |= more;
            }
            grown
        }
    }
}
