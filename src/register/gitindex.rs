//! git's index: only kept in step, so that `git status` is clean. What the register holds is
//! what is committed; an index that is broken is made anew from `HEAD`.
//!
//! The index is opened apart from the repository: libgit2 then neither compares the work tree
//! when it writes it nor looks up the objects of its entries.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use git2::{ErrorCode, Index, IndexEntry, IndexTime, Oid, Tree};

use super::{Fault, Unsupported, checks, modes};

/// The mode of every file of a register, as git notes it.
pub const FILE: u32 = 0o100_644;
/// The bits of an entry's flags that tell the sides of a conflict.
const STAGE: u16 = 0x3000;
/// How long the lock of a `git status` that runs just now is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// The index, in memory.
pub struct GitIndex {
    index: Index,
    path: PathBuf,
    dirty: bool,
    /// Whether it was made anew.
    pub rebuilt: bool,
}

impl GitIndex {
    /// Reads the index; makes it anew from a tree where it is absent, empty or damaged.
    pub fn load(git_dir: &Path, head: Option<&Tree<'_>>) -> Result<Self, Fault> {
        let path = git_dir.join("index");
        let length = match fs::metadata(&path) {
            Ok(meta) => Some(meta.len()),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(Fault::io(&path, "read", &e)),
        };
        let opened = match length {
            None | Some(0) => None,
            Some(_) => open(&path)?,
        };
        if let Some(index) = opened {
            if index.has_conflicts() {
                return Err(Fault::Unsupported { what: Unsupported::Unmerged });
            }
            return Ok(GitIndex { index, path, dirty: false, rebuilt: false });
        }
        if length.is_some() {
            fs::remove_file(&path).map_err(|e| Fault::write(&path, "remove", &e))?;
        }
        let failed = |e: git2::Error| Fault::git(&path, "rebuild index", &e);
        let mut index = Index::open(&path).map_err(failed)?;
        if let Some(tree) = head {
            index.read_tree(tree).map_err(failed)?;
        }
        let rebuilt = head.is_some();
        Ok(GitIndex { index, path, dirty: rebuilt, rebuilt })
    }

    /// Reads the index as it is, without repair; `None` where it cannot be read.
    pub fn peek(git_dir: &Path) -> Result<Option<Self>, Fault> {
        let path = git_dir.join("index");
        if !path.exists() {
            return Ok(None);
        }
        Ok(open(&path)?.map(|index| GitIndex { index, path, dirty: false, rebuilt: false }))
    }

    /// All paths with their objects, and whether they are in conflict.
    pub fn iter(&self) -> impl Iterator<Item = (String, Oid, bool)> {
        self.index.iter().map(|entry| {
            let path = String::from_utf8_lossy(&entry.path).into_owned();
            (path, entry.id, entry.flags & STAGE != 0)
        })
    }

    /// The object that the index has for a path.
    pub fn id(&self, path: &str) -> Option<Oid> {
        self.entry(path).map(|entry| entry.id)
    }

    /// Whether the index has this object for a path and saw the file as it is now.
    pub fn is_current(&self, path: &str, id: Oid, meta: &Metadata) -> bool {
        self.entry(path).is_some_and(|entry| {
            entry.id == id
                && entry.file_size == low(meta.size())
                && entry.ino == low(meta.ino())
                && entry.mtime.seconds() == seconds(meta.mtime())
                && entry.mtime.nanoseconds() == nanos(meta.mtime_nsec())
        })
    }

    /// As [`is_current`](Self::is_current), and the file cannot have changed in the same instant
    /// in which the index was written.
    pub fn is_settled(&self, path: &str, id: Oid, meta: &Metadata) -> bool {
        self.is_current(path, id, meta)
            && fs::metadata(&self.path).is_ok_and(|index| index.mtime() > meta.mtime())
    }

    fn entry(&self, path: &str) -> Option<IndexEntry> {
        self.index.get_path(Path::new(path), 0)
    }

