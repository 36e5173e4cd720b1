use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::register::testing::{Register, add, moment};

use super::*;

const PATH: &str = "cases/2026/11/A/1.yaml";

fn heal(register: &Register) -> Healed {
    register.store().heal(moment(99)).unwrap()
}

fn age(file: &std::path::Path, seconds: u64) {
    let past = SystemTime::now() - Duration::from_secs(seconds);
    File::options().write(true).open(file).unwrap().set_modified(past).unwrap();
}

#[test]
fn a_whole_register_needs_nothing() {
    let register = Register::empty();
    assert!(heal(&register).is_nothing());
    register.add(PATH, "one\n");
    let index = fs::metadata(register.git_dir().join("index")).unwrap().modified().unwrap();
    assert_eq!(heal(&register), Healed::default());
    assert_eq!(fs::metadata(register.git_dir().join("index")).unwrap().modified().unwrap(), index);
}

#[test]
fn what_was_not_written_after_the_commit_is_completed() {
    let register = Register::new();
    let old_index = fs::read(register.git_dir().join("index")).unwrap();
    register.add(PATH, "one\n");
    fs::remove_dir_all(register.root().join("cases")).unwrap();
    fs::write(register.git_dir().join("index"), old_index).unwrap();
    fs::write(register.git_dir().join("cse-tmp/append-1-0"), "left").unwrap();
    let healed = heal(&register);
    assert_eq!(
        (&healed.written[..], &healed.indexed[..]),
        (&[PATH.to_owned()][..], &[PATH.to_owned()][..])
    );
    assert!(!register.git_dir().join("cse-tmp/append-1-0").exists());
    register.assert_modes_of_work_tree();
    register.assert_whole();
    assert!(heal(&register).is_nothing());
}

#[test]
fn a_replacement_that_was_cut_short_is_completed() {
    let register = Register::new();
    let old_index = fs::read(register.git_dir().join("index")).unwrap();
    let store = register.store();
    store
        .append(&crate::register::testing::ann(), moment(1), |_| {
            let files = vec![crate::register::FileChange::replacing("cse.yaml", "cse: 2\n")];
            Ok::<_, ()>(crate::register::Change { files, message: "m".to_owned(), value: () })
        })
        .unwrap();
    fs::write(register.root().join("cse.yaml"), "cse: 1\n").unwrap();
    fs::write(register.git_dir().join("index"), old_index).unwrap();
    assert_eq!(heal(&register).written, ["cse.yaml"]);
    register.assert_whole();
}

#[test]
fn a_hand_edit_is_left_and_told() {
    let register = Register::new();
    register.add(PATH, "one\n");
    fs::write(register.root().join(PATH), "by hand\n").unwrap();
    let healed = heal(&register);
    assert!(healed.is_nothing());
    assert_eq!(healed.differing, [PATH]);
    assert_eq!(fs::read(register.root().join(PATH)).unwrap(), b"by hand\n");
}

#[test]
fn a_broken_index_is_made_anew() {
    let register = Register::new();
    register.add(PATH, "one\n");
    let index = register.git_dir().join("index");
    let mut flipped = fs::read(&index).unwrap();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for bytes in [&b""[..], &b"DIRC rubbish"[..], &[0; 400][..], &flipped[..]] {
        fs::write(&index, bytes).unwrap();
        assert!(heal(&register).index_rebuilt);
        register.assert_whole();
    }
    fs::remove_file(&index).unwrap();
    register.add("cases/2026/11/A/2.yaml", "two\n");
    register.assert_whole();
}

#[test]
fn locks_of_dead_processes_are_removed_and_appending_works() {
    let register = Register::new();
    let names = ["index", "HEAD", "packed-refs", "config", "refs/heads/main"];
    for name in names {
        let lock = register.git_dir().join(format!("{name}.lock"));
        fs::write(&lock, "").unwrap();
        age(&lock, 60);
    }
    let done = add(&register.store(), PATH, "one\n").unwrap();
    assert_eq!(done.healed.locks.len(), names.len());
    assert_eq!(done.warnings, []);
    register.assert_whole();
}

