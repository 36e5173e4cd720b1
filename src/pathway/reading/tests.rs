//! What is read, what is refused, and with which words.

use super::*;
use crate::domain::{Keeps, Lasts};

fn choices(keys: &[&str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice { key: (*key).to_owned(), label: key.to_uppercase() }).collect()
}

fn fact(kind: FactKind) -> FactDef {
    FactDef {
        name: "some.fact".into(),
        label: "Some fact".to_owned(),
        help: String::new(),
        kind,
        keeps: Keeps::Latest,
        lasts: Lasts::Case,
        must_be_past: false,
        means: None,
        whose: "child".to_owned(),
        sensitivity: "personal".to_owned(),
        withheld_from: Vec::new(),
        confidential_when: None,
        source: String::new(),
        scheme: None,
        place: Place::default(),
    }
}

fn text() -> FactKind {
    FactKind::Text(Vec::new())
}

fn rag() -> FactKind {
    FactKind::Choice(choices(&["blue", "green", "amber", "red"]))
}

fn offers() -> FactKind {
    FactKind::Choices(choices(&["consultation", "support", "guidance"]))
}

fn fields() -> Vec<Field> {
    let field = |name: &str, kind, required| Field {
        name: name.to_owned(),
        label: name.to_owned(),
        kind,
        required,
    };
    vec![
        field("agency", text(), true),
        field("name", text(), false),
        field("on", FactKind::Date, false),
        field("offers", offers(), false),
    ]
}

fn read(kind: FactKind, yaml: &str) -> Result<Value, Vec<String>> {
    let node = Node::parse("f.yaml", yaml.as_bytes()).unwrap();
    value(&fact(kind), &node, None).map_err(|all| all.iter().map(ToString::to_string).collect())
}

fn now() -> Moment {
    Moment::parse("2026-11-21T09:30:00Z").unwrap()
}

#[test]
fn a_plain_scalar_is_its_text_for_a_text() {
    for plain in ["007", "NO", "1.50", "2026-11-21", "12:30", "0x1F", "true", "1e3"] {
        assert_eq!(read(text(), plain), Ok(Value::Text(plain.to_owned())));
    }
    assert_eq!(read(text(), "'~'"), Ok(Value::Text("~".to_owned())));
    assert_eq!(read(text(), "~").unwrap_err(), ["f.yaml:1:1: `some.fact`: there is nothing in it"]);
}

#[test]
fn a_choice_is_its_exact_key_and_the_nearest_is_offered() {
    assert_eq!(scalar(&rag(), "red"), Ok(Value::Choice("red".to_owned())));
    for (given, offered) in [("Red", Some("red")), ("ambr", Some("amber")), ("purple", None)] {
        let Err(ValueError::NotAChoice { nearest, choices, .. }) = scalar(&rag(), given) else {
            panic!("{given} was read")
        };
        assert_eq!((nearest.as_deref(), choices.len()), (offered, 4));
    }
    assert_eq!(scalar(&rag(), " "), Err(ValueError::Empty));
    let message = scalar(&rag(), "Red").unwrap_err().message();
    assert_eq!(message, "this must be one of blue, green, amber, red; did you mean `red`?");
}

#[test]
fn choices_are_a_list_or_text_with_commas_each_once() {
    let both = Value::Choices(vec!["support".to_owned(), "guidance".to_owned()]);
    for yaml in ["[support, guidance, support]", "support, guidance", "'support,guidance,support'"]
    {
        assert_eq!(read(offers(), yaml), Ok(both.clone()), "{yaml}");
    }
    assert_eq!(read(offers(), "[]"), Ok(Value::Choices(Vec::new())));
    for yaml in ["support,,guidance", "[support, {a: b}]", "[~]", "{a: b}", "suport"] {
        assert!(read(offers(), yaml).is_err(), "{yaml}");
    }
}

