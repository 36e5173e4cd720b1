//! The control slice: what gates, moves and duties read, as variables with a few values each, and
//! conditions as formulas over them.
//!
//! A fact has the values that conditions name, one for all others, and one for not known. Whether a
//! step was taken is yes or no for an episode; what its latest taking gave is beside it. Ages,
//! dates and what else time decides are free: they may be so or not. Where a formula cannot say
//! exactly what a condition means it allows more, never less; so what is found impossible is.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{FactDef, FactKind, FactName, RoleName, StepName};
use crate::pathway::condition::{Condition, RankOf, Wanted};
use crate::pathway::model::{Pathway, Step};

use super::case::requires;
use super::formula::{Effort, Formula};
use super::values;

/// The value of a variable that stands for not known, not taken, no.
pub(super) const NO: u64 = 0b01;
/// The value of a variable that has but two: taken, yes.
pub(super) const YES: u64 = 0b10;
/// Either.
pub(super) const EITHER: u64 = NO | YES;
/// More values of one fact than conditions name of any.
const MOST_VALUES: usize = 60;

/// What a variable stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// The role of the person who takes the step.
    By,
    /// The value of a fact that has one.
    Fact(FactName),
    /// Whether a list or set has an item, written out.
    Has(FactName, String),
    /// Whether a list or set has anything.
    Known(FactName),
    /// Whether a step was taken in this episode.
    Taken(StepName),
    /// What the latest taking of a step gave.
    Gave(StepName, FactName),
    /// Whether a step was ever taken.
    Ever(StepName),
    /// What time decides, written out.
    Free(String),
}

/// When a condition is asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum When<'p> {
    /// Of a step that is being taken, with its facts.
    Taking,
    /// Of the case just after a step was taken.
    After(&'p Step),
    /// Of the case as it stands.
    Standing,
}

/// The variables.
pub(super) struct Slice<'p> {
    pub(super) pathway: &'p Pathway,
    pub(super) keys: Vec<Key>,
    pub(super) index: HashMap<Key, usize>,
    values: BTreeMap<FactName, Vec<Wanted>>,
    /// What may still be tried.
    pub(super) effort: Effort,
}

impl<'p> Slice<'p> {
    /// The slice of a pathway; variables are made as conditions name them.
    pub(super) fn new(pathway: &'p Pathway) -> Self {
        let values = values::of(pathway);
        let (keys, index, effort) = (Vec::new(), HashMap::new(), Effort::new());
        let mut slice = Slice { pathway, keys, index, values, effort };
        slice.var(Key::By);
        slice
    }

    fn var(&mut self, key: Key) -> usize {
        if let Some(var) = self.index.get(&key) {
            return *var;
        }
        self.keys.push(key.clone());
        self.index.insert(key, self.keys.len() - 1);
        self.keys.len() - 1
    }

    fn is(&mut self, key: Key, values: u64) -> Formula {
        Formula::Is { var: self.var(key), values }
    }

    fn free(&mut self, text: String, wanted: bool) -> Formula {
        self.is(Key::Free(text), if wanted { YES } else { NO })
    }

    /// The formula of a condition, or of its contrary.
    pub(super) fn formula(&mut self, is: &Condition, wanted: bool, when: When<'_>) -> Formula {
        match is {
            Condition::All(parts) => self.joined(parts, wanted, wanted, when),
            Condition::Any(parts) => self.joined(parts, !wanted, wanted, when),
            Condition::Not(part) => self.formula(part, !wanted, when),
            Condition::Rule { is, .. } => self.formula(is, wanted, when),
            Condition::Fact { fact, any_of } => self.fact(fact, any_of, wanted),
            Condition::Known(fact) => {
                if self.has_one_value(fact) {
                    let values = if wanted { self.all(fact) & !NO } else { NO };
                    return self.is(Key::Fact(fact.clone()), values);
                }
                self.is(Key::Known(fact.clone()), if wanted { YES } else { NO })
            }
            Condition::Taken { step, with } => self.taken(step, with, wanted, when),
            Condition::Ever(step) => match when {
                When::After(taken) if taken.name == *step => constant(wanted),
                When::After(_) | When::Taking | When::Standing => {
                    self.is(Key::Ever(step.clone()), if wanted { YES } else { NO })
                }
            },
            Condition::First(step) => match when {
                When::Taking => self.is(Key::Taken(step.clone()), if wanted { NO } else { YES }),
                When::After(_) | When::Standing => self.free(format!("first {step}"), wanted),
            },
            Condition::Has { list, fields } => {
                let key = Key::Has(list.clone(), format!("{fields:?}"));
                self.is(key, if wanted { YES } else { NO })
            }
            Condition::Rank { of: RankOf::By, roles, .. } => match (when, self.roles(roles)) {
                (When::Taking, Some(of)) => self.is(Key::By, if wanted { of } else { !of }),
                (When::Taking, None) | (When::After(_) | When::Standing, _) => {
                    self.free(format!("by {roles:?}"), wanted)
                }
            },
            Condition::Rank { of: RankOf::Fact(fact), roles, .. } => {
                let named: Vec<Wanted> = roles.iter().map(values::role).collect();
                self.fact(fact, &named, wanted)
            }
            Condition::Age { .. }
            | Condition::Changed(_)
            | Condition::Given(_)
            | Condition::Owed(_)
            | Condition::Differ(..) => self.free(format!("{is:?}"), wanted),
        }
    }

