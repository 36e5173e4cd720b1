//! A step of the pathway: `cse screen CASE --rag red ...`.

use std::path::Path;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::domain::{
    By, CaseId, FactDef, FactKind, FactName, Facts, Keeps, ListOf, Moment, Place, Problem,
    RoleName, StepName, When,
};
use crate::ops::take::{self, Attempt};
use crate::ops::{Failure, Usage};
use crate::pathway::model::{At, Need, Step};
use crate::pathway::{Pathway, Refusal};
use crate::register::{Identity, read_plain_file};

use super::context::Context;
use super::moment::Typed;
use super::ui;
use super::{Env, Exit, drafts, echo, from, input, moment, prompt, taken, wording};

/// Options that every step has; reserved for all facts.
const CASE: &str = "case";

/// The command of a step, made from its definition.
pub fn command(pathway: &Pathway, step: &Step) -> Command {
    let mut command = Command::new(step.name.to_string())
        .about(step.title.clone())
        .long_about(wording::step_help(step, pathway))
        .next_help_heading("Facts");
    if step.at != At::Opening {
        // Without a heading of its own it would stand among the facts.
        command = command.arg(super::commands::case_arg().help_heading("Arguments"));
    }
    for fact in step.facts() {
        let Some(def) = pathway.dictionary.get(fact.as_str()) else { continue };
        let need = step.asks.iter().find(|ask| ask.fact == *fact).map(|ask| &ask.need);
        command = command.arg(fact_arg(def, need, pathway.is_clocked(fact)));
    }
    command.next_help_heading("Options").args(options())
}

/// A step as the list of commands shows it.
pub fn name_only(step: &Step) -> Command {
    Command::new(step.name.to_string()).about(step.title.clone())
}

/// The flag of a fact.
pub fn fact_arg(def: &FactDef, need: Option<&Need>, clocked: bool) -> Arg {
    let name = def.name.to_string();
    let arg = Arg::new(name).long(def.name.flag()).help(wording::fact_help(def, need, clocked));
    let arg = match &def.kind {
        FactKind::Text(_) => arg.value_name("TEXT"),
        FactKind::Choice(choices) => {
            arg.value_name("CHOICE").long_help(wording::fact_long_help(def, need, choices))
        }
        FactKind::Choices(choices) => {
            arg.value_name("A,B").long_help(wording::fact_long_help(def, need, choices))
        }
        FactKind::YesNo => arg.value_name("YES|NO"),
        FactKind::Date => arg.value_name("DATE"),
        FactKind::DateTime => arg.value_name("MOMENT"),
        FactKind::Number => arg.value_name("NUMBER"),
        FactKind::List(ListOf::Texts) => arg.value_name("TEXT"),
        FactKind::List(ListOf::Fields(_)) => arg.value_name("FIELD=VALUE,..."),
    };
    // Given twice, a list grows and any other fact is refused by name when it is read.
    arg.action(ArgAction::Append).allow_hyphen_values(matches!(def.kind, FactKind::Number))
}

pub(super) fn options() -> Vec<Arg> {
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    vec![
        text("from", "FILE", "Read facts from a YAML or JSON file; - for standard input"),
        text("at", "MOMENT", "When it happened (else now); never in the future"),
        text(
            "override",
            "REASON",
            "Override what refuses the step, if your role may; kept in the record",
        ),
        text("agreed-by", "WORKER:ROLE", "The second person who agreed"),
        text("on-behalf-of", "WORKER", "For whom you enter it, where you did not act yourself"),
        text("attach", "FILE", "Keep a file with the record").action(ArgAction::Append),
        super::commands::flag("draft", "Keep what was typed as a draft, and take no step"),
        super::commands::flag("dry-run", "Say what would be done, and write nothing"),
    ]
}

/// Takes the step.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    step: &str,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let pathway = std::sync::Arc::clone(context.pathway());
    let format = ui::format(matches);
    let step = pathway.step(step).ok_or_else(|| Usage::NoStep { given: step.to_owned() })?;
    let (facts, wrong) = facts(env, &pathway, step, matches)?;
    let at = at(env, matches)?;
    if matches.get_flag("draft") {
        if let Some(wrong) = wrong {
            return Err(wrong.into());
        }
        let case = given_case(step, matches);
        return drafts::keep(env, context, &step.name, case, &facts, &pathway, format);
    }
    let case = case(env, context, step, matches)?;
    let read_as = echo::of(&facts, matches);
    let mut attempt = Attempt {
        step: step.name.clone(),
        case,
        facts,
        at,
        role: matches.get_one::<String>("as").map(|role| RoleName::from(role.as_str())),
        agreed_by: agreed_by(matches)?,
        on_behalf_of: matches.get_one::<String>("on-behalf-of").cloned(),
        override_reason: reason(matches, "override")?,
        attachments: attachments(env, matches)?,
        clock: None,
        amends: None,
        dry_run: matches.get_flag("dry-run"),
        random: (0..8).map(|_| env.draw()).collect::<Result<_, _>>()?,
    };
    let who = context.identity(env)?;
    if let Some(wrong) = wrong {
        return Err(refused_all_the_same(env, context, &who, &attempt).unwrap_or(wrong.into()));
    }
    if env.terminal.can_ask {
        prompt::complete(env, context, &pathway, &who, &mut attempt)?;
    }
    let now = env.now;
    let (store, reading) = context.register()?;
    let done = take::take_on(store, reading, &who, now, &attempt)?;
    taken::print(env, context, &attempt, &done, &read_as, format)?;
    Ok(Exit::Done)
}

