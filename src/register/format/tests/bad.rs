//! What is refused, with which words and where.

use super::*;

pub(super) const GOOD: &str = "cse: 1
step: screen
happened: \"2026-11-21T09:30:00Z\"
recorded: \"2026-11-21T09:41:12Z\"
by: {worker: j.okafor, role: mash-manager}
after: []
facts:
  choice: red
";

pub(super) fn problems(text: &str) -> Vec<String> {
    let found = read("r.yaml", text.as_bytes(), &dictionary()).err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

/// The good record with one line for another.
pub(super) fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replace(from, to)
}

/// Each text gives at least the problem that stands beside it.
fn said(cases: &[(String, &str)]) {
    for (text, expected) in cases {
        let found = problems(text);
        assert!(
            found.iter().any(|problem| problem == expected),
            "{text}\nwanted {expected}\nfound {found:#?}"
        );
    }
}

#[test]
fn mistakes_in_the_frame_are_said_with_their_places() {
    said(&[
        (
            changed("cse: 1", "cse: 2"),
            "r.yaml:1:6: this record has format 2; this cse reads format 1",
        ),
        (changed("cse: 1", "cse: one"), "r.yaml:1:6: `cse` must be a version as 1"),
        (changed("cse: 1\n", ""), "r.yaml:1:1: the key `cse` is missing"),
        (changed("after: []\n", ""), "r.yaml:1:1: the key `after` is missing"),
        (changed("step:", "stpe:"), "r.yaml:2:1: unknown key `stpe`; did you mean `step`?"),
        (changed("step:", "Jane Example:"), "r.yaml:2:1: unknown key `...`"),
        (
            changed("step: screen", "step: ../x"),
            "r.yaml:2:7: `step` must be a name of lower-case letters, digits, `-`, `_` and `.`",
        ),
        (changed("step: screen", "step: [screen]"), "r.yaml:2:7: `step` must be one text"),
        (changed("step: screen", "step:"), "r.yaml:2:5: `step` must be one text"),
        (
            changed("after: []", "after: []\nstep: screen"),
            "r.yaml:7:1: `step` stands twice; first in line 2",
        ),
        (
            changed("09:30:00Z", "09:30:00"),
            "r.yaml:3:11: `happened` must be a moment as 2026-11-21T09:30:00Z",
        ),
        (
            changed("recorded: \"2026-11-21T09:41:12Z\"", "recorded: 2026-11-21"),
            "r.yaml:4:11: `recorded` must be a moment as 2026-11-21T09:30:00Z",
        ),
        (
            changed("{worker: j.okafor, role: mash-manager}", "j.okafor"),
            "r.yaml:5:5: this must be a mapping of worker, role, not a text",
        ),
        (
            changed("worker: j.okafor", "worker: ' '"),
            "r.yaml:5:14: `worker` must be one line of text",
        ),
        (
            changed("role: mash-manager", "rank: mash-manager"),
            "r.yaml:5:5: the key `role` is missing",
        ),
        (changed("after: []", "after:"), "r.yaml:6:6: this must be a list, not nothing"),
        (
            changed("after: []", "after: [4f2a91c7]"),
            "r.yaml:6:9: this must be a SHA-256 in 64 lower-case hex digits",
        ),
    ]);
}

#[test]
fn mistakes_in_facts_are_said_with_their_places() {
    said(&[
        (
            changed("choice: red", "chocie: red"),
            "r.yaml:8:3: there is no fact `chocie`; did you mean `choice`?",
        ),
        (
            changed("choice: red", "choice: rde"),
            "r.yaml:8:11: `choice`: this must be one of red, amber, no, 1, below-1; did you mean `red`?",
        ),
        (changed("choice: red", "choice: ~"), "r.yaml:8:11: `choice`: there is nothing in it"),
        (
            changed("choice: red", "choice: red\n  choice: red"),
            "r.yaml:9:3: `choice` stands twice; first in line 8",
        ),
        (
            changed("choice: red", "date: 21/11/2026"),
            "r.yaml:8:9: `date`: this must be a date as 2026-11-21",
        ),
        (
            changed("choice: red", "number: 1.5"),
            "r.yaml:8:11: `number`: this must be a whole number",
        ),
        (
            changed("choice: red", "text: [a]"),
            "r.yaml:8:9: `text`: this must be text, not a list or a mapping",
        ),
        (
            changed("choice: red", "text: \"a\\0\""),
            "r.yaml:8:9: a NUL character stands in this text",
        ),
        (
            changed("choice: red", "text: \"a\\e\""),
            "r.yaml:8:9: `text`: a control character (U+001B) stands in it",
        ),
        (
            changed("facts:\n  choice: red", "facts:"),
            "r.yaml:7:6: `facts` must be a mapping, not nothing",
        ),
    ]);
}

