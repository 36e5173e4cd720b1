//! What can be proved of a pathway without any case: that every stage can be reached and left, every
//! step taken, every gate passed and every duty met while it is owed.
//!
//! Only what a real case can never come to is reported. The proofs look at the control slice: what
//! gates, moves and duties read (`slice`), as formulas (`formula`) over all that a case at a
//! stage can be (`explore`). They are bounded in time and say nothing where they cannot tell, so a
//! pathway in which nothing is found may still be wrong: walking its routes is not replaced.
//!
//! What people put right afterwards is left out: a fact that an amend withdraws, two desks that
//! disagree, a senior who insists or waives.

mod case;
mod duty;
mod explore;
mod formula;
mod gates;
mod places;
mod slice;
mod values;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk_properties;

use crate::domain::Problem;

use super::model::{Pathway, Step};
use explore::{Explored, explore, prepare};
use places::Places;
use slice::Slice;

/// Something that can never be, of a name in a section of the pathway's files.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    section: &'static str,
    name: String,
    message: String,
}

/// The files of a version in which stands what is proved.
pub const PROVED: [&str; 2] = ["pathway.yaml", "statutory.yaml"];

/// What came of the proofs.
#[derive(Debug)]
pub struct Proved {
    /// All that can be proved to be wrong, sorted by place.
    pub problems: Vec<Problem>,
    /// Whether something would have taken too long, and was left out.
    pub gave_up: bool,
}

/// Proves what can be proved of a pathway; its files say where a thing stands.
pub fn prove(pathway: &Pathway, files: &[(&str, &[u8])]) -> Proved {
    let places = Places::read(files);
    let problem =
        |found: Finding| Problem::new(places.of(found.section, &found.name), found.message);
    let (found, gave_up) = findings(pathway);
    let mut problems: Vec<Problem> = found.into_iter().map(problem).collect();
    problems.sort();
    Proved { problems, gave_up }
}

fn findings(pathway: &Pathway) -> (Vec<Finding>, bool) {
    let mut slice = Slice::new(pathway);
    // Every formula is made before anything is explored: they make the variables.
    let prepared: Vec<_> =
        pathway.steps.iter().map(|step| prepare(&mut slice, pathway, step)).collect();
    let gates = gates::Gates::new(&mut slice, pathway);
    let duties = duty::Duties::new(&mut slice, pathway);
    let explored = explore(&slice, pathway, &prepared);
    let mut found = stages(pathway, &explored);
    found.extend(gates.findings(&slice, &explored));
    for (at, step) in pathway.steps.iter().enumerate() {
        if !explored.ways.iter().any(|way| way.step == at) {
            found.push(never_taken(&gates, &slice, pathway, &explored, step));
        }
    }
    found.extend(duties.findings(&slice, &explored));
    (found, slice.effort.gave_up())
}

/// Stages to which no case comes, and those from which none can be closed.
fn stages(pathway: &Pathway, explored: &Explored) -> Vec<Finding> {
    let mut ends: Vec<bool> = pathway.stages.iter().map(|stage| stage.is_final).collect();
    for _ in &pathway.stages {
        for way in &explored.ways {
            if let Some(from) = way.from {
                ends[from] |= ends[way.to];
            }
        }
    }
    let mut found = Vec::new();
    for (at, stage) in pathway.stages.iter().enumerate() {
        let name = stage.name.to_string();
        let message = if explored.stages[at].is_none() {
            format!("stage `{name}` is never reached: no step that can be taken moves a case to it")
        } else if !ends[at] {
            format!("stage `{name}` cannot be left: no way leads from it to the end of a case")
        } else {
            continue;
        };
        found.push(Finding { section: "stages", name, message });
    }
    found
}

/// Why a step can never be taken.
fn never_taken(
    gates: &gates::Gates<'_>,
    slice: &Slice<'_>,
    pathway: &Pathway,
    explored: &Explored,
    step: &Step,
) -> Finding {
    let reached = |at: &Option<usize>| at.is_none_or(|at| explored.stages[at].is_some());
    let why = if explore::stages_of(pathway, step).iter().any(reached) {
        let shut = gates.shut(slice, explored, step);
        match shut.as_slice() {
            [] => "its gates never hold together".to_owned(),
            names => format!("its gate {} never holds there", names.join(", ")),
        }
    } else {
        "no case comes to a stage at which it may be taken".to_owned()
    };
    let name = step.name.to_string();
    let message = format!("step `{name}` can never be taken: {why}");
    Finding { section: "steps", name, message }
}
