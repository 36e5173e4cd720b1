//! Typed values of facts. A value knows its type; it does not know which fact it belongs to.

use std::collections::BTreeMap;

use super::{Day, Moment};

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Free text, verbatim as typed.
    Text(String),
    /// One of the fact's choices, as its stored key.
    Choice(String),
    /// Several of the fact's choices, in the order given, each once.
    Choices(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// A calendar day.
    Date(Day),
    /// A moment, or a day where the time of day is not known.
    DateTime(When),
    /// A whole number.
    Number(i64),
    /// A list of texts or of items with fields.
    List(Vec<Item>),
}

/// A point in time, known to the second or only to the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Only the day is known. Clocks in hours then run from 00:00 and say so.
    Day(Day),
    /// The moment is known.
    Moment(Moment),
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An item of a list of texts.
    Text(String),
    /// An item with named fields; fields are never themselves lists.
    Fields(BTreeMap<String, Value>),
}

impl When {
    /// The day in London.
    pub fn day(self) -> Day {
        match self {
            When::Day(day) => day,
            When::Moment(moment) => moment.day(),
        }
    }

    /// The moment; the start of the day where only that is known.
    pub fn earliest(self) -> Moment {
        match self {
            When::Day(day) => day.start(),
            When::Moment(moment) => moment,
        }
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Day(day) => day.fmt(f),
            When::Moment(moment) => moment.fmt(f),
        }
    }
}

impl Value {
    /// Whether there is nothing in it: blank text, or an empty list or set.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.trim().is_empty(),
            Value::Choice(key) => key.is_empty(),
            Value::Choices(keys) => keys.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::YesNo(_) | Value::Date(_) | Value::DateTime(_) | Value::Number(_) => false,
        }
    }

    /// The value where it is text or a choice.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Choice(text) => Some(text),
            Value::Choices(_)
            | Value::YesNo(_)
            | Value::Date(_)
            | Value::DateTime(_)
            | Value::Number(_)
            | Value::List(_) => None,
        }
    }

    /// The point in time, where it is one.
    pub fn as_when(&self) -> Option<When> {
        match self {
            Value::Date(day) => Some(When::Day(*day)),
            Value::DateTime(when) => Some(*when),
            Value::Text(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::YesNo(_)
            | Value::Number(_)
            | Value::List(_) => None,
        }
    }

    /// The items of a list; none for any other type.
    pub fn items(&self) -> &[Item] {
        match self {
            Value::List(items) => items,
            Value::Text(_)
            | Value::Choice(_)
            | Value::Choices(_)
            | Value::YesNo(_)
            | Value::Date(_)
            | Value::DateTime(_)
            | Value::Number(_) => &[],
        }
    }
}
