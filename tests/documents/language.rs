//! What a template can ask for besides facts: when a step was taken, a label of its own, for whom
//! it is; and the anonymous document, which does not tell of which case it was made.

use cse::cli::Exit;

use super::{referred, template, whole};
use crate::common::TestRegister;

fn register() -> (TestRegister, String) {
    let mut register = TestRegister::new();
    let case = referred(
        register.at("2026-11-19T10:00:00Z"),
        "Invented.",
        &[
            "--child-date-of-birth",
            "2011-04-05",
            "--child-school",
            "Madeup Academy",
            "--locations",
            "place=Pretend Hotel,kind=hotel",
        ],
    );
    (register, case)
}

#[test]
fn a_document_says_when_a_step_was_taken_last_and_by_whom() {
    let (mut register, case) = register();
    let body = "{{ fields(\"Told on\", step(\"police-referral\").taken, step(\"police-referral\").by) }}\n\n{{ step(\"strategy\").recorded_in }}";
    let front = "audiences: [internal, family]\nfacts: [child.name]";
    template(&register, "letter", &whole(front, &format!("{body}\n\n{{{{ child.name }}}}")));
    let made = register.cse(["render", "letter", &case]).done();
    assert!(made.contains("| Told on | Not recorded |"), "{made}");
    assert!(made.contains("Strategy forms in the main case file"), "{made}");
    for at in ["2026-11-19T11:00:00Z", "2026-11-20T12:30:00Z"] {
        register.at(at).as_("social-worker").cse(["police-referral", &case]).done();
    }
    let made = register.cse(["render", "letter", &case]).done();
    assert!(made.contains("| Told on | 20 November 2026, 12:30 |"), "{made}");
    assert!(made.contains("| Recorded by | Social worker (") && made.contains('@'), "{made}");
    let made = register.cse(["render", "letter", &case, "--for", "family"]).done();
    assert!(made.contains("| Recorded by | Social worker |"), "{made}");
}

#[test]
fn a_label_stands_before_a_fact() {
    let (mut register, case) = register();
    let front = "audiences: [internal]\nfacts: [child.name, child.school]";
    for body in [
        "{{ fields(\"A\", \"B\", child.name) }} {{ child.school }}",
        "{{ fields(child.name, \"A\") }} {{ child.school }}",
    ] {
        template(&register, "letter", &whole(front, body));
        let said = register.cse(["render", "letter", &case]).failed(Exit::Problem).clone();
        assert!(said.contains("a label stands before a fact"), "{said}");
    }
    template(&register, "letter", &whole(front, "{{ fields(\"A\", child.name, child.school) }}"));
    let made = register.cse(["render", "letter", &case]).done();
    assert!(made.contains("| A | Zoë Invented |"), "{made}");
    assert!(
        made.contains(
            "| School or college and year, attendance, exclusions and hours | Madeup Academy |"
        ),
        "{made}"
    );
}

#[test]
fn a_template_may_speak_to_one_reader_alone() {
    let (mut register, case) = register();
    let body = "{{ child.name }} {% if document.audience.key == \"young-person\" %}you{% else %}they{% endif %} {{ document.audience }}";
    let front = "audiences: [internal, young-person]\nfacts: [child.name]";
    template(&register, "letter", &whole(front, body));
    let own = register.cse(["render", "letter", &case]).done();
    assert!(own.contains("they the authority's own workers"), "{own}");
    let young = register.cse(["render", "letter", &case, "--for", "young-person"]).done();
    assert!(young.contains("you the young person"), "{young}");
}

const THEMES: &str = "anonymous: true\naudiences: [mase, internal]\nfacts: [volt.themes]";

fn themed(theme: &str) -> (TestRegister, String) {
    let (mut register, case) = register();
    let themes = format!("about=themes,theme={theme},children=6");
    let mase = ["mase", &case, "--mase-outcome", "Invented.", "--volt-themes", &themes];
    register.as_("ev-coordinator").cse(mase).done();
    template(&register, "themes", &whole(THEMES, "{{ table(volt.themes) }}"));
    (register, case)
}

#[test]
fn an_anonymous_document_tells_neither_case_nor_day() {
    let (mut register, case) = themed("A gift first and then a debt");
    for format in ["md", "html"] {
        let made = register.cse(["render", "themes", &case, "--format", format]).done();
        assert!(made.contains("A gift first"), "{made}");
        assert!(!made.contains(&case) && !made.contains("2026"), "{made}");
    }
}

#[test]
fn an_anonymous_document_is_refused_where_a_text_tells_of_the_case() {
    for (theme, fact) in [
        ("Zoë is one of them", "child.name"),
        ("Pupils of Madeup", "child.school"),
        ("Born 5 April 2011", "child.date_of_birth"),
        ("The Pretend", "locations"),
    ] {
        for reader in ["mase", "internal"] {
            let (mut register, case) = themed(theme);
            let said = register.cse(["render", "themes", &case, "--for", reader]);
            let said = said.failed(Exit::Refusal).clone();
            assert!(said.contains(fact), "{theme}: {said}");
        }
    }
    let (mut register, case) = themed("CASE");
    let themes = format!("about=themes,theme=As in {case},children=6");
    let mase = ["mase", &case, "--mase-outcome", "Invented.", "--volt-themes", &themes];
    register.as_("ev-coordinator").cse(mase).done();
    let said = register.cse(["render", "themes", &case]).failed(Exit::Refusal).clone();
    assert!(said.contains("the case number"), "{said}");
}

#[test]
fn an_anonymous_template_may_not_name_its_case() {
    let (mut register, case) = register();
    template(&register, "themes", &whole(THEMES, "{{ table(volt.themes) }} {{ case.id }}"));
    let said = register.cse(["render", "themes", &case]).failed(Exit::Problem).clone();
    assert!(said.contains("an anonymous document may not see `case.id`"), "{said}");
    register.leave_dirty();
}

#[test]
fn words_of_every_day_are_nobodys_secret() {
    let (mut register, case) = register();
    let indicators = "indicator=Bruises on both wrists,kind=harm,source=Foster carer";
    let plan = "who=young-person,action=I ring my foster carer";
    register
        .as_("social-worker")
        .cse(["new-information", &case, "--indicators", indicators])
        .done();
    register.as_("social-worker").cse(["safety-plan", &case, "--safety-plan-actions", plan]).done();
    let front = "audiences: [family]\nfacts: [safety_plan.actions]";
    template(&register, "letter", &whole(front, "{{ table(safety_plan.actions) }}"));
    register.cse(["render", "letter", &case]).done();
    let plan = "who=young-person,action=I hide the bruises on both wrists";
    register.as_("social-worker").cse(["safety-plan", &case, "--safety-plan-actions", plan]).done();
    let said = register.cse(["render", "letter", &case]).failed(Exit::Refusal).clone();
    assert!(said.contains("indicators"), "{said}");
}
