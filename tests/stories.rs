//! The stories: transcripts in Markdown that a person of the field can read and correct. Every
//! `console` block is run, and what the program says must be what the story says.
//!
//! The fence of a block says who acts, when, and how its last command ends:
//!
//! ```text
//! ~~~console ~mash-manager @2026-11-20T10:00:00Z (fail 1)
//! $ cse screen $CASE --rag blue
//! ```
//!
//! `$CASE` is the case that was opened last. The name of the file begins with the pathway's name, or
//! with that of a folder beside it. The folder is then a pathway of the story's own: the story begins
//! without a register, with that folder beside it, and makes the register itself.
//! `UPDATE_STORIES=1` writes what the program says into the stories.

use std::fs;
use std::path::{Path, PathBuf};

use cse::pathway::shipped;

use crate::common::{TestRegister, difference, words};

const FENCE: &str = "```";

/// A block that is run.
#[derive(Debug, Default, PartialEq)]
struct Fence<'a> {
    role: Option<&'a str>,
    at: Option<&'a str>,
    fails: u8,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

fn stories() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|e| e == "md")).collect();
    files.sort();
    files
}

#[test]
fn the_stories_are_true() {
    let update = std::env::var_os("UPDATE_STORIES").is_some();
    let mut wrong = String::new();
    for file in stories() {
        let told = fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap();
        let found = tell(name, &told);
        if update && found != told {
            fs::write(&file, &found).unwrap();
        } else if found != told {
            wrong.push_str(&format!("{name}.md, {}\n", difference(&told, &found)));
        }
    }
    assert!(wrong.is_empty(), "stories say otherwise than the program:\n{wrong}");
}

/// The story with what the program says in every block.
pub(crate) fn tell(name: &str, told: &str) -> String {
    let first = told.lines().find_map(|line| fence(line)?.at);
    let begun = first.unwrap_or_else(|| panic!("{name}.md: the first block must say when"));
    let shipped = shipped::names().into_iter().find(|pathway| name.starts_with(pathway));
    let mut register = match shipped {
        Some(pathway) => TestRegister::begun(pathway, begun),
        None => beside_a_pathway(name),
    };
    let desk = register.root().parent().unwrap().display().to_string();
    register.seed(name.bytes().fold(7, |seed, byte| seed * 31 % 1_000_003 + u64::from(byte)));
    let mut found = String::new();
    let mut lines = told.lines();
    while let Some(line) = lines.next() {
        found.push_str(&format!("{line}\n"));
        let Some(fence) = fence(line) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != FENCE).collect();
        if let Some(at) = fence.at {
            register.at(at);
        }
        let commands = commands(&block);
        for (at, command) in commands.iter().enumerate() {
            let fails = if at + 1 == commands.len() { fence.fails } else { 0 };
            found.push_str(&format!("{command}\n"));
            let typed = command.replace("\\\n", " ").replace("$CASE", register.case());
            if let Some(role) = fence.role {
                register.as_(role);
            }
            let output = register.cse(words(&typed).into_iter().skip(2));
            assert_eq!(output.exit as u8, fails, "{name}.md: {command}\n{output}");
            found.push_str(&output.to_string().replace(&desk, ""));
        }
        found.push_str(FENCE);
        found.push('\n');
    }
    found
}

/// No register yet, and beside it the folder with whose name the story's name begins.
fn beside_a_pathway(name: &str) -> TestRegister {
    let folders = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mut own = folders.filter(|path| path.is_dir()).filter_map(|path| {
        let folder = path.file_name()?.to_str()?.to_owned();
        name.starts_with(&folder).then_some((path, folder))
    });
    let (from, folder) = own.next().unwrap_or_else(|| panic!("{name}.md: of which pathway?"));
    let register = TestRegister::no_register();
    let to = register.root().parent().unwrap().join(folder);
    fs::create_dir(&to).unwrap();
    for file in fs::read_dir(from).unwrap().map(Result::unwrap) {
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
    register
}

/// The commands of a block: the lines after `$`, with those that a `\` joins to them.
fn commands(block: &[&str]) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let mut open = false;
    for line in block {
        if open {
            let command = commands.last_mut().unwrap();
            command.push_str(&format!("\n{line}"));
        } else if line.starts_with("$ ") {
            commands.push((*line).to_owned());
        } else {
            continue;
        }
        open = line.ends_with('\\');
    }
    commands
}

/// The block that a line opens, if it is one that is run.
fn fence(line: &str) -> Option<Fence<'_>> {
    let mut words = line.strip_prefix(FENCE)?.split_whitespace();
    (words.next() == Some("console")).then_some(())?;
    let mut fence = Fence::default();
    while let Some(word) = words.next() {
        if let Some(role) = word.strip_prefix('~') {
            fence.role = Some(role);
        } else if let Some(at) = word.strip_prefix('@') {
            fence.at = Some(at);
        } else if word == "(fail" {
            let status = words.next().and_then(|word| word.strip_suffix(')')?.parse().ok());
            fence.fails = status.unwrap_or_else(|| panic!("an exit status is wanted: {line}"));
        } else {
            panic!("not understood in a fence: {line}");
        }
    }
    Some(fence)
}

#[test]
fn a_fence_says_who_acts_when_and_how_it_ends() {
    let all = Fence { role: Some("mash-manager"), at: Some("2026-11-20T10:00:00Z"), fails: 1 };
    assert_eq!(fence("```console ~mash-manager @2026-11-20T10:00:00Z (fail 1)"), Some(all));
    assert_eq!(fence("```console"), Some(Fence::default()));
    assert_eq!(fence("```yaml"), None);
    assert_eq!(fence("console"), None);
}

#[test]
fn a_command_goes_on_after_a_backslash() {
    let block = ["$ cse a \\", "    --b c", "said", "$ cse d"];
    assert_eq!(commands(&block), ["$ cse a \\\n    --b c", "$ cse d"]);
}
