//! `--draft` and `cse drafts`: what was typed is kept, outside the cases and outside git's sight,
//! until somebody takes the step or throws the draft away.

use clap::{Arg, ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::domain::{Facts, StepName};
use crate::ops::{Failure, Usage, draft};
use crate::pathway::Pathway;

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago};

/// The command.
pub fn command() -> Command {
    Command::new("drafts")
        .about("List what was kept with --draft, or throw a draft away")
        .arg(Arg::new("discard").long("discard").value_name("DRAFT").help("Throw this draft away"))
}

/// Keeps what was typed.
pub fn keep(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    step: &StepName,
    case: Option<&str>,
    facts: &Facts,
    pathway: &Pathway,
    format: Format,
) -> Result<Exit, Failure> {
    let random = env.draw()?;
    let now = env.now;
    let kept = draft::keep(context.store()?, now, random, step, case, facts, &pathway.dictionary)?;
    if format == Format::Json {
        let answer = json!({ "draft": kept.name, "file": kept.path.display().to_string() });
        ui::answer_json(env, &format!("{answer}\n"), &format!("the draft {} is kept", kept.name))?;
        return Ok(Exit::Done);
    }
    let case = case.map(|case| format!(" {}", ui::line(case))).unwrap_or_default();
    let text = format!(
        "Kept as the draft {}\n  go on   cse {step}{case} --from {}\n",
        kept.name,
        kept.path.display()
    );
    ui::answer(env, &text, &format!("the draft {} is kept", kept.name))?;
    Ok(Exit::Done)
}

/// Lists drafts, or throws one away.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    if let Some(name) = matches.get_one::<String>("discard") {
        if !draft::discard(context.store()?, name)? {
            let message = format!("there is no draft `{}`", ui::line(name));
            return Err(Usage::Said { message, hint: Some("cse drafts".into()) }.into());
        }
        let text = format!("Threw away the draft {}\n", ui::line(name));
        ui::answer(env, &text, "the draft is thrown away")?;
        return Ok(Exit::Done);
    }
    let drafts = draft::list(context.store()?)?;
    let format = ui::format(matches);
    match format {
        Format::Json => {
            let all: Json = drafts
                .iter()
                .map(|d| json!({ "name": d.name, "step": d.step, "file": d.path.display().to_string() }))
                .collect();
            ui::json(env, &format!("{all:#}\n"))?;
        }
        Format::Table if drafts.is_empty() => ui::out(env, "There are no drafts.\n")?,
        Format::Csv | Format::Table => {
            let mut rows = Rows::new(&["kept", "draft", "go on with"]);
            for draft in &drafts {
                let kept = draft.kept.map(ago::moment).unwrap_or_default();
                let case = draft.case.as_ref().map(|c| format!(" {c}")).unwrap_or_default();
                let go_on = format!("cse {}{case} --from {}", draft.step, draft.path.display());
                rows.push(vec![kept, draft.name.clone(), go_on]);
            }
            rows.print(env, format)?;
        }
    }
    Ok(Exit::Done)
}
