//! How a failure is printed, and with which exit code the program ends.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde_json::json;

use crate::domain::Problem;
use crate::ops::reading::is_unshown;
use crate::ops::{Failure, Unfit, Usage};
use crate::pathway::Pathway;

use super::args::Globals;
use super::wording::{self, Said};
use super::{Env, Exit, again, step, ui};

/// What is printed of a failure.
struct Report<'a> {
    kind: &'static str,
    said: Vec<Said>,
    missing: Vec<String>,
    problems: &'a [Problem],
}

/// Prints a failure and gives its exit code.
pub fn failure(
    env: &mut Env<'_>,
    json: bool,
    pathway: Option<&Pathway>,
    failure: &Failure,
) -> Exit {
    let (mut report, exit) = match failure {
        Failure::Refused { refusals, missing, step, case } => {
            let said = refusals.iter().map(|refusal| match pathway {
                Some(pathway) => wording::refusal(refusal, pathway, step, case.as_ref()),
                None => Said { message: refusal.rule().to_owned(), ..Said::default() },
            });
            let missing = missing.iter().map(ToString::to_string).collect();
            (
                Report { kind: "refusal", said: said.collect(), missing, problems: &[] },
                Exit::Refusal,
            )
        }
        Failure::Document(unfit) => {
            let missing = match unfit {
                Unfit::Incomplete { gaps, .. } => {
                    gaps.iter().map(|gap| gap.fact.to_string()).collect()
                }
                Unfit::Audience { .. } | Unfit::Leaks { .. } | Unfit::Template { .. } => Vec::new(),
            };
            let said = wording::unfit(unfit);
            match unfit {
                Unfit::Template { problems } => {
                    (Report { kind: "problem", said, missing, problems }, Exit::Problem)
                }
                Unfit::Incomplete { .. } | Unfit::Audience { .. } | Unfit::Leaks { .. } => {
                    (Report { kind: "refusal", said, missing, problems: &[] }, Exit::Refusal)
                }
            }
        }
        Failure::Usage(usage) => {
            let missing = match usage {
                Usage::Missing { facts: missing, .. } | Usage::Values { missing, .. } => {
                    missing.iter().map(ToString::to_string).collect()
                }
                _ => Vec::new(),
            };
            let problems: &[Problem] = match usage {
                Usage::Values { problems, .. } => problems,
                _ => &[],
            };
            let said = vec![wording::usage(usage)];
            (Report { kind: "usage", said, missing, problems }, Exit::Usage)
        }
        Failure::Problems(problems) => {
            let said = vec![problems_said(problems)];
            (Report { kind: "problem", said, missing: Vec::new(), problems }, Exit::Problem)
        }
        Failure::Pathway(problems) => {
            let said = vec![several(problems, "pathway", None)];
            (Report { kind: "problem", said, missing: Vec::new(), problems }, Exit::Problem)
        }
        Failure::Interrupted => {
            ui::note(env, "interrupted; nothing was recorded\n");
            return Exit::Interrupted;
        }
        Failure::Fault(fault) => {
            let said = vec![wording::fault(fault)];
            (Report { kind: "fault", said, missing: Vec::new(), problems: &[] }, Exit::Fault)
        }
    };
    print(env, json, &mut report);
    exit
}

/// Says that the program itself has a mistake.
pub fn defect(env: &mut Env<'_>, json: bool, place: Option<&str>) -> Exit {
    let said = vec![wording::defect(place)];
    let mut report = Report { kind: "fault", said, missing: Vec::new(), problems: &[] };
    print(env, json, &mut report);
    Exit::Fault
}

/// Says which files of the register do not read, beside an answer that was given all the same.
pub fn unreadable(env: &mut Env<'_>, json: bool, problems: &[Problem]) -> Exit {
    if problems.is_empty() {
        return Exit::Done;
    }
    let said = vec![problems_said(problems)];
    print(env, json, &mut Report { kind: "problem", said, missing: Vec::new(), problems });
    Exit::Problem
}

