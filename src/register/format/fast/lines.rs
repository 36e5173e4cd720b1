//! A record as [`crate::register::format::write`] nearly always gives it, read line by line: block mappings
//! and lists by indents of two, plain and simply quoted scalars of one line, literal texts, flat
//! brackets. It takes a small part of YAML on which all readers agree, and nothing else: whatever
//! is not surely of that part is left to `serde_yaml`. It exists because `due` reads every record
//! of a register, and a whole YAML scanner was half of its time.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Split;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// A node. There is no null here: whatever could be one is left to `serde_yaml`.
#[derive(Debug)]
pub(super) enum Tree<'t> {
    Scalar(Cow<'t, str>),
    List(Vec<Tree<'t>>),
    Map(Vec<(&'t str, Tree<'t>)>),
}

/// The whole of a file, if it is of the part that is read here.
pub(super) fn tree(text: &str) -> Option<Tree<'_>> {
    let mut lines = Lines(text.strip_suffix('\n')?.split('\n').peekable());
    let tree = lines.map(0, None)?;
    lines.0.next().is_none().then_some(tree)
}

struct Lines<'t>(Peekable<Split<'t, char>>);

impl<'t> Lines<'t> {
    /// The next line without its indent, if it has just this one.
    fn at(&mut self, indent: usize) -> Option<&'t str> {
        let line = self.0.peek()?;
        let (blank, rest) = line.split_at_checked(indent)?;
        (blank.bytes().all(|b| b == b' ') && !rest.starts_with(' ')).then_some(rest)
    }

    /// A block mapping; its first line may have been taken already.
    fn map(&mut self, indent: usize, first: Option<&'t str>) -> Option<Tree<'t>> {
        let mut entries = Vec::with_capacity(8);
        if let Some(first) = first {
            entries.push(self.entry(first, indent)?);
        }
        while let Some(line) = self.at(indent) {
            self.0.next();
            entries.push(self.entry(line, indent)?);
        }
        (!entries.is_empty()).then_some(Tree::Map(entries))
    }

    /// A block list.
    fn list(&mut self, indent: usize) -> Option<Tree<'t>> {
        let mut items = Vec::new();
        while let Some(line) = self.at(indent) {
            self.0.next();
            let item = line.strip_prefix("- ")?;
            items.push(match key(item) {
                Some(_) => self.map(indent + 2, Some(item))?,
                None => self.value(item, indent + 2)?,
            });
        }
        (!items.is_empty()).then_some(Tree::List(items))
    }

    fn entry(&mut self, line: &'t str, indent: usize) -> Option<(&'t str, Tree<'t>)> {
        let (key, value) = key(line)?;
        if !value.is_empty() {
            return Some((key, self.value(value, indent + 2)?));
        }
        let is_list = self.at(indent + 2)?.starts_with('-');
        let value = if is_list { self.list(indent + 2) } else { self.map(indent + 2, None) };
        Some((key, value?))
    }

    /// What stands behind a key or a dash, on the same line or as a text below it.
    fn value(&mut self, value: &'t str, indent: usize) -> Option<Tree<'t>> {
        match value.as_bytes().first()? {
            b'|' => Some(Tree::Scalar(Cow::Owned(self.literal(value, indent)?))),
            b'[' => {
                let items = bracketed(value, '[', ']')?;
                Some(Tree::List(items.map(|item| token(item).map(scalar)).collect::<Option<_>>()?))
            }
            b'{' => {
                let entries = bracketed(value, '{', '}')?;
                let entry = |entry| {
                    let (key, value) = key(entry)?;
                    Some((key, scalar(token(value)?)))
                };
                Some(Tree::Map(entries.map(entry).collect::<Option<_>>()?))
            }
            quote @ (b'"' | b'\'') => {
                let quote = char::from(*quote);
                let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
                (!inner.contains([quote, '\\'])).then(|| scalar(inner))
            }
            _ => plain(value).map(scalar),
        }
    }

    /// The text below `|` or `|-`.
    fn literal(&mut self, head: &str, indent: usize) -> Option<String> {
        let keeps_end = match head {
            "|" => true,
            "|-" => false,
            _ => return None,
        };
        let mut text = String::new();
        let mut blank = 0;
        while let Some(line) = self.0.peek() {
            if line.is_empty() {
                blank += 1;
            } else {
                let Some((indented, line)) = line.split_at_checked(indent) else { break };
                if !indented.bytes().all(|b| b == b' ') {
                    break;
                }
                let is_first = text.is_empty();
                if line.trim().is_empty()
                    || (is_first && (blank > 0 || line.starts_with([' ', '\t'])))
                {
                    return None;
                }
                text.extend(std::iter::repeat_n('\n', blank));
                blank = 0;
                text.push_str(line);
                text.push('\n');
            }
            self.0.next();
        }
        if text.is_empty() || blank > 0 {
            return None;
        }
        if !keeps_end {
            text.pop();
        }
        Some(text)
    }
}

