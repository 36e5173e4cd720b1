//! The summary and the chronology, on a screen.

use super::{referred, template, whole};
use crate::common::TestRegister;

#[test]
fn the_summary_says_what_a_stranger_must_know() {
    for pathway in cse::pathway::shipped::names() {
        let mut register = TestRegister::new();
        if pathway != "hounslow" {
            register = TestRegister::of(pathway);
        }
        let case = referred(
            register.at("2026-11-20T10:00:00Z"),
            "Seen with an unknown adult.",
            &[
                "--child-address",
                "12 Madeup Row",
                "--child-address-confidential",
                "yes",
                "--child-address-kept-from",
                "her mother's partner",
                "--serious-risk-of-harm",
                "yes",
            ],
        );
        let said = register.at("2026-11-21T03:00:00Z").cse(["summary", &case]).done();
        for wanted in [
            "Zoë Invented",
            "12 Madeup Row",
            "her mother's partner",
            "The address must be kept from somebody",
            "Seen with an unknown adult.",
            "WHAT IS DUE NEXT",
            "WHOM TO RING",
            "records to 21 November 2026, 03:00",
        ] {
            assert!(said.contains(wanted), "{pathway}: {wanted} is not in\n{said}");
        }
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    }
}

#[test]
fn the_chronology_is_in_the_order_in_which_things_happened() {
    let mut register = TestRegister::begun("hounslow", "2026-11-18T09:00:00Z");
    let case = referred(register.at("2026-11-18T10:00:00Z"), "First.", &[]);
    register
        .at("2026-11-20T10:00:00Z")
        .as_("social-worker")
        .cse(["note", &case, "--note-text", "Third."])
        .done();
    register
        .as_("social-worker")
        .cse(["new-information", &case, "--information-summary", "Second.", "--at", "2026-11-19"])
        .done();
    let said = register.cse(["chronology", &case]).done();
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text} is not in\n{said}"));
    assert!(at("First.") < at("Second.") && at("Second.") < at("Third."), "{said}");
    let theirs =
        whole("audiences: [young-person]\nfacts: [\"*\", case.records]", "{{ case.records }}");
    template(&register, "theirs", &theirs);
    let theirs = register.cse(["render", "theirs", &case]).done();
    assert!(!theirs.contains("First.") && !theirs.contains("Third."), "{theirs}");
    assert!(theirs.contains("| Social worker | Not shown to this reader |"), "{theirs}");
    assert!(!theirs.contains("example.invalid"), "{theirs}");
}
