//! `cse chronology CASE`: what happened when, and who did it.

use clap::{ArgMatches, Command};

use crate::ops::Failure;

use super::commands::{case_arg, looking_back};
use super::context::Context;
use super::summary::on_screen;
use super::{Env, Exit};

/// The document that says it.
const DOCUMENT: &str = "chronology";

/// The command.
pub fn command() -> Command {
    looking_back(
        Command::new(DOCUMENT)
            .about("Say what happened when, in order, and who did it")
            .long_about(
                "Say what happened when, in order, and who did it. For the authority's own workers; \
                 `cse render chronology` makes a document of it.",
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
