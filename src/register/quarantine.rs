//! Where new objects wait until they are on the disk: a bare repository in `.git/cse-tmp` that
//! knows nothing of the register's objects and has no packs, so that libgit2 finds nothing to read
//! anew for every object that it writes. Only whole, flushed objects are moved among the
//! register's; a killed or failed writer leaves none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git2::{Odb, Oid, Repository, RepositoryInitOptions, RepositoryOpenFlags};

use super::{Fault, durable, loose, modes};

/// Stands while a writer is at work; what it finds standing, a killed one left.
const MARK: &str = "at-work";

/// What libgit2 makes in a repository and the quarantine does not have.
const PACKS: &str = "objects/pack";

/// How often a folder is made anew that git removed.
const TRIES: usize = 10;

/// New objects, apart from the register's.
pub struct Quarantine {
    repo: Repository,
    objects: PathBuf,
    register: PathBuf,
}

impl Quarantine {
    /// Opens the quarantine, empty. Under the lock only.
    pub fn open(git_dir: &Path) -> Result<Self, Fault> {
        let folder = git_dir.join("cse-tmp").join("quarantine");
        let objects = folder.join("objects");
        let repo = match open(&folder) {
            Ok(repo) if !folder.join(PACKS).exists() => repo,
            Ok(_) | Err(_) => make(&folder)?,
        };
        let quarantine = Quarantine { repo, objects, register: git_dir.join("objects") };
        quarantine.sweep()?;
        Ok(quarantine)
    }

    /// Its objects, and no others.
    pub fn odb(&self) -> Result<Odb<'_>, git2::Error> {
        self.repo.odb()
    }

    /// Removes what a killed writer left. The mark of a writer at work stands until
    /// [`done`](Self::done); the folders stay, for the next.
    fn sweep(&self) -> Result<(), Fault> {
        let mark = self.objects.join(MARK);
        if mark.exists() {
            let list = |e: io::Error| Fault::io(&self.objects, "list", &e);
            for entry in fs::read_dir(&self.objects).map_err(list)? {
                let entry = entry.map_err(list)?;
                if entry.file_name().len() == 2 {
                    let remove = |e: io::Error| Fault::write(entry.path(), "remove", &e);
                    fs::remove_dir_all(entry.path()).map_err(remove)?;
                }
            }
        }
        fs::write(&mark, "")
            .and_then(|()| modes::tighten(&mark))
            .map_err(|e| Fault::write(&mark, "write", &e))
    }

    /// Nothing is left in the quarantine.
    fn done(&self) {
        let _ = fs::remove_file(self.objects.join(MARK));
    }

    /// Whether an object is in the quarantine, not in the register.
    pub fn holds(&self, id: Oid) -> bool {
        path_of(&self.objects, id).exists()
    }

    /// Whether an object in it can be read to its end.
    pub fn is_whole(&self, id: Oid) -> bool {
        loose::is_whole(&self.objects, id)
    }

    /// Makes new objects part of the register, and these other files durable with them. `there`
    /// are objects that the register had already, from a program that may not have flushed them.
    pub fn release(&self, new: &[Oid], there: &[Oid], others: &[PathBuf]) -> Result<(), Fault> {
        let mut files: Vec<PathBuf> = new.iter().map(|id| path_of(&self.objects, *id)).collect();
        for file in &files {
            for path in [Some(file.as_path()), file.parent()].into_iter().flatten() {
                modes::tighten(path).map_err(|e| Fault::write(path, "set mode", &e))?;
            }
        }
        files.extend_from_slice(others);
        durable::flush(&files)?;
        let mut folders = Vec::new();
        for id in new {
            folders.extend(self.admit(*id)?);
        }
        for id in there {
            let file = path_of(&self.register, *id);
            if file.exists() {
                folders.extend(file.parent().map(Path::to_path_buf));
                folders.push(file);
            }
        }
        folders.sort();
        folders.dedup();
        durable::flush_what_is_there(&folders)?;
        self.done();
        Ok(())
    }

    /// Moves an object among the register's; gives the folders that changed. git's own tidying
    /// removes folders that are empty just now, so that one may have to be made twice.
    fn admit(&self, id: Oid) -> Result<Vec<PathBuf>, Fault> {
        let (from, to) = (path_of(&self.objects, id), path_of(&self.register, id));
        let folder = to.parent().unwrap_or(&self.register);
        let mut changed = vec![folder.to_path_buf()];
        let mut tries = TRIES;
        loop {
            if !folder.is_dir() {
                modes::private_dir(folder)?;
                changed.push(self.register.clone());
            }
            let moved = modes::tighten(folder)
                .map_err(|e| (e, folder, "set mode"))
                .and_then(|()| fs::rename(&from, &to).map_err(|e| (e, to.as_path(), "rename")));
            tries -= 1;
            match moved {
                Ok(()) => return Ok(changed),
                Err((e, ..)) if e.kind() == io::ErrorKind::NotFound && tries > 0 => {}
                Err((e, path, what)) => return Err(Fault::write(path, what, &e)),
            }
        }
    }

    /// Removes an object of the quarantine that cannot be read. The register's objects are never
    /// removed: what cannot be read now may be sound.
    pub fn discard(&self, id: Oid) -> Result<(), Fault> {
        let file = path_of(&self.objects, id);
        match fs::remove_file(&file) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Fault::write(&file, "remove", &e)),
            _ => Ok(()),
        }
    }
}

