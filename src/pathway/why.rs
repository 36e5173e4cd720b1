//! How a due date came about, as facts. The command line puts them into words.

use crate::domain::{Day, FactName, Moment, StepName, When};

use super::condition::Condition;
use super::model::Amount;

/// One step on the way to a due date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The record that opened the duty.
    Opened {
        /// Its place in the fold.
        at: usize,
        /// When it happened.
        moment: Moment,
    },
    /// So long after something.
    After {
        /// How long.
        amount: Amount,
        /// After what.
        from: Start,
    },
    /// So long before something.
    Before {
        /// How long.
        amount: Amount,
        /// Before what.
        anchor: End,
    },
    /// Bank holidays that working days skipped, besides weekends.
    Skipped {
        /// The day and its title.
        days: Vec<(Day, String)>,
    },
    /// On the day on which the duty was open and its condition held.
    SameDay {
        /// That day.
        day: Day,
    },
    /// The fact from which the clock runs is not known; it was reckoned from receipt.
    FromReceipt {
        /// The fact.
        fact: FactName,
    },
    /// A fact from which one of several clocks runs is not known; another of them counts.
    NotKnown {
        /// The fact.
        fact: FactName,
    },
    /// Only the day of the start is known: hours run from 00:00.
    FromMidnight {
        /// The day.
        day: Day,
    },
    /// London's clocks change between the start and the date, and hours are elapsed hours.
    ClocksChange {
        /// Whether they go forward; else back.
        forward: bool,
    },
    /// Two records disagree on the start: the earlier counts.
    EarlierOfConflict {
        /// The fact.
        fact: FactName,
    },
    /// What the clock runs up to is not known, so there is no date.
    UnknownEnd {
        /// Up to what.
        anchor: End,
    },
    /// It is due sooner because a condition holds.
    Sooner {
        /// The condition.
        when: Condition,
        /// Since when the duty was open and it held.
        since: Moment,
    },
    /// The date is a day off, and days are not moved.
    DayOff {
        /// The day.
        day: Day,
        /// "a Sunday", or the title of a bank holiday.
        what: DayOff,
    },
    /// The bank holidays of that year are not known yet.
    BeyondHolidays {
        /// The day.
        day: Day,
    },
    /// The bank holidays are others than when the duty was opened, and so is the date.
    CalendarChanged {
        /// When they changed.
        at: Moment,
        /// The date before that.
        was: Day,
        /// Days that are bank holidays now and were none, with their titles.
        added: Vec<(Day, String)>,
        /// Days that were bank holidays and are none now.
        removed: Vec<(Day, String)>,
    },
    /// A senior role gave a later date.
    Extended {
        /// What it would have been.
        was: Option<Day>,
        /// The later date.
        until: When,
        /// The place of the record that gave it.
        at: usize,
    },
    /// The clock stands still.
    Stopped {
        /// Since when.
        since: Moment,
    },
    /// The clock stood still before.
    StoodStill {
        /// For how many days.
        days: i64,
    },
    /// There is no date: nothing gives one.
    Undated,
}

/// From what a clock ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The opening record.
    Opening(When),
    /// A condition becoming true.
    BecameTrue(When),
    /// A fact.
    Fact(FactName, When),
    /// The receipt of the concern.
    Receipt(When),
    /// A taking of a step.
    Taken(StepName, When),
}

/// Up to what a clock runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// A date that a fact gives.
    Fact(FactName, Option<When>),
    /// A meeting.
    Meeting(Option<Moment>),
    /// The eighteenth birthday.
    Birthday18(Option<Day>),
}

/// What kind of day off it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// A Saturday or Sunday.
    Weekend,
    /// A bank holiday with its title.
    BankHoliday(String),
}

impl Reason {
    /// The fact that a clock would have needed and that is not known.
    pub fn lacks(&self) -> Option<&FactName> {
        match self {
            Reason::FromReceipt { fact } | Reason::NotKnown { fact } => Some(fact),
            Reason::UnknownEnd { anchor: End::Fact(fact, _) } => Some(fact),
            Reason::UnknownEnd { anchor: End::Meeting(_) | End::Birthday18(_) }
            | Reason::Opened { .. }
            | Reason::After { .. }
            | Reason::Before { .. }
            | Reason::Skipped { .. }
            | Reason::SameDay { .. }
            | Reason::FromMidnight { .. }
            | Reason::ClocksChange { .. }
            | Reason::EarlierOfConflict { .. }
            | Reason::Sooner { .. }
            | Reason::DayOff { .. }
            | Reason::BeyondHolidays { .. }
            | Reason::CalendarChanged { .. }
            | Reason::Extended { .. }
            | Reason::Stopped { .. }
            | Reason::StoodStill { .. }
            | Reason::Undated => None,
        }
    }
}
