//! `wordings` of a dictionary: phrases that are pointed out in free text.

use super::dictionary::Facts;
use super::header::section;
use super::shape::{Map, is_name, one_or_more, text};
use super::sink::Sink;
use crate::domain::{FactKind, FactName, ListOf};
use crate::pathway::model::Wording;
use crate::pathway::node::{Entry, Node};
use crate::pathway::wording::plain;

/// Reads the wordings of dictionaries of which each overrides those before it, name by name.
pub(super) fn read(sink: &Sink, files: &[Option<Node>], facts: &Facts) -> Vec<Wording> {
    let mut found: Vec<Wording> = Vec::new();
    for node in files.iter().flatten().filter(|node| node.get("wordings").is_some()) {
        // The other keys of the file have been read already.
        let quiet = Sink::default();
        let map = Map::read(&quiet, "a dictionary", &node.place, node, &[]);
        for entry in section(sink, &map, "wordings", "a wording", is_name) {
            let wording = one(sink, entry, facts);
            match found.iter_mut().find(|other| other.name == wording.name) {
                Some(other) => *other = wording,
                None => found.push(wording),
            }
        }
    }
    found
}

fn one(sink: &Sink, entry: &Entry, facts: &Facts) -> Wording {
    let keys = ["phrases", "say", "source", "not_in"];
    let what = format!("wording `{}`", entry.key);
    let map = Map::read(sink, what, &entry.place, &entry.node, &keys);
    let phrases = map.need("phrases").map_or(&[][..], |node| one_or_more(sink, "`phrases`", node));
    let not_in = map.get("not_in").map_or(&[][..], |node| one_or_more(sink, "`not_in`", node));
    Wording {
        name: entry.key.clone(),
        phrases: phrases.iter().map(|node| plain(&text(sink, "a phrase", node))).collect(),
        say: map.text("say"),
        source: map.text("source"),
        not_in: not_in.iter().filter_map(|node| free_text(sink, node, facts)).collect(),
    }
}

/// A fact in which somebody writes freely.
fn free_text(sink: &Sink, node: &Node, facts: &Facts) -> Option<FactName> {
    let name = text(sink, "a fact", node);
    if name.is_empty() || facts.broken.contains(&name) {
        return None;
    }
    let Some(def) = facts.dictionary.get(&name) else {
        if facts.whole {
            let known = facts.order.iter().map(FactName::as_str);
            sink.none_such(&node.place, "fact", &name, known);
        }
        return None;
    };
    let free = match &def.kind {
        FactKind::Text(_) | FactKind::List(ListOf::Texts) => true,
        FactKind::List(ListOf::Fields(fields)) => {
            fields.iter().any(|field| matches!(field.kind, FactKind::Text(_)))
        }
        FactKind::Choice(_)
        | FactKind::Choices(_)
        | FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number => false,
    };
    if !free {
        sink.say(&node.place, format!("nobody writes freely in `{name}`: it is no text"));
    }
    Some(def.name.clone())
}
