//! What the variables of the slice can be: of a case of which nothing is known, of one at which a step
//! looks, and of one in which it was taken.

use crate::domain::{FactName, Lasts};
use crate::pathway::model::{Need, Step};

use super::formula::Domains;
use super::slice::{EITHER, Key, NO, Slice, YES};

impl Slice<'_> {
    /// A case of which nothing is known.
    pub(super) fn nothing(&self) -> Domains {
        let value = |key: &Key| match key {
            Key::By => u64::MAX,
            Key::Free(_) => EITHER,
            Key::Fact(_)
            | Key::Has(..)
            | Key::Known(_)
            | Key::Taken(_)
            | Key::Gave(..)
            | Key::Ever(_) => NO,
        };
        self.keys.iter().map(value).collect()
    }

    /// The case with the facts of a step that a step lays over it, as its gates see them.
    pub(super) fn taking(&self, step: &Step, case: &[u64]) -> Domains {
        let mut domains = case.to_vec();
        for (key, domain) in self.keys.iter().zip(&mut domains) {
            if step.begins_episode && self.ends(key) {
                *domain = NO;
            }
            match key {
                Key::By => *domain = self.roles(&step.by).unwrap_or(u64::MAX),
                Key::Fact(fact) if step.takes(fact.as_str()) => {
                    let given = self.all(fact) & !NO;
                    *domain = if requires(step, fact) { given } else { *domain | given };
                }
                Key::Has(fact, _) | Key::Known(fact) if step.takes(fact.as_str()) => {
                    *domain = EITHER;
                }
                Key::Fact(_)
                | Key::Has(..)
                | Key::Known(_)
                | Key::Taken(_)
                | Key::Gave(..)
                | Key::Ever(_)
                | Key::Free(_) => {}
            }
        }
        domains
    }

    /// The case after a step that was taken with these values.
    pub(super) fn taken_with(&self, step: &Step, taking: &[u64]) -> Domains {
        let mut domains = taking.to_vec();
        for (at, key) in self.keys.iter().enumerate() {
            match key {
                Key::By => domains[at] = u64::MAX,
                Key::Free(_) => domains[at] = EITHER,
                Key::Taken(of) | Key::Ever(of) if *of == step.name => domains[at] = YES,
                Key::Gave(of, fact) if *of == step.name => {
                    let is = self.index.get(&Key::Fact(fact.clone()));
                    let given = is.map_or(self.all(fact), |is| taking[*is]) & !NO;
                    domains[at] = if requires(step, fact) { given } else { given | NO };
                }
                Key::Fact(_)
                | Key::Has(..)
                | Key::Known(_)
                | Key::Taken(_)
                | Key::Gave(..)
                | Key::Ever(_) => {}
            }
        }
        domains
    }

    /// Adds the facts that a step gives.
    pub(super) fn gives(&self, step: &Step, taking: &[u64], all: &mut Domains) {
        for (at, key) in self.keys.iter().enumerate() {
            let gives = match key {
                Key::Fact(fact) | Key::Has(fact, _) | Key::Known(fact) => step.takes(fact.as_str()),
                Key::By | Key::Taken(_) | Key::Gave(..) | Key::Ever(_) | Key::Free(_) => false,
            };
            if gives {
                all[at] |= taking[at];
            }
        }
    }

    /// Adds that a step was taken.
    pub(super) fn is_taken(&self, step: &Step, taken: &[u64], all: &mut Domains) {
        for (at, key) in self.keys.iter().enumerate() {
            let of = match key {
                Key::Taken(of) | Key::Gave(of, _) | Key::Ever(of) => Some(of),
                Key::By | Key::Fact(_) | Key::Has(..) | Key::Known(_) | Key::Free(_) => None,
            };
            if of == Some(&step.name) {
                all[at] |= taken[at];
            }
        }
    }

    /// Whether what a variable says ends with an episode.
    fn ends(&self, key: &Key) -> bool {
        match key {
            Key::Taken(_) | Key::Gave(..) => true,
            Key::Fact(fact) | Key::Has(fact, _) | Key::Known(fact) => {
                let def = self.pathway.dictionary.get(fact.as_str());
                def.is_none_or(|def| def.lasts == Lasts::Episode)
            }
            Key::By | Key::Ever(_) | Key::Free(_) => false,
        }
    }
}

/// Whether a step cannot be taken without a fact.
pub(super) fn requires(step: &Step, fact: &FactName) -> bool {
    let asked = step.asks.iter().find(|ask| ask.fact == *fact);
    asked.is_some_and(|ask| matches!(ask.need, Need::Required))
}
