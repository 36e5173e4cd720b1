//! Command lines: the commands and options that there are, with values that are right, that belong
//! elsewhere, and that nobody would type.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::make;
use crate::targets::lines::{CASE, RECORD};
use crate::targets::pathway;
use crate::world::commands;

/// A command that there is, as the words that name it.
struct Known {
    words: Vec<String>,
    /// What it takes without a name.
    takes: Vec<String>,
    options: Vec<Opt>,
}

/// An option that there is, and the values that it says it takes.
#[derive(Clone)]
struct Opt {
    name: String,
    has_value: bool,
    values: Vec<String>,
}

fn known() -> Vec<Known> {
    let mut root = cse::cli::command(pathway());
    root.build();
    let mut all = Vec::new();
    below(&root, &[], &mut all);
    assert!(all.len() > 50, "{}", all.len());
    all
}

fn below(command: &clap::Command, words: &[String], all: &mut Vec<Known>) {
    let options = command.get_opts().map(|arg| Opt {
        name: match (arg.get_long(), arg.get_short()) {
            (Some(long), _) => format!("--{long}"),
            (None, short) => format!("-{}", short.unwrap_or('-')),
        },
        has_value: arg.get_action().takes_values(),
        values: arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect(),
    });
    let takes = command.get_positionals().map(|arg| arg.get_id().to_string());
    all.push(Known { words: words.to_vec(), takes: takes.collect(), options: options.collect() });
    let many = |sub: &&clap::Command| !matches!(sub.get_name(), "demo" | "help");
    for sub in command.get_subcommands().filter(many) {
        below(sub, &[words, &[sub.get_name().to_owned()]].concat(), all);
    }
}

/// Values that are right somewhere.
fn good() -> Vec<Vec<u8>> {
    let mut all: Vec<String> = "\
        CSE-2026|cse|-|facts.yaml|letter.txt|empty|large|link|folder|register|.|..|nowhere|made.md|made.docx|\
        hounslow|achieving-for-children|87a|chronology|internal|family|md|html|docx|pdf|json|csv|table|\
        note|screening-decision|strategy-meeting|pre-mase|mase|due|14d|5wd|1|2|yes|no|red|new|lac|...|a,b|\
        name=x,description=y|agency=police,name=x|someone:team-manager|today|yesterday 15:00|2026-11-20|\
        21/11/2026|2026-12-24T10:00|1900-01-01|9999-12-31|a reason|a"
        .split('|')
        .map(str::to_owned)
        .collect();
    all.extend([CASE, &CASE.to_lowercase(), RECORD].map(str::to_owned));
    all.extend(pathway().roles.iter().map(|role| role.name.to_string()));
    all.into_iter().map(String::into_bytes).collect()
}

/// Values that are right nowhere.
fn odd() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "--",
        "-",
        "---",
        "--=",
        "-x",
        "=",
        "=1+1",
        "\u{1b}[2J\u{1b}[97;107m",
        "\u{9b}31m\u{7f}\u{8}\u{7}",
        "\u{202e}\u{2066}x\u{2069}",
        "\u{200b}\u{200d}\u{feff}\u{ad}",
        "\u{e0041}\u{2028}\u{85}",
        "\r\n",
        "a\nb",
        "'\"`$(x)\\",
        "{}{{ x }}{%",
        "%s%n%d",
        "99999999999999999999",
        "-1",
        "1e999",
        "0x10",
        "2026-02-30",
        "in 99999999999999 days",
        "CSE-2026-00000O0",
        "CSE-0000-AAAAAAA",
        "*",
        "HEAD",
        "refs/heads/main",
        ":",
        "a=",
        "=a",
        ",,,",
        "name=,name=",
        "ＣＳＥ",
        "é\u{301}\u{301}\u{301}",
        "👩\u{200d}👩",
        "help",
    ];
    let long = ["x".repeat(100_000), "=,".repeat(30_000), "\u{1b}".repeat(50_000)];
    let bytes: [&[u8]; 4] = [b"\xff", b"--\xff\xfe", b"a\xed\xa0\x80", b"\xc3"];
    let texts = texts.map(str::to_owned).into_iter().chain(long).map(String::into_bytes);
    texts.chain(bytes.map(<[u8]>::to_vec)).collect()
}

/// What may be read from the standard input.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let right = [
        include_str!("corpus/facts.yaml").to_owned(),
        "note.text: x\n".to_owned(),
        "{\"note.text\": \"\\u001b[2J\\u202e\"}".to_owned(),
        "concern.summary: \"\\e[31m\\u2066\"\nroute: new\nchild.name: A. Invented\n".to_owned(),
    ];
    prop_oneof![
        2 => Just(Vec::new()),
        3 => make::of_files(right.map(String::into_bytes).to_vec()),
        1 => make::of_pieces(),
    ]
}

