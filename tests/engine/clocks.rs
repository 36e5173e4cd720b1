//! From what a clock runs, and what it lands on.

use super::*;

#[test]
fn an_unknown_start_is_reckoned_from_receipt_and_says_so() {
    let mut case = Case::new();
    case.take("2026-03-02T23:30:00Z", "begin", &[]);
    case.take("2026-03-03T10:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    assert_eq!(case.owed("2026-03-03T11:00:00Z")["meeting"], "2026-03-05");
    let why = case.why("2026-03-03T11:00:00Z", "meeting");
    assert!(why.iter().any(
        |reason| matches!(reason, Reason::FromReceipt { fact } if fact.as_str() == "seen_at")
    ));
    case.take("2026-03-03T12:00:00Z", "tell", &[("seen_at", "2026-03-01")]);
    assert_eq!(case.owed("2026-03-03T13:00:00Z")["meeting"], "2026-03-04");
}

#[test]
fn a_second_start_buys_no_time() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-03-01")]);
    case.take("2026-03-02T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    case.take("2026-03-03T12:00:00Z", "tell", &[("seen_at", "2026-03-03")]);
    assert_eq!(case.owed("2026-03-03T13:00:00Z")["meeting"], "2026-03-04");
}

#[test]
fn sooner_counts_from_the_day_on_which_it_first_held_and_is_never_later() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-02-20")]);
    case.take("2026-03-02T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    assert_eq!(case.owed("2026-03-02T12:00:00Z")["meeting"], "2026-02-23");
    case.take("2026-03-03T12:00:00Z", "tell", &[("alarm", "yes")]);
    assert_eq!(case.owed("2026-03-03T13:00:00Z")["meeting"], "2026-02-23");
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-03-02")]);
    case.take("2026-03-02T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    case.take("2026-03-03T12:00:00Z", "tell", &[("alarm", "yes")]);
    case.take("2026-03-04T12:00:00Z", "tell", &[("alarm", "yes")]);
    assert_eq!(case.owed("2026-03-04T13:00:00Z")["meeting"], "2026-03-03");
    case.take(
        "2026-03-04T14:00:00Z",
        "look",
        &[("alarm", "no"), ("colour", "red"), ("cause", "x")],
    );
    assert_eq!(case.owed("2026-03-04T15:00:00Z")["meeting"], "2026-03-05");
}

#[test]
fn hours_are_elapsed_hours_across_both_clock_changes() {
    for (ended, due, change) in [
        ("2026-03-28T14:00:00Z", "2026-03-29T15:00:00+01:00", Some(true)),
        ("2026-10-24T13:00:00Z", "2026-10-25T13:00:00+00:00", Some(false)),
        ("2026-07-01T13:00:00Z", "2026-07-02T14:00:00+01:00", None),
    ] {
        let mut case = Case::new();
        case.take("2026-01-02T10:00:00Z", "begin", &[]);
        case.take(ended, "meet", &[("chair", "chief"), ("ended_at", &format!("\"{ended}\""))]);
        assert_eq!(case.owed("2026-10-26T12:00:00Z")["tell-within-a-day"], due);
        let why = case.why("2026-10-26T12:00:00Z", "tell-within-a-day");
        let said = why.iter().find_map(|reason| match reason {
            Reason::ClocksChange { forward } => Some(*forward),
            _ => None,
        });
        assert_eq!(said, change, "{why:?}");
    }
}

#[test]
fn hours_from_a_day_alone_run_from_midnight_and_say_so() {
    let mut case = Case::new();
    case.take("2026-07-01T10:00:00Z", "begin", &[]);
    case.take("2026-07-02T18:00:00Z", "meet", &[("chair", "chief"), ("ended_at", "2026-07-02")]);
    assert_eq!(case.owed("2026-07-02T19:00:00Z")["tell-within-a-day"], "2026-07-03T00:00:00+01:00");
    let why = case.why("2026-07-02T19:00:00Z", "tell-within-a-day");
    assert!(why.iter().any(|reason| matches!(reason, Reason::FromMidnight { .. })));
}

#[test]
fn hours_from_a_record_of_which_only_the_day_is_known_run_from_midnight() {
    let mut case = Case::new();
    case.take("2026-07-01T10:00:00Z", "begin", &[]);
    case.take_changed("2026-07-02T13:00:01Z", "meet", |meet| {
        meet.by.role = "chief".into();
        meet.overrides = vec![Override { gate: "chief-in-the-chair".into(), reason: "x".into() }];
        meet.happened_is_a_date = true;
    });
    // Where the meeting ended is not known either, so the clock runs from receipt.
    assert_eq!(case.owed("2026-07-02T19:00:00Z")["tell-within-a-day"], "2026-07-02T11:00:00+01:00");
    case.take_changed("2026-07-03T13:00:01Z", "call", |call| call.happened_is_a_date = true);
    assert_eq!(case.owed("2026-07-03T19:00:00Z")["call-back"], "2026-07-05T00:00:00+01:00");
    let why = case.why("2026-07-03T19:00:00Z", "call-back");
    assert!(why.iter().any(|reason| matches!(reason, Reason::FromMidnight { .. })));
}

#[test]
fn days_are_not_moved_off_days_off_and_the_line_says_so() {
    let mut case = Case::new();
    case.take("2026-12-23T10:00:00Z", "begin", &[("seen_at", "2026-12-22"), ("alarm", "no")]);
    case.take("2026-12-23T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    assert_eq!(case.owed("2026-12-23T12:00:00Z")["meeting"], "2026-12-25");
    let why = case.why("2026-12-23T12:00:00Z", "meeting");
    assert!(why.iter().any(|reason| matches!(reason, Reason::DayOff { .. })));
}

#[test]
fn due_today_is_not_overdue_and_a_moment_is_overdue_after_itself() {
    let mut case = Case::new();
    case.take("2026-07-01T10:00:00Z", "begin", &[("seen_at", "2026-07-01")]);
    case.take("2026-07-01T11:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    // 22:59:59 UTC is the last second of 4 July in London.
    assert_eq!(case.standing("2026-07-03T12:00:00Z", "meeting"), Some(Standing::Upcoming));
    assert_eq!(case.standing("2026-07-04T22:59:59Z", "meeting"), Some(Standing::DueToday));
    assert_eq!(case.standing("2026-07-04T23:00:00Z", "meeting"), Some(Standing::Overdue));
    let ended = [("chair", "chief"), ("ended_at", "\"2026-07-02T12:00:00Z\"")];
    case.take("2026-07-02T12:30:00Z", "meet", &ended);
    assert_eq!(
        case.standing("2026-07-03T12:00:00Z", "tell-within-a-day"),
        Some(Standing::DueToday)
    );
    assert_eq!(case.standing("2026-07-03T12:00:01Z", "tell-within-a-day"), Some(Standing::Overdue));
}

#[test]
fn a_deadline_beyond_the_known_holidays_is_marked() {
    let mut case = Case::new();
    case.take("2028-12-28T10:00:00Z", "begin", &[("kinds", "[one]")]);
    let why = case.why("2028-12-28T11:00:00Z", "for-each-kind");
    assert!(why.iter().any(|reason| matches!(reason, Reason::BeyondHolidays { .. })));
    let mut case = Case::new();
    case.take("2026-12-24T10:00:00Z", "begin", &[("kinds", "[one]")]);
    assert_eq!(case.owed("2026-12-24T11:00:00Z")["for-each-kind/one"], "2027-01-05");
    let why = case.why("2026-12-24T11:00:00Z", "for-each-kind");
    assert!(!why.iter().any(|reason| matches!(reason, Reason::BeyondHolidays { .. })));
    assert!(why.iter().any(|reason| matches!(reason, Reason::Skipped { days } if days.len() == 3)));
}
