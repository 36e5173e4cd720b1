//! `cse verify`: the attacks on a history that it must find, each named by commit, file and rule,
//! made with the plumbing of git as somebody would who knows it well.

use std::process::Command;

use cse::cli::Exit;

use crate::common::{Output, TestRegister};

mod checkpoint;
mod flips;
mod forms;
mod hints;
mod judging;
mod people;
mod places;
mod repository;
mod rewriting;
mod settings;
mod words;

/// One thing that was found.
#[derive(Debug)]
struct Found {
    commit: String,
    file: String,
    rule: String,
    message: String,
}

/// Who commits, and when.
#[derive(Clone, Debug)]
struct Who {
    name: String,
    email: String,
    date: String,
}

impl Who {
    fn new(email: &str, date: &str) -> Self {
        let name = email.split('@').next().unwrap_or_default().to_owned();
        Who { name, email: email.to_owned(), date: date.to_owned() }
    }

    /// The author of a commit, with its date.
    fn of(register: &TestRegister, commit: &str) -> Self {
        let show = |format: &str| {
            register.git(&["show", "-s", &format!("--format={format}"), commit]).trim().to_owned()
        };
        Who { name: show("%an"), email: show("%ae"), date: show("%at +0000") }
    }
}

/// A register with one case that was referred, screened Red and noted twice: five commits.
fn register() -> TestRegister {
    let mut register = TestRegister::new();
    let args =
        ["new-referral", "--child-name", "Zoë Invented", "--child-date-of-birth", "2012-03-04"];
    let more = ["--route", "new", "--concern-summary", "Seen getting into an unknown car."];
    register.as_("screening-social-worker").cse(args.into_iter().chain(more)).done();
    let case = register.case().to_owned();
    let args = ["screen", &case, "--rag", "red", "--mash-checks-needed", "no"];
    let more = ["--police-liaison", "done", "--screening-rationale", "Two missing episodes."];
    register.pass_hours(1).as_("mash-manager").cse(args.into_iter().chain(more)).done();
    for text in ["Telephoned the school.", "The school called back."] {
        let args = ["note", &case, "--note-text", text];
        register.pass_hours(1).as_("social-worker").cse(args).done();
    }
    register
}

/// Runs git as somebody at some time; it must succeed.
#[track_caller]
fn git_as(register: &TestRegister, who: &Who, args: &[&str]) -> String {
    let mut git = Command::new("git");
    git.current_dir(register.root()).args(args).env_clear();
    git.env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{role}_NAME"), &who.name)
            .env(format!("GIT_{role}_EMAIL"), &who.email)
            .env(format!("GIT_{role}_DATE"), &who.date);
    }
    let output = git.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commit that a name stands for.
#[track_caller]
fn id(register: &TestRegister, name: &str) -> String {
    register.git(&["rev-parse", name]).trim().to_owned()
}

/// The one file of a case that a commit added.
#[track_caller]
fn file_of(register: &TestRegister, commit: &str) -> String {
    let shown = register.git(&["show", "--format=", "--name-only", commit, "--", "cases"]);
    shown.trim().to_owned()
}

/// Puts a record of another commit on top, as a forger would: the same file, the same message,
/// author, committer and times.
#[track_caller]
fn replant(register: &TestRegister, commit: &str) {
    let who = Who::of(register, commit);
    let message = register.git(&["show", "-s", "--format=%B", commit]);
    register.git(&["checkout", "-q", commit, "--", &file_of(register, commit)]);
    git_as(register, &who, &["commit", "-q", "-m", message.trim_end()]);
}

/// Writes a file and commits it.
#[track_caller]
fn commit(register: &TestRegister, who: &Who, path: &str, text: &str) -> String {
    let file = register.root().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
    git_as(register, who, &["add", "--force", path]);
    git_as(register, who, &["commit", "-q", "-m", "by hand"]);
    id(register, "HEAD")
}

/// Forgets all that would remember another history: what this machine kept and git's own log.
fn forget(register: &TestRegister) {
    let _ = std::fs::remove_dir_all(register.state());
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    register.git(&["gc", "-q", "--prune=now"]);
}

/// What is found; the register is wrong.
#[track_caller]
fn found(register: &mut TestRegister) -> Vec<Found> {
    let output: Output = register.cse(["verify", "--format", "json"]);
    register.leave_dirty();
    assert_eq!(output.exit, Exit::Problem, "nothing was found:\n{output}");
    let last = output.err.lines().last().unwrap_or_default();
    let error: serde_json::Value = serde_json::from_str(last).unwrap();
    assert_eq!(error["error"]["kind"], "problem");
    let found: serde_json::Value = serde_json::from_str(&output.out).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let found = found.as_array().unwrap().iter().map(|one| Found {
        commit: text(&one["commit"]),
        file: text(&one["file"]),
        rule: text(&one["rule"]),
        message: text(&one["message"]),
    });
    found.collect()
}

/// Among what is found is this rule, of this commit and file. No commit: it is wrong now.
#[track_caller]
fn names(register: &mut TestRegister, rule: &str, commit: &str, file: &str) -> Vec<Found> {
    let found = found(register);
    let is = |one: &&Found| one.rule == rule && one.commit == commit && one.file == file;
    assert!(found.iter().any(|one| is(&one)), "no {rule} of {commit} {file:?} in {found:#?}");
    found
}

#[test]
fn nothing_is_wrong_with_what_cse_wrote() {
    let mut register = register();
    let said = register.cse(["verify"]).done();
    assert!(said.starts_with("5 commits, 1 case, 4 records, "), "{said}");
    assert!(said.contains(": nothing is wrong.\nNot checked:\n- who read what;"), "{said}");
    assert!(said.contains("for the first time"), "{said}");
    assert_eq!(register.json(["verify"]), serde_json::json!([]));
    assert!(register.cse(["verify"]).done().contains("is gone.\n"));
    let csv = register.cse(["verify", "--format", "csv"]).done();
    assert_eq!(csv, "commit,file,line,column,rule,message\n");
}

#[test]
fn sample_cases_amends_and_changed_clocks_were_all_permitted_when_they_came() {
    for pathway in ["hounslow", "achieving-for-children"] {
        let mut register = TestRegister::sample(pathway, "2026-11-20T09:00:00Z");
        register.cse(["sample", "--cases", "40", "--seed", "7"]).done();
        register.cse(["verify"]).done();
    }
    let mut register = register();
    let (case, noted) = (register.case().to_owned(), file_of(&register, "HEAD"));
    let noted = noted.rsplit('/').next().unwrap();
    let args = ["amend", &case, noted, "--reason", "Mistyped.", "--note-text", "Called."];
    register.as_("team-manager").cse(args).done();
    let back = ["note", &case, "--note-text", "Seen then.", "--at", "2026-11-20T10:30:00Z"];
    register.as_("social-worker").cse(back).done();
    register.as_("social-worker").cse(["note", &case, "--note-text", "After all."]).done();
    let waive = ["waive", &case, "police-referral", "--reason", "Made by another authority."];
    register.as_("team-manager").cse(waive).done();
    assert!(register.cse(["verify"]).done().contains(" 8 records, "));
}
