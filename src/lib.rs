//! `cse`: a case tool for a local authority's child sexual exploitation referral pathway.
//!
//! In reading order: [`domain`] (what a case is), [`pathway`] (what an authority allows and asks),
//! [`register`] (folders, files and git), [`cli`] (what a person types and reads).

pub mod cli;
pub mod domain;
pub mod pathway;
pub mod register;
