//! No authority's word is a word of the program: a step, stage, fact, role, obligation or the name
//! of an authority never stands in a literal of the Rust source. A pathway is data.

use std::collections::BTreeMap;

use super::literals::literals;
use super::{none, pages, rust};

/// Words of a shipped pathway that the program says too, with why.
const ALSO_ENGLISH: &[(&str, &str)] = &[(
    "closed",
    "the one stage that the language itself names: exactly one is final, and so called",
)];

/// Words that one file may say, with why.
const MAY_SAY: &[(&str, &[&str], &str)] = &[
    ("src/cli/list.rs", &["rag", "category"], "columns of the list, which the contract names"),
    ("src/cli/meeting.rs", &["pre-mase", "mase"], "kinds of meeting, which the contract names"),
    ("src/pathway/audience.rs", &["mase", "referrer"], "audiences, a closed list of the language"),
    ("src/pathway/parse/fact.rs", &["rag", "category"], "meanings, a closed list of the language"),
];

/// All names of the shipped pathways, and what each is.
fn names() -> BTreeMap<String, &'static str> {
    let mut names = BTreeMap::new();
    for page in pages(&["templates"]) {
        let Some((_, file)) = page.path.rsplit_once('/') else { continue };
        if !["pathway.yaml", "facts.yaml", "statutory.yaml"].contains(&file) {
            continue;
        }
        let mut block = "";
        for line in page.text.lines() {
            if let Some(name) = line.strip_prefix("pathway:") {
                names.insert(name.trim().to_owned(), "authority");
            }
            if !line.is_empty() && !line.starts_with([' ', '#']) {
                block = line.split(':').next().unwrap_or_default();
            }
            let what = match block {
                "steps" => "step",
                "stages" => "stage",
                "gates" => "gate",
                "obligations" => "obligation",
                "roles" => "role",
                "facts" => "fact",
                _ => continue,
            };
            if let Some(name) = key(line) {
                names.insert(name, what);
            }
        }
    }
    names
}

/// The key of a line that is indented by two blanks.
fn key(line: &str) -> Option<String> {
    let inner = line.strip_prefix("  ").filter(|inner| !inner.starts_with([' ', '#', '-']))?;
    let (key, _) = inner.split_once(':')?;
    Some(key.trim().to_owned())
}

/// Whether a literal says a name. One word of plain English is the name only where it is the
/// whole literal; a name with `-`, `.` or `_` is never English.
fn says(literal: &str, name: &str, what: &str) -> bool {
    if literal == name {
        return true;
    }
    let compound = name.contains(['-', '.', '_']) || what == "authority";
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    compound
        && literal.match_indices(name).any(|(at, _)| {
            let (before, after) = (&literal[..at], &literal[at + name.len()..]);
            !before.ends_with(part) && !after.starts_with(part)
        })
}

/// Modules that only tests compile.
fn is_test(path: &str) -> bool {
    path.contains("/tests/")
        || ["/tests.rs", "/testing.rs", "_properties.rs"].iter().any(|end| path.ends_with(end))
}

#[test]
fn the_shipped_names_are_read() {
    let names = names();
    let expected = [("hounslow", "authority"), ("screen", "step"), ("closed", "stage")];
    for (name, what) in expected.into_iter().chain([("strategy-meeting", "obligation")]) {
        assert_eq!(names.get(name), Some(&what), "{name}");
    }
    assert_eq!(names.get("child.date_of_birth"), Some(&"fact"));
}

#[test]
fn no_name_of_a_pathway_is_in_the_program() {
    let names = names();
    let mut wrong = Vec::new();
    for page in rust(&["src"]).iter().filter(|page| !is_test(&page.path)) {
        for (line, literal) in literals(&page.text) {
            for (name, what) in names.iter().filter(|(name, what)| says(&literal, name, what)) {
                let english = ALSO_ENGLISH.iter().any(|(word, _)| word == name);
                let may = MAY_SAY
                    .iter()
                    .any(|(path, words, _)| *path == page.path && words.contains(&name.as_str()));
                if !english && !may {
                    wrong.push(format!("{}:{line}: the {what} `{name}`", page.path));
                }
            }
        }
    }
    none(&wrong);
}
