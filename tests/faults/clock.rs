//! Clocks that are wrong: long ago, some hours ago, far ahead, and the two nights in which London's
//! clocks change. What is acknowledged is there, in the order that its moment says; who works by a
//! wrong clock is told, and so is whoever verifies.
//!
//! All of it by a library of our own, and, where libfaketime is installed, the clocks by that too: it
//! also answers the other ways of asking for the time. Time that only passes is left to the machine,
//! since a stopped one is no wrong clock, and so are the times of files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cse::domain::Moment;

use super::report::{Report, Wrong};
use super::world::{World, said};
use super::{Amount, check};

/// The newest record of each register: Friday, 20 November 2026, 10:00.
const NEWEST: i64 = 1_795_168_800;

/// A clock against the newest record: its name, what it shows, and whether it is to be recorded.
const CLOCKS: [(&str, i64, bool); 8] = [
    ("1970", 10, false),
    ("the last second of 1999", 946_684_799, false),
    ("three hours back, before the case was opened", NEWEST - 3 * 3600, false),
    ("half an hour back", NEWEST - 1800, true),
    ("two minutes back, as desks differ", NEWEST - 120, true),
    ("the second after 32 bits end", 2_147_483_648, true),
    ("the year 2040", 2_208_988_800, true),
    ("an hour on", NEWEST + 3600, true),
];

/// A second before and a second after London's clocks change, in UTC.
const NIGHTS: [(&str, i64); 2] = [("spring", 1_774_746_000), ("autumn", 1_792_890_000)];

type Found = Vec<(Wrong, String)>;

/// Sets clocks.
pub fn run(_: &Amount, report: &mut Report) {
    let world = World::new();
    let Some(clock) = Clock::make(&world) else {
        report.skip("wrong clocks: no compiler of C");
        return;
    };
    let mut clocks = vec![("our own library", clock.clone())];
    match libfaketime() {
        Some(found) => clocks.push(("libfaketime", clock.with(found))),
        None => report.skip("wrong clocks by libfaketime: it is not installed"),
    }
    for (by, clock) in &clocks {
        for (name, shows, is_recorded) in CLOCKS {
            let wrong = clock.wrong(&world, shows, is_recorded);
            report.point(&format!("a clock at {name}, by {by}"), wrong);
        }
    }
    for (name, change) in NIGHTS {
        report.point(&format!("the night of {name}"), clock.night(&world, change));
    }
    let before = clock.at(&world, &world.path().join("none"), -3600, &["due"]);
    let mut wrong = Found::new();
    if before.status.code() != Some(4) || !said(&before).contains("clock of this machine") {
        wrong.push((Wrong::Said, said(&before)));
    }
    report.point("a clock before 1970", wrong);
}

/// Where distributions put it: in a folder of the machine's kind, or not.
fn libfaketime() -> Option<PathBuf> {
    let kinds = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let folders =
        kinds.map(|kind| kind.path()).chain(["/usr/lib", "/usr/lib64"].map(PathBuf::from));
    let mut files = folders.map(|folder| folder.join("faketime/libfaketime.so.1"));
    files.find(|file| file.exists())
}

/// What sets the clock of a program.
#[derive(Clone)]
struct Clock {
    library: PathBuf,
    libfaketime: Option<PathBuf>,
}

impl Clock {
    fn make(world: &World) -> Option<Self> {
        let library = world.path().join("clock.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/clock.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl");
        let is_made = cc.status().is_ok_and(|status| status.success());
        is_made.then_some(Clock { library, libfaketime: None })
    }

    fn with(&self, libfaketime: PathBuf) -> Self {
        Clock { library: self.library.clone(), libfaketime: Some(libfaketime) }
    }

    fn at(&self, world: &World, register: &Path, shows: i64, args: &[&str]) -> Output {
        let mut command = world.cse(register, args);
        match &self.libfaketime {
            None => {
                command.env("LD_PRELOAD", &self.library).env("TEST_CLOCK", shows.to_string());
            }
            Some(libfaketime) => {
                let both = format!("{}:{}", self.library.display(), libfaketime.display());
                let shows = Moment::from_unix(shows).unwrap().to_string().replace(['T', 'Z'], " ");
                command
                    .env("LD_PRELOAD", both)
                    .env("FAKETIME", shows.trim())
                    .env("TZ", "UTC")
                    .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                    .env("NO_FAKE_STAT", "1");
            }
        }
        command.output().unwrap()
    }

