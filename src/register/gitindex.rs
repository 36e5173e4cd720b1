//! git's index: only kept in step, so that `git status` is clean. What the register holds is
//! what is committed; an index that is broken is made anew from `HEAD`.
//!
//! The index is opened apart from the repository: libgit2 then neither compares the work tree
//! when it writes it nor looks up the objects of its entries. And it is opened by another name, a
//! link in `.git/cse-tmp`: libgit2 would take git's lock for itself to write it, and here that lock
//! is held for longer. Where both names lead to one file, this program wrote the index last.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use git2::{Index, IndexEntry, IndexTime, Oid, Tree};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::indexlock::IndexLock;
use super::store::open_repository;
use super::{Fault, Unsupported, checks, loose, modes};

/// The mode of every file of a register, as git notes it.
pub const FILE: u32 = 0o100_644;
/// The bits of an entry's flags that tell the sides of a conflict.
const STAGE: u16 = 0x3000;
/// How often an index that git replaces meanwhile is read anew.
const AGAIN: usize = 20;

/// The index, in memory.
pub struct GitIndex {
    index: Index,
    /// Where git has it.
    path: PathBuf,
    /// Our own name for it.
    link: PathBuf,
    seen: Option<Seen>,
    dirty: bool,
    /// Whether it was made anew.
    pub rebuilt: bool,
    /// Whether another program wrote it last.
    pub is_foreign: bool,
}

/// By which one written index is told from the next.
type Seen = (u64, u64, u64, i64, i64);

/// What the index had for a path before it was changed.
pub struct Before(String, Option<IndexEntry>);

impl GitIndex {
    /// Reads the index; makes it anew from a tree where it is absent, empty or damaged. Under the
    /// register's lock only.
    pub fn load(git_dir: &Path, head: Option<&Tree<'_>>) -> Result<Self, Fault> {
        let path = git_dir.join("index");
        let link = git_dir.join("cse-tmp").join("index");
        let linked = link_to(&path, &link)?;
        let opened = match linked.seen {
            None => None,
            Some((_, _, 0, ..)) => None,
            Some(_) => open(&link)?,
        };
        let (seen, is_foreign) = (linked.seen, linked.is_foreign);
        if let Some(index) = opened {
            if index.has_conflicts() {
                return Err(Fault::Unsupported { what: Unsupported::Unmerged });
            }
            let (dirty, rebuilt) = (false, false);
            return Ok(GitIndex { index, path, link, seen, dirty, rebuilt, is_foreign });
        }
        remove(&link)?;
        let failed = |e: git2::Error| Fault::git(&path, "rebuild index", &e);
        let mut index = Index::open(&link).map_err(failed)?;
        if let Some(tree) = head {
            let repo = open_repository(git_dir.parent().unwrap_or(git_dir))?;
            loose::whole_below(&repo, tree.id()).map_err(failed)?;
            index.read_tree(tree).map_err(failed)?;
        }
        let rebuilt = head.is_some();
        Ok(GitIndex { index, path, link, seen, dirty: rebuilt, rebuilt, is_foreign: false })
    }

    /// Reads the index as it is, without repair; `None` where it cannot be read.
    pub fn peek(git_dir: &Path) -> Result<Option<Self>, Fault> {
        let path = git_dir.join("index");
        for again in (0..AGAIN).rev() {
            let seen = look(&path)?;
            if seen.is_none() {
                return Ok(None);
            }
            let opened = open(&path);
            // git put another in its place: what was read may be half of each.
            if look(&path)? != seen && again > 0 {
                continue;
            }
            let (link, rebuilt, is_foreign) = (path.clone(), false, true);
            return Ok(opened?.map(|index| GitIndex {
                index,
                path,
                link,
                seen,
                dirty: false,
                rebuilt,
                is_foreign,
            }));
        }
        Ok(None)
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
        self.add(&IndexEntry {
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
        })
    }

    /// Notes the object of a path that need not be there: git then looks for the file itself.
    pub fn put_unread(&mut self, path: &str, id: Oid, mode: u32) -> Result<(), Fault> {
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
        self.add(&entry)
    }

    /// As [`put`](Self::put), with a way back.
    pub fn exchange(&mut self, path: &str, id: Oid, meta: &Metadata) -> Result<Before, Fault> {
        let before = Before(path.to_owned(), self.entry(path));
        self.put(path, id, meta).map(|()| before)
    }

    /// Puts back what was there.
    pub fn restore(&mut self, Before(path, entry): Before) -> Result<(), Fault> {
        match entry {
            Some(entry) => self.add(&entry),
            None => self.remove(&path),
        }
    }

    /// Notes the object of a path whose file was not looked at.
    pub fn put_unseen(&mut self, path: &str, id: Oid) -> Result<(), Fault> {
        let Some(entry) = self.entry(path) else { return Ok(()) };
        let (ctime, mtime) = (IndexTime::new(0, 0), IndexTime::new(0, 0));
        let unseen = IndexEntry { id, ctime, mtime, ino: 0, file_size: 0, ..entry };
        self.add(&unseen)
    }

