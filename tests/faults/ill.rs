//! Registers for `cse doctor --repair` to put right, each ill in another way; between them they want
//! every act by which it repairs. Each is made of a whole one, and says what it is once it is well.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::check::{self, State};
use super::world::World;

/// A register that is ill, and the name by which `--command` asks for its repair.
pub struct Ill {
    pub name: &'static str,
    pub register: PathBuf,
    /// What is committed in it once it is well.
    pub well: State,
}

type Way = (&'static str, fn(&World, &Path));

const WAYS: [Way; 7] = [
    ("doctor-index", index),
    ("doctor-object", object),
    ("doctor-record", record),
    ("doctor-locks", locks),
    ("doctor-merge", merge),
    ("doctor-places", places),
    ("doctor-settings", settings),
];

/// All of them, made of a register that has a case with two records.
pub fn all(world: &World, full: &Path) -> Vec<Ill> {
    let make = |(name, spoil): Way| {
        let register = world.path().join(name);
        World::copy(full, &register);
        spoil(world, &register);
        // A merge is broken off on what is committed meanwhile; the others change no commit.
        let whole = if name == "doctor-merge" { &register } else { full };
        Ill { name, well: check::state(world, whole), register }
    };
    WAYS.into_iter().map(make).collect()
}

#[track_caller]
fn git(world: &World, register: &Path, args: &[&str]) -> String {
    let output = world.git(register, args);
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn write(register: &Path, file: &str, bytes: &[u8]) {
    let path = register.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // Objects may not be written over.
    let _ = fs::remove_file(&path);
    fs::write(&path, bytes).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn newest(world: &World, register: &Path) -> String {
    git(world, register, &["ls-files", "cases"]).lines().last().unwrap().to_owned()
}

fn loose(world: &World, register: &Path, name: &str) -> String {
    let id = git(world, register, &["rev-parse", name]);
    format!(".git/objects/{}/{}", &id[..2], &id[2..])
}

/// As a power cut leaves it.
fn index(_: &World, register: &Path) {
    write(register, ".git/index", b"");
}

/// A record that the work tree has, and a folder that git's index has.
fn object(world: &World, register: &Path) {
    let blob = loose(world, register, &format!("HEAD:{}", newest(world, register)));
    let tree = loose(world, register, "HEAD:cases");
    write(register, &blob, b"this is no object");
    write(register, &tree, b"");
}

fn record(world: &World, register: &Path) {
    let record = newest(world, register);
    let text = fs::read_to_string(register.join(&record)).unwrap();
    write(register, &record, text.replace('x', "changed by hand").as_bytes());
    fs::remove_file(register.join("workers.yaml")).unwrap();
}

/// Those of killed programs, and one file that a killed writer left.
fn locks(_: &World, register: &Path) {
    for lock in ["index.lock", "refs/heads/main.lock", "HEAD.lock"] {
        let file = format!(".git/{lock}");
        write(register, &file, format!("half of {lock}\n").as_bytes());
        let old = fs::File::options().write(true).open(register.join(file)).unwrap();
        let then = old.metadata().unwrap().modified().unwrap() - Duration::from_secs(600);
        old.set_modified(then).unwrap();
    }
    write(register, ".git/cse-tmp/append-1-0", b"half a record\n");
}

/// Another desk's commits, half of them merged.
fn merge(world: &World, register: &Path) {
    let both = |text: &str| {
        write(register, "bank-holidays.yaml", text.as_bytes());
        git(world, register, &["commit", "-q", "-a", "-m", "by hand"]);
    };
    let list = fs::read_to_string(register.join("bank-holidays.yaml")).unwrap();
    git(world, register, &["checkout", "-q", "-b", "desk"]);
    write(register, "cases/2026/11/CSE-2026-0000000/theirs.yaml", b"step: invented\n");
    git(world, register, &["add", "cases"]);
    both(&format!("# theirs\n{list}"));
    git(world, register, &["checkout", "-q", "main"]);
    both(&format!("# ours\n{list}"));
    assert!(!world.git(register, &["merge", "-q", "desk"]).status.success());
    git(world, register, &["branch", "-q", "-D", "desk"]);
}

/// Where the register stands, and what shows git another history.
fn places(world: &World, register: &Path) {
    git(world, register, &["replace", "HEAD", "HEAD~1"]);
    write(register, ".git/info/grafts", b"x\n");
    write(register, ".git/refs/heads/main", b"");
    write(register, ".git/config", b"[core\n\0");
    write(register, ".git/hooks/pre-commit", b"#!/bin/sh\n");
    let hook = register.join(".git/hooks/pre-commit");
    fs::set_permissions(hook, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(register.join("cse.yaml"), fs::Permissions::from_mode(0o644)).unwrap();
    fs::remove_file(register.join(".git/HEAD")).unwrap();
}

/// Settings that lead elsewhere, and objects that are borrowed.
fn settings(world: &World, register: &Path) {
    git(world, register, &["config", "core.autocrlf", "true"]);
    git(world, register, &["config", "core.hooksPath", "elsewhere/hooks"]);
    let objects = register.join(".git/objects");
    let lender = world.path().join("lender");
    World::copy(&objects, &lender);
    let line = format!("{}\n", lender.display());
    for entry in fs::read_dir(&objects).unwrap().map(|entry| entry.unwrap().path()) {
        let is_of_objects = entry.file_name().is_some_and(|name| name.len() == 2);
        if is_of_objects {
            fs::remove_dir_all(entry).unwrap();
        }
    }
    write(register, ".git/objects/info/alternates", line.as_bytes());
}
