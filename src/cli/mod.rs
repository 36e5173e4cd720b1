//! The command line: what a person types and reads.

pub mod ago;
pub mod moment;
