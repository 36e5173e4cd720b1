//! The history written anew: commits dropped, put in another order, changed in their words, their
//! people, their times; branches moved back; histories joined.

use super::*;

#[test]
fn the_newest_commit_dropped() {
    let mut register = register();
    register.cse(["verify"]).done();
    let (gone, file) = (id(&register, "HEAD"), file_of(&register, "HEAD"));
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let told = names(&mut register, "rewritten", &gone, &file);
    assert!(told[0].message.contains("when it last verified"), "{told:#?}");
    // Whoever also cleans up behind does not get away with it.
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    register.git(&["gc", "-q", "--prune=now"]);
    register.git(&["fsck", "--strict"]);
    names(&mut register, "rewritten", &gone, "");
    // It is found again and again, not only once.
    names(&mut register, "rewritten", &gone, "");
}

#[test]
fn the_newest_commit_dropped_before_anything_was_kept_is_in_gits_own_log() {
    let mut register = register();
    let (gone, file) = (id(&register, "HEAD"), file_of(&register, "HEAD"));
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let told = names(&mut register, "rewritten", &gone, &file);
    assert!(told[0].message.contains("git's own log"), "{told:#?}");
}

#[test]
fn a_commit_in_the_middle_dropped() {
    let mut register = register();
    let gone = id(&register, "HEAD~1");
    let (next, last) = (id(&register, "HEAD"), file_of(&register, "HEAD"));
    let missing = file_of(&register, "HEAD~1");
    register.cse(["verify"]).done();
    register.git(&["reset", "-q", "--hard", "HEAD~2"]);
    replant(&register, &next);
    names(&mut register, "rewritten", &gone, &missing);
    forget(&register);
    let planted = id(&register, "HEAD");
    names(&mut register, "after", &planted, &last);
}

#[test]
fn two_commits_in_another_order() {
    let mut register = register();
    let (first, second) = (id(&register, "HEAD~1"), id(&register, "HEAD"));
    register.git(&["reset", "-q", "--hard", "HEAD~2"]);
    replant(&register, &second);
    let file = file_of(&register, "HEAD");
    let planted = id(&register, "HEAD");
    replant(&register, &first);
    names(&mut register, "rewritten", &second, &file);
    forget(&register);
    let found = names(&mut register, "after", &planted, &file);
    assert!(found.iter().any(|one| one.rule == "time" && one.file.is_empty()), "{found:#?}");
}

#[test]
fn a_message_amended() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let (old, file) = (id(&register, "HEAD"), file_of(&register, "HEAD"));
    let message = register.git(&["show", "-s", "--format=%B", "HEAD"]);
    let amended = message.replace("Role: social-worker", "Role: team-manager");
    git_as(&register, &who, &["commit", "-q", "--amend", "-m", amended.trim_end()]);
    names(&mut register, "rewritten", &old, &file);
    forget(&register);
    let tip = id(&register, "HEAD");
    names(&mut register, "message", &tip, &file);
}

#[test]
fn an_author_changed() {
    let mut register = register();
    let (old, file) = (id(&register, "HEAD"), file_of(&register, "HEAD"));
    let who = Who { email: "somebody@example.invalid".into(), ..Who::of(&register, "HEAD") };
    git_as(&register, &who, &["commit", "-q", "--amend", "--no-edit", "--reset-author"]);
    names(&mut register, "rewritten", &old, &file);
    forget(&register);
    let tip = id(&register, "HEAD");
    names(&mut register, "author", &tip, &file);
    // Only the committer: somebody else put it there.
    let mut register = self::register();
    let who = Who { name: "Another".into(), ..Who::of(&register, "HEAD") };
    git_as(&register, &who, &["commit", "-q", "--amend", "--no-edit"]);
    forget(&register);
    let tip = id(&register, "HEAD");
    let file = file_of(&register, "HEAD");
    names(&mut register, "author", &tip, &file);
}

#[test]
fn a_date_changed() {
    let mut register = register();
    let file = file_of(&register, "HEAD");
    let who = Who { date: "2026-11-20T12:59:00Z".into(), ..Who::of(&register, "HEAD") };
    git_as(&register, &who, &["commit", "-q", "--amend", "--no-edit", "--reset-author"]);
    forget(&register);
    let tip = id(&register, "HEAD");
    names(&mut register, "time", &tip, &file);
    // Into the future, and back before all that was before.
    for date in ["2027-11-20T12:59:00Z", "2025-11-20T12:59:00Z"] {
        let who = Who { date: date.into(), ..Who::of(&register, "HEAD") };
        git_as(&register, &who, &["commit", "-q", "--amend", "--no-edit", "--reset-author"]);
        forget(&register);
        let tip = id(&register, "HEAD");
        names(&mut register, "time", &tip, "");
    }
}

