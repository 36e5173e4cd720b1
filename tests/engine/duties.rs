//! When duties open, are met, lapse, open again, and end.

use super::*;

#[test]
fn a_condition_opens_a_duty_when_it_becomes_true_and_not_again_while_it_holds() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-03-01")]);
    assert!(!case.owed("2026-03-02T10:00:00Z").contains_key("meeting"));
    case.take("2026-03-02T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    assert_eq!(case.owed("2026-03-02T12:00:00Z")["meeting"], "2026-03-04");
    case.take("2026-03-03T10:00:00Z", "meet", &[("chair", "chief")]);
    case.take("2026-03-03T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    assert!(!case.owed("2026-03-03T12:00:00Z").contains_key("meeting"));
}

#[test]
fn facts_given_again_open_a_met_duty_again_where_the_pathway_says_so() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("alarm", "yes"), ("seen_at", "2026-03-01")]);
    assert_eq!(case.owed("2026-03-02T10:00:00Z")["meeting"], "2026-03-02");
    case.take("2026-03-02T11:00:00Z", "meet", &[("chair", "chief")]);
    assert!(!case.owed("2026-03-05T10:00:00Z").contains_key("meeting"));
    case.take("2026-03-09T10:00:00Z", "tell", &[("items", "[seen again]")]);
    assert!(!case.owed("2026-03-09T10:00:00Z").contains_key("meeting"));
    case.take("2026-03-09T11:00:00Z", "tell", &[("alarm", "yes"), ("seen_at", "2026-03-09")]);
    assert_eq!(case.owed("2026-03-09T12:00:00Z")["meeting"], "2026-03-09");
}

#[test]
fn a_duty_that_opens_again_does_not_run_from_what_started_the_one_before() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-03-01"), ("alarm", "yes")]);
    case.take("2026-03-02T11:00:00Z", "meet", &[("chair", "chief")]);
    case.take("2026-03-20T11:00:00Z", "tell", &[("alarm", "yes")]);
    assert_eq!(case.owed("2026-03-20T12:00:00Z")["meeting"], "2026-03-20");
}

#[test]
fn doing_the_opening_step_again_buys_no_time() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    case.take("2026-03-02T11:00:00Z", "meet", &[("chair", "chief"), ("ended_at", "2026-03-02")]);
    case.take("2026-03-05T11:00:00Z", "meet", &[("chair", "chief"), ("ended_at", "2026-03-05")]);
    assert_eq!(case.owed("2026-03-05T12:00:00Z")["tell-within-a-day"], "2026-03-03T00:00:00+00:00");
}

#[test]
fn a_step_that_begins_an_episode_does_not_see_the_one_before() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("alarm", "yes")]);
    case.take("2026-03-02T11:00:00Z", "meet", &[("chair", "chief")]);
    case.take_changed("2026-03-03T10:00:00Z", "end", |end| {
        end.agreed_by = Some(By { worker: "x@example.invalid".into(), role: "chief".into() });
    });
    let again = case.made("2026-03-05T10:00:00Z", "again", "clerk", &[]);
    let found = permit(&case.pathway, &case.records, &again);
    assert_eq!((found.refusals, found.notices), (vec![], vec![]));
}

#[test]
fn each_taking_opens_its_own_review_and_meets_the_one_before() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    case.take("2026-08-31T10:00:00Z", "plan", &[]);
    assert_eq!(case.owed("2026-09-01T10:00:00Z")["review"], "2027-02-28");
    case.take("2026-09-02T10:00:00Z", "tell", &[("colour", "white")]);
    assert_eq!(case.owed("2026-09-02T11:00:00Z")["review"], "2026-09-02", "it was not known");
    case.take("2026-09-03T10:00:00Z", "plan", &[]);
    case.take("2026-09-04T10:00:00Z", "tell", &[("colour", "white")]);
    assert_eq!(case.owed("2026-09-04T11:00:00Z")["review"], "2027-03-03", "said again, no change");
    case.take("2026-09-10T10:00:00Z", "tell", &[("items", "[a change]")]);
    assert_eq!(case.owed("2026-09-10T11:00:00Z")["review"], "2026-09-10");
    case.take("2026-09-11T10:00:00Z", "plan", &[]);
    assert_eq!(case.owed("2026-09-11T11:00:00Z")["review"], "2027-03-11");
    let replayed = replay(&case.pathway, &case.records);
    let reviews = replayed
        .duties
        .iter()
        .filter(|duty| case.pathway.obligations[duty.obligation].name.as_str() == "review");
    assert_eq!(reviews.filter(|duty| duty.is_open()).count(), 1);
}