    /// Notes a file of the work tree and the object that it is.
    pub fn put(&mut self, path: &str, id: Oid, meta: &Metadata) -> Result<(), Fault> {
        let entry = IndexEntry {
            ctime: IndexTime::new(seconds(meta.ctime()), nanos(meta.ctime_nsec())),
            mtime: IndexTime::new(seconds(meta.mtime()), nanos(meta.mtime_nsec())),
            dev: low(meta.dev()),
            ino: low(meta.ino()),
            mode: FILE,
            uid: meta.uid(),
            gid: meta.gid(),
            file_size: low(meta.size()),
            id,
            flags: 0,
            flags_extended: 0,
            path: path.as_bytes().to_vec(),
        };
        self.dirty = true;
        self.index.add(&entry).map_err(|e| Fault::git(&self.path, "add to index", &e))
    }

    /// Notes the object of a path without its file: git then looks at the file itself.
    pub fn put_unseen(&mut self, path: &str, id: Oid, mode: u32) -> Result<(), Fault> {
        let never = IndexTime::new(0, 0);
        let entry = IndexEntry {
            ctime: never,
            mtime: never,
            dev: 0,
            ino: 0,
            mode,
            uid: 0,
            gid: 0,
            file_size: 0,
            id,
            flags: 0,
            flags_extended: 0,
            path: path.as_bytes().to_vec(),
        };
        self.dirty = true;
        self.index.add(&entry).map_err(|e| Fault::git(&self.path, "add to index", &e))
    }

    /// Takes in what another git program wrote meanwhile. Before changes only.
    pub fn refresh(&mut self) -> Result<(), Fault> {
        if self.dirty {
            return Ok(());
        }
        self.index.read(false).map_err(|e| Fault::git(&self.path, "read index", &e))
    }

    /// Writes the index, where anything changed, and lets go of it. libgit2 takes as long to free
    /// an index, entry by entry, as to read it: that is left to the end of the program.
    pub fn save_last(mut self) -> Result<(), Fault> {
        let saved = self.save();
        std::mem::forget(self.index);
        saved
    }

    /// Writes the index, where anything changed.
    pub fn save(&mut self) -> Result<(), Fault> {
        if !self.dirty {
            return Ok(());
        }
        let start = Instant::now();
        while let Err(e) = self.index.write() {
            if e.code() != ErrorCode::Locked || start.elapsed() >= PATIENCE {
                return Err(Fault::git(&self.path, "write index", &e));
            }
            thread::sleep(Duration::from_millis(10));
        }
        self.dirty = false;
        modes::tighten(&self.path).map_err(|e| Fault::write(&self.path, "set mode", &e))
    }
}

/// Opens an index that is there; `None` when it is damaged.
fn open(path: &Path) -> Result<Option<Index>, Fault> {
    let unread = |e: io::Error| Fault::io(path, "read", &e);
    match Index::open(path) {
        Ok(index) => {
            // libgit2 takes an index that it cannot stat just now for one that is not there.
            let mut header = [0; 12];
            File::open(path).and_then(|mut file| file.read_exact(&mut header)).map_err(unread)?;
            let [.., a, b, c, d] = header;
            if usize::try_from(u32::from_be_bytes([a, b, c, d])) == Ok(index.len()) {
                return Ok(Some(index));
            }
            let message = "not all entries were read".to_owned();
            Err(Fault::Git { what: "read index", message })
        }
        Err(e) => match checks::unsupported_by_libgit2(&e) {
            Some(fault) => Err(fault),
            // Only bytes that can be read and mean nothing are damage.
            None => match fs::read(path) {
                Ok(_) if e.class() == git2::ErrorClass::Index => Ok(None),
                Ok(_) => Err(Fault::git(path, "read index", &e)),
                Err(e) => Err(unread(e)),
            },
        },
    }
}

/// The index keeps the low 32 bits.
fn low(number: u64) -> u32 {
    u32::try_from(number & u64::from(u32::MAX)).unwrap_or(0)
}

fn seconds(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

fn nanos(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}
