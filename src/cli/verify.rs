//! `cse verify`: whether the register is what it was, from its first commit on.

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use crate::domain::{Place, Problem};
use crate::ops::verify::{Asked, Finding, Verified, What, verify};
use crate::ops::{Failure, Usage};
use crate::register::{Checkpoint, checkpoint_file, read_file};

use super::context::Context;
use super::ui::{self, Format, Rows};
use super::{Env, Exit, again, report, wording};

/// The largest file that is read as a checkpoint.
const LARGEST: u64 = 4096;

/// The command.
pub fn command() -> Command {
    Command::new("verify")
        .about("Replay the whole history: that nothing in it was changed, forged or taken away")
        .long_about(
            "Replay the whole history, from the first commit on: every object is read and held \
             against its name, and every record is judged by the pathway and the people that were \
             in force when it came. Each thing found is named by commit, file and rule.\n\nA \
             history that was written anew is whole in itself. So this account keeps the newest \
             commit that it has seen in its state folder, and `--checkpoint` prints one to keep \
             elsewhere.",
        )
        .arg(
            Arg::new("checkpoint")
                .long("checkpoint")
                .value_name("FILE|-")
                .num_args(0..=1)
                .help("Print a checkpoint to keep elsewhere; or, with a file, hold it against one"),
        )
}

/// Verifies.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let now = env.now;
    let format = ui::format(matches);
    let given = matches.get_one::<String>("checkpoint").cloned();
    let prints = given.is_none() && matches.contains_id("checkpoint");
    let against = given.map(|given| read(env, &given)).transpose()?;
    let state = env.vars.state.clone();
    let store = context.store()?;
    // What a killed writer left in the work tree is repaired before it is looked at.
    let _ = store.heal_if_free(now);
    let asked = Asked { state: state.as_deref(), against: against.clone() };
    let verified = verify(store, now, &asked)?;
    if let (Some(given), Some(is)) = (&against, &verified.checkpoint)
        && given.register != is.register
    {
        let message = "this checkpoint is of another register".to_owned();
        return Err(Usage::Said { message, hint: Some("cse status".to_owned()) }.into());
    }
    if let Some(fault) = &verified.not_kept {
        let said = wording::fault(fault).message;
        let line = format!("warning: what the history now is was not kept: {}\n", ui::line(&said));
        ui::note(env, &line);
    }
    match format {
        _ if prints && verified.findings.is_empty() => {
            let text = verified.checkpoint.as_ref().map(Checkpoint::write).unwrap_or_default();
            ui::out(env, &text)?;
        }
        Format::Json => {
            let all: serde_json::Value = verified.findings.iter().map(json).collect();
            ui::json(env, &format!("{all:#}\n"))?;
        }
        Format::Csv => {
            let mut rows = Rows::new(&["commit", "file", "line", "column", "rule", "message"]);
            verified.findings.iter().for_each(|finding| rows.push(row(finding)));
            rows.print(env, format)?;
        }
        Format::Table => {
            let text: String = verified.findings.iter().map(line).collect();
            ui::out(env, &(text + &summary(&verified, against.as_ref())))?;
        }
    }
    let rewritten = verified.findings.iter().any(|finding| finding.what.rule() == "rewritten");
    if let (true, Some(state), Some(kept)) = (rewritten, &state, &verified.kept) {
        let file = checkpoint_file(state, &kept.register);
        let line = format!(
            "note: what was seen before is kept in {}; delete it only if you know why the history \
             was rewritten\n",
            ui::line(&file.display().to_string())
        );
        ui::note(env, &line);
    }
    let problems: Vec<Problem> = verified.findings.iter().map(problem).collect();
    let hint = verified.findings.first().map(hint);
    Ok(report::found(env, format == Format::Json, &problems, hint))
}

/// The checkpoint of a file that was named, or of the standard input.
fn read(env: &mut Env<'_>, given: &str) -> Result<Checkpoint, Failure> {
    let said = |message: String| Usage::Said {
        message,
        hint: Some("cse verify --checkpoint > FILE".to_owned()),
    };
    let bytes = if given == "-" {
        let mut bytes = Vec::new();
        let mut input = std::io::Read::take(&mut *env.input, LARGEST);
        std::io::Read::read_to_end(&mut input, &mut bytes).map(|_| bytes)
    } else {
        read_file(&env.dir.join(given), LARGEST)
    };
    let bytes = bytes.map_err(|e| said(format!("{given} cannot be read: {}", wording::io(&e))))?;
    Checkpoint::read(&String::from_utf8_lossy(&bytes))
        .map_err(|line| said(format!("{given}:{line}: this is no checkpoint of cse")).into())
}

