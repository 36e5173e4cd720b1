//! What is kept from a reader, as forms that can be searched for: whole values, sentences, lines of
//! an address, names, and postcodes, telephone numbers and registrations however they are spaced.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::folded;
use crate::documents::library::Template;
use crate::documents::render::Subject;
use crate::documents::say;
use crate::documents::view::{Sight, View};
use crate::domain::case::FactHistory;
use crate::domain::{Day, FactDef, Item, Lasts, Value, When};
use crate::pathway::Audience;

/// A text of more words than this is searched sentence by sentence.
const WHOLE: usize = 12;
/// A sentence of fewer words is too common to be anybody's secret.
const SENTENCE: usize = 4;

/// Something to be searched for.
pub struct Secret {
    /// The fact that holds it.
    pub fact: String,
    /// Its form.
    pub form: Form,
}

/// A form in which something is searched for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Words in small letters, blanks around them.
    Words(String),
    /// A word as it is written, blanks around it.
    Exact(String),
    /// Letters and digits alone.
    Compact(String),
}

/// A text of a fact that is kept from the reader.
struct Leaf<'a> {
    def: &'a FactDef,
    text: String,
    /// Whether it is the name of the item.
    is_name: bool,
}

/// All that is to be searched for.
pub fn secrets(
    subject: &Subject<'_>,
    template: &Template,
    audience: Audience,
    view: &View<'_>,
) -> Vec<Secret> {
    let dictionary = &subject.pathway.dictionary;
    // Most cases have nothing to be searched for.
    let common = LazyCell::new(|| common(subject, template));
    let visible = LazyCell::new(|| visible(subject, template, view));
    let mut found = BTreeSet::new();
    for def in dictionary.iter() {
        let Some(history) = subject.replay.case.fact(def.name.as_str()) else { continue };
        // An anonymous document holds nothing of the case but what was written for it.
        let hidden = template.front.anonymous && !template.front.sees(def.name.as_str());
        let withheld = hidden || view.withheld(def).is_some();
        let reduced = def.whose == "other-child" && !audience.names_other_children();
        if !withheld && !reduced {
            continue;
        }
        let given = history.given().iter().flat_map(|given| leaves(def, &given.value));
        for leaf in given.filter(|leaf| withheld || leaf.is_name) {
            let known_in_role = matches!(def.whose.as_str(), "professional" | "authority")
                && def.sensitivity != "confidential"
                && visible.contains(&words(&leaf.text));
            if known_in_role {
                continue;
            }
            let named = if hidden { names(&leaf) } else { Vec::new() };
            for form in forms(&leaf).into_iter().chain(named) {
                let is_common = match &form {
                    Form::Words(text) => common.contains(text.as_str()),
                    Form::Exact(text) => common.contains(text.to_lowercase().as_str()),
                    Form::Compact(_) => false,
                };
                if !is_common {
                    found.insert((def.name.to_string(), form));
                }
            }
        }
    }
    if template.front.anonymous {
        let number = Form::Compact(subject.id.to_string().replace('-', "").to_lowercase());
        found.insert(("the case number".to_owned(), number));
        for def in dictionary.iter().filter(|def| !template.front.sees(def.name.as_str())) {
            let history = subject.replay.case.fact(def.name.as_str());
            let given = history.into_iter().flat_map(FactHistory::given);
            let days = given.filter_map(|given| day(&given.value));
            found
                .extend(days.map(|day| (def.name.to_string(), Form::Words(words(&say::day(day))))));
        }
    }
    found.into_iter().map(|(fact, form)| Secret { fact, form }).collect()
}

/// The day of a date or a moment.
fn day(value: &Value) -> Option<Day> {
    match value {
        Value::Date(day) | Value::DateTime(When::Day(day)) => Some(*day),
        Value::DateTime(When::Moment(at)) => Some(at.day()),
        Value::Text(_)
        | Value::Choice(_)
        | Value::Choices(_)
        | Value::YesNo(_)
        | Value::Number(_)
        | Value::List(_) => None,
    }
}

