//! Writing a record: the keys in the order in which a person reads, and every text such that YAML
//! 1.1 and YAML 1.2 readers take it for the same text.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_saphyr::{FlowMap, FlowSeq, SerializerOptions};

mod text;

use text::{FlowText, TextOut};

use crate::domain::{
    Amends, Attachment, By, ClockChange, Dictionary, FactKind, Facts, Field, Item, ListOf,
    Override, PathwayRef, Record, Value,
};

/// Writes a record as the text of its file.
///
/// What a record holds is not checked: a value that [`super::read`] would refuse is written as it
/// is, so whoever keeps the bytes reads them back first.
pub fn write(record: &Record, dictionary: &Dictionary) -> String {
    // No error is known to arise from plain data; were there one, the empty text would not read.
    serde_saphyr::to_string_with_options(&File::of(record, dictionary), options())
        .unwrap_or_default()
}

/// Writes facts alone, as `--from` reads them: for drafts.
pub fn facts(facts: &Facts, dictionary: &Dictionary) -> String {
    serde_saphyr::to_string_with_options(&FactsOut(facts, dictionary), options())
        .unwrap_or_default()
}

fn options() -> SerializerOptions {
    serde_saphyr::ser_options! {
        indent_step: 2,
        compact_list_indent: false,
        // A line is never folded: what was typed in one line is compared in one line.
        folded_wrap_chars: 1_000_000_000,
        yaml_12: false,
    }
}

#[derive(Serialize)]
struct File<'a> {
    cse: u32,
    step: &'a str,
    happened: String,
    recorded: String,
    by: FlowMap<ByOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed_by: Option<FlowMap<ByOut<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<TextOut<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    happened_is_a_date: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pathway: Option<FlowMap<PathwayOut<'a>>>,
    after: FlowSeq<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<OverrideOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amends: Option<AmendsOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<ClockOut<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachmentOut<'a>>,
    facts: FactsOut<'a>,
}

#[derive(Serialize)]
struct ByOut<'a> {
    worker: FlowText<'a>,
    role: &'a str,
}

#[derive(Serialize)]
struct PathwayOut<'a> {
    name: &'a str,
    version: u32,
}

#[derive(Serialize)]
struct OverrideOut<'a> {
    gate: &'a str,
    reason: TextOut<'a>,
}

#[derive(Serialize)]
struct AmendsOut<'a> {
    record: &'a str,
    facts: FlowSeq<Vec<&'a str>>,
    reason: TextOut<'a>,
}

#[derive(Serialize)]
struct ClockOut<'a> {
    obligation: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<TextOut<'a>>,
    action: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    reason: TextOut<'a>,
}

#[derive(Serialize)]
struct AttachmentOut<'a> {
    name: TextOut<'a>,
    sha256: String,
    size: u64,
    r#type: TextOut<'a>,
}

struct FactsOut<'a>(&'a Facts, &'a Dictionary);
struct ValueOut<'a>(&'a Value, Option<&'a FactKind>);
struct ItemOut<'a>(&'a Item, &'a [Field]);

impl<'a> File<'a> {
    fn of(record: &'a Record, dictionary: &'a Dictionary) -> Self {
        File {
            cse: super::FORMAT,
            step: record.step.as_str(),
            happened: record.happened.to_string(),
            recorded: record.recorded.to_string(),
            by: by(&record.by),
            agreed_by: record.agreed_by.as_ref().map(by),
            on_behalf_of: record.on_behalf_of.as_deref().map(TextOut),
            happened_is_a_date: record.happened_is_a_date,
            pathway: record.pathway.as_ref().map(pathway),
            after: FlowSeq(record.after.iter().map(ToString::to_string).collect()),
            overrides: record.overrides.iter().map(over).collect(),
            amends: record.amends.as_ref().map(amends),
            clock: record.clock.as_ref().map(clock),
            attachments: record.attachments.iter().map(attachment).collect(),
            facts: FactsOut(&record.facts, dictionary),
        }
    }
}

fn by(by: &By) -> FlowMap<ByOut<'_>> {
    FlowMap(ByOut { worker: FlowText(&by.worker), role: by.role.as_str() })
}

fn pathway(pathway: &PathwayRef) -> FlowMap<PathwayOut<'_>> {
    FlowMap(PathwayOut { name: &pathway.name, version: pathway.version })
}

fn over(over: &Override) -> OverrideOut<'_> {
    OverrideOut { gate: over.gate.as_str(), reason: TextOut(&over.reason) }
}

fn amends(amends: &Amends) -> AmendsOut<'_> {
    AmendsOut {
        record: &amends.record.0,
        facts: FlowSeq(amends.facts.iter().map(crate::domain::FactName::as_str).collect()),
        reason: TextOut(&amends.reason),
    }
}

fn clock(clock: &ClockChange) -> ClockOut<'_> {
    ClockOut {
        obligation: clock.obligation.as_str(),
        instance: clock.instance.as_deref().map(TextOut),
        action: clock.action.as_str(),
        until: clock.until.map(|until| until.to_string()),
        reason: TextOut(&clock.reason),
    }
}

fn attachment(attachment: &Attachment) -> AttachmentOut<'_> {
    AttachmentOut {
        name: TextOut(&attachment.name),
        sha256: attachment.sha256.to_string(),
        size: attachment.size,
        r#type: TextOut(&attachment.media_type),
    }
}

impl Serialize for FactsOut<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            let kind = self.1.get(name.as_str()).map(|def| &def.kind);
            map.serialize_entry(name.as_str(), &value.as_ref().map(|value| ValueOut(value, kind)))?;
        }
        map.end()
    }
}

impl Serialize for ValueOut<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => TextOut(text).serialize(to),
            Value::Choice(key) => to.serialize_str(key),
            Value::Choices(keys) => {
                FlowSeq(keys.iter().map(|key| FlowText(key)).collect::<Vec<_>>()).serialize(to)
            }
            Value::YesNo(yes) => to.serialize_bool(*yes),
            Value::Date(day) => to.collect_str(day),
            Value::DateTime(when) => to.collect_str(when),
            Value::Number(number) => to.serialize_i64(*number),
            Value::List(items) => {
                let fields = match self.1 {
                    Some(FactKind::List(ListOf::Fields(fields))) => fields.as_slice(),
                    Some(_) | None => &[],
                };
                to.collect_seq(items.iter().map(|item| ItemOut(item, fields)))
            }
        }
    }
}

impl Serialize for ItemOut<'_> {
    /// Fields stand in the order of the dictionary; any that it does not know come last.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let values = match self.0 {
            Item::Text(text) => return TextOut(text).serialize(to),
            Item::Fields(values) => values,
        };
        let mut map = to.serialize_map(Some(values.len()))?;
        let known = |name: &str| self.1.iter().any(|field| field.name == name);
        let ordered = self.1.iter().filter_map(|field| values.get_key_value(&field.name));
        for (name, value) in ordered.chain(values.iter().filter(|(name, _)| !known(name))) {
            map.serialize_entry(name, &ValueOut(value, None))?;
        }
        map.end()
    }
}
