//! The records of one case in the order in which they arrived: was each permitted when it came?
//!
//! The answer is that of [`permit()`] and of what a step takes, given for every record of a history
//! and not only for the one that somebody wants to add. Nearly every record happened after all that
//! came before it; those are judged on a fold that goes on, so that a long case costs no more for
//! each record than a short one.
//!
//! Who may act, and in which file a record stands, is asked by whoever reads the history.

use crate::domain::order::Ancestry;
use crate::domain::{Amends, FactName, Happened, Hash, Record, RoleName};

use super::judge::Refusal;
use super::model::Pathway;
use super::permit::{amended, missing, permit};
use super::replay::Fold;
use super::reserved::AMEND;
use super::view::View;

/// What is wrong with a record where it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// A rule refuses it.
    Refused(Refusal),
    /// It lacks a fact that its step requires.
    Lacks(FactName),
    /// It gives a fact that its step does not take.
    NotTaken(FactName),
    /// What it amends is not there.
    NothingToAmend,
    /// It comes after a record that was not there.
    After(Hash),
    /// It does not come after a record that was there and that nothing else came after.
    Unseen(Hash),
    /// It was recorded before what it comes after, by so many seconds.
    BeforeWhatItFollows(i64),
    /// It was recorded before it happened.
    BeforeItHappened,
}

/// A case while its records arrive.
#[derive(Debug)]
pub struct Arrivals<'p> {
    pathway: &'p Pathway,
    records: Vec<Record>,
    /// The hashes of their files.
    hashes: Vec<Hash>,
    /// The records that no other has seen, by their places.
    heads: Vec<usize>,
    /// The fold of all of them, where it can go on.
    fold: Option<Fold<'p>>,
    latest: Option<Happened>,
    /// Whether every record came after the one before it, and nothing else.
    chain: bool,
}

impl<'p> Arrivals<'p> {
    /// A case before its first record.
    pub fn new(pathway: &'p Pathway) -> Self {
        Arrivals {
            pathway,
            records: Vec::new(),
            hashes: Vec::new(),
            heads: Vec::new(),
            fold: Some(Fold::new(pathway)),
            latest: None,
            chain: true,
        }
    }

    /// A case with records that arrived before, and what is to be said of them was said.
    pub fn resumed(pathway: &'p Pathway, records: Vec<Record>, hashes: Vec<Hash>) -> Self {
        let is_head = |hash: &Hash| !records.iter().any(|record| record.after.contains(hash));
        let heads = (0..hashes.len()).filter(|&at| is_head(&hashes[at])).collect();
        let follows = |(at, record): (usize, &Record)| match at.checked_sub(1) {
            None => record.after.is_empty(),
            Some(before) => record.after == hashes[before..at],
        };
        let chain = records.iter().enumerate().all(follows);
        let latest = records.iter().map(|record| record.happened).max();
        Arrivals { pathway, records, hashes, heads, fold: None, latest, chain }
    }

    /// The pathway by which they are judged.
    pub fn pathway(&self) -> &'p Pathway {
        self.pathway
    }

    /// The records so far, and the hashes of their files.
    pub fn into_records(self) -> (Vec<Record>, Vec<Hash>) {
        (self.records, self.hashes)
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether none has arrived.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Takes in the next record, which has this hash, and says what is wrong with it.
    pub fn push(&mut self, record: Record, hash: Hash) -> Vec<Breach> {
        let mut found = self.seen(&record);
        self.takes(&record, &mut found);
        let at_the_end = self.latest.is_none_or(|latest| latest < record.happened);
        let (amends, chain) = (record.amends.is_some(), self.stays_a_chain(&record));
        if at_the_end && chain && !amends {
            self.judge_at_the_end(&record, &mut found);
        } else {
            found.extend(judged(self.pathway, &self.records, &record));
            self.fold = None;
        }
        self.chain = chain;
        self.latest = self.latest.max(Some(record.happened));
        self.heads.retain(|&head| !record.after.contains(&self.hashes[head]));
        self.heads.push(self.records.len());
        self.records.push(record);
        self.hashes.push(hash);
        found
    }

    fn stays_a_chain(&self, record: &Record) -> bool {
        self.chain
            && record.after.as_slice()
                == self.hashes.last().map(std::slice::from_ref).unwrap_or_default()
    }

    /// What it comes after, and its moments.
    fn seen(&self, record: &Record) -> Vec<Breach> {
        let mut found = Vec::new();
        let mut followed = Vec::new();
        for after in &record.after {
            match self.hashes.iter().rposition(|hash| hash == after) {
                Some(at) => followed.push(self.records[at].recorded.0),
                None => found.push(Breach::After(*after)),
            }
        }
        let heads = self.heads.iter().map(|&head| self.hashes[head]);
        found.extend(heads.filter(|head| !record.after.contains(head)).map(Breach::Unseen));
        let late = followed.iter().map(|moment| moment.unix() - record.recorded.0.unix()).max();
        found.extend(late.filter(|&late| late > 0).map(Breach::BeforeWhatItFollows));
        if record.recorded.0 < record.happened.0 {
            found.push(Breach::BeforeItHappened);
        }
        found
    }

    fn takes(&self, record: &Record, found: &mut Vec<Breach>) {
        if let Some(amends) = &record.amends {
            if !self.records.iter().any(|other| other.name == amends.record) {
                found.push(Breach::NothingToAmend);
            }
            return;
        }
        let Some(step) = self.pathway.step(record.step.as_str()) else { return };
        let not_taken = record.facts.keys().filter(|fact| !step.takes(fact.as_str()));
        found.extend(not_taken.cloned().map(Breach::NotTaken));
    }

    fn judge_at_the_end(&mut self, record: &Record, found: &mut Vec<Breach>) {
        let (pathway, records) = (self.pathway, &self.records);
        let fold = self.fold.get_or_insert_with(|| Fold::of(pathway, records));
        if let Some(step) = pathway.step(record.step.as_str()) {
            let view = View::of(pathway, &fold.case, fold.ledger.duties(), record.happened.0.day());
            let view = view.taking(step, &record.facts, &record.by.role);
            found.extend(missing(step, &view).into_iter().map(Breach::Lacks));
        }
        let verdict = fold.push(record, &Ancestry::linear());
        found.extend(verdict.refusals.into_iter().map(Breach::Refused));
    }
}

/// What is wrong with a record among others of its case, which may have happened after it.
fn judged(pathway: &Pathway, earlier: &[Record], record: &Record) -> Vec<Breach> {
    let mut permit = permit(pathway, earlier, record);
    if let Some(amends) = &record.amends {
        amended(pathway, &mut permit, amends, &record.by.role);
        permit.refusals.extend(may_amend(pathway, earlier, amends, &record.by.role));
    }
    let refused = permit.refusals.into_iter().map(Breach::Refused);
    refused.chain(permit.missing.into_iter().map(Breach::Lacks)).collect()
}

/// A record is put right by somebody who may take its step, or by a senior.
fn may_amend(
    pathway: &Pathway,
    earlier: &[Record],
    amends: &Amends,
    role: &RoleName,
) -> Option<Refusal> {
    let target = earlier.iter().find(|record| record.name == amends.record)?;
    let step = pathway.step(target.step.as_str())?;
    if step.by.contains(role) || pathway.seniors.contains(role) {
        return None;
    }
    let may = step.by.iter().chain(&pathway.seniors).cloned().collect();
    Some(Refusal::Role { step: AMEND.into(), role: role.clone(), may })
}
