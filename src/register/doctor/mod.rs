//! What is wrong with a register as a repository, whatever it is: found without opening it as other
//! commands do, since it may be too broken for that, and without changing anything. What can be
//! repaired is repaired under the register's own lock by [`Site::repair`], and nothing is thrown
//! away: what is replaced or removed is kept in `.git/cse-aside`.
//!
//! Whether the data is right is for `check`, whether the history is what it was for `verify`.

mod beside;
mod cause;
mod control;
mod files;
mod finding;
mod grade;
mod index;
mod leftovers;
mod lost;
mod mend;
mod objects;
mod refs;
mod settings;
mod stands;
mod under;
mod unmerged;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

use crate::register::{Fault, plain, store};

pub use super::plain::Special;
pub use cause::{Cause, Harm};
pub use files::markers;
pub use finding::Finding;
pub use grade::Grade;
pub use mend::{Did, Done, Repaired};
pub use under::Begun;

use mend::Act;
use objects::{Lost, Objects, Walked};

/// The folder of a register that may be broken.
#[derive(Clone, Debug)]
pub struct Site {
    root: PathBuf,
    git_dir: PathBuf,
}

/// What was found.
#[derive(Default, PartialEq)]
pub struct Examined {
    /// What is wrong: what hides a case first, then by how grave it is.
    pub findings: Vec<Finding>,
    /// The files of the commit at which the register stands, or would once it is repaired; nothing
    /// where they cannot all be told: then nothing is held against them.
    committed: Option<BTreeMap<String, (u32, Oid)>>,
}

impl Site {
    /// Finds the register that a folder lies in: the nearest upwards that looks like one, be it
    /// broken.
    pub fn find(from: &Path) -> Result<Self, Fault> {
        let start = store::start(from)?;
        let sites = start.ancestors().map(Site::at);
        let mut sites = sites.filter(|site| site.looks_like_a_repository() || site.has_settings());
        let none = || Fault::NoRegister { from: from.to_path_buf() };
        let site = sites.next().ok_or_else(none)?;
        // Another repository is none of our business.
        if site.has_settings() || site.is_a_register() { Ok(site) } else { Err(none()) }
    }

    fn at(root: &Path) -> Self {
        Site { root: root.to_path_buf(), git_dir: root.join(".git") }
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn has_settings(&self) -> bool {
        self.root.join("cse.yaml").is_file()
    }

    fn is_bare(&self) -> bool {
        self.root.join("HEAD").is_file() && self.root.join("objects").is_dir()
    }

    fn looks_like_a_repository(&self) -> bool {
        self.git_dir.symlink_metadata().is_ok() || self.is_bare()
    }

    /// Whether `cse` wrote here, or its settings are among what is committed.
    fn is_a_register(&self) -> bool {
        let git_dir = if self.is_bare() { &self.root } else { &self.git_dir };
        let ours = ["cse.lock", "cse-tmp"].iter().any(|name| git_dir.join(name).exists());
        ours || Objects::open(git_dir, &[]).is_ok_and(|objects| {
            let refs = refs::Refs::read(git_dir);
            refs.all().any(|(_, at)| {
                objects.files(at).is_some_and(|files| files.contains_key("cse.yaml"))
            })
        })
    }

    /// Finds all that is wrong. Nothing is changed by it.
    pub fn examine(&self) -> Result<Examined, Fault> {
        self.examine_as(false)
    }

    /// As [`examine`](Self::examine), perhaps as the one who holds the lock: then nobody else is at
    /// work.
    fn examine_as(&self, holder: bool) -> Result<Examined, Fault> {
        let mut found = self.looked_at(holder)?;
        let order = |finding: &Finding| {
            (!finding.cause.hides_a_case(), finding.cause.grade(), mend::turn(&finding.cause))
        };
        found.findings.sort_by_key(order);
        Ok(found)
    }

    fn looked_at(&self, holder: bool) -> Result<Examined, Fault> {
        let (root, git_dir) = (self.root.as_path(), self.git_dir.as_path());
        let mut found = Examined::default();
        let all = &mut found.findings;
        match fs::symlink_metadata(git_dir) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => {
                all.push(Finding::only(elsewhere(git_dir), ".git"));
                return Ok(found);
            }
            Err(_) => {
                let cause = if self.is_bare() { Cause::Bare } else { Cause::NoGit };
                all.push(Finding::only(cause, "."));
                return Ok(found);
            }
        }
        if git_dir.join("commondir").exists() {
            let there = true;
            let to = plain::text(&git_dir.join("commondir")).unwrap_or_default();
            let cause = Cause::GitElsewhere { to: to.trim().to_owned(), there, main: None };
            all.push(Finding::only(cause, ".git/commondir"));
            return Ok(found);
        }
        // Nothing more can be told beside one: whoever opens it may wait for ever.
        all.extend(leftovers::special(root, git_dir));
        if !all.is_empty() {
            return Ok(found);
        }
        all.extend(leftovers::access(root, git_dir));
        all.extend(leftovers::no_locks(git_dir));
        all.extend(leftovers::folders(git_dir));
        all.extend(leftovers::locks(root, git_dir));
        all.extend(leftovers::files(root, git_dir, holder));
        let settings = settings::look(root, git_dir);
        all.extend(beside::on_the_way(root, git_dir, &settings));
        all.extend(settings.findings);
        all.extend(beside::work_trees(git_dir));
        self.history(&mut found)?;
        Ok(found)
    }

