//! What a stranger at the keyboard meets: dates said back, hints that can be pasted, slips of the
//! keyboard, narrow screens, and notices that speak of the case at hand.

use cse::cli::Exit;

use crate::common::{TestRegister, words};

fn allocated(facts: &str) -> TestRegister {
    let mut register = TestRegister::begun("hounslow", "2026-11-24T10:00:00Z");
    let typed = format!(
        "new-referral --route allocated --child-name 'Quinn Invented' --concern-summary Invented. {facts}"
    );
    let said = register.as_("social-worker").cse(words(&typed)).done();
    let case = said.split(':').next().unwrap().to_owned();
    register.set_case(&case);
    register
}

fn take(register: &mut TestRegister, role: &str, typed: &str) -> crate::common::Output {
    let typed = typed.replace("$CASE", register.case());
    register.as_(role).cse(words(&typed))
}

/// What was said beside the answer, on one line.
fn notices(output: &crate::common::Output) -> String {
    output.err.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_date_as_people_say_it_is_said_back_with_its_weekday() {
    let mut register = allocated("");
    let typed = "new-information $CASE --concern-identified-at 'yesterday 15:00' \
                 --plan-updated plan=cin,date=21/11/2026 --placement-move-date 2026-12-01";
    let said = take(&mut register, "social-worker", typed).done();
    assert!(said.contains("read as   concern.identified_at: Mon 23 Nov 2026 15:00"), "{said}");
    assert!(said.contains("read as   plan.updated (date): Saturday 21 November 2026"), "{said}");
    assert!(!said.contains("placement.move_date: "), "typed as files have it: {said}");
    let later = "extend $CASE police-referral --until 'next friday' --reason Invented.";
    let said = take(&mut register, "team-manager", later).done();
    assert!(said.contains("read as   until: Friday 27 November 2026"), "{said}");
}

#[test]
fn a_hint_is_the_line_that_was_typed_with_what_it_lacked() {
    let mut register = allocated("");
    let case = register.case().to_owned();
    let waive = "waive $CASE strategy-meeting --reason 'no concern'";
    let said = take(&mut register, "social-worker", waive).refused();
    let hint = format!(
        "hint: cse waive {case} strategy-meeting --reason 'no concern' --as assistant-team-manager\n"
    );
    assert!(said.contains(&hint), "{said}");
    let pasted = hint.trim_start_matches("hint: cse ").trim();
    let _ = register.cse(words(pasted)).done();
    // What is still to be said by somebody is no answer when it is pasted as it stands.
    let said =
        take(&mut register, "social-worker", "note $CASE --note-text ...").failed(Exit::Usage);
    assert!(said.contains("stands for what you have to say"), "{said}");
    let close = "close $CASE --override ...";
    let _ = take(&mut register, "team-manager", close).failed(Exit::Usage);
}

#[test]
fn a_slip_of_the_keyboard_is_answered_with_what_was_meant() {
    let mut register = allocated("");
    for (typed, hint) in [
        ("new-refferal", "hint: cse new-referral --help"),
        ("pathway chek", "hint: cse pathway check --help"),
        ("explain", "hint: cse explain --help"),
        ("meeting add pre-mase", "hint: cse meeting add --help"),
        ("due --as social-workr", "hint: --as social-worker"),
    ] {
        let said = register.cse(words(typed)).failed(Exit::Usage);
        assert!(said.contains(hint), "{typed}: {said}");
        assert!(!said.contains("For more information"), "{said}");
    }
}

#[test]
fn the_case_stands_apart_from_the_facts_in_the_help_of_a_step() {
    let help = TestRegister::new().cse(["screen", "--help"]).done();
    let place = |text: &str| help.find(text).unwrap_or_else(|| panic!("{text}: {help}"));
    assert!(place("Arguments:\n  [CASE]") < place("Facts:\n"));
}

#[test]
fn the_number_of_a_case_is_whole_in_a_list_and_empty_columns_are_left_out() {
    let mut register = allocated("--allocation-worker m.adeyemi@example.invalid");
    let case = register.case().to_owned();
    let list = register.cse(["list"]).done();
    assert!(list.contains(&case), "{list}");
    assert!(!list.contains("CATEGORY"), "no case has one: {list}");
    let csv = register.cse(["list", "--format", "csv"]).done();
    assert!(csv.starts_with("case,stage,for,opened,worker,rag,category,late,next due"), "{csv}");
}

#[test]
fn a_notice_speaks_of_what_is_owed_on_this_route() {
    let mut register = TestRegister::begun("hounslow", "2026-11-24T10:00:00Z");
    let adult = "new-referral --route care-leaver --child-name 'Quinn Invented' --concern-summary \
                 Invented. --child-date-of-birth 2005-01-01 --serious-risk-of-harm yes";
    let said = notices(&register.as_("personal-adviser").cse(words(adult)));
    assert!(!said.contains("strategy"), "{said}");
    assert!(said.contains("planning meeting are owed today"), "{said}");
    // The forms may go while nobody ever said which agencies there are: then none is owed by name.
    let mut register = allocated("");
    let form = "mase-form $CASE --mase-form-summary Invented. --agency-updates agency=police";
    let _ = take(&mut register, "social-worker", form).done();
    let sent = take(&mut register, "team-manager", "mase-referral $CASE --override Invented.");
    let sent = notices(&sent);
    assert!(sent.contains("--mase-form-agencies"), "{sent}");
}

#[test]
fn a_reopened_case_says_what_a_new_one_says() {
    for (pathway, owed) in [("hounslow", "strategy discussion"), ("achieving-for-children", "CAIT")]
    {
        let mut register = TestRegister::begun(pathway, "2026-11-24T10:00:00Z");
        let typed =
            "new-referral --route allocated --child-name 'Quinn Invented' --concern-summary x";
        let said = register.as_("social-worker").cse(words(typed)).done();
        register.set_case(said.split(':').next().unwrap());
        let _ = take(&mut register, "team-manager", "close $CASE --override Invented.").done();
        let again =
            "reopen $CASE --route allocated --concern-summary y --immediate-action-needed yes";
        let said = notices(&take(&mut register, "social-worker", again));
        assert!(said.contains(owed), "{said}");
    }
}

#[test]
fn a_plan_of_achieving_for_children_is_reviewed_when_trafficking_or_the_legal_basis_changes() {
    for change in ["--trafficking-concern yes", "--child-legal-basis 'section 20'"] {
        let mut register = TestRegister::begun("achieving-for-children", "2026-11-24T10:00:00Z");
        let typed =
            "new-referral --route allocated --child-name 'Quinn Invented' --concern-summary x";
        let said = register.as_("social-worker").cse(words(typed)).done();
        register.set_case(said.split(':').next().unwrap());
        let plan = "safety-plan $CASE --safety-plan-actions who=young-person,action=Invented.";
        let _ = take(&mut register, "social-worker", plan).done();
        let _ =
            take(&mut register, "social-worker", &format!("new-information $CASE {change}")).done();
        let due = register.json(["due", "--all"]);
        let review =
            due.as_array().unwrap().iter().find(|o| o["obligation"] == "safety-plan-review");
        assert_eq!(review.unwrap()["due"], "2026-11-24", "{change}");
    }
}
