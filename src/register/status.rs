//! How the work tree differs from what is committed: hand edits, strays, modes. It only reads.

use std::collections::BTreeMap;
use std::io;
use std::os::unix::fs::PermissionsExt;

use git2::{ObjectType, Oid};
use walkdir::{DirEntry, WalkDir};

use super::gitindex::GitIndex;
use super::snapshot::{Listing, entries, join};
use super::worktree::{Found, WorkTree};
use super::{Fault, Refused, Store, paths};

/// A path at which the work tree or git's index is not as committed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The path, with forward slashes.
    pub path: String,
    /// How it differs.
    pub kind: DifferenceKind,
}

/// How a path differs from what is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// Committed, but not in the work tree.
    Missing,
    /// Other bytes.
    Changed,
    /// Emptied or filled with zero bytes while what is committed is not: damage, not an edit.
    Damaged,
    /// In the work tree, but not committed.
    Untracked,
    /// A symbolic link, a device or a folder where a plain file belongs.
    NotAFile,
    /// git's index holds something else than what is committed.
    Staged,
    /// git's index holds a conflict.
    Unmerged,
    /// Others than the owner may read or write it.
    OtherModes,
    /// Committed, but nothing that a register may hold.
    Refused,
}

impl Store {
    /// All differences, by path. Drafts, locks and all else in `.git` are none. A file that git's
    /// index saw as it is now is not read again.
    pub fn status(&self) -> Result<Vec<Difference>, Fault> {
        self.differences(true)
    }

    /// As [`status`](Self::status), with every byte of every file read: a disk that loses a bit
    /// does not move a file's time.
    pub fn status_in_full(&self) -> Result<Vec<Difference>, Fault> {
        self.differences(false)
    }

    fn differences(&self, trusting: bool) -> Result<Vec<Difference>, Fault> {
        let mut found = Vec::new();
        let mut committed = self.committed(&mut found)?;
        let index = GitIndex::peek(self.git_dir())?;
        if let Some(index) = &index {
            compare_index(index, &committed, &mut found);
        }
        let work_tree = self.work_tree();
        let ours = |entry: &DirEntry| entry.path() != self.git_dir();
        for entry in WalkDir::new(self.root()).min_depth(1).into_iter().filter_entry(ours) {
            let entry = entry.map_err(|e| self.walk_fault(&e))?;
            let path = entry.path().strip_prefix(self.root()).unwrap_or(entry.path());
            let path = path.to_string_lossy().into_owned();
            let mut push = |kind| found.push(Difference { path: path.clone(), kind });
            let meta = entry.metadata().map_err(|e| self.walk_fault(&e))?;
            if !meta.is_symlink() && meta.permissions().mode() & 0o077 != 0 {
                push(DifferenceKind::OtherModes);
            }
            let here = committed.remove(&path);
            if meta.is_dir() && here.is_none() {
                continue;
            }
            match here {
                _ if !meta.is_file() => push(DifferenceKind::NotAFile),
                None => push(DifferenceKind::Untracked),
                Some(id)
                    if trusting
                        && index.as_ref().is_some_and(|i| i.is_settled(&path, id, &meta)) => {}
                Some(id) => {
                    if let Some(kind) = self.compare(&work_tree, &path, id)? {
                        push(kind);
                    }
                }
            }
        }
        let missing = |path| Difference { path, kind: DifferenceKind::Missing };
        found.extend(committed.into_keys().map(missing));
        found.sort();
        Ok(found)
    }

    /// All files of the newest commit.
    fn committed(&self, found: &mut Vec<Difference>) -> Result<BTreeMap<String, Oid>, Fault> {
        let mut files = BTreeMap::new();
        let Some(head) = self.head_commit()? else { return Ok(files) };
        let mut folders = vec![(String::new(), head.tree_id())];
        while let Some((at, id)) = folders.pop() {
            let tree = self.tree(id)?;
            let Listing { items, refused } = entries(&tree, &at);
            let refuse = |Refused { path, .. }| Difference { path, kind: DifferenceKind::Refused };
            found.extend(refused.into_iter().map(refuse));
            for entry in items {
                let path = join(&at, &entry.name);
                if entry.is_dir {
                    folders.push((path, entry.id.0));
                } else {
                    files.insert(path, entry.id.0);
                }
            }
        }
        Ok(files)
    }

