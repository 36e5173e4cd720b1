//! Every shipped document, for every reader, in every format: what is kept from the reader is never
//! in the bytes, and where somebody typed it into a text that the reader sees nothing is made.
//!
//! A case is made in which every fact has a value of its own that stands nowhere else.

use std::collections::BTreeMap;
use std::io::Cursor;

use cse::documents::{Format, Library, Refused, Subject, Template, render};
use cse::domain::{
    By, CaseId, Day, FactDef, FactKind, FactName, Happened, Item, ListOf, Moment, Record,
    RecordName, Recorded, RoleName, StepName, Value, When,
};
use cse::pathway::{Audience, Pathway, replay, shipped};

/// The words of a canary, by the place of its fact in the dictionary and of its field.
fn canary(at: usize, field: usize) -> String {
    let letters = |mut n: usize| {
        let mut word = String::new();
        for _ in 0..4 {
            word.push(char::from(b'a' + u8::try_from(n % 26).unwrap()));
            n /= 26;
        }
        word
    };
    format!("Qz{}x Vw{}k", letters(at * 31 + 7), letters(field * 17 + at))
}

/// A value that stands nowhere else, where its type can hold one.
fn value(kind: &FactKind, at: usize, field: usize) -> Value {
    // No document of another fact says this day.
    let day = Day::from_ymd(1950, 1, 1).unwrap().plus_days(i64::try_from(at * 7 + field).unwrap());
    match kind {
        FactKind::Text(_) => Value::Text(canary(at, field)),
        FactKind::Choice(choices) => Value::Choice(choices[0].key.clone()),
        FactKind::Choices(choices) => Value::Choices(vec![choices[0].key.clone()]),
        FactKind::YesNo => Value::YesNo(true),
        FactKind::Date => Value::Date(day),
        FactKind::DateTime => Value::DateTime(When::Day(day)),
        FactKind::Number => Value::Number(i64::try_from(7_000_000 + at * 100 + field).unwrap()),
        FactKind::List(ListOf::Texts) => Value::List(vec![Item::Text(canary(at, field))]),
        FactKind::List(ListOf::Fields(fields)) => {
            let fields = fields.iter().enumerate();
            let fields = fields.map(|(n, f)| (f.name.clone(), value(&f.kind, at, n + 1)));
            Value::List(vec![Item::Fields(fields.collect())])
        }
    }
}

/// The texts by which a value is found in a document.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.clone()],
        Value::Date(day) | Value::DateTime(When::Day(day)) => {
            vec![cse::documents::say::day(*day), day.to_string()]
        }
        Value::Number(number) => vec![number.to_string()],
        Value::List(items) => items
            .iter()
            .flat_map(|item| match item {
                Item::Text(text) => vec![text.clone()],
                Item::Fields(fields) => fields.values().flat_map(texts).collect(),
            })
            .collect(),
        Value::Choice(_) | Value::Choices(_) | Value::YesNo(_) => Vec::new(),
        Value::DateTime(When::Moment(_)) => Vec::new(),
    }
}

/// A record that gives these facts, of the pathway's first step.
fn record(pathway: &Pathway, facts: BTreeMap<FactName, Option<Value>>) -> Record {
    let moment = Moment::parse("2026-11-20T10:00:00Z").unwrap();
    Record {
        name: RecordName("20261120T100000Z-x-00000000.yaml".to_owned()),
        step: StepName::from(pathway.steps[0].name.as_str()),
        happened: Happened(moment),
        happened_is_a_date: false,
        recorded: Recorded(moment),
        by: By { worker: "a.worker".into(), role: RoleName::from("nobody") },
        agreed_by: None,
        on_behalf_of: None,
        after: Vec::new(),
        pathway: Some(pathway.name.clone()),
        facts,
        overrides: Vec::new(),
        attachments: Vec::new(),
        amends: None,
        clock: None,
    }
}

fn facts(pathway: &Pathway) -> BTreeMap<FactName, Option<Value>> {
    let defs = pathway.dictionary.iter().enumerate();
    defs.map(|(at, def)| (def.name.clone(), Some(value(&def.kind, at, 0)))).collect()
}

/// Makes a document of a case with these facts.
fn made(
    pathway: &Pathway,
    template: &Template,
    audience: Audience,
    facts: BTreeMap<FactName, Option<Value>>,
) -> Result<Vec<String>, Refused> {
    let records = [record(pathway, facts)];
    let replay = replay(pathway, &records);
    let id = CaseId::from_random(2026, [1, 2, 3, 4, 5, 6]);
    let subject = Subject {
        id: &id,
        pathway,
        replay: &replay,
        duties: &[],
        moment: records[0].recorded.0,
        commit: "0123456789abcdef0123456789abcdef01234567",
        marking: "OFFICIAL-SENSITIVE",
        sample: false,
    };
    let made = render(&subject, template, audience)?;
    Ok(Format::ALL.iter().map(|(_, format)| read(&made.write(*format), *format)).collect())
}

