//! `cse disclosures CASE`: which documents of a case were given to whom.

use clap::{ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::ops::Failure;
use crate::ops::issue::{GivenOut, given_out};

use super::commands::case_arg;
use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago};

/// The command.
pub fn command() -> Command {
    Command::new("disclosures")
        .about("List the documents of a case that were given out: what, to whom, when, by whom")
        .arg(case_arg().required(true))
}

/// Lists.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let given = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
    let (_, reading) = context.register()?;
    let id = reading.find(given)?;
    let all = given_out(reading, &id)?;
    match ui::format(matches) {
        Format::Json => {
            let all: Json = all.iter().map(as_json).collect();
            ui::json(env, &format!("{all:#}\n"))?;
        }
        Format::Table if all.is_empty() => {
            ui::out(env, &format!("Nothing of {id} was given out.\n"))?;
        }
        format => {
            let mut rows =
                Rows::new(&["when", "document", "for", "given to", "version", "by", "sha256"]);
            for one in &all {
                let field = |name: &str| one.fields.get(name).cloned().unwrap_or_default();
                let hash: String = field("sha256").chars().take(12).collect();
                let hash =
                    if one.kept || hash.is_empty() { hash } else { format!("{hash} (not kept)") };
                rows.push(vec![
                    ago::moment(one.happened.0),
                    field("document"),
                    field("audience"),
                    field("recipient"),
                    field("version"),
                    one.by.worker.clone(),
                    hash,
                ]);
            }
            rows.print(env, format)?;
        }
    }
    Ok(Exit::Done)
}

fn as_json(one: &GivenOut) -> Json {
    let field = |name: &str| one.fields.get(name);
    json!({
        "document": field("document"),
        "audience": field("audience"),
        "recipient": field("recipient"),
        "version": field("version"),
        "commit": field("commit"),
        "sha256": field("sha256"),
        "kept": one.kept,
        "happened": one.happened.to_string(),
        "by": { "worker": one.by.worker, "role": one.by.role.as_str() },
        "record": one.record.0,
    })
}
