//! What `doctor` found, in words: what is wrong, what that means for the people who use the register,
//! what would be done about it here, and what to do where nothing can be.

mod files;
mod history;
mod place;
mod rest;

use std::path::Path;

use crate::register::doctor::{Cause, Did, Grade};

use super::count;

/// A finding in words.
#[derive(Clone, Debug, Default)]
pub struct Ailment {
    /// What is wrong.
    pub wrong: String,
    /// What it means for the people who use the register.
    pub means: &'static str,
    /// What would be done about it here, where anything can be.
    pub repair: &'static str,
    /// What to do about it where nothing can be done here.
    pub next: String,
}

/// Said of what can be repaired once something else is.
pub const AFTER: &str = "put right what else is said here, then cse doctor again";

/// What something means, said of several causes.
const NOTHING_READ: &str = "no command can read the register";
const NOTHING_RECORDED: &str = "the register can be read, and nothing can be recorded";
const REFUSED: &str = "every command refuses this register, lest it read another than git shows";
const ALL_THERE: &str = "nothing is lost, and commands work; git status is not clean";
const COPY_BACK: &str = "copy .git of a backup or a clone to where it was";
const ANEW: &str = "git's index is made anew from what is committed";
const WRITTEN: &str = "it is set aside, and written as it is committed";
const ASIDE: &str = "it is set aside";
const UNSET: &str = "the setting is taken out";

/// A folder, to be pasted.
fn quoted(folder: &Path) -> String {
    format!("'{}'", folder.display().to_string().replace('\'', "'\\''"))
}

/// How a register that cannot be used where it is becomes one that can, beside it.
fn clone(root: &Path) -> String {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    format!("git clone {} {}", quoted(root), quoted(&root.with_file_name(format!("{name}-clone"))))
}

fn said(wrong: impl Into<String>, means: &'static str, repair: &'static str) -> Ailment {
    Ailment { wrong: wrong.into(), means, repair, next: String::new() }
}

impl Ailment {
    fn next(mut self, next: impl Into<String>) -> Self {
        self.next = next.into();
        self
    }
}

/// A finding in words; `file` is where it is, from the register's folder `root` on.
pub fn ailment(cause: &Cause, root: &Path, file: &str) -> Ailment {
    match cause {
        Cause::Object { .. }
        | Cause::HeadMissing
        | Cause::HeadDamaged
        | Cause::HeadDetached { .. }
        | Cause::HeadUnborn { .. }
        | Cause::OtherBranch { .. }
        | Cause::BranchDamaged
        | Cause::BranchMissing
        | Cause::CommitsLost { .. }
        | Cause::RefDamaged
        | Cause::PackedRefs => history::words(cause, file),
        Cause::Alternates { .. }
        | Cause::Grafts
        | Cause::Replaced
        | Cause::Shallow { .. }
        | Cause::NoGit
        | Cause::GitElsewhere { .. }
        | Cause::FolderMissing
        | Cause::Bare => place::words(cause, root, file),
        Cause::Unfinished
        | Cause::UnderWay { .. }
        | Cause::Unmerged
        | Cause::Markers { .. }
        | Cause::IndexMissing
        | Cause::IndexEmpty
        | Cause::IndexDamaged
        | Cause::SplitIndex
        | Cause::Staged { .. }
        | Cause::Unwatched { .. }
        | Cause::Copy { .. }
        | Cause::FileMissing
        | Cause::FileDamaged
        | Cause::RecordChanged
        | Cause::FileChanged
        | Cause::FileOld
        | Cause::FileStray { .. }
        | Cause::NotAFile
        | Cause::NotAFolder { .. }
        | Cause::Special { .. } => files::words(cause, file),
        Cause::WorkTreeElsewhere { .. }
        | Cause::ConfigDamaged
        | Cause::ConfigMissing
        | Cause::Converts { .. }
        | Cause::Shares
        | Cause::Runs { .. }
        | Cause::Sparse
        | Cause::Format { .. }
        | Cause::HooksElsewhere { .. }
        | Cause::Hook
        | Cause::Attributes { .. }
        | Cause::Open { .. }
        | Cause::Owner
        | Cause::Lock { .. }
        | Cause::Leftovers { .. }
        | Cause::Drafts { .. }
        | Cause::OtherWorkTree
        | Cause::NoLocks
        | Cause::Unreadable { .. } => rest::words(cause, root, file),
    }
}

/// How grave a finding is, in a word.
pub fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Grave => "grave",
        Grade::Slight => "slight",
        Grade::Note => "notice",
    }
}

/// What was done, in words.
pub fn done(did: &Did) -> String {
    let kept = |kept: &Option<String>| {
        kept.as_ref().map(|to| format!("; what it was is in {to}")).unwrap_or_default()
    };
    match did {
        Did::Moved { to } => format!("moved to {to}"),
        Did::Written { kept: was } => format!("written{}", kept(was)),
        Did::Unset { key, kept: was } => format!("{key} taken out{}", kept(was)),
        Did::Borrowed { objects } => {
            format!("{} copied from where they were borrowed", count(*objects, "object"))
        }
        Did::Closed => "closed to other accounts".to_owned(),
    }
}
