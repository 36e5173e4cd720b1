//! Dates and moments that were typed as people say them, said again with their weekday: only so
//! does somebody see that `next friday` or `3/4` was read as they meant it.

use clap::ArgMatches;

use crate::domain::{Facts, Item, Value, When};

use super::{ago, moment};

/// Each fact whose date was not typed as files have it, and how it was read.
pub fn of(facts: &Facts, matches: &ArgMatches) -> Vec<String> {
    let mut said = Vec::new();
    for (name, value) in facts {
        let Some(typed) = matches.try_get_many::<String>(name.as_str()).ok().flatten() else {
            continue;
        };
        let typed: Vec<&str> = typed.map(String::as_str).collect();
        let mut see = |place: &str, value: &Value| {
            let Some(when) = value.as_when() else { return };
            let day = when.day().to_string();
            if !typed.iter().any(|typed| typed.contains(&day)) {
                said.push(format!("{place}: {}", in_words(when)));
            }
        };
        match value {
            Some(Value::List(items)) => {
                for item in items {
                    let Item::Fields(fields) = item else { continue };
                    for (field, value) in fields {
                        see(&format!("{name} ({field})"), value);
                    }
                }
            }
            Some(value) => see(name.as_str(), value),
            None => {}
        }
    }
    said
}

/// A day or moment with its weekday.
pub fn in_words(when: When) -> String {
    match when {
        When::Day(day) => moment::echo(day),
        When::Moment(moment) => ago::moment(moment),
    }
}
