//! What is refused, and what is then said.

use super::*;

#[test]
fn the_year_is_written_in_full() {
    for text in [
        "21/11/26",
        "21.11.26",
        "21-11-26",
        "21/11",
        "21 Nov",
        "21 Nov 26",
        "26-11-21",
        "21 Nov 15:00",
        "Sat 21 Nov",
        "21/11/226",
    ] {
        assert_eq!(refused(text), MomentError::YearNotInFull { given: given(text) });
    }
    for text in [
        "21/11/0026",
        "0026-11-21",
        "21/11/1899",
        "+99999d",
        "in 9999 weeks",
        "99999999999999999999 days ago",
        "9999-12-31T23:30-05:00",
        "31/12/9999 23:59",
    ] {
        assert_eq!(refused(text), MomentError::YearOutOfReach { given: given(text) });
    }
}

#[test]
fn the_day_stands_before_the_month() {
    let meant = Day::parse("2026-11-21");
    for (text, meant) in [
        ("11/21/2026", meant),
        ("11.21.2026", meant),
        ("11/21/2026 15:00", meant),
        ("Nov 21 2026", meant),
        ("November 21, 2026", meant),
        ("Sat Nov 21st 2026", meant),
        ("Nov 21", None),
        ("Nov 31 2026", None),
    ] {
        assert_eq!(refused(text), MomentError::MonthFirst { given: given(text), meant });
    }
    let hint = refused("11/21/2026").hint();
    assert_eq!(hint.as_deref(), Some("for Saturday 21 November 2026, write 21/11/2026"));
}

#[test]
fn days_and_times_that_do_not_exist_are_refused() {
    for text in [
        "30/02/2026",
        "30 February 2026",
        "2026-02-30",
        "2026-02-30T09:30",
        "29/02/2027",
        "29/02/2100",
        "31/11/2026",
        "0/11/2026",
        "32/11/2026",
        "13/13/2026",
        "2026-13-01",
        "2026-21-11",
        "02/30/2026",
    ] {
        assert_eq!(refused(text), MomentError::Impossible { given: given(text) });
    }
    for text in [
        "today 24:00",
        "2026-11-21T24:00",
        "2026-11-21T24:00:00Z",
        "2026-11-21T25:00:00Z",
        "today 12:60",
        "today 23:59:60",
        "2026-12-31T23:59:60Z",
        "today 0am",
        "today 13pm",
        "today 15:00pm",
        "today 0:30am",
    ] {
        assert_eq!(refused(text), MomentError::NotATime { given: given(text) });
    }
}

#[test]
fn a_weekday_must_go_with_its_date() {
    let day = Day::parse("2026-11-21").unwrap();
    for text in ["Fri 21 Nov 2026", "Sunday 21/11/2026", "mon 2026-11-21 15:00"] {
        assert_eq!(refused(text), MomentError::WrongWeekday { given: given(text), day });
    }
    assert_eq!(refused("Fri 21 Nov 2026").hint().as_deref(), Some("21/11/2026 is a Saturday"));
}

#[test]
fn a_time_alone_does_not_say_which_day() {
    for text in ["15:00", "3pm", "at 15:00", "01:30+01:00", "01:30 BST"] {
        assert_eq!(refused(text), MomentError::NoDay { given: given(text) });
    }
}

#[test]
fn whatever_follows_a_date_must_be_a_time() {
    for (text, rest) in [
        ("today please", "please"),
        ("21/11/2026 x", "x"),
        ("21/11/2026 15", "15"),
        ("today 1500", "1500"),
        ("today at", "at"),
        ("today at at 15:00", "at at 15:00"),
        ("today 15:00 15:00", "15:00 15:00"),
        ("today 1 5:00", "1 5:00"),
        ("today 15:0", "15:0"),
        ("today 15:00 UTC", "15:00 utc"),
        ("today 15:00 CET", "15:00 cet"),
        ("today 15:00+0100", "15:00+0100"),
        ("today 15:00+1:00", "15:00+1:00"),
        ("today 15:00+24:00", "15:00+24:00"),
        ("today 15:00+01:60", "15:00+01:60"),
        ("2026-11-21T09:30:00Zx", "09:30:00zx"),
        ("2026-11-21 09:30:00.", "09:30:00."),
        ("2026-11-21 2026-11-22", "2026-11-22"),
        ("friday week", "week"),
        ("next friday 27/11/2026", "27/11/2026"),
        ("3 days ago today", "today"),
    ] {
        let rest = rest.to_owned();
        assert_eq!(refused(text), MomentError::Trailing { given: given(text), rest });
    }
}

#[test]
fn everything_else_is_no_date() {
    for text in [
        "",
        " ",
        "soon",
        "nov",
        "nov 2026",
        "2026",
        "20261121",
        "2026/11/21",
        "2026-2-3",
        "+2026-11-21",
        "2026-11-21T",
        "2026-11-21T9:30",
        "2026-11-21T0930",
        "2026-W47-6",
        "2026-325",
        "21/11/20266",
        "21/11-2026",
        "21//2026",
        "/11/2026",
        "x/11/2026",
        "21/x/2026",
        "21/11/x",
        "121/11/2026",
        "1/2/3/2026",
        "next",
        "next week",
        "next month",
        "last",
        "in",
        "in days",
        "in three days",
        "in 3",
        "in 3 months",
        "in -3 days",
        "3 days",
        "days ago",
        "three days ago",
        "+3",
        "+d",
        "+3wd",
        "+3m",
        "+-3d",
        "++3d",
        "--3d",
        "-",
        "+",
        "now 15:00",
        "now!",
        "1700000000",
        "15",
        "noon",
        "midnight",
        "this friday",
        "frid",
        "today15:00",
        "todayy",
        "21th",
        "of november 2026",
        // Figures, blanks and dashes that only look like ours.
        "２１/11/2026",
        "21/11/２０２６",
        "٢١/١١/٢٠٢٦",
        "2026\u{2011}11\u{2011}21",
        "21\u{a0}Nov\u{a0}2026",
        "today\u{200b}",
        "21/11/2026\u{202e}",
        "tod\u{430}y",
        "today １５:00",
    ] {
        assert_eq!(
            refused(text),
            MomentError::NotADate { given: given(text.trim_ascii()) },
            "{text:?}"
        );
    }
}

#[test]
fn every_refusal_says_what_was_typed_and_most_what_to_type() {
    for text in [
        "soon",
        "today x",
        "15:00",
        "21/11/26",
        "21/11/1026",
        "11/21/2026",
        "Nov 21",
        "30/02/2026",
        "today 24:00",
        "Fri 21 Nov 2026",
        "29/03/2026 01:30",
        "25/10/2026 01:30",
        "21/11/2026 09:30 BST",
        "21/07/2026 09:30 GMT",
    ] {
        let error = refused(text);
        assert!(error.to_string().contains(&format!("`{text}`")), "{error}");
        assert_eq!(error.hint().is_none(), text == "30/02/2026", "{error}");
    }
    let which = refused("25/10/2026 01:30").hint();
    let expected = "write `Sun 25 Oct 2026 01:30 BST` or `Sun 25 Oct 2026 01:30 GMT`";
    assert_eq!(which.as_deref(), Some(expected));
}
