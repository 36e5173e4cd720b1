//! What only git can end: a rebase and the like. Only git knows what it began, and what the files,
//! its index and `HEAD` ought to be meanwhile, so while one is under way none of them is held against
//! anything, and none is touched.

use std::path::Path;

use crate::register::plain;

/// What git began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// `git rebase`.
    Rebase,
    /// `git am`.
    Patches,
    /// `git cherry-pick`, of one commit or of several.
    CherryPick,
    /// `git revert`, of one commit or of several.
    Revert,
    /// `git bisect`.
    Bisection,
}

/// The files by which git knows it, in the order in which it is to be ended: a rebase makes the
/// commits that it takes up by cherry-picks, and a bisection goes on beneath all others.
const FILES: [(&str, Begun); 7] = [
    ("rebase-merge", Begun::Rebase),
    ("rebase-apply/applying", Begun::Patches),
    ("rebase-apply", Begun::Rebase),
    ("CHERRY_PICK_HEAD", Begun::CherryPick),
    ("REVERT_HEAD", Begun::Revert),
    ("BISECT_LOG", Begun::Bisection),
    ("BISECT_START", Begun::Bisection),
];

/// Several commits that are picked or reverted: what is left to do.
const TODO: &str = "sequencer/todo";

/// What is under way, and by which file that is known.
pub fn look(git_dir: &Path) -> Option<(Begun, &'static str)> {
    let is_there = |name: &str| git_dir.join(name).symlink_metadata().is_ok();
    let found = FILES.into_iter().find(|(name, _)| is_there(name)).map(|(name, it)| (it, name));
    let is_beneath = found.is_none_or(|(begun, _)| begun == Begun::Bisection);
    if is_beneath && is_there(TODO) {
        let text = plain::read(&git_dir.join(TODO)).unwrap_or_default();
        let is_revert = text.starts_with(b"revert ");
        return Some((if is_revert { Begun::Revert } else { Begun::CherryPick }, TODO));
    }
    found
}
