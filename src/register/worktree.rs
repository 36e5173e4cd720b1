//! Files of the work tree. Every folder on the way is opened without following symbolic links, so
//! that no path leads out of the register even while someone swaps folders.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use super::create::UNFINISHED;
use super::{Fault, modes, paths};

const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const PREFIX: &str = "append-";

/// What stands at a path.
pub enum Found {
    Absent,
    File(File, Metadata),
    /// A folder, a symbolic link, a device, or something behind one.
    Other,
}

/// The work tree of a register.
pub struct WorkTree {
    root: PathBuf,
    temp: PathBuf,
}

/// A file's bytes in a temporary file, which goes with it.
pub struct Staged(PathBuf);

/// What writers that were killed left behind.
pub struct Left {
    /// Whether the register was new.
    pub is_unfinished: bool,
    /// Their temporary files, which say what they were about to write.
    pub files: Vec<PathBuf>,
}

impl Staged {
    pub fn path(&self) -> PathBuf {
        self.0.clone()
    }

    pub fn metadata(&self) -> Result<Metadata, Fault> {
        fs::symlink_metadata(&self.0).map_err(|e| Fault::io(&self.0, "read", &e))
    }

    /// Leaves the file for the next command, which completes or undoes what it was for.
    pub fn leave(self) {
        std::mem::forget(self);
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl WorkTree {
    pub fn new(root: &Path, git_dir: &Path) -> Self {
        WorkTree { root: root.to_path_buf(), temp: git_dir.join("cse-tmp") }
    }

    /// Looks for what killed writers left. Under the lock only.
    pub fn left(&self) -> Result<Left, Fault> {
        modes::private_dir(&self.temp)?;
        let entries = fs::read_dir(&self.temp).map_err(|e| Fault::io(&self.temp, "list", &e))?;
        let mut left = Left { is_unfinished: false, files: Vec::new() };
        for entry in entries.flatten() {
            left.is_unfinished |= Path::new(UNFINISHED).file_name() == Some(&entry.file_name());
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                left.files.push(entry.path());
            }
        }
        Ok(left)
    }

    /// Writes bytes to a temporary file of mode 0600. It is not flushed yet.
    pub fn stage(&self, number: usize, bytes: &[u8]) -> Result<Staged, Fault> {
        let path = self.temp.join(format!("{PREFIX}{}-{number}", std::process::id()));
        let staged = Staged(path);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        match options.open(&staged.0).and_then(|mut file| file.write_all(bytes)) {
            Ok(()) => Ok(staged),
            Err(e) => Err(Fault::write(&staged.0, "write", &e)),
        }
    }

    /// What stands at a path. Only "not found" means absent.
    pub fn look(&self, path: &str) -> Result<Found, Fault> {
        let (folder, name) = paths::split(path);
        let Some(folder) = self.folder(folder, false)? else { return Ok(Found::Absent) };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match rustix::fs::openat(&folder, name, flags, Mode::empty()) {
            Ok(fd) => {
                let file = File::from(fd);
                let meta = file.metadata().map_err(|e| self.read_fault(path, &e))?;
                Ok(if meta.is_file() { Found::File(file, meta) } else { Found::Other })
            }
            Err(Errno::NOENT) => Ok(Found::Absent),
            Err(Errno::LOOP | Errno::NXIO) => Ok(Found::Other),
            Err(e) => Err(self.read_fault(path, &e.into())),
        }
    }

    /// The bytes of a file that was found.
    pub fn read(&self, path: &str, file: &mut File) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|e| self.read_fault(path, &e))?;
        Ok(bytes)
    }

    /// Moves a temporary file to its path, making folders on the way. Without `replace` a file
    /// that is there stays, and is a fault.
    pub fn place(
        &self,
        path: &str,
        staged: &Staged,
        replace: bool,
        flush: bool,
    ) -> Result<(), Fault> {
        let (folder, name) = paths::split(path);
        let Some(folder) = self.folder(folder, true)? else {
            return Err(Fault::PathRefused { path: path.to_owned() });
        };
        let flags = if replace { RenameFlags::empty() } else { RenameFlags::NOREPLACE };
        let write = |e: Errno| Fault::write(self.root.join(path), "rename", &e.into());
        match rustix::fs::renameat_with(CWD, &staged.0, &folder, name, flags) {
            Ok(()) => {}
            Err(Errno::EXIST) => return Err(Fault::HandEdited { path: path.to_owned() }),
            // Not every file system has the flag. The lock keeps our own writers apart.
            Err(Errno::INVAL | Errno::NOSYS) => match self.look(path)? {
                Found::File(..) | Found::Other if !replace => {
                    return Err(Fault::HandEdited { path: path.to_owned() });
                }
                Found::Absent | Found::File(..) | Found::Other => {
                    rustix::fs::renameat(CWD, &staged.0, &folder, name).map_err(write)?;
                }
            },
            Err(e) => return Err(write(e)),
        }
        if flush {
            rustix::fs::fsync(&folder).map_err(write)?;
        }
        Ok(())
    }

    /// Opens a folder of the register; `None` when it is absent and not to be made.
    fn folder(&self, folder: &str, make: bool) -> Result<Option<OwnedFd>, Fault> {
        let fault = |what, e: Errno| Fault::write(self.root.join(folder), what, &e.into());
        let open = |at: &OwnedFd, name: &str| rustix::fs::openat(at, name, FOLDER, Mode::empty());
        let mut at = rustix::fs::open(&self.root, FOLDER, Mode::empty())
            .map_err(|e| fault("open folder", e))?;
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            let next = match open(&at, name) {
                Err(Errno::NOENT) if !make => return Ok(None),
                Err(Errno::NOENT) => {
                    match rustix::fs::mkdirat(&at, name, Mode::RWXU) {
                        Ok(()) | Err(Errno::EXIST) => {}
                        Err(e) => return Err(fault("make folder", e)),
                    }
                    rustix::fs::fsync(&at).map_err(|e| fault("fsync folder", e))?;
                    open(&at, name)
                }
                other => other,
            };
            at = match next {
                Ok(fd) => fd,
                Err(Errno::LOOP | Errno::NOTDIR) => {
                    return Err(Fault::PathRefused { path: folder.to_owned() });
                }
                Err(e) => return Err(fault("open folder", e)),
            };
        }
        Ok(Some(at))
    }

    fn read_fault(&self, path: &str, error: &io::Error) -> Fault {
        Fault::io(self.root.join(path), "read", error)
    }

    /// Flushes the whole file system: for commits of thousands of files.
    pub fn flush_all(&self) -> Result<(), Fault> {
        let fault = |e: Errno| Fault::write(&self.root, "syncfs", &e.into());
        let root = rustix::fs::open(&self.root, FOLDER, Mode::empty()).map_err(fault)?;
        rustix::fs::syncfs(&root).map_err(fault)
    }
}
