//! An authority's pathway as data, and the two pure questions asked of it: may this step be taken
//! ([`permit`]), and what is owed, by when and why ([`plan`]).
//!
//! Nothing here knows a step, a stage, a fact or an authority by name; nothing reads a clock.

pub mod condition;
pub mod model;
pub mod node;
