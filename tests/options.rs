//! The options that every step and every list has, used as people use them.

use cse::cli::Exit;

use crate::common::TestRegister;

const REFERRAL: [&str; 7] =
    ["new-referral", "--route", "new", "--child-name", "Zoë Invented", "--concern-summary", "x"];

fn referred() -> (TestRegister, String) {
    let mut register = TestRegister::new();
    register.as_("mash-manager").cse(REFERRAL).done();
    let case = register.case().to_owned();
    (register, case)
}

fn head(register: &TestRegister) -> String {
    register.git(&["rev-parse", "HEAD"])
}

#[test]
fn facts_come_from_a_file_dotted_or_nested_as_yaml_or_json() {
    let mut register = TestRegister::new();
    for text in [
        "child.name: Zoë Invented\nchild:\n  date_of_birth: 2012-05-14\nroute: new\nconcern: {summary: x}\n",
        r#"{"child.name": "Zoë Invented", "child": {"date_of_birth": "2012-05-14"}, "route": "new", "concern": {"summary": "x"}}"#,
        "{\"child\":\n\t{\"name\": \"Zo\\u00eb Invented\", \"date_of_birth\": \"2012-05-14\"},\n\"route\": \"new\", \"concern.summary\": \"x\", \"referrer.name\": null}",
    ] {
        let said = register.as_("mash-manager").cse_with(["new-referral", "--from", "-"], text);
        let _ = said.done();
        let case = register.case().to_owned();
        let facts = register.json(["show", &case])["facts"].clone();
        assert_eq!(facts["child.name"], "Zoë Invented");
        assert_eq!(facts["child.date_of_birth"], "2012-05-14");
        assert_eq!(facts["concern.summary"], "x");
        assert!(facts.get("referrer.name").is_none());
    }
}

#[test]
fn what_comes_is_taken_whole_or_not_at_all() {
    let mut register = TestRegister::new();
    let facts = "child.name: Zoë Invented\nroute: new\nconcern.summary: x\n#";
    let long = format!("{facts}{}\nreferrer.name: never read\n", " ".repeat(32 << 20));
    let said = register.as_("mash-manager").cse_with(["new-referral", "--from", "-"], &long);
    assert!(said.failed(Exit::Usage).contains("too large"));
}

