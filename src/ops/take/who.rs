//! Who takes a step, and in which role: as listed in the register, or at their word.

use crate::domain::{By, RoleName};
use crate::pathway::{Pathway, Refusal};
use crate::register::Identity;

use super::Attempt;
use crate::ops::{Failure, Reading, Usage};

/// Who acts, in which role.
pub(super) fn by(
    reading: &Reading<'_>,
    pathway: &Pathway,
    who: &Identity,
    attempt: &Attempt,
) -> Result<By, Failure> {
    let refused = |refusal| Failure::Refused {
        refusals: vec![refusal],
        missing: Vec::new(),
        step: attempt.step.clone(),
        case: attempt.case.clone(),
    };
    let listed = !reading.workers.0.is_empty();
    let email = who.email.to_lowercase();
    let worker = reading.workers.by_email(&email);
    if listed && worker.is_none() {
        return Err(refused(Refusal::NotListed { worker: email }));
    }
    let own = worker.map(|worker| worker.roles.as_slice());
    let id = worker.map_or(email, |worker| worker.id.clone());
    if let Some(role) = &attempt.role {
        if pathway.role(role.as_str()).is_none() {
            let roles = pathway.roles.iter().map(|role| role.name.clone()).collect();
            return Err(Usage::NoRole { given: role.to_string(), roles }.into());
        }
        if let Some(own) = own.filter(|own| !own.contains(role)) {
            return Err(refused(Refusal::NotOwnRole { role: role.clone(), own: own.to_vec() }));
        }
        return Ok(By { worker: id, role: role.clone() });
    }
    let may = match pathway.step(attempt.step.as_str()) {
        Some(step) => &step.by,
        None => &pathway.seniors,
    };
    let fitting: Vec<&RoleName> =
        may.iter().filter(|role| own.is_none_or(|own| own.contains(role))).collect();
    match (fitting.as_slice(), own) {
        ([role], _) => Ok(By { worker: id, role: (*role).clone() }),
        ([], Some(own)) => {
            let role = own.first().cloned().unwrap_or_else(|| RoleName::from(""));
            let (step, may) = (attempt.step.clone(), may.clone());
            Err(refused(Refusal::Role { step, role, may }))
        }
        _ => {
            let (step, roles) = (attempt.step.clone(), fitting.into_iter().cloned().collect());
            Err(Usage::WhichRole { step, roles }.into())
        }
    }
}
