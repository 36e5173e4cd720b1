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

/// A fact as its reader sees it.
pub struct Fact {
    /// What forms print for it.
    pub label: String,
    /// Its type.
    pub kind: FactKind,
    /// What the reader sees of it.
    pub sight: Sight,
}

/// A value of a field of an item, or an item of a list of texts.
pub struct Cell {
    /// What forms print for the field.
    pub label: String,
    kind: FactKind,
    value: Option<Value>,
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
        Fact { label: label.to_owned(), kind: FactKind::Text(Vec::new()), sight }
    }

    /// It, in words.
    pub fn text(&self) -> String {
        match &self.sight {
            Sight::Known(value) => say::value(value, &self.kind),
            Sight::Unknown => say::NOT_RECORDED.to_owned(),
            Sight::Withheld => say::NOT_SHOWN.to_owned(),
            Sight::Contested(values) => {
                let said: Vec<String> = values.iter().map(|v| say::value(v, &self.kind)).collect();
                format!("RECORDS DISAGREE: {}", said.join(" / "))
            }
        }
    }

    /// The fields of its items; one without a name for a list of texts.
    pub fn fields(&self) -> Vec<Field> {
        match &self.kind {
            FactKind::List(ListOf::Fields(fields)) => fields.clone(),
            _ => Vec::new(),
        }
    }

    /// Its items.
    pub fn rows(&self) -> Vec<Row> {
        let Sight::Known(value) = &self.sight else { return Vec::new() };
        let fields = self.fields();
        let rows = value.items().iter().map(|item| match item {
            Item::Text(text) => {
                let cell = Cell {
                    label: self.label.clone(),
                    kind: FactKind::Text(Vec::new()),
                    value: Some(Value::Text(text.clone())),
                };
                Row { cells: vec![("text".to_owned(), Arc::new(cell))] }
            }
            Item::Fields(given) => {
                let cells = fields.iter().map(|field| {
                    let cell = Cell {
                        label: field.label.clone(),
                        kind: field.kind.clone(),
                        value: given.get(&field.name).filter(|v| !v.is_empty()).cloned(),
                    };
                    (field.name.clone(), Arc::new(cell))
                });
                Row { cells: cells.collect() }
            }
        });
        rows.collect()
    }

    /// Whether it is known.
    pub fn is_known(&self) -> bool {
        matches!(self.sight, Sight::Known(_))
    }
}

impl Cell {
    /// It, in words.
    pub fn text(&self) -> String {
        match &self.value {
            Some(value) => say::value(value, &self.kind),
            None => say::NOT_RECORDED.to_owned(),
        }
    }

    /// Whether it was given.
    pub fn is_known(&self) -> bool {
        self.value.is_some()
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
        match self.kind {
            FactKind::List(_) => ObjectRepr::Iterable,
            _ => ObjectRepr::Plain,
        }
    }

    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        match name.as_str()? {
            "label" => Some(Jinja::from(self.label.clone())),
            "key" => Some(match &self.sight {
                Sight::Known(value) => key(value),
                Sight::Unknown | Sight::Contested(_) | Sight::Withheld => Jinja::from(""),
            }),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match self.kind {
            FactKind::List(_) => {
                Enumerator::Values(self.rows().into_iter().map(Jinja::from_object).collect())
            }
            _ => Enumerator::NonEnumerable,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.is_known()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Object for Cell {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        match name.as_str()? {
            "label" => Some(Jinja::from(self.label.clone())),
            "key" => Some(self.value.as_ref().map_or_else(|| Jinja::from(""), key)),
            _ => None,
        }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.is_known()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Object for Row {
    fn get_value(self: &Arc<Self>, name: &Jinja) -> Option<Jinja> {
        let name = name.as_str()?;
        let found = self.cells.iter().find(|(field, _)| field == name);
        found.map(|(_, cell)| Jinja::from_dyn_object(Arc::clone(cell)))
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said: Vec<String> = self.cells.iter().map(|(_, cell)| cell.text()).collect();
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
