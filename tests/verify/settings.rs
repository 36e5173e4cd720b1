//! The register's own files: each version that does not read, and each that was taken out.

use super::*;

const OWN: [&str; 4] = ["cse.yaml", "workers.yaml", "meetings.yaml", "bank-holidays.yaml"];

/// Of whatever is not right, `check` and `verify` both have something to say.
#[track_caller]
fn is_settings(register: &mut TestRegister, tip: &str, file: &str) -> Vec<Found> {
    register.cse(["check"]).failed(Exit::Problem);
    names(register, "settings", tip, file)
}

#[test]
fn each_of_them_that_does_not_read() {
    for file in OWN {
        let mut register = register();
        let who = Who::of(&register, "HEAD");
        let tip = commit(&register, &who, file, "{{{\n");
        is_settings(&mut register, &tip, file);
        // Wrong once more in the same way, and right again: each commit is told for itself.
        let again = commit(&register, &who, file, "{{{ # again\n");
        register.git(&["checkout", "-q", "HEAD~2", "--", file]);
        git_as(&register, &who, &["commit", "-q", "-m", "right again"]);
        register.cse(["check"]).done();
        let found = names(&mut register, "settings", &again, file);
        assert!(found.iter().any(|one| one.commit == tip && one.rule == "settings"), "{found:#?}");
        // Only that the register's number came back is said of what put it right.
        let last = id(&register, "HEAD");
        let of_last: Vec<&Found> = found.iter().filter(|one| one.commit == last).collect();
        assert!(of_last.iter().all(|one| one.message.contains("own number")), "{of_last:#?}");
    }
}

#[test]
fn each_of_them_that_was_taken_out_or_made_a_folder() {
    for file in OWN {
        let mut register = register();
        let who = Who::of(&register, "HEAD");
        // Without the first of them there is no register to verify: it is back when that is asked.
        let brought_back = |register: &TestRegister, from: &str| {
            register.git(&["rm", "-q", "-r", "--ignore-unmatch", file]);
            register.git(&["checkout", "-q", from, "--", file]);
            git_as(register, &who, &["commit", "-q", "-m", "wanted after all"]);
        };
        register.git(&["rm", "-q", file]);
        git_as(&register, &who, &["commit", "-q", "-m", "not wanted any more"]);
        let tip = id(&register, "HEAD");
        brought_back(&register, "HEAD~1");
        names(&mut register, "settings", &tip, file);
        register.git(&["rm", "-q", file]);
        let tip = commit(&register, &who, &format!("{file}/x"), "x");
        brought_back(&register, "HEAD~1");
        names(&mut register, "settings", &tip, file);
    }
}

#[test]
fn what_a_merge_left_in_them() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let meeting = |at: &str| format!("meetings:\n  - kind: mase\n    at: {at}\n");
    register.git(&["checkout", "-q", "-b", "desk"]);
    commit(&register, &who, "meetings.yaml", &meeting("2026-12-01T09:00:00Z"));
    register.git(&["checkout", "-q", "main"]);
    commit(&register, &who, "meetings.yaml", &meeting("2026-12-02T09:00:00Z"));
    let merged = Command::new("git")
        .current_dir(register.root())
        .args(["merge", "-q", "desk"])
        .output()
        .unwrap();
    assert!(!merged.status.success());
    git_as(&register, &who, &["add", "meetings.yaml"]);
    git_as(&register, &who, &["commit", "-q", "-m", "merged"]);
    let text = register.git(&["show", "HEAD:meetings.yaml"]);
    assert!(text.contains("<<<<<<<"), "{text}");
    let tip = id(&register, "HEAD");
    is_settings(&mut register, &tip, "meetings.yaml");
}

#[test]
fn a_version_that_is_not_there_and_a_document_that_does_not_read() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let text = register.git(&["show", "HEAD:cse.yaml"]);
    let tip = commit(&register, &who, "cse.yaml", &text.replace("pathway: 1", "pathway: 99"));
    is_settings(&mut register, &tip, "templates/pathways/99/pathway.yaml");
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    forget(&register);
    let documents = "templates/pathways/1/documents";
    let one = register.git(&["ls-files", documents]).lines().next().unwrap().to_owned();
    let tip = commit(&register, &who, &one, "---\n{{{\n---\n");
    is_settings(&mut register, &tip, &one);
}
