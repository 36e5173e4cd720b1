//! `cse pathway adopt`: makes a folder the version for new cases.

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use crate::cli::context::Context;
use crate::cli::ui::{self, Format};
use crate::cli::{Env, Exit, init, taken, wording};
use crate::ops::{Failure, version};

/// The command.
pub fn command() -> Command {
    Command::new("adopt")
        .about("Make a changed pathway the version for new cases")
        .long_about(
            "Make a changed pathway the version for new cases.\n\n\
             The folder is checked and proved first. It must be this register's own pathway with the \
             next version number. Cases stay with the version by which they were opened; no adopted \
             version is ever edited.",
        )
        .arg(
            Arg::new("pathway")
                .value_name("PATHWAY")
                .required(true)
                .help("A folder with pathway.yaml and facts.yaml, or a shipped pathway"),
        )
}

/// Adopts it.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let given = matches.get_one::<String>("pathway").cloned().unwrap_or_default();
    let files = init::pathway_files(env, &given)?;
    let who = context.identity(env)?;
    let now = env.now;
    let adopted = version::adopt(context.store()?, &who, now, &files)?;
    taken::warn(env, &adopted.warnings);
    let name = &adopted.pathway;
    let text = match ui::format(matches) {
        Format::Json => {
            let answer = json!({
                "pathway": name.name,
                "version": name.version,
                "before": adopted.before,
                "commit": adopted.commit.to_string(),
            });
            format!("{answer}\n")
        }
        Format::Csv | Format::Table => {
            wording::adopted_version(&name.name, name.version, adopted.before)
        }
    };
    ui::answer(env, &text, "the version is recorded")?;
    Ok(Exit::Done)
}
