//! Objects that are empty, damaged or gone.

use super::*;

/// The file of an object.
fn loose(register: &TestRegister, name: &str) -> String {
    let id = id(register, name);
    format!(".git/objects/{}/{}", &id[..2], &id[2..])
}

/// Puts bytes in the place of an object, or takes it away.
fn spoil(register: &TestRegister, name: &str, bytes: Option<&[u8]>) -> String {
    let file = loose(register, name);
    remove(register, &file);
    if let Some(bytes) = bytes {
        write(register, &file, bytes);
    }
    file
}

#[test]
fn a_record_whose_object_is_lost_is_made_again_from_the_work_tree() {
    let ways: [(&str, Option<&[u8]>); 3] = [
        ("object-empty", Some(b"")),
        ("object-damaged", Some(b"no object at all")),
        ("object-missing", None),
    ];
    for (rule, bytes) in ways {
        let mut register = whole();
        register.leave_dirty();
        let before = cases(&mut register);
        let file = spoil(&register, &format!("HEAD:{}", record(&register)), bytes);
        let one = named(&mut register, rule, &file);
        assert!(one["message"].as_str().unwrap().contains(&record(&register)), "{one}");
        assert!(repaired(&mut register).ends_with(SOUND));
        works(&mut register, &before);
    }
}

/// libgit2 reads an object for ever of which the end is missing.
#[test]
fn an_object_that_is_cut_off_is_told_and_no_command_waits_for_it() {
    let mut register = whole();
    register.leave_dirty();
    let case = register.case().to_owned();
    let newest = format!("HEAD:{}", record(&register));
    for (name, is_read) in [
        ("HEAD", true),
        ("HEAD~1", false),
        ("HEAD^{tree}", true),
        ("HEAD:cases/2026", true),
        (&newest, true),
    ] {
        let path = loose(&register, name);
        let sound = fs::read(at(&register, &path)).unwrap();
        let file = spoil(&register, name, Some(&sound[..sound.len() / 2]));
        for args in [&["list"][..], &["due"], &["show", &case]] {
            let output = register.cse(args.iter().copied());
            let is_told = matches!(output.exit, Exit::Problem | Exit::Fault);
            assert!(is_told || !is_read, "{name}, {args:?}: {output}");
        }
        if name == newest {
            let said = register.cse(["list"]).failed(Exit::Problem);
            assert!(said.contains("cut off") && said.contains("hint: cse doctor"), "{said}");
        }
        let _ = register.cse(["log"]);
        let _ = register.cse(["status"]);
        let _ = register.cse(["check"]);
        let verified = register.cse(["verify"]);
        assert!(matches!(verified.exit, Exit::Problem | Exit::Fault), "{name}: {verified}");
        named(&mut register, "object-damaged", &file);
        remove(&register, &file);
        write(&register, &file, sound);
    }
    assert!(register.cse(["doctor"]).done().ends_with(SOUND));
}

#[test]
fn a_folder_whose_object_is_lost_is_made_again_from_gits_index() {
    for name in ["HEAD:cases", "HEAD^{tree}"] {
        let mut register = whole();
        register.leave_dirty();
        let before = cases(&mut register);
        let file = spoil(&register, name, Some(b""));
        named(&mut register, "object-empty", &file);
        assert!(repaired(&mut register).ends_with(SOUND));
        works(&mut register, &before);
    }
}

#[test]
fn an_empty_object_that_nothing_needs_is_set_aside() {
    let file = ".git/objects/ab/cdefabcdefabcdefabcdefabcdefabcdefabcd";
    cured("object-empty", file, |r| write(r, file, ""));
    cured("object-damaged", file, |r| write(r, file, "x"));
}

#[test]
fn a_record_that_is_lost_is_named_hides_no_other_case_and_is_brought_from_a_clone() {
    let mut register = whole();
    register.leave_dirty();
    let before = cases(&mut register);
    let clone = tempfile::tempdir().unwrap();
    register.git(&["clone", "-q", "--no-hardlinks", ".", clone.path().to_str().unwrap()]);
    let lost = record(&register);
    let file = spoil(&register, &format!("HEAD:{lost}"), Some(b"damaged"));
    remove(&register, &lost);
    let one = named(&mut register, "object-damaged", &file);
    assert!(one["message"].as_str().unwrap().contains(&lost), "{one}");
    // It is the first that is said, and what is set aside makes nothing worse.
    assert_eq!(found(&mut register)[1]["rule"], "object-damaged");
    let listed = register.cse(["list"]);
    assert_eq!(listed.exit, Exit::Problem);
    let other = before.iter().find(|id| *id != register.case()).unwrap();
    assert!(listed.out.contains(other.as_str()), "{listed}");
    assert!(listed.err.contains(register.case()), "{listed}");
    repaired(&mut register);
    let one = named(&mut register, "object-missing", &file);
    let next = one["next"].as_str().unwrap().replace("CLONE", clone.path().to_str().unwrap());
    let ran = std::process::Command::new("sh")
        .args(["-c", &next])
        .current_dir(register.root())
        .output()
        .unwrap();
    assert!(ran.status.success(), "{next}: {ran:?}");
    assert!(repaired(&mut register).ends_with(SOUND));
    works(&mut register, &before);
}

#[test]
fn a_commit_that_is_lost_is_said_with_what_to_do() {
    let mut register = whole();
    register.leave_dirty();
    let file = spoil(&register, "HEAD~2", None);
    let one = named(&mut register, "object-missing", &file);
    assert!(one["next"].as_str().unwrap().starts_with("git -C CLONE cat-file commit "), "{one}");
}

#[test]
fn an_object_that_the_disk_does_not_give_is_left_as_it_is() {
    for name in ["HEAD~1", "HEAD^{tree}", "HEAD:workers.yaml"] {
        let mut register = whole();
        register.leave_dirty();
        let file = spoil(&register, name, None);
        // As a bad sector: it is there, and reading it fails.
        std::os::unix::fs::symlink(at(&register, &file), at(&register, &file)).unwrap();
        let one = named(&mut register, "object-unread", &file);
        assert!(one["repair"].is_null() && one["grade"] == "grave", "{one}");
        assert!(one["next"].as_str().unwrap().starts_with("copy the register"), "{one}");
        register.cse(["doctor", "--repair", "--yes"]).failed(Exit::Problem);
        assert!(at(&register, &file).is_symlink(), "{file}");
    }
}