#[test]
fn yes_and_no_have_two_spellings_each() {
    for (given, expected) in [("yes", true), ("true", true), ("no", false), ("False", false)] {
        assert_eq!(scalar(&FactKind::YesNo, given), Ok(Value::YesNo(expected)));
    }
    for given in ["y", "on", "1", "maybe"] {
        assert!(matches!(scalar(&FactKind::YesNo, given), Err(ValueError::NotYesNo { .. })));
    }
}

#[test]
fn days_and_moments_are_iso_and_never_guessed() {
    let moment = |text| Ok(Value::DateTime(When::Moment(Moment::parse(text).unwrap())));
    let read = |given| scalar(&FactKind::DateTime, given);
    assert_eq!(read("2026-11-21T09:30:00Z"), moment("2026-11-21T09:30:00Z"));
    assert_eq!(read("2026-07-01T09:30+01:00"), moment("2026-07-01T08:30:00Z"));
    assert_eq!(read("2026-07-01T09:30"), moment("2026-07-01T08:30:00Z"));
    assert_eq!(read("2026-07-01T09:30:15"), moment("2026-07-01T08:30:15Z"));
    assert!(matches!(read("2026-07-01"), Ok(Value::DateTime(When::Day(_)))));
    assert!(matches!(read("2026-03-29T01:30"), Err(ValueError::SkippedHour { .. })));
    assert!(matches!(read("2026-10-25T01:30"), Err(ValueError::RepeatedHour { .. })));
    assert_eq!(read("2026-10-25T01:30+01:00"), moment("2026-10-25T00:30:00Z"));
    for given in [
        "21/11/2026",
        "today",
        "2026-02-30",
        "2026-11-21 09:30",
        "2026-11-21T25:00",
        "2026-11-21T09:60",
        "2026-11-21T9:30",
        "2026-11-21T09:30:",
        "2026-11-21T09:30Q",
        "2026-11-21Té:30",
        "T",
    ] {
        assert!(matches!(read(given), Err(ValueError::NotADateTime { .. })), "{given}");
        assert!(
            matches!(scalar(&FactKind::Date, given), Err(ValueError::NotADate { .. })),
            "{given}"
        );
    }
    assert_eq!(scalar(&FactKind::Date, "0206-11-21"), Err(ValueError::FarYear { year: 206 }));
    assert!(scalar(&FactKind::Date, "2026-11-21T09:30:00Z").is_err());
}

#[test]
fn numbers_are_whole() {
    assert_eq!(scalar(&FactKind::Number, "-12"), Ok(Value::Number(-12)));
    for given in ["1.5", "+1", "1e3", "0x1F", "1_000", "twelve", "-", "99999999999999999999"] {
        assert!(
            matches!(scalar(&FactKind::Number, given), Err(ValueError::NotANumber { .. })),
            "{given}"
        );
    }
}

#[test]
fn text_is_kept_but_for_line_ends_and_control_characters() {
    assert_eq!(clean(" a\r\n\tb \n"), Ok(" a\n\tb \n".to_owned()));
    for bad in ["a\0", "a\u{1b}[2J", "a\rb", "\u{7f}", "\u{9b}"] {
        assert!(matches!(clean(bad), Err(ValueError::ControlCharacter { .. })), "{bad:?}");
    }
    assert!(clean(&"x".repeat(LONGEST_TEXT)).is_ok());
    assert!(matches!(clean(&"x".repeat(LONGEST_TEXT + 1)), Err(ValueError::TooLong { .. })));
}

#[test]
fn items_are_read_from_pairs_and_from_mappings_alike() {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let pairs = [pair("agency", "police"), pair("on", "2026-11-20"), pair("offers", "support")];
    let list = FactKind::List(ListOf::Fields(fields()));
    let from_yaml = read(list.clone(), "[{agency: police, on: 2026-11-20, offers: [support]}]");
    assert_eq!(from_yaml, Ok(Value::List(vec![item(&fields(), &pairs).unwrap()])));

    assert!(matches!(item(&fields(), &[]), Err(ValueError::Empty)));
    assert!(matches!(item(&fields(), &[pair("name", "x")]), Err(ValueError::MissingField { .. })));
    assert!(matches!(
        item(&fields(), &[pair("agecny", "x")]),
        Err(ValueError::UnknownField { nearest: Some(nearest), .. }) if nearest == "agency"
    ));
    let twice = [pair("agency", "x"), pair("agency", "y")];
    assert!(matches!(item(&fields(), &twice), Err(ValueError::TwiceField { .. })));
    assert_eq!(
        item(&fields(), &[pair("on", "20/11/2026")]).unwrap_err().message(),
        "`on`: this must be a date as 2026-11-21"
    );
}

