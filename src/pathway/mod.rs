//! An authority's pathway as data, and the two pure questions asked of it: may this step be taken
//! ([`permit()`]), and what is owed, by when and why ([`plan()`]).
//!
//! Nothing here knows a step, a stage, a fact or an authority by name; nothing reads a clock.

pub mod arrival;
pub mod audience;
mod changed;
pub mod condition;
pub mod diff;
mod duties;
pub mod duty;
pub mod holidays;
pub mod judge;
mod labels;
pub mod meeting;
pub mod model;
pub mod node;
pub mod parse;
pub mod permit;
pub mod plan;
pub mod proof;
pub mod reading;
mod reckon;
pub mod replay;
pub mod reserved;
pub mod shipped;
pub mod view;
pub mod why;
pub mod wording;

pub use audience::Audience;
pub use judge::{Refusal, Verdict};
pub use meeting::{Meeting, Meetings};
pub use model::Pathway;
pub use permit::{Permit, permit};
pub use plan::{Owed, Standing, World, plan};
pub use replay::{Replay, replay};
