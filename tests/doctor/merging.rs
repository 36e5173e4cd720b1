//! Merges that were not finished: never committed, and no case is hidden by them.

use super::*;

/// A merge of another desk's commits that ends in a conflict over one file, and brings a case.
fn half_a_merge(register: &TestRegister) {
    register.git(&["checkout", "-q", "-b", "desk", "HEAD~1"]);
    let add = |file: &str, text: &str| {
        write(register, file, text);
        register.git(&["add", file]);
    };
    let record = record(register);
    let folder = record.rsplit_once('/').unwrap().0;
    let old = register.git(&["ls-files", folder]).lines().next().unwrap().to_owned();
    add(&old, "theirs\n");
    add("cases/2026/11/CSE-2026-0000000/theirs.yaml", "step: invented\n");
    register.git(&["commit", "-q", "-m", "theirs"]);
    register.git(&["checkout", "-q", "main"]);
    add(&old, "ours\n");
    register.git(&["commit", "-q", "-m", "ours"]);
    let merged = std::process::Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.invalid", "merge", "-q", "desk"])
        .current_dir(register.root())
        .output()
        .unwrap();
    assert!(!merged.status.success());
    register.git(&["branch", "-q", "-D", "desk"]);
}

#[test]
fn half_a_merge_is_called_off_and_the_other_sides_commits_stay() {
    let mut register = whole();
    register.leave_dirty();
    half_a_merge(&register);
    let theirs = id(&register, "MERGE_HEAD");
    let head = id(&register, "HEAD");
    named(&mut register, "unfinished-merge", ".git/MERGE_HEAD");
    let rules: Vec<String> =
        found(&mut register).iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect();
    for rule in ["unmerged", "merge-marks"] {
        assert!(rules.iter().any(|found| found == rule), "{rule}: {rules:?}");
    }
    let said = repaired(&mut register);
    assert!(said.contains(".git/MERGE_HEAD: moved to"), "{said}");
    assert_eq!(id(&register, &format!("refs/cse/aside/{theirs}")), theirs);
    assert_eq!(id(&register, "HEAD"), head, "a repair commits nothing");
    assert_eq!(register.git(&["status", "--porcelain", "--untracked-files=all"]), "");
    register.git(&["fsck", "--strict"]);
    register.git(&["gc", "-q", "--prune=now"]);
    assert_eq!(id(&register, &format!("{theirs}^0")), theirs);
}

#[test]
fn a_case_with_unmerged_files_is_listed_as_unreadable_first_and_nothing_is_committed() {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    half_a_merge(&register);
    let head = id(&register, "HEAD");
    for command in ["list", "due"] {
        let output = register.cse([command, "--format", "json"]);
        assert_eq!(output.exit, Exit::Problem, "{output}");
        let last = output.err.lines().last().unwrap();
        let error: Json = serde_json::from_str(last).unwrap();
        let problems = error["error"]["problems"].as_array().unwrap().clone();
        let file = |at: usize| problems[at]["file"].as_str().unwrap().to_owned();
        let all: Vec<String> = (0..problems.len()).map(file).collect();
        assert!(all[0].contains("CSE-2026-0000000"), "{all:?}");
        assert!(all[1].contains(register.case()), "{all:?}");
        assert!(problems[1]["message"].as_str().unwrap().contains("not finished"));
    }
    // Its committed state breaks as well here; the other case stands, whole.
    assert!(cases(&mut register).iter().any(|id| before.contains(id)));
    let case = register.case().to_owned();
    register.cse(["show", &case]).failed(Exit::Problem);
    for args in [&["note", &case, "--note-text", "x", "--as", "social-worker"][..], &["adopt"]] {
        let output = register.cse(args.iter().copied());
        assert!(matches!(output.exit, Exit::Fault | Exit::Problem), "{output}");
        assert_eq!(id(&register, "HEAD"), head, "{args:?} committed");
    }
}

#[test]
fn marks_of_a_merge_in_a_record_are_never_taken_in() {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    let record = record(&register);
    let text = fs::read_to_string(at(&register, &record)).unwrap();
    let marked = format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> desk\n");
    write(&register, &record, &marked);
    let head = id(&register, "HEAD");
    named(&mut register, "merge-marks", &record);
    register.cse(["adopt"]).failed(Exit::Problem);
    register.git(&["add", &record]);
    register.cse(["adopt", &record]).failed(Exit::Problem);
    let stays = |register: &TestRegister| {
        assert_eq!(register.git(&["show", &format!("HEAD:{record}")]), text);
    };
    assert_eq!(id(&register, "HEAD"), head);
    note(&mut register).done();
    stays(&register);
    assert!(repaired(&mut register).ends_with(SOUND));
    works(&mut register, &before);
    stays(&register);
}

