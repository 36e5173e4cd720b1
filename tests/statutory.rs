//! The clocks of law stand in a file of their own. Without it a pathway still reads, a case is walked
//! to its end, and nothing is owed that only the law asks for.

use serde_json::Value as Json;

use cse::cli::Exit;
use cse::pathway::shipped;

use crate::common::{TestRegister, words};

/// A register of a shipped pathway from whose folder the statutory file was taken away.
fn without_it(pathway: &str) -> TestRegister {
    let mut register = TestRegister::no_register();
    let folder = register.root().parent().unwrap().join("own-pathway");
    for (path, bytes) in shipped::files(pathway).unwrap() {
        let file = folder.join(&path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        if path != "statutory.yaml" {
            std::fs::write(file, bytes).unwrap();
        }
    }
    register.cse(["pathway", "check", "../own-pathway"]).done();
    register.cse(["init", ".", "--pathway", "../own-pathway"]).done();
    register
}

/// Types lines of `ROLE COMMAND`; every one must work.
fn walk(register: &mut TestRegister, lines: &str) {
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let typed = line.trim().replace("$CASE", register.case());
        let mut words = words(&typed).into_iter();
        let role = words.next().unwrap();
        register.as_(&role).cse(words).done();
    }
}

/// What the case owes: each obligation with its date.
fn owed(register: &mut TestRegister) -> Vec<(String, Option<String>)> {
    let due = register.json(["due", "--all"]);
    let text = |line: &Json, key: &str| line[key].as_str().map(str::to_owned);
    let lines = due.as_array().unwrap().iter();
    lines.map(|line| (text(line, "obligation").unwrap(), text(line, "due"))).collect()
}

/// The obligations that stand in the statutory file of a shipped pathway.
fn of_the_law(pathway: &str) -> Vec<String> {
    let files = shipped::files(pathway).unwrap();
    let all = shipped::parse_files(&files).unwrap();
    let files: Vec<_> = files.into_iter().filter(|(path, _)| path != "statutory.yaml").collect();
    let left = shipped::parse_files(&files).unwrap();
    let names = all.obligations.iter().map(|obligation| obligation.name.to_string());
    names.filter(|name| left.obligations.iter().all(|o| o.name.as_str() != name)).collect()
}

#[test]
fn every_clock_of_law_can_be_left_out() {
    for pathway in shipped::names() {
        let law = of_the_law(pathway);
        for name in ["initial-conference", "core-group", "review-conference", "return-interview"] {
            assert!(law.iter().any(|known| known == name), "{pathway}: {name}");
        }
    }
}

#[test]
fn what_law_adds_to_a_duty_of_the_pathway_goes_with_its_file() {
    for (pathway, role) in
        [("hounslow", "social-worker"), ("achieving-for-children", "social-worker")]
    {
        let referral = format!(
            "{role} new-referral --route new --child-name 'Nobody Invented' \
             --concern-summary Invented."
        );
        let mut whole = TestRegister::of(pathway);
        walk(&mut whole, &referral);
        let dated = owed(&mut whole).into_iter().find(|(name, _)| name == "screening-decision");
        assert_eq!(dated.unwrap().1.as_deref(), Some("2026-11-23"), "{pathway}");
        let mut left = without_it(pathway);
        walk(&mut left, &referral);
        let undated = owed(&mut left).into_iter().find(|(name, _)| name == "screening-decision");
        assert_eq!(undated.unwrap().1, None, "{pathway}");
        left.assert_clean();
    }
}

#[test]
fn a_case_of_achieving_for_children_is_walked_without_it() {
    let mut register = without_it("achieving-for-children");
    walk(
        &mut register,
        "social-worker new-referral --route allocated --child-name 'Nobody Invented' \
            --concern-summary Invented. --trafficking-concern yes --missing-returned-at today \
            --placement-out-of-borough emergency
        social-worker cse-referral-form $CASE --cse-form-summary Invented.
        social-worker screen $CASE --likely-category 1 --decision-worker A --decision-manager B \
            --screening-rationale Invented.
        social-worker police-referral $CASE
        team-manager strategy $CASE --strategy-kind meeting --category 1 --strategy-chair B \
            --strategy-chair-role team-manager --section-47-decision yes",
    );
    let law = of_the_law("achieving-for-children");
    assert!(law.len() > 8 && law.iter().any(|name| name == "nrm-referral"));
    for (name, _) in owed(&mut register) {
        assert!(!law.contains(&name), "{name} is owed by the law that was left out");
    }
    let case = register.case().to_owned();
    let said = register.as_("social-worker").cse(["nrm-referral", &case]).failed(Exit::Usage);
    assert!(said.contains("nrm-referral"), "{said}");
    walk(
        &mut register,
        "lead-professional mase-form $CASE --mase-form-summary Invented.
        lead-professional mase-referral $CASE
        social-worker close $CASE --closure-reason Invented.",
    );
    assert_eq!(owed(&mut register), []);
}

#[test]
fn a_case_of_hounslow_is_walked_without_it() {
    let mut register = without_it("hounslow");
    walk(
        &mut register,
        "mash-manager new-referral --route new --child-name 'Nobody Invented' \
            --concern-summary Invented. --missing-returned-at today
        mash-manager screen $CASE --rag red --mash-checks-needed no --police-liaison done \
            --screening-rationale Invented.
        assistant-team-manager strategy $CASE --strategy-kind meeting --strategy-chair B \
            --strategy-chair-role assistant-team-manager --section-47-decision yes \
            --mase-form-needed no --complex-abuse-decision not-met \
            --complex-abuse-safeguarding-advisor C",
    );
    let law = of_the_law("hounslow");
    let open = owed(&mut register);
    for (name, _) in &open {
        assert!(!law.contains(name), "{name} is owed by the law that was left out");
    }
    assert!(open.iter().any(|(name, due)| name == "intake-assessment" && due.is_none()));
}
