//! `cse pathway diff`: what differs between two versions of a pathway.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::cli::context::Context;
use crate::cli::ui::{self, Format, Rows};
use crate::cli::{Env, Exit, init};
use crate::ops::Failure;
use crate::ops::init::File;
use crate::pathway::diff::{Part, PartChange, diff};

/// The command.
pub fn command() -> Command {
    Command::new("diff")
        .about("Say what differs between the pathway in force and another")
        .long_about(
            "Say what differs between the pathway in force and another: each step, gate, duty, fact \
             and other part that was added, removed or changed, and in what. Order and comments mean \
             nothing. With two pathways, what differs between those.",
        )
        .arg(
            Arg::new("pathway")
                .value_name("PATHWAY")
                .required(true)
                .num_args(1..=2)
                .help("One or two shipped pathways or folders; of two the older first"),
        )
}

/// Compares.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let given: Vec<String> =
        matches.get_many::<String>("pathway").into_iter().flatten().cloned().collect();
    let (old, new) = match given.as_slice() {
        [old, new] => (init::pathway_files(env, old)?, init::pathway_files(env, new)?),
        [new, ..] => (in_force(context)?, init::pathway_files(env, new)?),
        [] => return Ok(Exit::Usage),
    };
    let parts = diff(&old, &new).map_err(Failure::Pathway)?;
    match ui::format(matches) {
        Format::Json => ui::json(env, &format!("{:#}\n", as_json(&parts)))?,
        Format::Table if parts.is_empty() => ui::out(env, "Nothing differs.\n")?,
        format @ (Format::Table | Format::Csv) => rows(&parts).print(env, format)?,
    }
    Ok(Exit::Done)
}

/// The files of the version in force.
fn in_force(context: &mut Context<'_>) -> Result<Vec<File>, Failure> {
    let reading = context.register()?.1;
    let root = format!("templates/pathways/{}", reading.config.pathway);
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in reading.snapshot().list(&format!("{root}{folder}"))?.items {
            let path = format!("{folder}/{}", entry.name);
            if entry.is_dir {
                folders.push(path);
            } else if let Some(bytes) = reading.snapshot().read(&format!("{root}{path}"))? {
                files.push((path[1..].to_owned(), bytes));
            }
        }
    }
    files.sort();
    Ok(files)
}

fn rows(parts: &[Part]) -> Rows {
    let mut rows = Rows::new(&["part", "name", "what differs", "before", "after"]);
    for Part { section, name, change } in parts {
        let mut row = |what: &str, old: &str, new: &str| {
            let cells = [section, name, what, old, new];
            rows.push(cells.map(str::to_owned).to_vec());
        };
        match change {
            PartChange::Added => row("added", "", ""),
            PartChange::Removed => row("removed", "", ""),
            PartChange::Changed(all) if all.is_empty() => row("changed", "", ""),
            PartChange::Changed(all) => {
                for one in all {
                    let side = |text: &Option<String>| text.clone().unwrap_or_default();
                    row(&one.key, &side(&one.old), &side(&one.new));
                }
            }
        }
    }
    rows
}

fn as_json(parts: &[Part]) -> Json {
    let part = |part: &Part| {
        let (change, differences) = match &part.change {
            PartChange::Added => ("added", &[][..]),
            PartChange::Removed => ("removed", &[][..]),
            PartChange::Changed(all) => ("changed", all.as_slice()),
        };
        let differences: Json = differences
            .iter()
            .map(|one| json!({ "key": one.key, "old": one.old, "new": one.new }))
            .collect();
        json!({
            "section": part.section, "name": part.name,
            "change": change, "differences": differences,
        })
    };
    parts.iter().map(part).collect()
}
