//! Where the register's branch stands, and where it stood before: told piece by piece, so that a
//! damaged ref is a finding with a file and not only a failure.

use git2::{ErrorCode, Oid};

use super::{CommitId, Store};

/// Where the register's branch stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Branch {
    /// At a commit.
    At {
        /// The branch, as `refs/heads/main`; none where `HEAD` names a commit.
        name: Option<String>,
        /// The commit.
        commit: CommitId,
    },
    /// Nowhere that can be read.
    Lost {
        /// The file in which it ought to stand, from the register's folder on.
        file: String,
        /// What is wrong, in git's words.
        why: String,
    },
}

impl Store {
    /// Where the register's branch stands.
    pub fn where_branch_stands(&self) -> Branch {
        let lost = |file: &str, why: &str| Branch::Lost {
            file: format!(".git/{file}"),
            why: why.trim().to_owned(),
        };
        let head = match self.repo().find_reference("HEAD") {
            Ok(head) => head,
            Err(e) => return lost("HEAD", e.message()),
        };
        let name = match head.symbolic_target() {
            Ok(Some(name)) => name.to_owned(),
            Ok(None) => {
                let commit = head.target().map(CommitId);
                return commit.map_or_else(
                    || lost("HEAD", "it names no commit"),
                    |commit| Branch::At { name: None, commit },
                );
            }
            Err(e) => return lost("HEAD", e.message()),
        };
        match self.repo().refname_to_id(&name) {
            Ok(id) => Branch::At { name: Some(name), commit: CommitId(id) },
            Err(e) if e.code() == ErrorCode::NotFound => {
                lost("HEAD", &format!("it leads to {name}, which is not there"))
            }
            Err(e) => {
                let loose = self.git_dir().join(&name).is_file();
                lost(if loose { &name } else { "packed-refs" }, e.message())
            }
        }
    }

    /// Every commit at which a branch stood, as far as git's own log of it goes. It is kept beside
    /// the branch and can be thrown away by whoever moves it; what it does say is evidence.
    pub fn stood_before(&self, branch: &str) -> Vec<CommitId> {
        let Ok(log) = self.repo().reflog(branch) else { return Vec::new() };
        let ids = log.iter().map(|entry| entry.id_new());
        ids.filter(|id| *id != Oid::ZERO_SHA1).map(CommitId).collect()
    }
}
