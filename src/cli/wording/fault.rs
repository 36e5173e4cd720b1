//! What failed in the world: disk, permissions, locks, git.

use std::path::Path;

use crate::cli::{ago, ui};
use crate::domain::Moment;
use crate::ops::WrongClock;
use crate::pathway::shipped;
use crate::register::{Elsewhere, Fault, Holder, Program, Unsupported, Warning};

use super::Said;

/// A mistake of the program, and where in it.
pub fn defect(place: Option<&str>) -> Said {
    let place = place.map(|place| format!(", at {place}")).unwrap_or_default();
    Said {
        message: format!(
            "this is a mistake of cse itself{place}; what was not said to be recorded may not be"
        ),
        hint: Some("cse check".to_owned()),
        ..Said::default()
    }
}

/// What failed, and what to do next.
pub fn fault(fault: &Fault) -> Said {
    let said = |message: String, hint: &str| Said {
        rule: None,
        message,
        source: None,
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        again: None,
    };
    match fault {
        Fault::NoFolder { path } => said(
            format!("there is no folder {}", path.display()),
            "name the folder of the register: -C DIR, or CSE_REGISTER",
        ),
        Fault::NoRegister { from } => said(
            format!("there is no register in {} or above it", from.display()),
            &format!(
                "cse init DIR --pathway {}   (or name the register: -C DIR, CSE_REGISTER)",
                shipped::names().last().unwrap_or(&"FOLDER")
            ),
        ),
        Fault::NotEmpty { path } => said(
            format!("{} holds something already", path.display()),
            "name a folder that is empty or not there yet",
        ),
        Fault::NotOwned { path } => said(
            format!("{} belongs to another account of this machine", path.display()),
            "work in a clone of your own: git clone FOLDER MINE",
        ),
        Fault::NotARepository { path } => {
            said(format!("{} is no git repository", path.display()), "cse doctor")
        }
        Fault::Unsupported { what } => unsupported(what),
        Fault::NoIdentity => said(
            "git does not know who you are, and a record must name its author".to_owned(),
            "git config --global user.name NAME && git config --global user.email ADDRESS",
        ),
        Fault::NoRandomness => said(
            "this machine gives no randomness, and a case's number must be drawn by chance"
                .to_owned(),
            "ask whoever looks after the machine",
        ),
        Fault::ReadOnly { path } => said(
            format!("{} cannot be written; nothing was recorded", path.display()),
            "ask whoever looks after the register for the right to write; reading works",
        ),
        Fault::DiskFull { path } => said(
            format!("the disk or quota of {} is full; nothing was recorded", path.display()),
            "free some room on it, then take the step again",
        ),
        Fault::Io { path, what, kind, os } => {
            said(format!("cannot {what} {}: {}", path.display(), why(*kind, *os)), "")
        }
        Fault::Git { what, message } => {
            said(format!("git: cannot {what}: {message}"), "cse doctor")
        }
        Fault::Locked { holder, path } => said(
            format!(
                "the register is being written {}; nothing was recorded",
                by(holder.as_ref(), path)
            ),
            "take the step again in a moment",
        ),
        Fault::ForeignLock { path, age, by } => foreign_lock(path, age.as_secs(), by.as_ref()),
        Fault::PathRefused { path } => said(
            format!("the register has a path that it may not have: {}", ui::line(path)),
            "cse check",
        ),
        Fault::Exists { path } => {
            said(format!("{path} is there already; a record is never overwritten"), "cse status")
        }
        Fault::HandEdited { path } => said(
            format!("{path} was edited by hand and is not committed; nothing was recorded"),
            "cse status   (then cse adopt, or git restore)",
        ),
        Fault::LocksDoNotWork { path } => said(
            format!("locks have no effect on the file system of {}", path.display()),
            "keep the register on a local disk, not on a network or synchronised folder",
        ),
        Fault::Moved { branch } => said(
            format!("another git program moved {branch} meanwhile; nothing was recorded"),
            "take the step again",
        ),
        Fault::Unsteady { path } => said(
            format!(
                "{} cannot be read reliably: a program changes it, or the disk fails; so nothing is \
                 repaired",
                path.display()
            ),
            "cse doctor   (where it says so again: copy the register to another disk first)",
        ),
        Fault::OutcomeUnknown { commit } => said(
            format!("the disk failed just as commit {commit} was made; it may or may not last"),
            "cse log   (take the step again only if it is not there)",
        ),
    }
}

/// Why a call failed. What the library has no word for, as too many open files, the system has.
fn why(kind: std::io::ErrorKind, os: Option<i32>) -> String {
    let said = kind.to_string();
    match os {
        Some(os) if said == "uncategorized error" => {
            std::io::Error::from_raw_os_error(os).to_string().to_lowercase()
        }
        Some(_) | None => said,
    }
}

/// Who writes just now.
fn by(holder: Option<&Holder>, path: &Path) -> String {
    match holder {
        Some(Holder { pid, user, host, since }) => {
            format!("by process {pid} of {user} on {host} since {since}")
        }
        None => format!("({})", path.display()),
    }
}

/// A lock of git's own that is not let go of.
fn foreign_lock(path: &Path, seconds: u64, by: Option<&Program>) -> Said {
    let path = path.display();
    let (who, hint) = match by {
        Some(Program { name, pid }) => (
            format!(" ({}, process {pid})", ui::line(name)),
            "let it finish (an editor may be open for its message), then take the step again"
                .to_owned(),
        ),
        None => (
            String::new(),
            format!("take the step again in a moment; if no git is at work there: rm {path}"),
        ),
    };
    Said {
        message: format!(
            "another git program{who} holds {path} since {seconds} seconds; nothing was recorded"
        ),
        hint: Some(hint),
        ..Said::default()
    }
}

