//! Every command that prints, in every format, of a register whose every text is hostile: nothing
//! that is printed steers a terminal or begins a formula in a spreadsheet.

use std::process::Output;

use crate::authority::{self, KINDS, PHRASE, mark};
use crate::targets::lines::{is_bad, is_unseen};
use crate::targets::pathway;
use crate::world::{World, commands, facts};

/// Each character that may not be printed, and that a text of a record may hold.
fn hostile() -> String {
    let all = (0x80..=0xe_0fff_u32).filter_map(char::from_u32);
    let bad = all.filter(|c| is_bad(*c) && (!c.is_control() || *c == '\u{85}'));
    // Not every tag: two names of them say as much as all.
    let few = bad.filter(|c| !('\u{e0003}'..'\u{e0ffe}').contains(c));
    format!("=1+1 {} Invented", few.map(|c| format!("{c}x")).collect::<String>())
}

fn world() -> World {
    let mut world = World::new();
    let at = world.register().display().to_string();
    world.done(&["init", &at, "--pathway", "hounslow"], "");
    let text = hostile();
    let refer = ["new-referral", "--as", "social-worker", "--from", "-", "--format", "json"];
    let answer = world.done(&refer, &facts(&text));
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    answer["case"].as_str().unwrap().clone_into(&mut world.case);
    let case = world.case.clone();
    std::fs::write(world.path().join("out").join("\u{2066}\u{202e}.txt"), "x").unwrap();
    let note =
        ["note", &case, "--as", "social-worker", "--from", "-", "--attach", "\u{2066}\u{202e}.txt"];
    world.done(&note, &format!("note.text: {}\n", serde_json::to_string(&text).unwrap()));
    world.done(&["meeting", "add", "mase", "2026-12-11 14:00", "--as", "ev-coordinator"], "");
    authority::spoil(&world);
    // By a worker who is listed, in a pathway whose every text is hostile.
    let informed = ["new-information", &case, "--as", "social-worker", "--from", "-"];
    world.done(&informed, "child.ethnicity: not-asked\nreferrer.agency: police\n");
    world
}

/// Fails where either output holds a character that it may not. A document is printed as it would be
/// written: what is merely not seen stays in it, for some languages are written with it.
#[track_caller]
fn safe(args: &[&str], output: &Output) {
    let is_document = args[0] == "render";
    for bytes in [&output.stdout, &output.stderr] {
        let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{args:?}: {e}"));
        if let Some(c) = text.chars().find(|c| is_bad(*c) && !(is_document && is_unseen(*c))) {
            let line = text.lines().find(|line| line.contains(c)).unwrap_or_default();
            panic!("cse {args:?} prints U+{:04X}:\n{}", u32::from(c), line.escape_debug());
        }
    }
}

/// Fails where a cell begins as a formula does.
#[track_caller]
fn no_formula(args: &[&str], output: &Output) {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&*output.stdout);
    for row in reader.records() {
        for cell in &row.unwrap_or_else(|e| panic!("{args:?}: {e}")) {
            let skipped = |c: char| c.is_whitespace() || is_bad(c) || c == '\u{fffd}';
            let rest = cell.trim_start_matches(skipped);
            let starts = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
            assert!(!rest.starts_with(starts), "cse {args:?}: {cell:?}");
            assert!(!cell.starts_with(['\t', '\r']), "cse {args:?}: {cell:?}");
        }
    }
}

/// What shows the rest of what an authority writes: every page of help, what a step says when it is
/// taken, what refuses it, and a date that days off moved.
fn of_the_authority(case: &str) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = pathway()
        .steps
        .iter()
        .map(|step| vec![step.name.to_string(), "--help".to_owned()])
        .collect();
    let lines = "help|new-referral --as social-worker --from -|screen CASE --rag blue --as mash-manager --screening-rationale x|\
                 close CASE --as social-worker|explain CASE screening-tool|\
                 render 87a CASE --for internal --format html|render chronology CASE --for internal --format md";
    let words = |line: &str| {
        line.trim().split(' ').map(|w| w.replace("CASE", case).replace('_', " ")).collect()
    };
    all.extend(lines.split('|').map(words));
    let note = ["note", case, "--as", "social-worker", "--note-text", PHRASE];
    all.push(note.map(str::to_owned).to_vec());
    all
}

