//! `cse waive` and `cse extend`: a senior role gives a duty up, or gives it a later date.

use clap::{Arg, ArgMatches, Command};

use crate::domain::{RoleName, When};
use crate::ops::clock::{Asked, change};
use crate::ops::take::Attempt;
use crate::ops::{Failure, Usage};

use super::commands::{case_arg, flag};
use super::context::Context;
use super::{Env, Exit, echo, step, taken, ui};

/// The command that gives a duty up.
pub fn waive() -> Command {
    common(Command::new("waive").about("Give up a duty, with a reason; for senior roles"))
}

/// The command that gives a duty a later date.
pub fn extend() -> Command {
    common(
        Command::new("extend").about("Give a duty a later date, with a reason; for senior roles"),
    )
    .arg(Arg::new("until").long("until").value_name("MOMENT").required(true).help("The later date"))
}

fn common(command: Command) -> Command {
    command
        .arg(case_arg().required(true))
        .arg(Arg::new("obligation").value_name("OBLIGATION").required(true).help("The obligation"))
        .arg(
            Arg::new("instance")
                .long("instance")
                .value_name("INSTANCE")
                .help("Which one, where it is owed several times"),
        )
        .arg(
            Arg::new("reason")
                .long("reason")
                .value_name("REASON")
                .required(true)
                .help("Why; kept in the record"),
        )
        .arg(flag("dry-run", "Say what would be done, and write nothing"))
}

/// Changes the clock of a duty.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let reason = step::reason(matches, "reason")?.unwrap_or_default();
    let until = match matches.try_get_one::<String>("until").ok().flatten() {
        Some(given) => Some(later(env, given)?),
        None => None,
    };
    let case = step::whole_case(env, context, &text("case").unwrap_or_default())?;
    let asked = Asked {
        case: case.clone(),
        obligation: text("obligation").unwrap_or_default(),
        instance: text("instance"),
        until,
        reason,
        role: text("as").map(RoleName::from),
        dry_run: matches.get_flag("dry-run"),
    };
    let who = context.identity(env)?;
    let now = env.now;
    let taken = change(context.store()?, &who, now, &asked)?;
    let attempt = Attempt::of_clock(&asked);
    let read_as: Vec<String> =
        until.into_iter().map(|when| format!("until: {}", echo::in_words(when))).collect();
    taken::print(env, context, &attempt, &taken, &read_as, format)?;
    Ok(Exit::Done)
}

/// The later date; it may not have passed.
fn later(env: &Env<'_>, given: &str) -> Result<When, Failure> {
    let until = step::typed_moment("--until", given, env.now)?;
    if until.day() < env.now.day() {
        let message = "--until has passed; a later date is wanted".to_owned();
        return Err(Usage::Said { message, hint: None }.into());
    }
    Ok(until)
}
