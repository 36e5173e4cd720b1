//! `cse explain CASE [OBLIGATION]`: why each duty is owed and how its date came about.

use clap::{Arg, ArgMatches, Command};

use crate::ops::{Failure, Usage};

use super::commands::{case_arg, looking_back};
use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago, due, json, moment, wording};

/// The command.
pub fn command() -> Command {
    let command = Command::new("explain")
        .about("Say why each duty of a case is owed, and how its date came about")
        .arg(case_arg().required(true))
        .arg(Arg::new("obligation").value_name("OBLIGATION").help("Only this obligation"));
    looking_back(command)
}

/// Explains.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let (as_of, known_at) = due::back(env, matches)?;
    let now = as_of.unwrap_or(env.now);
    let given = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let only = matches.get_one::<String>("obligation");
    let lines = {
        let (_, reading) = context.known_at(known_at)?;
        let id = reading.find(given)?;
        let mut case = reading.shown_case(&id)?;
        let Some(pathway) = case.pathway.clone().filter(|_| case.problems.is_empty()) else {
            return Err(Failure::Problems(case.problems));
        };
        case.as_of(as_of);
        let replay = case.replay(&pathway);
        crate::ops::due::told(&reading, &id, &pathway, &replay, now)?
    };
    let open: Vec<String> = lines.iter().map(|line| line.obligation.to_string()).collect();
    let lines: Vec<_> = lines
        .into_iter()
        .filter(|line| only.is_none_or(|only| line.obligation.as_str() == only))
        .collect();
    if let (Some(given), true) = (only, lines.is_empty()) {
        return Err(Usage::NoObligation { given: given.clone(), open }.into());
    }
    match format {
        Format::Json => {
            let lines = serde_json::json!(json::duties(&lines));
            ui::json(env, &format!("{lines:#}\n"))?;
        }
        Format::Csv => {
            let mut rows = Rows::new(&["obligation", "due", "why", "source"]);
            for line in &lines {
                let why = wording::why(&line.why, &line.opened_step, &line.opened_by);
                let due = line.due.map(|day| day.to_string()).unwrap_or_default();
                rows.push(vec![line.obligation.to_string(), due, why, line.source.clone()]);
            }
            rows.print(env, format)?;
        }
        Format::Table if lines.is_empty() => ui::out(env, "Nothing is owed.\n")?,
        Format::Table => {
            let width = ui::width(env);
            for line in &lines {
                let instance = line.instance.as_ref().map(|i| format!(" ({})", ui::line(i)));
                let mut text = format!("{}{}\n", line.obligation, instance.unwrap_or_default());
                text.push_str(&ui::wrap(&ui::line(&line.title), width, "  "));
                let date = line.due.map(moment::echo).unwrap_or_default();
                let said = ago::due(line.due, line.due_at, now);
                let date = if date.is_empty() { said } else { format!("{date} ({said})") };
                text.push_str(&format!("  due      {date}\n"));
                text.push_str(&format!("  owed by  {}", line.owner));
                if let Some(escalate) = &line.escalate {
                    text.push_str(&format!("; when overdue it goes to {escalate}"));
                }
                text.push('\n');
                let why = wording::why(&line.why, &line.opened_step, &line.opened_by);
                for reason in why.split("; ") {
                    text.push_str(&ui::wrap(&format!("- {}", ui::line(reason)), width, "    "));
                }
                text.push_str(&ui::wrap(
                    &format!("source: {}", ui::line(&line.source)),
                    width,
                    "  ",
                ));
                text.push('\n');
                ui::out(env, &text)?;
            }
            due::sample(env, context)?;
        }
    }
    Ok(Exit::Done)
}