#[test]
fn a_record_changed_for_one_of_the_same_size() {
    let mut register = register();
    let (who, file) = (Who::of(&register, "HEAD"), file_of(&register, "HEAD"));
    let text = std::fs::read_to_string(register.root().join(&file)).unwrap();
    std::fs::write(register.root().join(&file), text.replace("school", "doctor")).unwrap();
    git_as(&register, &who, &["commit", "-q", "--amend", "--no-edit", "-a"]);
    forget(&register);
    let tip = id(&register, "HEAD");
    names(&mut register, "name", &tip, &file);
    // In a commit of its own, which nothing hides.
    let first = file_of(&register, "HEAD~1");
    let text = std::fs::read_to_string(register.root().join(&first)).unwrap();
    let edited = commit(&register, &who, &first, &text.replace("Telephoned", "Telegraphs"));
    names(&mut register, "edited", &edited, &first);
    // And for ever, also when it was put back.
    let back = commit(&register, &who, &first, &text);
    let found = names(&mut register, "edited", &edited, &first);
    assert!(found.iter().any(|one| one.rule == "edited" && one.commit == back));
}

#[test]
fn a_record_deleted() {
    let mut register = register();
    let file = file_of(&register, "HEAD~1");
    let who = Who::of(&register, "HEAD");
    git_as(&register, &who, &["rm", "-q", &file]);
    git_as(&register, &who, &["commit", "-q", "-m", "tidied"]);
    let tip = id(&register, "HEAD");
    names(&mut register, "deleted", &tip, &file);
}

#[test]
fn a_second_first_commit() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let root = git_as(&register, &who, &["commit-tree", "-m", "another beginning", "HEAD^{tree}"]);
    let args = ["commit-tree", "-p", "HEAD", "-p", root.trim(), "-m", "joined", "HEAD^{tree}"];
    let merge = git_as(&register, &who, &args);
    register.git(&["update-ref", "refs/heads/main", merge.trim()]);
    names(&mut register, "second-root", root.trim(), "");
}

#[test]
fn a_merge_that_smuggles_a_record_and_one_that_does_not() {
    let mut register = register();
    let note = |register: &mut TestRegister, text: &str| {
        let case = register.case().to_owned();
        register.as_("social-worker").cse(["note", &case, "--note-text", text]).done();
    };
    register.git(&["checkout", "-q", "-b", "desk"]);
    note(&mut register, "At one desk.");
    register.git(&["checkout", "-q", "main"]);
    note(&mut register, "At another desk.");
    let who = Who { date: "2026-11-20T13:00:00Z".into(), ..Who::of(&register, "HEAD") };
    git_as(&register, &who, &["merge", "-q", "-m", "merge", "desk"]);
    register.at("2026-11-20T14:00:00Z");
    note(&mut register, "After both.");
    note(&mut register, "And then.");
    register.cse(["verify"]).done();
    let stolen = id(&register, "HEAD");
    let file = file_of(&register, "HEAD");
    register.git(&["checkout", "-q", "-b", "other", "HEAD~1"]);
    register.git(&["checkout", "-q", "main"]);
    register.git(&["reset", "-q", "--hard", "HEAD~2"]);
    register.git(&["merge", "-q", "--no-ff", "--no-commit", "other"]);
    register.git(&["checkout", "-q", &stolen, "--", &file]);
    git_as(&register, &who, &["commit", "-q", "-m", "merge"]);
    forget(&register);
    let tip = id(&register, "HEAD");
    names(&mut register, "merge", &tip, &file);
}

#[test]
fn the_branch_moved_back() {
    let mut register = register();
    register.cse(["verify"]).done();
    let (gone, file) = (id(&register, "HEAD~1"), file_of(&register, "HEAD~1"));
    register.git(&["update-ref", "refs/heads/main", "HEAD~2"]);
    std::fs::remove_dir_all(register.root().join(".git/logs")).unwrap();
    register.git(&["checkout", "-q", "--force", "main"]);
    names(&mut register, "rewritten", &gone, &file);
}
