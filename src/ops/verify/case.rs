//! One case through the whole history: each record that came to it, judged by what was in force at
//! the parent of its commit, in the file that it stands in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::{CaseId, Hash, PathwayRef, Place, Record};
use crate::ops::take::attachment_path;
use crate::ops::wrong_clock::CLOCKS_DIFFER;
use crate::pathway::Pathway;
use crate::pathway::arrival::{Arrivals, Breach};
use crate::register::{Content, Lineage, Step, StepKind, Trail, Trailed, format};

use super::file::{self, Kind};
use super::rules::{Era, InForce};
use super::{Finding, What};

mod by;

/// What came to a case with one commit.
pub struct Event<'t> {
    /// The place of the commit in the trail.
    pub commit: usize,
    /// Its files.
    pub steps: Vec<&'t Step>,
}

/// What was found of a case.
#[derive(Debug, Default)]
pub struct Judged {
    /// How many records came.
    pub records: usize,
    /// What is wrong with them.
    pub findings: Vec<Finding>,
}

/// The records that were there when one came.
enum Known<'t> {
    /// All that came before.
    Line(Box<Arrivals<'t>>),
    /// Those of commits from which its commit comes; of two desks, not all.
    Knot(Vec<(usize, Record, Hash)>),
}

/// Judges one case.
pub struct Judge<'t> {
    trail: &'t Trail,
    eras: &'t [Era],
    lineage: &'t Lineage,
    path: &'t str,
    /// Something of the case cannot be read: what follows from its absence is not said.
    torn: bool,
    named: Option<PathwayRef>,
    known: Option<Known<'t>>,
    /// The commits of the records that are known, while they are one line.
    commits: Vec<usize>,
    attachments: BTreeMap<&'t str, &'t Content>,
    judged: Judged,
}

impl<'t> Judge<'t> {
    /// A judge of the case in a folder.
    pub fn new(
        trail: &'t Trail,
        eras: &'t [Era],
        lineage: &'t Lineage,
        path: &'t str,
        torn: bool,
    ) -> Self {
        Judge {
            trail,
            eras,
            lineage,
            path,
            torn,
            named: None,
            known: None,
            commits: Vec::new(),
            attachments: BTreeMap::new(),
            judged: Judged::default(),
        }
    }

