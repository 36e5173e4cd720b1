//! What can go wrong between the register and the machine: disk, permissions, locks, git.
//!
//! A fault carries facts. The command line words it for people; [`fmt::Display`] is for logs and
//! for those who look after the machine.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{CommitId, Elsewhere};

/// Why the register could not be read or written. None of these is about a case's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No folder from here upwards is a register.
    NoRegister {
        /// The folder from which was looked upwards.
        from: PathBuf,
    },
    /// The folder in which a register was to be looked for is not there.
    NoFolder {
        /// The folder that was named.
        path: PathBuf,
    },
    /// The folder to be made into a register already holds something.
    NotEmpty {
        /// The file or folder.
        path: PathBuf,
    },
    /// The repository belongs to another account of this machine.
    NotOwned {
        /// The file or folder.
        path: PathBuf,
    },
    /// There is no git repository.
    NotARepository {
        /// The file or folder.
        path: PathBuf,
    },
    /// The repository uses something that this program does not honour.
    Unsupported {
        /// The thing that is not honoured.
        what: Unsupported,
    },
    /// Nobody said who writes: no name or no e-mail address.
    NoIdentity,
    /// The machine gives no randomness, by which numbers of cases are drawn.
    NoRandomness,
    /// The file system or the permissions allow no writing.
    ReadOnly {
        /// The file or folder.
        path: PathBuf,
    },
    /// The disk is full or the quota is used up.
    DiskFull {
        /// The file or folder.
        path: PathBuf,
    },
    /// Another failure of the file system.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        what: &'static str,
        /// The kind of failure.
        kind: io::ErrorKind,
        /// The operating system's own number for it.
        os: Option<i32>,
    },
    /// A failure of git's own files.
    Git {
        /// What was tried.
        what: &'static str,
        /// git's own words.
        message: String,
    },
    /// Another process writes and did not finish in time.
    Locked {
        /// Who holds the lock, where that is known.
        holder: Option<Holder>,
        /// The file or folder.
        path: PathBuf,
    },
    /// A lock of another git program stayed.
    ForeignLock {
        /// The file or folder.
        path: PathBuf,
        /// How long it has been there.
        age: Duration,
        /// The program that has it, where that can be seen.
        by: Option<Program>,
    },
    /// A path that no register may hold, or that leads out of it.
    PathRefused {
        /// The file or folder.
        path: String,
    },
    /// There is a file at a path that is only ever added.
    Exists {
        /// The file or folder.
        path: String,
    },
    /// A hand edit that was not committed stands where a file would be replaced.
    HandEdited {
        /// The file or folder.
        path: String,
    },
    /// Locks have no effect on this file system.
    LocksDoNotWork {
        /// The file or folder.
        path: PathBuf,
    },
    /// The branch was moved by another git program meanwhile; nothing was recorded.
    Moved {
        /// The branch.
        branch: String,
    },
    /// What was looked at twice was found otherwise, or what is known to be sound could not be read;
    /// nothing was changed.
    Unsteady {
        /// The folder that was looked at.
        path: PathBuf,
    },
    /// The commit may or may not be durable: the disk failed after the branch was moved.
    OutcomeUnknown {
        /// The commit.
        commit: CommitId,
    },
}

/// What a repository may use that this program does not honour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// SHA-256 object names.
    ShaTwoFiveSix,
    /// Refs in reftable format.
    Reftable,
    /// Another extension of the repository format.
    Extension {
        /// Its name.
        name: String,
    },
    /// A sparse index or checkout.
    SparseIndex,
    /// A split index.
    SplitIndex,
    /// `.git` is no folder here, or the work tree lies elsewhere.
    WorktreeElsewhere,
    /// An attributes file names a filter, which would change bytes; `line` counts from 1.
    Filters {
        /// The file that says so.
        file: PathBuf,
        /// The line in it, from 1.
        line: usize,
    },
    /// An executable hook that a commit would have to run.
    Hooks {
        /// The file that says so.
        file: PathBuf,
    },
    /// Objects borrowed from another repository.
    Alternates,
    /// Grafted history.
    Grafts,
    /// Replaced objects: other git programs see another history.
    ReplaceRefs,
    /// A shallow clone.
    Shallow,
    /// A partial clone.
    PartialClone,
    /// `HEAD` names a commit, not a branch.
    DetachedHead,
    /// `HEAD` is on another branch, and the register's has commits that it lacks.
    Elsewhere(Elsewhere),
    /// A merge, rebase or the like is under way.
    Merging,
    /// Conflicts in the index.
    Unmerged,
    /// No work tree.
    BareRepo,
}

/// A program of this machine that is at work in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its process.
    pub pid: u32,
}