#[test]
fn one_duty_for_each_item_of_a_set_each_met_for_itself() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("kinds", "[one, three]")]);
    assert_eq!(case.owed("2026-03-02T11:00:00Z")["for-each-kind/one"], "2026-03-09");
    case.take("2026-03-04T10:00:00Z", "tell", &[("kinds", "[one, two]")]);
    assert_eq!(case.owed("2026-03-04T11:00:00Z")["for-each-kind/two"], "2026-03-11");
    case.take("2026-03-05T10:00:00Z", "plan", &[("done_for", "[{kind: one}]")]);
    let owed = case.owed("2026-03-05T11:00:00Z");
    assert!(!owed.contains_key("for-each-kind/one") && owed.contains_key("for-each-kind/two"));
}

#[test]
fn one_duty_for_each_meeting_met_only_after_the_one_before() {
    let mut case = Case::new();
    let board = |at: &str, lead| Meeting { kind: "board".into(), at: moment(at), lead };
    let week = Amount { count: 7, unit: Unit::Days };
    case.meetings = Meetings::new(vec![
        board("2026-02-05T10:00:00Z", None),
        board("2026-03-12T10:00:00Z", None),
        board("2026-04-09T09:00:00Z", Some(week)),
    ]);
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    case.take("2026-03-02T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    let owed = case.owed("2026-03-02T12:00:00Z");
    assert_eq!(owed["papers/2026-03-12"], "2026-03-10");
    assert_eq!(owed["papers/2026-04-09"], "2026-04-02");
    assert!(!owed.contains_key("papers/2026-02-05"), "a meeting before the duty is not owed");
    case.take("2026-03-09T10:00:00Z", "plan", &[]);
    let owed = case.owed("2026-03-09T11:00:00Z");
    assert!(!owed.contains_key("papers/2026-03-12"));
    assert!(owed.contains_key("papers/2026-04-09"), "it was before the meeting before");
    case.take("2026-03-20T10:00:00Z", "plan", &[]);
    assert!(!case.owed("2026-03-20T11:00:00Z").contains_key("papers/2026-04-09"));
}

#[test]
fn a_duty_lapses_while_its_condition_is_false() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    assert!(!case.owed("2026-03-02T10:00:00Z").contains_key("before-leaving"));
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("left_at", "2026-03-20")]);
    assert_eq!(case.owed("2026-03-02T10:00:00Z")["before-leaving"], "2026-03-19");
    case.take("2026-03-03T10:00:00Z", "tell", &[("left_at", "2026-04-01")]);
    assert_eq!(case.owed("2026-03-03T10:00:00Z")["before-leaving"], "2026-03-31", "put off");
}

#[test]
fn closing_ends_every_duty_and_reopening_revives_none() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("kinds", "[one]"), ("alarm", "no")]);
    case.take_changed("2026-03-03T10:00:00Z", "end", |end| {
        end.agreed_by = Some(By { worker: "x@example.invalid".into(), role: "chief".into() });
    });
    assert_eq!(case.owed("2026-03-03T11:00:00Z"), BTreeMap::new());
    case.take("2026-03-04T10:00:00Z", "tell", &[("alarm", "yes")]);
    assert_eq!(case.owed("2026-03-04T11:00:00Z"), BTreeMap::new(), "nothing is owed when closed");
    case.take("2026-03-05T10:00:00Z", "again", &[]);
    assert_eq!(case.owed("2026-03-05T11:00:00Z"), BTreeMap::new(), "the alarm was before");
    case.take("2026-03-06T10:00:00Z", "tell", &[("alarm", "yes")]);
    assert_eq!(case.owed("2026-03-06T11:00:00Z")["meeting"], "2026-03-06");
}

