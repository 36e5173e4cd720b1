//! Names that no pathway may give to its own steps and facts, because the program has them.

/// The step of a record that gives up a duty.
pub const WAIVE: &str = "waive";
/// The step of a record that gives a duty a later date.
pub const EXTEND: &str = "extend";
/// The step of a record that puts another right.
pub const AMEND: &str = "amend";
