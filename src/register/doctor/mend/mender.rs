//! The hand that does it: each act durable before the next, and told.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use git2::{Config, ObjectType, Oid};

use crate::register::doctor::objects::Objects;
use crate::register::doctor::{Examined, Site};
use crate::register::gitindex::GitIndex;
use crate::register::indexlock::IndexLock;
use crate::register::lock::PATIENCE;
use crate::register::quarantine::Quarantine;
use crate::register::worktree::{Found, WorkTree};
use crate::register::{Fault, durable, modes, stale};

use super::{ASIDE, Act, Did, Done};

/// Does one act after the other.
pub struct Mender<'a> {
    pub site: &'a Site,
    /// Where things go in this run; not yet anywhere.
    pub aside: PathBuf,
    pub stamp: String,
    pub objects: Objects,
    pub examined: &'a Examined,
    pub done: Vec<Done>,
}

impl Mender<'_> {
    /// Does it.
    pub fn act(&mut self, act: &Act) -> Result<(), Fault> {
        match act {
            Act::SetAside { file } => self.set_aside(file),
            Act::Unlock { file } => {
                let path = self.path(file);
                if stale::is_dead(&self.site.git_dir, &path, PATIENCE)? {
                    return self.set_aside(file);
                }
                Ok(())
            }
            Act::Write { file, bytes } => self.write(file, bytes),
            Act::Folder { file } => {
                let path = self.path(file);
                modes::private_dir(&path)?;
                durable::flush(&[path.parent().unwrap_or(&path).to_path_buf()])?;
                self.tell(file, Did::Written { kept: None });
                Ok(())
            }
            Act::Unset { file, key } => self.unset(file, key),
            Act::Borrow { objects } => {
                let read = |id: &Oid| self.objects.read(*id).ok();
                let all: Vec<(ObjectType, Vec<u8>)> = objects.iter().filter_map(read).collect();
                let count = all.len();
                self.write_objects(&all)?;
                self.tell(".git/objects", Did::Borrowed { objects: count });
                Ok(())
            }
            Act::Object { id, kind, bytes } => {
                self.write_objects(&[(*kind, bytes.clone())])?;
                let loose = self.objects.loose(*id);
                let file = loose.strip_prefix(&self.site.root).unwrap_or(&loose);
                self.tell(&file.display().to_string(), Did::Written { kept: None });
                Ok(())
            }
            Act::Restore { file, id } => self.restore(file, *id),
            Act::Index => self.index(),
            Act::Tighten { files } => {
                for file in files {
                    let path = self.path(file);
                    match modes::tighten(&path) {
                        Ok(()) => self.tell(if file.is_empty() { "." } else { file }, Did::Closed),
                        // It was set aside a moment ago, and is closed there.
                        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                        Err(e) => return Err(Fault::write(&path, "set mode", &e)),
                    }
                }
                Ok(())
            }
        }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.site.root.join(file)
    }

    fn tell(&mut self, file: &str, did: Did) {
        self.done.push(Done { file: file.to_owned(), did });
    }

    /// Where a file goes that stands in the way: its folders are there, nothing is yet at the path.
    fn place_aside(&mut self, file: &str) -> Result<PathBuf, Fault> {
        let all = self.site.git_dir.join(ASIDE);
        if self.aside.as_os_str().is_empty() {
            modes::private_dir(&all)?;
            let free = (1..).map(|n| match n {
                1 => all.join(&self.stamp),
                n => all.join(format!("{}-{n}", self.stamp)),
            });
            for path in free {
                self.aside = path;
                if !is_there(&self.aside)? {
                    break;
                }
            }
            modes::private_dir(&self.aside)?;
        }
        let below = file.strip_prefix(".git/").map_or(("files", file), |file| ("git", file));
        let mut at = self.aside.join(below.0);
        modes::private_dir(&at)?;
        let mut parts = below.1.split('/').peekable();
        while let Some(part) = parts.next() {
            at.push(part);
            if parts.peek().is_some() {
                modes::private_dir(&at)?;
            }
        }
        let name = at.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut free = at.clone();
        for n in 2.. {
            if !is_there(&free)? {
                break;
            }
            free = at.with_file_name(format!("{name}.{n}"));
        }
        Ok(free)
    }

    fn named(&self, path: &Path) -> String {
        path.strip_prefix(&self.site.root).unwrap_or(path).display().to_string()
    }

    fn set_aside(&mut self, file: &str) -> Result<(), Fault> {
        let from = self.path(file);
        if !is_there(&from)? {
            return Ok(());
        }
        let to = self.place_aside(file)?;
        fs::rename(&from, &to).map_err(|e| Fault::write(&from, "rename", &e))?;
        self.flush_folders(&[&from, &to])?;
        self.tell(file, Did::Moved { to: self.named(&to) });
        // It may have been open to others. What a link leads to is not ours to close.
        if to.is_symlink() { Ok(()) } else { modes::tighten_all(&to) }
    }

    fn flush_folders(&self, files: &[&Path]) -> Result<(), Fault> {
        let mut folders: Vec<PathBuf> =
            files.iter().filter_map(|f| f.parent()).map(Path::to_path_buf).collect();
        folders.extend([self.site.git_dir.join(ASIDE), self.site.git_dir.clone()]);
        folders.retain(|folder| folder.is_dir());
        durable::flush(&folders)
    }

    /// Keeps what a file was, under a second name.
    fn keep(&mut self, file: &str) -> Result<Option<String>, Fault> {
        let from = self.path(file);
        if !is_there(&from)? {
            return Ok(None);
        }
        let to = self.place_aside(file)?;
        // Not every file system has second names.
        fs::hard_link(&from, &to)
            .or_else(|_| fs::copy(&from, &to).map(drop))
            .and_then(|()| modes::tighten(&to))
            .map_err(|e| Fault::write(&to, "keep", &e))?;
        durable::flush(std::slice::from_ref(&to))?;
        self.flush_folders(&[&to])?;
        Ok(Some(self.named(&to)))
    }

    /// Writes a file of git's as git itself would: by its lock, so that git beside us waits.
    fn write(&mut self, file: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.path(file);
        let failed = |what: &'static str| {
            let path = path.clone();
            move |e: io::Error| Fault::write(&path, what, &e)
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed("make folder"))?;
        }
        let lock = PathBuf::from(format!("{}.lock", path.display()));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut new = match options.open(&lock) {
            Ok(new) => new,
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                let age = std::time::Duration::ZERO;
                let by = stale::holder(&self.site.git_dir, &lock);
                return Err(Fault::ForeignLock { path: lock, age, by });
            }
            Err(e) => return Err(failed("write")(e)),
        };
        let written = new.write_all(bytes).and_then(|()| new.sync_all());
        let placed = written.map_err(failed("write")).and_then(|()| {
            let kept = self.keep(file)?;
            fs::rename(&lock, &path).map_err(failed("rename"))?;
            Ok(kept)
        });
        if placed.is_err() {
            let _ = fs::remove_file(&lock);
        }
        let kept = placed?;
        self.flush_folders(&[&path])?;
        self.tell(file, Did::Written { kept });
        Ok(())
    }

    fn unset(&mut self, file: &str, key: &str) -> Result<(), Fault> {
        let path = self.path(file);
        let failed = |e: git2::Error| Fault::git(&path, "write config", &e);
        let mut config = Config::open(&path).map_err(failed)?;
        if config.get_entry(key).is_err() {
            return Ok(());
        }
        let kept = self.keep(file)?;
        // A hard link would be written through where a program writes in place; git renames.
        let done = if key == "core.bare" {
            config.set_bool(key, false)
        } else {
            config.remove_multivar(key, ".*")
        };
        done.map_err(failed)?;
        modes::tighten(&path).map_err(|e| Fault::write(&path, "set mode", &e))?;
        durable::flush(std::slice::from_ref(&path))?;
        self.flush_folders(&[&path])?;
        self.tell(file, Did::Unset { key: key.to_owned(), kept });
        Ok(())
    }

    fn write_objects(&self, all: &[(ObjectType, Vec<u8>)]) -> Result<(), Fault> {
        let quarantine = Quarantine::open(&self.site.git_dir)?;
        let failed = |e: git2::Error| Fault::git(&self.site.git_dir, "write object", &e);
        let odb = quarantine.odb().map_err(failed)?;
        let mut ids = Vec::with_capacity(all.len());
        for (kind, bytes) in all {
            ids.push(odb.write(*kind, bytes).map_err(failed)?);
        }
        quarantine.release(&ids, &[], &[])
    }

    fn work_tree(&self) -> Result<WorkTree, Fault> {
        let work_tree = WorkTree::new(&self.site.root, &self.site.git_dir);
        // What killed writers left there tells the next command what they were about: it stays.
        work_tree.left()?;
        Ok(work_tree)
    }

    fn restore(&mut self, file: &str, id: Oid) -> Result<(), Fault> {
        let unread = || Fault::Git { what: "read object", message: format!("{id} is not there") };
        let bytes = self.objects.of(id, ObjectType::Blob).map_err(|_| unread())?;
        let work_tree = self.work_tree()?;
        let staged = work_tree.stage(0, &bytes)?;
        durable::flush(&[staged.path()])?;
        work_tree.place(file, &staged, false, true)?;
        self.tell(file, Did::Written { kept: None });
        Ok(())
    }

    fn index(&mut self) -> Result<(), Fault> {
        let file = ".git/index";
        let path = self.path(file);
        let lock = IndexLock::take(&self.site.git_dir, PATIENCE)?;
        let to = is_there(&path)?.then(|| self.place_aside(file)).transpose()?;
        if let Some(to) = &to {
            fs::rename(&path, to).map_err(|e| Fault::write(&path, "rename", &e))?;
        }
        let mut index = GitIndex::load(&self.site.git_dir, None)?;
        let work_tree = self.work_tree()?;
        for (name, (mode, id)) in self.examined.committed.iter().flatten() {
            // Only a file that is what is committed is noted as seen: git would take any other for it.
            let mut seen = None;
            if let Ok(Found::File(mut found, meta)) = work_tree.look(name) {
                let bytes = work_tree.read(name, &mut found)?;
                let is_it = Oid::hash_object(ObjectType::Blob, &bytes).is_ok_and(|is| is == *id);
                seen = (is_it && *mode == 0o100_644).then_some(meta);
            }
            match seen {
                Some(meta) => index.put(name, *id, &meta)?,
                None => index.put_unread(name, *id, *mode)?,
            }
        }
        index.write(&lock)?;
        lock.release()?;
        // Of no files there is none.
        if path.exists() {
            durable::flush(std::slice::from_ref(&path))?;
        }
        self.flush_folders(&[&path])?;
        let kept = to.map(|to| self.named(&to));
        self.tell(file, Did::Written { kept });
        Ok(())
    }
}

/// Whether anything is at a path. Only "not found" means that nothing is.
fn is_there(path: &Path) -> Result<bool, Fault> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(e) => Err(Fault::io(path, "read", &e)),
    }
}
