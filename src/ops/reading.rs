//! A register as one commit has it: its settings, workers, meetings, calendar and pathways, and
//! its cases on demand. Every command reads one commit, so nobody ever sees half a change.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::domain::{
    Calendar, CaseId, IdError, Moment, PathwayRef, Place, Problem, Replaced, RoleName, StepName,
};
use crate::pathway::{Meetings, Pathway, Refusal, World, holidays, parse};
use crate::register::config::{Config, Worker, Workers, read_meetings, read_workers};
use crate::register::{
    CaseFolder, Entry, Fault, Identity, Refused, Snapshot, Store, Tip, WhyRefused,
};

mod unshown;

use super::case::Loaded;
use super::{Failure, Usage};

use unshown::LOST;
pub use unshown::{case_of, is_unshown};

/// A register at one commit.
pub struct Reading<'a> {
    /// The commit.
    pub tip: Tip,
    /// Everything but the cases.
    settings: Arc<Settings>,
    snapshot: Snapshot<'a>,
    store: &'a Store,
}

/// The file of bank holidays.
const HOLIDAYS: &str = "bank-holidays.yaml";

/// Everything of a register but its cases; several processors may use it at once.
pub struct Settings {
    /// `cse.yaml`.
    pub config: Config,
    /// `workers.yaml`.
    pub workers: Workers,
    /// `meetings.yaml`.
    pub meetings: Meetings,
    /// Working days, by `bank-holidays.yaml`.
    pub calendar: Calendar,
    /// The same with what was known before, once somebody looked back and it was another.
    looked_back: OnceLock<Calendar>,
    /// Every version of the pathway that the commit has.
    pathways: BTreeMap<u32, Arc<Pathway>>,
    /// What is wrong with the register's own files. Cases are listed all the same, as far as they
    /// can be read; nothing is written until it is put right.
    pub problems: Vec<Problem>,
}

impl std::ops::Deref for Reading<'_> {
    type Target = Settings;

    fn deref(&self) -> &Settings {
        &self.settings
    }
}

impl<'a> Reading<'a> {
    /// Reads a register at its tip, or at the newest first-parent commit not later than a moment.
    pub fn open(store: &'a Store, known_at: Option<Moment>) -> Result<Self, Failure> {
        let tip = match known_at {
            Some(moment) => store.tip_at(moment)?,
            None => store.tip()?,
        };
        let Some(tip) = tip else {
            if known_at.is_none() {
                // The register looks empty, and nobody may take it for that.
                let message = "HEAD leads to no commit".to_owned();
                return Err(Fault::Git { what: "read the register", message }.into());
            }
            let message = "this register had no commit by then".to_owned();
            return Err(Usage::Said { message, hint: Some("cse log".to_owned()) }.into());
        };
        let snapshot = store.snapshot(&tip.commit)?;
        let settings = Arc::new(Settings::of(&snapshot)?);
        Ok(Reading { tip, settings, snapshot, store })
    }

