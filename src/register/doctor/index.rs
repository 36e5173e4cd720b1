//! git's index, read without libgit2: it is only a copy of what is committed, and may hold what
//! libgit2 does not tell: files at which git was told not to look.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{Index, ObjectType, Oid};

use crate::register::plain;

use super::cause::Cause;
use super::finding::Finding;
use super::mend::Act;

/// Where it is.
const FILE: &str = ".git/index";

/// An entry of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub path: String,
    pub id: Oid,
    pub mode: u32,
    /// Which side of a conflict; 0: none.
    pub stage: u16,
    /// Whether git was told not to look at the file.
    pub unwatched: bool,
}

/// Reads all entries; nothing where it is damaged, or of a version that is not known.
pub fn read(bytes: &[u8]) -> Option<Vec<Noted>> {
    let mut all = Vec::new();
    each(bytes, |path, id, mode, stage, unwatched| {
        let path = String::from_utf8_lossy(path).into_owned();
        all.push(Noted { path, id, mode, stage, unwatched });
    })?;
    Some(all)
}

/// As [`read`], one entry after the other: path, object, mode, side of a conflict, whether git was
/// told not to look.
pub fn each(bytes: &[u8], mut f: impl FnMut(&[u8], Oid, u32, u16, bool)) -> Option<()> {
    let number = |at: usize| -> Option<u32> {
        Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
    };
    let (version, count) = (number(4)?, number(8)?);
    if bytes.get(..4)? != b"DIRC" || !(2..=4).contains(&version) {
        return None;
    }
    let (mut at, mut path) = (12, Vec::new());
    for _ in 0..count {
        let start = at;
        let mode = number(at + 24)?;
        let id = Oid::from_bytes(bytes.get(at + 40..at + 60)?).ok()?;
        let flags = u16::from_be_bytes(bytes.get(at + 60..at + 62)?.try_into().ok()?);
        at += 62;
        let mut extended = 0;
        if flags & 0x4000 != 0 {
            extended = u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?);
            at += 2;
        }
        if version == 4 {
            path.truncate(path.len().checked_sub(offset(bytes, &mut at)?)?);
        } else {
            path.clear();
        }
        let length = bytes.get(at..)?.iter().position(|b| *b == 0)?;
        path.extend_from_slice(bytes.get(at..at + length)?);
        at += length + 1;
        if version < 4 {
            // Entries are padded to eight bytes, with one NUL at least.
            at = start + (at - start).div_ceil(8) * 8;
        }
        let unwatched = flags & 0x8000 != 0 || extended & 0x4000 != 0;
        f(&path, id, mode, (flags >> 12) & 3, unwatched);
    }
    Some(())
}

/// How many bytes of the path before are not those of the next.
fn offset(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut byte = *bytes.get(*at)?;
    *at += 1;
    let mut value = usize::from(byte & 127);
    while byte & 128 != 0 {
        byte = *bytes.get(*at)?;
        *at += 1;
        value = value.checked_add(1)?.checked_shl(7)? | usize::from(byte & 127);
    }
    Some(value)
}

/// What is wrong with the index, and its entries. It is made anew only where all that is committed
/// can be told.
pub fn look(
    git_dir: &Path,
    committed: Option<&BTreeMap<String, (u32, Oid)>>,
) -> (Vec<Finding>, Vec<Noted>) {
    let path = git_dir.join("index");
    let acts = || committed.map(|_| vec![Act::Index]).unwrap_or_default();
    let anew = |cause| Finding::mended(cause, FILE, acts());
    let Ok(bytes) = plain::read(&path) else {
        let missing = committed.map(|_| anew(Cause::IndexMissing));
        return (missing.into_iter().collect(), Vec::new());
    };
    // Which part of it is damaged only libgit2 tells: it also holds its bytes against their sum.
    let noted =
        read(&bytes).filter(|noted| Index::open(&path).is_ok_and(|i| i.len() == noted.len()));
    let Some(noted) = noted else {
        let is_split = Index::open(&path).is_err_and(|e| e.message().contains("'link'"));
        let cause = if bytes.is_empty() {
            Cause::IndexEmpty
        } else if is_split {
            Cause::SplitIndex
        } else {
            Cause::IndexDamaged
        };
        return (vec![anew(cause)], Vec::new());
    };
    let mut found = Vec::new();
    let mut unmerged: Vec<&str> =
        noted.iter().filter(|one| one.stage > 0).map(|one| one.path.as_str()).collect();
    unmerged.dedup();
    let finding = |path: &&str| Finding::mended(Cause::Unmerged, *path, acts());
    found.extend(unmerged.iter().map(finding));
    let unwatched = noted.iter().filter(|one| one.unwatched).count();
    if unwatched > 0 {
        found.push(anew(Cause::Unwatched { files: unwatched }));
    }
    if let Some(committed) = committed {
        let differs = |one: &&Noted| committed.get(&one.path) != Some(&(one.mode, one.id));
        let there = noted.iter().filter(|one| one.stage == 0);
        let other = there.clone().filter(differs).count();
        let gone = committed.len().saturating_sub(there.filter(|one| !differs(one)).count());
        let files = other.max(gone);
        if noted.is_empty() && !committed.is_empty() {
            found.push(anew(Cause::IndexEmpty));
        } else if files > 0 && unmerged.is_empty() {
            found.push(anew(Cause::Staged { files }));
        }
    }
    (found, noted)
}

/// The folders that the entries of an index make, as git would store them: by these a folder that
/// is lost can be made again.
pub fn folders(noted: &[Noted]) -> BTreeMap<Oid, Vec<u8>> {
    let mut made = BTreeMap::new();
    let entries: Vec<(&str, u32, Oid)> = noted
        .iter()
        .filter(|one| one.stage == 0)
        .map(|one| (one.path.as_str(), one.mode, one.id))
        .collect();
    folder(&entries, &mut made);
    made
}

fn folder(entries: &[(&str, u32, Oid)], made: &mut BTreeMap<Oid, Vec<u8>>) -> Option<Oid> {
    let mut below: BTreeMap<&str, Vec<(&str, u32, Oid)>> = BTreeMap::new();
    let mut items: Vec<(String, u32, Oid)> = Vec::new();
    for (path, mode, id) in entries {
        match path.split_once('/') {
            Some((name, rest)) => below.entry(name).or_default().push((rest, *mode, *id)),
            None => items.push(((*path).to_owned(), *mode, *id)),
        }
    }
    for (name, entries) in below {
        // git sorts folders as though their names ended in a slash.
        items.push((format!("{name}/"), 0o40_000, folder(&entries, made)?));
    }
    items.sort();
    let mut bytes = Vec::new();
    for (name, mode, id) in &items {
        bytes.extend_from_slice(format!("{mode:o} {}\0", name.trim_end_matches('/')).as_bytes());
        bytes.extend_from_slice(id.as_bytes());
    }
    let id = Oid::hash_object(ObjectType::Tree, &bytes).ok()?;
    made.insert(id, bytes);
    Some(id)
}
