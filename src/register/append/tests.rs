use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::register::testing::{Register, add, ann, moment, one};

use super::*;

const PATH: &str = "cases/2026/11/A/1.yaml";

fn append(store: &Store, change: Change<()>) -> Result<Committed<()>, AppendError<()>> {
    store.append(&ann(), moment(60), |_| Ok(change))
}

#[test]
fn a_first_commit_and_the_next_are_as_git_would_have_made_them() {
    let register = Register::empty();
    register.assert_modes();
    let store = register.store();
    assert_eq!(store.tip().unwrap(), None);
    let first = add(&store, "cse.yaml", "cse: 1\n").unwrap();
    let second = store
        .append(&ann(), moment(7), |before| {
            assert_eq!(before.commit(), Some(first.commit));
            assert_eq!(before.read("cse.yaml").unwrap().unwrap(), b"cse: 1\n");
            Ok::<_, ()>(Change {
                value: "kept",
                message: "two\n\nStep: x".to_owned(),
                files: vec![
                    FileChange::new(PATH, "one\n"),
                    FileChange::new("cases/2026/11/A/attachments/ff.docx", [0, 159, 146, 150]),
                    FileChange::replacing("cse.yaml", "cse: 2\n"),
                ],
            })
        })
        .unwrap();
    assert_eq!((second.value, &second.warnings[..]), ("kept", &[][..]));
    register.assert_modes();
    register.assert_whole();
    assert_eq!(register.git(&["rev-parse", "main"]).trim(), second.commit.to_string());
    assert_eq!(register.git(&["show", "HEAD:cse.yaml"]), "cse: 2\n");
    assert_eq!(fs::read(register.root().join(PATH)).unwrap(), b"one\n");
    let format = "--format=%an|%ae|%at|%cn|%ct|%s|%P";
    let time = moment(7).unix();
    let want =
        format!("Ann Example|ann@example.invalid|{time}|Ann Example|{time}|two|{}", first.commit);
    assert_eq!(register.git(&["log", "-1", format]).trim(), want);
    assert_eq!(store.tip().unwrap().unwrap().time, moment(7));
}

#[test]
fn a_file_that_is_there_is_replaced_only_where_the_change_says_so() {
    let register = Register::new();
    register.add(PATH, "one\n");
    let before = register.git(&["rev-parse", "HEAD"]);
    let again = append(&register.store(), one(PATH, "two\n"));
    assert_eq!(again.unwrap_err(), AppendError::Fault(Fault::Exists { path: PATH.to_owned() }));
    assert_eq!(register.git(&["rev-parse", "HEAD"]), before);
    register.assert_whole();
}

#[test]
fn a_refusal_by_the_caller_leaves_nothing() {
    let register = Register::new();
    let before = register.git(&["rev-parse", "HEAD"]);
    let refused = register.store().append(&ann(), moment(0), |_| Err::<Change<()>, _>("no"));
    assert_eq!(refused.unwrap_err(), AppendError::Prepare("no"));
    assert_eq!(register.git(&["rev-parse", "HEAD"]), before);
    register.assert_whole();
}

#[test]
fn paths_that_lead_out_of_the_register_are_refused() {
    let register = Register::new();
    register.add(PATH, "one\n");
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), register.root().join("cases/2026/12")).unwrap();
    for path in ["../x", ".git/config", "cases/2026/12/x", "cse.yaml/x", ""] {
        let result = append(&register.store(), one(path, "x"));
        let Err(AppendError::Fault(Fault::PathRefused { .. })) = result else {
            panic!("{path}: {result:?}")
        };
    }
    assert_eq!(outside.path().read_dir().unwrap().count(), 0);
    assert!(
        register
            .store()
            .append(&ann(), moment(0), |_| {
                let files = vec![FileChange::new("a", "1"), FileChange::new("a/b", "2")];
                Ok::<_, ()>(Change { files, message: "m".to_owned(), value: () })
            })
            .is_err()
    );
    let empty = Change { files: Vec::new(), message: "m".to_owned(), value: () };
    assert!(append(&register.store(), empty).is_err());
}

