//! The folder of drafts inside `.git`, and reading of files that a user names.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Fault, Store, plain};

/// The folder of drafts in `.git`.
const DRAFTS: &str = "cse-drafts";

/// The beginning of the name of a draft that is being written; the process follows.
pub(super) const NEW: &str = ".new-";

/// More than anybody keeps; a draft is a page of text.
const BIGGEST: u64 = 4 * 1024 * 1024;

impl Store {
    /// Keeps a draft; it is durable when this returns.
    pub fn keep_draft(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let dir = self.git_dir().join(DRAFTS);
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&dir)
            .map_err(|error| Fault::write(&dir, "make", &error))?;
        let path = dir.join(name);
        sweep(&dir);
        // Under its own name a draft is whole.
        let new = dir.join(format!("{NEW}{}", std::process::id()));
        let written = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&new)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
            .and_then(|()| fs::hard_link(&new, &path))
            .and_then(|()| fs::File::open(&dir)?.sync_all());
        let _ = fs::remove_file(&new);
        written.map_err(|error| Fault::write(&path, "write", &error))?;
        Ok(path)
    }

    /// All drafts with their bytes, by name.
    pub fn drafts(&self) -> Result<Vec<(String, PathBuf, Vec<u8>)>, Fault> {
        let dir = self.git_dir().join(DRAFTS);
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Fault::io(&dir, "read", &error)),
        };
        let mut drafts = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| Fault::io(&dir, "read", &error))?.path();
            let name =
                path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                let bytes = read_file(&path, BIGGEST).map_err(|e| Fault::io(&path, "read", &e))?;
                drafts.push((name, path, bytes));
            }
        }
        drafts.sort();
        Ok(drafts)
    }

    /// Throws a draft away; false when there is none of that name.
    pub fn discard_draft(&self, name: &str) -> Result<bool, Fault> {
        let known = self.drafts()?.into_iter().find(|(other, _, _)| other == name);
        let Some((_, path, _)) = known else { return Ok(false) };
        fs::remove_file(&path).map_err(|error| Fault::write(&path, "remove", &error))?;
        Ok(true)
    }
}

/// Removes what writers left that were killed.
fn sweep(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let writer = name.to_str().and_then(|name| name.strip_prefix(NEW));
        if writer.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Reads a file that a user named, up to a bound.
pub fn read_file(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    bounded(fs::File::open(path)?, most)
}

/// As [`read_file`], of what is a file and no pipe or device.
pub fn read_plain_file(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    bounded(plain::open(path)?, most)
}

fn bounded(file: fs::File, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, "the file is too large"));
    }
    Ok(bytes)
}

/// Whether there is such a file.
///
/// # Errors
/// Where that cannot be told: only "not found" means that there is none.
pub fn is_file(path: &Path) -> Result<bool, Fault> {
    match fs::metadata(path) {
        Ok(meta) => Ok(meta.is_file()),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(false),
        Err(e) => Err(Fault::io(path, "read", &e)),
    }
}

/// Reads all files under a folder that a user named: path relative to it, and bytes. Links are
/// refused.
pub fn read_folder(dir: &Path, most: usize) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let mut files = Vec::new();
    for entry in WalkDir::new(dir).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let error = std::io::Error::from(error);
            Fault::io(dir, "read", &error)
        })?;
        let relative = entry.path().strip_prefix(dir).unwrap_or(entry.path());
        let name = relative.to_string_lossy().into_owned();
        if entry.file_type().is_symlink() || files.len() >= most {
            return Err(Fault::PathRefused { path: name });
        }
        if entry.file_type().is_file() {
            let bytes = read_file(entry.path(), BIGGEST);
            files.push((name, bytes.map_err(|error| Fault::io(entry.path(), "read", &error))?));
        }
    }
    Ok(files)
}
