//! The help of a step and of a fact, from their definitions.

use crate::domain::{Choice, FactDef, FactKind, ListOf};
use crate::pathway::Pathway;
use crate::pathway::model::{At, Need, Step};

use super::{any_of, condition};

/// The long help of a step: what it is for, who may take it and when, where it is kept, and the
/// paragraph that it comes from.
pub fn step_help(step: &Step, pathway: &Pathway) -> String {
    let mut text = step.title.clone();
    if !step.help.trim().is_empty() {
        text.push_str(&format!("\n\n{}", step.help.trim()));
    }
    let by: Vec<&str> = step.by.iter().map(crate::domain::RoleName::as_str).collect();
    text.push_str(&format!("\n\nBy: {}", by.join(", ")));
    let at = match &step.at {
        At::Opening => "opens a case".to_owned(),
        At::Any => "any stage".to_owned(),
        At::Stages(stages) => {
            let names: Vec<&str> = stages.iter().map(crate::domain::StageName::as_str).collect();
            names.join(", ")
        }
    };
    let closed = if step.also_when_closed { ", also when closed" } else { "" };
    text.push_str(&format!("\nAt: {at}{closed}"));
    if !step.agreed_by.is_empty() {
        let roles: Vec<&str> = step.agreed_by.iter().map(crate::domain::RoleName::as_str).collect();
        text.push_str(&format!("\nAgreed by: a second person as {}", any_of(&roles)));
    }
    if let Some(place) = &step.recorded_in {
        text.push_str(&format!("\nRecorded in: {place}"));
    }
    for gate in pathway.gates.iter().filter(|gate| gate.step == step.name) {
        text.push_str(&format!("\nRule {}: {}", gate.name, gate.otherwise.trim()));
    }
    text.push_str(&format!("\nSource: {}", step.source));
    text
}

/// The help of a fact's flag: one line. `clocked` says that a clock runs by it.
pub fn fact_help(def: &FactDef, need: Option<&Need>, clocked: bool) -> String {
    let mut text = def.label.clone();
    if clocked {
        text.push_str(" (a clock runs by it: leave it out rather than guess)");
    }
    if let Some(scheme) = &def.scheme {
        text.push_str(&format!(" ({scheme})"));
    }
    match need {
        Some(Need::Required) => text.push_str(" [required]"),
        Some(Need::When(when)) => text.push_str(&format!(" [required when {}]", condition(when))),
        Some(Need::Optional) | None => {}
    }
    if let FactKind::Choice(choices) | FactKind::Choices(choices) = &def.kind {
        let keys: Vec<&str> = choices.iter().map(|choice| choice.key.as_str()).collect();
        text.push_str(&format!(": {}", keys.join(", ")));
    }
    if let FactKind::List(ListOf::Fields(fields)) = &def.kind {
        let names: Vec<String> = fields
            .iter()
            .map(|field| {
                if field.required {
                    format!("{}=", field.name)
                } else {
                    format!("[{}=]", field.name)
                }
            })
            .collect();
        text.push_str(&format!(": {}; may be repeated", names.join(", ")));
    }
    text
}

/// The help of a fact with choices: what each means.
pub fn fact_long_help(def: &FactDef, need: Option<&Need>, choices: &[Choice]) -> String {
    let mut text = fact_help(def, need, false);
    if !def.help.trim().is_empty() {
        text.push_str(&format!("\n{}", def.help.trim()));
    }
    for choice in choices {
        text.push_str(&format!("\n- {}: {}", choice.key, choice.label));
    }
    text
}
