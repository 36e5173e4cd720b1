//! All cases of a commit at once: `cases/YYYY/MM/ID/`. Every tree on the way is read once, and
//! the files by all processors.

use git2::{Odb, Oid, Repository};
use rayon::prelude::*;

use super::snapshot::{entries, join};
use super::store::open_repository;
use super::{Fault, Listing, ObjectId, Refused, Snapshot, WhyRefused, loose};

/// The folder of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFolder {
    /// Its name, which ought to be the number of a case.
    pub id_text: String,
    /// Its path, as `cases/2026/11/CSE-2026-7K3Q9FX`.
    pub path: String,
    /// What it holds: the same tree, the same case.
    pub tree: ObjectId,
}

/// The files of a case's folder, without those of its folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    /// Names and bytes, in the order of names.
    pub files: Vec<(String, Vec<u8>)>,
    /// What was left out.
    pub refused: Vec<Refused>,
}

impl Snapshot<'_> {
    /// The folders of all cases, by path, and what else lies between them.
    pub fn cases(&self) -> Result<Listing<CaseFolder>, Fault> {
        let mut found = Listing::default();
        for year in self.folders("cases", 4, &mut found.refused)? {
            for month in self.folders(&year, 2, &mut found.refused)? {
                let listing = self.list(&month)?;
                found.refused.extend(listing.refused);
                for entry in listing.items {
                    let path = join(&month, &entry.name);
                    if entry.is_dir {
                        found.items.push(CaseFolder { id_text: entry.name, path, tree: entry.id });
                    } else {
                        found.refused.push(Refused { path, why: WhyRefused::OutOfPlace });
                    }
                }
            }
        }
        Ok(found)
    }

    /// The folders of a folder whose names are so many digits.
    fn folders(
        &self,
        at: &str,
        digits: usize,
        refused: &mut Vec<Refused>,
    ) -> Result<Vec<String>, Fault> {
        let listing = self.list(at)?;
        refused.extend(listing.refused);
        let mut folders = Vec::new();
        for entry in listing.items {
            let path = join(at, &entry.name);
            let is_number =
                entry.name.len() == digits && entry.name.bytes().all(|b| b.is_ascii_digit());
            if entry.is_dir && is_number {
                folders.push(path);
            } else {
                refused.push(Refused { path, why: WhyRefused::OutOfPlace });
            }
        }
        Ok(folders)
    }

    /// The files of one case.
    pub fn read_folder(&self, case: &CaseFolder) -> Result<Folder, Fault> {
        let repo = self.store().repo();
        repo.odb()
            .and_then(|odb| read_folder(repo, &odb, case, |_| true))
            .map_err(|e| self.store().git("read object", &e))
    }

    /// Reads all cases, on all processors, and gives what `f` makes of each, in the order of
    /// [`cases`](Self::cases). A case that cannot be read does not hide the others: `f` is told.
    pub fn map_cases<T: Send>(
        &self,
        f: impl Fn(&CaseFolder, Result<Folder, Fault>) -> T + Sync,
    ) -> Result<Listing<T>, Fault> {
        let Listing { items: cases, refused } = self.cases()?;
        let items = self.map_these(&cases, f)?;
        Ok(Listing { items, refused })
    }

    /// As [`map_cases`](Self::map_cases), for some of the cases.
    pub fn map_these<T: Send>(
        &self,
        cases: &[CaseFolder],
        f: impl Fn(&CaseFolder, Result<Folder, Fault>) -> T + Sync,
    ) -> Result<Vec<T>, Fault> {
        // Every object is zlib-compressed and so carries a checksum; hashing each again would be an
        // eighth of the time of reading a register. That the hashes hold is for git fsck and verify.
        git2::opts::strict_hash_verification(false);
        let root = self.store().root();
        // A repository is for one thread, and opening one costs as much as some hundred reads.
        let loose = loose::listed(&self.store().git_dir().join("objects")).ok();
        let share = cases.len().div_ceil(rayon::current_num_threads() * 4).max(64);
        let shares: Result<Vec<Vec<T>>, Fault> = cases
            .par_chunks(share)
            .map(|cases| {
                let repo = open_repository(root)?;
                let odb = repo.odb().map_err(|e| Fault::git(root, "open objects", &e))?;
                let read = |case: &CaseFolder| {
                    read_folder(&repo, &odb, case, |id| {
                        loose.as_ref().is_none_or(|all| all.contains(&id))
                    })
                    .map_err(|e| Fault::git(root, "read object", &e))
                };
                Ok(cases.iter().map(|case| f(case, read(case))).collect())
            })
            .collect();
        Ok(shares?.into_iter().flatten().collect())
    }
}

