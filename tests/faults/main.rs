//! The register under every fault that can be induced on one machine: processes killed at each
//! call that changes anything, calls that fail, power cuts, full and read-only disks, other
//! accounts, many writers at once. The real program runs in all of it.
//!
//! `cargo test` runs a share of it, drawn by the project's newest commit; all of it is
//! `cargo test --test faults -- --all`. This binary prints its own report, because what was skipped
//! must be seen even when everything else passes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(clippy::disallowed_methods, reason = "tests run programs and look at their files")]
#![expect(clippy::disallowed_types, reason = "tests measure waits, and make disks out of files")]
#![expect(clippy::print_stdout, reason = "a binary without the usual harness prints its report")]

mod beside;
mod check;
mod clock;
mod commands;
mod covers;
mod errors;
mod ill;
mod kill;
mod locks;
mod order;
mod outside;
mod places;
mod power;
mod repaired;
mod report;
mod trace;
mod world;
mod writers;

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use report::Report;

/// How much is run.
pub struct Amount {
    /// Everything, not the share of `cargo test`.
    pub all: bool,
    /// So many points of each part that draws some, whatever else was said.
    pub points: Option<usize>,
    /// Only this command; with `*` at its end, those that begin so.
    pub command: Option<String>,
    /// Only calls that name this.
    pub at: Option<String>,
    /// Only this error.
    pub error: Option<String>,
    /// By which a share is drawn.
    pub seed: u64,
}

impl Amount {
    /// Whether faults of a command are asked for.
    fn wants(&self, name: &str) -> bool {
        self.command.as_ref().is_none_or(|only| match only.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == only,
        })
    }
}

type Part = (&'static str, fn(&Amount, &mut Report));

const PARTS: &[Part] = &[
    ("covers", covers::run),
    ("kill", kill::run),
    ("errors", errors::run),
    ("order", order::run),
    ("beside", beside::run),
    ("locks", locks::run),
    ("clock", clock::run),
    ("places", places::run),
    ("power", power::run),
    ("writers", writers::run),
];

/// Says that this process has its own table of mounts already.
const APART: &str = "FAULTS_APART";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--list") {
        for (name, _) in PARTS {
            println!("{name}: test");
        }
        return ExitCode::SUCCESS;
    }
    apart();
    let wanted: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|part| *part == name);
    let option = |name: &str| {
        args.iter().find_map(|arg| Some(arg.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
    };
    let amount = Amount {
        all: args.iter().any(|arg| arg == "--all"),
        points: option("--points").and_then(|points| points.parse().ok()),
        command: option("--command"),
        at: option("--at"),
        error: option("--error"),
        seed: seed(),
    };
    let parts: Vec<&Part> = PARTS.iter().filter(|(name, _)| is_wanted(name)).collect();
    println!("\nrunning {} parts of the fault suite", parts.len());
    if parts.is_empty() {
        println!("\ntest result: ok. 0 passed; 0 failed; all parts filtered out\n");
        return ExitCode::SUCCESS;
    }
    println!("FAULTS_SEED={:016x} draws the same points again", amount.seed);
    let mut report = Report::default();
    for (name, run) in parts {
        report.begin(name);
        run(&amount, &mut report);
        report.end();
    }
    let _ = std::fs::remove_file(world::program());
    report.close()
}

/// By the project's newest commit, so that each has points of its own and a failure comes again.
fn seed() -> u64 {
    let text = std::env::var("FAULTS_SEED").unwrap_or_else(|_| {
        let mut git = Command::new("git");
        git.args(["-C", env!("CARGO_MANIFEST_DIR"), "rev-parse", "HEAD"]);
        let head = git.output().map(|output| output.stdout).unwrap_or_default();
        String::from_utf8_lossy(&head).chars().take(16).collect()
    });
    u64::from_str_radix(text.trim(), 16).unwrap_or(0x5eed)
}

/// Starts this binary again with a table of mounts of its own, where that is allowed: what is
/// mounted for a test then goes with the process, however it ends.
fn apart() {
    let mounts = ["-m", "--propagation", "private"];
    let works = |args: &[&str]| {
        let tried = Command::new("unshare").args(args).arg("true").output();
        tried.is_ok_and(|output| output.status.success())
    };
    if std::env::var_os(APART).is_some() || !world::is_root() || !works(&mounts) {
        return;
    }
    let mut again = Command::new("unshare");
    again.args(mounts).arg(std::env::current_exe().unwrap()).args(std::env::args().skip(1));
    let error = again.env(APART, "1").exec();
    println!("no table of mounts of its own: {error}");
}

/// Whether this process may mount without anybody else seeing it.
fn may_mount() -> bool {
    std::env::var_os(APART).is_some()
}
