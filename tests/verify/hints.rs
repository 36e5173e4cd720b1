//! What `verify` says could be done next, done: each hint is pasted into a shell.

use super::*;

/// Pastes the hint of a register that is wrong, in a folder of it; what came of it.
#[track_caller]
fn pasted(register: &mut TestRegister, folder: &str) -> (String, String) {
    let output = register.cse(["verify"]);
    register.leave_dirty();
    assert_eq!(output.exit, Exit::Problem, "{output}");
    let hint = output.err.lines().find_map(|line| line.trim().strip_prefix("hint: ")).unwrap();
    let shell = Command::new("sh")
        .current_dir(register.root().join(folder))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_PAGER", "cat")
        .args(["-c", hint])
        .output()
        .unwrap();
    assert!(shell.status.success(), "{hint}: {shell:?}");
    (hint.to_owned(), String::from_utf8_lossy(&shell.stdout).into_owned())
}

#[test]
fn a_file_of_a_commit_is_shown_in_whichever_folder() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let tip = commit(&register, &who, "cases/2026/stray.txt", "found here\n");
    for folder in ["", "cases/2026"] {
        let (hint, shown) = pasted(&mut register, folder);
        assert_eq!(hint, format!("git show {} -- :/cases/2026/stray.txt", &tip[..10]));
        assert!(shown.contains("+found here"), "{shown}");
    }
}

#[test]
fn a_name_that_a_shell_or_git_would_take_otherwise() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let path = "cases/2026/it's $HOME *[x] \"q\".txt";
    let tip = commit(&register, &who, path, "found here\n");
    let (hint, shown) = pasted(&mut register, "cases");
    assert!(
        hint.starts_with(&format!("git show {} -- ':(top,literal)cases", &tip[..10])),
        "{hint}"
    );
    assert!(shown.contains("+found here"), "{shown}");
}

#[test]
fn a_commit_as_a_whole_is_shown_with_its_message_and_both_its_times() {
    let mut register = register();
    let who = Who::of(&register, "HEAD");
    let said = register.git(&["show", "-s", "--format=%B", "HEAD"]);
    git_as(&register, &who, &["commit", "-q", "--allow-empty", "-m", said.trim_end()]);
    let (hint, shown) = pasted(&mut register, "");
    let tip = id(&register, "HEAD");
    assert_eq!(hint, format!("git log -1 --format=fuller {}", &tip[..10]));
    assert!(shown.contains(&tip) && shown.contains("Record: ") && shown.contains("CommitDate:"));
}

#[test]
fn a_commit_that_the_history_has_lost() {
    let mut register = register();
    register.cse(["verify"]).done();
    let (lost, file) = (id(&register, "HEAD"), file_of(&register, "HEAD"));
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let (hint, shown) = pasted(&mut register, "");
    assert_eq!(hint, format!("git show {} -- :/{file}", &lost[..10]));
    assert!(shown.contains(&lost) && shown.contains("+  note.text: "), "{shown}");
}

#[test]
fn a_commit_that_is_lost_for_good_and_a_file_that_is_not_as_committed() {
    let mut register = register();
    register.cse(["verify"]).done();
    register.git(&["reset", "-q", "--hard", "HEAD~1"]);
    register.git(&["reflog", "expire", "--expire=all", "--all"]);
    register.git(&["gc", "-q", "--prune=now"]);
    let (hint, _) = pasted(&mut register, "");
    assert_eq!(hint, "git reflog");
    let mut register = self::register();
    std::fs::write(register.root().join("stray.txt"), "x").unwrap();
    let output = register.cse(["verify"]);
    register.leave_dirty();
    assert!(output.err.contains("hint: cse status"), "{output}");
    assert!(register.cse(["status"]).out.contains("stray.txt"));
}