/// Says that something was found which the answer itself has told, line by line.
pub fn found(env: &mut Env<'_>, json: bool, problems: &[Problem], hint: Option<String>) -> Exit {
    let message = match problems {
        [] => return Exit::Done,
        [one] => format!("{}: {}", one.place, one.message).trim_start_matches(": ").to_owned(),
        _ => format!("{} things in the history of the register are wrong", problems.len()),
    };
    let said = vec![Said { message, hint, ..Said::default() }];
    // On a screen each stands above already.
    let problems = if json { problems } else { &[] };
    print(env, json, &mut Report { kind: "problem", said, missing: Vec::new(), problems });
    Exit::Problem
}

/// Says that `doctor` found something which the answer itself has told.
pub fn ailing(env: &mut Env<'_>, json: bool, problems: &[Problem], hint: Option<&str>) -> Exit {
    let message = match problems {
        [] => return Exit::Done,
        [one] => format!("{}: {}", one.place, one.message),
        _ => format!("{} things are wrong with this register", problems.len()),
    };
    let said = vec![Said { message, hint: hint.map(str::to_owned), ..Said::default() }];
    let problems = if json { problems } else { &[] };
    print(env, json, &mut Report { kind: "problem", said, missing: Vec::new(), problems });
    Exit::Problem
}

fn problems_said(problems: &[Problem]) -> Said {
    let hint = if problems.iter().any(is_unshown) { "cse doctor" } else { "cse check" };
    several(problems, "register", Some(hint))
}

fn several(problems: &[Problem], of: &str, hint: Option<&str>) -> Said {
    let message = match problems {
        [one] => format!("{}: {}", one.place, one.message),
        _ => format!("{} things in the {of} are wrong", problems.len()),
    };
    Said { message, hint: hint.map(str::to_owned), ..Said::default() }
}

fn print(env: &mut Env<'_>, json: bool, report: &mut Report<'_>) {
    for said in &mut report.said {
        let line = said.again.as_ref().and_then(|options| again::line(&env.args, options));
        said.hint = line.or(said.hint.take());
    }
    let text = if json { as_json(report) } else { as_text(report) };
    ui::note(env, &text);
}

fn as_text(report: &Report<'_>) -> String {
    let mut text = String::new();
    for (at, said) in report.said.iter().enumerate() {
        let lead = if at == 0 { "error" } else { "also" };
        text.push_str(&format!("{lead}: {}\n", ui::line(&said.message)));
        if at == 0 && report.problems.len() > 1 {
            for problem in report.problems {
                let (place, message) =
                    (ui::line(&problem.place.to_string()), ui::line(&problem.message));
                text.push_str(&format!("  {place}: {message}\n"));
            }
        }
        if let Some(rule) = &said.rule {
            text.push_str(&format!("  rule: {rule}\n"));
        }
        if let Some(source) = &said.source {
            text.push_str(&format!("  source: {}\n", ui::line(source)));
        }
        if let Some(hint) = &said.hint {
            text.push_str(&format!("  hint: {}\n", ui::line(hint)));
        }
    }
    let said = report.kind == "usage" && report.problems.is_empty();
    if !report.missing.is_empty() && !said {
        text.push_str(&format!("also missing: {}\n", report.missing.join(", ")));
    }
    text
}

fn as_json(report: &Report<'_>) -> String {
    let first = report.said.first().cloned().unwrap_or_default();
    let message: Vec<&str> = report.said.iter().map(|said| said.message.as_str()).collect();
    let place = |n: usize| (n > 0).then_some(n);
    let problems: Vec<_> = report
        .problems
        .iter()
        .map(|problem| {
            json!({
                "file": &*problem.place.file,
                "line": place(problem.place.line),
                "column": place(problem.place.column),
                "message": problem.message,
            })
        })
        .collect();
    let error = json!({ "error": {
        "kind": report.kind,
        "rule": first.rule,
        "message": message.join("; "),
        "missing": report.missing,
        "problems": problems,
        "source": first.source,
        "hint": first.hint,
    }});
    format!("{}\n", ui::escaped(&error.to_string()))
}

