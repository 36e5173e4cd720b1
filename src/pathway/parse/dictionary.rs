//! `facts.yaml`: the dictionaries of a pathway, laid over one another, and what must hold of all
//! facts together. What one fact says is read by [`super::fact`].

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{Map, entries_of, is_fact};
use super::sink::Sink;
use super::{fact, wording};
use crate::domain::{Dictionary, FactDef, FactKind, FactName};
use crate::pathway::model::Wording;
use crate::pathway::node::{Node, quoted};
use crate::pathway::reserved;

/// All facts, as far as they could be read.
#[derive(Default)]
pub(super) struct Facts {
    /// The definitions.
    pub(super) dictionary: Dictionary,
    /// Their names in the order of the files; one that is defined again keeps its place.
    pub(super) order: Vec<FactName>,
    /// Names whose type cannot be told, which has been said.
    pub(super) broken: BTreeSet<String>,
    /// Phrases that are pointed out; one that is named again replaces the earlier one.
    pub(super) wordings: Vec<Wording>,
    /// Whether every file could be read: else a name that is not here proves nothing.
    pub(super) whole: bool,
}

/// Reads dictionaries of which each overrides those before it; a file that is no YAML is none.
pub(super) fn read(sink: &Sink, files: &[Option<Node>]) -> Facts {
    let mut facts = Facts { whole: files.iter().all(Option::is_some), ..Facts::default() };
    for node in files.iter().flatten() {
        let map = Map::read(sink, "a dictionary", node.place, node, &["facts", "wordings"]);
        let section = map.need("facts").and_then(|node| entries_of(sink, "`facts`", node));
        facts.whole &= section.is_some();
        for entry in section.unwrap_or_default() {
            let name = FactName::from(entry.key.as_str());
            if facts.dictionary.get(name.as_str()).is_none() {
                facts.order.push(name);
            }
            let (def, told) = fact::read(sink, entry);
            facts.dictionary.insert(def);
            facts.broken.remove(&entry.key);
            if !told {
                facts.broken.insert(entry.key.clone());
            }
        }
    }
    facts.wordings = wording::read(sink, files, &facts);
    names(sink, &facts.dictionary);
    flags(sink, &facts);
    meanings(sink, &facts.dictionary);
    guards(sink, &facts);
    facts
}

/// What makes a fact confidential is a yes-no fact.
fn guards(sink: &Sink, facts: &Facts) {
    for def in facts.dictionary.iter() {
        let Some(guard) = def.confidential_when.as_ref().map(FactName::as_str) else { continue };
        match facts.dictionary.get(guard) {
            Some(found) if found.kind == FactKind::YesNo || facts.broken.contains(guard) => {}
            Some(_) => {
                sink.say(
                    def.place,
                    format!("`confidential_when` names a yes-no fact, not `{guard}`"),
                );
            }
            None if facts.whole => {
                let known = facts.order.iter().map(FactName::as_str);
                sink.none_such(def.place, "fact", guard, known);
            }
            None => {}
        }
    }
}

/// Every name has the form of one and is no word of the language.
fn names(sink: &Sink, dictionary: &Dictionary) {
    for FactDef { name, place, .. } in dictionary.iter() {
        let name = name.as_str();
        if !is_fact(name) {
            let form = "lower-case letters, digits and `_`, joined by `.`";
            sink.say(*place, format!("{} cannot name a fact: it has {form}", quoted(name)));
        } else if reserved::CONDITION_WORDS.contains(&name) || reserved::FACT_WORDS.contains(&name)
        {
            sink.say(*place, format!("`{name}` is a word of the language and cannot name a fact"));
        }
    }
}

/// No two facts have one flag, and none has one of the program's.
fn flags(sink: &Sink, facts: &Facts) {
    let mut taken: BTreeMap<String, &FactName> = BTreeMap::new();
    for def in facts.order.iter().filter_map(|name| facts.dictionary.get(name.as_str())) {
        let (name, flag) = (&def.name, def.name.flag());
        if reserved::OPTIONS.contains(&flag.as_str()) {
            let text = format!("`{name}` has the flag `--{flag}`, which is the program's own");
            sink.say(def.place, text);
        }
        if let Some(first) = taken.insert(flag.clone(), name) {
            let both = format!("`{first}` and {}", quoted(name.as_str()));
            sink.say(def.place, format!("{both} have one flag, `--{flag}`"));
        }
    }
}

/// Each meaning is of one fact.
fn meanings(sink: &Sink, dictionary: &Dictionary) {
    let mut meant: Vec<&FactDef> = dictionary.iter().filter(|def| def.means.is_some()).collect();
    meant.sort_by(|a, b| a.means.cmp(&b.means).then(a.place.cmp(&b.place)));
    for pair in meant.windows(2) {
        if pair[0].means == pair[1].means {
            let (first, second) = (&pair[0].name, &pair[1].name);
            sink.say(pair[1].place, format!("`{first}` and `{second}` have one meaning"));
        }
    }
}
