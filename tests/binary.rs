//! What only the real program can show: pipes, permissions, another account, the environment.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use assert_cmd::assert::OutputAssertExt;
use tempfile::TempDir;

/// An account that owns nothing, for what root may do and others may not.
const NOBODY: u32 = 65_534;

/// A register made by the real program, and a copy of the program that every account may run.
struct World {
    dir: TempDir,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        open_up(dir.path(), 0o755);
        std::fs::create_dir(dir.path().join("home")).unwrap();
        let program = dir.path().join("cse");
        // Copied by another process: a file that this one has open for writing, while another test
        // starts a program, cannot be run ("text file busy").
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_cse")).arg(&program).status();
        assert!(copied.unwrap().success());
        open_up(&program, 0o755);
        let world = World { dir };
        world.cse(&["init", "register", "--pathway", "hounslow"]).assert().success();
        world
    }

    fn register(&self) -> PathBuf {
        self.dir.path().join("register")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.dir.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.dir.path().join("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "J. Okafor Invented")
            .env("GIT_AUTHOR_EMAIL", "J.Okafor@example.invalid")
            .env("CSE_REGISTER", self.register())
            .stdin(Stdio::null());
        command
    }

    fn cse(&self, args: &[&str]) -> Output {
        let program = self.dir.path().join("cse");
        self.command(program.to_str().unwrap()).args(args).output().unwrap()
    }

    /// Runs the program as an account that owns nothing. Root alone can; where the tests run as
    /// another account, that account is the one that is kept out.
    fn as_nobody(&self, args: &[&str]) -> Output {
        let program = self.dir.path().join("cse");
        let mut command = self.command(program.to_str().unwrap());
        if is_root() {
            use std::os::unix::process::CommandExt;
            command.uid(NOBODY).gid(NOBODY);
        }
        command.args(args).output().unwrap()
    }

    fn git(&self, args: &[&str]) -> String {
        text(&self.command("git").current_dir(self.register()).args(args).output().unwrap().stdout)
    }

    fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).trim().parse().unwrap()
    }

    fn refer(&self) -> String {
        let args = ["new-referral", "--as", "mash-manager", "--child-name", "Bo Invented"];
        let more = ["--route", "new", "--concern-summary", "x", "--format", "json"];
        let output = self.cse(&[&args[..], &more[..]].concat());
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        json["case"].as_str().unwrap().to_owned()
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn open_up(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn every_path(under: &Path) -> Vec<(PathBuf, std::fs::Metadata)> {
    let all = walkdir::WalkDir::new(under).into_iter().map(Result::unwrap);
    all.map(|entry| (entry.path().to_path_buf(), entry.metadata().unwrap())).collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn a_register_of_another_account_is_refused_by_name() {
    let world = World::new();
    if !is_root() {
        // Only root can make a register that belongs to somebody else.
        assert!(world.cse(&["due"]).status.success());
        return;
    }
    for (path, meta) in every_path(&world.register()) {
        open_up(&path, if meta.is_dir() { 0o777 } else { 0o666 });
    }
    let output = world.as_nobody(&["due"]);
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert!(text(&output.stderr).contains("another account"), "{output:?}");
}

#[test]
fn a_register_that_cannot_be_written_is_read_and_says_why_it_is_not_written() {
    let world = World::new();
    let case = world.refer();
    for (path, meta) in every_path(&world.register()) {
        if is_root() {
            std::os::unix::fs::chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        open_up(&path, if meta.is_dir() { 0o500 } else { 0o400 });
    }
    let due = world.as_nobody(&["due"]);
    assert_eq!(due.status.code(), Some(0), "{due:?}");
    assert!(text(&due.stdout).contains(&case));
    let note = ["note", &case, "--as", "social-worker", "--note-text", "x"];
    let output = world.as_nobody(&note);
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert!(text(&output.stderr).contains("cannot be written"), "{output:?}");
    for (path, meta) in every_path(&world.register()) {
        open_up(&path, if meta.is_dir() { 0o700 } else { 0o600 });
    }
}

#[test]
fn nothing_is_readable_by_others_whatever_the_umask() {
    let world = World::new();
    let script = "umask 000; ./cse init open --pathway hounslow && cd open && ../cse new-referral \
                  --as mash-manager --child-name 'Bo Invented' --route new --concern-summary x";
    let mut shell = world.command("sh");
    shell.env_remove("CSE_REGISTER").args(["-c", script]).output().unwrap().assert().success();
    for (path, meta) in every_path(&world.dir.path().join("open")) {
        let mode = meta.permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{} has {mode:o}", path.display());
        assert!(meta.is_dir() || mode & 0o111 == 0, "{} can be run", path.display());
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let world = World::new();
    let mut shell = world.command("sh");
    let script = "{ ./cse pathway show --format json; echo $? >status; } | head -c 10 >/dev/null";
    shell.args(["-c", script]).output().unwrap().assert().success();
    assert_eq!(std::fs::read_to_string(world.dir.path().join("status")).unwrap(), "0\n");
}

/// Every command that records something, with an answer that goes nowhere.
#[test]
fn what_was_recorded_is_said_to_be_where_the_answer_cannot_be_printed() {
    let world = World::new();
    let folder = world.dir.path().to_str().unwrap().to_owned();
    let script = |line: &str| {
        let mut shell = world.command("sh");
        shell.args(["-c", &format!("./cse {line} >/dev/full")]).output().unwrap()
    };
    let refer = "new-referral --as mash-manager --child-name Bo --route new --concern-summary x";
    let case = world.refer();
    let note = format!("note {case} --as social-worker --note-text x");
    let record = world.git(&["diff", "--name-only", "HEAD~1", "HEAD"]);
    let record = record.trim().rsplit('/').next().unwrap_or_default();
    let waive = format!("waive {case} screening-decision --as service-manager --reason x");
    let lines = [
        (format!("init {folder}/another --pathway hounslow"), "the register is made"),
        (refer.to_owned(), "is recorded"),
        (format!("{note} --format json"), "is recorded"),
        (
            format!("amend {case} {record} --as mash-manager --reason x --child-name Al"),
            "is recorded",
        ),
        (format!("extend{} --until 2099-12-24", waive.trim_start_matches("waive")), "is recorded"),
        (waive, "is recorded"),
        ("meeting add mase 2099-12-10T10:00".to_owned(), "the meeting is recorded"),
        (format!("{note} --draft"), "is kept"),
        ("adopt".to_owned(), "what was taken in is recorded"),
    ];
    for (line, done) in lines {
        let before = world.commits();
        if line == "adopt" {
            let meetings = world.register().join("meetings.yaml");
            let text = std::fs::read_to_string(&meetings).unwrap();
            std::fs::write(&meetings, text + "# by hand\n").unwrap();
        }
        let output = script(&line);
        let said = text(&output.stderr);
        let want = format!("{done}; only the answer could not be printed\n");
        assert!(output.status.code() == Some(4) && said.contains(&want), "{line}: {said}");
        let is_here = !line.starts_with("init") && !line.ends_with("--draft");
        assert_eq!(world.commits(), before + usize::from(is_here), "{line}: {said}");
    }
    let dry = text(&script(&format!("{note} --dry-run")).stderr);
    assert!(!dry.contains("is recorded"), "{dry}");
}

#[test]
fn the_author_comes_from_the_environment_and_the_time_never_does() {
    let world = World::new();
    let mut cse = world.command(world.dir.path().join("cse").to_str().unwrap());
    let args = ["new-referral", "--as", "mash-manager", "--child-name", "Bo Invented"];
    let more = ["--route", "new", "--concern-summary", "x"];
    cse.env("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")
        .env("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z");
    cse.args(args).args(more).output().unwrap().assert().success();
    let mut git = world.command("git");
    let show = ["log", "-1", "--format=%an|%ae|%cn|%ce|%ad|%cd", "--date=format:%Y"];
    let output = git.current_dir(world.register()).args(show).output().unwrap();
    let said = text(&output.stdout);
    let name = "J. Okafor Invented|J.Okafor@example.invalid";
    assert!(said.starts_with(&format!("{name}|{name}|")), "{said}");
    assert!(!said.contains("2001"), "{said}");
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let world = World::new();
    let output = world.cse(&["new-referral", "--as", "mash-manager"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("child.name, route and concern.summary"), "{output:?}");
}

#[test]
fn no_personal_data_stands_in_paths_or_commit_messages() {
    let world = World::new();
    let args = ["new-referral", "--as", "mash-manager", "--child-name", "Canary Invented"];
    let more = ["--route", "new", "--concern-summary", "Canary", "--referrer-name", "Canary"];
    std::fs::write(world.dir.path().join("Canary.txt"), "x").unwrap();
    world.cse(&[&args[..], &more[..], &["--attach", "Canary.txt"]].concat()).assert().success();
    for (path, _) in every_path(&world.register()) {
        assert!(!path.display().to_string().contains("Canary"), "{}", path.display());
    }
    let mut git = world.command("git");
    let log = git.current_dir(world.register()).args(["log", "--format=%B"]).output().unwrap();
    assert!(!text(&log.stdout).contains("Canary"));
    // What looks like the kind of a file may be a name.
    std::fs::write(world.dir.path().join("letter.Canary"), "y").unwrap();
    world.cse(&[&args[..], &more[..], &["--attach", "letter.Canary"]].concat()).assert().success();
    let mut git = world.command("git");
    let paths = git.current_dir(world.register()).args(["ls-files"]).output().unwrap();
    let paths = text(&paths.stdout);
    assert_eq!(paths.matches("/attachments/").count(), 2, "{paths}");
    assert!(!paths.to_lowercase().contains("canary"), "{paths}");
    let kept = every_path(&world.register().join("cases"));
    let attached = kept.iter().filter(|(path, _)| {
        path.parent().is_some_and(|p| p.ends_with("attachments")) && path.extension().is_some()
    });
    let attached: Vec<_> = attached.collect();
    assert_eq!(attached.len(), 1, "{attached:?}");
    let (path, _) = attached[0];
    assert_eq!(std::fs::read(path).unwrap(), b"x");
    assert!(path.file_name().unwrap().to_str().unwrap().ends_with(".txt"));
}
