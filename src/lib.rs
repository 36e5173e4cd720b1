//! `cse`: a case tool for a local authority's child sexual exploitation referral pathway.
//!
//! In reading order: [`domain`] (what a case is), [`pathway`] (what an authority allows and asks),
//! [`register`] (folders, files and git), [`ops`] (one function for each thing that a user does),
//! [`cli`] (what people type and read). Each names only what stands before it; `tests/tidy.rs`
//! keeps it so. `docs/architecture.md` has the invariants and the tests that hold them.

pub mod cli;
pub mod documents;
pub mod domain;
pub mod ops;
pub mod pathway;
pub mod register;
