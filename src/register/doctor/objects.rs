//! The objects of a repository, each held against its name, read without opening the repository:
//! what is damaged, what is gone, and which file of the register each was.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Odb, Oid};
use walkdir::WalkDir;

use crate::register::trail::next_entry;
use crate::register::{Fault, loose, plain, snapshot::join};

use super::cause::Harm;
use super::refs;

/// The objects of one repository and of those from which it borrows.
pub struct Objects {
    odb: Odb<'static>,
    /// Those of its own packs.
    packed: HashSet<Oid>,
    folder: PathBuf,
}

/// An object that something needs and that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub id: Oid,
    pub kind: ObjectType,
    pub harm: Harm,
    /// The file or folder that it is; nothing for a commit.
    pub path: Option<String>,
}

/// What a walk over a history found.
#[derive(Default)]
pub struct Walked {
    pub seen: HashSet<Oid>,
    pub lost: Vec<Lost>,
    /// The commits, with their parents.
    pub parents: HashMap<Oid, Vec<Oid>>,
    /// Commits at which the history is cut off: that their parents are gone is known.
    pub cut: HashSet<Oid>,
}

impl Objects {
    /// Opens the objects of a `.git` folder.
    pub fn open(git_dir: &Path, borrowed: &[PathBuf]) -> Result<Self, Fault> {
        let folder = git_dir.join("objects");
        let failed = |e: git2::Error| Fault::git(git_dir, "open objects", &e);
        let odb = Odb::new().map_err(failed)?;
        let all = std::iter::once(&folder).chain(borrowed);
        for folder in all.filter(|folder| folder.is_dir()) {
            odb.add_disk_alternate(&folder.to_string_lossy()).map_err(failed)?;
        }
        Ok(Objects { odb, packed: packed(&folder), folder })
    }

    /// The bytes of an object; how it is not there.
    pub fn read(&self, id: Oid) -> Result<(ObjectType, Vec<u8>), Harm> {
        if !loose::is_whole(&self.folder, id) {
            return Err(Harm::Damaged);
        }
        // A failure that does not come again was none of the object's.
        match self.odb.read(id).or_else(|_| self.odb.read(id)) {
            Ok(object) => {
                let (kind, bytes) = (object.kind(), object.data());
                let same = Oid::hash_object(kind, bytes).is_ok_and(|is| is == id);
                if same { Ok((kind, bytes.to_vec())) } else { Err(Harm::Damaged) }
            }
            Err(_) => Err(self.harm(id)),
        }
    }

    fn harm(&self, id: Oid) -> Harm {
        match plain::read(&self.loose(id)) {
            Ok(bytes) if bytes.is_empty() => Harm::Empty,
            Ok(_) => Harm::Damaged,
            Err(e) if e.kind() != io::ErrorKind::NotFound => Harm::Unread,
            Err(_) if self.odb.exists(id) => Harm::Damaged,
            Err(_) => Harm::Missing,
        }
    }

    /// As [`read`](Self::read), of one kind.
    pub fn of(&self, id: Oid, kind: ObjectType) -> Result<Vec<u8>, Harm> {
        match self.read(id)? {
            (found, bytes) if found == kind => Ok(bytes),
            _ => Err(Harm::Damaged),
        }
    }

    /// The file of an object of its own.
    pub fn loose(&self, id: Oid) -> PathBuf {
        let hex = id.to_string();
        self.folder.join(&hex[..2]).join(&hex[2..])
    }

    /// Whether an object is its own, not borrowed.
    pub fn is_own(&self, id: Oid) -> bool {
        self.packed.contains(&id) || self.loose(id).exists()
    }

    /// Every object that is its own, and how it cannot be read. A file that was emptied is named
    /// even where a pack holds the object too.
    pub fn own(&self) -> Vec<(Oid, Option<Harm>)> {
        let mut ids: Vec<Oid> = self.packed.iter().copied().collect();
        for entry in WalkDir::new(&self.folder).min_depth(2).max_depth(2).into_iter().flatten() {
            let folder = entry.path().parent().and_then(Path::file_name).unwrap_or_default();
            let name = entry.file_name().to_string_lossy();
            ids.extend(refs::oid(&format!("{}{name}", folder.to_string_lossy())));
        }
        ids.sort();
        ids.dedup();
        let empty = |id: Oid| fs::metadata(self.loose(id)).is_ok_and(|meta| meta.len() == 0);
        let harm = |id: Oid| if empty(id) { Some(Harm::Empty) } else { self.read(id).err() };
        ids.into_iter().map(|id| (id, harm(id))).collect()
    }

