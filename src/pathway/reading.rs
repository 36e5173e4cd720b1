//! Reading typed values: what a person or a file wrote, and the definition of a fact, give a
//! value or say why not.
//!
//! Only the strict forms of files and JSON are read here (ISO dates, the stored keys of choices).
//! What a person may type besides (`21/11/2026`, `today`) is turned into these by the command
//! line, which then comes here. Nothing is guessed: a text stands as it was written, a choice is
//! its exact key, an hour that the clocks skip or repeat is refused.

mod error;
mod moments;
mod nearest;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    Choice, FactDef, FactKind, Field, Item, ListOf, Moment, Place, Problem, Value, When,
};
use crate::pathway::node::{Entry, Node};

pub use error::ValueError;
pub use moments::{moment, when};
pub use nearest::nearest;

/// The longest text of a fact, in bytes.
pub const LONGEST_TEXT: usize = 1024 * 1024;

/// What is wrong with a value, and where.
type Wrong = (Place, ValueError);

/// Reads the value of a fact from a file or JSON.
///
/// With `now` the value is also [`check`]ed as something that is being given; `None` reads what
/// was once accepted (replay).
///
/// # Errors
/// All problems of the value, each at its place, beginning with the name of the fact.
pub fn value(def: &FactDef, node: &Node, now: Option<Moment>) -> Result<Value, Vec<Problem>> {
    let mut wrong = Vec::new();
    let value = of_kind(&def.kind, node, &mut wrong);
    if let (true, Some(value), Some(now)) = (wrong.is_empty(), &value, now)
        && let Err(error) = check(def, value, now)
    {
        wrong.push((node.place, error));
    }
    match value {
        Some(value) if wrong.is_empty() => Ok(value),
        Some(_) | None => Err(wrong
            .into_iter()
            .map(|(place, error)| {
                Problem::new(place, format!("`{}`: {}", def.name, error.message()))
            })
            .collect()),
    }
}

/// Checks a value that is being given: a text says something, and what must be past is past.
///
/// Where the fact is a list, its items' texts and dates are checked.
///
/// # Errors
/// [`ValueError::Empty`] or [`ValueError::Future`], in [`ValueError::InField`] for a field.
pub fn check(def: &FactDef, value: &Value, now: Moment) -> Result<(), ValueError> {
    check_one(value, def.must_be_past.then_some(now))
}

fn check_one(value: &Value, past: Option<Moment>) -> Result<(), ValueError> {
    match value {
        Value::Text(text) if text.trim().is_empty() => Err(ValueError::Empty),
        Value::Date(day) => not_future(When::Day(*day), past),
        Value::DateTime(when) => not_future(*when, past),
        Value::List(items) => items.iter().try_for_each(|item| match item {
            Item::Text(text) if text.trim().is_empty() => Err(ValueError::Empty),
            Item::Text(_) => Ok(()),
            Item::Fields(fields) => fields.iter().try_for_each(|(name, value)| {
                check_one(value, past).map_err(|error| error.in_field(name))
            }),
        }),
        Value::Text(_)
        | Value::Choice(_)
        | Value::Choices(_)
        | Value::YesNo(_)
        | Value::Number(_) => Ok(()),
    }
}

fn not_future(when: When, now: Option<Moment>) -> Result<(), ValueError> {
    let future = now.is_some_and(|now| match when {
        When::Day(day) => day > now.day(),
        When::Moment(moment) => moment > now,
    });
    if future { Err(ValueError::Future) } else { Ok(()) }
}

