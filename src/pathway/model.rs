//! The types of a pathway: what `pathway.yaml`, `facts.yaml` and `statutory.yaml` say, checked.

use std::collections::BTreeMap;

use crate::domain::{
    Dictionary, FactName, GateName, ObligationName, PathwayRef, RoleName, RuleName, StageName,
    StepName,
};

use super::condition::Condition;

/// One version of an authority's pathway.
#[derive(Clone, Debug)]
pub struct Pathway {
    /// Its name and version.
    pub name: PathwayRef,
    /// The authority, as it is printed.
    pub title: String,
    /// What is printed for a stored key, where it differs from the definition's own label.
    pub labels: BTreeMap<String, String>,
    /// Named amounts of time that an authority may change.
    pub settings: BTreeMap<String, Amount>,
    /// Where documents go. Addresses ship empty.
    pub contacts: Vec<Contact>,
    /// Roles, in the order of the file.
    pub roles: Vec<Role>,
    /// Who may waive, extend, and insist where a later record would no longer be permitted:
    /// expanded, the usual one first.
    pub seniors: Vec<RoleName>,
    /// A case for which this holds never sorts last, even where a duty of it has no date.
    pub urgent: Option<Condition>,
    /// Stages, in the order of the file.
    pub stages: Vec<Stage>,
    /// Named conditions.
    pub rules: BTreeMap<RuleName, Condition>,
    /// Steps, in the order of the file; those of `statutory.yaml` last.
    pub steps: Vec<Step>,
    /// What every step says besides its own notices.
    pub notices: Vec<Notice>,
    /// Phrases that are pointed out in free text.
    pub wordings: Vec<Wording>,
    /// Gates, in the order of the file; those of `statutory.yaml` last.
    pub gates: Vec<Gate>,
    /// Obligations, in the order of the file; those of `statutory.yaml` last.
    pub obligations: Vec<Obligation>,
    /// All facts.
    pub dictionary: Dictionary,
}

/// An address to which documents go.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Its key.
    pub key: String,
    /// Who it is.
    pub title: String,
    /// The address; ships empty.
    pub address: String,
    /// When somebody last checked it; blank until then.
    pub verified_on: String,
}

/// A capacity in which a worker acts.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub name: RoleName,
    /// What is printed.
    pub title: String,
    /// Its rank, where it has one: higher is more senior.
    pub rank: Option<u32>,
}

/// Where a case may stand.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub name: StageName,
    /// What is printed.
    pub title: String,
    /// Whether a case in it is closed.
    pub is_final: bool,
}

/// What can be done to a case.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name; also its subcommand.
    pub name: StepName,
    /// One line, imperative.
    pub title: String,
    /// More, for `--help`.
    pub help: String,
    /// The paragraph that it comes from.
    pub source: String,
    /// Where the authority's practice says that it is kept.
    pub recorded_in: Option<String>,
    /// All roles that may take it, ranks expanded, the usual one first.
    pub by: Vec<RoleName>,
    /// At which stages it may be taken.
    pub at: At,
    /// Whether it may also be taken when the case is closed.
    pub also_when_closed: bool,
    /// The facts that it asks for, in the order in which they are asked.
    pub asks: Vec<Ask>,
    /// Further facts that it accepts, groups expanded.
    pub may: Vec<FactName>,
    /// Where it moves the case: the first that matches; none: the stage stays.
    pub moves: Vec<Move>,
    /// What it says without refusing.
    pub notices: Vec<Notice>,
    /// The fact that names the case's worker from now on.
    pub sets_worker: Option<FactName>,
    /// Roles of the second person who must agree, expanded; empty: nobody need.
    pub agreed_by: Vec<RoleName>,
    /// Whether a new episode begins with it (a step that opens a case always begins one).
    pub begins_episode: bool,
}

/// The stages at which a step may be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum At {
    /// It opens a case.
    Opening,
    /// Any stage that is not final.
    Any,
    /// These.
    Stages(Vec<StageName>),
}

/// A fact that a step asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The fact.
    pub fact: FactName,
    /// Whether it must be given.
    pub need: Need,
}

/// Whether an asked fact must be given.
#[derive(Clone, Debug)]
pub enum Need {
    /// Always.
    Required,
    /// Never.
    Optional,
    /// When a condition holds of the case with the facts of this step.
    When(Condition),
}

/// A move to another stage.
#[derive(Clone, Debug)]
pub struct Move {
    /// When; always where there is none.
    pub when: Option<Condition>,
    /// To which stage.
    pub to: StageName,
}

/// Something that a step says without refusing.
#[derive(Clone, Debug)]
pub struct Notice {
    /// It is said when this holds.
    pub when: Condition,
    /// The sentence.
    pub say: String,
}

/// Phrases that are pointed out where somebody writes them, and never refused.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Its name.
    pub name: String,
    /// The phrases, as [`super::wording::plain`] makes texts.
    pub phrases: Vec<String>,
    /// What is said; `{phrase}` stands for what was found, `{fact}` for the label of where.
    pub say: String,
    /// The text that asks for it.
    pub source: String,
    /// Facts in which the phrases are not looked for: what somebody said in their own words.
    pub not_in: Vec<FactName>,
}