    fn compare(
        &self,
        work_tree: &WorkTree,
        path: &str,
        id: Oid,
    ) -> Result<Option<DifferenceKind>, Fault> {
        if paths::check(path).is_err() {
            return Ok(Some(DifferenceKind::NotAFile));
        }
        let mut file = match work_tree.look(path)? {
            Found::File(file, _) => file,
            Found::Absent => return Ok(Some(DifferenceKind::Missing)),
            Found::Other => return Ok(Some(DifferenceKind::NotAFile)),
        };
        let bytes = work_tree.read(path, &mut file)?;
        let there =
            Oid::hash_object(ObjectType::Blob, &bytes).map_err(|e| self.git("hash file", &e))?;
        Ok(if there == id {
            None
        } else if bytes.iter().all(|b| *b == 0) {
            Some(DifferenceKind::Damaged)
        } else {
            Some(DifferenceKind::Changed)
        })
    }

    fn walk_fault(&self, error: &walkdir::Error) -> Fault {
        let path = error.path().unwrap_or(self.root());
        let os = error.io_error().and_then(io::Error::raw_os_error);
        Fault::io(path, "list", &os.map_or(io::Error::other("loop"), io::Error::from_raw_os_error))
    }
}

fn compare_index(index: &GitIndex, committed: &BTreeMap<String, Oid>, found: &mut Vec<Difference>) {
    let mut noted = 0;
    for (path, id, is_conflict) in index.iter() {
        let kind = if is_conflict {
            DifferenceKind::Unmerged
        } else if committed.get(&path) == Some(&id) {
            noted += 1;
            continue;
        } else {
            DifferenceKind::Staged
        };
        found.push(Difference { path, kind });
    }
    if noted < committed.len() {
        for path in committed.keys().filter(|path| index.id(path).is_none()) {
            found.push(Difference { path: path.clone(), kind: DifferenceKind::Staged });
        }
    }
    found.dedup();
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use crate::register::testing::Register;

    use super::*;

    #[test]
    fn each_kind_of_difference_is_told() {
        let register = Register::new();
        for name in ["changed", "damaged", "missing", "modes", "same", "staged", "link"] {
            register.add(&format!("cases/2026/11/A/{name}.yaml"), "as committed\n");
        }
        assert_eq!(register.store().status().unwrap(), []);
        let at = |name: &str| register.root().join("cases/2026/11/A").join(name);
        fs::write(at("changed.yaml"), "by hand\n").unwrap();
        fs::write(at("damaged.yaml"), [0; 12]).unwrap();
        fs::remove_file(at("missing.yaml")).unwrap();
        fs::set_permissions(at("modes.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
        fs::write(at("staged.yaml"), "staged\n").unwrap();
        register.git(&["add", "cases/2026/11/A/staged.yaml"]);
        fs::remove_file(at("link.yaml")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", at("link.yaml")).unwrap();
        fs::write(at("stray.yaml"), "stray\n").unwrap();
        fs::set_permissions(at("stray.yaml"), fs::Permissions::from_mode(0o600)).unwrap();
        let told: Vec<(String, DifferenceKind)> = register
            .store()
            .status()
            .unwrap()
            .into_iter()
            .map(|d| (d.path.rsplit('/').next().unwrap().replace(".yaml", ""), d.kind))
            .collect();
        let want = [
            ("changed", DifferenceKind::Changed),
            ("damaged", DifferenceKind::Damaged),
            ("link", DifferenceKind::NotAFile),
            ("missing", DifferenceKind::Missing),
            ("modes", DifferenceKind::OtherModes),
            ("staged", DifferenceKind::Changed),
            ("staged", DifferenceKind::Staged),
            ("stray", DifferenceKind::Untracked),
        ];
        assert_eq!(told, want.map(|(name, kind)| (name.to_owned(), kind)));
    }

    #[test]
    fn a_clone_with_open_modes_is_told() {
        let register = Register::new();
        let folder = register.root().join("cases");
        register.add("cases/2026/11/A/1.yaml", "one\n");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        let kind = DifferenceKind::OtherModes;
        let open = Difference { path: "cases".to_owned(), kind };
        assert_eq!(register.store().status().unwrap(), [open]);
    }
}
