//! A reader of plain YAML, for speed: a pathway is read whenever the program starts, and reading
//! it with the YAML library takes more time than all that the program does besides.
//!
//! It knows what people write in pathways and dictionaries: block mappings and lists, texts of one
//! line, `|-` and `>-`, and collections in brackets on one line. It never guesses. Whatever it does
//! not know for certain, and whatever is wrong, makes it give up, and the library reads the whole
//! file. A test holds that whatever it reads, the library reads to the same tree with the same
//! places, for the shipped files and for thousands of damaged ones.

mod flow;

use super::{DEEPEST, Entry, Node, NodeKind};
use crate::domain::{FileName, Place};

/// The largest text that is read here; the library stops early in those that are made to be large.
const LARGEST: usize = 192 * 1024;
/// The longest line: to know a place in a line takes as long as the line is.
const LONGEST: usize = 2000;

/// Reads a document; none where there is anything that this reader does not know.
pub(super) fn read(file: FileName, text: &str) -> Option<Node> {
    if text.len() > LARGEST {
        return None;
    }
    let lines = lines(text)?;
    let mut fast = Fast { file, lines, at: 0, inner: None };
    let first = fast.content()?;
    if first.indent != 0 {
        return None;
    }
    let node = fast.block(first, 0)?;
    fast.content().is_none().then_some(node)
}

/// A line of the text, without the blanks that it begins with.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Its number, from 1.
    number: usize,
    /// How many blanks it begins with; for what follows a dash, the column of that.
    indent: usize,
    /// What stands in it.
    text: &'t str,
}

struct Fast<'t> {
    file: FileName,
    lines: Vec<Line<'t>>,
    at: usize,
    /// What follows a dash in the line that is read now, as though it were a line of its own.
    inner: Option<Line<'t>>,
}

/// The lines, where no character of the text means anything special anywhere.
fn lines(text: &str) -> Option<Vec<Line<'_>>> {
    let mut lines = Vec::with_capacity(text.len() / 30);
    for (at, whole) in text.lines().enumerate() {
        let text = whole.trim_start_matches(' ');
        let odd = |c: char| {
            c.is_control()
                || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fffe}'..='\u{ffff}')
        };
        let fine = if whole.is_ascii() {
            !whole.bytes().any(|byte| byte.is_ascii_control())
        } else {
            !whole.contains(odd)
        };
        if !fine || whole.ends_with(' ') || whole.len() > LONGEST {
            return None;
        }
        lines.push(Line { number: at + 1, indent: whole.len() - text.len(), text });
    }
    // A carriage return before a line's end is not among the characters of the line.
    (!text.contains('\r')).then_some(lines)
}

