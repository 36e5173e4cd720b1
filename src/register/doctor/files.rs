//! The work tree against what is committed: what is gone, damaged or changed, marks of a merge, and
//! copies that programs make which keep folders in step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use git2::{ObjectType, Oid};
use walkdir::{DirEntry, WalkDir};

use crate::register::plain::{self, Special};

use super::cause::Cause;
use super::finding::Finding;
use super::mend::Act;
use super::objects::{Objects, Walked};
use super::refs;

/// What the work tree is held against.
pub struct Against<'a> {
    pub root: &'a Path,
    pub objects: &'a Objects,
    pub walked: &'a Walked,
    pub committed: &'a BTreeMap<String, (u32, Oid)>,
}

/// Files that libgit2 tries out a file system with, and leaves where it is killed.
pub const PROBE: &str = "_git2_";

/// The first line of a text in which a merge left its marks.
pub fn markers(bytes: &[u8]) -> Option<usize> {
    let mut lines = bytes.split(|b| *b == b'\n').enumerate();
    let (at, _) = lines.find(|(_, line)| line.starts_with(b"<<<<<<< "))?;
    lines.any(|(_, line)| line.starts_with(b">>>>>>> ")).then_some(at + 1)
}

/// Whether a name is that of a copy which a program made that keeps folders in step. `is_there`
/// tells whether the folder has another name, or had: some only add the name of a machine.
pub fn is_copy(name: &str, is_there: impl Fn(&str) -> bool) -> bool {
    let lower = name.to_lowercase();
    if ["conflicted copy", ".sync-conflict-", "case conflict", "conflicting copy"]
        .iter()
        .any(|part| lower.contains(part))
    {
        return true;
    }
    let (stem, end) = name
        .rsplit_once('.')
        .map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" ("));
    if let Some((of, which)) = numbered {
        let which = which.to_lowercase();
        let says_so = which.contains("conflict") || which.contains("copy");
        let is_number = which.bytes().all(|b| b.is_ascii_digit());
        return (says_so || is_number) && is_there(&format!("{of}{end}"));
    }
    // The name of a machine may have hyphens of its own.
    stem.match_indices('-').any(|(at, _)| {
        let (of, machine) = (&stem[..at], &stem[at + 1..]);
        let is_name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-';
        machine.len() >= 2
            && machine.bytes().all(is_name)
            && machine.bytes().any(|b| b.is_ascii_uppercase())
            && is_there(&format!("{of}{end}"))
    })
}

/// Whether a file lies beside an object's and has its name and something more. git makes none such.
fn is_beside(name: &str, is_there: impl Fn(&str) -> bool) -> bool {
    let is_object = |name: &&str| name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    name.len() > 38 && name.get(..38).filter(is_object).is_some_and(is_there)
}

fn aside(file: &str) -> Vec<Act> {
    vec![Act::SetAside { file: file.to_owned() }]
}

/// What is wrong in the work tree.
pub fn look(against: &Against<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut there = BTreeSet::new();
    let mut in_the_way: Vec<String> = Vec::new();
    let ours = |entry: &DirEntry| entry.path() != against.root.join(".git");
    for entry in WalkDir::new(against.root).min_depth(1).into_iter().filter_entry(ours) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let file = error.path().unwrap_or(against.root);
                let file = file.strip_prefix(against.root).unwrap_or(file).display().to_string();
                let why = error.io_error().map(ToString::to_string).unwrap_or_default();
                found.push(Finding::only(Cause::Unreadable { why }, file));
                continue;
            }
        };
        let path = entry.path().strip_prefix(against.root).unwrap_or(entry.path());
        let path = path.to_string_lossy().into_owned();
        let is_committed = against.committed.contains_key(&path);
        there.insert(path.clone());
        if !entry.file_type().is_dir() && against.below(&path).next().is_some() {
            in_the_way.push(path);
            continue;
        }
        if is_committed && entry.file_type().is_file() {
            found.extend(against.compare(&path));
        } else if is_committed {
            found.push(against.restored(Cause::NotAFile, &path, true));
        } else if let Some(what) = Special::of(entry.file_type()) {
            found.push(Finding::only(Cause::Special { what, in_git: false }, path));
        } else if !entry.file_type().is_dir() && !path.starts_with(PROBE) {
            found.extend(against.stray(&path, entry.path()));
        }
    }
    for path in &in_the_way {
        there.extend(against.below(path).cloned());
        found.push(against.folder_again(path));
    }
    for path in against.committed.keys().filter(|path| !there.contains(*path)) {
        found.push(against.restored(Cause::FileMissing, path, false));
        found.extend(against.committed_marks(path));
    }
    found
}

