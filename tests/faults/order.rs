//! What must be on the disk before what: every new object and its folder before the branch moves,
//! the new branch before it takes the old one's place, its folder before anything is said. A power
//! cut shows this too, by chance and only where mounting is allowed; the order of calls shows it
//! always.

use super::Amount;
use super::commands;
use super::report::{Report, Wrong};
use super::trace::{self, Call};
use super::world::World;

/// Reads the order of the calls of every command that commits.
pub fn run(_: &Amount, report: &mut Report) {
    if let Some(why) = trace::missing() {
        report.skip(format!("the order of flushes: {why}"));
        return;
    }
    let world = World::new();
    for writing in commands::all(&world) {
        if writing.leaves != commands::Leaves::Commit {
            continue;
        }
        let calls = trace::calls(&world, &writing);
        report.point(writing.name, judge(&calls));
    }
}

fn judge(calls: &[Call]) -> Vec<(Wrong, String)> {
    let mut wrong = Vec::new();
    let is_move = |call: &&Call| call.name == "rename" && call.names("refs/heads/main.lock");
    let Some(moved) = calls.iter().position(|call| is_move(&call)) else {
        return vec![(Wrong::Damaged, "the branch is not moved by a rename".to_owned())];
    };
    let is_flush = |call: &Call| call.name == "fsync" || call.name == "fdatasync";
    let (before, after) = calls.split_at(moved);
    // Objects are moved among the register's own; a pack is written there.
    for (at, call) in before.iter().enumerate() {
        let paths = call.paths();
        let [.., from, to] = paths.as_slice() else { continue };
        if call.name != "rename" || !to.contains("/.git/objects/") {
            continue;
        }
        let folder = to.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !before[..at].iter().any(|c| is_flush(c) && c.names(&format!("<{from}>"))) {
            wrong.push((Wrong::Lost, format!("{to} is not flushed before it is moved")));
        }
        if !before[at..].iter().any(|c| is_flush(c) && c.names(&format!("<{folder}>"))) {
            wrong.push((Wrong::Lost, format!("{folder} is not flushed before the branch moves")));
        }
    }
    if !before.iter().any(|c| is_flush(c) && c.names("refs/heads/main.lock>")) {
        wrong.push((Wrong::Lost, "the new branch is not flushed before it is moved".to_owned()));
    }
    let said = after.iter().position(Call::is_said).unwrap_or(after.len());
    if !after[..said].iter().any(|c| is_flush(c) && c.names("/.git/refs/heads>")) {
        wrong
            .push((Wrong::Lost, "the branch's folder is not flushed before it is said".to_owned()));
    }
    wrong
}