#[test]
fn a_flag_beside_a_file_must_agree_with_it_and_lists_add_up() {
    let (mut register, case) = referred();
    let text = "information.summary: seen again\nlocations:\n  - {place: station}\n";
    let note = ["new-information", &case, "--from", "-"];
    let clash = note.iter().chain(&["--information-summary", "another"]).copied();
    let said = register.as_("social-worker").cse_with(clash, text).failed(Exit::Usage);
    assert!(said.contains("the two differ"), "{said}");
    let locations = ["--locations", "place=park", "--locations", "place=a flat, first floor"];
    let both = note.iter().chain(&locations).copied();
    let _ = register.as_("social-worker").cse_with(both, text).done();
    let facts = register.json(["show", &case])["facts"].clone();
    assert_eq!(facts["locations"].as_array().unwrap().len(), 3);
    assert_eq!(facts["locations"][2]["place"], "a flat, first floor");
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_would_be() {
    let (mut register, case) = referred();
    let before = head(&register);
    let note = ["note", &case, "--note-text", "x", "--dry-run"];
    let said = register.as_("social-worker").cse(note).done();
    assert!(said.contains("would be recorded"), "{said}");
    let json = register.as_("social-worker").json(note);
    assert!(json["commit"].is_null() && json["record"].is_string());
    assert_eq!(head(&register), before);
}

#[test]
fn a_draft_keeps_what_was_typed_and_is_taken_up_again() {
    let (mut register, case) = referred();
    let before = head(&register);
    let screen =
        ["screen", &case, "--rag", "amber", "--screening-rationale", "half\ntyped", "--draft"];
    register.as_("mash-manager").cse(screen).done();
    assert_eq!(head(&register), before);
    let drafts = register.json(["drafts"]);
    let file = drafts[0]["file"].as_str().unwrap().to_owned();
    assert_eq!(drafts[0]["step"], "screen");
    let go_on = ["screen", &case, "--from", &file, "--mash-checks-needed", "yes"];
    let go_on = go_on.into_iter().chain(["--police-liaison", "done"]);
    register.as_("mash-manager").cse(go_on).done();
    let facts = register.json(["show", &case])["facts"].clone();
    assert_eq!(facts["screening.rationale"], "half\ntyped");
    let name = drafts[0]["name"].as_str().unwrap().to_owned();
    register.cse(["drafts", "--discard", &name]).done();
    assert_eq!(register.json(["drafts"]).as_array().unwrap().len(), 0);
}

#[test]
fn a_file_is_kept_by_its_hash_and_once() {
    let (mut register, case) = referred();
    std::fs::write(register.root().join(".git/report.pdf"), b"%PDF invented").unwrap();
    for _ in 0..2 {
        let note = ["note", &case, "--note-text", "x", "--attach", ".git/report.pdf"];
        register.as_("social-worker").cse(note).done();
    }
    let folder = register.root().join("cases/2026/11").join(&case).join("attachments");
    let kept: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(kept.len(), 1);
    assert!(kept[0].to_str().unwrap().ends_with(".pdf"));
}

#[test]
fn a_file_whose_name_is_no_text_is_not_attached() {
    let (mut register, case) = referred();
    for name in ["a\nb.pdf", "\u{1b}[31m.pdf", " "] {
        std::fs::write(register.root().join(".git").join(name), "x").unwrap();
        let file = format!(".git/{name}");
        let note = ["note", &case, "--note-text", "x", "--attach", &file];
        let said = register.as_("social-worker").cse(note).failed(Exit::Usage);
        assert!(said.contains("no line of text"), "{said}");
    }
}

#[test]
fn a_pipe_or_a_folder_is_not_attached_and_not_waited_for() {
    let (mut register, case) = referred();
    let pipe = register.root().join(".git/pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for (file, why) in [(".git/pipe", "a pipe or a device"), (".git", "it is a folder")] {
        let note = ["note", &case, "--note-text", "x", "--attach", file];
        let said = register.as_("social-worker").cse(note).failed(Exit::Usage);
        assert!(said.contains(&format!("cannot attach {file}: ")) && said.contains(why), "{said}");
    }
    std::fs::remove_file(pipe).unwrap();
}

#[test]
fn a_day_alone_is_that_day_after_what_was_recorded_of_it() {
    let mut register = TestRegister::begun("hounslow", "2026-11-17T09:00:00Z");
    register.at("2026-11-17T10:00:00Z").as_("mash-manager").cse(REFERRAL).done();
    let case = register.case().to_owned();
    register.at("2026-11-20T09:00:00Z");
    let note = |register: &mut TestRegister, at: &str| {
        let note = ["note", &case, "--note-text", "x", "--at", at];
        register.as_("social-worker").json(note)["record"].as_str().unwrap().to_owned()
    };
    assert!(note(&mut register, "17/11/2026").starts_with("20261117T100001Z-note-"));
    assert!(note(&mut register, "2026-11-18").starts_with("20261118T000000Z-note-"));
    assert!(note(&mut register, "today").starts_with("20261120T09"));
    assert!(note(&mut register, "yesterday 15:00").starts_with("20261119T150000Z-note-"));
    let said = register.as_("social-worker").cse([
        "note",
        &case,
        "--note-text",
        "x",
        "--at",
        "18/11/2026",
    ]);
    assert!(said.done().contains("happened  Wednesday 18 November 2026"));
}

#[test]
fn lists_look_back_at_what_had_happened_and_at_what_was_known() {
    let mut register = TestRegister::begun("hounslow", "2026-11-17T09:00:00Z");
    register.at("2026-11-17T10:00:00Z").as_("mash-manager").cse(REFERRAL).done();
    let case = register.case().to_owned();
    register.at("2026-11-20T12:00:00Z");
    let screen = ["screen", &case, "--rag", "red", "--mash-checks-needed", "no"];
    let more =
        ["--police-liaison", "done", "--screening-rationale", "x", "--at", "2026-11-18T09:00Z"];
    register.as_("mash-manager").cse(screen.into_iter().chain(more)).done();
    let rag = |register: &mut TestRegister, option: &str, moment: &str| {
        register.json(["list", option, moment])[0]["rag"].clone()
    };
    assert_eq!(rag(&mut register, "--as-of", "2026-11-18T08:59Z"), serde_json::Value::Null);
    assert_eq!(rag(&mut register, "--as-of", "2026-11-18"), "red", "a day means its end");
    assert_eq!(rag(&mut register, "--known-at", "2026-11-20T11:59Z"), serde_json::Value::Null);
    assert_eq!(rag(&mut register, "--known-at", "2026-11-20"), "red");
    let later = register.json(["due", "--all", "--as-of", "2027-06-01"]);
    assert!(later.as_array().unwrap().iter().all(|line| line["state"] == "overdue"));
    let _ = register.cse(["list", "--known-at", "2026-11-01"]).failed(Exit::Usage);
}

#[test]
fn what_a_list_holds_can_be_narrowed() {
    let mut register = TestRegister::sample("hounslow", "2026-11-20T09:00:00Z");
    let all = register.json(["due", "--all"]);
    let all = all.as_array().unwrap();
    let overdue = register.json(["due", "--overdue"]);
    let wanted = all.iter().filter(|line| line["state"] == "overdue").count();
    assert_eq!(overdue.as_array().unwrap().len(), wanted);
    let role = register.json(["due", "--all", "--role", "social-worker"]);
    let wanted = all.iter().filter(|line| line["owner"] == "social-worker").count();
    assert_eq!(role.as_array().unwrap().len(), wanted);
    assert!(wanted < all.len() && wanted > 0);
    let today = register.json(["due", "--within", "0d"]);
    let soon = |line: &&serde_json::Value| {
        line["due"].is_null() || line["due"].as_str() <= Some("2026-11-20")
    };
    assert_eq!(today.as_array().unwrap().len(), all.iter().filter(soon).count());
}

#[test]
fn a_list_beside_broken_settings_is_printed_and_says_what_is_wrong_with_them() {
    let (mut register, case) = referred();
    std::fs::write(register.root().join("meetings.yaml"), "meetings:\n  - {kind: panel}\n")
        .unwrap();
    register.git(&["commit", "--all", "--quiet", "--message", "by hand"]);
    register.leave_dirty();
    for args in [vec!["meeting", "list"], vec!["next", &case], vec!["due"]] {
        let said = register.as_("mash-manager").cse(args).failed(Exit::Problem);
        assert!(said.contains("meetings.yaml:2"), "{said}");
    }
}
