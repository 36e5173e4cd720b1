//! What fails in the world: no register, no name, a repository of another kind.

use cse::cli::Exit::Fault;

use super::{Error, TestRegister, referred};

pub(super) const ALL: &[Error] = &[
    Error::new("No register", Fault, TestRegister::no_register, &["due"]),
    Error::new("A folder that is not there", Fault, referred, &["-C", "nowhere", "due"]),
    Error::new(
        "Nobody said who writes",
        Fault,
        nameless,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x"],
    ),
    Error::new("A filter that would change bytes", Fault, filtered, &["due"]),
    Error::new("A shallow clone", Fault, shallow, &["due"]),
    Error::new(
        "A merge that is under way",
        Fault,
        merging,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x"],
    ),
];

fn nameless() -> TestRegister {
    let mut register = referred();
    register.nameless();
    register
}

fn filtered() -> TestRegister {
    let register = referred();
    std::fs::write(register.root().join(".git/info/attributes"), "*.yaml filter=secret\n").unwrap();
    register
}

fn shallow() -> TestRegister {
    let register = referred();
    let head = register.git(&["rev-parse", "HEAD"]);
    std::fs::write(register.root().join(".git/shallow"), head).unwrap();
    register
}

pub(super) fn merging() -> TestRegister {
    let register = referred();
    let head = register.git(&["rev-parse", "HEAD"]);
    std::fs::write(register.root().join(".git/MERGE_HEAD"), head).unwrap();
    register
}