    /// What is wrong with the history, the index and the files.
    fn history(&self, found: &mut Examined) -> Result<(), Fault> {
        let (root, git_dir) = (self.root.as_path(), self.git_dir.as_path());
        let refs = refs::Refs::read(git_dir);
        if let Some(rest) = &refs.packed_rest {
            let file = ".git/packed-refs".to_owned();
            let act = Act::Write { file: file.clone(), bytes: rest.clone().into_bytes() };
            found.findings.push(Finding::mended(Cause::PackedRefs, file, vec![act]));
        }
        let objects = Objects::open(git_dir, &beside::borrowed(git_dir))?;
        let mut walked =
            Walked { cut: beside::cut(git_dir).into_iter().collect(), ..Walked::default() };
        let detached = match refs::head(git_dir) {
            refs::Head::Detached(commit) => Some(commit),
            refs::Head::Missing | refs::Head::Damaged | refs::Head::On(_) => None,
        };
        objects.walk(refs.all().map(|(_, at)| at).chain(detached), &mut walked);
        objects.walk(beside::begun(git_dir), &mut walked);
        let under_way = under::look(git_dir).is_some();
        let (git, of) = (git_dir, (&refs, &objects));
        let asked =
            stands::Asked { git_dir: git, refs: of.0, objects: of.1, walked: &walked, under_way };
        let stands = stands::look(&asked);
        objects.walk(stands.tip.or(stands.wanted), &mut walked);
        let copies = files::copies_in_git(git_dir, &refs, &walked);
        // A copy of a branch that means nothing is said once, as a copy.
        let is_copy = |finding: &Finding| copies.iter().any(|copy| copy.file == finding.file);
        found.findings.extend(stands.findings.into_iter().filter(|finding| !is_copy(finding)));
        found.findings.extend(copies);
        found.findings.extend(beside::histories(git_dir, &refs, &objects, &walked));
        found.findings.extend(beside::unfinished(git_dir, &refs, &walked));
        let (branch, tip) = (&stands.branch, stands.tip);
        let at: Vec<Oid> =
            tip.into_iter().chain(refs.at(branch).filter(|_| tip.is_some())).collect();
        found.findings.extend(lost::look(git_dir, branch, &at, &objects, &walked));
        // What stands in the files and in git's index while git is at something is that thing's own.
        let tip = stands.tip.filter(|_| !under_way);
        found.committed = tip.and_then(|tip| objects.files(tip));
        let (of_index, noted) = index::look(git_dir, found.committed.as_ref());
        found.findings.extend(of_index);
        found.findings.extend(self.lost(&objects, &walked, &noted));
        if let Some(committed) = &found.committed {
            let (objects, walked) = (&objects, &walked);
            found.findings.extend(files::look(&files::Against {
                root,
                objects,
                walked,
                committed,
            }));
        }
        Ok(())
    }

