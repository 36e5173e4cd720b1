//! Clocks at the edges of the calendar, as their users meet them: a month's end, a birthday on a leap
//! day, the two nights on which the clocks change, a meeting that was, and what nobody knows yet.

use cse::cli::Exit;
use serde_json::Value as Json;

use crate::common::{TestRegister, words};

/// A register with one allocated case; `facts` are given with the referral.
fn referred(at: &str, facts: &str) -> (TestRegister, Json) {
    let mut register = TestRegister::begun("achieving-for-children", at);
    let typed = format!(
        "new-referral --route allocated --child-name 'Nobody Invented' --concern-summary Invented. \
         --format json {facts}"
    );
    let done = register.as_("social-worker").cse(words(&typed)).json();
    register.set_case(done["case"].as_str().unwrap());
    (register, done)
}

fn take(register: &mut TestRegister, role: &str, typed: &str) -> Json {
    let typed = format!("{typed} --format json").replace("$CASE", register.case());
    register.as_(role).cse(words(&typed)).json()
}

/// When an obligation is due: the day, and the moment where the clock counts hours.
fn due(register: &mut TestRegister, obligation: &str) -> (Option<String>, Option<String>) {
    let due = register.json(["due", "--all"]);
    let line = due.as_array().unwrap().iter().find(|line| line["obligation"] == obligation);
    let line = line.unwrap_or_else(|| panic!("{obligation} is not owed: {due:#}"));
    let text = |key: &str| line[key].as_str().map(str::to_owned);
    (text("due"), text("due_at"))
}

fn day(register: &mut TestRegister, obligation: &str) -> String {
    due(register, obligation).0.unwrap()
}

#[test]
fn months_end_where_a_shorter_month_ends() {
    let plan = "safety-plan $CASE --safety-plan-actions who=young-person,action=Invented.";
    for (made, review) in [
        ("2026-08-31T10:00:00Z", "2027-02-28"),
        ("2027-08-31T10:00:00Z", "2028-02-29"),
        ("2026-03-31T10:00:00Z", "2026-09-30"),
    ] {
        let (mut register, _) = referred(made, "");
        take(&mut register, "social-worker", plan);
        assert_eq!(day(&mut register, "safety-plan-review"), review, "{made}");
    }
    let (mut register, _) = referred("2026-11-30T10:00:00Z", "");
    let conference = "conference $CASE --conference-kind initial --conference-plan yes";
    take(&mut register, "social-worker", conference);
    assert_eq!(day(&mut register, "review-conference"), "2027-02-28", "three months");
    register.at("2027-02-28T12:00:00Z");
    let conference = "conference $CASE --conference-kind review --conference-plan yes";
    take(&mut register, "social-worker", conference);
    assert_eq!(day(&mut register, "review-conference"), "2027-08-28", "then six");
}

#[test]
fn who_was_born_on_a_leap_day_is_18_on_the_first_of_march() {
    let born = "--child-date-of-birth 29/02/2012 --trafficking-concern yes";
    let (mut register, _) = referred("2026-11-20T10:00:00Z", born);
    take(&mut register, "social-worker", "nrm-referral $CASE");
    assert_eq!(day(&mut register, "nrm-consent-at-18"), "2029-12-01", "3 months before 1 March");
    for (at, exit) in
        [("2030-02-28T10:00:00Z", Exit::Refusal), ("2030-03-01T10:00:00Z", Exit::Done)]
    {
        let mut register = TestRegister::begun("achieving-for-children", at);
        let typed = "new-referral --route care-leaver --child-name 'Nobody Invented' \
            --concern-summary Invented. --child-date-of-birth 2012-02-29";
        assert_eq!(register.as_("personal-adviser").cse(words(typed)).exit, exit, "{at}");
    }
}

#[test]
fn a_return_interview_is_due_72_elapsed_hours_later_across_both_changes() {
    for (returned, ends) in [
        ("2026-03-27T14:00", "2026-03-30T15:00:00+01:00"),
        ("2026-10-23T14:00", "2026-10-26T13:00:00+00:00"),
    ] {
        let facts = format!("--missing-returned-at {returned}");
        let (mut register, _) = referred("2026-11-20T10:00:00Z", &facts);
        assert_eq!(due(&mut register, "return-interview").1.as_deref(), Some(ends));
    }
}

#[test]
fn the_hour_that_never_was_is_refused_and_the_one_that_was_twice_wants_an_offset() {
    let (mut register, _) = referred("2026-11-20T10:00:00Z", "");
    for (returned, wanted) in [("2026-03-29T01:30", "never was"), ("2026-10-25T01:30", "twice")] {
        let typed = format!("new-information {} --missing-returned-at {returned}", register.case());
        let said = register.as_("social-worker").cse(words(&typed)).failed(Exit::Usage);
        assert!(said.contains(wanted), "{said}");
    }
    let typed = "new-information $CASE --missing-returned-at 2026-10-25T01:30+01:00";
    take(&mut register, "social-worker", typed);
    let ends = due(&mut register, "return-interview").1;
    assert_eq!(ends.as_deref(), Some("2026-10-28T00:30:00+00:00"));
}

#[test]
fn a_meeting_that_was_or_that_is_there_already_is_not_added() {
    let mut register = TestRegister::begun("hounslow", "2026-11-20T10:00:00Z");
    let mut add = |moment: &str| register.cse(["meeting", "add", "pre-mase", moment]);
    add("2026-12-10T10:00").done();
    let again = add("2026-12-10T10:00").failed(Exit::Usage);
    assert!(again.contains("this meeting is there already"), "{again}");
    let past = add("2026-11-19T10:00").failed(Exit::Usage);
    assert!(past.contains("a meeting in the past"), "{past}");
    let never = add("2027-03-28T01:30").failed(Exit::Usage);
    assert!(never.contains("never was"), "{never}");
    let listed = register.json(["meeting", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

#[test]
fn a_fact_by_which_a_clock_runs_is_named_where_it_was_not_given_and_never_guessed() {
    let notices = |done: &Json| done["notices"].to_string();
    // An emergency placement: reckoned from the record until the date of the move is known.
    let (mut register, done) =
        referred("2026-11-20T10:00:00Z", "--placement-out-of-borough emergency");
    let said = "placement.move_date is not known, and notify-host-authority is reckoned by it; \
        give it with new-information";
    assert!(notices(&done).contains(said), "{done:#}");
    assert_eq!(day(&mut register, "notify-host-authority"), "2026-11-27");
    let all = register.json(["due", "--all"]).to_string();
    assert!(all.contains("placement.move_date is not known, from which it may be sooner"), "{all}");
    let moved = "new-information $CASE --placement-move-date 2026-11-17";
    assert_eq!(
        notices(&take(&mut register, "social-worker", moved)).matches("not known").count(),
        0
    );
    assert_eq!(day(&mut register, "notify-host-authority"), "2026-11-24");
    // A planned move: without its date there is no date, and that is said too.
    let (mut register, done) =
        referred("2026-11-20T10:00:00Z", "--placement-out-of-borough planned");
    assert!(notices(&done).contains("notify-host-before-move is reckoned by it"), "{done:#}");
    assert_eq!(due(&mut register, "notify-host-before-move"), (None, None));
    let moved = "new-information $CASE --placement-move-date 2026-12-01";
    take(&mut register, "social-worker", moved);
    assert_eq!(day(&mut register, "notify-host-before-move"), "2026-11-30");
    // Where it is asked for, the help says that a clock runs by it.
    let help = register.cse(["new-referral", "--help"]).done();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("Date of the move (a clock runs by it"), "{help}");
}
