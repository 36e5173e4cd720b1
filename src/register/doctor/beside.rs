//! What stands beside a history and shows git another one, changes bytes on their way, or was begun
//! and not finished.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use git2::Oid;

use crate::register::{checks, plain};

use super::cause::Cause;
use super::finding::Finding;
use super::mend::Act;
use super::objects::{Objects, Walked};
use super::refs::{self, Refs};
use super::settings::Settings;
use super::under;

/// Files by which git knows that a merge or the like was begun; their commits come with them.
const BEGUN: [&str; 3] = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"];
/// What goes with a merge.
const WITH: [&str; 4] = ["MERGE_MSG", "MERGE_MODE", "MERGE_RR", "AUTO_MERGE"];

/// The folders of objects from which a repository borrows.
pub fn borrowed(git_dir: &Path) -> Vec<PathBuf> {
    let objects = git_dir.join("objects");
    let text = plain::text(&objects.join("info/alternates")).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| objects.join(line)).collect()
}

/// The commits of a merge that was begun.
pub fn begun(git_dir: &Path) -> Vec<Oid> {
    let text = |name| plain::text(&git_dir.join(name)).unwrap_or_default();
    let ids = |name| text(name).lines().filter_map(|l| refs::oid(l.trim())).collect::<Vec<_>>();
    BEGUN.into_iter().flat_map(ids).collect()
}

/// The commits at which a history is cut off.
pub fn cut(git_dir: &Path) -> Vec<Oid> {
    let text = plain::text(&git_dir.join("shallow")).unwrap_or_default();
    text.lines().filter_map(|line| refs::oid(line.trim())).collect()
}

fn aside(file: &str) -> Vec<Act> {
    vec![Act::SetAside { file: file.to_owned() }]
}

fn is_something(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|meta| meta.len() > 0)
}

/// Ways of showing git another history.
pub fn histories(git_dir: &Path, refs: &Refs, objects: &Objects, walked: &Walked) -> Vec<Finding> {
    let mut found = Vec::new();
    let alternates = "objects/info/alternates";
    if is_something(&git_dir.join(alternates)) {
        let file = format!(".git/{alternates}");
        let mut needed: Vec<Oid> = walked.seen.iter().copied().collect();
        needed.retain(|id| !objects.is_own(*id) && objects.read(*id).is_ok());
        needed.sort();
        let mut acts = vec![Act::Borrow { objects: needed }];
        acts.extend(aside(&file));
        // What is lost there too is lost without it: it is said object by object.
        let whole = walked.lost.is_empty();
        let acts = if whole { acts } else { Vec::new() };
        found.push(Finding { cause: Cause::Alternates { whole }, file, acts });
    }
    if is_something(&git_dir.join("info/grafts")) {
        found.push(Finding::mended(Cause::Grafts, ".git/info/grafts", aside(".git/info/grafts")));
    }
    let is_replaced = git_dir.join("refs/replace").read_dir().is_ok_and(|mut e| e.next().is_some());
    if is_replaced {
        let file = ".git/refs/replace";
        found.push(Finding::mended(Cause::Replaced, file, aside(file)));
    }
    if refs.packed_replaced && refs.packed_rest.is_none() {
        let file = ".git/packed-refs".to_owned();
        let text = plain::text(&git_dir.join("packed-refs")).unwrap_or_default();
        let lines = text.split_inclusive('\n').filter(|line| !line.contains(" refs/replace/"));
        let act = Act::Write { file: file.clone(), bytes: lines.collect::<String>().into_bytes() };
        found.push(Finding::mended(Cause::Replaced, file, vec![act]));
    }
    if is_something(&git_dir.join("shallow")) {
        let whole = walked.cut.iter().all(|commit| objects.is_whole(*commit));
        let acts = if whole { aside(".git/shallow") } else { Vec::new() };
        found.push(Finding { cause: Cause::Shallow { whole }, file: ".git/shallow".into(), acts });
    }
    found
}

/// Attributes by which bytes are changed, and hooks.
pub fn on_the_way(root: &Path, git_dir: &Path, settings: &Settings) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, can) in [(".git/info/attributes", true), (".gitattributes", false)] {
        let acts = if can { aside(file) } else { Vec::new() };
        if let Some(line) = changes_bytes(&root.join(file)) {
            found.push(Finding { cause: Cause::Attributes { line }, file: file.to_owned(), acts });
        }
    }
    if let Some(file) = &settings.attributes
        && let Some(line) = changes_bytes(file)
    {
        let file = file.display().to_string();
        found.push(Finding::only(Cause::Attributes { line }, file));
    }
    let own = git_dir.join("hooks");
    for folder in [Some(&own), settings.hooks.as_ref()].into_iter().flatten() {
        for name in checks::HOOKS {
            let path = folder.join(name);
            let runs = fs::metadata(&path)
                .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0);
            if !runs {
                continue;
            }
            let here = path.strip_prefix(root).ok().map(|path| path.display().to_string());
            let acts = here.as_deref().map(aside).unwrap_or_default();
            let file = here.unwrap_or_else(|| path.display().to_string());
            found.push(Finding { cause: Cause::Hook, file, acts });
        }
    }
    found
}

/// The first line by which an attributes file lets git change bytes.
fn changes_bytes(file: &Path) -> Option<usize> {
    let text = plain::text(file).ok()?;
    let at = text.lines().position(|line| {
        let line = line.trim_start();
        let words = line.split_whitespace().skip(1);
        !line.starts_with('#')
            && words.into_iter().any(|word| {
                matches!(word, "ident" | "filter" | "text" | "crlf")
                    || ["filter=", "working-tree-encoding=", "text=", "eol=", "crlf="]
                        .iter()
                        .any(|start| word.starts_with(start))
            })
    });
    at.map(|at| at + 1)
}

/// What was begun and not finished. What a merge was to bring is kept: its commits stay under a
/// name, so that git throws none of them away.
pub fn unfinished(git_dir: &Path, refs: &Refs, walked: &Walked) -> Vec<Finding> {
    if let Some((begun, name)) = under::look(git_dir) {
        return vec![Finding::only(Cause::UnderWay { begun }, format!(".git/{name}"))];
    }
    let merge = BEGUN[0];
    if !git_dir.join(merge).exists() {
        return Vec::new();
    }
    let mut acts = Vec::new();
    for commit in begun(git_dir) {
        let is_kept = refs.all().any(|(_, at)| walked.holds(at, commit));
        if !is_kept && walked.parents.contains_key(&commit) {
            let file = format!(".git/refs/cse/aside/{commit}");
            acts.push(Act::Write { file, bytes: format!("{commit}\n").into_bytes() });
        }
    }
    // The file by which it is known goes last: until then it is known.
    for name in WITH.into_iter().chain([merge]) {
        if git_dir.join(name).exists() {
            acts.extend(aside(&format!(".git/{name}")));
        }
    }
    vec![Finding::mended(Cause::Unfinished, format!(".git/{merge}"), acts)]
}

/// Work trees that others made of the same repository.
pub fn work_trees(git_dir: &Path) -> Vec<Finding> {
    let entries = fs::read_dir(git_dir.join("worktrees")).into_iter().flatten().flatten();
    let found = entries.map(|entry| {
        let file = format!(".git/worktrees/{}", entry.file_name().to_string_lossy());
        Finding::only(Cause::OtherWorkTree, file)
    });
    found.collect()
}
