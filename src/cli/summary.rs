//! `cse summary CASE`: one page on which somebody who has never met the child can act.

use clap::{ArgMatches, Command};

use crate::ops::Failure;
use crate::ops::document::{Asked, render};

use super::commands::{case_arg, looking_back};
use super::context::Context;
use super::{Env, Exit, due, ui};

/// The document that says it.
const DOCUMENT: &str = "summary";

/// The command.
pub fn command() -> Command {
    looking_back(
        Command::new(DOCUMENT)
            .about("Say in one page what somebody who has never met the child must know")
            .long_about(
                "Say in one page what somebody who has never met the child must know: who, where, who \
                 must not know where, the risk and why, the plan, what is due next, whom to ring. \
                 For the authority's own workers; `cse render summary` makes a document of it.",
            )
            .arg(case_arg().required(true)),
    )
}

/// Says it.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    on_screen(env, context, matches, DOCUMENT)
}

/// Shows a document for the authority's own workers as text.
pub fn on_screen(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
    document: &str,
) -> Result<Exit, Failure> {
    let (as_of, known_at) = due::back(env, matches)?;
    let now = env.now;
    let given = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let made = {
        let (_, reading) = context.known_at(known_at)?;
        let asked = Asked {
            document: document.to_owned(),
            case: reading.find(given)?,
            audience: Some(crate::pathway::Audience::Internal),
            as_of,
            // A screen is looked at now; only a document keeps to the moment of its records.
            moment: Some(as_of.unwrap_or(now)),
            complete: false,
        };
        render(&reading, &asked)?
    };
    let text = made.text(usize::from(ui::width(env)));
    ui::out(env, &text)?;
    due::sample(env, context)?;
    Ok(Exit::Done)
}
