//! `cse log [CASE]`: what was recorded, when, by whom; the newest first.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::ops::Failure;
use crate::register::CommitInfo;

use super::commands::case_arg;
use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago, report};

/// The command.
pub fn command() -> Command {
    Command::new("log").about("List what was recorded, the newest first").arg(case_arg()).arg(
        Arg::new("limit")
            .short('n')
            .long("limit")
            .value_name("N")
            .value_parser(clap::value_parser!(usize))
            .default_value("50")
            .help("At most so many"),
    )
}

/// Lists commits.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let limit = matches.get_one::<usize>("limit").copied().unwrap_or(50);
    let (commits, unshown) = {
        let (store, reading) = context.register()?;
        let case =
            matches.get_one::<String>("case").map(|given| reading.find(given)).transpose()?;
        let path = case.as_ref().map(|id| reading.case(id)).transpose()?.map(|case| case.path);
        (store.log(path.as_deref(), Some(limit))?, reading.unshown(case.as_ref())?)
    };
    let exit = report::unreadable(env, format == Format::Json, &unshown);
    if format == Format::Json {
        let commits: Json = commits
            .iter()
            .map(|commit| {
                let trailer = |name: &str| trailer(commit, name);
                json!({
                    "commit": commit.id.to_string(),
                    "time": commit.time.to_string(),
                    "author": commit.email,
                    "subject": commit.subject,
                    "case": trailer("Case"),
                    "step": trailer("Step"),
                    "record": trailer("Record"),
                    "role": trailer("Role"),
                    "pathway": trailer("Pathway"),
                })
            })
            .collect();
        ui::json(env, &format!("{commits:#}\n"))?;
        return Ok(exit);
    }
    let mut rows = Rows::new(&["recorded", "commit", "what", "by"]);
    for commit in &commits {
        let when = match format {
            Format::Csv => commit.time.to_string(),
            Format::Table | Format::Json => ago::moment(commit.time),
        };
        let id = commit.id.to_string();
        let role = trailer(commit, "Role").map(|role| format!(", {role}")).unwrap_or_default();
        let by = format!("{}{role}", commit.email);
        rows.push(vec![when, id.get(..10).unwrap_or(&id).to_owned(), commit.subject.clone(), by]);
    }
    rows.print(env, format)?;
    Ok(exit)
}

fn trailer<'a>(commit: &'a CommitInfo, name: &str) -> Option<&'a str> {
    commit.trailers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
