//! The time in what a person typed, and the moment that it is on a day in London.

use super::MomentError;
use crate::domain::moment::WallClock;
use crate::domain::{Day, Moment};

/// Which clock a time is read from, where that was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// British Summer Time, as London has it in summer.
    Bst,
    /// Greenwich Mean Time, as London has it in winter.
    Gmt,
    /// So many seconds ahead of UTC, wherever that may be.
    Offset(i64),
}

/// A time as written; its figures need not be a time that exists.
pub(super) struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    zone: Option<Zone>,
}

/// Reads all of the words (in lower case) as a time; none if they do not have the shape of one.
pub(super) fn read(words: &[&str]) -> Option<Clock> {
    let words = match words {
        ["at", rest @ ..] => rest,
        all => all,
    };
    let text = words.join(" ");
    let mut rest = text.as_str();
    let mut clock = Clock { hour: figures(&mut rest, 1..=2)?, minute: 0, second: 0, zone: None };
    let bare = !(skip(&mut rest, ":") || skip(&mut rest, "."));
    if !bare {
        clock.minute = figures(&mut rest, 2..=2)?;
        if skip(&mut rest, ":") {
            clock.second = figures(&mut rest, 2..=2)?;
            // Parts of a second are not kept anywhere.
            if skip(&mut rest, ".") {
                figures(&mut rest, 1..=9)?;
            }
        }
    }
    match half(&mut rest) {
        Some(half) => clock.hour = half.hour(clock.hour),
        // A number alone says neither whether it is a time nor which half of the day.
        None if bare => return None,
        None => {}
    }
    if !rest.is_empty() {
        clock.zone = Some(zone(rest.strip_prefix(' ').unwrap_or(rest))?);
    }
    Some(clock)
}

impl Clock {
    /// The moment at which it is this time on a day.
    pub(super) fn on(&self, day: Day, given: &str) -> Result<Moment, MomentError> {
        let given = || given.to_owned();
        let Some(shown) = day.date().and_hms_opt(self.hour, self.minute, self.second) else {
            return Err(MomentError::NotATime { given: given() });
        };
        // The ISO form of files has four figures for the year.
        let in_reach = |moment: Option<Moment>| {
            moment
                .filter(|moment| moment.day().plus_days(1).year() <= 9999)
                .ok_or_else(|| MomentError::YearOutOfReach { given: given() })
        };
        if let Some(Zone::Offset(ahead)) = self.zone {
            return in_reach(Moment::from_unix(shown.and_utc().timestamp() - ahead));
        }
        match (day.at(self.hour, self.minute, self.second), self.zone) {
            (WallClock::Never, _) => Err(MomentError::SkippedHour { given: given(), day }),
            (WallClock::Twice(first, second), None) => {
                Err(MomentError::RepeatedHour { given: given(), first, second })
            }
            (WallClock::Twice(first, _), Some(Zone::Bst)) => in_reach(Some(first)),
            (WallClock::Twice(_, second), Some(Zone::Gmt)) => in_reach(Some(second)),
            (WallClock::One(moment), Some(zone)) if zone != in_force(moment) => {
                Err(MomentError::NotInForce { given: given(), zone })
            }
            (WallClock::One(moment) | WallClock::Twice(moment, _), _) => in_reach(Some(moment)),
        }
    }
}

/// What London's clocks are set to at a moment.
pub(in crate::cli) fn in_force(moment: Moment) -> Zone {
    if moment.local().ends_with("+00:00") { Zone::Gmt } else { Zone::Bst }
}

/// The half of the day.
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    /// The hour of 24, or one that does not exist.
    fn hour(&self, of_twelve: u32) -> u32 {
        match (self, of_twelve) {
            (Half::Morning, 12) => 0,
            (Half::Afternoon, 12) => 12,
            (_, 0 | 13..) => 99,
            (Half::Morning, hour) => hour,
            (Half::Afternoon, hour) => hour + 12,
        }
    }
}

fn half(rest: &mut &str) -> Option<Half> {
    let unspaced = rest.strip_prefix(' ').unwrap_or(rest);
    let (half, after) = match (unspaced.strip_prefix("am"), unspaced.strip_prefix("pm")) {
        (Some(after), _) => (Half::Morning, after),
        (None, Some(after)) => (Half::Afternoon, after),
        (None, None) => return None,
    };
    *rest = after;
    Some(half)
}

fn zone(word: &str) -> Option<Zone> {
    let ahead = match word {
        "bst" => return Some(Zone::Bst),
        "gmt" => return Some(Zone::Gmt),
        "z" => return Some(Zone::Offset(0)),
        _ if word.starts_with('-') => -1,
        _ if word.starts_with('+') => 1,
        _ => return None,
    };
    let mut rest = word.get(1..)?;
    let hours = figures(&mut rest, 2..=2).filter(|hours| *hours < 24)?;
    if !skip(&mut rest, ":") {
        return None;
    }
    let minutes = figures(&mut rest, 2..=2).filter(|minutes| *minutes < 60)?;
    let ahead = ahead * i64::from(hours * 3600 + minutes * 60);
    rest.is_empty().then_some(Zone::Offset(ahead))
}

/// Takes a number of so many figures off the front.
fn figures(rest: &mut &str, many: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at_checked(count).filter(|_| many.contains(&count))?;
    *rest = after;
    number.parse().ok()
}

/// Takes a mark off the front, if it stands there.
fn skip(rest: &mut &str, mark: &str) -> bool {
    let after = rest.strip_prefix(mark);
    *rest = after.unwrap_or(rest);
    after.is_some()
}