impl Against<'_> {
    /// The file is written as it is committed, if that can be read.
    fn restored(&self, cause: Cause, path: &str, is_there: bool) -> Finding {
        let mut acts = if is_there { aside(path) } else { Vec::new() };
        match self.committed.get(path) {
            Some((0o100_644, id)) if self.objects.of(*id, ObjectType::Blob).is_ok() => {
                acts.push(Act::Restore { file: path.to_owned(), id: *id });
            }
            Some(_) | None => acts.clear(),
        }
        Finding::mended(cause, path, acts)
    }

    /// What is committed below a folder.
    fn below<'b>(&'b self, folder: &str) -> impl Iterator<Item = &'b String> {
        let start = format!("{folder}/");
        let all = self.committed.range(start.clone()..).map(|(path, _)| path);
        all.take_while(move |path| path.starts_with(&start))
    }

    /// What stands where a folder belongs goes aside, and all that is committed below is written.
    /// Where a link leads to is not looked into.
    fn folder_again(&self, path: &str) -> Finding {
        let below: Vec<Finding> =
            self.below(path).map(|path| self.restored(Cause::FileMissing, path, false)).collect();
        let mut acts = Vec::new();
        // Half a folder would be taken for a whole one.
        if below.iter().all(Finding::can_be_repaired) {
            acts = aside(path);
            acts.extend(below.into_iter().flat_map(|finding| finding.acts));
        }
        let is_link = self.root.join(path).is_symlink();
        Finding { cause: Cause::NotAFolder { is_link }, file: path.to_owned(), acts }
    }

    fn compare(&self, path: &str) -> Option<Finding> {
        let (_, id) = self.committed.get(path)?;
        let bytes = match plain::read(&self.root.join(path)) {
            Ok(bytes) => bytes,
            Err(e) => {
                return Some(Finding::only(Cause::Unreadable { why: e.to_string() }, path));
            }
        };
        let is = Oid::hash_object(ObjectType::Blob, &bytes).ok()?;
        let marks = markers(&bytes);
        if is == *id {
            let line = marks.filter(|_| is_text(path))?;
            return Some(Finding::only(Cause::Markers { line, committed: true }, path));
        }
        let cause = match marks {
            _ if bytes.iter().all(|b| *b == 0) => Cause::FileDamaged,
            Some(line) => Cause::Markers { line, committed: false },
            None if self.walked.seen.contains(&is) => Cause::FileOld,
            None if path.starts_with("cases/") => Cause::RecordChanged,
            None => return Some(Finding::only(Cause::FileChanged, path)),
        };
        Some(self.restored(cause, path, true))
    }

    fn committed_marks(&self, path: &str) -> Option<Finding> {
        let (_, id) = self.committed.get(path).filter(|_| is_text(path))?;
        let line = markers(&self.objects.of(*id, ObjectType::Blob).ok()?)?;
        Some(Finding::only(Cause::Markers { line, committed: true }, path))
    }

    fn stray(&self, path: &str, at: &Path) -> Option<Finding> {
        let bytes = plain::read(at).unwrap_or_default();
        let is = Oid::hash_object(ObjectType::Blob, &bytes).ok()?;
        let known = !at.is_symlink() && self.walked.seen.contains(&is);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let sibling = |name: &str| {
            let other = crate::register::snapshot::join(folder, name);
            self.committed.contains_key(&other) || self.root.join(&other).exists()
        };
        if is_copy(name, sibling) {
            return Some(Finding::mended(Cause::Copy { same: known }, path, aside(path)));
        }
        if let Some(line) = markers(&bytes).filter(|_| is_text(path)) {
            let cause = Cause::Markers { line, committed: false };
            return Some(Finding::mended(cause, path, aside(path)));
        }
        let acts = if known { aside(path) } else { Vec::new() };
        Some(Finding { cause: Cause::FileStray { known }, file: path.to_owned(), acts })
    }
}

