//! YAML as a tree in which every node knows its place, for whatever a person may have written by
//! hand: pathways, dictionaries, `--from` files, a record that does not read.
//!
//! Only plain data is taken: anchors, aliases, tags and further documents are refused, nesting is
//! bounded, and a key that stands twice is a problem. A scalar keeps its text exactly as written;
//! what it means is decided by the reader who knows what is wanted. The syntax itself is read by
//! the same parser that serde-saphyr uses; plain files are read by `fast` before it.

mod fast;

use std::collections::HashMap;
use std::fmt;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span};

use crate::domain::{FileName, Place, Problem};

/// Deeper than anything that a person or `cse` writes.
const DEEPEST: usize = 64;
/// The largest file that is read, in bytes: as large as a record may be.
const LARGEST: usize = 8 * 1024 * 1024;
/// More nodes than any file has that a person or `cse` writes; a file of as many as it has bytes
/// would take a hundred times its size in memory.
const MOST: usize = 100_000;

/// A node with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A text; `plain` when it was written without quotes and is no block.
    Scalar {
        /// The text exactly as written, without quotes.
        text: String,
        /// Whether it was written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file.
    Map(Vec<Entry>),
}

/// A key and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// What stands under it.
    pub node: Node,
}

/// A collection that is still being read.
struct Open {
    place: Place,
    items: Vec<Node>,
    entries: Vec<Entry>,
    /// For each key that was read, the line in which it first stands.
    lines: HashMap<String, usize>,
    /// The key whose node comes next; no text where the key was none.
    key: Option<(Option<String>, Place)>,
    is_map: bool,
}

/// Up to so many keys are looked through one by one; that is faster than hashing them.
const FEW: usize = 24;

impl Open {
    /// The line in which a key stands already.
    fn line_of(&self, key: &str) -> Option<usize> {
        if self.entries.len() <= FEW {
            return self.entries.iter().find(|e| e.key == key).map(|entry| entry.place.line);
        }
        self.lines.get(key).copied()
    }

    /// Notes the line of a key that is about to be added.
    fn note(&mut self, key: &str, line: usize) {
        if self.entries.len() == FEW {
            let known = self.entries.iter().map(|entry| (entry.key.clone(), entry.place.line));
            self.lines.extend(known);
        }
        if self.entries.len() >= FEW {
            self.lines.insert(key.to_owned(), line);
        }
    }
}

impl Node {
    /// Reads one document.
    ///
    /// # Errors
    /// All problems that can be told apart: a syntax error ends reading, a key that stands twice
    /// does not.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Node, Vec<Problem>> {
        match Node::parse_all(file, bytes) {
            (Some(node), problems) if problems.is_empty() => Ok(node),
            (_, problems) => Err(problems),
        }
    }

    /// Reads one document as far as it can be read, for a reader that says all problems of a file
    /// at once. There is no node where the syntax is broken; there is one, and problems, where
    /// only keys are wrong: of a key that stands twice the first is kept.
    pub fn parse_all(file: &str, bytes: &[u8]) -> (Option<Node>, Vec<Problem>) {
        if bytes.len() > LARGEST {
            let message = format!("this is too large: {} bytes, at most {LARGEST}", bytes.len());
            return (None, vec![Problem::new(Place::file(file), message)]);
        }
        let broken = |at, message| (None, vec![at_byte(file, bytes, at, message)]);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(error) => return broken(error.valid_up_to(), "this is not UTF-8 text"),
        };
        // The parser takes a NUL for the end of the text and would not see what follows.
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            return broken(at, "a NUL character stands here");
        }
        let file = FileName::from(file);
        match fast::read(file, text) {
            Some(node) => (Some(node), Vec::new()),
            None => Reader::new(file).read(text),
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::List(_) | NodeKind::Map(_) => None,
        }
    }

    /// Whether it is nothing: an empty plain scalar, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The items of a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            NodeKind::Scalar { .. } | NodeKind::Map(_) => None,
        }
    }

    /// The entries of a mapping.
    pub fn map(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Map(entries) => Some(entries),
            NodeKind::Scalar { .. } | NodeKind::List(_) => None,
        }
    }

    /// What stands under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// A problem at this node.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(self.place, message)
    }

    /// What kind of node it is, in a word.
    pub fn shape(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar { .. } if self.is_null() => "nothing",
            NodeKind::Scalar { .. } => "a text",
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a mapping",
        }
    }
}

