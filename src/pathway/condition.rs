//! The closed language of conditions. No condition is an expression; each reads as a sentence.

use crate::domain::{FactName, ObligationName, RoleName, RuleName, StepName};

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A fact has one of these values; a set fact contains one of them.
    Fact {
        /// The fact.
        fact: FactName,
        /// Any of these values.
        any_of: Vec<Wanted>,
    },
    /// A fact is known.
    Known(FactName),
    /// The latest taking of a step in this episode gave these values itself.
    Taken {
        /// The step.
        step: StepName,
        /// The facts and the values any of which each must have.
        with: Vec<(FactName, Vec<Wanted>)>,
    },
    /// A step was ever taken, in any episode.
    Ever(StepName),
    /// The taking in question is the first of its step in this episode.
    First(StepName),
    /// A list has an item all of whose named fields have one of the values.
    Has {
        /// The list.
        list: FactName,
        /// Fields and the values any of which each must have.
        fields: Vec<(String, Vec<Wanted>)>,
    },
    /// A role ranks at least as high as another.
    Rank {
        /// Whose role.
        of: RankOf,
        /// All roles that rank high enough.
        at_least: RoleName,
        /// Those roles, expanded.
        roles: Vec<RoleName>,
    },
    /// The child is at least so old when it happened.
    Age {
        /// Whole years.
        at_least: u32,
    },
    /// One of these facts changed after the opening record.
    Changed(Vec<FactName>),
    /// The step being taken gives one of these facts; of a duty, a record after its opening did.
    Given(Vec<FactName>),
    /// An obligation is open.
    Owed(ObligationName),
    /// Two facts do not name the same person: false only where both are known and equal.
    Differ(FactName, FactName),
    /// A named condition.
    Rule {
        /// Its name.
        name: RuleName,
        /// What it says.
        is: Box<Condition>,
    },
}

/// Whose role a rank is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankOf {
    /// The role of the person who takes the step.
    By,
    /// A role that a fact names.
    Fact(FactName),
}

/// A value that a condition compares with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A text, a choice, or a member of a set.
    Text(String),
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Number(i64),
    /// The item of the duty's own instance.
    Each,
}

impl Condition {
    /// Every fact of the case that this condition reads, not those of takings.
    pub fn facts(&self) -> Vec<&FactName> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().flat_map(Condition::facts).collect()
            }
            Condition::Not(part) => part.facts(),
            Condition::Rule { is, .. } => is.facts(),
            Condition::Fact { fact, .. } | Condition::Known(fact) => vec![fact],
            Condition::Has { list, .. } => vec![list],
            Condition::Differ(a, b) => vec![a, b],
            Condition::Changed(facts) | Condition::Given(facts) => facts.iter().collect(),
            Condition::Rank { of: RankOf::Fact(fact), .. } => vec![fact],
            Condition::Rank { of: RankOf::By, .. }
            | Condition::Taken { .. }
            | Condition::Ever(_)
            | Condition::First(_)
            | Condition::Age { .. }
            | Condition::Owed(_) => Vec::new(),
        }
    }

    /// Every step whose takings this condition asks for.
    pub fn steps(&self) -> Vec<&StepName> {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().flat_map(Condition::steps).collect()
            }
            Condition::Not(part) => part.steps(),
            Condition::Rule { is, .. } => is.steps(),
            Condition::Taken { step, .. } | Condition::Ever(step) | Condition::First(step) => {
                vec![step]
            }
            Condition::Fact { .. }
            | Condition::Known(_)
            | Condition::Has { .. }
            | Condition::Rank { .. }
            | Condition::Age { .. }
            | Condition::Changed(_)
            | Condition::Given(_)
            | Condition::Owed(_)
            | Condition::Differ(..) => Vec::new(),
        }
    }
}
