//! From the process to [`cse::cli::Env`], and from its answer to an exit code; nothing else.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use cse::cli::{Env, Terminal, Vars, run};
use cse::domain::Moment;

fn main() -> ExitCode {
    cse::register::private_umask();
    let Some(now) = now() else {
        eprintln!("error: the clock of this machine cannot be read");
        return ExitCode::from(4);
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
        },
        terminal: Terminal {
            can_ask: stdin.is_terminal() && stderr.is_terminal(),
            colour: stdout.is_terminal() && text("NO_COLOR").is_none(),
            width: width(&stdout),
        },
        input: &mut std::io::stdin().lock(),
        out: &mut std::io::stdout().lock(),
        err: &mut std::io::stderr().lock(),
        now,
        random: &mut random,
    };
    ExitCode::from(run(&mut env) as u8)
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

fn random(bytes: &mut [u8]) {
    // Without randomness no case may get a number that another could have.
    if getrandom::fill(bytes).is_err() {
        eprintln!("error: this machine gives no randomness");
        std::process::exit(4);
    }
}