/// Lines that work, and by which something is written.
fn writing() -> Vec<Vec<u8>> {
    let lines = "\
        new-referral --as social-worker --from facts.yaml|note CASE --as social-worker --note-text x|\
        note CASE --as social-worker --from facts.yaml --draft|\
        note CASE --as social-worker --note-text x --attach letter.txt --at yesterday|\
        amend CASE RECORD --reason x --concern-summary y --as social-worker|\
        waive CASE screening-tool --reason x --as service-manager|\
        extend CASE police-referral --reason x --as service-manager --until 2026-12-31|\
        meeting add mase 2026-12-12T14:00 --as ev-coordinator|render chronology CASE --for internal -o made.md|\
        issue chronology CASE --to internal --recipient x -o made.docx --as social-worker|\
        adopt --as social-worker|verify|doctor --repair|init new --pathway folder|pathway adopt folder --as ev-coordinator";
    let words =
        |line: &str| line.replace("CASE", CASE).replace("RECORD", RECORD).replace(' ', "\0");
    lines.split('|').map(|line| words(line.trim()).into_bytes()).collect()
}

/// Lines that work, and by which nothing is written.
fn reading() -> Vec<Vec<u8>> {
    commands(CASE).iter().map(|words| words.join("\0").into_bytes()).collect()
}

/// Values that are right after an option of this name.
fn right(option: &Opt) -> Vec<Vec<u8>> {
    let of = |values: &str| values.split('|').map(|value| value.as_bytes().to_vec()).collect();
    match option.name.as_str() {
        "--as" => pathway().roles.iter().map(|role| role.name.to_string().into_bytes()).collect(),
        "--from" | "--attach" => of("-|facts.yaml|letter.txt|empty"),
        "--at" => of("today|yesterday 15:00|2026-11-20|21/11/2026 09:00"),
        "--as-of" | "--known-at" => of("today|yesterday|2026-12-24T10:00|2027-02-01"),
        "--reason" | "--override" | "--recipient" => of("a reason|\u{202e}=1+1"),
        "--for" | "--to" => of("internal|family|police|2026-12-24"),
        "-C" => of("register|.|link"),
        _ => option.values.iter().map(|value| value.clone().into_bytes()).collect(),
    }
}

/// One word of a line, by how it was drawn: mostly what is right there.
fn word(right: &[Vec<u8>], good: &[Vec<u8>], odd: &[Vec<u8>], (how, at, text): &Drawn) -> Vec<u8> {
    let pick = |of: &[Vec<u8>]| of.get(at.index(of.len().max(1))).cloned().unwrap_or_default();
    match how {
        0..=5 if !right.is_empty() => pick(right),
        0..=6 => pick(good),
        7..=8 => pick(odd),
        _ => text.clone().into_bytes(),
    }
}

/// How a word is chosen: of which kind, which of them, and a text.
type Drawn = (u8, Index, String);

fn drawn() -> impl Strategy<Value = Drawn> {
    (0..10_u8, any::<Index>(), "[^\0]{0,12}")
}

/// Any line, after the byte and the input that come before it.
pub fn any_line() -> impl Strategy<Value = Vec<u8>> {
    let (known, good, odd) = (known(), good(), odd());
    let (reading, writing) = (reading(), writing());
    let of_case = [CASE.as_bytes().to_vec()];
    let stray: Vec<Opt> = known.iter().flat_map(|known| known.options.clone()).collect();
    let made = (
        any::<Index>(),
        prop::bool::weighted(0.1),
        vec(drawn(), 1..4),
        vec((any::<Index>(), 0..12_u8, drawn()), 0..4),
    );
    let made = made.prop_map(move |(which, more, takes, options)| {
        let known = &known[which.index(known.len())];
        let mut line: Vec<Vec<u8>> = known.words.iter().map(|w| w.clone().into_bytes()).collect();
        // One more than it takes, now and then.
        for (at, drawn) in takes.iter().enumerate().take(known.takes.len() + usize::from(more)) {
            let is_case = known.takes.get(at).is_some_and(|takes| takes == "case");
            line.push(word(if is_case { &of_case } else { &[] }, &good, &odd, drawn));
        }
        for (which, how, drawn) in options {
            let own = how > 0 && !known.options.is_empty();
            let all = if own { &known.options } else { &stray };
            let option = &all[which.index(all.len())];
            let value = word(&right(option), &good, &odd, &drawn);
            match how {
                1 => line.push([option.name.as_bytes(), b"=", &value].concat()),
                _ => line.push(option.name.clone().into_bytes()),
            }
            if option.has_value && how > 2 {
                line.push(value);
            }
        }
        line.join(&0)
    });
    // A share is meant to write, and so takes longer; the demonstration makes a register and ten cases.
    let line = prop_oneof![
        600 => made.boxed(),
        100 => select(reading.clone()),
        200 => make::of_files(reading),
        50 => select(writing.clone()),
        100 => make::of_files(writing),
        50 => vec("[^\0]{0,20}", 0..6).prop_map(|words| words.join("\0").into_bytes()),
        30 => make::of_noise(),
        1 => make::of_files(vec![b"demo\0--keep\0kept".to_vec()]),
    ];
    (any::<u8>(), input(), line).prop_map(|(around, input, line)| {
        let input: Vec<u8> = input.into_iter().filter(|byte| *byte != 0).collect();
        [&[around][..], &input, &[0], &line].concat()
    })
}
