//! What a template holds in its hands: facts and items of lists, with their labels. A template
//! can print them, ask whether they are known, and walk through a list; it cannot look past them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::Value as Jinja;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use crate::domain::{FactKind, Field, Item, ListOf, Value};

use super::say;
use super::view::Sight;

/// A fact as its reader sees it. What it says is worked out once, however often it is asked.
pub struct Fact {
    /// What forms print for it.
    pub label: String,
    /// Whether it is known to this reader.
    pub is_known: bool,
    /// Whether it is kept from this reader.
    pub is_withheld: bool,
    /// It, in words.
    pub text: Arc<str>,
    /// The fields of its items, where it is a list: name and label.
    pub fields: Option<Vec<(String, String)>>,
    /// Its items.
    pub rows: Vec<Arc<Row>>,
    key: Jinja,
}

/// A value of a field of an item, or an item of a list of texts.
pub struct Cell {
    /// What forms print for the field.
    pub label: String,
    /// It, in words.
    pub text: Arc<str>,
    /// Whether it was given.
    pub is_known: bool,
    key: Jinja,
}

/// An item of a list.
pub struct Row {
    /// Its fields, in the order of the dictionary.
    pub cells: Vec<(String, Arc<Cell>)>,
}

/// Names under a common head, as `child` of `child.name`.
pub struct Group(pub BTreeMap<String, Jinja>);

impl Object for Group {
    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        self.0.get(name.as_str()?).cloned()
    }
}

impl Fact {
    /// What is no fact of the dictionary, and printed as one.
    pub fn said(label: &str, text: Option<String>) -> Self {
        let sight = text.map_or(Sight::Unknown, |text| Sight::Known(Value::Text(text)));
        Fact::new(label, &FactKind::Text(Vec::new()), &sight)
    }

    /// A fact as a reader sees it.
    pub fn new(label: &str, kind: &FactKind, sight: &Sight) -> Self {
        let text = match sight {
            Sight::Known(value) => say::value(value, kind),
            Sight::Unknown => say::NOT_RECORDED.to_owned(),
            Sight::Withheld => say::NOT_SHOWN.to_owned(),
            Sight::Contested(values) => {
                let said: Vec<String> = values.iter().map(|v| say::value(v, kind)).collect();
                format!("RECORDS DISAGREE: {}", said.join(" / "))
            }
        };
        let known = match sight {
            Sight::Known(value) => Some(value),
            Sight::Unknown | Sight::Withheld | Sight::Contested(_) => None,
        };
        let fields = kind.fields();
        let names = fields.iter().map(|field| (field.name.clone(), field.label.clone()));
        let names: Vec<(String, String)> = if *kind == FactKind::List(ListOf::Texts) {
            vec![(TEXT.to_owned(), label.to_owned())]
        } else {
            names.collect()
        };
        let items = known.map(Value::items).unwrap_or_default();
        Fact {
            label: label.to_owned(),
            is_known: known.is_some(),
            is_withheld: *sight == Sight::Withheld,
            text: text.into(),
            fields: matches!(kind, FactKind::List(_)).then_some(names),
            rows: items.iter().map(|item| Arc::new(Row::new(item, label, fields))).collect(),
            key: known.map_or_else(|| Jinja::from(""), key),
        }
    }
}

/// The name of the only field of a list of texts.
const TEXT: &str = "text";

impl Row {
    fn new(item: &Item, label: &str, fields: &[Field]) -> Self {
        let cells = match item {
            Item::Text(text) => {
                let value = Value::Text(text.clone());
                let cell = Cell::new(label, &FactKind::Text(Vec::new()), Some(&value));
                vec![(TEXT.to_owned(), Arc::new(cell))]
            }
            Item::Fields(given) => fields
                .iter()
                .map(|field| {
                    let value = given.get(&field.name).filter(|value| !value.is_empty());
                    let cell = Cell::new(&field.label, &field.kind, value);
                    (field.name.clone(), Arc::new(cell))
                })
                .collect(),
        };
        Row { cells }
    }
}

impl Cell {
    fn new(label: &str, kind: &FactKind, value: Option<&Value>) -> Self {
        let text = value.map(|value| say::value(value, kind));
        Cell {
            label: label.to_owned(),
            is_known: value.is_some(),
            text: text.unwrap_or_else(|| say::NOT_RECORDED.to_owned()).into(),
            key: value.map_or_else(|| Jinja::from(""), key),
        }
    }
}

/// The stored key of a value, for comparing: of a choice its key, of yes-no `yes` or `no`.
fn key(value: &Value) -> Jinja {
    match value {
        Value::Text(text) | Value::Choice(text) => Jinja::from(text.clone()),
        Value::YesNo(yes) => Jinja::from(if *yes { "yes" } else { "no" }),
        Value::Choices(keys) => Jinja::from(keys.join(",")),
        Value::Number(number) => Jinja::from(*number),
        Value::Date(day) => Jinja::from(day.to_string()),
        Value::DateTime(when) => Jinja::from(when.to_string()),
        Value::List(_) => Jinja::from(""),
    }
}

impl Object for Fact {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        if self.fields.is_some() { ObjectRepr::Iterable } else { ObjectRepr::Plain }
    }

    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        match name.as_str()? {
            "label" => Some(Jinja::from(self.label.clone())),
            "key" => Some(self.key.clone()),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        if self.fields.is_none() {
            return Enumerator::NonEnumerable;
        }
        let rows = self.rows.iter();
        Enumerator::Values(rows.map(|row| Jinja::from_dyn_object(Arc::clone(row))).collect())
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.is_known
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Object for Cell {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        match name.as_str()? {
            "label" => Some(Jinja::from(self.label.clone())),
            "key" => Some(self.key.clone()),
            _ => None,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.is_known
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Object for Row {
    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        let name = name.as_str()?;
        let found = self.cells.iter().find(|(field, _)| field == name);
        found.map(|(_, cell)| Jinja::from_dyn_object(Arc::clone(cell)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: Vec<&str> = self.cells.iter().map(|(_, cell)| &*cell.text).collect();
        f.write_str(&said.join("; "))
    }
}

/// A value without what it holds: nothing of a case is printed by accident.
macro_rules! says_nothing {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )*};
}

says_nothing!(Fact, Cell, Row, Group);
