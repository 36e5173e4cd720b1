//! `cse doctor`: registers broken in every way that is known, each made of a whole one. Each says its
//! cause; nothing is changed without consent; what can be repaired is, nothing is thrown away, no
//! case disappears, and all commands work again.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cse::cli::Exit;
use cse::domain::Moment;
use serde_json::Value as Json;

use crate::common::{Output, TestRegister};

mod asked;
mod beside;
mod files;
mod history;
mod left;
mod merging;
mod objects;
mod places;
mod settings;

/// What is said last where nothing is wrong; of the history it says nothing.
const SOUND: &str = "The repository is sound; cse verify tells whether its history is.\n";

/// Every file and folder of a register, `.git` with it: its mode and its bytes.
type State = BTreeMap<String, (u32, Vec<u8>)>;

fn state(root: &Path) -> State {
    let mut all = State::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            let meta = fs::symlink_metadata(&path).unwrap();
            let bytes = if meta.is_symlink() {
                fs::read_link(&path).unwrap().display().to_string().into_bytes()
            } else if meta.is_dir() {
                folders.push(path);
                Vec::new()
            } else if meta.is_file() {
                fs::read(&path).unwrap()
            } else {
                Vec::new()
            };
            all.insert(name, (meta.permissions().mode(), bytes));
        }
    }
    all
}

/// A register with two cases that were screened, one of them noted: made once, and written out for
/// each test.
fn whole() -> TestRegister {
    static MADE: OnceLock<(State, String, Moment)> = OnceLock::new();
    let (files, case, now) = MADE.get_or_init(|| {
        let register = made();
        (state(&register.root()), register.case().to_owned(), register.now())
    });
    let mut register = TestRegister::no_register();
    let root = register.root();
    fs::set_permissions(&root, fs::Permissions::from_mode(0o700)).unwrap();
    for (file, (mode, bytes)) in files {
        let path = root.join(file);
        if mode & 0o40_000 != 0 {
            fs::create_dir(&path).unwrap();
        } else {
            fs::write(&path, bytes).unwrap();
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(*mode)).unwrap();
    }
    register.set_case(case);
    register.at(&now.to_string()).seed(1);
    register
}

fn made() -> TestRegister {
    let mut register = TestRegister::new();
    for name in ["Zoë Invented", "Ann Invented"] {
        let args = ["new-referral", "--child-name", name, "--child-date-of-birth", "2012-03-04"];
        let more = ["--route", "new", "--concern-summary", "Seen getting into an unknown car."];
        register.as_("screening-social-worker").cse(args.into_iter().chain(more)).done();
        let case = register.case().to_owned();
        let args = ["screen", &case, "--rag", "red", "--mash-checks-needed", "no"];
        let more = ["--police-liaison", "done", "--screening-rationale", "Two missing episodes."];
        register.pass_hours(1).as_("mash-manager").cse(args.into_iter().chain(more)).done();
    }
    note(&mut register).done();
    register
}

fn note(register: &mut TestRegister) -> Output {
    let case = register.case().to_owned();
    register.pass_hours(1).as_("social-worker").cse(["note", &case, "--note-text", "Rang."])
}

fn at(register: &TestRegister, file: &str) -> PathBuf {
    register.root().join(file)
}

