//! Whether a commit's message tells of what the commit brings. `log` shows the lines at its end as
//! they stand there, so a message that tells of a step which nobody took is a forged one.
//!
//! Whether the message is the one that a record makes is judged where the record is.

use crate::domain::CaseId;
use crate::ops::adopt;
use crate::register::{StepKind, Trail, Trailed};

use super::file::{self, Kind};
use super::{Finding, What};

/// The lines that the program puts at the end of a message when a step is taken.
const LINES: [&str; 5] = ["Case", "Step", "Record", "Role", "Pathway"];

/// Commits that tell of a step and bring no record.
pub fn findings(trail: &Trail) -> Vec<Finding> {
    // Where a folder cannot be read, which was said, what came into it is not known.
    if trail.commits.iter().any(|commit| !commit.broken.is_empty()) {
        return Vec::new();
    }
    let tells = |commit: &Trailed| tells_of_a_step(commit) || has_the_first_line_of_a_step(commit);
    let hollow = trail.commits.iter().filter(|c| tells(c) && !brings_a_record(c));
    hollow.map(|commit| Finding::of_commit(commit.id, What::NoRecord)).collect()
}

/// Whether a message tells of a step, as those of the program do, of whatever record.
pub fn tells_of_a_step(commit: &Trailed) -> bool {
    let has_line = commit.message.lines().any(|line| line.starts_with("Record: "));
    has_line || (commit.has_trailer(&LINES) && !is_adoption(commit))
}

/// Whether a message begins as those of steps do, by which people know one in `log`: with a name
/// and the number of a case.
fn has_the_first_line_of_a_step(commit: &Trailed) -> bool {
    let first = commit.message.trim_start().lines().next().unwrap_or_default();
    let rest = first.split_once(": ").map(|(_, rest)| rest.trim());
    rest.is_some_and(|rest| CaseId::parse(rest).is_ok())
}

fn brings_a_record(commit: &Trailed) -> bool {
    commit.changes.iter().any(|step| {
        matches!(step.kind, StepKind::Added(_)) && file::kind(&step.path) == Kind::Record
    })
}

/// Whether the message is the one with which these files were adopted, in whatever order.
fn is_adoption(commit: &Trailed) -> bool {
    let taken = commit.changes.iter().filter_map(|step| match step.kind {
        StepKind::Added(_) | StepKind::Changed { .. } => Some(step.path.as_str()),
        StepKind::Removed | StepKind::Refused(_) | StepKind::Twin(_) => None,
    });
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.trim_end().lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let is_one = commit.message.starts_with("adopt: ") && taken.clone().next().is_some();
    is_one && sorted(&commit.message) == sorted(&adopt::message(taken))
}
