//! Each shipped document of a sample case, whole, as Markdown: `tests/documents/golden/`.
//! `UPDATE_DOCUMENTS=1` writes them anew; read the difference, for these are what a council sends.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::{TestRegister, difference};

/// The child of each pathway of whom the most is known.
const CHILDREN: &[(&str, &str)] =
    &[("hounslow", "Ada Fictional"), ("achieving-for-children", "Sami Imaginary")];
/// Documents that belong to another kind of case: of which child they are made.
const OTHERS: &[(&str, &str)] = &[
    ("planning-meeting-record", "Noor Madeup"),
    ("planning-meeting-record", "Kofi Pretend"),
    ("support-information", "Bilal Pretend"),
    ("vulnerability-note", "Priya Imaginary"),
];

#[test]
fn each_shipped_document_says_what_it_said() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/golden");
    let update = std::env::var_os("UPDATE_DOCUMENTS").is_some();
    let mut expected = BTreeSet::new();
    for (pathway, child) in CHILDREN {
        let mut register = TestRegister::sample(pathway, "2026-11-20T17:30:00Z");
        let cases = children(&mut register);
        let list = register.json(["template", "list"]);
        for document in list.as_array().unwrap() {
            let name = document["document"].as_str().unwrap();
            let mut others = OTHERS.iter().filter(|(of, _)| *of == name);
            let case = others.find_map(|(_, child)| cases.get(*child));
            let case = case.unwrap_or_else(|| &cases[*child]);
            // What two readers are shown alike is kept once.
            let mut bodies = BTreeSet::new();
            for audience in document["audiences"].as_array().unwrap() {
                let audience = audience.as_str().unwrap();
                let made = register.cse(["render", name, case, "--for", audience]).done();
                let made = without_commit(&made);
                if !bodies.insert(made.split_once("\n# ").unwrap().1.to_owned()) {
                    continue;
                }
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

/// The cases of a register by the names of their children.
pub(super) fn children(register: &mut TestRegister) -> BTreeMap<String, String> {
    let list = register.json(["list"]);
    let ids = list.as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap().to_owned());
    let ids: Vec<String> = ids.collect();
    let named = ids.into_iter().map(|id| {
        let name = register.json(["show", &id])["facts"]["child.name"].as_str().unwrap().to_owned();
        (name, id)
    });
    named.collect()
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
