//! Bytes that are no text, hostile and very large files, in bounded time.

use std::time::{Duration, Instant};

use super::bad::{GOOD, changed, problems};
use super::*;

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let bomb = (1..10).fold("a0: &a0 [x]\n".to_owned(), |all, n| {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        format!("{all}a{n}: &a{n} [{aliases}]\n")
    });
    let deep = |open: &str| changed("choice: red", &format!("text: {}", open.repeat(100_000)));
    let steps: Vec<String> = (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    for text in [
        bomb,
        deep("["),
        deep("{a: "),
        deep("[ ["),
        deep("\n  - "),
        changed("choice: red", &format!("text: x\n  texts:\n  {}", "- ".repeat(100_000))),
        "? ".repeat(100_000),
        changed("choice: red", &format!("{}: x", "k".repeat(2_000_000))),
        changed("choice: red", &format!("text: \"{}\"", "x".repeat(1_100_000))),
        steps.concat(),
        changed("choice: red", "text: !include /etc/passwd"),
        "x".repeat(LARGEST + 1),
    ] {
        let start = Instant::now();
        let found = problems(&text);
        assert!(!found.is_empty());
        let start_of_text: String = text.chars().take(40).collect();
        assert!(start.elapsed() < Duration::from_secs(2), "{:?} {start_of_text}", start.elapsed());
    }
}

#[test]
fn a_record_with_much_text_is_read() {
    let mut record = bare();
    let long = "All that was said in the meeting, line by line.\n".repeat(20_000);
    record.facts.insert("text".into(), Some(Value::Text(long)));
    let file = write(&record, &dictionary());
    assert!(file.len() > LARGEST_FAST);
    assert_eq!(read("r.yaml", file.as_bytes(), &dictionary()), Ok(record));
}

#[test]
fn bytes_that_are_no_utf_8_have_a_place() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes.extend_from_slice(b"  text: caf\xe9\n");
    let found = read("r.yaml", &bytes, &dictionary()).unwrap_err();
    assert_eq!(found[0].to_string(), "r.yaml:9:12: this is not UTF-8 text");
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read("r.yaml", &[&[0xFF, 0xFE], utf16.as_slice()].concat(), &dictionary()).is_err());
}
