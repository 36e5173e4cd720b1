//! What is wrong with a register as a repository, and what is done about it with consent. It works
//! where nothing else does: the register is not opened as other commands open it.

use std::path::Path;

use crate::domain::{Moment, Problem};
use crate::register::Store;
use crate::register::doctor::{Cause, Finding, Grade, Repaired, Site};

use super::{Failure, Reading};

/// What was found.
pub struct Diagnosis {
    /// The register.
    pub site: Site,
    /// Files of cases that do not read, and settings that do not; said before all else.
    pub unread: Vec<Problem>,
    /// What is wrong with the repository, the gravest first.
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    /// Whether anything is wrong: what is only worth knowing is not.
    pub fn is_sound(&self) -> bool {
        self.unread.is_empty() && self.wrong().next().is_none()
    }

    /// What is wrong with the repository.
    pub fn wrong(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.cause.grade() != Grade::Note)
    }

    /// What can be repaired here.
    pub fn reparable(&self) -> Vec<Finding> {
        self.findings.iter().filter(|finding| finding.can_be_repaired()).cloned().collect()
    }
}

/// Finds all that is wrong with the register in which a folder lies. Nothing is changed.
///
/// # Errors
/// Where there is no register; and what stands in the way of other commands, where nothing that was
/// found explains it.
pub fn diagnose(from: &Path) -> Result<Diagnosis, Failure> {
    let site = Site::find(from)?;
    let findings = site.examine()?.findings;
    let is_explained = findings.iter().any(|finding| finding.cause.grade() == Grade::Grave);
    let hangs = |finding: &Finding| matches!(finding.cause, Cause::Special { in_git: true, .. });
    if findings.iter().any(hangs) {
        return Ok(Diagnosis { site, unread: Vec::new(), findings });
    }
    let unread = match unread(&site) {
        Ok(unread) => unread,
        Err(Failure::Problems(problems)) => problems,
        Err(_) if is_explained => Vec::new(),
        Err(failure) => return Err(failure),
    };
    Ok(Diagnosis { site, unread, findings })
}

/// What of the cases does not read.
fn unread(site: &Site) -> Result<Vec<Problem>, Failure> {
    let store = Store::open(site.root())?;
    let reading = Reading::open(&store, None)?;
    let (found, strange) = reading.each_case(|_, case| case.problems)?;
    let all: Vec<Problem> = found.into_iter().flatten().chain(strange).collect();
    if all.is_empty() {
        store.may_record()?;
    }
    Ok(all)
}

/// Repairs what somebody agreed to.
pub fn repair(site: &Site, now: Moment, agreed: &[Finding]) -> Result<Repaired, Failure> {
    Ok(site.repair(now, agreed)?)
}
