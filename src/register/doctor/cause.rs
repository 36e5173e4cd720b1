//! What can be wrong with a register as a repository: a closed list. Each has a stable name; how grave
//! it is stands in `grade.rs`, what would repair it comes with the finding, and its words are the
//! command line's.

use std::path::PathBuf;

use git2::Oid;

use crate::register::plain::Special;
use crate::register::{CommitId, ObjectId};

use super::under::Begun;

/// How an object is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// Its file is empty, as after a power cut.
    Empty,
    /// Its bytes are not what its name says.
    Damaged,
    /// It is gone.
    Missing,
    /// It is there, and the disk does not give it.
    Unread,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// There is `cse.yaml`, and no `.git`.
    NoGit,
    /// `.git` is a file or a link that leads elsewhere.
    GitElsewhere {
        /// Where it leads, as it says.
        to: String,
        /// Whether anything is there.
        there: bool,
        /// The main work tree, where this one is only linked to it.
        main: Option<PathBuf>,
    },
    /// A folder without which git sees no repository.
    FolderMissing,
    /// A repository without a work tree: by its settings, or by its shape.
    Bare,
    /// `core.worktree` names another folder.
    WorkTreeElsewhere {
        /// What it says.
        to: String,
    },
    /// The settings cannot be read.
    ConfigDamaged,
    /// There are no settings.
    ConfigMissing,
    /// A setting by which git changes bytes or line ends.
    Converts {
        /// The setting.
        key: String,
    },
    /// A setting by which git lets others read what it writes.
    Shares,
    /// A setting by which git runs a program or goes elsewhere.
    Runs {
        /// The setting.
        key: String,
    },
    /// Files are left out of the work tree on purpose.
    Sparse,
    /// The index is split in two.
    SplitIndex,
    /// A format that this program does not honour.
    Format {
        /// Its name.
        name: String,
    },
    /// Hooks are looked for in another folder.
    HooksElsewhere {
        /// Which.
        to: String,
    },
    /// A hook that a commit would have to run.
    Hook,
    /// Objects are borrowed from another repository.
    Alternates {
        /// Whether that is there, and all that is needed can be taken from it.
        whole: bool,
    },
    /// A grafted history.
    Grafts,
    /// Replaced objects.
    Replaced,
    /// A history that is cut off.
    Shallow {
        /// Whether all of it is there in truth.
        whole: bool,
    },
    /// Attributes by which bytes are changed.
    Attributes {
        /// The line, from 1.
        line: usize,
    },
    /// `HEAD` is gone.
    HeadMissing,
    /// `HEAD` means nothing.
    HeadDamaged,
    /// `HEAD` names a commit and no branch.
    HeadDetached {
        /// The commit.
        commit: CommitId,
    },
    /// `HEAD` names a branch that is not there.
    HeadUnborn {
        /// The branch.
        branch: String,
    },
    /// `HEAD` names another branch than the register's.
    OtherBranch {
        /// The branch.
        branch: String,
        /// Whether the register's own has commits that this one has not.
        hides: bool,
    },
    /// The branch's file is empty or means nothing, or names what is no commit.
    BranchDamaged,
    /// The branch is gone.
    BranchMissing,
    /// Commits stood on the branch, and stand on it no longer.
    CommitsLost {
        /// The newest.
        commit: CommitId,
        /// The branch.
        branch: String,
        /// How many its log names.
        commits: usize,
        /// Whether it and all before it can be read still.
        readable: bool,
    },
    /// Another ref means nothing.
    RefDamaged,
    /// The file of packed refs is cut off.
    PackedRefs,
    /// An object cannot be read.
    Object {
        /// Which.
        id: ObjectId,
        /// How.
        harm: Harm,
        /// What kind it ought to be, where something needs it.
        kind: &'static str,
        /// The file or folder of the register that it is, where it is one.
        path: Option<String>,
    },
    /// A merge that was not finished.
    Unfinished,
    /// A rebase, a bisection or the like, which only git can end.
    UnderWay {
        /// What git began.
        begun: Begun,
    },
    /// git's index holds a conflict.
    Unmerged,
    /// Marks of a merge in a file.
    Markers {
        /// The line, from 1.
        line: usize,
        /// Whether they were committed.
        committed: bool,
    },
    /// There is no index.
    IndexMissing,
    /// The index is empty.
    IndexEmpty,
    /// The index cannot be read.
    IndexDamaged,
    /// The index holds something else than what is committed.
    Staged {
        /// How many files.
        files: usize,
    },
    /// git was told not to look at files.
    Unwatched {
        /// How many files.
        files: usize,
    },
    /// A copy that a program made which keeps folders in step.
    Copy {
        /// Whether it holds what is committed too.
        same: bool,
    },
    /// Committed, and not in the work tree.
    FileMissing,
    /// Emptied, or filled with zero bytes.
    FileDamaged,
    /// A record that was changed by hand.
    RecordChanged,
    /// Another file that was changed by hand.
    FileChanged,
    /// As an earlier commit had it.
    FileOld,
    /// Not committed.
    FileStray {
        /// Whether its bytes are committed elsewhere.
        known: bool,
    },
    /// A link, a folder or a device where a file belongs.
    NotAFile,
    /// A link or a file where a folder belongs.
    NotAFolder {
        /// Whether it is a link.
        is_link: bool,
    },
    /// A pipe, a socket or a device: it holds no bytes, and who opens it may wait for ever.
    Special {
        /// Which.
        what: Special,
        /// Whether it stands among git's own files.
        in_git: bool,
    },
    /// Other accounts of this machine may read.
    Open {
        /// How many files and folders.
        files: usize,
    },
    /// It belongs to another account.
    Owner,
    /// A lock that a program left.
    Lock {
        /// Whether a program is at work behind it now.
        held: bool,
    },
    /// What killed programs left.
    Leftovers {
        /// How many files.
        files: usize,
    },
    /// Drafts that are kept.
    Drafts {
        /// How many.
        drafts: usize,
    },
    /// Another work tree of the same repository.
    OtherWorkTree,
    /// Locks have no effect.
    NoLocks,
    /// Something cannot be read.
    Unreadable {
        /// The system's words.
        why: String,
    },
}