fn commit(finding: &Finding) -> Option<String> {
    finding.commit.map(|commit| commit.to_string())
}

fn json(finding: &Finding) -> serde_json::Value {
    let Place { file, line, column } = finding.place;
    let number = |n: usize| (n > 0).then_some(n);
    json!({
        "commit": commit(finding),
        "file": (!file.is_empty()).then_some(&*file),
        "line": number(line),
        "column": number(column),
        "rule": finding.what.rule(),
        "message": wording::finding(&finding.what),
    })
}

fn row(finding: &Finding) -> Vec<String> {
    let Place { file, line, column } = finding.place;
    let number = |n: usize| if n > 0 { n.to_string() } else { String::new() };
    let commit = commit(finding).unwrap_or_default();
    let message = wording::finding(&finding.what);
    let rule = finding.what.rule().to_owned();
    vec![commit, file.to_string(), number(line), number(column), rule, message]
}

/// One finding as people read it: where, what, the rule.
fn line(finding: &Finding) -> String {
    let what = problem(finding);
    let (place, message) = (ui::line(&what.place.to_string()), ui::line(&what.message));
    let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
    format!("{place}{message}\n")
}

/// A finding as a problem of the data.
fn problem(finding: &Finding) -> Problem {
    let rule = finding.what.rule();
    let mut message = format!("{} (rule {rule})", wording::finding(&finding.what));
    if let Some(commit) = finding.commit {
        message = format!("in commit {}: {message}", commit.short());
    }
    Problem::new(finding.place, message)
}

/// What shows a finding, as it can be pasted anywhere in the register.
fn hint(finding: &Finding) -> String {
    // A name that cannot be printed as it is cannot be pasted either.
    let file = &*finding.place.file;
    let file = (!file.is_empty() && !file.contains(|c| ui::is_hidden(c) || c == '\u{fffd}'))
        .then(|| from_the_root(file));
    match (&finding.what, finding.commit, file) {
        // What cannot be read is not shown by git either.
        (What::Object { .. } | What::Ref { .. }, ..) => "cse doctor".to_owned(),
        (What::Elsewhere(_) | What::Unreached { .. }, ..) => "cse doctor".to_owned(),
        (What::Rewritten { readable: false, .. }, ..) => "git reflog".to_owned(),
        (_, Some(commit), Some(file)) => format!("git show {} -- {file}", commit.short()),
        (_, Some(commit), None) => format!("git log -1 --format=fuller {}", commit.short()),
        (_, None, _) => "cse status".to_owned(),
    }
}

/// A file's path for git and the shell, in whichever folder of the register it is pasted.
fn from_the_root(file: &str) -> String {
    let plain = format!(":/{file}");
    let quoted = again::quoted(&plain);
    if quoted == plain { plain } else { again::quoted(&format!(":(top,literal){file}")) }
}

fn summary(verified: &Verified, against: Option<&Checkpoint>) -> String {
    let count = |n, one| wording::count(n, one);
    let mut text = format!(
        "{}, {}, {}, {}: ",
        count(verified.commits, "commit"),
        count(verified.cases, "case"),
        count(verified.records, "record"),
        count(verified.objects, "object"),
    );
    match verified.findings.len() {
        0 => text.push_str("nothing is wrong.\n"),
        n => text.push_str(&format!("{} wrong.\n", count(n, "thing"))),
    }
    let clean = verified.findings.is_empty();
    if let Some(given) = against.filter(|_| clean) {
        text.push_str(&format!("The checkpoint of {} holds.\n", given.committed));
    }
    if let Some(kept) = verified.kept.as_ref().filter(|_| clean) {
        text.push_str(&format!("Against before: {}.\n", wording::since(kept.committed)));
    }
    text.push_str("Not checked:\n");
    let first_time = (verified.kept.is_none() && against.is_none()).then_some(wording::FIRST_TIME);
    for line in wording::NOT_CHECKED.iter().copied().chain(first_time) {
        text.push_str(&format!("- {line}\n"));
    }
    text
}
