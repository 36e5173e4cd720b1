//! What was typed wrongly.

use cse::cli::Exit::Usage;

use super::world::merging;
use super::{Error, TestRegister, red, referred};

const REFERRAL: &[&str] = &["new-referral", "--as", "mash-manager", "--from", "-"];

pub(super) const ALL: &[Error] = &[
    Error::new("An unknown case", Usage, referred, &["show", "CSE-2026-000000A"]),
    Error::new("A mistyped number", Usage, referred, &["show", "CSE-2026-000001A"]),
    Error::new("No number at all", Usage, referred, &["show", "CSE-26-1"]),
    Error::new(
        "A step on a prefix",
        Usage,
        referred,
        &["note", "CSE-2026", "--note-text", "x", "--as", "social-worker"],
    ),
    Error::new("A step without a case", Usage, referred, &["note", "--note-text", "x"]),
    Error::new("An unknown command", Usage, referred, &["strateggy", "$CASE"]),
    Error::new("An unknown option", Usage, referred, &["due", "--whither"]),
    Error::new(
        "An unknown role",
        Usage,
        referred,
        &["note", "$CASE", "--as", "mash-manger", "--note-text", "x"],
    ),
    Error::new(
        "A step that several roles may take, and none named",
        Usage,
        referred,
        &["screen", "$CASE"],
    ),
    Error::new(
        "Facts that are missing, all at once",
        Usage,
        referred,
        &["screen", "$CASE", "--as", "mash-manager"],
    ),
    Error::new(
        "A fact that no step has",
        Usage,
        referred,
        &["screen", "$CASE", "--as", "mash-manager", "--ragg", "red"],
    ),
    Error::new(
        "A fact of another step",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--rag", "red"],
    ),
    Error::new(
        "Values of the wrong type, all at once, and what is missing",
        Usage,
        referred,
        &[
            "screen",
            "$CASE",
            "--as",
            "mash-manager",
            "--rag",
            "purple",
            "--mash-checks-needed",
            "maybe",
        ],
    ),
    Error::new(
        "An empty text",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "  "],
    ),
    Error::new(
        "An item that lacks a field",
        Usage,
        red,
        &["strategy", "$CASE", "--as", "social-worker", "--strategy-attendees", "name=A. Invented"],
    ),
    Error::new(
        "A date that is none",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x", "--at", "31/02/2026"],
    ),
    Error::new(
        "A month before the day",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x", "--at", "11/21/2026"],
    ),
    Error::new(
        "A step in the future",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x", "--at", "tomorrow"],
    ),
    Error::new(
        "The hour that a clock change skips",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x", "--at", "2026-03-29T01:30"],
    ),
    Error::new(
        "The hour that a clock change repeats",
        Usage,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x", "--at", "2026-10-25T01:30"],
    ),
    Error::new(
        "A date of birth in the future",
        Usage,
        TestRegister::new,
        &[
            "new-referral",
            "--as",
            "mash-manager",
            "--child-name",
            "Bo Invented",
            "--route",
            "new",
            "--concern-summary",
            "x",
            "--child-date-of-birth",
            "2031-01-01",
        ],
    ),
    Error {
        input: "child:\n  name: Bo\n  nam: Bo\nroute: nwe\nconcern.summary: \"\"\n",
        ..Error::new("A file of facts with several mistakes", Usage, TestRegister::new, REFERRAL)
    },
    Error {
        input: "{\"child.name\": \"Bo\", }",
        ..Error::new("A file that begins as JSON and is none", Usage, TestRegister::new, REFERRAL)
    },
    Error {
        input: "child.name: Bo\nroute: new\nroute: allocated\n",
        ..Error::new("A key that stands twice", Usage, TestRegister::new, REFERRAL)
    },
    Error {
        input: "a: &x [1]\nb: *x\n",
        ..Error::new("Anchors and aliases", Usage, TestRegister::new, REFERRAL)
    },
    Error::new(
        "A file that is not there",
        Usage,
        TestRegister::new,
        &["new-referral", "--from", "nowhere.yaml"],
    ),
    Error::new(
        "A duty that is not owed",
        Usage,
        red,
        &["waive", "$CASE", "stategy-meeting", "--reason", "x", "--as", "team-manager"],
    ),
    Error::new(
        "A waiver without a reason",
        Usage,
        red,
        &["waive", "$CASE", "strategy-meeting", "--reason", " ", "--as", "team-manager"],
    ),
    Error::new(
        "A meeting in the past",
        Usage,
        referred,
        &["meeting", "add", "pre-mase", "2026-01-01T10:00"],
    ),
    Error::new("A window that is no number of days", Usage, referred, &["due", "--within", "soon"]),
    Error::new(
        "A pathway that is not there",
        Usage,
        TestRegister::no_register,
        &["init", "here", "--pathway", "nowhere"],
    ),
    Error::new("Invented cases in a real register", Usage, referred, &["sample", "--cases", "3"]),
    Error::new(
        "A register in a folder that holds something",
        Usage,
        not_empty,
        &["init", ".", "--pathway", "hounslow"],
    ),
    Error::new(
        "A file that is no checkpoint",
        Usage,
        TestRegister::new,
        &["verify", "--checkpoint", "-"],
    ),
    Error::new("A repair to which nobody agreed", Usage, merging, &["doctor", "--repair"]),
];

fn not_empty() -> TestRegister {
    let register = TestRegister::no_register();
    std::fs::write(register.root().join("letter.txt"), "x").unwrap();
    register
}
