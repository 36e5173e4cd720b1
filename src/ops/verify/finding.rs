//! What is found: facts, each with its commit, its file and the stable name of its rule. The words
//! are the command line's.

use std::sync::Arc;

use crate::domain::{FactName, Hash, Moment, PathwayRef, Place, RecordName, RoleName};
use crate::pathway::{Pathway, Refusal};
use crate::register::{CommitId, DifferenceKind, Elsewhere, Fault, WhyRefused};

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The commit that brought it; none: it is wrong now, in the folder.
    pub commit: Option<CommitId>,
    /// The file, and the place in it where that is known; no name: the commit as a whole.
    pub place: Place,
    /// What is wrong.
    pub what: What,
}

/// What is wrong.
#[derive(Clone, Debug)]
pub enum What {
    /// An object cannot be read, or its bytes are not what its name says.
    Object {
        /// Its name.
        id: String,
        /// git's words.
        why: String,
    },
    /// The branch stands nowhere that can be read.
    Ref {
        /// git's words.
        why: String,
    },
    /// `HEAD` is not on the register's branch, which has commits that are not verified.
    Elsewhere(Elsewhere),
    /// It cannot be told whether it has.
    Unreached {
        /// What failed.
        fault: Fault,
    },
    /// The history does not hold any more what it once held.
    Rewritten {
        /// Who remembers it.
        by: Witness,
        /// Whether the commit can still be read.
        readable: bool,
    },
    /// A second first commit.
    SecondRoot,
    /// A file of a case was taken away.
    Deleted,
    /// A file of a case was changed.
    Edited,
    /// A merge brought what none of its parents has, or changed what they agree on.
    Smuggled,
    /// A record was committed by hand.
    ByHand,
    /// The commit's message is not the one that its record makes.
    Message,
    /// The commit's message tells of a step, and the commit brings no record.
    NoRecord,
    /// The record names another worker than the commit's author.
    Author {
        /// The worker in the record.
        worker: String,
        /// Who committed it.
        author: String,
    },
    /// The commit's author and committer are two.
    Committer,
    /// The record was recorded at another moment than its commit was made.
    Recorded {
        /// When it was recorded.
        recorded: Moment,
        /// When it was committed, where that can be told.
        committed: Option<Moment>,
    },
    /// The commit is older than one of its parents.
    OlderThanParent,
    /// The commit lies in the future, or its time is none.
    Future,
    /// The file's name is not the one that its bytes make.
    Name {
        /// What it would have to be.
        wanted: RecordName,
    },
    /// The case's folder is not of the month in which it was opened.
    Folder {
        /// The folder that it would have to be.
        wanted: String,
    },
    /// Nothing of this name belongs here.
    OutOfPlace,
    /// The folder's name is no case number.
    NoCaseNumber,
    /// It is nothing that a register may hold.
    Refused(WhyRefused),
    /// Its name and another one differ only in capitals.
    Twin {
        /// The other name.
        other: String,
    },
    /// The file does not read.
    Unreadable {
        /// What is wrong.
        message: String,
    },
    /// The file reads, and is not what is written of the record.
    NotAsWritten,
    /// It comes after a record that was not there.
    After {
        /// That record's hash.
        hash: Hash,
    },
    /// It does not come after a record that was there.
    Unseen {
        /// That record's hash.
        hash: Hash,
    },
    /// It was recorded before what it comes after.
    BeforeWhatItFollows,
    /// It was recorded before it happened.
    BeforeItHappened,
    /// A rule refuses it.
    NotPermitted {
        /// The rule.
        refusal: Refusal,
        /// The pathway, for its words.
        pathway: Arc<Pathway>,
    },
    /// It lacks a fact that its step requires.
    Lacks {
        /// The fact.
        fact: FactName,
    },
    /// It gives a fact that its step does not take.
    NotTaken {
        /// The fact.
        fact: FactName,
    },
    /// What it amends is not there.
    NothingToAmend,
    /// Workers were listed, and the author was not among them.
    NotListed {
        /// The author.
        author: String,
    },
    /// The role was none of the worker's.
    NotOwnRole {
        /// The role.
        role: RoleName,
    },
    /// The pathway that the case names was not there, or not the one for new cases.
    Pathway {
        /// What the case names, if anything.
        named: Option<PathwayRef>,
    },
    /// A pathway that was in force was changed.
    PathwayEdited {
        /// Its version.
        version: u32,
    },
    /// A record's attachment is not there, or is another one.
    Attachment {
        /// The file that it would have to be.
        wanted: String,
    },
    /// An attachment that no record names.
    Unnamed,
    /// The register's own number, or whether its cases are invented, was changed.
    Identity,
    /// The register's own files do not read.
    Settings {
        /// What is wrong.
        message: String,
    },
    /// One of the register's own files is not there.
    SettingsGone,
    /// The register's own files were changed by somebody who may not.
    SettingsBy {
        /// Who did it.
        author: String,
        /// The roles that may.
        may: Vec<RoleName>,
    },
    /// What git does with files would be changed.
    Attributes,
    /// The work tree or git's index is not as committed.
    NotAsCommitted(DifferenceKind),
}

/// Who remembers what the history once held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// What this machine kept when it last verified the register.
    Kept,
    /// A checkpoint that was given.
    Checkpoint,
    /// git's own log of the branch.
    Reflog,
}

impl Finding {
    /// One of a commit as a whole.
    pub fn of_commit(commit: CommitId, what: What) -> Self {
        Finding { commit: Some(commit), place: Place::default(), what }
    }

    /// One of a file.
    pub fn of_file(commit: Option<CommitId>, file: String, what: What) -> Self {
        Finding { commit, place: Place::file(file), what }
    }
}

impl What {
    /// The stable name of the rule.
    pub fn rule(&self) -> &str {
        match self {
            What::Object { .. } => "object",
            What::Ref { .. } | What::Elsewhere(_) | What::Unreached { .. } => "ref",
            What::Rewritten { .. } => "rewritten",
            What::SecondRoot => "second-root",
            What::Deleted => "deleted",
            What::Edited => "edited",
            What::Smuggled => "merge",
            What::ByHand => "by-hand",
            What::Message | What::NoRecord => "message",
            What::Author { .. } | What::Committer => "author",
            What::Recorded { .. }
            | What::OlderThanParent
            | What::Future
            | What::BeforeWhatItFollows
            | What::BeforeItHappened => "time",
            What::Name { .. } => "name",
            What::Folder { .. } | What::OutOfPlace | What::NoCaseNumber => "place",
            What::Refused(_) => "plain-file",
            What::Twin { .. } => "twin",
            What::Unreadable { .. } => "format",
            What::NotAsWritten => "form",
            What::After { .. } | What::Unseen { .. } => "after",
            What::NotPermitted { refusal, .. } => refusal.rule(),
            What::Lacks { .. } => "missing",
            What::NotTaken { .. } => "not-taken",
            What::NothingToAmend => "amends",
            What::NotListed { .. } => "not-listed",
            What::NotOwnRole { .. } => "own-role",
            What::Pathway { .. } => "pathway",
            What::PathwayEdited { .. } => "pathway-edited",
            What::Attachment { .. } | What::Unnamed => "attachment",
            What::Identity
            | What::Settings { .. }
            | What::SettingsGone
            | What::SettingsBy { .. } => "settings",
            What::Attributes => "attributes",
            What::NotAsCommitted(_) => "work-tree",
        }
    }
}