/// Reads a value of any type but a list from one text. A set of choices is `a,b`.
///
/// # Errors
/// Why the text is no value of the type. Blank text is [`ValueError::Empty`] for every type but
/// text, for which [`check`] says so.
pub fn scalar(kind: &FactKind, text: &str) -> Result<Value, ValueError> {
    match kind {
        FactKind::Text(_) => clean(text).map(Value::Text),
        FactKind::List(_) => Err(ValueError::NotAList),
        FactKind::Choice(_)
        | FactKind::Choices(_)
        | FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number
            if text.trim().is_empty() =>
        {
            Err(ValueError::Empty)
        }
        FactKind::Choice(choices) => choice(choices, text).map(Value::Choice),
        FactKind::Choices(choices) => choice_set(choices, text.split(',').map(str::trim)),
        FactKind::YesNo => yes_no(text).map(Value::YesNo),
        FactKind::Date => moments::day(text).map(Value::Date),
        FactKind::DateTime => when(text).map(Value::DateTime),
        FactKind::Number => number(text).map(Value::Number),
    }
}

/// Reads an item of a list from the names and texts of its fields.
///
/// # Errors
/// The first thing that is wrong: an unknown field, one that stands twice, one that is missing,
/// or a value in [`ValueError::InField`].
pub fn item(fields: &[Field], pairs: &[(String, String)]) -> Result<Item, ValueError> {
    let mut values = BTreeMap::new();
    for (name, text) in pairs {
        let field = field(fields, name)?;
        let value = scalar(&field.kind, text).map_err(|error| error.in_field(name))?;
        if values.insert(name.clone(), value).is_some() {
            return Err(ValueError::TwiceField { field: name.clone() });
        }
    }
    item_of(fields, values)
}

/// An item of a list from values that are each right, if nothing is missing.
///
/// # Errors
/// [`ValueError::MissingField`], or [`ValueError::Empty`] where there is no field at all.
pub fn item_of(fields: &[Field], values: BTreeMap<String, Value>) -> Result<Item, ValueError> {
    match whole(fields, &values).into_iter().next() {
        Some(error) => Err(error),
        None => Ok(Item::Fields(values)),
    }
}

/// A text with its line ends as LF.
///
/// # Errors
/// [`ValueError::TooLong`], or [`ValueError::ControlCharacter`] for any but tab, line end and
/// the next-line character of mainframes.
pub fn clean(text: &str) -> Result<String, ValueError> {
    if text.len() > LONGEST_TEXT {
        return Err(ValueError::TooLong { bytes: text.len() });
    }
    let text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() };
    let refused = |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\u{85}');
    match text.chars().find(refused) {
        Some(character) => Err(ValueError::ControlCharacter { character }),
        None => Ok(text),
    }
}

/// Reads yes or no: `yes`, `no`, `true` or `false`, in any case of letters.
///
/// # Errors
/// [`ValueError::NotYesNo`].
pub fn yes_no(text: &str) -> Result<bool, ValueError> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(ValueError::NotYesNo { given: text.to_owned() }),
    }
}

fn choice(choices: &[Choice], text: &str) -> Result<String, ValueError> {
    if choices.iter().any(|choice| choice.key == text) {
        return Ok(text.to_owned());
    }
    let keys: Vec<String> = choices.iter().map(|choice| choice.key.clone()).collect();
    // A person may also have typed what is printed for it.
    let label = choices.iter().find(|choice| choice.label.eq_ignore_ascii_case(text.trim()));
    let nearest = label
        .map(|choice| choice.key.clone())
        .or_else(|| nearest(text, keys.iter().map(String::as_str)).map(str::to_owned));
    Err(ValueError::NotAChoice { given: text.to_owned(), choices: keys, nearest })
}

fn choice_set<'a>(
    choices: &[Choice],
    texts: impl Iterator<Item = &'a str>,
) -> Result<Value, ValueError> {
    let mut seen = BTreeSet::new();
    let mut keys = Vec::new();
    for text in texts {
        let key = if text.is_empty() { Err(ValueError::Empty) } else { choice(choices, text) }?;
        if seen.insert(key.clone()) {
            keys.push(key);
        }
    }
    Ok(Value::Choices(keys))
}

fn number(text: &str) -> Result<i64, ValueError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.bytes().all(|b| b.is_ascii_digit());
    let not = || ValueError::NotANumber { given: text.to_owned() };
    text.parse().ok().filter(|_| whole).ok_or_else(not)
}

