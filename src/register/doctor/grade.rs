//! How much each finding matters: what a command line counts as wrong, and what is said first.

use super::cause::Cause;

/// How much a finding matters to the people who use the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Records are lost or hidden, or nothing can be read or written.
    Grave,
    /// Everything is there and works, but it may not stay so.
    Slight,
    /// Worth knowing; nothing is wrong.
    Note,
}

impl Cause {
    /// How grave it is.
    pub fn grade(&self) -> Grade {
        match self {
            Cause::Converts { .. }
            | Cause::Shares
            | Cause::Runs { .. }
            | Cause::IndexMissing
            | Cause::IndexEmpty
            | Cause::IndexDamaged
            | Cause::Staged { .. }
            | Cause::Unwatched { .. }
            | Cause::RefDamaged
            | Cause::Copy { .. }
            | Cause::FileMissing
            | Cause::FileDamaged
            | Cause::RecordChanged
            | Cause::FileChanged
            | Cause::FileOld
            | Cause::FileStray { .. }
            | Cause::NotAFile
            | Cause::NotAFolder { .. }
            | Cause::Special { in_git: false, .. }
            | Cause::Open { .. }
            | Cause::Lock { held: false }
            | Cause::OtherBranch { hides: false, .. }
            | Cause::Object { path: None, kind: "", .. } => Grade::Slight,
            Cause::Lock { held: true }
            | Cause::Leftovers { .. }
            | Cause::Drafts { .. }
            | Cause::OtherWorkTree => Grade::Note,
            Cause::NoGit
            | Cause::GitElsewhere { .. }
            | Cause::FolderMissing
            | Cause::Bare
            | Cause::WorkTreeElsewhere { .. }
            | Cause::ConfigDamaged
            | Cause::ConfigMissing
            | Cause::Sparse
            | Cause::SplitIndex
            | Cause::Format { .. }
            | Cause::HooksElsewhere { .. }
            | Cause::Hook
            | Cause::Alternates { .. }
            | Cause::Grafts
            | Cause::Replaced
            | Cause::Shallow { .. }
            | Cause::Attributes { .. }
            | Cause::HeadMissing
            | Cause::HeadDamaged
            | Cause::HeadDetached { .. }
            | Cause::HeadUnborn { .. }
            | Cause::OtherBranch { hides: true, .. }
            | Cause::BranchDamaged
            | Cause::BranchMissing
            | Cause::CommitsLost { .. }
            | Cause::PackedRefs
            | Cause::Object { .. }
            | Cause::Unfinished
            | Cause::UnderWay { .. }
            | Cause::Unmerged
            | Cause::Markers { .. }
            | Cause::Special { in_git: true, .. }
            | Cause::Owner
            | Cause::NoLocks
            | Cause::Unreadable { .. } => Grade::Grave,
        }
    }

    /// Whether it keeps a case from being read as it is: such are said first.
    pub fn hides_a_case(&self) -> bool {
        match self {
            Cause::Unmerged | Cause::Markers { .. } => true,
            Cause::Object { path, .. } => path.is_some(),
            _ => false,
        }
    }
}
