//! Collections in brackets, on one line.

use super::{Fast, Line, begins_plain, is_each_once, key, quoted};
use crate::pathway::node::{DEEPEST, Entry, Node, NodeKind};

impl<'t> Fast<'t> {
    /// Reads from the bracket at a byte of a line; moves that to behind the bracket that closes.
    pub(super) fn collection(&self, line: Line<'t>, at: &mut usize, depth: usize) -> Option<Node> {
        if depth >= DEEPEST {
            return None;
        }
        let place = self.place(line, *at);
        let is_map = line.text[*at..].starts_with('{');
        let close = if is_map { '}' } else { ']' };
        *at += 1;
        skip(line, at);
        let (mut items, mut entries) = (Vec::new(), Vec::new());
        let mut more = !line.text[*at..].starts_with(close);
        while more {
            if is_map {
                let (key, after) = key(&line.text[*at..])?;
                let place = self.place(line, *at);
                *at += after;
                skip(line, at);
                let node = self.item(line, at, depth + 1)?;
                entries.push(Entry { key: key.to_owned(), place, node });
            } else {
                items.push(self.item(line, at, depth + 1)?);
            }
            skip(line, at);
            more = line.text[*at..].starts_with(',');
            if more {
                *at += 1;
                skip(line, at);
            }
        }
        *at += line.text[*at..].strip_prefix(close).map(|_| 1)?;
        let kind = if is_map { NodeKind::Map(entries) } else { NodeKind::List(items) };
        match &kind {
            NodeKind::Map(entries) if !is_each_once(entries) => None,
            NodeKind::Map(_) | NodeKind::List(_) | NodeKind::Scalar { .. } => {
                Some(Node { place, kind })
            }
        }
    }

    /// A text or a collection inside brackets.
    fn item(&self, line: Line<'t>, at: &mut usize, depth: usize) -> Option<Node> {
        let text = &line.text[*at..];
        let place = self.place(line, *at);
        let (text, plain, end) = match text.as_bytes().first()? {
            b'[' | b'{' => return self.collection(line, at, depth),
            quote @ (b'"' | b'\'') => {
                let inside = quoted(text, char::from(*quote))?;
                (inside, false, inside.len() + 2)
            }
            _ => {
                let end = text.find([',', ']', '}'])?;
                let plain = text[..end].trim_end_matches(' ');
                let special = plain.contains(['[', '{', '#', ':', '?']);
                if special || !begins_plain(plain) {
                    return None;
                }
                (plain, true, end)
            }
        };
        *at += end;
        Some(Node { place, kind: NodeKind::Scalar { text: text.to_owned(), plain } })
    }
}

/// Goes on to what is no blank.
fn skip(line: Line<'_>, at: &mut usize) {
    let rest = &line.text[*at..];
    *at += rest.len() - rest.trim_start_matches(' ').len();
}
