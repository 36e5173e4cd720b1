//! Messages that tell of a step which their commits do not bring, and what `verify` says that it
//! leaves out.

use super::*;

/// The message of a commit.
fn message(register: &TestRegister, commit: &str) -> String {
    register.git(&["show", "-s", "--format=%B", commit]).trim_end().to_owned()
}

#[test]
fn an_empty_commit_with_the_message_of_a_record() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let whole = message(&register, "HEAD");
    let lines: Vec<&str> = whole.lines().filter(|line| line.contains(": ")).skip(1).collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    // All of it, its first line, or any other line of it alone.
    let first = whole.lines().next().unwrap().to_owned();
    let others = lines.iter().map(|line| format!("x\n\n{line}"));
    for said in [whole.clone(), first].into_iter().chain(others) {
        git_as(&register, &who, &["commit", "-q", "--allow-empty", "-m", &said]);
        let tip = id(&register, "HEAD");
        names(&mut register, "message", &tip, "");
        register.git(&["reset", "-q", "--hard", "HEAD~1"]);
        forget(&register);
    }
    register.cse(["verify"]).done();
}

#[test]
fn a_commit_of_settings_with_the_message_of_a_record() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let said = message(&register, "HEAD");
    std::fs::write(register.root().join("README"), "x").unwrap();
    git_as(&register, &who, &["add", "README"]);
    git_as(&register, &who, &["commit", "-q", "-m", &said]);
    let tip = id(&register, "HEAD");
    names(&mut register, "message", &tip, "");
}

#[test]
fn a_merge_with_the_message_of_a_record() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let said = message(&register, "HEAD");
    register.git(&["checkout", "-q", "-b", "desk"]);
    commit(&register, &who, "README", "x");
    register.git(&["checkout", "-q", "main"]);
    commit(&register, &who, "NOTES", "x");
    git_as(&register, &who, &["merge", "-q", "desk", "-m", &said]);
    let tip = id(&register, "HEAD");
    names(&mut register, "message", &tip, "");
    // With plain words the same merge is nothing.
    git_as(&register, &who, &["commit", "-q", "--amend", "-m", "merge of two desks"]);
    forget(&register);
    register.cse(["verify"]).done();
}

#[test]
fn a_record_with_the_message_of_another() {
    let mut register = register();
    let (last, other) = (id(&register, "HEAD"), message(&register, "HEAD~1"));
    let (who, file) = (Who::of(&register, &last), file_of(&register, &last));
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    register.git(&["checkout", "-q", &last, "--", &file]);
    git_as(&register, &who, &["commit", "-q", "-m", &other]);
    let tip = id(&register, "HEAD");
    names(&mut register, "message", &tip, &file);
}

#[test]
fn what_was_adopted_is_told_as_it_is_and_only_for_what_it_took() {
    let mut register = register();
    let text = "meetings:\n  - kind: mase\n    at: 2026-12-01T09:00:00Z\n";
    std::fs::write(register.root().join("meetings.yaml"), text).unwrap();
    register.cse(["adopt"]).done();
    let (who, said) = (Who::of(&register, "HEAD"), message(&register, "HEAD"));
    assert!(said.contains("Step: adopt\nFile: meetings.yaml"), "{said}");
    register.cse(["verify"]).done();
    git_as(&register, &who, &["commit", "-q", "--allow-empty", "-m", &said]);
    let tip = id(&register, "HEAD");
    names(&mut register, "message", &tip, "");
    // The same words for another file, and for the right one with a case that it is nothing to.
    let again = text.replace("-01T", "-02T");
    for (path, said) in [
        ("README", said.clone()),
        ("meetings.yaml", said.replace("Step:", "Case: CSE-2026-7K3Q9FX\nStep:")),
    ] {
        std::fs::write(register.root().join(path), &again).unwrap();
        git_as(&register, &who, &["add", path]);
        git_as(&register, &who, &["commit", "-q", "-m", &said]);
        let tip = id(&register, "HEAD");
        names(&mut register, "message", &tip, "");
    }
}

#[test]
fn in_a_sample_register_too() {
    let mut register = TestRegister::sample("hounslow", "2026-11-20T09:00:00Z");
    register.cse(["sample", "--cases", "3", "--seed", "7"]).done();
    let who = Who::of(&register, "HEAD");
    let file = register.git(&["ls-files", "cases"]).lines().next().unwrap().to_owned();
    let said = format!("x\n\nCase: {}\nStep: close", file.split('/').nth(3).unwrap());
    git_as(&register, &who, &["commit", "-q", "--allow-empty", "-m", &said]);
    let tip = id(&register, "HEAD");
    names(&mut register, "message", &tip, "");
}

#[test]
fn what_is_not_looked_at_is_named() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    commit(&register, &who, "cases2.txt", "x");
    commit(&register, &who, "secret/f", "x");
    // A commit with a signature, of whatever worth, and with a header that nobody knows.
    let tip = register.git(&["cat-file", "commit", "HEAD"]);
    let (header, words) = tip.split_once("\n\n").unwrap();
    let signed = format!("{header}\nencoding UTF-8\ngpgsig -----BEGIN\n x\nunknown x\n\n{words}");
    let at = register.root().join(".git/signed");
    std::fs::write(&at, signed).unwrap();
    let signed = register.git(&["hash-object", "-t", "commit", "-w", ".git/signed"]);
    std::fs::remove_file(at).unwrap();
    register.git(&["update-ref", "refs/heads/main", signed.trim()]);
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    let told = register.cse(["verify"]).done();
    let (_, not_checked) = told.split_once("Not checked:\n").unwrap();
    for line in [
        "- who read what; who sat at the keyboard (signatures are not looked at)\n",
        "- what commits say that bring no record; headers of commits that cse does not write\n",
        "- files that cse does not read: all outside cases/, templates/pathways/ and its own settings\n",
    ] {
        assert!(not_checked.contains(line), "{line} in {told}");
    }
}
