//! The command line: the built-in commands, and one for each step of the pathway in force.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::ops::{Failure, Usage};
use crate::pathway::Pathway;
use crate::pathway::reserved::AMEND;

use super::context::Context;
use super::{
    Env, Exit, adopt, amend, check, chronology, demo, disclosures, doctor, drafts, due, explain,
    extend, init, issue, list, log, meeting, missing, next, pathway, render, sample, search, show,
    status, step, summary, template, verify,
};

/// The whole command line.
///
/// With `only`, the steps but that one come without their options: making a hundred of those for
/// each of thirty steps would be a third of the time of a short command.
pub fn root(pathway: &Pathway, only: Option<&str>) -> Command {
    let mut root = Command::new("cse")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Keep the cases of a child sexual exploitation referral pathway")
        .long_about(
            "Keep the cases of a child sexual exploitation referral pathway.\n\nEach child's case is a \
             folder of small YAML files under git. Each step of the pathway is a command. `cse due` \
             lists what is owed, by when and why; `cse next CASE` says what can be done now.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100)
        .subcommand_help_heading("Commands")
        .next_help_heading("Global options")
        .arg(
            Arg::new("C")
                .short('C')
                .value_name("DIR")
                .global(true)
                .help("The register, or a folder in it (else CSE_REGISTER, else the working folder)"),
        )
        .arg(
            Arg::new("as")
                .long("as")
                .value_name("ROLE")
                .global(true)
                .help("The role in which you act"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .global(true)
                .default_value("table")
                .value_parser(PossibleValuesParser::new(["table", "json", "csv"]))
                .help("How answers are printed"),
        )
        .arg(
            Arg::new("color")
                .long("color")
                .value_name("WHEN")
                .global(true)
                .default_value("auto")
                .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
                .help("When colours are used; they never carry meaning alone"),
        );
    for command in [
        init::command(),
        demo::command(),
        due::command(),
        list::command(),
        show::command(),
        next::command(),
        explain::command(),
        log::command(),
        search::command(),
        status::command(),
        check::command(),
        adopt::command(),
        verify::command(),
        doctor::command(),
        drafts::command(),
        amend::command(only.is_none_or(|only| only == AMEND).then_some(pathway)),
        extend::waive(),
        extend::extend(),
        meeting::command(),
        pathway::command(),
        sample::command(),
    ] {
        root = root.subcommand(command);
    }
    root = root.subcommands(of_documents());
    for (at, one) in pathway.steps.iter().enumerate() {
        let whole = only.is_none_or(|only| only == one.name.as_str());
        let command = if whole { step::command(pathway, one) } else { step::name_only(one) };
        root = root.subcommand(command.display_order(100 + at));
    }
    root
}

/// The commands that make, keep and list documents.
fn of_documents() -> [Command; 7] {
    [
        render::command(),
        missing::command(),
        issue::command(),
        disclosures::command(),
        summary::command(),
        chronology::command(),
        template::command(),
    ]
}

/// Runs the command that was asked for.
pub fn dispatch(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let Some((name, matches)) = matches.subcommand() else {
        return Ok(Exit::Usage);
    };
    // A role that the pathway does not have is a slip of the keyboard, wherever it is typed; `init`
    // and `demo` bring a pathway of their own.
    if let Some(given) =
        matches.get_one::<String>("as").filter(|_| !matches!(name, "init" | "demo"))
        && context.pathway().role(given).is_none()
    {
        let roles = context.pathway().roles.iter().map(|role| role.name.clone()).collect();
        return Err(Usage::NoRole { given: given.clone(), roles }.into());
    }
    match name {
        "init" => init::run(env, matches),
        "demo" => demo::run(env, matches),
        "due" => due::run(env, context, matches),
        "list" => list::run(env, context, matches),
        "show" => show::run(env, context, matches),
        "next" => next::run(env, context, matches),
        "explain" => explain::run(env, context, matches),
        "log" => log::run(env, context, matches),
        "search" => search::run(env, context, matches),
        "status" => status::run(env, context, matches),
        "check" => check::run(env, context, matches),
        "adopt" => adopt::run(env, context, matches),
        "verify" => verify::run(env, context, matches),
        "amend" => amend::run(env, context, matches),
        "doctor" => doctor::run(env, matches),
        "drafts" => drafts::run(env, context, matches),
        "waive" | "extend" => extend::run(env, context, matches),
        "meeting" => meeting::run(env, context, matches),
        "pathway" => pathway::run(env, context, matches),
        "render" => render::run(env, context, matches),
        "missing" => missing::run(env, context, matches),
        "issue" => issue::run(env, context, matches),
        "disclosures" => disclosures::run(env, context, matches),
        "summary" => summary::run(env, context, matches),
        "chronology" => chronology::run(env, context, matches),
        "template" => template::run(env, context, matches),
        "sample" => sample::run(env, context, matches),
        step => step::run(env, context, step, matches),
    }
}

/// The argument for a case.
pub fn case_arg() -> Arg {
    Arg::new("case").value_name("CASE").help("The number of the case, as CSE-2026-7K3Q9FX")
}

/// The options that look back.
pub fn looking_back(command: Command) -> Command {
    command
        .arg(
            Arg::new("as-of")
                .long("as-of")
                .value_name("MOMENT")
                .help("Leave out what happened after this moment, and ask as of it"),
        )
        .arg(
            Arg::new("known-at")
                .long("known-at")
                .value_name("MOMENT")
                .help("Ask of what was recorded by this moment"),
        )
}

/// A flag without a value.
pub fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}
