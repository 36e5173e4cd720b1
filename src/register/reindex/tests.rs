use std::fs;
use std::os::unix::fs::MetadataExt;

use crate::register::gitindex::GitIndex;
use crate::register::testing::{Register, ann, moment, one};

fn path(n: usize) -> String {
    format!("cases/2026/11/A/{n}.yaml")
}

/// A register with some records, and its index as git read it before so many of them.
fn with_old_index(records: usize, unseen: usize) -> (Register, Vec<u8>) {
    let register = Register::new();
    let mut old = Vec::new();
    for n in 0..records {
        if n == records - unseen {
            old = fs::read(register.git_dir().join("index")).unwrap();
        }
        register.add(&path(n), &format!("{n}\n"));
    }
    (register, old)
}

/// git puts an index in the place of another; it never writes into one.
fn write_as_git(register: &Register, bytes: &[u8]) {
    let lock = register.git_dir().join("index.lock");
    fs::write(&lock, bytes).unwrap();
    fs::rename(lock, register.git_dir().join("index")).unwrap();
}

#[test]
fn a_git_that_began_before_some_records_takes_none_of_them_out() {
    let (register, old) = with_old_index(8, 5);
    write_as_git(&register, &old);
    assert!(register.git(&["status", "--porcelain"]).contains("D  cases/2026/11/A/7.yaml"));
    let healed = register.store().heal(moment(1)).unwrap();
    assert_eq!(healed.indexed.len(), 5);
    register.git(&["commit", "-q", "--allow-empty", "-m", "by hand"]);
    assert_eq!(register.git(&["ls-tree", "-r", "--name-only", "HEAD"]).lines().count(), 9);
    register.assert_whole();
}

#[test]
fn an_index_that_a_power_cut_took_back_is_completed_as_far_as_it_must_be() {
    let (register, old) = with_old_index(30, 25);
    write_as_git(&register, &old);
    // After a cut both names are where they were: nothing tells the index from the newest.
    let link = register.git_dir().join("cse-tmp/index");
    fs::remove_file(&link).unwrap();
    fs::hard_link(register.git_dir().join("index"), &link).unwrap();
    assert_eq!(register.store().heal(moment(1)).unwrap().indexed.len(), 25);
    register.assert_whole();
}

#[test]
fn what_somebody_took_out_of_the_work_tree_stays_out() {
    let (register, _) = with_old_index(4, 1);
    register.git(&["rm", "-q", &path(1)]);
    assert!(register.store().heal(moment(1)).unwrap().is_nothing());
    assert_eq!(register.git(&["status", "--porcelain"]), format!("D  {}\n", path(1)));
}

#[test]
fn what_the_index_was_told_of_a_commit_that_was_never_made_is_taken_back() {
    let (register, _) = with_old_index(1, 1);
    let store = register.store();
    let lock =
        crate::register::indexlock::IndexLock::take(&register.git_dir(), std::time::Duration::ZERO)
            .unwrap();
    let mut index = GitIndex::load(&register.git_dir(), None).unwrap();
    let work_tree = store.work_tree();
    for (n, (at, text)) in [("cse.yaml", "cse: 2\n"), (&path(9), "nine\n")].into_iter().enumerate()
    {
        let staged = work_tree.stage(n, text.as_bytes()).unwrap();
        let id = store.repo().blob(text.as_bytes()).unwrap();
        index.put(at, id, &staged.metadata().unwrap()).unwrap();
        staged.leave();
    }
    index.write(&lock).unwrap();
    std::mem::forget(lock);
    assert!(register.git(&["status", "--porcelain"]).contains("AD cases/2026/11/A/9.yaml"));
    let healed = register.store().heal(moment(1)).unwrap();
    assert_eq!((healed.locks.len(), &healed.written[..]), (1, &[][..]));
    register.assert_whole();
    register.add(&path(9), "nine\n");
    register.assert_whole();
}

#[test]
fn a_branch_that_cannot_move_leaves_the_index_as_it_was() {
    let register = Register::new();
    let index = || fs::metadata(register.git_dir().join("index")).unwrap().ino();
    let mut by_git = 0;
    let refused = register.store().append(&ann(), moment(0), |_| {
        register.commit_by_git("by-hand.yaml", "hand\n");
        by_git = index();
        let mut change = one(&path(1), "one\n");
        let replaced = crate::register::FileChange::replacing("cse.yaml", "cse: 2\n");
        change.files.push(replaced);
        Ok::<_, ()>(change)
    });
    assert!(refused.is_err());
    // Not even for an instant did it tell of a record that was not made: another git could have
    // committed that.
    assert_eq!(index(), by_git);
    register.assert_whole();
    register.add(&path(1), "one\n");
    register.assert_whole();
}

#[test]
fn git_need_not_look_again_at_what_was_noted() {
    let (register, _) = with_old_index(3, 1);
    let noted = register.git(&["ls-files", "--debug", "cases"]);
    let is_as_noted = |n: &usize| {
        let meta = fs::symlink_metadata(register.root().join(path(*n))).unwrap();
        noted.contains(&format!("ctime: {}:{}", meta.ctime(), meta.ctime_nsec()))
            && noted.contains(&format!("ino: {}", meta.ino()))
    };
    // The newest was noted before it came to its place: its time follows with the next.
    assert_eq!((0..3).filter(is_as_noted).collect::<Vec<_>>(), [0, 1]);
}
