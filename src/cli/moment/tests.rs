//! Every form that is read; those that are refused stand in [`refused`]. Now is Saturday 21 November 2026,
//! 09:41 in London, unless a test says otherwise.

use proptest::prelude::*;

use super::*;
use crate::cli::ago;

mod refused;

const NOW: &str = "2026-11-21T09:41:12Z";

fn at(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn read_now(text: &str) -> Result<Typed, MomentError> {
    read(text, at(NOW))
}

fn refused(text: &str) -> MomentError {
    match read_now(text) {
        Err(error) => error,
        Ok(typed) => panic!("{text:?} was read as {typed}"),
    }
}

fn given(text: &str) -> String {
    text.to_owned()
}

#[test]
fn days_are_read() {
    for (text, day) in [
        ("2026-11-21", "2026-11-21"),
        ("21/11/2026", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("21-11-2026", "2026-11-21"),
        ("3/4/2026", "2026-04-03"),
        ("03/04/2026", "2026-04-03"),
        ("12/11/2026", "2026-11-12"),
        ("21 Nov 2026", "2026-11-21"),
        ("21 November 2026", "2026-11-21"),
        ("21 NOVEMBER 2026", "2026-11-21"),
        ("21-Nov-2026", "2026-11-21"),
        ("1st Sept 2026", "2026-09-01"),
        ("Sat 21 Nov 2026", "2026-11-21"),
        ("Saturday 21 November 2026", "2026-11-21"),
        ("Saturday, 21 November 2026", "2026-11-21"),
        ("sat 21/11/2026", "2026-11-21"),
        ("Sat 2026-11-21", "2026-11-21"),
        ("  21/11/2026\t", "2026-11-21"),
        ("29/02/2028", "2028-02-29"),
        ("29 Feb 2028", "2028-02-29"),
        ("31/12/1999", "1999-12-31"),
        ("today", "2026-11-21"),
        ("Today", "2026-11-21"),
        ("yesterday", "2026-11-20"),
        ("tomorrow", "2026-11-22"),
        ("friday", "2026-11-27"),
        ("fri", "2026-11-27"),
        ("saturday", "2026-11-28"),
        ("sunday", "2026-11-22"),
        ("next friday", "2026-11-27"),
        ("next Saturday", "2026-11-28"),
        ("last friday", "2026-11-20"),
        ("last saturday", "2026-11-14"),
        ("last sunday", "2026-11-15"),
        ("in 3 days", "2026-11-24"),
        ("in 1 day", "2026-11-22"),
        ("in 2 weeks", "2026-12-05"),
        ("3 days ago", "2026-11-18"),
        ("1 week ago", "2026-11-14"),
        ("+3d", "2026-11-24"),
        ("-3d", "2026-11-18"),
        ("+6w", "2027-01-02"),
        ("+40d", "2026-12-31"),
        ("+41d", "2027-01-01"),
        ("in 0 days", "2026-11-21"),
    ] {
        assert_eq!(read_now(text), Ok(Typed::Day(Day::parse(day).unwrap())), "{text}");
    }
}

#[test]
fn every_month_and_weekday_is_known_by_its_names() {
    for month in 1..=12 {
        let day = Day::from_ymd(2026, month, 15).unwrap();
        for form in ["%-d %B %Y", "%-d %b %Y", "%A %-d %B %Y", "%a %-d %b %Y"] {
            let text = day.date().format(form).to_string();
            assert_eq!(read_now(&text), Ok(Typed::Day(day)), "{text}");
        }
    }
    for days in 1..=7 {
        let day = at(NOW).day().plus_days(days);
        for form in ["%A", "%a", "next %A"] {
            let text = day.date().format(form).to_string();
            assert_eq!(read_now(&text), Ok(Typed::Day(day)), "{text}");
        }
        let text = day.date().format("last %A").to_string();
        assert_eq!(
            read_now(&text),
            Ok(Typed::Day(day.plus_days(if days == 7 { -14 } else { -7 })))
        );
    }
    for (text, day) in [("tues", 24), ("weds", 25), ("thur", 26), ("thurs", 26)] {
        assert_eq!(read_now(text), Ok(Typed::Day(Day::from_ymd(2026, 11, day).unwrap())), "{text}");
    }
}

#[test]
fn moments_are_read() {
    for (text, moment) in [
        ("now", NOW),
        ("2026-11-21T09:30:15Z", "2026-11-21T09:30:15Z"),
        ("2026-11-21T09:30:15.250Z", "2026-11-21T09:30:15Z"),
        ("2026-11-21t09:30z", "2026-11-21T09:30:00Z"),
        ("2026-11-21T09:30+02:00", "2026-11-21T07:30:00Z"),
        ("2026-11-21T23:30:00-05:00", "2026-11-22T04:30:00Z"),
        ("2026-11-21T09:30", "2026-11-21T09:30:00Z"),
        ("2026-11-21 09:30", "2026-11-21T09:30:00Z"),
        ("2026-07-21T09:30", "2026-07-21T08:30:00Z"),
        ("2026-07-21 09:30:15", "2026-07-21T08:30:15Z"),
        ("2026-07-21 09:30+00:00", "2026-07-21T09:30:00Z"),
        ("21/07/2026 00:30", "2026-07-20T23:30:00Z"),
        ("21/11/2026 15:00", "2026-11-21T15:00:00Z"),
        ("21 Nov 2026 15:00", "2026-11-21T15:00:00Z"),
        ("Sat 21 Nov 2026 9:30", "2026-11-21T09:30:00Z"),
        ("21 Nov 2026 at 3.30pm", "2026-11-21T15:30:00Z"),
        ("yesterday 15:00", "2026-11-20T15:00:00Z"),
        ("yesterday at 15:00", "2026-11-20T15:00:00Z"),
        ("today 3pm", "2026-11-21T15:00:00Z"),
        ("today at 3 pm", "2026-11-21T15:00:00Z"),
        ("today 3:05 PM", "2026-11-21T15:05:00Z"),
        ("today 12am", "2026-11-21T00:00:00Z"),
        ("today 12pm", "2026-11-21T12:00:00Z"),
        ("today 11:59pm", "2026-11-21T23:59:00Z"),
        ("today 00:00", "2026-11-21T00:00:00Z"),
        ("today 23:59:59", "2026-11-21T23:59:59Z"),
        ("today 09:30 GMT", "2026-11-21T09:30:00Z"),
        ("friday 3pm", "2026-11-27T15:00:00Z"),
        ("friday 9.30", "2026-11-27T09:30:00Z"),
        ("friday 3 pm", "2026-11-27T15:00:00Z"),
        ("next friday at 15:00", "2026-11-27T15:00:00Z"),
        ("last friday 15:00", "2026-11-20T15:00:00Z"),
        ("in 3 days at 9am", "2026-11-24T09:00:00Z"),
        ("3 days ago 15:00", "2026-11-18T15:00:00Z"),
        ("+3d 15:00", "2026-11-24T15:00:00Z"),
    ] {
        assert_eq!(read_now(text), Ok(Typed::Moment(at(moment))), "{text}");
    }
}

#[test]
fn today_is_londons_day() {
    let now = at("2026-06-30T23:30:00Z");
    let day = |text| Ok(Typed::Day(Day::parse(text).unwrap()));
    assert_eq!(read("today", now), day("2026-07-01"));
    assert_eq!(read("yesterday", now), day("2026-06-30"));
    assert_eq!(read("tomorrow", at("2026-12-31T12:00:00Z")), day("2027-01-01"));
    assert_eq!(read("yesterday", at("2027-01-01T00:00:00Z")), day("2026-12-31"));
    assert_eq!(read("tomorrow", at("2028-02-28T12:00:00Z")), day("2028-02-29"));
    assert_eq!(read("tomorrow", at("2027-02-28T12:00:00Z")), day("2027-03-01"));
    // The days of 23 and 25 hours are one day each.
    assert_eq!(read("tomorrow", at("2026-03-28T23:30:00Z")), day("2026-03-29"));
    assert_eq!(read("yesterday", at("2026-10-25T23:30:00Z")), day("2026-10-24"));
}

#[test]
fn the_hour_that_spring_skips_is_refused() {
    for text in [
        "29/03/2026 01:00",
        "2026-03-29T01:30",
        "29 Mar 2026 1:59am",
        "29/03/2026 01:30 GMT",
        "29/03/2026 01:30 BST",
    ] {
        let day = Day::parse("2026-03-29").unwrap();
        assert_eq!(refused(text), MomentError::SkippedHour { given: given(text), day });
    }
    for (text, moment) in [
        ("29/03/2026 00:59", "2026-03-29T00:59:00Z"),
        ("29/03/2026 02:00", "2026-03-29T01:00:00Z"),
        // With an offset it is a moment, whatever London's clocks show.
        ("2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z"),
    ] {
        assert_eq!(read_now(text), Ok(Typed::Moment(at(moment))), "{text}");
    }
}

#[test]
fn the_hour_that_autumn_repeats_needs_to_say_which() {
    let (first, second) = (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
    for text in ["25/10/2026 01:30", "2026-10-25T01:30", "25 Oct 2026 1.30am"] {
        assert_eq!(refused(text), MomentError::RepeatedHour { given: given(text), first, second });
    }
    for (text, moment) in [
        ("2026-10-25T01:30+01:00", first),
        ("25/10/2026 01:30+01:00", first),
        ("25/10/2026 01:30 +00:00", second),
        ("25/10/2026 01:30 BST", first),
        ("25/10/2026 1:30am bst", first),
        ("25/10/2026 01:30 GMT", second),
        ("2026-10-25T01:30Z", second),
        ("25/10/2026 00:59", at("2026-10-24T23:59:00Z")),
        ("25/10/2026 02:00", at("2026-10-25T02:00:00Z")),
    ] {
        assert_eq!(read_now(text), Ok(Typed::Moment(moment)), "{text}");
    }
}

#[test]
fn a_zone_that_is_not_in_force_is_refused() {
    for (text, zone) in [("21/11/2026 09:30 BST", Zone::Bst), ("21/07/2026 09:30 GMT", Zone::Gmt)] {
        assert_eq!(refused(text), MomentError::NotInForce { given: given(text), zone });
    }
    assert!(read_now("21/07/2026 09:30 BST").is_ok());
}

#[test]
fn a_day_is_echoed_with_its_weekday() {
    assert_eq!(echo(Day::parse("2026-11-21").unwrap()), "Saturday 21 November 2026");
    assert_eq!(echo(Day::parse("2028-02-29").unwrap()), "Tuesday 29 February 2028");
    assert_eq!(echo(Day::parse("2027-01-01").unwrap()), "Friday 1 January 2027");
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed(seconds in 0_i64..4_000_000_000) {
        let moment = Moment::from_unix(seconds / 60 * 60).unwrap();
        let day = moment.day();
        prop_assert_eq!(read_now(&ago::moment(moment)), Ok(Typed::Moment(moment)));
        prop_assert_eq!(read_now(&moment.to_string()), Ok(Typed::Moment(moment)));
        prop_assert_eq!(read_now(&moment.local()), Ok(Typed::Moment(moment)));
        prop_assert_eq!(read_now(&echo(day)), Ok(Typed::Day(day)));
        prop_assert_eq!(read_now(&day.to_string()), Ok(Typed::Day(day)));
    }

    #[test]
    fn the_nights_of_both_changes_come_back(minutes in 0_i64..360) {
        for night in ["2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z"] {
            let moment = at(night).plus_seconds(minutes * 60);
            prop_assert_eq!(read_now(&ago::moment(moment)), Ok(Typed::Moment(moment)));
        }
    }

    #[test]
    fn no_text_is_too_odd(text in any::<String>()) {
        let _ = read_now(&text);
    }

    #[test]
    fn no_near_miss_is_too_odd(
        text in "(today|fri|in|3|days|ago|[+-]?[0-9]{1,5}[dw]?|nov|at|[0-9]{1,2}[:./-][0-9]{1,2}([:./-][0-9]{1,4})?|pm|bst|z|t|[+-:. ,]){1,8}"
    ) {
        let _ = read_now(&text);
        let _ = read_now(&text.replace(',', " "));
    }

    #[test]
    fn figures_are_read_day_first_or_not_at_all(day in 1_u32..=31, month in 1_u32..=31, year in 1900_i32..=2100) {
        let expected = Day::from_ymd(year, month, day);
        let read = read_now(&format!("{day}/{month:02}/{year}")).map(Typed::day).ok();
        prop_assert_eq!(read, expected);
    }
}
