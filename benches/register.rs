//! What the engine costs inside one process: the fold of a case, `due` over a register, one
//! durable append. `benches/ratios.sh` measures the program as people run it.

use std::cell::Cell;
use std::fmt::Debug;
use std::hint::black_box;
use std::io;
use std::path::Path;

use criterion::Criterion;
use cse::domain::{CaseId, Facts, Moment, RoleName, StepName, Value};
use cse::ops::due::{self, Wanted};
use cse::ops::take::{Attempt, take};
use cse::ops::{Reading, init, sample};
use cse::pathway::{replay, shipped};
use cse::register::{Identity, Store};

/// How many cases the register of `due` has.
const CASES: usize = 1_000;

/// A Saturday in term; every run invents the same cases.
const NOW: &str = "2026-11-21T09:30:00Z";

fn main() -> io::Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    let now = Moment::parse(NOW).ok_or_else(|| io::Error::other("no moment"))?;
    let dir = tempfile::tempdir()?;
    let store = register(dir.path(), now)?;
    replays(&mut criterion, &store)?;
    dues(&mut criterion, &store, now)?;
    appends(&mut criterion, &store, now)?;
    criterion.final_summary();
    Ok(())
}

fn who() -> Identity {
    Identity { name: "Bench".to_owned(), email: "bench@example.invalid".to_owned() }
}

fn fault(error: impl Debug) -> io::Error {
    io::Error::other(format!("{error:?}"))
}

/// A sample register with generated cases.
fn register(dir: &Path, now: Moment) -> io::Result<Store> {
    let files = shipped::files("hounslow").ok_or_else(|| io::Error::other("no pathway"))?;
    let dir = dir.join("register");
    let store = init::init(&dir, &who(), now, "bench", true, &files).map_err(fault)?.store;
    sample::generate(&store, &who(), now, CASES, 1).map_err(fault)?;
    Ok(store)
}

/// The fold of the case with the most records.
fn replays(criterion: &mut Criterion, store: &Store) -> io::Result<()> {
    let reading = Reading::open(store, None).map_err(fault)?;
    let (cases, _) = reading.each_case(|_, case| case).map_err(fault)?;
    let longest = cases.iter().max_by_key(|case| case.records.len());
    let longest = longest.ok_or_else(|| io::Error::other("no case"))?;
    let pathway = reading.pathway().map_err(fault)?;
    let name = format!("replay of one case of {} records", longest.records.len());
    criterion.bench_function(&name, |b| b.iter(|| replay(pathway, black_box(&longest.records))));
    Ok(())
}

/// Everything that is due, from opening the register on.
fn dues(criterion: &mut Criterion, store: &Store, now: Moment) -> io::Result<()> {
    let wanted = Wanted::default();
    let all = || Reading::open(store, None).and_then(|reading| due::due(&reading, now, &wanted));
    all().map_err(fault)?;
    let mut group = criterion.benchmark_group("register");
    group.sample_size(20);
    group.bench_function(format!("due over {CASES} cases"), |b| b.iter(all));
    group.finish();
    Ok(())
}

/// One note, durable. What it costs does not hang on how many there are.
fn appends(criterion: &mut Criterion, store: &Store, now: Moment) -> io::Result<()> {
    let case = open_case(store, now)?;
    let count = Cell::new(0_i64);
    let append = || {
        count.set(count.get() + 1);
        let text = Value::Text(format!("Note {}.", count.get()));
        let attempt = note(case.clone(), text);
        take(store, &who(), now.plus_seconds(count.get()), &attempt)
    };
    append().map_err(fault)?;
    let mut group = criterion.benchmark_group("register");
    group.sample_size(20);
    group.bench_function(format!("append to a register of {CASES} cases"), |b| b.iter(append));
    group.finish();
    Ok(())
}

/// A case that owes something.
fn open_case(store: &Store, now: Moment) -> io::Result<CaseId> {
    let reading = Reading::open(store, None).map_err(fault)?;
    let due = due::due(&reading, now, &Wanted::default()).map_err(fault)?;
    due.lines.first().map(|line| line.case.clone()).ok_or_else(|| io::Error::other("nothing due"))
}

fn note(case: CaseId, text: Value) -> Attempt {
    let mut facts = Facts::new();
    facts.insert("note.text".into(), Some(text));
    Attempt {
        step: StepName::from("note"),
        case: Some(case),
        facts,
        at: None,
        role: Some(RoleName::from("social-worker")),
        agreed_by: None,
        on_behalf_of: None,
        override_reason: None,
        attachments: Vec::new(),
        clock: None,
        amends: None,
        dry_run: false,
        random: Vec::new(),
    }
}
