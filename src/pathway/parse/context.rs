//! The names of a pathway, collected before anything that uses them is read, so that order in the
//! files does not matter. To ask for a name that is not there is a problem.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::dictionary::Facts;
use super::rules::Rules;
use super::shape::text;
use super::sink::Sink;
use crate::domain::{FactDef, FactName, ObligationName, Place, RoleName, StageName, StepName};
use crate::pathway::model::{Amount, Role, Stage};
use crate::pathway::node::{Entry, Node};

/// What may be named.
pub(super) struct Context<'n> {
    /// Where problems go.
    pub(super) sink: &'n Sink,
    /// Facts.
    pub(super) facts: &'n Facts,
    /// Roles, in the order of the file.
    pub(super) roles: Vec<Role>,
    /// Stages, in the order of the file.
    pub(super) stages: Vec<Stage>,
    /// Steps, not read yet.
    pub(super) steps: Vec<&'n Entry>,
    /// Names of obligations.
    pub(super) obligations: Vec<&'n str>,
    /// Settings.
    pub(super) settings: BTreeMap<String, Amount>,
    /// Rules.
    pub(super) rules: Rules<'n>,
    /// How many parts all conditions read so far have.
    pub(super) parts: Cell<usize>,
    /// Whether the statutory file could be read: else a name that is not here proves nothing.
    pub(super) whole: bool,
}

impl<'n> Context<'n> {
    /// The definition of a fact; none where it has none that can be used, which has been said.
    /// `words` may stand in its place and are suggested too.
    pub(super) fn fact(&self, name: &str, place: &Place, words: &[&str]) -> Option<&'n FactDef> {
        let facts = self.facts;
        if facts.broken.contains(name) {
            return None;
        }
        let found = facts.dictionary.get(name);
        if found.is_none() && facts.whole {
            let known = facts.order.iter().map(FactName::as_str).chain(words.iter().copied());
            self.sink.none_such(place, "fact", name, known);
        }
        found
    }

    /// The fact that a node names.
    pub(super) fn fact_at(&self, node: &Node) -> Option<&'n FactDef> {
        let name = self.named(node, "a fact")?;
        self.fact(&name, &node.place, &[])
    }

    /// The step that a node names.
    pub(super) fn step(&self, node: &Node) -> StepName {
        if !self.whole {
            return StepName::from(self.named(node, "a step").unwrap_or_default());
        }
        self.one_of(node, "step", self.steps.iter().map(|entry| entry.key.as_str())).into()
    }

    /// Whether a step may give a fact, as far as that can be told: a step that does not exist or
    /// has another shape is a problem of its own.
    pub(super) fn takes(&self, step: &str, fact: &str) -> bool {
        let Some(entry) = self.steps.iter().find(|entry| entry.key == step) else { return true };
        let asks = entry.node.get("asks").is_some_and(|asks| asks.get(fact).is_some());
        let may = entry.node.get("may").and_then(Node::list).unwrap_or_default();
        asks || may.iter().filter_map(Node::text).any(|may| match may.strip_suffix('*') {
            Some(group) => fact.starts_with(group),
            None => may == fact,
        })
    }

    /// The stage that a node names.
    pub(super) fn stage(&self, node: &Node) -> StageName {
        self.one_of(node, "stage", self.stages.iter().map(|stage| stage.name.as_str())).into()
    }

    /// The role that a node names.
    pub(super) fn role(&self, node: &Node) -> RoleName {
        self.one_of(node, "role", self.roles.iter().map(|role| role.name.as_str())).into()
    }

    /// The obligation that a node names.
    pub(super) fn obligation(&self, node: &Node) -> ObligationName {
        if !self.whole {
            return ObligationName::from(self.named(node, "an obligation").unwrap_or_default());
        }
        self.one_of(node, "obligation", self.obligations.iter().copied()).into()
    }

    /// The setting that a node names.
    pub(super) fn setting(&self, node: &Node) -> Option<Amount> {
        let name = self.named(node, "a setting")?;
        let found = self.settings.get(&name).copied();
        if found.is_none() && self.whole {
            let known = self.settings.keys().map(String::as_str);
            self.sink.none_such(&node.place, "setting", &name, known);
        }
        found
    }

    /// The text of a node that must be a name.
    pub(super) fn named(&self, node: &Node, what: &str) -> Option<String> {
        Some(text(self.sink, what, node)).filter(|name| !name.is_empty())
    }

    fn one_of<'a>(
        &self,
        node: &Node,
        thing: &str,
        there_are: impl Iterator<Item = &'a str> + Clone,
    ) -> String {
        let what = if thing == "obligation" { "an obligation" } else { &format!("a {thing}") };
        let Some(name) = self.named(node, what) else { return String::new() };
        if !there_are.clone().any(|known| known == name) {
            self.sink.none_such(&node.place, thing, &name, there_are);
        }
        name
    }
}
