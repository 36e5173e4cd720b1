//! A duty: an obligation of the pathway that a case's records opened, and what became of it.
//! When it is due is reckoned from the case as it stands now, by [`super::plan()`].

use crate::domain::{Moment, When};

/// An obligation that was opened.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its place among the pathway's obligations.
    pub obligation: usize,
    /// Which instance it is, where there are several.
    pub instance: Option<String>,
    /// Whether it stands for one instance for each meeting of a kind.
    pub by_meeting: bool,
    /// The place in the fold of the record that opened it.
    pub opened_at: usize,
    /// When that record happened.
    pub opened: Moment,
    /// The same, as far as it is known: only a day, where only that was given.
    pub opened_when: When,
    /// The place of the record that met or waived the instance before it in the episode: what was
    /// given up to then started that clock, not this one.
    pub renewed_after: Option<usize>,
    /// What became of it.
    pub state: DutyState,
    /// For each of the obligation's reasons to be sooner: since when it holds.
    pub sooner_since: Vec<Option<Moment>>,
    /// For one instance for each meeting: the records that met it, and when.
    pub satisfied: Vec<(usize, Moment)>,
    /// A later date that a senior role gave, with the record that gave it; for meetings, of which
    /// instance.
    pub extended: Vec<Extension>,
    /// Waived instances, where there is one for each meeting.
    pub waived: Vec<String>,
    /// When its clock was stopped, while it stands still.
    pub stopped: Option<Moment>,
    /// For how many whole days its clock stood still before.
    pub stood_still: i64,
}

/// A later date for a duty.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The instance, where there are several.
    pub instance: Option<String>,
    /// The new date.
    pub until: When,
    /// The place in the fold of the record that gave it.
    pub at: usize,
}

/// What became of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// It is owed.
    Open,
    /// A record met it.
    Met {
        /// The place of that record.
        at: usize,
    },
    /// A senior role gave it up, with a reason.
    Waived {
        /// The place of that record.
        at: usize,
    },
    /// It no longer applies.
    Lapsed {
        /// The place of the record after which it did not.
        at: usize,
    },
    /// The case was closed, or a new instance took its place.
    Ended {
        /// The place of the record that did it.
        at: usize,
    },
}

impl Duty {
    /// Whether it is owed.
    pub fn is_open(&self) -> bool {
        self.state == DutyState::Open
    }
}
