//! Whole command lines, run in this process as `main` would run them, against a small register of
//! which every text is hostile.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use cse::cli::args::Globals;
use cse::cli::{Env, Exit, Terminal, Vars, run};
use tempfile::TempDir;

use super::{files, now};

/// What a kernel takes as the arguments of a program at most: all of them, and one.
const ALL: usize = 2 << 20;
const ONE: usize = 128 << 10;
/// A file that is larger than any that is read.
const LARGE: u64 = 1 << 40;

/// The number of the case of the register, and the name of its first record: nothing in them is left
/// to chance, so that lines may name them.
pub const CASE: &str = "CSE-2026-111111V";
pub const RECORD: &str = "20261121T094112Z-new-referral-5d96fe25.yaml";

/// How many lines ended with each exit code up to 4; last, how many wrote something.
pub static ENDED: [AtomicU32; 6] = [const { AtomicU32::new(0) }; 6];
const WROTE: usize = 5;

/// Whether a terminal would obey a character, or show nothing of it; said again here, so that the
/// program is not asked about itself.
pub fn is_bad(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// What is merely not seen: it stays in a document, for some languages are written with it.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}' | '\u{e0080}'..='\u{e0fff}')
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::new(World::new());
}

/// Bytes as a command line: arguments with a NUL between them. Before the first of them stand a byte
/// that says what surrounds the program, and what it reads from its standard input.
pub fn line(bytes: &[u8]) {
    let mut parts = bytes.split(|byte| *byte == 0);
    let (around, input) = parts.next().and_then(<[u8]>::split_first).unwrap_or((&0, b""));
    let mut room = ALL;
    let args = parts.map(|arg| tame(&arg[..arg.len().min(ONE)])).take_while(|arg| {
        // A byte after each, and a pointer to it.
        let wanted = arg.len() + 9;
        let fits = wanted <= room;
        room = room.saturating_sub(wanted);
        fits
    });
    let args: Vec<OsString> = fewer(args.collect());
    WORLD.with_borrow_mut(|world| world.take(*around, &args, input));
}

/// An argument that leads nowhere but below the folder of the test: what is run may write, under the
/// account that tests. So a path begins at no root and climbs no further than one folder.
fn tame(arg: &[u8]) -> OsString {
    let mut tame = arg.to_vec();
    for at in 0..tame.len() {
        let is_within = at > 2 && tame[at - 1].is_ascii_alphanumeric();
        if tame[at] == b'/' && !is_within {
            tame[at] = b'_';
        }
    }
    OsStr::from_bytes(&tame).to_owned()
}

/// Many invented cases take long to invent, and whoever asks for them gets them; here no line does.
fn fewer(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.iter().any(|arg| arg == "sample") {
        for arg in &mut args {
            let text = arg.to_string_lossy().into_owned();
            let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            if digits.len() > 1 && digits.bytes().all(|b| b.is_ascii_digit()) {
                *arg = text[..=text.len() - digits.len()].into();
            }
        }
    }
    args
}

/// Every file below a folder, with what changes when it is written.
type Look = BTreeMap<PathBuf, (u64, u64, Option<SystemTime>)>;

/// A register and a working folder, and what they were before anything was run in them.
struct World {
    dir: TempDir,
    before: Look,
    is_dirty: bool,
    /// The one thread of this pool is the one that made it: all that a command allocates, and all its
    /// work, is counted as this thread's.
    pool: rayon::ThreadPool,
}

impl World {
    fn new() -> Self {
        let shm = Path::new("/dev/shm");
        let dir = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
        let mut world = World {
            dir: dir.expect("a folder"),
            before: Look::new(),
            is_dirty: false,
            pool: pool.build().expect("a pool of this thread"),
        };
        world.fill();
        copied(&world.dir.path().join("nest"), &world.dir.path().join("kept"));
        world.before = look(&world.dir.path().join("nest"));
        world
    }

    fn work(&self) -> PathBuf {
        self.dir.path().join("nest/above/work")
    }

