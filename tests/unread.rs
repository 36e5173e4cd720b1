//! What is not read is never passed over: records of a branch on which `HEAD` is not, and cases of
//! which some file does not read.

use cse::cli::Exit;
use serde_json::Value as Json;

use crate::common::{Output, TestRegister};

/// Two cases: the first referred only, the second screened Red. Gives their numbers.
fn two() -> (TestRegister, String, String) {
    let mut register = TestRegister::new();
    let refer = |register: &mut TestRegister, name: &str| {
        let args = ["new-referral", "--route", "new", "--concern-summary", "x"];
        let child = ["--child-name", name, "--child-date-of-birth", "2012-03-04"];
        register.pass_hours(1).as_("mash-manager").cse(args.into_iter().chain(child)).done();
        register.case().to_owned()
    };
    let first = refer(&mut register, "Ann Invented");
    let second = refer(&mut register, "Bo Invented");
    screen(&mut register, &second, "red").done();
    (register, first, second)
}

fn screen(register: &mut TestRegister, case: &str, rag: &str) -> Output {
    let args = ["screen", case, "--rag", rag, "--mash-checks-needed", "no"];
    let more = ["--police-liaison", "done", "--screening-rationale", "Two missing episodes."];
    register.pass_hours(1).as_("mash-manager").cse(args.into_iter().chain(more))
}

/// The answer on standard output, of a command that says a problem.
#[track_caller]
fn problem(register: &mut TestRegister, args: &[&str]) -> (Json, String) {
    let output = register.cse(args.iter().copied().chain(["--format", "json"]));
    assert_eq!(output.exit, Exit::Problem, "{output}");
    (serde_json::from_str(&output.out).unwrap(), output.err)
}

/// The file of a case's newest record.
fn newest(register: &TestRegister, case: &str) -> String {
    let files = register.git(&["ls-tree", "-r", "--name-only", "HEAD", "cases"]);
    files.lines().rfind(|file| file.contains(case)).unwrap().to_owned()
}

/// Commits, by plain git, a record as a merge leaves it that nobody resolved.
fn marks(register: &TestRegister, file: &str) {
    let path = register.root().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> desk\n")).unwrap();
    register.git(&["commit", "-q", "-a", "-m", "by hand"]);
}

