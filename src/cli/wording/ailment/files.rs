//! Of files: merges that were not finished, git's index, the work tree.

use crate::register::doctor::{Begun, Cause, Special};

use crate::cli::wording::count;

use super::{ALL_THERE, ANEW, ASIDE, Ailment, NOTHING_RECORDED, REFUSED, WRITTEN, said};

/// Said of what only git can end.
const THEIRS: &str = "nothing can be recorded, and what the files are meanwhile is git's affair";

/// What is under way, and what calls it off.
fn under_way(begun: Begun) -> (&'static str, &'static str) {
    match begun {
        Begun::Rebase => ("a rebase", "git rebase --abort"),
        Begun::Patches => ("a git am", "git am --abort"),
        Begun::CherryPick => ("a cherry-pick", "git cherry-pick --abort"),
        Begun::Revert => ("a revert", "git revert --abort"),
        Begun::Bisection => ("a bisection", "git bisect reset"),
    }
}

/// What is wrong, of these causes alone.
pub fn words(cause: &Cause, file: &str) -> Ailment {
    let adopt = || format!("cse adopt '{file}', or git restore '{file}'");
    match cause {
        Cause::Unfinished => said(
            "a merge was begun and not finished",
            NOTHING_RECORDED,
            "it is called off; the other side's commits stay, and can be merged again",
        ),
        Cause::UnderWay { begun } => {
            let (what, end) = under_way(*begun);
            said(format!("{what} is under way"), THEIRS, "").next(end)
        }
        Cause::Unmerged => said(
            "this file is unmerged",
            "what is committed is read and the other side is not; nothing can be recorded",
            ANEW,
        ),
        Cause::Markers { line, committed: true } => said(
            format!("marks of a merge in line {line}, and they are committed"),
            "the file cannot be read as it is",
            "",
        )
        .next(format!("take the marks out of '{file}', then cse adopt '{file}'")),
        Cause::Markers { line, committed: false } => said(
            format!("marks of a merge in line {line}"),
            "what is committed is read; this file never is",
            WRITTEN,
        ),
        Cause::IndexMissing => said("git's index is gone", ALL_THERE, ANEW),
        Cause::IndexEmpty => said("git's index is empty", ALL_THERE, ANEW),
        Cause::IndexDamaged => said("git's index is damaged", ALL_THERE, ANEW),
        Cause::SplitIndex => said("git's index is split", REFUSED, ANEW),
        Cause::Staged { files } => said(
            format!("git's index is not what is committed in {}", count(*files, "file")),
            "a git commit would commit that",
            ANEW,
        ),
        Cause::Unwatched { files } => said(
            format!("git was told not to look at {}", count(*files, "file")),
            "git does not show what is changed in them",
            ANEW,
        ),
        Cause::Copy { same: true } => said(
            "a copy by a program that keeps folders in step; its bytes \
            are committed too",
            "such a program cannot keep a register in step",
            ASIDE,
        ),
        Cause::Copy { same: false } => said(
            "a copy by a program that keeps folders in step; it holds \
            something of its own",
            "somebody's work may be in it alone: read it where it is kept",
            ASIDE,
        ),
        Cause::FileMissing => said(
            "this file is committed, and not here",
            ALL_THERE,
            "it is written as it is committed",
        ),
        Cause::FileDamaged => said("this file is empty or full of zero bytes", ALL_THERE, WRITTEN),
        Cause::RecordChanged => said(
            "this record was changed by hand, and a record never changes",
            "what is committed is read; this is not",
            WRITTEN,
        )
        .next(adopt()),
        Cause::FileChanged => {
            said("this file was changed by hand", "what is committed is read; this is not", "")
                .next(adopt())
        }
        Cause::FileOld => said("this file is as an earlier commit had it", ALL_THERE, WRITTEN),
        Cause::FileStray { known: true } => said(
            "nobody committed this file; its bytes are committed \
            elsewhere",
            ALL_THERE,
            ASIDE,
        ),
        Cause::FileStray { known: false } => {
            said("nobody committed this file", "no command reads it", "")
                .next(format!("cse adopt '{file}', or move it away"))
        }
        Cause::NotAFile => {
            said("a link or a folder stands where a file belongs", ALL_THERE, WRITTEN)
        }
        Cause::NotAFolder { is_link } => not_a_folder(*is_link),
        Cause::Special { what, in_git } => special(*what, *in_git, file),
        _ => Ailment::default(),
    }
}

fn not_a_folder(is_link: bool) -> Ailment {
    let what = if is_link { "link" } else { "file" };
    said(
        format!("a {what} stands where a folder of the register belongs"),
        "what is committed is read; what stands here is not",
        "it is set aside, and the folder is written as it is committed; where a link leads, nothing \
         is touched",
    )
}

fn special(what: Special, in_git: bool, file: &str) -> Ailment {
    let what = match what {
        Special::Pipe => "a named pipe stands here, and no file",
        Special::Socket => "a socket stands here, and no file",
        Special::Device => "a device stands here, and no file",
    };
    let (means, repair) = if in_git {
        ("whoever opens it may wait for ever: commands or git hang", ASIDE)
    } else {
        ("no command reads it; git passes over it", "")
    };
    said(what, means, repair).next(format!("rm '{file}'"))
}
