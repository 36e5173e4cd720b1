//! A record: one taking of a step. Records are files that are only ever added.
//!
//! How a record stands in a file (YAML, format 1) is the business of [`crate::register`].

use std::collections::BTreeMap;
use std::fmt;

use super::{FactName, GateName, Happened, ObligationName, Recorded, RoleName, StepName, Value};

/// The facts of a record. `None` only in an amend: the fact is withdrawn.
pub type Facts = BTreeMap<FactName, Option<Value>>;

/// One taking of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The name of its file; empty until it is written.
    pub name: RecordName,
    /// The step that was taken.
    pub step: StepName,
    /// When it took place.
    pub happened: Happened,
    /// Whether only the day on which it took place is known.
    pub happened_is_a_date: bool,
    /// When it was written down.
    pub recorded: Recorded,
    /// Who did it, in which role.
    pub by: By,
    /// The second person who agreed.
    pub agreed_by: Option<By>,
    /// For whom it was entered, where the author is not the one who acted.
    pub on_behalf_of: Option<String>,
    /// The last records that the author had seen.
    pub after: Vec<Hash>,
    /// The pathway that it puts the case on (a first record, or a migrate).
    pub pathway: Option<PathwayRef>,
    /// What was given.
    pub facts: Facts,
    /// Gates that a senior role overrode.
    pub overrides: Vec<Override>,
    /// Files kept with it.
    pub attachments: Vec<Attachment>,
    /// What it puts right.
    pub amends: Option<Amends>,
    /// What it does to a duty's clock.
    pub clock: Option<ClockChange>,
}

/// The name of a record's file, as `20261121T093000Z-screen-91c70b3e.yaml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordName(pub String);

/// A worker in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The worker's id in `workers.yaml`, else their e-mail in lower case.
    pub worker: String,
    /// The capacity in which they acted.
    pub role: RoleName,
}

/// The SHA-256 of a record's file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// A pathway by name and version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathwayRef {
    /// The authority's pathway, as `hounslow`.
    pub name: String,
    /// Its version: the folder under `templates/pathways/`.
    pub version: u32,
}

/// A gate that was overridden, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The gate or built-in rule.
    pub gate: GateName,
    /// The reason that the senior person gave.
    pub reason: String,
}

/// A file kept with a record. Its own name stands here; on disk it is named by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name that it had.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: Hash,
    /// Its length in bytes.
    pub size: u64,
    /// Its media type, guessed from nothing but its extension.
    pub media_type: String,
}

/// What an amend puts right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amends {
    /// The file name of the record that was wrong.
    pub record: RecordName,
    /// The facts that are superseded or withdrawn; empty withdraws the whole record.
    pub facts: Vec<FactName>,
    /// Why.
    pub reason: String,
}

/// What a record does to the clock of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockChange {
    /// The obligation.
    pub obligation: ObligationName,
    /// Which instance of it, where there are several.
    pub instance: Option<String>,
    /// What is done.
    pub action: ClockAction,
    /// The new date of an extension.
    pub until: Option<super::When>,
    /// Why.
    pub reason: String,
}

/// What can be done to the clock of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockAction {
    /// The duty is given up.
    Waive,
    /// The duty gets a later date.
    Extend,
    /// The clock stands still.
    Stop,
    /// The clock runs again.
    Restart,
}

impl Record {
    /// When it took place, as far as that is known.
    pub fn when(&self) -> super::When {
        if self.happened_is_a_date {
            super::When::Day(self.happened.0.day())
        } else {
            super::When::Moment(self.happened.0)
        }
    }
}

impl RecordName {
    /// The name of a record's file: when it happened, the step, the start of its hash.
    pub fn of(happened: Happened, step: &StepName, hash: Hash) -> Self {
        let hex = hash.to_string();
        RecordName(format!("{}-{step}-{}.yaml", happened.0.compact(), &hex[..8]))
    }

    /// The first eight hex digits of the file's hash, as the name gives them.
    pub fn short_hash(&self) -> Option<&str> {
        let stem = self.0.strip_suffix(".yaml")?;
        let (_, short) = stem.rsplit_once('-')?;
        (short.len() == 8 && short.bytes().all(|b| b.is_ascii_hexdigit())).then_some(short)
    }
}

impl fmt::Display for RecordName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Hash {
    /// Reads 64 hex digits in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
        }
        Some(Hash(bytes))
    }

    /// Its first eight hex digits, as a number.
    pub fn first(&self) -> u32 {
        let [a, b, c, d, ..] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ClockAction {
    /// The word in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            ClockAction::Waive => "waive",
            ClockAction::Extend => "extend",
            ClockAction::Stop => "stop",
            ClockAction::Restart => "restart",
        }
    }

    /// Reads the word in a record.
    pub fn parse(text: &str) -> Option<Self> {
        [ClockAction::Waive, ClockAction::Extend, ClockAction::Stop, ClockAction::Restart]
            .into_iter()
            .find(|action| action.as_str() == text)
    }
}
