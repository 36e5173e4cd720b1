//! How a register is repaired: by few kinds of acts, each of which may be cut off at any point and
//! done again. Nothing is thrown away: what is replaced or removed goes to `.git/cse-aside/`, for
//! this account alone, and every act is told.

mod mender;

use std::path::PathBuf;

use git2::{ObjectType, Oid};

use crate::domain::Moment;
use crate::register::Fault;
use crate::register::lock::{Lock, PATIENCE};
use crate::register::stale::ASIDE;

use super::cause::Cause;
use super::finding::Finding;
use super::objects::Objects;
use super::{Site, beside, control};

use mender::Mender;

/// One thing that is done. Files are named from the register's folder on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// A file or folder goes aside.
    SetAside { file: String },
    /// A lock goes aside, once nobody can be behind it.
    Unlock { file: String },
    /// A file of git's gets these bytes; what it was goes aside.
    Write { file: String, bytes: Vec<u8> },
    /// A folder is made.
    Folder { file: String },
    /// A setting is taken out; what the settings were goes aside.
    Unset { file: String, key: String },
    /// Borrowed objects become the register's own.
    Borrow { objects: Vec<Oid> },
    /// An object is written.
    Object { id: Oid, kind: ObjectType, bytes: Vec<u8> },
    /// A file of the work tree is written as it is committed.
    Restore { file: String, id: Oid },
    /// git's index is made anew; what it was goes aside.
    Index,
    /// Others may no longer read these.
    Tighten { files: Vec<String> },
}

/// What came of a repair.
#[derive(Debug)]
pub struct Repaired {
    /// What was done.
    pub done: Vec<Done>,
    /// Why no more was.
    pub fault: Option<Fault>,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The file or folder, from the register's folder on.
    pub file: String,
    /// What became of it.
    pub did: Did,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Did {
    /// It was moved, to a path from the register's folder on.
    Moved {
        /// Where to.
        to: String,
    },
    /// It was written anew; what it was is kept, where it was anything.
    Written {
        /// Where what it was is kept.
        kept: Option<String>,
    },
    /// A setting was taken out of it.
    Unset {
        /// Which.
        key: String,
        /// Where what the file was is kept.
        kept: Option<String>,
    },
    /// Objects were taken in from where they were borrowed.
    Borrowed {
        /// How many.
        objects: usize,
    },
    /// Others may no longer read it.
    Closed,
}

/// When what is wrong is repaired: each needs what comes before.
pub fn turn(cause: &Cause) -> u8 {
    match cause {
        Cause::Lock { .. } | Cause::Special { .. } => 0,
        Cause::FolderMissing => 1,
        Cause::ConfigDamaged | Cause::ConfigMissing => 2,
        Cause::Alternates { .. } => 3,
        Cause::Object { .. } => 4,
        Cause::PackedRefs => 5,
        Cause::BranchDamaged | Cause::BranchMissing | Cause::RefDamaged => 6,
        Cause::HeadMissing
        | Cause::HeadDamaged
        | Cause::HeadDetached { .. }
        | Cause::HeadUnborn { .. }
        | Cause::OtherBranch { .. } => 7,
        Cause::Unfinished | Cause::UnderWay { .. } => 8,
        Cause::Copy { .. } | Cause::FileStray { .. } | Cause::NotAFolder { .. } => 9,
        Cause::Markers { .. }
        | Cause::FileMissing
        | Cause::FileDamaged
        | Cause::RecordChanged
        | Cause::FileChanged
        | Cause::FileOld
        | Cause::NotAFile => 10,
        Cause::Unmerged
        | Cause::IndexMissing
        | Cause::IndexEmpty
        | Cause::IndexDamaged
        | Cause::Staged { .. }
        | Cause::Unwatched { .. }
        | Cause::SplitIndex
        | Cause::Sparse => 11,
        Cause::NoGit
        | Cause::GitElsewhere { .. }
        | Cause::Bare
        | Cause::WorkTreeElsewhere { .. }
        | Cause::Converts { .. }
        | Cause::Shares
        | Cause::Runs { .. }
        | Cause::Format { .. }
        | Cause::HooksElsewhere { .. }
        | Cause::Hook
        | Cause::Grafts
        | Cause::Replaced
        | Cause::Shallow { .. }
        | Cause::Attributes { .. }
        | Cause::Open { .. }
        | Cause::Owner
        | Cause::CommitsLost { .. }
        | Cause::Leftovers { .. }
        | Cause::Drafts { .. }
        | Cause::OtherWorkTree
        | Cause::NoLocks
        | Cause::Unreadable { .. } => 12,
    }
}

impl Site {
    /// Repairs what was agreed to and still is wrong, as far as it goes. Run again it finds nothing
    /// left to do.
    pub fn repair(&self, now: Moment, agreed: &[Finding]) -> Result<Repaired, Fault> {
        self.repair_until(now, agreed, usize::MAX)
    }

    /// As [`repair`](Self::repair), cut off after so many acts.
    pub(super) fn repair_until(
        &self,
        now: Moment,
        agreed: &[Finding],
        most: usize,
    ) -> Result<Repaired, Fault> {
        let _lock = Lock::take(&self.git_dir, now, PATIENCE)?;
        // What is found only once, or by reading that fails, is no reason to set anything aside.
        let examined = self.examine_as(true)?;
        if examined != self.examine_as(true)? {
            return Err(Fault::Unsteady { path: self.root.clone() });
        }
        control::reads(&self.git_dir)?;
        let is_agreed = |finding: &&Finding| agreed.iter().any(|one| one.is_same(finding));
        let mut findings: Vec<&Finding> = examined.findings.iter().filter(is_agreed).collect();
        findings.sort_by_key(|finding| turn(&finding.cause));
        let mut mender = Mender {
            site: self,
            aside: PathBuf::new(),
            stamp: now.compact(),
            objects: Objects::open(&self.git_dir, &beside::borrowed(&self.git_dir))?,
            examined: &examined,
            done: Vec::new(),
        };
        let mut acts: Vec<&Act> = Vec::new();
        for act in findings.iter().flat_map(|finding| &finding.acts) {
            // Several findings may be repaired by the same act.
            if !acts.contains(&act) {
                acts.push(act);
            }
        }
        // git's index is made of the files as they are in the end.
        acts.sort_by_key(|act| **act == Act::Index);
        let fault = acts.into_iter().take(most).find_map(|act| mender.act(act).err());
        Ok(Repaired { done: mender.done, fault })
    }
}
