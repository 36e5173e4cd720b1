//! The front matter of a template: what the document is called, how it is marked, for whom it is,
//! which facts it may see and which it needs. Reading says all problems at once, with their places.

use crate::domain::Problem;
use crate::pathway::Audience;
use crate::pathway::audience::AUDIENCES;
use crate::pathway::node::{Entry, Node, quoted};

/// The keys that a front matter may have.
pub const KEYS: &[&str] = &[
    "title",
    "version",
    "language",
    "marking",
    "handling",
    "anonymous",
    "audiences",
    "steps",
    "beside",
    "facts",
    "needs",
    "fresh",
    "duties_within",
    "letters",
];

/// What stands between the two lines of dashes.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// What the document is called.
    pub title: String,
    /// The version of the template; it stands in every document that is made from it.
    pub version: u32,
    /// The protective marking, where it differs from the register's own.
    pub marking: Option<String>,
    /// How the document is to be handled.
    pub handling: String,
    /// Whether nothing in it may tell of which case it was made: themes of many, told to partners.
    pub anonymous: bool,
    /// The language that it is written in, for readers aloud and spelling.
    pub language: String,
    /// Whether it is set in small letters, to keep to a page.
    pub small: bool,
    /// Who may read it, the usual reader first.
    pub audiences: Vec<Audience>,
    /// The steps that it belongs to.
    pub steps: Vec<Named>,
    /// Whether it goes with the statutory file: where the pathway has none of its steps, there is no
    /// such document.
    pub beside: bool,
    /// The facts that it may see; a name that ends in `*` is a group.
    pub facts: Vec<Named>,
    /// The facts without which it is not complete.
    pub needs: Vec<Named>,
    /// Facts that grow stale, and after how many days.
    pub fresh: Vec<(Named, u32)>,
    /// For how many days ahead `case.duties` lists what is owed; what comes later is counted.
    pub duties_within: Option<u32>,
}

/// A name and where it stands.
#[derive(Clone, Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: crate::domain::Place,
}

impl Named {
    /// Whether a fact is this one, or in this group.
    pub fn covers(&self, fact: &str) -> bool {
        match self.name.strip_suffix('*') {
            Some(group) => fact.starts_with(group),
            None => self.name == fact,
        }
    }
}

impl Front {
    /// Whether the document may see a fact at all, whoever reads it.
    pub fn sees(&self, fact: &str) -> bool {
        self.facts.iter().any(|named| named.covers(fact))
    }
}

/// Cuts a template into its front matter and its body. Gives the line in which the body begins.
pub fn cut(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix("---\n")?;
    let end = if rest.starts_with("---\n") { 0 } else { rest.find("\n---\n")? + 1 };
    let body = &rest[end + 4..];
    Some((&rest[..end], body, 3 + rest[..end].matches('\n').count()))
}

/// Reads a front matter, whose first line is the second of the file.
///
/// # Errors
/// All problems, each with its place.
pub fn read(file: &str, text: &str) -> Result<Front, Vec<Problem>> {
    // A blank line in place of the dashes keeps the lines of the file.
    let node = Node::parse(file, format!("\n{text}").as_bytes())?;
    let mut reader = Reader { node: &node, problems: Vec::new() };
    reader.known();
    let front = Front {
        title: reader.text("title", true),
        version: reader.number(),
        marking: Some(reader.text("marking", false)).filter(|text| !text.is_empty()),
        handling: reader.text("handling", true),
        anonymous: reader.yes("anonymous"),
        language: Some(reader.text("language", false))
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| "en-GB".to_owned()),
        small: reader.small(),
        audiences: reader.audiences(),
        steps: reader.names("steps"),
        beside: reader.yes("beside"),
        facts: reader.names("facts"),
        needs: reader.names("needs"),
        fresh: reader.fresh(),
        duties_within: reader.node.get("duties_within").and_then(|node| reader.days(node)),
    };
    if reader.problems.is_empty() { Ok(front) } else { Err(reader.problems) }
}

struct Reader<'n> {
    node: &'n Node,
    problems: Vec<Problem>,
}