#[test]
fn mistakes_in_what_else_a_record_may_have_are_said_with_their_places() {
    said(&[
        (
            changed("facts:\n", "happened_is_a_date: yes\nfacts:\n"),
            "r.yaml:7:21: `happened_is_a_date` must be true or false",
        ),
        (
            changed("facts:\n", "pathway: {name: x, version: 0}\nfacts:\n"),
            "r.yaml:7:29: `version` must be a version as 1",
        ),
        (
            changed("facts:\n", "pathway:\nfacts:\n"),
            "r.yaml:7:8: this must be a mapping of name, version, not nothing",
        ),
        (
            changed("facts:\n", "overrides: [{gate: g}]\nfacts:\n"),
            "r.yaml:7:13: the key `reason` is missing",
        ),
        (
            changed("facts:\n", "attachments: [{name: a, sha256: b, size: -1, type: t}]\nfacts:\n"),
            "r.yaml:7:42: `size` must be a whole number of bytes",
        ),
        (
            changed("facts:\n", "amends: {record: ../x.yaml, facts: [], reason: r}\nfacts:\n"),
            "r.yaml:7:18: `record` must be the name of a record's file",
        ),
        (
            changed("facts:\n", "amends: {record: x.yaml, facts: [dtae], reason: r}\nfacts:\n"),
            "r.yaml:7:34: there is no fact `dtae`; did you mean `date`?",
        ),
        (
            changed("facts:\n", "clock: {obligation: o, action: pause, reason: r}\nfacts:\n"),
            "r.yaml:7:32: `action` must be waive, extend, stop or restart",
        ),
        (
            changed(
                "facts:\n",
                "clock: {obligation: o, action: stop, until: ~, reason: r}\nfacts:\n",
            ),
            "r.yaml:7:45: `until` must be one text",
        ),
    ]);
}

#[test]
fn what_is_no_plain_data_is_refused() {
    said(&[
        (
            changed("choice: red", "text: &a red"),
            "r.yaml:8:12: anchors (`&name`) are not read here",
        ),
        (
            changed("choice: red", "text: !!binary cmVk"),
            "r.yaml:8:18: tags (`!...`) are not read here",
        ),
        (changed("choice: red", "<<: {choice: red}"), "r.yaml:8:3: there is no fact `...`"),
        (
            changed("choice: red", "choice: red\n---\ncse: 1"),
            "r.yaml:9:1: a second document begins here; only one is read",
        ),
        (
            "- cse: 1\n".to_owned(),
            "r.yaml:1:1: this must be a mapping of cse, step, happened, recorded, by, after, facts, not a list",
        ),
        (String::new(), "r.yaml: there is nothing in it"),
    ]);
}

#[test]
fn all_problems_are_said_at_once_in_the_order_of_the_file() {
    let text = "cse: 1\nstep: A b\nhappened: today\nby: {worker: w}\nafter: [x, y]\n\
                facts: {date: soon, unknown: 1}\nmore: 1\nmore: 2\n";
    let found = problems(text);
    let lines: Vec<&str> = found.iter().filter_map(|problem| problem.split(':').nth(1)).collect();
    assert_eq!(lines, ["1", "2", "3", "4", "5", "5", "6", "6", "7", "8"], "{found:#?}");
}

#[test]
fn a_fact_may_be_null_only_in_an_amend() {
    let amends = changed(
        "facts:\n  choice: red",
        "amends: {record: x.yaml, facts: [choice], reason: r}\nfacts:\n  choice:",
    );
    let record = read("r.yaml", amends.as_bytes(), &dictionary()).unwrap();
    assert_eq!(record.facts.get("choice"), Some(&None));
    assert!(read_fast(amends.as_bytes(), &dictionary()).is_some());
}

#[test]
fn what_a_person_wrote_by_hand_keeps_its_text() {
    let text = changed(
        "choice: red",
        "child.name: NO\n  text: 007\n  choice: no\n  yes_no: yes\n  texts: [1.50, 12:30]",
    );
    let facts = read("r.yaml", text.as_bytes(), &dictionary()).unwrap().facts;
    let texts = ["1.50", "12:30"].map(|text| Item::Text(text.to_owned())).to_vec();
    for (name, value) in [
        ("child.name", Value::Text("NO".to_owned())),
        ("text", Value::Text("007".to_owned())),
        ("choice", Value::Choice("no".to_owned())),
        ("yes_no", Value::YesNo(true)),
        ("texts", Value::List(texts)),
    ] {
        assert_eq!(facts.get(name), Some(&Some(value)));
    }
}

#[test]
fn a_text_that_only_looks_like_an_anchor_is_read() {
    let text = changed("choice: red", "text: seen at R &B, *twice* !");
    assert!(read_fast(text.as_bytes(), &dictionary()).is_none());
    assert!(read("r.yaml", text.as_bytes(), &dictionary()).is_ok());
    let plain = changed("choice: red", "text: Mother & father * said so");
    assert!(read_fast(plain.as_bytes(), &dictionary()).is_some());
}