    /// Makes the register by the program itself, and files to name on command lines.
    fn fill(&self) {
        let work = self.work();
        std::fs::create_dir_all(work.join("folder")).expect("a folder");
        let hostile: String =
            (0x80..=0xfffb_u32).filter_map(char::from_u32).filter(|c| is_bad(*c)).collect();
        let hostile: String = hostile.chars().filter(|c| !c.is_control()).collect();
        let text = serde_json::json!(format!("=1+1 {hostile}\u{85}\u{e0041} Invented")).to_string();
        let facts = include_str!("../corpus/facts.yaml").replace("TEXT", &text);
        self.done(&["init", "register", "--pathway", "hounslow"], "");
        let refer = ["new-referral", "--as", "social-worker", "--from", "-", "--format", "json"];
        let answer = self.done(&refer, &facts);
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["case"], CASE);
        assert_eq!(answer["record"], RECORD);
        std::fs::write(work.join("\u{202e}letter.txt"), "x").expect("a file");
        let note = ["note", CASE, "--as", "social-worker", "--from", "-"];
        let attach = ["--attach", "\u{202e}letter.txt"];
        self.done(&[&note[..], &attach].concat(), &format!("note.text: {text}\n"));
        self.done(&[&note[..], &["--draft"]].concat(), &format!("note.text: {text}\n"));
        self.done(&["meeting", "add", "mase", "2026-12-11 14:00", "--as", "ev-coordinator"], "");
        for (name, text) in [("facts.yaml", facts.as_str()), ("letter.txt", "x"), ("empty", "")] {
            std::fs::write(work.join(name), text).expect("a file");
        }
        large(&work.join("large")).expect("a file with nothing in it");
        std::os::unix::fs::symlink(".", work.join("link")).expect("a link");
        for (name, bytes) in files() {
            let path = work.join("folder").join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
    }

    /// Runs what must work.
    fn done(&self, args: &[&str], input: &str) -> String {
        let args = args.iter().map(OsString::from).collect();
        let (exit, out, err) = self.run(0, args, input.as_bytes());
        assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
        String::from_utf8(out).expect("text")
    }

    fn run(&self, around: u8, args: Vec<OsString>, mut input: &[u8]) -> (Exit, Vec<u8>, Vec<u8>) {
        let work = self.work();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        // As many numbers as there are records: each is drawn anew.
        let mut drawn = look(&work.join("register/cases")).len().to_le_bytes()[0];
        let exit = run(&mut Env {
            args,
            vars: Vars {
                register: (around & 0b1_1100 != 0b100).then(|| work.join("register").into()),
                author_name: Some("J. Okafor Invented".to_owned()),
                author_email: Some("j.okafor@example.invalid".to_owned()),
                state: Some(work.join("../state")),
            },
            dir: work,
            input: &mut input,
            out: &mut out,
            err: &mut err,
            now: now(),
            random: &mut |bytes| {
                drawn = drawn.wrapping_add(1);
                bytes.fill(drawn);
                Ok(())
            },
            terminal: Terminal {
                can_ask: false,
                colour: around & 1 == 1,
                width: (around & 2 == 2).then(|| u16::from(around)),
            },
        });
        (exit, out, err)
    }

    /// Runs a line and looks at all that it said and did.
    fn take(&mut self, around: u8, args: &[OsString], input: &[u8]) {
        if self.is_dirty {
            let nest = self.dir.path().join("nest");
            std::fs::remove_dir_all(&nest).expect("it was there");
            copied(&self.dir.path().join("kept"), &nest);
            self.before = look(&nest);
        }
        self.is_dirty = true;
        let globals = Globals::scan(args);
        let has = |word: &str| args.iter().any(|arg| arg.to_string_lossy().ends_with(word));
        let (is_document, is_coloured) = (has("render"), around & 1 == 1 || has("always"));
        let pool = &self.pool;
        let (exit, out, err) = pool.install(|| self.run(around, args.to_vec(), input));
        let is_whole = |made: &[u8]| made.starts_with(b"PK\x03\x04") || made.starts_with(b"%PDF-");
        if !(is_document && is_whole(&out)) {
            steers_nothing(args, &out, is_document, is_coloured);
        }
        steers_nothing(args, &err, false, is_coloured);
        // The demonstration shows a refusal on purpose.
        if exit != Exit::Done || globals.command.as_deref() != Some("demo") {
            answered(args, exit, &String::from_utf8_lossy(&err), globals.json_errors());
        }
        let after = look(&self.dir.path().join("nest"));
        let changed = differ(&self.before, &after);
        let refused = matches!(exit, Exit::Refusal | Exit::Usage);
        assert!(!refused || changed.is_empty(), "{args:?} was {exit:?} and changed {changed:?}");
        self.is_dirty = !changed.is_empty();
        for at in [Some(exit as usize), self.is_dirty.then_some(WROTE)].into_iter().flatten() {
            ENDED.get(at).map(|ended| ended.fetch_add(1, Ordering::Relaxed));
        }
    }
}