/// A condition that must hold before a step counts.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Its name: the `rule` of a refusal.
    pub name: GateName,
    /// The step that it guards.
    pub step: StepName,
    /// It guards the step only when this holds.
    pub when: Option<Condition>,
    /// What must hold.
    pub needs: Condition,
    /// What is said when it does not.
    pub otherwise: String,
    /// The paragraph that it comes from.
    pub source: String,
    /// Roles that may override it with a reason, expanded; empty: nobody may.
    pub override_by: Vec<RoleName>,
}

/// Something owed.
#[derive(Clone, Debug)]
pub struct Obligation {
    /// Its name.
    pub name: ObligationName,
    /// One line, imperative.
    pub title: String,
    /// The paragraph that it comes from.
    pub source: String,
    /// The role that owes it.
    pub owner: RoleName,
    /// Roles that owe it instead while a condition holds: the first that does.
    pub owned_when: Vec<(Condition, RoleName)>,
    /// The role to whom it goes when overdue.
    pub escalate: Option<RoleName>,
    /// What opens it.
    pub opened_by: Opening,
    /// Once ended, it opens again when a record gives facts that make this true by themselves.
    pub again_when: Option<Condition>,
    /// It lapses when this is false.
    pub holds_while: Option<Condition>,
    /// Whether there are several instances of it.
    pub each: Each,
    /// When it is due.
    pub due: Clock,
    /// Reasons for which it is due sooner.
    pub sooner: Vec<Sooner>,
    /// What meets it.
    pub met_by: Condition,
    /// Whether records of the episode from before it was opened may meet it.
    pub counts_earlier: bool,
}

/// What opens an obligation.
#[derive(Clone, Debug)]
pub enum Opening {
    /// Each taking of a step that satisfies the condition (whose outermost part is `taken`).
    EachTaking {
        /// The step.
        step: StepName,
        /// The whole condition.
        when: Condition,
    },
    /// A condition that becomes true.
    BecomesTrue(Condition),
}

/// Of what an obligation has one instance each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Each {
    /// There is one.
    Once,
    /// One for each meeting of a kind.
    Meeting(String),
    /// One for each day on which the step that opens it was taken.
    Taking,
    /// One for each of these items of a set fact that the case has.
    Item {
        /// The set fact.
        fact: FactName,
        /// The items that count; empty: all.
        of: Vec<String>,
    },
}

/// A reason for which an obligation is due sooner.
#[derive(Clone, Debug)]
pub struct Sooner {
    /// It holds while this does.
    pub when: Condition,
    /// When it is then due.
    pub due: Clock,
}

/// An amount of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of time of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Elapsed hours.
    Hours,
    /// Calendar days, days off not moved.
    Days,
    /// Working days of England and Wales.
    WorkingDays,
    /// Calendar months, clamped to the end of a shorter month.
    Months,
}

/// When something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// So long after something.
    After {
        /// How long.
        amount: Amount,
        /// After what.
        from: From,
    },
    /// So long before something.
    Before {
        /// How long.
        amount: Amount,
        /// Before what.
        anchor: Anchor,
    },
    /// The local day on which the duty is open and the condition holds.
    SameDay,
    /// The moment at which it was opened; the day counts.
    AtOnce,
    /// It has no date.
    Undated,
    /// The earliest of several of which the start is known.
    Earliest(Vec<Clock>),
}

/// From what a clock runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// When the opening record happened.
    Happened,
    /// When the condition became true.
    BecameTrue,
    /// A date or moment that a fact gives; from receipt where it is not known.
    Fact(FactName),
    /// The latest taking of a step in the episode.
    Taken(StepName),
}

/// What a clock runs up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A date that a fact gives.
    Fact(FactName),
    /// The meeting of the instance.
    Meeting,
    /// The eighteenth birthday.
    Birthday18,
}

impl Pathway {
    /// The step of a name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name.as_str() == name)
    }

    /// The role of a name.
    pub fn role(&self, name: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.name.as_str() == name)
    }

    /// The stage of a name.
    pub fn stage(&self, name: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.name.as_str() == name)
    }

    /// The obligation of a name.
    pub fn obligation(&self, name: &str) -> Option<&Obligation> {
        self.obligations.iter().find(|obligation| obligation.name.as_str() == name)
    }

    /// Whether a case at this stage is closed.
    pub fn is_final(&self, name: &StageName) -> bool {
        self.stage(name.as_str()).is_some_and(|stage| stage.is_final)
    }
}

impl Step {
    /// Whether the step accepts a fact.
    pub fn takes(&self, fact: &str) -> bool {
        self.asks.iter().any(|ask| ask.fact.as_str() == fact)
            || self.may.iter().any(|may| may.as_str() == fact)
    }

    /// Every fact that the step accepts: those it asks for first.
    pub fn facts(&self) -> impl Iterator<Item = &FactName> {
        self.asks.iter().map(|ask| &ask.fact).chain(&self.may)
    }
}