#[test]
fn a_senior_may_waive_and_extend_what_is_owed_and_nobody_else() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("alarm", "yes")]);
    let change = |action, until: Option<&str>| ClockChange {
        obligation: ObligationName::from("meeting"),
        instance: None,
        action,
        until: until.map(|text| cse::domain::When::Day(day(text))),
        reason: "because".into(),
    };
    let mut waive = case.made("2026-03-02T11:00:00Z", "waive", "clerk", &[]);
    waive.clock = Some(change(ClockAction::Waive, None));
    assert_eq!(case.refusals(&waive), ["senior"]);
    case.take_changed("2026-03-02T12:00:00Z", "extend", |record| {
        record.by.role = "chief".into();
        record.clock = Some(change(ClockAction::Extend, Some("2026-03-10")));
    });
    assert_eq!(case.owed("2026-03-02T13:00:00Z")["meeting"], "2026-03-10");
    case.take_changed("2026-03-02T14:00:00Z", "waive", |record| {
        record.by.role = "chief".into();
        record.clock = Some(change(ClockAction::Waive, None));
    });
    assert!(!case.owed("2026-03-02T15:00:00Z").contains_key("meeting"));
    let mut waive = case.made("2026-03-02T16:00:00Z", "waive", "chief", &[]);
    waive.clock = Some(change(ClockAction::Waive, None));
    assert_eq!(case.refusals(&waive), ["not-owed"]);
}

#[test]
fn each_taking_on_another_day_is_owed_by_itself() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    case.take("2026-03-02T11:00:00Z", "call", &[]);
    case.take("2026-03-02T12:00:00Z", "call", &[]);
    case.take("2026-03-09T11:00:00Z", "call", &[]);
    let owed = case.owed("2026-03-09T12:00:00Z");
    let minutes: Vec<_> = owed.iter().filter(|(name, _)| name.starts_with("minutes")).collect();
    let due = |day: &str, due: &str| (format!("minutes/{day}"), due.to_owned());
    let both = [due("2026-03-02", "2026-03-04"), due("2026-03-09", "2026-03-11")];
    assert_eq!(minutes, both.iter().map(|(name, due)| (name, due)).collect::<Vec<_>>());
    case.take("2026-03-09T13:00:00Z", "tell", &[("told_on", "2026-03-09")]);
    case.take("2026-03-09T14:00:00Z", "call", &[]);
    let owed = case.owed("2026-03-09T15:00:00Z");
    assert!(!owed.keys().any(|name| name.starts_with("minutes")), "{owed:?}: it is the same day");
}

#[test]
fn a_record_of_somebody_who_ranks_so_high_meets_what_waits_for_one() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("kinds", "[three]")]);
    case.take("2026-03-02T11:00:00Z", "plan", &[]);
    assert_eq!(case.owed("2026-03-02T12:00:00Z")["chief-looks"], "2026-03-02");
    case.take_changed("2026-03-02T12:00:00Z", "waive", |waive| {
        let (obligation, action) = (ObligationName::from("review"), ClockAction::Waive);
        waive.clock = Some(ClockChange {
            obligation,
            instance: None,
            action,
            until: None,
            reason: "x".into(),
        });
        waive.by.role = RoleName::from("chief");
    });
    let waived = case.owed("2026-03-02T12:30:00Z");
    assert!(waived.contains_key("chief-looks") && !waived.contains_key("review"), "{waived:?}");
    let look = case.made("2026-03-02T13:00:00Z", "tell", "chief", &[]);
    let found = permit(&case.pathway, &case.records, &look);
    assert_eq!(found.notices, ["A chief is to look at it."], "every step says so while it is owed");
    case.records.push(look);
    assert!(!case.owed("2026-03-02T14:00:00Z").contains_key("chief-looks"));
    let after = case.made("2026-03-02T15:00:00Z", "tell", "clerk", &[]);
    assert_eq!(permit(&case.pathway, &case.records, &after).notices, [] as [&str; 0]);
    case.take("2026-03-05T15:00:00Z", "tell", &[("kinds", "[three]")]);
    assert_eq!(case.owed("2026-03-05T16:00:00Z")["chief-looks"], "2026-03-05", "again");
}
