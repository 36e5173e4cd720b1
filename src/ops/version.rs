//! A new version of the pathway: it stands beside those by which cases were judged, and is for
//! new cases.

use crate::domain::{Moment, PathwayRef};
use crate::pathway::proof::{PROVED, prove};
use crate::pathway::shipped;
use crate::register::config::Config;
use crate::register::{
    AppendError, Change, CommitId, Committed, FileChange, Identity, Store, Warning,
};

use super::init::File;
use super::{Failure, Reading, Usage};

/// The version that is for new cases now.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The pathway and its version.
    pub pathway: PathwayRef,
    /// The version before it.
    pub before: u32,
    /// The commit.
    pub commit: CommitId,
    /// What did not work after it was durable.
    pub warnings: Vec<Warning>,
}

/// Adopts the files of a pathway as a new version. They are checked and proved first.
///
/// # Errors
/// Everything that is wrong with them; another authority's pathway; a version that is there.
pub fn adopt(
    store: &Store,
    who: &Identity,
    now: Moment,
    files: &[File],
) -> Result<NewVersion, Failure> {
    let pathway = shipped::parse_files(files).map_err(Failure::Pathway)?;
    let proved: Vec<(&str, &[u8])> = files
        .iter()
        .filter(|(name, _)| PROVED.contains(&name.as_str()))
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let problems = prove(&pathway, &proved).problems;
    if !problems.is_empty() {
        return Err(Failure::Pathway(problems));
    }
    let said = |message: String, hint: &str| {
        Failure::from(Usage::Said { message, hint: Some(hint.to_owned()) })
    };
    let new = pathway.name;
    let done = store.append(who, now, |snapshot| {
        let reading = Reading::open(store, None)?;
        reading.senior(who, "pathway")?;
        if !reading.problems.is_empty() {
            return Err(Failure::Problems(reading.problems.clone()));
        }
        let config = &reading.config;
        if config.authority != new.name {
            let message =
                format!("this register follows `{}`, not `{}`", config.authority, new.name);
            return Err(said(message, "cse init DIR --pathway FOLDER"));
        }
        let versions = snapshot.list("templates/pathways")?.items;
        let newest = versions.iter().filter_map(|entry| entry.name.parse::<u32>().ok()).max();
        let newest = newest.unwrap_or(0).max(config.pathway);
        if new.version != newest + 1 {
            let message = format!(
                "the folder says version {}, but the next version of this register is {}",
                new.version,
                newest + 1
            );
            let hint = format!("write `version: {}` into its pathway.yaml", newest + 1);
            return Err(said(message, &hint));
        }
        let folder = format!("templates/pathways/{}", new.version);
        let mut changes: Vec<FileChange> = files
            .iter()
            .map(|(path, bytes)| FileChange::new(format!("{folder}/{path}"), bytes.clone()))
            .collect();
        let config = Config { pathway: new.version, ..config.clone() };
        changes.push(FileChange::replacing("cse.yaml", config.write()));
        let message = format!("pathway: {}/{}\n", new.name, new.version);
        Ok(Change { files: changes, message, value: reading.config.pathway })
    });
    match done {
        Ok(Committed { value: before, commit, warnings, .. }) => {
            Ok(NewVersion { pathway: new, before, commit, warnings })
        }
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}
