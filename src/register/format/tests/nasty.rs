//! Texts that YAML readers like to misread.

use super::*;

/// What people, other systems and word processors put into a text.
pub(super) const NASTY: [&str; 104] = [
    "no",
    "No",
    "NO",
    "yes",
    "on",
    "off",
    "y",
    "n",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "",
    " ",
    "12:30",
    "1:30:00",
    "007",
    "0o17",
    "0x1F",
    "0b1",
    "1e3",
    "1E3",
    "1.50",
    "+1",
    "-1",
    ".5",
    "5.",
    "1_000",
    ".inf",
    ".nan",
    "-.INF",
    "nan",
    "2026-11-21",
    "2026-11-21 09:30:00",
    "2026-11-21T09:30:00Z",
    "07700900123",
    "123e45",
    "=",
    "<<",
    "- x",
    "-",
    "--",
    "---",
    "--- x",
    "...",
    "... x",
    "? x",
    "?",
    "+_",
    "_",
    "?a",
    "-a",
    ":a",
    "a?b",
    "a,b",
    "a:b:c",
    ": x",
    ":",
    "a: b",
    "a:b",
    "a:",
    "a #b",
    "a#b",
    "#b",
    "*a",
    "&a",
    "!a",
    "!!str a",
    "|",
    ">",
    ">-",
    "%a",
    "@a",
    "`a`",
    "'",
    "''",
    "\"",
    "\"a\"",
    "it's",
    "a\\b",
    "{",
    "}",
    "{a: b}",
    "[",
    "[a]",
    ",",
    "a, b",
    "\ta",
    "a\t",
    " a",
    "a ",
    "a\tb",
    "a\u{a0}b",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "\u{feff}a",
    "a\u{feff}b",
    "a\u{200b}b",
    "😀 ok",
    "e\u{301}",
    "\u{202e}a",
    "\u{e000}",
];

/// Texts of several lines.
pub(super) const LINES: [&str; 24] = [
    "a\nb",
    "a\nb\n",
    "a\nb\n\n",
    "\na",
    "\n",
    "\n\n",
    "a\n\nb",
    "  a\nb",
    "a\n  b",
    "\ta\nb",
    "a \nb ",
    "a \nb \n",
    "a\n ",
    "a\n \n",
    "\n a\n",
    " \na",
    "a\n# b",
    "a\n--- \nb",
    "- a\n- b",
    "a: b\nc: d\n",
    "a\n\tb",
    "a\u{2028}b\nc",
    "a\u{85}\nb",
    "no\n",
];

fn with(text: &str) -> Record {
    let mut record = bare();
    let value = Value::Text(text.to_owned());
    let fields = [("zone", value.clone()), ("name", Value::Text("x".to_owned()))];
    let item = Item::Fields(fields.into_iter().map(|(n, v)| (n.to_owned(), v)).collect());
    let list = Value::List(vec![Item::Text(text.to_owned()), Item::Text("x".to_owned())]);
    record.facts.insert("text".into(), Some(value));
    record.facts.insert("texts".into(), Some(list));
    record.facts.insert("items".into(), Some(Value::List(vec![item.clone(), item])));
    record.overrides = vec![Override { gate: "g".into(), reason: text.to_owned() }];
    record
}

#[test]
fn nasty_texts_are_read_back_as_they_were_by_both_paths() {
    for text in NASTY.into_iter().chain(LINES) {
        let record = with(text);
        let file = write(&record, &dictionary());
        let nameless = Record { name: RecordName::default(), ..record };
        assert_eq!(
            read_fast(file.as_bytes(), &dictionary()),
            Some(nameless.clone()),
            "{text:?}\n{file}"
        );
        assert_eq!(
            read_strict("r", file.as_bytes(), &dictionary()),
            Ok(nameless),
            "{text:?}\n{file}"
        );
    }
}

#[test]
fn what_a_reader_might_try_as_a_number_is_quoted() {
    for text in ["+_", "-", "1.2.3", "07700900123", "2026-11-21", "1_000"] {
        let file = write(&with(text), &dictionary());
        assert!(file.contains(&format!("\n  text: \"{text}\"\n")), "{file}");
    }
}

#[test]
fn no_text_is_folded_and_paragraphs_are_blocks() {
    let long = "word ".repeat(100).trim_end().to_owned();
    let file = write(&with(&long), &dictionary());
    assert!(file.contains(&format!("\n  text: {long}\n")), "{file}");
    let file = write(&with("First line: this.\nSecond #line.\n"), &dictionary());
    assert!(file.contains("\n  text: |\n    First line: this.\n    Second #line.\n"), "{file}");
}

#[test]
fn characters_that_some_readers_take_for_line_ends_are_escaped() {
    for text in ["a\u{85}b", "a\u{2028}b", "a\u{2029}b\nc", "\u{feff}a\nb"] {
        let file = write(&with(text), &dictionary());
        assert!(plain::is_plain(file.as_bytes()), "{text:?}\n{file}");
    }
}

#[test]
fn names_of_workers_and_files_survive_in_flow_and_block() {
    for text in NASTY.into_iter().filter(|text| !text.trim().is_empty()) {
        let mut record = full();
        text.clone_into(&mut record.by.worker);
        record.on_behalf_of = Some(text.to_owned());
        text.clone_into(&mut record.attachments[0].name);
        record.clock.as_mut().unwrap().instance = Some(text.to_owned());
        let file = write(&record, &dictionary());
        let nameless = Record { name: RecordName::default(), ..record };
        assert_eq!(
            read_fast(file.as_bytes(), &dictionary()),
            Some(nameless.clone()),
            "{text:?}\n{file}"
        );
        assert_eq!(
            read_strict("r", file.as_bytes(), &dictionary()),
            Ok(nameless),
            "{text:?}\n{file}"
        );
    }
}

#[test]
fn line_ends_of_other_systems_read_as_line_ends() {
    let file = write(&with("a\nb\n"), &dictionary()).replace('\n', "\r\n");
    let record = read("r.yaml", file.as_bytes(), &dictionary());
    assert_eq!(record, Ok(with("a\nb\n")));
}