fn write(register: &TestRegister, file: &str, bytes: impl AsRef<[u8]>) {
    let path = at(register, file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn remove(register: &TestRegister, file: &str) {
    let path = at(register, file);
    let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    removed.unwrap();
}

fn id(register: &TestRegister, name: &str) -> String {
    register.git(&["rev-parse", name]).trim().to_owned()
}

/// The newest record of the case that was opened last.
fn record(register: &TestRegister) -> String {
    let files = register.git(&["ls-files", "cases"]);
    files.lines().rfind(|file| file.contains(register.case())).unwrap().to_owned()
}

/// The numbers of all cases that are listed.
fn cases(register: &mut TestRegister) -> Vec<String> {
    let output = register.cse(["list", "--format", "json"]);
    let rows: Json = serde_json::from_str(&output.out).unwrap_or_default();
    let rows = rows.as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

/// What `doctor` finds.
#[track_caller]
fn found(register: &mut TestRegister) -> Vec<Json> {
    let output = register.cse(["doctor", "--format", "json"]);
    let found: Json = serde_json::from_str(&output.out).unwrap_or_else(|e| panic!("{e}: {output}"));
    let found = found.as_array().unwrap().clone();
    let is_wrong = found.iter().any(|one| one["grade"] != "notice");
    let exit = if is_wrong { Exit::Problem } else { Exit::Done };
    assert_eq!(output.exit, exit, "{output}");
    for one in &found {
        for key in ["rule", "message", "means"] {
            assert!(one[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {one}");
        }
        let answered = one["repair"].is_string() || one["next"].is_string();
        assert!(answered, "neither repair nor next: {one}");
        let message = one["message"].as_str().unwrap();
        assert!(!message.ends_with('.'), "{one}");
    }
    found
}

/// Breaks a register; `doctor` names the cause, and without consent nothing changes.
#[track_caller]
fn broken(rule: &str, file: &str, how: impl Fn(&TestRegister)) -> (TestRegister, Vec<String>) {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    assert_eq!(before.len(), 2);
    how(&register);
    named(&mut register, rule, file);
    (register, before)
}

/// `doctor` names a cause, and without consent nothing changes.
#[track_caller]
fn named(register: &mut TestRegister, rule: &str, file: &str) -> Json {
    let broken = state(&register.root());
    let found = found(register);
    let is = |one: &&Json| one["rule"] == rule && one["file"] == file;
    let one = found.iter().find(is).cloned();
    let one = one.unwrap_or_else(|| panic!("no {rule} of {file} in {found:#?}"));
    let table = register.cse(["doctor"]).out;
    assert!(table.contains(&format!("(rule {rule})")), "{table}");
    let is_reparable = found.iter().any(|one| one["repair"].is_string());
    let output = register.cse(["doctor", "--repair"]);
    assert_eq!(output.exit == Exit::Usage, is_reparable, "{output}");
    assert_eq!(state(&register.root()), broken, "something changed without consent");
    one
}

/// Breaks a register, which `doctor` then repairs wholly.
#[track_caller]
fn cured(rule: &str, file: &str, how: impl Fn(&TestRegister)) -> TestRegister {
    let (mut register, before) = broken(rule, file, how);
    let said = repaired(&mut register);
    assert!(said.ends_with(SOUND), "{said}");
    works(&mut register, &before);
    register
}

/// Repairs with consent: nothing is thrown away, all that changed is said, and doing it again
/// changes nothing.
#[track_caller]
fn repaired(register: &mut TestRegister) -> String {
    let broken = state(&register.root());
    let output = register.cse(["doctor", "--repair", "--yes"]);
    assert!(matches!(output.exit, Exit::Done | Exit::Problem), "{output}");
    let said = output.out;
    let mended = state(&register.root());
    for (file, was) in &broken {
        if mended.get(file) == Some(was) || is_scratch(file) {
            continue;
        }
        let names = |path: &Path| said.contains(&format!("{}: ", path.display()));
        let is_said = Path::new(file).ancestors().any(names);
        assert!(is_said, "nothing was said of {file}:\n{said}");
        let is_kept = was.1.is_empty() || mended.values().any(|(_, bytes)| *bytes == was.1);
        assert!(is_kept, "{file} is nowhere any more");
    }
    let aside = fs::metadata(at(register, ".git/cse-aside"));
    assert!(aside.is_err() || aside.unwrap().permissions().mode() & 0o777 == 0o700);
    let again = register.cse(["doctor", "--repair", "--yes"]);
    assert!(!again.out.contains("moved to"), "{again}");
    let kept = |state: State| -> State {
        state.into_iter().filter(|(file, _)| !is_scratch(file)).collect()
    };
    assert_eq!(kept(state(&register.root())), kept(mended), "a second repair changed something");
    said
}

/// Reading, recording, checking and git work, and every case is there.
#[track_caller]
fn works(register: &mut TestRegister, before: &[String]) {
    assert_eq!(cases(register), before);
    register.cse(["due"]).done();
    register.cse(["verify"]).done();
    register.cse(["check"]).done();
    note(register).done();
    assert_eq!(register.git(&["status", "--porcelain", "--untracked-files=all"]), "");
    register.git(&["fsck", "--strict"]);
    let found = found(register);
    assert!(found.iter().all(|one| one["grade"] == "notice"), "{found:#?}");
}

/// What cse makes anew each time it writes: its lock, and its second name for git's index.
fn is_scratch(file: &str) -> bool {
    [".git/cse.lock", ".git/cse-tmp/index"].contains(&file)
}

/// Breaks a register in a way that cannot be repaired here: it says what to do next.
#[track_caller]
fn told(rule: &str, file: &str, how: impl Fn(&TestRegister)) -> (TestRegister, Json) {
    let (mut register, _) = broken(rule, file, how);
    let one = named(&mut register, rule, file);
    assert!(one["next"].is_string(), "{one}");
    let before = state(&register.root());
    let output = register.cse(["doctor", "--repair", "--yes"]);
    if one["repair"].is_null() && one["grade"] == "grave" {
        assert_eq!(output.exit, Exit::Problem, "{output}");
    }
    for (file, was) in before {
        let now = state(&register.root());
        let is_there = now.get(&file) == Some(&was) || now.values().any(|(_, b)| *b == was.1);
        assert!(is_there || is_scratch(&file), "{file} is nowhere any more");
    }
    (register, one)
}

#[test]
fn a_sound_register_is_said_to_be_sound_and_nothing_changes() {
    let mut register = whole();
    let before = state(&register.root());
    assert_eq!(register.cse(["doctor"]).done(), SOUND);
    assert_eq!(register.json(["doctor"]), serde_json::json!([]));
    let csv = register.cse(["doctor", "--format", "csv"]).done();
    assert_eq!(csv, "rule,grade,file,line,message,means,repair,next\n");
    assert_eq!(register.cse(["doctor", "--repair"]).done(), SOUND);
    assert_eq!(register.cse(["doctor", "--repair", "--yes"]).done(), SOUND);
    assert_eq!(state(&register.root()), before);
    for pathway in ["hounslow", "achieving-for-children"] {
        let mut sample = TestRegister::sample(pathway, "2026-11-20T09:00:00Z");
        sample.cse(["sample", "--cases", "20", "--seed", "7"]).done();
        assert_eq!(sample.cse(["doctor"]).done(), SOUND);
    }
}

#[test]
fn what_is_no_register_is_left_alone() {
    let mut none = TestRegister::no_register();
    none.cse(["doctor"]).failed(Exit::Fault);
    none.git(&["init", "-q", "-b", "main"]);
    write(&none, ".git/hooks/pre-commit", "#!/bin/sh\n");
    let before = state(&none.root());
    none.cse(["doctor", "--repair", "--yes"]).failed(Exit::Fault);
    assert_eq!(state(&none.root()), before);
    none.leave_dirty();
}

#[test]
fn several_things_are_repaired_at_once_and_what_hid_behind_them_too() {
    cured("head-missing", ".git/HEAD", |register| {
        let record = record(register);
        write(register, ".git/index", "");
        write(register, ".git/config", "[core\n\0");
        write(register, &record, "");
        remove(register, "cse.yaml");
        remove(register, ".git/HEAD");
    });
}
