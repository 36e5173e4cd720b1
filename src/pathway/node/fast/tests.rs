//! Whatever the fast reader reads, the library reads to the very same tree.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::domain::FileName;
use crate::pathway::node::Reader;

const SHIPPED: &[&str] = &[
    include_str!("../../../../templates/facts.yaml"),
    include_str!("../../../../templates/hounslow/facts.yaml"),
    include_str!("../../../../templates/hounslow/pathway.yaml"),
    include_str!("../../../../templates/hounslow/statutory.yaml"),
    include_str!("../../../../templates/achieving-for-children/facts.yaml"),
    include_str!("../../../../templates/achieving-for-children/pathway.yaml"),
    include_str!("../../../../templates/achieving-for-children/statutory.yaml"),
];

/// Whether the fast reader knows a text; then both trees are compared.
fn agrees(text: &str) -> bool {
    let file = FileName::from("f.yaml");
    let Some(fast) = super::read(file, text) else { return false };
    let whole = Reader::new(file).read(text);
    assert!((Some(fast), Vec::new()) == whole, "{text:?}");
    true
}

#[test]
fn the_shipped_files_need_no_other_reader() {
    for text in SHIPPED {
        assert!(agrees(text), "{}", &text[..60]);
    }
}

#[test]
fn what_is_known_and_what_is_left_to_the_library() {
    for known in [
        "a: b\n",
        "a: b",
        "# first\n\na:\n  b: c # end\n  # between\n  d: [e, {f: g, \"h\": 'i'}, j k]\n",
        "- a\n- b: 1\n  c: [x]\n-   d: |-\n      one\n\n       two\n      three\n",
        "a: >-\n  one\n  two\n\n  three\n\n\n# end\nb: {}\n",
        "a: [é, üß]\nb: é\n",
        "a: it's (not) \"quoted\", [no] {list}\n",
        "a: 12:30\n",
        "\"a b\": \"\"\n",
    ] {
        assert!(agrees(known), "{known:?}");
    }
    for unknown in [
        "",
        "a",
        " a: b\n",
        "a:\n",
        "a: b: c\n",
        "a: b:\n",
        "a: b\n  c\n",
        "a: b\n c: d\n",
        "a:\n- b\n",
        "a: 'it''s'\n",
        "a: \"\\n\"\n",
        "a: \"x\" y\n",
        "a: [b]#c\n",
        "a: [b,]\n",
        "a: [b: c]\n",
        "a: {b}\n",
        "a: {b:c}\n",
        "a: [b\n  c]\n",
        "a: |\n  b\n",
        "a: |-\nb: c\n",
        "a: |-\n\n  b\n",
        "a: >-\n  b\n   c\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !c d\n",
        "a: b\na: c\n",
        "a: {b: 1, b: 2}\n",
        "- - a\n",
        "- a\nb: c\n",
        "---\na: b\n",
        "a: b\n---\nc: d\n",
        "a: b\r\nc: d\n",
        "a:\tb\n",
        "a: b \n",
        "a: x\u{2028}y\n",
        "? a\n: b\n",
        "a: ~\n",
        "a: - b\n",
    ] {
        assert!(super::read(FileName::from("f"), unknown).is_none(), "{unknown:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Lines of shipped files with characters put in, taken out or doubled.
    #[test]
    fn damaged_files_are_read_alike_or_left_to_the_library(
        file in select(SHIPPED),
        start in any::<Index>(),
        length in 1_usize..30,
        changes in prop::collection::vec((any::<Index>(), 0_u8..4, select(&[
            ":", ": ", " ", "  ", "\n", "- ", "#", " #", "'", "\"", "[", "]", "{", "}", ",", "|-",
            ">-", "|", ">", "&a", "*a", "!t", "?", "? ", "\t", "\\", "é", "\u{85}", "\r", "---\n",
            "...\n", "~", "%", "@", "`", "null", "-", "\u{2028}", "\u{a0}", "x",
        ][..])), 0..4),
    ) {
        let lines: Vec<&str> = file.lines().collect();
        let from = start.index(lines.len());
        let lines = &lines[from..(from + length).min(lines.len())];
        // From the outermost line on, so that many are documents.
        let outer = lines.iter().find(|line| !line.trim().is_empty());
        let outer = outer.map_or(0, |line| line.len() - line.trim_start().len());
        let mut text: String = lines
            .iter()
            .map(|line| format!("{}\n", line.get(outer..).unwrap_or(line.trim_start())))
            .collect();
        for (at, kind, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let Some(&at) = places.get(at.index(places.len().max(1))) else { continue };
            match kind {
                0 | 1 => text.insert_str(at, piece),
                2 => drop(text.remove(at)),
                _ => text.truncate(at),
            }
        }
        agrees(&text);
    }

    /// Texts of the characters that mean something.
    #[test]
    fn short_texts_are_read_alike_or_left_to_the_library(
        pieces in prop::collection::vec(select(&[
            "a", "b", "a: ", "b: ", "- ", "  ", "\n", "\n  ", "\n    ", ": ", ":", " ", "#", " # ",
            "[", "]", "{", "}", ", ", ",", "\"", "'", "|-\n", ">-\n", "1", "é", "é: ", "-", "c:\n",
            "\"k\": ", "(", "/", ".", "x y", "'s", "*", "~", "?",
        ][..]), 0..14),
    ) {
        agrees(&pieces.concat());
    }
}
