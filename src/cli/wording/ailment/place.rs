//! Of where the repository is, and of what shows git another history.

use std::path::Path;

use crate::register::doctor::Cause;

use super::{ASIDE, Ailment, COPY_BACK, NOTHING_READ, REFUSED, clone, quoted, said};

/// What is wrong, of these causes alone.
pub fn words(cause: &Cause, root: &Path, file: &str) -> Ailment {
    match cause {
        Cause::NoGit => said(
            "there is no .git here",
            "only the files of the last day are here, and \
            no history; no command can read them",
            "",
        )
        .next(COPY_BACK),
        Cause::GitElsewhere { main: Some(main), .. } => said(
            format!("this is a second work tree of the register in {}", main.display()),
            REFUSED,
            "",
        )
        .next(format!("cse -C {} doctor", quoted(main))),
        Cause::GitElsewhere { to, there: true, main: None } => {
            said(format!("its git folder is elsewhere, in {to}"), REFUSED, "").next(clone(root))
        }
        Cause::GitElsewhere { to, there: false, main: None } => {
            said(format!("its git folder ought to be in {to}, and is not"), NOTHING_READ, "")
                .next(format!("bring {to} back, or work in a clone"))
        }
        Cause::FolderMissing => said(
            "a folder is gone without which git sees no repository",
            NOTHING_READ,
            "the folder is made",
        ),
        Cause::Bare if file == "." => {
            said("this is a repository without a work tree", REFUSED, "").next(clone(root))
        }
        Cause::Bare => {
            said("core.bare says that there is no work tree", REFUSED, "the setting is made false")
        }
        Cause::Alternates { .. } => said(
            "objects are borrowed from another folder",
            REFUSED,
            "what is needed of them is copied into the register; the file is set aside",
        )
        .next("bring the folder back that the file names, then cse doctor --repair"),
        Cause::Grafts => {
            said("a grafted history: git shows another than the one that is there", REFUSED, ASIDE)
        }
        Cause::Replaced => said(
            "replaced objects: git shows others than those that are there",
            REFUSED,
            "the replacements are set aside; the objects stay",
        ),
        Cause::Shallow { whole: true } => {
            said("git takes the history for cut off, and it is whole", REFUSED, ASIDE)
        }
        Cause::Shallow { whole: false } => {
            said("a shallow clone: the older history is not here", REFUSED, "")
                .next("git fetch --unshallow")
        }
        _ => Ailment::default(),
    }
}
