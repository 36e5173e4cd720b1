//! SIGKILL at every call that changes anything, of every command that writes.

use super::commands::{self, Writing};
use super::report::Report;
use super::trace::{self, Call};
use super::world::World;
use super::{Amount, check, errors};

/// How many points `cargo test` runs.
const SHARE: usize = 80;

/// Kills.
pub fn run(amount: &Amount, report: &mut Report) {
    if let Some(why) = trace::missing() {
        report.skip(format!("all kills: {why}"));
        return;
    }
    let world = World::new();
    let commands = commands::all(&world);
    let mut points: Vec<(&Writing, Call, &str)> = Vec::new();
    for writing in &commands {
        if !amount.wants(writing.name) {
            continue;
        }
        let calls = trace::calls(&world, writing);
        let last = calls.iter().filter(|call| call.is_said());
        let changing = calls.iter().filter(|call| call.changes());
        points.extend(changing.chain(last).map(|call| (writing, call.clone(), "signal=KILL")));
    }
    report.note(format!("{} calls of {} commands change something", points.len(), commands.len()));
    errors::some(&mut points, amount, SHARE);
    errors::side_by_side(&world, &points, report, |(writing, call, effect), register| {
        writing.fresh(register);
        let before = check::state(&world, register);
        let effect = format!("{effect}:when={}", call.nth);
        let (ran, reached) =
            trace::inject(&world, writing, register, call, &effect, trace::AT_MOST);
        let what = format!("{} killed at {}", writing.name, call.said());
        reached.then(|| (what, check::judge(&world, writing, register, &before, &ran)))
    });
}
