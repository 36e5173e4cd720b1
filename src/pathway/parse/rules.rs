//! Named conditions. A rule is read when it is first used, so rules may use each other in any
//! order, but never in a circle; what a use gives is the rule written out.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::condition::{Reader, nothing};
use super::context::Context;
use crate::domain::Place;
use crate::pathway::condition::Condition;
use crate::pathway::node::Node;

/// The rules of a pathway.
pub(super) struct Rules<'n> {
    nodes: Vec<(&'n str, &'n Node)>,
    read: RefCell<BTreeMap<&'n str, Written>>,
    /// The rules that are being read, each used by the one before it.
    chain: RefCell<Vec<&'n str>>,
}

/// A rule written out.
#[derive(Clone)]
pub(super) struct Written {
    /// What it says.
    pub(super) is: Condition,
    /// How many parts it has.
    pub(super) parts: usize,
    /// How deep it is.
    pub(super) depth: usize,
}

impl<'n> Rules<'n> {
    /// Rules that are not read yet.
    pub(super) fn new(nodes: Vec<(&'n str, &'n Node)>) -> Self {
        Rules { nodes, read: RefCell::default(), chain: RefCell::default() }
    }

    /// The names of all.
    pub(super) fn names(&self) -> impl Iterator<Item = &'n str> + '_ {
        self.nodes.iter().map(|(name, _)| *name)
    }

    /// The rule of a name that is used at a place, in a condition that is so deep already; none
    /// where there is none that can be used, which has been said.
    pub(super) fn written(
        &self,
        cx: &Context<'n>,
        name: &str,
        place: Place,
        depth: usize,
    ) -> Option<Written> {
        if let Some(written) = self.read.borrow().get(name) {
            return Some(written.clone());
        }
        let Some((name, node)) = self.nodes.iter().find(|(known, _)| *known == name) else {
            if cx.whole {
                cx.sink.none_such(place, "rule", name, self.names());
            }
            return None;
        };
        let circle = {
            let chain = self.chain.borrow();
            let from = chain.iter().position(|known| known == name);
            from.map(|from| chain[from..].join(" -> "))
        };
        if let Some(circle) = circle {
            cx.sink.say(place, format!("rule `{name}` uses itself: {circle} -> {name}"));
            return None;
        }
        self.chain.borrow_mut().push(name);
        let is = Reader::new(cx, false).condition(node, depth);
        self.chain.borrow_mut().pop();
        let (parts, depth) = measure(&is);
        let written = Written { is, parts, depth };
        self.read.borrow_mut().insert(name, written.clone());
        Some(written)
    }

    /// All rules by name, for a pathway.
    pub(super) fn all(&self, cx: &Context<'n>) -> Vec<(&'n str, Condition)> {
        let all = self.nodes.iter().map(|(name, node)| {
            let written = self.written(cx, name, node.place, 0);
            (*name, written.map_or_else(nothing, |written| written.is))
        });
        all.collect()
    }
}

/// How many parts a condition has, and how deep it is.
fn measure(condition: &Condition) -> (usize, usize) {
    let under: &[Condition] = match condition {
        Condition::All(parts) | Condition::Any(parts) => parts,
        Condition::Not(part) => std::slice::from_ref(part.as_ref()),
        Condition::Rule { is, .. } => std::slice::from_ref(is.as_ref()),
        Condition::Fact { .. }
        | Condition::Known(_)
        | Condition::Taken { .. }
        | Condition::Ever(_)
        | Condition::First(_)
        | Condition::Has { .. }
        | Condition::Rank { .. }
        | Condition::Age { .. }
        | Condition::Changed(_)
        | Condition::Given(_)
        | Condition::Owed(_)
        | Condition::Differ(..) => &[],
    };
    under
        .iter()
        .map(measure)
        .fold((1, 1), |(parts, depth), (more, under)| (parts + more, depth.max(under + 1)))
}
