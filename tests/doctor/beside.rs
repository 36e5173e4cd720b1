//! Ways of showing git another history, and repositories whose parts are elsewhere.

use super::*;

#[test]
fn borrowed_objects_are_taken_in() {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    let lender = tempfile::tempdir().unwrap();
    let objects = register.root().join(".git/objects");
    // Everything but the newest commit is borrowed.
    for entry in fs::read_dir(&objects).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_owned();
        if name.len() == 2 {
            fs::rename(&path, lender.path().join(name)).unwrap();
        }
    }
    write(&register, ".git/objects/info/alternates", format!("{}\n", lender.path().display()));
    named(&mut register, "alternates", ".git/objects/info/alternates");
    let said = repaired(&mut register);
    assert!(said.contains("copied from where they were borrowed"), "{said}");
    drop(lender);
    works(&mut register, &before);
}

#[test]
fn borrowed_objects_whose_lender_is_gone() {
    let file = ".git/objects/info/alternates";
    cured("alternates", file, |r| write(r, file, "/nonexistent/objects\n"));
    let (_, one) = told("alternates", file, |r| {
        write(r, file, "/nonexistent/objects\n");
        let id = id(r, "HEAD~1");
        remove(r, &format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    });
    assert!(one["next"].as_str().unwrap().starts_with("bring the folder back"), "{one}");
}

#[test]
fn replaced_objects() {
    cured("replace-refs", ".git/refs/replace", |r| drop(r.git(&["replace", "HEAD", "HEAD~1"])));
    cured("replace-refs", ".git/packed-refs", |r| {
        r.git(&["replace", "HEAD", "HEAD~1"]);
        r.git(&["pack-refs", "--all"]);
    });
}

#[test]
fn a_grafted_history() {
    let file = ".git/info/grafts";
    cured("grafts", file, |r| write(r, file, format!("{}\n", id(r, "HEAD~1"))));
}

#[test]
fn a_history_that_is_only_said_to_be_cut_off() {
    cured("shallow", ".git/shallow", |r| write(r, ".git/shallow", id(r, "HEAD~1") + "\n"));
}

#[test]
fn a_shallow_clone() {
    let (_, one) = told("shallow", ".git/shallow", |r| {
        let root = r.root();
        let from = format!("file://{}", root.display());
        r.git(&["clone", "-q", "--depth", "1", &from, "../clone"]);
        remove(r, ".git");
        fs::rename(root.join("../clone/.git"), root.join(".git")).unwrap();
        fs::set_permissions(root.join(".git"), fs::Permissions::from_mode(0o700)).unwrap();
    });
    assert_eq!(one["next"], "git fetch --unshallow");
}

#[test]
fn a_work_tree_of_another_repository() {
    let (_, one) = told("git-elsewhere", ".git", |r| {
        r.git(&["worktree", "add", "-q", "../beside", "HEAD"]);
        let root = r.root();
        fs::rename(root.join(".git"), root.join("../main.git")).unwrap();
        fs::copy(root.join("../beside/.git"), root.join(".git")).unwrap();
    });
    assert!(one["message"].as_str().unwrap().contains("worktrees/beside, and is not"), "{one}");
}

#[test]
fn another_work_tree_of_this_repository_is_worth_knowing() {
    let mut register = whole();
    register.git(&["worktree", "add", "-q", "../beside", "-b", "desk"]);
    let found = found(&mut register);
    assert_eq!(found[0]["rule"], "other-work-tree");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(register.cse(["doctor"]).done().ends_with(SOUND));
}

#[test]
fn there_is_no_git_folder_or_no_work_tree() {
    told("no-git", ".", |r| remove(r, ".git"));
    told("bare", ".", |r| {
        let root = r.root();
        for entry in fs::read_dir(root.join(".git")).unwrap() {
            let path = entry.unwrap().path();
            fs::rename(&path, root.join(path.file_name().unwrap())).unwrap();
        }
        remove(r, ".git");
    });
}

/// What is said to do next, typed into a shell in the register's folder.
#[track_caller]
fn pasted(register: &TestRegister, next: &str) -> String {
    let ran = std::process::Command::new("sh")
        .args(["-c", next])
        .current_dir(register.root())
        .env("HOME", register.root().parent().unwrap())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{next}: {ran:?}");
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

#[test]
fn a_second_work_tree_names_the_first() {
    let mut register = whole();
    register.leave_dirty();
    let root = register.root();
    register.git(&["worktree", "add", "-q", "../beside", "-b", "desk"]);
    let beside = root.with_file_name("beside").display().to_string();
    let output = register.cse(["-C", &beside, "doctor", "--format", "json"]);
    let found: Json = serde_json::from_str(&output.out).unwrap();
    assert_eq!(found[0]["rule"], "git-elsewhere", "{found}");
    let next = found[0]["next"].as_str().unwrap();
    let main = fs::canonicalize(&root).unwrap().display().to_string();
    assert_eq!(next, format!("cse -C '{main}' doctor"));
    assert!(register.cse(["-C", &main, "doctor"]).done().ends_with(SOUND));
}

#[test]
fn a_git_folder_that_is_elsewhere_is_cloned_by_what_is_said() {
    let (register, one) = told("git-elsewhere", ".git", |r| {
        fs::rename(at(r, ".git"), r.root().with_file_name("it's git")).unwrap();
        write(r, ".git", "gitdir: ../it's git\n");
    });
    let next = one["next"].as_str().unwrap();
    assert!(next.starts_with("git clone '"), "{one}");
    pasted(&register, next);
    let mut clone = register.root().into_os_string();
    clone.push("-clone");
    assert!(Path::new(&clone).join("cse.yaml").exists());
}
