//! How days, moments and deadlines are said to a person, in London's time.
//!
//! Only words: whether a duty is overdue is reckoned by the pathway, and colours are the table's.

use super::moment::Zone;
use crate::domain::moment::WallClock;
use crate::domain::{Day, Moment};

const HOUR: i64 = 3600;

/// How a deadline stands: "2 days overdue", "3 hours overdue", "today", "today 17:00", "tomorrow",
/// "Wed 25 Nov", "Fri 1 Jan 2027", "no date".
///
/// A day is overdue once it has ended; a moment (`due_at`, which then counts alone) once it is
/// over.
pub fn due(due: Option<Day>, due_at: Option<Moment>, now: Moment) -> String {
    let today = now.day();
    match (due_at, due) {
        (Some(at), _) if now > at => overdue(at, now),
        (Some(at), _) => format!("{} {}", day(at.day(), today), time(at)),
        (None, Some(due)) if today > due => counted(today.days_since(due), "day"),
        (None, Some(due)) => day(due, today),
        (None, None) => "no date".to_owned(),
    }
}

/// A day as one who reads it today would say it: "today", "tomorrow", "yesterday", "Wed 25 Nov",
/// with the year when it is another one.
pub fn day(day: Day, today: Day) -> String {
    match day.days_since(today) {
        -1 => "yesterday".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ if day.year() == today.year() => day.date().format("%a %-d %b").to_string(),
        _ => in_full(day),
    }
}

/// A moment by London's clocks: "Sat 21 Nov 2026 09:30"; in the hour that the autumn repeats with
/// "BST" or "GMT". Seconds are left out.
pub fn moment(moment: Moment) -> String {
    format!("{} {}", in_full(moment.day()), time(moment))
}

fn in_full(day: Day) -> String {
    day.date().format("%a %-d %b %Y").to_string()
}

/// What London's clocks show, and which of the two where they show it twice.
fn time(moment: Moment) -> String {
    let (hour, minute) = moment.clock();
    let zone = match (moment.day().at(hour, minute, 0), super::moment::in_force(moment)) {
        (WallClock::Twice(..), Zone::Bst) => " BST",
        (WallClock::Twice(..), Zone::Gmt) => " GMT",
        (WallClock::Twice(..), Zone::Offset(_)) | (WallClock::One(_) | WallClock::Never, _) => "",
    };
    format!("{hour:02}:{minute:02}{zone}")
}

/// Up to a day in hours, or minutes before the first hour is full; from then on in days.
fn overdue(at: Moment, now: Moment) -> String {
    match now.unix() - at.unix() {
        seconds if seconds < HOUR => counted((seconds / 60).max(1), "minute"),
        seconds if seconds < 24 * HOUR => counted(seconds / HOUR, "hour"),
        // On the day of 25 hours a day may pass without a change of date.
        _ => counted(now.day().days_since(at.day()).max(1), "day"),
    }
}

