//! `cse render DOCUMENT CASE`: writes a document of a case for one reader. It sends nothing.

use clap::builder::PossibleValuesParser;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use crate::documents::{Format, Rendered};
use crate::ops::document::{Asked, render};
use crate::ops::{Failure, Usage};
use crate::pathway::Audience;
use crate::pathway::audience::AUDIENCES;
use crate::register::{Written, is_there, write_file};

use super::commands::{case_arg, flag, looking_back};
use super::context::Context;
use super::{Env, Exit, due, ui, wording};

/// The format that this program knows of and does not write.
const PDF: &str = "pdf";

/// The command.
pub fn command() -> Command {
    let command = Command::new("render")
        .about("Write a document of a case, as one reader may see it")
        .long_about(
            "Write a document of a case, as one reader may see it. Nothing is sent.\n\nThe document \
             goes to standard output, or with -o to a file that only you may read. A file that is \
             there already is left as it is, unless --force is given. What the document lacks is \
             listed on standard error first; for whom it is and what it holds stands there too. \
             It is refused where it would show its reader what is kept from them.\n\nThe same \
             document of the same commit is always the same, byte for byte: its moment is --as-of, \
             else the time at which the newest record was written down. `cse issue` keeps it and \
             records to whom it was given.",
        )
        .arg(document_arg())
        .arg(case_arg().required(true))
        .arg(format_arg("The format; else the ending of the file, else md"))
        .arg(
            Arg::new("out-file")
                .short('o')
                .long("output")
                .value_name("FILE")
                .help("The file; - is standard output"),
        )
        .arg(flag("force", "Write over a file that is there already"))
        .arg(audience_arg("for"))
        .arg(flag("require-complete", "Refuse where the document lacks anything"))
        .arg(errors_arg());
    looking_back(command)
}

/// The option for the format of a document.
pub fn format_arg(help: &'static str) -> Arg {
    let formats: Vec<&str> = Format::ALL.iter().map(|(name, _)| *name).chain([PDF]).collect();
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(formats))
        .help(help)
}

/// The argument for a document.
pub fn document_arg() -> Arg {
    Arg::new("document").value_name("DOCUMENT").required(true).help("The document, as 87a")
}

/// How errors are said where `--format` is a document's.
pub fn errors_arg() -> Arg {
    Arg::new("errors")
        .long("errors")
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(["text", "json"]))
        .help("How errors are said")
}

/// The option for a reader.
pub fn audience_arg(name: &'static str) -> Arg {
    let names: Vec<&str> = AUDIENCES.iter().map(|(name, _)| *name).collect();
    Arg::new(name)
        .long(name)
        .value_name("AUDIENCE")
        .value_parser(PossibleValuesParser::new(names))
        .help("For whose eyes; the first that the document is for, where nothing is said")
}

/// Which document was asked for.
pub fn asked(
    env: &Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
    audience: &str,
) -> Result<Asked, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let (as_of, known_at) = due::back(env, matches)?;
    let case = context.known_at(known_at)?.1.find(&text("case"))?;
    let audience = matches.get_one::<String>(audience).and_then(|name| Audience::parse(name));
    Ok(Asked { document: text("document"), case, audience, as_of, moment: None, complete: false })
}

/// Writes a document.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let file = matches.get_one::<String>("out-file").filter(|file| *file != "-").cloned();
    let format = format(matches, file.as_deref(), "md")?;
    if format == Format::Word && file.is_none() && env.terminal.width.is_some() {
        let message = "a Word file is not printed on a terminal".to_owned();
        return Err(Usage::Said { message, hint: Some("add -o FILE.docx".to_owned()) }.into());
    }
    if let Some(file) = file.as_deref().filter(|_| !matches.get_flag("force")) {
        is_free(env, file)?;
    }
    let (_, known_at) = due::back(env, matches)?;
    let complete = matches.get_flag("require-complete");
    let asked = Asked { complete, ..asked(env, context, matches, "for")? };
    let made = render(&context.known_at(known_at)?.1, &asked)?;
    say(env, &made, &asked);
    let bytes = made.write(format);
    match file {
        None => ui::bytes(env, &bytes)?,
        Some(file) => to_file(env, &file, &bytes, matches.get_flag("force"))?,
    }
    Ok(Exit::Done)
}

/// Whether a file may be written: nothing is there. Asked before anything is recorded.
pub fn is_free(env: &Env<'_>, file: &str) -> Result<(), Failure> {
    if is_there(&env.dir.join(file))? { Err(in_the_way(file)) } else { Ok(()) }
}

fn in_the_way(file: &str) -> Failure {
    let message = format!("{} is there already", ui::line(file));
    let hint = Some("name another file, or add --force".to_owned());
    Usage::Said { message, hint }.into()
}

/// Writes a file that only its user may read.
pub fn to_file(env: &mut Env<'_>, file: &str, bytes: &[u8], force: bool) -> Result<(), Failure> {
    if write_file(&env.dir.join(file), bytes, force)? == Written::InTheWay {
        return Err(in_the_way(file));
    }
    ui::note(env, &format!("wrote {}\n", ui::line(file)));
    Ok(())
}

/// The format that is wanted.
pub fn format(matches: &ArgMatches, file: Option<&str>, usual: &str) -> Result<Format, Failure> {
    // What the option of all commands says where nothing was typed is no wish.
    let typed = matches.value_source("format") == Some(ValueSource::CommandLine);
    let given = matches.get_one::<String>("format").map(String::as_str).filter(|_| typed);
    let ending = file.and_then(|file| file.rsplit_once('.')).map(|(_, ending)| ending);
    let wanted = given.or(ending).unwrap_or(usual).to_ascii_lowercase();
    let found = Format::ALL.iter().find(|(name, _)| *name == wanted).map(|(_, format)| *format);
    match found {
        Some(format) => Ok(format),
        None if wanted == PDF => {
            let message = "this cse writes no PDF".to_owned();
            let hint = "write docx or html, and print that to PDF".to_owned();
            Err(Usage::Said { message, hint: Some(hint) }.into())
        }
        None => Ok(Format::Markdown),
    }
}

/// Says beside the document for whom it is, what it holds and what it lacks.
pub fn say(env: &mut Env<'_>, made: &Rendered, asked: &Asked) {
    let mut text = String::new();
    for gap in &made.gaps {
        text.push_str(&format!("warning: {}\n", wording::gap(gap)));
    }
    let whose = made.holds.iter().map(|(whose, count)| format!("{count} of {}", of(whose)));
    let holds = whose.collect::<Vec<_>>().join(", ");
    text.push_str(&format!(
        "{} of {} for {}: {}\n  holds {}{}; {} confidential, {} kept from this reader\n",
        made.document,
        asked.case,
        made.audience.title(),
        ui::line(&made.marking),
        wording::count(made.holds.values().sum(), "fact"),
        if holds.is_empty() { String::new() } else { format!(" ({holds})") },
        made.confidential,
        made.withheld,
    ));
    ui::note(env, &text);
}

/// Whose facts, in words.
fn of(whose: &str) -> &str {
    match whose {
        "child" => "the child",
        "family" => "the family",
        "other-child" => "other children",
        "person-of-interest" => "persons of interest",
        "professional" => "professionals",
        "authority" => "the authority",
        other => other,
    }
}
