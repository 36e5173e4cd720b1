//! The small pathway reads to the model that is expected.

use super::{LAW, OWN, PATHWAY, SHARED, read};
use crate::domain::{Choice, FactKind, FactName, Field, Keeps, Lasts, ListOf, Meaning, RoleName};
use crate::pathway::Pathway;
use crate::pathway::condition::{Condition, RankOf, Wanted};
use crate::pathway::model::{Amount, Anchor, At, Clock, Each, From, Need, Opening, Step, Unit};

fn small() -> Pathway {
    read(SHARED, OWN, PATHWAY, LAW).unwrap()
}

fn fact(name: &str, any_of: &[Wanted]) -> Condition {
    Condition::Fact { fact: name.into(), any_of: any_of.to_vec() }
}

fn text(text: &str) -> Wanted {
    Wanted::Text(text.to_owned())
}

fn rule(name: &str, is: Condition) -> Condition {
    Condition::Rule { name: name.into(), is: Box::new(is) }
}

fn urgent() -> Condition {
    let is_red = rule("is-red", fact("rag", &[text("red")]));
    rule("urgent", Condition::Any(vec![fact("harm", &[Wanted::YesNo(true)]), is_red]))
}

fn screened(with: &[(&str, &[Wanted])]) -> Condition {
    let with = with.iter().map(|(fact, any_of)| ((*fact).into(), any_of.to_vec())).collect();
    Condition::Taken { step: "screen".into(), with }
}

fn names<T: ToString>(names: &[T]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn step<'a>(pathway: &'a Pathway, name: &str) -> &'a Step {
    pathway.step(name).unwrap()
}

#[test]
fn the_head() {
    let small = small();
    assert_eq!((small.name.name.as_str(), small.name.version), ("small", 2));
    assert_eq!(small.title, "The Small Borough");
    assert_eq!(small.labels["mase"], "MACE");
    assert_eq!(small.settings["lead"], Amount { count: 5, unit: Unit::WorkingDays });
    assert_eq!(small.settings["lawful"], Amount { count: 1, unit: Unit::Months });
    assert_eq!((small.contacts[0].key.as_str(), small.contacts[0].address.as_str()), ("team", ""));
    assert_eq!(names(&small.seniors), ["boss", "chief"]);
    let roles: Vec<_> = small.roles.iter().map(|r| (r.name.as_str(), r.rank)).collect();
    assert_eq!(
        roles,
        [("visitor", None), ("boss", Some(3)), ("clerk", Some(1)), ("chief", Some(3))]
    );
    let stages: Vec<_> = small.stages.iter().map(|s| (s.name.as_str(), s.is_final)).collect();
    assert_eq!(stages, [("open", false), ("closed", true)]);
}

#[test]
fn the_dictionary() {
    let small = small();
    let def = |name: &str| small.dictionary.get(name).unwrap();
    assert_eq!(
        (def("child.name").lasts, def("child.name").means),
        (Lasts::Case, Some(Meaning::Name))
    );
    assert_eq!(def("child.name").source, "Form, 1");
    assert!(def("child.date_of_birth").must_be_past && !def("identified_at").must_be_past);
    assert_eq!(
        (def("rag").sensitivity.as_str(), def("harm").sensitivity.as_str()),
        ("sensitive", "personal")
    );
    assert_eq!((def("harm").help.as_str(), def("harm").whose.as_str()), ("Say why.", "child"));
    assert_eq!(def("level").label, "Own level", "the later dictionary overrides");
    assert_eq!(def("level").scheme.as_deref(), Some("own-2026"));
    assert_eq!(
        (def("assigned").whose.as_str(), &def("assigned").withheld_from[..]),
        ("professional", &["family".to_owned()][..])
    );
    assert_eq!((def("notes").keeps, def("plan.updated").keeps), (Keeps::All, Keeps::Latest));
    assert_eq!(def("plan.updated").label, "MACE plans", "a label is said for the name");
    assert_eq!(def("notes").kind, FactKind::List(ListOf::Texts));
    let choice = |key: &str, label: &str| Choice { key: key.into(), label: label.into() };
    assert_eq!(def("manager.role").kind, FactKind::Text(vec![choice("boss", "The boss")]));
    let both = vec![choice("cin", "Child in need"), choice("cp", "Protection")];
    assert_eq!(def("child.status").kind, FactKind::Choices(both));
    let plans = vec![choice("cin", "cin"), choice("cp", "cp")];
    let field = |name: &str, label: &str, kind: FactKind, required: bool| Field {
        name: name.into(),
        label: label.into(),
        kind,
        required,
    };
    assert_eq!(
        def("plan.updated").kind,
        FactKind::List(ListOf::Fields(vec![
            field("plan", "Plan", FactKind::Choice(plans), true),
            field("day", "Day", FactKind::Date, false),
        ]))
    );
    assert_eq!((def("notes").place.file.as_ref(), def("notes").place.line), ("o.yaml", 5));
}

