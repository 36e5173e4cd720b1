//! Refuses, by name, repositories that use what libgit2 or this program does not honour: reading
//! them would show another register than git shows, writing would damage them.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use git2::{Config, Repository, RepositoryState};

use super::{Fault, Unsupported, plain};

/// Hooks that `git commit` would run and this program does not.
pub const HOOKS: [&str; 6] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "reference-transaction",
    "post-index-change",
];

/// Extensions of the repository format that change nothing here.
const HARMLESS: [&str; 6] = [
    "objectformat",
    "refstorage",
    "worktreeconfig",
    "relativeworktrees",
    "noop",
    "preciousobjects",
];

fn refuse<T>(what: Unsupported) -> Result<T, Fault> {
    Err(Fault::Unsupported { what })
}

/// What can be told without libgit2, which could not open some of these at all.
pub fn before_open(root: &Path, git_dir: &Path) -> Result<(), Fault> {
    match fs::symlink_metadata(git_dir) {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => return refuse(Unsupported::WorktreeElsewhere),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            return Err(if root.join("HEAD").is_file() && root.join("objects").is_dir() {
                Fault::Unsupported { what: Unsupported::BareRepo }
            } else {
                Fault::NotARepository { path: root.to_path_buf() }
            });
        }
        Err(e) => return Err(Fault::io(git_dir, "find", &e)),
    }
    if git_dir.join("commondir").exists() {
        return refuse(Unsupported::WorktreeElsewhere);
    }
    for (file, what) in [
        ("objects/info/alternates", Unsupported::Alternates),
        ("info/grafts", Unsupported::Grafts),
        ("shallow", Unsupported::Shallow),
    ] {
        if holds_something(&git_dir.join(file))? {
            return refuse(what);
        }
    }
    for file in ["HEAD", "config", "index", "packed-refs"] {
        plain::expect(&git_dir.join(file))?;
    }
    let head = plain::text(&git_dir.join("HEAD")).unwrap_or_default();
    if let Some(branch) = head.strip_prefix("ref:") {
        plain::expect(&git_dir.join(branch.trim()))?;
    }
    if git_dir.join("reftable").is_dir() {
        return refuse(Unsupported::Reftable);
    }
    if has_replace_refs(git_dir)? {
        return refuse(Unsupported::ReplaceRefs);
    }
    let config = git_dir.join("config");
    if config.is_file() {
        let config = Config::open(&config).map_err(|e| Fault::git(&config, "read config", &e))?;
        extensions(&config)?;
        // Before libgit2 goes there.
        if let Ok(elsewhere) = config.get_path("core.worktree")
            && fs::canonicalize(git_dir.join(elsewhere)).ok().as_deref() != Some(root)
        {
            return refuse(Unsupported::WorktreeElsewhere);
        }
    }
    Ok(())
}

/// Extensions of the repository format, from its own configuration.
pub fn extensions(config: &Config) -> Result<(), Fault> {
    let is = |key: &str, value: &str| {
        config.get_string(key).is_ok_and(|found| found.eq_ignore_ascii_case(value))
    };
    if is("extensions.objectformat", "sha256") {
        return refuse(Unsupported::ShaTwoFiveSix);
    }
    if is("extensions.refstorage", "reftable") {
        return refuse(Unsupported::Reftable);
    }
    let mut unknown = None;
    let read = |e: &git2::Error| Fault::git("config", "read config", e);
    let mut entries =
        config.entries(Some(r"^(extensions\..*|remote\..*\.promisor)$")).map_err(|e| read(&e))?;
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|e| read(&e))?;
        let name = entry.name().map_err(|e| read(&e))?.to_ascii_lowercase();
        if name == "extensions.partialclone" || name.ends_with(".promisor") {
            return refuse(Unsupported::PartialClone);
        }
        if let Some(name) = name.strip_prefix("extensions.")
            && !HARMLESS.contains(&name)
        {
            unknown = Some(name.to_owned());
        }
    }
    match unknown {
        Some(name) => refuse(Unsupported::Extension { name }),
        None => Ok(()),
    }
}

