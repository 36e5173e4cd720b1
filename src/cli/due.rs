//! `cse due`: what is owed, by when, for whom and why.

use clap::{Arg, ArgMatches, Command};

use crate::domain::{Day, Moment, RoleName, When};
use crate::ops::due::{Due, Line, Wanted, due};
use crate::ops::{Failure, Usage};
use crate::pathway::Standing;
use crate::register::Fault;

use super::commands::{flag, looking_back};
use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago, json, report, step, wording};

/// The window where nothing else is asked for, in days.
const WINDOW: i64 = 14;

/// The command.
pub fn command() -> Command {
    let command = Command::new("due")
        .about("List what is owed: overdue, due soon, or without a date")
        .long_about(
            "List what is owed: overdue, due within 14 days, or without a date.\n\nA duty due today is \
             not overdue. Each line can say why: --why.",
        )
        .arg(
            Arg::new("within")
                .long("within")
                .value_name("DAYS")
                .help("How far ahead to look, as 14d"),
        )
        .arg(flag("all", "Look ahead without a bound"))
        .arg(flag("overdue", "Only what is overdue"))
        .arg(Arg::new("worker").long("worker").value_name("WORKER").help("Only this worker's cases"))
        .arg(Arg::new("role").long("role").value_name("ROLE").help("Only what this role owes"))
        .arg(Arg::new("case").long("case").value_name("CASE").help("Only this case"))
        .arg(flag("why", "Say how each date came about"));
    looking_back(command)
}

/// Lists what is owed.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let (as_of, known_at) = back(env, matches)?;
    let within = within(matches)?;
    let role = role(context, matches)?;
    let now = env.now;
    let (_, reading) = context.known_at(known_at)?;
    let case = matches.get_one::<String>("case").map(|given| reading.find(given)).transpose()?;
    let all = matches.get_flag("all") || matches.get_flag("overdue");
    let wanted = Wanted {
        as_of,
        within: if all { None } else { Some(within.unwrap_or(WINDOW)) },
        overdue: matches.get_flag("overdue"),
        worker: matches.get_one::<String>("worker").cloned(),
        role,
        case,
        why: matches.get_flag("why") || format != Format::Table,
    };
    let found = due(&reading, now, &wanted)?;
    drop(reading);
    let exit = report::unreadable(env, format == Format::Json, &found.problems);
    print(env, context, &found, format, matches.get_flag("why"))?;
    Ok(exit)
}

/// The moments of `--as-of` and `--known-at`; a day alone means its end.
pub fn back(
    env: &Env<'_>,
    matches: &ArgMatches,
) -> Result<(Option<Moment>, Option<Moment>), Failure> {
    let moment = |option: &str| match matches.get_one::<String>(option) {
        None => Ok(None),
        Some(given) => match step::typed_moment(&format!("--{option}"), given, env.now)? {
            When::Day(day) => Ok(Some(Day::end(day))),
            When::Moment(moment) => Ok::<_, Failure>(Some(moment)),
        },
    };
    Ok((moment("as-of")?, moment("known-at")?))
}

fn within(matches: &ArgMatches) -> Result<Option<i64>, Failure> {
    let Some(given) = matches.get_one::<String>("within") else { return Ok(None) };
    let days = given.trim().trim_end_matches('d').parse::<u16>();
    days.map(|days| Some(i64::from(days))).map_err(|_| {
        let message = format!("--within wants a number of days, as 14d, not `{}`", ui::line(given));
        Usage::Said { message, hint: Some("cse due --within 30d".to_owned()) }.into()
    })
}

fn role(context: &Context<'_>, matches: &ArgMatches) -> Result<Option<RoleName>, Failure> {
    let Some(given) = matches.get_one::<String>("role") else { return Ok(None) };
    let pathway = context.pathway();
    if pathway.role(given).is_none() {
        let roles = pathway.roles.iter().map(|role| role.name.clone()).collect();
        return Err(Usage::NoRole { given: given.clone(), roles }.into());
    }
    Ok(Some(RoleName::from(given.as_str())))
}