/// A refusal wins over a value that is wrong: the wrong stage or role is said, whatever was typed.
fn refused_all_the_same(
    env: &Env<'_>,
    context: &mut Context<'_>,
    who: &Identity,
    attempt: &Attempt,
) -> Option<Failure> {
    let trial = Attempt { dry_run: true, ..attempt.clone() };
    let tried = context.store().and_then(|store| take::take(store, who, env.now, &trial));
    let Err(Failure::Refused { mut refusals, missing, step, case }) = tried else { return None };
    // What a gate says of facts that were mistyped means nothing.
    refusals.retain(|refusal| !matches!(refusal, Refusal::Gate { .. } | Refusal::Conflict { .. }));
    (!refusals.is_empty()).then_some(Failure::Refused { refusals, missing, step, case })
}

/// Everything that was given as facts, by flags and by `--from`, and all that is wrong with it at
/// once.
fn facts(
    env: &mut Env<'_>,
    pathway: &Pathway,
    step: &Step,
    matches: &ArgMatches,
) -> Result<(Facts, Option<Usage>), Failure> {
    let mut problems = Vec::new();
    let mut facts = match matches.get_one::<String>("from") {
        Some(file) => {
            let bytes = read_file(env, file)?;
            let name = if file == "-" { "<stdin>" } else { file };
            from::read(name, &bytes, &pathway.dictionary, env.now).unwrap_or_else(|found| {
                problems.extend(found);
                Facts::new()
            })
        }
        None => Facts::new(),
    };
    for fact in step.facts() {
        let Some(given) = matches.get_many::<String>(fact.as_str()) else { continue };
        let Some(def) = pathway.dictionary.get(fact.as_str()) else { continue };
        let given: Vec<&str> = given.map(String::as_str).collect();
        match input::value(def, &given, env.now) {
            Ok(value) => {
                let from_file = facts.get(fact).cloned().flatten();
                let merged = match (from_file, value) {
                    (None, value) => value,
                    (Some(a), b) if a == b => b,
                    (Some(crate::domain::Value::List(mut a)), crate::domain::Value::List(b))
                        if def.keeps == Keeps::All || !a.is_empty() =>
                    {
                        a.extend(b);
                        crate::domain::Value::List(a)
                    }
                    (Some(_), _) => {
                        let place = Place::file(format!("--{}", fact.flag()));
                        let message = "it is given here and in --from, and the two differ";
                        problems.push(Problem::new(place, message));
                        continue;
                    }
                };
                facts.insert(fact.clone(), Some(merged));
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        return Ok((facts, None));
    }
    let wrong = |fact: &FactName| matches.get_many::<String>(fact.as_str()).is_some();
    let lacks = |fact: &FactName| !facts.contains_key(fact) && !wrong(fact);
    let required = step.asks.iter().filter(|ask| matches!(ask.need, Need::Required));
    // What a file that did not read might have given is not known to be missing.
    let from_flags = !matches.contains_id("from");
    let missing = required.filter(|ask| from_flags && lacks(&ask.fact)).map(|ask| ask.fact.clone());
    Ok((facts.clone(), Some(Usage::Values { problems, missing: missing.collect() })))
}

fn read_file(env: &mut Env<'_>, file: &str) -> Result<Vec<u8>, Failure> {
    use std::io::Read;
    let mut bytes = Vec::new();
    if file == "-" {
        let read = env.input.take(BIGGEST_FILE + 1).read_to_end(&mut bytes);
        read.map_err(|error| crate::register::Fault::io("standard input", "read", &error))?;
        if bytes.len() as u64 > BIGGEST_FILE {
            // Half of what was given may read as though it were all.
            let message = "cannot read standard input: it is too large".to_owned();
            return Err(Usage::Said { message, hint: None }.into());
        }
        return Ok(bytes);
    }
    let path = env.dir.join(file);
    read_bounded(&path).map_err(|error| {
        let message = format!("cannot read {}: {}", ui::line(file), wording::io(&error));
        Usage::Said { message, hint: None }.into()
    })
}

/// Bigger than anything that is attached; a mistyped name of a disk image is not read into memory.
const BIGGEST_FILE: u64 = 32 * 1024 * 1024;

fn read_bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    crate::register::read_file(path, BIGGEST_FILE)
}

/// When it happened, as typed.
fn at(env: &Env<'_>, matches: &ArgMatches) -> Result<Option<When>, Failure> {
    let Some(given) = matches.get_one::<String>("at") else { return Ok(None) };
    typed_moment("--at", given, env.now).map(Some)
}

/// A moment or day as somebody typed it after an option.
pub fn typed_moment(option: &str, given: &str, now: Moment) -> Result<When, Failure> {
    match moment::read(given, now) {
        Ok(Typed::Day(day)) => Ok(When::Day(day)),
        Ok(Typed::Moment(moment)) => Ok(When::Moment(moment)),
        Err(error) => {
            let problem = Problem::new(Place::file(option), wording::moment(&error));
            Err(Usage::values(vec![problem]).into())
        }
    }
}

fn given_case<'a>(step: &Step, matches: &'a ArgMatches) -> Option<&'a str> {
    if step.at == At::Opening {
        return None;
    }
    matches.get_one::<String>(CASE).map(String::as_str)
}