/// What the whole configuration says, and attributes that would change bytes.
pub fn after_open(repo: &Repository, root: &Path, git_dir: &Path) -> Result<(), Fault> {
    let config = repo.config().map_err(|e| Fault::git(git_dir, "read config", &e))?;
    if repo.is_bare() || config.get_bool("core.bare").unwrap_or(false) {
        return refuse(Unsupported::BareRepo);
    }
    let elsewhere = |path: Option<&Path>, here: &Path| {
        path.and_then(|path| fs::canonicalize(path).ok()).is_none_or(|path| path != here)
    };
    if repo.is_worktree()
        || elsewhere(repo.workdir(), root)
        || elsewhere(Some(repo.path()), git_dir)
    {
        return refuse(Unsupported::WorktreeElsewhere);
    }
    let on = |key: &str| config.get_bool(key).unwrap_or(false);
    if on("core.sparsecheckout") || on("index.sparse") {
        return refuse(Unsupported::SparseIndex);
    }
    if on("core.splitindex") {
        return refuse(Unsupported::SplitIndex);
    }
    let mut attributes = vec![root.join(".gitattributes"), git_dir.join("info/attributes")];
    attributes.extend(config.get_path("core.attributesfile").ok());
    attributes.into_iter().try_for_each(|file| filters(&file))
}

/// What a commit needs beyond what reading needs.
pub fn before_write(repo: &Repository, git_dir: &Path) -> Result<(), Fault> {
    if repo.state() != RepositoryState::Clean {
        return refuse(Unsupported::Merging);
    }
    let config = repo.config().map_err(|e| Fault::git(git_dir, "read config", &e))?;
    let folder = config.get_path("core.hookspath").unwrap_or_else(|_| PathBuf::from("hooks"));
    let folder = git_dir.join(folder);
    for name in HOOKS {
        let file = folder.join(name);
        let runs = fs::metadata(&file)
            .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0);
        if runs {
            return refuse(Unsupported::Hooks { file });
        }
    }
    Ok(())
}

/// What libgit2's own refusals mean, where they are about a format.
pub fn unsupported_by_libgit2(error: &git2::Error) -> Option<Fault> {
    let message = error.message();
    let what = if message.contains("'link'") {
        Unsupported::SplitIndex
    } else if message.contains("'sdir'") {
        Unsupported::SparseIndex
    } else if message.contains("unsupported extension") || message.contains("unknown object format")
    {
        Unsupported::Extension { name: message.to_owned() }
    } else {
        return None;
    };
    Some(Fault::Unsupported { what })
}

/// Refuses attributes that would change bytes between the work tree and git's objects.
fn filters(file: &Path) -> Result<(), Fault> {
    let bytes = match plain::read(file) {
        Ok(bytes) => bytes,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::IsADirectory) => {
            return Ok(());
        }
        Err(e) => return Err(Fault::io(file, "read", &e)),
    };
    for (at, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
        let line = line.trim_start();
        let named = line.split_whitespace().skip(1).any(|word| {
            word == "ident"
                || word == "filter"
                || word.starts_with("filter=")
                || word.starts_with("working-tree-encoding=")
        });
        if named && !line.starts_with('#') {
            let file = file.to_path_buf();
            return refuse(Unsupported::Filters { file, line: at + 1 });
        }
    }
    Ok(())
}

fn holds_something(file: &Path) -> Result<bool, Fault> {
    match fs::metadata(file) {
        Ok(meta) => Ok(meta.len() > 0),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Fault::io(file, "read", &e)),
    }
}

fn has_replace_refs(git_dir: &Path) -> Result<bool, Fault> {
    if git_dir.join("refs/replace").read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Ok(true);
    }
    let packed = git_dir.join("packed-refs");
    match plain::read(&packed) {
        Ok(bytes) => {
            Ok(String::from_utf8_lossy(&bytes).lines().any(|line| line.contains(" refs/replace/")))
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Fault::io(&packed, "read", &e)),
    }
}