#[test]
fn a_lock_that_holds_anything_is_set_aside_whole() {
    let register = Register::new();
    let lock = register.git_dir().join("index.lock");
    for left in ["DIRC, half of it", "another"] {
        fs::write(&lock, left).unwrap();
        age(&lock, 60);
        assert_eq!(heal(&register).locks, std::slice::from_ref(&lock));
    }
    let aside = register.git_dir().join("cse-aside/locks");
    let kept = |name: &str| fs::read_to_string(aside.join(name)).unwrap();
    assert_eq!([kept("index.lock.1"), kept("index.lock.2")], ["DIRC, half of it", "another"]);
    // Our own says nothing, and is not kept.
    std::mem::forget(IndexLock::take(&register.git_dir(), Duration::ZERO).unwrap());
    assert_eq!(heal(&register).locks.len(), 1);
    assert_eq!(fs::read_dir(&aside).unwrap().count(), 2);
    register.assert_whole();
}

#[test]
fn a_lock_that_somebody_has_open_is_waited_for() {
    let register = Register::new();
    let lock = register.git_dir().join("index.lock");
    let held = File::create(&lock).unwrap();
    age(&lock, 60);
    let start = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            fs::remove_file(&lock).unwrap();
            drop(held);
        });
        register.add(PATH, "one\n");
    });
    assert!(start.elapsed() >= Duration::from_millis(300));
    register.assert_whole();
}

#[test]
fn the_lock_of_a_killed_process_is_free() {
    let register = Register::new();
    let lock = register.git_dir().join("cse.lock");
    let mut child = Command::new("flock")
        .args([lock.as_os_str(), "sleep".as_ref(), "60".as_ref()])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(register.store().heal_if_free(moment(0)), Ok(None));
    // flock hands the lock to its child; both die.
    let children = format!("/proc/{0}/task/{0}/children", child.id());
    for pid in fs::read_to_string(children).unwrap().split_whitespace() {
        Command::new("kill").args(["-9", pid]).status().unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    register.add(PATH, "one\n");
}

#[test]
fn a_large_commit_is_looked_at_once() {
    let register = Register::new();
    for n in 0..=MANY {
        let file = register.root().join(format!("many/{n}"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "x\n").unwrap();
    }
    register.git(&["add", "."]);
    register.git(&["commit", "-q", "-m", "many"]);
    fs::remove_file(register.root().join("many/0")).unwrap();
    assert_eq!(heal(&register).written, ["many/0"]);
    fs::remove_file(register.root().join("many/0")).unwrap();
    assert!(heal(&register).is_nothing());
}

#[test]
fn a_young_lock_is_waited_for_by_a_writer_and_by_no_reader() {
    let register = Register::new();
    let lock = register.git_dir().join("refs/heads/main.lock");
    fs::write(&lock, "").unwrap();
    let start = Instant::now();
    assert_eq!(register.store().heal_if_free(moment(0)), Ok(None));
    assert!(start.elapsed() < Duration::from_secs(2));
    assert!(lock.exists());
    let done = add(&register.store(), PATH, "one\n").unwrap();
    assert!(start.elapsed() >= Duration::from_secs(5));
    assert_eq!(
        done.healed.locks,
        [fs::canonicalize(register.git_dir()).unwrap().join("refs/heads/main.lock")]
    );
    register.assert_whole();
}

#[test]
fn a_reader_repairs_nothing_where_nothing_may_be_written() {
    let register = Register::new();
    register.git(&["checkout", "-q", "--detach"]);
    assert_eq!(register.store().heal_if_free(moment(0)), Ok(None));
    register.git(&["checkout", "-q", "main"]);
    assert_eq!(register.store().heal_if_free(moment(0)), Ok(Some(Healed::default())));
}
