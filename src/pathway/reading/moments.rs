//! Days and moments as they stand in files and JSON.

use super::ValueError;
use crate::domain::moment::WallClock;
use crate::domain::{Day, Moment, When};

/// Dates outside these years are slips of the finger (`0206`, `20266`), never meant.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Reads a moment in RFC 3339 with an offset, as records have it.
///
/// # Errors
/// [`ValueError::NotADateTime`] or [`ValueError::FarYear`].
pub fn moment(text: &str) -> Result<Moment, ValueError> {
    let moment =
        Moment::parse(text).ok_or_else(|| ValueError::NotADateTime { given: text.to_owned() })?;
    near(moment.day()).map(|_| moment)
}

/// Reads `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Result<Day, ValueError> {
    let day = Day::parse(text).ok_or_else(|| ValueError::NotADate { given: text.to_owned() })?;
    near(day)
}

/// Reads a moment with an offset (`2026-11-21T09:30:00Z`, seconds may be left out), a time on
/// London's clocks (`2026-11-21T09:30`), or a day alone.
///
/// # Errors
/// [`ValueError::NotADateTime`], [`ValueError::FarYear`], [`ValueError::SkippedHour`],
/// [`ValueError::RepeatedHour`].
pub fn when(text: &str) -> Result<When, ValueError> {
    if let Some(day) = Day::parse(text) {
        return near(day).map(When::Day);
    }
    if Moment::parse(text).is_some() {
        return moment(text).map(When::Moment);
    }
    let not = || ValueError::NotADateTime { given: text.to_owned() };
    let (day, time) = text.split_once('T').ok_or_else(not)?;
    let day = Day::parse(day).ok_or_else(not)?;
    let (hour_minute, rest) = time.split_at_checked(5).ok_or_else(not)?;
    let (hour, minute) = hour_minute.split_once(':').ok_or_else(not)?;
    let (second, offset) = match rest.strip_prefix(':') {
        Some(rest) => rest.split_at_checked(2).ok_or_else(not)?,
        None => ("00", rest),
    };
    if !offset.is_empty() {
        let full = format!("{day}T{hour_minute}:{second}{offset}");
        return moment(&full).map(When::Moment).map_err(|_| not());
    }
    let (Some(hour @ 0..24), Some(minute @ 0..60), Some(second @ 0..60)) =
        (two(hour), two(minute), two(second))
    else {
        return Err(not());
    };
    near(day)?;
    match day.at(hour, minute, second) {
        WallClock::One(moment) => Ok(When::Moment(moment)),
        WallClock::Twice(first, second) => {
            Err(ValueError::RepeatedHour { given: text.to_owned(), first, second })
        }
        WallClock::Never => Err(ValueError::SkippedHour { given: text.to_owned() }),
    }
}

fn near(day: Day) -> Result<Day, ValueError> {
    if YEARS.contains(&day.year()) {
        Ok(day)
    } else {
        Err(ValueError::FarYear { year: day.year() })
    }
}

/// Exactly two digits.
fn two(text: &str) -> Option<u32> {
    let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}
