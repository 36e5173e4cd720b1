//! Rendering: formats, files, moments, what is said beside the document.

use cse::cli::Exit;

use super::{part, referred, template, whole};
use crate::common::TestRegister;

const NOW: &str = "2026-11-20T17:30:00Z";
const LATER: &str = "2026-11-23T17:30:00Z";

fn sample(pathway: &str) -> (TestRegister, Vec<String>) {
    let mut register = TestRegister::sample(pathway, NOW);
    let cases = register.json(["list"]);
    let ids = cases.as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap().to_owned());
    (register, ids.collect())
}

fn documents(register: &mut TestRegister) -> Vec<String> {
    let list = register.cse(["template", "list", "--format", "csv"]).done();
    list.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect()
}

#[test]
fn every_shipped_document_is_made_of_every_sample_case_and_is_the_same_again() {
    for pathway in cse::pathway::shipped::names() {
        let (mut register, cases) = sample(pathway);
        let documents = documents(&mut register);
        assert!(documents.len() >= 2, "{pathway}: {documents:?}");
        for document in &documents {
            for case in &cases {
                for format in ["md", "html", "docx"] {
                    let file = register.root().join(format!("../{document}-{case}.{format}"));
                    let file = file.to_str().unwrap();
                    let render = ["render", document, case, "-o", file, "--force"];
                    let said = register.at(NOW).cse(render);
                    assert_eq!(said.exit, Exit::Done, "{pathway} {document} {case}: {said}");
                    let first = std::fs::read(file).unwrap();
                    register.at(LATER).cse(render).done();
                    assert!(first == std::fs::read(file).unwrap(), "{document} {case} {format}");
                }
            }
        }
    }
}

#[test]
fn a_file_is_for_the_user_alone_and_never_written_over_in_silence() {
    use std::os::unix::fs::PermissionsExt;
    let (mut register, cases) = sample("hounslow");
    let file = register.root().join("../form.docx");
    let render = ["render", "87a", &cases[0], "-o", file.to_str().unwrap()];
    register.cse(render).done();
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    std::fs::write(&file, "mine").unwrap();
    let again = register.cse(render);
    assert!(again.failed(Exit::Usage).contains("is there already"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    register.cse(render.into_iter().chain(["--force"])).done();
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
}

#[test]
fn every_page_has_its_marking_and_its_foot() {
    let (mut register, cases) = sample("hounslow");
    let file = register.root().join("../form.docx");
    register.cse(["render", "mase-form", &cases[0], "-o", file.to_str().unwrap()]).done();
    let bytes = std::fs::read(&file).unwrap();
    assert!(part(&bytes, "word/header1.xml").contains("OFFICIAL-SENSITIVE - SAMPLE"));
    let foot = part(&bytes, "word/footer1.xml");
    for wanted in [&cases[0], "version 1", "commit ", " PAGE ", " NUMPAGES "] {
        assert!(foot.contains(wanted), "{wanted} is not in {foot}");
    }
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:title>MASE Information Form</dc:title>"), "{core}");
    assert!(core.contains("<dc:language>en-GB</dc:language>"), "{core}");
    let body = part(&bytes, "word/document.xml");
    assert!(body.contains("<w:tblHeader/>") && body.contains("\"Heading1\""));
    let page = register.cse(["render", "mase-form", &cases[0], "--format", "html"]).done();
    for wanted in [
        "<html lang=\"en-GB\">",
        "<title>MASE Information Form</title>",
        "@top-center",
        "scope=\"row\"",
    ] {
        assert!(page.contains(wanted), "{wanted}");
    }
}

#[test]
fn what_is_missing_is_said_first_and_a_complete_one_is_refused() {
    let mut register = TestRegister::new();
    let case = referred(&mut register, "Invented.", &[]);
    let missing = register.json(["missing", "--for", "87a", &case]);
    let facts: Vec<&str> =
        missing.as_array().unwrap().iter().map(|gap| gap["fact"].as_str().unwrap()).collect();
    assert!(facts.contains(&"child.date_of_birth") && !facts.contains(&"child.name"), "{facts:?}");
    let made = register.cse(["render", "87a", &case]);
    assert!(made.err.contains("child.date_of_birth is not recorded"), "{made}");
    assert!(made.err.contains("87a of") && made.err.contains("for the police"), "{made}");
    assert!(made.out.contains("| Date of birth | Not recorded |"), "{made}");
    let refused = register.cse(["render", "87a", &case, "--require-complete", "--errors", "json"]);
    let said: serde_json::Value =
        serde_json::from_str(refused.failed(Exit::Refusal).lines().last().unwrap()).unwrap();
    assert_eq!(said["error"]["rule"], "incomplete");
    assert!(said["error"]["missing"].as_array().unwrap().contains(&"child.date_of_birth".into()));
}

#[test]
fn a_document_of_the_past_says_what_was_so_then() {
    let mut register = TestRegister::new();
    template(
        &register,
        "letter",
        &whole(
            "audiences: [internal]\nfacts: [child.school]",
            "{{ child.school }}, {{ document.moment }}",
        ),
    );
    let case = referred(
        register.at("2026-11-18T10:00:00Z"),
        "Invented.",
        &["--child-school", "Old School"],
    );
    register
        .at("2026-11-20T10:00:00Z")
        .as_("social-worker")
        .cse(["new-information", &case, "--child-school", "New School"])
        .done();
    let now = register.cse(["render", "letter", &case]).done();
    assert!(now.contains("New School, 20 November 2026, 10:00"), "{now}");
    let then = register.cse(["render", "letter", &case, "--as-of", "2026-11-19"]).done();
    assert!(then.contains("Old School, 19 November 2026, 23:59"), "{then}");
}

#[test]
fn a_document_is_refused_to_a_reader_for_whom_it_is_not() {
    let (mut register, cases) = sample("hounslow");
    let said = register.cse(["render", "87a", &cases[0], "--for", "family"]);
    assert!(said.failed(Exit::Refusal).contains("it is for police or internal"));
    let said = register.cse(["render", "no-such", &cases[0]]);
    assert!(said.failed(Exit::Usage).contains("there are 87a, "));
    let said = register.cse(["render", "87a", &cases[0], "--format", "pdf"]);
    assert!(said.failed(Exit::Usage).contains("writes no PDF"));
}

#[test]
fn what_has_grown_stale_is_listed() {
    let mut register = TestRegister::new();
    let case = referred(
        register.at("2026-11-20T10:00:00Z"),
        "Invented.",
        &["--voice-last-seen-on", "2026-11-19"],
    );
    let mut stale = |as_of: &str| {
        let gaps = register.json(["missing", "--for", "87a", &case, "--as-of", as_of]);
        let gaps = gaps.as_array().unwrap().clone();
        gaps.iter().any(|gap| gap["fact"] == "voice.last_seen_on" && gap["state"] == "stale")
    };
    assert!(!stale("2026-12-18"));
    assert!(stale("2026-12-19"));
}

#[test]
fn a_folder_with_a_template_that_is_wrong_makes_no_register() {
    let mut register = TestRegister::no_register();
    let folder = register.root().join("../pathway");
    for (path, bytes) in cse::pathway::shipped::files("hounslow").unwrap() {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::write(folder.join("documents/wrong.md"), whole("audiences: [police]", "{{ rag }}"))
        .unwrap();
    let said = register.cse(["init", "made", "--pathway", "../pathway"]);
    let said = said.failed(Exit::Problem);
    assert!(said.contains("documents/wrong.md:7:4: the document may not see `rag`"), "{said}");
    assert!(!register.root().join("made").exists());
}
