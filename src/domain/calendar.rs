//! Working days in England and Wales: Monday to Friday, less bank holidays, which are data.

use std::collections::BTreeMap;

use chrono::Weekday;

use super::{Day, Moment};

/// Bank holidays with their titles, and the years for which they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankHolidays {
    days: BTreeMap<Day, String>,
}

/// Reckons in working days.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    holidays: BankHolidays,
    replaced: Vec<Replaced>,
}

/// Bank holidays as they were known until a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// When others took their place.
    pub until: Moment,
    /// What was known until then.
    pub holidays: BankHolidays,
}

impl BankHolidays {
    /// The holidays with their titles.
    pub fn new(days: impl IntoIterator<Item = (Day, String)>) -> Self {
        BankHolidays { days: days.into_iter().collect() }
    }

    /// The title of the bank holiday on a day.
    pub fn title(&self, day: Day) -> Option<&str> {
        self.days.get(&day).map(String::as_str)
    }

    /// The first and last year for which holidays are known.
    pub fn years(&self) -> Option<(i32, i32)> {
        Some((self.days.keys().next()?.year(), self.days.keys().next_back()?.year()))
    }

    /// All holidays, by day.
    pub fn iter(&self) -> impl Iterator<Item = (Day, &str)> {
        self.days.iter().map(|(day, title)| (*day, title.as_str()))
    }
}

impl Calendar {
    /// A calendar with these bank holidays.
    pub fn new(holidays: BankHolidays) -> Self {
        Calendar { holidays, replaced: Vec::new() }
    }

    /// The same, with what was known before it.
    #[must_use]
    pub fn after(self, mut replaced: Vec<Replaced>) -> Self {
        replaced.sort_by_key(|one| one.until);
        Calendar { replaced, ..self }
    }

    /// What was known at a moment or later, but no longer is: the oldest first, each with when it
    /// was replaced.
    pub fn replaced_since(&self, moment: Moment) -> impl Iterator<Item = (Moment, Calendar)> {
        let since = self.replaced.iter().filter(move |one| one.until > moment);
        since.map(|one| (one.until, Calendar::new(one.holidays.clone())))
    }

    /// The bank holidays.
    pub fn holidays(&self) -> &BankHolidays {
        &self.holidays
    }

