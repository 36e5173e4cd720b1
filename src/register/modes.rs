//! Folders are 0700 and files 0600: nothing of a register is for other accounts to read.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use rustix::fs::Mode;

use super::Fault;

/// Takes the bits of group and others from everything that this process creates from now on.
/// Called once, when the program starts.
pub fn private_umask() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// Takes the bits of group and others from a file or folder, where it has any; nothing in a
/// register is run, so a file loses that bit too.
pub fn tighten(path: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(path)?;
    let mode = found.permissions().mode();
    let kept = if found.is_dir() { 0o7700 } else { 0o7600 };
    if mode & 0o7777 & !kept == 0 {
        return Ok(());
    }
    fs::set_permissions(path, Permissions::from_mode(mode & kept))
}

/// As [`tighten`], for a folder and all within it; symbolic links are left alone.
pub fn tighten_all(folder: &Path) -> Result<(), Fault> {
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.map_err(|e| {
            let at = e.path().unwrap_or(folder).to_path_buf();
            Fault::io(at, "list", &e.into_io_error().unwrap_or_else(|| io::Error::other("loop")))
        })?;
        if !entry.path_is_symlink() {
            tighten(entry.path()).map_err(|e| Fault::write(entry.path(), "set mode", &e))?;
        }
    }
    Ok(())
}

/// Whether a failure to make a link means that there are none here, or none to this file.
pub fn has_no_links(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, TooManyLinks, Unsupported};
    matches!(error.kind(), CrossesDevices | TooManyLinks | Unsupported)
        || error.raw_os_error() == Some(rustix::io::Errno::PERM.raw_os_error())
}

/// Makes a folder for this account alone; it may exist already.
pub fn private_dir(path: &Path) -> Result<(), Fault> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(Fault::write(path, "make folder", &e)),
        Ok(()) => Ok(()),
    }
}
