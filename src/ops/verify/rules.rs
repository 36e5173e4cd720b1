//! What was in force at each commit: what the register is, who may act, which pathways there are.
//! Most commits change none of it and share it with the commit before.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::{PathwayRef, Place, Problem};
use crate::ops::reading::version_of;
use crate::pathway::Pathway;
use crate::register::config::{Config, Workers, read_workers};
use crate::register::{CommitId, Fault, ObjectId, Snapshot, Store, Trail, Trailed};

use super::file::{self, Kind};

/// What was in force.
#[derive(Debug, Default)]
pub struct InForce {
    /// What the register is, where that reads.
    pub config: Option<Config>,
    /// Who may act.
    pub workers: Workers,
    /// The versions of the pathway that read.
    pub pathways: BTreeMap<u32, Arc<Pathway>>,
    /// The versions of the pathway that are there.
    pub versions: Vec<u32>,
    /// What of it does not read.
    pub problems: Vec<Problem>,
}

/// What was in force at a commit.
pub type Era = Arc<InForce>;

impl InForce {
    /// The version of the pathway that a case names.
    pub fn version(&self, named: &PathwayRef) -> Option<&Arc<Pathway>> {
        self.pathways.get(&named.version).filter(|pathway| pathway.name.name == named.name)
    }

    /// The pathway for new cases.
    pub fn pathway(&self) -> Option<&Arc<Pathway>> {
        self.pathways.get(&self.config.as_ref()?.pathway)
    }

    /// Whether all cases are invented.
    pub fn is_sample(&self) -> bool {
        self.config.as_ref().is_some_and(|config| config.sample)
    }
}

/// The objects of what is in force; the same objects, the same rules.
type Key = (Option<ObjectId>, Option<ObjectId>, Vec<(u32, ObjectId)>);

/// Finds out what was in force.
pub struct Rules<'a> {
    store: &'a Store,
    known: HashMap<Key, Era>,
    pathways: HashMap<ObjectId, Result<Arc<Pathway>, Vec<Problem>>>,
}

impl<'a> Rules<'a> {
    /// Of a register.
    pub fn new(store: &'a Store) -> Self {
        Rules { store, known: HashMap::new(), pathways: HashMap::new() }
    }

    /// What was in force after each commit of a trail.
    pub fn of_all(&mut self, trail: &Trail) -> Vec<Era> {
        let mut eras: Vec<Era> = Vec::with_capacity(trail.commits.len());
        for commit in &trail.commits {
            let before = match commit.parents.as_slice() {
                [one] if !touches(commit) => eras.get(*one).cloned(),
                _ => None,
            };
            let era = before.unwrap_or_else(|| self.at(&commit.id));
            eras.push(era);
        }
        eras
    }

    fn at(&mut self, commit: &CommitId) -> Era {
        let problem = |fault: &Fault| Problem::new(Place::file("cse.yaml"), fault.to_string());
        let found = self.store.snapshot(commit).and_then(|snapshot| self.read(&snapshot));
        found.unwrap_or_else(|fault| {
            Arc::new(InForce { problems: vec![problem(&fault)], ..InForce::default() })
        })
    }

    fn read(&mut self, snapshot: &Snapshot<'_>) -> Result<Era, Fault> {
        let mut versions = Vec::new();
        for entry in snapshot.list("templates/pathways")?.items {
            if let Some(version) = entry.name.parse::<u32>().ok().filter(|_| entry.is_dir) {
                versions.push((version, entry.id));
            }
        }
        let key = (snapshot.id("cse.yaml")?, snapshot.id("workers.yaml")?, versions);
        if let Some(known) = self.known.get(&key) {
            return Ok(Arc::clone(known));
        }
        let mut found = InForce::default();
        match snapshot.read("cse.yaml")?.map(|bytes| Config::read("cse.yaml", &bytes)) {
            Some(Ok(config)) => found.config = Some(config),
            Some(Err(problems)) => found.problems.extend(problems),
            None => {
                let problem = Problem::new(Place::file("cse.yaml"), "this file is missing");
                found.problems.push(problem);
            }
        }
        match snapshot.read("workers.yaml")?.map(|bytes| read_workers("workers.yaml", &bytes)) {
            Some(Ok(workers)) => found.workers = workers,
            Some(Err(problems)) => found.problems.extend(problems),
            None => {}
        }
        for (version, tree) in &key.2 {
            found.versions.push(*version);
            if !self.pathways.contains_key(tree) {
                let read = version_of(snapshot, *version)?;
                self.pathways.insert(*tree, read.map(Arc::new));
            }
            match self.pathways.get(tree) {
                Some(Ok(pathway)) => drop(found.pathways.insert(*version, Arc::clone(pathway))),
                Some(Err(problems)) => found.problems.extend(problems.iter().cloned()),
                None => {}
            }
        }
        let found = Arc::new(found);
        self.known.insert(key, Arc::clone(&found));
        Ok(found)
    }
}

/// Whether a commit changed anything of what is in force.
fn touches(commit: &Trailed) -> bool {
    let is_rule = |path: &str| matches!(file::kind(path), Kind::Rules | Kind::Pathway(_));
    commit.changes.iter().any(|step| is_rule(&step.path))
        || commit.broken.iter().any(|broken| file::case_of(&broken.path).is_none())
}
