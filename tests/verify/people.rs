//! Who did it: records by hand, by people who are not listed, in roles that are not theirs, and
//! rights that people gave to themselves.

use super::*;

/// The register's people from now on: each with one role.
fn listed(register: &TestRegister, who: &Who, people: &[(&str, &str)]) -> String {
    let mut text = String::from("workers:\n");
    for (email, role) in people {
        let id = email.split('@').next().unwrap_or_default();
        text.push_str(&format!("  {id}:\n    email: {email}\n    roles: [{role}]\n"));
    }
    commit(register, who, "workers.yaml", &text)
}

/// A register with its newest record taken away again; its commit is still there to be replanted.
fn without_the_last() -> (TestRegister, String, Who) {
    let register = register();
    let last = id(&register, "HEAD");
    let who = Who::of(&register, &last);
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    (register, last, who)
}

/// Plants the last record after all, and says in which commit and file it now stands.
fn planted(register: &TestRegister, last: &str) -> (String, String) {
    replant(register, last);
    let (commit, file) = (id(register, "HEAD"), file_of(register, "HEAD"));
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    (commit, file)
}

const MANAGER: &str = "manager@example.invalid";

#[test]
fn a_record_committed_by_plain_git() {
    let (mut register, last, who) = without_the_last();
    let file = file_of(&register, &last);
    register.git(&["checkout", "-q", &last, "--", &file]);
    git_as(&register, &who, &["commit", "-q", "-m", "one more note"]);
    let tip = id(&register, "HEAD");
    names(&mut register, "by-hand", &tip, &file);
}

#[test]
fn a_record_by_somebody_who_is_not_listed() {
    let (mut register, last, who) = without_the_last();
    listed(&register, &who, &[(MANAGER, "team-manager")]);
    let (commit, file) = planted(&register, &last);
    names(&mut register, "not-listed", &commit, &file);
}

#[test]
fn a_record_in_a_role_that_is_not_the_workers() {
    let (mut register, last, who) = without_the_last();
    listed(&register, &who, &[(&who.email, "mash-manager")]);
    let (commit, file) = planted(&register, &last);
    names(&mut register, "own-role", &commit, &file);
}

#[test]
fn a_record_in_a_role_that_may_not_take_the_step() {
    let mut register = register();
    let file = file_of(&register, "HEAD~2");
    let at = register.root().join(&file);
    let text = std::fs::read_to_string(&at).unwrap();
    let case = file.rsplit_once('/').unwrap().0.to_owned();
    let who = Who::of(&register, "HEAD~2");
    // The same screening once more, by a role that may not screen.
    let forged = text.replace("role: mash-manager", "role: social-worker");
    assert_ne!(text, forged);
    let name = format!("{case}/20261120T100001Z-screen-00000000.yaml");
    let tip = commit(&register, &who, &name, &forged);
    let found = names(&mut register, "role", &tip, &name);
    assert!(found.iter().any(|one| one.rule == "name"), "{found:#?}");
    assert!(found.iter().any(|one| one.rule == "after"), "{found:#?}");
}

#[test]
fn a_record_by_somebody_who_was_listed_once() {
    let (mut register, last, who) = without_the_last();
    listed(&register, &who, &[(&who.email, "social-worker"), (MANAGER, "team-manager")]);
    let manager = Who::new(MANAGER, &who.date);
    listed(&register, &manager, &[(MANAGER, "team-manager")]);
    let (commit, file) = planted(&register, &last);
    names(&mut register, "not-listed", &commit, &file);
}

#[test]
fn rights_that_people_gave_to_themselves() {
    let (mut register, last, who) = without_the_last();
    listed(&register, &who, &[(&who.email, "early-help-worker"), (MANAGER, "team-manager")]);
    let raised = listed(&register, &who, &[(&who.email, "social-worker")]);
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    names(&mut register, "settings", &raised, "workers.yaml");
    // What is then done with them is permitted; that they were taken is said for ever.
    planted(&register, &last);
    names(&mut register, "settings", &raised, "workers.yaml");
}

#[test]
fn rights_that_come_with_the_record_that_needs_them() {
    let (mut register, last, who) = without_the_last();
    listed(&register, &who, &[(&who.email, "early-help-worker"), (MANAGER, "team-manager")]);
    let file = file_of(&register, &last);
    let message = register.git(&["show", "-s", "--format=%B", &last]);
    let text = format!(
        "workers:\n  {}:\n    email: {}\n    roles: [social-worker]\n",
        who.name.to_lowercase(),
        who.email
    );
    std::fs::write(register.root().join("workers.yaml"), text).unwrap();
    register.git(&["checkout", "-q", &last, "--", &file]);
    git_as(&register, &who, &["commit", "-q", "-a", "-m", message.trim_end()]);
    let tip = id(&register, "HEAD");
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    names(&mut register, "own-role", &tip, &file);
    names(&mut register, "settings", &tip, "workers.yaml");
}

#[test]
fn a_stranger_who_changes_the_pathway() {
    let (mut register, _, who) = without_the_last();
    listed(&register, &who, &[(MANAGER, "team-manager")]);
    let path = "templates/pathways/1/pathway.yaml";
    let text = std::fs::read_to_string(register.root().join(path)).unwrap();
    let tip = commit(&register, &who, path, &format!("{text}# weaker\n"));
    names(&mut register, "not-listed", &tip, path);
    names(&mut register, "pathway-edited", &tip, path);
}

#[test]
fn a_real_register_that_turns_into_a_sample() {
    let mut register = register();
    let text = std::fs::read_to_string(register.root().join("cse.yaml")).unwrap();
    let text = text.replace("sample: false", "sample: true");
    let who = Who::of(&register, "HEAD");
    let turned = commit(&register, &who, "cse.yaml", &text);
    names(&mut register, "settings", &turned, "cse.yaml");
    // And then holds invented records no more than before.
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let last = id(&register, "HEAD");
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    commit(&register, &who, "cse.yaml", &text);
    let file = file_of(&register, &last);
    register.git(&["checkout", "-q", &last, "--", &file]);
    git_as(&register, &who, &["commit", "-q", "-m", "an invented note"]);
    let tip = id(&register, "HEAD");
    names(&mut register, "by-hand", &tip, &file);
}
