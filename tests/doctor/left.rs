//! What killed programs left, who may read, and whose it is.

#![expect(clippy::disallowed_types, reason = "a test holds a file open, and makes one old")]

use std::time::{Duration, SystemTime};

use super::*;

/// A lock of a minute ago, or of now.
fn lock(register: &TestRegister, file: &str) {
    write(register, file, "left\n");
    let then = SystemTime::now() - Duration::from_secs(60);
    fs::File::options().write(true).open(at(register, file)).unwrap().set_modified(then).unwrap();
}

#[test]
fn locks_that_killed_programs_left() {
    for file in [
        ".git/index.lock",
        ".git/HEAD.lock",
        ".git/config.lock",
        ".git/packed-refs.lock",
        ".git/refs/heads/main.lock",
    ] {
        cured("stale-lock", file, |r| lock(r, file));
    }
}

#[test]
fn a_lock_behind_which_a_program_is_at_work_stays() {
    let mut register = whole();
    let file = ".git/index.lock";
    lock(&register, file);
    let held = fs::File::open(at(&register, file)).unwrap();
    let found = found(&mut register);
    assert_eq!((&found[0]["rule"], found.len()), (&Json::from("lock"), 1), "{found:#?}");
    register.cse(["doctor", "--repair", "--yes"]).done();
    assert!(at(&register, file).exists());
    drop(held);
    register.cse(["doctor", "--repair", "--yes"]).done();
    assert!(!at(&register, file).exists());
}

#[test]
fn what_killed_writers_left_and_drafts_that_are_kept() {
    let blob = ".git/cse-tmp/quarantine/objects/ab/cdefabcdefabcdefabcdefabcdefabcdefabcd";
    cured("leftovers", blob, |r| write(r, blob, "half"));
    for file in [
        ".git/cse-tmp/append-1-0",
        ".git/objects/ab/tmp_obj_x1",
        ".git/objects/pack/tmp_pack_x1",
        ".git/cse-drafts/.new-1",
        "_git2_a1b2",
    ] {
        cured("leftovers", file, |r| write(r, file, "half"));
    }
    // They harm nobody, so nothing is wrong.
    let mut register = whole();
    write(&register, ".git/cse-tmp/append-1-0", "half");
    let one = named(&mut register, "leftovers", ".git/cse-tmp/append-1-0");
    assert_eq!(one["message"], "programs that were killed or cut off left 1 file");
    assert_eq!(one["grade"], "notice");
    assert!(register.cse(["doctor"]).done().ends_with(SOUND));
    let mut register = whole();
    let case = register.case().to_owned();
    register.as_("social-worker").cse(["note", &case, "--note-text", "Later.", "--draft"]).done();
    let found = found(&mut register);
    assert_eq!((&found[0]["rule"], &found[0]["next"]), (&"drafts".into(), &"cse drafts".into()));
    assert_eq!(found.len(), 1, "{found:#?}");
    register.cse(["doctor", "--repair", "--yes"]).done();
    assert_eq!(register.json(["drafts"]).as_array().unwrap().len(), 1);
}

#[test]
fn what_other_accounts_may_read_is_closed() {
    let mode = |r: &TestRegister, file: &str, mode| {
        fs::set_permissions(at(r, file), fs::Permissions::from_mode(mode)).unwrap();
    };
    let register = cured("open-to-others", "cse.yaml", |r| mode(r, "cse.yaml", 0o644));
    let is = |file| fs::metadata(at(&register, file)).unwrap().permissions().mode() & 0o777;
    assert_eq!(is("cse.yaml"), 0o600);
    cured("open-to-others", ".", |r| mode(r, "", 0o755));
    cured("open-to-others", ".git", |r| mode(r, ".git", 0o755));
    let register = cured("open-to-others", ".", |r| {
        mode(r, "", 0o755);
        mode(r, ".git", 0o755);
        mode(r, ".git/HEAD", 0o644);
    });
    let head = fs::metadata(at(&register, ".git/HEAD")).unwrap();
    assert_eq!(head.permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_set_aside_is_closed_too_and_nothing_that_a_link_leads_to() {
    let open = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let outside = tempfile::tempdir().unwrap();
    open(outside.path(), 0o755);
    let mut register = whole();
    register.leave_dirty();
    let record = record(&register);
    write(&register, &record, "");
    open(&at(&register, &record), 0o666);
    fs::remove_file(at(&register, ".git/index")).unwrap();
    std::os::unix::fs::symlink(outside.path(), at(&register, ".git/index")).unwrap();
    register.cse(["doctor", "--repair", "--yes"]).done();
    let aside: Vec<_> = walkdir::WalkDir::new(at(&register, ".git/cse-aside"))
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.path_is_symlink())
        .map(|entry| (entry.file_name().to_owned(), entry.metadata().unwrap().permissions().mode()))
        .collect();
    assert!(aside.iter().any(|(name, _)| record.ends_with(&*name.to_string_lossy())), "{aside:?}");
    assert!(aside.iter().all(|(_, mode)| matches!(mode & 0o077, 0)), "{aside:?}");
    let outside = fs::metadata(outside.path()).unwrap().permissions().mode();
    assert_eq!(outside & 0o777, 0o755);
}

#[test]
fn a_register_of_another_account() {
    let mut register = whole();
    register.leave_dirty();
    for file in ["", ".git"] {
        if std::os::unix::fs::chown(at(&register, file), Some(65_534), None).is_err() {
            println!("skipped: only root can give files away");
            return;
        }
    }
    let one = named(&mut register, "owner", ".git");
    assert!(one["next"].as_str().unwrap().contains("git clone"), "{one}");
    register.cse(["list"]).failed(Exit::Fault);
}
