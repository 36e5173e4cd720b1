//! Files that somebody changed by hand: whether each may become part of the register as it is.
//! A file that could not be read afterwards is a problem, with its place; a record that the rules
//! do not permit is none, because what happened can always be told.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{CaseId, Place, Problem, RoleName};
use crate::pathway::holidays;
use crate::register::config::{Config, Workers, read_meetings, read_workers};
use crate::register::{CaseFolder, Difference, DifferenceKind, Folder, Store, format};

use super::check::{Checked, kind, names, rules};
use super::{Failure, Loaded, Reading};

/// What was changed by hand.
#[derive(Debug, Default)]
pub struct Edited {
    /// The files that may become part of the register: path, bytes, how they differ.
    pub files: Vec<(String, Vec<u8>, DifferenceKind)>,
    /// What stands against it, by place.
    pub problems: Vec<Problem>,
    /// What the rules say of the cases as they would be.
    pub checked: Checked,
}

/// Looks at every file that is not as committed.
pub fn edited(store: &Store, reading: &Reading<'_>) -> Result<Edited, Failure> {
    let mut found = Edited::default();
    for Difference { path, kind } in store.status()? {
        let problem = |message: String| Problem::new(Place::file(path.as_str()), message);
        match kind {
            DifferenceKind::Changed | DifferenceKind::Untracked => {
                let Some(bytes) = store.written_by_hand(&path)? else { continue };
                let problems = judge(reading, &path, &bytes, kind);
                if problems.is_empty() {
                    found.files.push((path, bytes, kind));
                }
                found.problems.extend(problems);
            }
            DifferenceKind::Missing | DifferenceKind::Damaged => {
                let message = format!(
                    "this file is {}, and nothing is ever taken out of a register: \
                     `git checkout HEAD -- FILE` brings it back",
                    self::kind(kind)
                );
                found.problems.push(problem(message));
            }
            DifferenceKind::NotAFile | DifferenceKind::Unmerged | DifferenceKind::Refused => {
                let message = format!("this is {}; a register does not take it", self::kind(kind));
                found.problems.push(problem(message));
            }
            // The work tree is what counts; who may read a file is not part of it.
            DifferenceKind::Staged | DifferenceKind::OtherModes => {}
        }
    }
    cases(reading, &mut found)?;
    found.problems.sort();
    Ok(found)
}

/// What stands against one file that is no record.
fn judge(reading: &Reading<'_>, path: &str, bytes: &[u8], kind: DifferenceKind) -> Vec<Problem> {
    let no = |message: &str| vec![Problem::new(Place::file(path), message)];
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["cse.yaml"] => match Config::read(path, bytes) {
            Ok(config) => settings(reading, &config),
            Err(problems) => problems,
        },
        ["workers.yaml"] => match read_workers(path, bytes) {
            Ok(workers) => lists_a_senior(reading, &workers),
            Err(problems) => problems,
        },
        ["meetings.yaml"] => read_meetings(path, bytes).err().unwrap_or_default(),
        ["bank-holidays.yaml"] => holidays::parse(path, bytes).err().unwrap_or_default(),
        ["templates", "pathways", ..] if kind == DifferenceKind::Changed => {
            no("cases were judged by this version, so it stays: a change is a new version \
                (`cse pathway adopt FOLDER`)")
        }
        ["templates", "pathways", ..] => no("a version comes with `cse pathway adopt FOLDER`"),
        ["cases", _, _, id, name] if CaseId::parse(id).is_ok() && name.ends_with(".yaml") => {
            Vec::new()
        }
        ["cases", _, _, id, "attachments", name] if CaseId::parse(id).is_ok() => {
            let hash = format::hash(bytes).to_string();
            if name.split('.').next() == Some(&hash[..16]) {
                Vec::new()
            } else {
                no("an attachment is named by the first 16 digits of its SHA-256")
            }
        }
        _ => no("nothing of this name belongs in a register"),
    }
}

/// A list in which nobody is senior could never be changed again.
fn lists_a_senior(reading: &Reading<'_>, workers: &Workers) -> Vec<Problem> {
    let Ok(pathway) = reading.pathway() else { return Vec::new() };
    let may = &pathway.seniors;
    let is_senior = workers.0.iter().any(|worker| worker.roles.iter().any(|r| may.contains(r)));
    if is_senior || workers.0.is_empty() {
        return Vec::new();
    }
    let roles: Vec<&str> = may.iter().map(RoleName::as_str).collect();
    let message = format!(
        "nobody is listed as {}: this list could never be changed again",
        roles.join(" or ")
    );
    vec![Problem::new(Place::file("workers.yaml"), message)]
}

/// What a register is does not change by hand.
fn settings(reading: &Reading<'_>, new: &Config) -> Vec<Problem> {
    let old = &reading.config;
    let mut problems = Vec::new();
    let mut no = |message: String| problems.push(Problem::new(Place::file("cse.yaml"), message));
    for (key, same) in [
        ("register", old.register == new.register),
        ("authority", old.authority == new.authority),
        ("sample", old.sample == new.sample),
    ] {
        if !same {
            no(format!("`{key}` stays what it was when the register was made"));
        }
    }
    if !reading.has_version(new.pathway) {
        no(format!("there is no version {} of the pathway (`cse pathway adopt`)", new.pathway));
    }
    problems
}

/// Reads each case of which a file was changed, as it would be.
fn cases(reading: &Reading<'_>, found: &mut Edited) -> Result<(), Failure> {
    let mut changed: BTreeMap<String, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    for (path, bytes, _) in &found.files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folder.starts_with("cases/") && name.ends_with(".yaml") {
            changed.entry(folder.to_owned()).or_default().insert(name.to_owned(), bytes.clone());
        }
    }
    let mut unread = BTreeSet::new();
    for (path, mut files) in changed {
        let Ok(id) = CaseId::parse(path.rsplit('/').next().unwrap_or_default()) else { continue };
        let mut folder = Folder::default();
        if let Some(tree) = reading.snapshot().id(&path)? {
            let case = CaseFolder { id_text: id.to_string(), path: path.clone(), tree };
            folder = reading.snapshot().read_folder(&case)?;
        }
        folder.files.retain(|(name, _)| !files.contains_key(name));
        folder.files.append(&mut std::mem::take(&mut files).into_iter().collect());
        folder.files.sort();
        let case = Loaded::read(reading, id, path.clone(), folder);
        if case.problems.is_empty() {
            names(&case, &mut found.checked.problems);
        } else {
            unread.insert(path);
        }
        found.problems.extend(case.problems.iter().cloned());
        if let Some(pathway) = &case.pathway {
            rules(pathway, &case, &mut found.checked);
        }
    }
    found.files.retain(|(path, ..)| !unread.contains(path.rsplit_once('/').map_or("", |p| p.0)));
    Ok(())
}
