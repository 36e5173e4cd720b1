//! Obligations.

use super::context::Context;
use super::shape::{Map, is_name, list, one_or_more, text};
use super::sink::did_you_mean;
use super::{clock, condition};
use crate::domain::{FactKind, ObligationName, RoleName};
use crate::pathway::condition::Condition;
use crate::pathway::model::{Clock, Each, Obligation, Opening, Sooner};
use crate::pathway::node::{Entry, Node, quoted};

const KEYS: &[&str] = &[
    "title",
    "source",
    "owner",
    "escalate",
    "opened_by",
    "again_when",
    "while",
    "each",
    "due",
    "sooner",
    "met_by",
    "counts",
];

/// Reads an obligation.
pub(super) fn read(cx: &Context<'_>, entry: &Entry) -> Obligation {
    let what = format!("obligation {}", quoted(&entry.key));
    let map = Map::read(cx.sink, what, &entry.place, &entry.node, KEYS);
    let each = map.get("each").map_or(Each::Once, |node| each(cx, node));
    // `each` that was meant to name items but names them wrongly still gives the word its meaning.
    let item = map.get("each").is_some_and(|node| node.get("item").is_some());
    let meeting = map.get("each").is_some_and(|node| node.get("meeting").is_some());
    let of_each = |node: &Node| {
        if item { condition::read_each(cx, node) } else { condition::read(cx, node) }
    };
    let (owner, owned_when) =
        map.need("owner").map_or_else(|| ("".into(), Vec::new()), |node| owner(cx, node));
    let opened_by = map.need("opened_by").map(|node| condition::read(cx, node));
    let opened_by = opening(opened_by.unwrap_or_else(condition::nothing));
    if let Some(node) = map.get("each")
        && each == Each::Taking
        && matches!(opened_by, Opening::BecomesTrue(_))
    {
        let text = "`each: taking` needs an `opened_by` whose outermost part is `taken`";
        cx.sink.say(&node.place, text);
    }
    let sooner = map.get("sooner").map_or(&[][..], |node| list(cx.sink, "`sooner`", node));
    Obligation {
        name: ObligationName::from(entry.key.as_str()),
        title: map.text("title"),
        source: map.text("source"),
        owner,
        owned_when,
        escalate: map.get("escalate").map(|node| cx.role(node)),
        opened_by,
        again_when: map.get("again_when").map(|node| condition::read(cx, node)),
        holds_while: map.get("while").map(of_each),
        each,
        due: map.need("due").map_or(Clock::Undated, |node| clock::read(cx, node, meeting)),
        sooner: sooner.iter().map(|node| one_sooner(cx, node, meeting)).collect(),
        met_by: map.need("met_by").map_or_else(condition::nothing, of_each),
        counts_earlier: map.word("counts", &[("earlier", true)]).unwrap_or(false),
    }
}

/// A role; or a list of roles that owe it in some cases, and last the one that owes it in all others.
fn owner(cx: &Context<'_>, node: &Node) -> (RoleName, Vec<(Condition, RoleName)>) {
    let Some((last, others)) = node.list().and_then(<[Node]>::split_last) else {
        return (cx.role(node), Vec::new());
    };
    let some = others.iter().map(|node| {
        let map =
            Map::read(cx.sink, "an owner before the last", &node.place, node, &["when", "role"]);
        let when =
            map.need("when").map_or_else(condition::nothing, |node| condition::read(cx, node));
        (when, map.need("role").map_or_else(|| "".into(), |node| cx.role(node)))
    });
    (cx.role(last), some.collect())
}

/// A taking, also under the name of a rule, opens an instance each time; all else opens one when
/// it becomes true.
fn opening(condition: Condition) -> Opening {
    let mut outermost = &condition;
    while let Condition::Rule { is, .. } = outermost {
        outermost = is;
    }
    match outermost {
        Condition::Taken { step, .. } => {
            Opening::EachTaking { step: step.clone(), when: condition }
        }
        Condition::All(_)
        | Condition::Any(_)
        | Condition::Not(_)
        | Condition::Fact { .. }
        | Condition::Known(_)
        | Condition::Ever(_)
        | Condition::First(_)
        | Condition::Has { .. }
        | Condition::Rank { .. }
        | Condition::Age { .. }
        | Condition::Changed(_)
        | Condition::Given(_)
        | Condition::Owed(_)
        | Condition::Differ(..)
        | Condition::Rule { .. } => Opening::BecomesTrue(condition),
    }
}

fn one_sooner(cx: &Context<'_>, node: &Node, meeting: bool) -> Sooner {
    let map = Map::read(cx.sink, "an item of `sooner`", &node.place, node, &["when", "due"]);
    let when = map.need("when").map(|node| condition::read(cx, node));
    let due = map.need("due").map(|node| clock::read(cx, node, meeting));
    Sooner { when: when.unwrap_or_else(condition::nothing), due: due.unwrap_or(Clock::Undated) }
}

fn each(cx: &Context<'_>, node: &Node) -> Each {
    if node.text() == Some("taking") {
        return Each::Taking;
    }
    let map = Map::read(cx.sink, "`each`", &node.place, node, &["meeting", "item", "of"]);
    match map.exactly_one(&["meeting", "item"]) {
        Some(("meeting", node)) => {
            if let Some(entry) = map.entry("of") {
                cx.sink.say(&entry.place, "`of` stands only beside `item`");
            }
            let kind = text(cx.sink, "a kind of meeting", node);
            if !kind.is_empty() && !is_name(&kind) {
                cx.sink.say(&node.place, super::header::not_a_name(&kind, "a meeting", "-"));
            }
            Each::Meeting(kind)
        }
        Some((_, node)) => item(cx, node, map.get("of")),
        None => Each::Once,
    }
}

fn item(cx: &Context<'_>, node: &Node, of: Option<&Node>) -> Each {
    let Some(def) = cx.fact_at(node) else { return Each::Once };
    let choices = match &def.kind {
        FactKind::Choices(choices) | FactKind::Choice(choices) => Some(choices),
        FactKind::Text(_) => None,
        FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number
        | FactKind::List(_) => {
            let text =
                format!("`{}` has no items: it must be choices, a choice or a text", def.name);
            cx.sink.say(&node.place, text);
            return Each::Once;
        }
    };
    let nodes = of.map_or(&[][..], |node| one_or_more(cx.sink, "`of`", node));
    let mut items = Vec::new();
    for node in nodes {
        let key = text(cx.sink, "an item", node);
        let chosen = |key: &str| choices.is_none_or(|all| all.iter().any(|one| one.key == key));
        if !key.is_empty() && !chosen(&key) {
            let keys = choices.iter().flat_map(|all| all.iter()).map(|one| one.key.as_str());
            let hint = did_you_mean(&key, keys);
            let text = format!("`{}` has no choice {}{hint}", def.name, quoted(&key));
            cx.sink.say(&node.place, text);
        }
        items.push(key);
    }
    Each::Item { fact: def.name.clone(), of: items }
}