impl Cause {
    /// Its stable name.
    pub fn rule(&self) -> &'static str {
        match self {
            Cause::NoGit => "no-git",
            Cause::GitElsewhere { .. } => "git-elsewhere",
            Cause::FolderMissing => "git-folder-missing",
            Cause::Bare => "bare",
            Cause::WorkTreeElsewhere { .. } => "work-tree-elsewhere",
            Cause::ConfigDamaged => "config-damaged",
            Cause::ConfigMissing => "config-missing",
            Cause::Converts { .. } => "converts",
            Cause::Shares => "shares",
            Cause::Runs { .. } => "runs",
            Cause::Sparse => "sparse",
            Cause::SplitIndex => "split-index",
            Cause::Format { .. } => "format",
            Cause::HooksElsewhere { .. } => "hooks-elsewhere",
            Cause::Hook => "hook",
            Cause::Alternates { .. } => "alternates",
            Cause::Grafts => "grafts",
            Cause::Replaced => "replace-refs",
            Cause::Shallow { .. } => "shallow",
            Cause::Attributes { .. } => "attributes",
            Cause::HeadMissing => "head-missing",
            Cause::HeadDamaged => "head-damaged",
            Cause::HeadDetached { .. } => "head-detached",
            Cause::HeadUnborn { .. } => "head-unborn",
            Cause::OtherBranch { .. } => "other-branch",
            Cause::BranchDamaged => "branch-damaged",
            Cause::BranchMissing => "branch-missing",
            Cause::CommitsLost { .. } => "commits-lost",
            Cause::RefDamaged => "ref-damaged",
            Cause::PackedRefs => "packed-refs",
            Cause::Object { harm: Harm::Empty, .. } => "object-empty",
            Cause::Object { harm: Harm::Damaged, .. } => "object-damaged",
            Cause::Object { harm: Harm::Missing, .. } => "object-missing",
            Cause::Object { harm: Harm::Unread, .. } => "object-unread",
            Cause::Unfinished => "unfinished-merge",
            Cause::UnderWay { .. } => "under-way",
            Cause::Unmerged => "unmerged",
            Cause::Markers { .. } => "merge-marks",
            Cause::IndexMissing => "index-missing",
            Cause::IndexEmpty => "index-empty",
            Cause::IndexDamaged => "index-damaged",
            Cause::Staged { .. } => "staged",
            Cause::Unwatched { .. } => "unwatched",
            Cause::Copy { .. } => "conflict-copy",
            Cause::FileMissing => "file-missing",
            Cause::FileDamaged => "file-damaged",
            Cause::RecordChanged => "record-changed",
            Cause::FileChanged => "file-changed",
            Cause::FileOld => "file-old",
            Cause::FileStray { .. } => "file-stray",
            Cause::NotAFile => "not-a-file",
            Cause::NotAFolder { .. } => "not-a-folder",
            Cause::Special { .. } => "special-file",
            Cause::Open { .. } => "open-to-others",
            Cause::Owner => "owner",
            Cause::Lock { held: false } => "stale-lock",
            Cause::Lock { held: true } => "lock",
            Cause::Leftovers { .. } => "leftovers",
            Cause::Drafts { .. } => "drafts",
            Cause::OtherWorkTree => "other-work-tree",
            Cause::NoLocks => "no-locks",
            Cause::Unreadable { .. } => "unreadable",
        }
    }
}

impl From<Oid> for ObjectId {
    fn from(id: Oid) -> Self {
        ObjectId(id)
    }
}
