//! A register of a test's own: in a temporary folder, sealed from the machine's git configuration,
//! with a clock that only the test moves, and the same numbers drawn in every run.

use std::cell::Cell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use cse::cli::{Env, Exit, Terminal, Vars, run};
use cse::domain::{CaseId, Moment};
use tempfile::TempDir;

use super::output::Output;
use super::people;

/// When nothing else is said, it is Friday morning.
const BEGINNING: &str = "2026-11-20T09:00:00Z";

/// A register of a test's own.
///
/// When it goes out of scope it must be clean (see [`TestRegister::assert_clean`]), unless the test
/// said [`TestRegister::leave_dirty`] or has failed already.
pub struct TestRegister {
    dir: TempDir,
    now: Moment,
    random: fastrand::Rng,
    role: Option<String>,
    case: String,
    dirty: bool,
    edited: Cell<bool>,
    nameless: bool,
}

impl TestRegister {
    /// An empty register of Hounslow's.
    pub fn new() -> Self {
        Self::of("hounslow")
    }

    /// An empty register of an authority's.
    pub fn of(pathway: &str) -> Self {
        Self::begun(pathway, BEGINNING)
    }

    /// An empty register of an authority's, made at a moment.
    pub fn begun(pathway: &str, now: &str) -> Self {
        let mut register = Self::no_register();
        register.at(now).cse(["init", ".", "--pathway", pathway]).done();
        register
    }

    /// A register of an authority's with the sample cases, moved to a moment.
    pub fn sample(pathway: &str, now: &str) -> Self {
        let mut register = Self::no_register();
        register.at(now).cse(["init", ".", "--pathway", pathway, "--sample"]).done();
        register
    }

