//! Reading a date or a moment as a person types it, in London, the day always before the month.
//!
//! Forms of a day: `2026-11-21`, `21/11/2026` (also with `.` or `-`), `21 Nov 2026`, each also
//! after its weekday; `today`, `yesterday`, `tomorrow`; `friday` and `next friday` (both the first
//! one after today), `last friday`; `in 3 days`, `2 weeks ago`, `+3d`, `-2w`. After any of them a
//! time: `15:00`, `3pm`, `at 15:00`, where need be with `BST`, `GMT`, `Z` or an offset. Alone:
//! `now`. Whatever is read is to be shown again with its weekday ([`echo`]).
//!
//! Nothing is guessed: what has two readings is refused. Whether a date may lie in the future, or
//! may lack a time, is for the one who asked for it.

mod calendar;
mod day;
mod error;
mod time;

#[cfg(test)]
mod tests;

pub use self::error::MomentError;
pub use self::time::Zone;
pub(in crate::cli) use self::time::in_force;
/// What was typed: a day alone, or a moment.
pub use crate::domain::When as Typed;
use crate::domain::{Day, Moment};

/// Reads what a person typed. `now` is what `today`, `friday` and the like are reckoned from.
///
/// # Errors
/// Why it is not read, with what was typed and a hint. See [`MomentError`].
pub fn read(text: &str, now: Moment) -> Result<Typed, MomentError> {
    let given = text.trim_ascii();
    let not_a_date = || MomentError::NotADate { given: given.to_owned() };
    // Digits and blanks of other scripts look like ours and are not: nothing but ASCII is a date.
    if !given.is_ascii() {
        return Err(not_a_date());
    }
    let lower = given.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_ascii_whitespace().flat_map(split_iso).collect();
    if words == ["now"] {
        return Ok(Typed::Moment(now));
    }
    let Some((day, rest)) = day::read(&words, now.day(), given)? else {
        let timed = time::read(&words).is_some();
        return Err(if timed {
            MomentError::NoDay { given: given.to_owned() }
        } else {
            not_a_date()
        });
    };
    if rest.is_empty() {
        return Ok(Typed::Day(day));
    }
    match time::read(rest) {
        Some(clock) => clock.on(day, given).map(Typed::Moment),
        None => Err(MomentError::Trailing { given: given.to_owned(), rest: rest.join(" ") }),
    }
}

/// The day as it is shown again to the one who typed it: "Saturday 21 November 2026".
pub fn echo(day: Day) -> String {
    day.date().format("%A %-d %B %Y").to_string()
}

/// The day and the time of `2026-11-21T09:30`; any other word as it is.
fn split_iso(word: &str) -> impl Iterator<Item = &str> {
    let bytes = word.as_bytes();
    let joined =
        [bytes.get(4), bytes.get(10), bytes.get(13)] == [Some(&b'-'), Some(&b't'), Some(&b':')];
    let parts = if joined { word.split_at_checked(10) } else { None };
    let (first, second) = parts.map_or((word, None), |(day, time)| (day, time.get(1..)));
    std::iter::once(first).chain(second)
}