fn print(
    env: &mut Env<'_>,
    context: &Context<'_>,
    due: &Due,
    format: Format,
    why: bool,
) -> Result<(), Failure> {
    let now = due.now.unwrap_or(env.now);
    match format {
        Format::Json => {
            let failed = |e: serde_json::Error| Fault::io("standard output", "write to", &e.into());
            let text = json::duties_text(&due.lines).map_err(failed)?;
            ui::json(env, &text)
        }
        Format::Csv => csv(&due.lines).print(env, format),
        Format::Table if due.lines.is_empty() => {
            ui::out(env, "Nothing is due.\n")?;
            sample(env, context)
        }
        Format::Table if why => {
            for line in &due.lines {
                let text = with_why(line, now, ui::width(env));
                ui::out(env, &text)?;
            }
            sample(env, context)
        }
        Format::Table => {
            table(&due.lines, now).print(env, format)?;
            ui::out(env, &summary(&due.lines))?;
            sample(env, context)
        }
    }
}

/// Says that a register holds invented cases only, where it does.
pub fn sample(env: &mut Env<'_>, context: &Context) -> Result<(), Failure> {
    if context.is_sample() {
        ui::out(env, "SAMPLE: every case in this register is invented.\n")?;
    }
    Ok(())
}

/// Duties as a table for people.
pub fn table(lines: &[Line], now: Moment) -> Rows {
    let mut rows = Rows::new(&["due", "case", "what is owed", "by"]);
    for line in lines {
        let instance = line.instance.as_ref().map(|i| format!(" ({i})")).unwrap_or_default();
        let row = vec![
            ago::due(line.due, line.due_at, now),
            case(line),
            format!("{}{instance}", line.title),
            line.worker
                .clone()
                .map_or_else(|| line.owner.to_string(), |w| format!("{w}, {}", line.owner)),
        ];
        if line.standing == Standing::Overdue {
            rows.push_late(row);
        } else {
            rows.push(row);
        }
    }
    rows
}

/// The case; whether files of it do not read, so that more may be owed.
fn case(line: &Line) -> String {
    match line.stage {
        Some(_) => line.case.to_string(),
        None => format!("{} ({})", line.case, wording::UNREADABLE),
    }
}

fn with_why(line: &Line, now: Moment, width: u16) -> String {
    let when = ago::due(line.due, line.due_at, now);
    let instance =
        line.instance.as_ref().map(|i| format!(" ({})", ui::line(i))).unwrap_or_default();
    let mut text = format!("{when}: {}{instance}\n", ui::line(&line.title));
    let why = wording::why(&line.why, &line.opened_step, &line.opened_by);
    let worker = line.worker.as_ref().map(|w| format!(", {}", ui::line(w))).unwrap_or_default();
    text.push_str(&format!("  {} {} ({}{worker})\n", case(line), line.obligation, line.owner));
    text.push_str(&ui::wrap(&format!("why: {}", ui::line(&why)), width, "  "));
    text.push_str(&ui::wrap(&format!("source: {}", ui::line(&line.source)), width, "  "));
    text.push('\n');
    text
}

fn summary(lines: &[Line]) -> String {
    let of = |standing| lines.iter().filter(|line| line.standing == standing).count();
    let parts = [
        (of(Standing::Overdue), "overdue"),
        (of(Standing::DueToday), "due today"),
        (of(Standing::Upcoming), "upcoming"),
        (of(Standing::Undated), "without a date"),
    ];
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    format!("\n{}\n", parts.collect::<Vec<_>>().join(", "))
}

fn csv(lines: &[Line]) -> Rows {
    let mut rows = Rows::new(&[
        "case",
        "stage",
        "obligation",
        "instance",
        "title",
        "due",
        "due_at",
        "state",
        "owner",
        "worker",
        "opened_by",
        "source",
        "why",
    ]);
    for line in lines {
        let text = |value: Option<String>| value.unwrap_or_default();
        rows.push(vec![
            line.case.to_string(),
            text(line.stage.as_ref().map(ToString::to_string)),
            line.obligation.to_string(),
            text(line.instance.clone()),
            line.title.clone(),
            text(line.due.map(|day| day.to_string())),
            text(line.due_at.map(Moment::local)),
            line.standing.as_str().to_owned(),
            line.owner.to_string(),
            text(line.worker.clone()),
            line.opened_by.to_string(),
            line.source.clone(),
            wording::why(&line.why, &line.opened_step, &line.opened_by),
        ]);
    }
    rows
}
