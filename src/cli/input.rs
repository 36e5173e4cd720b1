//! From what was typed after a fact's flag to a value. Dates may be said as people say them;
//! everything else is read as files are.

use crate::domain::{FactDef, FactKind, Field, Item, ListOf, Moment, Place, Problem, Value, When};
use crate::pathway::reading;

use super::moment::{self, Typed};
use super::wording;

/// The value of a fact's flag, given once or, for a list, several times.
pub fn value(def: &FactDef, given: &[&str], now: Moment) -> Result<Value, Vec<Problem>> {
    let place = Place::file(format!("--{}", def.name.flag()));
    let problem = |message: String| vec![Problem::new(place, message)];
    // A hint that was pasted as it stood.
    if given.iter().any(|text| text.trim() == "...") {
        return Err(problem("`...` stands for what you have to say here".to_owned()));
    }
    let value = match &def.kind {
        FactKind::List(ListOf::Texts) => {
            let item = |text: &&str| match text_value(text) {
                Ok(text) => Ok(Item::Text(text)),
                Err(message) => Err(Problem::new(place, message)),
            };
            Value::List(gather(given.iter().map(item))?)
        }
        FactKind::List(ListOf::Fields(fields)) => {
            let item = |text: &&str| {
                item(fields, text, now).map_err(|message| Problem::new(place, message))
            };
            Value::List(gather(given.iter().map(item))?)
        }
        kind => {
            let [text] = given else {
                return Err(problem("it is given twice".to_owned()));
            };
            scalar(kind, text, now).map_err(problem)?
        }
    };
    reading::check(def, &value, now).map_err(|error| problem(error.message()))?;
    Ok(value)
}

fn gather(items: impl Iterator<Item = Result<Item, Problem>>) -> Result<Vec<Item>, Vec<Problem>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            Ok(item) => good.push(item),
            Err(problem) => bad.push(problem),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

fn text_value(text: &str) -> Result<String, String> {
    match reading::scalar(&FactKind::Text(Vec::new()), text) {
        Ok(Value::Text(text)) => Ok(text),
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(error.message()),
    }
}

/// A value that is no list.
fn scalar(kind: &FactKind, text: &str, now: Moment) -> Result<Value, String> {
    match kind {
        FactKind::Date => match moment::read(text, now) {
            Ok(Typed::Day(day)) => Ok(Value::Date(day)),
            Ok(Typed::Moment(_)) => Err("a day is wanted, without a time".to_owned()),
            Err(error) => Err(wording::moment(&error)),
        },
        FactKind::DateTime => match moment::read(text, now) {
            Ok(Typed::Day(day)) => Ok(Value::DateTime(When::Day(day))),
            Ok(Typed::Moment(moment)) => Ok(Value::DateTime(When::Moment(moment))),
            Err(error) => Err(wording::moment(&error)),
        },
        FactKind::Text(_)
        | FactKind::Choice(_)
        | FactKind::Choices(_)
        | FactKind::YesNo
        | FactKind::Number
        | FactKind::List(_) => reading::scalar(kind, text).map_err(|error| error.message()),
    }
}

/// An item as `agency=police,name=...,role=...`. A comma ends a value only where the name of a
/// field and `=` follow it, so that a value may hold commas.
fn item(fields: &[Field], text: &str, now: Moment) -> Result<Item, String> {
    let pairs = pairs(fields, text)?;
    let mut good = std::collections::BTreeMap::new();
    for (name, given) in &pairs {
        let Some(field) = fields.iter().find(|field| field.name == *name) else {
            return Err(wording::no_field(name, fields));
        };
        let value = scalar(&field.kind, given, now).map_err(|said| format!("{name}: {said}"))?;
        if good.insert(name.clone(), value).is_some() {
            return Err(format!("{name} is given twice"));
        }
    }
    let missing = fields.iter().filter(|field| field.required && !good.contains_key(&field.name));
    let missing: Vec<&str> = missing.map(|field| field.name.as_str()).collect();
    if missing.is_empty() {
        Ok(Item::Fields(good))
    } else {
        Err(format!("{} is missing", missing.join(", ")))
    }
}

fn pairs(fields: &[Field], text: &str) -> Result<Vec<(String, String)>, String> {
    let mut starts = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        // No further than the next comma: a long text is not looked through for each.
        let named = rest.split(',').next().and_then(|part| part.split_once('='));
        let name = named.map(|(name, _)| name.trim()).unwrap_or_default();
        let plain =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let known = fields.iter().any(|field| field.name == name);
        // A word that no field has is a value's own only where a blank comes before it.
        let begins = known || starts.is_empty() || !rest.starts_with(' ');
        if plain && begins {
            starts.push(at);
        }
        match rest.find(',') {
            Some(comma) => at += comma + 1,
            None => break,
        }
    }
    if starts.first() != Some(&0) {
        return Err(wording::item_form(fields));
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([text.len()]);
    let pairs = starts.iter().zip(ends).map(|(start, end)| {
        let (name, given) = text[*start..end].split_once('=').unwrap_or_default();
        (name.trim().to_owned(), given.trim().to_owned())
    });
    Ok(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<Field> {
        ["agency", "name", "role"]
            .map(|name| Field {
                name: name.to_owned(),
                label: name.to_owned(),
                kind: FactKind::Text(Vec::new()),
                required: name == "agency",
            })
            .to_vec()
    }

    fn read(text: &str) -> Result<Item, String> {
        item(&fields(), text, Moment::from_unix(0).unwrap())
    }

    #[test]
    fn a_value_may_hold_commas_and_equals_signs() {
        let Ok(Item::Fields(given)) = read("agency=police,name=A, B and C=D,role=DS") else {
            panic!("not read")
        };
        assert_eq!(given["name"], Value::Text("A, B and C=D".into()));
        assert_eq!(given.len(), 3);
    }

    #[test]
    fn what_is_wrong_with_an_item_is_said() {
        assert!(read("police").unwrap_err().contains("agency=..."));
        assert!(read("name=x").unwrap_err().contains("agency is missing"));
        assert!(read("agency=a,agency=b").unwrap_err().contains("twice"));
        assert!(read("agency=a,nome=b").unwrap_err().contains("nome"));
        assert!(read("agnecy=a").unwrap_err().contains("agnecy"));
    }
}