#[test]
fn a_hand_edit_in_the_way_is_never_overwritten() {
    let register = Register::new();
    let file = register.root().join("cse.yaml");
    fs::write(&file, "by hand\n").unwrap();
    let change = Change {
        files: vec![FileChange::replacing("cse.yaml", "new\n")],
        message: "m".to_owned(),
        value: (),
    };
    let refused = append(&register.store(), change.clone()).unwrap_err();
    assert_eq!(refused, AppendError::Fault(Fault::HandEdited { path: "cse.yaml".to_owned() }));
    assert_eq!(fs::read(&file).unwrap(), b"by hand\n");
    // What was typed by hand can be committed as it is.
    let adopt = Change { files: vec![FileChange::replacing("cse.yaml", "by hand\n")], ..change };
    append(&register.store(), adopt).unwrap();
    register.assert_whole();
}

#[test]
fn an_object_that_a_power_cut_emptied_is_written_anew() {
    let register = Register::new();
    let blob = Oid::hash_object(ObjectType::Blob, b"one\n").unwrap().to_string();
    let folder = register.git_dir().join("objects").join(&blob[..2]);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(&blob[2..]), "").unwrap();
    register.add(PATH, "one\n");
    register.assert_whole();
}

#[test]
fn an_object_that_cannot_be_read_stays_until_another_takes_its_place() {
    let register = Register::new();
    register.add(PATH, "one\n");
    let git_dir = register.git_dir();
    let head = register.git(&["rev-parse", "HEAD"]);
    let blob = Oid::hash_object(ObjectType::Blob, b"one\n").unwrap().to_string();
    let (first, rest) = blob.split_at(2);
    let loose = git_dir.join("objects").join(first).join(rest);
    let sound = fs::read(&loose).unwrap();
    fs::set_permissions(&loose, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&loose, &sound[..sound.len() / 2]).unwrap();
    // Nothing can be written in its place either.
    let folder = git_dir.join("cse-tmp/quarantine/objects").join(first);
    fs::remove_dir(&folder).unwrap();
    fs::write(&folder, "").unwrap();
    add(&register.store(), "cases/2026/11/B/1.yaml", "one\n").unwrap_err();
    assert_eq!(fs::read(&loose).unwrap(), &sound[..sound.len() / 2]);
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    register.add("cases/2026/11/B/1.yaml", "one\n");
    register.assert_whole();
}

#[test]
fn writers_of_two_threads_and_git_beside_them_lose_nothing() {
    let register = Register::new();
    std::thread::scope(|scope| {
        for desk in 0..2 {
            let register = &register;
            scope.spawn(move || {
                let store = register.store();
                for n in 0..50 {
                    let path = format!("cases/2026/11/D{desk}/{n}.yaml");
                    assert_eq!(add(&store, &path, &path).unwrap().warnings, []);
                }
            });
        }
        let register = &register;
        scope.spawn(move || {
            for _ in 0..20 {
                register.run_git(&["status"]);
            }
        });
    });
    assert_eq!(register.git(&["ls-tree", "-r", "--name-only", "HEAD"]).lines().count(), 101);
    assert_eq!(register.git(&["rev-list", "--count", "HEAD"]).trim(), "101");
    register.assert_whole();
}

