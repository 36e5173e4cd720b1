//! Whether what is seen can be trusted, asked before anything is set aside for it. A disk that fails,
//! or a process that may open nothing more, shows sound objects as damaged and files as gone; to act
//! on that would break what is whole.

use std::fs;
use std::path::Path;

use git2::{ObjectType, Oid};

use crate::register::{Fault, modes};

use super::objects::Objects;

/// Where it is tried, in `.git`. What a killed one leaves is set aside as other leftovers are.
pub const FOLDER: &str = "cse-tmp/control";

/// The object of no bytes: its name, and its file as git writes it.
const NAME: &str = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
const FILE: [u8; 15] =
    [0x78, 0x01, 0x4b, 0xca, 0xc9, 0x4f, 0x52, 0x30, 0x60, 0x00, 0x00, 0x09, 0xb0, 0x01, 0xf0];

/// Reads an object that is known to be sound, as all others are read.
pub fn reads(git_dir: &Path) -> Result<(), Fault> {
    let folder = git_dir.join(FOLDER);
    let tried = tried(git_dir, &folder);
    let removed = fs::remove_dir_all(&folder);
    tried?;
    removed.map_err(|e| Fault::write(&folder, "remove", &e))
}

fn tried(git_dir: &Path, folder: &Path) -> Result<(), Fault> {
    modes::private_dir(&git_dir.join("cse-tmp"))?;
    let at = folder.join("objects").join(&NAME[..2]);
    let file = at.join(&NAME[2..]);
    fs::create_dir_all(&at).map_err(|e| Fault::write(&at, "make folder", &e))?;
    fs::write(&file, FILE).map_err(|e| Fault::write(&file, "write", &e))?;
    let id = Oid::from_str(NAME).map_err(|e| Fault::git(&file, "read object", &e))?;
    let objects = Objects::open(folder, &[])?;
    let is_read = objects.of(id, ObjectType::Blob).is_ok_and(|bytes| bytes.is_empty());
    let is_listed = objects.own() == [(id, None)];
    let is_seen = fs::metadata(&file).is_ok_and(|meta| meta.len() == FILE.len() as u64)
        && fs::read(&file).is_ok_and(|bytes| bytes == FILE);
    if is_read && is_listed && is_seen {
        return Ok(());
    }
    Err(Fault::Unsteady { path: git_dir.to_path_buf() })
}

#[cfg(test)]
mod tests {
    use crate::register::testing::Register;

    use super::*;

    #[test]
    fn what_is_known_to_be_sound_is_read_and_nothing_stays_of_it() {
        let register = Register::new();
        for _ in 0..2 {
            assert_eq!(reads(&register.git_dir()), Ok(()));
        }
        assert!(!register.git_dir().join(FOLDER).exists());
    }
}
