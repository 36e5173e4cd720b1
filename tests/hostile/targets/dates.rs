//! Dates and moments as people type them and as files have them.

use cse::cli::moment::{Typed, read};
use cse::domain::{Day, Moment};
use cse::pathway::reading;

use super::now;

/// A text where a date is wanted: what is read says itself in a form that is read as the same, and
/// what is refused quotes no more than it was given.
pub fn typed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match read(&text, now()) {
        Ok(Typed::Day(day)) => {
            assert_eq!(Day::parse(&day.to_string()), Some(day));
            assert_eq!(read(&day.to_string(), now()), Ok(Typed::Day(day)));
            assert!(day.start() < day.end());
        }
        Ok(Typed::Moment(at)) => {
            assert_eq!(Moment::parse(&at.to_string()), Some(at));
            assert_eq!(read(&at.to_string(), now()), Ok(Typed::Moment(at)));
            assert!(at.day().start() <= at && at <= at.day().end());
        }
        Err(error) => {
            let said = cse::cli::wording::moment(&error);
            assert!(!said.is_empty() && !said.ends_with('.'), "{said}");
        }
    }
    if let Some(day) = Day::parse(&text) {
        assert_eq!(day.to_string(), text);
    }
    if let Some(at) = Moment::parse(&text) {
        assert_eq!(Moment::parse(&at.to_string()), Some(at));
    }
    if let Ok(when) = reading::when(&text) {
        assert_eq!(reading::when(&when.to_string()), Ok(when));
    }
}
