//! Reading files that may be none: whoever opens a pipe waits until somebody writes to it, and some
//! devices never end.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use super::Fault;

/// What stands where a file belongs and holds no bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
}

impl Special {
    /// What a file is by its kind, where it is neither file nor folder nor link.
    pub fn of(kind: fs::FileType) -> Option<Self> {
        if kind.is_fifo() {
            Some(Special::Pipe)
        } else if kind.is_socket() {
            Some(Special::Socket)
        } else if kind.is_char_device() || kind.is_block_device() {
            Some(Special::Device)
        } else {
            None
        }
    }
}

/// Opens a file for reading; what is none is refused, and is not waited for.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // Of a file it means nothing; it only keeps a pipe from being waited for.
    options.read(true).custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_file() {
        return Ok(file);
    }
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device, and no file"))
}

/// Refuses a file of git's that is none, before libgit2 waits for it.
pub fn expect(path: &Path) -> Result<(), Fault> {
    let is_special = fs::metadata(path).is_ok_and(|meta| Special::of(meta.file_type()).is_some());
    if !is_special {
        return Ok(());
    }
    let message = format!("{} is a pipe or a device, and no file", path.display());
    Err(Fault::Git { what: "read its own files", message })
}

/// Reads a file whole, as [`open`] opens it.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// As [`read`], in letters; what is none of them is shown as such.
pub fn text(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&read(path)?).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "bytes").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        for name in ["file", "link"] {
            assert_eq!(read(&at(name)).unwrap(), b"bytes");
            assert_eq!(text(&at(name)).unwrap(), "bytes");
        }
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), rustix::fs::FileType::Fifo, mode, 0)
            .unwrap();
        std::os::unix::fs::symlink("pipe", at("to-pipe")).unwrap();
        for name in ["pipe", "to-pipe"] {
            assert_eq!(read(&at(name)).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{name}");
        }
        for name in ["file", "link", "none"] {
            assert_eq!(expect(&at(name)), Ok(()), "{name}");
        }
        for name in ["pipe", "to-pipe"] {
            assert!(matches!(expect(&at(name)), Err(Fault::Git { .. })), "{name}");
        }
        assert_eq!(read(Path::new("/dev/zero")).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        assert_eq!(read(folder.path()).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        let kind = fs::symlink_metadata(at("pipe")).unwrap().file_type();
        assert_eq!(Special::of(kind), Some(Special::Pipe));
        let kind = fs::symlink_metadata(at("file")).unwrap().file_type();
        assert_eq!(Special::of(kind), None);
    }
}
