//! Whether this machine's clock can be right. The clock is evidence: what it says is recorded as it
//! says it, and nobody is kept from working by it. But whoever works by a wrong one is told.

use crate::domain::Moment;

/// By how many seconds the clocks of two desks may differ.
pub const CLOCKS_DIFFER: i64 = 300;

/// For how many days a register may be left alone without a word.
const IDLE: i64 = 366;

/// Why a clock cannot be right, or may not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrongClock {
    /// Something was recorded later than now.
    Behind,
    /// Nothing was recorded for so many days.
    Ahead {
        /// How many.
        days: i64,
    },
}

/// What is wrong with a clock by which the newest commit was made at this moment.
pub fn wrong_clock(now: Moment, newest: Moment) -> Option<WrongClock> {
    let days = now.day().days_since(newest.day());
    if newest.unix() > now.unix() + CLOCKS_DIFFER {
        Some(WrongClock::Behind)
    } else if days > IDLE {
        Some(WrongClock::Ahead { days })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn desks_may_differ_and_a_register_may_be_left_alone_for_a_year() {
        let at = |text: &str| Moment::parse(text).unwrap();
        let newest = at("2026-11-20T09:00:00Z");
        let told = |now: &str| wrong_clock(at(now), newest);
        assert_eq!(told("2026-11-20T08:55:00Z"), None);
        assert_eq!(told("2026-11-20T08:54:59Z"), Some(WrongClock::Behind));
        assert_eq!(told("1970-01-01T00:00:00Z"), Some(WrongClock::Behind));
        assert_eq!(told("2027-11-21T23:00:00Z"), None);
        assert_eq!(told("2027-11-22T01:00:00Z"), Some(WrongClock::Ahead { days: 367 }));
        // The hour that autumn repeats is an hour like any other.
        let summer = at("2026-10-25T00:59:00Z");
        assert_eq!(wrong_clock(at("2026-10-25T01:01:00Z"), summer), None);
        assert_eq!(wrong_clock(summer, at("2026-10-25T01:01:00Z")), None);
    }
}
