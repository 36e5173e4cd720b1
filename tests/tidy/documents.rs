//! What the documents say of the project holds: tests that they name exist, links lead somewhere.

use std::collections::BTreeSet;
use std::path::Path;

use super::{none, pages, root, rust};

/// Every test of the project, by its function's name.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for page in rust(&["src", "tests"]) {
        for (at, _) in page.text.match_indices("fn ") {
            let name: String = page.text[at + 3..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            names.insert(name);
        }
    }
    names
}

#[test]
fn every_invariant_names_a_test_that_exists() {
    let tests = tests();
    let architecture = pages(&["docs/architecture.md"]).remove(0);
    let (mut wrong, mut held) = (Vec::new(), 0);
    for (at, line) in architecture.text.lines().enumerate() {
        let Some((_, named)) = line.split_once("Held by ") else { continue };
        for name in named.split('`').skip(1).step_by(2) {
            held += 1;
            let last = name.rsplit("::").next().unwrap_or(name);
            if !tests.contains(last) {
                wrong.push(format!("{}:{}: no test `{name}`", architecture.path, at + 1));
            }
        }
    }
    none(&wrong);
    assert!(held > 20, "only {held} tests are named");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    let prose = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "cases"];
    for page in pages(&prose).iter().filter(|page| page.path.ends_with(".md")) {
        let folder = root().join(&page.path).parent().map(Path::to_path_buf).unwrap_or_default();
        for (at, _) in page.text.match_indices("](") {
            let target: String = page.text[at + 2..].chars().take_while(|c| *c != ')').collect();
            let file = target.split('#').next().unwrap_or_default();
            let elsewhere = file.is_empty() || file.contains("://");
            if !elsewhere && !folder.join(file).exists() {
                wrong.push(format!("{}: {target}", page.path));
            }
        }
    }
    none(&wrong);
}
