//! Conditions as sentences.

use crate::pathway::condition::{Condition, RankOf, Wanted};
use crate::pathway::view::Unmet;

/// A condition in words.
pub fn condition(condition: &Condition) -> String {
    match condition {
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) => join(parts, " or "),
        Condition::Not(part) => format!("not ({})", self::condition(part)),
        Condition::Fact { fact, any_of } => format!("{fact} is {}", wanted(any_of)),
        Condition::Known(fact) => format!("{fact} is known"),
        Condition::Taken { step, with } => {
            let with: Vec<String> =
                with.iter().map(|(fact, any_of)| format!("{fact} {}", wanted(any_of))).collect();
            if with.is_empty() {
                format!("{step} was taken")
            } else {
                format!("{step} was taken with {}", with.join(", "))
            }
        }
        Condition::Ever(step) => format!("{step} was ever taken"),
        Condition::First(step) => format!("it is the first {step}"),
        Condition::Has { list, fields } => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(field, any_of)| format!("{field} {}", wanted(any_of)))
                .collect();
            format!("{list} has {}", fields.join(", "))
        }
        Condition::Rank { of: RankOf::By, at_least, .. } => {
            format!("the person who takes the step is {at_least} or above")
        }
        Condition::Rank { of: RankOf::Fact(fact), at_least, .. } => {
            format!("{fact} is {at_least} or above")
        }
        Condition::Age { at_least } => format!("the age is {at_least} or more"),
        Condition::Changed(facts) => {
            let facts: Vec<&str> = facts.iter().map(crate::domain::FactName::as_str).collect();
            format!("{} changed", super::any_of(&facts))
        }
        Condition::Given(facts) => {
            let facts: Vec<&str> = facts.iter().map(crate::domain::FactName::as_str).collect();
            format!("{} is given", super::any_of(&facts))
        }
        Condition::Owed(obligation) => format!("{obligation} is owed"),
        Condition::Differ(a, b) => format!("{a} and {b} are two people"),
        Condition::Rule { name, .. } => name.to_string(),
    }
}

/// What should be otherwise, in words.
pub fn unmet(unmet: &[Unmet]) -> Vec<String> {
    let said = unmet.iter().map(|unmet| {
        let part = condition(&unmet.part);
        if unmet.wanted { format!("wanted: {part}") } else { format!("against it: {part}") }
    });
    let mut said: Vec<String> = said.collect();
    said.dedup();
    said
}

fn join(parts: &[Condition], word: &str) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Condition::All(_) | Condition::Any(_) => format!("({})", condition(part)),
            _ => condition(part),
        })
        .collect();
    parts.join(word)
}

fn wanted(any_of: &[Wanted]) -> String {
    let said: Vec<String> = any_of
        .iter()
        .map(|wanted| match wanted {
            Wanted::Text(text) => text.clone(),
            Wanted::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Wanted::Number(number) => number.to_string(),
            Wanted::Each => "the one in question".to_owned(),
        })
        .collect();
    super::any_of(&said)
}
