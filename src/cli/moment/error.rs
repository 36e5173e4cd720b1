//! Why what was typed is no date: a closed list, each with what its message needs.

use std::fmt;

use super::echo;
use super::time::Zone;
use crate::cli::ago;
use crate::domain::{Day, Moment};

/// Why what was typed is no date or moment. `given` is what was typed, without outer blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MomentError {
    /// None of the forms that are read.
    NotADate {
        /// What was typed.
        given: String,
    },
    /// A date, and after it something that is no time.
    Trailing {
        /// What was typed.
        given: String,
        /// The part that was not understood.
        rest: String,
    },
    /// A time without a day.
    NoDay {
        /// What was typed.
        given: String,
    },
    /// The year is left out or cut short: `21/11`, `21/11/26`.
    YearNotInFull {
        /// What was typed.
        given: String,
    },
    /// The year is before 1900 or after 9999: a slip, or no matter of this register.
    YearOutOfReach {
        /// What was typed.
        given: String,
    },
    /// The month stands before the day: `11/21/2026`, `Nov 21 2026`.
    MonthFirst {
        /// What was typed.
        given: String,
        /// The day that it would be, where there is one: a hint, never taken.
        meant: Option<Day>,
    },
    /// There is no such day: 30 February.
    Impossible {
        /// What was typed.
        given: String,
    },
    /// There is no such time: 24:00, 15pm.
    NotATime {
        /// What was typed.
        given: String,
    },
    /// The date falls on another day of the week than the one typed.
    WrongWeekday {
        /// What was typed.
        given: String,
        /// The date, which knows its weekday.
        day: Day,
    },
    /// In the hour that the spring clock change skips.
    SkippedHour {
        /// What was typed.
        given: String,
        /// The day of the change.
        day: Day,
    },
    /// In the hour that the autumn clock change repeats, without saying which.
    RepeatedHour {
        /// What was typed.
        given: String,
        /// The first time (BST).
        first: Moment,
        /// The second time, an hour later (GMT).
        second: Moment,
    },
    /// BST in winter or GMT in summer.
    NotInForce {
        /// What was typed.
        given: String,
        /// The zone that was typed.
        zone: Zone,
    },
}

impl MomentError {
    /// What to type instead, in one line, where that can be said.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            MomentError::NotADate { .. } => {
                "write 21/11/2026, 2026-11-21, 21 Nov 2026, today, yesterday 15:00, next friday \
                 or 3 days ago"
                    .to_owned()
            }
            MomentError::Trailing { .. } => {
                "after the day only a time may follow: 15:00 or 3pm".to_owned()
            }
            MomentError::NoDay { given } => {
                format!("say the day as well: today {given}, yesterday {given}, 21/11/2026 {given}")
            }
            MomentError::YearNotInFull { .. } => "write the year in full, as 21/11/2026".to_owned(),
            MomentError::YearOutOfReach { .. } => "look at the year again".to_owned(),
            MomentError::MonthFirst { meant: Some(day), .. } => {
                format!("for {}, write {}", echo(*day), day.date().format("%d/%m/%Y"))
            }
            MomentError::MonthFirst { meant: None, .. } => {
                "write day, month, year, as 21/11/2026".to_owned()
            }
            MomentError::Impossible { .. } => return None,
            MomentError::NotATime { .. } => {
                "times run from 00:00 to 23:59, or 12am to 11:59pm".to_owned()
            }
            MomentError::WrongWeekday { day, .. } => {
                format!("{} is a {}", day.date().format("%d/%m/%Y"), day.date().format("%A"))
            }
            MomentError::SkippedHour { .. } => {
                "on that night 00:59 is followed by 02:00".to_owned()
            }
            MomentError::RepeatedHour { first, second, .. } => {
                format!("write `{}` or `{}`", ago::moment(*first), ago::moment(*second))
            }
            MomentError::NotInForce { zone, .. } => match zone {
                Zone::Bst => "leave BST out, or write the offset +01:00".to_owned(),
                Zone::Gmt => "leave GMT out, or write the offset +00:00".to_owned(),
                Zone::Offset(_) => return None,
            },
        };
        Some(hint)
    }
}

impl fmt::Display for MomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MomentError::NotADate { given } => write!(f, "`{given}` is not a date"),
            MomentError::Trailing { given, rest } => {
                write!(f, "`{rest}` in `{given}` is not a time")
            }
            MomentError::NoDay { given } => write!(f, "`{given}` does not say which day"),
            MomentError::YearNotInFull { given } => {
                write!(f, "`{given}` does not give the year in full")
            }
            MomentError::YearOutOfReach { given } => {
                write!(f, "`{given}` is not between the years 1900 and 9999")
            }
            MomentError::MonthFirst { given, .. } => {
                write!(f, "`{given}` has the month before the day")
            }
            MomentError::Impossible { given } => {
                write!(f, "`{given}` is not a day of the calendar")
            }
            MomentError::NotATime { given } => {
                write!(f, "`{given}` has a time that does not exist")
            }
            MomentError::WrongWeekday { given, .. } => {
                write!(f, "`{given}` has a weekday that does not go with its date")
            }
            MomentError::SkippedHour { given, day } => {
                write!(f, "`{given}` never was: the clocks went forward on {}", echo(*day))
            }
            MomentError::RepeatedHour { given, .. } => {
                write!(f, "`{given}` was twice: the clocks went back that night")
            }
            MomentError::NotInForce { given, zone } => match zone {
                Zone::Bst => write!(f, "`{given}` is in winter, when London is not on BST"),
                Zone::Gmt => write!(f, "`{given}` is in summer, when London is not on GMT"),
                Zone::Offset(_) => write!(f, "`{given}` has an offset that is not in force"),
            },
        }
    }
}

impl std::error::Error for MomentError {}
