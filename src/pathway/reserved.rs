//! Names that no pathway may give to its own steps and facts, because the program has them.

/// The step of a record that gives up a duty.
pub const WAIVE: &str = "waive";
/// The step of a record that gives a duty a later date.
pub const EXTEND: &str = "extend";
/// The step of a record that puts another right.
pub const AMEND: &str = "amend";

/// Commands of the program: no step has one of these names.
pub const COMMANDS: &[&str] = &[
    "init",
    "demo",
    "due",
    "list",
    "show",
    "next",
    "explain",
    "log",
    "search",
    "status",
    "check",
    "verify",
    AMEND,
    "adopt",
    "drafts",
    WAIVE,
    EXTEND,
    "meeting",
    "pathway",
    "render",
    "issue",
    "disclosures",
    "missing",
    "summary",
    "chronology",
    "template",
    "doctor",
    "sample",
    "help",
    "migrate",
    "resolve",
];

/// Options of the program: no fact has one of these flags.
pub const OPTIONS: &[&str] = &[
    "C",
    "as",
    "format",
    "color",
    "from",
    "at",
    "draft",
    "override",
    "attach",
    "dry-run",
    "help",
    "version",
    "as-of",
    "known-at",
    "within",
    "all",
    "overdue",
    "worker",
    "role",
    "case",
    "reason",
    "why",
    "out-file",
    "output",
    "for",
    "agreed-by",
    "withdraw",
    "withdraw-record",
    "on-behalf-of",
    "yes",
    "quiet",
    "errors",
];

/// Words of conditions: no fact has one of these names.
pub const CONDITION_WORDS: &[&str] = &[
    "all", "any", "not", "known", "taken", "ever", "first", "has", "rank", "age", "changed",
    "given", "owed", "differ", "rule",
];

/// Further words of the language that stand where a fact may stand: no fact has one of these names.
pub const FACT_WORDS: &[&str] = &["by", "each", "happened", "meeting"];
