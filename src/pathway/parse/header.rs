//! The head of a pathway: its name, labels, settings, contacts, roles and stages.

use std::collections::BTreeMap;

use super::clock;
use super::shape::{Map, entries_of, is_key, is_name, number, text};
use super::sink::Sink;
use crate::domain::{PathwayRef, RoleName, StageName};
use crate::pathway::model::{Amount, Contact, Role, Stage, Unit};
use crate::pathway::node::{Entry, Node, quoted};

/// The name that the final stage has in every pathway.
const FINAL: &str = "closed";

/// Reads the name and version.
pub(super) fn name(sink: &Sink, map: &Map<'_>) -> PathwayRef {
    let name = map.text("pathway");
    if let Some(node) = map.get("pathway").filter(|_| !name.is_empty() && !is_name(&name)) {
        sink.say(node.place, not_a_name(&name, "a pathway", "-"));
    }
    let version = map.need("version").and_then(|node| {
        let version = number(sink, "`version`", node, 1_000_000);
        if version == Some(0) {
            sink.say(node.place, "`version` counts from 1");
        }
        version
    });
    PathwayRef { name, version: version.unwrap_or(0) }
}

/// Why a text is not the name of a thing.
pub(super) fn not_a_name(name: &str, thing: &str, joint: &str) -> String {
    format!("{} cannot name {thing}: it has lower-case letters, digits and `{joint}`", quoted(name))
}

/// The entries of a section of the file, none where it is left out; every key is a name.
pub(super) fn section<'n>(
    sink: &Sink,
    map: &Map<'n>,
    key: &str,
    thing: &str,
    is_fine: fn(&str) -> bool,
) -> &'n [Entry] {
    let Some(node) = map.get(key) else { return &[] };
    let entries = entries_of(sink, format_args!("`{key}`"), node).unwrap_or_default();
    for entry in entries.iter().filter(|entry| !is_fine(&entry.key)) {
        sink.say(entry.place, not_a_name(&entry.key, thing, "-"));
    }
    entries
}

/// Reads what is printed for stored keys.
pub(super) fn labels(sink: &Sink, map: &Map<'_>) -> BTreeMap<String, String> {
    let read = |Entry { key, node, .. }: &Entry| {
        (key.clone(), text(sink, format_args!("the label of {}", quoted(key)), node))
    };
    section(sink, map, "labels", "a label", |_| true).iter().map(read).collect()
}

/// Reads the settings of several files; one that is wrong is some amount.
pub(super) fn settings(sink: &Sink, entries: &[&Entry]) -> BTreeMap<String, Amount> {
    let none = Amount { count: 0, unit: Unit::Days };
    let read = |entry: &&Entry| {
        let what = ("setting", entry.key.as_str());
        (entry.key.clone(), clock::amount(sink, what, &entry.node).unwrap_or(none))
    };
    entries.iter().map(read).collect()
}

/// Reads the contacts; address and date may be blank.
pub(super) fn contacts(sink: &Sink, map: &Map<'_>) -> Vec<Contact> {
    let read = |entry: &Entry| {
        let keys = ["title", "address", "verified_on"];
        let map = Map::read(sink, ("contact", entry.key.as_str()), entry.place, &entry.node, &keys);
        let maybe_blank = |key: &str| {
            let node = map.get(key).filter(|node| node.text().is_none_or(|t| !t.trim().is_empty()));
            node.map(|node| text(sink, format_args!("`{key}`"), node)).unwrap_or_default()
        };
        let (address, verified_on) = (maybe_blank("address"), maybe_blank("verified_on"));
        Contact { key: entry.key.clone(), title: map.text("title"), address, verified_on }
    };
    section(sink, map, "contacts", "a contact", is_key).iter().map(read).collect()
}

/// Reads the roles.
pub(super) fn roles(sink: &Sink, map: &Map<'_>) -> Vec<Role> {
    let read = |entry: &Entry| {
        if entry.key == "any" {
            sink.say(entry.place, "`any` is a word of the language and cannot name a role");
        }
        let map = Map::read(
            sink,
            ("role", entry.key.as_str()),
            entry.place,
            &entry.node,
            &["title", "rank"],
        );
        // A rank that is wrong is still a rank.
        let rank = map.get("rank").map(|node| number(sink, "`rank`", node, 1000).unwrap_or(0));
        Role { name: RoleName::from(entry.key.as_str()), title: map.text("title"), rank }
    };
    map.need("roles");
    section(sink, map, "roles", "a role", is_name).iter().map(read).collect()
}

/// Reads the stages: a case begins in the first, and closes in the one that is final.
pub(super) fn stages(sink: &Sink, map: &Map<'_>) -> Vec<Stage> {
    map.need("stages");
    let Some(all) = map.entry("stages") else { return Vec::new() };
    let entries = section(sink, map, "stages", "a stage", is_name);
    let mut stages: Vec<Stage> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        if matches!(entry.key.as_str(), "any" | "none") {
            let text = format!("`{}` is a word of the language and cannot name a stage", entry.key);
            sink.say(entry.place, text);
        }
        let keys = ["title", "initial", "final"];
        let map = Map::read(sink, ("stage", entry.key.as_str()), entry.place, &entry.node, &keys);
        if at > 0 && map.flag("initial") {
            let first = quoted(&entries[0].key);
            let text = format!("a case begins in the first stage, {first}: only that is `initial`");
            sink.say(map.get("initial").map_or(entry.place, |node| node.place), text);
        }
        let is_final = map.flag("final");
        let name = StageName::from(entry.key.as_str());
        stages.push(Stage { name, title: map.text("title"), is_final });
        if is_final {
            finals(sink, entry, &stages);
        }
    }
    if !stages.iter().any(|stage| stage.is_final) && all.node.map().is_some() {
        sink.say(all.place, format!("no stage is final: the one called `{FINAL}` must be"));
    }
    stages
}

/// A stage that is final is the only one so far, and has the name of one.
fn finals(sink: &Sink, entry: &Entry, stages: &[Stage]) {
    let place = entry.node.get("final").map_or(entry.place, |node: &Node| node.place);
    if let Some(first) = stages[..stages.len() - 1].iter().find(|stage| stage.is_final) {
        sink.say(place, format!("a second stage is final; the first is `{}`", first.name));
    } else if entry.key != FINAL {
        let name = quoted(&entry.key);
        sink.say(place, format!("the final stage must be called `{FINAL}`, not {name}"));
    }
}
