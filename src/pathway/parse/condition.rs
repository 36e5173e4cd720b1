//! Conditions. A mapping with one key is that part; with several it is all of them.

use super::context::Context;
use super::shape::{Map, list, number, one_or_more};
use super::{by, has, wanted};
use crate::domain::{FactDef, FactKind, FactName, Meaning, RuleName};
use crate::pathway::condition::{Condition, RankOf, Wanted};
use crate::pathway::node::{Entry, Node};
use crate::pathway::reserved::CONDITION_WORDS;

/// Deeper than any condition that a person can read, rules written out.
const DEEPEST: usize = 100;
/// More parts than any condition that a person can read, rules written out.
const MOST_PARTS: usize = 2000;
/// More parts than all conditions of a pathway have together.
const MOST_IN_ALL: usize = 200_000;

/// Reads a condition.
pub(super) fn read(cx: &Context<'_>, node: &Node) -> Condition {
    Reader::new(cx, false).condition(node, 0)
}

/// Reads a condition in which `each` stands for the item of an instance.
pub(super) fn read_each(cx: &Context<'_>, node: &Node) -> Condition {
    Reader::new(cx, true).condition(node, 0)
}

/// What stands for a condition that could not be read, which has been said.
pub(super) fn nothing() -> Condition {
    Condition::All(Vec::new())
}

/// Reads one condition with all its parts.
pub(super) struct Reader<'c, 'n> {
    cx: &'c Context<'n>,
    each: bool,
    parts: usize,
}

impl<'c, 'n> Reader<'c, 'n> {
    /// A reader; `each` says whether the word stands for the item of an instance.
    pub(super) fn new(cx: &'c Context<'n>, each: bool) -> Self {
        Reader { cx, each, parts: 0 }
    }

    /// Reads a condition that stands so deep in another.
    pub(super) fn condition(&mut self, node: &Node, depth: usize) -> Condition {
        if !self.may_grow(node, 1, depth) {
            return nothing();
        }
        let Some(entries) = node.map() else {
            return self.said(node, format!("a condition must be a mapping, not {}", node.shape()));
        };
        if entries.is_empty() {
            return self.said(node, "this condition says nothing");
        }
        if let Some(taken) = entries.iter().find(|entry| entry.key == "taken") {
            return self.taken(taken, entries);
        }
        one_or_all(entries.iter().map(|entry| self.part(entry, depth)).collect())
    }

    /// Whether there is room for more parts, so deep; else it is said once.
    fn may_grow(&mut self, node: &Node, more: usize, depth: usize) -> bool {
        if depth > DEEPEST {
            self.said(node, "this is nested too deeply");
            return false;
        }
        let had_room = self.parts <= MOST_PARTS;
        self.parts += more;
        if self.parts > MOST_PARTS && had_room {
            self.said(node, "this condition is too long, its rules written out");
        }
        let (before, all) = (self.cx.parts.get(), self.cx.parts.get() + more);
        self.cx.parts.set(all);
        if all > MOST_IN_ALL && before <= MOST_IN_ALL {
            self.said(node, "the conditions up to this one are too long, their rules written out");
        }
        self.parts <= MOST_PARTS && all <= MOST_IN_ALL
    }

    fn said(&self, node: &Node, message: impl Into<String>) -> Condition {
        self.cx.sink.say(node.place, message);
        nothing()
    }

    fn part(&mut self, entry: &Entry, depth: usize) -> Condition {
        let Entry { key, node, .. } = entry;
        match key.as_str() {
            "all" => Condition::All(self.parts_of(key, node, depth)),
            "any" => Condition::Any(self.parts_of(key, node, depth)),
            "not" => Condition::Not(Box::new(self.condition(node, depth + 1))),
            "known" => one_or_all(self.facts(key, node).map(Condition::Known).collect()),
            "ever" => Condition::Ever(self.cx.step(node)),
            "first" => Condition::First(self.cx.step(node)),
            "has" => one_or_all(has::read(self.cx, node, self.each)),
            "rank" => self.rank(node),
            "age" => self.age(entry),
            "changed" => Condition::Changed(self.facts(key, node).collect()),
            "given" => Condition::Given(self.facts(key, node).collect()),
            "owed" => Condition::Owed(self.cx.obligation(node)),
            "differ" => self.differ(node),
            "rule" => self.rule(node, depth),
            fact => {
                let def = self.cx.fact(fact, entry.place, CONDITION_WORDS);
                let def = def.map(|def| self.wanted(def, node));
                def.map_or_else(nothing, |(fact, any_of)| Condition::Fact { fact, any_of })
            }
        }
    }

    fn parts_of(&mut self, key: &str, node: &Node, depth: usize) -> Vec<Condition> {
        let parts = list(self.cx.sink, format_args!("`{key}`"), node);
        if node.list().is_some() && parts.is_empty() {
            self.said(node, format!("`{key}` is an empty list"));
        }
        parts.iter().map(|part| self.condition(part, depth + 1)).collect()
    }