    /// Reads the register again, for one that was written to since. Where only cases changed, as
    /// nearly always, pathways and the rest are not read again: others wait for the lock meanwhile.
    pub fn newer(&self) -> Result<Self, Failure> {
        let Some(tip) = self.store.tip()? else { return Reading::open(self.store, None) };
        let snapshot = self.store.snapshot(&tip.commit)?;
        let beside_cases = |snapshot: &Snapshot<'_>| -> Result<Vec<Entry>, Failure> {
            let mut entries = snapshot.list("")?.items;
            entries.retain(|entry| entry.name != "cases");
            Ok(entries)
        };
        let settings = if beside_cases(&self.snapshot)? == beside_cases(&snapshot)? {
            Arc::clone(&self.settings)
        } else {
            Arc::new(Settings::of(&snapshot)?)
        };
        Ok(Reading { tip, settings, snapshot, store: self.store })
    }

    /// Finds out which bank holidays were known at a moment or since, and no longer are. Dates do not
    /// change by it; why they are what they are can then be told. Answers whether there were any.
    pub fn look_back(&self, since: Moment) -> Result<bool, Failure> {
        let mut replaced = Vec::new();
        for version in self.store.versions(&self.tip.commit, HOLIDAYS, since)? {
            let bytes = version.id.map(|id| self.snapshot.read_object(&id)).transpose()?;
            // One that did not read was not reckoned with: those that the program brings were.
            let read = bytes.and_then(|bytes| holidays::parse(HOLIDAYS, &bytes).ok());
            let holidays = read.unwrap_or_else(holidays::embedded);
            replaced.push(Replaced { until: version.until, holidays });
        }
        if replaced.is_empty() {
            return Ok(false);
        }
        let calendar = self.calendar.clone().after(replaced);
        Ok(self.settings.looked_back.set(calendar).is_ok())
    }

    /// Refuses whoever is not listed, once anybody is.
    pub fn listed(&self, who: &Identity, command: &str) -> Result<(), Failure> {
        let email = who.email.to_lowercase();
        if self.workers.0.is_empty() || self.workers.by_email(&email).is_some() {
            return Ok(());
        }
        Err(Failure::Refused {
            refusals: vec![Refusal::NotListed { worker: email }],
            missing: Vec::new(),
            step: StepName::from(command),
            case: None,
        })
    }

    /// Refuses whoever is not listed in a senior role, once anybody is: who may act and by which
    /// rules is for them to say. `verify` holds every commit against the same.
    pub fn senior(&self, who: &Identity, command: &str) -> Result<(), Failure> {
        self.listed(who, command)?;
        let may = &self.pathway()?.seniors;
        let Some(worker) = self.workers.by_email(&who.email.to_lowercase()) else { return Ok(()) };
        if worker.roles.iter().any(|role| may.contains(role)) {
            return Ok(());
        }
        let step = StepName::from(command);
        let role = worker.roles.first().cloned().unwrap_or_else(|| RoleName::from(""));
        let is_senior = |worker: &&Worker| worker.roles.iter().any(|role| may.contains(role));
        let ask = self.workers.0.iter().filter(is_senior).map(|worker| worker.email.clone());
        let (may, ask) = (may.clone(), ask.collect());
        Err(Failure::Refused {
            refusals: vec![Refusal::Senior { step: step.clone(), role, may, ask }],
            missing: Vec::new(),
            step,
            case: None,
        })
    }

    /// What the commit holds.
    pub fn snapshot(&self) -> &Snapshot<'a> {
        &self.snapshot
    }

    /// The case of a whole number.
    pub fn case(&self, id: &CaseId) -> Result<Loaded, Failure> {
        let year = &id.as_str()[4..8];
        for month in self.snapshot.list(&format!("cases/{year}"))?.items {
            let path = format!("cases/{year}/{}/{id}", month.name);
            let Some(tree) = self.snapshot.id(&path)?.filter(|_| month.is_dir) else { continue };
            let folder = CaseFolder { id_text: id.to_string(), path: path.clone(), tree };
            let files = self.snapshot.read_folder(&folder)?;
            return Ok(Loaded::read(&self.settings, id.clone(), path, files));
        }
        Err(self.no_case(id.as_str()))
    }

    /// The number that somebody typed: whole, or for reading a prefix of three characters or more.
    pub fn find(&self, given: &str) -> Result<CaseId, Failure> {
        let why = match CaseId::parse(given) {
            Ok(id) => return Ok(id),
            Err(why) => why,
        };
        let not_an_id = || Usage::NotAnId { given: given.to_owned(), why };
        if why == IdError::Check || given.trim().len() < 3 {
            return Err(not_an_id().into());
        }
        let folders = self.snapshot.cases()?.items;
        let ids = folders.iter().filter_map(|folder| CaseId::parse(&folder.id_text).ok());
        let mut fitting: Vec<CaseId> = ids.filter(|id| id.has_prefix(given)).collect();
        match fitting.len() {
            0 => Err(match self.no_case(given) {
                Failure::Usage(_) if given.trim().to_ascii_uppercase().starts_with("CSE-") => {
                    not_an_id().into()
                }
                failure => failure,
            }),
            1 => Ok(fitting.remove(0)),
            _ => Err(Usage::Several { given: given.to_owned(), cases: fitting }.into()),
        }
    }

    /// Reads every case, on all processors, in the order of their folders. What stands between
    /// them and is no case is given as problems.
    pub fn each_case<T: Send>(
        &self,
        f: impl Fn(&Settings, Loaded) -> T + Sync,
    ) -> Result<(Vec<T>, Vec<Problem>), Failure> {
        let settings = &self.settings;
        let found = self.snapshot.map_cases(|folder, files| {
            let Ok(id) = CaseId::parse(&folder.id_text) else {
                let message = "this folder's name is no case number";
                return Err(Ok(Problem::new(Place::file(folder.path.clone()), message)));
            };
            let files = match files {
                Ok(files) => files,
                // What is lost of one case hides no other.
                Err(Fault::Git { message, .. }) => {
                    let message = format!("{LOST}: {message}");
                    return Err(Ok(Problem::new(Place::file(folder.path.clone()), message)));
                }
                Err(fault) => return Err(Err(fault)),
            };
            Ok(f(settings, Loaded::read(settings, id, folder.path.clone(), files)))
        })?;
        let mut problems = settings.problems.clone();
        problems.extend(found.refused.iter().map(problem));
        let mut all = Vec::with_capacity(found.items.len());
        for one in found.items {
            match one {
                Ok(one) => all.push(one),
                Err(Ok(problem)) => problems.push(problem),
                Err(Err(fault)) => return Err(fault.into()),
            }
        }
        Ok((all, problems))
    }
}

