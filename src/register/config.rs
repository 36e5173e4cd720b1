//! The register's own files: `cse.yaml`, `workers.yaml`, `meetings.yaml`. They are written by
//! hand or by `cse init` and `cse meeting`, so every problem is given with its place.

use std::collections::BTreeMap;

use crate::domain::{Moment, Problem, RoleName};
use crate::pathway::model::{Amount, Unit};
use crate::pathway::node::{Entry, Node};
use crate::pathway::{Meeting, Meetings};

/// The format of registers that this program reads and writes.
pub const FORMAT: u32 = 1;

/// What `cse.yaml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The register's own id; random, of 16 hex digits.
    pub register: String,
    /// The authority's pathway, as `hounslow`.
    pub authority: String,
    /// The version of the pathway for new cases.
    pub pathway: u32,
    /// The marking of documents.
    pub marking: String,
    /// Whether its cases are invented.
    pub sample: bool,
}

/// Somebody who may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Their id, as records name them.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The address under which git knows them, in lower case.
    pub email: String,
    /// The roles in which they may act.
    pub roles: Vec<RoleName>,
}

/// Who may act; empty: nobody is listed yet, and roles are taken at their word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workers(pub Vec<Worker>);

impl Workers {
    /// The worker with an e-mail address.
    pub fn by_email(&self, email: &str) -> Option<&Worker> {
        self.0.iter().find(|worker| worker.email.eq_ignore_ascii_case(email))
    }
}

impl Config {
    /// Reads `cse.yaml`.
    ///
    /// # Errors
    /// All problems, each with its place.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let node = Node::parse(file, bytes)?;
        let mut reader = Reader::new(&node);
        let format = reader.number("format");
        let config = Config {
            register: reader.text("register"),
            authority: reader.text("authority"),
            pathway: reader.number("pathway"),
            marking: reader.text("marking"),
            sample: reader.yes_no("sample"),
        };
        let zone = reader.text("time_zone");
        if reader.problems.is_empty() {
            if format != FORMAT {
                let message =
                    format!("this register has format {format}; this cse reads format {FORMAT}");
                reader.refuse("format", message);
            }
            if zone != "Europe/London" {
                reader.refuse("time_zone", "only Europe/London is known here");
            }
        }
        reader.finish(
            config,
            &["format", "register", "authority", "pathway", "time_zone", "marking", "sample"],
        )
    }

    /// The text of `cse.yaml`.
    pub fn write(&self) -> String {
        format!(
            "# What this register is. See `cse help`.\n\
             format: {FORMAT}\n\
             register: \"{}\"\n\
             authority: {}\n\
             # The version of the pathway for new cases: templates/pathways/{}/.\n\
             pathway: {}\n\
             time_zone: Europe/London\n\
             marking: {}\n\
             # true: every case is invented, and every screen says so.\n\
             sample: {}\n",
            self.register, self.authority, self.pathway, self.pathway, self.marking, self.sample
        )
    }
}

/// Reads `workers.yaml`.
///
/// # Errors
/// All problems, each with its place.
pub fn read_workers(file: &str, bytes: &[u8]) -> Result<Workers, Vec<Problem>> {
    let node = Node::parse(file, bytes)?;
    let mut reader = Reader::new(&node);
    let mut workers = Vec::new();
    for entry in reader.entries("workers") {
        let mut one = Reader::new(&entry.node);
        // Every record of theirs would hold it, and a record takes no other.
        if entry.key.trim().is_empty() || entry.key.contains(char::is_control) {
            let message = "the id of a worker must be one line of text";
            one.problems.push(Problem::new(entry.place, message));
        }
        let name = one.optional("name");
        let email = one.text("email").to_lowercase();
        let roles = one.texts("roles").into_iter().map(RoleName::from).collect();
        let _signing_key = one.optional("signing_key");
        let worker = Worker { id: entry.key.clone(), name, email, roles };
        match one.finish(worker, &["name", "email", "roles", "signing_key"]) {
            Ok(worker) => workers.push(worker),
            Err(mut found) => reader.problems.append(&mut found),
        }
    }
    reader.finish(Workers(workers), &["workers"])
}

