//! Of the history: `HEAD`, branches, objects.

use crate::register::doctor::{Cause, Harm};

use crate::cli::wording::count;

use super::{ASIDE, Ailment, COPY_BACK, NOTHING_READ, NOTHING_RECORDED, said};

/// What is wrong, of these causes alone.
pub fn words(cause: &Cause, file: &str) -> Ailment {
    match cause {
        Cause::HeadMissing => {
            said("HEAD is gone", NOTHING_READ, "HEAD is put back on the branch").next(COPY_BACK)
        }
        Cause::HeadDamaged => {
            said("HEAD means nothing", NOTHING_READ, "HEAD is put back on the branch")
                .next(COPY_BACK)
        }
        Cause::HeadDetached { commit } => said(
            format!("HEAD names the commit {} and no branch", commit.short()),
            NOTHING_RECORDED,
            "HEAD is put back on the branch, which keeps every commit",
        )
        .next("git branch found && git switch main && git merge found"),
        Cause::HeadUnborn { branch } => said(
            format!("HEAD names {branch}, which is not there"),
            "the register looks empty, and is not",
            "HEAD is put back on the branch",
        )
        .next(COPY_BACK),
        Cause::OtherBranch { branch, hides: true } => said(
            format!("HEAD is on {branch}, which lacks commits of refs/heads/main"),
            "records are not shown that are there",
            "HEAD is put back on refs/heads/main",
        )
        .next("git merge refs/heads/main"),
        Cause::OtherBranch { branch, hides: false } => said(
            format!("HEAD is on {branch}; refs/heads/main is behind it"),
            "commands work; others may look at refs/heads/main, which lacks the newest records",
            "",
        )
        .next("git branch --force main && git switch main"),
        Cause::BranchDamaged => said(
            "the branch's file means nothing",
            NOTHING_READ,
            "it is written anew, with the commit at which the branch stood last",
        )
        .next(format!(
            "git reflog, then write a commit that can be read into {file}; or {COPY_BACK}"
        )),
        Cause::BranchMissing => said(
            "the branch is gone",
            NOTHING_READ,
            "it is made anew, with the commit at which it stood last",
        )
        .next(COPY_BACK),
        Cause::CommitsLost { commit, branch, commits, readable } => {
            let others = match commits.saturating_sub(1) {
                0 => String::new(),
                n => format!(", nor {}", count(n, "other commit")),
            };
            let next = if *readable {
                format!("git merge {commit}")
            } else {
                format!("git pull --no-rebase CLONE {branch}")
            };
            said(
                format!("the branch stood on the commit {}, and holds it no longer{others}", commit.short()),
                "records that were in it are in no list; after a while git throws such commits away",
                "",
            )
            .next(next)
        }
        Cause::RefDamaged => said("this ref means nothing", "commands work; git complains", ASIDE),
        Cause::PackedRefs => said(
            "the file of packed refs is cut off or damaged",
            NOTHING_READ,
            "it is written anew with the lines that mean something",
        ),
        Cause::Object { id, harm, kind, path } => {
            object(&id.to_string(), *harm, kind, path.as_deref())
        }
        _ => Ailment::default(),
    }
}

/// An object that cannot be read.
fn object(id: &str, harm: Harm, kind: &str, path: Option<&str>) -> Ailment {
    let how = match harm {
        Harm::Empty => "is empty, as after a power cut",
        Harm::Damaged => "is damaged",
        Harm::Missing => "is gone",
        Harm::Unread => "is there, and the disk does not give it",
    };
    let short = id.get(..10).unwrap_or(id);
    if harm == Harm::Unread {
        let what = path.filter(|path| !path.is_empty()).map(|path| format!(": it is {path}"));
        let message = format!("the object {short} {how}{}", what.unwrap_or_default());
        return said(message, "whether it is damaged cannot be told, so it is left as it is", "")
            .next("copy the register to another disk, and there: cse doctor");
    }
    let Some(path) = path else {
        if kind.is_empty() {
            return said(
                format!("the object {short} {how}; nothing needs it"),
                "nothing is lost; git fsck complains",
                ASIDE,
            )
            .next("git repack -ad drops it");
        }
        return said(
            format!("the {kind} {short} {how}"),
            "all that came before it cannot be read",
            ASIDE,
        )
        .next(bring(id, kind));
    };
    let path = if path.is_empty() { "the whole register" } else { path };
    said(format!("the {kind} {short} {how}: it is {path}"),
        "this part of the register cannot be read by any command",
        "what is damaged is set aside; the object is written anew where the work tree or git's index \
         still has it")
        .next(bring(id, kind))
}

/// How an object is brought from another copy of the register.
fn bring(id: &str, kind: &str) -> String {
    format!("git -C CLONE cat-file {kind} {id} | git hash-object -w -t {kind} --stdin")
}
