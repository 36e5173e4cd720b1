//! The engine on a tiny invented authority: judging, duties, clocks, order and conflict.

use std::collections::BTreeMap;

use cse::domain::{
    Amends, By, Calendar, ClockAction, ClockChange, Day, FactName, Facts, Happened, Moment,
    ObligationName, Override, Record, RecordName, Recorded, RoleName, StepName,
};
use cse::pathway::model::{Amount, Unit};
use cse::pathway::why::Reason;
use cse::pathway::{
    Meeting, Meetings, Owed, Pathway, Refusal, Standing, World, holidays, parse, permit, plan,
    reading, replay,
};
use cse::register::format;

mod clocks;
mod duties;
mod order;

fn nowhere() -> Pathway {
    let facts = include_bytes!("engine/facts.yaml");
    let pathway = include_bytes!("engine/pathway.yaml");
    let sources = parse::Sources {
        dictionaries: vec![("facts.yaml", facts)],
        pathway: ("pathway.yaml", pathway),
        statutory: None,
    };
    parse::parse(&sources).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// A case under test: records are written as they would be on disk, so that names and hashes hold.
struct Case {
    pathway: Pathway,
    records: Vec<Record>,
    meetings: Meetings,
}

impl Case {
    fn new() -> Self {
        Case { pathway: nowhere(), records: Vec::new(), meetings: Meetings::default() }
    }

    fn facts(&self, facts: &[(&str, &str)]) -> Facts {
        let value = |(name, text): &(&str, &str)| {
            let def = self.pathway.dictionary.get(name).unwrap_or_else(|| panic!("no {name}"));
            let node = cse::pathway::node::Node::parse("test", text.as_bytes()).unwrap();
            (FactName::from(*name), Some(reading::value(def, &node, None).unwrap()))
        };
        facts.iter().map(value).collect()
    }

    /// A record that comes after all others, not yet among them.
    fn made(&self, at: &str, step: &str, role: &str, facts: &[(&str, &str)]) -> Record {
        let after = self.records.last().map(|last| self.hash(last));
        let mut record = Record {
            name: RecordName::default(),
            step: StepName::from(step),
            happened: Happened(moment(at)),
            happened_is_a_date: false,
            recorded: Recorded(moment(at)),
            by: By { worker: "w@example.invalid".into(), role: RoleName::from(role) },
            agreed_by: None,
            on_behalf_of: None,
            after: after.into_iter().collect(),
            pathway: None,
            facts: self.facts(facts),
            overrides: Vec::new(),
            attachments: Vec::new(),
            amends: None,
            clock: None,
        };
        self.name(&mut record);
        record
    }

    fn hash(&self, record: &Record) -> cse::domain::Hash {
        format::hash(format::write(record, &self.pathway.dictionary).as_bytes())
    }

    fn name(&self, record: &mut Record) {
        record.name = RecordName::of(record.happened, &record.step, self.hash(record));
    }

    /// Takes a step that must be permitted.
    fn take(&mut self, at: &str, step: &str, facts: &[(&str, &str)]) -> &mut Self {
        let record = self.made(at, step, "clerk", facts);
        let found = permit(&self.pathway, &self.records, &record);
        assert_eq!(found.refusals, [], "{step} at {at}");
        self.records.push(record);
        self
    }

    fn take_changed(
        &mut self,
        at: &str,
        step: &str,
        change: impl FnOnce(&mut Record),
    ) -> &mut Self {
        let mut record = self.made(at, step, "clerk", &[]);
        change(&mut record);
        self.name(&mut record);
        let found = permit(&self.pathway, &self.records, &record);
        assert_eq!(found.refusals, [], "{step} at {at}");
        self.records.push(record);
        self
    }

    /// What is owed as of a moment: obligation, instance, due date or moment.
    fn owed(&self, now: &str) -> BTreeMap<String, String> {
        let lines = self.lines(now, |owed| {
            let due = owed.due_at.map(Moment::local).or(owed.due.map(|day| day.to_string()));
            let instance = owed.instance.as_ref().map(|i| format!("/{i}")).unwrap_or_default();
            (format!("{}{instance}", owed.obligation.name), due.unwrap_or_else(|| "-".into()))
        });
        lines.into_iter().collect()
    }

    fn why(&self, now: &str, obligation: &str) -> Vec<Reason> {
        let all = self.lines(now, |owed| (owed.obligation.name.to_string(), owed.why.clone()));
        all.into_iter().find(|(name, _)| name == obligation).map(|(_, why)| why).unwrap_or_default()
    }

    fn standing(&self, now: &str, obligation: &str) -> Option<Standing> {
        let all = self.lines(now, |owed| (owed.obligation.name.to_string(), owed.standing));
        all.into_iter().find(|(name, _)| name == obligation).map(|(_, standing)| standing)
    }

    fn lines<T>(&self, now: &str, f: impl Fn(&Owed<'_>) -> T) -> Vec<T> {
        let calendar = Calendar::new(holidays::embedded());
        let replayed = replay(&self.pathway, &self.records);
        assert_eq!(replayed.misplaced().count(), 0);
        let world = World { now: moment(now), calendar: &calendar, meetings: &self.meetings };
        plan(&self.pathway, &replayed, &world).iter().map(f).collect()
    }

    fn refusals(&self, record: &Record) -> Vec<String> {
        let found = permit(&self.pathway, &self.records, record);
        found.refusals.iter().map(|refusal| refusal.rule().to_owned()).collect()
    }
}

#[test]
fn a_step_is_judged_on_stage_role_gate_and_second_person_at_once() {
    let mut case = Case::new();
    let early = case.made("2026-03-02T09:00:00Z", "look", "clerk", &[("colour", "white")]);
    assert_eq!(case.refusals(&early), ["stage"]);
    case.take("2026-03-02T10:00:00Z", "begin", &[("alarm", "yes")]);
    let end = case.made("2026-03-02T11:00:00Z", "end", "visitor", &[]);
    assert_eq!(case.refusals(&end), ["role", "agreed-by", "no-end-while-owed"]);
    let begin = case.made("2026-03-02T11:00:00Z", "begin", "clerk", &[]);
    assert_eq!(case.refusals(&begin), ["stage"]);
}

#[test]
fn the_second_person_is_another_person_in_a_role_that_may() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    for (worker, role, permitted) in [
        ("w@example.invalid", "chief", false),
        ("x@example.invalid", "clerk", false),
        ("x@example.invalid", "chief", true),
    ] {
        let mut end = case.made("2026-03-02T11:00:00Z", "end", "clerk", &[]);
        end.agreed_by = Some(By { worker: worker.into(), role: RoleName::from(role) });
        case.name(&mut end);
        assert_eq!(case.refusals(&end).is_empty(), permitted, "{worker} as {role}");
    }
}

#[test]
fn required_facts_are_missing_only_when_their_condition_holds() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    let missing = |colour: &[(&str, &str)]| {
        let look = case.made("2026-03-02T11:00:00Z", "look", "clerk", colour);
        let found = permit(&case.pathway, &case.records, &look);
        let missing: Vec<String> = found.missing.iter().map(ToString::to_string).collect();
        (missing, found.notices)
    };
    let notice = vec!["When it was seen is not known.".to_owned()];
    assert_eq!(missing(&[]), (vec!["colour".to_owned()], notice.clone()));
    assert_eq!(missing(&[("colour", "red")]), (vec!["cause".to_owned()], notice.clone()));
    assert_eq!(missing(&[("colour", "white")]), (vec![], notice));
    assert_eq!(missing(&[("colour", "white"), ("seen_at", "2026-03-01")]), (vec![], vec![]));
}

