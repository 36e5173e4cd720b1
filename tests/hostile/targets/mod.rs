//! What hostile input is given to. Each target takes bytes, hands them to the program as it would
//! take them itself, and fails where the answer breaks a promise. The tests beside this folder make
//! the bytes with proptest; `fuzz/` hands over those that libFuzzer makes.

pub mod dates;
pub mod ids;
pub mod lines;
pub mod templates;
pub mod values;
pub mod yaml;

use cse::domain::{Moment, Problem};
use cse::pathway::Pathway;
use cse::pathway::shipped;
use std::sync::OnceLock;

/// A target, and the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: &[Target] = &[
    ("node", yaml::node),
    ("record", yaml::record),
    ("dictionary", yaml::dictionary),
    ("pathway", yaml::pathway),
    ("statutory", yaml::statutory),
    ("from", values::from),
    ("values", values::flag),
    ("dates", dates::typed),
    ("ids", ids::read),
    ("templates", templates::document),
    ("lines", lines::line),
];

/// Gives bytes to a target.
///
/// # Panics
/// Where it breaks a promise, or where there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let found = ALL.iter().find(|(target, _)| *target == name);
    found.unwrap_or_else(|| panic!("there is no target {name}")).1(bytes);
}

/// The files of the pathway that targets change or use.
pub fn files() -> &'static [(String, Vec<u8>)] {
    static FILES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    FILES.get_or_init(|| shipped::files(PATHWAY).expect("it is shipped"))
}

/// A shipped pathway that has every type of fact.
const PATHWAY: &str = "hounslow";

/// That pathway.
pub fn pathway() -> &'static Pathway {
    static READ: OnceLock<Pathway> = OnceLock::new();
    READ.get_or_init(|| shipped::parse_files(files()).expect("it is right"))
}

/// When it is.
pub fn now() -> Moment {
    Moment::parse("2026-11-21T09:41:12Z").expect("a moment")
}

/// What is refused is refused for a reason, in a line of its own, at a place that the file has.
///
/// # Panics
/// Where a problem has none.
pub fn placed(problems: &[Problem], bytes: &[u8]) {
    assert!(!problems.is_empty(), "refused without a reason");
    let text = String::from_utf8_lossy(bytes);
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let lines = text.matches(breaks).count() + 1;
    for problem in problems {
        let message = &problem.message;
        assert!(!message.is_empty() && !message.contains('\n'), "{problem:?}");
        assert!(!message.ends_with('.') || message.ends_with("..."), "{problem:?}");
        assert!(message.len() < 4000, "{} bytes: {message:.200}", message.len());
        assert!(problem.place.line <= lines, "{problem:?}: the file has {lines} lines");
        assert_eq!(problem.place.line == 0, problem.place.column == 0, "{problem:?}");
    }
}
