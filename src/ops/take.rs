//! Taking a step: the one way in which a case changes. All reading, judging and writing of one
//! step happens under the register's lock, on one commit.

mod record;
mod taken;
mod who;

use std::sync::Arc;

use crate::domain::{
    Amends, By, CaseId, ClockAction, ClockChange, Facts, GateName, Moment, ObligationName,
    Override, RoleName, StepName, When,
};
use crate::pathway::judge::{LATER_RECORD, Refusal};
use crate::pathway::permit::amended;
use crate::pathway::reserved::{EXTEND, WAIVE};
use crate::pathway::{Permit, permit, replay};
use crate::register::{AppendError, Change, Fault, FileChange, Identity, Store, format};

use super::clock::Asked;
use super::{Failure, Reading, Usage};
use record::{name, record};
use taken::taken;
use who::by;

pub use record::{attachment_path, message};
pub use taken::{Opened, Taken};

/// A step that somebody wants to take, as typed.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The step.
    pub step: StepName,
    /// The case; none for a step that opens one.
    pub case: Option<CaseId>,
    /// The facts that were given.
    pub facts: Facts,
    /// When it happened; none: now.
    pub at: Option<When>,
    /// The role, where one was named.
    pub role: Option<RoleName>,
    /// The second person who agreed.
    pub agreed_by: Option<By>,
    /// For whom it is entered.
    pub on_behalf_of: Option<String>,
    /// The reason for an override.
    pub override_reason: Option<String>,
    /// Files to be kept with it: their names and bytes.
    pub attachments: Vec<(String, Vec<u8>)>,
    /// What it does to a duty's clock.
    pub clock: Option<ClockChange>,
    /// What it puts right.
    pub amends: Option<Amends>,
    /// Whether to stop before anything is written.
    pub dry_run: bool,
    /// Random bytes for the number of a new case: several draws.
    pub random: Vec<[u8; 6]>,
}

impl Attempt {
    /// The attempt that a change of a duty's clock is.
    pub fn of_clock(asked: &Asked) -> Self {
        let (step, action) = match asked.until {
            Some(_) => (EXTEND, ClockAction::Extend),
            None => (WAIVE, ClockAction::Waive),
        };
        Attempt {
            role: asked.role.clone(),
            dry_run: asked.dry_run,
            clock: Some(ClockChange {
                obligation: ObligationName::from(asked.obligation.as_str()),
                instance: asked.instance.clone(),
                action,
                until: asked.until,
                reason: asked.reason.clone(),
            }),
            ..Attempt::plain(step, asked.case.clone())
        }
    }

    /// The attempt at a step on a case of which nothing else was said.
    pub fn plain(step: &str, case: CaseId) -> Self {
        Attempt {
            step: StepName::from(step),
            case: Some(case),
            facts: Facts::new(),
            at: None,
            role: None,
            agreed_by: None,
            on_behalf_of: None,
            override_reason: None,
            attachments: Vec::new(),
            clock: None,
            amends: None,
            dry_run: false,
            random: Vec::new(),
        }
    }
}

/// Takes a step.
pub fn take(
    store: &Store,
    who: &Identity,
    now: Moment,
    attempt: &Attempt,
) -> Result<Taken, Failure> {
    take_on(store, &Reading::open(store, None)?, who, now, attempt)
}

