//! `--from FILE|-`: facts as a mapping, dotted or nested, in YAML or JSON. ISO dates only.

use crate::domain::{Dictionary, FactName, Facts, Moment, Place, Problem};
use crate::pathway::node::{Entry, Node};
use crate::pathway::reading;

use super::wording;

/// So many problems are a wrong file, not a form with mistakes. What was meant by each unknown name
/// takes a while to find out.
const MOST_PROBLEMS: usize = 200;

/// Reads the facts of a file. Every problem is given, each with its place, up to a bound.
pub fn read(
    file: &str,
    bytes: &[u8],
    dictionary: &Dictionary,
    now: Moment,
) -> Result<Facts, Vec<Problem>> {
    let text = String::from_utf8_lossy(bytes);
    if text.trim_start().starts_with('{') {
        // YAML reads JSON, and more besides; what begins as JSON must be JSON.
        serde_json::from_slice::<serde::de::IgnoredAny>(bytes).map_err(|error| {
            let place = Place { file: file.into(), line: error.line(), column: error.column() };
            vec![Problem::new(place, format!("this is not valid JSON: {}", said(&error)))]
        })?;
    }
    if text.trim().is_empty() {
        return Ok(Facts::new());
    }
    let root = Node::parse(file, bytes)?;
    if root.is_null() {
        return Ok(Facts::new());
    }
    let mut reader = Reader { dictionary, now, facts: Facts::new(), problems: Vec::new() };
    match root.map() {
        Some(entries) => reader.take("", entries),
        None => reader.problems.push(root.problem("a mapping of facts is wanted here")),
    }
    if reader.problems.is_empty() { Ok(reader.facts) } else { Err(reader.problems) }
}

/// The words of a JSON error without its place.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

struct Reader<'a> {
    dictionary: &'a Dictionary,
    now: Moment,
    facts: Facts,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn take(&mut self, prefix: &str, entries: &[Entry]) {
        for entry in entries {
            if self.problems.len() > MOST_PROBLEMS {
                return;
            }
            let name = format!("{prefix}{}", entry.key);
            if let Some(def) = self.dictionary.get(&name) {
                // Nothing is no value: the fact was not given.
                if entry.node.is_null() {
                    continue;
                }
                match reading::value(def, &entry.node, Some(self.now)) {
                    Ok(value) => {
                        let twice = self.facts.insert(def.name.clone(), Some(value)).is_some();
                        if twice {
                            let message = format!("`{name}` is given twice");
                            self.problems.push(Problem::new(entry.place, message));
                        }
                    }
                    Err(found) => self.problems.extend(found),
                }
                continue;
            }
            let group = format!("{name}.");
            let is_group = self.dictionary.iter().any(|def| def.name.as_str().starts_with(&group));
            match entry.node.map().filter(|_| is_group) {
                Some(inner) => self.take(&group, inner),
                None => {
                    let message = wording::no_fact(&FactName::from(name), self.dictionary);
                    self.problems.push(Problem::new(entry.place, message));
                }
            }
        }
    }
}
