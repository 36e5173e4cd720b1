//! Every bit of what a register holds: flipped one at a time, in loose objects, in packs, in refs
//! and in the files of cases. What changes content is found and named.
//!
//! `cargo test` flips some hundred bits that a seed chooses; `CSE_FLIPS=all cargo test --release
//! --test integration flips -- --nocapture` flips all of them and says how many were found.

use std::io::Write;
use std::path::{Path, PathBuf};

use cse::ops::verify::{Asked, Verified, verify};
use cse::register::Store;
use git2::{Oid, Repository};

use super::*;

/// How many bits are flipped in each kind of file where nothing else is said.
const SOME: usize = 200;

/// All bits of files: the number of the file, and of the bit in it.
fn every_bit(files: &[PathBuf]) -> Vec<(usize, usize)> {
    let length = |file: &PathBuf| usize::try_from(file.metadata().unwrap().len()).unwrap() * 8;
    let all =
        files.iter().enumerate().flat_map(|(n, file)| (0..length(file)).map(move |at| (n, at)));
    all.collect()
}

/// The bits to flip of files: all, or some that a seed chooses, spread over them all.
fn bits(files: &[PathBuf]) -> Vec<(usize, usize)> {
    let mut all = every_bit(files);
    if std::env::var_os("CSE_FLIPS").is_none_or(|which| which != "all") {
        fastrand::Rng::with_seed(20_261_120).shuffle(&mut all);
        all.truncate(SOME);
    }
    all
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files.map(walkdir::DirEntry::into_path).collect()
}

/// What the register holds, told without the program: the branch and every object of it.
struct Holds {
    head: String,
    objects: Vec<Oid>,
}

impl Holds {
    fn of(register: &TestRegister) -> Self {
        let objects = register.git(&["rev-list", "--objects", "HEAD"]);
        let id = |line: &str| Oid::from_str(line.split(' ').next().unwrap()).unwrap();
        Holds { head: super::id(register, "HEAD"), objects: objects.lines().map(id).collect() }
    }

    /// Whether it still does.
    fn still(&self, root: &Path) -> bool {
        let Ok(repo) = Repository::open(root) else { return false };
        let head = repo.head().ok().and_then(|head| head.target());
        let Ok(odb) = repo.odb() else { return false };
        let reads = |id: &Oid| {
            let object = odb.read(*id);
            object.is_ok_and(|o| Oid::hash_object(o.kind(), o.data()).is_ok_and(|is| is == *id))
        };
        head.is_some_and(|head| head.to_string() == self.head) && self.objects.iter().all(reads)
    }
}

fn verified(register: &TestRegister) -> Option<Verified> {
    // What cannot even be opened is refused, which is found too.
    let store = Store::open(&register.root()).ok()?;
    verify(&store, register.now(), &Asked::default()).ok()
}

/// Flips bits of files, one at a time: each is found, or nothing that the register holds changed.
/// Gives how many were found and how many changed nothing.
fn flip(register: &TestRegister, files: &[PathBuf], rule: &str) -> (usize, usize) {
    flip_these(register, files, bits(files), &[rule])
}

/// As [`flip`], each bit whatever was asked for, where files are short.
fn flip_each(register: &TestRegister, files: &[PathBuf], rules: &[&str]) -> (usize, usize) {
    flip_these(register, files, every_bit(files), rules)
}

fn flip_these(
    register: &TestRegister,
    files: &[PathBuf],
    bits: Vec<(usize, usize)>,
    rules: &[&str],
) -> (usize, usize) {
    let holds = Holds::of(register);
    let (mut found, mut same) = (0, 0);
    for (n, at) in bits {
        let whole = std::fs::read(&files[n]).unwrap();
        let mut bytes = whole.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        rewrite(&files[n], &bytes);
        let findings = verified(register).map(|verified| verified.findings);
        let where_ = format!("bit {at} of {}", files[n].display());
        match findings {
            Some(findings) if findings.is_empty() => {
                assert!(holds.still(&register.root()), "{where_} was not found");
                same += 1;
            }
            Some(findings) => {
                let named = |one: &cse::ops::verify::Finding| {
                    rules.contains(&one.what.rule())
                        && (one.commit.is_some() || !one.place.file.is_empty())
                };
                assert!(findings.iter().any(named), "{where_} was not named: {findings:?}");
                found += 1;
            }
            None => found += 1,
        }
        rewrite(&files[n], &whole);
    }
    assert!(verified(register).unwrap().findings.is_empty());
    (found, same)
}

/// Writes a file also where its mode says that nobody may.
fn rewrite(file: &Path, bytes: &[u8]) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(file, bytes).unwrap();
}

/// Some may fall on what no reader looks at, as the padding of zlib; most must not. Says how many,
/// which `--nocapture` shows.
#[track_caller]
fn mostly_found(of: &str, (found, same): (usize, usize), share: usize) {
    let _ = writeln!(std::io::stdout(), "flips: {of}: {found} found, {same} change nothing");
    assert!(found >= same * share, "{found} found, {same} without effect");
}

#[test]
fn every_bit_of_a_loose_object() {
    let register = register();
    let objects = files_under(&register.root().join(".git/objects"));
    mostly_found("loose objects", flip(&register, &objects, "object"), 20);
}

#[test]
fn every_bit_of_a_pack() {
    let register = register();
    register.git(&["gc", "-q", "--prune=now"]);
    let packs = files_under(&register.root().join(".git/objects/pack"));
    let packs: Vec<PathBuf> =
        packs.into_iter().filter(|path| path.extension().is_some_and(|e| e == "pack")).collect();
    assert_eq!(packs.len(), 1);
    mostly_found("a pack", flip(&register, &packs, "object"), 20);
}

#[test]
fn every_bit_of_the_branch() {
    let register = register();
    let git = register.root().join(".git");
    // The branch that HEAD names, and the commit that the branch names.
    mostly_found("HEAD", flip(&register, &[git.join("HEAD")], "ref"), 1);
    let branch = flip_each(&register, &[git.join("refs/heads/main")], &["ref", "object"]);
    mostly_found("the branch", branch, 2);
}

#[test]
fn every_bit_of_the_packed_branch() {
    let register = register();
    register.git(&["pack-refs", "--all"]);
    let packed = register.root().join(".git/packed-refs");
    assert!(!register.root().join(".git/refs/heads/main").exists());
    mostly_found("packed refs", flip_each(&register, &[packed], &["ref", "object"]), 1);
}

#[test]
fn every_bit_of_the_files_of_a_case() {
    let register = register();
    let files = files_under(&register.root().join("cases"));
    let (found, same) = flip(&register, &files, "work-tree");
    mostly_found("files of a case", (found, same), 1);
    assert_eq!(same, 0);
}
