//! Every command that writes, under an umask that forbids nothing, with a canary in each place where
//! a person is named: what is written is for this account alone, and nothing but the contents of
//! records tells of the canary.

use std::os::unix::fs::PermissionsExt;

use crate::targets::pathway;
use crate::world::{CANARY, TYPED, World, commands, facts};

/// The commands that change nothing, wherever they are run.
const READING: &[&str] = &[
    "due",
    "list",
    "show",
    "next",
    "explain",
    "log",
    "search",
    "status",
    "check",
    "missing",
    "disclosures",
    "summary",
    "chronology",
    "meeting list",
    "pathway show",
    "pathway check",
    "pathway diff",
    "template list",
    "template check",
];
/// What a command writes only with an option: it is run with it.
const WITH: &[(&str, &[&str])] = &[
    ("init", &["--sample"]),
    ("render", &["-o"]),
    ("drafts", &["--discard"]),
    ("doctor", &["--repair"]),
    ("verify", &["--checkpoint"]),
    ("note", &["--attach", "--draft", "--dry-run"]),
];

/// A world in which every command that writes was run.
fn written() -> World {
    let mut world = World::new();
    let at = world.register().display().to_string();
    world.done(&["init", &at, "--pathway", "hounslow"], "");
    let text = format!("{CANARY}-a");
    let refer = ["new-referral", "--as", "social-worker", "--from", "-"];
    let answer = world.done(&[&refer[..], &["--format", "json"]].concat(), &facts(&text));
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let case = answer["case"].as_str().unwrap().to_owned();
    let record = answer["record"].as_str().unwrap().to_owned();
    std::fs::write(world.path().join("out/letter.txt"), CANARY).unwrap();
    let note = format!("note.text: {CANARY}-b\n");
    let by = ["--as", "social-worker"];
    for more in [&["--attach", "letter.txt"][..], &["--draft"], &["--dry-run"]] {
        world.done(&[&["note", &case, "--from", "-"], &by[..], more].concat(), &note);
    }
    // Refused and wrong: what was given is not said where it does not belong.
    world.run(&[&refer[..], &["--draft"]].concat(), &facts(&text));
    world.run(
        &["close", &case, "--from", "-", by[0], by[1]],
        &format!("closure.reason: {CANARY}\n"),
    );
    world.run(&refer, &format!("child.nme: {CANARY}\n"));
    world.run(&refer, &format!("child.date_of_birth: {CANARY}\n"));
    world.run(&refer, &format!("{{\"child.name\": \"{CANARY}\"\n"));
    let worker = format!("{TYPED}-concern");
    let amend = ["amend", &case, &record, "--reason", TYPED, "--concern-summary", &worker];
    world.done(&[&amend[..], &by].concat(), "");
    let senior = ["--reason", TYPED, "--as", "service-manager"];
    world.done(&[&["waive", &case, "screening-tool"], &senior[..]].concat(), "");
    let until = ["extend", &case, "police-referral", "--until", "2199-12-31"];
    world.done(&[&until[..], &senior].concat(), "");
    world.done(&["meeting", "add", "mase", "2026-12-11 14:00", "--as", "ev-coordinator"], "");
    let issue = ["issue", "chronology", &case, "--to", "internal", "--recipient", "an office"];
    world.done(&[&issue[..], &["-o", "issued.docx"], &by].concat(), "");
    for file in ["made.md", "made.html", "made.docx"] {
        world.done(&["render", "chronology", &case, "--for", "internal", "-o", file], "");
    }
    let workers = world.register().join("workers.yaml");
    let listed = std::fs::read_to_string(&workers).unwrap_or_default();
    std::fs::write(&workers, format!("{listed}# by hand\n")).unwrap();
    world.done(&["adopt", by[0], by[1]], "");
    world.done(&["verify"], "");
    world.done(&["verify", "--checkpoint"], "");
    next_version(&world);
    world.done(&["pathway", "adopt", "next"], "");
    let drafts = world.done(&["drafts", "--format", "json"], "");
    let drafts: serde_json::Value = serde_json::from_str(&drafts).unwrap();
    let draft = drafts[0]["name"].as_str().unwrap().to_owned();
    world.done(&["drafts", "--discard", &draft], "");
    damage(&world, &record);
    world.run(&["doctor"], "");
    world.done(&["doctor", "--repair", "--yes"], "");
    let sampled = world.path().join("out/sampled").display().to_string();
    world.done(&["init", &sampled, "--pathway", "achieving-for-children", "--sample"], "");
    world.done(&["-C", &sampled, "sample", "--cases", "3", "--seed", "7"], "");
    world.done(&["demo", "--keep", "demonstration"], "");
    for command in commands(&case) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        world.run(&words, "");
    }
    world.case = case;
    world
}

/// A folder with the pathway in force as its next version.
fn next_version(world: &World) {
    let from = world.register().join("templates/pathways/1");
    let to = world.path().join("out/next");
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(&from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let is_pathway = entry.file_name() == "pathway.yaml";
            let next =
                if is_pathway { text.replace("\nversion: 1\n", "\nversion: 2\n") } else { text };
            std::fs::write(target, next).unwrap();
        }
    }
}

