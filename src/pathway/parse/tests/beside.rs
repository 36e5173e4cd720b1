//! What the statutory file brings and adds, and that nothing misses it when it is left out.

use super::{LAW, OWN, PATHWAY, SHARED, problems, read};
use crate::pathway::model::{Clock, From, Unit};
use crate::pathway::parse::{Sources, parse};

/// A statutory file that brings a step and a gate and adds to what the pathway has.
const MORE: &str = r#"steps:
  obey: {title: Obey, source: "An Act, 2", by: any, at: [open], asks: {level: required}}
gates:
  obey-first:
    step: screen
    when: {owed: by-law}
    needs: {taken: obey}
    else: "Obey first."
    source: "An Act, 3"
notices: [{when: {given: [harm]}, say: "The law asks about harm."}]
step_notices:
  note: [{when: {owed: by-law}, say: "The law is owed."}]
clocks:
  plans: {due: {working_days: 9, from: happened}, source: "An Act, 4"}
  asked: {due: {days: 1, from: happened}, source: "An Act, 5"}
"#;
/// A duty of the pathway to which it gives no date itself.
const ASKED: &str = r#"  asked:
    title: Ask
    source: "Form, 9"
    owner: clerk
    opened_by: {taken: screen}
    due: undated
    met_by: {taken: note}
"#;

/// The pathway with that duty among its own.
fn asked() -> String {
    PATHWAY.replacen("obligations:\n", &format!("obligations:\n{ASKED}"), 1)
}

#[test]
fn steps_gates_notices_and_clocks_come_of_the_statutory_file() {
    let (own, law) = (asked(), format!("{LAW}{MORE}"));
    let pathway = read(SHARED, OWN, &own, &law).unwrap();
    assert_eq!(pathway.steps.last().unwrap().name.as_str(), "obey");
    assert_eq!(pathway.gates.last().unwrap().name.as_str(), "obey-first");
    let note = pathway.steps.iter().find(|step| step.name.as_str() == "note").unwrap();
    assert_eq!(note.notices.len(), 1);
    assert_eq!(pathway.notices.last().unwrap().say, "The law asks about harm.");
    let of = |name: &str| {
        pathway.obligations.iter().find(|obligation| obligation.name.as_str() == name).unwrap()
    };
    let asked = of("asked");
    assert_eq!(asked.source, "Form, 9; An Act, 5");
    let Clock::After { amount, from: From::Happened } = &asked.due else {
        panic!("{:?}", asked.due);
    };
    assert_eq!((amount.count, amount.unit), (1, Unit::Days));
    let Clock::Earliest(both) = &of("plans").due else { panic!("the earlier of both is meant") };
    assert_eq!(both.len(), 2);
}

#[test]
fn a_pathway_reads_without_the_statutory_file() {
    let own = asked().replace("{not: {owed: by-law}}, ", "");
    let own = own.replace("{setting: lawful, from: became-true}, ", "");
    let dictionaries = vec![("s.yaml", SHARED.as_bytes()), ("o.yaml", OWN.as_bytes())];
    let sources = Sources { dictionaries, pathway: ("p.yaml", own.as_bytes()), statutory: None };
    let pathway = parse(&sources).unwrap();
    let asked = pathway.obligations.first().unwrap();
    assert_eq!((asked.due.clone(), asked.source.as_str()), (Clock::Undated, "Form, 9"));
    assert!(!pathway.steps.iter().any(|step| step.name.as_str() == "obey"));
}

#[test]
fn what_it_adds_to_what_is_not_there_is_said() {
    let own = asked();
    for (from, to, said) in [
        ("  obey: {", "  note: {", "l.yaml:12:3: a step `note` is already in p.yaml:"),
        ("  obey-first:", "  adult:", "l.yaml:14:3: a gate `adult` is already in p.yaml:"),
        ("  note: [", "  not: [", "l.yaml:22:3: no step `not`; did you mean `note`?"),
        ("  asked: {", "  aksed: {", "l.yaml:25:3: no obligation `aksed`; did you mean `asked`?"),
        ("  asked: {", "  by-law: {", "l.yaml:25:3: `by-law` stands in this file, in l.yaml:4:3"),
        (", source: \"An Act, 5\"", "", "l.yaml:25:3: the clock of `asked` lacks `source`"),
        ("{days: 1, from: happened}", "{days: 1}", "l.yaml:25:17: a clock must have exactly one"),
    ] {
        let law = format!("{LAW}{}", MORE.replacen(from, to, 1));
        let found = problems(SHARED, OWN, &own, &law);
        assert!(found.iter().any(|problem| problem.starts_with(said)), "{said}: {found:#?}");
    }
}
