//! Whether the register is what it was, from its first commit on: every object whole, records only
//! ever added, each permitted by the rules and for the people that were in force when it came, and
//! nothing taken away that was once there. What is found is told by commit, file and rule.
//!
//! [`super::check()`](super::check) asks only whether the newest commit reads.

mod case;
mod commit;
mod file;
mod finding;
mod rules;
mod witness;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use rayon::prelude::*;

use crate::domain::Moment;
use crate::register::{Branch, Checkpoint, CommitId, DifferenceKind, Fault, Lineage, Store, Trail};

use super::Failure;
use case::Event;
use rules::{Era, Rules};

pub use finding::{Finding, What, Witness};

/// What is to be verified against.
#[derive(Clone, Debug, Default)]
pub struct Asked<'a> {
    /// The folder in which this machine keeps what registers were.
    pub state: Option<&'a Path>,
    /// A checkpoint that somebody kept.
    pub against: Option<Checkpoint>,
}

/// What was verified and what was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// What is wrong, in the order of the history; what is wrong now stands last.
    pub findings: Vec<Finding>,
    /// How many commits were read.
    pub commits: usize,
    /// How many objects were read, each held against its name.
    pub objects: usize,
    /// How many cases there are.
    pub cases: usize,
    /// How many records there are.
    pub records: usize,
    /// What the history now is, where it could be read to its newest commit.
    pub checkpoint: Option<Checkpoint>,
    /// What this machine had kept of it before.
    pub kept: Option<Checkpoint>,
    /// Why what it now is could not be kept.
    pub not_kept: Option<Fault>,
}

/// Verifies a register.
pub fn verify(store: &Store, now: Moment, asked: &Asked<'_>) -> Result<Verified, Failure> {
    let mut verified = Verified::default();
    let (name, tip) = match store.where_branch_stands() {
        Branch::At { name, commit } => (name, commit),
        Branch::Lost { file, why } => {
            verified.findings.push(Finding::of_file(None, file, What::Ref { why }));
            return Ok(verified);
        }
    };
    let trail = store.trail(&tip)?;
    let mut eras = Rules::new(store);
    let eras = eras.of_all(&trail);
    let mut findings = lost(&trail);
    findings.extend(commit::findings(&trail, &eras, now));
    findings.extend(words::findings(&trail));
    findings.extend(cases(&trail, &eras, &mut verified));
    findings.extend(elsewhere(store));
    findings.extend(differences(store, findings.is_empty())?);
    verified.commits = trail.commits.len();
    verified.objects = trail.objects;
    let current = eras.last().and_then(|era| era.config.as_ref());
    if let (Some(config), Some(newest)) = (current, trail.commits.last()) {
        let committed = Moment::from_unix(newest.committed);
        verified.checkpoint = committed.map(|committed| Checkpoint {
            register: config.register.clone(),
            commit: newest.id,
            commits: trail.commits.len(),
            committed,
        });
    }
    witness::ask(store, name.as_deref(), &trail, asked, &mut verified, &mut findings)?;
    verified.findings = in_order(findings, &trail);
    Ok(verified)
}

/// What is verified is what `HEAD` leads to; nobody may take that for the register's branch.
fn elsewhere(store: &Store) -> Option<Finding> {
    let what = match store.elsewhere() {
        Ok(found) => What::Elsewhere(found?),
        Err(fault) => What::Unreached { fault },
    };
    Some(Finding::of_file(None, ".git/HEAD".to_owned(), what))
}

/// Commits and files that cannot be read.
fn lost(trail: &Trail) -> Vec<Finding> {
    let commits = trail.lost.iter().map(|(id, why)| {
        let what = What::Object { id: id.to_string(), why: why.clone() };
        Finding::of_commit(*id, what)
    });
    let files = trail.commits.iter().flat_map(|commit| {
        commit.broken.iter().map(|broken| {
            let what = What::Object { id: broken.id.to_string(), why: broken.why.clone() };
            Finding::of_file(Some(commit.id), broken.path.clone(), what)
        })
    });
    commits.chain(files).collect()
}

/// What the records of the cases were when they came, on all processors.
fn cases(trail: &Trail, eras: &[Era], verified: &mut Verified) -> Vec<Finding> {
    let lineage = Lineage::new(trail.commits.iter().map(|commit| commit.parents.as_slice()));
    let mut events: BTreeMap<&str, Vec<Event<'_>>> = BTreeMap::new();
    for (at, commit) in trail.commits.iter().enumerate() {
        for step in &commit.changes {
            let Some(case) = file::case_of(&step.path) else { continue };
            let events = events.entry(case).or_default();
            match events.last_mut().filter(|event| event.commit == at) {
                Some(event) => event.steps.push(step),
                None => events.push(Event { commit: at, steps: vec![step] }),
            }
        }
    }
    // A file that cannot be read is missing from what comes after it; that is said once.
    let broken = trail.commits.iter().flat_map(|commit| &commit.broken);
    let torn: BTreeSet<&str> = broken.map(|broken| broken.path.as_str()).collect();
    let is_torn = |case: &str| {
        torn.iter().any(|path| path.starts_with(case) || case.starts_with(path) || *path == "/")
    };
    let events: Vec<(&str, Vec<Event<'_>>)> = events.into_iter().collect();
    let judged: Vec<case::Judged> = events
        .par_iter()
        .map(|(path, events)| {
            case::Judge::new(trail, eras, &lineage, path, is_torn(path)).judge(events)
        })
        .collect();
    verified.cases = judged.iter().filter(|judged| judged.records > 0).count();
    verified.records = judged.iter().map(|judged| judged.records).sum();
    judged.into_iter().flat_map(|judged| judged.findings).collect()
}

/// How the work tree and git's index differ from the newest commit. Where that does not read,
/// which was said, they cannot be compared.
fn differences(store: &Store, whole: bool) -> Result<Vec<Finding>, Failure> {
    let differences = match store.status_in_full() {
        Ok(differences) => differences,
        Err(fault) if whole => return Err(fault.into()),
        Err(_) => return Ok(Vec::new()),
    };
    let differences = differences.into_iter();
    let kept = differences.filter(|d| d.kind != DifferenceKind::OtherModes);
    // What a commit may not hold was said of the commit that brought it.
    let kept = kept.filter(|d| d.kind != DifferenceKind::Refused);
    Ok(kept.map(|d| Finding::of_file(None, d.path, What::NotAsCommitted(d.kind))).collect())
}

/// Findings by the place of their commits in the history; what is wrong now comes last.
fn in_order(mut findings: Vec<Finding>, trail: &Trail) -> Vec<Finding> {
    let commits = trail.commits.iter().enumerate();
    let places: HashMap<CommitId, usize> = commits.map(|(at, commit)| (commit.id, at)).collect();
    let place = |finding: &Finding| match finding.commit {
        Some(commit) => places.get(&commit).map_or(0, |at| at + 1),
        None => usize::MAX,
    };
    findings.sort_by(|a, b| (place(a), &a.place).cmp(&(place(b), &b.place)));
    findings
}