    fn joined(&mut self, parts: &[Condition], all: bool, wanted: bool, when: When<'_>) -> Formula {
        let parts = parts.iter().map(|part| self.formula(part, wanted, when)).collect();
        if all { Formula::All(parts) } else { Formula::Any(parts) }
    }

    fn fact(&mut self, fact: &FactName, any_of: &[Wanted], wanted: bool) -> Formula {
        if self.has_one_value(fact) && !any_of.contains(&Wanted::Each) {
            let of = self.named(fact, any_of);
            let values = if wanted { of } else { self.all(fact) & !of };
            return self.is(Key::Fact(fact.clone()), values);
        }
        let item = |slice: &mut Self, one: &Wanted| {
            slice.is(Key::Has(fact.clone(), format!("{one:?}")), if wanted { YES } else { NO })
        };
        let items = any_of.iter().map(|one| item(self, one)).collect();
        if wanted { Formula::Any(items) } else { Formula::All(items) }
    }

    /// What the latest taking of a step gave.
    fn taken(
        &mut self,
        step: &StepName,
        with: &[(FactName, Vec<Wanted>)],
        wanted: bool,
        when: When<'_>,
    ) -> Formula {
        let mut parts = Vec::new();
        match when {
            When::After(taken) if taken.name == *step => {
                for (fact, any_of) in with {
                    // Where the step may leave the fact out, its latest taking may not have given it.
                    let exact = wanted || (requires(taken, fact) && self.has_one_value(fact));
                    parts.push(if exact {
                        self.fact(fact, any_of, wanted)
                    } else {
                        Formula::Always
                    });
                }
            }
            When::After(_) | When::Taking | When::Standing => {
                parts.push(self.is(Key::Taken(step.clone()), if wanted { YES } else { NO }));
                for (fact, any_of) in with {
                    if !self.has_one_value(fact) || any_of.contains(&Wanted::Each) {
                        parts.push(self.free(format!("{step} gave {fact} {any_of:?}"), wanted));
                        continue;
                    }
                    let of = self.named(fact, any_of);
                    let values = if wanted { of } else { self.all(fact) & !of };
                    parts.push(self.is(Key::Gave(step.clone(), fact.clone()), values));
                }
            }
        }
        if wanted { Formula::All(parts) } else { Formula::Any(parts) }
    }

    fn has_one_value(&self, fact: &FactName) -> bool {
        let few = self.values.get(fact).is_none_or(|values| values.len() <= MOST_VALUES);
        few && match self.kind(fact) {
            Some(FactKind::Choices(_) | FactKind::List(_)) | None => false,
            Some(
                FactKind::Text(_)
                | FactKind::Choice(_)
                | FactKind::YesNo
                | FactKind::Date
                | FactKind::DateTime
                | FactKind::Number,
            ) => true,
        }
    }

    fn kind(&self, fact: &FactName) -> Option<&'p FactKind> {
        self.pathway.dictionary.get(fact.as_str()).map(|def: &FactDef| &def.kind)
    }

    /// The values of a fact that are named.
    fn named(&self, fact: &FactName, any_of: &[Wanted]) -> u64 {
        let known = self.values.get(fact).map_or(&[][..], Vec::as_slice);
        let place = |one: &Wanted| known.iter().position(|value| value == one);
        any_of.iter().filter_map(place).fold(0, |all, at| all | (1 << (at + 1)))
    }

    /// All values that a fact can have, not known among them.
    pub(super) fn all(&self, fact: &FactName) -> u64 {
        let named = self.values.get(fact).map_or(0, Vec::len);
        let choices = match self.kind(fact) {
            Some(FactKind::Choice(choices)) => Some(choices.len()),
            Some(FactKind::YesNo) => Some(2),
            Some(
                FactKind::Text(_)
                | FactKind::Choices(_)
                | FactKind::Date
                | FactKind::DateTime
                | FactKind::Number
                | FactKind::List(_),
            )
            | None => None,
        };
        let others = usize::from(choices.is_none_or(|count| count > named));
        (1 << (1 + named + others)) - 1
    }

    /// Roles as values; none where the pathway has more roles than a variable has values.
    pub(super) fn roles(&self, roles: &[RoleName]) -> Option<u64> {
        let place = |name: &RoleName| self.pathway.roles.iter().position(|role| role.name == *name);
        let few = self.pathway.roles.len() <= MOST_VALUES;
        few.then(|| roles.iter().filter_map(place).fold(0, |all, at| all | (1 << at)))
    }

    /// The role of the person who takes a step is one of these.
    pub(super) fn by(&mut self, roles: &[RoleName]) -> Formula {
        self.roles(roles).map_or(Formula::Always, |values| self.is(Key::By, values))
    }
}

fn constant(holds: bool) -> Formula {
    if holds { Formula::Always } else { Formula::Never }
}
