//! Facts on the first path: each is read as the type that the dictionary gives it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use crate::domain::{Dictionary, FactKind, Facts, Field, Item, ListOf, Value};
use crate::pathway::reading;
use crate::register::format::words::Word;

/// The mapping of facts.
pub(super) struct FactsSeed<'d>(pub &'d Dictionary);

impl<'de> DeserializeSeed<'de> for FactsSeed<'_> {
    type Value = Facts;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Facts, D::Error> {
        // Through an option, as an empty scalar would else pass for an empty mapping.
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for FactsSeed<'_> {
    type Value = Facts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("facts")
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Facts, D::Error> {
        inner.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
        let mut facts = Facts::new();
        while let Some(key) = map.next_key::<String>()? {
            let def = self.0.get(&key).ok_or_else(|| A::Error::custom("unknown"))?;
            match facts.entry(def.name.clone()) {
                Entry::Vacant(place) => place.insert(map.next_value_seed(ValueSeed(&def.kind))?),
                Entry::Occupied(_) => return Err(A::Error::custom("stands twice")),
            };
        }
        Ok(facts)
    }
}

/// A value of a type; none for null.
struct ValueSeed<'d>(&'d FactKind);

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }

    fn visit_none<E: Error>(self) -> Result<Option<Value>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Option<Value>, D::Error> {
        match self.0 {
            FactKind::Choices(_) => inner.deserialize_seq(self),
            FactKind::List(of) => inner.deserialize_seq(ListSeed(of)).map(Some),
            FactKind::Text(_)
            | FactKind::Choice(_)
            | FactKind::YesNo
            | FactKind::Date
            | FactKind::DateTime
            | FactKind::Number => inner.deserialize_str(self),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<Value>, E> {
        reading::scalar(self.0, text).map(Some).map_err(|_| E::custom("no value"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Value>, A::Error> {
        let mut keys: Vec<String> = Vec::new();
        while let Some(Word(key)) = seq.next_element()? {
            let Ok(Value::Choices(read)) = reading::scalar(self.0, &key) else {
                return Err(A::Error::custom("no choice"));
            };
            // `a,b` is two choices in a text, and none in a list.
            if !matches!(read.as_slice(), [only] if *only == key) {
                return Err(A::Error::custom("no choice"));
            }
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        Ok(Some(Value::Choices(keys)))
    }
}

struct ListSeed<'d>(&'d ListOf);

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        match self.0 {
            ListOf::Texts => {
                while let Some(Word(text)) = seq.next_element()? {
                    let text = reading::clean(&text).map_err(|_| A::Error::custom("no text"))?;
                    items.push(Item::Text(text));
                }
            }
            ListOf::Fields(fields) => {
                while let Some(item) = seq.next_element_seed(ItemSeed(fields))? {
                    items.push(item);
                }
            }
        }
        Ok(Value::List(items))
    }
}

#[derive(Clone, Copy)]
struct ItemSeed<'d>(&'d [Field]);

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let field = self.0.iter().find(|field| field.name == name);
            let field = field.ok_or_else(|| A::Error::custom("unknown"))?;
            let value = map.next_value_seed(ValueSeed(&field.kind))?;
            let value = value.ok_or_else(|| A::Error::custom("nothing"))?;
            if values.insert(name, value).is_some() {
                return Err(A::Error::custom("stands twice"));
            }
        }
        reading::item_of(self.0, values).map_err(|_| A::Error::custom("no item"))
    }
}
