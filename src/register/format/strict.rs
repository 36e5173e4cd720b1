//! The second path: a record from a tree with positions, with all of its problems.
//!
//! It takes exactly what the first path takes, and besides what that leaves to it (texts that look
//! like anchors, large files).

mod mapping;

use crate::domain::{
    Amends, Attachment, By, ClockChange, Dictionary, FactDef, FactName, Facts, GateName, Happened,
    ObligationName, Override, PathwayRef, Place, Problem, Record, RecordName, Recorded, RoleName,
    StepName,
};
use crate::pathway::node::Node;
use crate::pathway::reading;

use super::words;
use mapping::shown;

const NEEDED: [&str; 7] = ["cse", "step", "happened", "recorded", "by", "after", "facts"];
const OPTIONAL: [&str; 8] = [
    "agreed_by",
    "on_behalf_of",
    "happened_is_a_date",
    "pathway",
    "overrides",
    "amends",
    "clock",
    "attachments",
];

/// Reads a record.
pub(super) fn read(node: &Node, dictionary: &Dictionary) -> Result<Record, Vec<Problem>> {
    let mut reader = Reader { dictionary, problems: Vec::new() };
    if let Some(problem) = version(node) {
        return Err(vec![problem]);
    }
    match reader.record(node) {
        Some(record) if reader.problems.is_empty() => Ok(record),
        Some(_) | None => Err(reader.problems),
    }
}

/// The pathway under its key, where it reads.
pub(super) fn pathway(node: &Node) -> Option<PathwayRef> {
    Reader { dictionary: &Dictionary::default(), problems: Vec::new() }.pathway(node)
}

/// A record of another format is that and nothing else: its keys are not judged.
fn version(node: &Node) -> Option<Problem> {
    let cse = node.get("cse")?;
    let found = cse.text().and_then(|text| words::version(text).ok())?;
    let ours = super::FORMAT;
    (found != ours).then(|| {
        cse.problem(format!("this record has format {found}; this cse reads format {ours}"))
    })
}

struct Reader<'d> {
    dictionary: &'d Dictionary,
    problems: Vec<Problem>,
}

impl<'d> Reader<'d> {
    fn record(&mut self, node: &Node) -> Option<Record> {
        self.keys(node, &NEEDED, &OPTIONAL)?;
        let amends = self.maybe(node, "amends", Self::amends);
        let withdraws = node.get("amends").is_some();
        // Each is read before any `?`, so that all problems are found.
        let cse = self.leaf(node, "cse", words::version);
        let step = self.leaf(node, "step", words::name);
        let happened = self.leaf(node, "happened", words::moment);
        let recorded = self.leaf(node, "recorded", words::moment);
        let by = node.get("by").and_then(|node| self.by(node));
        let agreed_by = self.maybe(node, "agreed_by", Self::by);
        let on_behalf_of = self.leaf(node, "on_behalf_of", words::line);
        let happened_is_a_date = self.leaf(node, "happened_is_a_date", words::flag);
        let pathway = self.maybe(node, "pathway", Self::pathway);
        let hash = |this: &mut Self, node: &Node| this.word(node, words::hash);
        let after = node.get("after").and_then(|node| self.all(node, hash));
        let overrides = self.maybe(node, "overrides", |r, node| r.all(node, Self::over));
        let clock = self.maybe(node, "clock", Self::clock);
        let attachments = self.maybe(node, "attachments", |r, node| r.all(node, Self::attachment));
        let facts = node.get("facts").and_then(|node| self.facts(node, withdraws));
        cse?;
        Some(Record {
            name: RecordName::default(),
            step: StepName::from(step?),
            happened: Happened(happened?),
            happened_is_a_date: happened_is_a_date.unwrap_or(false),
            recorded: Recorded(recorded?),
            by: by?,
            agreed_by,
            on_behalf_of,
            after: after?,
            pathway,
            facts: facts?,
            overrides: overrides.unwrap_or_default(),
            attachments: attachments.unwrap_or_default(),
            amends,
            clock,
        })
    }

