//! Reads the files of one version of a pathway: dictionaries, `pathway.yaml`, `statutory.yaml`.
//!
//! What is read is a [`Pathway`] in which every name exists, every group, rank and rule is written
//! out and every wanted value has the type of its fact; or else all problems of all files at once,
//! each with file, line and column. Whether a pathway that reads is also a sensible one (whether
//! every stage can be reached, every duty met) is the business of its proofs.
//!
//! Names are collected first (`context`), so that the order of a file does not matter.

mod beside;
mod by;
mod clock;
mod condition;
mod context;
mod dictionary;
mod fact;
mod gate;
mod has;
mod header;
mod kind;
mod obligation;
mod rules;
mod shape;
mod sink;
mod step;
mod wanted;
mod wording;

#[cfg(test)]
mod tests;

use std::cell::Cell;

use super::labels;
use super::model::{At, Pathway};
use super::node::{Entry, Node};
use crate::domain::{Dictionary, Place, Problem, RuleName};
use context::Context;
use dictionary::Facts;
use header::section;
use rules::Rules;
use shape::{Map, is_key, is_name};
use sink::Sink;

/// The top of `pathway.yaml`.
const KEYS: &[&str] = &[
    "pathway",
    "version",
    "title",
    "labels",
    "settings",
    "contacts",
    "roles",
    "seniors",
    "urgent",
    "stages",
    "rules",
    "steps",
    "notices",
    "gates",
    "obligations",
];
/// The top of `statutory.yaml`: what it brings, and what it adds to the pathway's own.
const STATUTORY_KEYS: &[&str] =
    &["settings", "rules", "steps", "notices", "gates", "obligations", "step_notices", "clocks"];

/// The files of one version of a pathway: (name as printed in problems, bytes).
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    /// Dictionaries, of which each overrides those before it, fact by fact.
    pub dictionaries: Vec<(&'a str, &'a [u8])>,
    /// The pathway.
    pub pathway: (&'a str, &'a [u8]),
    /// The clocks of law that run beside it.
    pub statutory: Option<(&'a str, &'a [u8])>,
}

/// Reads a pathway.
///
/// # Errors
/// All problems of all files at once, sorted by place; never none.
pub fn parse(sources: &Sources<'_>) -> Result<Pathway, Vec<Problem>> {
    let sink = Sink::default();
    let read = |(file, bytes): &(&str, &[u8])| {
        let (node, problems) = Node::parse_all(file, bytes);
        sink.take_over(problems);
        node
    };
    let dictionaries: Vec<_> = sources.dictionaries.iter().map(read).collect();
    let pathway = read(&sources.pathway);
    let statutory = sources.statutory.as_ref().map(read);
    let facts = dictionary::read(&sink, &dictionaries);
    let built = pathway.as_ref().map(|node| build(&sink, &facts, node, statutory.as_ref()));
    match (built, sink.sorted()) {
        (Some(pathway), problems) if problems.is_empty() => {
            let (dictionary, wordings) = (facts.dictionary, facts.wordings);
            let mut pathway = Pathway { wordings, dictionary, ..pathway };
            labels::put(&mut pathway);
            Ok(pathway)
        }
        (None, problems) if problems.is_empty() => {
            Err(vec![Problem::new(Place::file(sources.pathway.0), "this cannot be read")])
        }
        (_, problems) => Err(problems),
    }
}

/// Builds a pathway without its dictionary; what is wrong is said and left out.
fn build<'n>(
    sink: &'n Sink,
    facts: &'n Facts,
    node: &'n Node,
    statutory: Option<&'n Option<Node>>,
) -> Pathway {
    let own = Map::read(sink, "the pathway", &node.place, node, KEYS);
    let beside = statutory
        .and_then(Option::as_ref)
        .map(|node| Map::read(sink, "the statutory file", &node.place, node, STATUTORY_KEYS));
    let both = |key: &str, thing: &str, is_fine: fn(&str) -> bool| {
        let files = [Some(&own), beside.as_ref()];
        let entries =
            files.iter().flatten().flat_map(|map| section(sink, map, key, thing, is_fine));
        once(sink, thing, entries)
    };
    let rules = both("rules", "a rule", is_name);
    let obligations = both("obligations", "an obligation", is_name);
    let steps = both("steps", "a step", is_name);
    let gates = both("gates", "a gate", is_name);
    let cx = Context {
        sink,
        facts,
        roles: header::roles(sink, &own),
        stages: header::stages(sink, &own),
        steps: steps.clone(),
        obligations: obligations.iter().map(|entry| entry.key.as_str()).collect(),
        settings: header::settings(sink, &both("settings", "a setting", is_key)),
        rules: Rules::new(rules.iter().map(|entry| (entry.key.as_str(), &entry.node)).collect()),
        parts: Cell::new(0),
        whole: statutory.is_none_or(Option::is_some),
    };
    let written = cx.rules.all(&cx);
    let mut steps: Vec<_> = steps.iter().map(|entry| step::read(&cx, entry)).collect();
    let opens = steps.iter().any(|step| step.at == At::Opening);
    own.need("steps");
    if let Some(entry) = own.entry("steps").filter(|entry| entry.node.map().is_some() && !opens) {
        sink.say(&entry.place, "no step opens a case: one must have `at: none`");
    }
    let mut obligations: Vec<_> =
        obligations.iter().map(|entry| obligation::read(&cx, entry)).collect();
    let mut notices = step::notices(&cx, &own);
    if let Some(beside) = &beside {
        notices.extend(step::notices(&cx, beside));
        beside::notices(&cx, beside, &mut steps);
        beside::clocks(&cx, beside, &mut obligations);
    }
    let seniors = own.need("seniors").map(|node| by::read(&cx, "`seniors`", node));
    Pathway {
        name: header::name(sink, &own),
        title: own.text("title"),
        labels: header::labels(sink, &own),
        contacts: header::contacts(sink, &own),
        seniors: seniors.unwrap_or_default(),
        urgent: own.get("urgent").map(|node| condition::read(&cx, node)),
        rules: written.into_iter().map(|(name, is)| (RuleName::from(name), is)).collect(),
        steps,
        notices,
        wordings: Vec::new(),
        gates: gates.iter().map(|entry| gate::read(&cx, entry)).collect(),
        obligations,
        dictionary: Dictionary::default(),
        settings: cx.settings,
        roles: cx.roles,
        stages: cx.stages,
    }
}

/// Entries of several files; one whose name stands in an earlier file is said and left out.
fn once<'n>(sink: &Sink, thing: &str, entries: impl Iterator<Item = &'n Entry>) -> Vec<&'n Entry> {
    let mut found: Vec<&Entry> = Vec::new();
    for entry in entries {
        match found.iter().find(|first| first.key == entry.key) {
            Some(first) => {
                let text = format!("{thing} `{}` is already in {}", entry.key, first.place);
                sink.say(&entry.place, text);
            }
            None => found.push(entry),
        }
    }
    found
}