/// Reads `meetings.yaml`.
///
/// # Errors
/// All problems, each with its place.
pub fn read_meetings(file: &str, bytes: &[u8]) -> Result<Meetings, Vec<Problem>> {
    let node = Node::parse(file, bytes)?;
    let mut reader = Reader::new(&node);
    let mut meetings = Vec::new();
    for item in reader.items("meetings") {
        let mut one = Reader::new(item);
        let kind = one.text("kind");
        let text = one.text("at");
        let at = Moment::parse(&text);
        if at.is_none() && !text.is_empty() {
            one.refuse("at", "a moment with an offset is wanted, as 2026-12-10T10:00:00Z");
        }
        let lead = item.get("lead").and_then(|lead| match amount(lead) {
            Ok(amount) => Some(amount),
            Err(problem) => {
                one.problems.push(problem);
                None
            }
        });
        let known = ["kind", "at", "lead"];
        match (one.finish((), &known), at) {
            (Ok(()), Some(at)) => meetings.push(Meeting { kind, at, lead }),
            (Ok(()), None) => {}
            (Err(mut found), _) => reader.problems.append(&mut found),
        }
    }
    reader.finish(Meetings::new(meetings), &["meetings"])
}

/// The text of `meetings.yaml`.
pub fn write_meetings(meetings: &Meetings) -> String {
    let mut text = String::from(
        "# When the standing meetings are. Add one with `cse meeting add`.\nmeetings:",
    );
    if meetings.iter().next().is_none() {
        text.push_str(" []\n");
        return text;
    }
    text.push('\n');
    for meeting in meetings.iter() {
        text.push_str(&format!("  - {{kind: {}, at: \"{}\"", meeting.kind, meeting.at));
        if let Some(lead) = meeting.lead {
            text.push_str(&format!(", lead: {{{}: {}}}", unit_key(lead.unit), lead.count));
        }
        text.push_str("}\n");
    }
    text
}

fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::WorkingDays => "working_days",
        Unit::Months => "months",
    }
}

fn amount(node: &Node) -> Result<Amount, Problem> {
    let wanted = "an amount is wanted, as {working_days: 5}";
    let [Entry { key, node: count, .. }] = node.map().unwrap_or_default() else {
        return Err(node.problem(wanted));
    };
    let unit = [Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Months];
    let unit = unit.into_iter().find(|unit| unit_key(*unit) == key);
    match (unit, count.text().and_then(|text| text.parse().ok())) {
        (Some(unit), Some(count)) => Ok(Amount { count, unit }),
        _ => Err(node.problem(wanted)),
    }
}

