//! strace: which calls a command makes, and the same command with one of them failing or being its
//! last.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::commands::Writing;
use super::world::{Ran, World, has, program, run, run_while, sealed, state_of};

/// Calls that change files, or may.
pub const CHANGING: &str = "write,pwrite64,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,\
    rmdir,link,linkat,chmod,fchmod,fchmodat,ftruncate,fsync,fdatasync,syncfs,openat,open,flock";

/// Calls that only look.
pub const LOOKING: &str = "read,pread64,newfstatat,fstat,stat,lstat,statx,access,faccessat,\
    faccessat2,lseek,getdents64,readlink,readlinkat,mmap,fcntl";

/// How long a command may take under strace.
pub const AT_MOST: Duration = Duration::from_secs(20);

/// So much of the end of a trace is looked at.
const TAIL: u64 = 8192;

/// So often the same call again is no work any more.
const CIRCLES: usize = 20;

/// One call of a command: the `nth` of its name in its thread.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    pub nth: usize,
    text: String,
}

impl Call {
    /// Every call of a name.
    pub fn of(name: &str) -> Self {
        Call { name: name.to_owned(), nth: 1, text: String::new() }
    }

    /// Whether it may change a file; opening a file for reading does not.
    pub fn changes(&self) -> bool {
        let reads = self.name.starts_with("open") && !self.text.contains("O_CREAT");
        CHANGING.split(',').any(|name| name == self.name) && !reads && !self.is_said()
    }

    /// Whether it is what the program says to its user.
    pub fn is_said(&self) -> bool {
        self.text.contains("(1<") || self.text.contains("(2<")
    }

    /// Whether a path or another word is among its arguments.
    pub fn names(&self, word: &str) -> bool {
        self.text.contains(word)
    }

    /// The texts in quotation marks among its arguments: paths, of most calls.
    pub fn paths(&self) -> Vec<String> {
        self.text.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// What it does to what, whatever the names of objects and the numbers in it.
    pub fn kind(&self) -> String {
        let about = self.text.split(['"', '<', '>']).filter(|part| part.starts_with('/'));
        let words = about.flat_map(|path| path.split('/'));
        let is_name = |word: &&str| !word.chars().all(|c| c.is_ascii_hexdigit());
        let words: Vec<&str> = words.filter(is_name).collect();
        format!("{} {}", self.name, words.join("/"))
    }

    pub fn said(&self) -> String {
        let text: String = self.text.chars().take(150).collect();
        format!("{} {} `{text}`", self.name, self.nth)
    }

    /// Part of starting any program, or memory: no business of a register's.
    fn is_start(&self) -> bool {
        ["/lib/", "/usr/lib", "/etc/ld.so", "MAP_ANONYMOUS"].iter().any(|s| self.text.contains(s))
    }
}

/// Why nothing can be traced here.
pub fn missing() -> Option<&'static str> {
    if !has("strace") {
        return Some("strace is not installed");
    }
    let tried = Command::new("strace").args(["-qq", "-e", "trace=none", "true"]).output();
    let works = tried.is_ok_and(|output| output.status.success());
    (!works).then_some("strace may not trace here")
}

fn strace(world: &World, writing: &Writing, register: &Path, options: &[&str]) -> Command {
    let mut command = sealed("strace", &world.home());
    command
        .current_dir(world.path())
        .env("CSE_REGISTER", register)
        .env("XDG_STATE_HOME", state_of(register))
        .args(["-f", "-qq", "-y", "-e", "signal=none"])
        .args(options)
        .arg(program())
        .args(writing.args_at(register));
    command
}

/// All calls of a command, in order, on a register of its own.
pub fn calls(world: &World, writing: &Writing) -> Vec<Call> {
    let register = world.path().join(format!("traced-{}", writing.name));
    writing.fresh(&register);
    let log = register.with_extension("log");
    let set = format!("trace={CHANGING},{LOOKING}");
    let options = ["-e", &set, "-o", log.to_str().unwrap()];
    let ran = run(strace(world, writing, &register, &options), AT_MOST);
    assert!(ran.output.status.success(), "{}: {:?}", writing.name, ran.output);
    let calls = read(&std::fs::read_to_string(&log).unwrap());
    World::remove(&register);
    calls
}

/// The calls in strace's own words: `PID name(arguments) = answer`.
fn read(log: &str) -> Vec<Call> {
    let mut made = std::collections::BTreeMap::new();
    let mut calls = Vec::new();
    for line in log.lines() {
        let Some((pid, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        let Some((name, _)) = call.split_once('(').filter(|(name, _)| !name.contains(' ')) else {
            continue;
        };
        let nth = made.entry((pid.to_owned(), name.to_owned())).or_insert(0);
        *nth += 1;
        let call = Call { name: name.to_owned(), nth: *nth, text: call.to_owned() };
        if !call.is_start() {
            calls.push(call);
        }
    }
    calls
}

/// Runs a command with something done to one of its calls, as `signal=KILL` or `error=EIO`. The
/// second answer is whether that call was reached.
pub fn inject(
    world: &World,
    writing: &Writing,
    register: &Path,
    call: &Call,
    effect: &str,
    at_most: Duration,
) -> (Ran, bool) {
    let log: PathBuf = register.with_extension("log");
    let trace = format!("trace={}", call.name);
    let inject = format!("inject={}:{effect}", call.name);
    let options = ["-e", &trace, "-e", &inject, "-o", log.to_str().unwrap()];
    // What is interrupted for ever may be tried again for ever: then somebody ends the program.
    let is_for_ever = effect.contains("EINTR") && effect.ends_with('+');
    let goes_on = || !is_for_ever || !turns_in_circles(&log);
    let ran = run_while(strace(world, writing, register, &options), at_most, goes_on);
    let log = std::fs::read_to_string(&log).unwrap_or_default();
    // strace ends as its program did.
    let is_killed = ran.output.status.signal() == Some(9) && ran.in_time;
    let reached = log.contains("INJECTED") || is_killed;
    (ran, reached)
}

/// Whether a program does nothing but the same failing call again: then somebody ends it.
fn turns_in_circles(log: &Path) -> bool {
    let read = || {
        let mut file = File::open(log)?;
        file.seek(SeekFrom::Start(file.metadata()?.len().saturating_sub(TAIL)))?;
        let mut tail = String::new();
        file.read_to_string(&mut tail).map(|_| tail)
    };
    let tail: String = read().unwrap_or_default();
    let whole: Vec<&str> = tail.lines().skip(1).collect();
    let Some((_, [first, others @ ..])) = whole.split_last() else { return false };
    let is_again = |line: &&str| line.contains("INJECTED") && line == first;
    others.len() >= CIRCLES && others.iter().all(is_again)
}