/// What a register may not hold, as a problem of its data.
pub fn problem(refused: &Refused) -> Problem {
    let message = match refused.why {
        WhyRefused::SymbolicLink => "this is a symbolic link; a register holds plain files",
        WhyRefused::Submodule => "this is another repository; a register holds plain files",
        WhyRefused::Executable => "this file may be run; a register's files may not",
        WhyRefused::Mode => "this is neither a plain file nor a folder",
        WhyRefused::Name => "a register may not hold this name",
        WhyRefused::OutOfPlace => "nothing of this name belongs here",
    };
    Problem::new(Place::file(refused.path.clone()), message)
}

impl Settings {
    /// Reads them from a snapshot.
    pub fn of(snapshot: &Snapshot<'_>) -> Result<Self, Failure> {
        let mut problems = Vec::new();
        let config = file(snapshot, "cse.yaml")?;
        let config = match config {
            Some(bytes) => Config::read("cse.yaml", &bytes)?,
            None => return Err(missing("cse.yaml")),
        };
        let workers = optional(snapshot, "workers.yaml", read_workers, &mut problems)?;
        let meetings = optional(snapshot, "meetings.yaml", read_meetings, &mut problems)?;
        let days = match file(snapshot, HOLIDAYS)? {
            Some(bytes) => holidays::parse(HOLIDAYS, &bytes).unwrap_or_else(|found| {
                problems.extend(found);
                holidays::embedded()
            }),
            None => holidays::embedded(),
        };
        let mut pathways = BTreeMap::new();
        for entry in snapshot.list("templates/pathways")?.items {
            let Some(version) = entry.name.parse().ok().filter(|_| entry.is_dir) else { continue };
            match version_of(snapshot, version)? {
                Ok(pathway) => drop(pathways.insert(version, Arc::new(pathway))),
                Err(found) => problems.extend(found),
            }
        }
        if !pathways.contains_key(&config.pathway) && problems.is_empty() {
            return Err(missing(&format!("templates/pathways/{}/pathway.yaml", config.pathway)));
        }
        let calendar = Calendar::new(days);
        let looked_back = OnceLock::new();
        Ok(Settings { config, workers, meetings, calendar, looked_back, pathways, problems })
    }

    /// The pathway for new cases.
    pub fn pathway(&self) -> Result<&Arc<Pathway>, Failure> {
        let name = format!("templates/pathways/{}/pathway.yaml", self.config.pathway);
        match self.pathways.get(&self.config.pathway) {
            Some(pathway) => Ok(pathway),
            None if self.problems.is_empty() => Err(missing(&name)),
            None => Err(Failure::Problems(self.problems.clone())),
        }
    }

