//! Putting a record right: named facts of it are superseded or withdrawn, or the whole record is.
//! The record itself stays as it is; what it should have said stands in another one.

use crate::domain::{Amends, CaseId, FactName, Facts, Moment, Record, RoleName};
use crate::pathway::reserved::AMEND;
use crate::pathway::{Pathway, Refusal};
use crate::register::{Identity, Store};

use super::take::{Attempt, Taken, take};
use super::{Failure, Reading, Usage};

/// What is to be put right.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The case.
    pub case: CaseId,
    /// The record, as typed: its file, or the start of the hash in its name.
    pub record: String,
    /// What it should have said.
    pub facts: Facts,
    /// Facts that it should not have given.
    pub withdraw: Vec<FactName>,
    /// Whether it should not have been recorded at all, as on the wrong child.
    pub whole: bool,
    /// Why.
    pub reason: String,
    /// The reason for insisting where a later record would no longer be permitted.
    pub override_reason: Option<String>,
    /// The role, where one was named.
    pub role: Option<RoleName>,
    /// Whether to stop before anything is written.
    pub dry_run: bool,
}

/// Puts a record right.
pub fn amend(store: &Store, who: &Identity, now: Moment, asked: &Asked) -> Result<Taken, Failure> {
    let reading = Reading::open(store, None)?;
    let case = reading.case(&asked.case)?;
    let Some(pathway) = case.pathway.clone().filter(|_| case.problems.is_empty()) else {
        return Err(Failure::Problems(case.problems));
    };
    let target = target(&case.records, &asked.record)?;
    check(&pathway, target, asked)?;
    let mut facts = asked.facts.clone();
    facts.extend(asked.withdraw.iter().map(|fact| (fact.clone(), None)));
    let amends = Amends {
        record: target.name.clone(),
        facts: facts.keys().cloned().collect(),
        reason: asked.reason.clone(),
    };
    let attempt = Attempt {
        facts,
        amends: Some(amends),
        role: asked.role.clone(),
        override_reason: asked.override_reason.clone(),
        dry_run: asked.dry_run,
        ..Attempt::plain(AMEND, asked.case.clone())
    };
    take(store, who, now, &attempt)
}

/// The record that is meant.
fn target<'a>(records: &'a [Record], given: &str) -> Result<&'a Record, Failure> {
    let named = |record: &&Record| {
        let short = record.name.short_hash().unwrap_or_default();
        record.name.0 == given || (given.len() >= 4 && short.starts_with(given))
    };
    let mut found = records.iter().filter(named);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(Usage::NoRecord { given: given.to_owned() }.into()),
    }
}

/// Whether the record gave what is to be withdrawn and could have given what is to stand instead,
/// and whether the role may say so: one that may take its step, or a senior one.
fn check(pathway: &Pathway, target: &Record, asked: &Asked) -> Result<(), Failure> {
    let said = |message: String| {
        let hint = Some("cse show CASE".to_owned());
        Failure::from(Usage::Said { message, hint })
    };
    let named = asked.facts.len() + asked.withdraw.len();
    if (named == 0) != asked.whole {
        let message = "name the facts that are to be put right, or withdraw the whole record";
        return Err(said(message.to_owned()));
    }
    if target.amends.is_some() {
        return Err(said("an amend is not amended; amend the record that it put right".to_owned()));
    }
    if let Some(fact) = asked.withdraw.iter().find(|fact| !target.facts.contains_key(*fact)) {
        return Err(said(format!("the record does not give {fact}")));
    }
    let Some(step) = pathway.step(target.step.as_str()) else { return Ok(()) };
    if let Some(fact) = asked.facts.keys().find(|fact| !step.takes(fact.as_str())) {
        let taken_by = Vec::new();
        let step = step.name.clone();
        return Err(Usage::NotTaken { step, fact: fact.clone(), taken_by }.into());
    }
    let Some(role) = &asked.role else { return Ok(()) };
    if pathway.role(role.as_str()).is_none()
        || step.by.contains(role)
        || pathway.seniors.contains(role)
    {
        return Ok(());
    }
    let mut may = step.by.clone();
    may.extend(pathway.seniors.iter().filter(|role| !step.by.contains(role)).cloned());
    Err(Failure::Refused {
        refusals: vec![Refusal::Role { step: AMEND.into(), role: role.clone(), may }],
        missing: Vec::new(),
        step: AMEND.into(),
        case: Some(asked.case.clone()),
    })
}