#[test]
fn marks_of_a_merge_that_were_committed_make_their_case_unreadable_first() {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    let record = record(&register);
    let text = fs::read_to_string(at(&register, &record)).unwrap();
    write(&register, &record, format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> desk\n"));
    register.git(&["commit", "-q", "-a", "-m", "by hand"]);
    for command in ["list", "due"] {
        let output = register.cse([command]);
        assert_eq!(output.exit, Exit::Problem, "{output}");
        assert!(output.err.starts_with("error: "), "{output}");
        assert!(output.err.contains(&record), "{output}");
    }
    assert_eq!(cases(&mut register), before);
    let found = found(&mut register);
    assert_eq!(found[0]["rule"], "unreadable-case");
    let one = named(&mut register, "merge-marks", &record);
    assert!(one["next"].as_str().unwrap().contains("then cse adopt"), "{one}");
    // As it says: the marks are taken out, and the file is taken in.
    write(&register, &record, &text);
    register.as_("team-manager").cse(["adopt", &record]).done();
    assert_eq!(register.cse(["doctor"]).done(), SOUND);
}

#[test]
fn what_only_git_can_end_is_left_to_git() {
    let (register, one) = told("under-way", ".git/rebase-merge", |r| {
        r.git(&["checkout", "-q", "--detach"]);
        write(r, ".git/rebase-merge/head-name", "refs/heads/main\n");
    });
    assert!(one["next"] == "git rebase --abort", "{one}");
    assert!(at(&register, ".git/rebase-merge/head-name").exists());
}

/// git, which may stop half-way: whether it did.
fn tried(register: &TestRegister, args: &[&str], editor: &str) -> bool {
    let ran = std::process::Command::new("sh")
        .current_dir(register.root())
        // As somebody would have it who closed the register to others.
        .args(["-c", "umask 077; exec git \"$@\"", "git"])
        .args(["-c", "user.name=A", "-c", "user.email=a@example.invalid"])
        .args(args)
        .env("GIT_EDITOR", "true")
        .env("GIT_SEQUENCE_EDITOR", editor)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    ran.status.success()
}

/// A file that another commit wrote otherwise: whoever picks that up stops at it. Its commit.
fn theirs(register: &TestRegister) -> String {
    let commit = |text: &str| {
        write(register, "beside.txt", text);
        register.git(&["add", "beside.txt"]);
        register.git(&["commit", "-q", "-m", text]);
        id(register, "HEAD")
    };
    register.git(&["checkout", "-q", "-b", "desk"]);
    commit("theirs\n");
    let theirs = commit("theirs again\n");
    register.git(&["checkout", "-q", "main"]);
    commit("ours\n");
    theirs
}

#[test]
fn while_git_is_at_something_nothing_of_it_is_touched_and_its_own_command_ends_it() {
    type Begin = fn(&TestRegister);
    let kinds: [(&str, &str, Begin); 7] = [
        (".git/rebase-merge", "git rebase --abort", |r| {
            assert!(tried(r, &["rebase", "-i", "HEAD~2"], "sed -i 1s/pick/edit/"));
        }),
        (".git/rebase-apply", "git rebase --abort", |r| {
            let theirs = theirs(r);
            assert!(!tried(r, &["rebase", "--apply", &theirs], "true"));
        }),
        (".git/rebase-apply/applying", "git am --abort", |r| {
            let theirs = theirs(r);
            let folder = tempfile::tempdir().unwrap();
            let to = folder.path().display().to_string();
            r.git(&["format-patch", "-q", "-1", "-o", &to, &theirs]);
            let patch = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
            assert!(!tried(r, &["am", "-q", &patch.display().to_string()], "true"));
        }),
        (".git/CHERRY_PICK_HEAD", "git cherry-pick --abort", |r| {
            let theirs = theirs(r);
            assert!(!tried(r, &["cherry-pick", &theirs], "true"));
        }),
        (".git/sequencer/todo", "git cherry-pick --abort", |r| {
            let theirs = theirs(r);
            assert!(!tried(r, &["cherry-pick", &format!("{theirs}~1"), &theirs], "true"));
            // Somebody has put the first right and committed it: the second is still to come.
            write(r, "beside.txt", "both\n");
            r.git(&["commit", "-q", "-a", "-m", "both"]);
        }),
        (".git/REVERT_HEAD", "git revert --abort", |r| {
            theirs(r);
            write(r, "beside.txt", "ours again\n");
            r.git(&["commit", "-q", "-a", "-m", "again"]);
            assert!(!tried(r, &["revert", "HEAD~1"], "true"));
        }),
        (".git/BISECT_LOG", "git bisect reset", |r| {
            assert!(tried(r, &["bisect", "start", "HEAD", "HEAD~4"], "true"));
        }),
    ];
    for (file, end, begin) in kinds {
        let mut register = whole();
        register.leave_dirty();
        begin(&register);
        let one = named(&mut register, "under-way", file);
        assert_eq!((&one["next"], &one["repair"]), (&end.into(), &Json::Null), "{one}");
        let main = id(&register, "main");
        let before = state(&register.root());
        register.cse(["doctor", "--repair", "--yes"]).failed(Exit::Problem);
        let after = state(&register.root());
        let is_touched = |one: &&String| after.get(*one) != before.get(*one) && !is_scratch(one);
        let touched: Vec<&String> = before.keys().chain(after.keys()).filter(is_touched).collect();
        assert!(touched.is_empty(), "{file}: {touched:?}");
        // As it says.
        let words: Vec<&str> = end.split(' ').skip(1).collect();
        assert!(tried(&register, &words, "true"), "{end}");
        assert_eq!(id(&register, "main"), main);
        assert_eq!(register.git(&["status", "--porcelain"]), "", "{end}");
        assert!(found(&mut register).is_empty(), "{end}");
    }
}

#[test]
fn a_rebase_that_somebody_stopped_goes_on_after_a_repair_as_before() {
    let mut register = whole();
    let before = cases(&mut register);
    let main = id(&register, "main");
    assert!(tried(&register, &["rebase", "-i", "HEAD~2"], "sed -i 1s/pick/edit/"));
    assert_ne!(id(&register, "HEAD"), main);
    register.cse(["doctor", "--repair", "--yes"]).failed(Exit::Problem);
    assert_eq!(register.git(&["status", "--porcelain"]), "");
    assert!(tried(&register, &["rebase", "--continue"], "true"));
    assert_eq!(id(&register, "main"), main);
    works(&mut register, &before);
}
