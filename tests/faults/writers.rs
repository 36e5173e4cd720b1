//! Many at once: writers on one case and on many, readers, and git itself beside them. Nothing is
//! lost or doubled, nobody waits long, and who waits too long is told for whom.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Amount;
use super::check;
use super::report::{Report, Wrong};
use super::world::{World, run as run_for, said};

/// The wait that all but one in a hundred stay under.
const WAIT: Duration = Duration::from_secs(2);

/// Longer than any writer may take.
const AT_MOST: Duration = Duration::from_secs(20);

type Found = Vec<(Wrong, String)>;

/// Who writes, on what, beside whom.
struct Crowd {
    name: &'static str,
    writers: usize,
    records: usize,
    cases: usize,
    git: Git,
}

/// What somebody does with git itself beside them; then a writer may be told to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Git {
    Nothing,
    /// Commits and packs, some times a second.
    Packs,
    /// Commits without pause.
    Commits,
}

/// What one writer was told.
#[derive(Default)]
struct Told {
    commits: Vec<String>,
    waits: Vec<Duration>,
    again: usize,
    wrong: Found,
}

/// Writes.
pub fn run(amount: &Amount, report: &mut Report) {
    let (writers, records) = if amount.all { (8, 500) } else { (4, 25) };
    let records = amount.points.unwrap_or(records);
    let many = writers;
    let crowds = [
        Crowd { name: "on one case", writers, records, cases: 1, git: Git::Nothing },
        Crowd { name: "on many cases", writers, records, cases: many, git: Git::Nothing },
        Crowd { name: "on many cases, beside git", writers, records, cases: many, git: Git::Packs },
        Crowd {
            name: "on one case, beside a git that only commits",
            writers: 2,
            records: records / 2,
            cases: 1,
            git: Git::Commits,
        },
    ];
    let is_wanted = |crowd: &Crowd| amount.command.as_ref().is_none_or(|only| only == crowd.name);
    for crowd in crowds.into_iter().filter(is_wanted) {
        let world = World::new();
        let wrong = crowd.write(&world, report);
        report.point(crowd.name, wrong);
    }
    report.point("a lock that is held", held(&World::new()));
}

impl Crowd {
    fn write(&self, world: &World, report: &mut Report) -> Found {
        let register = world.path().join("register");
        let mut cases = vec![world.register(&register)];
        cases.extend((1..self.cases).map(|_| world.refer(&register)));
        let (told, over) = (Mutex::new(Told::default()), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let crowd: Vec<_> = (0..self.writers)
                .map(|n| {
                    let (cases, told, register) = (&cases, &told, &register);
                    scope.spawn(move || {
                        let case = &cases[n % cases.len()];
                        let mine = self.one(world, register, case);
                        told.lock().unwrap().add(mine);
                    })
                })
                .collect();
            scope.spawn(|| {
                let wrong = read(world, &register, &over);
                told.lock().unwrap().wrong.extend(wrong);
            });
            if self.git != Git::Nothing {
                scope.spawn(|| self.beside(world, &register, &over));
            }
            for writer in crowd {
                writer.join().unwrap();
            }
            over.store(true, Ordering::Relaxed);
        });
        let mut told = told.into_inner().unwrap();
        let mut wrong = std::mem::take(&mut told.wrong);
        told.waits.sort();
        let part = |of: usize| told.waits[(told.waits.len() * of / 100).min(told.waits.len() - 1)];
        report.note(format!(
            "{}: {} records by {} writers, half in {:?}, p99 {:?}, the longest {:?}; {} told to \
             try again",
            self.name,
            told.commits.len(),
            self.writers,
            part(50),
            part(99),
            part(100),
            told.again
        ));
        if part(99) > WAIT {
            wrong.push((Wrong::Blocked, format!("p99 of the wait is {:?}", part(99))));
        }
        wrong.extend(judge(world, &register, &told.commits));
        wrong
    }

    /// Somebody who uses git itself. Where git finds its own locks taken, it says so and does nothing.
    fn beside(&self, world: &World, register: &Path, over: &AtomicBool) {
        while !over.load(Ordering::Relaxed) {
            world.git(register, &["commit", "-q", "--allow-empty", "-m", "by hand"]);
            if self.git == Git::Packs {
                world.git(register, &["gc", "-q"]);
                std::thread::sleep(Duration::from_millis(300));
            }
        }
    }

    /// One writer: every record is tried until it is recorded; only git beside us is a reason.
    fn one(&self, world: &World, register: &Path, case: &str) -> Told {
        let mut told = Told::default();
        let note = ["note", case, "--as", "social-worker", "--note-text", "x", "--format", "json"];
        while told.commits.len() < self.records {
            let ran = run_for(world.cse(register, &note), AT_MOST);
            let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
            let is_told = words.contains("nothing was recorded") && words.contains("another git");
            if ran.output.status.success() {
                let answer: serde_json::Value = serde_json::from_slice(&ran.output.stdout).unwrap();
                told.commits.push(answer["commit"].as_str().unwrap().to_owned());
                told.waits.push(ran.took);
            } else if self.git != Git::Nothing && is_told {
                told.again += 1;
            } else {
                told.wrong.push((Wrong::Blocked, said(&ran.output)));
                break;
            }
        }
        told
    }
}

