//! A repository that shows git another history than the one it holds: refused by name before
//! anything is read, so that neither history is taken for the other.

use super::*;

/// What is refused: exit 4, naming the file and the rule.
#[track_caller]
fn refused(register: &mut TestRegister, rule: &str, file: &str) {
    let output = register.cse(["verify", "--format", "json"]);
    register.leave_dirty();
    assert_eq!(output.exit, Exit::Fault, "{output}");
    let last = output.err.lines().last().unwrap_or_default();
    let error: serde_json::Value = serde_json::from_str(last).unwrap();
    let error = &error["error"];
    assert_eq!(error["rule"], rule, "{output}");
    assert!(error["message"].as_str().unwrap().contains(file), "{output}");
}

#[test]
fn replaced_objects() {
    let mut register = register();
    register.git(&["replace", "HEAD", "HEAD~1"]);
    refused(&mut register, "replace-refs", ".git/refs/replace");
    register.git(&["pack-refs", "--all"]);
    refused(&mut register, "replace-refs", ".git/refs/replace");
}

#[test]
fn a_grafted_history() {
    let mut register = register();
    let line = format!("{}\n", id(&register, "HEAD~1"));
    std::fs::create_dir_all(register.root().join(".git/info")).unwrap();
    std::fs::write(register.root().join(".git/info/grafts"), line).unwrap();
    refused(&mut register, "grafts", ".git/info/grafts");
}

#[test]
fn a_shallow_history() {
    let mut register = register();
    let line = format!("{}\n", id(&register, "HEAD~1"));
    std::fs::write(register.root().join(".git/shallow"), line).unwrap();
    refused(&mut register, "shallow", ".git/shallow");
}

#[test]
fn borrowed_objects() {
    let mut register = register();
    std::fs::create_dir_all(register.root().join(".git/objects/info")).unwrap();
    std::fs::write(register.root().join(".git/objects/info/alternates"), "/elsewhere\n").unwrap();
    refused(&mut register, "alternates", ".git/objects/info/alternates");
}

#[test]
fn a_branch_that_cannot_be_read() {
    let mut register = register();
    let root = register.root();
    let path = root.join(".git/refs/heads/main");
    let head = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, head.replace(&head[..2], "zz")).unwrap();
    names(&mut register, "ref", "", ".git/refs/heads/main");
    let missing = format!("{}\n", "ab".repeat(20));
    std::fs::write(&path, &missing).unwrap();
    names(&mut register, "object", missing.trim(), "");
    std::fs::write(&path, &head).unwrap();
    std::fs::write(root.join(".git/HEAD"), "ref: refs/heads/maim\n").unwrap();
    names(&mut register, "ref", "", ".git/HEAD");
}
