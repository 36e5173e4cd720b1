//! `cse doctor`: what is wrong with the register as a repository, where every other command may
//! refuse it; and what can be repaired, with consent.

use clap::{ArgMatches, Command};
use serde_json::{Value as Json, json};

use crate::domain::{Place, Problem};
use crate::ops::doctor::{Diagnosis, diagnose, repair};
use crate::ops::{Failure, Usage};
use crate::register::doctor::{Done, Finding, Repaired};

use super::commands::flag;
use super::ui::{self, Format, Rows};
use super::wording::{self, Ailment};
use super::{Env, Exit, prompt, report};

/// A repair can bring to light what it was that hid; it ends all the same.
const ROUNDS: usize = 8;

/// The command.
pub fn command() -> Command {
    Command::new("doctor")
        .about("Say what is wrong with the register where other commands refuse it; repair it")
        .long_about(
            "Say what is wrong with the register as a git repository, also where every other command \
             refuses it: for each thing what it means and what can be done.\n\nNothing is changed \
             without --repair, which asks first, or wants --yes where nobody can be asked. A repair \
             throws nothing away: what is replaced or removed is kept in .git/cse-aside. It commits \
             nothing.\n\nWhether the data is right is for `cse check`, whether the history is what \
             it was for `cse verify`.",
        )
        .arg(flag("repair", "Repair what can be repaired here, once it is agreed to"))
        .arg(flag("yes", "Agree to all repairs beforehand").requires("repair"))
}

/// Looks, and repairs where that is wanted and agreed to.
pub fn run(env: &mut Env<'_>, matches: &ArgMatches) -> Result<Exit, Failure> {
    let format = ui::format(matches);
    let asked = matches.get_one::<String>("C").map(Into::into);
    let asked = asked.or_else(|| env.vars.register.clone().map(std::path::PathBuf::from));
    let from = asked.map_or_else(|| env.dir.clone(), |asked| env.dir.join(asked));
    let mut found = diagnose(&from)?;
    if !matches.get_flag("repair") {
        print(env, &found, format)?;
        return Ok(exit(env, &found, format));
    }
    let mut done = Vec::new();
    for _ in 0..ROUNDS {
        let reparable = found.reparable();
        if reparable.is_empty() {
            break;
        }
        if !agreed(env, &found, matches, format)? {
            let more = if done.is_empty() { "nothing was" } else { "nothing more was" };
            ui::note(env, &format!("{more} changed\n"));
            if format == Format::Table {
                // What is wrong stands above the question.
                return Ok(exit(env, &found, format));
            }
            break;
        }
        let now = env.now;
        let Repaired { done: did, fault } = repair(&found.site, now, &reparable)?;
        if format == Format::Table {
            let lines = did.iter().map(|one| format!("{}: {}\n", ui::line(&one.file), words(one)));
            ui::out(env, &lines.collect::<String>())?;
        }
        if let Some(fault) = fault {
            return Err(fault.into());
        }
        let stands_still = did.is_empty();
        done.extend(did);
        found = diagnose(&from)?;
        if stands_still {
            break;
        }
    }
    match format {
        Format::Json => {
            let did: Json =
                done.iter().map(|one| json!({ "file": one.file, "done": words(one) })).collect();
            let answer = json!({ "done": did, "left": rows(&found).collect::<Json>() });
            ui::out(env, &format!("{answer:#}\n"))?;
        }
        Format::Csv => {
            let mut table = Rows::new(&["file", "done"]);
            for one in &done {
                table.push(vec![one.file.clone(), words(one)]);
            }
            table.print(env, format)?;
        }
        Format::Table => print(env, &found, format)?,
    }
    Ok(exit(env, &found, format))
}

fn words(done: &Done) -> String {
    ui::line(&wording::done(&done.did))
}

/// Whether the repairs may be made: asked at a terminal, else given beforehand.
fn agreed(
    env: &mut Env<'_>,
    found: &Diagnosis,
    matches: &ArgMatches,
    format: Format,
) -> Result<bool, Failure> {
    if matches.get_flag("yes") {
        return Ok(true);
    }
    if format == Format::Table {
        print(env, found, format)?;
    } else if env.terminal.can_ask {
        // Other formats go to a program; who is asked must see what about.
        ui::note(env, &text(found));
    }
    let n = found.reparable().len();
    let things = wording::count(n, "thing");
    if env.terminal.can_ask {
        return prompt::agrees(&format!("Repair {things} as is said above?"));
    }
    let message =
        format!("{things} can be repaired here, and nobody is there who could agree to it");
    Err(Usage::Said { message, hint: Some("cse doctor --repair --yes".to_owned()) }.into())
}

