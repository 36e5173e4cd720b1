//! Invented values for facts, by their types alone. Every name says that it is invented.

use fastrand::Rng;

use crate::domain::{Day, FactDef, FactKind, Field, Item, ListOf, Meaning, Moment, Value, When};

const FIRST: &[&str] = &[
    "Ada", "Bilal", "Chidi", "Dara", "Ewa", "Farah", "Grace", "Hana", "Imran", "Jay", "Kofi",
    "Leila", "Maya", "Noor", "Oisin", "Priya", "Rosa", "Sami", "Tariq", "Zoë",
];
const LAST: &[&str] = &["Invented", "Madeup", "Pretend", "Sample", "Fictional", "Imaginary"];
const SENTENCES: &[&str] = &[
    "Seen getting into an unknown adult's car after school.",
    "Two missing episodes in a fortnight; came home with a new phone and would not say from whom.",
    "School reports that attendance fell to half since September.",
    "A friend's parent rang: messages from an older man, asking to meet.",
    "Foster carer worried about late-night calls and unexplained gifts.",
    "Youth worker heard of a flat where older young people gather.",
    "No new information; agreed to look again when the school has answered.",
    "The child said that they feel watched on the way home, and would like somebody to walk along.",
];

/// A source of invented values.
pub struct Inventor<'a> {
    /// The randomness.
    pub rng: &'a mut Rng,
    /// The moment at which the values are typed.
    pub now: Moment,
    /// The names of all roles, for facts that name one.
    pub roles: &'a [&'a str],
}

impl Inventor<'_> {
    /// A value for a fact.
    pub fn value(&mut self, def: &FactDef) -> Value {
        match def.means {
            Some(Meaning::BirthDate) => {
                let days = self.rng.i64(12 * 365..17 * 365);
                return Value::Date(self.now.day().plus_days(-days));
            }
            Some(Meaning::Name) => return Value::Text(self.name()),
            Some(Meaning::Rag | Meaning::Category | Meaning::GivenOut) | None => {}
        }
        match &def.kind {
            FactKind::List(list) => Value::List(self.items(list, def.must_be_past)),
            kind => self.scalar(kind, def.name.as_str(), def.must_be_past),
        }
    }

    fn name(&mut self) -> String {
        format!("{} {}", self.pick(FIRST), self.pick(LAST))
    }

    fn pick<'b>(&mut self, from: &[&'b str]) -> &'b str {
        self.rng.choice(from.iter()).copied().unwrap_or_default()
    }

    /// One to three sentences, sometimes each in a line of its own.
    fn account(&mut self) -> String {
        let count = self.rng.usize(1..4);
        let between = if self.rng.u8(..4) == 0 { "\n" } else { " " };
        let said: Vec<&str> = (0..count).map(|_| self.pick(SENTENCES)).collect();
        said.join(between)
    }

    fn scalar(&mut self, kind: &FactKind, name: &str, past: bool) -> Value {
        match kind {
            FactKind::Text(suggested) if !suggested.is_empty() => {
                let at = self.rng.usize(..suggested.len());
                Value::Text(suggested[at].key.clone())
            }
            FactKind::Text(_) if name.ends_with("role") && self.rng.u8(..10) < 9 => {
                Value::Text(self.pick(self.roles).to_owned())
            }
            FactKind::Text(_) if name.ends_with("role") => Value::Text("worker".to_owned()),
            FactKind::Text(_) if is_a_name(name) => Value::Text(self.name()),
            FactKind::Text(_) => Value::Text(self.account()),
            FactKind::Choice(choices) => {
                let at = self.rng.usize(..choices.len().max(1));
                Value::Choice(choices.get(at).map(|c| c.key.clone()).unwrap_or_default())
            }
            FactKind::Choices(choices) => {
                let chosen = choices.iter().filter(|_| self.rng.u8(..3) == 0);
                let mut chosen: Vec<String> = chosen.map(|c| c.key.clone()).collect();
                if chosen.is_empty() {
                    chosen.extend(choices.first().map(|c| c.key.clone()));
                }
                Value::Choices(chosen)
            }
            FactKind::YesNo => Value::YesNo(self.rng.bool()),
            FactKind::Date => Value::Date(self.day(past)),
            FactKind::DateTime if past => {
                Value::DateTime(When::Moment(self.now.plus_seconds(-self.rng.i64(0..86_400))))
            }
            FactKind::DateTime => Value::DateTime(When::Day(self.day(past))),
            FactKind::Number => Value::Number(self.rng.i64(1..20)),
            FactKind::List(_) => Value::List(Vec::new()),
        }
    }

    fn day(&mut self, past: bool) -> Day {
        let days = if past { self.rng.i64(-20..0) } else { self.rng.i64(-5..30) };
        self.now.day().plus_days(days)
    }

    fn items(&mut self, list: &ListOf, past: bool) -> Vec<Item> {
        let count = self.rng.usize(1..4);
        (0..count)
            .map(|_| match list {
                ListOf::Texts => Item::Text(self.pick(SENTENCES).to_owned()),
                ListOf::Fields(fields) => Item::Fields(self.fields(fields, past)),
            })
            .collect()
    }

    fn fields(
        &mut self,
        fields: &[Field],
        past: bool,
    ) -> std::collections::BTreeMap<String, Value> {
        let mut given = std::collections::BTreeMap::new();
        for field in fields {
            if field.required || self.rng.u8(..10) < 6 {
                given.insert(field.name.clone(), self.scalar(&field.kind, &field.name, past));
            }
        }
        given
    }
}

fn is_a_name(name: &str) -> bool {
    let last = name.rsplit(['.', '_']).next().unwrap_or(name);
    ["name", "chair", "worker", "manager", "advisor", "by"].contains(&last)
}
