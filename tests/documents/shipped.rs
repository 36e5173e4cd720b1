//! The documents that are shipped: which there are, for whom each can be made, and that what a
//! young person is given can be read by a child of ten.

use std::collections::{BTreeMap, BTreeSet};

use cse::cli::Exit;
use cse::pathway::shipped;

use super::golden::children;
use crate::common::TestRegister;

/// What every authority has.
const ALL: &[&str] = &[
    "87a",
    "chronology",
    "host-authority-notification",
    "mase-form",
    "mash-checks-record",
    "nrm-prompt",
    "planning-meeting-record",
    "safety-plan",
    "safety-plan-young-person",
    "strategy-record",
    "summary",
];
/// What one authority has besides.
const MORE: &[(&str, &[&str])] = &[
    (
        "hounslow",
        &["cfan", "complex-abuse-record", "screening-tool", "support-information", "volt-bulletin"],
    ),
    ("achieving-for-children", &["cse-referral-form", "vulnerability-note"]),
];

#[test]
fn each_authority_has_the_documents_of_its_pathway() {
    assert_eq!(shipped::names().len(), MORE.len());
    for (pathway, more) in MORE {
        let mut register = TestRegister::of(pathway);
        let list = register.json(["template", "list"]);
        let there: BTreeSet<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|document| document["document"].as_str().unwrap().to_owned())
            .collect();
        let wanted: BTreeSet<String> =
            ALL.iter().chain(*more).map(|name| (*name).to_owned()).collect();
        assert_eq!(there, wanted, "{pathway}");
        register.cse(["template", "check"]).done();
    }
}

/// The child of each pathway of whom the most is known; much of it is kept from some reader.
const CHILDREN: &[(&str, &str)] =
    &[("hounslow", "Ada Fictional"), ("achieving-for-children", "Sami Imaginary")];

#[test]
fn each_document_is_made_for_each_of_its_readers_in_each_format() {
    for (pathway, child) in CHILDREN {
        let mut register = TestRegister::sample(pathway, "2026-11-20T17:30:00Z");
        let case = children(&mut register)[*child].clone();
        for document in register.json(["template", "list"]).as_array().unwrap() {
            let name = document["document"].as_str().unwrap();
            for reader in document["audiences"].as_array().unwrap() {
                let reader = reader.as_str().unwrap();
                for format in ["md", "html", "docx"] {
                    let file = register.root().join(format!("../out.{format}"));
                    let file = file.to_str().unwrap().to_owned();
                    let made = ["render", name, &case, "--for", reader, "--force", "-o", &file];
                    let made = register.cse(made);
                    assert_eq!(made.exit, Exit::Done, "{pathway} {name} {reader} {format}: {made}");
                    assert!(std::fs::metadata(&file).unwrap().len() > 1000);
                }
            }
        }
    }
}

/// Sentences, words and syllables of a text, as well as rules of thumb can tell.
fn counted(text: &str) -> (f64, f64, f64) {
    let (mut sentences, mut words, mut syllables) = (0, 0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let said = line.split(['.', '?', '!']).filter(|part| part.chars().any(char::is_alphabetic));
        sentences += u32::try_from(said.count().max(1)).unwrap();
        for word in line.split_whitespace() {
            let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
            if word.is_empty() {
                continue;
            }
            let word = word.to_lowercase();
            let vowel = |c: char| "aeiouy".contains(c);
            let (mut groups, mut before) = (0_u32, false);
            for c in word.chars() {
                groups += u32::from(vowel(c) && !before);
                before = vowel(c);
            }
            let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
            words += 1;
            syllables += (groups - u32::from(silent)).max(1);
        }
    }
    (f64::from(sentences), f64::from(words), f64::from(syllables))
}

/// The school year in which a text can be read, by Flesch and Kincaid; a child of ten is in the
/// fifth of them.
fn grade(text: &str) -> f64 {
    let (sentences, words, syllables) = counted(text);
    0.39 * words / sentences + 11.8 * syllables / words - 15.59
}

/// A template without what it fills in.
fn own_words(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        words.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("{%") { "%}" } else { "}}" };
        let after = rest[at..].find(end).map_or(rest.len(), |end| at + end + 2);
        rest = &rest[after..];
    }
    words + rest
}

#[test]
fn what_a_young_person_is_given_reads_at_ten() {
    for pathway in shipped::names() {
        let files: BTreeMap<String, Vec<u8>> = shipped::documents(pathway).into_iter().collect();
        let plan = String::from_utf8(files["parts/my-plan.md"].clone()).unwrap();
        let plan = own_words(&plan);
        assert!(grade(&plan) < 4.0, "{}", grade(&plan));
        for sentence in plan.split(['.', '?', '\n']) {
            let count = sentence.split_whitespace().count();
            assert!(count <= 14, "{count} words: {sentence}");
        }
        let at = |what: &str| plan.find(what).unwrap_or_else(|| panic!("{what}: {plan}"));
        assert!(at("999") < at("## What I do") && at("## What I do") < at("## What my family"));
        assert!(at("not your fault") < at("## What I do") && at("Childline") > 0);
        for blaming in ["you must", "should", "exploit", "risk", "promise", "because you"] {
            assert!(!plan.to_lowercase().contains(blaming), "{blaming}");
        }
    }
    // The measure tells: this is for those who wrote it.
    let hard = "Multi-agency safeguarding arrangements necessitate proportionate information sharing between professionals.";
    assert!(grade(hard) > 12.0);
}

#[test]
fn the_young_person_s_own_actions_come_first_whichever_plan_is_made() {
    for (pathway, child) in CHILDREN {
        let mut register = TestRegister::sample(pathway, "2026-11-20T17:30:00Z");
        let case = children(&mut register)[*child].clone();
        for plan in ["safety-plan", "safety-plan-young-person"] {
            let made = register.cse(["render", plan, &case, "--for", "young-person"]).done();
            let at = |what: &str| made.find(what).unwrap_or_else(|| panic!("{what}: {made}"));
            assert!(at("## What I do\n\n- ") < at("## What my workers do\n\n- "), "{made}");
            for technical in ["exploitation", "MASE", "indicator", "Not recorded", "Not shown"] {
                assert!(!made.contains(technical), "{plan}: {technical}");
            }
        }
    }
}

#[test]
fn the_bulletin_prints_no_theme_of_a_few_and_nothing_of_the_case() {
    let mut register = TestRegister::sample("hounslow", "2026-11-20T17:30:00Z");
    let case = children(&mut register)["Ada Fictional"].clone();
    let facts = register.json(["show", &case])["facts"].to_string();
    assert!(facts.contains("One place that only few know"));
    for reader in ["mase", "internal"] {
        let made = register.cse(["render", "volt-bulletin", &case, "--for", reader]).done();
        assert!(made.contains("- Budget hotels where a key card opens a side door"), "{made}");
        for kept in ["only few know", case.as_str(), "Ada", "Rocco", "ZZ99", "Madeup", "2026"] {
            assert!(!made.contains(kept), "{kept}: {made}");
        }
    }
}