#[test]
fn what_a_commit_would_have_to_honour_and_does_not_is_refused() {
    let register = Register::new();
    let refused = |want: &str| {
        let Err(AppendError::Fault(fault)) = append(&register.store(), one("x", "x")) else {
            panic!("{want} was not refused")
        };
        assert!(fault.to_string().contains(want), "{fault}");
    };
    let hook = register.git_dir().join("hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o700)).unwrap();
    refused("hook");
    fs::remove_file(&hook).unwrap();
    register.git(&["checkout", "-q", "--detach"]);
    refused("detached HEAD");
    register.git(&["checkout", "-q", "main"]);
    fs::write(register.git_dir().join("MERGE_HEAD"), register.git(&["rev-parse", "HEAD"])).unwrap();
    refused("merge");
    fs::remove_file(register.git_dir().join("MERGE_HEAD")).unwrap();
    append(&register.store(), one("x", "x")).unwrap();
}

#[test]
fn a_branch_that_git_moved_meanwhile_is_left_alone() {
    let register = Register::new();
    let moved = register.store().append(&ann(), moment(0), |_| {
        register.commit_by_git("by-hand.yaml", "hand\n");
        Ok::<_, ()>(one(PATH, "one\n"))
    });
    let branch = "refs/heads/main".to_owned();
    assert_eq!(moved.unwrap_err(), AppendError::Fault(Fault::Moved { branch }));
    assert_eq!(register.git(&["log", "-1", "--format=%s"]).trim(), "by hand");
    register.assert_whole();
}

/// Appends while a lock of git's own appears after the register was found free.
fn append_beside(register: &Register, lock: &str, old: bool) -> Committed<()> {
    let lock = register.git_dir().join(lock);
    let taken = || {
        fs::write(&lock, "").unwrap();
        let minute = std::time::Duration::from_secs(60);
        if old {
            let file = fs::File::options().write(true).open(&lock).unwrap();
            file.set_modified(std::time::SystemTime::now() - minute).unwrap();
        }
    };
    std::thread::scope(|scope| {
        let (asked, go) = std::sync::mpsc::channel();
        scope.spawn(|| {
            for () in go {
                std::thread::sleep(std::time::Duration::from_millis(300));
                // Its git is done by now; nobody ends one that was killed.
                if !old {
                    fs::remove_file(&lock).unwrap();
                }
            }
        });
        let done = register.store().append(&ann(), moment(0), |_| {
            taken();
            asked.send(()).unwrap();
            Ok::<_, ()>(one(PATH, "one\n"))
        });
        drop(asked);
        done.unwrap()
    })
}

#[test]
fn a_lock_of_git_that_comes_while_something_is_prepared_is_waited_for_or_removed() {
    for lock in ["refs/heads/main.lock", "index.lock"] {
        for old in [false, true] {
            let register = Register::new();
            let done = append_beside(&register, lock, old);
            assert_eq!(done.warnings, [], "{lock}");
            assert!(!register.git_dir().join(lock).exists());
            register.assert_whole();
        }
    }
}

#[test]
fn a_branch_that_stays_locked_is_said_to_be_with_who_holds_it() {
    let register = Register::new();
    let lock = register.git_dir().join("refs/heads/main.lock");
    let mut held = None;
    let refused = register.store().append(&ann(), moment(0), |_| {
        held = Some(fs::File::create(&lock).unwrap());
        Ok::<_, ()>(one(PATH, "one\n"))
    });
    let Err(AppendError::Fault(Fault::ForeignLock { path, by: Some(by), .. })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((path, by.pid), (fs::canonicalize(&lock).unwrap(), std::process::id()));
    drop(held);
    fs::remove_file(&lock).unwrap();
    register.assert_whole();
    register.add(PATH, "one\n");
    register.assert_whole();
}

#[test]
fn many_files_become_one_commit_and_one_pack() {
    let register = Register::new();
    let files: Vec<_> = (0..700)
        .map(|n| FileChange::new(format!("cases/2026/11/C{n}/1.yaml"), format!("{n}\n")))
        .collect();
    let change = Change { files, message: "sample".to_owned(), value: () };
    let store = register.store();
    let done = store.append_pack(&ann(), moment(9), |_| Ok::<_, ()>(change)).unwrap();
    assert_eq!(done.warnings, []);
    register.assert_modes();
    register.assert_whole();
    assert!(register.git(&["count-objects", "-v"]).contains("packs: 1"));
    register.add("cases/2026/11/C1/2.yaml", "next\n");
    register.assert_whole();
}