/// Fails where an output holds what a terminal would obey or hide, but for the program's own colours.
#[track_caller]
fn steers_nothing(args: &[OsString], bytes: &[u8], is_document: bool, is_coloured: bool) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{args:?}: {e}"));
    let plain = if is_coloured { without_colours(text) } else { text.to_owned() };
    if let Some(c) = plain.chars().find(|c| is_bad(*c) && !(is_document && is_unseen(*c))) {
        let line = plain.lines().find(|line| line.contains(c)).unwrap_or_default();
        panic!("cse {args:?} prints U+{:04X}:\n{:.2000}", u32::from(c), line.escape_debug());
    }
}

/// A text without the colours that the program itself uses; others stay in it.
fn without_colours(text: &str) -> String {
    const OWN: &[&str] = &["0", "1", "4", "38;5;9", "39", "22", "31"];
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('m') {
            Some((colour, rest)) if OWN.contains(&colour) => plain.push_str(rest),
            Some(_) | None => plain.push_str(&format!("\u{1b}[{part}")),
        }
    }
    plain
}

/// An error is said where there is one and nowhere else, in the form that was asked for, and its kind
/// is that of the exit code; none is a mistake of the program.
fn answered(args: &[OsString], exit: Exit, err: &str, json: bool) {
    assert!(!err.contains("this is a mistake of cse itself"), "cse {args:?}: {err}");
    let kind = match exit {
        Exit::Done => None,
        Exit::Refusal => Some("refusal"),
        Exit::Usage => Some("usage"),
        Exit::Problem => Some("problem"),
        Exit::Fault => Some("fault"),
        Exit::Interrupted => panic!("cse {args:?} was interrupted by nobody"),
    };
    let said = if json {
        let last = err.lines().last().unwrap_or_default();
        let read = serde_json::from_str::<serde_json::Value>(last).ok();
        let error = read.as_ref().and_then(|read| read.get("error"));
        error.map(|error| error["kind"].as_str().unwrap_or_default().to_owned())
    } else {
        err.lines().any(|line| line.starts_with("error: ")).then(|| "error".to_owned())
    };
    match (kind, said) {
        (None, None) => {}
        (Some(kind), Some(said)) => assert!(!json || kind == said, "cse {args:?}: {exit:?}: {err}"),
        (Some(_), None) => panic!("cse {args:?} ended in {exit:?} and said no error: {err}"),
        (None, Some(_)) => panic!("cse {args:?} worked and said an error: {err}"),
    }
}

fn look(dir: &Path) -> Look {
    // The lock, and what a writer keeps for the next one, are its own.
    let own = |name: &OsStr| name == "cse.lock" || name == "cse-tmp";
    let all = walkdir::WalkDir::new(dir).into_iter().filter_entry(|entry| !own(entry.file_name()));
    let seen = all.filter_map(Result::ok).map(|entry| {
        let known = entry.metadata().ok().filter(|known| !known.is_dir());
        let of = known.map_or((0, 0, None), |file| (file.len(), file.ino(), file.modified().ok()));
        (entry.into_path(), of)
    });
    seen.collect()
}

/// The files that are in one of two looks only, or otherwise in it.
fn differ<'a>(before: &'a Look, after: &'a Look) -> Vec<&'a Path> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let changed = after.iter().filter(|(path, seen)| before.get(*path) != Some(*seen));
    gone.chain(changed.map(|(path, _)| path)).map(PathBuf::as_path).collect()
}

/// Makes a file that takes no room.
#[expect(clippy::disallowed_types, reason = "a length is given to an open file alone")]
fn large(path: &Path) -> std::io::Result<()> {
    std::fs::File::create_new(path).and_then(|file| file.set_len(LARGE))
}

/// Copies a folder with all that is in it.
fn copied(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("it is there");
        let target = to.join(entry.path().strip_prefix(from).expect("it is below"));
        let kind = entry.file_type();
        let done = if kind.is_dir() {
            std::fs::create_dir(&target)
        } else if kind.is_symlink() {
            std::fs::read_link(entry.path()).and_then(|to| std::os::unix::fs::symlink(to, &target))
        } else if entry.metadata().is_ok_and(|file| file.len() >= LARGE) {
            large(&target)
        } else {
            std::fs::copy(entry.path(), &target).map(drop)
        };
        done.expect("it is copied");
    }
}
