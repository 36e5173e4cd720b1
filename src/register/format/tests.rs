//! Tests of the record format, by what they guard.

mod agree;
mod bad;
mod hostile;
mod nasty;

use super::*;
use crate::domain::{
    Amends, Attachment, By, Choice, ClockAction, ClockChange, FactDef, FactKind, Field, Happened,
    Item, Keeps, Lasts, ListOf, Moment, Override, Recorded, Value, When,
};

fn choices(keys: &[&str]) -> Vec<Choice> {
    keys.iter().map(|key| Choice { key: (*key).to_owned(), label: (*key).to_owned() }).collect()
}

fn field(name: &str, kind: FactKind, required: bool) -> Field {
    Field { name: name.to_owned(), label: name.to_owned(), kind, required }
}

/// A fact of every type, named by its type.
pub(super) fn dictionary() -> Dictionary {
    let offers = || FactKind::Choices(choices(&["consultation", "support", "no"]));
    let fields = vec![
        field("zone", FactKind::Text(Vec::new()), true),
        field("name", FactKind::Text(Vec::new()), false),
        field("on", FactKind::Date, false),
        field("told", FactKind::YesNo, false),
        field("offers", offers(), false),
    ];
    let mut dictionary = Dictionary::default();
    for (name, kind) in [
        ("text", FactKind::Text(Vec::new())),
        ("child.name", FactKind::Text(Vec::new())),
        ("choice", FactKind::Choice(choices(&["red", "amber", "no", "1", "below-1"]))),
        ("choices", offers()),
        ("yes_no", FactKind::YesNo),
        ("date", FactKind::Date),
        ("datetime", FactKind::DateTime),
        ("number", FactKind::Number),
        ("texts", FactKind::List(ListOf::Texts)),
        ("items", FactKind::List(ListOf::Fields(fields))),
    ] {
        dictionary.insert(FactDef {
            name: name.into(),
            label: name.to_owned(),
            help: String::new(),
            kind,
            keeps: Keeps::Latest,
            lasts: Lasts::Case,
            must_be_past: true,
            means: None,
            whose: "child".to_owned(),
            sensitivity: "personal".to_owned(),
            withheld_from: Vec::new(),
            confidential_when: None,
            source: String::new(),
            scheme: None,
            place: Place::default(),
        });
    }
    dictionary
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// A record with nothing but what every record has.
pub(super) fn bare() -> Record {
    Record {
        name: RecordName("r.yaml".to_owned()),
        step: "screen".into(),
        happened: Happened(moment("2026-11-21T09:30:00Z")),
        happened_is_a_date: false,
        recorded: Recorded(moment("2026-11-21T09:41:12Z")),
        by: By { worker: "j.okafor".to_owned(), role: "mash-manager".into() },
        agreed_by: None,
        on_behalf_of: None,
        after: Vec::new(),
        pathway: None,
        facts: crate::domain::Facts::new(),
        overrides: Vec::new(),
        attachments: Vec::new(),
        amends: None,
        clock: None,
    }
}

/// A record with everything that a record can have.
fn full() -> Record {
    let when = When::Day(crate::domain::Day::parse("2026-12-01").unwrap());
    let fields = [
        ("zone", Value::Text("north".to_owned())),
        ("name", Value::Text("A. Invented".to_owned())),
        ("told", Value::YesNo(true)),
        ("offers", Value::Choices(vec!["support".to_owned(), "no".to_owned()])),
    ];
    let item = Item::Fields(fields.into_iter().map(|(n, v)| (n.to_owned(), v)).collect());
    let facts = [
        ("choice", Some(Value::Choice("below-1".to_owned()))),
        ("choices", Some(Value::Choices(vec!["consultation".to_owned()]))),
        ("yes_no", Some(Value::YesNo(false))),
        ("date", None),
        ("datetime", Some(Value::DateTime(When::Moment(moment("2026-11-20T15:00:00Z"))))),
        ("number", Some(Value::Number(-7))),
        ("text", Some(Value::Text("Two lines.\nThe second.\n".to_owned()))),
        ("texts", Some(Value::List(vec![Item::Text("one".to_owned())]))),
        ("items", Some(Value::List(vec![item]))),
    ];
    Record {
        happened_is_a_date: true,
        agreed_by: Some(By {
            worker: "a.n@example.invalid".to_owned(),
            role: "team-manager".into(),
        }),
        on_behalf_of: Some("Out of hours, desk 2".to_owned()),
        after: vec![hash(b"a"), hash(b"b")],
        pathway: Some(PathwayRef { name: "hounslow".to_owned(), version: 3 }),
        facts: facts.into_iter().map(|(name, value)| (name.into(), value)).collect(),
        overrides: vec![Override {
            gate: "chair-rank".into(),
            reason: "Nobody else: night.".to_owned(),
        }],
        attachments: vec![Attachment {
            name: "plan, v2.docx".to_owned(),
            sha256: hash(b"c"),
            size: 12_345,
            media_type: "application/octet-stream".to_owned(),
        }],
        amends: Some(Amends {
            record: RecordName("20261120T150500Z-new-referral-4f2a91c7.yaml".to_owned()),
            facts: vec!["date".into()],
            reason: "wrong child".to_owned(),
        }),
        clock: Some(ClockChange {
            obligation: "strategy-meeting".into(),
            instance: Some("2".to_owned()),
            action: ClockAction::Extend,
            until: Some(when),
            reason: "agreed with police".to_owned(),
        }),
        ..bare()
    }
}

#[test]
fn a_record_is_written_in_the_order_in_which_a_person_reads() {
    assert_eq!(
        write(&full(), &dictionary()),
        r#"cse: 1
step: screen
happened: "2026-11-21T09:30:00Z"
recorded: "2026-11-21T09:41:12Z"
by: {worker: j.okafor, role: mash-manager}
agreed_by: {worker: a.n@example.invalid, role: team-manager}
on_behalf_of: Out of hours, desk 2
happened_is_a_date: true
pathway: {name: hounslow, version: 3}
after: [ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb, 3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d]
overrides:
  - gate: chair-rank
    reason: "Nobody else: night."
amends:
  record: 20261120T150500Z-new-referral-4f2a91c7.yaml
  facts: [date]
  reason: wrong child
clock:
  obligation: strategy-meeting
  instance: "2"
  action: extend
  until: "2026-12-01"
  reason: agreed with police
attachments:
  - name: plan, v2.docx
    sha256: 2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6
    size: 12345
    type: application/octet-stream
facts:
  choice: below-1
  choices: [consultation]
  date: null
  datetime: "2026-11-20T15:00:00Z"
  items:
    - zone: north
      name: A. Invented
      told: true
      offers: [support, "no"]
  number: -7
  text: |
    Two lines.
    The second.
  texts:
    - one
  yes_no: false
"#
    );
}

#[test]
fn what_is_written_is_read_back_by_both_paths() {
    for record in [bare(), full()] {
        let text = write(&record, &dictionary());
        assert_eq!(read("a/b/r.yaml", text.as_bytes(), &dictionary()), Ok(record.clone()));
        let nameless = Record { name: RecordName::default(), ..record };
        assert_eq!(read_fast(text.as_bytes(), &dictionary()), Some(nameless.clone()), "{text}");
        assert_eq!(read_strict("r.yaml", text.as_bytes(), &dictionary()), Ok(nameless));
    }
}

#[test]
fn a_record_without_facts_has_an_empty_mapping() {
    let text = write(&bare(), &dictionary());
    assert!(text.ends_with("after: []\nfacts: {}\n"), "{text}");
}

#[test]
fn the_pathway_is_found_without_reading_the_rest() {
    let hounslow = Some(PathwayRef { name: "hounslow".to_owned(), version: 3 });
    let written = write(&full(), &dictionary());
    assert_eq!(pathway_of(written.as_bytes()), hounslow);
    assert_eq!(pathway_of(write(&bare(), &dictionary()).as_bytes()), None);
    for text in [
        "cse: 1\npathway:\n  version: 3\n  name: hounslow\nfacts: {unknown: 1}\n",
        "cse: 1\r\npathway:\r\n  name: hounslow\r\n  version: 3\r\nstep: x\r\n",
        "{cse: 1, pathway: {name: hounslow, version: 3}}",
        "pathway: {name: hounslow, version: '3'}\n",
    ] {
        assert_eq!(pathway_of(text.as_bytes()), hounslow, "{text}");
    }
    for text in [
        "",
        "step: pathway\n",
        "a: |\n  pathway: {name: x, version: 1}\n",
        "cse: 1\npathway: {name: hounslow}\n",
        "cse: 1\npathway: {name: ../etc, version: 1}\n",
        "cse: 1\npathway: {name: hounslow, version: 0}\n",
        "cse: 1\npathway: [\n",
    ] {
        assert_eq!(pathway_of(text.as_bytes()), None, "{text}");
    }
    assert_eq!(pathway_of(b"\xffpathway"), None);
}

#[test]
fn a_file_is_known_by_its_sha_256() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(hash(b"").to_string(), empty);
}
