//! The types of facts and of the fields of lists: what may stand under `type`, `choices`,
//! `suggests` and `list_of`.

use super::shape::{Map, entries_of, is_field, list, one_of, text};
use super::sink::Sink;
use crate::domain::{Choice, FactKind, Field, ListOf, Place};
use crate::pathway::node::{Entry, Node, quoted};

/// The words for types.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Text,
    Choice,
    Choices,
    YesNo,
    Date,
    DateTime,
    Number,
    List,
}

const WORDS: &[(&str, Word)] = &[
    ("text", Word::Text),
    ("choice", Word::Choice),
    ("choices", Word::Choices),
    ("yes-no", Word::YesNo),
    ("date", Word::Date),
    ("datetime", Word::DateTime),
    ("number", Word::Number),
    ("list", Word::List),
];

/// Reads the type of a fact or a field; none where it has none, which has been said.
pub(super) fn read(sink: &Sink, map: &Map<'_>, in_list: bool) -> Option<FactKind> {
    let word = one_of(sink, "`type`", map.need("type")?, WORDS)?;
    for (key, of, fits) in [
        ("choices", "a choice or choices", matches!(word, Word::Choice | Word::Choices)),
        ("suggests", "a text", word == Word::Text),
        ("list_of", "a list", word == Word::List),
    ] {
        if let Some(entry) = map.entry(key).filter(|_| !fits) {
            sink.say(entry.place, format!("`{key}` stands only with the type of {of}"));
        }
    }
    Some(match word {
        Word::Text => FactKind::Text(
            map.get("suggests").map_or_else(Vec::new, |node| choices(sink, "`suggests`", node)),
        ),
        Word::Choice => FactKind::Choice(some_choices(sink, map)?),
        Word::Choices => FactKind::Choices(some_choices(sink, map)?),
        Word::YesNo => FactKind::YesNo,
        Word::Date => FactKind::Date,
        Word::DateTime => FactKind::DateTime,
        Word::Number => FactKind::Number,
        Word::List if in_list => {
            if let Some(node) = map.get("type") {
                sink.say(node.place, "a field of a list is never a list itself");
            }
            return None;
        }
        Word::List => FactKind::List(match map.get("list_of") {
            None => ListOf::Texts,
            Some(node) => ListOf::Fields(fields(sink, node)),
        }),
    })
}

/// The choices that must be there; none where there are none, which has been said.
fn some_choices(sink: &Sink, map: &Map<'_>) -> Option<Vec<Choice>> {
    let found = choices(sink, "`choices`", map.need("choices")?);
    (!found.is_empty()).then_some(found)
}

/// Choices: a mapping of stored keys to labels, or a list of keys.
fn choices(sink: &Sink, what: &str, node: &Node) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    if let Some(entries) = node.map() {
        for Entry { key, place, node } in entries {
            key_is_fine(sink, key, *place);
            let label = text(sink, format_args!("the label of {}", quoted(key)), node);
            found.push(Choice { key: key.clone(), label });
        }
    } else {
        for item in list(sink, what, node) {
            let key = text(sink, "a choice", item);
            key_is_fine(sink, &key, item.place);
            if found.iter().any(|choice| choice.key == key) {
                sink.say(item.place, format!("the choice {} stands twice", quoted(&key)));
            }
            found.push(Choice { label: key.clone(), key });
        }
    }
    if found.is_empty() && (node.map().is_some() || node.list().is_some()) {
        sink.say(node.place, format!("{what} has nothing in it"));
    }
    found
}

/// A flag takes choices as `a,b`: no key may hold a comma.
fn key_is_fine(sink: &Sink, key: &str, place: Place) {
    if key.trim() != key || key.is_empty() || key.contains([',', '\n']) {
        let key = quoted(key);
        sink.say(place, format!("{key} cannot be a choice: it is blank, or has a comma in it"));
    }
}

/// The fields of the items of a list.
fn fields(sink: &Sink, node: &Node) -> Vec<Field> {
    let entries = entries_of(sink, "`list_of`", node).unwrap_or_default();
    if entries.is_empty() && node.map().is_some() {
        sink.say(node.place, "`list_of` has nothing in it");
    }
    let read = |entry: &Entry| {
        let name = quoted(&entry.key);
        if !is_field(&entry.key) {
            let form = "lower-case letters, digits and `_`";
            sink.say(entry.place, format!("{name} cannot name a field: it has {form}"));
        }
        let keys = ["label", "type", "choices", "suggests", "required"];
        let map = Map::read(sink, ("field", entry.key.as_str()), entry.place, &entry.node, &keys);
        let (label, required) = (map.text("label"), map.flag("required"));
        let kind = read(sink, &map, true).unwrap_or(FactKind::Text(Vec::new()));
        Field { name: entry.key.clone(), label, kind, required }
    };
    entries.iter().map(read).collect()
}