/// A problem at a byte of a file.
fn at_byte(file: &str, bytes: &[u8], at: usize, message: &str) -> Problem {
    let before = String::from_utf8_lossy(&bytes[..at]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Problem::new(Place { file: file.into(), line, column }, message)
}

struct Reader {
    file: FileName,
    problems: Vec<Problem>,
    stack: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
}

impl Reader {
    fn new(file: FileName) -> Self {
        Reader { file, problems: Vec::new(), stack: Vec::new(), root: None, nodes: 0 }
    }

    fn read(mut self, text: &str) -> (Option<Node>, Vec<Problem>) {
        let mut documents = 0;
        let mut options = Options::default();
        options.emit_comments = false;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    let mark = error.marker();
                    let place = self.place_at(mark.line(), mark.col());
                    self.problems.push(Problem::new(place, syntax(&error.info())));
                    return (None, self.problems);
                }
            };
            if matches!(event, Event::DocumentStart(..)) {
                documents += 1;
                if documents > 1 {
                    self.refuse(&span, "a second document begins here; only one is read");
                    break;
                }
            }
            if !self.take(&event, &span) {
                return (None, self.problems);
            }
        }
        if self.root.is_none() {
            self.problems.push(Problem::new(Place::file(self.file), "there is nothing in it"));
        }
        (self.root, self.problems)
    }

    /// Takes one event; false when reading cannot go on.
    fn take(&mut self, event: &Event<'_>, span: &Span) -> bool {
        if event.tag().is_some() {
            return self.refuse(span, "tags (`!...`) are not read here");
        }
        let begins =
            matches!(event, Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..));
        self.nodes += usize::from(begins);
        if self.nodes > MOST {
            return self.refuse(span, "there is too much in this file to be read");
        }
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, anchor, _) => {
                if *anchor != 0 {
                    return self.refuse(span, "anchors (`&name`) are not read here");
                }
                if text.contains('\0') {
                    return self.refuse(span, "a NUL character stands in this text");
                }
                let plain = *style == ScalarStyle::Plain;
                self.put(Node { place, kind: NodeKind::Scalar { text: text.to_string(), plain } });
            }
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                if *anchor != 0 {
                    return self.refuse(span, "anchors (`&name`) are not read here");
                }
                if self.stack.len() >= DEEPEST {
                    return self.refuse(span, "this is nested too deeply");
                }
                let is_map = matches!(event, Event::MappingStart(..));
                let (items, entries, lines) = (Vec::new(), Vec::new(), HashMap::new());
                self.stack.push(Open { place, items, entries, lines, key: None, is_map });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.stack.pop() {
                    let kind = if open.is_map {
                        NodeKind::Map(open.entries)
                    } else {
                        NodeKind::List(open.items)
                    };
                    self.put(Node { place: open.place, kind });
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return self.refuse(span, "aliases (`*name`) are not read here");
            }
            // Starts and ends of stream and document, comments: nothing to keep.
            _ => {}
        }
        true
    }

    fn put(&mut self, node: Node) {
        let Some(open) = self.stack.last_mut() else {
            self.root = Some(node);
            return;
        };
        if !open.is_map {
            open.items.push(node);
            return;
        }
        match open.key.take() {
            Some((Some(key), place)) => {
                if let Some(first) = open.line_of(&key) {
                    let message = format!("{} stands twice; first in line {first}", quoted(&key));
                    self.problems.push(Problem::new(place, message));
                } else {
                    open.note(&key, place.line);
                    open.entries.push(Entry { key, place, node });
                }
            }
            Some((None, _)) => {}
            None => match &node.kind {
                NodeKind::Scalar { text, .. } => open.key = Some((Some(text.clone()), node.place)),
                NodeKind::List(_) | NodeKind::Map(_) => {
                    self.problems.push(node.problem("a key must be a text"));
                    open.key = Some((None, node.place));
                }
            },
        }
    }

    fn refuse(&mut self, span: &Span, message: &str) -> bool {
        let place = self.place(span);
        self.problems.push(Problem::new(place, message));
        false
    }

    fn place(&self, span: &Span) -> Place {
        self.place_at(span.start.line(), span.start.col())
    }

    fn place_at(&self, line: usize, column: usize) -> Place {
        Place { file: self.file, line, column: column + 1 }
    }
}

/// A text of a file as it is quoted in a problem: one line, not endless. It is put into words only
/// where a problem is.
pub fn quoted(text: &str) -> Quoted<'_> {
    Quoted(text)
}

/// A text as [`quoted`].
#[derive(Clone, Copy)]
pub struct Quoted<'t>(&'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        let short: String = self.0.chars().take(60).map(plain).collect();
        let more = if self.0.chars().nth(60).is_some() { "..." } else { "" };
        write!(f, "`{short}{more}`")
    }
}

/// The parser's words as the start of a message: lower case, no full stop.
fn syntax(words: &str) -> String {
    let mut chars = words.trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("this is not valid YAML: {first}{}", chars.as_str())
}

#[cfg(test)]
mod tests;
