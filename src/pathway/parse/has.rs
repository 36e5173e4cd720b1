//! The condition `has`: what an item of a list has.

use super::context::Context;
use super::shape::entries_of;
use super::sink::did_you_mean;
use super::wanted;
use crate::domain::{FactDef, FactKind, Field, ListOf};
use crate::pathway::condition::{Condition, Wanted};
use crate::pathway::node::{Entry, Node, quoted};

/// Reads what `has` says of one or more lists. `each` says whether the word stands for the item
/// of an instance.
///
/// A list of texts has a single field without a name, which is the text itself.
pub(super) fn read(cx: &Context<'_>, node: &Node, each: bool) -> Vec<Condition> {
    let Some(lists) = node.map().filter(|lists| !lists.is_empty()) else {
        cx.sink.say(node.place, "`has` names a list and what an item of it has");
        return Vec::new();
    };
    let read = |entry: &Entry| {
        let def = cx.fact(&entry.key, entry.place, &[])?;
        let fields = wanted_of(cx, def, entry, each);
        Some(Condition::Has { list: def.name.clone(), fields })
    };
    lists.iter().filter_map(read).collect()
}

fn wanted_of(
    cx: &Context<'_>,
    def: &FactDef,
    entry: &Entry,
    each: bool,
) -> Vec<(String, Vec<Wanted>)> {
    match &def.kind {
        FactKind::List(ListOf::Texts) => {
            let kind = FactKind::Text(Vec::new());
            let values = wanted::read(cx.sink, &entry.key, &kind, &entry.node, each);
            vec![(String::new(), values)]
        }
        FactKind::List(ListOf::Fields(fields)) => of_fields(cx, def, fields, &entry.node, each),
        FactKind::Text(_)
        | FactKind::Choice(_)
        | FactKind::Choices(_)
        | FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number => {
            let text = format!("`{}` is no list, so it `has` nothing", def.name);
            cx.sink.say(entry.place, text);
            Vec::new()
        }
    }
}

fn of_fields(
    cx: &Context<'_>,
    def: &FactDef,
    fields: &[Field],
    node: &Node,
    each: bool,
) -> Vec<(String, Vec<Wanted>)> {
    let what = format!("what an item of `{}` has", def.name);
    let entries = entries_of(cx.sink, &what, node).unwrap_or_default();
    if entries.is_empty() && node.map().is_some() {
        cx.sink.say(node.place, format!("{what} is empty; ask `known` of the list"));
    }
    let mut found = Vec::new();
    for Entry { key, place, node } in entries {
        if let Some(field) = fields.iter().find(|field| field.name == *key) {
            let name = format!("{}.{key}", def.name);
            found.push((key.clone(), wanted::read(cx.sink, &name, &field.kind, node, each)));
        } else {
            let known = fields.iter().map(|field| field.name.as_str());
            let (name, key, hint) = (&def.name, quoted(key), did_you_mean(key, known));
            cx.sink.say(*place, format!("`{name}` has no field {key}{hint}"));
        }
    }
    found
}
