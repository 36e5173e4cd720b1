//! What was in force at each commit: what the register is, who may act, which pathways there are,
//! and whether each of these files reads, by the same readers that every command uses.
//! Most commits change none of it and share it with the commit before.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::{PathwayRef, Place, Problem};
use crate::ops::document::library_of;
use crate::ops::reading::version_of;
use crate::pathway::{Pathway, holidays};
use crate::register::config::{Config, Workers, read_meetings, read_workers};
use crate::register::{CommitId, Fault, ObjectId, Snapshot, Store, Trail, Trailed};

use super::file::{self, Kind, OWN};

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
    /// Which of the register's own files are not there.
    pub absent: Vec<&'static str>,
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
type Key = (Vec<Option<ObjectId>>, Vec<(u32, ObjectId)>);

/// A version of the pathway, if it reads, and what of it and its documents does not.
type Version = (Option<Arc<Pathway>>, Vec<Problem>);

/// Finds out what was in force.
pub struct Rules<'a> {
    store: &'a Store,
    known: HashMap<Key, Era>,
    pathways: HashMap<(u32, ObjectId), Version>,
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
        let own: Result<Vec<_>, Fault> = OWN.iter().map(|file| snapshot.id(file)).collect();
        let key = (own?, versions);
        if let Some(known) = self.known.get(&key) {
            return Ok(Arc::clone(known));
        }
        let mut found = own_files(snapshot)?;
        for (version, tree) in &key.1 {
            found.versions.push(*version);
            let (pathway, problems) = self.version(snapshot, *version, *tree)?;
            found.pathways.extend(pathway.as_ref().map(|pathway| (*version, Arc::clone(pathway))));
            found.problems.extend(problems.iter().cloned());
        }
        if let Some(config) = &found.config
            && !found.versions.contains(&config.pathway)
        {
            let name = format!("templates/pathways/{}/pathway.yaml", config.pathway);
            found.problems.push(Problem::new(Place::file(name), "this file is missing"));
        }
        let found = Arc::new(found);
        self.known.insert(key, Arc::clone(&found));
        Ok(found)
    }

    /// A version of the pathway. The same tree in another place is another one: its problems have
    /// their places.
    fn version(
        &mut self,
        snapshot: &Snapshot<'_>,
        version: u32,
        tree: ObjectId,
    ) -> Result<&Version, Fault> {
        let slot = match self.pathways.entry((version, tree)) {
            Entry::Occupied(known) => return Ok(known.into_mut()),
            Entry::Vacant(slot) => slot,
        };
        let read = match version_of(snapshot, version)? {
            Ok(pathway) => {
                let wrong = match library_of(snapshot, version)? {
                    Ok(library) => library.wrong(&pathway),
                    Err(refused) => refused,
                };
                (Some(Arc::new(pathway)), wrong)
            }
            Err(problems) => (None, problems),
        };
        Ok(slot.insert(read))
    }
}

/// The register's own files, each by the reader of every command.
fn own_files(snapshot: &Snapshot<'_>) -> Result<InForce, Fault> {
    let mut found = InForce::default();
    for file in OWN {
        let Some(bytes) = snapshot.read(file)? else {
            found.absent.push(file);
            continue;
        };
        let read = match file {
            "cse.yaml" => Config::read(file, &bytes).map(|config| found.config = Some(config)),
            "workers.yaml" => read_workers(file, &bytes).map(|workers| found.workers = workers),
            "meetings.yaml" => read_meetings(file, &bytes).map(drop),
            _ => holidays::parse(file, &bytes).map(drop),
        };
        found.problems.extend(read.err().unwrap_or_default());
    }
    Ok(found)
}

/// Whether a commit changed anything of what is in force.
fn touches(commit: &Trailed) -> bool {
    let is_rule =
        |path: &str| matches!(file::kind(path), Kind::Rules | Kind::Settings | Kind::Pathway(_));
    commit.changes.iter().any(|step| is_rule(&step.path))
        || commit.broken.iter().any(|broken| file::case_of(&broken.path).is_none())
}
