//! What programs left that were killed, who may read, and whether locks work.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use crate::register::plain::Special;
use crate::register::{lock, stale};

use super::cause::Cause;
use super::control;
use super::files::PROBE;
use super::finding::Finding;
use super::mend::Act;

/// Folders without which git sees no repository.
const FOLDERS: [&str; 3] = ["objects", "refs", "refs/heads"];

/// Folders that are gone: some programs that keep folders in step leave out empty ones.
pub fn folders(git_dir: &Path) -> Vec<Finding> {
    let gone = FOLDERS.into_iter().filter(|name| !git_dir.join(name).is_dir());
    let found = gone.map(|name| {
        let file = format!(".git/{name}");
        let acts = vec![Act::Folder { file: file.clone() }];
        Finding::mended(Cause::FolderMissing, file, acts)
    });
    found.collect()
}

/// Pipes, sockets and devices among git's files, and links to such.
pub fn special(root: &Path, git_dir: &Path) -> Vec<Finding> {
    let ours = |entry: &DirEntry| entry.depth() != 1 || entry.file_name() != "cse-aside";
    let entries = WalkDir::new(git_dir).min_depth(1).into_iter().filter_entry(ours).flatten();
    let found = entries.filter_map(|entry| {
        let what = Special::of(fs::metadata(entry.path()).ok()?.file_type())?;
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let file = path.display().to_string();
        // A repair would have to hold the register's lock.
        let can = entry.path() != git_dir.join("cse.lock");
        let acts = if can { vec![Act::SetAside { file: file.clone() }] } else { Vec::new() };
        Some(Finding::mended(Cause::Special { what, in_git: true }, file, acts))
    });
    found.collect()
}

/// Locks of git programs.
pub fn locks(root: &Path, git_dir: &Path) -> Vec<Finding> {
    let ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() != 1 || !(name.starts_with("cse-") || name == "objects" || name == "logs")
    };
    let mut found = Vec::new();
    for entry in WalkDir::new(git_dir).min_depth(1).into_iter().filter_entry(ours).flatten() {
        let name = entry.file_name().to_string_lossy();
        let (true, Ok(meta)) = (name.ends_with(".lock"), entry.metadata()) else { continue };
        if name == "cse.lock" || meta.is_dir() {
            continue;
        }
        let file = entry.path().strip_prefix(root).unwrap_or(entry.path()).display().to_string();
        if stale::is_held(git_dir, entry.path(), &meta) {
            found.push(Finding::only(Cause::Lock { held: true }, file));
        } else {
            let acts = vec![Act::Unlock { file: file.clone() }];
            found.push(Finding::mended(Cause::Lock { held: false }, file, acts));
        }
    }
    found
}

/// Half-written files, unless a writer is at work just now; and drafts.
pub fn files(root: &Path, git_dir: &Path, holder: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    if holder || !lock::is_taken(git_dir) {
        let mut left = Vec::new();
        for (folder, depth) in [
            (git_dir.join("cse-tmp"), 4),
            (git_dir.join("objects"), 2),
            (git_dir.join("cse-drafts"), 1),
            (root.to_path_buf(), 1),
        ] {
            for entry in WalkDir::new(&folder).max_depth(depth).into_iter().flatten() {
                let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let path = path.to_string_lossy().into_owned();
                if entry.file_type().is_file() && is_left(&path) {
                    left.push(path);
                }
            }
        }
        left.sort();
        if let Some(first) = left.first().cloned() {
            let files = left.len();
            let acts = left.into_iter().map(|file| Act::SetAside { file }).collect();
            found.push(Finding::mended(Cause::Leftovers { files }, first, acts));
        }
    }
    let drafts = fs::read_dir(git_dir.join("cse-drafts")).into_iter().flatten().flatten();
    let drafts = drafts.filter(|e| e.path().extension().is_some_and(|e| e == "yaml")).count();
    if drafts > 0 {
        found.push(Finding::only(Cause::Drafts { drafts }, ".git/cse-drafts"));
    }
    found
}

/// Whether a file is one that only a killed writer leaves.
fn is_left(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match path.strip_prefix(".git/") {
        None => name.starts_with(PROBE) && !path.contains('/'),
        Some(path) if path.starts_with("cse-tmp/quarantine/objects/") => {
            // Two digits, and the rest of the name.
            path.split('/').nth(3).is_some_and(|folder| folder.len() == 2)
        }
        Some(path) if path.starts_with(control::FOLDER) => true,
        Some(path) if path.starts_with("cse-tmp/") => {
            name.starts_with("append-") || name.starts_with("clock-")
        }
        Some(path) if path.starts_with("cse-drafts/") => {
            name.starts_with(crate::register::drafts::NEW)
        }
        Some(path) if path.starts_with("objects/") => {
            name.starts_with("tmp_") || name.starts_with(".tmp-")
        }
        Some(_) => false,
    }
}

/// Who else may read, and whose it is.
pub fn access(root: &Path, git_dir: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    let me = rustix::process::geteuid().as_raw();
    for (path, name) in [(root, "."), (git_dir, ".git")] {
        if fs::symlink_metadata(path).is_ok_and(|meta| meta.uid() != me) {
            found.push(Finding::only(Cause::Owner, name));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let is_open = |path: &Path| {
        fs::symlink_metadata(path)
            .is_ok_and(|meta| !meta.is_symlink() && meta.permissions().mode() & 0o077 != 0)
    };
    // What lies in a folder that is closed to others is closed to them, whatever git made it.
    let closed = !is_open(root) || !is_open(git_dir);
    let ours = |entry: &DirEntry| !closed || entry.path() != git_dir;
    let mut open: Vec<String> = WalkDir::new(root)
        .into_iter()
        .filter_entry(ours)
        .flatten()
        .filter(|entry| is_open(entry.path()))
        .map(|entry| entry.path().strip_prefix(root).unwrap_or(root).display().to_string())
        .collect();
    if closed && is_open(git_dir) {
        open.push(".git".to_owned());
    }
    if let Some(first) = open.first() {
        let first = if first.is_empty() { ".".to_owned() } else { first.clone() };
        let files = open.len();
        let acts = vec![Act::Tighten { files: open }];
        found.push(Finding::mended(Cause::Open { files }, first, acts));
    }
    found
}

/// Whether locks have any effect.
pub fn no_locks(git_dir: &Path) -> Option<Finding> {
    let file = ["config", "HEAD"].into_iter().find(|name| git_dir.join(name).is_file())?;
    let works = lock::works(&git_dir.join(file));
    (!works).then(|| Finding::only(Cause::NoLocks, ".git"))
}