    /// Objects that cannot be read, and from what each can be made again: a file from the work tree,
    /// a folder from git's index.
    fn lost(&self, objects: &Objects, walked: &Walked, noted: &[index::Noted]) -> Vec<Finding> {
        let mut folders = None;
        let mut found = Vec::new();
        for lost in &walked.lost {
            let bytes = match (lost.kind, &lost.path) {
                (ObjectType::Blob, Some(path)) => plain::read(&self.root.join(path)).ok(),
                (ObjectType::Tree, _) => {
                    let folders = folders.get_or_insert_with(|| index::folders(noted));
                    folders.get(&lost.id).cloned()
                }
                _ => None,
            };
            let is_it = |b: &Vec<u8>| Oid::hash_object(lost.kind, b).is_ok_and(|is| is == lost.id);
            found.push(self.lost_one(objects, lost, bytes.filter(is_it)));
        }
        let needed = |id: &Oid| walked.lost.iter().any(|lost| lost.id == *id);
        for (id, harm) in objects.own() {
            let Some(harm) = harm.filter(|_| !needed(&id)) else { continue };
            let (file, acts) = self.damaged(objects, id, harm);
            let cause = Cause::Object { id: id.into(), harm, kind: "", path: None };
            found.push(Finding { cause, file, acts });
        }
        found
    }

    fn lost_one(&self, objects: &Objects, lost: &Lost, bytes: Option<Vec<u8>>) -> Finding {
        let (file, mut acts) = self.damaged(objects, lost.id, lost.harm);
        // What is damaged also keeps git from taking the object in from elsewhere, so it goes aside
        // even where nothing can be put in its place.
        if let Some(bytes) = bytes.filter(|_| lost.harm != Harm::Unread) {
            acts.push(Act::Object { id: lost.id, kind: lost.kind, bytes });
        }
        let (id, harm, path) = (lost.id.into(), lost.harm, lost.path.clone());
        Finding { cause: Cause::Object { id, harm, kind: lost.kind.str(), path }, file, acts }
    }

    /// The file of an object, and how it goes aside. Of one that the disk does not give nobody knows
    /// that it is damaged.
    fn damaged(&self, objects: &Objects, id: Oid, harm: Harm) -> (String, Vec<Act>) {
        let loose = objects.loose(id);
        let file = loose.strip_prefix(&self.root).unwrap_or(&loose).display().to_string();
        let is_bad = harm != Harm::Unread && loose.exists();
        let acts = if is_bad { vec![Act::SetAside { file: file.clone() }] } else { Vec::new() };
        (file, acts)
    }
}

fn elsewhere(git: &Path) -> Cause {
    let text = match fs::read_link(git) {
        Ok(to) => to.display().to_string(),
        Err(_) => plain::text(git).unwrap_or_default(),
    };
    let to = text.trim().trim_start_matches("gitdir:").trim().to_owned();
    let place = git.parent().unwrap_or(git).join(&to);
    // A linked work tree says where the repository is that it shares.
    let common = plain::text(&place.join("commondir")).ok();
    let common = common.and_then(|common| fs::canonicalize(place.join(common.trim())).ok());
    let is_plain = |common: &PathBuf| common.ends_with(".git") && common.is_dir();
    let main = common.filter(is_plain).and_then(|common| Some(common.parent()?.to_path_buf()));
    Cause::GitElsewhere { to, there: place.exists(), main }
}

#[cfg(test)]
mod tests;