/// What `doctor` repairs: an index that is lost, a record by half, files that others may read.
fn damage(world: &World, record: &str) {
    let register = world.register();
    std::fs::remove_file(register.join(".git/index")).unwrap();
    let find = |named: &str| {
        let mut files = walkdir::WalkDir::new(register.join("cases")).into_iter().flatten();
        files.find(|file| file.file_name().to_string_lossy().contains(named)).unwrap().into_path()
    };
    let path = find(record);
    let half = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &half[..half.find(CANARY).unwrap() + CANARY.len()]).unwrap();
    std::fs::set_permissions(find("-note-"), std::fs::Permissions::from_mode(0o666)).unwrap();
}

#[test]
fn what_is_written_is_for_its_own_account_and_tells_nothing_by_its_name() {
    let world = written();
    all(&world);
    modes(&world);
    names(&world);
    arguments(&world);
}

/// Every command of the program that is not known to read alone has worked in this world, with what
/// makes it write.
fn all(world: &World) {
    let mut root = cse::cli::command(pathway());
    root.build();
    let mut names = Vec::new();
    leaves(&root, "", &mut names);
    for reading in READING {
        assert!(names.iter().any(|name| name == reading), "there is no `{reading}` any more");
    }
    let worked = |name: &str, with: &str| {
        world.worked.iter().any(|words| {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let words = if words[0] == "-C" { &words[2..] } else { &words[..] };
            let is_it = name.split(' ').eq(words.iter().copied().take(name.split(' ').count()));
            is_it && (with.is_empty() || words.contains(&with))
        })
    };
    let writes: Vec<_> = names.iter().filter(|name| !READING.contains(&name.as_str())).collect();
    assert!(writes.len() > 10, "{writes:?}");
    let never: Vec<_> = writes.iter().filter(|name| !worked(name, "")).collect();
    assert!(never.is_empty(), "these may write and were never run: {never:?}");
    for (name, options) in WITH {
        for option in *options {
            assert!(worked(name, option), "`cse {name} {option}` was never run");
        }
    }
}

/// The names of the commands that do something. Steps are all taken in one way: two stand for them,
/// one that opens a case and one that does not.
fn leaves(command: &clap::Command, above: &str, names: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let name = format!("{above} {}", sub.get_name()).trim_start().to_owned();
        let is_one_of_many =
            pathway().step(&name).is_some() && !matches!(name.as_str(), "new-referral" | "note");
        if sub.has_subcommands() && sub.get_name() != "help" {
            leaves(sub, &name, names);
        } else if sub.get_name() != "help" && !is_one_of_many {
            names.push(name);
        }
    }
}

/// No bit for a group or for others, wherever the program wrote.
fn modes(world: &World) {
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(world.path()).min_depth(1) {
        let entry = entry.unwrap();
        // What the test itself made.
        let own = ["home", "tmp", "out", "out/letter.txt"].map(|name| world.path().join(name));
        let next = world.path().join("out/next");
        if own.iter().any(|own| own == entry.path()) || entry.path().starts_with(next) {
            continue;
        }
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} has {mode:o}", entry.path().display());
        seen += 1;
    }
    assert!(seen > 100, "only {seen} files were looked at");
    for made in
        ["out/made.docx", "out/issued.docx", "home/.local/state/cse", "register/.git/cse-drafts"]
    {
        assert!(world.path().join(made).exists(), "{made} was not written");
    }
}

/// No path, commit message, log of git, or file outside the records holds the canary.
fn names(world: &World) {
    let none = |what: &str, text: &str| {
        let text = text.to_lowercase();
        for canary in [CANARY, TYPED].map(str::to_lowercase) {
            assert!(!text.contains(&canary), "{what} holds the canary:\n{text}");
        }
    };
    let record = world.git(&["grep", "-c", CANARY]);
    assert!(record.contains("new-referral"), "the canary was never recorded: {record}");
    none("a commit", &world.git(&["log", "--all", "--format=%an %ae %cn %ce %B %N"]));
    none("a log of git", &world.git(&["log", "-g", "--format=%gd %gs %gn"]));
    none("a path in history", &world.git(&["log", "--all", "--format=", "--name-only"]));
    none("a path of an object", &world.git(&["rev-list", "--objects", "--all"]));
    none("the index", &world.git(&["ls-files", "--stage"]));
    none("a reference", &world.git(&["for-each-ref"]));
    for entry in walkdir::WalkDir::new(world.path()) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(world.path()).unwrap().display().to_string();
        none("a path", &path);
        let git =
            ["objects", "cse-drafts", "cse-aside"].map(|name| format!("register/.git/{name}"));
        let records = [&git[..], &["register/cases".to_owned(), "out/".to_owned()]].concat();
        if entry.file_type().is_file() && !records.iter().any(|of| path.starts_with(of.as_str())) {
            let bytes = std::fs::read(entry.path()).unwrap();
            none(&path, &String::from_utf8_lossy(&bytes));
        }
    }
    let left: Vec<_> = std::fs::read_dir(world.path().join("tmp")).unwrap().flatten().collect();
    assert!(left.is_empty(), "something stays in the folder for temporary files: {left:?}");
}

/// What `ps` showed while it ran, of what was not typed as an argument.
fn arguments(world: &World) {
    let program = |seen: &&String| seen.contains("new-referral\0") && seen.contains("--from\0-");
    assert!(world.seen.iter().filter(program).count() > 0, "no process was looked at");
    for seen in &world.seen {
        assert!(!seen.contains(CANARY), "{seen:?}");
    }
}