#[test]
fn all_problems_of_a_list_are_said_with_their_places() {
    let list = FactKind::List(ListOf::Fields(fields()));
    let found = read(
        list.clone(),
        "- {agecny: x, name: y}\n- {agency: x, on: soon}\n- z\n- {agency: [1]}\n- {}\n",
    );
    assert_eq!(
        found.unwrap_err(),
        [
            "f.yaml:1:4: `some.fact`: an item has no such field; its fields are agency, name, on, offers; did you mean `agency`?",
            "f.yaml:1:3: `some.fact`: an item lacks `agency`",
            "f.yaml:2:19: `some.fact`: `on`: this must be a date as 2026-11-21",
            "f.yaml:3:3: `some.fact`: each item must be a mapping of its fields",
            "f.yaml:4:12: `some.fact`: `agency`: this must be text, not a list or a mapping",
            "f.yaml:5:3: `some.fact`: there is nothing in it",
        ]
    );
    assert!(read(list, "agency: x").unwrap_err()[0].contains("must be a list"));
    let texts = FactKind::List(ListOf::Texts);
    assert_eq!(read(texts.clone(), "[007]"), Ok(Value::List(vec![Item::Text("007".to_owned())])));
    assert!(read(texts.clone(), "[~]").is_err());
    assert!(read(texts, "one").is_err());
    assert_eq!(scalar(&FactKind::List(ListOf::Texts), "x"), Err(ValueError::NotAList));
}

#[test]
fn what_is_given_must_say_something_and_must_not_lie_ahead() {
    let mut def = fact(FactKind::Date);
    let tomorrow = scalar(&FactKind::Date, "2026-11-22").unwrap();
    let today = scalar(&FactKind::Date, "2026-11-21").unwrap();
    assert_eq!(check(&def, &tomorrow, now()), Ok(()));
    def.must_be_past = true;
    assert_eq!(check(&def, &tomorrow, now()), Err(ValueError::Future));
    assert_eq!(check(&def, &today, now()), Ok(()));
    let soon = scalar(&FactKind::DateTime, "2026-11-21T09:31").unwrap();
    assert_eq!(check(&def, &soon, now()), Err(ValueError::Future));
    let nested =
        item(&fields(), &[("agency".into(), "x".into()), ("on".into(), "2026-11-22".into())]);
    let nested = Value::List(vec![nested.unwrap()]);
    assert_eq!(check(&def, &nested, now()), Err(ValueError::Future.in_field("on")));

    assert_eq!(check(&def, &Value::Text(" \n".to_owned()), now()), Err(ValueError::Empty));
    let blank = Value::List(vec![Item::Text(String::new())]);
    assert_eq!(check(&def, &blank, now()), Err(ValueError::Empty));
    let node = Node::parse("f", b"2026-11-22").unwrap();
    assert!(value(&def, &node, None).is_ok());
    assert!(value(&def, &node, Some(now())).is_err());
}

#[test]
fn no_message_repeats_what_was_given() {
    for (kind, given) in [
        (rag(), "Jane Example"),
        (FactKind::Date, "Jane Example"),
        (FactKind::DateTime, "Jane Example"),
        (FactKind::YesNo, "Jane Example"),
        (FactKind::Number, "Jane Example"),
    ] {
        let message = scalar(&kind, given).unwrap_err().message();
        assert!(
            !message.contains("Jane") && !message.ends_with('.') && !message.contains('\n'),
            "{message}"
        );
    }
}
