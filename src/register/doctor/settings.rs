//! The repository's own settings: what leads elsewhere, runs programs, changes bytes, or asks for a
//! format that is not honoured.

use std::fs;
use std::path::{Path, PathBuf};

use git2::Config;

use crate::register::{Fault, Unsupported, checks, plain};

use super::cause::Cause;
use super::finding::Finding;
use super::mend::Act;

/// Where the settings are.
const FILE: &str = ".git/config";
/// Where those of one work tree are.
const OWN: &str = ".git/config.worktree";
/// What `git init` would write.
const PLAIN: &str = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\
                     \tlogallrefupdates = true\n";

/// Settings by which git runs a program or reads other settings: beginning and end of their names.
const RUNS: &[(&str, &str)] = &[
    ("core.fsmonitor", ""),
    ("core.sshcommand", ""),
    ("core.gitproxy", ""),
    ("core.askpass", ""),
    ("core.pager", ""),
    ("core.editor", ""),
    ("sequence.editor", ""),
    ("credential.", "helper"),
    ("gpg.", "program"),
    ("diff.", "command"),
    ("diff.", "textconv"),
    ("diff.external", ""),
    ("merge.", ".driver"),
    ("filter.", ""),
    ("include.", ""),
    ("includeif.", ""),
    ("url.", "insteadof"),
    ("remote.", ".uploadpack"),
    ("remote.", ".receivepack"),
    ("uploadpack.packobjectshook", ""),
];

/// What was found, and where attributes and hooks are looked for.
#[derive(Default)]
pub struct Settings {
    pub findings: Vec<Finding>,
    pub attributes: Option<PathBuf>,
    pub hooks: Option<PathBuf>,
}

/// Reads the settings.
pub fn look(root: &Path, git_dir: &Path) -> Settings {
    let mut found = Settings::default();
    // What this account asks for in every repository.
    if let Ok(account) = Config::open_default() {
        found.hooks = account.get_path("core.hookspath").ok();
        found.attributes = account.get_path("core.attributesfile").ok();
    }
    let path = git_dir.join("config");
    let plain = || Act::Write { file: FILE.to_owned(), bytes: PLAIN.as_bytes().to_vec() };
    if !path.exists() {
        found.findings.push(Finding::mended(Cause::ConfigMissing, FILE, vec![plain()]));
        return found;
    }
    let Some(entries) = entries(&path) else {
        found.findings.push(Finding::mended(Cause::ConfigDamaged, FILE, vec![plain()]));
        return found;
    };
    // Each work tree may have settings of its own beside.
    let own = entries.iter().any(|(key, value)| {
        key == "extensions.worktreeconfig" && Config::parse_bool(value).unwrap_or(true)
    });
    let own = if own { self::entries(&git_dir.join("config.worktree")) } else { None };
    for (file, entries) in [(FILE, Some(entries)), (OWN, own)] {
        for (key, value) in entries.iter().flatten() {
            one(&Setting { root, git_dir, file, key, value }, &mut found);
        }
    }
    let format = |what: &Unsupported| match what {
        Unsupported::ShaTwoFiveSix => Some("sha256".to_owned()),
        Unsupported::Reftable => Some("reftable".to_owned()),
        Unsupported::PartialClone => Some("partial clone".to_owned()),
        Unsupported::Extension { name } => Some(name.clone()),
        _ => None,
    };
    let unsupported = Config::open(&path).ok().and_then(|config| checks::extensions(&config).err());
    if let Some(Fault::Unsupported { what }) = unsupported
        && let Some(name) = format(&what)
    {
        found.findings.push(Finding::only(Cause::Format { name }, FILE));
    }
    found
}

/// All settings of a file; nothing where it cannot be read. libgit2 opens such a file all the same,
/// only reading its entries tells.
fn entries(path: &Path) -> Option<Vec<(String, String)>> {
    if plain::read(path).ok()?.contains(&0) {
        return None;
    }
    let config = Config::open(path).ok()?;
    let mut all = Vec::new();
    let mut entries = config.entries(None).ok()?;
    while let Some(entry) = entries.next() {
        let entry = entry.ok()?;
        // A key alone says yes.
        let value = if entry.has_value() { entry.value().ok()? } else { "true" };
        all.push((entry.name().ok()?.to_owned(), value.to_owned()));
    }
    Some(all)
}

/// One setting, and where it stands.
struct Setting<'a> {
    root: &'a Path,
    git_dir: &'a Path,
    file: &'a str,
    key: &'a str,
    value: &'a str,
}

fn one(setting: &Setting<'_>, found: &mut Settings) {
    let Setting { root, git_dir, file, key, value } = *setting;
    let lower = key.to_ascii_lowercase();
    let on = Config::parse_bool(value).unwrap_or(true);
    let unset = || vec![Act::Unset { file: file.to_owned(), key: key.to_owned() }];
    let mut push = |cause, acts| found.findings.push(Finding::mended(cause, file, acts));
    match lower.as_str() {
        "core.worktree" => {
            let here = fs::canonicalize(git_dir.join(value)).ok().as_deref() == Some(root);
            if !here {
                push(Cause::WorkTreeElsewhere { to: value.to_owned() }, unset());
            }
        }
        "core.bare" if on => push(Cause::Bare, unset()),
        "core.autocrlf" | "core.eol" if on || value.eq_ignore_ascii_case("input") => {
            push(Cause::Converts { key: key.to_owned() }, unset());
        }
        "core.sharedrepository" if value != "0" && !matches!(value, "umask" | "false") => {
            push(Cause::Shares, unset());
        }
        "core.sparsecheckout" | "core.sparsecheckoutcone" | "index.sparse" if on => {
            push(Cause::Sparse, unset());
        }
        "core.splitindex" if on => push(Cause::SplitIndex, unset()),
        "core.hookspath" => {
            found.hooks = Some(git_dir.parent().unwrap_or(git_dir).join(value));
            let is_plain = git_dir.join("hooks").ends_with(value) || value == ".git/hooks";
            if !is_plain {
                let cause = Cause::HooksElsewhere { to: value.to_owned() };
                found.findings.push(Finding::mended(cause, file, unset()));
            }
        }
        "core.attributesfile" => found.attributes = Some(PathBuf::from(value)),
        _ => {
            let runs =
                RUNS.iter().any(|(start, end)| lower.starts_with(start) && lower.ends_with(end));
            // `core.fsmonitor` may also ask for git's own.
            let is_switch = lower == "core.fsmonitor" && Config::parse_bool(value).is_ok();
            let is_alias = lower.starts_with("alias.") && value.starts_with('!');
            if (runs && !is_switch) || is_alias {
                let cause = Cause::Runs { key: key.to_owned() };
                found.findings.push(Finding::only(cause, file));
            }
        }
    }
}
