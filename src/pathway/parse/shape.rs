//! Shapes: mappings with known keys, texts, yes and no, numbers, lists, names. Whatever has
//! another shape is a problem and read as something empty.

use std::fmt;

use super::sink::{Sink, did_you_mean};
use crate::domain::Place;
use crate::pathway::node::{Entry, Node, quoted};

/// What problems call a thing; put into words only where a problem is.
#[derive(Clone, Copy)]
pub(super) enum What<'n> {
    /// The only one of its kind.
    One(&'static str),
    /// One of a kind, by its name.
    Named(&'static str, &'n str),
}

impl From<&'static str> for What<'_> {
    fn from(thing: &'static str) -> Self {
        What::One(thing)
    }
}

impl<'n> From<(&'static str, &'n str)> for What<'n> {
    fn from((kind, name): (&'static str, &'n str)) -> Self {
        What::Named(kind, name)
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            What::One(thing) => f.write_str(thing),
            What::Named(kind, name) => write!(f, "{kind} {}", quoted(name)),
        }
    }
}

/// A mapping whose keys are known.
pub(super) struct Map<'n> {
    sink: &'n Sink,
    what: What<'n>,
    place: Place,
    /// None where it is no mapping, which has been said.
    entries: Option<&'n [Entry]>,
}

impl<'n> Map<'n> {
    /// A mapping that may have these keys and no others. `what` is what problems call it; what it
    /// lacks is said at `place`.
    pub(super) fn read(
        sink: &'n Sink,
        what: impl Into<What<'n>>,
        place: Place,
        node: &'n Node,
        keys: &[&str],
    ) -> Self {
        let what = what.into();
        let entries = entries_of(sink, what, node);
        for entry in entries.unwrap_or_default() {
            if !keys.contains(&entry.key.as_str()) {
                let hint = did_you_mean(&entry.key, keys.iter().copied());
                sink.say(entry.place, format!("{what} has no key {}{hint}", quoted(&entry.key)));
            }
        }
        Map { sink, what, place, entries }
    }

    /// The entry of a key.
    pub(super) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.entries?.iter().find(|entry| entry.key == key)
    }

    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// What stands under a key that must be there.
    pub(super) fn need(&self, key: &str) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() && self.entries.is_some() {
            self.sink.say(self.place, format!("{} lacks `{key}`", self.what));
        }
        found
    }

    /// The one key of these that must be there, and what stands under it.
    pub(super) fn exactly_one(&self, keys: &[&'static str]) -> Option<(&'static str, &'n Node)> {
        let entries = self.entries?;
        let mut found = keys.iter().filter_map(|&key| Some((key, self.get(key)?)));
        let one = found.next();
        if one.is_none() || found.next().is_some() {
            let place = if entries.is_empty() { self.place } else { entries[0].place };
            let keys = keys.join("`, `");
            self.sink.say(place, format!("{} must have exactly one of `{keys}`", self.what));
            return None;
        }
        one
    }

    /// A text that must be there and not blank.
    pub(super) fn text(&self, key: &str) -> String {
        self.need(key)
            .map(|node| text(self.sink, format_args!("`{key}`"), node))
            .unwrap_or_default()
    }

    /// A text that may be left out, but not be blank.
    pub(super) fn text_or_none(&self, key: &str) -> Option<String> {
        self.get(key).map(|node| text(self.sink, format_args!("`{key}`"), node))
    }

    /// Yes or no; no where it is left out.
    pub(super) fn flag(&self, key: &str) -> bool {
        let Some(node) = self.get(key) else { return false };
        yes_no(node).unwrap_or_else(|| {
            self.sink.say(node.place, format!("`{key}` is true or false"));
            false
        })
    }

    /// One of some words; none where it is left out or another.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        one_of(self.sink, format_args!("`{key}`"), self.get(key)?, words)
    }
}

/// The entries of a mapping.
pub(super) fn entries_of<'n>(
    sink: &Sink,
    what: impl fmt::Display,
    node: &'n Node,
) -> Option<&'n [Entry]> {
    let entries = node.map();
    if entries.is_none() {
        sink.say(node.place, format!("{what} must be a mapping, not {}", node.shape()));
    }
    entries
}

/// One of some words.
pub(super) fn one_of<T: Copy>(
    sink: &Sink,
    what: impl fmt::Display,
    node: &Node,
    words: &[(&str, T)],
) -> Option<T> {
    let found = node.text().and_then(|text| words.iter().find(|(word, _)| *word == text));
    if found.is_none() {
        let all: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let not =
            node.text().map_or_else(|| node.shape().to_owned(), |text| quoted(text).to_string());
        let hint = did_you_mean(node.text().unwrap_or_default(), all.iter().copied());
        sink.say(node.place, format!("{what} is {}, not {not}{hint}", or(&all)));
    }
    found.map(|(_, value)| *value)
}

/// Words in a sentence.
fn or(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// A text that is not blank, without blanks around it.
pub(super) fn text(sink: &Sink, what: impl fmt::Display, node: &Node) -> String {
    match node.text() {
        Some(text) if !node.is_null() => {
            if text.trim().is_empty() {
                sink.say(node.place, format!("{what} is blank"));
            }
            text.trim().to_owned()
        }
        Some(_) | None => {
            sink.say(node.place, format!("{what} must be a text, not {}", node.shape()));
            String::new()
        }
    }
}

/// Yes or no as a pathway may write it.
pub(super) fn yes_no(node: &Node) -> Option<bool> {
    match node.text()? {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

/// A whole number that is not negative and not beyond `most`.
pub(super) fn number(sink: &Sink, what: impl fmt::Display, node: &Node, most: u32) -> Option<u32> {
    let digits = node.text().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let number = digits.and_then(|text| text.parse().ok()).filter(|number| *number <= most);
    if number.is_none() {
        let not =
            node.text().map_or_else(|| node.shape().to_owned(), |text| quoted(text).to_string());
        sink.say(node.place, format!("{what} is a whole number up to {most}, not {not}"));
    }
    number
}

/// The items of a list that is not empty; a single thing that is no list stands for itself.
pub(super) fn one_or_more<'n>(sink: &Sink, what: impl fmt::Display, node: &'n Node) -> &'n [Node] {
    match node.list() {
        Some([]) => {
            sink.say(node.place, format!("{what} is an empty list"));
            &[]
        }
        Some(items) => items,
        None => std::slice::from_ref(node),
    }
}

/// The items of a list.
pub(super) fn list<'n>(sink: &Sink, what: impl fmt::Display, node: &'n Node) -> &'n [Node] {
    node.list().unwrap_or_else(|| {
        sink.say(node.place, format!("{what} must be a list, not {}", node.shape()));
        &[]
    })
}

/// A name of one thing: lower-case letters, digits and one kind of joint.
fn is_word(text: &str, joints: &[char]) -> bool {
    let letter_first = text.starts_with(|c: char| c.is_ascii_lowercase());
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || joints.contains(&c);
    letter_first && text.len() <= 80 && text.chars().all(fine)
}

/// Whether it can name a step, a stage, a role, a gate, an obligation or a rule.
pub(super) fn is_name(text: &str) -> bool {
    is_word(text, &['-'])
}

/// Whether it can name a setting or a contact.
pub(super) fn is_key(text: &str) -> bool {
    is_word(text, &['-', '_'])
}

/// Whether it can name a field of a list.
pub(super) fn is_field(text: &str) -> bool {
    is_word(text, &['_'])
}

/// Whether it can name a fact.
pub(super) fn is_fact(text: &str) -> bool {
    text.len() <= 80 && text.split('.').all(is_field)
}
