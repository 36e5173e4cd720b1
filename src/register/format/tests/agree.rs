//! Both paths give one answer, and `read` gives one for every input.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

use super::nasty::{LINES, NASTY};
use super::*;
use crate::domain::{Day, Facts};

fn text() -> impl Strategy<Value = String> {
    let pieces = vec(
        select(vec![
            "\n", " ", "\t", "a", "#", "- ", ": ", "'", "\"", "é", "\u{85}", "\\", "|", "{", "&a",
        ]),
        0..12,
    );
    prop_oneof![
        select(NASTY.to_vec()).prop_map(str::to_owned),
        select(LINES.to_vec()).prop_map(str::to_owned),
        pieces.prop_map(|pieces| pieces.concat()),
        "\\PC{0,40}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    text().prop_filter("one line", |text| !text.trim().is_empty() && !text.contains('\n'))
}

fn at() -> impl Strategy<Value = Moment> {
    (-2_000_000_000_i64..7_000_000_000).prop_filter_map("a moment", Moment::from_unix)
}

fn when() -> impl Strategy<Value = When> {
    let day = (1901..2199, 1..13_u32, 1..29_u32)
        .prop_filter_map("a day", |(y, m, d)| Day::from_ymd(y, m, d));
    prop_oneof![day.prop_map(When::Day), at().prop_map(When::Moment)]
}

fn key() -> impl Strategy<Value = Vec<String>> {
    let keys = select(vec!["consultation".to_owned(), "support".to_owned(), "no".to_owned()]);
    vec(keys, 0..3).prop_map(|mut keys| {
        keys.sort();
        keys.dedup();
        keys
    })
}

fn item() -> impl Strategy<Value = Item> {
    (text(), proptest::option::of(any::<bool>()), proptest::option::of(key())).prop_map(
        |(zone, told, offers)| {
            let mut fields =
                std::collections::BTreeMap::from([("zone".to_owned(), Value::Text(zone))]);
            fields.extend(told.map(|told| ("told".to_owned(), Value::YesNo(told))));
            fields.extend(offers.map(|offers| ("offers".to_owned(), Value::Choices(offers))));
            Item::Fields(fields)
        },
    )
}

fn facts() -> impl Strategy<Value = Facts> {
    let choice = select(vec!["red".to_owned(), "no".to_owned(), "1".to_owned()]);
    let one = |name: &'static str, value: BoxedStrategy<Value>| {
        value.prop_map(move |value| (name.into(), Some(value))).boxed()
    };
    let fact = prop_oneof![
        one("text", text().prop_map(Value::Text).boxed()),
        one("child.name", text().prop_map(Value::Text).boxed()),
        one("choice", choice.prop_map(Value::Choice).boxed()),
        one("choices", key().prop_map(Value::Choices).boxed()),
        one("yes_no", any::<bool>().prop_map(Value::YesNo).boxed()),
        one("date", when().prop_map(|when| Value::Date(when.day())).boxed()),
        one("datetime", when().prop_map(Value::DateTime).boxed()),
        one("number", any::<i64>().prop_map(Value::Number).boxed()),
        one("texts", vec(text().prop_map(Item::Text), 0..4).prop_map(Value::List).boxed()),
        one("items", vec(item(), 0..3).prop_map(Value::List).boxed()),
    ];
    vec(fact, 0..8).prop_map(|facts| facts.into_iter().collect())
}

fn record() -> impl Strategy<Value = Record> {
    let overrides = btree_map("[a-z][a-z0-9-]{0,8}", text(), 0..3);
    let last = vec(any::<[u8; 32]>().prop_map(Hash), 0..3);
    let who = (line(), proptest::option::of(line()));
    (facts(), overrides, last, who, at(), any::<u8>()).prop_map(
        |(facts, overrides, after, who, at, bits)| {
            let full = full();
            let mut record = bare();
            record.facts = facts;
            record.after = after;
            record.by.worker = who.0;
            record.on_behalf_of = who.1;
            record.happened = Happened(at);
            record.happened_is_a_date = bits & 1 == 1;
            record.pathway = full.pathway.filter(|_| bits & 2 == 2);
            record.agreed_by = full.agreed_by.filter(|_| bits & 4 == 4);
            record.clock = full.clock.filter(|_| bits & 8 == 8);
            record.amends = full.amends.filter(|_| bits & 16 == 16);
            let over = |(gate, reason): (String, String)| Override { gate: gate.into(), reason };
            record.overrides = overrides.into_iter().map(over).collect();
            record.name = RecordName::default();
            record
        },
    )
}

/// A file, a few places in it, and what is put there.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "\n",
        " ",
        "  ",
        "\t",
        ":",
        ": ",
        "- ",
        "#",
        " #",
        "'",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "|",
        ">",
        "~",
        "null",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\0",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\r",
        "\r\n",
        "cse: 1\n",
        "facts:\n",
        "  text: no\n",
        "0x1F",
        "007",
        "?",
        "? ",
        "<<: ",
        "\\",
        "\\x00",
    ]);
    let edits = vec((any::<prop::sample::Index>(), 0..4_usize, pieces), 1..4);
    (record(), edits, any::<bool>()).prop_map(|(record, edits, clip)| {
        let mut bytes = write(&record, &dictionary()).into_bytes();
        for (at, cut, piece) in edits {
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, piece.bytes());
            if clip && at % 7 == 0 {
                bytes.truncate(at);
            }
            if bytes.is_empty() {
                bytes.push(b'\n');
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_alike_on_both_paths(record in record()) {
        let file = write(&record, &dictionary());
        let fast = read_fast(file.as_bytes(), &dictionary());
        // A text that begins with `&` is left to the second path.
        let expected = plain::is_plain(file.as_bytes()).then_some(&record);
        prop_assert_eq!(fast.as_ref(), expected, "{}", file);
        let strict = read_strict("r", file.as_bytes(), &dictionary());
        prop_assert_eq!(strict.as_ref(), Ok(&record), "{}", file);
        prop_assert_eq!(pathway_of(file.as_bytes()), record.pathway);
    }

    #[test]
    fn what_was_changed_by_hand_never_reads_two_ways(file in mutated()) {
        let strict = read_strict("r", file.as_bytes(), &dictionary());
        if let Some(fast) = read_fast(file.as_bytes(), &dictionary()) {
            match strict {
                Ok(strict) => prop_assert_eq!(fast, strict, "{}", file),
                // The two parsers differ in how much bad syntax they bear, and in nothing else.
                Err(found) => for problem in found {
                    prop_assert!(problem.message.contains("not valid YAML"), "{problem}\n{file}");
                },
            }
        }
    }

    #[test]
    fn what_reads_at_all_is_written_and_read_as_the_same(file in mutated()) {
        if let Ok(record) = read("r", file.as_bytes(), &dictionary()) {
            let again = write(&record, &dictionary());
            prop_assert_eq!(read("r", again.as_bytes(), &dictionary()), Ok(record), "{}", again);
        }
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(read("r", &bytes, &dictionary()).is_err());
        let _ = pathway_of(&bytes);
    }
}
