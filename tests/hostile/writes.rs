//! Every command that writes, under an umask that forbids nothing, with a canary in each place where
//! a person is named: what is written is for this account alone, and nothing but the contents of
//! records tells of the canary.

use std::os::unix::fs::PermissionsExt;

use crate::world::{CANARY, World, commands, facts};

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
    let amend = ["amend", &case, &record, "--reason", "x", "--concern-summary", "y"];
    world.run(&[&amend[..], &by].concat(), "");
    world.run(&["waive", &case, "assessment", "--reason", "x", "--as", "service-manager"], "");
    world.done(&["meeting", "add", "mase", "2026-12-11 14:00", "--as", "ev-coordinator"], "");
    let issue = ["issue", "chronology", &case, "--to", "internal", "--recipient", "an office"];
    world.done(&[&issue[..], &["-o", "issued.docx"], &by].concat(), "");
    for file in ["made.md", "made.html", "made.docx"] {
        world.done(&["render", "chronology", &case, "--for", "internal", "-o", file], "");
    }
    let workers = world.register().join("workers.yaml");
    let listed = std::fs::read_to_string(&workers).unwrap_or_default();
    std::fs::write(&workers, format!("{listed}# by hand\n")).unwrap();
    world.run(&["adopt", by[0], by[1]], "");
    world.run(&["verify"], "");
    world.run(&["verify", "--checkpoint"], "");
    world.done(&["demo", "--keep", "demonstration"], "");
    for command in commands(&case) {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        world.run(&words, "");
    }
    world.case = case;
    world
}

#[test]
fn what_is_written_is_for_its_own_account_and_tells_nothing_by_its_name() {
    let world = written();
    modes(&world);
    names(&world);
    arguments(&world);
}

/// No bit for a group or for others, wherever the program wrote.
fn modes(world: &World) {
    let mut seen = 0;
    for entry in walkdir::WalkDir::new(world.path()).min_depth(1) {
        let entry = entry.unwrap();
        // What the test itself made.
        let own = ["home", "tmp", "out", "out/letter.txt"].map(|name| world.path().join(name));
        if own.iter().any(|own| own == entry.path()) {
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
        assert!(!text.contains(&CANARY.to_lowercase()), "{what} holds the canary:\n{text}");
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
        let records =
            ["register/cases", "register/.git/objects", "register/.git/cse-drafts", "out/"];
        if entry.file_type().is_file() && !records.iter().any(|of| path.starts_with(of)) {
            let bytes = std::fs::read(entry.path()).unwrap();
            none(&path, &String::from_utf8_lossy(&bytes));
        }
    }
    let left: Vec<_> = std::fs::read_dir(world.path().join("tmp")).unwrap().flatten().collect();
    assert!(left.is_empty(), "something stays in the folder for temporary files: {left:?}");
}

/// What `ps` showed while it ran.
fn arguments(world: &World) {
    let program = |seen: &&String| seen.contains("new-referral\0") && seen.contains("--from\0-");
    assert!(world.seen.iter().filter(program).count() > 0, "no process was looked at");
    for seen in &world.seen {
        assert!(!seen.contains(CANARY), "{seen:?}");
    }
}
