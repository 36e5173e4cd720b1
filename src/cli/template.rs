//! `cse template check`: whether a template of a document is right, with the place of every problem.

use clap::{Arg, ArgMatches, Command};

use crate::documents::{Library, Template};
use crate::domain::Problem;
use crate::ops::document::library;
use crate::ops::{Failure, Unfit};
use crate::pathway::shipped;
use crate::register::{is_file, read_file};

use super::context::Context;
use super::{Env, Exit, ui, wording};

/// Bigger than any template.
const BIGGEST: u64 = 256 << 10;

/// The command.
pub fn command() -> Command {
    Command::new("template")
        .about("Look after the templates of documents")
        .subcommand_required(true)
        .subcommand(
            Command::new("list").about("List the documents of the pathway in force, and for whom"),
        )
        .subcommand(
            Command::new("check")
                .about("Check templates: every unknown, forbidden or unused name, with its place")
                .arg(
                    Arg::new("template").value_name("FILE|DOCUMENT").help(
                        "A file, or a document of the pathway; all of them where none is named",
                    ),
                ),
        )
}

/// Checks or lists.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let Some((name, matches)) = matches.subcommand() else { return Ok(Exit::Usage) };
    let pathway = std::sync::Arc::clone(context.pathway());
    let all = if context.store().is_ok() {
        library(context.register()?.1, &pathway.name)?
    } else {
        Library::new("documents", shipped::documents(&pathway.name.name))
    };
    if name == "list" {
        let mut rows = ui::Rows::new(&["document", "version", "for", "title"]);
        for name in all.names() {
            let opened = all.open(name, &pathway);
            let template =
                opened.map_err(|problems| Failure::Document(Unfit::Template { problems }))?;
            let readers: Vec<&str> =
                template.front.audiences.iter().map(|audience| audience.as_str()).collect();
            let version = template.front.version.to_string();
            rows.push(vec![name.to_owned(), version, readers.join(" "), template.front.title]);
        }
        rows.print(env, ui::format(matches))?;
        return Ok(Exit::Done);
    }
    let given = matches.get_one::<String>("template");
    let (all, wanted) = match given {
        None => {
            let wanted = all.names().into_iter().map(str::to_owned).collect();
            (all, wanted)
        }
        Some(given) if is_file(&env.dir.join(given)) => with_file(env, all, given)?,
        Some(given) => (all, vec![given.clone()]),
    };
    let mut problems: Vec<Problem> = Vec::new();
    let mut right = 0;
    for name in &wanted {
        if !all.has(name) {
            let documents = all.names().into_iter().map(str::to_owned).collect();
            return Err(crate::ops::Usage::NoDocument { given: name.clone(), documents }.into());
        }
        match all.open(name, &pathway).and_then(|template| tried(&template, &pathway)) {
            Ok(()) => right += 1,
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        let text = format!("{}: nothing is wrong.\n", wording::count(right, "template"));
        ui::out(env, &text)?;
        return Ok(Exit::Done);
    }
    Err(Failure::Document(Unfit::Template { problems }))
}

/// What is wrong with a template that could be opened.
fn tried(template: &Template, pathway: &crate::pathway::Pathway) -> Result<(), Vec<Problem>> {
    let mut problems = template.unused.clone();
    problems.extend(crate::documents::dry_run(template, pathway));
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The library with a file of the user's own in it.
fn with_file(env: &Env<'_>, all: Library, given: &str) -> Result<(Library, Vec<String>), Failure> {
    let path = env.dir.join(given);
    let bytes = read_file(&path, BIGGEST).map_err(|error| {
        let message = format!("cannot read {}: {}", ui::line(given), wording::io(&error));
        Failure::from(crate::ops::Usage::Said { message, hint: None })
    })?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = stem.unwrap_or_default();
    Ok((all.with(&name, given, bytes), vec![name]))
}