/// Who holds the lock, as written into the lock file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// The machine.
    pub host: String,
    /// The account.
    pub user: String,
    /// Since when, as RFC 3339.
    pub since: String,
}

impl Fault {
    /// A failure of the file system.
    pub fn io(path: impl AsRef<Path>, what: &'static str, error: &io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::DiskFull { path },
            io::ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly { path },
            kind => Fault::Io { path, what, kind, os: error.raw_os_error() },
        }
    }

    /// A failure of the file system while writing: no permission means read-only.
    pub(super) fn write(path: impl AsRef<Path>, what: &'static str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::PermissionDenied {
            return Fault::ReadOnly { path: path.as_ref().to_path_buf() };
        }
        Fault::io(path, what, error)
    }

    /// A failure inside libgit2. It hands on the system's words, not its number.
    pub(super) fn git(path: impl AsRef<Path>, what: &'static str, error: &git2::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        let message = error.message();
        if message.contains("No space left") || message.contains("quota exceeded") {
            Fault::DiskFull { path }
        } else if message.contains("Read-only file system") {
            Fault::ReadOnly { path }
        } else if error.code() == git2::ErrorCode::Owner {
            Fault::NotOwned { path }
        } else {
            Fault::Git { what, message: message.to_owned() }
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NoFolder { path } => write!(f, "{}: no such folder", path.display()),
            Fault::NoRegister { from } => write!(f, "no register from {} upwards", from.display()),
            Fault::NotEmpty { path } => write!(f, "{}: not empty", path.display()),
            Fault::NotOwned { path } => write!(f, "{}: owned by another account", path.display()),
            Fault::NotARepository { path } => write!(f, "{}: no git repository", path.display()),
            Fault::Unsupported { what } => write!(f, "unsupported repository: {what}"),
            Fault::NoIdentity => f.write_str("no name and e-mail address of the author"),
            Fault::NoRandomness => f.write_str("no randomness"),
            Fault::ReadOnly { path } => write!(f, "{}: read-only", path.display()),
            Fault::DiskFull { path } => write!(f, "{}: disk full or quota used up", path.display()),
            Fault::Io { path, what, kind, os } => {
                write!(f, "{}: {what}: {kind}", path.display())?;
                os.map_or(Ok(()), |os| write!(f, " (os error {os})"))
            }
            Fault::Git { what, message } => write!(f, "{what}: {message}"),
            Fault::Locked { holder: Some(holder), path } => write!(
                f,
                "{}: held by process {} of {} on {} since {}",
                path.display(),
                holder.pid,
                holder.user,
                holder.host,
                holder.since
            ),
            Fault::Locked { holder: None, path } => write!(f, "{}: held", path.display()),
            Fault::ForeignLock { path, age, by } => {
                write!(f, "{}: lock of another program, {} s old", path.display(), age.as_secs())?;
                by.as_ref().map_or(Ok(()), |by| write!(f, ", {} (process {})", by.name, by.pid))
            }
            Fault::PathRefused { path } => write!(f, "path refused: {path:?}"),
            Fault::Exists { path } => write!(f, "{path}: exists already"),
            Fault::HandEdited { path } => write!(f, "{path}: changed by hand, not committed"),
            Fault::LocksDoNotWork { path } => {
                write!(f, "{}: locks have no effect on this file system", path.display())
            }
            Fault::Moved { branch } => write!(f, "{branch}: moved by another program meanwhile"),
            Fault::Unsteady { path } => write!(f, "{}: cannot be read reliably", path.display()),
            Fault::OutcomeUnknown { commit } => write!(f, "outcome of commit {commit} is unknown"),
        }
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unsupported::Filters { file, line } => {
                return write!(f, "filter in {}:{line}", file.display());
            }
            Unsupported::Hooks { file } => return write!(f, "hook {}", file.display()),
            Unsupported::Extension { name } => return write!(f, "extension {name}"),
            Unsupported::ShaTwoFiveSix => "sha-256 object names",
            Unsupported::Reftable => "reftable",
            Unsupported::SparseIndex => "sparse checkout or index",
            Unsupported::SplitIndex => "split index",
            Unsupported::WorktreeElsewhere => "work tree or git folder elsewhere",
            Unsupported::Alternates => "alternates",
            Unsupported::Grafts => "grafts",
            Unsupported::ReplaceRefs => "replaced objects",
            Unsupported::Shallow => "shallow clone",
            Unsupported::PartialClone => "partial clone",
            Unsupported::DetachedHead => "detached HEAD",
            Unsupported::Elsewhere(_) => "HEAD on another branch",
            Unsupported::Merging => "merge or rebase under way",
            Unsupported::Unmerged => "conflicts in the index",
            Unsupported::BareRepo => "bare repository",
        })
    }
}
