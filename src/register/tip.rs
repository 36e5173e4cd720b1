//! The newest commit, and the newest one as of an earlier moment.

use git2::{Commit, ErrorCode, Oid, Tree};

use crate::domain::Moment;

use super::{CommitId, Fault, Snapshot, Store};

/// A commit of the register's branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tip {
    /// The commit.
    pub commit: CommitId,
    /// When it was made, by the clock of the machine that made it.
    pub time: Moment,
}

impl Store {
    /// The newest commit; `None` before the first.
    pub fn tip(&self) -> Result<Option<Tip>, Fault> {
        self.head_commit()?.map(|commit| tip_of(&commit)).transpose()
    }

    /// The newest first-parent commit not later than a moment; `None` if there is none.
    pub fn tip_at(&self, moment: Moment) -> Result<Option<Tip>, Fault> {
        let mut next = self.head_commit()?;
        while let Some(commit) = next {
            if commit.time().seconds() <= moment.unix() {
                return tip_of(&commit).map(Some);
            }
            next = match commit.parent_count() {
                0 => None,
                _ => Some(
                    self.commit(commit.parent_id(0).map_err(|e| self.git("read commit", &e))?)?,
                ),
            };
        }
        Ok(None)
    }

    /// What a commit holds.
    pub fn snapshot(&self, commit: &CommitId) -> Result<Snapshot<'_>, Fault> {
        let tree = self.commit(commit.0)?.tree_id();
        Ok(Snapshot::new(self, Some(*commit), Some(tree)))
    }

    /// What a register holds before its first commit: nothing.
    pub fn empty_snapshot(&self) -> Snapshot<'_> {
        Snapshot::new(self, None, None)
    }

    /// The commit that `HEAD` leads to; only "not found" means that there is none yet.
    pub(super) fn head_commit(&self) -> Result<Option<Commit<'_>>, Fault> {
        let head = match self.repo().head() {
            Ok(head) => head,
            Err(e) if matches!(e.code(), ErrorCode::UnbornBranch) => return Ok(None),
            Err(e) => return Err(self.git("read HEAD", &e)),
        };
        let target = head.target().map_or(Ok(()), |id| self.whole(id));
        let commit = target.and_then(|()| head.peel_to_commit());
        commit.map(Some).map_err(|e| self.git("read commit", &e))
    }

    /// A folder as a commit holds it.
    pub(super) fn tree(&self, id: Oid) -> Result<Tree<'_>, Fault> {
        let tree = self.whole(id).and_then(|()| self.repo().find_tree(id));
        tree.map_err(|e| self.git("read tree", &e))
    }

    /// A commit.
    pub(super) fn commit(&self, id: Oid) -> Result<Commit<'_>, Fault> {
        let commit = self.whole(id).and_then(|()| self.repo().find_commit(id));
        commit.map_err(|e| self.git("read commit", &e))
    }

    pub(super) fn git(&self, what: &'static str, error: &git2::Error) -> Fault {
        Fault::git(self.git_dir(), what, error)
    }
}

fn tip_of(commit: &Commit<'_>) -> Result<Tip, Fault> {
    let Some(time) = Moment::from_unix(commit.time().seconds()) else {
        let message = format!("commit {} has a time out of range", commit.id());
        return Err(Fault::Git { what: "read commit", message });
    };
    Ok(Tip { commit: CommitId(commit.id()), time })
}

#[cfg(test)]
mod tests {
    use crate::register::testing::{Register, ann, moment, one};

    use super::*;

    #[test]
    fn the_register_as_it_was_known_at_a_moment() {
        let register = Register::empty();
        let store = register.store();
        let add = |n: i64| {
            store
                .append(&ann(), moment(n * 100), |_| Ok::<_, ()>(one(&n.to_string(), "x")))
                .unwrap()
                .commit
        };
        let commits = [add(0), add(1), add(2)];
        let at = |seconds| store.tip_at(moment(seconds)).unwrap().map(|tip| tip.commit);
        assert_eq!(at(-1), None);
        assert_eq!(at(100), Some(commits[1]));
        assert_eq!(at(199), Some(commits[1]));
        assert_eq!(at(1000), Some(commits[2]));
        let then = store.snapshot(&commits[1]).unwrap();
        assert_eq!(then.read("2").unwrap(), None);
        assert_eq!(then.read("1").unwrap().unwrap(), b"x");
        assert_eq!(CommitId::parse(&commits[0].to_string()), Some(commits[0]));
        assert_eq!(CommitId::parse(&commits[0].short()), None);
    }
}
