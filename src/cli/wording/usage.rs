//! What was typed wrongly, and how it is typed rightly.

use crate::cli::moment::MomentError;
use crate::domain::{Dictionary, FactName, Field, IdError};
use crate::ops::Usage;
use crate::pathway::shipped;

use super::{Said, any_of};

/// What was typed wrongly.
pub fn usage(usage: &Usage) -> Said {
    let said = |message: String, hint: Option<String>| Said { message, hint, ..Said::default() };
    let list = Some("cse list".to_owned());
    match usage {
        Usage::NoCase { given } => {
            said(format!("the register has no case {}", quoted(given)), list)
        }
        Usage::NotAnId { given, why: IdError::Form } => said(
            format!("{} is no case number; one looks like CSE-2026-7K3Q9FX", quoted(given)),
            list,
        ),
        Usage::NotAnId { given, why: IdError::Check } => {
            said(format!("{} was mistyped: its check character does not fit", quoted(given)), list)
        }
        Usage::Several { given, cases } => {
            let cases: Vec<&str> =
                cases.iter().take(8).map(crate::domain::CaseId::as_str).collect();
            said(format!("{} fits several cases: {}", quoted(given), cases.join(", ")), list)
        }
        Usage::WholeId { given, case } => said(
            format!("a step wants the whole number of a case, not {}", quoted(given)),
            Some(format!("{case}, if that is the child you mean: cse show {case}")),
        ),
        Usage::NoRole { given, roles } => {
            let roles: Vec<&str> = roles.iter().map(crate::domain::RoleName::as_str).collect();
            let hint = nearest(given, &roles).map(|role| format!("--as {role}"));
            said(format!("there is no role {}; roles: {}", quoted(given), roles.join(", ")), hint)
        }
        Usage::WhichRole { step, roles } => {
            let roles: Vec<&str> = roles.iter().map(crate::domain::RoleName::as_str).collect();
            let again = roles.first().map(|role| format!("--as {role}"));
            let hint = again.as_ref().map(|again| format!("cse {step} {again} ..."));
            let message = format!("`{step}` may be taken in several roles: {}", any_of(&roles));
            Said { again, ..said(message, hint) }
        }
        Usage::NoStep { given } => said(
            format!("there is no step or command {}", quoted(given)),
            Some("cse --help".into()),
        ),
        Usage::NotTaken { step, fact, taken_by } => {
            let steps: Vec<&str> = taken_by.iter().map(crate::domain::StepName::as_str).collect();
            let message = if steps.is_empty() {
                format!("`{step}` does not take {fact}, and no step does")
            } else {
                format!("`{step}` does not take {fact}; it is taken by {}", any_of(&steps))
            };
            said(message, steps.first().map(|other| format!("cse {other} --help")))
        }
        Usage::Missing { step, case, facts } => {
            let names: Vec<&str> = facts.iter().map(FactName::as_str).collect();
            let flags = facts.iter().map(|fact| format!("--{} ...", fact.flag()));
            let case = case.as_ref().map(|case| format!(" {case}")).unwrap_or_default();
            let flags = flags.collect::<Vec<_>>().join(" ");
            let hint = format!("cse {step}{case} {flags}");
            let message = format!("`{step}` still wants {}", super::all_of(&names));
            Said { again: Some(flags), ..said(message, Some(hint)) }
        }
        Usage::Values { problems, .. } => match problems.as_slice() {
            [one] => said(format!("{}: {}", one.place, one.message), None),
            _ => said(format!("{} values are wrong", problems.len()), None),
        },
        Usage::NoObligation { given, open } => {
            let message = if open.is_empty() {
                format!("{} is not owed, and nothing else is", quoted(given))
            } else {
                format!("{} is not owed; owed: {}", quoted(given), open.join(", "))
            };
            said(message, nearest(given, open).map(|near| format!("did you mean {near}?")))
        }
        Usage::WhichInstance { obligation, instances } => said(
            format!("{obligation} is owed several times: {}", instances.join(", ")),
            instances.first().map(|instance| format!("--instance {instance}")),
        ),
        Usage::NoRecord { given } => {
            said(format!("the case has no record {}", quoted(given)), Some("cse log CASE".into()))
        }
        Usage::NoDocument { given, documents } => said(
            format!("the pathway has no document {}", quoted(given)),
            Some(if documents.is_empty() {
                "this register has no templates of documents".to_owned()
            } else {
                format!("there are {}", documents.join(", "))
            }),
        ),
        Usage::NoPathway { given } => said(
            format!("there is no pathway {}: it is neither shipped nor a folder", quoted(given)),
            Some(format!("cse init DIR --pathway {}|FOLDER", shipped::names().join("|"))),
        ),
        Usage::NotEmpty { folder } => said(
            format!("{} holds something already", quoted(folder)),
            Some("name a folder that is empty or not there yet".into()),
        ),
        Usage::Said { message, hint } => said(message.clone(), hint.clone()),
    }
}

/// Text as typed, safe to print.
fn quoted(text: &str) -> String {
    format!("`{}`", crate::cli::ui::line(text))
}

/// The nearest of some names, if any is near.
fn nearest<'a, T: AsRef<str>>(given: &str, names: &'a [T]) -> Option<&'a str> {
    crate::pathway::reading::nearest(given, names.iter().map(AsRef::as_ref))
}

/// A fact that the dictionary does not have.
pub fn no_fact(given: &FactName, dictionary: &Dictionary) -> String {
    let names: Vec<&str> = dictionary.iter().map(|def| def.name.as_str()).collect();
    match nearest(given.as_str(), &names) {
        Some(near) => {
            format!("there is no fact {}; did you mean `{near}`?", quoted(given.as_str()))
        }
        None => format!("there is no fact {}", quoted(given.as_str())),
    }
}

/// A field that an item does not have.
pub fn no_field(given: &str, fields: &[Field]) -> String {
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    format!("there is no field {}; fields: {}", quoted(given), names.join(", "))
}

/// How an item with fields is typed.
pub fn item_form(fields: &[Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| format!("{}=...", field.name)).collect();
    format!("an item is wanted as {}", names.join(","))
}

/// What is wrong with a date or moment.
pub fn moment(error: &MomentError) -> String {
    match error.hint() {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}