fn scalar(text: &str) -> Tree<'_> {
    Tree::Scalar(Cow::Borrowed(text))
}

/// A key, and what stands behind it on its line.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, rest) = line.split_once(':')?;
    let first = key.bytes().next()?.is_ascii_lowercase();
    let all = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-');
    let rest =
        if rest.is_empty() { rest } else { rest.strip_prefix(' ').filter(|r| !r.is_empty())? };
    (first && key.bytes().all(all) && !is_null(key)).then_some((key, rest))
}

/// The parts of flat brackets.
fn bracketed(value: &str, open: char, close: char) -> Option<impl Iterator<Item = &str>> {
    let inner = value.strip_prefix(open)?.strip_suffix(close)?;
    let parts = if inner.is_empty() { None } else { Some(inner.split(", ")) };
    Some(parts.into_iter().flatten())
}

/// A scalar between brackets.
fn token(text: &str) -> Option<&str> {
    let first = text.bytes().next()?.is_ascii_alphanumeric();
    let all = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'@' | b'+');
    (first && text.bytes().all(all) && !is_null(text)).then_some(text)
}

/// A plain scalar of one line.
fn plain(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let first = bytes.first()?.is_ascii_alphanumeric();
    let last = !matches!(bytes.last()?, b' ' | b':');
    let inside = bytes.windows(2).all(|pair| !matches!(pair, b": " | b" #" | [b'\t' | b'\r', _]));
    let ends = !matches!(bytes.last()?, b'\t' | b'\r');
    (first && last && inside && ends && !is_null(text)).then_some(text)
}

fn is_null(text: &str) -> bool {
    text.eq_ignore_ascii_case("null")
}

impl<'de> IntoDeserializer<'de, Error> for Tree<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Tree<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("records are read by their types"))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Scalar(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Tree::Scalar(Cow::Owned(text)) => visitor.visit_string(text),
            Tree::List(_) | Tree::Map(_) => Err(Error::custom("no text")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Tree::Scalar(_) | Tree::Map(_) => Err(Error::custom("no list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Map(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
            Tree::Scalar(_) | Tree::List(_) => Err(Error::custom("no mapping")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf unit
        unit_struct newtype_struct tuple tuple_struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
cse: 1
happened: \"2026-11-21T09:30:00Z\"
by: {worker: j.okafor@example.invalid, role: mash-manager}
after: []
facts:
  rag: red
  screening.rationale: |
    Seen getting into a car: red.

    # and a phone
  indicators:
    - kind: harm
      note: |-
        new phone
    - kind: 'risk'
";

    #[test]
    fn the_common_shapes_are_read_here() {
        let read = format!("{:?}", tree(FILE).unwrap());
        for part in [
            "(\"happened\", Scalar(\"2026-11-21T09:30:00Z\"))",
            "(\"role\", Scalar(\"mash-manager\"))",
            "(\"after\", List([]))",
            "Scalar(\"Seen getting into a car: red.\\n\\n# and a phone\\n\")",
            "Map([(\"kind\", Scalar(\"harm\")), (\"note\", Scalar(\"new phone\"))])",
            "Map([(\"kind\", Scalar(\"risk\"))])",
        ] {
            assert!(read.contains(part), "{part} in {read}");
        }
    }

    #[test]
    fn whatever_is_not_surely_so_is_left_to_the_library() {
        for text in [
            "a: b",
            "a: b\n\n",
            "a: b #c\n",
            "a: b: c\n",
            "a: null\n",
            "a: ~\n",
            "a:\n",
            "a: \n",
            "a:b\n",
            " a: b\n",
            "a: b\n c\n",
            "a: b\n  c: d\n",
            "a: \"b\\n\"\n",
            "a: 'b''c'\n",
            "a: {b: c: d}\n",
            "a: {b: [c]}\n",
            "a: [b,c]\n",
            "a: [b, ]\n",
            "a: {}x\n",
            "a: *b\n",
            "a: |\n",
            "a: |\n\n  b\n",
            "a: |\n   b\n",
            "a: |\n  b\n\n",
            "a: |\n  b\n    \n",
            "a: |+\n  b\n",
            "a: >\n  b\n",
            "a: |\n  b\n c\n",
            "- a\n",
            "a:\n- b\n",
            "---\na: b\n",
            "a: b\n...\n",
            "? a\n",
            "a: b\r\n",
            "a: b\tc\n",
            "a: -b\n",
            "a:\n  - - b\n",
            "a:\n    b: c\n",
            "\"a\": b\n",
            "null: b\n",
            "a: |\n  b\n# c\n",
            "a: b \n",
            "a: b:\n",
        ] {
            assert!(tree(text).is_none(), "{text:?}");
        }
    }
}
