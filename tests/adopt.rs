//! What was changed by hand, and a new version of the pathway: taken in as what it is, or refused
//! with its place.

use std::fs;
use std::path::Path;

use cse::cli::Exit;

use crate::common::TestRegister;

const WORKERS: &str = "\
workers:
  m.adeyemi:
    name: M. Adeyemi (invented)
    email: m.adeyemi@example.invalid
    roles: [social-worker]
  l.moreau:
    name: L. Moreau (invented)
    email: l.moreau@example.invalid
    roles: [service-manager]
";

fn edit(register: &TestRegister, file: &str, from: &str, to: &str) {
    let path = register.root().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} lacks {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// The path of the newest record of a sample register that took a step.
fn record(register: &TestRegister, step: &str) -> String {
    let files = register.git(&["ls-files", &format!("cases/*-{step}-*.yaml")]);
    files.lines().last().unwrap().to_owned()
}

#[test]
fn lists_that_were_changed_by_hand_are_taken_in() {
    let mut register = TestRegister::new();
    fs::write(register.root().join("workers.yaml"), WORKERS).unwrap();
    edit(&register, "bank-holidays.yaml", "2028-12-26", "2028-12-27");
    let head = register.git(&["rev-parse", "HEAD"]);
    let said = register.cse(["adopt", "--dry-run"]).done();
    assert_eq!(said.matches("would be taken in").count(), 2, "{said}");
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
    let answer = register.json(["adopt", "workers.yaml"]);
    assert_eq!(answer["files"][0]["file"], "workers.yaml");
    let changed = register.json(["status"])["changed"].clone();
    assert_eq!(changed, serde_json::json!([{"file": "bank-holidays.yaml", "kind": "changed"}]));
    // From now on only who is listed may, and only a senior role what gives rights.
    fs::write(register.root().join("workers.yaml"), WORKERS.replace("L. M", "Lee M")).unwrap();
    let said = register.as_("social-worker").cse(["adopt", "workers.yaml"]).refused();
    assert!(said.contains("rule: senior") && said.contains("assistant-team-manager"), "{said}");
    // No role of theirs would do: who has one is whom to ask.
    assert!(said.contains("\n  hint: ask l.moreau@example.invalid"), "{said}");
    register.git(&["checkout", "--", "workers.yaml"]);
    let said = register.as_("mash-manager").cse(["adopt"]).refused();
    assert!(said.contains("not listed") || said.contains("workers.yaml"), "{said}");
    let _ = register.as_("social-worker").cse(["adopt"]).done();
    assert_eq!(
        register.git(&["log", "-2", "--format=%B"]).trim(),
        "adopt: 1 file\n\nStep: adopt\nFile: bank-holidays.yaml\n\n\
         adopt: 1 file\n\nStep: adopt\nFile: workers.yaml"
    );
    let said = register.as_("social-worker").cse(["adopt"]).done();
    assert_eq!(said, "Nothing differs from what is committed.\n");
}

#[test]
fn a_record_that_was_edited_is_taken_in_and_stays_known_as_edited() {
    let mut register = TestRegister::sample("hounslow", "2026-12-01T09:00:00Z");
    register.leave_dirty();
    let file = record(&register, "screening-tool");
    edit(&register, &file, "facts:", "facts: # put right by hand");
    let before = register.cse(["check"]).failed(Exit::Problem);
    assert!(before.contains("this file is not what is committed (changed)"), "{before}");
    let said = register.cse(["adopt", "cases"]).done();
    assert!(said.contains("notice: ") && said.contains("it was edited"), "{said}");
    let after = register.cse(["check"]).failed(Exit::Problem);
    assert!(after.contains(&format!("{file}: the file's content does not match")), "{after}");
    assert_eq!(register.git(&["status", "--porcelain"]), "");
}

#[test]
fn what_could_not_be_read_afterwards_is_refused_with_its_place() {
    let mut register = TestRegister::sample("hounslow", "2026-12-01T09:00:00Z");
    let screen = record(&register, "screen");
    let head = register.git(&["rev-parse", "HEAD"]);
    for (file, from, to, said) in [
        (&*screen, "rag: ", "rag: purple-", ":10:8: `rag`"),
        (&screen, "facts:", "fakts:", "unknown key `fakts`"),
        ("workers.yaml", "workers: {}", "workers: {x: {roles: [a]}}", "workers.yaml:10:14"),
        (
            "workers.yaml",
            "workers: {}",
            "workers: {x: {email: x@example.invalid, roles: [social-worker]}}",
            "could never be changed again",
        ),
        ("bank-holidays.yaml", "2028-12-26", "2028-02-30", "should be a day of the calendar"),
        ("meetings.yaml", "meetings:", "meeting:", "meetings.yaml:"),
        ("cse.yaml", "sample: true", "sample: false", "`sample` stays"),
        ("cse.yaml", "pathway: 1", "pathway: 2", "no version 2"),
        ("templates/pathways/1/pathway.yaml", "days: 3", "days: 4", "so it stays"),
        (".gitattributes", "-text", "text", "nothing of this name"),
    ] {
        edit(&register, file, from, to);
        for command in ["adopt", "check"] {
            let err = register.cse([command]).failed(Exit::Problem);
            assert!(err.contains(file) && err.contains(said), "{command} {file}: {err}");
        }
        register.git(&["checkout", "--", file]);
    }
    fs::remove_file(register.root().join(&screen)).unwrap();
    let err = register.cse(["adopt"]).failed(Exit::Problem);
    assert!(err.contains("nothing is ever taken out of a register"), "{err}");
    register.git(&["checkout", "--", &screen]);
    fs::write(register.root().join("stray.yaml"), "a: 1\n").unwrap();
    let err = register.cse(["adopt"]).failed(Exit::Problem);
    assert!(err.contains("stray.yaml: nothing of this name belongs"), "{err}");
    fs::remove_file(register.root().join("stray.yaml")).unwrap();
    let err = register.cse(["adopt", "stray.yaml"]).failed(Exit::Usage);
    assert!(err.contains("as it is committed, or not there"), "{err}");
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
}

#[test]
fn a_record_against_the_rules_is_taken_in_and_named() {
    let mut register = TestRegister::sample("hounslow", "2026-12-01T09:00:00Z");
    register.leave_dirty();
    let file = record(&register, "screen");
    let (folder, name) = file.rsplit_once('/').unwrap();
    let text = fs::read_to_string(register.root().join(&file)).unwrap();
    let (day, later) = (format!("{}-{}-{}", &name[..4], &name[4..6], &name[6..8]), "2026-11-30");
    let name = name.replacen(&name[..8], "20261130", 1);
    let to = register.root().join(folder).join(name);
    fs::write(to, text.replace(&day, later)).unwrap();
    let said = register.cse(["adopt"]).done();
    assert!(said.contains("(not committed): taken in"), "{said}");
    assert!(said.contains("not permitted where it stands"), "{said}");
}

/// A copy of the pathway in force, in a folder beside the register.
fn folder(register: &TestRegister) -> std::path::PathBuf {
    let to = register.root().parent().unwrap().join("new");
    copy(&register.root().join("templates/pathways/1"), &to);
    to
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_new_version_is_for_new_cases_and_says_what_differs() {
    let mut register = TestRegister::new();
    let referral = ["new-referral", "--route", "allocated", "--child-name", "Ida Invented"];
    let refer = |register: &mut TestRegister| {
        let more = ["--concern-summary", "x", "--concern-identified-at", "2026-11-20T08:00"];
        let _ = register.as_("social-worker").cse(referral.into_iter().chain(more)).done();
        register.case().to_owned()
    };
    let old = refer(&mut register);
    let to = folder(&register);
    let new = to.to_str().unwrap();
    assert_eq!(register.cse(["pathway", "diff", new]).done(), "Nothing differs.\n");
    let err = register.cse(["pathway", "adopt", new]).failed(Exit::Usage);
    assert!(err.contains("the next version of this register is 2"), "{err}");
    let file = to.join("pathway.yaml");
    let text = fs::read_to_string(&file).unwrap().replacen("version: 1", "version: 2", 1);
    let text = text.replacen("days: 3, from: concern", "working_days: 3, from: concern", 1);
    fs::write(&file, text).unwrap();
    let diff = register.json(["pathway", "diff", new]);
    let parts = diff.as_array().unwrap().iter().map(|part| part["name"].as_str().unwrap());
    assert_eq!(parts.collect::<Vec<_>>(), ["strategy-meeting", ""]);
    assert_eq!(diff[0]["differences"][0]["key"], "due.days");
    let said = register.cse(["pathway", "adopt", new]).done();
    assert!(said.starts_with("hounslow/2 is for new cases from now on.\n"), "{said}");
    assert_eq!(register.json(["pathway", "show"])["version"], 2);
    let young = refer(&mut register);
    let mut due = |case: &str| {
        let due = register.json(["due", "--all", "--case", case]);
        let mut lines = due.as_array().unwrap().iter();
        lines.find(|line| line["obligation"] == "strategy-meeting").unwrap()["due"].clone()
    };
    assert_eq!((due(&old), due(&young)), ("2026-11-23".into(), "2026-11-25".into()));
}

#[test]
fn a_version_that_is_wrong_or_another_authoritys_is_not_adopted() {
    let mut register = TestRegister::new();
    let head = register.git(&["rev-parse", "HEAD"]);
    let other = ["pathway", "adopt", "achieving-for-children"];
    let err = register.cse(other).failed(Exit::Usage);
    assert!(err.contains("follows `hounslow`, not `achieving-for-children`"), "{err}");
    let to = folder(&register);
    let text = fs::read_to_string(to.join("pathway.yaml")).unwrap();
    fs::write(to.join("pathway.yaml"), text.replacen("rag: required", "rga: required", 1)).unwrap();
    let err = register.cse(["pathway", "adopt", to.to_str().unwrap()]).failed(Exit::Problem);
    assert!(err.contains("pathway.yaml:") && err.contains("did you mean `rag`?"), "{err}");
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
}
