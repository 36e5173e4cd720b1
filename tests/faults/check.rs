//! What must hold after every fault: what was acknowledged is there, nothing is there by half, git
//! finds the register whole, the next command works unaided, and the work tree is what is committed
//! or the difference is told.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use git2::{ObjectType, Oid};
use sha2::{Digest, Sha256};

use super::commands::{Leaves, Writing};
use super::report::Wrong;
use super::world::{Ran, World, run, said, state_of};
use super::{outside, repaired};

/// How long the next command may take.
pub const NEXT: Duration = Duration::from_secs(10);

pub type Found = Vec<(Wrong, String)>;

/// A register as its newest commit has it, and its drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub head: Option<String>,
    files: BTreeMap<String, String>,
    drafts: Vec<Vec<u8>>,
}

impl State {
    /// Whether a path that is committed says this.
    pub fn names(&self, what: &str) -> bool {
        self.files.keys().any(|path| path.contains(what))
    }
}

/// Reads a register by git alone.
pub fn state(world: &World, register: &Path) -> State {
    if !register.join(".git").exists() {
        return State::default();
    }
    let head = world.git(register, &["rev-parse", "-q", "--verify", "HEAD^{commit}"]);
    if !head.status.success() {
        return State::default();
    }
    let tree = world.git(register, &["ls-tree", "-r", "HEAD"]).stdout;
    let line = |line: &str| {
        let (about, path) = line.split_once('\t')?;
        Some((path.to_owned(), about.rsplit(' ').next()?.to_owned()))
    };
    let drafts = std::fs::read_dir(register.join(".git/cse-drafts")).into_iter().flatten();
    let drafts = drafts.map(|entry| entry.unwrap().path());
    let drafts = drafts.filter(|path| path.extension().is_some_and(|end| end == "yaml"));
    let mut drafts: Vec<Vec<u8>> = drafts.map(|path| std::fs::read(path).unwrap()).collect();
    drafts.sort();
    State {
        head: Some(String::from_utf8_lossy(&head.stdout).trim().to_owned()),
        files: String::from_utf8_lossy(&tree).lines().filter_map(line).collect(),
        drafts,
    }
}

/// Whether the newest commit is whole, and only adds to the one before.
fn compare(world: &World, register: &Path, before: &State, after: &State, wrong: &mut Found) {
    for path in before.files.keys().filter(|path| !after.files.contains_key(*path)) {
        wrong.push((Wrong::Lost, format!("{path} is gone")));
    }
    for (path, id) in &after.files {
        let is_new = before.files.get(path) != Some(id);
        if !is_new || !path.starts_with("cases/") {
            continue;
        }
        if before.files.contains_key(path) {
            wrong.push((Wrong::Lost, format!("{path} is another")));
        }
        let bytes = world.git(register, &["cat-file", "blob", id]).stdout;
        let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        let name = path.rsplit('/').next().unwrap_or_default();
        let stem = name.split('.').next().unwrap_or_default();
        let part = stem.rsplit('-').next().unwrap_or_default();
        if !hash.starts_with(part) {
            wrong.push((Wrong::Damaged, format!("{path} is not what its name says")));
        }
        unseen(world, register, path, &bytes, before, wrong);
    }
    if before.head.is_some() && after.head != before.head {
        let parent = world.git(register, &["rev-parse", "HEAD^"]).stdout;
        if Some(String::from_utf8_lossy(&parent).trim()) != before.head.as_deref() {
            wrong.push((Wrong::Lost, "the newest commit is not one more".to_owned()));
        }
    }
}

