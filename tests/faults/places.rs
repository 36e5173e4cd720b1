//! Disks that are full or may not be written, and registers of another account.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::commands::{self, Writing};
use super::report::{Report, Wrong};
use super::world::{Ran, World, has, is_root, run as run_for, said};
use super::{Amount, check, may_mount, trace};

/// An account that owns nothing.
const NOBODY: u32 = 65_534;

/// The room that is left on a full disk, in kilobytes: from nothing to more than a step needs.
const ROOM: &[u32] = &[0, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 64, 80, 96, 112, 128, 160, 200];

/// Tries every place.
pub fn run(amount: &Amount, report: &mut Report) {
    let world = World::new();
    let commands = commands::all(&world);
    let note = &commands[0];
    if may_mount() && has("mount") {
        let step = if amount.all { 1 } else { 4 };
        full(&world, note, step, report);
        read_only(&world, note, report);
    } else {
        report.skip("a full disk and a read-only one: only root may mount");
    }
    if is_root() {
        other_account(&world, note, report);
    } else {
        report.skip("a register of another account: only root can make one");
    }
}

fn mount(args: &[&str], at: &Path) {
    let done = Command::new("mount").args(args).arg(at).output().unwrap();
    assert!(done.status.success(), "mount {args:?}: {}", said(&done));
}

fn unmount(at: &Path) {
    assert!(Command::new("umount").arg(at).status().unwrap().success());
}

/// A full disk: nothing is acknowledged that is not there; with room again the next command works.
fn full(world: &World, note: &Writing, step: usize, report: &mut Report) {
    let at = world.path().join("disk");
    std::fs::create_dir(&at).unwrap();
    let mut refused = 0;
    for room in ROOM.iter().step_by(step) {
        mount(&["-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs"], &at);
        let register = at.join("register");
        note.fresh(&register);
        let before = check::state(world, &register);
        let filler = at.join("filler");
        let script = format!(
            "dd if=/dev/zero of={0} bs=4k 2>/dev/null; truncate -s -{room}K {0}",
            filler.display()
        );
        Command::new("sh").args(["-c", &script]).status().unwrap();
        let ran = run_for(world.cse(&register, &note.args_at(&register)), trace::AT_MOST);
        let list = world.cse(&register, &["list"]).output().unwrap();
        std::fs::remove_file(&filler).unwrap();
        let mut wrong = check::judge(world, note, &register, &before, &ran);
        let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
        if !ran.output.status.success() {
            refused += 1;
            if !words.contains("full") {
                wrong.push((Wrong::Said, said(&ran.output)));
            }
        }
        if !list.status.success() {
            wrong.push((Wrong::Blocked, format!("reading: {}", said(&list))));
        }
        report.point(&format!("a disk with {room} kB left"), wrong);
        unmount(&at);
    }
    if refused == 0 {
        let why = "the disk was never full".to_owned();
        report.wrong("the suite itself", vec![(Wrong::Damaged, why)]);
    }
}

/// A disk that may not be written: reading works, writing says why not.
fn read_only(world: &World, note: &Writing, report: &mut Report) {
    let register = world.path().join("read-only");
    note.fresh(&register);
    let before = check::state(world, &register);
    mount(&["--bind", register.to_str().unwrap()], &register);
    mount(&["-o", "remount,bind,ro"], &register);
    let ran = run_for(world.cse(&register, &note.args_at(&register)), trace::AT_MOST);
    let mut wrong = refused(world, &register, &ran, "cannot be written");
    unmount(&register);
    wrong.extend(check::judge(world, note, &register, &before, &ran));
    report.point("a read-only disk", wrong);
}

/// A register of another account is not even read: whose it is could run what it names.
fn other_account(world: &World, note: &Writing, report: &mut Report) {
    let register = world.path().join("another");
    note.fresh(&register);
    let before = check::state(world, &register);
    let open = ["-R", "a+rwX"].map(str::to_owned);
    for path in [world.path(), register.as_path()] {
        Command::new("chmod").args(&open).arg(path).status().unwrap();
    }
    let program = world.path().join("cse");
    Command::new("cp").arg(super::world::program()).arg(&program).status().unwrap();
    let mut command = super::world::sealed(&program, &world.home());
    command.args(note.args_at(&register)).env("CSE_REGISTER", &register).uid(NOBODY).gid(NOBODY);
    let ran = run_for(command, trace::AT_MOST);
    let mut wrong = Vec::new();
    let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
    if ran.output.status.code() != Some(4) || !words.contains("another account") {
        wrong.push((Wrong::Said, said(&ran.output)));
    }
    wrong.extend(check::judge(world, note, &register, &before, &ran));
    report.point("a register of another account", wrong);
}

fn refused(world: &World, register: &Path, ran: &Ran, why: &str) -> Vec<(Wrong, String)> {
    let mut wrong = Vec::new();
    let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
    if ran.output.status.code() != Some(4) || !words.contains(why) {
        wrong.push((Wrong::Said, said(&ran.output)));
    }
    for args in [&["list"][..], &["due"], &["log"], &["status"], &["check"]] {
        let read = world.cse(register, args).output().unwrap();
        if !read.status.success() {
            wrong.push((Wrong::Blocked, format!("reading: {args:?}: {}", said(&read))));
        }
    }
    wrong
}
