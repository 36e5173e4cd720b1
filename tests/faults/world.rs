//! Registers to be broken: made once, copied for each fault, in memory where the machine has such a
//! file system.

use std::ffi::OsStr;
use std::fmt::Debug;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A folder with registers, and the program.
pub struct World {
    dir: TempDir,
}

/// How a command ended; none when it did not end in time and was killed.
pub struct Ran {
    pub output: Output,
    pub in_time: bool,
    pub took: Duration,
}

pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Whether a program is there.
pub fn has(program: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    found.is_ok_and(|output| output.status.success())
}

/// The program under test: the one that cargo built, or another that was named. A copy, so that a
/// build in the meantime changes nothing.
pub fn program() -> PathBuf {
    static COPY: OnceLock<PathBuf> = OnceLock::new();
    let copy = || {
        let named = std::env::var_os("FAULTS_PROGRAM").map(PathBuf::from);
        let named = named.unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_cse")));
        let at = std::env::temp_dir().join(format!("cse-under-faults-{}", std::process::id()));
        // By another process: a file that this one has open for writing cannot be run.
        let copied = Command::new("cp").arg(&named).arg(&at).status().unwrap();
        assert!(copied.success(), "{}", named.display());
        at
    };
    COPY.get_or_init(copy).clone()
}

/// A command with nothing of the machine's own git in its sight.
pub fn sealed(program: impl AsRef<OsStr>, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .env("LC_ALL", "C")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_NAME", "Fault Invented")
        .env("GIT_AUTHOR_EMAIL", "fault@example.invalid")
        .env("GIT_COMMITTER_NAME", "Fault Invented")
        .env("GIT_COMMITTER_EMAIL", "fault@example.invalid")
        .envs(std::env::vars_os().filter(|(name, _)| name == "CSE_BROKEN"))
        .stdin(Stdio::null());
    command
}

/// Where programs remember what they saw of a register.
pub fn state_of(register: &Path) -> PathBuf {
    register.with_extension("state")
}

/// A file for somebody to hand over, made of a register.
pub fn outside(register: &Path) -> PathBuf {
    register.with_extension("md")
}

/// Runs a command for so long at most.
pub fn run(command: Command, at_most: Duration) -> Ran {
    run_while(command, at_most, || true)
}

/// Runs a command for so long at most, and while this holds.
pub fn run_while(mut command: Command, at_most: Duration, holds: impl Fn() -> bool) -> Ran {
    let start = Instant::now();
    command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let id = child.id();
    // Outputs are small: they fit into a pipe, so that waiting first is safe.
    let mut in_time = true;
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > at_most || !holds() {
            in_time = false;
            // The whole group: strace does not take with it what it traces.
            let group = rustix::process::Pid::from_raw(id.cast_signed()).unwrap();
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let took = start.elapsed();
    Ran { output: child.wait_with_output().unwrap(), in_time, took }
}

/// What a program said on both outputs.
pub fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    let status = output.status;
    format!("{status}: {} {}", text(&output.stdout), text(&output.stderr))
}

impl World {
    /// In memory, where that works: flushes cost nothing there.
    pub fn new() -> Self {
        let memory = tempfile::Builder::new().prefix("cse-faults").tempdir_in("/dev/shm");
        let dir = memory.or_else(|_| tempfile::tempdir()).unwrap();
        let world = World { dir };
        std::fs::create_dir(world.home()).unwrap();
        world
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    pub fn cse<S: AsRef<OsStr>>(&self, register: &Path, args: &[S]) -> Command {
        let mut command = sealed(program(), &self.home());
        command
            .current_dir(self.path())
            .env("CSE_REGISTER", register)
            .env("XDG_STATE_HOME", state_of(register))
            .args(args);
        command
    }

    pub fn git(&self, register: &Path, args: &[&str]) -> Output {
        sealed("git", &self.home()).current_dir(register).args(args).output().unwrap()
    }

    /// A command that must work: its standard output.
    #[track_caller]
    pub fn done<S: AsRef<OsStr> + Debug>(&self, register: &Path, args: &[S]) -> String {
        let output = self.cse(register, args).output().unwrap();
        assert!(output.status.success(), "cse {args:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A register with one case, and the case's number.
    pub fn register(&self, at: &Path) -> String {
        let folder = at.to_str().unwrap();
        self.done(at, &["init", folder, "--pathway", "hounslow"]);
        self.refer(at)
    }

    /// Opens a case: its number.
    pub fn refer(&self, at: &Path) -> String {
        let args = ["new-referral", "--as", "mash-manager", "--child-name", "Bo Invented"];
        let more = ["--route", "new", "--concern-summary", "x", "--format", "json"];
        let answer = self.done(at, &[&args[..], &more[..]].concat());
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        answer["case"].as_str().unwrap().to_owned()
    }

    /// Copies a register, with what this account remembers of it.
    pub fn copy(from: &Path, to: &Path) {
        let copy = |from: &Path, to: &Path| {
            let copied = Command::new("cp").args(["-a", "--"]).arg(from).arg(to).status().unwrap();
            assert!(copied.success());
        };
        copy(from, to);
        if state_of(from).exists() {
            copy(&state_of(from), &state_of(to));
        }
    }

    /// Removes a register, and what commands left beside it.
    pub fn remove(register: &Path) {
        for folder in [register, &state_of(register)] {
            let _ = std::fs::remove_dir_all(folder);
        }
        for file in [outside(register), register.with_extension("log")] {
            let _ = std::fs::remove_file(file);
        }
    }
}
