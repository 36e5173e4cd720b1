//! What a command leaves outside of the register: a document for somebody to hand over, and this
//! account's mark of the newest commit that it has seen. Either is there whole, or as before.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::check::{self, Found, NEXT, State};
use super::commands::{Leaves, Writing};
use super::report::Wrong;
use super::world::{Ran, World, outside, run, said, state_of};

/// Judges what lies beside a register on which a command ran into a fault.
pub fn judge(
    world: &World,
    writing: &Writing,
    register: &Path,
    after: &State,
    ran: &Ran,
    wrong: &mut Found,
) {
    if writing.args.iter().any(|arg| arg == "OUTSIDE") {
        document(world, writing, register, after, ran, wrong);
    }
    if writing.leaves == Leaves::Mark {
        mark(world, writing, register, after, ran, wrong);
    }
}

fn document(
    world: &World,
    writing: &Writing,
    register: &Path,
    after: &State,
    ran: &Ran,
    wrong: &mut Found,
) {
    let is_there = |wrong: &mut Found| {
        let Ok(bytes) = std::fs::read(outside(register)) else { return false };
        if !is_whole(world, writing, register, after, &bytes) {
            let bytes = bytes.len();
            wrong.push((Wrong::Damaged, format!("half a document: {bytes} bytes")));
        }
        true
    };
    if !is_there(wrong) && ran.output.status.success() {
        wrong.push((Wrong::FalseSuccess, format!("no document: {}", said(&ran.output))));
    }
    if writing.leaves != Leaves::File {
        return;
    }
    let again = [writing.args_at(register), vec!["--force".to_owned()]].concat();
    let again = run(world.cse(register, &again), NEXT);
    if !again.output.status.success() || !is_there(wrong) {
        wrong.push((Wrong::Blocked, format!("again: {}", said(&again.output))));
    }
}

/// What was issued is what is kept; what was rendered is what is rendered again.
fn is_whole(
    world: &World,
    writing: &Writing,
    register: &Path,
    after: &State,
    bytes: &[u8],
) -> bool {
    if writing.leaves == Leaves::Commit {
        let hash: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
        return after.names(&format!("/attachments/{}.", &hash[..16]));
    }
    let mut args = writing.args_at(register);
    args.truncate(args.len() - 2);
    bytes == world.done(register, &args).as_bytes()
}

/// The mark is whole and of a commit that there is; where success was said, of the newest.
fn mark(
    world: &World,
    writing: &Writing,
    register: &Path,
    after: &State,
    ran: &Ran,
    wrong: &mut Found,
) {
    let kept = |wrong: &mut Found| {
        let folder = std::fs::read_dir(state_of(register).join("cse")).unwrap();
        let mut marks = folder.map(|entry| entry.unwrap().path());
        let Some(mark) = marks.find(|path| path.extension().is_none()) else {
            wrong.push((Wrong::Lost, "the mark is gone".to_owned()));
            return None;
        };
        let text = std::fs::read_to_string(mark).unwrap();
        let commit = text.lines().find_map(|line| line.strip_prefix("commit: "));
        let is_whole = text.lines().count() == 5 && text.ends_with('\n');
        if !is_whole || commit.is_none() {
            wrong.push((Wrong::Damaged, format!("half a mark: {text}")));
        }
        commit.map(str::to_owned)
    };
    let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
    let now = kept(wrong);
    // Where the warning could not be printed either, there was nobody to warn.
    let is_told = words.contains("was not kept") || words.is_empty();
    if now != after.head && ran.output.status.success() && !is_told {
        wrong.push((Wrong::FalseSuccess, said(&ran.output)));
    }
    let again = run(world.cse(register, &writing.args_at(register)), NEXT);
    if !again.output.status.success() || kept(wrong) != check::state(world, register).head {
        wrong.push((Wrong::Blocked, format!("again: {}", said(&again.output))));
    }
}