#[test]
fn the_steps() {
    let small = small();
    let (begin, screen) = (step(&small, "begin"), step(&small, "screen"));
    assert_eq!(names(&begin.by), ["visitor", "boss", "clerk", "chief"]);
    assert_eq!((&begin.at, &step(&small, "note").at), (&At::Opening, &At::Any));
    assert_eq!(names(&begin.may), ["child.date_of_birth", "child.status", "identified_at"]);
    assert!(matches!(begin.asks[0].need, Need::Required));
    assert!(matches!(begin.asks[1].need, Need::Optional));
    assert_eq!(names(&screen.by), ["visitor", "clerk", "boss", "chief"]);
    assert_eq!(screen.at, At::Stages(vec!["open".into()]));
    assert_eq!((screen.help.as_str(), screen.recorded_in.as_deref()), ("More.", Some("Box")));
    assert!(
        matches!(&screen.asks[1].need, Need::When(when) if *when == fact("rag", &[text("red")]))
    );
    assert_eq!(screen.moves[0].when, Some(Condition::Not(Box::new(urgent()))));
    assert_eq!((screen.moves[0].to.as_str(), &screen.moves[1].when), ("closed", &None));
    let known = ["rag", "harm"].map(|name| Condition::Known(name.into())).to_vec();
    assert_eq!(screen.notices[0].when, Condition::Not(Box::new(Condition::All(known))));
    assert_eq!(screen.sets_worker.as_ref().map(FactName::as_str), Some("assigned"));
    assert_eq!(names(&screen.agreed_by), ["boss", "chief"]);
    assert!(step(&small, "again").begins_episode && !begin.begins_episode);
    assert!(step(&small, "note").also_when_closed && !begin.also_when_closed);
}

#[test]
fn the_gate() {
    let gate = &small().gates[0];
    assert_eq!((gate.name.as_str(), gate.step.as_str()), ("adult", "screen"));
    let first = Condition::First("screen".into());
    assert_eq!(gate.when, Some(Condition::All(vec![first, Condition::Ever("begin".into())])));
    let roles = vec!["boss".into(), "chief".into()];
    let rank = Condition::Rank { of: RankOf::By, at_least: "boss".into(), roles };
    assert_eq!(gate.needs, Condition::All(vec![Condition::Age { at_least: 18 }, rank]));
    assert_eq!((gate.otherwise.as_str(), gate.source.as_str()), ("Not yet.", "Form, 5"));
    assert_eq!(names(&gate.override_by), ["chief"]);
}