/// Each word of a name: whoever knows the child knows them by one.
fn names(leaf: &Leaf<'_>) -> Vec<Form> {
    let is_short = leaf.def.lasts == Lasts::Case && leaf.text.split_whitespace().count() <= 4;
    if !leaf.is_name && !is_short {
        return Vec::new();
    }
    let text = folded(&leaf.text);
    let all = text.split(|c: char| !c.is_alphanumeric());
    let named = all.filter(|word| {
        word.chars().count() >= 3 && word.chars().next().is_some_and(char::is_uppercase)
    });
    named.map(|word| Form::Exact(format!(" {word} "))).collect()
}

/// What the template, the dictionary and the pathway say themselves is nobody's secret.
fn common(subject: &Subject<'_>, template: &Template) -> String {
    let mut text = format!("{} {} ", template.front.title, template.front.handling);
    text.push_str(&template.body);
    template.parts.iter().for_each(|(_, part)| text.push_str(part));
    for def in subject.pathway.dictionary.iter() {
        text.push_str(&format!(" . {} ", def.label));
        let mut kinds = vec![&def.kind];
        for field in def.kind.fields() {
            text.push_str(&format!(" . {} ", field.label));
            kinds.push(&field.kind);
        }
        for choice in kinds.into_iter().flat_map(say::choices) {
            text.push_str(&format!(" . {} . {} ", choice.label, choice.key));
        }
    }
    subject.pathway.roles.iter().for_each(|role| text.push_str(&format!(" . {} ", role.title)));
    words(&text)
}

/// Whole texts that the reader is shown anyway.
fn visible(subject: &Subject<'_>, template: &Template, view: &View<'_>) -> BTreeSet<String> {
    let seen = view.facts(&template.front).into_values();
    let seen = seen.filter_map(|(def, sight)| match sight {
        Sight::Known(value) => Some((def, value)),
        Sight::Unknown | Sight::Contested(_) | Sight::Withheld => None,
    });
    let mut texts: BTreeSet<String> = seen
        .flat_map(|(def, value)| leaves(def, &value).collect::<Vec<_>>())
        .map(|leaf| words(&leaf.text))
        .collect();
    texts.extend(subject.replay.case.worker().map(words));
    texts
}

/// The free texts of a value.
fn leaves<'a>(def: &'a FactDef, value: &Value) -> impl Iterator<Item = Leaf<'a>> {
    let leaf = |text: &str, is_name: bool| Leaf { def, text: say::clean(text), is_name };
    let mut found = Vec::new();
    match value {
        Value::Text(text) => found.push(leaf(text, false)),
        Value::List(items) => {
            let name =
                def.kind.fields().iter().find(|field| field.required).map(|field| &field.name);
            for item in items {
                match item {
                    Item::Text(text) => found.push(leaf(text, true)),
                    Item::Fields(given) => {
                        for (field, value) in given {
                            if let Value::Text(text) = value {
                                found.push(leaf(text, name == Some(field)));
                            }
                        }
                    }
                }
            }
        }
        Value::Choice(_)
        | Value::Choices(_)
        | Value::YesNo(_)
        | Value::Date(_)
        | Value::DateTime(_)
        | Value::Number(_) => {}
    }
    found.into_iter()
}

/// Whether a text is words of every day, as `Foster carer` for who said so: a few, none of them a
/// name or a number, in a fact that is not confidential.
fn is_everyday(leaf: &Leaf<'_>, count: usize) -> bool {
    let plain = |word: &str| {
        word.chars().all(|c| !c.is_ascii_digit()) && !word.starts_with(char::is_uppercase)
    };
    let rest = leaf.text.split_whitespace().skip(1);
    let is_secret = leaf.is_name || leaf.def.sensitivity == "confidential";
    count <= 3 && !is_secret && rest.into_iter().all(plain)
}