impl<'t> Fast<'t> {
    /// The next line with something in it that is no comment.
    fn content(&mut self) -> Option<Line<'t>> {
        if self.inner.is_some() {
            return self.inner;
        }
        while let Some(line) = self.lines.get(self.at) {
            if !line.text.is_empty() && !line.text.starts_with('#') {
                return Some(*line);
            }
            self.at += 1;
        }
        None
    }

    /// Goes on to the next line.
    fn advance(&mut self) {
        self.inner = None;
        self.at += 1;
    }

    /// The place of a byte of a line.
    fn place(&self, line: Line<'_>, at: usize) -> Place {
        let column = line.indent + line.text[..at].chars().count() + 1;
        Place { file: self.file, line: line.number, column }
    }

    fn block(&mut self, first: Line<'t>, depth: usize) -> Option<Node> {
        if depth >= DEEPEST {
            return None;
        }
        let place = self.place(first, 0);
        let kind = if first.text.starts_with("- ") {
            NodeKind::List(self.list(first.indent, depth)?)
        } else {
            NodeKind::Map(self.map(first.indent, depth)?)
        };
        Some(Node { place, kind })
    }

    fn list(&mut self, indent: usize, depth: usize) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        while let Some(line) = self.content() {
            if line.indent < indent {
                break;
            }
            if line.indent > indent || self.inner.is_some() {
                return None;
            }
            let text = line.text.strip_prefix("- ")?.trim_start_matches(' ');
            let inner = Line { indent: indent + line.text.len() - text.len(), text, ..line };
            items.push(if key(text).is_some() {
                self.inner = Some(inner);
                self.block(inner, depth + 1)?
            } else {
                self.value(inner, 0, indent, depth + 1)?
            });
        }
        Some(items)
    }

    fn map(&mut self, indent: usize, depth: usize) -> Option<Vec<Entry>> {
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(line) = self.content() {
            if line.indent < indent {
                break;
            }
            if line.indent > indent {
                return None;
            }
            let (key, after) = key(line.text)?;
            let place = self.place(line, 0);
            let rest = &line.text[after..];
            let text = rest.trim_start_matches(' ');
            let node = if text.is_empty() || text.starts_with('#') {
                self.advance();
                let first = self.content().filter(|below| below.indent > indent)?;
                self.block(first, depth + 1)?
            } else {
                self.value(line, line.text.len() - text.len(), indent, depth + 1)?
            };
            entries.push(Entry { key: key.to_owned(), place, node });
        }
        is_each_once(&entries).then_some(entries)
    }

    /// What stands in the rest of a line, and the lines of a text that begins in it.
    fn value(&mut self, line: Line<'t>, at: usize, indent: usize, depth: usize) -> Option<Node> {
        let text = &line.text[at..];
        let place = self.place(line, at);
        let scalar = |text: String, plain| NodeKind::Scalar { text, plain };
        let kind = match text.as_bytes().first()? {
            b'[' | b'{' => {
                let mut end = at;
                let node = self.collection(line, &mut end, depth)?;
                ends(&line.text[end..])?;
                node.kind
            }
            quote @ (b'"' | b'\'') => {
                let inside = quoted(text, char::from(*quote))?;
                ends(&text[inside.len() + 2..])?;
                scalar(inside.to_owned(), false)
            }
            b'|' | b'>' => {
                let folds = match text {
                    "|-" => false,
                    ">-" => true,
                    _ => return None,
                };
                self.advance();
                // The library gives such a text the place of its first line.
                let place = self.place(*self.lines.get(self.at)?, 0);
                let text = self.text(indent, folds)?;
                return Some(Node { place, kind: scalar(text, false) });
            }
            _ => {
                let text = text.split(" #").next().unwrap_or_default().trim_end_matches(' ');
                if !begins_plain(text) || text.contains(": ") || text.ends_with(':') {
                    return None;
                }
                scalar(text.to_owned(), true)
            }
        };
        self.advance();
        Some(Node { place, kind })
    }

    /// The lines of `|-` and `>-`.
    fn text(&mut self, indent: usize, folds: bool) -> Option<String> {
        let first = *self.lines.get(self.at)?;
        if first.text.is_empty() || first.indent <= indent {
            return None;
        }
        let (mut text, mut blank) = (String::new(), 0);
        while let Some(line) = self.lines.get(self.at) {
            if line.text.is_empty() {
                blank += 1;
            } else if line.indent < first.indent {
                break;
            } else {
                if folds && line.indent > first.indent {
                    return None;
                }
                if !text.is_empty() {
                    match (folds, blank) {
                        (true, 0) => text.push(' '),
                        (true, _) => (0..blank).for_each(|_| text.push('\n')),
                        (false, _) => (0..=blank).for_each(|_| text.push('\n')),
                    }
                }
                text.extend((first.indent..line.indent).map(|_| ' '));
                text.push_str(line.text);
                blank = 0;
            }
            self.at += 1;
        }
        Some(text)
    }
}

/// What may follow a value in its line: nothing, or a comment.
fn ends(rest: &str) -> Option<()> {
    let text = rest.trim_start_matches(' ');
    (text.is_empty() || text.starts_with('#') && rest.starts_with(' ')).then_some(())
}

/// What stands between quotes, where nothing in it means anything special.
fn quoted(text: &str, quote: char) -> Option<&str> {
    let (inside, after) = text.strip_prefix(quote)?.split_once(quote)?;
    let special = inside.contains('\\') && quote == '"' || after.starts_with(quote);
    (!special).then_some(inside)
}

/// Whether a text without quotes may begin like this, whatever stands around it.
fn begins_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '(' | '/'))
}

/// The key that a text begins with, and where what follows its colon begins.
fn key(text: &str) -> Option<(&str, usize)> {
    let (key, end) = if text.starts_with('"') {
        let inside = quoted(text, '"')?;
        (inside, inside.len() + 2)
    } else {
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
        let end = text.find(|c| !fine(c)).unwrap_or(text.len());
        if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        (&text[..end], end)
    };
    let rest = text[end..].strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with(' ')).then_some((key, end + 1))
}

/// Whether no key stands twice.
fn is_each_once(entries: &[Entry]) -> bool {
    if entries.len() > super::FEW {
        let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        return keys.windows(2).all(|pair| pair[0] != pair[1]);
    }
    entries.iter().enumerate().all(|(n, one)| entries[..n].iter().all(|other| other.key != one.key))
}

#[cfg(test)]
mod tests;
