//! What is kept from a reader never reaches them: not where a template prints it, and not where
//! somebody typed it into a text that the reader may see.

use cse::cli::Exit;

use super::{template, whole};
use crate::common::TestRegister;

/// A case with secrets of many kinds.
fn case(register: &mut TestRegister, plan: &str) -> String {
    let mut refer = |args: &[&str]| {
        register.as_("social-worker").cse(args.iter().copied()).done();
    };
    refer(&[
        "new-referral",
        "--child-name",
        "Zoë Invented",
        "--route",
        "allocated",
        "--concern-summary",
        "Invented concern told by a neighbour across the road.",
        "--child-address",
        "Flat 4, 12 Madeup Row, Nowhere, ZZ9 9ZZ",
        "--child-address-confidential",
        "yes",
        "--referrer-name",
        "Nadia Notreal",
        "--referrer-contact",
        &number("020 0000", "0123"),
        "--persons",
        &format!("name=Dazzer,phone={},description=Drives a grey van", number("07000 000", "456")),
        "--vehicles",
        "description=grey van,registration=ZZ99 ZZZ",
        "--others-at-risk",
        "who=Tilly Fictional,link=classmate",
    ]);
    let case = register.case().to_owned();
    register
        .as_("social-worker")
        .cse([
            "safety-plan",
            &case,
            "--safety-plan-actions",
            &format!("who=young-person,action={plan}"),
        ])
        .done();
    case
}

/// A telephone number, put together here so that none is written down.
fn number(first: &str, last: &str) -> String {
    format!("{first} {last}")
}

const LETTER: &str = "{{ child.name }} {{ child.address }} {{ table(safety_plan.actions) }} {{ table(others_at_risk) }}";

fn register() -> TestRegister {
    let mut register = TestRegister::new();
    register.at("2026-11-20T10:00:00Z");
    let front = "audiences: [internal, family, police, mase]\nfacts: [\"*\"]";
    template(&register, "letter", &whole(front, LETTER));
    register
}

#[test]
fn what_the_reader_may_not_see_is_not_printed_and_said_so() {
    let mut register = register();
    let case = case(&mut register, "Calls her aunt");
    let family = register.cse(["render", "letter", &case, "--for", "family"]).done();
    assert!(family.contains("Zoë Invented Not shown to this reader"), "{family}");
    assert!(!family.contains("Tilly") && !family.contains("Madeup"), "{family}");
    let police = register.cse(["render", "letter", &case, "--for", "police"]).done();
    assert!(police.contains("Tilly Fictional") && !police.contains("Madeup"), "{police}");
    let panel = register.cse(["render", "letter", &case, "--for", "mase"]).done();
    assert!(panel.contains("| TF |") && !panel.contains("Tilly"), "{panel}");
    let own = register.cse(["render", "letter", &case]).done();
    assert!(own.contains("Madeup Row") && own.contains("Tilly Fictional"), "{own}");
}

#[test]
fn a_secret_in_a_text_that_the_reader_may_see_stops_the_document() {
    for (plan, fact) in [
        ("Stays at 12 Madeup Row", "child.address"),
        ("Stays at 12 madeup row.", "child.address"),
        ("Goes home to zz99zz", "child.address"),
        ("Goes home to ZZ9 9ZZ", "child.address"),
        (
            &format!("Rings {} at night", number("0200000-", "0123").replace(' ', "")),
            "referrer.contact",
        ),
        (&format!("Rings {}", number("+44 20 0000", "0123")), "referrer.contact"),
        (&format!("Blocks {}", number("07000000", "456").replace(' ', "")), "persons"),
        ("Keeps away from dazzer", "persons"),
        ("Looks out for ZZ99ZZZ", "vehicles"),
        ("Goes with Tilly Fictional", "others_at_risk"),
        ("Goes with T\u{200b}illy Fict\u{ad}ional", "others_at_risk"),
        ("Goes with Tílly Fictio\u{301}nal", "others_at_risk"),
        ("Goes home to \u{ff3a}Z9 9ZZ", "child.address"),
        ("Thanks Nadia Notreal", "referrer.name"),
        ("Knows of: invented concern told by a neighbour across the road", "concern.summary"),
    ] {
        let mut register = register();
        let case = case(&mut register, plan);
        let file = register.root().join("../letter.docx");
        for format in ["md", "html", "docx"] {
            let said = register.cse([
                "render",
                "letter",
                &case,
                "--for",
                "family",
                "--format",
                format,
                "-o",
                file.to_str().unwrap(),
            ]);
            let said = said.failed(Exit::Refusal);
            assert!(said.contains(&format!("{fact} stands in the beginning")), "{plan}: {said}");
            assert!(said.contains("rule: withheld"), "{said}");
            assert!(!said.contains("Madeup") && !said.contains("Dazzer"), "{said}");
            assert!(!file.exists());
        }
        register.cse(["render", "letter", &case]).done();
    }
}

#[test]
fn plain_words_are_nobodys_secret() {
    let mut register = register();
    let case = case(&mut register, "Tells her teacher or the police when a van waits");
    register.cse(["render", "letter", &case, "--for", "family"]).done();
}
