//! That no command that writes is missing from this suite: each command of the program is either
//! among those that meet faults, or is run here and changes nothing, in the register and beside it.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Command;
use cse::cli;
use cse::pathway::{Pathway, shipped};

use super::Amount;
use super::commands::{self, Writing};
use super::report::{Report, Wrong};
use super::world::{World, said};

/// What only reads: a command line for each, in which `CASE` is a case.
const READS: &[&str] = &[
    "due",
    "list",
    "show CASE",
    "next CASE",
    "explain CASE",
    "log",
    "search x",
    "status",
    "check",
    "drafts",
    "meeting list",
    "pathway show",
    "pathway check",
    "pathway diff hounslow",
    "missing CASE --for 87a",
    "disclosures CASE",
    "summary CASE",
    "chronology CASE",
    "render summary CASE",
    "template list",
    "template check",
    "doctor",
];

type Files = BTreeMap<String, Vec<u8>>;

/// Looks whether all are there.
pub fn run(_: &Amount, report: &mut Report) {
    let world = World::new();
    let commands = commands::all(&world);
    let files = shipped::files("hounslow").unwrap();
    let pathway = shipped::parse_files(&files).unwrap();
    let mut names = Vec::new();
    leaves(&cli::command(&pathway), "", &mut names);
    for name in names {
        let wrong = covered(&name, &pathway, &commands);
        report.point(&format!("cse {name}"), wrong);
    }
    let is_step = |writing: &&Writing| pathway.step(&writing.args[0]).is_some();
    if commands.iter().filter(is_step).count() == 0 {
        report.wrong("the suite itself", vec![(Wrong::Damaged, "no step meets faults".into())]);
    }
    let note = &commands[0];
    for line in READS {
        report.point(&format!("cse {line}"), reads(&world, note, line));
    }
}

/// The commands that have none below them, hidden ones too.
fn leaves(command: &Command, above: &str, all: &mut Vec<String>) {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("{above}{}", sub.get_name());
        if sub.has_subcommands() {
            leaves(sub, &format!("{name} "), all);
        } else {
            all.push(name);
        }
    }
}

/// Steps all go one way, whatever their names; every other command is named here or there.
fn covered(name: &str, pathway: &Pathway, commands: &[Writing]) -> Vec<(Wrong, String)> {
    let is = |line: &str| line == name || line.starts_with(&format!("{name} "));
    let writes = commands.iter().any(|writing| is(&writing.args.join(" ")));
    if writes || READS.iter().any(|line| is(line)) || pathway.step(name).is_some() {
        return Vec::new();
    }
    vec![(Wrong::Damaged, "it meets no faults, and is not known to read only".to_owned())]
}

fn reads(world: &World, note: &Writing, line: &str) -> Vec<(Wrong, String)> {
    let register = world.path().join("read");
    note.fresh(&register);
    let before = files(world.path());
    let args: Vec<&str> =
        line.split(' ').map(|word| if word == "CASE" { &note.case } else { word }).collect();
    let ran = world.cse(&register, &args).output().unwrap();
    let mut wrong = Vec::new();
    if !ran.status.success() {
        wrong.push((Wrong::Said, said(&ran)));
    }
    let after = files(world.path());
    for (file, bytes) in &after {
        if before.get(file) != Some(bytes) {
            wrong.push((Wrong::Damaged, format!("it wrote {file}")));
        }
    }
    for file in before.keys().filter(|file| !after.contains_key(*file)) {
        wrong.push((Wrong::Lost, format!("it removed {file}")));
    }
    World::remove(&register);
    wrong
}

fn files(root: &Path) -> Files {
    let all = walkdir::WalkDir::new(root).into_iter().flatten();
    // Who would repair what a killed writer left asks whether somebody is writing; the lock then
    // names who asked last.
    let is_lock = |entry: &walkdir::DirEntry| entry.file_name() == "cse.lock";
    let all = all.filter(|entry| entry.file_type().is_file() && !is_lock(entry));
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(root).unwrap().display().to_string();
        (name, std::fs::read(entry.path()).unwrap())
    };
    all.map(read).collect()
}
