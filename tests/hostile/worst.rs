//! Inputs that were made to cost as much as they can, for every target: the largest files that are
//! taken at all, nested, doubled, or made of as many parts as there are bytes.

use crate::bounds::{Cost, within};
use crate::inputs::say;
use crate::targets::ALL;

/// The largest file that is taken at all.
const LARGE: usize = 8 << 20;
/// Where the program was built for finding mistakes, it takes several times as long, and so much
/// of each input is tried.
const SLOW: bool = cfg!(debug_assertions);

fn bomb(each: usize) -> String {
    (1..12).fold("a0: &a0 [x]\n".to_owned(), |all, n| {
        let aliases = vec![format!("*a{}", n - 1); each].join(", ");
        format!("{all}a{n}: &a{n} [{aliases}]\n")
    })
}

/// Each with a name for the message.
fn worst() -> Vec<(&'static str, Vec<u8>)> {
    let lines = |line: &str| line.repeat(LARGE / line.len());
    let keys: String = (0..LARGE / 12).map(|n| format!("k{n:08}: x\n")).collect();
    let steps: String = (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let all = [
        ("a text", format!("a: {}", "x".repeat(LARGE))),
        ("a key", format!("{}: x", "k".repeat(LARGE))),
        ("a quoted text", format!("a: \"{}\"", "\\n".repeat(LARGE / 2))),
        ("a list in brackets", format!("a: [{}x]", "x,".repeat(LARGE / 2))),
        ("lists in brackets", format!("a: [{}x]", "[],".repeat(LARGE / 3))),
        ("maps in brackets", format!("a: [{}x]", "{},".repeat(LARGE / 3))),
        ("items", lines("- x\n")),
        ("empty items", lines("-\n")),
        ("keys", keys),
        ("one key", lines("a: x\n")),
        ("questions", lines("? ")),
        ("blank lines", lines("\n")),
        ("comments", lines("#\n")),
        ("documents", lines("---\n")),
        ("anchors", lines("&a ")),
        ("tags", lines("!a ")),
        ("aliases", bomb(10)),
        ("wide aliases", bomb(10_000)),
        ("merges", format!("a: &a {{b: c}}\n{}", "d: {<<: *a}\n".repeat(100_000))),
        ("deep brackets", format!("a: {}", "[".repeat(LARGE))),
        ("deep maps", "{a: ".repeat(LARGE / 4)),
        ("deep items", "- ".repeat(LARGE / 2)),
        ("deep keys", steps),
        ("a folded text", format!("a: >\n{}", " x\n".repeat(LARGE / 3))),
        ("spaces", " ".repeat(LARGE)),
        ("tabs", "\t".repeat(LARGE)),
        ("loops", format!("---\ntitle: x\n---\n{}", "{% for a in persons %}".repeat(10_000))),
        ("brackets", format!("---\ntitle: x\n---\n{{{{ {}", "(".repeat(200_000))),
        ("digits", "9".repeat(LARGE)),
        ("slashes", "1/".repeat(LARGE / 2)),
        ("words", "a ".repeat(LARGE / 2)),
        ("fields", format!("\0\0{}", "name=x,".repeat(LARGE / 7))),
        ("commas", format!("\0\0{}", ",".repeat(LARGE))),
        ("separators", format!("\0\0{}", "\u{1f}".repeat(LARGE))),
    ];
    let mut all: Vec<_> = all.map(|(name, text)| (name, text.into_bytes())).into();
    all.push(("no text", vec![0xff; LARGE]));
    all.push(("nothing", vec![0; LARGE]));
    let shorter = |most: usize| {
        let cut =
            all.iter().map(move |(name, bytes)| (*name, bytes[..bytes.len().min(most)].to_vec()));
        cut.collect::<Vec<_>>()
    };
    let half = shorter(LARGE / 32);
    all = if SLOW { half } else { [shorter(LARGE), half].concat() };
    all
}

#[test]
fn nothing_costs_more_than_two_seconds_and_256_mib() {
    let worst = worst();
    let (mut dear, mut dearest) = (Vec::new(), Cost::default());
    for (name, target) in ALL {
        // What is made once is no part of what an input costs.
        target(b"");
        for (input, bytes) in &worst {
            let cost = std::panic::catch_unwind(|| within(|| target(bytes)));
            match cost {
                Ok(cost) => dearest = dearest.or(cost),
                Err(panic) => {
                    let said = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                    dear.push(format!("{name}, {input} ({} bytes): {said:.200}", bytes.len()));
                }
            }
        }
    }
    assert!(dear.is_empty(), "\n{}\n", dear.join("\n"));
    let Cost { took, held } = dearest;
    say(&format!("{} worst for each, at most {took:.1?} and {} MiB", worst.len(), held >> 20));
}