    /// An empty folder, in which a test may run `init` itself.
    pub fn no_register() -> Self {
        seal();
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("home")).unwrap();
        std::fs::create_dir(dir.path().join("register")).unwrap();
        let random = fastrand::Rng::with_seed(0);
        let (now, case) = (moment(BEGINNING), String::new());
        TestRegister {
            dir,
            now,
            random,
            role: None,
            case,
            dirty: false,
            edited: Cell::new(false),
            nameless: false,
        }
    }

    /// The folder of the register.
    pub fn root(&self) -> PathBuf {
        self.dir.path().join("register")
    }

    /// The folder in which `verify` keeps what registers were.
    pub fn state(&self) -> PathBuf {
        self.dir.path().join("home/state/cse")
    }

    /// The test's clock.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// The case that was opened last.
    pub fn case(&self) -> &str {
        &self.case
    }

    /// Makes another case the one that was opened last.
    pub fn set_case(&mut self, case: &str) {
        case.clone_into(&mut self.case);
    }

    /// From now on nothing says who acts.
    pub fn nameless(&mut self) {
        self.nameless = true;
    }

    /// Sets the clock, as `2026-11-20T10:00:00Z`.
    pub fn at(&mut self, text: &str) -> &mut Self {
        self.now = moment(text);
        self
    }

    /// Lets hours pass.
    pub fn pass_hours(&mut self, hours: i64) -> &mut Self {
        self.now = self.now.plus_hours(hours);
        self
    }

    /// Lets days of 24 hours pass.
    pub fn pass_days(&mut self, days: i64) -> &mut Self {
        self.pass_hours(24 * days)
    }

    /// Draws numbers from another seed from now on.
    pub fn seed(&mut self, seed: u64) -> &mut Self {
        self.random = fastrand::Rng::with_seed(seed);
        self
    }

    /// The role in which the next command is run, by the invented person who has it.
    pub fn as_(&mut self, role: &str) -> &mut Self {
        self.role = Some(role.to_owned());
        self
    }

    /// Runs one command a second after the one before.
    pub fn cse<I>(&mut self, args: I) -> Output
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        self.cse_with(args, "")
    }

    /// Runs one command with a text on its standard input.
    pub fn cse_with<I>(&mut self, args: I, input: &str) -> Output
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let role = self.role.take();
        let (name, email) = people::who(role.as_deref().unwrap_or("anybody"));
        let mut args: Vec<OsString> = args.into_iter().map(Into::into).collect();
        if let Some(role) = role {
            args.extend(["--as".into(), role.into()]);
        }
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let state = self.state();
        let random = &mut self.random;
        let exit = run(&mut Env {
            args,
            dir: self.dir.path().join("register"),
            vars: Vars {
                register: None,
                author_name: (!self.nameless).then_some(name),
                author_email: (!self.nameless).then_some(email),
                state: Some(state),
            },
            input: &mut input.as_bytes(),
            out: &mut out,
            err: &mut err,
            now: self.now,
            random: &mut |bytes| {
                random.fill(bytes);
                Ok(())
            },
            terminal: Terminal::default(),
        });
        self.now = self.now.plus_seconds(1);
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let output = Output { out: text(out), err: text(err), exit };
        let opened = output.out.split(':').next().filter(|id| CaseId::parse(id).is_ok());
        if let Some(id) = opened {
            id.clone_into(&mut self.case);
        }
        output
    }

    /// Runs one command that must work, and reads its answer as JSON.
    #[track_caller]
    pub fn json<I>(&mut self, args: I) -> serde_json::Value
    where
        I: IntoIterator,
        I::Item: Into<OsString>,
    {
        let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
        self.cse(args.into_iter().chain(["--format".into(), "json".into()])).json()
    }

    /// Runs the real git in the register, by the test's clock; it must succeed.
    #[track_caller]
    pub fn git(&self, args: &[&str]) -> String {
        let now = format!("{} +0000", self.now.unix());
        let mut git = Command::new("git");
        git.current_dir(self.root())
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.dir.path().join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", &now)
            .env("GIT_COMMITTER_DATE", &now)
            .env("GIT_AUTHOR_NAME", "By Hand")
            .env("GIT_AUTHOR_EMAIL", "hand@example.invalid")
            .env("GIT_COMMITTER_NAME", "By Hand")
            .env("GIT_COMMITTER_EMAIL", "hand@example.invalid");
        let output = git.output().unwrap();
        assert!(output.status.success(), "git {args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// `cse check` and `cse verify` find nothing, git finds nothing changed and the repository
    /// whole.
    #[track_caller]
    pub fn assert_clean(&mut self) {
        let check = self.cse(["check"]);
        assert!(check.exit == Exit::Done && check.err.is_empty(), "cse check says:\n{check}");
        let verify = (!self.edited.get()).then(|| self.cse(["verify"]));
        let verified = |verify: &Output| verify.exit == Exit::Done && verify.err.is_empty();
        assert!(verify.as_ref().is_none_or(verified), "cse verify says:\n{}", verify.unwrap());
        assert_eq!(self.git(&["status", "--porcelain", "--untracked-files=all"]), "");
        self.git(&["fsck", "--strict"]);
    }

    /// Says that this test changes its register by plain git, or sets its clock back, of which
    /// `verify` tells for ever. All else must be clean at its end.
    pub fn edited_by_git(&self) {
        self.edited.set(true);
    }

    /// Says that this test leaves its register as `assert_clean` would not have it.
    pub fn leave_dirty(&mut self) {
        self.dirty = true;
    }
}

impl Drop for TestRegister {
    fn drop(&mut self) {
        let made = self.root().join(".git").exists();
        if made && !self.dirty && !std::thread::panicking() {
            self.assert_clean();
        }
    }
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap_or_else(|| panic!("not a moment: {text}"))
}

/// Takes the machine's own git configuration out of this process's sight.
#[expect(unsafe_code, reason = "git2 has no safe wrapper for the search path of configuration")]
fn seal() {
    static SEALED: Once = Once::new();
    SEALED.call_once(|| {
        for level in [
            git2::ConfigLevel::ProgramData,
            git2::ConfigLevel::System,
            git2::ConfigLevel::XDG,
            git2::ConfigLevel::Global,
        ] {
            // SAFETY: the option is global and unguarded; it is set here once, and every test that
            // calls git passes through here first.
            unsafe { git2::opts::set_search_path(level, Path::new("/nonexistent")) }.unwrap();
        }
    });
}

#[test]
fn a_register_is_clean_and_its_clock_is_the_tests() {
    let mut register = TestRegister::new();
    register.at("2026-11-20T10:00:00Z").pass_hours(3).pass_days(2);
    assert_eq!(register.now(), moment("2026-11-22T13:00:00Z"));
    let due = register.cse(["due"]);
    assert_eq!(due.to_string(), "Nothing is due.\n");
    assert_eq!(register.now(), moment("2026-11-22T13:00:01Z"));
    register.assert_clean();
}

#[test]
fn a_run_says_all_of_its_answer_as_one_text() {
    let mut register = TestRegister::new();
    let output = register.as_("social-worker").cse(["note", "CSE-2026-0000000"]);
    let said = output.to_string();
    assert!(said.starts_with("--- stderr ---\nerror: "), "{said}");
    assert!(said.ends_with("--- exit 2 ---\n"), "{said}");
    assert!(output.failed(Exit::Usage).starts_with("error: "));
}

#[test]
fn the_case_that_was_opened_last_is_known() {
    let mut register = TestRegister::new();
    let referral = ["new-referral", "--route", "allocated", "--concern-summary", "Invented."];
    let opened = register
        .as_("social-worker")
        .cse(referral.into_iter().chain(["--child-name", "Zoë Invented"]))
        .done();
    let case = register.case().to_owned();
    assert!(opened.starts_with(&format!("{case}: ")), "{opened}");
    assert!(register.as_("social-worker").cse(["close", &case]).refused().contains("87a"));
}

#[test]
fn the_same_register_is_made_again() {
    let tip = || {
        let mut register = TestRegister::sample("hounslow", BEGINNING);
        register.assert_clean();
        register.git(&["rev-parse", "HEAD"])
    };
    assert_eq!(tip(), tip());
}

#[test]
#[should_panic(expected = "stray.txt")]
fn a_register_that_is_left_dirty_fails_its_test() {
    let register = TestRegister::new();
    std::fs::write(register.root().join("stray.txt"), "x").unwrap();
}