impl<'n> Reader<'n> {
    fn say(&mut self, node: &Node, message: impl Into<String>) {
        self.problems.push(node.problem(message));
    }

    fn known(&mut self) {
        let Some(entries) = self.node.map() else {
            let message = format!("the front matter must be a mapping, not {}", self.node.shape());
            return self.say(self.node, message);
        };
        for entry in entries.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
            let message = format!("a front matter has no key {}", quoted(&entry.key));
            self.problems.push(Problem::new(entry.place, message));
        }
    }

    fn text(&mut self, key: &str, needed: bool) -> String {
        let Some(node) = self.node.get(key) else {
            if needed && self.node.map().is_some() {
                self.say(self.node, format!("the front matter lacks `{key}`"));
            }
            return String::new();
        };
        match node.text().map(str::trim) {
            Some(text) if !text.is_empty() && !node.is_null() => {
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            Some(_) | None => {
                self.say(node, format!("`{key}` must be a text, not {}", node.shape()));
                String::new()
            }
        }
    }

    fn small(&mut self) -> bool {
        let letters = self.text("letters", false);
        if let Some(node) = self.node.get("letters").filter(|_| letters != "small") {
            self.say(node, "`letters` is small, or left out");
        }
        letters == "small"
    }

    fn number(&mut self) -> u32 {
        let text = self.text("version", true);
        let number = text.parse().ok().filter(|number| (1..=1_000_000).contains(number));
        if let (None, Some(node)) = (number, self.node.get("version")) {
            self.say(node, "`version` is a whole number from 1");
        }
        number.unwrap_or(0)
    }

    fn yes(&mut self, key: &str) -> bool {
        let Some(node) = self.node.get(key) else { return false };
        match node.text() {
            Some("true" | "yes") => true,
            Some("false" | "no") => false,
            Some(_) | None => {
                self.say(node, format!("`{key}` is yes or no"));
                false
            }
        }
    }

    fn items(&mut self, key: &str) -> &'n [Node] {
        let Some(node) = self.node.get(key) else { return &[] };
        match node.list() {
            Some(items) => items,
            None => {
                self.say(node, format!("`{key}` must be a list, not {}", node.shape()));
                &[]
            }
        }
    }

    fn names(&mut self, key: &str) -> Vec<Named> {
        let mut names = Vec::new();
        for item in self.items(key) {
            match item.text().filter(|text| !text.trim().is_empty()) {
                Some(text) => {
                    names.push(Named { name: text.trim().to_owned(), place: item.place });
                }
                None => self.say(item, format!("a name is wanted here, not {}", item.shape())),
            }
        }
        names
    }

    fn audiences(&mut self) -> Vec<Audience> {
        let mut audiences = Vec::new();
        for named in self.names("audiences") {
            match Audience::parse(&named.name) {
                Some(audience) if !audiences.contains(&audience) => audiences.push(audience),
                Some(_) => {}
                None => {
                    let all: Vec<&str> = AUDIENCES.iter().map(|(name, _)| *name).collect();
                    let message = format!(
                        "no audience {}; there are {}",
                        quoted(&named.name),
                        all.join(", ")
                    );
                    self.problems.push(Problem::new(named.place, message));
                }
            }
        }
        if audiences.is_empty() && self.problems.is_empty() {
            self.say(self.node, "the front matter lacks `audiences`: somebody must read it");
        }
        audiences
    }

    fn fresh(&mut self) -> Vec<(Named, u32)> {
        let Some(node) = self.node.get("fresh") else { return Vec::new() };
        let Some(entries) = node.map() else {
            self.say(node, format!("`fresh` must be a mapping, not {}", node.shape()));
            return Vec::new();
        };
        let mut fresh = Vec::new();
        for Entry { key, place, node } in entries {
            if let Some(days) = self.days(node) {
                fresh.push((Named { name: key.clone(), place: *place }, days));
            }
        }
        fresh
    }

    fn days(&mut self, node: &Node) -> Option<u32> {
        let days = node.get("days").and_then(Node::text).and_then(|text| text.parse().ok());
        if days.is_none() {
            self.say(node, "an amount is wanted, as {days: 28}");
        }
        days
    }
}
