//! `cse init [DIR] --pathway NAME|DIR`: makes a register.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use crate::ops::init::{File, init};
use crate::ops::{Failure, Usage, sample};
use crate::pathway::model::At;
use crate::pathway::shipped;
use crate::register::{Fault, Identity};

use super::commands::flag;
use super::ui;
use super::{Env, Exit, taken, wording};

/// The files of a pathway are few and small; more is no pathway.
const MOST_FILES: usize = 500;

/// What is said where nothing more can be.
const MADE: &str = "the register is made";

/// The command.
pub fn command() -> Command {
    Command::new("init")
        .about("Make a register: a git repository with an authority's pathway in it")
        .arg(
            Arg::new("dir")
                .value_name("DIR")
                .default_value(".")
                .help("The folder; empty or not there yet"),
        )
        .arg(Arg::new("pathway").long("pathway").value_name("PATHWAY").required(true).help(
            format!(
                "{}, or a folder with pathway.yaml and facts.yaml",
                shipped::names().join(", ")
            ),
        ))
        .arg(flag(
            "sample",
            "Fill it with the invented sample cases; every screen then says SAMPLE",
        ))
}

/// Makes a register.
pub fn run(env: &mut Env<'_>, matches: &ArgMatches) -> Result<Exit, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let files = pathway_files(env, &text("pathway"))?;
    // Without `.` in it, as people write paths.
    let dir: PathBuf = env.dir.join(text("dir")).components().collect();
    let is_sample = matches.get_flag("sample");
    let now = env.now;
    let register = register_id(env)?;
    let (name, email) = (env.vars.author_name.as_deref(), env.vars.author_email.as_deref());
    let who = Identity::outside(name, email)?;
    let made = init(&dir, &who, now, &register, is_sample, &files);
    let made = made.map_err(|failure| match failure {
        Failure::Fault(Fault::NotEmpty { path }) => {
            Usage::NotEmpty { folder: path.display().to_string() }.into()
        }
        other => other,
    })?;
    taken::warn(env, &made.warnings);
    let store = made.store;
    let mut filled = 0;
    if is_sample {
        let sample = sample::embedded(&store, &who, now)?;
        taken::warn(env, &sample.warnings);
        filled = sample.cases;
    }
    let pathway = shipped::parse_files(&files).map_err(Failure::Pathway)?;
    if ui::format(matches) == ui::Format::Json {
        let answer = json!({
            "folder": store.root().display().to_string(),
            "register": register,
            "pathway": format!("{}/{}", pathway.name.name, pathway.name.version),
            "sample": is_sample,
            "cases": filled,
        });
        ui::answer_json(env, &format!("{answer}\n"), MADE)?;
        return Ok(Exit::Done);
    }
    let mut text = format!("Made a register in {}\n", store.root().display());
    text.push_str(&format!(
        "  pathway  {} ({}/{})\n",
        ui::line(&pathway.title),
        pathway.name.name,
        pathway.name.version
    ));
    if is_sample {
        text.push_str(&format!("  SAMPLE   {}, all invented\n", wording::count(filled, "case")));
    }
    if let Some(first) = pathway.steps.iter().find(|step| step.at == At::Opening) {
        text.push_str(&format!("  next     cse {} --help\n", first.name));
    }
    ui::answer(env, &text, MADE)?;
    Ok(Exit::Done)
}

/// A random id for a register.
pub fn register_id(env: &mut Env<'_>) -> Result<String, Failure> {
    let bytes: [u8; 8] = env.draw()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The files of a shipped pathway, or of one in a folder. A folder that has no
/// `shared-facts.yaml` of its own takes the facts that the shipped pathways share.
pub fn pathway_files(env: &Env<'_>, given: &str) -> Result<Vec<File>, Failure> {
    if let Some(files) = shipped::files(given) {
        return Ok(files);
    }
    let dir = env.dir.join(given);
    if !crate::register::is_file(&dir.join("pathway.yaml"))? {
        return Err(Usage::NoPathway { given: given.to_owned() }.into());
    }
    let mut files = crate::register::read_folder(&dir, MOST_FILES)?;
    if !files.iter().any(|(path, _)| path == "shared-facts.yaml") {
        let shared = shipped::names().first().and_then(|name| shipped::files(name));
        files.extend(shared.into_iter().flatten().find(|(path, _)| path == "shared-facts.yaml"));
    }
    Ok(files)
}
