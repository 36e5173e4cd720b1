//! Files of the work tree that are gone, damaged, changed, or copies by programs that keep folders in
//! step; git's index.

use super::*;

#[test]
fn an_index_that_is_empty_damaged_or_gone() {
    let file = ".git/index";
    cured("index-empty", file, |r| write(r, file, ""));
    cured("index-missing", file, |r| remove(r, file));
    cured("index-damaged", file, |r| write(r, file, "DIRC and no more"));
    cured("index-damaged", file, |r| {
        let mut bytes = fs::read(at(r, file)).unwrap();
        bytes[100] ^= 1;
        write(r, file, bytes);
    });
    cured("index-empty", file, |r| drop(r.git(&["read-tree", "--empty"])));
}

#[test]
fn an_index_that_holds_something_else_than_what_is_committed() {
    cured("staged", ".git/index", |r| {
        let record = record(r);
        let was = fs::read(at(r, &record)).unwrap();
        write(r, &record, "else");
        r.git(&["add", &record]);
        write(r, &record, was);
    });
    cured("staged", ".git/index", |r| drop(r.git(&["rm", "-q", "--cached", &record(r)])));
}

#[test]
fn files_at_which_git_was_told_not_to_look() {
    for bit in ["--assume-unchanged", "--skip-worktree"] {
        for version in ["2", "4"] {
            cured("unwatched", ".git/index", |r| {
                r.git(&["update-index", "--index-version", version]);
                r.git(&["update-index", bit, &record(r)]);
            });
        }
    }
}

/// As [`cured`], of the newest record.
#[track_caller]
fn record_cured(rule: &str, how: impl Fn(&TestRegister, &str)) {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    let record = record(&register);
    how(&register, &record);
    named(&mut register, rule, &record);
    assert!(repaired(&mut register).ends_with(SOUND));
    works(&mut register, &before);
}

#[test]
fn a_record_that_is_deleted_emptied_changed_or_no_file() {
    record_cured("file-missing", remove);
    record_cured("file-damaged", |r, file| write(r, file, ""));
    record_cured("file-damaged", |r, file| write(r, file, [0; 200]));
    record_cured("record-changed", |r, file| write(r, file, "changed: by hand\n"));
    record_cured("not-a-file", |r, file| {
        remove(r, file);
        std::os::unix::fs::symlink("/etc/passwd", at(r, file)).unwrap();
    });
    record_cured("not-a-file", |r, file| {
        remove(r, file);
        write(r, &format!("{file}/inside.txt"), "x");
    });
}

#[test]
fn settings_that_somebody_changes_are_left_to_them() {
    let (mut register, one) = told("file-changed", "workers.yaml", |r| {
        write(r, "workers.yaml", "workers:\n  a: {email: a@example.invalid, roles: [x]}\n");
    });
    assert!(one["next"].as_str().unwrap().starts_with("cse adopt 'workers.yaml'"), "{one}");
    note(&mut register).done();
    assert!(fs::read_to_string(at(&register, "workers.yaml")).unwrap().contains("a@example"));
}

#[test]
fn a_file_that_nobody_committed_stays_unless_its_bytes_are_committed() {
    let (register, _) = told("file-stray", "notes.txt", |r| write(r, "notes.txt", "my own\n"));
    assert_eq!(fs::read(at(&register, "notes.txt")).unwrap(), b"my own\n");
    cured("file-stray", "again.yaml", |r| {
        fs::copy(at(r, &record(r)), at(r, "again.yaml")).unwrap();
    });
}

#[test]
fn copies_by_programs_that_keep_folders_in_step() {
    let ends = [
        " (conflicted copy 2026-11-20).yaml",
        " (Ann's conflicted copy 2026-11-20).yaml",
        ".sync-conflict-20261120-090000-ABCDEFG.yaml",
        "-DESKTOP-1234.yaml",
        "-ANNSPC.yaml",
        " (1).yaml",
    ];
    for end in ends {
        let mut register = whole();
        register.leave_dirty();
        let before = cases(&mut register);
        let copy = record(&register).replace(".yaml", end);
        write(&register, &copy, "somebody's own\n");
        named(&mut register, "conflict-copy", &copy);
        let said = repaired(&mut register);
        assert!(said.contains(&format!("{copy}: moved to .git/cse-aside/")), "{said}");
        works(&mut register, &before);
    }
}

#[test]
fn copies_within_git_and_the_commits_that_only_they_hold() {
    for name in ["index (conflicted copy 2026-11-20)", "HEAD-DESKTOP-1234"] {
        let file = format!(".git/{name}");
        cured("conflict-copy", &file, |r| write(r, &file, "x"));
    }
    for end in [" (conflict)", " (1)", "-DESKTOP-1234", ".orig"] {
        let mut register = whole();
        register.leave_dirty();
        let before = cases(&mut register);
        let tip = id(&register, "HEAD");
        let object = format!(".git/objects/{}/{}", &tip[..2], &tip[2..]);
        let file = format!("{object}{end}");
        fs::copy(at(&register, &object), at(&register, &file)).unwrap();
        named(&mut register, "conflict-copy", &file);
        assert!(repaired(&mut register).ends_with(SOUND));
        works(&mut register, &before);
    }
    let file = ".git/refs/heads/main-DESKTOP-1234";
    let register = cured("conflict-copy", file, |r| {
        let text = ["commit-tree", "-p", "HEAD~1", "-m", "elsewhere", "HEAD^{tree}"];
        let other = r.git(&text);
        write(r, file, other);
    });
    let kept = register.git(&["for-each-ref", "--format=%(subject)", "refs/cse/aside"]);
    assert_eq!(kept, "elsewhere\n");
}