#[test]
fn an_older_branch_is_never_taken_for_the_register() {
    let (mut register, _, red) = two();
    let head = register.git(&["rev-parse", "HEAD"]);
    for elsewhere in [&["switch", "-q", "-c", "old", "HEAD~1"][..], &["checkout", "-q", "HEAD~1"]] {
        register.git(elsewhere);
        for args in [
            &["list"][..],
            &["due"],
            &["show", &red],
            &["check"],
            &["search", "x"],
            &["status"],
            &["log"],
            &["log", &red],
        ] {
            let (_, err) = problem(&mut register, args);
            assert!(err.contains("records of `main` are not read"), "{args:?}: {err}");
            assert!(err.contains(r#""hint":"cse doctor""#), "{args:?}: {err}");
        }
        let before = register.git(&["rev-parse", "HEAD"]);
        let said = screen(&mut register, &red, "blue").failed(Exit::Fault);
        assert!(said.contains("cse doctor") || said.contains("git switch main"), "{said}");
        assert_eq!(register.git(&["rev-parse", "HEAD"]), before);
        register.git(&["switch", "-q", "main"]);
    }
    assert_eq!(register.git(&["rev-parse", "HEAD"]), head);
    register.cse(["list"]).done();
    // A branch that has everything hides nothing.
    register.git(&["switch", "-q", "-c", "desk"]);
    register.cse(["list"]).done();
    register.as_("social-worker").cse(["note", &red, "--note-text", "x"]).done();
    register.git(&["switch", "-q", "main"]);
    register.git(&["merge", "-q", "--ff-only", "desk"]);
    register.git(&["branch", "-q", "-d", "desk", "old"]);
}

#[test]
fn on_an_older_branch_nothing_is_made_of_a_case_and_none_is_said_not_to_be_there() {
    let (mut register, first, red) = two();
    register.git(&["switch", "-q", "-c", "old", "HEAD~2"]);
    for args in [
        &["next", &first][..],
        &["explain", &first],
        &["summary", &first],
        &["chronology", &first],
        &["render", "mase-form", &first],
        &["missing", &first, "--for", "mase-form"],
        &["disclosures", &first],
        // It is not there yet.
        &["show", &red],
        &["show", &red[..12]],
        &["show", &red[9..13]],
        &["render", "mase-form", &red],
    ] {
        let output = register.cse(args);
        assert_eq!((output.exit, &*output.out), (Exit::Problem, ""), "{args:?}: {output}");
        assert!(output.err.contains("records of `main` are not read"), "{args:?}: {output}");
        assert!(output.err.ends_with("hint: cse doctor\n"), "{args:?}: {output}");
    }
    let verified = register.cse(["verify"]);
    let words = "HEAD is on `old`: what `main` has beyond that is not verified (rule ref)";
    assert!(verified.out.contains(words), "{verified}");
    assert!(verified.err.ends_with("hint: cse doctor\n"), "{verified}");
    assert_eq!(verified.exit, Exit::Problem);
    register.git(&["switch", "-q", "main"]);
    register.cse(["verify"]).done();
    register.cse(["summary", &red]).done();
}

#[test]
fn nobody_is_told_where_a_case_stands_of_which_a_record_does_not_read() {
    let (mut register, other, red) = two();
    register.leave_dirty();
    let file = newest(&register, &red);
    marks(&register, &file);
    let (list, err) = problem(&mut register, &["list"]);
    assert!(err.contains("marks of a merge stand in this file") && err.contains(&file), "{err}");
    assert_eq!((&list[0]["id"], &list[0]["stage"]), (&red.as_str().into(), &Json::Null), "{list}");
    assert_eq!((&list[0]["rag"], &list[0]["initials"]), (&Json::Null, &"BI".into()), "{list}");
    assert_eq!((&list[1]["id"], &list[1]["stage"]), (&other.as_str().into(), &"referred".into()));
    let output = register.cse(["list"]);
    let line = |case: &str| output.out.lines().find(|line| line.contains(case)).unwrap().to_owned();
    assert!(line(&red).contains("unreadable") && !line(&other).contains("unreadable"), "{output}");
    let (due, _) = problem(&mut register, &["due", "--all"]);
    for line in due.as_array().unwrap() {
        assert_eq!(line["stage"].is_null(), line["case"] == red.as_str(), "{line}");
    }
    let output = register.cse(["due", "--all"]);
    let lines: Vec<&str> = output.out.lines().collect();
    let at = lines.iter().position(|line| line.contains(&red)).unwrap();
    // The column is narrow, so it stands in the next line.
    assert!(
        lines[at].contains("(unreadable)") || lines[at + 1].contains("(unreadable)"),
        "{output}"
    );
    assert_eq!(output.out.matches("(unreadable)").count(), 1, "{output}");
    let (show, _) = problem(&mut register, &["show", &red]);
    assert_eq!(show["stage"], Json::Null);
    let output = register.cse(["show", &red]);
    assert!(output.out.contains("stage    unreadable"), "{output}");
}

#[test]
fn a_case_of_which_nothing_reads_is_listed_too() {
    let (mut register, other, red) = two();
    register.leave_dirty();
    let file = newest(&register, &other);
    marks(&register, &file);
    let (list, _) = problem(&mut register, &["list"]);
    assert_eq!((&list[0]["id"], &list[0]["stage"]), (&other.as_str().into(), &Json::Null));
    assert_eq!(list[1]["id"], red);
    assert_eq!(list.as_array().unwrap().len(), 2);
    let output = register.cse(["list", "--format", "csv"]);
    assert!(output.out.contains(&format!("{other},unreadable,")), "{output}");
}
