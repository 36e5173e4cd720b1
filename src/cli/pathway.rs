//! `cse pathway`: the pathway in force, whole; whether a pathway in a folder is right; what
//! differs between two, and a new version.

mod adopt;
mod diff;

use std::sync::Arc;

use clap::{Arg, ArgMatches, Command};
use serde_json::{Map, Value as Json, json};

use crate::ops::Failure;
use crate::ops::init::File;
use crate::pathway::model::{At, Need, Step};
use crate::pathway::proof::{PROVED, prove};
use crate::pathway::{Pathway, shipped};

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, init, json as shapes, wording};

/// The command.
pub fn command() -> Command {
    Command::new("pathway")
        .about("Show, check and compare pathways; adopt a new version")
        .subcommand_required(true)
        .subcommand(
            Command::new("show")
                .about("Show the pathway in force: stages, roles, facts, steps, obligations")
                .arg(
                    Arg::new("pathway")
                        .long("pathway")
                        .value_name("PATHWAY")
                        .help("A shipped pathway or a folder, instead of the one in force"),
                ),
        )
        .subcommand(
            Command::new("check")
                .about("Check a pathway: every problem, with its place")
                .long_about(
                    "Check a pathway: every problem, with its place.\n\n\
                     Besides mistakes in its files: stages that are never reached or cannot be left, \
                     steps that can never be taken, gates that can never hold or be overridden, and \
                     duties that are never owed or cannot be met.",
                )
                .arg(
                    Arg::new("pathway").value_name("PATHWAY").help("A shipped pathway or a folder"),
                ),
        )
        .subcommand(diff::command())
        .subcommand(adopt::command())
}

/// Shows or checks.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(Exit::Usage) };
    match name {
        "diff" => return diff::run(env, context, matches),
        "adopt" => return adopt::run(env, context, matches),
        _ => {}
    }
    let given = matches.get_one::<String>("pathway");
    let mut files = Vec::new();
    let pathway = match given {
        Some(given) => {
            files = init::pathway_files(env, given)?;
            Arc::new(shipped::parse_files(&files).map_err(Failure::Pathway)?)
        }
        None => {
            // Outside a register the built-in pathway is shown; inside, one that reads.
            if context.store().is_ok() {
                context.register()?;
            }
            Arc::clone(context.pathway())
        }
    };
    let format = ui::format(matches);
    if name == "check" {
        match given {
            Some(_) => files.retain(|(name, _)| PROVED.contains(&name.as_str())),
            None => files = in_force(context)?,
        }
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let proved = prove(&pathway, &files);
        if !proved.problems.is_empty() {
            return Err(Failure::Pathway(proved.problems));
        }
        let (steps, facts) = (pathway.steps.len(), pathway.dictionary.iter().count());
        let text = format!(
            "{} {}: {}, {}, {}, {}: nothing is wrong.\n",
            pathway.name.name,
            pathway.name.version,
            wording::count(steps, "step"),
            wording::count(pathway.gates.len(), "gate"),
            wording::count(pathway.obligations.len(), "obligation"),
            wording::count(facts, "fact"),
        );
        ui::out(env, &text)?;
        if proved.gave_up {
            ui::note(env, wording::NOT_ALL_PROVED);
        }
        return Ok(Exit::Done);
    }
    match format {
        Format::Json => ui::json(env, &format!("{:#}\n", as_json(&pathway)))?,
        Format::Csv | Format::Table => steps(&pathway).print(env, format)?,
    }
    Ok(Exit::Done)
}

/// The files of the pathway in force, which say where its parts stand; none outside a register.
fn in_force(context: &mut Context<'_>) -> Result<Vec<File>, Failure> {
    if context.store().is_err() {
        return Ok(Vec::new());
    }
    let reading = context.register()?.1;
    let mut files = Vec::new();
    for file in PROVED {
        let path = format!("templates/pathways/{}/{file}", reading.config.pathway);
        if let Some(bytes) = reading.snapshot().read(&path)? {
            files.push((path, bytes));
        }
    }
    Ok(files)
}

fn steps(pathway: &Pathway) -> Rows {
    let mut rows = Rows::new(&["step", "at", "by", "what it does"]);
    for step in &pathway.steps {
        rows.push(vec![
            step.name.to_string(),
            at(step).join(", "),
            step.by.first().map(ToString::to_string).unwrap_or_default(),
            step.title.clone(),
        ]);
    }
    rows
}

fn at(step: &Step) -> Vec<String> {
    match &step.at {
        At::Opening => Vec::new(),
        At::Any => vec!["*".to_owned()],
        At::Stages(stages) => stages.iter().map(ToString::to_string).collect(),
    }
}

fn as_json(pathway: &Pathway) -> Json {
    let facts = pathway.dictionary.iter().map(|def| {
        let keeps = match def.keeps {
            crate::domain::Keeps::Latest => "latest",
            crate::domain::Keeps::All => "all",
        };
        let shape = json!({
            "type": def.kind.name(),
            "label": def.label,
            "choices": shapes::choices(&def.kind),
            "list_of": shapes::list_of(&def.kind),
            "keeps": keeps,
            "sensitivity": def.sensitivity,
        });
        (def.name.to_string(), shape)
    });
    let steps = pathway.steps.iter().map(|step| {
        let asks = step.asks.iter().map(|ask| {
            let required = match ask.need {
                Need::Required => json!(true),
                Need::Optional => json!(false),
                Need::When(_) => json!("when"),
            };
            json!({ "fact": ask.fact.as_str(), "required": required })
        });
        let shape = json!({
            "title": step.title,
            "by": step.by.iter().map(crate::domain::RoleName::as_str).collect::<Vec<_>>(),
            "at": at(step),
            "asks": asks.collect::<Json>(),
            "may": step.may.iter().map(crate::domain::FactName::as_str).collect::<Vec<_>>(),
            "recorded_in": step.recorded_in,
            "source": step.source,
        });
        (step.name.to_string(), shape)
    });
    let obligations = pathway.obligations.iter().map(|obligation| {
        let shape = json!({
            "title": obligation.title,
            "owner": obligation.owner.as_str(),
            "source": obligation.source,
        });
        (obligation.name.to_string(), shape)
    });
    json!({
        "name": pathway.name.name,
        "version": pathway.name.version,
        "stages": pathway.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(),
        "roles": pathway.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(),
        "facts": facts.collect::<Map<_, _>>(),
        "steps": steps.collect::<Map<_, _>>(),
        "obligations": obligations.collect::<Map<_, _>>(),
    })
}
