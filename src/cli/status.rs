//! `cse status`: what this register is, and what in it differs from what is committed.

use clap::{ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::ops::Failure;
use crate::ops::check::kind;

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, ago, report, wording};

/// The command.
pub fn command() -> Command {
    Command::new("status")
        .about("Say what this register is, and what differs from what is committed")
}

/// Says how the register stands.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let now = env.now;
    let format = ui::format(matches);
    let (answer, text, rows, unshown) = {
        let (store, reading) = context.register()?;
        // What a killed writer left in the work tree is repaired before it is looked at. All other
        // reading commands look at commits alone. Where it cannot be done now, it is reported.
        let _ = store.heal_if_free(now);
        let cases = reading.snapshot().cases()?.items.len();
        let differences = store.status()?;
        let pathway = reading.pathway()?;
        let tip = reading.tip.commit.to_string();
        let changed: Json =
            differences.iter().map(|d| json!({ "file": d.path, "kind": kind(d.kind) })).collect();
        let answer = json!({
            "register": reading.config.register,
            "folder": store.root().display().to_string(),
            "pathway": format!("{}/{}", pathway.name.name, pathway.name.version),
            "sample": reading.config.sample,
            "cases": cases,
            "commit": tip,
            "changed": changed,
        });
        let mut text =
            format!("register  {} in {}\n", reading.config.register, store.root().display());
        text.push_str(&format!(
            "pathway   {} ({}/{})\n",
            ui::line(&pathway.title),
            pathway.name.name,
            pathway.name.version
        ));
        text.push_str(&format!("cases     {cases}\n"));
        text.push_str(&format!(
            "commit    {} of {}\n",
            tip.get(..10).unwrap_or(&tip),
            ago::moment(reading.tip.time)
        ));
        if reading.config.sample {
            text.push_str("SAMPLE    every case in this register is invented\n");
        }
        let mut rows = Rows::new(&["differs", "file"]);
        for difference in &differences {
            rows.push(vec![kind(difference.kind).to_owned(), difference.path.clone()]);
        }
        if !differences.is_empty() {
            let n = wording::count(differences.len(), "file");
            text.push_str(&format!(
                "\n{n} not as committed; nothing of it is read by any command:\n"
            ));
        }
        (answer, text, rows, reading.unshown(None)?)
    };
    let exit = report::unreadable(env, format == Format::Json, &unshown);
    match format {
        Format::Json => ui::json(env, &format!("{answer:#}\n"))?,
        Format::Csv => rows.print(env, format)?,
        Format::Table => {
            ui::out(env, &text)?;
            if !rows.is_empty() {
                rows.print(env, format)?;
            }
        }
    }
    Ok(exit)
}
