//! Invented registers: the sample cases that the program brings, moved to now, and any number of
//! lifelike cases for training and benches. Only a register that is a sample from its first commit
//! may hold them, because they hold an invented `recorded`.

mod invent;
mod shift;
mod walk;

use include_dir::{Dir, include_dir};

use crate::domain::{CaseId, Moment, Record};
use crate::pathway::Pathway;
use crate::register::{AppendError, Change, FileChange, Identity, Store, Warning, format};

use super::{Failure, Reading, Usage};

pub use walk::walk;

static CASES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/cases");

/// An invented case: its number and its records, as they would have been recorded.
#[derive(Clone, Debug)]
pub struct Invented {
    /// Its number.
    pub id: CaseId,
    /// Its records, in the order in which they were recorded.
    pub records: Vec<Record>,
}

/// What a register was filled with.
pub struct Filled {
    /// How many cases.
    pub cases: usize,
    /// What did not work after they were durable.
    pub warnings: Vec<Warning>,
}

/// Fills a sample register with the sample cases of its pathway, moved so that the newest of them
/// was recorded within the last week.
pub fn embedded(store: &Store, who: &Identity, now: Moment) -> Result<Filled, Failure> {
    let reading = sample_register(store)?;
    let pathway = reading.pathway()?;
    let cases = read_embedded(pathway)?;
    let newest = cases.iter().flat_map(|case| &case.records).map(|r| r.recorded.0).max();
    let weeks = newest.map_or(0, |newest| (now.unix() - newest.unix()).div_euclid(7 * 86_400));
    let moved: Vec<Invented> =
        cases.into_iter().map(|case| shift::by_weeks(case, weeks, &pathway.dictionary)).collect();
    write(store, who, now, pathway, &moved, "sample cases")
}

/// The script of the demo of a pathway, where the program brings one.
pub fn demo(pathway: &str) -> Option<&'static str> {
    CASES.get_file(format!("{pathway}/demo.txt"))?.contents_utf8()
}

/// Fills a sample register with so many lifelike cases of its pathway. The same seed at the same
/// moment gives the same cases.
pub fn generate(
    store: &Store,
    who: &Identity,
    now: Moment,
    cases: usize,
    seed: u64,
) -> Result<Filled, Failure> {
    use rayon::prelude::*;
    let reading = sample_register(store)?;
    let pathway = reading.pathway()?;
    let invented: Vec<Invented> =
        (0..cases).into_par_iter().map(|n| walk(pathway, now, seed, n as u64)).collect();
    write(store, who, now, pathway, &invented, "generated cases")
}

fn sample_register(store: &Store) -> Result<Reading<'_>, Failure> {
    let reading = Reading::open(store, None)?;
    if !reading.config.sample {
        let message = "this register holds real cases; invented ones may not be added".to_owned();
        let hint = Some(format!("cse init DIR --pathway {} --sample", reading.config.authority));
        return Err(Usage::Said { message, hint }.into());
    }
    Ok(reading)
}

/// The sample cases of a pathway that the program brings.
fn read_embedded(pathway: &Pathway) -> Result<Vec<Invented>, Failure> {
    let mut cases = Vec::new();
    let root = CASES.get_dir(&pathway.name.name);
    for case in root.into_iter().flat_map(Dir::dirs).flat_map(Dir::dirs).flat_map(Dir::dirs) {
        let id = case.path().file_name().and_then(|name| name.to_str()).map(CaseId::parse);
        let Some(Ok(id)) = id else { continue };
        let mut records = Vec::new();
        for file in case.files() {
            let name = file.path().display().to_string();
            records.push(format::read(&name, file.contents(), &pathway.dictionary)?);
        }
        records.sort_by(|a, b| (a.recorded, &a.name).cmp(&(b.recorded, &b.name)));
        cases.push(Invented { id, records });
    }
    Ok(cases)
}

/// Writes invented cases as one commit and one pack.
fn write(
    store: &Store,
    who: &Identity,
    now: Moment,
    pathway: &Pathway,
    cases: &[Invented],
    what: &str,
) -> Result<Filled, Failure> {
    let mut files = Vec::new();
    for case in cases {
        let Some(first) = case.records.iter().map(|record| record.happened.0.day()).min() else {
            continue;
        };
        let folder = format!("cases/{:04}/{:02}/{}", first.year(), first.month(), case.id);
        for record in &case.records {
            let text = format::write(record, &pathway.dictionary);
            files.push(FileChange::new(format!("{folder}/{}", record.name), text));
        }
    }
    let mut filled = Filled { cases: cases.len(), warnings: Vec::new() };
    if files.is_empty() {
        return Ok(filled);
    }
    let message = format!("sample: {} {what}\n", cases.len());
    let change = Change { files, message, value: () };
    match store.append_pack(who, now, |_| Ok::<_, Failure>(change)) {
        Ok(done) => {
            filled.warnings = done.warnings;
            Ok(filled)
        }
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}
