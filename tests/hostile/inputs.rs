//! Every target with as many made-up inputs as there is time for: none panics, none takes more than
//! two seconds or 256 MiB, and what each target promises holds.

use std::io::Write;
use std::sync::atomic::Ordering;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::bounds::{Cost, within};
use crate::lines;
use crate::make;
use crate::targets::lines::ENDED;
use crate::targets::{self, ALL, files};

/// How many cases each target gets where nothing else is said.
const USUAL: u32 = 500;

fn cases() -> u32 {
    let said = std::env::var("CSE_HOSTILE").ok();
    said.map_or(USUAL, |text| text.parse().expect("CSE_HOSTILE is a number"))
}

/// The seed of a run, unless another is said; so a failure is found again.
fn seed() -> u64 {
    let said = std::env::var("CSE_HOSTILE_SEED").ok();
    said.map_or(1, |text| text.parse().expect("CSE_HOSTILE_SEED is a number"))
}

/// Gives a target its cases, and says what the dearest cost.
fn run(name: &str, made: impl Strategy<Value = Vec<u8>>) {
    run_some(name, made, cases(), seed());
}

fn run_some(name: &str, made: impl Strategy<Value = Vec<u8>>, cases: u32, seed: u64) {
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 2000,
        ..ProptestConfig::with_cases(cases)
    };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let dearest = std::cell::Cell::new(Cost::default());
    let done = runner.run(&made, |input| {
        let cost = std::panic::catch_unwind(|| within(|| targets::run(name, &input)));
        match cost {
            Ok(cost) => dearest.set(dearest.get().or(cost)),
            Err(_) => return Err(TestCaseError::fail("it broke a promise, said above")),
        }
        Ok(())
    });
    match done {
        Ok(()) => {}
        Err(TestError::Fail(_, input)) => {
            panic!("{name}: at least, of {:?}", String::from_utf8_lossy(&input));
        }
        Err(error @ TestError::Abort(_)) => panic!("{name}: {error}"),
    }
    let Cost { took, held } = dearest.get();
    say(&format!("{name}: {cases} inputs, at most {took:.1?} and {} KiB", held >> 10));
}

/// Says something beside the tests, also where they pass: what was tried is worth knowing.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "hostile: {text}");
}

fn shipped(names: &[&str]) -> Vec<Vec<u8>> {
    let wanted = |path: &str| names.iter().any(|name| path.starts_with(name));
    files().iter().filter(|(path, _)| wanted(path)).map(|(_, bytes)| bytes.clone()).collect()
}

/// The words of files, as keys and values of a grammar.
fn words(files: &[Vec<u8>]) -> Vec<String> {
    let text = files.iter().map(|file| String::from_utf8_lossy(file)).collect::<String>();
    let word = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut words: Vec<String> = text.split_whitespace().map(word).collect();
    words.retain(|word| !word.is_empty() && word.len() < 30);
    words.sort();
    words.dedup();
    words
}

/// All kinds of input that a file may be.
fn any_file(seeds: &[Vec<u8>]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let words = words(seeds);
    prop_oneof![
        4 => make::of_files(seeds.to_vec()),
        2 => make::of_parts(seeds.to_vec()),
        3 => make::of_grammar(words),
        1 => make::of_pieces(),
        1 => make::of_noise(),
    ]
}

const RECORD: &[u8] = include_bytes!("corpus/record.yaml");

#[test]
fn any_yaml_is_a_tree_or_refused() {
    run("node", any_file(&shipped(&["facts", "statutory"])));
}

#[test]
fn any_record_is_read_or_refused() {
    run("record", any_file(&[RECORD.to_vec()]));
}

#[test]
fn any_dictionary_is_read_or_refused() {
    run("dictionary", any_file(&shipped(&["shared-facts", "facts"])));
}

#[test]
fn any_pathway_is_read_or_refused() {
    run("pathway", any_file(&shipped(&["pathway"])));
}

#[test]
fn any_statutory_file_is_read_or_refused() {
    run("statutory", any_file(&shipped(&["statutory"])));
}

#[test]
fn any_facts_are_taken_or_refused() {
    let yaml =
        String::from_utf8_lossy(RECORD).split("facts:\n").nth(1).unwrap().replace("\n  ", "\n");
    let json =
        br#"{"child": {"name": "Zo\u00eb Invented"}, "persons": [{"name": "x"}], "route": "new"}"#;
    run("from", any_file(&[yaml.trim_start().into(), json.to_vec()]));
}

#[test]
fn any_value_is_taken_or_refused() {
    let items = [
        "place=station",
        "name=A, B,description=tall,role=x",
        "agency=police,name=D. S. Invented",
        "red",
        "yes",
        "2026-11-21",
        "21/11/2026 09:30",
        "yesterday 15:00",
        "next friday",
        "12",
        "a,b",
        "cin,lac",
        "...",
    ];
    let seeds: Vec<Vec<u8>> = items.iter().map(|text| text.as_bytes().to_vec()).collect();
    let text = prop_oneof![
        3 => make::of_files(seeds),
        1 => make::of_pieces(),
        1 => make::of_noise(),
        2 => "\\PC{0,30}".prop_map(String::into_bytes),
    ];
    let which = any::<[u8; 2]>();
    run("values", (which, text).prop_map(|(which, text)| [&which[..], &text].concat()));
}

