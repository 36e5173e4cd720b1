//! What must hold after a fault met `cse doctor --repair --yes`: nothing of what was there is thrown
//! away, sound is said of nothing that is not, and the same command again makes the register well.

use std::collections::BTreeSet;
use std::path::Path;

use super::check::{self, Found, NEXT};
use super::commands::Writing;
use super::report::Wrong;
use super::world::{Ran, World, run, said};

const AGAIN: [&str; 3] = ["doctor", "--repair", "--yes"];

/// Judges a register on which a repair ran into a fault.
pub fn judge(world: &World, writing: &Writing, register: &Path, ran: &Ran) -> Found {
    let mut wrong = Found::new();
    kept(&writing.template, register, &mut wrong);
    match ran.output.status.code() {
        Some(0) => {
            let now = world.cse(register, &["doctor"]).output().unwrap();
            if !now.status.success() {
                wrong.push((Wrong::FalseSuccess, format!("sound was said; then {}", said(&now))));
            }
        }
        Some(1 | 2 | 101) => wrong.push((Wrong::Said, said(&ran.output))),
        // Nobody knows what is wrong where nothing is named.
        Some(3) if !String::from_utf8_lossy(&ran.output.stdout).contains("(rule ") => {
            wrong.push((Wrong::Said, said(&ran.output)));
        }
        _ => {}
    }
    again(world, writing, register, &mut wrong);
    wrong
}

/// The same again makes it well, and then it is a register as any other.
fn again(world: &World, writing: &Writing, register: &Path, wrong: &mut Found) {
    check::age_locks(&register.join(".git"));
    let again = run(world.cse(register, &AGAIN), NEXT);
    let words = String::from_utf8_lossy(&again.output.stdout).into_owned();
    if !again.output.status.success()
        || !words.ends_with("The repository is sound; cse verify tells whether its history is.\n")
    {
        wrong.push((Wrong::Blocked, format!("again: {}", said(&again.output))));
        return;
    }
    kept(&writing.template, register, wrong);
    let now = check::state(world, register);
    if writing.well.as_ref().is_some_and(|well| *well != now) {
        wrong.push((Wrong::Lost, "it is not what was committed before".to_owned()));
    }
    let theirs = std::fs::read_to_string(writing.template.join(".git/MERGE_HEAD"));
    if let Ok(theirs) = theirs {
        let held = world.git(register, &["for-each-ref", "--contains", theirs.trim()]);
        if held.stdout.is_empty() {
            wrong.push((Wrong::Lost, format!("nothing holds the other side: {}", said(&held))));
        }
    }
    check::next(world, writing, register, &now, wrong);
}

/// Every byte that was in a file is still in one, whatever that is called now.
fn kept(before: &Path, register: &Path, wrong: &mut Found) {
    let mut now = BTreeSet::new();
    for file in files(register) {
        now.extend(std::fs::read(file));
    }
    for file in files(before) {
        let bytes = std::fs::read(&file).unwrap();
        let name = file.strip_prefix(before).unwrap();
        // What every writer makes anew: its lock, its second name for git's index, and the
        // repository in which new objects wait, but for these themselves.
        let scratch = [".git/cse.lock", "cse-tmp/index", "quarantine/HEAD", "quarantine/config"];
        let is_scratch = scratch.iter().any(|end| name.ends_with(end));
        // A log may have got longer.
        let is_longer = || now.iter().any(|one| one.starts_with(&bytes));
        if !bytes.is_empty() && !is_scratch && !now.contains(&bytes) && !is_longer() {
            wrong.push((Wrong::Lost, format!("{} is nowhere any more", name.display())));
        }
    }
}

fn files(root: &Path) -> Vec<std::path::PathBuf> {
    let all = walkdir::WalkDir::new(root).into_iter().flatten();
    all.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}
