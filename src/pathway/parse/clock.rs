//! Clocks and amounts of time.

use super::context::Context;
use super::shape::{Map, What, list, number, one_of};
use super::sink::Sink;
use crate::domain::{FactDef, FactKind, FactName, Meaning};
use crate::pathway::model::{Amount, Anchor, Clock, From, Unit};
use crate::pathway::node::Node;

const UNITS: [(&str, Unit); 4] = [
    ("hours", Unit::Hours),
    ("days", Unit::Days),
    ("working_days", Unit::WorkingDays),
    ("months", Unit::Months),
];
const PLAIN: &[(&str, Clock)] =
    &[("same-day", Clock::SameDay), ("at-once", Clock::AtOnce), ("undated", Clock::Undated)];
/// More of anything than a duty is ever given.
const MOST: u32 = 10_000;

/// Reads an amount of time: a mapping with one unit.
pub(super) fn amount<'n>(
    sink: &'n Sink,
    what: impl Into<What<'n>>,
    node: &'n Node,
) -> Option<Amount> {
    let keys = UNITS.map(|(key, _)| key);
    let map = Map::read(sink, what, node.place, node, &keys);
    counted(sink, map.exactly_one(&keys)?)
}

fn counted(sink: &Sink, (key, node): (&str, &Node)) -> Option<Amount> {
    let unit = UNITS.iter().find(|(unit, _)| *unit == key)?.1;
    number(sink, format_args!("`{key}`"), node, MOST).map(|count| Amount { count, unit })
}

/// Reads a clock. `meeting` says whether the obligation has an instance for each meeting, before
/// which a clock can then run.
pub(super) fn read(cx: &Context<'_>, node: &Node, meeting: bool) -> Clock {
    let sink = cx.sink;
    if node.text().is_some() {
        let words: Vec<_> = PLAIN.iter().enumerate().map(|(at, (word, _))| (*word, at)).collect();
        let found = one_of(sink, "a clock", node, &words);
        return found.map_or(Clock::Undated, |at| PLAIN[at].1.clone());
    }
    let keys = ["hours", "days", "working_days", "months", "setting", "from", "before", "earliest"];
    let map = Map::read(sink, "a clock", node.place, node, &keys);
    if let Some(clocks) = map.get("earliest") {
        for key in &keys[..7] {
            if let Some(entry) = map.entry(key) {
                sink.say(entry.place, format!("`{key}` cannot stand beside `earliest`"));
            }
        }
        let items = list(sink, "`earliest`", clocks);
        if clocks.list().is_some_and(<[_]>::is_empty) {
            sink.say(clocks.place, "`earliest` is an empty list");
        }
        return Clock::Earliest(items.iter().map(|item| read(cx, item, meeting)).collect());
    }
    let amount = map.exactly_one(&keys[..5]).and_then(|(key, node)| match key {
        "setting" => cx.setting(node),
        _ => counted(sink, (key, node)),
    });
    let Some((key, end)) = map.exactly_one(&keys[5..7]) else { return Clock::Undated };
    if key == "from" {
        let from = from(cx, end);
        return amount
            .zip(from)
            .map_or(Clock::Undated, |(amount, from)| Clock::After { amount, from });
    }
    if amount.is_some_and(|amount| amount.unit == Unit::Hours) {
        sink.say(end.place, "before something stand days, working days or months, never hours");
    }
    let anchor = anchor(cx, end, meeting);
    amount.zip(anchor).map_or(Clock::Undated, |(amount, anchor)| Clock::Before { amount, anchor })
}

fn from(cx: &Context<'_>, node: &Node) -> Option<From> {
    if node.map().is_some() {
        let map = Map::read(cx.sink, "`from`", node.place, node, &["taken"]);
        return map.need("taken").map(|node| From::Taken(cx.step(node)));
    }
    match node.text() {
        Some("happened") => Some(From::Happened),
        Some("became-true") => Some(From::BecameTrue),
        Some(_) | None => date(cx, node, &["happened", "became-true"]).map(From::Fact),
    }
}

fn anchor(cx: &Context<'_>, node: &Node, meeting: bool) -> Option<Anchor> {
    match node.text() {
        Some("meeting") => {
            if !meeting {
                let text = "`meeting` stands only where an obligation has `each: {meeting: ...}`";
                cx.sink.say(node.place, text);
            }
            Some(Anchor::Meeting)
        }
        Some("birthday-18") => {
            let facts = cx.facts;
            let known = facts.dictionary.meaning(Meaning::BirthDate).is_some();
            if !known && facts.whole {
                cx.sink.say(node.place, "no fact `means: birth-date`, so no birthday is known");
            }
            Some(Anchor::Birthday18)
        }
        Some(_) | None => date(cx, node, &["meeting", "birthday-18"]).map(Anchor::Fact),
    }
}

/// A fact that gives a date.
fn date(cx: &Context<'_>, node: &Node, words: &[&str]) -> Option<FactName> {
    let name = cx.named(node, "what a clock runs from or to")?;
    let FactDef { name, kind, .. } = cx.fact(&name, node.place, words)?;
    if !matches!(kind, FactKind::Date | FactKind::DateTime) {
        cx.sink.say(node.place, format!("`{name}` is no date, so no clock can run by it"));
        return None;
    }
    Some(name.clone())
}
