//! A document as its writers see it: what stands on every page, and its body as a small tree that
//! each format can say in its own way.

/// A document that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is called.
    pub title: String,
    /// The language that it is written in.
    pub language: String,
    /// Whether it is set in small letters.
    pub small: bool,
    /// The moment of the document, as files have it.
    pub moment: String,
    /// The marking, at the top of every page.
    pub marking: String,
    /// How it is to be handled, beside the marking.
    pub handling: String,
    /// What else is said at the top: for whom it is, and that a sample is invented.
    pub notices: Vec<String>,
    /// The foot of every page, before the number of the page.
    pub footer: String,
    /// The body.
    pub blocks: Vec<Block>,
}

/// A part of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: 2 is a section.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; the number with which an ordered one begins.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A table: one heading for each column, and rows.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// Something set apart.
    Quote(Vec<Block>),
    /// A line across the page.
    Rule,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text, without line ends.
    Text(String),
    /// The end of a line.
    Break,
    /// Important.
    Strong(Vec<Inline>),
    /// Stressed.
    Emphasis(Vec<Inline>),
}

/// The text of a line, with line ends.
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(piece) => text.push_str(piece),
            Inline::Break => text.push('\n'),
            Inline::Strong(inner) | Inline::Emphasis(inner) => text.push_str(&plain(inner)),
        }
    }
    text
}
