//! Steps.

use super::context::Context;
use super::shape::{Map, entries_of, list, one_of, one_or_more};
use super::{by, condition};
use crate::domain::{FactKind, FactName, StepName};
use crate::pathway::condition::Condition;
use crate::pathway::model::{Ask, At, Move, Need, Notice, Step};
use crate::pathway::node::{Entry, Node, quoted};
use crate::pathway::reserved;

const KEYS: &[&str] = &[
    "title",
    "help",
    "source",
    "recorded_in",
    "by",
    "at",
    "also_when_closed",
    "asks",
    "may",
    "moves",
    "notices",
    "sets",
    "agreed_by",
    "begins",
];

/// Reads a step.
pub(super) fn read(cx: &Context<'_>, entry: &Entry) -> Step {
    let sink = cx.sink;
    if reserved::COMMANDS.contains(&entry.key.as_str()) {
        let text = format!("`{}` is a command of the program and cannot name a step", entry.key);
        sink.say(&entry.place, text);
    }
    let what = format!("step {}", quoted(&entry.key));
    let map = Map::read(sink, what, &entry.place, &entry.node, KEYS);
    let roles = |node: Option<&Node>, what: &str| {
        node.map(|node| by::read(cx, what, node)).unwrap_or_default()
    };
    let asks = map.get("asks").map(|node| asks(cx, node)).unwrap_or_default();
    let may = map.get("may").map(|node| may(cx, node, &asks)).unwrap_or_default();
    Step {
        name: StepName::from(entry.key.as_str()),
        title: map.text("title"),
        help: map.text_or_none("help").unwrap_or_default(),
        source: map.text("source"),
        recorded_in: map.text_or_none("recorded_in"),
        by: roles(map.need("by"), "`by`"),
        at: map.need("at").map_or(At::Any, |node| at(cx, node)),
        also_when_closed: map.flag("also_when_closed"),
        asks,
        may,
        moves: items(cx, &map, "moves").iter().map(|node| one_move(cx, node)).collect(),
        notices: notices(cx, &map),
        sets_worker: map.get("sets").and_then(|node| sets(cx, node)),
        agreed_by: roles(map.get("agreed_by"), "`agreed_by`"),
        begins_episode: map.word("begins", &[("episode", true)]).unwrap_or(false),
    }
}

/// Reads the notices of a step, or those of every step.
pub(super) fn notices(cx: &Context<'_>, map: &Map<'_>) -> Vec<Notice> {
    items(cx, map, "notices").iter().map(|node| notice(cx, node)).collect()
}

fn items<'n>(cx: &Context<'_>, map: &Map<'n>, key: &str) -> &'n [Node] {
    map.get(key).map_or(&[], |node| list(cx.sink, &format!("`{key}`"), node))
}

fn at(cx: &Context<'_>, node: &Node) -> At {
    match node.text() {
        Some("any") => At::Any,
        Some("none") => At::Opening,
        Some(_) | None => {
            let stages = one_or_more(cx.sink, "`at`", node);
            At::Stages(stages.iter().map(|node| cx.stage(node)).collect())
        }
    }
}

fn asks(cx: &Context<'_>, node: &Node) -> Vec<Ask> {
    let entries = entries_of(cx.sink, "`asks`", node).unwrap_or_default();
    let mut asks = Vec::new();
    for entry in entries {
        let need = need(cx, entry);
        if let Some(def) = cx.fact(&entry.key, &entry.place, &[]) {
            asks.push(Ask { fact: def.name.clone(), need });
        }
    }
    asks
}

fn need(cx: &Context<'_>, Entry { key, node, .. }: &Entry) -> Need {
    if node.map().is_some() {
        let map = Map::read(cx.sink, "a need", &node.place, node, &["when"]);
        let when = map.need("when").map(|node| condition::read(cx, node));
        return when.map_or(Need::Optional, Need::When);
    }
    let words = [("required", true), ("optional", false), ("{when: ...}", false)];
    match one_of(cx.sink, &format!("what {} is asked as", quoted(key)), node, &words) {
        Some(true) => Need::Required,
        Some(false) | None => Need::Optional,
    }
}

/// Facts and groups of facts, in the order of the dictionary, without those that are asked.
fn may(cx: &Context<'_>, node: &Node, asks: &[Ask]) -> Vec<FactName> {
    let mut found: Vec<FactName> = Vec::new();
    let mut add = |name: &FactName| {
        if !found.contains(name) && !asks.iter().any(|ask| ask.fact == *name) {
            found.push(name.clone());
        }
    };
    for item in list(cx.sink, "`may`", node) {
        let group = item.text().and_then(|text| text.strip_suffix('*'));
        let Some(group) = group.filter(|group| group.ends_with('.')) else {
            if let Some(def) = cx.fact_at(item) {
                add(&def.name);
            }
            continue;
        };
        let order = cx.facts.order.iter();
        let mut members = order.filter(|name| name.as_str().starts_with(group)).peekable();
        if members.peek().is_none() && cx.facts.whole {
            let groups = cx.facts.order.iter().filter_map(|name| name.as_str().rsplit_once('.'));
            let thing = "fact of the group";
            cx.sink.none_such(&item.place, thing, &group[..group.len() - 1], groups.map(|g| g.0));
        }
        members.for_each(&mut add);
    }
    found
}

fn one_move(cx: &Context<'_>, node: &Node) -> Move {
    let map = Map::read(cx.sink, "a move", &node.place, node, &["when", "to"]);
    let to = map.need("to").map(|node| cx.stage(node));
    let when = map.get("when").map(|node| condition::read(cx, node));
    Move { when, to: to.unwrap_or_else(|| "".into()) }
}

/// Reads what a step says besides, where it stands in a list of its own.
pub(super) fn more_notices(cx: &Context<'_>, node: &Node) -> Vec<Notice> {
    list(cx.sink, "what a step says", node).iter().map(|node| notice(cx, node)).collect()
}

fn notice(cx: &Context<'_>, node: &Node) -> Notice {
    let map = Map::read(cx.sink, "a notice", &node.place, node, &["when", "unless", "say"]);
    let when = match map.exactly_one(&["when", "unless"]) {
        Some(("unless", node)) => Condition::Not(Box::new(condition::read(cx, node))),
        Some((_, node)) => condition::read(cx, node),
        None => condition::nothing(),
    };
    Notice { when, say: map.text("say") }
}

fn sets(cx: &Context<'_>, node: &Node) -> Option<FactName> {
    let map = Map::read(cx.sink, "`sets`", &node.place, node, &["worker"]);
    let named = map.need("worker")?;
    let def = cx.fact_at(named)?;
    if !matches!(def.kind, FactKind::Text(_)) {
        let text = format!("`{}` is no text, so it cannot name a worker", def.name);
        cx.sink.say(&named.place, text);
    }
    Some(def.name.clone())
}