    /// Whether it is a Saturday or Sunday.
    pub fn is_weekend(day: Day) -> bool {
        matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// Whether it is neither a weekend nor a bank holiday.
    pub fn is_working_day(&self, day: Day) -> bool {
        !Self::is_weekend(day) && self.holidays.title(day).is_none()
    }

    /// Whether the holidays of the day's year are known. Beyond them only weekends are days off.
    pub fn covers(&self, day: Day) -> bool {
        self.holidays.years().is_some_and(|(first, last)| (first..=last).contains(&day.year()))
    }

    /// The day that is `count` working days after `from`; the day of the event is day 0, so the
    /// next working day is day 1.
    pub fn working_days_after(&self, from: Day, count: u32) -> Day {
        self.step(from, count, 1)
    }

    /// The day that is `count` working days before `from`.
    pub fn working_days_before(&self, from: Day, count: u32) -> Day {
        self.step(from, count, -1)
    }

    /// The bank holidays that fall on weekdays strictly after `from` up to `to`: the days that
    /// working-day reckoning skipped besides weekends.
    pub fn skipped(&self, from: Day, to: Day) -> Vec<(Day, &str)> {
        let from = from.plus_days(1);
        if to < from {
            return Vec::new();
        }
        let between = self.holidays.days.range(from..=to);
        between.filter(|(day, _)| !Self::is_weekend(**day)).map(|(d, t)| (*d, t.as_str())).collect()
    }

    fn step(&self, from: Day, count: u32, by: i64) -> Day {
        let mut day = from;
        for _ in 0..count {
            day = day.plus_days(by);
            while !self.is_working_day(day) {
                day = day.plus_days(by);
            }
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// The holidays that the fixtures meet, one of them on a Saturday; that of 2028 is by rule.
    fn calendar() -> Calendar {
        let days = "2024-12-25 2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-05 \
            2026-04-03 2026-04-06 2026-12-25 2026-12-26 2026-12-28 2027-01-01 2027-12-27 2027-12-28 \
            2028-01-03";
        Calendar::new(BankHolidays::new(
            days.split_whitespace().map(|text| (day(text), format!("holiday of {text}"))),
        ))
    }

    #[test]
    fn the_day_of_the_event_is_day_nought() {
        for (from, count, due, inclusive) in [
            ("2025-03-03", 3, "2025-03-06", "2025-03-05"),
            ("2025-03-06", 3, "2025-03-11", "2025-03-10"),
            ("2025-03-08", 3, "2025-03-12", "2025-03-12"),
            ("2025-04-17", 3, "2025-04-24", "2025-04-23"),
            ("2026-12-24", 3, "2026-12-31", "2026-12-30"),
            ("2027-12-24", 3, "2027-12-31", "2027-12-30"),
            ("2027-12-31", 1, "2028-01-04", "2027-12-31"),
            ("2024-12-16", 15, "2025-01-09", "2025-01-08"),
            ("2024-12-16", 45, "2025-02-20", "2025-02-19"),
            ("2026-03-30", 5, "2026-04-08", "2026-04-07"),
            ("2026-03-27", 10, "2026-04-14", "2026-04-13"),
        ] {
            let (calendar, from) = (calendar(), day(from));
            assert_eq!(calendar.working_days_after(from, count), day(due), "{from} + {count}");
            // Whoever counts a working day of the event as day 1 comes out one day earlier.
            let counted = u32::from(calendar.is_working_day(from));
            let reading = calendar.working_days_after(from, count - counted);
            assert_eq!(reading, day(inclusive), "{from} + {count}, counting the first");
        }
    }

    #[test]
    fn calendar_days_are_not_moved_off_a_day_off() {
        for (from, due, off) in [
            ("2025-03-03", "2025-03-06", false),
            ("2025-03-06", "2025-03-09", true),
            ("2025-03-08", "2025-03-11", false),
            ("2025-04-17", "2025-04-20", true),
            ("2026-12-24", "2026-12-27", true),
            ("2027-12-24", "2027-12-27", true),
        ] {
            assert_eq!(day(from).plus_days(3), day(due), "{from}");
            assert_eq!(!calendar().is_working_day(day(due)), off, "{due}");
        }
        assert_eq!(day("2027-12-31").plus_days(1), day("2028-01-01"));
    }

    #[test]
    fn twenty_four_hours_are_elapsed_hours() {
        for (from, due) in [
            ("2026-03-28T14:00:00+00:00", "2026-03-29T15:00:00+01:00"),
            ("2026-10-24T14:00:00+01:00", "2026-10-25T13:00:00+00:00"),
        ] {
            let from = Moment::parse(from).unwrap();
            assert_eq!(from.plus_hours(24).local(), due);
        }
    }

    #[test]
    fn what_was_skipped_is_named() {
        let calendar = calendar();
        let skipped = calendar.skipped(day("2026-12-24"), day("2026-12-31"));
        let named = [
            (day("2026-12-25"), "holiday of 2026-12-25"),
            (day("2026-12-28"), "holiday of 2026-12-28"),
        ];
        assert_eq!(skipped, named);
        assert!(calendar.skipped(day("2026-12-25"), day("2026-12-25")).is_empty());
        assert!(calendar.skipped(day("2026-12-31"), day("2026-12-24")).is_empty());
    }

    #[test]
    fn what_was_known_at_a_moment_is_told_oldest_first() {
        let moment = |text: &str| Moment::parse(text).unwrap();
        let known = |title: &str| BankHolidays::new([(day("2026-12-24"), title.to_owned())]);
        let replaced =
            |until: &str, title: &str| Replaced { until: moment(until), holidays: known(title) };
        let calendar = Calendar::new(known("c")).after(vec![
            replaced("2026-11-20T10:00:00Z", "b"),
            replaced("2026-11-10T10:00:00Z", "a"),
        ]);
        let since = |text: &str| -> Vec<String> {
            let found = calendar.replaced_since(moment(text));
            found.map(|(_, c)| c.holidays().title(day("2026-12-24")).unwrap().to_owned()).collect()
        };
        assert_eq!(since("2026-11-01T10:00:00Z"), ["a", "b"]);
        assert_eq!(since("2026-11-10T10:00:00Z"), ["b"]);
        assert!(since("2026-11-20T10:00:00Z").is_empty());
    }

    #[test]
    fn beyond_the_known_years_it_says_so() {
        assert!(calendar().covers(day("2024-01-01")) && calendar().covers(day("2028-12-31")));
        assert!(!calendar().covers(day("2029-01-01")) && !calendar().covers(day("2023-12-31")));
        assert!(!Calendar::default().covers(day("2026-01-01")));
    }

    #[test]
    fn six_months_clamp_to_the_end_of_a_shorter_month() {
        for (from, due) in [
            ("2026-08-31", "2027-02-28"),
            ("2027-08-31", "2028-02-29"),
            ("2026-03-31", "2026-09-30"),
            ("2028-02-29", "2028-08-29"),
        ] {
            assert_eq!(day(from).plus_months(6), day(due), "{from}");
        }
    }
}
