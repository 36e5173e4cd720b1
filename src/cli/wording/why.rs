//! How a due date came about, in words.

use crate::cli::{ago, moment};
use crate::domain::{Day, RecordName, StepName, When};
use crate::pathway::model::{Amount, Unit};
use crate::pathway::why::{DayOff, End, Reason, Start};

use super::condition;

/// The reasons of a due date as sentences in a row, with the record that opened the duty.
pub fn why(reasons: &[Reason], step: &StepName, record: &RecordName) -> String {
    let said: Vec<String> = reasons.iter().map(|reason| one(reason, step, record)).collect();
    said.join("; ")
}

/// An amount of time in words.
pub fn amount(amount: Amount) -> String {
    let unit = match amount.unit {
        Unit::Hours => "hour",
        Unit::Days => "calendar day",
        Unit::WorkingDays => "working day",
        Unit::Months => "calendar month",
    };
    super::count(usize::try_from(amount.count).unwrap_or(usize::MAX), unit)
}

fn one(reason: &Reason, step: &StepName, record: &RecordName) -> String {
    match reason {
        Reason::Opened { moment, .. } => {
            format!("opened by {step} of {} ({record})", ago::moment(*moment))
        }
        Reason::After { amount: time, from } => match from {
            Start::Opening(when) => format!("{} after it, {}", amount(*time), when_said(*when)),
            Start::BecameTrue(when) => {
                format!("{} after it became true, {}", amount(*time), when_said(*when))
            }
            Start::Fact(fact, when) => {
                format!("{} after {fact}, {}", amount(*time), when_said(*when))
            }
            Start::Receipt(when) => {
                format!("{} after receipt, {}", amount(*time), when_said(*when))
            }
            Start::Taken(step, when) => {
                format!("{} after {step}, {}", amount(*time), when_said(*when))
            }
        },
        Reason::Before { amount: time, anchor } => {
            format!("{} before {}", amount(*time), end(anchor))
        }
        Reason::Skipped { days } => {
            format!("weekends skipped, and {}", named(days).unwrap_or_default())
        }
        Reason::SameDay { day } => format!("on the same day, {}", moment::echo(*day)),
        Reason::FromReceipt { fact } => {
            format!("{fact} is not known, so it is reckoned from receipt")
        }
        Reason::NotKnown { fact } => format!("{fact} is not known, from which it may be sooner"),
        Reason::FromMidnight { day } => {
            format!("only the day {} is known, so the hours run from 00:00", moment::echo(*day))
        }
        Reason::ClocksChange { forward } => {
            let way = if *forward { "forward" } else { "back" };
            format!("the clocks go {way} in between, and hours are elapsed hours")
        }
        Reason::EarlierOfConflict { fact } => {
            format!("two records disagree on {fact}; the earlier date counts")
        }
        Reason::UnknownEnd { anchor } => format!("no date: {} is not known", end(anchor)),
        Reason::Sooner { when, since } => {
            format!("sooner, because {} (since {})", condition(when), ago::moment(*since))
        }
        Reason::DayOff { day, what } => {
            let what = match what {
                DayOff::Weekend => weekday(*day),
                DayOff::BankHoliday(title) => format!("a bank holiday ({title})"),
            };
            format!("this is {what} and is not moved: bring it forward or use out-of-hours")
        }
        Reason::BeyondHolidays { day } => {
            format!(
                "the bank holidays of {} are not loaded, so the date may be too early",
                day.year()
            )
        }
        Reason::CalendarChanged { at, was, added, removed } => {
            let now = named(added).map(|days| format!("{days} is now a day off"));
            let before = named(removed).map(|days| format!("{days} is no day off any more"));
            let days: Vec<String> = now.into_iter().chain(before).collect();
            let days =
                if days.is_empty() { String::new() } else { format!(": {}", days.join(", ")) };
            let (at, was) = (ago::moment(*at), moment::echo(*was));
            format!("the bank holidays were changed on {at}{days}, so it is no longer due {was}")
        }
        Reason::Extended { was, until, .. } => {
            let was = was.map(|day| format!(" from {}", moment::echo(day))).unwrap_or_default();
            format!("extended{was} to {}", when_said(*until))
        }
        Reason::Stopped { since } => format!("the clock is stopped since {}", ago::moment(*since)),
        Reason::StoodStill { days } => {
            let days = usize::try_from(*days).unwrap_or(0);
            format!("the clock stood still for {}", super::count(days, "day"))
        }
        Reason::Undated => "the pathway gives no date".to_owned(),
    }
}

/// Days with their titles.
fn named(days: &[(Day, String)]) -> Option<String> {
    let said = days.iter().map(|(day, title)| format!("{} ({title})", moment::echo(*day)));
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| super::all_of(&said))
}

fn weekday(day: Day) -> String {
    let echo = moment::echo(day);
    format!("a {}", echo.split(' ').next().unwrap_or_default())
}

fn when_said(when: When) -> String {
    match when {
        When::Day(day) => moment::echo(day),
        When::Moment(moment) => ago::moment(moment),
    }
}

fn end(end: &End) -> String {
    let or_unknown = |said: Option<String>| said.map(|s| format!(" of {s}")).unwrap_or_default();
    match end {
        End::Fact(fact, when) => format!("{fact}{}", or_unknown(when.map(when_said))),
        End::Meeting(at) => format!("the meeting{}", or_unknown(at.map(ago::moment))),
        End::Birthday18(day) => {
            format!("the eighteenth birthday{}", or_unknown(day.map(moment::echo)))
        }
    }
}