fn open(folder: &Path) -> Result<Repository, git2::Error> {
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::BARE;
    Repository::open_ext(folder, flags, std::iter::empty::<&Path>())
}

fn make(folder: &Path) -> Result<Repository, Fault> {
    match fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            return Err(Fault::write(folder, "remove", &e));
        }
        _ => {}
    }
    if let Some(parent) = folder.parent() {
        modes::private_dir(parent)?;
    }
    modes::private_dir(folder)?;
    let mut options = RepositoryInitOptions::new();
    options.bare(true).external_template(false).mkpath(false);
    let fault = |e: git2::Error| Fault::git(folder, "make quarantine", &e);
    Repository::init_opts(folder, &options).map_err(fault)?;
    let packs = folder.join(PACKS);
    fs::remove_dir(&packs).map_err(|e| Fault::write(&packs, "remove", &e))?;
    // All folders of objects at once: a step would otherwise make up to six of them while somebody
    // waits.
    for first in 0..=u8::MAX {
        modes::private_dir(&folder.join("objects").join(format!("{first:02x}")))?;
    }
    modes::tighten_all(folder)?;
    open(folder).map_err(fault)
}

fn path_of(objects: &Path, id: Oid) -> PathBuf {
    let hex = id.to_string();
    let (folder, rest) = hex.split_at(2);
    objects.join(folder).join(rest)
}

#[cfg(test)]
mod tests {
    use git2::ObjectType;

    use crate::register::testing::Register;

    use super::*;

    #[test]
    fn what_a_killed_writer_left_neither_stays_nor_counts_as_written() {
        let register = Register::new();
        let left = |bytes: &[u8], marked: bool| {
            let quarantine = Quarantine::open(&register.git_dir()).unwrap();
            let id = quarantine.odb().unwrap().write(ObjectType::Blob, bytes).unwrap();
            if !marked {
                quarantine.done();
            }
            (id, path_of(&quarantine.objects, id))
        };
        let (_, stray) = left(b"never used\n", true);
        register.add("cases/2026/11/A/1.yaml", "one\n");
        assert!(!stray.exists());
        // A power cut may also lose the mark, and may empty the file.
        left(b"two\n", false);
        register.add("cases/2026/11/A/2.yaml", "two\n");
        let (_, emptied) = left(b"three\n", false);
        fs::remove_file(&emptied).unwrap();
        fs::write(&emptied, "").unwrap();
        register.add("cases/2026/11/A/3.yaml", "three\n");
        register.assert_whole();
    }

    #[test]
    fn a_quarantine_that_is_broken_is_made_anew() {
        let register = Register::new();
        fs::remove_file(register.git_dir().join("cse-tmp/quarantine/HEAD")).unwrap();
        register.add("cases/2026/11/A/1.yaml", "one\n");
        fs::remove_dir_all(register.git_dir().join("cse-tmp")).unwrap();
        register.add("cases/2026/11/A/2.yaml", "two\n");
        fs::create_dir(register.git_dir().join("cse-tmp/quarantine").join(PACKS)).unwrap();
        register.add("cases/2026/11/A/3.yaml", "three\n");
        register.assert_modes_of_work_tree();
        register.assert_whole();
    }

    #[test]
    fn folders_that_git_tidies_away_meanwhile_are_made_anew() {
        let register = Register::new();
        let objects = register.git_dir().join("objects");
        let over = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(std::sync::atomic::Ordering::Relaxed) {
                    for first in 0..=u8::MAX {
                        let _ = fs::remove_dir(objects.join(format!("{first:02x}")));
                    }
                }
            });
            for n in 0..60 {
                let path = format!("cases/2026/11/A/{n}.yaml");
                let added = crate::register::testing::add(&register.store(), &path, &path);
                over.fetch_or(added.is_err(), std::sync::atomic::Ordering::Relaxed);
                added.unwrap();
            }
            over.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        register.assert_whole();
    }
}
