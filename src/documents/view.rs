//! A case as one reader of one document may see it. Which facts that are is decided here and
//! nowhere else: by the document's front matter, by whose fact it is, and by the dictionary.

use std::collections::BTreeMap;

use crate::domain::{Dictionary, FactDef, FactName, Item, Keeps, Lasts, ListOf, Value};
use crate::domain::{FactKind, text};
use crate::pathway::{Audience, Replay};

use super::front::Front;

/// What a reader sees of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Its value.
    Known(Value),
    /// That it was not recorded.
    Unknown,
    /// Values that stand against each other.
    Contested(Vec<Value>),
    /// That it is kept from this reader, recorded or not.
    Withheld,
}

/// Why a fact is kept from a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The dictionary withholds it from this audience.
    Dictionary,
    /// It is another child's, or tells of a person of interest, and the reader is outside.
    Whose,
    /// Another fact says that it is to be kept confidential.
    Confidential,
}

/// A case for one reader.
pub struct View<'a> {
    audience: Audience,
    dictionary: &'a Dictionary,
    replay: &'a Replay<'a>,
}

impl<'a> View<'a> {
    /// What an audience may see of a case.
    pub fn new(audience: Audience, dictionary: &'a Dictionary, replay: &'a Replay<'a>) -> Self {
        View { audience, dictionary, replay }
    }

    /// Why a fact is kept from the reader, if it is.
    pub fn withheld(&self, def: &FactDef) -> Option<Why> {
        if def.withheld_from.iter().any(|from| from == self.audience.as_str()) {
            return Some(Why::Dictionary);
        }
        let others = matches!(def.whose.as_str(), "other-child" | "person-of-interest");
        if others && self.audience.is_outside() {
            return Some(Why::Whose);
        }
        if self.audience != Audience::Internal && self.is_confidential(def) {
            return Some(Why::Confidential);
        }
        None
    }

    /// Whether the fact that guards this one says yes, or did and is contested.
    fn is_confidential(&self, def: &FactDef) -> bool {
        let Some(guard) = &def.confidential_when else { return false };
        let Some(history) = self.replay.case.fact(guard.as_str()) else { return false };
        match history.current(0) {
            Some(value) => value == Value::YesNo(true),
            None => history.given().iter().any(|given| given.value == Value::YesNo(true)),
        }
    }

    /// What the reader sees of a fact.
    pub fn sight(&self, def: &FactDef) -> Sight {
        if self.withheld(def).is_some() {
            return Sight::Withheld;
        }
        let Some(history) = self.replay.case.fact(def.name.as_str()) else { return Sight::Unknown };
        let since = self.since(def);
        if history.latest(since).is_none() {
            return Sight::Unknown;
        }
        if history.is_in_conflict() {
            let values = history.conflict().into_iter();
            return Sight::Contested(values.map(|g| self.reduced(def, &g.value)).collect());
        }
        match history.current(since).filter(|value| !value.is_empty()) {
            Some(value) => Sight::Known(self.reduced(def, &value)),
            None => Sight::Unknown,
        }
    }

    /// From which place in the fold a fact counts.
    pub fn since(&self, def: &FactDef) -> usize {
        match (def.lasts, def.keeps) {
            (Lasts::Episode, Keeps::Latest) => self.replay.case.episode_start(),
            (Lasts::Case, _) | (_, Keeps::All) => 0,
        }
    }

    /// The value with other children by initials, where the reader is not told more.
    pub fn reduced(&self, def: &FactDef, value: &Value) -> Value {
        if def.whose != "other-child" || self.audience.names_other_children() {
            return value.clone();
        }
        let FactKind::List(ListOf::Fields(fields)) = &def.kind else {
            return match value.as_text() {
                Some(name) => Value::Text(by_initials(name)),
                None => value.clone(),
            };
        };
        let Some(name) = fields.iter().find(|field| field.required) else { return value.clone() };
        let items = value.items().iter().map(|item| match item {
            Item::Text(who) => Item::Text(by_initials(who)),
            Item::Fields(given) => {
                let mut given: BTreeMap<String, Value> = given.clone();
                if let Some(who) = given.get(&name.name).and_then(Value::as_text) {
                    let who = Value::Text(by_initials(who));
                    given.insert(name.name.clone(), who);
                }
                Item::Fields(given)
            }
        });
        Value::List(items.collect())
    }

    /// Every fact that a document may see and this reader is to see something of.
    pub fn facts(&self, front: &Front) -> BTreeMap<FactName, (&'a FactDef, Sight)> {
        let listed = self.dictionary.iter().filter(|def| front.sees(def.name.as_str()));
        listed.map(|def| (def.name.clone(), (def, self.sight(def)))).collect()
    }
}

/// Another child's name as initials; what is no name but a case number or initials stays.
pub fn by_initials(who: &str) -> String {
    let trimmed = who.trim();
    let is_number = crate::domain::CaseId::parse(trimmed).is_ok();
    let is_short = trimmed.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
        && trimmed.chars().count() <= 6;
    if is_number || is_short { trimmed.to_owned() } else { text::initials(trimmed) }
}