#[test]
fn the_obligations() {
    let small = small();
    let [plans, circulate, think, sign, by_law] = &small.obligations[..] else { panic!() };
    let red_or_blue: &[Wanted] = &[text("red"), text("blue")];
    let opened = rule("screened", screened(&[("rag", red_or_blue)]));
    assert!(matches!(&plans.opened_by, Opening::EachTaking { step, when }
        if step.as_str() == "screen" && *when == opened));
    assert_eq!(plans.escalate.as_ref().map(RoleName::as_str), Some("boss"));
    assert_eq!(plans.again_when, Some(fact("harm", &[Wanted::YesNo(true)])));
    assert_eq!(plans.holds_while, Some(fact("child.status", &[Wanted::Each])));
    assert_eq!(plans.each, Each::Item { fact: "child.status".into(), of: vec!["cp".into()] });
    let (days, months) = (|count| Amount { count, unit: Unit::Days }, Unit::Months);
    let from = From::Fact("identified_at".into());
    assert_eq!(plans.due, Clock::After { amount: days(3), from });
    assert_eq!(plans.sooner[0].due, Clock::SameDay);
    let fields = vec![("plan".to_owned(), vec![Wanted::Each])];
    assert_eq!(plans.met_by, Condition::Has { list: "plan.updated".into(), fields });
    assert!(plans.counts_earlier && !circulate.counts_earlier);

    let yes: &[Wanted] = &[Wanted::YesNo(true)];
    let red: &[Wanted] = &[text("red")];
    assert!(matches!(&circulate.opened_by, Opening::EachTaking { when, .. }
        if *when == screened(&[("rag", red), ("harm", yes)])));
    assert_eq!(circulate.each, Each::Meeting("panel".into()));
    let amount = Amount { count: 5, unit: Unit::WorkingDays };
    assert_eq!(circulate.due, Clock::Before { amount, anchor: Anchor::Meeting });
    assert_eq!(circulate.met_by, Condition::Changed(vec!["notes".into(), "rag".into()]));

    let differ = Condition::Differ("assigned".into(), "manager.role".into());
    assert!(matches!(&think.opened_by, Opening::BecomesTrue(when) if *when == differ));
    let hours = Amount { count: 24, unit: Unit::Hours };
    let after = Clock::After { amount: hours, from: From::Taken("screen".into()) };
    let month = Amount { count: 1, unit: months };
    let lawful = Clock::After { amount: month, from: From::BecameTrue };
    let six = Amount { count: 6, unit: months };
    let before = Clock::Before { amount: six, anchor: Anchor::Birthday18 };
    assert_eq!(think.due, Clock::Earliest(vec![after, lawful, before]));
    let fields = vec![(String::new(), vec![text("thought")])];
    let has = Condition::Has { list: "notes".into(), fields };
    let owed = Condition::Not(Box::new(Condition::Owed("by-law".into())));
    let level = fact("level", &[Wanted::Number(2)]);
    assert_eq!(think.met_by, Condition::Any(vec![has, owed, level]));

    assert_eq!((&sign.each, &sign.due), (&Each::Taking, &Clock::AtOnce));

    let of = RankOf::Fact("manager.role".into());
    let roles = vec!["boss".into(), "chief".into()];
    let rank = Condition::Rank { of, at_least: "boss".into(), roles };
    let grave = rule("grave", Condition::All(vec![urgent(), rank]));
    assert!(matches!(&by_law.opened_by, Opening::BecomesTrue(when) if *when == grave));
    assert_eq!(by_law.due, Clock::Undated);
    assert_eq!(small.rules["screened"], screened(&[("rag", red_or_blue)]));
}

#[test]
fn the_notices_of_every_step_and_the_wordings() {
    let small = small();
    assert_eq!(small.notices[0].when, Condition::Owed("plans".into()));
    assert_eq!(small.notices[0].say, "Each MACE plan is to be updated.");
    let careless = &small.wordings[0];
    assert_eq!(careless.phrases, ["hard to reach", "streetwise"]);
    assert_eq!((careless.name.as_str(), careless.source.as_str()), ("careless", "Guide, 1"));
    assert_eq!(
        (careless.say.as_str(), names(&careless.not_in)),
        ("{phrase} in {fact}", vec!["notes".to_owned()])
    );
}
