//! Phrases in free text that a pathway wants pointed out, as those that put responsibility on a
//! child. What is found is said and never refused; which phrases, and what is said, is data.

use crate::domain::{FactName, Facts, Item, Value};

use super::model::{Pathway, Wording};

/// What there is to say of the texts of a record, one sentence for each wording and fact.
pub fn said(pathway: &Pathway, facts: &Facts) -> Vec<String> {
    let mut said = Vec::new();
    for wording in &pathway.wordings {
        for (fact, value) in facts {
            let Some(value) = value.as_ref().filter(|_| !wording.not_in.contains(fact)) else {
                continue;
            };
            let found = found(wording, value);
            if !found.is_empty() {
                said.push(sentence(pathway, wording, fact, &found));
            }
        }
    }
    said
}

fn sentence(pathway: &Pathway, wording: &Wording, fact: &FactName, found: &[&str]) -> String {
    let label = pathway.dictionary.get(fact.as_str()).map_or("", |def| def.label.as_str());
    wording.say.replace("{phrase}", &found.join(", ")).replace("{fact}", label)
}

/// The phrases of a wording that a value has in its texts.
fn found<'w>(wording: &'w Wording, value: &Value) -> Vec<&'w str> {
    let texts: Vec<String> = texts(value).into_iter().map(plain).collect();
    let has = |phrase: &&String| texts.iter().any(|text| says(text, phrase));
    wording.phrases.iter().filter(has).map(String::as_str).collect()
}

/// What somebody wrote freely: no stored key, date or number.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Text(text) => vec![text],
        Value::List(items) => items
            .iter()
            .flat_map(|item| match item {
                Item::Text(text) => vec![text.as_str()],
                Item::Fields(fields) => fields.values().flat_map(texts).collect(),
            })
            .collect(),
        Value::Choice(_)
        | Value::Choices(_)
        | Value::YesNo(_)
        | Value::Date(_)
        | Value::DateTime(_)
        | Value::Number(_) => Vec::new(),
    }
}

/// A text as phrases are looked for in it: small letters, single blanks, straight apostrophes.
pub fn plain(text: &str) -> String {
    let lower = text.to_lowercase().replace(['\u{2018}', '\u{2019}'], "'");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a phrase stands in a text as whole words.
fn says(text: &str, phrase: &str) -> bool {
    !phrase.is_empty()
        && text.match_indices(phrase).any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + phrase.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_as_whole_words_whatever_capitals_blanks_and_apostrophes() {
        let text = plain("He says she\u{2019}s  Hard\nto reach.");
        assert!(says(&text, "she's hard to reach"));
        assert!(says(&text, "hard to"));
        assert!(!says(&text, "hard t"));
        assert!(!says(&text, "ays she's"));
        assert!(!says(&text, ""));
    }
}
