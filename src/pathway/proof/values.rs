//! The values with which gates, moves and duties compare facts.

use std::collections::BTreeMap;

use crate::domain::{FactName, RoleName};
use crate::pathway::condition::{Condition, RankOf, Wanted};
use crate::pathway::model::{Opening, Pathway};

/// The values that a pathway names, by fact.
pub(super) fn of(pathway: &Pathway) -> BTreeMap<FactName, Vec<Wanted>> {
    let mut values = BTreeMap::new();
    for condition in conditions(pathway) {
        gather(condition, &mut values);
    }
    values
}

/// A role as the value of a fact that names one.
pub(super) fn role(name: &RoleName) -> Wanted {
    Wanted::Text(name.to_string())
}

/// The whole condition that opens a duty.
pub(super) fn opening(opened_by: &Opening) -> &Condition {
    match opened_by {
        Opening::EachTaking { when, .. } => when,
        Opening::BecomesTrue(when) => when,
    }
}

/// Every condition that the proofs ask.
fn conditions(pathway: &Pathway) -> Vec<&Condition> {
    let moves = pathway.steps.iter().flat_map(|step| &step.moves);
    let gates = pathway.gates.iter().flat_map(|gate| gate.when.iter().chain([&gate.needs]));
    let duties = pathway.obligations.iter().flat_map(|obligation| {
        let opening = opening(&obligation.opened_by);
        [opening, &obligation.met_by].into_iter().chain(&obligation.holds_while)
    });
    moves.filter_map(|one| one.when.as_ref()).chain(gates).chain(duties).collect()
}

/// The values with which conditions compare facts.
fn gather(condition: &Condition, values: &mut BTreeMap<FactName, Vec<Wanted>>) {
    let mut add = |fact: &FactName, any_of: &[Wanted]| {
        let known = values.entry(fact.clone()).or_default();
        for one in any_of.iter().filter(|one| **one != Wanted::Each) {
            if !known.contains(one) {
                known.push(one.clone());
            }
        }
    };
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                gather(part, values);
            }
        }
        Condition::Not(part) => gather(part, values),
        Condition::Rule { is, .. } => gather(is, values),
        Condition::Fact { fact, any_of } => add(fact, any_of),
        Condition::Taken { with, .. } => with.iter().for_each(|(fact, any_of)| add(fact, any_of)),
        Condition::Rank { of: RankOf::Fact(fact), roles, .. } => {
            add(fact, &roles.iter().map(role).collect::<Vec<_>>());
        }
        Condition::Rank { of: RankOf::By, .. }
        | Condition::Known(_)
        | Condition::Ever(_)
        | Condition::First(_)
        | Condition::Has { .. }
        | Condition::Age { .. }
        | Condition::Changed(_)
        | Condition::Given(_)
        | Condition::Owed(_)
        | Condition::Differ(..) => {}
    }
}