/// As [`take`], where the register was just read: only if somebody has written since is it read
/// again.
pub fn take_on(
    store: &Store,
    reading: &Reading<'_>,
    who: &Identity,
    now: Moment,
    attempt: &Attempt,
) -> Result<Taken, Failure> {
    if attempt.dry_run {
        return Ok(prepare(reading, who, now, attempt)?.value);
    }
    let done = store.append(who, now, |snapshot| {
        // Somebody may have written between our first look and the lock.
        if snapshot.commit() == Some(reading.tip.commit) {
            return prepare(reading, who, now, attempt);
        }
        prepare(&reading.newer()?, who, now, attempt)
    });
    match done {
        Ok(done) => {
            let mut taken = done.value;
            taken.commit = Some(done.commit.to_string());
            taken.warnings.extend(done.warnings);
            Ok(taken)
        }
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}

/// Judges a step and makes the files of its record.
fn prepare(
    reading: &Reading<'_>,
    who: &Identity,
    now: Moment,
    attempt: &Attempt,
) -> Result<Change<Taken>, Failure> {
    if !reading.problems.is_empty() {
        return Err(Failure::Problems(reading.problems.clone()));
    }
    let (id, case) = match &attempt.case {
        Some(id) => (id.clone(), Some(reading.case(id)?)),
        None => (new_id(reading, now, attempt)?, None),
    };
    if let Some(case) = case.as_ref().filter(|case| !case.problems.is_empty()) {
        return Err(Failure::Problems(case.problems.clone()));
    }
    let pathway = match case.as_ref().and_then(|case| case.pathway.as_ref()) {
        Some(pathway) => Arc::clone(pathway),
        None => Arc::clone(reading.pathway()?),
    };
    let by = by(reading, &pathway, who, attempt)?;
    let mut record = record(&pathway, case.as_ref(), now, attempt, by)?;
    let earlier = case.as_ref().map(|case| case.records.as_slice()).unwrap_or_default();
    name(&mut record, &pathway);
    // What is overridden may bring another rule to light: a record that counts can upset a later
    // one. Each round overrides at least one rule more.
    let reason = attempt.override_reason.as_deref();
    while reason.is_some() {
        let found = permit(&pathway, earlier, &record);
        let known = record.overrides.len();
        let mut more = overrides(&found, &record.by.role, reason);
        more.retain(|new| !record.overrides.iter().any(|old| old.gate == new.gate));
        drop(found);
        record.overrides.extend(more);
        if record.overrides.len() == known {
            break;
        }
        name(&mut record, &pathway);
    }
    let mut permit = permit(&pathway, earlier, &record);
    if let Some(amends) = &record.amends {
        amended(&pathway, &mut permit, amends, &record.by.role);
    }
    if !permit.refusals.is_empty() {
        return Err(Failure::Refused {
            refusals: permit.refusals,
            missing: permit.missing,
            step: record.step.clone(),
            case: attempt.case.clone(),
        });
    }
    if !permit.missing.is_empty() {
        let (step, case) = (record.step.clone(), attempt.case.clone());
        return Err(Usage::Missing { step, case, facts: permit.missing }.into());
    }
    let before = replay(&pathway, earlier);
    let taken = taken(reading, &pathway, &id, &record, (&before, &permit), now, attempt);
    let folder = match &case {
        Some(case) => case.path.clone(),
        None => {
            let day = record.happened.0.day();
            format!("cases/{:04}/{:02}/{id}", day.year(), day.month())
        }
    };
    let text = format::write(&record, &pathway.dictionary);
    // What is about to be kept for ever is read back first, as every later command will read it.
    let read = format::read(&record.name.0, text.as_bytes(), &pathway.dictionary)?;
    if read != record {
        let what = "write a record that reads back as it was given";
        return Err(Fault::Git { what, message: record.name.to_string() }.into());
    }
    let mut files = vec![FileChange::new(format!("{folder}/{}", record.name), text)];
    for (attachment, (_, bytes)) in record.attachments.iter().zip(&attempt.attachments) {
        let path = format!("{folder}/{}", attachment_path(attachment));
        // The same file twice in one case is one file, named by its hash.
        if reading.snapshot().id(&path)?.is_none() && !files.iter().any(|file| file.path == path) {
            files.push(FileChange::new(path, bytes.clone()));
        }
    }
    Ok(Change { files, message: message(&id, &record, &pathway.name), value: taken })
}

/// A number that no case of the commit has.
fn new_id(reading: &Reading<'_>, now: Moment, attempt: &Attempt) -> Result<CaseId, Failure> {
    let day = attempt.at.map_or(now.day(), |at| match at {
        When::Moment(moment) => moment.day(),
        When::Day(day) => day,
    });
    let year = u16::try_from(day.year()).unwrap_or(0);
    let drawn = attempt.random.iter().map(|random| CaseId::from_random(year, *random));
    for id in drawn {
        match reading.case(&id) {
            Err(Failure::Usage(Usage::NoCase { .. })) => return Ok(id),
            Ok(_) => {}
            Err(other) => return Err(other),
        }
    }
    let message = "every number drawn for the new case was taken".to_owned();
    Err(Usage::Said { message, hint: Some("take the step again".to_owned()) }.into())
}

/// What a reason given with a step overrides: every gate that refuses and that the role may
/// override, and a later record's objection where the role is senior.
fn overrides(permit: &Permit<'_>, role: &RoleName, reason: Option<&str>) -> Vec<Override> {
    let Some(reason) = reason else { return Vec::new() };
    let overridable = |refusal: &Refusal| match refusal {
        Refusal::Gate { gate, override_by, .. } => override_by.contains(role).then(|| gate.clone()),
        Refusal::LaterRecord { may, .. } => {
            may.contains(role).then(|| GateName::from(LATER_RECORD))
        }
        Refusal::Stage { .. }
        | Refusal::Role { .. }
        | Refusal::AgreedBy { .. }
        | Refusal::Conflict { .. }
        | Refusal::NotOwed { .. }
        | Refusal::Senior { .. }
        | Refusal::NotListed { .. }
        | Refusal::NotOwnRole { .. }
        | Refusal::NoStep { .. } => None,
    };
    let gates = permit.refusals.iter().filter_map(overridable);
    gates.map(|gate| Override { gate, reason: reason.to_owned() }).collect()
}
