//! Deadlines against oracles that know nothing of this program: ten thousand clocks, drawn from a
//! seed, and what `remind`, GNU `date` and published Python packages say of each.
//!
//! Their answers stand in `tests/oracles/answers.csv`, so that every run of the tests compares all
//! of them, wherever it runs. `tests/oracles/make.sh` asks the oracles and writes the file; `.ci/run`
//! asks them anew and fails where they say anything else than what is committed.
//!
//! What is compared is what a worker sees: a pathway with the clock in it is parsed, a record is
//! folded, and the line that is owed gives the date.

use std::collections::{BTreeMap, BTreeSet};

use cse::domain::{
    By, Calendar, Day, FactName, Facts, Happened, Moment, Record, RecordName, Recorded, StepName,
    Value, When,
};
use cse::pathway::{Meeting, Meetings, Pathway, World, holidays, parse, plan, replay};

const ANSWERS: &str = include_str!("oracles/answers.csv");
const BANK_HOLIDAYS: &str = include_str!("oracles/bank-holidays.csv");

/// Before all that is asked of, so that no meeting is past.
const LONG_AGO: &str = "1990-01-01T00:00:00Z";

/// One question and its answer.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    start: &'a str,
    due: &'a str,
}

/// The rows, by clock and amount.
fn rows() -> BTreeMap<(&'static str, u32), Vec<Row<'static>>> {
    let mut rows: BTreeMap<_, Vec<Row<'_>>> = BTreeMap::new();
    for line in ANSWERS.lines().filter(|line| !line.starts_with('#')) {
        let [clock, start, count, due] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("four columns are wanted: {line}");
        };
        rows.entry((clock, count.parse().unwrap())).or_default().push(Row { start, due });
    }
    rows
}

/// A pathway that owes what the clock says in each way in which a pathway can say it.
fn pathway(clock: &str, count: u32) -> Pathway {
    let unit = clock.trim_end_matches(['+', '-']);
    let mut owed = vec![];
    if clock == "same-day" {
        owed.push(("by-record", "{taken: begin}", "due: same-day".to_owned()));
    } else if clock == "birthday-18" {
        owed.push((
            "by-fact",
            "{known: born}",
            format!("due: {{months: {count}, before: {clock}}}"),
        ));
    } else if clock.ends_with('+') {
        let due = |from: &str| format!("due: {{{unit}: {count}, from: {from}}}");
        owed.push(("by-fact", "{known: start}", due("start")));
        owed.push(("by-record", "{not: {known: start}}", due("happened")));
    } else {
        let due = |what: &str| format!("due: {{{unit}: {count}, before: {what}}}");
        owed.push(("by-fact", "{known: start}", due("start")));
        let each = format!("each: {{meeting: panel}}, {}", due("meeting"));
        owed.push(("by-meeting", "{taken: begin}", each));
    }
    let mut text = "\
pathway: oracles
version: 1
title: Oracles
roles: {clerk: {title: Clerk, rank: 1}}
seniors: {at_least: clerk}
stages: {begun: {title: Begun}, closed: {title: Closed, final: true}}
steps:
  begin: {title: Begin, source: none, by: any, at: none, asks: {start: optional, born: optional}, moves: [{to: begun}]}
  end: {title: End, source: none, by: any, at: any, moves: [{to: closed}]}
gates: {}
obligations:
"
    .to_owned();
    for (name, opened_by, due) in owed {
        text.push_str(&format!(
            "  {name}: {{title: T, source: none, owner: clerk, opened_by: {opened_by}, {due}, met_by: {{taken: end}}}}\n"
        ));
    }
    let facts = "\
facts:
  start: {label: Start, type: datetime}
  born: {label: Born, type: date, means: birth-date}
";
    let sources = parse::Sources {
        dictionaries: vec![("facts.yaml", facts.as_bytes())],
        pathway: ("pathway.yaml", text.as_bytes()),
        statutory: None,
    };
    parse::parse(&sources).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"))
}

fn when(text: &str) -> When {
    let moment = Moment::parse(text).map(When::Moment);
    moment.or_else(|| Day::parse(text).map(When::Day)).unwrap_or_else(|| panic!("no day: {text}"))
}

/// A record with which a case begins.
fn begin(at: When, facts: Facts) -> Record {
    Record {
        name: RecordName::default(),
        step: StepName::from("begin"),
        happened: Happened(at.earliest()),
        happened_is_a_date: matches!(at, When::Day(_)),
        recorded: Recorded(at.earliest()),
        by: By { worker: "w@example.invalid".into(), role: "clerk".into() },
        agreed_by: None,
        on_behalf_of: None,
        after: Vec::new(),
        pathway: None,
        facts,
        overrides: Vec::new(),
        attachments: Vec::new(),
        amends: None,
        clock: None,
    }
}