/// A record comes after those that its writer had seen: here, all that were there.
fn unseen(
    world: &World,
    register: &Path,
    path: &str,
    bytes: &[u8],
    before: &State,
    wrong: &mut Found,
) {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let text = String::from_utf8_lossy(bytes);
    let earlier = before.files.iter().filter(|(other, _)| {
        other.rsplit_once('/').is_some_and(|(at, _)| at == folder) && other.ends_with(".yaml")
    });
    // Every one but the newest is named by the next, so only one is named by nobody there.
    let earlier: Vec<Vec<u8>> =
        earlier.map(|(_, id)| world.git(register, &["cat-file", "blob", id]).stdout).collect();
    for one in &earlier {
        let hash: String = Sha256::digest(one).iter().map(|b| format!("{b:02x}")).collect();
        let named = |text: &[u8]| String::from_utf8_lossy(text).contains(&hash);
        if !earlier.iter().any(|other| named(other)) && !text.contains(&hash) {
            wrong.push((Wrong::Lost, format!("{path} was written without the record {hash:.8}")));
        }
    }
}

/// Whether what a command leaves when it worked is there.
fn is_done(leaves: Leaves, before: &State, after: &State) -> bool {
    match leaves {
        Leaves::Register => after.head.is_some(),
        Leaves::Sample => after.names("cases/"),
        Leaves::Commit => after.head != before.head,
        Leaves::Draft => after.drafts.len() > before.drafts.len(),
        Leaves::NoDraft => after.drafts.len() < before.drafts.len(),
        // What they leave is judged where it lies.
        Leaves::Repair | Leaves::Mark | Leaves::File | Leaves::Health => true,
    }
}

/// Judges a register on which a command ran into a fault.
pub fn judge(
    world: &World,
    writing: &Writing,
    register: &Path,
    before: &State,
    ran: &Ran,
) -> Found {
    if writing.leaves == Leaves::Health {
        return repaired::judge(world, writing, register, ran);
    }
    let mut wrong = Found::new();
    let after = state(world, register);
    outside::judge(world, writing, register, &after, ran, &mut wrong);
    compare(world, register, before, &after, &mut wrong);
    let status = ran.output.status.code();
    let is_done = is_done(writing.leaves, before, &after);
    let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
    let answer = String::from_utf8_lossy(&ran.output.stdout);
    let speaks_of_rewriting = answer.contains("(rule rewritten)");
    let is_recorded = matches!(writing.leaves, Leaves::Commit | Leaves::Register | Leaves::Sample);
    match status {
        Some(0) if is_done && is_recorded && !words.contains("warning: ") => {
            // What is not in its place is completed by the next command, and is to be said.
            for (path, id) in &after.files {
                let bytes = std::fs::read(register.join(path)).unwrap_or_default();
                let is = Oid::hash_object(ObjectType::Blob, &bytes).unwrap();
                if is.to_string() != *id {
                    wrong.push((Wrong::Said, format!("nothing was said of {path}")));
                }
            }
        }
        Some(0) if !is_done => {
            wrong.push((Wrong::FalseSuccess, said(&ran.output)));
        }
        // A file that a user named and that cannot be read is rightly said to be that.
        Some(2) if words.contains("cannot attach") => {}
        // What could not be read is rightly no part of a history that is sound; nobody rewrote it.
        Some(3) if writing.leaves == Leaves::Mark && !speaks_of_rewriting => {}
        Some(1..=3 | 101) => wrong.push((Wrong::Said, said(&ran.output))),
        // Whoever could not be told anything was not told anything wrong.
        Some(4) if is_done && writing.leaves == Leaves::Commit => {
            // Nothing says that nothing was recorded.
            let is_told = ["may or may not", "is recorded;"].iter().any(|w| words.contains(w));
            if !is_told && words.contains("error: ") {
                wrong.push((Wrong::FalseFailure, said(&ran.output)));
            }
        }
        _ => {}
    }
    if writing.leaves == Leaves::Draft && after.drafts.iter().any(Vec::is_empty) {
        let why = "an empty draft".to_owned();
        wrong.push((Wrong::Damaged, why));
    }
    next(world, writing, register, &after, &mut wrong);
    wrong
}

