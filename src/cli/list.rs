//! `cse list`: every case in one line.

use clap::{ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::domain::{Day, StageName};
use crate::ops::Failure;
use crate::ops::look::{Row, list};

use super::commands::looking_back;
use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago, due, report, wording};

/// The command.
pub fn command() -> Command {
    looking_back(Command::new("list").about("List every case in one line"))
}

/// Lists the cases.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let (as_of, known_at) = due::back(env, matches)?;
    let now = env.now;
    let (rows, problems) = {
        let (_, reading) = context.known_at(known_at)?;
        list(&reading, now, as_of)?
    };
    let exit = report::unreadable(env, format == Format::Json, &problems);
    let today = as_of.unwrap_or(now).day();
    match format {
        Format::Json => {
            let rows: Json = rows.iter().map(as_json).collect();
            ui::json(env, &format!("{rows:#}\n"))?;
        }
        Format::Csv => table(&rows, None).print(env, format)?,
        Format::Table if rows.is_empty() => ui::out(env, "There are no cases.\n")?,
        Format::Table => table(&rows, Some(today)).without_empty().print(env, format)?,
    }
    if format == Format::Table {
        due::sample(env, context)?;
    }
    Ok(exit)
}

fn as_json(row: &Row) -> Json {
    json!({
        "id": row.id.as_str(),
        "stage": row.stage.as_ref().map(StageName::as_str),
        "initials": row.initials,
        "opened": row.opened.map(|day| day.to_string()),
        "worker": row.worker,
        "rag": row.rag,
        "category": row.category,
        "overdue": row.overdue,
        "next_due": row.next_due.map(|day| day.to_string()),
    })
}

/// The rows; with a day, dates are said as people say them.
fn table(rows: &[Row], today: Option<Day>) -> Rows {
    let mut table = Rows::new(&[
        "case", "stage", "for", "opened", "worker", "rag", "category", "late", "next due",
    ]);
    let day = |day: Option<Day>| match (day, today) {
        (Some(day), Some(today)) => ago::day(day, today),
        (Some(day), None) => day.to_string(),
        (None, _) => String::new(),
    };
    for row in rows {
        table.push(vec![
            row.id.to_string(),
            match &row.stage {
                Some(stage) => stage.to_string(),
                None if row.is_unread => wording::UNREADABLE.to_owned(),
                None => String::new(),
            },
            row.initials.clone().unwrap_or_default(),
            day(row.opened),
            row.worker.clone().unwrap_or_default(),
            row.rag.clone().unwrap_or_default(),
            row.category_label.clone().unwrap_or_default(),
            if row.overdue == 0 && today.is_some() {
                String::new()
            } else {
                row.overdue.to_string()
            },
            day(row.next_due),
        ]);
    }
    table.right(7).soft(1)
}