/// What the program says of a question, in each way in which it can be put to it.
fn answers(pathway: &Pathway, clock: &str, row: Row<'_>, calendar: &Calendar) -> Vec<String> {
    let (start, long_ago) = (when(row.start), when(LONG_AGO));
    let given = |fact: &str, value: Value| Facts::from([(FactName::from(fact), Some(value))]);
    let asked = match (clock, start) {
        ("same-day", _) => vec![begin(start, Facts::new())],
        ("birthday-18", When::Day(born)) => {
            vec![begin(long_ago, given("born", Value::Date(born)))]
        }
        (_, _) => vec![
            begin(long_ago, given("start", Value::DateTime(start))),
            begin(if clock.ends_with('+') { start } else { long_ago }, Facts::new()),
        ],
    };
    // A meeting has an hour.
    let meetings = match start {
        When::Moment(at) => vec![Meeting { kind: "panel".to_owned(), at, lead: None }],
        When::Day(_) => Vec::new(),
    };
    let meetings = Meetings::new(meetings);
    let mut found = Vec::new();
    for record in &asked {
        let replayed = replay(pathway, [record]);
        assert_eq!(replayed.misplaced().count(), 0);
        let world = World { now: long_ago.earliest(), calendar, meetings: &meetings };
        for owed in plan(pathway, &replayed, &world) {
            let due = owed.due_at.map(Moment::local).or(owed.due.map(|day| day.to_string()));
            // The line that waits for a meeting that nobody has set has no date.
            found.extend(due);
        }
    }
    found
}

#[test]
fn ten_thousand_deadlines_are_those_of_two_oracles() {
    let calendar = Calendar::new(holidays::embedded());
    let (mut count, mut compared, mut apart) = (0, 0, Vec::new());
    for ((clock, amount), rows) in rows() {
        let pathway = pathway(clock, amount);
        for row in rows {
            let found = answers(&pathway, clock, row, &calendar);
            assert!(!found.is_empty(), "nothing is owed: {amount} {clock} {row:?}");
            count += 1;
            compared += found.len();
            if found.iter().any(|due| due != row.due) {
                apart.push(format!("{amount} {clock} {row:?}: {found:?}"));
            }
        }
    }
    let first: Vec<_> = apart.iter().take(20).collect();
    let made: String = ANSWERS.lines().take_while(|line| line.starts_with('#')).collect();
    assert!(apart.is_empty(), "{} of {count} stand apart: {first:#?}\n{made}", apart.len());
    assert_eq!(count, 10_000);
    // Most are put in two ways: from a fact and from the record or the meeting.
    assert!(compared > 15_000, "{compared}");
}

#[test]
fn the_questions_reach_every_amount_and_what_is_easy_to_get_wrong() {
    let rows = rows();
    for clock in ["working_days+", "working_days-", "days+", "days-"] {
        let missing: Vec<_> = (0..=60).filter(|n| !rows.contains_key(&(clock, *n))).collect();
        assert!(missing.is_empty(), "{clock}: {missing:?}");
    }
    let starts = |of: &'static str, like: &str| {
        let of = rows.iter().filter(|((clock, _), _)| *clock == of);
        of.flat_map(|(_, rows)| rows).filter(|row| row.start.contains(like)).count()
    };
    // Christmas, leap days, and the nights of both changes in one year.
    assert!(starts("working_days+", "-12-24") > 10 && starts("working_days-", "-12-29") > 10);
    assert!(starts("months+", "-02-29") > 3 && starts("birthday-18", "-02-29") > 3);
    assert!(starts("hours+", "2026-03-2") > 5 && starts("hours+", "2026-10-2") > 5);
    // Moments that are another day in London than in Greenwich.
    let same_day = rows.iter().filter(|((clock, _), _)| *clock == "same-day");
    let moved = same_day.flat_map(|(_, rows)| rows).filter(|row| !row.start.starts_with(row.due));
    assert!(moved.count() > 20);
}

#[test]
fn the_bank_holidays_are_those_of_the_published_package() {
    let ours = holidays::embedded();
    let (first, last) = ours.years().unwrap();
    let theirs: BTreeSet<Day> =
        BANK_HOLIDAYS.lines().map(|line| Day::parse(&line[..10]).unwrap()).collect();
    assert_eq!((first, last), (2012, 2028));
    let ours: BTreeSet<Day> = ours.iter().map(|(day, _)| day).collect();
    // The package also lists a holiday that falls on a weekend beside the day in its place; the
    // official list has the latter alone, and a weekend is off anyway.
    let more: Vec<_> =
        theirs.difference(&ours).filter(|day| !Calendar::is_weekend(**day)).collect();
    assert!(more.is_empty(), "not in our list: {more:?}");
    let fewer: Vec<_> = ours.difference(&theirs).collect();
    assert!(fewer.is_empty(), "only in our list: {fewer:?}");
}
