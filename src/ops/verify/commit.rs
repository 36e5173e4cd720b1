//! What each commit did besides adding records: its place and time in the history, files that were
//! changed or taken away, the register's own files and who changed them.

use crate::domain::{Moment, Problem};
use crate::register::{Step, StepKind, Trail, Trailed};

use crate::ops::wrong_clock::CLOCKS_DIFFER;

use super::file::{self, Kind};
use super::rules::Era;
use super::{Finding, What};

/// The one text that `.gitattributes` may have: no clone changes a byte.
const ATTRIBUTES: &[u8] = b"* -text\n";

/// What is wrong with the commits of a trail.
pub fn findings(trail: &Trail, eras: &[Era], now: Moment) -> Vec<Finding> {
    let mut found = Vec::new();
    let first = first(trail);
    for (at, commit) in trail.commits.iter().enumerate() {
        if commit.is_root && Some(at) != first {
            found.push(Finding::of_commit(commit.id, What::SecondRoot));
        }
        times(trail, commit, now, &mut found);
        for step in &commit.changes {
            let what = of_step(commit, step, at, eras);
            let file = |what| Finding::of_file(Some(commit.id), step.path.clone(), what);
            found.extend(what.into_iter().map(file));
        }
        unreadable(commit, at, eras, &mut found);
    }
    found
}

/// The place of the first commit: where the first parents lead.
fn first(trail: &Trail) -> Option<usize> {
    let mut at = trail.commits.len().checked_sub(1)?;
    while let Some(&parent) = trail.commits[at].parents.first() {
        at = parent;
    }
    Some(at)
}

fn times(trail: &Trail, commit: &Trailed, now: Moment, found: &mut Vec<Finding>) {
    let parents = commit.parents.iter().map(|&at| trail.commits[at].committed);
    if parents.max().is_some_and(|parent| commit.committed < parent - CLOCKS_DIFFER) {
        found.push(Finding::of_commit(commit.id, What::OlderThanParent));
    }
    let out_of_range = Moment::from_unix(commit.committed).is_none();
    if out_of_range || commit.committed > now.unix() + CLOCKS_DIFFER {
        found.push(Finding::of_commit(commit.id, What::Future));
    }
}

fn of_step(commit: &Trailed, step: &Step, at: usize, eras: &[Era]) -> Vec<What> {
    let is_merge = commit.parents.len() > 1;
    match &step.kind {
        StepKind::Refused(why) => return vec![What::Refused(*why)],
        StepKind::Twin(other) => return vec![What::Twin { other: other.clone() }],
        StepKind::Added(_) | StepKind::Changed { agreed: true, .. } if is_merge => {
            return vec![What::Smuggled];
        }
        StepKind::Added(_) | StepKind::Changed { .. } | StepKind::Removed => {}
    }
    let is_added = matches!(step.kind, StepKind::Added(_));
    match file::kind(&step.path) {
        Kind::Record | Kind::Attachment => match step.kind {
            StepKind::Removed => vec![What::Deleted],
            StepKind::Changed { .. } => vec![What::Edited],
            StepKind::Added(_) | StepKind::Refused(_) | StepKind::Twin(_) => Vec::new(),
        },
        Kind::Stray if matches!(step.kind, StepKind::Removed) => Vec::new(),
        Kind::Stray => vec![What::OutOfPlace],
        Kind::Attributes(_) => {
            let bytes = match &step.kind {
                StepKind::Added(content) => content.bytes.as_deref(),
                _ => None,
            };
            let fine = step.path == ".gitattributes" && bytes == Some(ATTRIBUTES);
            if fine { Vec::new() } else { vec![What::Attributes] }
        }
        Kind::Pathway(version) => {
            let had = commit.parents.iter().any(|&at| eras[at].versions.contains(&version));
            let edited = had.then_some(What::PathwayEdited { version });
            edited.into_iter().chain(by(commit, eras, true)).collect()
        }
        Kind::Rules => {
            let mut found: Vec<What> = by(commit, eras, true).into_iter().collect();
            if !is_added && changes_identity(commit, at, eras) && step.path == "cse.yaml" {
                found.push(What::Identity);
            }
            found
        }
        Kind::Settings => by(commit, eras, false).into_iter().collect(),
        Kind::Other => Vec::new(),
    }
}

/// Whether the author might not change the register's own files. Until workers are listed anybody
/// may; from then on who is listed, and what gives rights only in a senior role.
fn by(commit: &Trailed, eras: &[Era], senior: bool) -> Option<What> {
    let before = &eras[*commit.parents.first()?];
    if before.workers.0.is_empty() {
        return None;
    }
    let author = commit.author.1.to_lowercase();
    let Some(worker) = before.workers.by_email(&author) else {
        return Some(What::NotListed { author });
    };
    let may = &before.pathway()?.seniors;
    let fits = !senior || worker.roles.iter().any(|role| may.contains(role));
    (!fits).then(|| What::SettingsBy { author: worker.id.clone(), may: may.clone() })
}

fn changes_identity(commit: &Trailed, at: usize, eras: &[Era]) -> bool {
    let identity = |at: usize| {
        let config = eras[at].config.as_ref();
        config.map(|config| (config.register.clone(), config.sample))
    };
    commit.parents.first().is_some_and(|&parent| identity(parent) != identity(at))
}

/// The register's own files where a commit left them so that they do not read, or left them out. A
/// version that does not read is told of the commit that brought it, also where the one before it
/// was wrong in the same way.
fn unreadable(commit: &Trailed, at: usize, eras: &[Era], found: &mut Vec<Finding>) {
    let era = &eras[at];
    let is_new = |problem: &&Problem| {
        commit.parents.iter().all(|&parent| !eras[parent].problems.contains(problem))
            || commit.changes.iter().any(|step| *step.path == *problem.place.file)
    };
    found.extend(era.problems.iter().filter(is_new).map(|problem| Finding {
        commit: Some(commit.id),
        place: problem.place,
        what: What::Settings { message: problem.message.clone() },
    }));
    for file in &era.absent {
        // What one of two desks had taken out was told where it did so. A register without a
        // `cse.yaml` is none, whether or not it ever had one.
        let had = commit.parents.iter().all(|&parent| !eras[parent].absent.contains(file));
        if had && (!commit.parents.is_empty() || *file == "cse.yaml") {
            let what = What::SettingsGone;
            found.push(Finding::of_file(Some(commit.id), (*file).to_owned(), what));
        }
    }
}