    /// Notes when a file that is as it was noted came to its place. It is written with the next
    /// change: git only looks once more at a file whose time is another.
    pub fn freshen(&mut self, path: &str, meta: &Metadata) -> Result<(), Fault> {
        let Some(entry) = self.entry(path) else { return Ok(()) };
        let ctime = IndexTime::new(seconds(meta.ctime()), nanos(meta.ctime_nsec()));
        let is_same = |time: IndexTime| {
            (time.seconds(), time.nanoseconds()) == (ctime.seconds(), ctime.nanoseconds())
        };
        if is_same(entry.ctime) {
            return Ok(());
        }
        let dirty = self.dirty;
        self.add(&IndexEntry { ctime, ..entry })?;
        self.dirty = dirty;
        Ok(())
    }

    /// Forgets a path.
    pub fn remove(&mut self, path: &str) -> Result<(), Fault> {
        self.dirty = true;
        let removed = self.index.remove(Path::new(path), 0);
        removed.map_err(|e| Fault::git(&self.path, "remove from index", &e))
    }

    fn add(&mut self, entry: &IndexEntry) -> Result<(), Fault> {
        self.dirty = true;
        self.index.add(entry).map_err(|e| Fault::git(&self.path, "add to index", &e))
    }

    /// Whether it must be written.
    pub fn is_dirty(&self) -> bool {
        self.dirty
    }

    /// Takes in what another git program wrote meanwhile, and drops what was not written; answers
    /// whether there was anything. Under git's own lock.
    pub fn catch_up(&mut self) -> Result<bool, Fault> {
        if look(&self.path)? == self.seen {
            return Ok(false);
        }
        let linked = link_to(&self.path, &self.link)?;
        self.index.read(true).map_err(|e| Fault::git(&self.path, "read index", &e))?;
        (self.seen, self.is_foreign, self.dirty) = (linked.seen, linked.is_foreign, false);
        Ok(true)
    }

    /// Writes the index, where anything changed. Under git's own lock.
    pub fn write(&mut self, _lock: &IndexLock) -> Result<(), Fault> {
        if !self.dirty {
            return Ok(());
        }
        // Nothing may take the place of another file by `rename`: ext4 would then write the whole
        // index out before the branch could be made durable, and an index is soon made anew.
        remove(&self.link)?;
        self.index.write().map_err(|e| Fault::git(&self.path, "write index", &e))?;
        modes::tighten(&self.link).map_err(|e| Fault::write(&self.link, "set mode", &e))?;
        let new = self.link.with_file_name(format!("append-{}-index", std::process::id()));
        remove(&new)?;
        twin(&self.link, &new).map_err(|e| Fault::write(&new, "link", &e))?;
        put_in_place(&new, &self.path)?;
        (self.seen, self.dirty, self.is_foreign) = (look(&self.path)?, false, false);
        Ok(())
    }

    /// Lets the next command take the index for one that another program wrote.
    pub fn disown(git_dir: &Path) {
        let _ = fs::remove_file(git_dir.join("cse-tmp").join("index"));
    }

    /// Leaves the index in memory until the program ends: libgit2 takes as long to free it, entry
    /// by entry, as to read it.
    pub fn forget(self) {
        std::mem::forget(self.index);
    }
}

struct Linked {
    seen: Option<Seen>,
    is_foreign: bool,
}

/// Makes our name for the index lead to the index that git has, whatever it led to.
fn link_to(path: &Path, link: &Path) -> Result<Linked, Fault> {
    // What a writer left that was killed while libgit2 wrote.
    remove(&link.with_extension("lock"))?;
    for _ in 0..AGAIN {
        let seen = look(path)?;
        let linked = look(link)?;
        if linked.is_some() && linked == seen {
            return Ok(Linked { seen, is_foreign: false });
        }
        remove(link)?;
        if seen.is_none() {
            return Ok(Linked { seen, is_foreign: true });
        }
        match twin(path, link) {
            // git replaced it meanwhile.
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(Fault::write(link, "link", &e)),
            Ok(()) if look(path)? == seen => return Ok(Linked { seen, is_foreign: true }),
            Ok(()) => {}
        }
    }
    Err(Fault::Git { what: "read index", message: "it is never still".to_owned() })
}

/// A second name for a file; a copy, where a file has only one.
fn twin(file: &Path, name: &Path) -> io::Result<()> {
    match fs::hard_link(file, name) {
        Err(e) if modes::has_no_links(&e) => fs::copy(file, name).map(drop),
        other => other,
    }
}

/// Lets a file take the place of another at once; nobody sees neither.
fn put_in_place(file: &Path, at: &Path) -> Result<(), Fault> {
    match renameat_with(CWD, file, CWD, at, RenameFlags::EXCHANGE) {
        Ok(()) => remove(file),
        // The first index, or a file system that cannot exchange two files.
        Err(Errno::NOENT | Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            fs::rename(file, at).map_err(|e| Fault::write(at, "rename", &e))
        }
        Err(e) => Err(Fault::write(at, "rename", &e.into())),
    }
}

fn remove(file: &Path) -> Result<(), Fault> {
    match fs::remove_file(file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Fault::write(file, "remove", &e)),
        _ => Ok(()),
    }
}

fn look(path: &Path) -> Result<Option<Seen>, Fault> {
    match fs::symlink_metadata(path) {
        Ok(meta) => {
            Ok(Some((meta.dev(), meta.ino(), meta.size(), meta.mtime(), meta.mtime_nsec())))
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Fault::io(path, "read", &e)),
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
