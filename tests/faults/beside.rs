//! git beside a writer at the worst instant: just after the branch has moved, before it is read
//! back, git itself commits. The record is there, under git's commit, and that is a success.

use super::commands::{self, Leaves};
use super::report::{Report, Wrong};
use super::world::{World, program, said, sealed};
use super::{Amount, check, trace};

/// Lets git commit within the window.
pub fn run(_: &Amount, report: &mut Report) {
    if let Some(why) = trace::missing() {
        report.skip(format!("git beside a writer: {why}"));
        return;
    }
    let world = World::new();
    let commands = commands::all(&world);
    let note = &commands[0];
    assert_eq!((note.name, note.leaves), ("note", Leaves::Commit));
    let calls = trace::calls(&world, note);
    let rename = calls.iter().find(|call| call.name == "rename" && call.names("refs/heads/main"));
    let Some(rename) = rename else { panic!("no rename moves the branch") };
    let register = world.path().join("beside");
    note.fresh(&register);
    let before = check::state(&world, &register);
    // The writer stops for a second once the branch has moved.
    let inject = format!("inject=rename:delay_exit=1000000:when={}", rename.nth);
    let mut slowed = sealed("strace", &world.home());
    slowed
        .args(["-f", "-qq", "-e", "signal=none", "-o", "/dev/null", "-e", "trace=rename"])
        .args(["-e", &inject])
        .arg(program())
        .args(note.args_at(&register))
        .env("CSE_REGISTER", &register)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let writer = slowed.spawn().unwrap();
    let mut moved = false;
    for _ in 0..500 {
        moved = check::state(&world, &register).head != before.head;
        if moved {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let by_hand = world.git(&register, &["commit", "-q", "--allow-empty", "-m", "by hand"]);
    let output = writer.wait_with_output().unwrap();
    let mut wrong = Vec::new();
    if !moved || !by_hand.status.success() {
        wrong.push((Wrong::Damaged, format!("git did not commit: {}", said(&by_hand))));
    }
    if !output.status.success() {
        wrong.push((Wrong::FalseFailure, said(&output)));
    }
    let count = world.git(&register, &["rev-list", "--count", "HEAD"]).stdout;
    if String::from_utf8_lossy(&count).trim() != "5" {
        wrong.push((Wrong::Lost, "not both commits are there".to_owned()));
    }
    check::whole(&world, &register, &mut wrong);
    report.point("a commit of git just after ours", wrong);
}
