//! Whether a record stands in the file that its bytes make, and came with a commit that says what
//! it says: the same worker, the same moment, the message that the program writes.

use crate::domain::{CaseId, Hash, Moment, Record, RecordName};
use crate::ops::take::message;
use crate::register::{StepKind, Trailed};

use super::{InForce, Judge, What};
use crate::ops::verify::file::{self, Kind};
use crate::ops::verify::words;

impl Judge<'_> {
    /// What is wrong with where and how it stands.
    pub(super) fn stands(
        &self,
        era: &InForce,
        commit: &Trailed,
        path: &str,
        record: &Record,
        hash: Hash,
        is_first: bool,
    ) -> Vec<What> {
        let mut found = Vec::new();
        let wanted = RecordName::of(record.happened, &record.step, hash);
        if wanted != record.name {
            found.push(What::Name { wanted });
        }
        if is_first {
            found.extend(self.folder(record));
        }
        let is_message = words::tells_of_a_step(commit);
        let all_invented = era.is_sample() && self.eras.first().is_some_and(|e| e.is_sample());
        if all_invented && !is_message {
            // A sample register is filled with records that nobody took.
            return found;
        }
        let by_hand = !is_message || !is_alone(commit);
        if by_hand {
            found.push(What::ByHand);
        } else if !self.is_its_message(commit, path, record) {
            found.push(What::Message);
        }
        found.extend(author(era, commit, record));
        if !by_hand && commit.author != commit.committer {
            found.push(What::Committer);
        }
        let recorded = record.recorded.0;
        let fits = if by_hand {
            recorded.unix() <= commit.committed
        } else {
            recorded.unix() == commit.authored && commit.authored <= commit.committed
        };
        if !fits {
            let committed = Moment::from_unix(commit.authored);
            found.push(What::Recorded { recorded, committed });
        }
        found
    }

    /// The folder in which the first record of a case stands is of the month of that record.
    fn folder(&self, record: &Record) -> Option<What> {
        let (day, id) = (record.happened.0.day(), self.path.rsplit('/').next()?);
        let id = CaseId::parse(id).ok()?;
        let wanted = format!("cases/{:04}/{:02}/{id}", day.year(), day.month());
        let year = format!("{:04}", day.year());
        let fits = wanted == self.path && id.as_str().get(4..8) == Some(year.as_str());
        (!fits).then_some(What::Folder { wanted })
    }

    /// Whether the commit's message is the one that the record makes.
    fn is_its_message(&self, commit: &Trailed, path: &str, record: &Record) -> bool {
        let id = path.split('/').nth(3).and_then(|id| CaseId::parse(id).ok());
        let pathway = self.named.as_ref();
        id.zip(pathway).is_some_and(|(id, pathway)| {
            message(&id, record, pathway).trim_end() == commit.message.trim_end()
        })
    }
}

/// Whether a commit brought one record only: the program never commits two together.
fn is_alone(commit: &Trailed) -> bool {
    let is_record = |step: &&crate::register::Step| {
        matches!(step.kind, StepKind::Added(_)) && file::kind(&step.path) == Kind::Record
    };
    commit.changes.iter().filter(is_record).take(2).count() < 2
}

/// Whether the author of the commit is the worker in the record, and might act in that role.
fn author(era: &InForce, commit: &Trailed, record: &Record) -> Vec<What> {
    let email = commit.author.1.to_lowercase();
    let worker = era.workers.by_email(&email);
    if worker.is_none() && !era.workers.0.is_empty() {
        return vec![What::NotListed { author: email }];
    }
    let mut found = Vec::new();
    let own = worker.is_none_or(|worker| worker.roles.contains(&record.by.role));
    if !own {
        found.push(What::NotOwnRole { role: record.by.role.clone() });
    }
    let author = worker.map_or(email, |worker| worker.id.clone());
    if author != record.by.worker {
        found.push(What::Author { worker: record.by.worker.clone(), author });
    }
    found
}
