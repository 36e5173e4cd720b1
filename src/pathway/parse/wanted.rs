//! The values that conditions compare with, typed by the fact or field that they are wanted of.

use super::shape::{one_or_more, yes_no};
use super::sink::{Sink, did_you_mean};
use crate::domain::{Choice, FactKind};
use crate::pathway::condition::Wanted;
use crate::pathway::node::{Node, NodeKind, quoted};

/// Reads a value, or a list of values any of which is wanted. `each` says whether the word stands
/// for the item of an instance here.
pub(super) fn read(
    sink: &Sink,
    name: &str,
    kind: &FactKind,
    node: &Node,
    each: bool,
) -> Vec<Wanted> {
    let items = one_or_more(sink, format_args!("what `{name}` is compared with"), node);
    items.iter().filter_map(|item| one(sink, name, kind, item, each)).collect()
}

fn one(sink: &Sink, name: &str, kind: &FactKind, node: &Node, each: bool) -> Option<Wanted> {
    let said = |message: String| {
        sink.say(node.place, message);
        None
    };
    let text = match &node.kind {
        NodeKind::Scalar { text, .. } if !node.is_null() => text.trim(),
        NodeKind::Scalar { .. } | NodeKind::List(_) | NodeKind::Map(_) => {
            return said(format!("`{name}` is compared with a value, not {}", node.shape()));
        }
    };
    let choices: &[Choice] = match kind {
        FactKind::YesNo => {
            return match yes_no(node) {
                Some(yes) => Some(Wanted::YesNo(yes)),
                None => said(format!("`{name}` is yes or no, not {}", quoted(text))),
            };
        }
        FactKind::Number => {
            return match text.parse() {
                Ok(number) => Some(Wanted::Number(number)),
                Err(_) => said(format!("`{name}` is a whole number, not {}", quoted(text))),
            };
        }
        FactKind::Date | FactKind::DateTime => {
            return said(format!("`{name}` is a date: a condition can ask only if it is known"));
        }
        FactKind::List(_) => {
            return said(format!("`{name}` is a list: ask `has` of it"));
        }
        FactKind::Text(choices) | FactKind::Choice(choices) | FactKind::Choices(choices) => choices,
    };
    let chosen = choices.iter().any(|choice| choice.key == text);
    if matches!(&node.kind, NodeKind::Scalar { text, plain: true } if text == "each") {
        if each {
            return Some(Wanted::Each);
        }
        if !chosen {
            return said(
                "`each` stands only in `met_by` and `while` of what has `each: {item: ...}`".into(),
            );
        }
    }
    if chosen || matches!(kind, FactKind::Text(_)) {
        if text.is_empty() {
            return said(format!("`{name}` is compared with a blank; ask `known` of it"));
        }
        return Some(Wanted::Text(text.to_owned()));
    }
    let hint = did_you_mean(text, choices.iter().map(|choice| choice.key.as_str()));
    said(format!("`{name}` has no choice {}{hint}", quoted(text)))
}
