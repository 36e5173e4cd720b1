//! What an authority changes for itself in its own copy of a shipped pathway: names that are no longer
//! said, a shorter interval. And what every pathway that shares the facts says of free text.

use serde_json::Value as Json;

use cse::pathway::shipped;

use crate::common::{TestRegister, words};

/// A register that follows a shipped pathway in which some words were replaced.
fn changed(pathway: &str, changes: &[(&str, &str)]) -> TestRegister {
    let mut register = TestRegister::no_register();
    let folder = register.root().parent().unwrap().join("own-pathway");
    let mut left: Vec<_> = changes.to_vec();
    for (path, bytes) in shipped::files(pathway).unwrap() {
        let file = folder.join(&path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let mut text = String::from_utf8(bytes).unwrap();
        left.retain(|(from, to)| {
            let found = path == "pathway.yaml" && text.contains(from);
            if found {
                text = text.replacen(from, to, 1);
            }
            !found
        });
        std::fs::write(file, text).unwrap();
    }
    assert!(left.is_empty(), "there are no such words: {left:?}");
    register.cse(["init", ".", "--pathway", "../own-pathway"]).done();
    register
}

fn take(register: &mut TestRegister, role: &str, typed: &str) -> String {
    let typed = typed.replace("$CASE", register.case());
    let output = register.as_(role).cse(words(&typed));
    assert_eq!(output.exit as u8, 0, "{output}");
    output.err
}

const REFERRAL: &str = "new-referral --route allocated --child-name 'Nobody Invented' \
    --concern-summary Invented.";
const STRATEGY: &str = "strategy $CASE --strategy-kind meeting --strategy-chair X \
    --strategy-chair-role team-manager --section-47-decision no --mase-form-needed yes \
    --complex-abuse-decision not-met";

fn owed(register: &mut TestRegister, name: &str) -> Json {
    let due = register.json(["due", "--all"]);
    let lines = due.as_array().unwrap().clone();
    lines.into_iter().find(|line| line["obligation"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn a_panel_and_a_police_team_are_called_what_they_are_called_today() {
    let labels = [
        ("  mase: MASE\n", "  mase: MACE\n"),
        ("  pre-mase: Pre-MASE\n", "  pre-mase: Pre-MACE\n"),
        ("  cait: CAIT\n", "  cait: the exploitation desk\n"),
    ];
    let mut register = changed("hounslow", &labels);
    take(&mut register, "social-worker", REFERRAL);
    take(&mut register, "team-manager", STRATEGY);
    let form = owed(&mut register, "mase-form");
    assert_eq!(form["title"], "Complete the MACE Information Form");
    assert!(form["source"].as_str().unwrap().contains("MASE Information Form"), "{form}");
    let help = register.cse(["police-referral", "--help"]).done();
    assert!(help.contains("LCS; sent to the exploitation desk"), "{help}");
    let case = register.case().to_owned();
    let refused = register.as_("social-worker").cse(["mase-referral", &case]).refused();
    assert!(
        refused.contains("the MACE Information Form is not recorded yet (mase-form)"),
        "{refused}"
    );
    let shown = register.json(["pathway", "show"]);
    assert!(shown["steps"]["pre-mase"]["title"].as_str().unwrap().contains("Pre-MACE"), "{shown}");
    assert!(shown["facts"]["mase_form.summary"].is_object());
    let records = register.git(&["grep", "-h", "-i", "ma[cs]e", "HEAD", "--", "cases"]);
    assert!(records.contains("mase_form_needed: true"), "{records}");
    assert!(!records.to_lowercase().contains("mace"), "a stored key never changes: {records}");
}

#[test]
fn a_shorter_interval_of_the_review_is_a_setting() {
    let setting = [("safety_plan_review: {months: 6}", "safety_plan_review: {days: 42}")];
    let mut register = changed("hounslow", &setting);
    take(&mut register, "social-worker", REFERRAL);
    let plan = "safety-plan $CASE --safety-plan-actions who=young-person,action=Calls";
    take(&mut register, "social-worker", plan);
    assert_eq!(owed(&mut register, "safety-plan-review")["due"], "2027-01-01");
}

#[test]
fn words_that_put_responsibility_on_a_child_are_pointed_out_in_both_pathways() {
    for pathway in shipped::names() {
        let mut register = TestRegister::of(pathway);
        let typed = "new-referral --route new --child-name 'Nobody Invented' \
            --concern-summary 'They say it is a LIFESTYLE\u{a0}choice.' \
            --voice-views 'I make poor choices.'";
        let said = take(&mut register, "social-worker", typed);
        assert!(
            said.contains("notice: \"lifestyle choice\" in The CSE concern:"),
            "{pathway}: {said}"
        );
        assert!(!said.contains("poor choices"), "a child's own words stay: {pathway}: {said}");
        let case = register.case().to_owned();
        let shown = register.json(["show", &case]);
        assert_eq!(shown["facts"]["concern.summary"], "They say it is a LIFESTYLE\u{a0}choice.");
        let clean =
            take(&mut register, "social-worker", "note $CASE --note-text 'He was groomed.'");
        assert!(!clean.contains("responsibility"), "{clean}");
    }
}