/// Reads a case's folder; what may be loose is tried first.
fn read_folder(
    repo: &Repository,
    odb: &Odb<'_>,
    case: &CaseFolder,
    is_loose: impl Fn(Oid) -> bool,
) -> Result<Folder, git2::Error> {
    let whole = |id| if is_loose(id) { loose::whole(repo, id) } else { Ok(()) };
    whole(case.tree.0)?;
    let tree = repo.find_tree(case.tree.0)?;
    let listing = entries(&tree, &case.path);
    let mut folder = Folder { files: Vec::with_capacity(tree.len()), refused: listing.refused };
    for entry in listing.items {
        if !entry.is_dir {
            #[cfg(feature = "broken")]
            if super::broken::is("error-means-empty") && odb.read(entry.id.0).is_err() {
                continue;
            }
            whole(entry.id.0)?;
            let object = odb.read(entry.id.0)?;
            folder.files.push((entry.name, object.data().to_vec()));
        }
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use crate::register::testing::Register;

    use super::*;

    fn snapshot(store: &crate::register::Store) -> Snapshot<'_> {
        store.snapshot(&store.tip().unwrap().unwrap().commit).unwrap()
    }

    #[test]
    fn all_cases_are_read_in_the_order_of_their_paths() {
        let register = Register::new();
        for month in ["2027/01", "2026/12"] {
            for n in 0..100 {
                let path = register.root().join(format!("cases/{month}/C{n:03}/1.yaml"));
                fs::create_dir_all(path.parent().unwrap().join("attachments")).unwrap();
                fs::write(path.with_file_name("attachments/a.docx"), "no record").unwrap();
                fs::write(path, format!("{month} {n}")).unwrap();
            }
        }
        register.git(&["add", "."]);
        register.git(&["commit", "-q", "-m", "many"]);
        let store = register.store();
        let snapshot = snapshot(&store);
        let read = snapshot
            .map_cases(|case, folder| {
                let folder = folder.unwrap();
                assert_eq!((folder.files.len(), &folder.refused[..]), (1, &[][..]));
                (case.path.clone(), folder.files[0].1.clone())
            })
            .unwrap();
        assert_eq!(read.refused, []);
        assert_eq!(read.items.len(), 200);
        assert!(read.items.is_sorted());
        assert_eq!(read.items[0].1, b"2026/12 0");
        let one = &snapshot.cases().unwrap().items[7];
        assert_eq!(one.id_text, "C007");
        assert_eq!(snapshot.read_folder(one).unwrap().files[0].1, b"2026/12 7");
        assert_eq!(snapshot.id(&one.path).unwrap(), Some(one.tree));
    }

    #[test]
    fn what_a_register_may_not_hold_is_left_out_and_told() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "one");
        let at = |path: &str| register.root().join(path);
        std::os::unix::fs::symlink("/etc/passwd", at("cases/2026/11/A/link.yaml")).unwrap();
        std::os::unix::fs::symlink("A", at("cases/2026/11/B")).unwrap();
        fs::write(at("cases/2026/11/A/run.yaml"), "x").unwrap();
        fs::set_permissions(at("cases/2026/11/A/run.yaml"), fs::Permissions::from_mode(0o755))
            .unwrap();
        fs::write(at("cases/2026/11/A/back\\slash"), "x").unwrap();
        fs::write(at("cases/2026/stray.txt"), "x").unwrap();
        register.git(&["add", "."]);
        register.git(&["commit", "-q", "-m", "odd"]);
        let head = register.git(&["rev-parse", "HEAD"]);
        let link = format!("160000,{},cases/2026/11/A/sub", head.trim());
        register.git(&["update-index", "--add", "--cacheinfo", &link]);
        register.git(&["commit", "-q", "-m", "submodule"]);
        let store = register.store();
        let snapshot = snapshot(&store);
        let read = snapshot.map_cases(|_, folder| folder.unwrap()).unwrap();
        let told: Vec<_> = read.refused.iter().map(|r| (r.path.as_str(), r.why)).collect();
        let want = [
            ("cases/2026/stray.txt", WhyRefused::OutOfPlace),
            ("cases/2026/11/B", WhyRefused::SymbolicLink),
        ];
        assert_eq!(told, want);
        assert_eq!(read.items.len(), 1);
        assert_eq!(read.items[0].files, [("1.yaml".to_owned(), b"one".to_vec())]);
        let why: Vec<_> = read.items[0].refused.iter().map(|r| r.why).collect();
        let want = [
            WhyRefused::Name,
            WhyRefused::SymbolicLink,
            WhyRefused::Executable,
            WhyRefused::Submodule,
        ];
        assert_eq!(why, want);
        assert_eq!(snapshot.read("cases/2026/11/A/link.yaml").unwrap(), None);
        assert_eq!(snapshot.read("cases/2026/11/B/1.yaml").unwrap(), None);
        assert!(snapshot.read("../x").is_err());
    }

    #[test]
    fn an_object_that_is_lost_is_a_fault_of_its_case_and_no_absence() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "one");
        register.add("cases/2026/11/B/1.yaml", "two");
        let blob = register.git(&["rev-parse", "HEAD:cases/2026/11/A/1.yaml"]);
        let (folder, file) = blob.trim().split_at(2);
        fs::remove_file(register.git_dir().join("objects").join(folder).join(file)).unwrap();
        let store = register.store();
        let snapshot = snapshot(&store);
        let read = snapshot.map_cases(|_, folder| folder.is_ok()).unwrap();
        assert_eq!(read.items, [false, true]);
        assert!(snapshot.read("cases/2026/11/A/1.yaml").is_err());
    }
}
