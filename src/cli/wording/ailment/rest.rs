//! Of settings, rights, locks, and what was left.

use std::path::Path;

use crate::register::doctor::Cause;

use crate::cli::wording::count;

use super::{ASIDE, Ailment, NOTHING_READ, NOTHING_RECORDED, REFUSED, UNSET, clone, quoted, said};

/// How a register of another format becomes a plain one, where that is known.
fn plainly(format: &str, root: &Path) -> String {
    match format {
        // git itself refuses it where the version says that there are no formats.
        "reftable" => format!(
            "git config --file {} core.repositoryformatversion 1 && {}",
            quoted(&root.join(".git/config")),
            clone(root)
        ),
        "partial clone" => "clone the whole of what it was cloned from, and work there".to_owned(),
        _ => "have it copied into a new register by whoever made it so".to_owned(),
    }
}

/// What is wrong, of these causes alone.
pub fn words(cause: &Cause, root: &Path, file: &str) -> Ailment {
    match cause {
        Cause::WorkTreeElsewhere { to } => {
            said(format!("core.worktree names another folder, {to}"), REFUSED, UNSET)
        }
        Cause::ConfigDamaged => said(
            "git's settings cannot be read",
            NOTHING_READ,
            "they are set aside; those of a new repository take their place: names of remotes are to \
             be set again",
        ),
        Cause::ConfigMissing => said(
            "git's settings are gone",
            "what they said is not known: remotes, and who you are",
            "those of a new repository are written",
        ),
        Cause::Converts { key } => said(
            format!("{key} lets git change line ends"),
            "git could show records as changed that are not",
            UNSET,
        ),
        Cause::Shares => said(
            "core.sharedRepository lets git give others the right to read",
            "what git writes could be read by others",
            UNSET,
        ),
        Cause::Runs { key } => said(
            format!("{key} lets git run a program or lead it elsewhere"),
            "cse never does; git does, for whoever runs it here",
            "",
        )
        .next(format!("if nobody here set it: git config --unset {key}")),
        Cause::Sparse => said("files are left out of the work tree on purpose", REFUSED, UNSET),
        Cause::Format { name } => {
            said(format!("a format of git's that is not known here: {name}"), REFUSED, "")
                .next(plainly(name, root))
        }
        Cause::HooksElsewhere { to } => said(
            format!("hooks are looked for in {to}"),
            "nothing can be recorded where one of them would have to run",
            UNSET,
        ),
        Cause::Hook => said("a hook that a commit would have to run", NOTHING_RECORDED, ASIDE)
            .next("git config --local core.hooksPath .git/hooks"),
        Cause::Attributes { line } => {
            said(format!("attributes in line {line} let git change bytes"), REFUSED, ASIDE)
                .next(format!("take the line out of {file}"))
        }
        Cause::Open { files } => said(
            format!("other accounts of this machine may read {}", count(*files, "path")),
            "whoever has an account here could read cases",
            "their rights are taken away",
        ),
        Cause::Owner => said("it belongs to another account of this machine", REFUSED, "")
            // git takes nothing from another account's folder that it was not told to trust.
            .next(format!(
                "git config --global --add safe.directory {} && {}",
                quoted(&root.join(".git")),
                clone(root)
            )),
        Cause::Lock { held: false } => said(
            "a lock that a git program left",
            "git refuses to work; cse takes some of them away by itself",
            ASIDE,
        ),
        Cause::Lock { held: true } => {
            said("a git program is at work now", "whoever records now waits for it", "")
                .next("let it finish, then look again")
        }
        Cause::Leftovers { files } => said(
            format!("programs that were killed or cut off left {}", count(*files, "file")),
            "nothing reads them",
            "they are set aside",
        ),
        Cause::Drafts { drafts } => said(
            format!("{} kept", count(*drafts, "draft")),
            "what was typed waits to be recorded",
            "",
        )
        .next("cse drafts"),
        Cause::OtherWorkTree => said(
            "there is another work tree of this repository",
            "what is recorded there on another branch is not shown here",
            "",
        )
        .next("git worktree list"),
        Cause::NoLocks => said(
            "locks have no effect here",
            "two who record at once would lose records, so nothing is recorded",
            "",
        )
        .next("keep the register on a local disk, not on a network or synchronised folder"),
        Cause::Unreadable { why } => {
            said(format!("it cannot be read: {why}"), "what it holds is not known", "")
                .next("ask whoever looks after the machine")
        }
        _ => Ailment::default(),
    }
}
