use std::fs;

use crate::register::testing::{Register, moment};

use super::*;

/// A register in which much is wrong at once, and how many cases it has files of.
fn broken() -> Register {
    let register = Register::new();
    register.add("cases/2026/11/A/1.yaml", "one\n");
    register.add("cases/2026/11/B/1.yaml", "two\n");
    let blob = register.git(&["rev-parse", "HEAD:cases/2026/11/A/1.yaml"]);
    let (folder, rest) = blob.trim().split_at(2);
    let git_dir = register.git_dir();
    register.git(&["update-ref", "refs/heads/beside", "HEAD~1"]);
    for (file, bytes) in [
        (git_dir.join("objects").join(folder).join(rest), ""),
        (git_dir.join("index"), "DIRC"),
        (git_dir.join("config"), "[core\n"),
        (git_dir.join("refs/heads/main"), ""),
        (git_dir.join("HEAD"), ""),
        (git_dir.join("info/grafts"), "x\n"),
        (register.root().join("cases/2026/11/B/1.yaml"), ""),
        (register.root().join("cases/2026/11/B/1 (1).yaml"), "somebody's own\n"),
    ] {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&file);
        fs::write(file, bytes).unwrap();
    }
    fs::remove_file(register.root().join("cse.yaml")).unwrap();
    register
}

/// Repairs until nothing is left that can be.
fn repair_all(site: &Site) {
    for _ in 0..5 {
        let found = site.examine().unwrap().findings;
        let repaired = site.repair(moment(1000), &found).unwrap();
        assert_eq!(repaired.fault, None);
    }
}

#[test]
fn a_repair_that_is_cut_off_after_any_act_is_done_again() {
    let mut most = 0_usize;
    loop {
        let register = broken();
        let site = Site { root: register.root(), git_dir: register.git_dir() };
        // Several rounds: some of what is wrong shows only when the rest is repaired.
        let mut done = 0;
        for _ in 0..5 {
            let found = site.examine().unwrap().findings;
            let cut = site.repair_until(moment(1000), &found, most.saturating_sub(done)).unwrap();
            assert_eq!(cut.fault, None);
            done += cut.done.len();
        }
        repair_all(&site);
        let left = site.examine().unwrap().findings;
        assert!(left.is_empty(), "cut off after {most}: {left:#?}");
        assert_eq!(register.git(&["status", "--porcelain"]), "", "cut off after {most}");
        register.git(&["fsck", "--strict"]);
        assert_eq!(register.git(&["show", "HEAD:cases/2026/11/A/1.yaml"]), "one\n");
        // What was somebody's own is somewhere still.
        let aside = walkdir::WalkDir::new(register.git_dir().join("cse-aside"));
        let kept = |entry: walkdir::DirEntry| {
            fs::read_to_string(entry.path()).is_ok_and(|text| text == "somebody's own\n")
        };
        assert_eq!(aside.into_iter().flatten().filter(|e| kept(e.clone())).count(), 1);
        if done < most {
            assert!(done > 10, "{done}");
            return;
        }
        most += 1;
    }
}

#[test]
fn only_what_was_agreed_to_is_repaired() {
    let register = broken();
    let site = Site { root: register.root(), git_dir: register.git_dir() };
    let found = site.examine().unwrap().findings;
    let grafts: Vec<Finding> = found.into_iter().filter(|one| one.cause == Cause::Grafts).collect();
    let repaired = site.repair(moment(1000), &grafts).unwrap();
    assert_eq!(repaired.done.len(), 1);
    assert!(!register.git_dir().join("info/grafts").exists());
    assert_eq!(fs::read(register.git_dir().join("HEAD")).unwrap(), b"");
}

#[test]
fn every_version_of_gits_index_is_read_as_git_reads_it() {
    let register = Register::new();
    for n in 0..40 {
        register.add(&format!("cases/2026/11/A/{}{n}.yaml", "x".repeat(n)), "one\n");
    }
    let want = register.git(&["ls-files"]);
    for version in ["2", "3", "4"] {
        register.git(&["update-index", "--index-version", version]);
        let noted = index::read(&fs::read(register.git_dir().join("index")).unwrap()).unwrap();
        let paths: String = noted.iter().map(|one| format!("{}\n", one.path)).collect();
        assert_eq!(paths, want);
        let made = index::folders(&noted);
        let tree = register.git(&["rev-parse", "HEAD^{tree}"]);
        assert!(made.contains_key(&refs::oid(tree.trim()).unwrap()));
    }
    assert_eq!(index::read(b"DIRC"), None);
}