fn print(env: &mut Env<'_>, found: &Diagnosis, format: Format) -> Result<(), Failure> {
    match format {
        Format::Json => {
            let all: Json = rows(found).collect();
            ui::out(env, &format!("{all:#}\n"))
        }
        Format::Csv => {
            let heads = ["rule", "grade", "file", "line", "message", "means", "repair", "next"];
            let mut table = Rows::new(&heads);
            for row in rows(found) {
                let text = |key: &&str| match row.get(*key) {
                    Some(Json::String(text)) => text.clone(),
                    Some(Json::Null) | None => String::new(),
                    Some(other) => other.to_string(),
                };
                table.push(heads.iter().map(text).collect());
            }
            table.print(env, format)
        }
        Format::Table => ui::out(env, &text(found)),
    }
}

/// A finding in words; what it says of repairs is only what holds for this one.
fn said(found: &Diagnosis, finding: &Finding) -> Ailment {
    let mut said = wording::ailment(&finding.cause, found.site.root(), &finding.file);
    if finding.can_be_repaired() {
        // What is brought from elsewhere is still to be brought where the rest is set aside.
        let is_brought = said.next.starts_with("git -C CLONE") && !finding.is_made_whole();
        if !is_brought {
            said.next.clear();
        }
    } else {
        said.repair = "";
        if said.next.is_empty() {
            wording::AFTER.clone_into(&mut said.next);
        }
    }
    said
}

fn rows(found: &Diagnosis) -> impl Iterator<Item = Json> {
    let unread = found.unread.iter().map(|problem| {
        let (rule, means) = unread(problem);
        json!({
            "rule": rule,
            "grade": "grave",
            "file": &*problem.place.file,
            "line": (problem.place.line > 0).then_some(problem.place.line),
            "message": problem.message,
            "means": means,
            "repair": null,
            "next": "cse check",
        })
    });
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    unread.chain(found.findings.iter().map(move |finding| {
        let said = said(found, finding);
        json!({
            "rule": finding.cause.rule(),
            "grade": wording::grade(finding.cause.grade()),
            "file": finding.file,
            "line": null,
            "message": said.wrong,
            "means": said.means,
            "repair": some(said.repair),
            "next": some(&said.next),
        })
    }))
}

/// The rule against a file that does not read, and what it means.
fn unread(problem: &Problem) -> (&'static str, &'static str) {
    if problem.place.file.starts_with("cases/") {
        ("unreadable-case", "the case is listed as unreadable until it is put right")
    } else {
        ("unreadable-settings", "commands that need it refuse until it is put right")
    }
}

fn text(found: &Diagnosis) -> String {
    let mut text = String::new();
    for problem in &found.unread {
        let (place, message) = (problem.place.to_string(), ui::line(&problem.message));
        let (rule, means) = unread(problem);
        text.push_str(&format!("{}: {message} (rule {rule})\n", ui::line(&place)));
        text.push_str(&format!("  means   {means}\n  next    cse check\n"));
    }
    for finding in &found.findings {
        let said = said(found, finding);
        let (file, wrong) = (ui::line(&finding.file), ui::line(&said.wrong));
        text.push_str(&format!("{file}: {wrong} (rule {})\n", finding.cause.rule()));
        for (head, what) in [("means", said.means), ("repair", said.repair), ("next", &said.next)] {
            if !what.is_empty() {
                text.push_str(&format!("  {head:<7} {}\n", ui::line(what)));
            }
        }
    }
    text + &summary(found)
}

fn summary(found: &Diagnosis) -> String {
    if found.is_sound() {
        return "The repository is sound; cse verify tells whether its history is.\n".to_owned();
    }
    let n = found.unread.len() + found.wrong().count();
    let here = found.reparable().len();
    format!("{} wrong; {here} can be repaired here.\n", wording::count(n, "thing"))
}

fn exit(env: &mut Env<'_>, found: &Diagnosis, format: Format) -> Exit {
    let of = |finding: &Finding| {
        let message = format!("{} (rule {})", said(found, finding).wrong, finding.cause.rule());
        Problem::new(Place::file(finding.file.as_str()), message)
    };
    let problems = found.unread.iter().cloned();
    let problems: Vec<Problem> = problems.chain(found.wrong().map(of)).collect();
    let hint = if found.reparable().is_empty() { None } else { Some("cse doctor --repair") };
    report::ailing(env, format == Format::Json, &problems, hint)
}
