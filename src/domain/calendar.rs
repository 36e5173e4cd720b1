//! Working days in England and Wales: Monday to Friday, less bank holidays, which are data.

use std::collections::BTreeMap;

use chrono::Weekday;

use super::Day;

/// Bank holidays with their titles, and the years for which they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankHolidays {
    days: BTreeMap<Day, String>,
}

/// Reckons in working days.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    holidays: BankHolidays,
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
        Calendar { holidays }
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
