//! A mistake of the program itself, made on purpose in a process of its own: what was being read
//! stands in no word of what is said.

use std::io::Read;
use std::process::Command;

use cse::cli::{Env, Exit, Terminal, Vars, defect, run};

use crate::targets::now;
use crate::world::{CANARY, World};

/// Says to the test below that it is the process which is to panic.
const PANICS: &str = "CSE_HOSTILE_PANICS";

/// Input that makes the program fall over text, as a mistake of its own would.
struct Falls;

impl Read for Falls {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        let text = format!("é{CANARY}");
        // Within a letter: Rust's own words would quote all of the text.
        Ok(text[std::hint::black_box(1)..].len())
    }
}

#[test]
fn a_mistake_of_the_program_tells_nothing_of_what_it_read() {
    let Some(json) = std::env::var_os(PANICS) else { return falls() };
    let dir = std::env::var_os("CSE_REGISTER").unwrap();
    defect::quiet();
    let mut args = vec!["new-referral", "--as", "social-worker", "--from", "-"];
    args.extend((json == "json").then_some("--format=json"));
    let exit = run(&mut Env {
        args: args.into_iter().map(Into::into).collect(),
        dir: dir.into(),
        vars: Vars::default(),
        input: &mut Falls,
        out: &mut std::io::stdout(),
        err: &mut std::io::stderr(),
        now: now(),
        random: &mut |_| Ok(()),
        terminal: Terminal::default(),
    });
    assert_eq!(exit, Exit::Fault);
}

/// Runs this very test again, as the process that panics.
fn falls() {
    let mut world = World::new();
    let at = world.register().display().to_string();
    world.done(&["init", &at, "--pathway", "hounslow"], "");
    for json in ["no", "json"] {
        let own = std::env::current_exe().unwrap();
        let test = "panics::a_mistake_of_the_program_tells_nothing_of_what_it_read";
        let output = Command::new(own)
            .args([test, "--exact", "--nocapture"])
            .env(PANICS, json)
            .env("CSE_REGISTER", world.register())
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let all = format!("{output:?}");
        assert!(
            all.contains("this is a mistake of cse itself, at tests/hostile/panics.rs:"),
            "{all}"
        );
        assert!(!all.contains(CANARY), "{all}");
        assert_eq!(json == "json", all.contains(r#"{\"error\":{\"kind\":\"fault\""#), "{all}");
    }
}

#[test]
fn the_program_hushes_its_panics_before_anything_else() {
    let main = include_str!("../../src/main.rs");
    let body = main.split("fn main() -> ExitCode {").nth(1).unwrap();
    assert!(body.trim_start().starts_with("cse::cli::defect::quiet();"));
}