fn counted(count: i64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} overdue")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn a_day_is_due_until_it_has_ended_in_london() {
        for (due_on, now, said) in [
            ("2026-11-19", "2026-11-21T09:30:00Z", "2 days overdue"),
            ("2026-11-20", "2026-11-21T00:00:00Z", "1 day overdue"),
            ("2026-11-21", "2026-11-21T23:59:59Z", "today"),
            ("2026-11-22", "2026-11-21T09:30:00Z", "tomorrow"),
            ("2026-11-25", "2026-11-21T09:30:00Z", "Wed 25 Nov"),
            ("2026-12-05", "2026-11-21T09:30:00Z", "Sat 5 Dec"),
            ("2027-01-01", "2026-12-31T09:30:00Z", "tomorrow"),
            ("2027-01-02", "2026-12-31T09:30:00Z", "Sat 2 Jan 2027"),
            ("2026-12-31", "2027-01-01T09:30:00Z", "1 day overdue"),
            ("2028-02-29", "2028-02-27T09:30:00Z", "Tue 29 Feb"),
            ("2028-02-29", "2028-03-01T09:30:00Z", "1 day overdue"),
            // Half past midnight in summer is still the evening before in UTC.
            ("2026-06-30", "2026-06-30T23:30:00Z", "1 day overdue"),
            ("2026-07-01", "2026-06-30T23:30:00Z", "today"),
        ] {
            assert_eq!(due(Some(a_day(due_on)), None, at(now)), said, "{due_on} at {now}");
        }
        assert_eq!(due(None, None, at("2026-11-21T09:30:00Z")), "no date");
    }

    #[test]
    fn a_moment_is_due_until_it_is_over() {
        for (due_at, now, said) in [
            ("2026-11-21T17:00:00Z", "2026-11-21T09:30:00Z", "today 17:00"),
            ("2026-11-21T17:00:00Z", "2026-11-21T17:00:00Z", "today 17:00"),
            ("2026-11-21T17:00:00Z", "2026-11-21T17:00:01Z", "1 minute overdue"),
            ("2026-11-21T17:00:00Z", "2026-11-21T17:59:59Z", "59 minutes overdue"),
            ("2026-11-21T17:00:00Z", "2026-11-21T18:00:00Z", "1 hour overdue"),
            ("2026-11-21T17:00:00Z", "2026-11-21T20:59:00Z", "3 hours overdue"),
            ("2026-11-21T17:00:00Z", "2026-11-22T16:59:59Z", "23 hours overdue"),
            ("2026-11-21T17:00:00Z", "2026-11-22T17:00:00Z", "1 day overdue"),
            ("2026-11-21T17:00:00Z", "2026-11-23T08:00:00Z", "2 days overdue"),
            ("2026-11-22T09:00:00Z", "2026-11-21T09:30:00Z", "tomorrow 09:00"),
            ("2026-11-25T09:00:00Z", "2026-11-21T09:30:00Z", "Wed 25 Nov 09:00"),
            ("2027-01-04T09:00:00Z", "2026-12-21T09:30:00Z", "Mon 4 Jan 2027 09:00"),
            ("2026-07-01T08:00:00Z", "2026-06-30T23:30:00Z", "today 09:00"),
            // The day of 25 hours: 00:30 BST to 23:30 GMT are 24 hours on one date.
            ("2026-10-24T23:30:00Z", "2026-10-25T23:30:00Z", "1 day overdue"),
            ("2026-10-25T00:30:00Z", "2026-10-24T20:00:00Z", "tomorrow 01:30 BST"),
            ("2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "today 01:30 GMT"),
        ] {
            let day = Some(at(due_at).day());
            assert_eq!(due(day, Some(at(due_at)), at(now)), said, "{due_at} at {now}");
            assert_eq!(due(None, Some(at(due_at)), at(now)), said, "{due_at} at {now}");
        }
    }

    #[test]
    fn a_day_is_said_from_today() {
        let today = a_day("2026-03-01");
        for (text, said) in [
            ("2026-02-28", "yesterday"),
            ("2026-03-01", "today"),
            ("2026-03-02", "tomorrow"),
            ("2026-02-27", "Fri 27 Feb"),
            ("2025-12-31", "Wed 31 Dec 2025"),
            ("2027-03-01", "Mon 1 Mar 2027"),
        ] {
            assert_eq!(day(a_day(text), today), said);
        }
    }

    #[test]
    fn a_moment_is_said_by_londons_clocks() {
        for (text, said) in [
            ("2026-11-21T09:30:59Z", "Sat 21 Nov 2026 09:30"),
            ("2026-06-30T23:30:00Z", "Wed 1 Jul 2026 00:30"),
            ("2026-03-29T00:59:00Z", "Sun 29 Mar 2026 00:59"),
            ("2026-03-29T01:00:00Z", "Sun 29 Mar 2026 02:00"),
            ("2026-10-24T23:59:59Z", "Sun 25 Oct 2026 00:59"),
            ("2026-10-25T00:00:00Z", "Sun 25 Oct 2026 01:00 BST"),
            ("2026-10-25T00:59:59Z", "Sun 25 Oct 2026 01:59 BST"),
            ("2026-10-25T01:00:00Z", "Sun 25 Oct 2026 01:00 GMT"),
            ("2026-10-25T02:00:00Z", "Sun 25 Oct 2026 02:00"),
        ] {
            assert_eq!(moment(at(text)), said, "{text}");
        }
    }
}
