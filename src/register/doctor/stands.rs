//! Where the register stands: `HEAD`, its branch, and the commit that both ought to name.

use std::path::Path;

use git2::{ObjectType, Oid};

use crate::register::CommitId;
use crate::register::create::BRANCH;

use super::cause::Cause;
use super::finding::Finding;
use super::mend::Act;
use super::objects::{Objects, Walked};
use super::refs::{self, Head, Refs};

/// Where the register stands, or would once it is repaired.
pub struct Stands {
    pub branch: String,
    pub tip: Option<Oid>,
    /// Where it stood last, where not all of that can be read: what is lost of it comes first.
    pub wanted: Option<Oid>,
    pub findings: Vec<Finding>,
}

/// What is looked at.
pub struct Asked<'a> {
    pub git_dir: &'a Path,
    pub refs: &'a Refs,
    pub objects: &'a Objects,
    pub walked: &'a Walked,
    /// Whether only git can end what it began, as a rebase: then `HEAD` is git's affair.
    pub under_way: bool,
}

/// Finds out where the register stands.
pub fn look(asked: &Asked<'_>) -> Stands {
    let head = refs::head(asked.git_dir);
    let mut stands = Stands { branch: asked.main(), tip: None, wanted: None, findings: Vec::new() };
    // A branch of which git kept a log was there; only another's name is a slip.
    if let Head::On(name) = &head
        && (asked.was_there(name) || !asked.was_there(&stands.branch))
    {
        stands.branch.clone_from(name);
    }
    stands.tip = asked.branch(&mut stands);
    if !asked.under_way {
        asked.head(head, &mut stands);
    }
    asked.others(&mut stands);
    stands
}

fn to_head(branch: &str) -> Act {
    Act::Write { file: ".git/HEAD".to_owned(), bytes: format!("ref: {branch}\n").into_bytes() }
}

fn to_commit(name: &str, commit: Oid) -> Act {
    Act::Write { file: format!(".git/{name}"), bytes: format!("{commit}\n").into_bytes() }
}

impl Asked<'_> {
    /// The register's branch, where `HEAD` does not say it: `main`, else the only one.
    fn main(&self) -> String {
        let names = self.refs.loose.keys().chain(self.refs.packed.keys());
        let mut branches: Vec<&String> = names.filter(|n| n.starts_with("refs/heads/")).collect();
        branches.sort();
        branches.dedup();
        match branches.as_slice() {
            [only] if !self.was_there(BRANCH) => (*only).clone(),
            _ => BRANCH.to_owned(),
        }
    }

    /// Whether there is such a branch, or was.
    fn was_there(&self, name: &str) -> bool {
        self.refs.is_there(name) || !refs::logged(self.git_dir, name).is_empty()
    }

    /// The commit of the branch; where its file is damaged or gone, what git's log of it says, if
    /// all of that is there.
    fn branch(&self, stands: &mut Stands) -> Option<Oid> {
        let name = stands.branch.clone();
        let is_commit = |id: &Oid| self.objects.of(*id, ObjectType::Commit).is_ok();
        if let Some(id) = self.refs.at(&name).filter(is_commit) {
            return Some(id);
        }
        let file = format!(".git/{name}");
        let wanted = self.last_known(&name);
        let found = wanted.filter(|commit| self.objects.is_whole(*commit));
        stands.wanted = wanted;
        let cause = if self.refs.is_there(&name) {
            Cause::BranchDamaged
        } else if wanted.is_none() && !self.has_commits() {
            // A register before its first commit.
            return None;
        } else {
            Cause::BranchMissing
        };
        let acts = found.map(|commit| vec![to_commit(&name, commit)]).unwrap_or_default();
        stands.findings.push(Finding { cause, file, acts });
        found
    }

    fn has_commits(&self) -> bool {
        !self.walked.parents.is_empty() || !refs::logged(self.git_dir, "HEAD").is_empty()
    }

    /// Where a branch stood last, by git's log or the packed refs: the newest that is named. An older
    /// one would hide records in silence.
    fn last_known(&self, name: &str) -> Option<Oid> {
        let on_branch = refs::logged(self.git_dir, name).into_iter().next();
        let of_head = || refs::logged(self.git_dir, "HEAD").into_iter().next();
        on_branch.or_else(of_head).or_else(|| self.refs.packed.get(name).copied())
    }

    fn head(&self, head: Head, stands: &mut Stands) {
        let branch = stands.branch.clone();
        let found = |cause, acts| Finding { cause, file: ".git/HEAD".to_owned(), acts };
        let back = || if stands.tip.is_some() { vec![to_head(&branch)] } else { Vec::new() };
        let finding = match head {
            Head::Missing => found(Cause::HeadMissing, back()),
            Head::Damaged => found(Cause::HeadDamaged, back()),
            Head::Detached(commit) => {
                let acts = match stands.tip {
                    Some(tip) if self.walked.holds(tip, commit) => back(),
                    Some(tip) if self.walked.holds(commit, tip) => {
                        stands.tip = Some(commit);
                        vec![to_commit(&branch, commit), to_head(&branch)]
                    }
                    Some(_) => {
                        // What is read now stays what is read: two histories are for people to join.
                        stands.tip = Some(commit);
                        Vec::new()
                    }
                    None => Vec::new(),
                };
                found(Cause::HeadDetached { commit: CommitId(commit) }, acts)
            }
            Head::On(name) if name != branch => found(Cause::HeadUnborn { branch: name }, back()),
            Head::On(name) => {
                let Some(other) = self.refs.at(BRANCH).filter(|_| name != BRANCH) else { return };
                let here = stands.tip;
                let hides = !here.is_some_and(|tip| self.walked.holds(tip, other));
                let behind = here.is_none_or(|tip| self.walked.holds(other, tip));
                let acts = if hides && behind {
                    (stands.branch, stands.tip) = (BRANCH.to_owned(), Some(other));
                    vec![to_head(BRANCH)]
                } else {
                    Vec::new()
                };
                found(Cause::OtherBranch { branch: name, hides }, acts)
            }
        };
        stands.findings.push(finding);
    }

    /// Refs beside the branch that mean nothing.
    fn others(&self, stands: &mut Stands) {
        for (name, id) in &self.refs.loose {
            let is_replaced = name.starts_with("refs/replace/");
            let is_fine = id.is_some_and(|id| self.objects.read(id).is_ok());
            if is_fine || is_replaced || *name == stands.branch {
                continue;
            }
            let file = format!(".git/{name}");
            let acts = vec![Act::SetAside { file: file.clone() }];
            stands.findings.push(Finding::mended(Cause::RefDamaged, file, acts));
        }
    }
}