/// The next command works unaided, and after it git finds nothing amiss.
pub fn next(world: &World, writing: &Writing, register: &Path, left: &State, wrong: &mut Found) {
    age_locks(&register.join(".git"));
    let refer = "new-referral --as mash-manager --child-name Bo --route new --concern-summary x";
    let note = format!("note {} --as social-worker --note-text next", writing.case);
    let line = match writing.leaves {
        Leaves::Register | Leaves::Sample if left.head.is_none() => {
            writing.args_at(register).join(" ")
        }
        _ if writing.case.is_empty() || left.head.is_none() => refer.to_owned(),
        _ => note,
    };
    let args: Vec<&str> = line.split(' ').collect();
    let ran = run(world.cse(register, &args), NEXT);
    if !ran.output.status.success() || !ran.in_time {
        wrong.push((Wrong::Blocked, format!("after it: {line}: {}", said(&ran.output))));
        return;
    }
    let now = state(world, register);
    if now.head == left.head {
        wrong.push((Wrong::FalseSuccess, format!("after it: {line}")));
    }
    whole(world, register, wrong);
    rewritten(world, register, wrong);
}

/// Nobody rewrote anything, and to somebody who comes new to the register nothing looks so: what
/// was cut off before the branch moved is in no log of it.
fn rewritten(world: &World, register: &Path, wrong: &mut Found) {
    let state = state_of(register).join("of-somebody-else");
    let verified = world.cse(register, &["verify"]).env("XDG_STATE_HOME", state).output().unwrap();
    let answer = String::from_utf8_lossy(&verified.stdout);
    if !matches!(verified.status.code(), Some(0 | 3)) || answer.contains("(rule rewritten)") {
        wrong.push((Wrong::Accused, said(&verified)));
    }
}

/// git finds the register whole and its work tree as it is committed, or `cse status` tells.
pub fn whole(world: &World, register: &Path, wrong: &mut Found) {
    let fsck = world.git(register, &["fsck", "--full", "--strict", "--no-dangling"]);
    if !fsck.status.success() || !fsck.stdout.is_empty() || !fsck.stderr.is_empty() {
        wrong.push((Wrong::Damaged, format!("git fsck: {}", said(&fsck))));
    }
    let status = world.git(register, &["status", "--porcelain", "--untracked-files=all"]);
    let listed = String::from_utf8_lossy(&status.stdout).into_owned();
    if !listed.is_empty() || !status.status.success() {
        let told = world.cse(register, &["status"]).output().unwrap();
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        for line in listed.lines().filter(|line| !told.contains(&line[3..])) {
            wrong.push((Wrong::Damaged, format!("a difference that nobody tells: {line}")));
        }
    }
}

/// How many commits there are.
pub fn count(world: &World, register: &Path) -> usize {
    let count = world.git(register, &["rev-list", "--count", "HEAD"]).stdout;
    String::from_utf8_lossy(&count).trim().parse().unwrap()
}

/// No commit, whoever made it, takes a record out of the tree or changes one.
pub fn nothing_taken_away(world: &World, register: &Path, wrong: &mut Found) {
    let log = ["log", "--format=", "--name-status", "--diff-filter=DM", "HEAD", "--", "cases"];
    let taken = world.git(register, &log);
    let taken = String::from_utf8_lossy(&taken.stdout).into_owned();
    for line in taken.lines() {
        wrong.push((Wrong::Lost, format!("a commit took it out of the tree: {line}")));
    }
}

/// Makes lock files as old as they would be for somebody who comes back some seconds later.
pub fn age_locks(git_dir: &Path) {
    let locks = ["index", "HEAD", "packed-refs", "config", "refs/heads/main"];
    for lock in locks.map(|name| git_dir.join(format!("{name}.lock"))) {
        if let Ok(file) = std::fs::OpenOptions::new().write(true).open(&lock) {
            let then = file.metadata().unwrap().modified().unwrap() - Duration::from_secs(10);
            file.set_modified(then).unwrap();
        }
    }
}
