//! The dates of standing meetings. They are data of the register, not of a case.

use crate::domain::Moment;

use super::model::Amount;

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Its kind, as `pre-mase`.
    pub kind: String,
    /// When it begins.
    pub at: Moment,
    /// How long before it papers are due, where it differs from the pathway's setting.
    pub lead: Option<Amount>,
}

/// All meetings, in order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meetings(Vec<Meeting>);

impl Meetings {
    /// Puts meetings in order.
    pub fn new(mut meetings: Vec<Meeting>) -> Self {
        meetings.sort_by(|a, b| (a.at, &a.kind).cmp(&(b.at, &b.kind)));
        Meetings(meetings)
    }

    /// The meetings of a kind, in order of time.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a Meeting> {
        self.0.iter().filter(move |meeting| meeting.kind == kind)
    }

    /// All meetings, in order of time.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Meeting> {
        self.0.iter()
    }
}