    /// A register with a case that was opened at a moment.
    fn register(&self, world: &World, opened: i64) -> (PathBuf, String) {
        let register = world.path().join("clocked");
        let _ = std::fs::remove_dir_all(&register);
        let folder = register.to_str().unwrap();
        let made = self.at(world, &register, opened, &["init", folder, "--pathway", "hounslow"]);
        assert!(made.status.success(), "{}", said(&made));
        let refer = ["new-referral", "--as", "mash-manager", "--child-name", "Bo Invented"];
        let more = ["--route", "new", "--concern-summary", "x", "--format", "json"];
        let opened = self.at(world, &register, opened, &[&refer[..], &more[..]].concat());
        let answer: serde_json::Value = serde_json::from_slice(&opened.stdout).unwrap();
        let case = answer["case"].as_str().unwrap().to_owned();
        (register, case)
    }

    fn note(&self, world: &World, register: &Path, shows: i64, case: &str) -> Output {
        let note = ["note", case, "--as", "social-worker", "--note-text", "x"];
        self.at(world, register, shows, &note)
    }

    /// One step by a wrong clock, and one by the right clock after it.
    fn wrong(&self, world: &World, shows: i64, is_recorded: bool) -> Found {
        let (register, case) = self.register(world, NEWEST - 2 * 3600);
        let first = self.note(world, &register, NEWEST, &case);
        assert!(first.status.success(), "{}", said(&first));
        let before = check::state(world, &register);
        let output = self.note(world, &register, shows, &case);
        let after = check::state(world, &register);
        let mut wrong = Found::new();
        if output.status.success() != is_recorded || (after == before) == is_recorded {
            wrong.push((Wrong::Said, said(&output)));
        }
        let is_off = !(NEWEST - 300..=NEWEST + 400 * 86_400).contains(&shows);
        if said(&output).contains("warning: the clock of this machine") != is_off {
            wrong.push((Wrong::Said, format!("of a wrong clock: {}", said(&output))));
        }
        let next = self.note(world, &register, NEWEST + 60, &case);
        if !next.status.success() {
            wrong.push((Wrong::Blocked, said(&next)));
        }
        let is_ahead = is_recorded && shows > NEWEST + 400;
        if said(&next).contains("warning: the clock of this machine") != is_ahead {
            wrong.push((Wrong::Said, format!("after a wrong clock: {}", said(&next))));
        }
        // Whoever verifies later is told of each commit that stands in the wrong order.
        let verified = self.at(world, &register, NEWEST + 7200, &["verify"]);
        let is_told = said(&verified).contains("rule time");
        if is_told != (is_recorded && (is_off || is_ahead)) {
            wrong.push((Wrong::Said, format!("verify: {}", said(&verified))));
        }
        check::nothing_taken_away(world, &register, &mut wrong);
        check::whole(world, &register, &mut wrong);
        wrong
    }

    /// Steps on both sides of a change of London's clocks: in order, without a warning.
    fn night(&self, world: &World, change: i64) -> Found {
        let (register, case) = self.register(world, change - 7200);
        let mut wrong = Found::new();
        for shows in [change - 3601, change - 1, change, change + 1, change + 3601] {
            let output = self.note(world, &register, shows, &case);
            if !output.status.success() || said(&output).contains("warning") {
                wrong.push((Wrong::Said, said(&output)));
            }
        }
        let verified = self.at(world, &register, change + 7200, &["verify"]);
        if !verified.status.success() {
            wrong.push((Wrong::Damaged, said(&verified)));
        }
        if check::count(world, &register) != 7 {
            wrong.push((Wrong::Lost, "not all records are there".to_owned()));
        }
        check::whole(world, &register, &mut wrong);
        wrong
    }
}
