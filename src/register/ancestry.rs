//! Whether one commit comes from another. libgit2's own walk would read a commit that is cut off for
//! ever ([`loose`](super::loose)), so each is tried before it is read here.

use std::collections::{BinaryHeap, HashSet};

use git2::Oid;

use super::Store;

impl Store {
    /// Whether `tip` is the commit, or has it before it: the newest are looked at first.
    ///
    /// # Errors
    /// Where a commit on the way cannot be read, before the other was met.
    pub(super) fn comes_from(&self, tip: Oid, commit: Oid) -> Result<bool, git2::Error> {
        if tip == commit {
            return Ok(true);
        }
        let read = |id| self.whole(id).and_then(|()| self.repo().find_commit(id));
        let mut seen = HashSet::from([tip]);
        let mut next = BinaryHeap::from([(i64::MAX, tip)]);
        while let Some((_, id)) = next.pop() {
            for parent in read(id)?.parent_ids().filter(|parent| seen.insert(*parent)) {
                if parent == commit {
                    return Ok(true);
                }
                next.push((read(parent)?.time().seconds(), parent));
            }
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::register::testing::{Register, add};

    #[test]
    fn a_commit_comes_from_those_before_it_over_merges_too() {
        let register = Register::empty();
        let store = register.store();
        let [first, second] = ["0", "1"].map(|file| add(&store, file, "x").unwrap().commit.0);
        register.git(&["switch", "-q", "-c", "side", &first.to_string()]);
        register.commit_by_git("side", "x");
        let side = store.repo().refname_to_id("refs/heads/side").unwrap();
        assert!(store.comes_from(second, first).unwrap());
        assert!(store.comes_from(second, second).unwrap());
        assert!(!store.comes_from(first, second).unwrap());
        assert!(!store.comes_from(side, second).unwrap());
        register.git(&["switch", "-q", "main"]);
        register.git(&["merge", "-q", "--no-edit", "side"]);
        let merged = store.repo().refname_to_id("refs/heads/main").unwrap();
        for before in [first, second, side] {
            assert!(store.comes_from(merged, before).unwrap());
        }
    }

    #[test]
    fn a_commit_that_is_cut_off_is_an_error_and_is_not_read_for_ever() {
        let register = Register::empty();
        let store = register.store();
        let commits = ["0", "1", "2"].map(|file| add(&store, file, "x").unwrap().commit.0);
        let hex = commits[1].to_string();
        let path = register.git_dir().join("objects").join(&hex[..2]).join(&hex[2..]);
        let half = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, &half[..half.len() / 2]).unwrap();
        let store = register.store();
        assert!(store.comes_from(commits[2], commits[2]).unwrap());
        assert!(store.comes_from(commits[2], commits[0]).is_err());
    }
}