fn unsupported(what: &Unsupported) -> Said {
    let (message, hint) = match what {
        Unsupported::ShaTwoFiveSix => ("uses SHA-256 object names", ""),
        Unsupported::Reftable => ("keeps its refs as reftable", "cse doctor"),
        Unsupported::Extension { .. } => ("uses an extension of git's format", ""),
        Unsupported::SparseIndex => ("is a sparse checkout", "git sparse-checkout disable"),
        Unsupported::SplitIndex => ("has a split index", "cse doctor --repair"),
        Unsupported::WorktreeElsewhere => ("has its work tree or .git elsewhere", "cse doctor"),
        Unsupported::Filters { .. } => (
            "names a filter in its attributes, which would change bytes",
            "remove the filter from the attributes file",
        ),
        Unsupported::Hooks { .. } => (
            "has a commit hook, which would not be run",
            "remove the hook, or run it where the register is fetched",
        ),
        Unsupported::Alternates => (
            "borrows objects from another repository",
            "git repack -ad && rm .git/objects/info/alternates",
        ),
        Unsupported::Grafts => ("has a grafted history", "rm .git/info/grafts"),
        Unsupported::ReplaceRefs => ("has replaced objects", "cse doctor --repair"),
        Unsupported::Shallow => ("is a shallow clone", "git fetch --unshallow"),
        Unsupported::PartialClone => ("is a partial clone", "cse doctor"),
        Unsupported::DetachedHead => ("is on no branch", "git switch main"),
        Unsupported::Elsewhere(found) => return elsewhere(found),
        Unsupported::Merging => ("is in the middle of a merge or rebase", "cse doctor"),
        Unsupported::Unmerged => ("has unmerged files", "git status"),
        Unsupported::BareRepo => ("has no work tree", "cse doctor"),
    };
    let detail = match what {
        Unsupported::Filters { .. } | Unsupported::Hooks { .. } | Unsupported::Extension { .. } => {
            format!(" ({what})")
        }
        _ => file_of(what).map(|(_, file)| format!(" ({file})")).unwrap_or_default(),
    };
    Said {
        rule: file_of(what).map(|(rule, _)| rule.to_owned()),
        message: format!("this register {message}, which cse does not support{detail}"),
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        ..Said::default()
    }
}

/// That what would be recorded would be judged without records that are there.
fn elsewhere(found: &Elsewhere) -> Said {
    let (on, branch) = (head_is_on(found), found.branch);
    Said {
        message: format!(
            "HEAD is on {on}, which lacks records of `{branch}`; nothing was recorded"
        ),
        hint: Some("cse doctor".to_owned()),
        ..Said::default()
    }
}

/// Ways of showing git another history than the one that is there: the name of the rule against
/// each, and where it stands.
/// Where `HEAD` is instead.
pub fn head_is_on(Elsewhere { on, .. }: &Elsewhere) -> String {
    on.as_ref().map_or("an older commit".to_owned(), |on| format!("`{}`", ui::line(on)))
}

fn file_of(what: &Unsupported) -> Option<(&'static str, &'static str)> {
    match what {
        Unsupported::Alternates => Some(("alternates", ".git/objects/info/alternates")),
        Unsupported::Grafts => Some(("grafts", ".git/info/grafts")),
        Unsupported::ReplaceRefs => Some(("replace-refs", ".git/refs/replace")),
        Unsupported::Shallow => Some(("shallow", ".git/shallow")),
        _ => None,
    }
}

/// That this machine's clock cannot be right, or may not be. Only a warning: the work goes on.
pub fn wrong_clock(wrong: WrongClock, now: Moment, newest: Moment) -> String {
    let (now, newest) = (ago::moment(now), ago::moment(newest));
    match wrong {
        WrongClock::Behind => format!(
            "warning: the clock of this machine shows {now}, but the newest commit was made at \
             {newest}; what is recorded by a wrong clock stands in the wrong order, and cse verify \
             names it\n"
        ),
        WrongClock::Ahead { days } => format!(
            "warning: the clock of this machine shows {now}, and nothing was recorded for {}; if \
             that is wrong, put the clock right first\n",
            super::count(usize::try_from(days).unwrap_or(usize::MAX), "day")
        ),
    }
}

/// What did not work after a record was durable. Nothing is lost; the next command repairs it.
pub fn warning(warning: &Warning) -> String {
    let (what, cause) = match warning {
        Warning::WorkTree { path, fault } => {
            (format!("{path} is recorded but not written out"), fault)
        }
        Warning::Index { fault } => ("git's index is not up to date".to_owned(), fault),
        Warning::Log { fault } => ("git's log of the branch lacks this".to_owned(), fault),
        Warning::Modes { fault } => ("the modes of git's files are not set".to_owned(), fault),
    };
    format!("{what} ({}); the next command repairs it", fault(cause).message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_open_files_are_said_to_be_that() {
        let error = std::io::Error::from_raw_os_error(24);
        let said = why(error.kind(), error.raw_os_error());
        assert!(said.starts_with("too many open files"), "{said}");
        assert_eq!(why(std::io::ErrorKind::PermissionDenied, Some(13)), "permission denied");
    }
}
