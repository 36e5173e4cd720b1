//! Mistakes made on purpose are for the fault suite alone: no build that anybody uses has a trace of
//! them.

use super::{line, none, pages, rust};

const GATE: &str = "#[cfg(feature = \"broken\")]";

#[test]
fn mistakes_made_on_purpose_are_compiled_for_the_fault_suite_alone() {
    let mut wrong = Vec::new();
    let mut uses = 0;
    for page in rust(&["src"]).iter().filter(|page| page.path != "src/register/broken.rs") {
        for (at, _) in page.text.match_indices("broken::is(") {
            uses += 1;
            let head = &page.text[..at];
            let statement = head.rfind("if ").unwrap_or(0);
            if !head[..statement].trim_end().ends_with(GATE) {
                wrong.push(format!("{}:{}: without {GATE}", page.path, line(&page.text, at)));
            }
        }
        for (at, _) in page.text.match_indices("mod broken;") {
            if page.path.contains("register") && !page.text[..at].trim_end().ends_with(GATE) {
                wrong.push(format!("{}:{}: without {GATE}", page.path, line(&page.text, at)));
            }
        }
    }
    none(&wrong);
    assert!(uses >= 6, "only {uses} mistakes");
    let manifest = pages(&["Cargo.toml"]).remove(0).text;
    assert!(manifest.contains("\nbroken = []\n"));
    assert!(!manifest.contains("\ndefault = "), "a feature that is on by itself");
    for page in pages(&[".ci"]) {
        assert!(!page.text.contains("--features") && !page.text.contains("--all-features"));
    }
}

#[test]
fn the_program_has_no_trace_of_mistakes_made_on_purpose() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_cse")).unwrap();
    // Put together here: this text must not find itself.
    let trace = ["commit, broken", " on purpose"].concat();
    assert!(!program.windows(trace.len()).any(|part| part == trace.as_bytes()));
}
