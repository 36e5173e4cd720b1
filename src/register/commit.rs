//! Objects: writes blobs, the trees on the way to them and a commit, and reads each back. No branch
//! moves here.
//!
//! `git2`'s own `commit()` is not used: it can report success without having written.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Odb, OdbLookupFlags, Oid, Repository, Signature, Time, Tree};

use crate::domain::Moment;

use super::quarantine::Quarantine;
use super::{Fault, FileChange, Identity, loose};

const FOLDER_MODE: u32 = 0o40_000;
const FILE_MODE: u32 = 0o100_644;

/// New blobs by where they go.
#[derive(Default)]
pub struct Plan {
    files: BTreeMap<String, (Oid, bool)>,
    folders: BTreeMap<String, Plan>,
}

impl Plan {
    /// Adds a blob at a path; `replaces` says that a file may be there already.
    pub fn add(&mut self, path: &str, blob: Oid, replaces: bool) -> Result<(), Fault> {
        let refused = || Fault::PathRefused { path: path.to_owned() };
        match path.split_once('/') {
            Some((folder, _)) if self.files.contains_key(folder) => Err(refused()),
            Some((folder, rest)) => {
                self.folders.entry(folder.to_owned()).or_default().add(rest, blob, replaces)
            }
            None if self.folders.contains_key(path) => Err(refused()),
            None => match self.files.insert(path.to_owned(), (blob, replaces)) {
                None => Ok(()),
                Some(_) => Err(refused()),
            },
        }
    }
}

/// Where objects go: to the quarantine, or to memory until they are a pack.
pub struct Writer<'a> {
    repo: &'a Repository,
    /// The objects that can be read.
    known: Odb<'a>,
    /// Where new ones are written.
    into: Odb<'a>,
    git_dir: &'a Path,
    quarantine: Option<&'a Quarantine>,
    /// Objects that are in the quarantine, and objects that the register had already.
    new: RefCell<Vec<Oid>>,
    there: RefCell<Vec<Oid>>,
}

impl<'a> Writer<'a> {
    /// Writes loose objects of a register to the quarantine.
    pub fn loose(
        repo: &'a Repository,
        quarantine: &'a Quarantine,
        git_dir: &'a Path,
    ) -> Result<Self, git2::Error> {
        let writer = Writer::in_memory(repo, git_dir)?;
        Ok(Writer { into: quarantine.odb()?, quarantine: Some(quarantine), ..writer })
    }

    /// Writes to a repository that keeps new objects in memory.
    pub fn in_memory(repo: &'a Repository, git_dir: &'a Path) -> Result<Self, git2::Error> {
        let (known, into, new, there) =
            (repo.odb()?, repo.odb()?, RefCell::default(), RefCell::default());
        Ok(Writer { repo, known, into, git_dir, quarantine: None, new, there })
    }

    fn fault(&self, what: &'static str, error: &git2::Error) -> Fault {
        Fault::git(self.git_dir, what, error)
    }

    /// Writes an object, unless it is there.
    pub fn put(&self, kind: ObjectType, bytes: &[u8]) -> Result<Oid, Fault> {
        let written = |e: git2::Error| self.fault("write object", &e);
        let id = Oid::hash_object(kind, bytes).map_err(written)?;
        if let Some(quarantine) = self.quarantine {
            if self.new.borrow().contains(&id) {
                return Ok(id);
            }
            // An object that another program has just packed is written once more: that costs
            // less than to read all folders of packs anew for each object.
            // One that a power cut emptied, or that the disk does not give just now, is written anew and
            // then put in its place; removing it first would lose one that is sound.
            if self.known.exists_ext(id, OdbLookupFlags::NO_REFRESH)
                && loose::whole(self.repo, id).is_ok()
                && reads_as(&self.known, id, bytes)
            {
                self.there.borrow_mut().push(id);
                return Ok(id);
            }
            self.new.borrow_mut().push(id);
            if quarantine.holds(id) && !(quarantine.is_whole(id) && reads_as(&self.into, id, bytes))
            {
                quarantine.discard(id)?;
            }
        }
        self.into.write(kind, bytes).map_err(written)?;
        if reads_as(&self.into, id, bytes) {
            return Ok(id);
        }
        let message = format!("{id} does not read back");
        Err(Fault::Git { what: "write object", message })
    }

    /// Makes all objects durable and part of the register, and these files durable with them.
    pub fn release(&self, others: &[PathBuf]) -> Result<(), Fault> {
        match self.quarantine {
            Some(quarantine) => {
                quarantine.release(&self.new.borrow(), &self.there.borrow(), others)
            }
            None => Ok(()),
        }
    }

