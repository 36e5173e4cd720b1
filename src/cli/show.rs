//! `cse show CASE`: one case, whole.

use clap::{ArgMatches, Command};
use serde_json::{Map, Value as Json, json};

use crate::domain::{Meaning, StageName};
use crate::ops::Failure;
use crate::ops::look::{Shown, initials, show};

use super::commands::{case_arg, looking_back};
use super::context::Context;
use super::ui::{self, Format, Rows, Screen};
use super::{Env, Exit, ago, due, json as shapes, report, wording};

/// The command.
pub fn command() -> Command {
    let command = Command::new("show")
        .about("Show one case: where it stands, its facts, records and duties")
        .arg(case_arg().required(true));
    looking_back(command)
}

/// Shows a case.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let (as_of, known_at) = due::back(env, matches)?;
    let now = env.now;
    let shown = {
        let (store, reading) = context.known_at(known_at)?;
        let given = matches.get_one::<String>("case").map(String::as_str).unwrap_or_default();
        let id = reading.find(given)?;
        show(store, &reading, now, as_of, &id)?
    };
    let exit = report::unreadable(env, format == Format::Json, &shown.problems);
    match format {
        Format::Json => ui::json(env, &format!("{:#}\n", as_json(&shown)))?,
        Format::Csv => facts(&shown).print(env, format)?,
        Format::Table => {
            let screen = as_screen(&shown, ui::width(env), env.terminal.colour);
            screen.print(env)?;
            due::sample(env, context)?;
        }
    }
    Ok(exit)
}

fn as_json(shown: &Shown) -> Json {
    let facts = shown
        .facts
        .iter()
        .map(|(name, value)| (name.to_string(), value.as_ref().map_or(Json::Null, shapes::value)));
    let conflicts = shown.conflicts.iter().map(|(name, values)| {
        let values = values
            .iter()
            .map(|(value, record)| json!({ "value": shapes::value(value), "record": record.0 }));
        (name.to_string(), values.collect::<Json>())
    });
    let records = shown.records.iter().map(|record| {
        json!({
            "file": record.file.0,
            "step": record.step.as_str(),
            "happened": record.happened.to_string(),
            "recorded": record.recorded.to_string(),
            "by": { "worker": record.by.worker, "role": record.by.role.as_str() },
            "commit": record.commit.as_ref().map(ToString::to_string),
        })
    });
    json!({
        "id": shown.id.as_str(),
        "pathway": format!("{}/{}", shown.pathway.name.name, shown.pathway.name.version),
        "stage": shown.stage.as_ref().map(StageName::as_str),
        "facts": facts.collect::<Map<_, _>>(),
        "conflicts": conflicts.collect::<Map<_, _>>(),
        "records": records.collect::<Json>(),
        "obligations": shapes::duties(&shown.obligations),
    })
}

fn facts(shown: &Shown) -> Rows {
    let mut rows = Rows::new(&["fact", "value"]);
    for (name, value) in &shown.facts {
        let said = match value {
            Some(value) => wording::value_of(value, shown.pathway.dictionary.get(name.as_str())),
            None => "IN CONFLICT".to_owned(),
        };
        rows.push(vec![name.to_string(), said]);
    }
    rows
}

/// The initials of the case's subject: of every name, while records disagree on it.
fn who(shown: &Shown) -> Option<String> {
    let name = &shown.pathway.dictionary.meaning(Meaning::Name)?.name;
    let told = shown.facts.get(name).and_then(Option::as_ref);
    let disputed = shown.conflicts.get(name).into_iter().flatten().map(|(value, _)| value);
    let mut all: Vec<String> = told
        .into_iter()
        .chain(disputed)
        .filter_map(|value| value.as_text())
        .map(initials)
        .collect();
    all.dedup();
    let all = all.join(" or ");
    (!all.is_empty()).then_some(all)
}

fn as_screen(shown: &Shown, width: u16, colour: bool) -> Screen {
    let mut text = Screen::default();
    let age = shown.age.map(|age| age.to_string());
    let who: Vec<String> = who(shown).into_iter().chain(age).collect();
    text.push_str(format!("{}  {}", shown.id, ui::line(&who.join(", "))).trim_end());
    text.push_str("\n");
    let stage = shown.stage.as_ref().map(|stage| wording::stage(stage, &shown.pathway));
    text.push_str(&format!("stage    {}\n", stage.as_deref().unwrap_or(wording::UNREADABLE)));
    if let Some(worker) = &shown.worker {
        text.push_str(&format!("worker   {}\n", ui::line(worker)));
    }
    if shown.episode > 1 {
        text.push_str(&format!("episode  {}\n", shown.episode));
    }
    text.push_str(&format!(
        "pathway  {} ({}/{})\n",
        ui::line(&shown.pathway.title),
        shown.pathway.name.name,
        shown.pathway.name.version
    ));
    text.push_str("\nOWED\n");
    if shown.obligations.is_empty() {
        text.push_str("Nothing is owed.\n");
    } else {
        text.table(&due::table(&shown.obligations, shown.now), width, colour);
    }
    text.push_str("\nFACTS\n");
    text.table(&facts(shown), width, colour);
    for (name, values) in &shown.conflicts {
        text.push_str(&format!("\nIN CONFLICT: {name}\n"));
        for (value, record) in values {
            text.push_str(&format!(
                "  {} ({record})\n",
                ui::line(&wording::value_of(value, shown.pathway.dictionary.get(name.as_str())))
            ));
        }
    }
    text.push_str("\nRECORDS\n");
    let mut rows = Rows::new(&["happened", "step", "by", "record"]);
    for record in &shown.records {
        let marked = if record.overrides.is_empty() { "" } else { " (override)" };
        let misplaced = if record.refusals.is_empty() { "" } else { " (NOT PERMITTED)" };
        rows.push(vec![
            ago::moment(record.happened.0),
            format!("{}{marked}{misplaced}", record.step),
            format!("{}, {}", record.by.worker, record.by.role),
            record.file.short_hash().unwrap_or_default().to_owned(),
        ]);
    }
    text.table(&rows, width, colour);
    text
}