    /// Every version of the pathway that the commit has.
    pub fn versions(&self) -> impl Iterator<Item = &Arc<Pathway>> {
        self.pathways.values()
    }

    /// The version of the pathway that a record names.
    pub fn version(&self, name: &PathwayRef) -> Option<&Arc<Pathway>> {
        self.pathways.get(&name.version).filter(|pathway| pathway.name.name == name.name)
    }

    /// Whether there is such a version, and it reads.
    pub fn has_version(&self, version: u32) -> bool {
        self.pathways.contains_key(&version)
    }

    /// What planning knows of the world.
    pub fn world(&self, now: Moment) -> World<'_> {
        let calendar = self.looked_back.get().unwrap_or(&self.calendar);
        World { now, calendar, meetings: &self.meetings }
    }
}

fn missing(name: &str) -> Failure {
    Failure::Problems(vec![Problem::new(Place::file(name), "this file is missing")])
}

fn file(snapshot: &Snapshot<'_>, path: &str) -> Result<Option<Vec<u8>>, Fault> {
    snapshot.read(path)
}

fn optional<T: Default>(
    snapshot: &Snapshot<'_>,
    path: &str,
    read: impl Fn(&str, &[u8]) -> Result<T, Vec<Problem>>,
    problems: &mut Vec<Problem>,
) -> Result<T, Fault> {
    let Some(bytes) = file(snapshot, path)? else { return Ok(T::default()) };
    Ok(read(path, &bytes).unwrap_or_else(|found| {
        problems.extend(found);
        T::default()
    }))
}

/// The files of one version of a pathway, as they stand in a register.
pub(super) fn version_of(
    snapshot: &Snapshot<'_>,
    version: u32,
) -> Result<Result<Pathway, Vec<Problem>>, Fault> {
    let name = |file: &str| format!("templates/pathways/{version}/{file}");
    let names = ["shared-facts.yaml", "facts.yaml", "pathway.yaml", "statutory.yaml"].map(name);
    let read = |name: &String| file(snapshot, name);
    let (shared, own) = (read(&names[0])?, read(&names[1])?);
    let (pathway, statutory) = (read(&names[2])?, read(&names[3])?);
    let dictionaries = [(&names[0], &shared), (&names[1], &own)];
    let dictionaries = dictionaries.into_iter();
    let dictionaries =
        dictionaries.filter_map(|(name, bytes)| Some((name.as_str(), bytes.as_deref()?))).collect();
    let Some(pathway) = pathway else {
        let place = Place::file(names[2].clone());
        return Ok(Err(vec![Problem::new(place, "this file is missing")]));
    };
    Ok(parse::parse(&parse::Sources {
        dictionaries,
        pathway: (&names[2], &pathway),
        statutory: statutory.as_deref().map(|bytes| (names[3].as_str(), bytes)),
    }))
}

#[cfg(test)]
mod tests {
    use crate::pathway::shipped;
    use crate::register::{Change, FileChange, Identity};

    use super::*;

    #[test]
    fn what_was_written_meanwhile_is_read_and_the_rest_is_not_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let who = Identity::outside(Some("Ann Invented"), Some("ann@example.invalid")).unwrap();
        let now = Moment::from_unix(0).unwrap();
        let files = shipped::files(shipped::names()[0]).unwrap();
        let made = crate::ops::init::init(&dir.path().join("r"), &who, now, "r", true, &files);
        let store = made.unwrap().store;
        let write = |path: &str, text: &str| {
            let files = vec![FileChange::replacing(path, text)];
            let change = Change { files, message: "x".into(), value: () };
            store.append(&who, now, |_| Ok::<_, ()>(change)).unwrap()
        };
        let first = Reading::open(&store, None).unwrap();
        write("cases/1970/01/x.txt", "x");
        let second = first.newer().unwrap();
        assert_ne!(first.tip, second.tip);
        assert!(Arc::ptr_eq(&first.settings, &second.settings));
        assert!(second.snapshot.id("cases/1970/01/x.txt").unwrap().is_some());
        write("meetings.yaml", "not a meeting");
        let third = second.newer().unwrap();
        assert!(first.problems.is_empty() && !third.problems.is_empty());
    }
}