/// The forms in which a text is searched for.
fn forms(leaf: &Leaf<'_>) -> Vec<Form> {
    let mut forms = numbers(&leaf.text);
    let whole = words(&leaf.text);
    let count = whole.split_whitespace().count();
    if count == 1 {
        let is_person = matches!(leaf.def.whose.as_str(), "other-child" | "person-of-interest");
        let text = folded(&leaf.text);
        let word = text.trim_matches(|c: char| !c.is_alphanumeric());
        let length = word.chars().count();
        let named = word.chars().next().is_some_and(char::is_uppercase);
        if is_person && leaf.is_name && length >= 3 {
            forms.push(Form::Words(whole));
        } else if leaf.def.sensitivity == "confidential" && length >= 4 && named {
            forms.push(Form::Exact(format!(" {word} ")));
        }
        return forms;
    }
    if (2..=WHOLE).contains(&count) && whole.len() >= 8 && !is_everyday(leaf, count) {
        forms.push(Form::Words(whole.clone()));
    }
    for sentence in leaf.text.split(['.', ';', '\n', '!', '?']) {
        let said = words(sentence);
        if said.split_whitespace().count() >= SENTENCE {
            forms.push(Form::Words(said));
        }
    }
    // The lines of an address: a house and its street.
    for part in leaf.text.split([',', '\n', ';']) {
        let said = words(part);
        let has_digit = said.chars().any(|c| c.is_ascii_digit());
        let count = said.split_whitespace().count();
        if has_digit && (2..=6).contains(&count) && said.chars().any(char::is_alphabetic) {
            forms.push(Form::Words(said));
        }
    }
    forms
}

/// Postcodes, telephone numbers and registrations, without their blanks.
fn numbers(text: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let lower = folded(text).to_lowercase();
    let spaced: String =
        lower.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let all: Vec<&str> = spaced.split_whitespace().collect();
    for (at, word) in all.iter().enumerate() {
        let pair = all.get(at + 1).map(|next| format!("{word}{next}"));
        for candidate in [Some((*word).to_owned()), pair].into_iter().flatten() {
            if is_postcode(&candidate) || is_registration(&candidate) {
                forms.push(Form::Compact(candidate));
            }
        }
    }
    // Runs of digits that blanks, dashes, dots and brackets only space out.
    let mut run = String::new();
    for c in lower.chars().chain(['x']) {
        match c {
            '0'..='9' => run.push(c),
            ' ' | '-' | '(' | ')' | '+' | '.' | '/' | '\u{a0}' => {}
            _ => {
                if let Some(number) = telephone(&run) {
                    forms.push(Form::Compact(number));
                }
                run.clear();
            }
        }
    }
    forms
}

/// A telephone number without its country or its first nought, so that both spellings fit.
fn telephone(digits: &str) -> Option<String> {
    let national = digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44"));
    let national = national.unwrap_or(digits);
    let national = national.strip_prefix('0').unwrap_or(national);
    (9..=11).contains(&national.len()).then(|| national.to_owned())
}

/// The shape of a British postcode without its blank.
fn is_postcode(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !(5..=7).contains(&bytes.len()) {
        return false;
    }
    let (out, inward) = bytes.split_at(bytes.len() - 3);
    let inward_fits = inward[0].is_ascii_digit()
        && inward[1].is_ascii_alphabetic()
        && inward[2].is_ascii_alphabetic();
    let digits = out.iter().filter(|b| b.is_ascii_digit()).count();
    inward_fits && out[0].is_ascii_alphabetic() && (1..=2).contains(&digits)
}

/// The shape of a British registration since 2001 without its blank.
fn is_registration(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 7
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(u8::is_ascii_alphabetic)
}

/// Words in small letters between single blanks, with one at either end.
fn words(text: &str) -> String {
    let lower = folded(text).to_lowercase();
    let spaced: String = lower.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let all: Vec<&str> = spaced.split_whitespace().collect();
    format!(" {} ", all.join(" "))
}