/// What clap found: help and version are answers, the rest is usage.
pub fn clap(env: &mut Env<'_>, globals: &Globals, pathway: &Pathway, error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = error.render();
            let plain = text.to_string();
            // The words of a step's help are the pathway's; only what is clean has our colours.
            let printed = if env.terminal.colour && !plain.contains(ui::is_hidden) {
                ui::styled(env, &text.ansi().to_string())
            } else {
                ui::out(env, &plain)
            };
            return match printed {
                Ok(()) => Exit::Done,
                Err(failed) => failure(env, globals.json_errors(), Some(pathway), &failed),
            };
        }
        _ => {}
    }
    let usage = of_clap(globals, pathway, error);
    failure(env, globals.json_errors(), Some(pathway), &usage.into())
}

fn of_clap(globals: &Globals, pathway: &Pathway, error: &clap::Error) -> Usage {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        Some(_) | None => None,
    };
    let invalid = text(ContextKind::InvalidArg).unwrap_or_default();
    let on_step = globals.command.as_deref().and_then(|name| pathway.step(name));
    if let (ErrorKind::UnknownArgument, Some(on_step)) = (error.kind(), on_step) {
        let flag = invalid.trim_start_matches('-').split('=').next().unwrap_or_default();
        if let Some(def) = pathway.dictionary.iter().find(|def| def.name.flag() == flag) {
            let taken_by = step::taken_by(pathway, &def.name);
            return Usage::NotTaken {
                step: on_step.name.clone(),
                fact: def.name.clone(),
                taken_by,
            };
        }
    }
    if error.kind() == ErrorKind::InvalidSubcommand {
        let given = text(ContextKind::InvalidSubcommand).unwrap_or_default();
        if text(ContextKind::SuggestedSubcommand).is_none() {
            return Usage::NoStep { given };
        }
    }
    // clap's own words, without its colours, its usage lines and its full stop.
    let rendered = error.render().to_string();
    let mut lines = rendered.lines();
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ").trim();
    let ours = |line: &&str| !line.is_empty() && !line.starts_with("For more information");
    let more = lines.map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let mut more: Vec<&str> = more.filter(ours).collect();
    let tip = more.iter().position(|line| line.starts_with("tip:")).map(|at| more.remove(at));
    let mut message = first.trim_end_matches('.').to_owned();
    if !more.is_empty() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        message = format!("{} {}", message, more.join(" "));
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        "a command is wanted".clone_into(&mut message);
    }
    let command = match on_step {
        Some(step) => format!("cse {}", step.name),
        None => used(&rendered),
    };
    // The nearest of clap's suggestions is the last.
    let tip = tip.filter(|tip| !tip.contains("to pass "));
    let near = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(names)) => names.last().cloned(),
        Some(ContextValue::String(name)) => Some(name.clone()),
        Some(_) | None => None,
    };
    let hint = match (near, tip) {
        (Some(near), _) => format!("{command} {near} --help"),
        (None, Some(tip)) => tip.trim_start_matches("tip:").trim().to_owned(),
        (None, None) => format!("{command} --help"),
    };
    Usage::Said { message, hint: Some(hint) }
}

/// The command of which clap shows the usage: `cse meeting add` of "Usage: cse meeting add <KIND>".
fn used(rendered: &str) -> String {
    let usage = rendered.lines().find_map(|line| line.trim().strip_prefix("Usage: "));
    let words = usage.unwrap_or("cse").split_whitespace();
    words.take_while(|word| !word.starts_with(['<', '[', '-'])).collect::<Vec<_>>().join(" ")
}
