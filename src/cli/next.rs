//! `cse next CASE`: what can be done now, and what is missing for the rest.

use clap::{ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::ops::Failure;
use crate::ops::next::{Choice, next};

use super::commands::case_arg;
use super::context::Context;
use super::ui::{self, Format, Rows, Screen};
use super::{Env, Exit, due, report, wording};

/// The command.
pub fn command() -> Command {
    Command::new("next")
        .about("Say what can be done with a case now, and what the rest is waiting for")
        .arg(case_arg().required(true))
}

/// Says what can be done.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let now = env.now;
    let given = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let (id, pathway, stage, choices, lines) = {
        let (_, reading) = context.register()?;
        let id = reading.find(given)?;
        let case = reading.shown_case(&id)?;
        let Some(pathway) = case.pathway.clone().filter(|_| case.problems.is_empty()) else {
            return Err(Failure::Problems(case.problems));
        };
        let replay = case.replay(&pathway);
        let choices = next(&pathway, &replay, now);
        let lines = crate::ops::due::lines(reading, &id, &pathway, &replay, now);
        let stage = replay.case.stage().cloned();
        drop(replay);
        (id, pathway, stage, choices, lines)
    };
    let problems = context.register()?.1.problems.clone();
    let exit = report::unreadable(env, format == Format::Json, &problems);
    let said = |choice: &Choice| -> Vec<String> {
        let said = choice.refusals.iter();
        said.map(|r| wording::refusal(r, &pathway, &choice.step, Some(&id)).message).collect()
    };
    match format {
        Format::Json => {
            let steps: Json = choices.iter().map(|choice| as_json(choice, &said(choice))).collect();
            let stage = stage.as_ref().map(crate::domain::StageName::as_str);
            let answer = json!({ "case": id.as_str(), "stage": stage, "steps": steps });
            ui::json(env, &format!("{answer:#}\n"))?;
        }
        Format::Csv => {
            let mut rows = Rows::new(&["step", "title", "may", "required", "because"]);
            for choice in &choices {
                let required: Vec<&str> =
                    choice.required.iter().map(crate::domain::FactName::as_str).collect();
                let may = if choice.refusals.is_empty() { "yes" } else { "no" };
                let row = [choice.step.to_string(), choice.title.clone(), may.to_owned()];
                let row = row.into_iter().chain([required.join(" "), said(choice).join("; ")]);
                rows.push(row.collect());
            }
            rows.print(env, format)?;
        }
        Format::Table => {
            let (width, colour) = (ui::width(env), env.terminal.colour);
            let mut text = Screen::default();
            text.push_str(&format!(
                "{id} stands at {}\n",
                stage.as_ref().map(|s| wording::stage(s, &pathway)).unwrap_or_default()
            ));
            if !lines.is_empty() {
                text.push_str("\nOWED\n");
                text.table(&due::table(&lines, now), width, colour);
            }
            let (open, waiting): (Vec<&Choice>, Vec<&Choice>) =
                choices.iter().partition(|choice| choice.refusals.is_empty());
            text.push_str("\nCAN BE DONE NOW\n");
            for choice in open {
                text.push_str(&format!("cse {} {id}\n", choice.step));
                text.push_str(&ui::wrap(&ui::line(&choice.title), width, "    "));
                let required: Vec<String> =
                    choice.required.iter().map(|fact| format!("--{}", fact.flag())).collect();
                if !required.is_empty() {
                    text.push_str(&ui::wrap(
                        &format!("wants {}", required.join(" ")),
                        width,
                        "    ",
                    ));
                }
            }
            if !waiting.is_empty() {
                text.push_str("\nNOT YET\n");
            }
            for choice in waiting {
                text.push_str(&format!("cse {} {id}\n", choice.step));
                for reason in said(choice) {
                    text.push_str(&ui::wrap(&ui::line(&reason), width, "    "));
                }
            }
            text.print(env)?;
            due::sample(env, context)?;
        }
    }
    Ok(exit)
}

fn as_json(choice: &Choice, because: &[String]) -> Json {
    json!({
        "step": choice.step.as_str(),
        "title": choice.title,
        "may": choice.refusals.is_empty(),
        "by": choice.by.iter().map(crate::domain::RoleName::as_str).collect::<Vec<_>>(),
        "recorded_in": choice.recorded_in,
        "source": choice.source,
        "required": choice.required.iter().map(crate::domain::FactName::as_str).collect::<Vec<_>>(),
        "because": because,
    })
}
