//! `cse check`: whether the data in the register is right.

use clap::{ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::ops::Failure;
use crate::ops::check::{Checked, check};

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, report, wording};

/// The command.
pub fn command() -> Command {
    Command::new("check")
        .about("Check every file of the register; say all that is wrong, with its place")
}

/// Checks.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let now = env.now;
    let format = ui::format(matches);
    let pathway = std::sync::Arc::clone(context.pathway());
    let checked = {
        let (store, reading) = context.register()?;
        // What a killed writer left in the work tree is repaired before it is looked at. All other
        // reading commands look at commits alone. Where it cannot be done now, it is reported.
        let _ = store.heal_if_free(now);
        check(store, reading)?
    };
    let misplaced: Vec<(String, String, String)> = checked
        .misplaced
        .iter()
        .flat_map(|(place, refusals)| refusals.iter().map(move |refusal| (place, refusal)))
        .map(|(place, refusal)| {
            let step = crate::domain::StepName::from("");
            let said = wording::refusal(refusal, &pathway, &step, None);
            (place.to_string(), refusal.rule().to_owned(), said.message)
        })
        .collect();
    match format {
        Format::Json => {
            let misplaced: Json = misplaced
                .iter()
                .map(|(file, rule, message)| json!({ "file": file, "rule": rule, "message": message }))
                .collect();
            let answer = json!({
                "cases": checked.cases, "records": checked.records,
                "problems": checked.problems.len(), "not_permitted": misplaced,
            });
            ui::json(env, &format!("{answer:#}\n"))?;
        }
        Format::Csv => {
            let mut rows = Rows::new(&["place", "rule", "message"]);
            for problem in &checked.problems {
                rows.push(vec![problem.place.to_string(), String::new(), problem.message.clone()]);
            }
            for (place, rule, message) in &misplaced {
                rows.push(vec![place.clone(), rule.clone(), message.clone()]);
            }
            rows.print(env, format)?;
        }
        Format::Table => {
            let mut text = String::new();
            for (file, rule, message) in &misplaced {
                let line = wording::misplaced(&ui::line(file), &ui::line(message), rule);
                text.push_str(&format!("{line}\n"));
            }
            text.push_str(&summary(&checked));
            ui::out(env, &text)?;
        }
    }
    let exit = report::unreadable(env, format == Format::Json, &checked.problems);
    Ok(if misplaced.is_empty() { exit } else { Exit::Problem })
}

fn summary(checked: &Checked) -> String {
    let (cases, records) =
        (wording::count(checked.cases, "case"), wording::count(checked.records, "record"));
    let wrong = checked.problems.len() + checked.misplaced.len();
    if wrong == 0 {
        format!("{cases}, {records}: nothing is wrong.\n")
    } else {
        format!("{cases}, {records}: {} wrong.\n", wording::count(wrong, "thing"))
    }
}
