//! Days and moments, and the two kinds of moment that must never be swapped: when a thing
//! *happened* and when it was *recorded*.
//!
//! Moments are kept in UTC to the second. Days are days in Europe/London. How a person types a
//! date is the business of the command line; here only the ISO forms of files are read.

use std::fmt;

use chrono::{
    DateTime, Datelike, Days, Duration, LocalResult, Months, NaiveDate, NaiveTime, Offset,
    TimeZone, Utc, Weekday,
};
use chrono_tz::Europe::London;

/// A calendar day in Europe/London.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// A moment in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<Utc>);

/// When something took place. A different type from [`Recorded`], so that they cannot be swapped:
///
/// ```compile_fail
/// use cse::domain::{Happened, Moment, Recorded};
/// let moment = Moment::parse("2026-11-20T10:00:00Z").unwrap();
/// let happened: Happened = Recorded(moment);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Happened(pub Moment);

/// When something was written down, by the clock of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recorded(pub Moment);

/// What a wall-clock time in London means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallClock {
    /// One moment.
    One(Moment),
    /// The hour that the autumn change repeats: the earlier and the later moment.
    Twice(Moment, Moment),
    /// The hour that the spring change skips.
    Never,
}

impl Day {
    /// The day of a year, month (from 1) and day of the month (from 1), if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    /// Reads exactly `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, b)| match at {
                4 | 7 => *b == b'-',
                _ => b.is_ascii_digit(),
            });
        if !shape {
            return None;
        }
        Day::from_ymd(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// This many calendar days later (or earlier, when negative). Stays put at the ends of time.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Day(self
            .0
            .checked_add_signed(Duration::try_days(days).unwrap_or_default())
            .unwrap_or(self.0))
    }

    /// This many calendar months later (or earlier), clamped to the end of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let by = Months::new(months.unsigned_abs());
        let moved =
            if months < 0 { self.0.checked_sub_months(by) } else { self.0.checked_add_months(by) };
        Day(moved.unwrap_or(self.0))
    }

    /// Whole days from another day to this one; negative when this one is earlier.
    pub fn days_since(self, other: Self) -> i64 {
        self.0.signed_duration_since(other.0).num_days()
    }

    /// The first moment of the day in London.
    pub fn start(self) -> Moment {
        match self.at(0, 0, 0) {
            WallClock::One(moment) | WallClock::Twice(moment, _) => moment,
            // No change of the London clock has ever skipped midnight; noon UTC is always that day.
            WallClock::Never => Moment(self.0.and_time(NaiveTime::MIN).and_utc()),
        }
    }

    /// The last second of the day in London.
    pub fn end(self) -> Moment {
        Moment(self.plus_days(1).start().0 - Duration::seconds(1))
    }

    /// The moment at which London's clocks show this time on this day.
    pub fn at(self, hour: u32, minute: u32, second: u32) -> WallClock {
        let Some(local) = self.0.and_hms_opt(hour, minute, second) else {
            return WallClock::Never;
        };
        match London.from_local_datetime(&local) {
            LocalResult::Single(one) => WallClock::One(Moment(one.to_utc())),
            LocalResult::Ambiguous(a, b) => WallClock::Twice(
                Moment(a.to_utc().min(b.to_utc())),
                Moment(a.to_utc().max(b.to_utc())),
            ),
            LocalResult::None => WallClock::Never,
        }
    }

    /// How old someone born on `self` is on `day`, in whole years. A birthday on 29 February
    /// falls on 1 March in other years, as age is reckoned in England.
    pub fn age_on(self, day: Self) -> Option<u32> {
        day.0.years_since(self.0)
    }

    /// The birthday at which someone born on `self` reaches an age.
    #[must_use]
    pub fn birthday(self, age: u32) -> Self {
        let year = self.0.year().saturating_add(i32::try_from(age).unwrap_or(i32::MAX));
        let same = NaiveDate::from_ymd_opt(year, self.0.month(), self.0.day());
        Day(same.or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(self.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Written out: lists hold tens of thousands of days, and a format string is read each time.
        let (year, month, day) = (self.year(), self.month(), self.day_of_month());
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl Moment {
    /// Reads an RFC 3339 moment with an offset (`2026-11-21T09:30:00Z`). Parts of a second are
    /// dropped.
    pub fn parse(text: &str) -> Option<Self> {
        // chrono also reads a blank for the T; files may not.
        if text.as_bytes().get(10) != Some(&b'T') {
            return None;
        }
        DateTime::parse_from_rfc3339(text).ok().and_then(|m| Moment::from_unix(m.timestamp()))
    }

    /// The moment so many seconds after the start of 1970 in UTC.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(Moment)
    }

    /// Seconds since the start of 1970 in UTC.
    pub fn unix(self) -> i64 {
        self.0.timestamp()
    }

    /// The day that this moment is in London.
    pub fn day(self) -> Day {
        Day(self.0.with_timezone(&London).date_naive())
    }

    /// What London's clocks show: hour and minute.
    pub fn clock(self) -> (u32, u32) {
        use chrono::Timelike;
        let local = self.0.with_timezone(&London);
        (local.hour(), local.minute())
    }

    /// So many elapsed seconds later (or earlier, when negative).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let by = Duration::try_seconds(seconds).unwrap_or_default();
        Moment(self.0.checked_add_signed(by).unwrap_or(self.0))
    }

    /// So many elapsed hours later, whatever the clocks do in between.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3600))
    }

    /// The form that sorts by name and that every file system can hold: `20261121T093000Z`.
    pub fn compact(self) -> String {
        self.0.format("%Y%m%dT%H%M%SZ").to_string()
    }

    /// As London's clocks show it, with its offset: `2026-11-21T09:30:00+00:00`.
    pub fn local(self) -> String {
        self.0.with_timezone(&London).to_rfc3339()
    }

    /// By how many seconds London's clocks are ahead of UTC.
    pub fn ahead(self) -> i32 {
        self.0.with_timezone(&London).offset().fix().local_minus_utc()
    }

    /// The next day at the same wall-clock time is not 24 hours later on two nights a year; this
    /// is the day arithmetic that keeps the wall clock.
    pub fn day_after(self, days: u64) -> Day {
        Day(self.day().0.checked_add_days(Days::new(days)).unwrap_or(self.day().0))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

impl fmt::Display for Happened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn only_the_strict_forms_are_read() {
        assert!(Day::parse("2026-11-21").is_some());
        for text in [
            "2026-2-3",
            "+2026-11-21",
            "2026-02-30",
            "21/11/2026",
            "2026-11-21T10:00:00Z",
            "2026-1１-21",
        ] {
            assert!(Day::parse(text).is_none(), "{text}");
        }
        assert!(Moment::parse("2026-11-21T09:30:00+01:00").is_some());
        for text in
            ["2026-11-21", "2026-11-21 09:30:00Z", "2026-11-21T09:30:00", "2026-11-21T25:00:00Z"]
        {
            assert!(Moment::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn hours_are_elapsed_across_both_clock_changes() {
        assert_eq!(
            moment("2026-03-28T14:00:00Z").plus_hours(24).local(),
            "2026-03-29T15:00:00+01:00"
        );
        assert_eq!(
            moment("2026-10-24T14:00:00+01:00").plus_hours(24).local(),
            "2026-10-25T13:00:00+00:00"
        );
    }

    #[test]
    fn a_day_is_londons_day() {
        assert_eq!(moment("2026-06-30T23:30:00Z").day(), day("2026-07-01"));
        assert_eq!(day("2026-07-01").start(), moment("2026-06-30T23:00:00Z"));
        assert_eq!(
            day("2026-10-25").end().unix() - day("2026-10-25").start().unix(),
            25 * 3600 - 1
        );
    }

    #[test]
    fn clock_changes_are_said_not_guessed() {
        assert_eq!(day("2026-03-29").at(1, 30, 0), WallClock::Never);
        assert!(
            matches!(day("2026-10-25").at(1, 30, 0), WallClock::Twice(a, b) if a.plus_hours(1) == b)
        );
    }

    #[test]
    fn months_clamp_and_leap_birthdays_fall_on_the_first_of_march() {
        assert_eq!(day("2026-08-31").plus_months(6), day("2027-02-28"));
        assert_eq!(day("2012-02-29").birthday(18), day("2030-03-01"));
        assert_eq!(day("2012-02-29").age_on(day("2030-02-28")), Some(17));
        assert_eq!(day("2012-02-29").age_on(day("2030-03-01")), Some(18));
    }
}
