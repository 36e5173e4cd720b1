//! Values on their way through Markdown. A value is never written into the Markdown of a template:
//! a token of private characters stands for it, and the text is put in its place once the Markdown
//! was parsed. So no text of a case can become a heading, a link, a table or markup of any kind.

use std::sync::{Arc, Mutex, PoisonError};

/// Begins a token.
const OPEN: char = '\u{e000}';
/// Ends a token.
const CLOSE: char = '\u{e001}';
/// The first of ten digits.
const ZERO: u32 = 0xe010;

/// The texts for which tokens stand.
#[derive(Clone, Default)]
pub struct Tokens(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    texts: Vec<String>,
    bytes: usize,
    /// What was made on the way.
    made: usize,
}

impl Tokens {
    /// Keeps a text and gives its token; none where that would be more than so many bytes in all.
    pub fn put(&self, text: String, most: usize) -> Option<String> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.bytes += text.len() + 16;
        if held.bytes > most {
            return None;
        }
        let digits = held.texts.len().to_string();
        held.texts.push(text);
        let digits = digits.bytes().filter_map(|d| char::from_u32(ZERO + u32::from(d - b'0')));
        Some([OPEN].into_iter().chain(digits).chain([CLOSE]).collect())
    }

    /// Counts text that was made and is not kept; none where it was too much.
    pub fn spend(&self, bytes: usize, most: usize) -> Option<()> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.made += bytes;
        (held.made <= most.saturating_mul(4)).then_some(())
    }

    /// Cuts a text into what stands in the template and what tokens stand for.
    pub fn resolve(&self, text: &str) -> Vec<Piece> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(OPEN) {
            let Some(close) = rest[open..].find(CLOSE).map(|at| open + at) else { break };
            if open > 0 {
                pieces.push(Piece::Template(rest[..open].to_owned()));
            }
            let digits = rest[open + OPEN.len_utf8()..close].chars();
            let number =
                digits.filter_map(|c| char::from_digit(u32::from(c).checked_sub(ZERO)?, 10));
            let number: Option<usize> = number.collect::<String>().parse().ok();
            if let Some(text) = number.and_then(|number| held.texts.get(number)) {
                pieces.push(Piece::Case(text.clone()));
            }
            rest = &rest[close + CLOSE.len_utf8()..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Template(rest.to_owned()));
        }
        pieces
    }
}

/// A piece of text and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The template.
    Template(String),
    /// The case.
    Case(String),
}
