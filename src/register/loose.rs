//! Loose objects that are cut off, as by a power cut or a program that copies files. libgit2 1.9 reads
//! one of those for ever (`git_zstream_get_output` asks zlib again for what it cannot give), so each is
//! tried here before libgit2 is asked for it. Whether its content is what its name says is for others.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::ZlibDecoder;
use git2::{ObjectType, Oid, Repository};

use super::plain;

/// Refuses a loose object that does not decompress to its end. One that is packed, absent, or that
/// cannot be read at all is left to libgit2, which says so.
///
/// # Errors
/// Naming the object.
pub fn whole(repo: &Repository, id: Oid) -> Result<(), git2::Error> {
    if is_whole(&repo.path().join("objects"), id) {
        return Ok(());
    }
    Err(git2::Error::from_str(&format!("loose object {id} is cut off")))
}

/// As [`whole`], in a folder of objects.
pub fn is_whole(objects: &Path, id: Oid) -> bool {
    match compressed(objects, id) {
        Ok(bytes) => bytes.is_none_or(|bytes| {
            io::copy(&mut ZlibDecoder::new(&bytes[..]), &mut io::sink()).is_ok()
        }),
        Err(NoFile) => false,
    }
}

/// The bytes of a blob; a loose one is decompressed here, so that it is only once.
///
/// # Errors
/// Where it is cut off, not what its name says, or cannot be read.
pub fn blob(repo: &Repository, id: Oid) -> Result<Vec<u8>, git2::Error> {
    let cut_off = || git2::Error::from_str(&format!("loose object {id} is cut off"));
    let Some(bytes) = compressed(&repo.path().join("objects"), id).map_err(|NoFile| cut_off())?
    else {
        return Ok(repo.find_blob(id)?.content().to_vec());
    };
    let mut all = Vec::with_capacity(bytes.len() * 3);
    ZlibDecoder::new(&bytes[..]).read_to_end(&mut all).map_err(|_| cut_off())?;
    let header = all.iter().position(|b| *b == 0).filter(|_| all.starts_with(b"blob "));
    let content = header.map(|at| all.split_off(at + 1)).unwrap_or_default();
    if header.is_none() || Oid::hash_object(ObjectType::Blob, &content)? != id {
        return Err(git2::Error::from_str(&format!("object {id} is not what its name says")));
    }
    Ok(content)
}

/// What stands where an object's file belongs is none, and would be waited for.
struct NoFile;

/// A loose object as it is kept; nothing where there is none, or where libgit2 will say what is wrong.
fn compressed(objects: &Path, id: Oid) -> Result<Option<Vec<u8>>, NoFile> {
    let hex = id.to_string();
    let (folder, rest) = hex.split_at(2);
    match plain::read(&objects.join(folder).join(rest)) {
        Ok(bytes) => Ok((!bytes.is_empty()).then_some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::InvalidInput => Err(NoFile),
        Err(_) => Ok(None),
    }
}

/// Which objects are loose. Who reads a whole register asks once, not for each object: nearly all
/// of them are packed.
///
/// # Errors
/// Where a folder cannot be listed; then any object may be loose.
pub fn listed(objects: &Path) -> io::Result<HashSet<Oid>> {
    let mut ids = HashSet::new();
    for folder in fs::read_dir(objects)? {
        let folder = folder?;
        let first = folder.file_name().to_string_lossy().into_owned();
        if first.len() != 2 || !folder.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(folder.path())? {
            let name = file?.file_name();
            ids.extend(Oid::from_str(&format!("{first}{}", name.to_string_lossy())));
        }
    }
    Ok(ids)
}

/// As [`whole`], for a folder and all folders in it: before libgit2 reads them by itself.
///
/// # Errors
/// Naming the first object that is cut off or cannot be read.
pub fn whole_below(repo: &Repository, folder: Oid) -> Result<(), git2::Error> {
    whole(repo, folder)?;
    for entry in &repo.find_tree(folder)? {
        if entry.kind() == Some(ObjectType::Tree) {
            whole_below(repo, entry.id())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::register::testing::Register;

    use super::*;

    #[test]
    fn an_object_that_is_cut_off_anywhere_is_refused_and_nothing_waits_for_it() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "one\n");
        let repo = Repository::open(register.root()).unwrap();
        let id = Oid::hash_object(ObjectType::Blob, b"one\n").unwrap();
        whole(&repo, id).unwrap();
        let hex = id.to_string();
        let path = register.git_dir().join("objects").join(&hex[..2]).join(&hex[2..]);
        let sound = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        whole(&repo, id).unwrap();
        for length in 1..sound.len() {
            fs::write(&path, &sound[..length]).unwrap();
            assert!(whole(&repo, id).is_err(), "{length} of {}", sound.len());
            let store = register.store();
            let snapshot = store.snapshot(&store.tip().unwrap().unwrap().commit).unwrap();
            assert!(snapshot.read("cases/2026/11/A/1.yaml").is_err());
            let read = snapshot.map_cases(|_, files| files.is_err());
            assert!(read.unwrap().items.iter().all(|failed| *failed));
        }
        fs::write(&path, &sound).unwrap();
        register.assert_whole();
    }

    #[test]
    fn a_commit_and_its_folders_that_are_cut_off_are_said() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "one\n");
        register.add("cases/2026/11/A/2.yaml", "two\n");
        let index = register.git_dir().join("index");
        // The last is read where git's index must be made anew.
        let parts = ["HEAD", "HEAD~1", "HEAD^{tree}", "HEAD:cases/2026/11/A", "HEAD:cases"];
        for (what, lost) in
            parts.into_iter().map(|part| (part, false)).chain([("HEAD:cases", true)])
        {
            if lost {
                fs::write(&index, "").unwrap();
            }
            let hex = register.git(&["rev-parse", what]).trim().to_owned();
            let path = register.git_dir().join("objects").join(&hex[..2]).join(&hex[2..]);
            let sound = fs::read(&path).unwrap();
            fs::remove_file(&path).unwrap();
            fs::write(&path, &sound[..sound.len() / 2]).unwrap();
            let added = crate::register::testing::add(&register.store(), "cases/2026/11/A/3", "x");
            assert!(format!("{added:?}").contains("cut off"), "{what}: {added:?}");
            fs::write(&path, &sound).unwrap();
        }
        register.add("cases/2026/11/A/3.yaml", "three\n");
        register.assert_whole();
    }
}
