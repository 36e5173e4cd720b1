//! Text made safe for where it is printed: terminals, which obey some characters, and spreadsheets,
//! which reckon with some texts.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::domain::text::{is_dangerous, is_invisible};

/// Whether a terminal may not see a character: it would obey it, or show nothing of it.
pub fn is_hidden(c: char) -> bool {
    is_dangerous(c) || is_invisible(c)
}

/// Text from a file, safe for a terminal: no control, escape, bidirectional or invisible character
/// is left; each becomes a visible mark. Line breaks stay; a tab, which moves to wherever a terminal
/// has its stops, becomes a blank.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !has_hidden(text) {
        return Cow::Borrowed(text);
    }
    let seen = |c| match c {
        '\t' => ' ',
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(seen).collect()
}

/// Whether there is any such character. Answers are long, and nearly all of them is plain: only what
/// is not is looked up.
fn has_hidden(text: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    let mut bytes = text.bytes().enumerate();
    bytes.any(|(at, byte)| {
        let is_seen = |c| c != '\t' && !is_hidden(c);
        !is_plain(byte) && text.is_char_boundary(at) && !text[at..].starts_with(is_seen)
    })
}

/// JSON with the characters that [`clean`] marks written as their numbers. They stand nowhere but
/// in its texts.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !has_hidden(json) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + 32);
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    Cow::Owned(text)
}

/// A row of comma-separated values; no cell can start a formula, also in a program that takes
/// semicolons for commas, or tabs, which are blanks by then.
pub fn csv<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.map(harmless).collect();
    let quotes = if cells.iter().any(|cell| cell.contains(';')) {
        csv::QuoteStyle::Always
    } else {
        csv::QuoteStyle::Necessary
    };
    let mut writer = csv::WriterBuilder::new().quote_style(quotes).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(&cells);
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula, also after blanks and invisible characters, and
/// whatever the form in which its first sign is written.
fn harmless(text: &str) -> String {
    let skipped = |c: &char| c.is_whitespace() || is_hidden(*c) || *c == '\u{fffd}';
    let first = text.chars().find(|c| !skipped(c));
    let starts = |c: char| matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '\u{2212}');
    // Full width, small and raised forms are the same sign to some programs.
    let is_formula = first.is_some_and(|c| std::iter::once(c).nfkc().next().is_some_and(starts));
    let mark = if is_formula || text.starts_with(['\t', '\r', '\n']) { "'" } else { "" };
    format!("{mark}{}", clean(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_point_from_data_steers_a_terminal() {
        let bad = |c: char| {
            (c.is_control() && c != '\n')
                || ('\u{200b}'..='\u{200f}').contains(&c)
                || ('\u{2028}'..='\u{202e}').contains(&c)
                || ('\u{2060}'..='\u{206f}').contains(&c)
                || ('\u{e0000}'..='\u{e0fff}').contains(&c)
                || matches!(c, '\u{61c}' | '\u{ad}' | '\u{feff}' | '\u{180e}')
        };
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            assert!(!clean(&text).contains(bad), "{:x}", c as u32);
            let json = serde_json::json!({ "a": text }).to_string();
            let safe = escaped(&json);
            assert!(!safe.contains(bad), "{:x}", c as u32);
            let read = serde_json::from_str::<serde_json::Value>(&safe).ok();
            assert_eq!(read, serde_json::from_str(&json).ok(), "{:x}", c as u32);
        }
    }

    #[test]
    fn what_ends_a_cell_anywhere_is_in_quotes() {
        assert_eq!(csv(["a", "", "b c"].into_iter()), "a,,b c\n");
        for text in ["a,b", "a;=1", "a\nb", "a\"b"] {
            assert!(csv([text].into_iter()).starts_with('"'), "{text:?}");
        }
        assert_eq!(csv(["a\t=1"].into_iter()), "a =1\n");
        assert_eq!(csv(["say \"x\"; y"].into_iter()), "\"say \"\"x\"\"; y\"\n");
    }

    #[test]
    fn no_cell_starts_a_formula() {
        for text in
            ["=1+1", " =1", "\t@x", "\u{200b}=x", "+44", "-1", "＝1", "\u{feff}=1", "\u{00a0}=1"]
        {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        for text in ["\u{fe66}1", "\u{fe62}1", "\u{207a}1", "\u{2212}1", "\u{fe6b}a", "\u{202e}=1"]
        {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        let hidden = (0..=0x10_ffff).filter_map(char::from_u32);
        for c in hidden.filter(|c| c.is_whitespace() || is_hidden(*c)) {
            assert!(harmless(&format!(" {c}{c}=1")).starts_with('\''), "{:x}", c as u32);
        }
        assert_eq!(harmless("a=1"), "a=1");
    }
}