#[test]
fn an_override_needs_the_role_and_leaves_the_duty_owed() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("alarm", "yes")]);
    let mut meet = case.made("2026-03-02T11:00:00Z", "meet", "clerk", &[("chair", "clerk")]);
    assert_eq!(case.refusals(&meet), ["chief-in-the-chair"]);
    let gate = "chief-in-the-chair".into();
    meet.overrides = vec![Override { gate, reason: "No chief was to be had.".into() }];
    assert_eq!(case.refusals(&meet), ["chief-in-the-chair"], "a clerk may not override");
    meet.by.role = RoleName::from("chief");
    case.name(&mut meet);
    assert_eq!(case.refusals(&meet), [] as [&str; 0]);
    case.records.push(meet);
    assert!(case.owed("2026-03-02T12:00:00Z").contains_key("meeting"), "it does not meet the duty");
    case.take("2026-03-02T13:00:00Z", "meet", &[("chair", "chief")]);
    assert!(!case.owed("2026-03-02T14:00:00Z").contains_key("meeting"));
}

#[test]
fn phrases_are_pointed_out_in_free_text_and_refuse_nothing() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    let facts =
        [("colour", "red"), ("cause", "They are hard to reach."), ("seen_at", "2026-03-01")];
    let quoted = case.made("2026-03-02T11:00:00Z", "look", "clerk", &facts);
    let found = permit(&case.pathway, &case.records, &quoted);
    assert_eq!(found.notices, [] as [&str; 0], "what somebody said in their own words stays");
    let items = [("text", "Streetwise, and Hard  to reach"), ("items", "[streetwise kids]")];
    let plan = case.made("2026-03-02T11:00:00Z", "plan", "clerk", &items);
    let found = permit(&case.pathway, &case.records, &plan);
    assert_eq!((found.refusals, found.missing), (vec![], vec![]));
    let said = [
        "\"streetwise\" in Items: say what was tried.",
        "\"hard to reach, streetwise\" in Text: say what was tried.",
    ];
    assert_eq!(found.notices, said);
}
