//! The pure core: what a case is, and the one way in which a record changes it.
//!
//! Nothing here reads a clock, a file, the environment or a terminal; nothing here knows a step,
//! a stage, an authority or a rule by name. *Now* and all data are arguments. What an authority
//! allows is the business of [`crate::pathway`].

pub mod apply;
pub mod calendar;
#[cfg(test)]
mod calendar_properties;
pub mod case;
pub mod fact;
pub mod id;
pub mod moment;
pub mod name;
pub mod order;
pub mod problem;
pub mod record;
pub mod text;
pub mod value;

pub use apply::Effect;
pub use calendar::{BankHolidays, Calendar, Replaced};
pub use case::{Case, FactHistory, Given, Taking};
pub use fact::{Choice, Dictionary, FactDef, FactKind, Field, Keeps, Lasts, ListOf, Meaning};
pub use id::{CaseId, IdError};
pub use moment::{Day, Happened, Moment, Recorded};
pub use name::{FactName, GateName, ObligationName, RoleName, RuleName, StageName, StepName};
pub use problem::{FileName, Place, Problem};
pub use record::{
    Amends, Attachment, By, ClockAction, ClockChange, Facts, Hash, Override, PathwayRef, Record,
    RecordName,
};
pub use value::{Item, Value, When};