#[test]
fn nothing_that_is_printed_steers_anything() {
    let mut world = world();
    let case = world.case.clone();
    let (mut marks, mut cells, mut said) = (0, 0, String::new());
    for command in commands(&case).into_iter().chain(of_the_authority(&case)) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let own = words[0] == "render" || words.contains(&"--format");
        let is_help = words.contains(&"--help");
        for format in if own || is_help { &["table"][..] } else { &["table", "json", "csv"] } {
            let more = ["--format", format];
            let args = [&words[..], if own { &[] } else { &more }].concat();
            let output = world.run(&args, "child.name: x\nroute: allocated\nconcern.summary: y\n");
            safe(&args, &output);
            // These give no rows, whatever was asked.
            let text = ["summary", "chronology", "note"].contains(&words[0])
                || matches!(words[..], ["pathway" | "template", "check"]);
            if *format == "csv" && !text {
                no_formula(&args, &output);
                cells += String::from_utf8_lossy(&output.stdout).matches("'=").count();
            }
            marks += String::from_utf8_lossy(&output.stdout).matches('\u{fffd}').count();
            for bytes in [&output.stdout, &output.stderr] {
                said.push_str(&String::from_utf8_lossy(bytes));
            }
        }
    }
    assert!(marks > 500 && cells > 10, "{marks} marks and {cells} cells: was it hostile at all?");
    let unseen: Vec<_> = KINDS.iter().filter(|kind| !said.contains(&mark(kind))).collect();
    assert!(unseen.is_empty(), "what no command printed: {unseen:?}");
}

#[test]
fn an_error_says_what_was_typed_and_steers_nothing() {
    let mut world = World::new();
    let at = world.register().display().to_string();
    world.done(&["init", &at, "--pathway", "hounslow"], "");
    let odd = "\u{1b}[31m\u{9b}2J\u{7f}\u{8}\u{202e}\u{2066}\u{200b}\u{200d}\u{e0041}\u{2028}z";
    let flag = format!("--{odd}");
    for args in [
        &[odd][..],
        &[&flag],
        &["due", &flag],
        &["due", odd],
        &["show", odd],
        &["note", odd, "--as", "social-worker"],
        &["due", "--as", odd],
        &["due", "--format", odd],
        &["due", "--within", odd],
        &["due", "--as-of", odd],
        &["-C", odd, "due"],
        &["init", odd, "--pathway", odd],
        &["new-referral", "--as", "social-worker", "--route", odd],
        &["new-referral", "--as", "social-worker", "--from", odd],
        &[
            "new-referral",
            "--as",
            "social-worker",
            "--attach",
            odd,
            "--child-name",
            "x",
            "--route",
            "new",
            "--concern-summary",
            "y",
        ],
        &["new-referral", "--as", "social-worker", "--persons", odd],
        &["new-referral", "--as", "social-worker", "--child-date-of-birth", odd],
        &["new-referral", "--as", "mash-manager", "--child-name", odd],
        &["meeting", "add", odd, odd],
        &["pathway", "check", odd],
        &["pathway", "diff", odd, odd],
        &["template", "check", odd],
        &["render", odd, odd],
        &["missing", odd, "--for", odd],
        &["drafts", "--discard", odd],
        &["search", odd],
        &["verify", "--against", odd],
        &["help", odd],
        &["demo", "--keep", odd],
        &["sample", odd],
        &["amend", odd, odd, "--reason", odd],
        &["waive", odd, odd, "--reason", odd],
    ] {
        for format in [&[][..], &["--errors=json"], &["--format=json"], &["--color=always"]] {
            let args = [args, format].concat();
            safe(&args, &world.cse(&args, ""));
        }
    }
    let odd = serde_json::to_string(odd).unwrap().replace('z', "\\u001b");
    for input in [
        format!("{odd}: {odd}\n"),
        format!("child.name: {odd}\n"),
        format!("route: {odd}\n"),
        format!("persons: [{{{odd}: x}}]\n"),
        format!("{{{odd}: x"),
        format!("child.name: {odd} {odd}\n"),
    ] {
        let args = ["new-referral", "--as", "social-worker", "--from", "-"];
        safe(&args, &world.cse(&args, &input));
    }
}
