//! The dictionary: what each fact is. One definition feeds the flag, the question, validation,
//! documents, exports and conditions.
//!
//! Definitions are data (`facts.yaml`); they are parsed by [`crate::pathway`].

use std::collections::BTreeMap;

use super::{FactName, Place};

/// All facts of a pathway, by name.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    facts: BTreeMap<FactName, FactDef>,
}

/// The definition of one fact.
#[derive(Clone, Debug)]
pub struct FactDef {
    /// Its name, as `child.date_of_birth`.
    pub name: FactName,
    /// What a form or table prints for it.
    pub label: String,
    /// A sentence or two for the person who is asked.
    pub help: String,
    /// Its type.
    pub kind: FactKind,
    /// Whether a later value replaces or adds to earlier ones.
    pub keeps: Keeps,
    /// Whether gates and duties see it only in its own episode.
    pub lasts: Lasts,
    /// Whether it may lie in the future.
    pub must_be_past: bool,
    /// What the engine may read from it whatever its name.
    pub means: Option<Meaning>,
    /// Whose fact it is: child, family, other-child, person-of-interest, professional, authority.
    pub whose: String,
    /// How sensitive it is: ordinary, personal, sensitive or confidential.
    pub sensitivity: String,
    /// Audiences from which it is withheld.
    pub withheld_from: Vec<String>,
    /// The yes-no fact that, while it says yes, keeps this one from all but the own workers.
    pub confidential_when: Option<FactName>,
    /// The text that asks for it.
    pub source: String,
    /// The named scheme of a scale, so that a bare "2" is never printed.
    pub scheme: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// The type of a fact or of a field of a list's items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Free text; the choices are suggestions that help names and nothing enforces.
    Text(Vec<Choice>),
    /// One of some choices.
    Choice(Vec<Choice>),
    /// Any of some choices.
    Choices(Vec<Choice>),
    /// Yes or no.
    YesNo,
    /// A day.
    Date,
    /// A moment, or a day where the time of day is not known.
    DateTime,
    /// A whole number.
    Number,
    /// A list.
    List(ListOf),
}

/// A choice: what is stored, and what is printed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The stored value.
    pub key: String,
    /// What is printed.
    pub label: String,
}

/// What the items of a list are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// Texts.
    Texts,
    /// Items with these fields, in this order.
    Fields(Vec<Field>),
}

/// A field of the items of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What is printed.
    pub label: String,
    /// Its type; never a list.
    pub kind: FactKind,
    /// Whether every item must have it.
    pub required: bool,
}

/// What becomes of earlier values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// The latest value is the fact's value.
    Latest,
    /// Every record's items are added to a list that grows.
    All,
}

/// For how long gates and duties see a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasts {
    /// Within the episode in which it was given.
    Episode,
    /// For the whole case: who the child is does not end with an episode.
    Case,
}

/// What the engine reads from a fact whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// The name of the case's subject; only its initials are ever shown in lists.
    Name,
    /// The date of birth, from which ages are reckoned.
    BirthDate,
    /// The triage outcome that `list` shows.
    Rag,
    /// The risk category that `list` shows.
    Category,
    /// The list of documents that were given out, to which `issue` adds.
    GivenOut,
}

impl FactKind {
    /// The name of the type in dictionaries and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            FactKind::Text(_) => "text",
            FactKind::Choice(_) => "choice",
            FactKind::Choices(_) => "choices",
            FactKind::YesNo => "yes-no",
            FactKind::Date => "date",
            FactKind::DateTime => "datetime",
            FactKind::Number => "number",
            FactKind::List(_) => "list",
        }
    }

    /// The choices of a choice or choices fact.
    pub fn choices(&self) -> Option<&[Choice]> {
        match self {
            FactKind::Choice(choices) | FactKind::Choices(choices) => Some(choices),
            FactKind::Text(_)
            | FactKind::YesNo
            | FactKind::Date
            | FactKind::DateTime
            | FactKind::Number
            | FactKind::List(_) => None,
        }
    }
}

impl Dictionary {
    /// Adds a definition; gives back the one that was there under the same name.
    pub fn insert(&mut self, def: FactDef) -> Option<FactDef> {
        self.facts.insert(def.name.clone(), def)
    }

    /// The definition of a fact.
    pub fn get(&self, name: &str) -> Option<&FactDef> {
        self.facts.get(name)
    }

    /// All definitions, by name.
    pub fn iter(&self) -> impl Iterator<Item = &FactDef> {
        self.facts.values()
    }

    /// The fact from which the engine reads a meaning.
    pub fn meaning(&self, meaning: Meaning) -> Option<&FactDef> {
        self.facts.values().find(|def| def.means == Some(meaning))
    }
}