/// Everything that was acknowledged is there, once, and nothing else.
fn judge(world: &World, register: &Path, told: &[String]) -> Found {
    let mut wrong = Found::new();
    let there = world.git(register, &["rev-list", "HEAD"]).stdout;
    let there = String::from_utf8_lossy(&there).into_owned();
    let there: BTreeSet<&str> = there.lines().collect();
    let lost = told.iter().filter(|commit| !there.contains(commit.as_str())).count();
    if lost > 0 {
        wrong.push((Wrong::Lost, format!("{lost} of {} acknowledged", told.len())));
    }
    if told.iter().collect::<BTreeSet<_>>().len() != told.len() {
        wrong.push((Wrong::FalseSuccess, "one commit was told twice".to_owned()));
    }
    let files = world.git(register, &["ls-tree", "-r", "--name-only", "HEAD", "cases"]).stdout;
    let files = String::from_utf8_lossy(&files).into_owned();
    let notes = files.lines().filter(|file| file.contains("-note-")).count();
    if notes != told.len() {
        let why = format!("{notes} records are there, {} were acknowledged", told.len());
        wrong.push((Wrong::FalseFailure, why));
    }
    check::nothing_taken_away(world, register, &mut wrong);
    let checked = world.cse(register, &["check"]).output().unwrap();
    if !checked.status.success() {
        wrong.push((Wrong::Damaged, format!("cse check: {}", said(&checked))));
    }
    check::whole(world, register, &mut wrong);
    wrong
}

impl Told {
    fn add(&mut self, other: Told) {
        self.commits.extend(other.commits);
        self.waits.extend(other.waits);
        self.again += other.again;
        self.wrong.extend(other.wrong);
    }
}

/// A reader: it waits for nobody and always sees a whole register.
fn read(world: &World, register: &Path, over: &AtomicBool) -> Found {
    let mut wrong = Found::new();
    while !over.load(Ordering::Relaxed) {
        for args in [&["list"][..], &["due", "--all"], &["log"]] {
            let output = world.cse(register, args).output().unwrap();
            if !output.status.success() && wrong.len() < 3 {
                wrong.push((Wrong::Blocked, format!("reading {args:?}: {}", said(&output))));
            }
        }
    }
    wrong
}

/// Whoever waits in vain is told for whom, after ten seconds.
fn held(world: &World) -> Found {
    let register = world.path().join("register");
    let case = world.register(&register);
    let path = register.join(".git/cse.lock");
    std::fs::write(&path, "4711\ndesk-1\ninvented\n2026-11-20T09:00:00Z\n").unwrap();
    let file = std::fs::File::open(&path).unwrap();
    file.lock().unwrap();
    let note = ["note", &case, "--as", "social-worker", "--note-text", "x"];
    let ran = run_for(world.cse(&register, &note), AT_MOST);
    let words = String::from_utf8_lossy(&ran.output.stderr).into_owned();
    let mut wrong = Found::new();
    if !words.contains("process 4711 of invented on desk-1 since 2026-11-20") {
        wrong.push((Wrong::Said, said(&ran.output)));
    }
    let seconds = ran.took.as_secs();
    if !(9..13).contains(&seconds) || ran.output.status.code() != Some(4) {
        wrong.push((Wrong::Blocked, format!("after {seconds} s: {}", said(&ran.output))));
    }
    drop(file);
    let ran = run_for(world.cse(&register, &note), AT_MOST);
    if !ran.output.status.success() {
        wrong.push((Wrong::Blocked, said(&ran.output)));
    }
    wrong
}
