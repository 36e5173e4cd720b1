//! The four kinds of "no", as data: a rule says no, something was typed wrongly, data in the
//! register is wrong, the world failed.

use crate::documents::{Gap, Leak};
use crate::domain::{CaseId, FactName, IdError, Problem, RoleName, StepName};
use crate::pathway::{Audience, Refusal};
use crate::register::Fault;

/// Why something was not done.
#[derive(Debug)]
pub enum Failure {
    /// A rule of the pathway says no; what is missing besides is said too.
    Refused {
        /// Every rule that says no.
        refusals: Vec<Refusal>,
        /// Facts that the step requires and that were not given.
        missing: Vec<FactName>,
        /// The step that was tried.
        step: StepName,
        /// The case, unless one was to be opened.
        case: Option<CaseId>,
    },
    /// A document may not be made for this reader, or not yet.
    Document(Unfit),
    /// Something was typed wrongly.
    Usage(Usage),
    /// Data in the register is wrong.
    Problems(Vec<Problem>),
    /// The world failed.
    Fault(Fault),
    /// Somebody interrupted it while they were asked.
    Interrupted,
}

/// Why a document is not made.
#[derive(Debug)]
pub enum Unfit {
    /// It is not for this reader.
    Audience {
        /// The document.
        document: String,
        /// The reader that was named.
        audience: Audience,
        /// For whom it is.
        may: Vec<Audience>,
    },
    /// It would show its reader what is kept from them.
    Leaks {
        /// The document.
        document: String,
        /// The reader.
        audience: Audience,
        /// What it would show, and where.
        leaks: Vec<Leak>,
    },
    /// Its template is wrong.
    Template {
        /// What is wrong, and where.
        problems: Vec<Problem>,
    },
    /// It lacks something, and only a complete one was wanted.
    Incomplete {
        /// The document.
        document: String,
        /// The case.
        case: CaseId,
        /// What it lacks.
        gaps: Vec<Gap>,
    },
}

/// What was typed wrongly.
#[derive(Debug)]
pub enum Usage {
    /// The register has no such case.
    NoCase {
        /// As typed.
        given: String,
    },
    /// This is no case number.
    NotAnId {
        /// As typed.
        given: String,
        /// Whether it looks like none or was mistyped.
        why: IdError,
    },
    /// A prefix fits several cases.
    Several {
        /// As typed.
        given: String,
        /// The cases that it fits.
        cases: Vec<CaseId>,
    },
    /// A step wants the whole number.
    WholeId {
        /// As typed.
        given: String,
        /// The case that it fits.
        case: CaseId,
    },
    /// The pathway has no such role.
    NoRole {
        /// As typed.
        given: String,
        /// All roles.
        roles: Vec<RoleName>,
    },
    /// Several roles may take the step, and nothing says which is meant.
    WhichRole {
        /// The step.
        step: StepName,
        /// The roles.
        roles: Vec<RoleName>,
    },
    /// The pathway has no such step.
    NoStep {
        /// As typed.
        given: String,
    },
    /// The step does not take this fact.
    NotTaken {
        /// The step.
        step: StepName,
        /// The fact.
        fact: FactName,
        /// Steps that take it.
        taken_by: Vec<StepName>,
    },
    /// Facts that the step requires were not given.
    Missing {
        /// The step.
        step: StepName,
        /// The case, unless one was to be opened.
        case: Option<CaseId>,
        /// The facts.
        facts: Vec<FactName>,
    },
    /// Values are wrong, with where they were typed; what is missing besides is said too.
    Values {
        /// What is wrong.
        problems: Vec<Problem>,
        /// Facts that the step requires and that were not given.
        missing: Vec<FactName>,
    },
    /// The case has no such obligation, or it is not open.
    NoObligation {
        /// As typed.
        given: String,
        /// Those that are open.
        open: Vec<String>,
    },
    /// An instance must be named, because several are open.
    WhichInstance {
        /// The obligation.
        obligation: String,
        /// The instances.
        instances: Vec<String>,
    },
    /// There is no such record in the case.
    NoRecord {
        /// As typed.
        given: String,
    },
    /// The pathway has no such document.
    NoDocument {
        /// As typed.
        given: String,
        /// Those that there are.
        documents: Vec<String>,
    },
    /// There is no such authority among those that are shipped, and no such folder.
    NoPathway {
        /// As typed.
        given: String,
    },
    /// The folder in which to make a register holds something.
    NotEmpty {
        /// The folder.
        folder: String,
    },
    /// Anything else that one line says.
    Said {
        /// What is wrong.
        message: String,
        /// What to do next.
        hint: Option<String>,
    },
}

impl Usage {
    /// Values that are wrong, where nothing is known of what is missing.
    pub fn values(problems: Vec<Problem>) -> Self {
        Usage::Values { problems, missing: Vec::new() }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Failure::Fault(fault)
    }
}

impl From<Usage> for Failure {
    fn from(usage: Usage) -> Self {
        Failure::Usage(usage)
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Failure::Problems(problems)
    }
}
