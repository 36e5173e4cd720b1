//! A document as a Word file: real headings, tables with header rows, the marking in the header of
//! every page, "page n of m" in the footer. The same document is always the same bytes.

mod body;
mod parts;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::tree::Page;

/// Writes it.
pub fn write(page: &Page) -> Vec<u8> {
    let (document, lists) = body::document(page);
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::ROOT_RELS.to_owned()),
        ("docProps/core.xml", parts::core(page)),
        ("docProps/app.xml", parts::APP.to_owned()),
        ("word/document.xml", document),
        ("word/styles.xml", parts::styles(page)),
        ("word/settings.xml", parts::settings(page)),
        ("word/numbering.xml", parts::numbering(&lists)),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/theme/theme1.xml", parts::THEME.trim_end().to_owned()),
        ("word/header1.xml", parts::header(page)),
        ("word/footer1.xml", parts::footer(page)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELS.to_owned()),
    ];
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        // Writing to memory cannot fail.
        let _ = zip.start_file(name, options);
        let _ = zip.write_all(text.as_bytes());
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// A text that XML reads as itself. What XML cannot hold becomes a visible mark.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ if c.is_control() => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
