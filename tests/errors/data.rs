//! Data in the register that is wrong: hand edits that were committed.

use cse::cli::Exit::Problem;

use super::world::merging;
use super::{Error, TestRegister, referred};

pub(super) const ALL: &[Error] = &[
    Error::new(
        "A record with a key that stands twice",
        Problem,
        || broken("route: new", "route: new\n  route: new"),
        &["due"],
    ),
    Error::new(
        "A record with an unknown key",
        Problem,
        || broken("step:", "colour: red\nstep:"),
        &["due"],
    ),
    Error::new("A record of a later format", Problem, || broken("cse: 1", "cse: 2"), &["due"]),
    Error::new(
        "A record with an unknown fact",
        Problem,
        || broken("route: new", "rout: new"),
        &["due"],
    ),
    Error::new(
        "A record with a value of the wrong type",
        Problem,
        || broken("route: new", "route: [new]"),
        &["due"],
    ),
    Error::new("A record with a NUL", Problem, || broken("route: new", "route: n\0w"), &["due"]),
    Error::new(
        "A record that is not UTF-8",
        Problem,
        || broken_bytes(b"route: new", b"route: n\xffw"),
        &["due"],
    ),
    Error::new(
        "A record with aliases",
        Problem,
        || broken("route: new", "route: &a new\n  rag: *a"),
        &["due"],
    ),
    Error::new("A record nested 100,000 deep", Problem, deep, &["due"]),
    Error::new(
        "A step on a case that does not read",
        Problem,
        || broken("cse: 1", "cse: 2"),
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x"],
    ),
    Error::new(
        "A record that was edited, found by check",
        Problem,
        || broken("unknown car", "known car"),
        &["check"],
    ),
    Error::new("A file that nobody committed, found by verify", Problem, stray, &["verify"]),
    Error::new("A pathway with names that nothing has", Problem, dangling, &["due"]),
    Error::new(
        "A pathway in which something can never be",
        Problem,
        impossible,
        &["pathway", "check", "nowhere"],
    ),
    Error::new(
        "A pathway in force in which something can never be",
        Problem,
        impossible_in_force,
        &["-C", "here", "pathway", "check"],
    ),
    Error::new(
        "Settings with several mistakes",
        Problem,
        || settings("cse.yaml", "format: 1", "format: 9\ncolour: red"),
        &["due"],
    ),
    Error::new(
        "Meetings with a date that is none",
        Problem,
        || settings("meetings.yaml", "[]", "[{kind: mase, at: soon}]"),
        &["due"],
    ),
    Error::new(
        "Bank holidays that do not read",
        Problem,
        || settings("bank-holidays.yaml", "2026-12-25", "2026-13-25"),
        &["due"],
    ),
    Error::new("A folder whose name is no number", Problem, strange_folder, &["list"]),
    Error::new("A symbolic link among the cases", Problem, link, &["list"]),
    Error::new("A merge that was not finished, found by doctor", Problem, merging, &["doctor"]),
];

/// A register with a good case and one whose record was changed by hand, and committed.
fn broken(from: &str, to: &str) -> TestRegister {
    broken_bytes(from.as_bytes(), to.as_bytes())
}

fn broken_bytes(from: &[u8], to: &[u8]) -> TestRegister {
    let mut register = referred();
    let args = ["new-referral", "--child-name", "Good Invented", "--route", "new"];
    let case = register.case().to_owned();
    register.as_("mash-manager").cse(args.into_iter().chain(["--concern-summary", "x"])).done();
    let path = record_of(&register, &case);
    let bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    let changed = [&bytes[..at], to, &bytes[at + from.len()..]].concat();
    std::fs::write(&path, changed).unwrap();
    register.git(&["commit", "--quiet", "-am", "by hand"]);
    // `$CASE` is to be the one that does not read.
    register.set_case(&case);
    register.leave_dirty();
    register
}

fn record_of(register: &TestRegister, case: &str) -> std::path::PathBuf {
    let folder = register.root().join("cases/2026/11").join(case);
    std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

fn deep() -> TestRegister {
    let deep: &'static str = Box::leak(format!("route: {}", "[".repeat(100_000)).into_boxed_str());
    broken("route: new", deep)
}

fn settings(file: &str, from: &str, to: &str) -> TestRegister {
    let mut register = referred();
    let path = register.root().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    register.git(&["commit", "--quiet", "-am", "by hand"]);
    register.leave_dirty();
    register
}

fn dangling() -> TestRegister {
    settings(
        "templates/pathways/1/pathway.yaml",
        "{rag: red}, to: with-social-worker",
        "{ragg: red}, to: nowhere",
    )
}

/// A folder with a pathway of which each part is right and the whole is not.
fn impossible() -> TestRegister {
    let register = TestRegister::no_register();
    let folder = register.root().join("nowhere");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("shared-facts.yaml"), "facts: {}\n").unwrap();
    let facts = "facts:\n  colour: {label: Colour, type: choice, choices: [red, blue]}\n";
    std::fs::write(folder.join("facts.yaml"), facts).unwrap();
    std::fs::write(folder.join("pathway.yaml"), IMPOSSIBLE).unwrap();
    register
}

fn impossible_in_force() -> TestRegister {
    let mut register = impossible();
    register.cse(["init", "here", "--pathway", "nowhere"]).done();
    register
}

const IMPOSSIBLE: &str = "pathway: nowhere
version: 1
title: Nowhere
roles: {clerk: {title: Clerk, rank: 1}, chief: {title: Chief, rank: 2}}
seniors: {at_least: chief}
stages:
  begun: {title: Begun}
  met: {title: Met}
  closed: {title: Closed, final: true}
steps:
  begin: {title: Begin, source: \"1\", by: any, at: none, asks: {colour: required}}
  meet: {title: Meet, source: \"2\", by: clerk, at: [begun], moves: [{to: met}]}
  plan: {title: Plan, source: \"3\", by: clerk, at: [begun]}
  end: {title: End, source: \"4\", by: any, at: [begun], moves: [{to: closed}]}
gates:
  after-the-meeting:
    step: plan
    needs: {taken: meet}
    else: Meet first
    source: \"3\"
    override: {by: chief}
obligations:
  planning:
    title: Plan
    source: \"3\"
    owner: clerk
    opened_by: {taken: meet}
    due: {days: 3, from: happened}
    met_by: {taken: plan}
";

fn strange_folder() -> TestRegister {
    let mut register = referred();
    let folder = register.root().join("cases/2026/11/CSE-2026-MISTYPE");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("x.yaml"), "x").unwrap();
    register.git(&["add", "--all"]);
    register.git(&["commit", "--quiet", "-m", "by hand"]);
    register.leave_dirty();
    register
}

fn link() -> TestRegister {
    let mut register = referred();
    let link = register.root().join("cases/2026/11").join("elsewhere");
    std::os::unix::fs::symlink("/etc", link).unwrap();
    register.git(&["add", "--all"]);
    register.git(&["commit", "--quiet", "-m", "by hand"]);
    register.leave_dirty();
    register
}

/// A file among the cases that nobody committed.
fn stray() -> TestRegister {
    let register = referred();
    std::fs::write(register.root().join("cases/stray.txt"), "x").unwrap();
    register
}
