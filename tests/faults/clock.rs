//! Clocks that are wrong: long ago, far ahead, running too fast. What is recorded is recorded, the
//! next command under the right clock works, and nothing waits for a lock of the future.

use super::commands;
use super::report::Report;
use super::trace::AT_MOST;
use super::world::{World, has, program, run as run_for, sealed};
use super::{Amount, check};

/// The clocks, in the words of `faketime`.
const CLOCKS: [&str; 3] = ["1999-12-31 23:59:59", "+10y x60", "@2024-10-27 00:59:58"];

/// Sets clocks wrong.
pub fn run(_: &Amount, report: &mut Report) {
    if !has("faketime") {
        report.skip("wrong clocks: faketime is not installed");
        return;
    }
    let world = World::new();
    let commands = commands::all(&world);
    for clock in CLOCKS {
        let register = world.path().join("clock");
        commands[0].fresh(&register);
        let before = check::state(&world, &register);
        let mut wrong = sealed("faketime", &world.home());
        wrong
            .args(["-f", clock])
            .arg(program())
            .args(commands[0].args_at(&register))
            .env("TZ", "Europe/London")
            .env("CSE_REGISTER", &register);
        let ran = run_for(wrong, AT_MOST);
        let found = check::judge(&world, &commands[0], &register, &before, &ran);
        std::fs::remove_dir_all(&register).unwrap();
        report.point(&format!("a clock at {clock}"), found);
    }
}
