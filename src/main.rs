//! From the process to [`cse::cli::Env`], and from its answer to an exit code; nothing else.

#![expect(
    clippy::disallowed_methods,
    reason = "the one door to the clock, the environment, the working folder and randomness"
)]

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use cse::cli::{Env, Exit, NoRandomness, Terminal, Vars, run};
use cse::domain::Moment;

/// A list of what is due is made of very many small texts; this allocator makes it a sixth faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cse::cli::defect::quiet();
    cse::register::private_umask();
    let Some(now) = now() else {
        // The clock is evidence: without it nothing may be recorded, and no due date be said.
        // Where even this cannot be said, the exit code still says it.
        writeln!(std::io::stderr(), "error: the clock of this machine cannot be read").ok();
        return code(Exit::Fault);
    };
    let text = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let (stdout, stdin, stderr) = (std::io::stdout(), std::io::stdin(), std::io::stderr());
    let mut env = Env {
        args: std::env::args_os().skip(1).collect(),
        dir: std::env::current_dir().unwrap_or_default(),
        vars: Vars {
            register: std::env::var_os("CSE_REGISTER").filter(|text| !text.is_empty()),
            author_name: text("GIT_AUTHOR_NAME"),
            author_email: text("GIT_AUTHOR_EMAIL"),
            state: state(),
        },
        terminal: Terminal {
            can_ask: stdin.is_terminal() && stderr.is_terminal(),
            colour: stdout.is_terminal() && text("NO_COLOR").is_none(),
            width: text("COLUMNS")
                .and_then(|columns| columns.parse().ok())
                .or_else(|| width(&stdout)),
        },
        input: &mut std::io::stdin().lock(),
        out: &mut std::io::stdout().lock(),
        err: &mut std::io::stderr().lock(),
        now,
        random: &mut |bytes| getrandom::fill(bytes).map_err(|_| NoRandomness),
    };
    code(run(&mut env))
}

/// Where this account keeps what programs remember, by the XDG base directories.
fn state() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let absolute = |path: &PathBuf| path.is_absolute();
    let state = folder("XDG_STATE_HOME").filter(absolute);
    let home = || folder("HOME").filter(absolute).map(|home| home.join(".local/state"));
    state.or_else(home).map(|state| state.join("cse"))
}

fn code(exit: Exit) -> ExitCode {
    ExitCode::from(exit as u8)
}

fn now() -> Option<Moment> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok().and_then(Moment::from_unix)
}

fn width(stdout: &std::io::Stdout) -> Option<u16> {
    if !stdout.is_terminal() {
        return None;
    }
    rustix::termios::tcgetwinsize(stdout).ok().map(|size| size.ws_col).filter(|&width| width > 0)
}
