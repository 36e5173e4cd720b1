//! What `verify` found, in words.

use crate::domain::{Moment, PathwayRef, StepName};
use crate::ops::check;
use crate::ops::verify::{What, Witness};
use crate::register::WhyRefused;

use super::fault::{self, head_is_on};
use super::{any_of, refusal};

/// What is wrong, in one line.
pub fn finding(what: &What) -> String {
    match what {
        What::Object { id, why } => {
            format!("the object {} cannot be trusted: {}", short(id), lower(why))
        }
        What::Ref { why } => format!("the register's branch cannot be read: {}", lower(why)),
        What::Elsewhere(elsewhere) => {
            let on = head_is_on(elsewhere);
            format!("HEAD is on {on}: what `{}` has beyond that is not verified", elsewhere.branch)
        }
        What::Unreached { fault } => {
            format!(
                "what the register's branch has is not verified: {}",
                fault::fault(fault).message
            )
        }
        What::Rewritten { by, readable } => rewritten(*by, *readable),
        What::SecondRoot => "a second first commit: this history was joined to another".to_owned(),
        What::Deleted => "a file of a case was deleted; records are only ever added".to_owned(),
        What::Edited => "a file of a case was edited; records are only ever added".to_owned(),
        What::Smuggled => "this merge brings what none of its parents has".to_owned(),
        What::ByHand => "this record was committed by hand, not by cse".to_owned(),
        What::Message => "the commit's message is not the one that this record makes".to_owned(),
        What::NoRecord => {
            "the commit's message tells of a step, and the commit brings no record".to_owned()
        }
        What::Author { worker, author } => {
            format!("the record says that {worker} acted, and {author} committed it")
        }
        What::Committer => "the author of the commit and who committed it are two".to_owned(),
        What::Recorded { recorded, committed } => match committed {
            Some(committed) => format!("recorded at {recorded}, and committed at {committed}"),
            None => format!("recorded at {recorded}, and committed at no time that can be told"),
        },
        What::OlderThanParent => "this commit is older than the one before it".to_owned(),
        What::Future => "this commit lies in the future".to_owned(),
        What::Name { wanted } => {
            format!("the file's name is not the one that its content makes, {wanted}")
        }
        What::Folder { wanted } => {
            format!("by its first record the case belongs into {wanted}")
        }
        What::OutOfPlace => "nothing of this name belongs here".to_owned(),
        What::NoCaseNumber => "this folder's name is no case number".to_owned(),
        What::Refused(why) => why_refused(*why).to_owned(),
        What::Twin { other } => format!("this name and {other} differ only in capitals"),
        What::Unreadable { message } | What::Settings { message } => message.clone(),
        What::NotAsWritten => {
            "the file holds this record in other bytes than cse writes for it".to_owned()
        }
        What::After { hash } => {
            format!("it comes after the record {}, which was not there", short(&hash.to_string()))
        }
        What::Unseen { hash } => format!(
            "it does not come after the record {}, which was the newest",
            short(&hash.to_string())
        ),
        What::BeforeWhatItFollows => "recorded before a record that it comes after".to_owned(),
        What::BeforeItHappened => "recorded before it happened".to_owned(),
        What::NotPermitted { refusal: why, pathway } => {
            let said = refusal(why, pathway, &StepName::from(""), None);
            format!("not permitted when it was recorded: {}", said.message)
        }
        What::Lacks { fact } => format!("`{fact}` was required and is not there"),
        What::NotTaken { fact } => format!("its step does not take `{fact}`"),
        What::NothingToAmend => "the record that it puts right was not there".to_owned(),
        What::NotListed { author } => {
            format!("{author} was not listed in workers.yaml when this was committed")
        }
        What::NotOwnRole { role } => {
            format!("{role} was not a role of the worker when this was recorded")
        }
        What::Pathway { named } => pathway(named.as_ref()),
        What::PathwayEdited { version } => {
            format!("version {version} of the pathway was changed after it was adopted")
        }
        What::Attachment { wanted } => {
            format!("its attachment {wanted} is not there with the bytes that the record names")
        }
        What::Unnamed => "no record names this attachment".to_owned(),
        What::Identity => {
            "the register's own number, or whether its cases are invented, was changed".to_owned()
        }
        What::SettingsGone => {
            "this file is not there; nothing is ever taken out of a register".to_owned()
        }
        What::SettingsBy { author, may } => {
            let may: Vec<&str> = may.iter().map(crate::domain::RoleName::as_str).collect();
            format!("{author} changed this, which is for {}", any_of(&may))
        }
        What::Attributes => {
            "git would be told to treat files otherwise than as they are".to_owned()
        }
        What::NotAsCommitted(kind) => {
            format!("this file is not what is committed ({})", check::kind(*kind))
        }
    }
}

fn rewritten(by: Witness, readable: bool) -> String {
    let by = match by {
        Witness::Kept => "this machine saw it when it last verified the register",
        Witness::Checkpoint => "the checkpoint names it",
        Witness::Reflog => "git's own log of the branch names it",
    };
    let rest = if readable { "" } else { ", nor can it be read any more" };
    format!("the history no longer holds this commit{rest}: {by}")
}

fn pathway(named: Option<&PathwayRef>) -> String {
    match named {
        Some(PathwayRef { name, version }) => {
            format!("the version {version} of the pathway `{name}` was not in force")
        }
        None => "the first record of the case names no pathway".to_owned(),
    }
}

fn why_refused(why: WhyRefused) -> &'static str {
    match why {
        WhyRefused::SymbolicLink => "this is a symbolic link; a register holds plain files",
        WhyRefused::Submodule => "this is another repository; a register holds plain files",
        WhyRefused::Executable => "this file may be run; a register's files may not",
        WhyRefused::Mode => "this is neither a plain file nor a folder",
        WhyRefused::Name => "a register may not hold this name",
        WhyRefused::OutOfPlace => "nothing of this name belongs here",
    }
}

/// What a history that was verified is as good as, and no better.
pub const NOT_CHECKED: &[&str] = &[
    "who read what; who sat at the keyboard (signatures are not looked at)",
    "what commits say that bring no record; headers of commits that cse does not write",
    "files that cse does not read: all outside cases/, templates/pathways/ and its own settings",
    "branches, tags and objects that the register's history does not reach",
    "whether another copy of the register holds more than this one",
];

/// What could not be told because nothing was kept before.
pub const FIRST_TIME: &str =
    "anything rewritten before today: this account verifies the register for the first time";

/// Since when rewriting would have been seen.
pub fn since(kept: Moment) -> String {
    format!("nothing that was there when it was last verified, up to {kept}, is gone")
}

fn short(hex: &str) -> &str {
    hex.get(..8).unwrap_or(hex)
}

fn lower(text: &str) -> String {
    let mut chars = text.trim().trim_end_matches('.').chars();
    chars.next().map(|c| c.to_lowercase().to_string() + chars.as_str()).unwrap_or_default()
}
