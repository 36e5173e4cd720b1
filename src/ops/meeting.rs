//! The dates of the standing meetings.

use crate::domain::Moment;
use crate::pathway::model::Amount;
use crate::pathway::{Meeting, Meetings};
use crate::register::config::write_meetings;
use crate::register::{AppendError, Change, FileChange, Identity, Store, Warning};

use super::{Failure, Reading, Usage};

/// Adds a meeting.
pub fn add(
    store: &Store,
    who: &Identity,
    now: Moment,
    kind: &str,
    at: Moment,
    lead: Option<Amount>,
) -> Result<(Meetings, Vec<Warning>), Failure> {
    let said = |message: &str, hint: &str| Usage::Said {
        message: message.to_owned(),
        hint: Some(hint.to_owned()),
    };
    if at < now {
        return Err(said("a meeting in the past cannot be added", "cse meeting list").into());
    }
    let done = store.append(who, now, |_| {
        let reading = Reading::open(store, None)?;
        if !reading.problems.is_empty() {
            return Err(Failure::Problems(reading.problems.clone()));
        }
        reading.listed(who, "meeting")?;
        // A meeting is known by its day: two of a kind on one day could not be told apart.
        if reading.meetings.of(kind).any(|meeting| meeting.at.day() == at.day()) {
            let message = format!("this meeting is there already: {kind}, {}", at.day());
            return Err(Failure::from(said(&message, "cse meeting list")));
        }
        let meeting = Meeting { kind: kind.to_owned(), at, lead };
        let meetings = Meetings::new(reading.meetings.iter().cloned().chain([meeting]).collect());
        Ok(Change {
            files: vec![FileChange::replacing("meetings.yaml", write_meetings(&meetings))],
            message: format!("meeting: {kind} {}\n", at.day()),
            value: meetings,
        })
    });
    match done {
        Ok(done) => Ok((done.value, done.warnings)),
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}
