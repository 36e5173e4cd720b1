//! File systems on which locks do not work: every lock is granted, or none can be had. Writing is
//! refused by name, never done without.

use super::commands;
use super::report::{Report, Wrong};
use super::trace::{self, Call};
use super::world::{World, said};
use super::{Amount, check};

/// What such file systems answer: success that means nothing, or that there are no locks.
const ANSWERS: [&str; 4] = ["retval=0", "error=ENOSYS", "error=EOPNOTSUPP", "error=ENOLCK"];

/// Asks for locks that do not work.
pub fn run(_: &Amount, report: &mut Report) {
    if let Some(why) = trace::missing() {
        report.skip(format!("locks that do not work: {why}"));
        return;
    }
    let world = World::new();
    let commands = commands::all(&world);
    for answer in ANSWERS {
        let register = world.path().join("lockless");
        commands[0].fresh(&register);
        let before = check::state(&world, &register);
        let flock = Call::of("flock");
        let (ran, reached) =
            trace::inject(&world, &commands[0], &register, &flock, answer, trace::AT_MOST);
        let mut wrong = Vec::new();
        let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
        let is_said = words.contains("locks have no effect on the file system");
        if ran.output.status.code() != Some(4) || !is_said || !reached {
            wrong.push((Wrong::Said, said(&ran.output)));
        }
        if check::state(&world, &register) != before {
            wrong.push((Wrong::FalseFailure, "something was written without a lock".to_owned()));
        }
        std::fs::remove_dir_all(&register).unwrap();
        report.point(&format!("flock answers {answer}"), wrong);
        looked_at(&world, &commands[0], answer, report);
    }
}

/// `doctor` says so too, and changes nothing.
fn looked_at(world: &World, command: &commands::Writing, answer: &str, report: &mut Report) {
    let register = world.path().join("lockless");
    command.fresh(&register);
    let doctor = commands::Writing {
        name: "doctor",
        args: vec!["doctor".to_owned()],
        leaves: commands::Leaves::Repair,
        template: command.template.clone(),
        case: command.case.clone(),
    };
    let before = check::state(world, &register);
    let flock = Call::of("flock");
    let (ran, reached) = trace::inject(world, &doctor, &register, &flock, answer, trace::AT_MOST);
    let words = String::from_utf8_lossy(&ran.output.stdout).into_owned();
    let mut wrong = Vec::new();
    if ran.output.status.code() != Some(3) || !words.contains("(rule no-locks)") || !reached {
        wrong.push((Wrong::Said, said(&ran.output)));
    }
    if check::state(world, &register) != before {
        wrong.push((Wrong::FalseFailure, "doctor changed something".to_owned()));
    }
    std::fs::remove_dir_all(&register).unwrap();
    report.point(&format!("doctor, flock answers {answer}"), wrong);
}
