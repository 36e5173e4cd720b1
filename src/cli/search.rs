//! `cse search TEXT`: cases whose records hold a text.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::ops::Failure;
use crate::ops::search::search;

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, report};

/// The command.
pub fn command() -> Command {
    Command::new("search").about("Find cases whose records hold a text").arg(
        Arg::new("text")
            .value_name("TEXT")
            .required(true)
            .help("What to look for, in any case of letters"),
    )
}

/// Searches.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let text = matches.get_one::<String>("text").cloned().unwrap_or_default();
    let (hits, problems) = {
        let (_, reading) = context.register()?;
        search(reading, &text)?
    };
    let exit = report::unreadable(env, format == Format::Json, &problems);
    if format == Format::Json {
        let hits: Json = hits
            .iter()
            .map(|hit| json!({ "case": hit.case.as_str(), "record": hit.record.0, "fact": hit.fact.as_str(), "text": hit.excerpt }))
            .collect();
        ui::json(env, &format!("{hits:#}\n"))?;
        return Ok(exit);
    }
    if hits.is_empty() && format == Format::Table {
        ui::out(env, "Nothing was found.\n")?;
        return Ok(exit);
    }
    let mut rows = Rows::new(&["case", "fact", "text"]);
    for hit in hits {
        rows.push(vec![hit.case.to_string(), hit.fact.to_string(), hit.excerpt]);
    }
    rows.print(env, format)?;
    Ok(exit)
}
