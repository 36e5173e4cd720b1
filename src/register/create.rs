//! Makes a new register: an empty repository for this account alone.

use std::fs;
use std::io;
use std::path::Path;

use git2::{Repository, RepositoryInitMode, RepositoryInitOptions};

use super::{Fault, Store, durable, modes};

impl Store {
    /// Makes a register without a commit in a folder that is absent or empty: branch `main`,
    /// folders 0700, files 0600, no hooks, flushed to the disk. What it holds comes with the
    /// first [`append`](Store::append).
    pub fn create(dir: &Path) -> Result<Self, Fault> {
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
        let mut paths = vec![dir.to_path_buf()];
        paths.extend(
            dir.parent()
                .map(|up| if up.as_os_str().is_empty() { ".".into() } else { up.to_path_buf() }),
        );
        for entry in walkdir::WalkDir::new(&git_dir) {
            let entry = entry.map_err(|e| {
                let error = e.into_io_error().unwrap_or_else(|| io::Error::other("loop"));
                Fault::io(&git_dir, "list", &error)
            })?;
            paths.push(entry.into_path());
        }
        durable::flush(&paths)?;
        Store::open(dir)
    }
}
