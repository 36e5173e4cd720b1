//! Which commits touched a folder: the audit trail. Needs no git program.

use std::collections::{HashMap, HashSet};

use git2::{Commit, Oid, Sort};

use crate::domain::Moment;

use super::snapshot::absent;
use super::{CommitId, Fault, Store, paths};

/// A commit, as the history tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitInfo {
    /// The commit.
    pub id: CommitId,
    /// When it was committed, by the clock of the machine that did it.
    pub time: Moment,
    /// The author's name.
    pub name: String,
    /// The author's e-mail address.
    pub email: String,
    /// The first line of its message.
    pub subject: String,
    /// Lines `key: value` at the end of its message, in order.
    pub trailers: Vec<(String, String)>,
}

impl Store {
    /// Commits, newest first, at most so many: all, or those in which the file or folder `under`
    /// is another than in each of their parents.
    pub fn log(&self, under: Option<&str>, limit: Option<usize>) -> Result<Vec<CommitInfo>, Fault> {
        under.map_or(Ok(()), paths::check)?;
        let failed = |e: git2::Error| self.git("read history", &e);
        let Some(tip) = self.head_commit()? else { return Ok(Vec::new()) };
        self.all_whole(tip.id())?;
        let mut walk = self.repo().revwalk().map_err(failed)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).map_err(failed)?;
        walk.push(tip.id()).map_err(failed)?;
        let mut finder = Finder::new(self, under);
        let mut found = Vec::new();
        for id in walk {
            if limit.is_some_and(|limit| found.len() >= limit) {
                break;
            }
            let commit = id.and_then(|id| self.repo().find_commit(id)).map_err(failed)?;
            if finder.is_touched_by(&commit).map_err(failed)? {
                found.push(info(&commit)?);
            }
        }
        Ok(found)
    }
}

impl Store {
    /// Refuses a history of which a commit is cut off, before libgit2 walks it.
    fn all_whole(&self, tip: Oid) -> Result<(), Fault> {
        let (mut seen, mut next) = (HashSet::from([tip]), vec![tip]);
        while let Some(id) = next.pop() {
            next.extend(self.commit(id)?.parent_ids().filter(|parent| seen.insert(*parent)));
        }
        Ok(())
    }
}

/// Finds what stands at a path in many commits; each tree is looked into once.
struct Finder<'a> {
    store: &'a Store,
    names: Option<Vec<&'a str>>,
    /// By depth and tree: what the name at that depth is there.
    seen: HashMap<(usize, Oid), Option<Oid>>,
    /// By commit.
    at: HashMap<Oid, Option<Oid>>,
}

impl<'a> Finder<'a> {
    fn new(store: &'a Store, under: Option<&'a str>) -> Self {
        let names = under.map(|path| path.split('/').collect());
        Finder { store, names, seen: HashMap::new(), at: HashMap::new() }
    }

    fn is_touched_by(&mut self, commit: &Commit<'_>) -> Result<bool, git2::Error> {
        if self.names.is_none() {
            return Ok(true);
        }
        let here = self.find(commit)?;
        if commit.parent_count() == 0 {
            return Ok(here.is_some());
        }
        for parent in commit.parents() {
            if self.find(&parent)? == here {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn find(&mut self, commit: &Commit<'_>) -> Result<Option<Oid>, git2::Error> {
        if let Some(found) = self.at.get(&commit.id()) {
            return Ok(*found);
        }
        let mut at = Some(commit.tree_id());
        let names = self.names.take().unwrap_or_default();
        let mut result = Ok(());
        for (depth, name) in names.iter().enumerate() {
            let Some(tree) = at else { break };
            match self.step(depth, tree, name) {
                Ok(next) => at = next,
                Err(e) => {
                    result = Err(e);
                    break;
                }
            }
        }
        self.names = Some(names);
        result?;
        self.at.insert(commit.id(), at);
        Ok(at)
    }

    fn step(&mut self, depth: usize, tree: Oid, name: &str) -> Result<Option<Oid>, git2::Error> {
        if let Some(found) = self.seen.get(&(depth, tree)) {
            return Ok(*found);
        }
        let repo = self.store.repo();
        self.store.whole(tree)?;
        let object = absent(repo.find_object(tree, None))?;
        let found = match object.as_ref().and_then(git2::Object::as_tree) {
            Some(tree) => tree.get_name(name).map(|entry| entry.id()),
            None => None,
        };
        self.seen.insert((depth, tree), found);
        Ok(found)
    }
}

fn info(commit: &Commit<'_>) -> Result<CommitInfo, Fault> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let message = text(commit.message_bytes());
    let author = commit.author();
    let trailers = git2::message_trailers_strs(&message)
        .map_err(|e| Fault::Git { what: "read message", message: e.message().to_owned() })?;
    let Some(time) = Moment::from_unix(commit.time().seconds()) else {
        let message = format!("commit {} has a time out of range", commit.id());
        return Err(Fault::Git { what: "read history", message });
    };
    Ok(CommitInfo {
        id: CommitId(commit.id()),
        time,
        name: text(author.name_bytes()),
        email: text(author.email_bytes()),
        subject: message.lines().next().unwrap_or_default().to_owned(),
        trailers: trailers.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
    })
}

#[cfg(test)]
mod tests {
    use crate::register::testing::Register;

    #[test]
    fn a_folder_has_the_commits_that_touched_it() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "one");
        register.add("cases/2026/11/B/1.yaml", "one");
        register.add("cases/2026/11/A/2.yaml", "two");
        let store = register.store();
        let log = store.log(Some("cases/2026/11/A"), None).unwrap();
        let theirs = register.git(&["log", "--format=%H", "--", "cases/2026/11/A"]);
        let ours: Vec<String> = log.iter().map(|commit| commit.id.to_string()).collect();
        assert_eq!(ours, theirs.lines().collect::<Vec<_>>());
        assert_eq!(ours.len(), 2);
        assert_eq!(store.log(None, None).unwrap().len(), 4);
        assert_eq!(store.log(Some("cases"), Some(1)).unwrap().len(), 1);
        assert_eq!(store.log(Some("cases/2026/11/A/2.yaml"), None).unwrap().len(), 1);
        assert!(store.log(Some("cases/2026/11/C"), None).unwrap().is_empty());
        assert!(store.log(Some("../x"), None).is_err());
    }

    #[test]
    fn both_sides_of_a_merge_are_told_and_trailers_are_read() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "one");
        register.git(&["checkout", "-q", "-b", "desk"]);
        register.commit_by_git("cases/2026/11/A/2.yaml", "two");
        register.git(&["checkout", "-q", "main"]);
        register.commit_by_git("cases/2026/11/A/3.yaml", "three");
        register.git(&["merge", "-q", "-m", "merge\n\nStep: merge", "desk"]);
        let log = register.store().log(Some("cases/2026/11/A"), None).unwrap();
        assert_eq!(log.len(), 4);
        assert_eq!(log[0].trailers, [("Step".to_owned(), "merge".to_owned())]);
    }
}
