//! The invented register in `cases/`: what `cse` itself writes when the scripts in `cases/scripts/`
//! are typed. `UPDATE_CASES=1` makes it anew.
//!
//! A script has one command a line, after when it is typed and by whom; a line that begins with a
//! blank goes on with the line before:
//!
//! ```text
//! @2026-11-20T10:00:00Z ~mash-manager cse screen $CASE --rag blue
//!     --mash-checks-needed no
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cse::pathway::shipped;

use crate::common::{TestRegister, difference, words};

/// Files by their path below the folder of a pathway, as `2026/11/CSE-.../....yaml`.
type Files = BTreeMap<String, String>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

#[test]
fn the_sample_cases_are_what_the_program_writes() {
    let update = std::env::var_os("UPDATE_CASES").is_some();
    let mut kinds = 0;
    for pathway in shipped::names() {
        let (mut made, kept) = (Files::new(), records(&folder().join(pathway)));
        for script in files(&folder().join("scripts").join(pathway), "txt") {
            kinds += 1;
            let before = made.len();
            made.extend(replayed(pathway, &script));
            assert!(made.len() > before, "{} made nothing of its own", script.display());
        }
        if update {
            write(&folder().join(pathway), &kept, &made);
            continue;
        }
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>().join("\n");
        let differs = difference(&names(&kept), &names(&made));
        assert!(
            differs.is_empty(),
            "cases/{pathway} has other records than its scripts: {differs}"
        );
        for (name, text) in &made {
            let differs = difference(&kept[name], text);
            assert!(differs.is_empty(), "cases/{pathway}/{name}, {differs}");
        }
    }
    assert!(kinds >= 8, "one case of each kind is wanted");
}

/// The records of one case, made by typing its script into a register of its own.
fn replayed(pathway: &str, script: &Path) -> Files {
    let text = fs::read_to_string(script).unwrap().replace("\n ", " ");
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let name = script.file_stem().unwrap().to_str().unwrap();
    let moment = |line: &str| line.split_whitespace().next()?.strip_prefix('@').map(str::to_owned);
    let mut register = TestRegister::begun(pathway, &moment(lines[0]).unwrap());
    register.seed(name.bytes().fold(11, |seed, byte| seed * 31 % 1_000_003 + u64::from(byte)));
    for line in lines {
        let mut rest = line;
        if let Some(at) = moment(line) {
            register.at(&at);
            rest = &line[at.len() + 2..];
        }
        let typed = words(&rest.replace("$CASE", register.case()));
        let role = typed[0].strip_prefix('~').unwrap_or_else(|| panic!("who types: {line}"));
        let output = register.as_(role).cse(typed.iter().skip(2));
        assert_eq!(output.exit as u8, 0, "{name}: {line}\n{output}");
    }
    records(&register.root().join("cases"))
}

/// All records below a folder.
fn records(root: &Path) -> Files {
    let below = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    below
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "yaml"))
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|e| e == extension)).collect();
    files.sort();
    files
}

fn write(root: &Path, kept: &Files, made: &Files) {
    for name in kept.keys().filter(|name| !made.contains_key(*name)) {
        fs::remove_file(root.join(name)).unwrap();
    }
    for (name, text) in made {
        let file = root.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    // Folders that are left empty go too; one that holds something stays.
    for entry in walkdir::WalkDir::new(root).contents_first(true).into_iter().flatten() {
        if entry.file_type().is_dir() {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// Whatever the weekday, a register that is filled with the sample cases has something to show.
#[test]
fn the_sample_register_shows_a_mix_of_what_is_due() {
    for pathway in shipped::names() {
        for day in 20..27 {
            let now = format!("2026-11-{day}T17:30:00Z");
            let mut register = TestRegister::sample(pathway, &now);
            let due = register.json(["due"]);
            let states: Vec<&str> = due
                .as_array()
                .unwrap()
                .iter()
                .map(|line| line["state"].as_str().unwrap())
                .collect();
            for state in ["overdue", "upcoming"] {
                assert!(states.contains(&state), "{pathway}, {now}: nothing is {state}");
            }
            let table = register.cse(["due"]).done();
            assert!(table.ends_with("SAMPLE: every case in this register is invented.\n"));
        }
    }
}

/// The sample moves by whole weeks, over bank holidays and changes of the clock.
#[test]
fn the_sample_cases_are_clean_at_any_time_of_the_year() {
    for now in ["2027-01-02T00:30:00Z", "2027-03-28T12:00:00Z", "2028-10-29T00:30:00Z"] {
        for pathway in shipped::names() {
            TestRegister::sample(pathway, now).assert_clean();
        }
    }
}
