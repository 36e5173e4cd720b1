//! Locks that do not work, as on file systems where every lock is granted, or none can be had: writing
//! is refused by name, never done without. And locks of git's own that stay: who holds one is said,
//! and one that nobody holds is removed.

use std::time::Duration;

use super::commands::{self, Writing};
use super::report::{Report, Wrong};
use super::trace::{self, Call};
use super::world::{World, run as run_for, said};
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
    taken(&world, &commands[0], report);
}

/// Locks that git takes, and keeps while an editor is open or when it is killed.
fn taken(world: &World, note: &Writing, report: &mut Report) {
    let locks = ["index.lock", "refs/heads/main.lock", "packed-refs.lock", "HEAD.lock"];
    // Each is waited for: side by side.
    std::thread::scope(|scope| {
        let one = |lock: &'static str| (lock, scope.spawn(move || held(world, note, lock)));
        for (lock, tried) in locks.map(one) {
            report.point(&format!("{lock} is held, then left"), tried.join().unwrap());
        }
    });
}

fn held(world: &World, note: &Writing, lock: &str) -> Vec<(Wrong, String)> {
    let register = world.path().join(format!("taken-{}", lock.replace('/', "-")));
    note.fresh(&register);
    let path = register.join(".git").join(lock);
    let held = std::fs::File::create(&path).unwrap();
    held.set_modified(std::time::SystemTime::now() - Duration::from_secs(60)).unwrap();
    let refused = run_for(world.cse(&register, &note.args_at(&register)), trace::AT_MOST);
    let words = String::from_utf8_lossy(&refused.output.stderr).into_owned();
    let mut wrong = Vec::new();
    let want = [lock, "nothing was recorded", &format!("process {}", std::process::id())];
    if refused.output.status.code() != Some(4) || !want.iter().all(|w| words.contains(w)) {
        wrong.push((Wrong::Said, said(&refused.output)));
    }
    if !(9..13).contains(&refused.took.as_secs()) {
        wrong.push((Wrong::Blocked, format!("it was waited for {:?}", refused.took)));
    }
    // As a killed git leaves it.
    drop(held);
    let next = run_for(world.cse(&register, &note.args_at(&register)), trace::AT_MOST);
    if !next.output.status.success() {
        wrong.push((Wrong::Blocked, said(&next.output)));
    }
    check::whole(world, &register, &mut wrong);
    wrong
}

/// `doctor` says so too, and changes nothing.
fn looked_at(world: &World, command: &Writing, answer: &str, report: &mut Report) {
    let register = world.path().join("lockless");
    command.fresh(&register);
    let doctor = Writing {
        name: "doctor",
        args: vec!["doctor".to_owned()],
        leaves: commands::Leaves::Repair,
        template: command.template.clone(),
        case: command.case.clone(),
        well: None,
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
