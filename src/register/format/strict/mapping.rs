//! Reading mappings, lists and single values with positions, collecting every problem.

use super::Reader;
use crate::domain::Problem;
use crate::pathway::node::{Node, NodeKind};
use crate::pathway::reading::nearest;
use crate::register::format::words::{self, Read};

/// After so many problems no more nearest words are looked for: it would take long, and the file
/// is no record anyway.
const MANY: usize = 50;

impl Reader<'_> {
    /// Checks that a node is a mapping with all of some keys and none but these and some others.
    pub(super) fn keys(&mut self, node: &Node, needed: &[&str], optional: &[&str]) -> Option<()> {
        let Some(entries) = node.map() else {
            let message =
                format!("this must be a mapping of {}, not {}", needed.join(", "), node.shape());
            self.problems.push(node.problem(message));
            return None;
        };
        for entry in entries {
            let mut known = needed.iter().chain(optional).copied();
            if !known.clone().any(|key| key == entry.key) {
                let message = format!(
                    "unknown key `{}`{}",
                    shown(&entry.key),
                    self.meant(&entry.key, &mut known)
                );
                self.problems.push(Problem::new(entry.place, message));
            }
        }
        for key in needed.iter().filter(|key| node.get(key).is_none()) {
            self.problems.push(node.problem(format!("the key `{key}` is missing")));
        }
        Some(())
    }

    /// The end of a message that offers the nearest of some known words.
    pub(super) fn meant<'a>(&self, given: &str, known: impl Iterator<Item = &'a str>) -> String {
        let near = if self.problems.len() < MANY { nearest(given, known) } else { None };
        near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
    }

    /// What stands under a key that may be left out.
    pub(super) fn maybe<T>(
        &mut self,
        node: &Node,
        key: &str,
        read: impl FnOnce(&mut Self, &Node) -> Option<T>,
    ) -> Option<T> {
        node.get(key).and_then(|node| read(self, node))
    }

    /// A single value under a key.
    pub(super) fn leaf<T>(
        &mut self,
        node: &Node,
        key: &str,
        read: fn(&str) -> Read<T>,
    ) -> Option<T> {
        let under = node.get(key)?;
        self.named(under, &format!("`{key}`"), read)
    }

    /// A single value of a list.
    pub(super) fn word<T>(&mut self, node: &Node, read: fn(&str) -> Read<T>) -> Option<T> {
        self.named(node, "this", read)
    }

    pub(super) fn named<T>(
        &mut self,
        node: &Node,
        what: &str,
        read: fn(&str) -> Read<T>,
    ) -> Option<T> {
        let text = if node.is_null() { None } else { node.text() };
        match text.map_or(Err("one text"), read) {
            Ok(value) => Some(value),
            Err(wanted) => {
                self.problems.push(node.problem(format!("{what} must be {wanted}")));
                None
            }
        }
    }

    /// A list, all of it.
    pub(super) fn all<T>(
        &mut self,
        node: &Node,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let NodeKind::List(items) = &node.kind else {
            self.problems.push(node.problem(format!("this must be a list, not {}", node.shape())));
            return None;
        };
        Some(items.iter().filter_map(|item| read(self, item)).collect())
    }
}

/// A key as it may stand in a message: what is no name may be anything.
pub(super) fn shown(key: &str) -> &str {
    if words::name(key).is_ok() { key } else { "..." }
}