    /// Judges all that came to the case.
    pub fn judge(mut self, events: &[Event<'t>]) -> Judged {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        if let Some(first) = events.first()
            && CaseId::parse(name).map_or(true, |id| id.as_str() != name)
        {
            let id = Some(self.trail.commits[first.commit].id);
            let finding = Finding::of_file(id, self.path.to_owned(), What::NoCaseNumber);
            self.judged.findings.push(finding);
        }
        for event in events {
            self.event(event);
        }
        self.judged
    }

    fn find(&mut self, commit: &Trailed, file: &str, what: What) {
        self.judged.findings.push(Finding::of_file(Some(commit.id), file.to_owned(), what));
    }

    fn event(&mut self, event: &Event<'t>) {
        let commit = &self.trail.commits[event.commit];
        let era = self.eras[commit.parents.first().copied().unwrap_or(event.commit)].as_ref();
        let mut files = Vec::new();
        let mut unnamed = BTreeSet::new();
        for step in &event.steps {
            let StepKind::Added(content) = &step.kind else { continue };
            match (file::kind(&step.path), content.bytes.as_deref()) {
                (Kind::Attachment, _) => {
                    self.attachments.insert(&step.path, content);
                    unnamed.insert(step.path.as_str());
                }
                (Kind::Record, Some(bytes)) => files.push((step.path.as_str(), bytes, content)),
                _ => {}
            }
        }
        self.judged.records += files.len();
        let records = match self.pathway(commit, era, &files) {
            Some(pathway) => self.read(commit, pathway, &files),
            None => Vec::new(),
        };
        for (path, record, hash) in in_causal_order(records) {
            let wanted: Vec<String> = record
                .attachments
                .iter()
                .map(|one| {
                    let wanted = format!("{}/{}", self.path, attachment_path(one));
                    let there = self.attachments.get(wanted.as_str());
                    let same = there.is_some_and(|c| c.sha256 == one.sha256 && c.size == one.size);
                    if !same && !self.torn {
                        let what = What::Attachment { wanted: wanted.clone() };
                        self.find(commit, path, what);
                    }
                    wanted
                })
                .collect();
            unnamed.retain(|path| !wanted.iter().any(|wanted| wanted == path));
            self.record(event.commit, era, path, record, hash);
        }
        if !self.torn {
            for path in unnamed {
                self.find(commit, path, What::Unnamed);
            }
        }
    }

    /// The pathway by which the case is read: the version that it names, as it stood at the parent.
    fn pathway(
        &mut self,
        commit: &Trailed,
        era: &'t InForce,
        files: &[(&'t str, &'t [u8], &'t Content)],
    ) -> Option<&'t Arc<Pathway>> {
        let (path, ..) = files.first()?;
        if self.named.is_none() {
            self.named = files.iter().find_map(|(_, bytes, _)| format::pathway_of(bytes));
            let in_force = era.pathway().map(|pathway| &pathway.name);
            if self.named.is_none() || self.named.as_ref() != in_force {
                let named = self.named.clone();
                self.find(commit, path, What::Pathway { named });
            }
        } else if self.named.as_ref().is_some_and(|named| era.version(named).is_none()) {
            let named = self.named.clone();
            self.find(commit, path, What::Pathway { named });
        }
        let pathway = match &self.named {
            Some(named) => era.version(named),
            None => era.pathway(),
        };
        self.torn |= pathway.is_none();
        let pathway = pathway?;
        let known = self.known.take();
        self.known = Some(match known {
            None => Known::Line(Box::new(Arrivals::new(pathway))),
            Some(Known::Line(line)) if !std::ptr::eq(line.pathway(), pathway.as_ref()) => {
                let (records, hashes) = line.into_records();
                Known::Line(Box::new(Arrivals::resumed(pathway, records, hashes)))
            }
            Some(known) => known,
        });
        Some(pathway)
    }

    fn read(
        &mut self,
        commit: &Trailed,
        pathway: &Pathway,
        files: &[(&'t str, &'t [u8], &'t Content)],
    ) -> Vec<(&'t str, Record, Hash)> {
        let mut records = Vec::with_capacity(files.len());
        for (path, bytes, content) in files {
            match format::read(path, bytes, &pathway.dictionary) {
                Ok(record) => {
                    // The same form for every reader of bytes: nothing is said beside the record.
                    if format::write(&record, &pathway.dictionary).as_bytes() != *bytes {
                        self.find(commit, path, What::NotAsWritten);
                    }
                    records.push((*path, record, content.sha256));
                }
                Err(problems) => {
                    self.torn = true;
                    for problem in problems {
                        let Place { line, column, .. } = problem.place;
                        let place = Place { line, column, ..Place::file(*path) };
                        let what = What::Unreadable { message: problem.message };
                        let finding = Finding { commit: Some(commit.id), place, what };
                        self.judged.findings.push(finding);
                    }
                }
            }
        }
        records
    }

    fn record(&mut self, at: usize, era: &'t InForce, path: &str, record: Record, hash: Hash) {
        let commit = &self.trail.commits[at];
        let is_first = self.commits.is_empty() && !self.torn;
        let found = self.stands(era, commit, path, &record, hash, is_first);
        for what in found {
            self.find(commit, path, what);
        }
        let Some(named) = self.named.clone().or_else(|| era.pathway().map(|p| p.name.clone()))
        else {
            return;
        };
        let Some(pathway) = era.version(&named) else { return };
        let breaches = self.arrive(at, pathway, record, hash);
        if !self.torn {
            for breach in breaches.into_iter().filter(|breach| !is_of_two_desks(breach)) {
                self.find(commit, path, what(breach, pathway));
            }
        }
    }

    /// Lets a record arrive among those that its author could have seen.
    fn arrive(
        &mut self,
        at: usize,
        pathway: &'t Arc<Pathway>,
        record: Record,
        hash: Hash,
    ) -> Vec<Breach> {
        let is_line = self.commits.last().is_none_or(|&last| self.lineage.holds(at, last));
        let known = match self.known.take() {
            Some(Known::Line(line)) if !is_line => {
                let (records, hashes) = line.into_records();
                let all = self.commits.iter().copied().zip(records).zip(hashes);
                Known::Knot(all.map(|((at, record), hash)| (at, record, hash)).collect())
            }
            Some(known) => known,
            None => Known::Line(Box::new(Arrivals::new(pathway))),
        };
        self.commits.push(at);
        let (known, breaches) = match known {
            Known::Line(mut line) => {
                let breaches = line.push(record, hash);
                (Known::Line(line), breaches)
            }
            Known::Knot(mut all) => {
                let mut seen: Vec<(Record, Hash)> = Vec::new();
                for (earlier, record, hash) in &all {
                    let twice = seen.iter().any(|(_, other)| other == hash);
                    if self.lineage.holds(at, *earlier) && !twice {
                        seen.push((record.clone(), *hash));
                    }
                }
                let (records, hashes) = seen.into_iter().unzip();
                let breaches =
                    Arrivals::resumed(pathway, records, hashes).push(record.clone(), hash);
                all.push((at, record, hash));
                (Known::Knot(all), breaches)
            }
        };
        self.known = Some(known);
        breaches
    }
}

/// Whether a breach is no more than what the clocks of two desks differ by.
fn is_of_two_desks(breach: &Breach) -> bool {
    matches!(breach, Breach::BeforeWhatItFollows(late) if *late <= CLOCKS_DIFFER)
}

fn what(breach: Breach, pathway: &Arc<Pathway>) -> What {
    match breach {
        Breach::Refused(refusal) => What::NotPermitted { refusal, pathway: Arc::clone(pathway) },
        Breach::Lacks(fact) => What::Lacks { fact },
        Breach::NotTaken(fact) => What::NotTaken { fact },
        Breach::NothingToAmend => What::NothingToAmend,
        Breach::After(hash) => What::After { hash },
        Breach::Unseen(hash) => What::Unseen { hash },
        Breach::BeforeWhatItFollows(_) => What::BeforeWhatItFollows,
        Breach::BeforeItHappened => What::BeforeItHappened,
    }
}

/// The records of one commit as they were written: by when, and never before what they come after.
fn in_causal_order(mut records: Vec<(&str, Record, Hash)>) -> Vec<(&str, Record, Hash)> {
    records.sort_by(|(_, a, _), (_, b, _)| (a.recorded, &a.name).cmp(&(b.recorded, &b.name)));
    let mut ordered = Vec::with_capacity(records.len());
    while !records.is_empty() {
        let waits = |(_, record, _): &(&str, Record, Hash)| {
            records.iter().any(|(_, _, other)| record.after.contains(other))
        };
        let next = records.iter().position(|record| !waits(record)).unwrap_or(0);
        ordered.push(records.remove(next));
    }
    ordered
}
