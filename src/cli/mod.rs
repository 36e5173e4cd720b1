//! What people see: commands made from the pathway in force, tables, JSON, and the wording of
//! every message. One subcommand a file: it reads arguments, calls one operation, prints.

mod adopt;
mod again;
pub mod ago;
mod amend;
pub mod args;
mod check;
mod chronology;
mod commands;
mod context;
mod demo;
mod disclosures;
mod drafts;
mod due;
mod echo;
mod env;
mod explain;
mod extend;
mod from;
mod init;
mod input;
mod issue;
mod json;
mod list;
mod log;
mod meeting;
mod missing;
pub mod moment;
mod next;
mod pathway;
mod prompt;
mod reference;
mod render;
mod report;
mod sample;
mod search;
mod show;
mod status;
mod step;
mod summary;
mod taken;
mod template;
pub mod ui;
mod verify;
pub mod wording;

pub use env::{Env, Exit, NoRandomness, Terminal, Vars};
pub use reference::{command, reference};

use crate::ops::{WrongClock, wrong_clock};

use context::Context;

/// Warns whoever works by a clock that is wrong. A sample may lie idle as long as it likes.
fn of_the_clock(env: &mut Env<'_>, context: &Context<'_>) {
    let Some(newest) = context.newest() else { return };
    match wrong_clock(env.now, newest) {
        Some(WrongClock::Ahead { .. }) if context.is_sample() => {}
        Some(wrong) => ui::note(env, &wording::wrong_clock(wrong, env.now, newest)),
        None => {}
    }
}

/// Runs one command. Everything that it says goes to the environment's two outputs.
pub fn run(env: &mut Env<'_>) -> Exit {
    let globals = args::Globals::scan(&env.args);
    let store = context::find(env, &globals);
    let mut context = match Context::open(store.as_ref().map_err(Clone::clone)) {
        Ok(context) => context,
        Err(failure) => return report::failure(env, globals.json_errors(), None, &failure),
    };
    // Help names every step; any other command needs only the options of its own.
    let only = globals.command.as_deref().filter(|name| *name != "help");
    let command = commands::root(context.pathway(), only);
    let matches = match command.try_get_matches_from(args::with_name(&env.args)) {
        Ok(matches) => matches,
        Err(error) => return report::clap(env, &globals, context.pathway(), &error),
    };
    match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => env.terminal.colour = true,
        Some("never") => env.terminal.colour = false,
        Some(_) | None => {}
    }
    of_the_clock(env, &context);
    match commands::dispatch(env, &mut context, &matches) {
        Ok(exit) => exit,
        Err(failure) => {
            report::failure(env, globals.json_errors(), Some(context.pathway()), &failure)
        }
    }
}
