//! The question of `doctor --repair`, asked of the real program at a terminal of the test's own:
//! nothing but a yes is one, and only a terminal is asked.

#![expect(clippy::disallowed_types, reason = "a terminal is a file, and its program is waited for")]

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::*;

const QUESTION: &str = "Repair 2 things as is said above?";

/// How long a person is waited for by the test, not by the program.
const AT_MOST: Duration = Duration::from_secs(120);

/// A program with somebody at its terminal.
struct Sitting {
    program: Child,
    keys: File,
    /// What stands on the terminal so far, and who reads it until the terminal goes away.
    screen: Arc<Mutex<Vec<u8>>>,
    eyes: Option<thread::JoinHandle<()>>,
    is_gone: Arc<AtomicBool>,
}

impl Sitting {
    /// Standard input and error are the terminal, standard output goes to a program.
    fn begin(register: &TestRegister, args: &[&str]) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap();
        let terminal =
            rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())
                .unwrap();
        // The terminal is that of the session, so that its end is the end of what runs there.
        let mut command = Command::new("setsid");
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TERM", "xterm")
            .env("HOME", register.root().parent().unwrap())
            .env("CSE_REGISTER", register.root())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .args(["--ctty", env!("CARGO_BIN_EXE_cse")])
            .args(args)
            .stdin(Stdio::from(terminal.try_clone().unwrap()))
            .stdout(Stdio::piped())
            .stderr(Stdio::from(terminal));
        let program = command.spawn().unwrap();
        // It holds the terminal open as long as it lives.
        drop(command);
        let keys = File::from(keys);
        let screen = Arc::new(Mutex::new(Vec::new()));
        rustix::fs::fcntl_setfl(&keys, OFlags::NONBLOCK).unwrap();
        let (mut from, to) = (keys.try_clone().unwrap(), Arc::clone(&screen));
        let is_gone = Arc::new(AtomicBool::new(false));
        let gone = Arc::clone(&is_gone);
        let eyes = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while !gone.load(Ordering::Relaxed) {
                match from.read(&mut bytes) {
                    Ok(n @ 1..) => to.lock().unwrap().extend_from_slice(&bytes[..n]),
                    Err(e) if e.kind() == ErrorKind::WouldBlock => {
                        thread::sleep(Duration::from_millis(2));
                    }
                    // The program has closed it.
                    Ok(_) | Err(_) => break,
                }
            }
        });
        Sitting { program, keys, screen, eyes: Some(eyes), is_gone }
    }

    /// Closes the terminal under the program.
    fn hang_up(&mut self) {
        self.is_gone.store(true, Ordering::Relaxed);
        self.eyes.take().unwrap().join().unwrap();
        self.keys = File::open("/dev/null").unwrap();
    }

    fn screen(&self) -> String {
        String::from_utf8_lossy(&self.screen.lock().unwrap()).into_owned()
    }

    #[track_caller]
    fn wait_for(&mut self, what: impl Fn(&mut Self) -> bool) {
        let start = Instant::now();
        while !what(self) {
            if start.elapsed() > AT_MOST {
                let _ = self.program.kill();
                panic!("it was waited for in vain; on the terminal:\n{}", self.screen());
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the question, presses keys, waits for the end: the exit code, standard output, and
    /// what stood on the terminal.
    #[track_caller]
    fn answer(mut self, keys: &[u8]) -> (Option<i32>, String, String) {
        self.wait_for(|it| it.screen().contains(QUESTION));
        self.keys.write_all(keys).unwrap();
        self.end()
    }

    #[track_caller]
    fn end(mut self) -> (Option<i32>, String, String) {
        self.wait_for(|it| it.program.try_wait().unwrap().is_some());
        let mut out = String::new();
        self.program.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        let code = self.program.wait().unwrap().code();
        self.eyes.take().into_iter().for_each(|eyes| eyes.join().unwrap());
        (code, out, self.screen())
    }
}

/// A register in which two things are wrong, and what it holds.
fn ill() -> (TestRegister, State) {
    let mut register = whole();
    register.leave_dirty();
    write(&register, ".git/index", "");
    remove(&register, "workers.yaml");
    let state = state(&register.root());
    (register, state)
}

const REPAIR: [&str; 2] = ["doctor", "--repair"];

#[test]
fn a_yes_at_the_terminal_repairs() {
    let (mut register, _) = ill();
    let (code, out, screen) = Sitting::begin(&register, &REPAIR).answer(b"\x1b[B\r");
    assert_eq!(code, Some(0), "{out}\n{screen}");
    assert!(out.contains("(rule index-empty)") && out.contains("(rule file-missing)"), "{out}");
    assert!(out.ends_with(SOUND), "{out}");
    // What is asked is no part of the answer.
    assert!(!out.contains(QUESTION), "{out}");
    assert_eq!(register.cse(["doctor"]).done(), SOUND);
}

#[test]
fn nothing_but_a_yes_changes_anything() {
    // Return is the first that is offered; then no, typed; escape; the end of input; Ctrl-C.
    let ways: [(&[u8], i32); 5] =
        [(b"\r", 3), (b"no\r", 3), (b"\x1b", 3), (b"\x04", 3), (b"\x03", 130)];
    for (keys, exit) in ways {
        let (register, before) = ill();
        let (code, out, screen) = Sitting::begin(&register, &REPAIR).answer(keys);
        assert_eq!(code, Some(exit), "{keys:?}: {out}\n{screen}");
        assert_eq!(out.matches("(rule index-empty)").count(), 1, "{keys:?}: {out}");
        let said = if exit == 3 { "nothing was changed" } else { "interrupted" };
        assert!(screen.contains(said), "{keys:?}: {screen}");
        assert_eq!(state(&register.root()), before, "{keys:?}");
    }
}

#[test]
fn a_terminal_that_goes_away_agrees_to_nothing_and_leaves_nobody_waiting() {
    let (register, before) = ill();
    let mut sitting = Sitting::begin(&register, &REPAIR);
    sitting.wait_for(|it| it.screen().contains(QUESTION));
    sitting.hang_up();
    let (code, out, screen) = sitting.end();
    assert_ne!(code, Some(0), "{out}\n{screen}");
    assert_eq!(state(&register.root()), before);
}

#[test]
fn who_is_asked_sees_what_about_whatever_the_format() {
    let (register, before) = ill();
    let args = ["doctor", "--repair", "--format", "json"];
    let (code, out, screen) = Sitting::begin(&register, &args).answer(b"\r");
    assert_eq!(code, Some(3), "{out}\n{screen}");
    assert!(screen.contains("(rule index-empty)"), "{screen}");
    let answer: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["done"], serde_json::json!([]));
    assert_eq!(answer["left"].as_array().unwrap().len(), 2);
    assert_eq!(state(&register.root()), before);
}

#[test]
fn with_yes_nobody_is_asked_even_at_a_terminal() {
    let (register, _) = ill();
    let (code, out, screen) = Sitting::begin(&register, &["doctor", "--repair", "--yes"]).end();
    assert_eq!(code, Some(0), "{out}\n{screen}");
    assert!(!screen.contains("Repair"), "{screen}");
}
