//! The shape of files: their size, their place in the tree of modules, words that may not stay.

use std::collections::BTreeSet;

use super::{Page, line, none, rust};

const MOST_LINES: usize = 400;

/// Words that may stand in nobody's way of a release, with why.
const WORDS: &[(&str, &str)] = &[
    (concat!("to", "do!("), "unfinished work is said in an issue, not in the program"),
    (concat!("un", "implemented!("), "unfinished work is said in an issue, not in the program"),
    (concat!("db", "g!("), "what was printed while looking for a mistake does not stay"),
    (concat!("#[ig", "nore"), "a test that does not run holds nothing"),
    (concat!("#[al", "low("), "`expect` says so when it is no longer needed"),
    (concat!("#![al", "low("), "`expect` says so when it is no longer needed"),
];

/// Readings of the clock, which only `main` may make.
const CLOCKS: &[&str] = &[
    concat!("SystemTime", "::now"),
    concat!("Utc", "::now"),
    concat!("Local", "::now"),
    concat!("Signature", "::now"),
];

#[test]
fn files_stay_small() {
    let long = |page: &Page| {
        let lines = page.text.lines().count();
        (lines > MOST_LINES).then(|| format!("{}: {lines} lines", page.path))
    };
    none(&rust(&["src", "tests", "benches"]).iter().filter_map(long).collect::<Vec<_>>());
}

#[test]
fn nothing_unfinished_stays() {
    let mut wrong = Vec::new();
    for page in rust(&["src", "tests", "benches"]) {
        for (word, why) in WORDS {
            let found = page.text.match_indices(word).map(|(at, _)| line(&page.text, at));
            wrong.extend(found.map(|line| format!("{}:{line}: {word}: {why}", page.path)));
        }
    }
    none(&wrong);
}

#[test]
fn only_main_reads_the_clock() {
    let mut wrong = Vec::new();
    for page in rust(&["src"]) {
        let is_test = page.path.contains("/tests") || page.path == "src/main.rs";
        for clock in CLOCKS.iter().filter(|_| !is_test) {
            let found = page.text.match_indices(clock).map(|(at, _)| line(&page.text, at));
            wrong.extend(found.map(|line| format!("{}:{line}: {clock}", page.path)));
        }
    }
    none(&wrong);
}

#[test]
fn no_file_is_forgotten() {
    let pages = rust(&["src", "tests"]);
    let roots: BTreeSet<&str> = [
        "src/lib.rs",
        "src/main.rs",
        "tests/main.rs",
        "tests/faults/main.rs",
        "tests/hostile/main.rs",
    ]
    .into();
    let forgotten = |page: &&Page| {
        let Some((parents, name)) = declared_in(&page.path) else { return false };
        let declared = |parent: &String| {
            let parent = pages.iter().find(|other| other.path == *parent);
            parent.is_some_and(|parent| declares(&parent.text, &name))
        };
        !roots.contains(page.path.as_str()) && !parents.iter().any(declared)
    };
    let said = |page: &Page| format!("{}: no module declares this file", page.path);
    none(&pages.iter().filter(forgotten).map(said).collect::<Vec<_>>());
}

/// The files that may declare a file as a module, and the module's name.
fn declared_in(path: &str) -> Option<(Vec<String>, String)> {
    let path = path.strip_suffix(".rs")?;
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let (folder, name) = path.rsplit_once('/')?;
    let parents = ["/mod.rs", ".rs", "/lib.rs", "/main.rs"].map(|end| format!("{folder}{end}"));
    Some((parents.to_vec(), name.to_owned()))
}

fn declares(text: &str, name: &str) -> bool {
    let wanted = format!("mod {name};");
    text.lines().map(str::trim).any(|line| {
        line.strip_suffix(&wanted)
            .is_some_and(|before| matches!(before, "" | "pub ") || before.starts_with("pub("))
    })
}
