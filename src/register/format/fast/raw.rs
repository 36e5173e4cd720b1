//! The shapes of a record's file on the first path, every scalar still a word.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::domain::Facts;
use crate::register::format::words::{self, Word};

#[derive(Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
pub(super) enum Key {
    Cse,
    Step,
    Happened,
    Recorded,
    By,
    AgreedBy,
    OnBehalfOf,
    HappenedIsADate,
    Pathway,
    After,
    Overrides,
    Amends,
    Clock,
    Attachments,
    Facts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBy {
    pub(super) worker: Word,
    pub(super) role: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOverride {
    pub(super) gate: Word,
    pub(super) reason: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAttachment {
    pub(super) name: Word,
    pub(super) sha256: Word,
    pub(super) size: Word,
    pub(super) r#type: Word,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAmends {
    pub(super) record: Word,
    pub(super) facts: Listed<Word>,
    pub(super) reason: Word,
}

/// A list that is there: an empty scalar would else pass for an empty list.
pub(super) struct Listed<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Vec<T>>::deserialize(deserializer)?
            .map(Listed)
            .ok_or_else(|| D::Error::custom("nothing"))
    }
}

/// A key that stands must have a value: an option would take null for absence.
pub(super) struct There<T>(pub(super) Option<T>);

impl<T> Default for There<T> {
    fn default() -> Self {
        There(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for There<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(|value| There(Some(value)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawClock {
    pub(super) obligation: Word,
    #[serde(default)]
    pub(super) instance: There<Word>,
    pub(super) action: Word,
    #[serde(default)]
    pub(super) until: There<Word>,
    pub(super) reason: Word,
}

#[derive(Default)]
pub(super) struct Raw {
    pub(super) cse: Option<Word>,
    pub(super) step: Option<Word>,
    pub(super) happened: Option<Word>,
    pub(super) recorded: Option<Word>,
    pub(super) by: Option<RawBy>,
    pub(super) agreed_by: Option<RawBy>,
    pub(super) on_behalf_of: Option<Word>,
    pub(super) happened_is_a_date: Option<Word>,
    pub(super) pathway: Option<words::Pathway>,
    pub(super) after: Option<Listed<Word>>,
    pub(super) overrides: Option<Listed<RawOverride>>,
    pub(super) amends: Option<RawAmends>,
    pub(super) clock: Option<RawClock>,
    pub(super) attachments: Option<Listed<RawAttachment>>,
    pub(super) facts: Option<Facts>,
}
