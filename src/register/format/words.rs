//! The single values of a record that are no facts, read alike by both paths. The error is what is
//! wanted, as the end of a problem's message.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use crate::domain::{ClockAction, Hash, Moment, PathwayRef, When};
use crate::pathway::reading;

/// What reading a single value gives.
pub(super) type Read<T> = Result<T, &'static str>;

/// A scalar as it is written, whatever a YAML reader would make of it; never null.
pub(super) struct Word(pub String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wanted;
        impl<'de> Visitor<'de> for Wanted {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Word, D::Error> {
                inner.deserialize_str(self)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }
        }
        deserializer.deserialize_option(Wanted)
    }
}

/// A pathway as the first path sees it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pathway {
    name: Word,
    version: Word,
}

/// The pathway of a record.
pub(super) fn pathway(raw: &Pathway) -> Option<PathwayRef> {
    Some(PathwayRef { name: name(&raw.name.0).ok()?, version: version(&raw.version.0).ok()? })
}

/// A name that a pathway gives: it may stand in a file's name.
pub(super) fn name(text: &str) -> Read<String> {
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let all =
        |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    if first && text.len() <= 100 && text.bytes().all(all) {
        Ok(text.to_owned())
    } else {
        Err("a name of lower-case letters, digits, `-`, `_` and `.`")
    }
}

/// A text that says something to people.
pub(super) fn text(text: &str) -> Read<String> {
    reading::clean(text).map_err(|_| "a text of at most 1 MiB without control characters")
}

/// A text of one line that is not blank.
pub(super) fn line(line: &str) -> Read<String> {
    let wanted = "one line of text";
    let clean = text(line).map_err(|_| wanted)?;
    let one = !clean.contains('\n') && !clean.trim().is_empty();
    if one { Ok(clean) } else { Err(wanted) }
}

/// A moment with an offset.
pub(super) fn moment(text: &str) -> Read<Moment> {
    reading::moment(text).map_err(|_| "a moment as 2026-11-21T09:30:00Z")
}

/// A day or a moment.
pub(super) fn when(text: &str) -> Read<When> {
    reading::when(text).map_err(|_| "a date as 2026-11-21 or a moment as 2026-11-21T09:30:00Z")
}

/// A SHA-256.
pub(super) fn hash(text: &str) -> Read<Hash> {
    Hash::parse(text).ok_or("a SHA-256 in 64 lower-case hex digits")
}

/// Yes or no, as records have it.
pub(super) fn flag(text: &str) -> Read<bool> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("true or false"),
    }
}

/// The version of a pathway, from 1.
pub(super) fn version(text: &str) -> Read<u32> {
    whole(text).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0).ok_or("a version as 1")
}

/// A length in bytes.
pub(super) fn size(text: &str) -> Read<u64> {
    whole(text).ok_or("a whole number of bytes")
}

/// What is done to a clock.
pub(super) fn action(text: &str) -> Read<ClockAction> {
    ClockAction::parse(text).ok_or("waive, extend, stop or restart")
}

/// The name of a record's file, without a folder.
pub(super) fn record_name(text: &str) -> Read<String> {
    let stem = text.strip_suffix(".yaml").unwrap_or_default();
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if !stem.is_empty() && !stem.starts_with('.') && stem.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("the name of a record's file")
    }
}

/// A whole number without sign or leading zeros.
fn whole(text: &str) -> Option<u64> {
    let digits =
        text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| digits)
}
