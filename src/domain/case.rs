//! The case: what replaying its records gives. Only [`Case::apply`](super::apply) changes one.

use std::collections::BTreeMap;

use super::order::Ancestry;
use super::{FactName, Happened, Item, Keeps, RoleName, StageName, StepName, Value, When};

/// One child's case as it stands after some of its records.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub(super) stage: Option<StageName>,
    pub(super) facts: BTreeMap<FactName, FactHistory>,
    pub(super) takings: Vec<Taking>,
    /// For each step, the places of its takings among all: a long case asks for them very often.
    pub(super) by_step: BTreeMap<StepName, Vec<usize>>,
    pub(super) episode_start: usize,
    pub(super) episodes: usize,
    pub(super) worker: Option<String>,
    pub(super) folded: usize,
}

/// One taking of a step that counts: permitted where it stands.
#[derive(Clone, Debug)]
pub struct Taking {
    /// The step.
    pub step: StepName,
    /// Its place in the fold.
    pub at: usize,
    /// When it took place.
    pub happened: Happened,
    /// The same, as far as it is known: only a day, where only that was given.
    pub when: When,
    /// In which role it was taken.
    pub role: RoleName,
    /// Whether a gate was overridden; such a taking meets no duty.
    pub overridden: bool,
}

/// All values that were given for a fact, in the order of the fold.
#[derive(Clone, Debug, Default)]
pub struct FactHistory {
    pub(super) given: Vec<Given>,
    /// The latest value and those that its author had not seen; more than one is a conflict.
    pub(super) heads: Vec<usize>,
    pub(super) grows: bool,
}

/// A value and the record that gave it.
#[derive(Clone, Debug)]
pub struct Given {
    /// The value.
    pub value: Value,
    /// The place in the fold of the record that gave it.
    pub at: usize,
    /// When that took place.
    pub happened: Happened,
}

impl Case {
    /// Where the case stands; none before its first record.
    pub fn stage(&self) -> Option<&StageName> {
        self.stage.as_ref()
    }

    /// The worker to whom the case is allocated.
    pub fn worker(&self) -> Option<&str> {
        self.worker.as_deref()
    }

    /// How many records were folded.
    pub fn folded(&self) -> usize {
        self.folded
    }

    /// Which episode the case is in, from 1; 0 before its first record.
    pub fn episode(&self) -> usize {
        self.episodes
    }

    /// The place in the fold at which the current episode began.
    pub fn episode_start(&self) -> usize {
        self.episode_start
    }

    /// All takings that count, in order.
    pub fn takings(&self) -> &[Taking] {
        &self.takings
    }

    /// All takings of a step, whatever the episode, in order.
    pub fn every_taking_of(&self, step: &str) -> impl DoubleEndedIterator<Item = &Taking> {
        let places = self.by_step.get(step).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|&place| self.takings.get(place))
    }

    /// The takings of a step in the current episode, in order.
    pub fn takings_of(&self, step: &StepName) -> impl DoubleEndedIterator<Item = &Taking> {
        let places = self.by_step.get(step).map(Vec::as_slice).unwrap_or_default();
        let taking = |place: &usize| self.takings.get(*place);
        let first =
            places.partition_point(|p| taking(p).is_some_and(|t| t.at < self.episode_start));
        places[first..].iter().filter_map(taking)
    }

    /// The history of a fact, if it was ever given.
    pub fn fact(&self, name: &str) -> Option<&FactHistory> {
        self.facts.get(name)
    }

    /// Every fact that was ever given, by name.
    pub fn facts(&self) -> impl Iterator<Item = (&FactName, &FactHistory)> {
        self.facts.iter()
    }

    /// The current value of a fact, whatever the episode; none while it is in conflict.
    pub fn value(&self, name: &str) -> Option<Value> {
        self.fact(name)?.current(0)
    }
}

impl FactHistory {
    pub(super) fn push(&mut self, keeps: Keeps, given: Given, ancestry: &Ancestry) {
        let at = self.given.len();
        match keeps {
            Keeps::All => {
                self.grows = true;
                self.heads.push(at);
            }
            Keeps::Latest => {
                let (values, heads) = (&self.given, &mut self.heads);
                heads.retain(|&head| {
                    let other = &values[head];
                    let knew = ancestry.saw(given.at, other.at) || ancestry.saw(other.at, given.at);
                    !knew && other.value != given.value
                });
                heads.push(at);
            }
        }
        self.given.push(given);
    }

    /// Every value that was given, in order.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// The value that the record at a place in the fold itself gave.
    pub fn given_at(&self, at: usize) -> Option<&Value> {
        let place = self.given.binary_search_by_key(&at, |given| given.at).ok()?;
        self.given.get(place).map(|given| &given.value)
    }

    /// The values that were given at or after a place in the fold.
    pub fn given_since(&self, since: usize) -> &[Given] {
        let first = self.given.partition_point(|given| given.at < since);
        self.given.get(first..).unwrap_or_default()
    }

    /// Whether values stand against each other.
    pub fn is_in_conflict(&self) -> bool {
        !self.grows && self.heads.len() > 1
    }

    /// The values that stand against each other; empty when there is no conflict.
    pub fn conflict(&self) -> Vec<&Given> {
        if !self.is_in_conflict() {
            return Vec::new();
        }
        self.heads.iter().map(|&at| &self.given[at]).collect()
    }

    /// The latest given value at or after a place in the fold, conflict or not.
    pub fn latest(&self, since: usize) -> Option<&Given> {
        self.given.last().filter(|given| given.at >= since)
    }

    /// The value as it stands, of what was given at or after a place in the fold: the whole of a
    /// list that grows, else the latest. None while it is in conflict.
    pub fn current(&self, since: usize) -> Option<Value> {
        if self.grows {
            let given = self.given_since(since).iter();
            let items: Vec<Item> = given.flat_map(|g| g.value.items()).cloned().collect();
            return (!items.is_empty()).then_some(Value::List(items));
        }
        if self.heads.len() > 1 {
            return None;
        }
        self.latest(since).map(|given| given.value.clone())
    }

    /// Whether it changed after a place in the fold: another value than before, or another item.
    /// The same value given again is no change.
    pub fn changed_after(&self, at: usize) -> bool {
        let first = self.given.partition_point(|given| given.at <= at);
        (first..self.given.len()).any(|n| {
            let before = n.checked_sub(1).and_then(|n| self.given.get(n));
            self.grows || before.is_none_or(|b| b.value != self.given[n].value)
        })
    }

    /// Whether the items of all records are kept.
    pub fn grows(&self) -> bool {
        self.grows
    }
}
