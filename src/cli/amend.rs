//! `cse amend CASE RECORD`: what a record should have said.

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::domain::{FactName, Facts, RoleName};
use crate::ops::amend::{Asked, amend};
use crate::ops::take::Attempt;
use crate::ops::{Failure, Usage};
use crate::pathway::Pathway;

use super::commands::{case_arg, flag};
use super::context::Context;
use super::{Env, Exit, echo, input, step, taken, ui, wording};

/// The command; without a pathway, without the flags of its facts.
pub fn command(pathway: Option<&Pathway>) -> Command {
    let all = pathway.into_iter().flat_map(|pathway| pathway.dictionary.iter());
    let facts = all.map(|def| step::fact_arg(def, None, false).hide(true));
    Command::new("amend")
        .about("Put a record right: supersede or withdraw facts of it, or the whole record")
        .long_about(
            "Put a record right: supersede or withdraw facts of it, or the whole record.\n\nThe \
             record itself stays as it is and stays in the history. Every fact that its step takes \
             is given with its own flag, as for the step.",
        )
        .arg(case_arg().required(true))
        .arg(
            Arg::new("record")
                .value_name("RECORD")
                .required(true)
                .help("The record: its file, or the start of the hash in its name"),
        )
        .arg(
            Arg::new("withdraw")
                .long("withdraw")
                .value_name("FACT")
                .action(ArgAction::Append)
                .help("A fact that the record should not have given"),
        )
        .arg(flag("withdraw-record", "The record should not be there, as on the wrong child"))
        .arg(
            Arg::new("reason")
                .long("reason")
                .value_name("REASON")
                .required(true)
                .help("Why; kept in the record"),
        )
        .arg(
            Arg::new("override")
                .long("override")
                .value_name("REASON")
                .help("Insist where a later record would no longer be permitted"),
        )
        .arg(flag("dry-run", "Say what would be done, and write nothing"))
        .args(facts)
}

/// Puts a record right.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let reason = step::reason(matches, "reason")?.unwrap_or_default();
    let pathway = std::sync::Arc::clone(context.pathway());
    let facts = facts(env, &pathway, matches)?;
    let withdraw = withdrawn(&pathway, matches)?;
    let read_as = echo::of(&facts, matches);
    let case = step::whole_case(env, context, &text("case").unwrap_or_default())?;
    let asked = Asked {
        case: case.clone(),
        record: text("record").unwrap_or_default(),
        facts,
        withdraw,
        whole: matches.get_flag("withdraw-record"),
        reason,
        override_reason: step::reason(matches, "override")?,
        role: text("as").map(RoleName::from),
        dry_run: matches.get_flag("dry-run"),
    };
    let who = context.identity(env)?;
    let now = env.now;
    let done = amend(context.store()?, &who, now, &asked)?;
    let name = crate::pathway::reserved::AMEND;
    let attempt = Attempt { dry_run: asked.dry_run, ..Attempt::plain(name, case) };
    taken::print(env, context, &attempt, &done, &read_as, format)?;
    Ok(Exit::Done)
}

fn facts(env: &Env<'_>, pathway: &Pathway, matches: &ArgMatches) -> Result<Facts, Failure> {
    let (mut facts, mut problems) = (Facts::new(), Vec::new());
    for def in pathway.dictionary.iter() {
        let Some(given) = matches.get_many::<String>(def.name.as_str()) else { continue };
        let given: Vec<&str> = given.map(String::as_str).collect();
        match input::value(def, &given, env.now) {
            Ok(value) => drop(facts.insert(def.name.clone(), Some(value))),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(facts) } else { Err(Usage::values(problems).into()) }
}

fn withdrawn(pathway: &Pathway, matches: &ArgMatches) -> Result<Vec<FactName>, Failure> {
    let given = matches.get_many::<String>("withdraw").into_iter().flatten();
    given
        .map(|given| {
            // As a fact or as its flag.
            let wanted = given.trim_start_matches('-');
            let fits = |name: &FactName| name.as_str() == wanted || name.flag() == wanted;
            let known = pathway.dictionary.iter().find(|def| fits(&def.name));
            known.map(|def| def.name.clone()).ok_or_else(|| {
                let message = wording::no_fact(&FactName::from(wanted), &pathway.dictionary);
                Usage::Said { message, hint: None }.into()
            })
        })
        .collect()
}