/// The case, whole; on a terminal a prefix is completed and asked about.
fn case(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    step: &Step,
    matches: &ArgMatches,
) -> Result<Option<CaseId>, Failure> {
    if step.at == At::Opening {
        return Ok(None);
    }
    let Some(given) = given_case(step, matches) else {
        let message = format!("`cse {}` wants the number of a case", step.name);
        return Err(Usage::Said { message, hint: Some("cse list".to_owned()) }.into());
    };
    whole_case(env, context, given).map(Some)
}

/// The whole number of a case for a command that changes it.
pub fn whole_case(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    given: &str,
) -> Result<CaseId, Failure> {
    if let Ok(id) = CaseId::parse(given) {
        return Ok(id);
    }
    let (_, reading) = context.register()?;
    let case = reading.find(given)?;
    if env.terminal.can_ask && prompt::is_this_case(env, reading, &case)? {
        return Ok(case);
    }
    Err(Usage::WholeId { given: given.to_owned(), case }.into())
}

fn agreed_by(matches: &ArgMatches) -> Result<Option<By>, Failure> {
    let Some(given) = matches.get_one::<String>("agreed-by") else { return Ok(None) };
    match given.rsplit_once(':') {
        Some((worker, role)) if !worker.trim().is_empty() && !role.trim().is_empty() => {
            Ok(Some(By { worker: worker.trim().to_lowercase(), role: RoleName::from(role.trim()) }))
        }
        Some(_) | None => {
            let message = "--agreed-by wants a worker and a role, as a.worker:ROLE".to_owned();
            Err(Usage::Said { message, hint: None }.into())
        }
    }
}

/// A reason that was given with a flag; one that says nothing is refused.
pub(super) fn reason(matches: &ArgMatches, flag: &str) -> Result<Option<String>, Failure> {
    match matches.get_one::<String>(flag) {
        // `...` is what a hint says in its place.
        Some(reason) if matches!(reason.trim(), "" | "...") => {
            let message = format!("--{flag} wants a reason");
            Err(Usage::Said { message, hint: None }.into())
        }
        reason => Ok(reason.cloned()),
    }
}

fn attachments(env: &Env<'_>, matches: &ArgMatches) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut attachments = Vec::new();
    for file in matches.get_many::<String>("attach").into_iter().flatten() {
        let path = env.dir.join(file);
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let bytes = read_plain_file(&path, BIGGEST_FILE).map_err(|error| {
            let message = format!("cannot attach {}: {}", ui::line(file), wording::io(&error));
            Failure::from(Usage::Said { message, hint: None })
        })?;
        let name = name.unwrap_or_else(|| file.clone());
        // A record keeps the name as one line of text, and reads nothing else.
        if name.trim().is_empty() || name.contains(char::is_control) {
            let message = format!("cannot attach {}: its name is no line of text", ui::line(file));
            let hint = Some("give the file another name".to_owned());
            return Err(Usage::Said { message, hint }.into());
        }
        attachments.push((name, bytes));
    }
    Ok(attachments)
}

/// The steps that take a fact, for a hint.
pub fn taken_by(pathway: &Pathway, fact: &FactName) -> Vec<StepName> {
    let steps = pathway.steps.iter().filter(|step| step.takes(fact.as_str()));
    steps.map(|step| step.name.clone()).collect()
}
