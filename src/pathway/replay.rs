//! The fold of a case's records: what the case is after them, what each was found to be where it
//! stands, and which duties they opened and met. Live and replay are this one function: a step is
//! tried by replaying the case with it.

use std::borrow::Cow;

use crate::domain::order::{self, Ancestry};
use crate::domain::{Case, Facts, Record};

use super::duties::Ledger;
use super::duty::Duty;
use super::judge::{Verdict, judge};
use super::model::Pathway;
use super::reserved::AMEND;

/// A case with all that its records did.
#[derive(Clone, Debug)]
pub struct Replay<'r> {
    /// The case.
    pub case: Case,
    /// Its duties, open and ended, in the order in which they were opened.
    pub duties: Vec<Duty>,
    /// Its records in the order of the fold, as amended. Withdrawn records are not among them.
    pub records: Vec<Cow<'r, Record>>,
    /// What each record was found to be.
    pub verdicts: Vec<Verdict>,
}

/// Replays the records of one case, given in any order.
pub fn replay<'r>(pathway: &Pathway, records: impl IntoIterator<Item = &'r Record>) -> Replay<'r> {
    let mut records: Vec<&Record> = records.into_iter().collect();
    let ancestry = order::order(&mut records);
    let (records, ancestry) = amended(records, ancestry);
    let mut fold = Fold::new(pathway);
    let verdicts = records.iter().map(|record| fold.push(record, &ancestry)).collect();
    Replay { case: fold.case, duties: fold.ledger.into_duties(), records, verdicts }
}

/// A fold that can go on: what it was given stays folded.
#[derive(Debug)]
pub struct Fold<'p> {
    pathway: &'p Pathway,
    pub(super) case: Case,
    pub(super) ledger: Ledger<'p>,
}

impl<'p> Fold<'p> {
    /// The fold of no records.
    pub(super) fn new(pathway: &'p Pathway) -> Self {
        Fold { pathway, case: Case::default(), ledger: Ledger::new(pathway) }
    }

    /// The fold of records, given in any order.
    pub(super) fn of<'r>(
        pathway: &'p Pathway,
        records: impl IntoIterator<Item = &'r Record>,
    ) -> Self {
        let mut records: Vec<&Record> = records.into_iter().collect();
        let ancestry = order::order(&mut records);
        let (records, ancestry) = amended(records, ancestry);
        let mut fold = Fold::new(pathway);
        for record in &records {
            fold.push(record, &ancestry);
        }
        fold
    }

    /// Folds the next record and says what it was found to be.
    pub(super) fn push(&mut self, record: &Record, ancestry: &Ancestry) -> Verdict {
        let verdict = judge(self.pathway, &self.case, self.ledger.duties(), record);
        self.case.apply(record, &verdict.effect, &self.pathway.dictionary, ancestry);
        self.ledger.after(&self.case, record, &verdict);
        verdict
    }
}

/// Puts amended facts in the place of what they put right, and leaves out withdrawn records.
fn amended<'r>(records: Vec<&'r Record>, ancestry: Ancestry) -> (Vec<Cow<'r, Record>>, Ancestry) {
    if records.iter().all(|record| record.amends.is_none()) {
        return (records.into_iter().map(Cow::Borrowed).collect(), ancestry);
    }
    let mut amending: Vec<&Record> =
        records.iter().copied().filter(|r| r.amends.is_some()).collect();
    amending.sort_by(|a, b| (a.recorded, &a.name).cmp(&(b.recorded, &b.name)));
    let mut out: Vec<(usize, Cow<'r, Record>)> = Vec::with_capacity(records.len());
    for (at, record) in records.iter().enumerate() {
        let mut record = Cow::Borrowed(*record);
        if record.step.as_str() == AMEND {
            // What it gives stands in the record that it puts right.
            record.to_mut().facts = Facts::new();
        }
        let mut withdrawn = false;
        for amend in &amending {
            let Some(amends) = amend.amends.as_ref().filter(|a| a.record == record.name) else {
                continue;
            };
            withdrawn |= amends.facts.is_empty();
            for fact in &amends.facts {
                match amend.facts.get(fact).cloned().flatten() {
                    Some(value) => record.to_mut().facts.insert(fact.clone(), Some(value)),
                    None => record.to_mut().facts.remove(fact),
                };
            }
        }
        if !withdrawn {
            out.push((at, record));
        }
    }
    let kept: Vec<usize> = out.iter().map(|(at, _)| *at).collect();
    (out.into_iter().map(|(_, record)| record).collect(), ancestry.keeping(&kept))
}

impl Replay<'_> {
    /// The places of records that are not permitted where they stand.
    pub fn misplaced(&self) -> impl Iterator<Item = usize> {
        let verdicts = self.verdicts.iter().enumerate();
        verdicts.filter(|(_, verdict)| !verdict.refusals.is_empty()).map(|(at, _)| at)
    }
}