fn field<'f>(fields: &'f [Field], name: &str) -> Result<&'f Field, ValueError> {
    fields.iter().find(|field| field.name == name).ok_or_else(|| ValueError::UnknownField {
        given: name.to_owned(),
        fields: fields.iter().map(|field| field.name.clone()).collect(),
        nearest: nearest(name, fields.iter().map(|f| f.name.as_str())).map(str::to_owned),
    })
}

/// What an item lacks.
fn whole(fields: &[Field], values: &BTreeMap<String, Value>) -> Vec<ValueError> {
    if values.is_empty() {
        return vec![ValueError::Empty];
    }
    let missing = fields.iter().filter(|f| f.required && !values.contains_key(&f.name));
    missing.map(|f| ValueError::MissingField { field: f.name.clone() }).collect()
}

fn of_kind(kind: &FactKind, node: &Node, wrong: &mut Vec<Wrong>) -> Option<Value> {
    let mut fail = |error| {
        wrong.push((node.place, error));
        None
    };
    if node.is_null() {
        return fail(ValueError::Empty);
    }
    if let Some(text) = node.text() {
        return scalar(kind, text).map_or_else(fail, Some);
    }
    match (kind, node.list()) {
        (FactKind::List(of), Some(items)) => Some(list(of, items, wrong)),
        (FactKind::List(_), None) => fail(ValueError::NotAList),
        (FactKind::Choices(choices), Some(items)) => match texts(items) {
            Some(texts) => choice_set(choices, texts.into_iter()).map_or_else(fail, Some),
            None => fail(ValueError::NotOneText),
        },
        (
            FactKind::Text(_)
            | FactKind::Choice(_)
            | FactKind::Choices(_)
            | FactKind::YesNo
            | FactKind::Date
            | FactKind::DateTime
            | FactKind::Number,
            _,
        ) => fail(ValueError::NotOneText),
    }
}

fn texts(items: &[Node]) -> Option<Vec<&str>> {
    items.iter().map(|item| if item.is_null() { None } else { item.text() }).collect()
}

fn list(of: &ListOf, nodes: &[Node], wrong: &mut Vec<Wrong>) -> Value {
    let items = nodes.iter().filter_map(|node| match of {
        ListOf::Texts => match of_kind(&FactKind::Text(Vec::new()), node, wrong)? {
            Value::Text(text) => Some(Item::Text(text)),
            Value::Choice(_)
            | Value::Choices(_)
            | Value::YesNo(_)
            | Value::Date(_)
            | Value::DateTime(_)
            | Value::Number(_)
            | Value::List(_) => None,
        },
        ListOf::Fields(fields) => {
            let item = node.map().map(|entries| fields_of(fields, node, entries, wrong));
            if item.is_none() {
                wrong.push((node.place, ValueError::NotAnItem));
            }
            item
        }
    });
    Value::List(items.collect())
}

fn fields_of(fields: &[Field], node: &Node, entries: &[Entry], wrong: &mut Vec<Wrong>) -> Item {
    let mut values = BTreeMap::new();
    let before = wrong.len();
    for entry in entries {
        match field(fields, &entry.key) {
            Ok(field) => {
                let mut inner = Vec::new();
                if let Some(value) = of_kind(&field.kind, &entry.node, &mut inner) {
                    values.insert(entry.key.clone(), value);
                }
                wrong.extend(inner.into_iter().map(|(at, error)| (at, error.in_field(&entry.key))));
            }
            Err(error) => wrong.push((entry.place, error)),
        }
    }
    // What is there but wrong is said once, not again as missing.
    let clean = wrong.len() == before;
    let there = |name: &str| entries.iter().any(|entry| entry.key == name);
    let mut lacks = whole(fields, &values);
    lacks.retain(|error| match error.missing_field() {
        Some(field) => !there(field),
        None => clean,
    });
    wrong.extend(lacks.into_iter().map(|error| (node.place, error)));
    Item::Fields(values)
}
