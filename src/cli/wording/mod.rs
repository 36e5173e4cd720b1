//! Every word that people read: why a step is refused, what was typed wrongly, what failed, how a
//! date came about. Layers below give facts; only here do they become sentences.

mod ailment;
mod condition;
mod document;
mod fault;
mod finding;
mod help;
mod refusal;
mod usage;
mod why;

pub use ailment::{AFTER, Ailment, ailment, done, grade};
pub use condition::{condition, unmet};
pub use document::{gap, unfit};
pub use fault::{defect, fault, warning, wrong_clock};
pub use finding::{FIRST_TIME, NOT_CHECKED, finding, since};
pub use help::{fact_help, fact_long_help, step_help};
pub use refusal::{refusal, source};
pub use usage::{item_form, moment, no_fact, no_field, usage};
pub use why::{amount, why};

use crate::domain::{FactDef, Item, StageName, Value};
use crate::pathway::Pathway;

/// What went wrong, in words: the first line, what else is to be said, and what to do next.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The rule or kind of mistake, by its stable name.
    pub rule: Option<String>,
    /// The first line: lower case, no full stop.
    pub message: String,
    /// The paragraph that the rule comes from.
    pub source: Option<String>,
    /// What to do next; a command that can be pasted where there is one.
    pub hint: Option<String>,
    /// The options with which the line that was typed would do, where it would.
    pub again: Option<String>,
}

/// Things in a row: `a, b or c`.
pub fn any_of<T: AsRef<str>>(things: &[T]) -> String {
    row(things, "or")
}

/// Things in a row: `a, b and c`.
pub fn all_of<T: AsRef<str>>(things: &[T]) -> String {
    row(things, "and")
}

fn row<T: AsRef<str>>(things: &[T], word: &str) -> String {
    match things {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} {word} {}", most.join(", "), last.as_ref())
        }
    }
}

/// A case of which some file does not read, where its stage would stand.
pub const UNREADABLE: &str = "unreadable";

/// Said where the proofs of a pathway were not all brought to an end.
pub const NOT_ALL_PROVED: &str = "notice: in this pathway very much depends on very much; not every history was looked at, and \
    what was not counts as possible\n";

/// A record that the rules do not permit where it stands.
pub fn misplaced(place: &str, message: &str, rule: &str) -> String {
    format!("{place}: not permitted where it stands: {message} (rule {rule})")
}

/// A new version of the pathway.
pub fn adopted_version(name: &str, version: u32, before: u32) -> String {
    format!(
        "{name}/{version} is for new cases from now on.\n\
         Cases that are there stay with the version by which they were opened, as {name}/{before}.\n"
    )
}

/// How many of something: `1 case`, `2 cases`.
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// A stage as people see it: its title and its name.
pub fn stage(name: &StageName, pathway: &Pathway) -> String {
    match pathway.stage(name.as_str()) {
        Some(stage) => format!("{} ({name})", stage.title),
        None => name.to_string(),
    }
}

/// A value of a fact as people read it. One of a named scale is never printed bare: it comes as
/// its label, which names the scale.
pub fn value_of(value: &Value, def: Option<&FactDef>) -> String {
    let scale = def.filter(|def| def.scheme.is_some()).and_then(|def| def.kind.choices());
    let label = value.as_text().and_then(|key| {
        let choices = scale.unwrap_or_default();
        choices.iter().find(|choice| choice.key == key).map(|choice| choice.label.clone())
    });
    label.unwrap_or_else(|| self::value(value))
}

/// A value as people read it.
pub fn value(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => text.clone(),
        Value::Choices(keys) => keys.join(", "),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Date(day) => super::moment::echo(*day),
        Value::DateTime(crate::domain::When::Day(day)) => super::moment::echo(*day),
        Value::DateTime(crate::domain::When::Moment(moment)) => super::ago::moment(*moment),
        Value::Number(number) => number.to_string(),
        Value::List(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
    }
}

fn item(item: &Item) -> String {
    match item {
        Item::Text(text) => text.clone(),
        Item::Fields(fields) => {
            let pairs = fields.iter().map(|(name, given)| format!("{name}: {}", value(given)));
            pairs.collect::<Vec<_>>().join("; ")
        }
    }
}

/// An error of the operating system, in its own words but in our form.
pub fn io(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().to_string() + chars.as_str()).unwrap_or_default()
}
