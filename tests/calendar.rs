//! Bank holidays are data of the register, and a late announcement is a commit like any other: what
//! is open is reckoned again, and the reason says that the calendar changed.

use std::process::Command;

use crate::common::TestRegister;

/// Changes the register's bank holidays and commits them by hand, at a moment.
fn announce(register: &TestRegister, at: &str, change: impl FnOnce(&str) -> String) {
    let file = register.root().join("bank-holidays.yaml");
    let changed = change(&std::fs::read_to_string(&file).unwrap());
    std::fs::write(&file, changed).unwrap();
    let done = Command::new("git")
        .current_dir(register.root())
        .args(["-c", "user.name=By Hand", "-c", "user.email=hand@example.invalid"])
        .args(["commit", "-qam", "bank holidays: as announced"])
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", at)
        .env("GIT_COMMITTER_DATE", at)
        .status();
    assert!(done.unwrap().success());
}

/// One more bank holiday, on the Wednesday after the referral.
fn an_extra_day(text: &str) -> String {
    let first = "\"events\": [";
    assert_eq!(text.matches(first).count(), 1);
    let day =
        r#"{"title": "Invented Day", "date": "2026-11-25", "notes": "Extra", "bunting": true},"#;
    text.replace(first, &format!("{first}\n{day}"))
}

/// A case whose 87a is due on Wednesday 25 November: one working day after Tuesday's decision.
fn case() -> TestRegister {
    let mut register = TestRegister::begun("achieving-for-children", "2026-11-24T09:00:00Z");
    let referral = ["new-referral", "--route", "allocated", "--child-name", "Nobody Invented"];
    let concern = ["--concern-summary", "Invented."];
    register.as_("social-worker").cse(referral.into_iter().chain(concern)).done();
    let case = register.case().to_owned();
    let decided = ["--decision-worker", "A", "--decision-manager", "B"];
    let level = ["--likely-category", "1", "--screening-rationale", "Invented."];
    let screen = ["screen", &case].into_iter().chain(level).chain(decided);
    register.as_("social-worker").cse(screen).done();
    register
}

/// A text without its line breaks.
fn wide(said: &str) -> String {
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(register: &mut TestRegister, more: &[&str]) -> (String, String) {
    let due = register.json(["due", "--all"].into_iter().chain(more.iter().copied()));
    let line = due.as_array().unwrap().iter().find(|line| line["obligation"] == "police-referral");
    let text = |key: &str| line.unwrap()[key].as_str().unwrap().to_owned();
    (text("due"), text("why"))
}

#[test]
fn a_bank_holiday_announced_late_moves_what_is_open_and_the_reason_says_so() {
    let mut register = case();
    let (due, why) = line(&mut register, &[]);
    assert_eq!(due, "2026-11-25");
    assert!(!why.contains("bank holidays were changed"), "{why}");
    announce(&register, "2026-11-24T14:00:00Z", an_extra_day);
    register.at("2026-11-24T15:00:00Z");
    let changed = "the bank holidays were changed on Tue 24 Nov 2026 14:00: Wednesday 25 November \
        2026 (Invented Day) is now a day off, so it is no longer due Wednesday 25 November 2026";
    let (due, why) = line(&mut register, &[]);
    assert_eq!(due, "2026-11-26");
    assert!(why.contains(changed), "{why}");
    let case = register.case().to_owned();
    let shown = register.json(["show", &case]);
    assert!(shown["obligations"].to_string().contains(changed), "{shown:#}");
    for args in [&["due", "--why"][..], &["explain", &case]] {
        let said = wide(&register.cse(args.iter().copied()).done());
        assert!(said.contains(changed), "{said}");
    }
    // As the register was known before, nothing had changed.
    let (due, why) = line(&mut register, &["--known-at", "2026-11-24T13:00:00Z"]);
    assert_eq!(due, "2026-11-25");
    assert!(!why.contains("bank holidays were changed"), "{why}");
}

#[test]
fn a_duty_that_was_opened_after_the_change_knows_of_none() {
    let mut register = TestRegister::begun("achieving-for-children", "2026-11-24T08:00:00Z");
    announce(&register, "2026-11-24T08:30:00Z", an_extra_day);
    register.at("2026-11-24T09:00:00Z");
    let referral = ["new-referral", "--route", "new", "--child-name", "Nobody Invented"];
    let concern = ["--concern-summary", "Invented."];
    register.as_("social-worker").cse(referral.into_iter().chain(concern)).done();
    let said = wide(&register.cse(["due", "--why"]).done());
    assert!(said.contains("Invented Day") && said.contains("Thu 26 Nov"), "{said}");
    assert!(!said.contains("changed on"), "{said}");
}

#[test]
fn a_day_that_was_taken_back_moves_nothing_and_is_not_told() {
    let mut register = case();
    announce(&register, "2026-11-24T14:00:00Z", an_extra_day);
    announce(&register, "2026-11-24T14:30:00Z", |text| {
        text.lines().filter(|line| !line.contains("Invented Day")).collect::<Vec<_>>().join("\n")
    });
    register.at("2026-11-24T15:00:00Z");
    let (due, why) = line(&mut register, &[]);
    assert_eq!(due, "2026-11-25");
    assert!(!why.contains("changed on"), "{why}");
}

#[test]
fn a_day_that_is_a_working_day_after_all_brings_the_date_forward() {
    let mut register = TestRegister::begun("achieving-for-children", "2026-12-24T09:00:00Z");
    let referral = ["new-referral", "--route", "new", "--child-name", "Nobody Invented"];
    let concern = ["--concern-summary", "Invented."];
    register.as_("social-worker").cse(referral.into_iter().chain(concern)).done();
    let said = register.cse(["due"]).done();
    assert!(said.contains("Tue 29 Dec"), "{said}");
    announce(&register, "2026-12-24T10:00:00Z", |text| {
        text.lines().filter(|line| !line.contains("2026-12-28")).collect::<Vec<_>>().join("\n")
    });
    register.at("2026-12-24T11:00:00Z");
    let said = wide(&register.cse(["due", "--why"]).done());
    assert!(said.contains("Mon 28 Dec"), "{said}");
    let changed = "Monday 28 December 2026 (Boxing Day) is no day off any more, so it is no longer \
        due Tuesday 29 December 2026";
    assert!(said.contains(changed), "{said}");
}