/// Everything that a reader of the bytes could find: of a Word file all parts and names.
fn read(bytes: &[u8], format: Format) -> String {
    let text = match format {
        Format::Markdown | Format::Html => String::from_utf8(bytes.to_vec()).unwrap(),
        Format::Word => {
            let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            let mut all = String::new();
            for at in 0..zip.len() {
                let mut part = zip.by_index(at).unwrap();
                all.push_str(&format!("{} {} ", part.name().unwrap(), part.comment()));
                std::io::Read::read_to_string(&mut part, &mut all).unwrap();
            }
            all
        }
    };
    // With and without what marks it up, so that nothing hides between two runs.
    let mut plain = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => plain.push(c),
            _ => {}
        }
    }
    format!("{text}\n{plain}").replace('\\', "").replace("&#32;", " ")
}

/// Who may not see a fact, reckoned here anew.
fn is_kept(def: &FactDef, audience: Audience) -> bool {
    let outside = ["family", "young-person", "referrer", "support-service"];
    let others = ["other-child", "person-of-interest"];
    def.withheld_from.iter().any(|from| from == audience.as_str())
        || (others.contains(&def.whose.as_str()) && outside.contains(&audience.as_str()))
        || (def.confidential_when.is_some() && audience.as_str() != "internal")
}

/// Each shipped document for each of its readers.
fn each(f: impl Fn(&Pathway, &Template, Audience)) {
    for name in shipped::names() {
        let pathway = shipped::parse_files(&shipped::files(name).unwrap()).unwrap();
        let library = Library::new(name, shipped::documents(name));
        for document in library.names() {
            let template = library.open(document, &pathway).unwrap();
            for audience in &template.front.audiences {
                f(&pathway, &template, *audience);
            }
        }
    }
}

#[test]
fn no_byte_of_what_is_kept_from_a_reader_reaches_them() {
    each(|pathway, template, audience| {
        let facts = facts(pathway);
        let written = made(pathway, template, audience, facts.clone());
        let written = written.unwrap_or_else(|refused| panic!("{}: {refused:?}", template.file));
        for def in pathway.dictionary.iter().filter(|def| is_kept(def, audience)) {
            let value = facts[&def.name].as_ref().unwrap();
            for (text, (format, _)) in written.iter().zip(Format::ALL) {
                for canary in texts(value) {
                    let place = format!("{} for {audience:?} as {format}", template.file);
                    assert!(!text.contains(&canary), "{place} shows {}: {canary}", def.name);
                }
            }
        }
    });
}

#[test]
fn what_a_document_names_and_its_reader_may_see_is_in_every_format() {
    each(|pathway, template, audience| {
        let facts = facts(pathway);
        let written = made(pathway, template, audience, facts.clone()).unwrap();
        let listed = template.front.needs.iter();
        let defs = listed.filter_map(|named| pathway.dictionary.get(&named.name));
        for def in defs.filter(|def| !is_kept(def, audience)) {
            let value = facts[&def.name].as_ref().unwrap();
            let canaries = texts(value);
            for (text, (format, _)) in written.iter().zip(Format::ALL) {
                let found = canaries.is_empty() || canaries.iter().any(|c| text.contains(c));
                assert!(found, "{} for {audience:?} as {format} lacks {}", template.file, def.name);
            }
        }
    });
}

#[test]
fn what_is_kept_from_a_reader_is_found_wherever_it_was_typed() {
    each(|pathway, template, audience| {
        let all = facts(pathway);
        let texts_of = |def: &&FactDef| matches!(def.kind, FactKind::Text(_));
        // A text that the reader is shown.
        let shown = made(pathway, template, audience, all.clone()).unwrap();
        let is_shown = |def: &&FactDef| {
            texts(all[&def.name].as_ref().unwrap()).iter().all(|c| shown[0].contains(c))
        };
        let Some(open) = pathway
            .dictionary
            .iter()
            .filter(texts_of)
            .filter(|def| !is_kept(def, audience))
            .find(is_shown)
        else {
            return;
        };
        for def in pathway.dictionary.iter().filter(|def| is_kept(def, audience)) {
            for canary in texts(all[&def.name].as_ref().unwrap()) {
                if canary.starts_with(|c: char| c.is_ascii_digit()) {
                    // Days and numbers are no secret by themselves.
                    continue;
                }
                let mut told = all.clone();
                let said = format!("she said: {} there", canary.to_uppercase().replace(' ', "  "));
                told.insert(open.name.clone(), Some(Value::Text(said)));
                let refused = made(pathway, template, audience, told);
                let Err(Refused::Leaks(leaks)) = refused else {
                    panic!("{} for {audience:?} says {} of {}", template.file, canary, def.name);
                };
                assert!(leaks.iter().any(|leak| leak.fact == def.name.as_str()), "{leaks:?}");
            }
        }
    });
}
