//! The last look at a document before it leaves: whatever is kept from its reader is searched for
//! in everything that the document says, wherever it came from. A worker who types a confidential
//! address into a free text is told so; the document is not made.

mod secrets;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::pathway::Audience;

use super::library::Template;
use super::render::Subject;
use super::tree::{Block, Inline, Page, plain};
use super::view::View;
use secrets::{Secret, secrets};

/// Something that a document would show and its reader may not see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The fact that holds it and is kept from the reader.
    pub fact: String,
    /// Where the document would show it.
    pub place: String,
}

/// Searches a document.
pub fn search(
    page: &Page,
    subject: &Subject<'_>,
    template: &Template,
    audience: Audience,
    view: &View<'_>,
) -> Vec<Leak> {
    if audience == Audience::Internal && !template.front.anonymous {
        return Vec::new();
    }
    let secrets = secrets(subject, template, audience, view);
    let texts = texts(page);
    let said: Vec<(&String, Said)> =
        texts.iter().map(|(place, text)| (place, Said::of(text))).collect();
    // A secret may be cut in two by the edge of a paragraph or a cell.
    let whole: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
    let whole = Said::of(&whole.join(" "));
    let mut leaks = Vec::new();
    for secret in secrets.iter().filter(|secret| secret.is_in(&whole)) {
        let leak = |place: &str| Leak { fact: secret.fact.clone(), place: place.to_owned() };
        let known = leaks.len();
        leaks.extend(said.iter().filter(|(_, said)| secret.is_in(said)).map(|(at, _)| leak(at)));
        if leaks.len() == known {
            leaks.push(leak("the text as a whole"));
        }
    }
    leaks.sort();
    leaks.dedup();
    leaks
}

/// A text without what only changes how it looks: accents, wide and small forms of letters and
/// digits, hyphens and blanks of no width.
fn folded(text: &str) -> String {
    let invisible = |c: char| {
        is_combining_mark(c)
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fffd}')
    };
    text.nfkd().filter(|c| !invisible(*c)).collect()
}

/// A text in the forms in which it is searched.
struct Said {
    /// Words in small letters between single blanks, with one at either end.
    words: String,
    /// Letters and digits alone.
    compact: String,
    /// Words as they are written, between blanks.
    exact: String,
}

impl Said {
    fn of(text: &str) -> Self {
        let spaced: String =
            folded(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let exact = format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "));
        let words = exact.to_lowercase();
        let compact = words.chars().filter(|c| *c != ' ').collect();
        Said { words, compact, exact }
    }
}

impl Secret {
    fn is_in(&self, said: &Said) -> bool {
        match &self.form {
            secrets::Form::Words(words) => said.words.contains(words.as_str()),
            secrets::Form::Exact(word) => said.exact.contains(word.as_str()),
            secrets::Form::Compact(text) => said.compact.contains(text.as_str()),
        }
    }
}

/// Everything that a document says, and where.
fn texts(page: &Page) -> Vec<(String, String)> {
    let mut texts = vec![
        ("the title".to_owned(), page.title.clone()),
        ("the marking".to_owned(), format!("{} {}", page.marking, page.handling)),
        ("the head of the page".to_owned(), page.notices.join(" ")),
        ("the foot of the page".to_owned(), page.foot()),
    ];
    let mut section = "the beginning".to_owned();
    for block in &page.blocks {
        if let Block::Heading(_, inlines) = block {
            section = format!("the section \"{}\"", plain(inlines));
        }
        block_texts(block, &section, &mut texts);
    }
    texts
}

fn block_texts(block: &Block, section: &str, texts: &mut Vec<(String, String)>) {
    let mut add = |inlines: &[Inline]| texts.push((section.to_owned(), plain(inlines)));
    match block {
        Block::Heading(_, inlines) | Block::Paragraph(inlines) => add(inlines),
        Block::Table(head, rows) => {
            for cell in head.iter().chain(rows.iter().flatten()) {
                add(cell);
            }
        }
        Block::List(_, items) => {
            items.iter().flatten().for_each(|inner| block_texts(inner, section, texts));
        }
        Block::Quote(inner) => inner.iter().for_each(|inner| block_texts(inner, section, texts)),
        Block::Rule => {}
    }
}
