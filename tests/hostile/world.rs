//! The real program in a folder of its own, under an open umask, with what it is given said through
//! standard input; and every command that there is.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A register made by the real program.
pub struct World {
    dir: TempDir,
    pub case: String,
    /// The commands that worked, as their words.
    pub worked: Vec<Vec<String>>,
    /// What every process of every command had in its arguments and its environment's place.
    pub seen: Vec<String>,
}

/// A name that stands in no file of the program, for each place where a person may be named.
pub const CANARY: &str = "Kanarienvogel";
/// Another, for what is typed as an argument because no command reads it elsewhere.
pub const TYPED: &str = "Zaunkoenig";

impl World {
    /// An empty folder.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["home", "tmp", "out"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        World { dir, case: String::new(), worked: Vec::new(), seen: Vec::new() }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn register(&self) -> PathBuf {
        self.dir.path().join("register")
    }

    /// Runs a program with nothing of the machine's own in its sight.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path().join("out"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path().join("home"))
            .env("TMPDIR", self.path().join("tmp"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "J. Okafor Invented")
            .env("GIT_AUTHOR_EMAIL", "j.okafor@example.invalid")
            .env("CSE_REGISTER", self.register());
        command
    }

    /// Runs `cse` under an umask that forbids nothing, and looks at its arguments while it runs: it
    /// waits for its input meanwhile.
    pub fn cse(&mut self, args: &[&str], input: &str) -> Output {
        let program = env!("CARGO_BIN_EXE_cse");
        let mut command = self.command("sh");
        command.args(["-c", "umask 000; exec \"$0\" \"$@\"", program]).args(args).process_group(0);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let (first, rest) = input.as_bytes().split_at(input.len() / 2);
        // A command that does not ask for input may be gone.
        let _ = pipe.write_all(first);
        self.look(child.id());
        let _ = pipe.write_all(rest);
        drop(pipe);
        self.look(child.id());
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            self.worked.push(args.iter().map(|word| (*word).to_owned()).collect());
        }
        output
    }

    /// Notes what `ps` shows of a process and of those that it started.
    fn look(&mut self, id: u32) {
        for entry in std::fs::read_dir("/proc").unwrap().flatten() {
            let path = entry.path();
            let stat = std::fs::read_to_string(path.join("stat")).unwrap_or_default();
            let after = stat.rsplit(") ").next().unwrap_or_default();
            let group = after.split(' ').nth(2).and_then(|group| group.parse().ok());
            if group == Some(id) {
                let said = std::fs::read(path.join("cmdline")).unwrap_or_default();
                let named = std::fs::read_to_string(path.join("comm")).unwrap_or_default();
                self.seen.push(format!("{}{named}", String::from_utf8_lossy(&said)));
            }
        }
    }

    /// Runs a command that must end in one of the ways of the contract, other than by a fault.
    #[track_caller]
    pub fn run(&mut self, args: &[&str], input: &str) -> Output {
        let output = self.cse(args, input);
        let code = output.status.code();
        assert!(matches!(code, Some(0..=3)), "cse {args:?}: {output:?}");
        output
    }

    /// Runs a command that must work.
    #[track_caller]
    pub fn done(&mut self, args: &[&str], input: &str) -> String {
        let output = self.cse(args, input);
        assert!(output.status.success(), "cse {args:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What git says of the register.
    pub fn git(&self, args: &[&str]) -> String {
        let output = self.command("git").current_dir(self.register()).args(args).output().unwrap();
        assert!(output.status.success(), "git {args:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// All facts of a case with a text in each that takes one.
pub fn facts(text: &str) -> String {
    let text = serde_json::to_string(text).unwrap();
    include_str!("corpus/facts.yaml").replace("TEXT", &text)
}

/// Every command that takes, prints or writes something of a case, with what it reads.
pub fn commands(case: &str) -> Vec<Vec<String>> {
    let lines = "due --all|due --all --why|list|show CASE|next CASE|explain CASE|log|log CASE|search a|status|\
                 check|verify|drafts|meeting list|pathway show|pathway check|pathway diff hounslow achieving-for-children|\
                 summary CASE|chronology CASE|disclosures CASE|template list|template check|missing CASE --for 87a|\
                 render 87a CASE --for internal|render chronology CASE --for internal|note --help|adopt --dry-run";
    let words = |line: &str| -> Vec<String> {
        line.trim().split(' ').map(|word| word.replace("CASE", case)).collect()
    };
    lines.split('|').map(words).collect()
}
