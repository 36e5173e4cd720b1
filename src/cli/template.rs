//! `cse template check`: whether a template of a document is right, with the place of every problem.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::documents::{Library, Template};
use crate::domain::Problem;
use crate::ops::document::library;
use crate::ops::{Failure, Unfit};
use crate::pathway::{Pathway, shipped};
use crate::register::{is_file, read_file};

use super::context::Context;
use super::ui::{self, Format};
use super::{Env, Exit, wording};

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
        return list(env, &all, &pathway, ui::format(matches));
    }
    let given = matches.get_one::<String>("template");
    let (all, wanted) = match given {
        None => {
            let wanted = all.names().into_iter().map(str::to_owned).collect();
            (all, wanted)
        }
        Some(given) if is_file(&env.dir.join(given))? => with_file(env, all, given)?,
        Some(given) => (all, vec![given.clone()]),
    };
    let mut problems: Vec<Problem> = Vec::new();
    for name in &wanted {
        if !all.has(name) {
            let documents = all.names().into_iter().map(str::to_owned).collect();
            return Err(crate::ops::Usage::NoDocument { given: name.clone(), documents }.into());
        }
        match all.open(name, &pathway) {
            Ok(template) => problems.extend(tried(&template, &pathway)),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        let text = format!("{}: nothing is wrong.\n", wording::count(wanted.len(), "template"));
        ui::out(env, &text)?;
        return Ok(Exit::Done);
    }
    Err(Failure::Document(Unfit::Template { problems }))
}

/// The documents, for whom they are and to which steps they belong.
fn list(
    env: &mut Env<'_>,
    all: &Library,
    pathway: &Pathway,
    format: Format,
) -> Result<Exit, Failure> {
    let mut templates = Vec::new();
    for name in all.names() {
        let opened = all.open(name, pathway);
        templates.push(opened.map_err(|problems| Failure::Document(Unfit::Template { problems }))?);
    }
    let readers = |template: &Template| -> Vec<&str> {
        template.front.audiences.iter().map(|audience| audience.as_str()).collect()
    };
    let steps = |template: &Template| -> Vec<String> {
        template.front.steps.iter().map(|step| step.name.clone()).collect()
    };
    if format == Format::Json {
        let all = templates.iter().map(|template| {
            json!({
                "document": template.name,
                "title": template.front.title,
                "version": template.front.version,
                "audiences": readers(template),
                "steps": steps(template),
            })
        });
        ui::json(env, &format!("{:#}\n", all.collect::<Json>()))?;
        return Ok(Exit::Done);
    }
    let mut rows = ui::Rows::new(&["document", "version", "for", "steps", "title"]);
    for template in &templates {
        rows.push(vec![
            template.name.clone(),
            template.front.version.to_string(),
            readers(template).join(" "),
            steps(template).join(" "),
            template.front.title.clone(),
        ]);
    }
    rows.print(env, format)?;
    Ok(Exit::Done)
}

/// What is wrong with a template that could be opened.
fn tried(template: &Template, pathway: &Pathway) -> Vec<Problem> {
    [template.unused.clone(), crate::documents::dry_run(template, pathway)].concat()
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
