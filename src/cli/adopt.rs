//! `cse adopt`: takes into the register what was changed by hand, as what it is.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::domain::StepName;
use crate::ops::Failure;
use crate::ops::adopt::{Adopted, adopt};
use crate::ops::check::kind;
use crate::pathway::Pathway;

use super::commands::flag;
use super::context::Context;
use super::ui::{self, Format};
use super::{Env, Exit, taken, wording};

/// The command.
pub fn command() -> Command {
    Command::new("adopt")
        .about("Take into the register what was changed by hand")
        .long_about(
            "Take into the register what was changed by hand: the lists of workers and of bank \
             holidays, or a record.\n\n\
             Every file is read first; one that could not be read afterwards is refused, with file, \
             line and column. A record that was edited stays known as edited: `cse check` says so from \
             then on. Where a record is only wrong, `cse amend` puts it right without that.",
        )
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .action(ArgAction::Append)
                .help("Files or folders, as `cse status` names them; all that differ where none is"),
        )
        .arg(flag("dry-run", "Say what would be taken in, and write nothing"))
}

/// Takes them in.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let only: Vec<String> =
        matches.get_many::<String>("file").into_iter().flatten().cloned().collect();
    let dry_run = matches.get_flag("dry-run");
    let who = context.identity(env)?;
    let now = env.now;
    let pathway = std::sync::Arc::clone(context.pathway());
    let adopted = adopt(context.store()?, &who, now, &only, dry_run)?.unwrap_or_default();
    taken::warn(env, &adopted.warnings);
    let recorded = "what was taken in is recorded";
    match (format, &adopted.commit) {
        (Format::Json, commit) => {
            let text = format!("{:#}\n", as_json(&adopted, &pathway));
            match commit {
                Some(_) => ui::answer_json(env, &text, recorded)?,
                None => ui::json(env, &text)?,
            }
        }
        (Format::Csv | Format::Table, commit) => {
            let text = as_text(&adopted, &pathway, dry_run);
            match commit {
                Some(_) => ui::answer(env, &text, recorded)?,
                None => ui::out(env, &text)?,
            }
        }
    }
    Ok(Exit::Done)
}

/// What is to be known of the files from now on: place and words.
fn notices(adopted: &Adopted, pathway: &Pathway) -> Vec<String> {
    let none = StepName::from("");
    let wrong = adopted.problems.iter().map(ToString::to_string);
    let misplaced = adopted.misplaced.iter().flat_map(|(place, refusals)| {
        let said = |refusal| wording::refusal(refusal, pathway, &none, None).message;
        refusals.iter().map(move |refusal| {
            wording::misplaced(&place.to_string(), &said(refusal), refusal.rule())
        })
    });
    wrong.chain(misplaced).collect()
}

fn as_json(adopted: &Adopted, pathway: &Pathway) -> Json {
    let files: Json = adopted
        .files
        .iter()
        .map(|(path, how)| json!({ "file": path, "kind": kind(*how) }))
        .collect();
    json!({
        "commit": adopted.commit.as_ref().map(ToString::to_string),
        "files": files,
        "notices": notices(adopted, pathway),
    })
}

fn as_text(adopted: &Adopted, pathway: &Pathway, dry_run: bool) -> String {
    if adopted.files.is_empty() {
        return "Nothing differs from what is committed.\n".to_owned();
    }
    let done = if dry_run { "would be taken in" } else { "taken in" };
    let mut text = String::new();
    for (path, how) in &adopted.files {
        text.push_str(&format!("{} ({}): {done}\n", ui::line(path), kind(*how)));
    }
    for notice in notices(adopted, pathway) {
        text.push_str(&format!("notice: {}\n", ui::line(&notice)));
    }
    text
}
