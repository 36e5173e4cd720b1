//! A throw-away register for the tests of this layer, with the real git beside it for cross
//! checks, sealed from the machine's configuration.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use walkdir::WalkDir;

use crate::domain::Moment;

use super::{AppendError, Change, Committed, Fault, FileChange, Identity, Store};

pub struct Register {
    dir: TempDir,
}

/// So many seconds after a fixed moment.
pub fn moment(seconds: i64) -> Moment {
    Moment::from_unix(1_795_000_000 + seconds).unwrap()
}

pub fn ann() -> Identity {
    Identity { name: "Ann Example".to_owned(), email: "ann@example.invalid".to_owned() }
}

/// A change of one new file.
pub fn one(path: &str, text: &str) -> Change<()> {
    Change { files: vec![FileChange::new(path, text)], message: format!("add {path}"), value: () }
}

/// Appends one new file.
pub fn add(store: &Store, path: &str, text: &str) -> Result<Committed<()>, Fault> {
    store.append(&ann(), moment(0), |_| Ok::<_, ()>(one(path, text))).map_err(|e| match e {
        AppendError::Fault(fault) => fault,
        AppendError::Prepare(()) => unreachable!(),
    })
}

impl Register {
    /// A register with a first commit.
    pub fn new() -> Self {
        let register = Register::empty();
        register.add("cse.yaml", "cse: 1\n");
        register
    }

    /// A register without a commit.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Store::create(&dir.path().join("register")).unwrap();
        Register { dir }
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().join("register")
    }

    pub fn git_dir(&self) -> PathBuf {
        self.root().join(".git")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.root()).unwrap()
    }

    pub fn add(&self, path: &str, text: &str) -> Committed<()> {
        let committed = add(&self.store(), path, text).unwrap();
        assert_eq!(committed.warnings, []);
        committed
    }

    /// Commits a file as a person with git would.
    pub fn commit_by_git(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self.git(&["add", path]);
        self.git(&["commit", "-q", "-m", "by hand"]);
    }

    pub fn run_git(&self, args: &[&str]) -> Output {
        sealed_git(&self.root(), args).output().unwrap()
    }

    /// Runs git; it must succeed.
    pub fn git(&self, args: &[&str]) -> String {
        let output = self.run_git(args);
        assert!(output.status.success(), "git {args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// That git finds the repository whole and the work tree as committed.
    pub fn assert_whole(&self) {
        assert_eq!(self.git(&["status", "--porcelain", "--untracked-files=all"]), "");
        self.git(&["fsck", "--full", "--strict"]);
    }
}

pub fn sealed_git(root: &Path, args: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.current_dir(root)
        .args(args)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", "/nonexistent")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_NAME", "By Hand")
        .env("GIT_AUTHOR_EMAIL", "hand@example.invalid")
        .env("GIT_COMMITTER_NAME", "By Hand")
        .env("GIT_COMMITTER_EMAIL", "hand@example.invalid");
    git
}

impl Register {
    /// That nobody but the owner may read or write anything.
    pub fn assert_modes(&self) {
        assert_private(WalkDir::new(self.root()).into_iter());
    }

    /// As `assert_modes`, without git's own files, which git makes as it likes.
    pub fn assert_modes_of_work_tree(&self) {
        let git_dir = self.git_dir();
        let ours = move |entry: &walkdir::DirEntry| entry.path() != git_dir;
        assert_private(WalkDir::new(self.root()).into_iter().filter_entry(ours));
    }
}

fn assert_private(entries: impl Iterator<Item = walkdir::Result<walkdir::DirEntry>>) {
    for entry in entries {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
    }
}
