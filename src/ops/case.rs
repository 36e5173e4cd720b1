//! A case as it was read: its records, and what is wrong with its files. A case with a file that
//! does not read is never hidden; it is listed as unreadable, first.

use std::sync::Arc;

use crate::domain::order::heads;
use crate::domain::{CaseId, Hash, Moment, PathwayRef, Place, Problem, Record};
use crate::pathway::{Pathway, Replay, replay};
use crate::register::doctor::markers;
use crate::register::{Folder, format};

use super::reading::{Settings, problem};

/// A case as one commit has it.
pub struct Loaded {
    /// Its number.
    pub id: CaseId,
    /// Its folder.
    pub path: String,
    /// The version of the pathway that it is on, where its records name one that is there.
    pub pathway: Option<Arc<Pathway>>,
    /// Its records, in the order of their names.
    pub records: Vec<Record>,
    /// The bytes of their files, in the same order.
    files: Vec<Vec<u8>>,
    /// What is wrong with its files; empty: all were read.
    pub problems: Vec<Problem>,
}

/// The records by the pathway in force, where that is the only one that they name. Nearly every
/// case is so, and need not be asked for its pathway first. Nothing where any file does not read.
fn by_the_one_in_force(
    settings: &Settings,
    path: &str,
    files: &[(String, Vec<u8>)],
) -> Option<(Arc<Pathway>, Vec<Record>)> {
    let pathway = settings.pathway().ok()?;
    let mut is_named = false;
    let mut records = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let file = format!("{path}/{name}");
        let record = format::read(&file, bytes, &pathway.dictionary).ok()?;
        if let Some(named) = &record.pathway {
            is_named = settings.version(named).is_some_and(|found| Arc::ptr_eq(found, pathway));
            if !is_named {
                return None;
            }
        }
        records.push(record);
    }
    is_named.then(|| (Arc::clone(pathway), records))
}

/// What is wrong with a record that does not read. Where a merge left its marks, that is all there is
/// to say.
fn unread(file: &str, bytes: &[u8], found: Vec<Problem>) -> Vec<Problem> {
    match markers(bytes) {
        Some(line) => {
            let place = Place { line, column: 1, ..Place::file(file.to_owned()) };
            vec![Problem::new(place, "marks of a merge stand in this file: it is not read")]
        }
        None => found,
    }
}

impl Loaded {
    /// Reads the files of a case's folder.
    pub fn read(settings: &Settings, id: CaseId, path: String, folder: Folder) -> Self {
        let mut loaded = Loaded {
            id,
            path,
            pathway: None,
            records: Vec::new(),
            files: Vec::new(),
            problems: Vec::new(),
        };
        loaded.problems.extend(folder.refused.iter().map(problem));
        let files = folder.files;
        if let Some((pathway, records)) = by_the_one_in_force(settings, &loaded.path, &files) {
            loaded.pathway = Some(pathway);
            loaded.records = records;
            loaded.files = files.into_iter().map(|(_, bytes)| bytes).collect();
            return loaded;
        }
        let named = files.iter().rev().find_map(|(_, bytes)| format::pathway_of(bytes));
        let pathway = match &named {
            Some(named) => settings.version(named).cloned(),
            // Where nothing says by which pathway to read, the one in force at least tells what
            // is wrong with the files.
            None => settings.pathway().ok().cloned(),
        };
        let Some(pathway) = pathway else {
            return loaded.wrong(named.as_ref());
        };
        for (name, bytes) in files {
            let file = format!("{}/{name}", loaded.path);
            match format::read(&file, &bytes, &pathway.dictionary) {
                Ok(record) => {
                    loaded.records.push(record);
                    loaded.files.push(bytes);
                }
                Err(found) => loaded.problems.extend(unread(&file, &bytes, found)),
            }
        }
        if named.is_none() && loaded.problems.is_empty() {
            return loaded.wrong(None);
        }
        loaded.pathway = named.map(|_| pathway);
        loaded
    }

    /// Says that no pathway is known by which the case is to be read.
    fn wrong(mut self, named: Option<&PathwayRef>) -> Self {
        let message = match named {
            Some(PathwayRef { name, version }) => {
                format!("the register has no version {version} of the pathway `{name}`")
            }
            None => "no record of this case names its pathway".to_owned(),
        };
        self.problems.push(Problem::new(Place::file(self.path.clone()), message));
        self
    }

    /// Leaves out what happened after a moment. True when anything is left.
    pub fn as_of(&mut self, moment: Option<Moment>) -> bool {
        if let Some(moment) = moment {
            let (records, files) = std::mem::take(&mut self.records)
                .into_iter()
                .zip(std::mem::take(&mut self.files))
                .filter(|(record, _)| record.happened.0 <= moment)
                .unzip();
            (self.records, self.files) = (records, files);
        }
        !self.records.is_empty()
    }

    /// The case as its records make it.
    pub fn replay<'a>(&'a self, pathway: &Pathway) -> Replay<'a> {
        replay(pathway, &self.records)
    }

    /// The hashes of the records that no other record has seen: what a new record comes after.
    pub fn heads(&self) -> Vec<Hash> {
        let records: Vec<&Record> = self.records.iter().collect();
        heads(&records).into_iter().map(|at| format::hash(&self.files[at])).collect()
    }

    /// The hash of each record's file, in the order of the records.
    pub fn hashes(&self) -> Vec<Hash> {
        self.files.iter().map(|bytes| format::hash(bytes)).collect()
    }
}
