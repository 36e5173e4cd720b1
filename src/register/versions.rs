//! What a file held before: a walk back along the first parents, as [`Store::tip_at`] goes.

use git2::{Commit, Oid};

use crate::domain::Moment;

use super::snapshot::absent;
use super::{CommitId, Fault, ObjectId, Store, loose};

/// What a file in the root of the register held until a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// When the commit was made that changed it.
    pub until: Moment,
    /// What it held; `None`: it was not there.
    pub id: Option<ObjectId>,
}

impl Store {
    /// What a file in the root held at a moment or later, other than at the commit itself: the
    /// newest first. Trees are only read where the file was another at that moment, so that asking
    /// costs little while nothing changed.
    pub fn versions(
        &self,
        tip: &CommitId,
        file: &str,
        since: Moment,
    ) -> Result<Vec<Version>, Fault> {
        let failed = |e: git2::Error| self.git("read history", &e);
        let tip = self.commit(tip.0)?;
        let then = self.back(&tip, |commit| commit.time().seconds() > since.unix())?;
        if self.held(&then, file)? == self.held(&tip, file)? {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        let (mut newer, mut holds) = (tip.clone(), self.held(&tip, file)?);
        while newer.id() != then.id() {
            let older = self.commit(newer.parent_id(0).map_err(failed)?)?;
            let held = self.held(&older, file)?;
            if held != holds {
                // A commit whose time cannot be told is one that nobody can be told of.
                let until = Moment::from_unix(newer.time().seconds());
                found.extend(until.map(|until| Version { until, id: held.map(ObjectId) }));
            }
            (newer, holds) = (older, held);
        }
        Ok(found)
    }

    /// The first commit along the first parents for which something no longer holds, or the first
    /// of all.
    fn back<'a>(
        &'a self,
        tip: &Commit<'a>,
        goes_on: impl Fn(&Commit<'a>) -> bool,
    ) -> Result<Commit<'a>, Fault> {
        let mut commit = tip.clone();
        while goes_on(&commit) && commit.parent_count() > 0 {
            // A shallow clone does not have them all: its history ends where it ends.
            let parent = commit.parent_id(0).and_then(|id| {
                loose::whole(self.repo(), id)?;
                absent(self.repo().find_commit(id))
            });
            let parent = parent.map_err(|e| self.git("read history", &e))?;
            let Some(parent) = parent else { break };
            commit = parent;
        }
        Ok(commit)
    }

    fn held(&self, commit: &Commit<'_>, file: &str) -> Result<Option<Oid>, Fault> {
        let tree = self.tree(commit.tree_id())?;
        let entry = absent(tree.get_path(std::path::Path::new(file)));
        Ok(entry.map_err(|e| self.git("read history", &e))?.map(|entry| entry.id()))
    }
}

#[cfg(test)]
mod tests {
    use crate::register::testing::{Register, ann, moment, one};

    #[test]
    fn what_a_file_held_since_a_moment_is_told_newest_first() {
        let register = Register::empty();
        let store = register.store();
        for (at, path, text) in [
            (100, "days", "a"),
            (200, "x", "x"),
            (300, "days", "b"),
            (400, "y", "y"),
            (500, "days", "c"),
        ] {
            let change = || {
                let mut change = one(path, text);
                if at > 100 && path == "days" {
                    change.files[0].replaces = true;
                }
                change
            };
            store.append(&ann(), moment(at), |_| Ok::<_, ()>(change())).unwrap();
        }
        let tip = store.tip().unwrap().unwrap().commit;
        let snapshot = store.snapshot(&tip).unwrap();
        let since = |seconds: i64| -> Vec<(i64, String)> {
            let found = store.versions(&tip, "days", moment(seconds)).unwrap();
            let text = |id| String::from_utf8(snapshot.read_object(&id).unwrap()).unwrap();
            found.iter().map(|v| (v.until.unix(), text(v.id.unwrap()))).collect()
        };
        let at = |seconds: i64| moment(seconds).unix();
        assert_eq!(since(0), [(at(500), "b".to_owned()), (at(300), "a".to_owned())]);
        assert_eq!(since(250), [(at(500), "b".to_owned()), (at(300), "a".to_owned())]);
        assert_eq!(since(350), [(at(500), "b".to_owned())]);
        assert!(since(500).is_empty());
        assert!(store.versions(&tip, "none", moment(0)).unwrap().is_empty());
    }
}