    fn facts<'a>(
        &self,
        key: &str,
        node: &'a Node,
    ) -> impl Iterator<Item = FactName> + use<'a, 'c, 'n> {
        let cx = self.cx;
        let nodes = one_or_more(cx.sink, format_args!("`{key}`"), node);
        nodes.iter().filter_map(move |node| cx.fact_at(node)).map(|def| def.name.clone())
    }

    fn wanted(&self, def: &FactDef, node: &Node) -> (FactName, Vec<Wanted>) {
        let values = wanted::read(self.cx.sink, def.name.as_str(), &def.kind, node, self.each);
        (def.name.clone(), values)
    }

    /// `taken` and the facts beside it, which belong to the taking.
    fn taken(&mut self, taken: &Entry, entries: &[Entry]) -> Condition {
        let step = self.cx.step(&taken.node);
        let mut with = Vec::new();
        for entry in entries.iter().filter(|entry| entry.key != "taken") {
            if CONDITION_WORDS.contains(&entry.key.as_str()) {
                let text = format!(
                    "beside `taken` stand only facts of the taking: join `{}` to it with `all`",
                    entry.key
                );
                self.cx.sink.say(entry.place, text);
            } else if let Some(def) = self.cx.fact(&entry.key, entry.place, CONDITION_WORDS) {
                if !self.cx.takes(step.as_str(), &entry.key) {
                    let text = format!("step `{step}` never takes `{}`", def.name);
                    self.cx.sink.say(entry.place, text);
                }
                with.push(self.wanted(def, &entry.node));
            }
        }
        Condition::Taken { step, with }
    }

    fn rank(&self, node: &Node) -> Condition {
        let Some(entries) = node.map().filter(|entries| !entries.is_empty()) else {
            return self.said(node, "`rank` names `by` or a fact, and `{at_least: role}`");
        };
        let rank = |entry: &Entry| {
            let of = if entry.key == "by" {
                Some(RankOf::By)
            } else {
                let def = self.cx.fact(&entry.key, entry.place, &["by"]);
                def.filter(|def| self.is_text(def, &entry.node))
                    .map(|def| RankOf::Fact(def.name.clone()))
            };
            let senior = by::at_least(self.cx, &entry.node);
            of.zip(senior).map_or_else(nothing, |(of, (at_least, roles))| Condition::Rank {
                of,
                at_least,
                roles,
            })
        };
        one_or_all(entries.iter().map(rank).collect())
    }

    /// Whether a fact holds one text; else it is said.
    fn is_text(&self, def: &FactDef, node: &Node) -> bool {
        let fits = matches!(def.kind, FactKind::Text(_) | FactKind::Choice(_));
        if !fits {
            let text = format!("`{}` must be a text or a choice here", def.name);
            self.cx.sink.say(node.place, text);
        }
        fits
    }

    fn age(&self, entry: &Entry) -> Condition {
        let facts = self.cx.facts;
        let known = facts.dictionary.meaning(Meaning::BirthDate).is_some();
        if !known && facts.whole {
            self.cx.sink.say(entry.place, "no fact `means: birth-date`, so no age is known");
        }
        let map = Map::read(self.cx.sink, "`age`", entry.place, &entry.node, &["at_least"]);
        let years = map.need("at_least").and_then(|n| number(self.cx.sink, "an age", n, 120));
        Condition::Age { at_least: years.unwrap_or(0) }
    }

    fn differ(&self, node: &Node) -> Condition {
        let Some([a, b]) = node.list() else {
            return self.said(node, "`differ` is a list of two facts");
        };
        let text = |node| self.cx.fact_at(node).filter(|def| self.is_text(def, node));
        let (a, b) = (text(a), text(b));
        a.zip(b).map_or_else(nothing, |(a, b)| Condition::Differ(a.name.clone(), b.name.clone()))
    }

    fn rule(&mut self, node: &Node, depth: usize) -> Condition {
        let Some(name) = self.cx.named(node, "a rule") else { return nothing() };
        let rules = &self.cx.rules;
        let Some(rule) = rules.written(self.cx, &name, node.place, depth + 1) else {
            return nothing();
        };
        if !self.may_grow(node, rule.parts, depth + rule.depth) {
            return nothing();
        }
        Condition::Rule { name: RuleName::from(name), is: Box::new(rule.is) }
    }
}

/// The part itself where there is one, else all of them.
fn one_or_all(mut parts: Vec<Condition>) -> Condition {
    match (parts.pop(), parts.is_empty()) {
        (Some(part), true) => part,
        (Some(part), false) => {
            parts.push(part);
            Condition::All(parts)
        }
        (None, _) => nothing(),
    }
}
