//! What one commit changed against all of its parents. Only trees that differ are looked into.

use git2::{ObjectType, Oid};

use crate::register::snapshot::join;
use crate::register::{ObjectId, WhyRefused, format, paths};

use super::reader::{Item, Reader, next};
use super::{Broken, Content, Step, StepKind};

const FOLDER: u32 = 0o40_000;
const FILE: u32 = 0o100_644;
const RUNNABLE: u32 = 0o100_755;
const LINK: u32 = 0o120_000;
const SUBMODULE: u32 = 0o160_000;

/// Files in such folders are hashed and not kept.
const ATTACHMENTS: &str = "/attachments/";

/// What a tree changed against those of the parents, and what of it cannot be read.
pub fn changes(reader: &mut Reader<'_>, tree: Oid, parents: &[Oid]) -> (Vec<Step>, Vec<Broken>) {
    let mut differ = Differ { reader, steps: Vec::new(), broken: Vec::new() };
    let before: Vec<Option<Oid>> = parents.iter().copied().map(Some).collect();
    differ.folder("", Some(tree), &before, true);
    (differ.steps, differ.broken)
}

struct Differ<'r, 'a> {
    reader: &'r mut Reader<'a>,
    steps: Vec<Step>,
    broken: Vec<Broken>,
}

impl Differ<'_, '_> {
    /// Compares a folder. Where that of a parent cannot be read, which was said at the parent,
    /// nothing is known to be a change; what is new is read all the same.
    fn folder(&mut self, at: &str, here: Option<Oid>, before: &[Option<Oid>], mut tell: bool) {
        if !before.is_empty() && before.iter().all(|id| *id == here) {
            return;
        }
        let mut trees = Vec::with_capacity(before.len() + 1);
        for (place, id) in [&here].into_iter().chain(before).enumerate() {
            let read = id.map(|id| self.reader.tree(id)).transpose();
            match read {
                Ok(tree) => trees.push(tree),
                Err(_) if place > 0 => {
                    tell = false;
                    trees.push(None);
                }
                Err(why) => return self.break_off(at, here, why),
            }
        }
        let mut rest: Vec<&[u8]> = trees.iter().map(|t| t.as_deref().unwrap_or_default()).collect();
        let mut heads: Vec<Option<Item<'_>>> = rest.iter_mut().map(next).collect();
        let mut added = Vec::new();
        let mut last: Option<&[u8]> = None;
        while let Some(least) = heads.iter().flatten().min_by(|a, b| by_name(a, b)).copied() {
            let mut found = Vec::with_capacity(heads.len());
            for (head, rest) in heads.iter_mut().zip(&mut rest) {
                let is = head.is_some_and(|head| by_name(&head, &least).is_eq());
                found.push(if is { std::mem::replace(head, next(rest)) } else { None });
            }
            if let Some(item) = found[0] {
                if last == Some(item.name) {
                    self.break_off(at, here, "it holds a name twice".to_owned());
                }
                last = Some(item.name);
                if found[1..].iter().all(Option::is_none) {
                    added.push(item.name);
                }
            }
            self.entry(at, found[0], &found[1..], tell);
        }
        if rest[0].is_empty() {
            let tree = trees[0].as_deref().unwrap_or_default();
            self.twins(at, tree, &added);
        } else {
            self.break_off(at, here, "it is no list of files".to_owned());
        }
    }

    fn break_off(&mut self, at: &str, id: Option<Oid>, why: String) {
        let Some(id) = id.map(ObjectId) else { return };
        let path = if at.is_empty() { "/" } else { at }.to_owned();
        self.broken.push(Broken { id, path, why });
    }

    fn entry(&mut self, at: &str, here: Option<Item<'_>>, before: &[Option<Item<'_>>], tell: bool) {
        let same = |other: &Option<Item<'_>>| {
            other.map(|other| (other.mode, other.id)) == here.map(|here| (here.mode, here.id))
        };
        if !before.is_empty() && before.iter().all(same) {
            return;
        }
        let Some(any) = here.or_else(|| before.iter().flatten().next().copied()) else { return };
        let path = join(at, &String::from_utf8_lossy(any.name));
        let push = |steps: &mut Vec<Step>, kind| {
            if tell {
                steps.push(Step { path: path.clone(), kind });
            }
        };
        match here {
            Some(item) if before.iter().any(same) && item.mode != FOLDER => {}
            Some(item) if refused(&item).is_some() => {
                let why = refused(&item).unwrap_or(WhyRefused::Mode);
                push(&mut self.steps, StepKind::Refused(why));
            }
            Some(item) if item.mode == FILE => {
                let bytes = match self.reader.read(item.id, ObjectType::Blob) {
                    Ok(bytes) => bytes,
                    Err(why) => {
                        return self.broken.push(Broken { id: ObjectId(item.id), path, why });
                    }
                };
                let content = content(item.id, &path, bytes);
                let kind = if before.iter().all(Option::is_none) {
                    StepKind::Added(content)
                } else {
                    StepKind::Changed { content, agreed: before.windows(2).all(|b| b[0] == b[1]) }
                };
                push(&mut self.steps, kind);
            }
            None if any.mode != FOLDER => {
                // A merge of two desks may leave a file out that one of them had left out; a
                // case's files nobody may.
                if before.iter().all(Option::is_some) || path.starts_with("cases/") {
                    push(&mut self.steps, StepKind::Removed);
                }
            }
            Some(_) | None => {
                let id = |item: &Option<Item<'_>>| {
                    item.filter(|item| item.mode == FOLDER).map(|item| item.id)
                };
                let before: Vec<Option<Oid>> = before.iter().map(id).collect();
                self.folder(&path, id(&here), &before, tell);
            }
        }
    }

    /// New names that differ from others of their folder only in capitals.
    fn twins(&mut self, at: &str, tree: &[u8], added: &[&[u8]]) {
        for name in added {
            let mut rest = tree;
            while let Some(other) = next(&mut rest) {
                if other.name.len() == name.len()
                    && other.name != *name
                    && other.name.eq_ignore_ascii_case(name)
                {
                    let path = join(at, &String::from_utf8_lossy(name));
                    let other = String::from_utf8_lossy(other.name).into_owned();
                    self.steps.push(Step { path, kind: StepKind::Twin(other) });
                    break;
                }
            }
        }
    }
}

/// git sorts folders as though their names ended in a slash.
fn by_name(a: &Item<'_>, b: &Item<'_>) -> std::cmp::Ordering {
    let end = |item: &Item<'_>| if item.mode == FOLDER { b'/' } else { 0 };
    let n = a.name.len().min(b.name.len());
    a.name[..n].cmp(&b.name[..n]).then_with(|| {
        let at = |item: &Item<'_>| item.name.get(n).copied().unwrap_or_else(|| end(item));
        at(a).cmp(&at(b)).then(a.name.len().cmp(&b.name.len()))
    })
}

fn refused(item: &Item<'_>) -> Option<WhyRefused> {
    match item.mode {
        _ if !paths::is_fine(item.name) => Some(WhyRefused::Name),
        FILE | FOLDER => None,
        LINK => Some(WhyRefused::SymbolicLink),
        RUNNABLE => Some(WhyRefused::Executable),
        SUBMODULE => Some(WhyRefused::Submodule),
        _ => Some(WhyRefused::Mode),
    }
}

fn content(id: Oid, path: &str, bytes: Vec<u8>) -> Content {
    Content {
        id: ObjectId(id),
        sha256: format::hash(&bytes),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        bytes: (!path.contains(ATTACHMENTS)).then_some(bytes),
    }
}
