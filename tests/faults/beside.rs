//! git beside a writer: a commit by hand at every instant of ours, and a branch that git moves on just
//! after we moved it. Neither takes a record away, and what was recorded is said to be.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::commands::{self, Leaves, Writing};
use super::errors;
use super::report::{Report, Wrong};
use super::trace::Call;
use super::world::{World, program, said, sealed};
use super::{Amount, check, trace};

/// At how many calls `cargo test` stops a writer.
const SHARE: usize = 40;

/// How long: some commits of git fit into it.
const STOPPED: Duration = Duration::from_millis(120);

type Found = Vec<(Wrong, String)>;

/// Lets git commit within the writer's work.
pub fn run(amount: &Amount, report: &mut Report) {
    if let Some(why) = trace::missing() {
        report.skip(format!("git beside a writer: {why}"));
        return;
    }
    let world = World::new();
    let commands = commands::all(&world);
    let note = &commands[0];
    assert_eq!((note.name, note.leaves), ("note", Leaves::Commit));
    let calls = trace::calls(&world, note);
    just_after(&world, note, &calls, report);
    let mut points: Vec<(&Writing, Call, ())> =
        calls.into_iter().filter(Call::changes).map(|call| (note, call, ())).collect();
    errors::some(&mut points, amount, SHARE);
    errors::side_by_side(&world, &points, report, |(_, call, ()), register| {
        let wrong = by_hand_meanwhile(&world, note, call, register);
        Some((format!("commits of git during {}", call.said()), wrong))
    });
}

/// The writer, stopped for a while at the end of one of its calls.
fn stopped(world: &World, note: &Writing, call: &Call, by: Duration, register: &Path) -> Child {
    let micros = by.as_micros();
    let inject = format!("inject={}:delay_exit={micros}:when={}", call.name, call.nth);
    let mut slowed: Command = sealed("strace", &world.home());
    slowed
        .args(["-f", "-qq", "-e", "signal=none", "-o", "/dev/null"])
        .args(["-e", &format!("trace={}", call.name), "-e", &inject])
        .arg(program())
        .args(note.args_at(register))
        .env("CSE_REGISTER", register)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    slowed.spawn().unwrap()
}

/// git commits again and again while a writer is stopped. Either is refused or both are there.
fn by_hand_meanwhile(world: &World, note: &Writing, call: &Call, register: &Path) -> Found {
    note.fresh(register);
    let before = check::count(world, register);
    let mut writer = stopped(world, note, call, STOPPED, register);
    let mut by_hand = 0;
    while writer.try_wait().unwrap().is_none() {
        let commit = ["commit", "-q", "--allow-empty", "-m", "by hand"];
        by_hand += usize::from(world.git(register, &commit).status.success());
    }
    let output = writer.wait_with_output().unwrap();
    let recorded = usize::from(output.status.success());
    let mut wrong = Found::new();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    if recorded == 0 && !words.contains("nothing was recorded") {
        wrong.push((Wrong::Said, said(&output)));
    }
    let after = check::count(world, register);
    if after != before + by_hand + recorded {
        let why = format!("{after} commits, of {before} and {by_hand} by hand and {recorded} ours");
        wrong.push((Wrong::Lost, why));
    }
    check::nothing_taken_away(world, register, &mut wrong);
    check::whole(world, register, &mut wrong);
    wrong
}

/// Another program adds to the branch just after it has moved, before it is read back. The record is
/// there, under the other's commit, and that is a success.
fn just_after(world: &World, note: &Writing, calls: &[Call], report: &mut Report) {
    let rename = calls.iter().find(|call| call.name == "rename" && call.names("refs/heads/main"));
    let Some(rename) = rename else { panic!("no rename moves the branch") };
    let register = world.path().join("beside");
    note.fresh(&register);
    let before = check::state(world, &register);
    let writer = stopped(world, note, rename, Duration::from_secs(1), &register);
    let mut moved = false;
    for _ in 0..500 {
        moved = check::state(world, &register).head != before.head;
        if moved {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let empty = ["commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "by hand"];
    let made = String::from_utf8(world.git(&register, &empty).stdout).unwrap();
    let by_hand = world.git(&register, &["update-ref", "refs/heads/main", made.trim()]);
    let output = writer.wait_with_output().unwrap();
    let mut wrong = Vec::new();
    if !moved || !by_hand.status.success() {
        wrong.push((Wrong::Damaged, format!("git did not commit: {}", said(&by_hand))));
    }
    if !output.status.success() {
        wrong.push((Wrong::FalseFailure, said(&output)));
    }
    if check::count(world, &register) != 5 {
        wrong.push((Wrong::Lost, "not both commits are there".to_owned()));
    }
    check::nothing_taken_away(world, &register, &mut wrong);
    check::whole(world, &register, &mut wrong);
    report.point("a commit of git just after ours", wrong);
}