    /// Walks a history from these commits back, and every file of it.
    pub fn walk(&self, from: impl IntoIterator<Item = Oid>, walked: &mut Walked) {
        let mut commits: Vec<Oid> = from.into_iter().collect();
        while let Some(id) = commits.pop() {
            if !walked.seen.insert(id) {
                continue;
            }
            let (kind, bytes) = match self.read(id) {
                Ok(found) => found,
                Err(harm) => {
                    let kind = ObjectType::Commit;
                    walked.lost.push(Lost { id, kind, harm, path: None });
                    continue;
                }
            };
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let header = |key: &str| -> Vec<Oid> {
                let lines = text.lines().take_while(|line| !line.is_empty());
                lines.filter_map(|line| refs::oid(line.strip_prefix(key)?)).collect()
            };
            match kind {
                ObjectType::Commit => {
                    let mut parents = header("parent ");
                    if walked.cut.contains(&id) {
                        parents.retain(|parent| self.odb.exists(*parent));
                    }
                    commits.extend(&parents);
                    walked.parents.insert(id, parents);
                    for tree in header("tree ") {
                        self.tree(tree, "", walked);
                    }
                }
                ObjectType::Tag => commits.extend(header("object ")),
                _ => {}
            }
        }
    }

    fn tree(&self, id: Oid, at: &str, walked: &mut Walked) {
        if !walked.seen.insert(id) {
            return;
        }
        let bytes = match self.of(id, ObjectType::Tree) {
            Ok(bytes) => bytes,
            Err(harm) => {
                let path = Some(at.to_owned());
                walked.lost.push(Lost { id, kind: ObjectType::Tree, harm, path });
                return;
            }
        };
        let mut rest = &bytes[..];
        while let Some(item) = next_entry(&mut rest) {
            let path = join(at, &String::from_utf8_lossy(item.name));
            match item.mode {
                0o40_000 => self.tree(item.id, &path, walked),
                0o160_000 => {}
                _ => {
                    if walked.seen.insert(item.id)
                        && let Err(harm) = self.of(item.id, ObjectType::Blob)
                    {
                        let (id, kind, path) = (item.id, ObjectType::Blob, Some(path));
                        walked.lost.push(Lost { id, kind, harm, path });
                    }
                }
            }
        }
    }

    /// The files of a commit, with their modes; nothing where a folder of it is lost.
    pub fn files(&self, commit: Oid) -> Option<BTreeMap<String, (u32, Oid)>> {
        let mut files = BTreeMap::new();
        let bytes = self.of(commit, ObjectType::Commit).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let tree = text.lines().next().and_then(|line| line.strip_prefix("tree "));
        let mut folders: Vec<(String, Oid)> =
            tree.and_then(refs::oid).map(|id| (String::new(), id)).into_iter().collect();
        while let Some((at, id)) = folders.pop() {
            let bytes = self.of(id, ObjectType::Tree).ok()?;
            let mut rest = &bytes[..];
            while let Some(item) = next_entry(&mut rest) {
                let path = join(&at, &String::from_utf8_lossy(item.name));
                match item.mode {
                    0o40_000 => folders.push((path, item.id)),
                    mode => drop(files.insert(path, (mode, item.id))),
                }
            }
        }
        Some(files)
    }

    /// Whether a commit and all before it can be read.
    pub fn is_whole(&self, commit: Oid) -> bool {
        let mut walked = Walked::default();
        self.walk([commit], &mut walked);
        walked.lost.is_empty() && walked.parents.contains_key(&commit)
    }
}

/// The names of all objects in the packs of a folder, by their indexes. One that cannot be read
/// names none: what is needed of its pack is then found to be gone.
fn packed(folder: &Path) -> HashSet<Oid> {
    let mut all = HashSet::new();
    for entry in fs::read_dir(folder.join("pack")).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|end| end == "idx") {
            let bytes = plain::read(&entry.path()).unwrap_or_default();
            // Version 2: a sign, how many names begin with each byte or a lesser one, the names.
            let count = bytes.get(1028..1032).and_then(|count| count.try_into().ok());
            let count = count.map_or(0, |count| u32::from_be_bytes(count) as usize);
            let names = bytes.get(1032..1032 + count * 20).unwrap_or_default();
            all.extend(names.chunks_exact(20).filter_map(|name| Oid::from_bytes(name).ok()));
        }
    }
    all
}

impl Walked {
    /// Whether a commit is another, or lies before it.
    pub fn holds(&self, of: Oid, commit: Oid) -> bool {
        self.before(&[of]).contains(&commit)
    }

    /// These commits and all that lie before them.
    pub fn before(&self, of: &[Oid]) -> HashSet<Oid> {
        let (mut next, mut seen) = (of.to_vec(), HashSet::new());
        while let Some(id) = next.pop() {
            if seen.insert(id) {
                next.extend(self.parents.get(&id).into_iter().flatten());
            }
        }
        seen
    }
}
