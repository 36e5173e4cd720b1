//! A day of the calendar in what a person typed: in figures or with the month's name, the day
//! before the month and the year in full.

use super::MomentError;
use super::day::{Found, is_number};
use crate::domain::Day;

/// Nobody in a register was born before it.
const EARLIEST_YEAR: i32 = 1900;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Day, month and year as written; the year may be left out.
struct Written<'w> {
    day: &'w str,
    month: &'w str,
    year: Option<&'w str>,
}

/// Reads the date at the start of the words (in lower case); none if it does not look like one.
pub(super) fn read<'w>(words: &'w [&'w str], given: &str) -> Result<Found<'w>, MomentError> {
    let Some((first, rest)) = words.split_first() else { return Ok(None) };
    if let Some((year, month, day)) = iso(first) {
        let Some(day) = Day::from_ymd(year, month, day) else {
            return Err(MomentError::Impossible { given: given.to_owned() });
        };
        return within_reach(day, given).map(|day| Some((day, rest)));
    }
    if let Some(separator) = ['/', '.', '-'].into_iter().find(|mark| first.contains(*mark)) {
        let parts: Vec<&str> = first.split(separator).collect();
        let written = match parts.as_slice() {
            [day, month, year] if is_number(year) && year.len() <= 4 => {
                Written { day, month, year: Some(year) }
            }
            [day, month] if separator == '/' => Written { day, month, year: None },
            _ => return Ok(None),
        };
        return Ok(written.read(given)?.map(|day| (day, rest)));
    }
    match words {
        [month, day, rest @ ..] if named(month).is_some() => {
            let day = ordinal(day.strip_suffix(',').unwrap_or(day));
            let year = rest.first().copied().filter(|year| is_year(year));
            let written = Written { day, month, year };
            match written.read(given) {
                Ok(None) => Ok(None),
                found => Err(MomentError::MonthFirst {
                    given: given.to_owned(),
                    meant: found.ok().flatten(),
                }),
            }
        }
        [day, month, rest @ ..] if named(month).is_some() => {
            let year = rest.first().copied().filter(|year| is_year(year));
            let written = Written { day: ordinal(day), month, year };
            let rest = rest.get(1..).unwrap_or_default();
            Ok(written.read(given)?.map(|day| (day, rest)))
        }
        _ => Ok(None),
    }
}

impl Written<'_> {
    /// The day; none where the day or the month is neither a number nor a name.
    fn read(&self, given: &str) -> Result<Option<Day>, MomentError> {
        let (Some(day), Some(month)) =
            (small(self.day), named(self.month).or_else(|| small(self.month)))
        else {
            return Ok(None);
        };
        let given = || given.to_owned();
        let Some(year) = self.year.filter(|year| is_year(year)) else {
            return Err(MomentError::YearNotInFull { given: given() });
        };
        let Ok(year) = year.parse() else { return Ok(None) };
        if let Some(day) = Day::from_ymd(year, month, day) {
            return within_reach(day, &given()).map(Some);
        }
        Err(match Day::from_ymd(year, day, month) {
            Some(meant) => MomentError::MonthFirst { given: given(), meant: Some(meant) },
            None => MomentError::Impossible { given: given() },
        })
    }
}

/// Year, month and day of `YYYY-MM-DD`, whether or not there is such a day.
fn iso(word: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<&str> = word.split('-').collect();
    match parts.as_slice() {
        [year, month, day] if is_year(year) && month.len() == 2 && day.len() == 2 => {
            Some((year.parse().ok()?, small(month)?, small(day)?))
        }
        _ => None,
    }
}

fn within_reach(day: Day, given: &str) -> Result<Day, MomentError> {
    if day.year() < EARLIEST_YEAR {
        return Err(MomentError::YearOutOfReach { given: given.to_owned() });
    }
    Ok(day)
}

/// A number of one or two figures.
fn small(text: &str) -> Option<u32> {
    (text.len() <= 2 && is_number(text)).then(|| text.parse().ok()).flatten()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && is_number(text)
}

/// The month of a name: in full, its first three letters, or `sept`.
fn named(name: &str) -> Option<u32> {
    let name = if name == "sept" { "sep" } else { name };
    let at = MONTHS.iter().position(|full| name == *full || name == &full[..3])?;
    u32::try_from(at + 1).ok()
}

/// `21` of `21st`; any other word as it is.
fn ordinal(word: &str) -> &str {
    ["st", "nd", "rd", "th"].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word)
}
