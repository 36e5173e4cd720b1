//! `cse meeting`: the dates of the standing meetings.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::domain::When;
use crate::ops::meeting::add;
use crate::ops::{Failure, Usage};
use crate::pathway::Meetings;
use crate::pathway::model::{Amount, Each, Unit};

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago, report, step, taken, wording};

/// The command.
pub fn command() -> Command {
    let add = Command::new("add")
        .about("Add a meeting")
        .arg(Arg::new("kind").value_name("KIND").required(true).help("pre-mase or mase"))
        .arg(
            Arg::new("moment")
                .value_name("MOMENT")
                .required(true)
                .help("When it begins, as 2026-12-10T10:00"),
        )
        .arg(
            Arg::new("lead")
                .long("lead")
                .value_name("TIME")
                .help("How long before it papers are due, as 5wd or 7d"),
        );
    Command::new("meeting")
        .about("Add and list the dates of the standing meetings")
        .subcommand_required(true)
        .subcommand(add)
        .subcommand(Command::new("list").about("List the meetings"))
}

/// Adds or lists.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    // Before anything is written: what cannot be read now must not fail an answer later.
    let problems = context.register()?.1.problems.clone();
    let (meetings, matches, is_added) = match matches.subcommand() {
        Some(("add", matches)) => (added(env, context, matches)?, matches, true),
        Some((_, matches)) => (context.register()?.1.meetings.clone(), matches, false),
        None => return Ok(Exit::Usage),
    };
    let format = ui::format(matches);
    let exit = report::unreadable(env, format == Format::Json, &problems);
    let printed = print(env, &meetings, format);
    if printed.is_err() && is_added {
        ui::note(env, &ui::only_not_printed("the meeting is recorded"));
    }
    printed.map(|()| exit)
}

fn added(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Meetings, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let said = |message: String| {
        Failure::from(Usage::Said { message, hint: Some("cse meeting add --help".into()) })
    };
    let kind = text("kind");
    let mut kinds: Vec<String> = context
        .pathway()
        .obligations
        .iter()
        .filter_map(|obligation| match &obligation.each {
            Each::Meeting(kind) => Some(kind.clone()),
            Each::Once | Each::Taking | Each::Item { .. } => None,
        })
        .chain(["pre-mase".to_owned(), "mase".to_owned()])
        .collect();
    kinds.sort();
    kinds.dedup();
    if !kinds.contains(&kind) {
        return Err(said(format!(
            "there is no kind of meeting `{}`; kinds: {}",
            ui::line(&kind),
            kinds.join(", ")
        )));
    }
    let at = match step::typed_moment("MOMENT", &text("moment"), env.now)? {
        When::Moment(at) => at,
        When::Day(day) => {
            ui::note(env, "notice: the time of day is not given; the meeting stands at 00:00\n");
            day.start()
        }
    };
    let lead = match matches.get_one::<String>("lead") {
        Some(given) => Some(amount(given).ok_or_else(|| {
            said(format!("--lead wants an amount as 5wd or 7d, not `{}`", ui::line(given)))
        })?),
        None => None,
    };
    let who = context.identity(env)?;
    let now = env.now;
    let (meetings, warnings) = add(context.store()?, &who, now, &kind, at, lead)?;
    taken::warn(env, &warnings);
    Ok(meetings)
}

fn amount(given: &str) -> Option<Amount> {
    let units = [("wd", Unit::WorkingDays), ("d", Unit::Days), ("h", Unit::Hours)];
    units.into_iter().find_map(|(ending, unit)| {
        let count = given.trim().strip_suffix(ending)?.parse::<u16>().ok()?;
        Some(Amount { count: u32::from(count), unit })
    })
}

fn print(env: &mut Env<'_>, meetings: &Meetings, format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        let all: Json = meetings
            .iter()
            .map(|m| json!({ "kind": m.kind, "at": m.at.local(), "lead": m.lead.map(wording::amount) }))
            .collect();
        return ui::json(env, &format!("{all:#}\n"));
    }
    if meetings.iter().next().is_none() && format == Format::Table {
        return ui::out(env, "There are no meetings.\n");
    }
    let mut rows = Rows::new(&["when", "kind", "papers due before"]);
    for meeting in meetings.iter() {
        let when = match format {
            Format::Csv => meeting.at.local(),
            Format::Table | Format::Json => ago::moment(meeting.at),
        };
        rows.push(vec![
            when,
            meeting.kind.clone(),
            meeting.lead.map(wording::amount).unwrap_or_default(),
        ]);
    }
    rows.print(env, format)
}