/// Attachments are what they are.
fn is_text(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".md")
}

/// Copies within `.git`: git takes some of them for branches. The commit of a branch that nothing
/// else holds stays under a name.
pub fn copies_in_git(git_dir: &Path, all: &refs::Refs, walked: &Walked) -> Vec<Finding> {
    let mut found = Vec::new();
    let ours = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() != 1 || !name.starts_with("cse-")
    };
    for entry in WalkDir::new(git_dir).min_depth(1).into_iter().filter_entry(ours).flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = entry.path().parent().unwrap_or(git_dir);
        let is_there = |other: &str| folder.join(other).exists();
        if entry.file_type().is_dir() || !(is_copy(&name, is_there) || is_beside(&name, is_there)) {
            continue;
        }
        let path = entry.path().strip_prefix(git_dir).unwrap_or(entry.path());
        let path = path.to_string_lossy().into_owned();
        let mut acts = Vec::new();
        let commit = all.loose.get(&path).copied().flatten();
        if let Some(commit) = commit.filter(|commit| walked.parents.contains_key(commit)) {
            let is_kept = all.all().any(|(other, at)| other != path && walked.holds(at, commit));
            if !is_kept {
                let file = format!(".git/refs/cse/aside/{commit}");
                acts.push(Act::Write { file, bytes: format!("{commit}\n").into_bytes() });
            }
        }
        let file = format!(".git/{path}");
        acts.extend(aside(&file));
        found.push(Finding::mended(Cause::Copy { same: false }, file, acts));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_known_by_their_names_and_records_are_none() {
        let there = |name: &str| name == "a-screen-4f2a91c7.yaml" || name == "main";
        for name in [
            "a-screen-4f2a91c7 (conflicted copy 2026-11-20).yaml",
            "a-screen-4f2a91c7 (Ann's conflicted copy 2026-11-20).yaml",
            "a-screen-4f2a91c7.sync-conflict-20261120-090000-ABCDEFG.yaml",
            "a-screen-4f2a91c7-DESKTOP-1234.yaml",
            "a-screen-4f2a91c7-ANNSPC.yaml",
            "a-screen-4f2a91c7 (1).yaml",
            "a-screen-4f2a91c7 (conflict).yaml",
            "a-screen-4f2a91c7 (copy).yaml",
            "main-LAPTOP-7",
        ] {
            assert!(is_copy(name, there), "{name}");
        }
        for name in [
            "20261120T090000Z-new-referral-4f2a91c7.yaml",
            "20261120T090000Z-screen-12345678.yaml",
            "a-screen-4f2a91c7.yaml",
            "b-DESKTOP-1234.yaml",
            "b (1).yaml",
            "main",
        ] {
            assert!(!is_copy(name, there), "{name}");
        }
    }

    #[test]
    fn marks_of_a_merge_are_a_beginning_and_an_end() {
        assert_eq!(markers(b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> desk\n"), Some(2));
        assert_eq!(markers(b"<<<<<<< HEAD\n"), None);
        assert_eq!(markers(b"title\n=======\n"), None);
        assert_eq!(markers(b" <<<<<<< a\n >>>>>>> b\n"), None);
    }
}
