//! `cse issue DOCUMENT CASE --to AUDIENCE`: makes a document, keeps it in the case and records that
//! it was given out. It sends nothing.

use clap::{Arg, ArgMatches, Command};

use crate::domain::RoleName;
use crate::ops::Failure;
use crate::ops::document;
use crate::ops::issue::{Asked, Issued, issue};

use super::commands::{case_arg, flag};
use super::context::Context;
use super::render::{self, audience_arg, document_arg, errors_arg, format_arg};
use super::step::whole_case;
use super::ui::{self, Format};
use super::{Env, Exit, taken};

/// The command.
pub fn command() -> Command {
    Command::new("issue")
        .about("Make a document, keep it in the case, and record to whom it was given")
        .long_about(
            "Make a document, keep it in the case to the byte, and record to whom it was given: for \
             whose eyes, which version of the template, from which commit, and its hash. Nothing is \
             sent: hand over the file that -o writes.",
        )
        .arg(document_arg())
        .arg(case_arg().required(true))
        .arg(audience_arg("to").required(true))
        .arg(
            Arg::new("recipient")
                .long("recipient")
                .value_name("TEXT")
                .help("Who gets it, as an office or a name"),
        )
        .arg(format_arg("The format; else the ending of the file, else docx"))
        .arg(
            Arg::new("out-file")
                .short('o')
                .long("output")
                .value_name("FILE")
                .help("A file for you to hand over, besides the one that is kept"),
        )
        .arg(flag("force", "Write over a file that is there already"))
        .arg(flag("require-complete", "Refuse where the document lacks anything"))
        .arg(flag("dry-run", "Say what would be done, and write nothing"))
        .arg(errors_arg())
}

/// Gives a document out.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let file = text("out-file");
    let format = render::format(matches, file.as_deref(), "docx")?;
    let case = whole_case(env, context, &text("case").unwrap_or_default())?;
    let audience = text("to").and_then(|name| crate::pathway::Audience::parse(&name));
    let asked = Asked {
        document: document::Asked {
            document: text("document").unwrap_or_default(),
            case,
            audience,
            as_of: None,
            moment: None,
            complete: matches.get_flag("require-complete"),
        },
        format,
        recipient: text("recipient").filter(|text| !text.trim().is_empty()),
        role: text("as").map(RoleName::from),
        dry_run: matches.get_flag("dry-run"),
    };
    if let Some(file) = file.as_deref().filter(|_| !matches.get_flag("force")) {
        render::is_free(env, file)?;
    }
    let who = context.identity(env)?;
    let now = env.now;
    let (store, reading) = context.register()?;
    let issued = issue(store, reading, &who, now, &asked)?;
    render::say(env, &issued.document, &asked.document);
    taken::print(env, context, &issued.attempt, &issued.taken, &[], Format::Table)?;
    let kept = format!("  kept      {}\n  sha256    {}\n", issued.kept, issued.sha256);
    if asked.dry_run {
        ui::out(env, &kept)?;
    } else {
        ui::answer(
            env,
            &kept,
            &format!("{}: {} is recorded", issued.taken.case, issued.taken.record),
        )?;
    }
    if let Some(file) = file.filter(|_| !asked.dry_run) {
        let written = render::to_file(env, &file, &issued.bytes, matches.get_flag("force"));
        if let Err(failure) = written {
            // Nobody is to give it out twice for that.
            let Issued { taken, kept, .. } = &issued;
            let (case, record, file) = (&taken.case, &taken.record, ui::line(&file));
            let line = format!("{case}: {record} is recorded; only {file} is not written");
            ui::note(env, &format!("{line}, and the document is kept as {kept}\n"));
            return Err(failure);
        }
    }
    Ok(Exit::Done)
}