/// Reads the keys of one mapping and gathers what is wrong with them.
struct Reader<'a> {
    node: &'a Node,
    keys: BTreeMap<&'a str, &'a Node>,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn new(node: &'a Node) -> Self {
        let mut problems = Vec::new();
        let Some(entries) = node.map() else {
            problems.push(node.problem(format!("a mapping is wanted here, not {}", node.shape())));
            return Reader { node, keys: BTreeMap::new(), problems };
        };
        let keys = entries.iter().map(|entry| (entry.key.as_str(), &entry.node)).collect();
        Reader { node, keys, problems }
    }

    fn refuse(&mut self, key: &str, message: impl Into<String>) {
        let place = self.keys.get(key).map_or(self.node.place, |node| node.place);
        self.problems.push(Problem::new(place, message));
    }

    fn text(&mut self, key: &str) -> String {
        match self.keys.get(key).map(|node| (node.is_null(), node.text())) {
            Some((false, Some(text))) => return text.to_owned(),
            Some(_) => self.refuse(key, format!("`{key}` wants a text")),
            None if self.node.map().is_some() => self.refuse(key, format!("`{key}` is missing")),
            None => {}
        }
        String::new()
    }

    fn optional(&mut self, key: &str) -> String {
        match self.keys.get(key) {
            Some(node) if !node.is_null() => self.text(key),
            Some(_) | None => String::new(),
        }
    }

    fn number(&mut self, key: &str) -> u32 {
        let text = self.text(key);
        text.parse().unwrap_or_else(|_| {
            if !text.is_empty() {
                self.refuse(key, format!("`{key}` wants a whole number"));
            }
            0
        })
    }

    fn yes_no(&mut self, key: &str) -> bool {
        match self.text(key).as_str() {
            "true" => true,
            "false" | "" => false,
            _ => {
                self.refuse(key, format!("`{key}` wants true or false"));
                false
            }
        }
    }

    fn entries(&mut self, key: &str) -> &'a [Entry] {
        match self.keys.get(key).copied() {
            Some(node) if !node.is_null() => node.map().unwrap_or_else(|| {
                self.refuse(key, format!("`{key}` wants a mapping"));
                &[]
            }),
            Some(_) | None => &[],
        }
    }

    fn items(&mut self, key: &str) -> &'a [Node] {
        match self.keys.get(key).copied() {
            Some(node) if !node.is_null() => node.list().unwrap_or_else(|| {
                self.refuse(key, format!("`{key}` wants a list"));
                &[]
            }),
            Some(_) | None => &[],
        }
    }

    fn texts(&mut self, key: &str) -> Vec<String> {
        let items = self.items(key);
        items.iter().filter_map(|node| node.text().map(str::to_owned)).collect()
    }

    fn finish<T>(mut self, value: T, known: &[&str]) -> Result<T, Vec<Problem>> {
        for entry in self.node.map().unwrap_or_default() {
            if !known.contains(&entry.key.as_str()) {
                let message = format!("unknown key `{}`", entry.key);
                self.problems.push(Problem::new(entry.place, message));
            }
        }
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_reads_what_it_writes() {
        let config = Config {
            register: "00ff".into(),
            authority: "somewhere".into(),
            pathway: 1,
            marking: "OFFICIAL-SENSITIVE".into(),
            sample: true,
        };
        assert_eq!(Config::read("cse.yaml", config.write().as_bytes()), Ok(config));
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let text =
            "format: x\nauthority: a\npathway: 1\nmarking: M\nsample: perhaps\ncolour: red\n";
        let found = Config::read("cse.yaml", text.as_bytes()).unwrap_err();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 5, "{found:#?}");
        assert!(found.iter().any(|p| p == "cse.yaml:6:1: unknown key `colour`"));
    }

    #[test]
    fn meetings_read_what_they_write() {
        let at = Moment::parse("2026-12-10T10:00:00Z").unwrap();
        let lead = Some(Amount { count: 5, unit: Unit::WorkingDays });
        let meetings = Meetings::new(vec![Meeting { kind: "pre-mase".into(), at, lead }]);
        assert_eq!(read_meetings("m", write_meetings(&meetings).as_bytes()), Ok(meetings));
        assert_eq!(read_meetings("m", b"meetings: []\n"), Ok(Meetings::default()));
    }

    #[test]
    fn the_id_of_a_worker_is_what_a_record_can_hold() {
        for id in ["\"\"", "\" \"", "\"a\\nb\"", "\"\\e[2J\"", "\"\\x9b\""] {
            let text = format!("workers:\n  {id}: {{email: a@example.invalid, roles: []}}\n");
            let found = read_workers("workers.yaml", text.as_bytes()).unwrap_err();
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found, ["workers.yaml:2:3: the id of a worker must be one line of text"]);
        }
    }

    #[test]
    fn workers_are_found_by_e_mail_in_any_case() {
        let text =
            "workers:\n  j.okafor: {email: J.Okafor@example.invalid, roles: [mash-manager]}\n";
        let workers = read_workers("workers.yaml", text.as_bytes()).unwrap();
        assert_eq!(workers.by_email("j.okafor@EXAMPLE.invalid").unwrap().id, "j.okafor");
    }
}
