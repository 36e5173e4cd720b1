//! Giving a document out: the very bytes are kept, and what was given to whom is recorded.

use cse::cli::Exit;

use super::referred;
use crate::common::TestRegister;

fn register() -> (TestRegister, String) {
    let mut register = TestRegister::new();
    let case = referred(&mut register, "Invented.", &[]);
    (register, case)
}

#[test]
fn what_was_given_out_is_kept_to_the_byte_and_listed() {
    let (mut register, case) = register();
    assert!(register.cse(["disclosures", &case]).done().contains("Nothing of"));
    let commit = register.git(&["rev-parse", "HEAD"]);
    let file = register.root().join("../87a.docx");
    let issue = [
        "issue",
        "87a",
        &case,
        "--to",
        "police",
        "--recipient",
        "Referral desk",
        "-o",
        "../87a.docx",
    ];
    let said = register.as_("social-worker").cse(issue);
    assert_eq!(said.exit, Exit::Done, "{said}");
    let handed = std::fs::read(&file).unwrap();
    let all = register.json(["disclosures", &case]);
    let [one] = &all.as_array().unwrap()[..] else { panic!("{all}") };
    for (key, value) in [
        ("document", "87a"),
        ("audience", "police"),
        ("recipient", "Referral desk"),
        ("version", "1"),
        ("commit", commit.trim()),
    ] {
        assert_eq!(one[key], value, "{key}");
    }
    assert_eq!(one["kept"], true);
    assert_eq!(one["by"]["role"], "social-worker");
    let hash = one["sha256"].as_str().unwrap();
    let kept = register.git(&["ls-files", "cases"]);
    let kept = kept.lines().find(|path| path.contains("attachments/")).unwrap();
    assert!(kept.ends_with(&format!("{}.docx", &hash[..16])));
    assert!(handed == std::fs::read(register.root().join(kept)).unwrap());
    // Rendered again from the commit that the record names, it is the same.
    std::fs::remove_file(&file).unwrap();
    let moment = register.json(["show", &case])["records"][0]["recorded"].clone();
    let again = ["render", "87a", &case, "--for", "police", "-o", "../87a.docx", "--known-at"];
    register.cse(again.into_iter().chain([moment.as_str().unwrap()])).done();
    assert!(handed == std::fs::read(&file).unwrap());
}

#[test]
fn nothing_is_recorded_where_the_document_is_not_made() {
    let (mut register, case) = register();
    let head = register.git(&["rev-parse", "HEAD"]);
    let said = register.as_("social-worker").cse(["issue", "87a", &case, "--to", "family"]);
    assert!(said.failed(Exit::Refusal).contains("87a is not for the family"));
    let complete = ["issue", "87a", &case, "--to", "police", "--require-complete"];
    assert!(register.as_("social-worker").cse(complete).refused().contains("is not complete"));
    std::fs::write(register.root().join("../there.docx"), "mine").unwrap();
    let there = ["issue", "87a", &case, "--to", "police", "-o", "../there.docx"];
    let said = register.as_("social-worker").cse(there).failed(Exit::Usage);
    assert!(said.contains("is there already"), "{said}");
    let dry = ["issue", "87a", &case, "--to", "police", "--dry-run"];
    assert!(register.as_("social-worker").cse(dry).done().contains("would be recorded"));
    assert_eq!(head, register.git(&["rev-parse", "HEAD"]));
    assert!(register.cse(["disclosures", &case]).done().contains("Nothing of"));
}

#[test]
fn what_was_given_out_by_hand_is_listed_as_not_kept() {
    let (mut register, case) = register();
    let by_hand = ["disclosure", &case, "--disclosure-given", "document=letter,audience=family"];
    register.as_("social-worker").cse(by_hand).done();
    let all = register.json(["disclosures", &case]);
    assert_eq!((&all[0]["document"], &all[0]["kept"]), (&"letter".into(), &false.into()));
}
