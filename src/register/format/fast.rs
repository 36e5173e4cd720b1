//! The first path: a record by `serde_yaml`, into the types of the domain without a tree between.
//!
//! Whatever is not as [`super::write`] gives it ends this path without a word; the second path
//! finds the words. Scalars are asked for as text, so that `007` stays what was written.

mod lines;
mod raw;
mod value;

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use raw::{Key, Listed, Raw, RawAmends, RawAttachment, RawBy, RawClock, RawOverride};

use super::words::{self, Read, Word};
use crate::domain::{
    Amends, Attachment, By, ClockChange, Dictionary, GateName, Happened, ObligationName, Override,
    Record, RecordName, Recorded, RoleName, StepName,
};

/// The record of a file, if the file is in every way as it should be.
pub(super) fn read(text: &str, dictionary: &Dictionary) -> Option<Record> {
    let seed = || RecordSeed(dictionary);
    let by_line = lines::tree(text).and_then(|tree| seed().deserialize(tree).ok());
    by_line.or_else(|| seed().deserialize(serde_yaml::Deserializer::from_str(text)).ok())
}

struct RecordSeed<'d>(&'d Dictionary);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut raw = Raw::default();
        while let Some(key) = map.next_key::<Key>()? {
            let map = &mut map;
            match key {
                Key::Cse => once(&mut raw.cse, map.next_value()?),
                Key::Step => once(&mut raw.step, map.next_value()?),
                Key::Happened => once(&mut raw.happened, map.next_value()?),
                Key::Recorded => once(&mut raw.recorded, map.next_value()?),
                Key::By => once(&mut raw.by, map.next_value()?),
                Key::AgreedBy => once(&mut raw.agreed_by, map.next_value()?),
                Key::OnBehalfOf => once(&mut raw.on_behalf_of, map.next_value()?),
                Key::HappenedIsADate => once(&mut raw.happened_is_a_date, map.next_value()?),
                Key::Pathway => once(&mut raw.pathway, map.next_value()?),
                Key::After => once(&mut raw.after, map.next_value()?),
                Key::Overrides => once(&mut raw.overrides, map.next_value()?),
                Key::Amends => once(&mut raw.amends, map.next_value()?),
                Key::Clock => once(&mut raw.clock, map.next_value()?),
                Key::Attachments => once(&mut raw.attachments, map.next_value()?),
                Key::Facts => once(&mut raw.facts, map.next_value_seed(value::FactsSeed(self.0))?),
            }?;
        }
        record(raw, self.0).ok_or_else(|| A::Error::custom("not as written"))
    }
}

fn once<T, E: Error>(slot: &mut Option<T>, value: T) -> Result<(), E> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::custom("stands twice")),
    }
}

/// What the words of a file say; nothing where any of them does not read.
fn record(raw: Raw, dictionary: &Dictionary) -> Option<Record> {
    if words::version(&raw.cse?.0) != Ok(super::FORMAT) {
        return None;
    }
    let facts = raw.facts?;
    if raw.amends.is_none() && facts.values().any(Option::is_none) {
        return None;
    }
    let is_a_date = maybe(raw.happened_is_a_date.as_ref(), |w| get(w, words::flag))?;
    Some(Record {
        name: RecordName::default(),
        step: StepName::from(get(&raw.step?, words::name)?),
        happened: Happened(get(&raw.happened?, words::moment)?),
        happened_is_a_date: is_a_date.unwrap_or(false),
        recorded: Recorded(get(&raw.recorded?, words::moment)?),
        by: by(&raw.by?)?,
        agreed_by: maybe(raw.agreed_by.as_ref(), by)?,
        on_behalf_of: maybe(raw.on_behalf_of.as_ref(), |w| get(w, words::line))?,
        after: all(&raw.after?, |w| get(w, words::hash))?,
        pathway: maybe(raw.pathway.as_ref(), words::pathway)?,
        facts,
        overrides: maybe(raw.overrides.as_ref(), |list| all(list, over))?.unwrap_or_default(),
        attachments: maybe(raw.attachments.as_ref(), |list| all(list, attachment))?
            .unwrap_or_default(),
        amends: maybe(raw.amends.as_ref(), |raw| amends(raw, dictionary))?,
        clock: maybe(raw.clock.as_ref(), clock)?,
    })
}

fn get<T>(word: &Word, read: fn(&str) -> Read<T>) -> Option<T> {
    read(&word.0).ok()
}

/// Nothing where something is there that does not read; else what is there.
#[expect(clippy::option_option, reason = "absent and unreadable are different things")]
fn maybe<T, U>(raw: Option<&T>, read: impl FnOnce(&T) -> Option<U>) -> Option<Option<U>> {
    match raw {
        None => Some(None),
        Some(raw) => read(raw).map(Some),
    }
}

fn all<T, U>(Listed(raw): &Listed<T>, read: impl Fn(&T) -> Option<U>) -> Option<Vec<U>> {
    raw.iter().map(read).collect()
}

fn by(raw: &RawBy) -> Option<By> {
    let role = RoleName::from(get(&raw.role, words::name)?);
    Some(By { worker: get(&raw.worker, words::line)?, role })
}

fn over(raw: &RawOverride) -> Option<Override> {
    let gate = GateName::from(get(&raw.gate, words::name)?);
    Some(Override { gate, reason: get(&raw.reason, words::text)? })
}

fn attachment(raw: &RawAttachment) -> Option<Attachment> {
    Some(Attachment {
        name: get(&raw.name, words::line)?,
        sha256: get(&raw.sha256, words::hash)?,
        size: get(&raw.size, words::size)?,
        media_type: get(&raw.r#type, words::line)?,
    })
}

fn amends(raw: &RawAmends, dictionary: &Dictionary) -> Option<Amends> {
    Some(Amends {
        record: RecordName(get(&raw.record, words::record_name)?),
        facts: all(&raw.facts, |w| dictionary.get(&w.0).map(|def| def.name.clone()))?,
        reason: get(&raw.reason, words::text)?,
    })
}

fn clock(raw: &RawClock) -> Option<ClockChange> {
    Some(ClockChange {
        obligation: ObligationName::from(get(&raw.obligation, words::name)?),
        instance: maybe(raw.instance.0.as_ref(), |w| get(w, words::line))?,
        action: get(&raw.action, words::action)?,
        until: maybe(raw.until.0.as_ref(), |w| get(w, words::when))?,
        reason: get(&raw.reason, words::text)?,
    })
}
