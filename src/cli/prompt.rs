//! Asking a person on a terminal: for what is required and missing, and whether this is the child
//! that was meant. Without a terminal nothing is asked; it is an error that lists all of it.

use inquire::{InquireError, Select, Text};

use crate::domain::{CaseId, FactDef, FactKind, Meaning};
use crate::ops::take::{Attempt, take};
use crate::ops::{Failure, Reading, Usage, look};
use crate::pathway::Pathway;
use crate::register::Identity;

use super::context::Context;
use super::{Env, input, ui};

/// Asks for what the step requires and lacks, until nothing is missing or the person gives up.
pub fn complete(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    pathway: &Pathway,
    who: &Identity,
    attempt: &mut Attempt,
) -> Result<(), Failure> {
    // Each answer may make another fact required; no step asks for more than it has facts.
    for _ in 0..64 {
        let trial = Attempt { dry_run: true, ..attempt.clone() };
        let now = env.now;
        match take(context.store()?, who, now, &trial) {
            Err(Failure::Usage(Usage::WhichRole { roles, .. })) => {
                let names: Vec<String> = roles.iter().map(ToString::to_string).collect();
                let chosen = answered(Select::new("In which role do you act?", names).prompt())?;
                attempt.role = Some(chosen.as_str().into());
            }
            Err(Failure::Usage(Usage::Missing { facts, .. })) => {
                for fact in facts {
                    let Some(def) = pathway.dictionary.get(fact.as_str()) else { continue };
                    let value = ask(env, def, pathway.is_clocked(&def.name))?;
                    attempt.facts.insert(fact, Some(value));
                }
            }
            // What else is wrong is said when the step is taken.
            Ok(_) | Err(_) => return Ok(()),
        }
    }
    Ok(())
}

fn ask(env: &mut Env<'_>, def: &FactDef, clocked: bool) -> Result<crate::domain::Value, Failure> {
    loop {
        let given = match &def.kind {
            FactKind::Choice(choices) => {
                let labels = choices.iter().map(|c| format!("{}: {}", c.key, c.label)).collect();
                let chosen = answered(Select::new(&def.label, labels).prompt())?;
                chosen.split(':').next().unwrap_or_default().to_owned()
            }
            FactKind::YesNo => {
                let chosen = Select::new(&def.label, vec!["yes", "no"]).prompt();
                answered(chosen)?.to_owned()
            }
            FactKind::Text(_)
            | FactKind::Choices(_)
            | FactKind::Date
            | FactKind::DateTime
            | FactKind::Number
            | FactKind::List(_) => {
                let help = super::wording::fact_help(def, None, clocked);
                answered(Text::new(&def.label).with_help_message(&help).prompt())?
            }
        };
        match input::value(def, &[&given], env.now) {
            Ok(value) if !value.is_empty() => return Ok(value),
            Ok(_) => ui::note(env, "it is required\n"),
            Err(problems) => {
                for problem in problems {
                    ui::note(env, &format!("{}\n", ui::line(&problem.message)));
                }
            }
        }
    }
}

/// Shows initials and year of birth, and asks whether this is the child that was meant.
pub fn is_this_case(
    env: &mut Env<'_>,
    reading: &Reading<'_>,
    id: &CaseId,
) -> Result<bool, Failure> {
    let case = reading.case(id)?;
    let Some(pathway) = case.pathway.clone() else { return Ok(false) };
    let replay = case.replay(&pathway);
    let value = |meaning| {
        let def = pathway.dictionary.meaning(meaning)?;
        replay.case.value(def.name.as_str())
    };
    let name = value(Meaning::Name);
    let initials = name.as_ref().and_then(|v| v.as_text()).map(look::initials).unwrap_or_default();
    let born = value(Meaning::BirthDate).and_then(|v| v.as_when()).map(|w| w.day().year());
    let born = born.map(|year| format!(", born {year}")).unwrap_or_default();
    let _ = env;
    let question = format!("{id} is {}{born}. Is this the child you mean?", ui::line(&initials));
    Ok(answered(Select::new(&question, vec!["no", "yes"]).prompt())? == "yes")
}

/// Asks whether what was said is to be done. Nothing but a yes is one; who leaves the question
/// unanswered does not say it.
pub fn agrees(question: &str) -> Result<bool, Failure> {
    match Select::new(question, vec!["no", "yes"]).prompt() {
        Err(InquireError::OperationCanceled) => Ok(false),
        chosen => Ok(answered(chosen)? == "yes"),
    }
}

fn answered<T>(answer: Result<T, InquireError>) -> Result<T, Failure> {
    answer.map_err(|error| match error {
        InquireError::OperationInterrupted => Failure::Interrupted,
        InquireError::OperationCanceled => {
            let message = "nothing was recorded: the question was not answered".to_owned();
            let hint = Some("add --draft to keep what was typed".to_owned());
            Usage::Said { message, hint }.into()
        }
        other => Usage::Said { message: format!("cannot ask here: {other}"), hint: None }.into(),
    })
}
