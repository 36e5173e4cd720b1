//! What one commit holds. All reading goes through it, so a reader never sees half a change.

use git2::{ErrorCode, ObjectType, Oid, Tree};

use super::{CommitId, Fault, ObjectId, Store, loose, paths};

const FOLDER: i32 = 0o40_000;
const FILE: i32 = 0o100_644;
const RUNNABLE: i32 = 0o100_755;
const LINK: i32 = 0o120_000;

/// The files of one commit; of none, before the first.
pub struct Snapshot<'a> {
    store: &'a Store,
    commit: Option<CommitId>,
    tree: Option<Oid>,
}

/// A file or folder of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_dir: bool,
    /// Its contents' name: two with the same name hold the same.
    pub id: ObjectId,
}

/// What a register may not hold, left out of what is read. A problem of the data, not a fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Its path; bytes that are no text are replaced.
    pub path: String,
    /// Why it is left out.
    pub why: WhyRefused,
}

/// Why an entry of a commit is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyRefused {
    /// A symbolic link.
    SymbolicLink,
    /// Another repository.
    Submodule,
    /// A file that may be run.
    Executable,
    /// Another mode than a file's or a folder's.
    Mode,
    /// A name that leads out of the register or that other systems cannot hold.
    Name,
    /// A file where a folder belongs, or the other way round.
    OutOfPlace,
}

/// What was read, and what was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing<T> {
    /// What was read, in the order of names.
    pub items: Vec<T>,
    /// What was left out.
    pub refused: Vec<Refused>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Listing { items: Vec::new(), refused: Vec::new() }
    }
}

impl<'a> Snapshot<'a> {
    pub(super) fn new(store: &'a Store, commit: Option<CommitId>, tree: Option<Oid>) -> Self {
        Snapshot { store, commit, tree }
    }

    /// The commit; `None` before the first.
    pub fn commit(&self) -> Option<CommitId> {
        self.commit
    }

    pub(super) fn store(&self) -> &'a Store {
        self.store
    }

    /// The bytes of a file; `None` if there is none at this path. A path that leads through a
    /// symbolic link, or to what is no plain file, holds none.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some((id, mode)) = self.find(path)? else { return Ok(None) };
        if mode != FILE {
            return Ok(None);
        }
        self.read_object(&ObjectId(id)).map(Some)
    }

    /// The bytes of a file that a listing named.
    pub fn read_object(&self, id: &ObjectId) -> Result<Vec<u8>, Fault> {
        loose::blob(self.store.repo(), id.0).map_err(|e| self.store.git("read object", &e))
    }

    /// The name of what a file or folder holds; `None` if there is none at this path.
    pub fn id(&self, path: &str) -> Result<Option<ObjectId>, Fault> {
        Ok(self.find(path)?.map(|(id, _)| ObjectId(id)))
    }

    /// What a folder holds, without what a register may not hold; `""` is the root. A folder that
    /// is not there holds nothing.
    pub fn list(&self, folder: &str) -> Result<Listing<Entry>, Fault> {
        let id = if folder.is_empty() {
            self.tree
        } else {
            match self.find(folder)? {
                Some((id, FOLDER)) => Some(id),
                Some(_) | None => None,
            }
        };
        let Some(id) = id else { return Ok(Listing::default()) };
        let tree = self.store.tree(id)?;
        Ok(entries(&tree, folder))
    }

    fn find(&self, path: &str) -> Result<Option<(Oid, i32)>, Fault> {
        paths::check(path)?;
        let Some(root) = self.tree else { return Ok(None) };
        let mut at = (root, FOLDER);
        for name in path.split('/') {
            if at.1 != FOLDER {
                return Ok(None);
            }
            let tree = self.store.tree(at.0)?;
            match tree.get_name(name) {
                Some(entry) => at = (entry.id(), entry.filemode_raw()),
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }
}

/// The entries of a tree that a register may hold, and the others.
pub(super) fn entries(tree: &Tree<'_>, at: &str) -> Listing<Entry> {
    let mut listing = Listing::default();
    for entry in tree {
        let bytes = entry.name_bytes();
        let why = match entry.filemode_raw() {
            _ if !paths::is_fine(bytes) => WhyRefused::Name,
            FOLDER | FILE => {
                listing.items.push(Entry {
                    name: String::from_utf8_lossy(bytes).into_owned(),
                    is_dir: entry.filemode_raw() == FOLDER,
                    id: ObjectId(entry.id()),
                });
                continue;
            }
            LINK => WhyRefused::SymbolicLink,
            RUNNABLE => WhyRefused::Executable,
            _ if entry.kind() == Some(ObjectType::Commit) => WhyRefused::Submodule,
            _ => WhyRefused::Mode,
        };
        let path = join(at, &String::from_utf8_lossy(bytes));
        listing.refused.push(Refused { path, why });
    }
    listing
}

/// A name in a folder; `""` is the root.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Only "not found" means absent.
pub(super) fn absent<T>(result: Result<T, git2::Error>) -> Result<Option<T>, git2::Error> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(e) if e.code() == ErrorCode::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}
