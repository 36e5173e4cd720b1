//! Documents: a case as one reader may see it, as Markdown, HTML or Word.
//!
//! Pure: the case, the pathway, the dictionary, the text of the templates and the moment are
//! arguments. A template (`template`) runs (`engine`) over one reader's view (`view`); what comes
//! out is parsed once into a small tree (`tree`), searched for what the reader may not see
//! (`leak`), and written in each format. Where templates lie, and what becomes of the bytes, is
//! left to [`crate::ops`] and [`crate::register`].

mod docx;
mod duties;
mod engine;
mod front;
mod html;
mod leak;
mod library;
mod markdown;
mod missing;
mod objects;
mod parse;
mod render;
pub mod say;
mod scan;
mod tables;
mod text;
mod tokens;
mod tree;
mod view;

pub use duties::Duty;
pub use front::Front;
pub use leak::Leak;
pub use library::{Library, Template};
pub use missing::{Gap, Lack, missing};
pub use render::{Refused, Rendered, Subject, dry_run, render};

/// A format in which a document can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// One HTML page.
    Html,
    /// A Word file.
    Word,
}

impl Format {
    /// All formats, by the names under which they are asked for.
    pub const ALL: &'static [(&'static str, Format)] =
        &[("md", Format::Markdown), ("html", Format::Html), ("docx", Format::Word)];

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        Format::ALL.iter().find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Markdown => "text/markdown",
            Format::Html => "text/html",
            Format::Word => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
        }
    }
}