#[test]
fn any_date_is_read_or_refused() {
    let dates = [
        "2026-11-21",
        "21/11/2026",
        "Sat 21 Nov 2026",
        "21 November 2026 09:30",
        "2026-11-21T09:30:00Z",
        "2026-10-25T01:30:00+01:00",
        "yesterday 15:00",
        "next friday 9am",
        "in 3 days",
        "2 weeks ago",
        "+40d",
        "25/10/2026 01:30 BST",
        "29/03/2026 01:30",
        "31/12/9999 23:59",
        "noon",
        "now",
    ];
    let seeds: Vec<Vec<u8>> = dates.iter().map(|text| text.as_bytes().to_vec()).collect();
    let text = prop_oneof![
        5 => make::of_files(seeds),
        1 => make::of_pieces(),
        1 => make::of_noise(),
        2 => "[0-9/.:T+Z -]{0,30}".prop_map(String::into_bytes),
    ];
    run("dates", text);
}

#[test]
fn any_id_is_read_or_refused() {
    let checkpoint = "cse-checkpoint: 1\nregister: r-1\ncommit: 0123456789012345678901234567890123456789\n\
                      commits: 12\ncommitted: 2026-11-21T09:41:12Z\n";
    let hash = "0123456789abcdef".repeat(4);
    let ids =
        [checkpoint, &hash, &hash[..40], "CSE-2026-7K3Q9FX", "20261102T100000Z-note-d5bff274.yaml"];
    let seeds: Vec<Vec<u8>> = ids.iter().map(|text| text.as_bytes().to_vec()).collect();
    let text = prop_oneof![
        5 => make::of_files(seeds),
        1 => make::of_noise(),
        2 => "(CSE|cse)-20[0-9]{2}-[0-9A-Za-zé]{6,8}".prop_map(String::into_bytes),
    ];
    run("ids", text);
}

#[test]
fn any_template_is_made_or_refused() {
    let seeds: Vec<Vec<u8>> =
        cse::pathway::shipped::of_documents(files()).into_iter().map(|(_, bytes)| bytes).collect();
    let words = words(&seeds);
    let head = "---\ntitle: x\nversion: 1\naudiences: [internal]\nfacts: [child.*, persons, locations]\n---\n";
    let below =
        prop_oneof![make::of_parts(seeds.clone()), make::of_pieces(), make::of_grammar(words)];
    let below = below.prop_map(move |body| [head.as_bytes(), &body].concat());
    run("templates", prop_oneof![3 => make::of_files(seeds), 3 => below, 1 => make::of_noise()]);
}

/// Each line reads the pathway and makes the commands anew, as each run of the program does. So this
/// takes longest of all, and all processors share it; a twentieth is meant to write.
#[test]
fn any_command_line_is_obeyed_or_refused() {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = u32::try_from(threads).unwrap();
    let some = |at: u32| {
        run_some("lines", lines::any_line(), cases().div_ceil(share), seed() + u64::from(at));
    };
    std::thread::scope(|scope| {
        (0..share).for_each(|at| drop(scope.spawn(move || some(at))));
    });
    let [done, refused, wrong, _, fault, wrote] =
        ENDED.each_ref().map(|ended| ended.load(Ordering::Relaxed));
    say(&format!("lines: {done} done, {refused} refused, {wrong} wrong; {wrote} wrote something"));
    assert!(done > cases() / 10 && wrote > cases() / 100, "was most of it nonsense?");
    assert!([refused, wrong, fault].iter().all(|ended| *ended > 0), "{ENDED:?}");
}

/// Inputs by which libFuzzer once broke a target, named after it.
#[test]
fn what_was_found_once_is_not_found_again() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile/corpus/found");
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().into_string().unwrap();
        let target = name.split('-').next().unwrap();
        let bytes = std::fs::read(entry.path()).unwrap();
        let cost = std::panic::catch_unwind(|| within(|| targets::run(target, &bytes)));
        assert!(cost.is_ok(), "{name}: what it broke is said above");
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn every_target_is_here_and_in_the_folder_for_libfuzzer() {
    let fuzz = include_str!("../../fuzz/Cargo.toml");
    let here = include_str!("inputs.rs");
    for (name, _) in ALL {
        assert!(fuzz.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        assert!(here.contains(&format!("(\"{name}\", ")), "{name}");
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
        let text = std::fs::read_to_string(file.join(format!("{name}.rs"))).unwrap();
        assert!(text.contains(&format!("targets::run(\"{name}\", bytes)")), "{name}");
    }
    assert_eq!(fuzz.matches("[[bin]]").count(), ALL.len());
}
