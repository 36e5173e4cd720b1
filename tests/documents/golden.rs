//! Each shipped document of a sample case, whole, as Markdown: `tests/documents/golden/`.
//! `UPDATE_DOCUMENTS=1` writes them anew; read the difference, for these are what a council sends.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::common::{TestRegister, difference};

/// The case of each pathway of which the most is known.
const CASES: &[(&str, &str)] =
    &[("hounslow", "CSE-2026-HS9VFPH"), ("achieving-for-children", "CSE-2026-FQEPKB8")];

#[test]
fn each_shipped_document_says_what_it_said() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/golden");
    let update = std::env::var_os("UPDATE_DOCUMENTS").is_some();
    let mut expected = BTreeSet::new();
    for (pathway, case) in CASES {
        let mut register = TestRegister::sample(pathway, "2026-11-20T17:30:00Z");
        let list = register.json(["template", "list"]);
        for document in list.as_array().unwrap() {
            let name = document["document"].as_str().unwrap();
            for audience in document["audiences"].as_array().unwrap() {
                let audience = audience.as_str().unwrap();
                let made = register.cse(["render", name, case, "--for", audience]).done();
                let made = without_commit(&made);
                let file = format!("{pathway}-{name}-{audience}.md");
                let path = folder.join(&file);
                if update {
                    fs::create_dir_all(&folder).unwrap();
                    fs::write(&path, &made).unwrap();
                }
                let kept = fs::read_to_string(&path).unwrap_or_default();
                let differs = difference(&kept, &made);
                assert!(differs.is_empty(), "{file}: UPDATE_DOCUMENTS=1 cargo test\n{differs}");
                expected.insert(file);
            }
        }
    }
    let there = fs::read_dir(&folder).unwrap();
    let there = there.map(|file| file.unwrap().file_name().into_string().unwrap());
    for file in there.filter(|file| !expected.contains(file)) {
        assert!(update, "{file} is the document of no template");
        fs::remove_file(folder.join(file)).unwrap();
    }
}

/// The number of the commit changes with every template.
fn without_commit(text: &str) -> String {
    let at = text.rfind(", commit ").unwrap();
    format!("{}, commit ...\n", &text[..at])
}

#[test]
fn the_definition_in_documents_is_that_of_the_screening_step() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for pathway in cse::pathway::shipped::names() {
        let parts = cse::pathway::shipped::documents(pathway);
        let (_, part) = parts.iter().find(|(path, _)| path == "parts/definition.md").unwrap();
        let part = String::from_utf8(part.clone()).unwrap();
        let definition = part.lines().find_map(|line| line.strip_prefix("> Child sexual")).unwrap();
        let parsed =
            cse::pathway::shipped::parse_files(&cse::pathway::shipped::files(pathway).unwrap());
        let help = words(&parsed.unwrap().step("screen").unwrap().help);
        let definition = words(&format!("Child sexual{definition}"));
        assert!(help.contains(&definition), "{pathway}: {help}");
        for warning in ["Apparent consent is never", "the absence of physical contact"] {
            assert!(part.contains(warning), "{warning}");
        }
    }
}
