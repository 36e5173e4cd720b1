//! `HEAD`, branches and packed refs that are gone, damaged or elsewhere.

use super::*;

#[test]
fn head_is_gone_empty_or_means_nothing() {
    cured("head-missing", ".git/HEAD", |r| remove(r, ".git/HEAD"));
    cured("head-damaged", ".git/HEAD", |r| write(r, ".git/HEAD", ""));
    cured("head-damaged", ".git/HEAD", |r| write(r, ".git/HEAD", [0; 21]));
}

#[test]
fn head_names_a_commit_of_the_branch() {
    cured("head-detached", ".git/HEAD", |r| drop(r.git(&["checkout", "-q", "--detach"])));
    cured("head-detached", ".git/HEAD", |r| drop(r.git(&["checkout", "-q", "HEAD~1"])));
}

#[test]
fn head_names_a_commit_beyond_the_branch_which_is_brought_along() {
    let register = cured("head-detached", ".git/HEAD", |r| {
        r.git(&["checkout", "-q", "--detach"]);
        r.git(&["branch", "-q", "-f", "main", "HEAD~2"]);
    });
    assert_eq!(id(&register, "HEAD~1^{tree}"), id(&register, "main~1^{tree}"));
}

#[test]
fn head_names_a_commit_that_the_branch_lacks_and_people_must_join_them() {
    let (mut register, one) = told("head-detached", ".git/HEAD", |r| {
        r.git(&["checkout", "-q", "--detach", "HEAD~1"]);
        write(r, "beside.txt", "x");
        r.git(&["add", "beside.txt"]);
        r.git(&["commit", "-q", "-m", "beside"]);
    });
    assert!(one["next"].as_str().unwrap().starts_with("git branch found"));
    assert_eq!(cases(&mut register).len(), 2);
}

#[test]
fn head_names_a_branch_that_is_not_there() {
    cured("head-unborn", ".git/HEAD", |r| write(r, ".git/HEAD", "ref: refs/heads/maim\n"));
}

#[test]
fn a_register_whose_head_names_no_branch_is_not_taken_for_an_empty_one() {
    let mut register = whole();
    register.leave_dirty();
    write(&register, ".git/HEAD", "ref: refs/heads/maim\n");
    for command in [&["list"][..], &["due"], &["status"], &["search", "Ada"]] {
        let said = register.cse(command.iter().copied()).failed(Exit::Fault).clone();
        assert!(said.contains("HEAD leads to no commit\n  hint: cse doctor"), "{said}");
    }
}

#[test]
fn head_is_on_a_branch_that_lacks_the_newest_records() {
    cured("other-branch", ".git/HEAD", |r| drop(r.git(&["checkout", "-q", "-b", "old", "HEAD~2"])));
}

#[test]
fn head_is_on_a_branch_with_more_and_nothing_is_hidden() {
    let (mut register, one) = told("other-branch", ".git/HEAD", |r| {
        r.git(&["checkout", "-q", "-b", "desk"]);
        r.git(&["branch", "-q", "-f", "main", "HEAD~1"]);
    });
    assert_eq!(one["grade"], "slight");
    note(&mut register).done();
}

#[test]
fn a_branch_that_a_power_cut_emptied_or_filled_with_zeros() {
    let file = ".git/refs/heads/main";
    cured("branch-damaged", file, |r| write(r, file, ""));
    cured("branch-damaged", file, |r| write(r, file, [0; 41]));
    cured("branch-damaged", file, |r| write(r, file, format!("{}\n", "ab".repeat(20))));
}

#[test]
fn a_branch_that_is_gone() {
    let file = ".git/refs/heads/main";
    cured("branch-missing", file, |r| remove(r, file));
    cured("git-folder-missing", ".git/refs", |r| remove(r, ".git/refs"));
}

#[test]
fn a_branch_is_never_put_back_on_an_older_commit() {
    let file = ".git/refs/heads/main";
    let (mut register, one) = told("branch-damaged", file, |r| {
        let newest = id(r, "HEAD");
        remove(r, &format!(".git/objects/{}/{}", &newest[..2], &newest[2..]));
        write(r, file, "");
    });
    assert!(one["next"].as_str().unwrap().contains("git reflog"), "{one}");
    assert_eq!(fs::read(at(&register, file)).unwrap(), b"");
    register.cse(["list"]).failed(Exit::Fault);
}

#[test]
fn packed_refs_that_are_cut_off() {
    let cut = |r: &TestRegister, end: usize| {
        r.git(&["branch", "aside", "HEAD~1"]);
        r.git(&["pack-refs", "--all"]);
        let text = fs::read(at(r, ".git/packed-refs")).unwrap();
        write(r, ".git/packed-refs", &text[..text.len() - end]);
    };
    cured("packed-refs", ".git/packed-refs", |r| cut(r, 12));
    cured("branch-missing", ".git/refs/heads/main", |r| cut(r, 1));
}

#[test]
fn a_ref_beside_the_branch_that_means_nothing() {
    let file = ".git/refs/heads/beside";
    cured("ref-damaged", file, |r| write(r, file, ""));
}

#[test]
fn commits_that_somebody_reset_away_are_named_and_brought_back_by_what_is_said() {
    let mut register = whole();
    register.leave_dirty();
    let newest = id(&register, "HEAD");
    let before: Vec<String> = register.git(&["ls-files"]).lines().map(ToOwned::to_owned).collect();
    register.git(&["reset", "-q", "--hard", "HEAD~2"]);
    register.cse(["list"]).done();
    note(&mut register).done();
    let (file, rule) = (".git/refs/heads/main", "commits-lost");
    let one = named(&mut register, rule, file);
    let message = one["message"].as_str().unwrap();
    assert!(message.contains(&newest[..7]), "{one}");
    assert!(message.ends_with("nor 1 other commit"), "{one}");
    assert_eq!((&one["grade"], &one["repair"]), (&"grave".into(), &Json::Null), "{one}");
    assert_eq!(one["next"], format!("git merge {newest}"));
    register.git(&["merge", "-q", "--no-edit", &newest]);
    let files = register.git(&["ls-files"]);
    assert!(before.iter().all(|file| files.lines().any(|one| one == file)), "{files}");
    let found = found(&mut register);
    assert!(found.iter().all(|one| one["rule"] != rule), "{found:#?}");
    register.cse(["verify"]).done();
}

#[test]
fn commits_that_were_reset_away_and_cannot_be_read_are_asked_of_a_clone() {
    let (_, one) = told("commits-lost", ".git/refs/heads/main", |r| {
        let newest = id(r, "HEAD");
        r.git(&["reset", "-q", "--hard", "HEAD~1"]);
        remove(r, &format!(".git/objects/{}/{}", &newest[..2], &newest[2..]));
    });
    assert_eq!(one["next"], "git pull --no-rebase CLONE main");
}

#[test]
fn a_merge_and_what_a_repair_does_to_a_branch_lose_no_commit() {
    let mut register = whole();
    // What another desk recorded, without which the branch is now not where it was.
    register.git(&["checkout", "-q", "--detach"]);
    register.git(&["branch", "-q", "-f", "main", "HEAD~1"]);
    register.git(&["checkout", "-q", "main"]);
    note(&mut register).done();
    register.git(&["checkout", "-q", "-b", "desk", "HEAD@{2}"]);
    register.git(&["checkout", "-q", "main"]);
    register.git(&["merge", "-q", "--no-edit", "desk"]);
    register.git(&["branch", "-q", "-d", "desk"]);
    let found = found(&mut register);
    assert!(found.iter().all(|one| one["rule"] != "commits-lost"), "{found:#?}");
    register.leave_dirty();
}
