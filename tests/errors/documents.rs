//! What is said when a document is not made.

use cse::cli::Exit::{Problem, Refusal, Usage};

use super::{Error, TestRegister, referred};

pub(super) const REFUSED: &[Error] = &[
    Error::new(
        "A document for a reader for whom it is not",
        Refusal,
        referred,
        &["render", "87a", "$CASE", "--for", "family"],
    ),
    Error::new(
        "A document that would show its reader what is kept from them",
        Refusal,
        told_in_free_text,
        &["render", "87a", "$CASE"],
    ),
    Error::new(
        "A document that is not complete, where only a complete one is wanted",
        Refusal,
        referred,
        &["render", "summary", "$CASE", "--require-complete"],
    ),
];

pub(super) const TYPED: &[Error] = &[
    Error::new("An unknown document", Usage, referred, &["render", "87b", "$CASE"]),
    Error::new(
        "A format that is not written",
        Usage,
        referred,
        &["render", "87a", "$CASE", "--format", "pdf"],
    ),
    Error::new(
        "A document into a file that is there already",
        Usage,
        referred,
        &["render", "87a", "$CASE", "-o", "cse.yaml"],
    ),
];

pub(super) const WRONG: &[Error] = &[
    Error::new(
        "A template with several mistakes",
        Problem,
        mistaken,
        &["template", "check", "mistaken"],
    ),
    Error::new(
        "A document from such a template",
        Problem,
        mistaken,
        &["render", "mistaken", "$CASE"],
    ),
];

/// A case whose confidential address stands in a text that everybody may see.
fn told_in_free_text() -> TestRegister {
    let mut register = referred();
    let case = register.case().to_owned();
    register
        .as_("social-worker")
        .cse([
            "new-information",
            &case,
            "--child-address",
            "12 Madeup Row, Nowhere",
            "--child-address-confidential",
            "yes",
            "--voice-views",
            "She wants to go back to 12 Madeup Row.",
        ])
        .done();
    register
}

const MISTAKEN: &str = "---
title: Letter
version: 1
handling: For the family.
audiences: [family]
facts: [child.name, child.school]
---

{{ child.nme }} and {{ rag }} and {{ child.name ~ child.name }}
";

fn mistaken() -> TestRegister {
    let register = referred();
    let documents = register.root().join("templates/pathways/1/documents");
    std::fs::write(documents.join("mistaken.md"), MISTAKEN).unwrap();
    register.git(&["add", "templates"]);
    register.git(&["commit", "-q", "-m", "a template by hand"]);
    register
}
