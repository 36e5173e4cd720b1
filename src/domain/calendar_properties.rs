//! What must hold of working days whatever the day: against a plain count, day by day.

use std::collections::BTreeSet;

use chrono::Weekday;
use proptest::prelude::*;

use super::{BankHolidays, Calendar, Day};

/// The file that `cse` brings, read here only for its dates.
const FILE: &str = include_str!("../../templates/bank-holidays.json");

/// Further than sixty working days can reach, whatever the holidays.
const REACH: i64 = 140;

fn dates() -> BTreeSet<Day> {
    let dates = FILE.split("\"date\": \"").skip(1);
    dates.map(|rest| Day::parse(&rest[..10]).unwrap()).collect()
}

fn calendar() -> Calendar {
    Calendar::new(BankHolidays::new(dates().into_iter().map(|day| (day, String::new()))))
}

/// Any day of 2012 to 2028.
fn any_day() -> impl Strategy<Value = Day> {
    let first = Day::from_ymd(2012, 1, 1).unwrap();
    let last = Day::from_ymd(2028, 12, 31).unwrap();
    (0..=last.days_since(first)).prop_map(move |days| first.plus_days(days))
}

fn works(day: Day, holidays: &BTreeSet<Day>) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holidays.contains(&day)
}

/// The day that `count` working days lead to, found by looking at every day in turn.
fn naive(from: Day, count: u32, by: i64) -> Day {
    let holidays = dates();
    let days = (1..=REACH).map(|n| from.plus_days(n * by)).filter(|day| works(*day, &holidays));
    let reached: Vec<Day> = std::iter::once(from).chain(days).collect();
    reached[count as usize]
}

#[test]
fn the_file_gives_its_dates() {
    assert_eq!(dates().len(), 140);
}

proptest! {
    #[test]
    fn both_ways_agree_with_a_plain_count(from in any_day(), count in 0_u32..=60) {
        let calendar = calendar();
        prop_assert_eq!(calendar.working_days_after(from, count), naive(from, count, 1));
        prop_assert_eq!(calendar.working_days_before(from, count), naive(from, count, -1));
    }

    #[test]
    fn more_days_or_a_later_start_never_lead_to_an_earlier_day(
        from in any_day(),
        count in 0_u32..=60,
        later in 0_i64..40,
    ) {
        let calendar = calendar();
        let due = calendar.working_days_after(from, count);
        prop_assert!(calendar.working_days_after(from, count + 1) > due);
        prop_assert!(calendar.working_days_after(from.plus_days(later), count) >= due);
        let before = calendar.working_days_before(from, count);
        prop_assert!(calendar.working_days_before(from, count + 1) < before);
        prop_assert!(calendar.working_days_before(from.plus_days(later), count) >= before);
    }

    #[test]
    fn no_count_ends_on_a_day_off(from in any_day(), count in 1_u32..=60) {
        let calendar = calendar();
        prop_assert!(calendar.is_working_day(calendar.working_days_after(from, count)));
        prop_assert!(calendar.is_working_day(calendar.working_days_before(from, count)));
    }

    #[test]
    fn from_a_working_day_there_and_back_is_where_one_began(from in any_day(), count in 0_u32..=60) {
        let calendar = calendar();
        prop_assume!(calendar.is_working_day(from));
        let due = calendar.working_days_after(from, count);
        prop_assert_eq!(calendar.working_days_before(due, count), from);
    }

    #[test]
    fn every_day_passed_over_is_a_weekend_or_is_named(from in any_day(), count in 0_u32..=60) {
        let calendar = calendar();
        let due = calendar.working_days_after(from, count);
        let passed = (1..=due.days_since(from)).map(|n| from.plus_days(n));
        let weekends = passed.filter(|day| Calendar::is_weekend(*day)).count();
        let named = calendar.skipped(from, due).len();
        let days = usize::try_from(due.days_since(from)).unwrap();
        prop_assert_eq!(days, count as usize + weekends + named);
    }

    #[test]
    fn months_keep_the_day_or_clamp_to_the_last_of_the_month(from in any_day(), months in -60_i32..=60) {
        let moved = from.plus_months(months);
        let at = |day: Day| day.year() * 12 + i32::try_from(day.month()).unwrap();
        prop_assert_eq!(at(moved) - at(from), months);
        if moved.day_of_month() != from.day_of_month() {
            prop_assert!(moved.day_of_month() < from.day_of_month());
            prop_assert_ne!(moved.plus_days(1).month(), moved.month());
        }
    }
}
