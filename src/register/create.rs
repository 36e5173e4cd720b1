//! Makes a new register: an empty repository for this account alone.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use git2::{Repository, RepositoryInitMode, RepositoryInitOptions};

use super::{Fault, Store, durable, modes};

impl Store {
    /// Makes a register without a commit in a folder that is absent or empty: branch `main`,
    /// folders 0700, files 0600, no hooks, flushed to the disk. What it holds comes with the
    /// first [`append`](Store::append).
    pub fn create(dir: &Path) -> Result<Self, Fault> {
        durable::ensure()?;
        if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).map_err(|e| Fault::write(parent, "make folder", &e))?;
        }
        modes::private_dir(dir)?;
        let mut entries = fs::read_dir(dir).map_err(|e| Fault::io(dir, "list", &e))?;
        if entries.next().is_some() {
            return Err(Fault::NotEmpty { path: dir.to_path_buf() });
        }
        modes::tighten(dir).map_err(|e| Fault::write(dir, "set mode", &e))?;
        let mut options = RepositoryInitOptions::new();
        options
            .no_reinit(true)
            .mkdir(false)
            .mkpath(false)
            .external_template(false)
            .initial_head("main")
            .mode(RepositoryInitMode::empty());
        Repository::init_opts(dir, &options).map_err(|e| Fault::git(dir, "git init", &e))?;
        let git_dir = dir.join(".git");
        modes::private_dir(&git_dir.join("cse-tmp"))?;
        modes::tighten_all(&git_dir)?;
        flush(&git_dir)?;
        for folder in [Some(dir), dir.parent()].into_iter().flatten() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            sync(folder)?;
        }
        Store::open(dir)
    }
}

/// Flushes a folder and all within it to the disk.
fn flush(folder: &Path) -> Result<(), Fault> {
    for entry in walkdir::WalkDir::new(folder).contents_first(true) {
        let entry = entry.map_err(|e| {
            let error = e.into_io_error().unwrap_or_else(|| io::Error::other("loop"));
            Fault::io(folder, "list", &error)
        })?;
        sync(entry.path())?;
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), Fault> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|e| Fault::write(path, "fsync", &e))
}
