//! Gates.

use super::context::Context;
use super::shape::Map;
use super::{by, condition};
use crate::domain::GateName;
use crate::pathway::model::Gate;
use crate::pathway::node::Entry;

/// Reads a gate.
pub(super) fn read(cx: &Context<'_>, entry: &Entry) -> Gate {
    let keys = ["step", "when", "needs", "else", "source", "override"];
    let map = Map::read(cx.sink, ("gate", entry.key.as_str()), entry.place, &entry.node, &keys);
    let step = map.need("step").map(|node| cx.step(node));
    let needs = map.need("needs").map(|node| condition::read(cx, node));
    let override_by = map.get("override").and_then(|node| {
        let map = Map::read(cx.sink, "`override`", node.place, node, &["by"]);
        map.need("by").map(|node| by::read(cx, "`by`", node))
    });
    Gate {
        name: GateName::from(entry.key.as_str()),
        step: step.unwrap_or_else(|| "".into()),
        when: map.get("when").map(|node| condition::read(cx, node)),
        needs: needs.unwrap_or_else(condition::nothing),
        otherwise: map.text("else"),
        source: map.text("source"),
        override_by: override_by.unwrap_or_default(),
    }
}
