//! Giving a duty up, or giving it a later date: by a senior role, with a reason, as a record.

use crate::domain::{CaseId, Moment, RoleName, When};
use crate::pathway::plan;
use crate::register::{Identity, Store};

use super::take::{Attempt, Taken, take};
use super::{Failure, Reading, Usage};

/// What is asked of a duty's clock.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The case.
    pub case: CaseId,
    /// The obligation, as typed.
    pub obligation: String,
    /// The instance, where there are several.
    pub instance: Option<String>,
    /// The later date; none: the duty is given up.
    pub until: Option<When>,
    /// Why.
    pub reason: String,
    /// The role, where one was named.
    pub role: Option<RoleName>,
    /// Whether to stop before anything is written.
    pub dry_run: bool,
}

/// Waives or extends a duty.
pub fn change(store: &Store, who: &Identity, now: Moment, asked: &Asked) -> Result<Taken, Failure> {
    let reading = Reading::open(store, None)?;
    let instance = instance(&reading, now, asked)?;
    let attempt = Attempt::of_clock(&Asked { instance, ..asked.clone() });
    take(store, who, now, &attempt)
}

/// The instance that is meant: the only one, or the one that was named.
fn instance(reading: &Reading<'_>, now: Moment, asked: &Asked) -> Result<Option<String>, Failure> {
    let case = reading.case(&asked.case)?;
    let Some(pathway) = case.pathway.clone().filter(|_| case.problems.is_empty()) else {
        return Err(Failure::Problems(case.problems));
    };
    let replay = case.replay(&pathway);
    let owed = plan(&pathway, &replay, &reading.world(now));
    let of_it = owed.iter().filter(|owed| owed.obligation.name.as_str() == asked.obligation);
    let instances: Vec<Option<String>> = of_it.map(|owed| owed.instance.clone()).collect();
    // What the pathway has and the case does not owe is refused by the rules, not by the typing.
    if instances.is_empty() && pathway.obligation(&asked.obligation).is_some() {
        return Ok(asked.instance.clone());
    }
    if instances.is_empty() {
        let mut open: Vec<String> = owed.iter().map(|o| o.obligation.name.to_string()).collect();
        open.dedup();
        return Err(Usage::NoObligation { given: asked.obligation.clone(), open }.into());
    }
    if instances.contains(&asked.instance) {
        return Ok(asked.instance.clone());
    }
    match (instances.as_slice(), &asked.instance) {
        ([only], None) => Ok(only.clone()),
        _ => {
            let instances = instances.into_iter().flatten().collect();
            Err(Usage::WhichInstance { obligation: asked.obligation.clone(), instances }.into())
        }
    }
}
