//! Putting records right, as a user does it.

use cse::cli::Exit;

use crate::common::TestRegister;

/// A case that was screened Red by mistake, and the hash of that record.
fn red_by_mistake() -> (TestRegister, String, String) {
    let mut register = TestRegister::new();
    let referral = ["new-referral", "--route", "new", "--child-name", "Zoë Invented"];
    let more = ["--concern-summary", "A new phone."];
    register.as_("screening-social-worker").cse(referral.into_iter().chain(more)).done();
    let case = register.case().to_owned();
    let screen = ["screen", &case, "--rag", "red", "--mash-checks-needed", "no"];
    let more = ["--police-liaison", "done", "--screening-rationale", "The wrong box."];
    register.as_("mash-manager").cse(screen.into_iter().chain(more)).done();
    let records = register.json(["show", &case])["records"].clone();
    let file = records[1]["file"].as_str().unwrap().to_owned();
    let hash = file.trim_end_matches(".yaml").rsplit('-').next().unwrap().to_owned();
    (register, case, hash)
}

fn owed(register: &mut TestRegister, case: &str) -> Vec<String> {
    let due = register.json(["due", "--all", "--case", case]);
    let lines = due.as_array().unwrap().iter();
    lines.map(|line| line["obligation"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_fact_put_right_changes_stage_and_duties_and_keeps_the_record() {
    let (mut register, case, hash) = red_by_mistake();
    assert!(owed(&mut register, &case).contains(&"strategy-meeting".to_owned()));
    let amend = ["amend", &case, &hash, "--rag", "blue", "--reason", "Blue was meant."];
    register.as_("mash-manager").cse(amend).done();
    let shown = register.json(["show", &case]);
    assert_eq!(shown["stage"], "closing");
    assert_eq!(shown["facts"]["rag"], "blue");
    assert_eq!(shown["records"].as_array().unwrap().len(), 3);
    assert_eq!(owed(&mut register, &case), ["notify-referrer"]);
}

#[test]
fn a_record_that_was_withdrawn_counts_no_more() {
    let (mut register, case, hash) = red_by_mistake();
    let amend = ["amend", &case, &hash, "--withdraw-record", "--reason", "Another child's."];
    register.as_("mash-manager").cse(amend).done();
    let shown = register.json(["show", &case]);
    assert_eq!(shown["stage"], "referred");
    assert!(shown["facts"].get("rag").is_none());
    assert_eq!(owed(&mut register, &case), ["screening-decision"]);
}

#[test]
fn what_cannot_be_put_right_is_refused_and_changes_nothing() {
    let (mut register, case, hash) = red_by_mistake();
    let head = register.git(&["rev-parse", "HEAD"]);
    for (role, args, exit) in [
        ("mash-manager", vec![&*case, "0000", "--rag", "blue"], Exit::Usage),
        ("mash-manager", vec![&*case, &*hash], Exit::Usage),
        ("mash-manager", vec![&*case, &*hash, "--withdraw", "category"], Exit::Usage),
        ("mash-manager", vec![&*case, &*hash, "--strategy-chair", "x"], Exit::Usage),
        ("mash-manager", vec![&*case, &*hash, "--rag", "blue", "--override", " "], Exit::Usage),
        ("social-worker", vec![&*case, &*hash, "--rag", "blue"], Exit::Refusal),
    ] {
        let args = ["amend"].into_iter().chain(args).chain(["--reason", "x"]);
        let _ = register.as_(role).cse(args).failed(exit);
    }
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn two_desks_that_disagree_are_reconciled_by_an_amend() {
    let mut register = TestRegister::new();
    let referral = ["new-referral", "--route", "new", "--child-name", "Zoë Invented"];
    let more = ["--concern-summary", "A new phone."];
    register.as_("screening-social-worker").cse(referral.into_iter().chain(more)).done();
    let case = register.case().to_owned();
    register.git(&["checkout", "--quiet", "-b", "desk"]);
    for (branch, rag) in [("desk", "red"), ("main", "blue")] {
        register.git(&["checkout", "--quiet", branch]);
        let screen = ["screen", &case, "--rag", rag, "--mash-checks-needed", "no"];
        let more = ["--police-liaison", "done", "--screening-rationale", "x"];
        register.as_("mash-manager").cse(screen.into_iter().chain(more)).done();
    }
    register.git(&["merge", "--quiet", "--no-edit", "desk"]);
    let shown = register.json(["show", &case]);
    assert_eq!(shown["conflicts"]["rag"].as_array().unwrap().len(), 2);
    assert!(owed(&mut register, &case).contains(&"strategy-meeting".to_owned()), "nothing is lost");
    let blue = shown["conflicts"]["rag"].as_array().unwrap().iter().find(|v| v["value"] == "blue");
    let file = blue.unwrap()["record"].as_str().unwrap().to_owned();
    let amend = ["amend", &case, &file, "--rag", "red", "--reason", "The two desks spoke."];
    register.as_("mash-manager").cse(amend).done();
    let shown = register.json(["show", &case]);
    assert_eq!(shown["facts"]["rag"], "red");
    assert_eq!(shown["conflicts"].as_object().unwrap().len(), 0);
    // The second screening stands where the case was no longer to be screened; check says so.
    let _ = register.cse(["check"]).failed(Exit::Problem);
    register.leave_dirty();
}

#[test]
fn what_a_step_requires_cannot_be_withdrawn() {
    let (mut register, case, hash) = red_by_mistake();
    let head = register.git(&["rev-parse", "HEAD"]);
    let amend = ["amend", &case, &hash, "--withdraw", "rag", "--reason", "Nothing was decided."];
    let said = register.as_("mash-manager").cse(amend).failed(Exit::Usage);
    assert!(said.contains("--rag"), "{said}");
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn an_amend_passes_the_gates_of_the_step_in_the_role_of_who_amends() {
    let (mut register, case, hash) = red_by_mistake();
    let head = register.git(&["rev-parse", "HEAD"]);
    let green = ["amend", &case, &hash, "--rag", "green", "--reason", "Green was meant."];
    let said = register.as_("out-of-hours-social-worker").cse(green).failed(Exit::Refusal);
    assert!(said.contains("screen"), "{said}");
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
}
