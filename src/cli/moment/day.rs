//! The day in what a person typed, as far as it is reckoned from today; days of the calendar are
//! read by [`super::calendar`].

use chrono::Weekday;

use super::{MomentError, calendar};
use crate::domain::Day;

/// Further than this from today is a slip of the keys: a hundred years.
const FURTHEST: i64 = 36_525;

const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Mon, &["monday", "mon"]),
    (Weekday::Tue, &["tuesday", "tue", "tues"]),
    (Weekday::Wed, &["wednesday", "wed", "weds"]),
    (Weekday::Thu, &["thursday", "thu", "thur", "thurs"]),
    (Weekday::Fri, &["friday", "fri"]),
    (Weekday::Sat, &["saturday", "sat"]),
    (Weekday::Sun, &["sunday", "sun"]),
];

/// A day and the words that follow it, if a day stands there.
pub(super) type Found<'w> = Option<(Day, &'w [&'w str])>;

/// Reads the day at the start of the words (in lower case); none if no day stands there.
pub(super) fn read<'w>(
    words: &'w [&'w str],
    today: Day,
    given: &str,
) -> Result<Found<'w>, MomentError> {
    let (days, rest) = match words {
        ["today", rest @ ..] => (Some(0), rest),
        ["yesterday", rest @ ..] => (Some(-1), rest),
        ["tomorrow", rest @ ..] => (Some(1), rest),
        ["next", name, rest @ ..] => (weekday(name).map(|wanted| until(today, wanted)), rest),
        ["last", name, rest @ ..] => (weekday(name).map(|wanted| since(today, wanted)), rest),
        ["in", count, unit, rest @ ..] => (days(count, unit), rest),
        [count, unit, "ago", rest @ ..] => (days(count, unit).map(|days| -days), rest),
        [first, rest @ ..] if first.starts_with(['+', '-']) => (signed(first), rest),
        [first, rest @ ..] => match weekday(first) {
            Some(wanted) => return on_weekday(wanted, rest, today, given),
            None => return calendar::read(words, given),
        },
        [] => return Ok(None),
    };
    match days {
        Some(days) if days.abs() > FURTHEST => {
            Err(MomentError::YearOutOfReach { given: given.to_owned() })
        }
        Some(days) => Ok(Some((today.plus_days(days), rest))),
        None => Ok(None),
    }
}

/// A weekday alone is the coming one; before a date it must go with it.
fn on_weekday<'w>(
    wanted: Weekday,
    rest: &'w [&'w str],
    today: Day,
    given: &str,
) -> Result<Found<'w>, MomentError> {
    match calendar::read(rest, given)? {
        Some((day, _)) if day.weekday() != wanted => {
            Err(MomentError::WrongWeekday { given: given.to_owned(), day })
        }
        Some(found) => Ok(Some(found)),
        None => Ok(Some((today.plus_days(until(today, wanted)), rest))),
    }
}

/// How many days until the first such weekday after today: 1 to 7.
fn until(today: Day, wanted: Weekday) -> i64 {
    match i64::from(wanted.days_since(today.weekday())) {
        0 => 7,
        days => days,
    }
}

/// How many days (negative) back to the last such weekday before today: -7 to -1.
fn since(today: Day, wanted: Weekday) -> i64 {
    match i64::from(today.weekday().days_since(wanted)) {
        0 => -7,
        days => -days,
    }
}

/// The days in a count and a unit, as `3` `days` or `2` `weeks`.
fn days(count: &str, unit: &str) -> Option<i64> {
    let each: i64 = match unit {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        _ => return None,
    };
    // Whatever is too long to be read is further than the furthest.
    is_number(count).then(|| count.parse().unwrap_or(i64::from(i32::MAX)).saturating_mul(each))
}

/// The days in `+3d` or `-2w`.
fn signed(word: &str) -> Option<i64> {
    let size = word.get(1..)?;
    let days = match size.strip_suffix('d') {
        Some(count) => days(count, "days"),
        None => days(size.strip_suffix('w')?, "weeks"),
    }?;
    Some(if word.starts_with('-') { -days } else { days })
}

/// The weekday of a name, which a comma may follow.
fn weekday(name: &str) -> Option<Weekday> {
    let name = name.strip_suffix(',').unwrap_or(name);
    WEEKDAYS.iter().find(|(_, names)| names.contains(&name)).map(|(weekday, _)| *weekday)
}

/// Whether it is nothing but figures.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
