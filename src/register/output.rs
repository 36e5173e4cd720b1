//! Files that a user wants outside of the register: a document. For the user's own eyes (0600), and
//! never over another file unless they said so.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::Fault;

/// What came of writing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is there.
    Done,
    /// Something was there already, and was left as it is.
    InTheWay,
}

/// Whether anything is at a path, be it a link that leads nowhere.
///
/// # Errors
/// Where that cannot be told: what may be there is not written over.
pub fn is_there(path: &Path) -> Result<bool, Fault> {
    use std::io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(e) if matches!(e.kind(), NotFound | NotADirectory | InvalidFilename) => Ok(false),
        Err(e) => Err(Fault::Io {
            path: path.to_path_buf(),
            what: "look at",
            kind: e.kind(),
            os: e.raw_os_error(),
        }),
    }
}

/// Writes a file of mode 0600, whole or not at all.
pub fn write_file(path: &Path, bytes: &[u8], replace: bool) -> Result<Written, Fault> {
    // Nothing is said of what was recorded: that is another matter than a file beside the register.
    let failed = |what: &'static str| {
        move |error: std::io::Error| {
            let (kind, os) = (error.kind(), error.raw_os_error());
            Fault::Io { path: path.to_path_buf(), what, kind, os }
        }
    };
    if !replace && is_there(path)? {
        return Ok(Written::InTheWay);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let temporary =
        path.with_file_name(format!(".{}.{}.tmp", name.unwrap_or_default(), std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(&temporary).map_err(failed("write"))?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    let placed = written.and_then(|()| {
        if replace { fs::rename(&temporary, path) } else { fs::hard_link(&temporary, path) }
    });
    if !replace || placed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    match placed {
        Ok(()) => Ok(Written::Done),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(Written::InTheWay),
        Err(error) => Err(failed("write")(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::is_file;

    #[test]
    fn only_what_is_not_found_is_absent() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("file"), "x").unwrap();
        std::os::unix::fs::symlink("loop", at("loop")).unwrap();
        let there = |name: &str| is_there(&at(name));
        assert_eq!([there("file"), there("loop")], [Ok(true), Ok(true)]);
        assert_eq!([there("none"), there("file/below")], [Ok(false), Ok(false)]);
        assert_eq!(there(&"n".repeat(300)), Ok(false));
        // Nobody can tell what stands there.
        there("loop/below").unwrap_err();
        assert_eq!(is_file(&at("file")), Ok(true));
        assert_eq!(is_file(&at("file/below")), Ok(false));
        is_file(&at("loop/below")).unwrap_err();
    }
}