    fn by(&mut self, node: &Node) -> Option<By> {
        self.keys(node, &["worker", "role"], &[])?;
        let worker = self.leaf(node, "worker", words::line);
        let role = self.leaf(node, "role", words::name);
        Some(By { worker: worker?, role: RoleName::from(role?) })
    }

    fn pathway(&mut self, node: &Node) -> Option<PathwayRef> {
        self.keys(node, &["name", "version"], &[])?;
        let name = self.leaf(node, "name", words::name);
        let version = self.leaf(node, "version", words::version);
        Some(PathwayRef { name: name?, version: version? })
    }

    fn over(&mut self, node: &Node) -> Option<Override> {
        self.keys(node, &["gate", "reason"], &[])?;
        let gate = self.leaf(node, "gate", words::name);
        let reason = self.leaf(node, "reason", words::text);
        Some(Override { gate: GateName::from(gate?), reason: reason? })
    }

    fn attachment(&mut self, node: &Node) -> Option<Attachment> {
        self.keys(node, &["name", "sha256", "size", "type"], &[])?;
        let name = self.leaf(node, "name", words::line);
        let sha256 = self.leaf(node, "sha256", words::hash);
        let size = self.leaf(node, "size", words::size);
        let media_type = self.leaf(node, "type", words::line);
        Some(Attachment { name: name?, sha256: sha256?, size: size?, media_type: media_type? })
    }

    fn amends(&mut self, node: &Node) -> Option<Amends> {
        self.keys(node, &["record", "facts", "reason"], &[])?;
        let record = self.leaf(node, "record", words::record_name);
        let facts = node.get("facts").and_then(|node| self.all(node, Self::fact_name));
        let reason = self.leaf(node, "reason", words::text);
        Some(Amends { record: RecordName(record?), facts: facts?, reason: reason? })
    }

    fn clock(&mut self, node: &Node) -> Option<ClockChange> {
        self.keys(node, &["obligation", "action", "reason"], &["instance", "until"])?;
        let obligation = self.leaf(node, "obligation", words::name);
        let action = self.leaf(node, "action", words::action);
        let reason = self.leaf(node, "reason", words::text);
        let instance = self.leaf(node, "instance", words::line);
        let until = self.leaf(node, "until", words::when);
        Some(ClockChange {
            obligation: ObligationName::from(obligation?),
            instance,
            action: action?,
            until,
            reason: reason?,
        })
    }

    fn facts(&mut self, node: &Node, withdraws: bool) -> Option<Facts> {
        let Some(entries) = node.map() else {
            self.problems
                .push(node.problem(format!("`facts` must be a mapping, not {}", node.shape())));
            return None;
        };
        let mut facts = Facts::new();
        for entry in entries {
            let Some(def) = self.known(&entry.key, entry.place) else {
                continue;
            };
            if entry.node.is_null() && withdraws {
                facts.insert(def.name.clone(), None);
                continue;
            }
            match reading::value(def, &entry.node, None) {
                Ok(value) => {
                    facts.insert(def.name.clone(), Some(value));
                }
                Err(problems) => self.problems.extend(problems),
            }
        }
        Some(facts)
    }

    fn fact_name(&mut self, node: &Node) -> Option<FactName> {
        let name = self.word(node, words::name)?;
        self.known(&name, node.place).map(|def| def.name.clone())
    }

    /// The definition of a fact, which must be in the dictionary.
    fn known(&mut self, name: &str, place: Place) -> Option<&'d FactDef> {
        let def = self.dictionary.get(name);
        if def.is_none() {
            let names = self.dictionary.iter().map(|def| def.name.as_str());
            let message = format!("there is no fact `{}`{}", shown(name), self.meant(name, names));
            self.problems.push(Problem::new(place, message));
        }
        def
    }
}
