//! `cse missing --for DOCUMENT CASE`: what a document still lacks, before it is rendered.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::documents::Lack;
use crate::ops::Failure;
use crate::ops::document::{Asked, lacks};
use crate::pathway::Audience;

use super::commands::{case_arg, looking_back};
use super::context::Context;
use super::render::audience_arg;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, due};

/// The command.
pub fn command() -> Command {
    let command = Command::new("missing")
        .about("List what a document of a case still lacks: missing, stale or contested")
        .arg(
            Arg::new("for")
                .long("for")
                .value_name("DOCUMENT")
                .required(true)
                .help("The document, as 87a"),
        )
        .arg(case_arg().required(true))
        .arg(audience_arg("audience"));
    looking_back(command)
}

/// Lists.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let (as_of, known_at) = due::back(env, matches)?;
    let audience = matches.get_one::<String>("audience").and_then(|name| Audience::parse(name));
    let (gaps, id) = {
        let (_, reading) = context.known_at(known_at)?;
        let case = reading.find(&text("case"))?;
        let asked = Asked {
            document: text("for"),
            case: case.clone(),
            audience,
            as_of,
            moment: None,
            complete: false,
        };
        (lacks(&reading, &asked)?, case)
    };
    match ui::format(matches) {
        Format::Json => {
            let all: Json = gaps
                .iter()
                .map(|(gap, steps)| {
                    let since = match gap.lack {
                        Lack::Stale(day) => Some(day.to_string()),
                        Lack::Missing | Lack::Contested => None,
                    };
                    json!({
                        "fact": gap.fact.as_str(),
                        "label": gap.label,
                        "state": gap.lack.as_str(),
                        "needed": gap.needed,
                        "recorded": since,
                        "taken_by": steps.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    })
                })
                .collect();
            ui::json(env, &format!("{all:#}\n"))?;
        }
        format if !gaps.is_empty() || format == Format::Csv => {
            let mut rows = Rows::new(&["fact", "state", "what it is", "recorded with"]);
            for (gap, steps) in &gaps {
                let steps: Vec<String> =
                    steps.iter().take(2).map(|step| format!("cse {step}")).collect();
                rows.push(vec![
                    gap.fact.to_string(),
                    gap.lack.as_str().to_owned(),
                    gap.label.clone(),
                    steps.join(", "),
                ]);
            }
            rows.print(env, format)?;
        }
        Format::Table | Format::Csv => {
            ui::out(env, &format!("Nothing is missing for {} of {id}.\n", text("for")))?;
        }
    }
    Ok(Exit::Done)
}
