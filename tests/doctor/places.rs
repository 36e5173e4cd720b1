//! Links, files, pipes and devices where the register has folders and files.

use super::*;

fn link(register: &TestRegister, to: &Path, file: &str) {
    std::os::unix::fs::symlink(to, at(register, file)).unwrap();
}

fn pipe(register: &TestRegister, file: &str) {
    let made = std::process::Command::new("mkfifo").arg(at(register, file)).status().unwrap();
    assert!(made.success());
    fs::set_permissions(at(register, file), fs::Permissions::from_mode(0o600)).unwrap();
}

/// The folder of the case that was opened last.
fn folder(register: &TestRegister) -> String {
    record(register).rsplit_once('/').unwrap().0.to_owned()
}

#[test]
fn a_link_where_a_folder_belongs_goes_aside_and_where_it_leads_to_stays() {
    for up in [0, 1, 3] {
        let mut register = whole();
        register.leave_dirty();
        let before = cases(&mut register);
        let outside = tempfile::tempdir().unwrap();
        let mut folder = folder(&register);
        for _ in 0..up {
            folder = folder.rsplit_once('/').unwrap().0.to_owned();
        }
        let moved = outside.path().join("moved");
        fs::rename(at(&register, &folder), &moved).unwrap();
        fs::write(moved.join("theirs.txt"), "theirs").unwrap();
        let elsewhere = state(outside.path());
        link(&register, &moved, &folder);
        let one = named(&mut register, "not-a-folder", &folder);
        assert!(one["message"].as_str().unwrap().starts_with("a link stands where"), "{one}");
        assert_eq!(found(&mut register).len(), 1);
        let said = repaired(&mut register);
        assert!(said.ends_with(SOUND), "{said}");
        works(&mut register, &before);
        assert!(!at(&register, &folder).is_symlink());
        assert!(state(outside.path()) == elsewhere, "what the link led to was touched");
    }
}

#[test]
fn a_file_where_a_folder_belongs_goes_aside() {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    let folder = folder(&register);
    remove(&register, &folder);
    write(&register, &folder, "somebody's own\n");
    let one = named(&mut register, "not-a-folder", &folder);
    assert!(one["message"].as_str().unwrap().starts_with("a file stands where"), "{one}");
    assert!(repaired(&mut register).ends_with(SOUND));
    works(&mut register, &before);
}

#[test]
fn a_pipe_or_a_device_beside_the_records_is_named_and_not_waited_for() {
    let mut register = whole();
    register.leave_dirty();
    let file = format!("{}/x.yaml", folder(&register));
    pipe(&register, &file);
    let one = named(&mut register, "special-file", &file);
    assert_eq!(one["message"], "a named pipe stands here, and no file");
    assert_eq!((&one["grade"], &one["next"]), (&"slight".into(), &format!("rm '{file}'").into()));
    let link_to = folder(&register) + "/zero.yaml";
    link(&register, Path::new("/dev/zero"), &link_to);
    named(&mut register, "file-stray", &link_to);
    // In the place of a record it is no file.
    let record = record(&register);
    remove(&register, &record);
    pipe(&register, &record);
    named(&mut register, "not-a-file", &record);
    repaired(&mut register);
    remove(&register, &file);
    fs::remove_file(at(&register, &link_to)).unwrap();
    assert_eq!(register.cse(["doctor"]).done(), SOUND);
}

#[test]
fn a_pipe_or_a_device_among_gits_files_goes_aside() {
    for file in ["index", "HEAD", "refs/heads/main", "config", "MERGE_HEAD"] {
        let file = format!(".git/{file}");
        cured("special-file", &file, |register| {
            let _ = fs::remove_file(at(register, &file));
            pipe(register, &file);
        });
    }
    let file = ".git/cse.lock";
    let (mut register, one) = told("special-file", file, |register| {
        let _ = fs::remove_file(at(register, file));
        pipe(register, file);
    });
    assert_eq!(one["next"], "rm '.git/cse.lock'");
    remove(&register, file);
    note(&mut register).done();
    cured("special-file", ".git/index", |register| {
        remove(register, ".git/index");
        link(register, Path::new("/dev/zero"), ".git/index");
    });
}

#[test]
fn other_commands_do_not_wait_for_a_pipe_in_the_place_of_gits_index() {
    let mut register = whole();
    register.leave_dirty();
    let branch = ".git/refs/heads/main";
    for file in [".git/index", ".git/HEAD", ".git/config", ".git/packed-refs", branch] {
        let was = fs::read(at(&register, file)).ok();
        let _ = fs::remove_file(at(&register, file));
        pipe(&register, file);
        let case = register.case().to_owned();
        for args in [&["list"][..], &["due"], &["note", &case, "--note-text", "x"]] {
            let said = register.cse(args.iter().copied()).failed(Exit::Fault).clone();
            assert!(said.contains(file) && said.contains("hint: cse doctor"), "{args:?}: {said}");
        }
        fs::remove_file(at(&register, file)).unwrap();
        if let Some(was) = was {
            write(&register, file, was);
        }
    }
}