    /// Writes the trees on the way to the planned files, over an earlier tree.
    pub fn trees(&self, base: Option<&Tree<'_>>, plan: &Plan) -> Result<Oid, Fault> {
        self.tree_at(base, plan, "")
    }

    fn tree_at(&self, base: Option<&Tree<'_>>, plan: &Plan, at: &str) -> Result<Oid, Fault> {
        let mut entries: BTreeMap<Vec<u8>, (u32, Oid)> = BTreeMap::new();
        for entry in base.into_iter().flat_map(Tree::iter) {
            let mode = u32::try_from(entry.filemode_raw()).unwrap_or(0);
            entries.insert(sort_key(entry.name_bytes(), mode), (mode, entry.id()));
        }
        for (name, (blob, replaces)) in &plan.files {
            let path = format!("{at}{name}");
            if entries.contains_key(&sort_key(name.as_bytes(), FOLDER_MODE)) {
                return Err(Fault::PathRefused { path });
            }
            let old = entries.insert(sort_key(name.as_bytes(), FILE_MODE), (FILE_MODE, *blob));
            if old.is_some() && !replaces {
                return Err(Fault::Exists { path });
            }
        }
        for (name, folder) in &plan.folders {
            let path = format!("{at}{name}/");
            if entries.contains_key(&sort_key(name.as_bytes(), FILE_MODE)) {
                return Err(Fault::PathRefused { path });
            }
            let key = sort_key(name.as_bytes(), FOLDER_MODE);
            let below = match entries.get(&key) {
                Some((_, id)) => {
                    let tree = loose::whole(self.repo, *id).and_then(|()| self.repo.find_tree(*id));
                    Some(tree.map_err(|e| self.fault("read tree", &e))?)
                }
                None => None,
            };
            let id = self.tree_at(below.as_ref(), folder, &path)?;
            entries.insert(key, (FOLDER_MODE, id));
        }
        let mut bytes = Vec::with_capacity(entries.len() * 48);
        for (key, (mode, id)) in &entries {
            let name = key.strip_suffix(b"/").unwrap_or(key);
            bytes.extend_from_slice(format!("{mode:o} ").as_bytes());
            bytes.extend_from_slice(name);
            bytes.push(0);
            bytes.extend_from_slice(id.as_bytes());
        }
        self.put(ObjectType::Tree, &bytes)
    }

    /// Writes a commit; no branch moves.
    pub fn commit(
        &self,
        author: &Identity,
        now: Moment,
        message: &str,
        tree: Oid,
        parent: Option<Oid>,
    ) -> Result<Oid, Fault> {
        let made = |e: git2::Error| self.fault("make commit", &e);
        let time = Time::new(now.unix(), 0);
        let who =
            Signature::new(&author.name, &author.email, &time).map_err(|_| Fault::NoIdentity)?;
        let message = git2::message_prettify(message, None).map_err(made)?;
        let mut bytes = format!("tree {tree}\n").into_bytes();
        if let Some(parent) = parent {
            bytes.extend_from_slice(format!("parent {parent}\n").as_bytes());
        }
        for role in ["author", "committer"] {
            bytes.extend_from_slice(role.as_bytes());
            bytes.push(b' ');
            bytes.extend_from_slice(who.name_bytes());
            bytes.extend_from_slice(b" <");
            bytes.extend_from_slice(who.email_bytes());
            bytes.extend_from_slice(format!("> {} +0000\n", now.unix()).as_bytes());
        }
        bytes.push(b'\n');
        bytes.extend_from_slice(message.as_bytes());
        self.put(ObjectType::Commit, &bytes)
    }
}

fn reads_as(odb: &Odb<'_>, id: Oid, bytes: &[u8]) -> bool {
    odb.read(id).is_ok_and(|object| object.data() == bytes)
}

/// git sorts folders as though their names ended in a slash.
fn sort_key(name: &[u8], mode: u32) -> Vec<u8> {
    let mut key = name.to_vec();
    if mode == FOLDER_MODE {
        key.push(b'/');
    }
    key
}

/// The blobs of a change, planned.
pub fn plan(writer: &Writer<'_>, files: &[FileChange]) -> Result<(Plan, Vec<Oid>), Fault> {
    let mut plan = Plan::default();
    let mut blobs = Vec::with_capacity(files.len());
    for file in files {
        let blob = writer.put(ObjectType::Blob, &file.bytes)?;
        plan.add(&file.path, blob, file.replaces)?;
        blobs.push(blob);
    }
    Ok((plan, blobs))
}
