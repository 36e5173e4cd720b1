//! What the proofs call impossible never happens: on pathways made at random, cases that walk at
//! random, judged by the engine itself.

use super::tests::{PATHWAY, parsed};
use super::*;
use crate::domain::{
    By, FactName, Facts, GateName, Happened, Hash, Item, Moment, Override, Record, RecordName,
    Recorded, RoleName, StepName, Value, When,
};
use crate::pathway::condition::{Condition, RankOf, Wanted};
use crate::pathway::duty::DutyState;
use crate::pathway::model::{At, Move, Opening};
use crate::pathway::view::View;
use crate::pathway::{permit, replay};

const PATHWAYS: u64 = 100;
const WALKS: usize = 12;
const STEPS: usize = 14;
const BEGINNING: i64 = 1_800_000_000;

struct Random(fastrand::Rng);

impl Random {
    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.0.usize(..of.len())]
    }

    /// Whether something comes about that does so once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.0.u32(..times) == 0
    }

    fn colour(&mut self) -> Wanted {
        Wanted::Text((*self.one(&["red", "blue", "green"])).to_owned())
    }

    fn condition(&mut self, depth: u32) -> Condition {
        let fact = |fact: &str, any_of: Vec<Wanted>| Condition::Fact { fact: fact.into(), any_of };
        let step = *self.one(&["begin", "look", "meet", "plan", "wait"]);
        match self.0.u32(..if depth == 0 { 9 } else { 13 }) {
            0 => fact("colour", vec![self.colour()]),
            1 => fact("colour", vec![self.colour(), self.colour()]),
            2 => fact("alarm", vec![Wanted::YesNo(self.0.bool())]),
            3 => Condition::Known((*self.one(&["colour", "alarm", "kinds", "done"])).into()),
            4 => Condition::Taken { step: step.into(), with: Vec::new() },
            5 => {
                let with = vec![("colour".into(), vec![self.colour()])];
                Condition::Taken { step: "look".into(), with }
            }
            6 => Condition::First(step.into()),
            7 => {
                let (role, at_least) = (RoleName::from("chief"), "chief".into());
                let of = if self.0.bool() { RankOf::By } else { RankOf::Fact("chair".into()) };
                Condition::Rank { of, at_least, roles: vec![role] }
            }
            8 => fact("kinds", vec![Wanted::Text("one".to_owned())]),
            9 | 10 => Condition::Not(Box::new(self.condition(depth - 1))),
            11 => Condition::All(vec![self.condition(depth - 1), self.condition(depth - 1)]),
            _ => Condition::Any(vec![self.condition(depth - 1), self.condition(depth - 1)]),
        }
    }

    /// The pathway of the tests with other gates, moves and duties.
    fn pathway(&mut self) -> Pathway {
        let mut pathway = parsed(PATHWAY);
        let stages: Vec<_> = pathway.stages.iter().map(|stage| stage.name.clone()).collect();
        for step in pathway.steps.iter_mut().filter(|step| step.at != At::Opening) {
            if self.once_in(3) && !step.begins_episode {
                let to = self.one(&stages).clone();
                let when = (!self.once_in(4)).then(|| self.condition(1));
                step.moves.insert(0, Move { when, to });
            }
            if self.once_in(4) && !step.begins_episode {
                step.at = At::Stages(vec![self.one(&stages[..3]).clone()]);
            }
        }
        for gate in &mut pathway.gates {
            gate.needs = self.condition(2);
            gate.when = self.once_in(2).then(|| self.condition(1));
            if self.once_in(2) {
                gate.override_by.clear();
            }
        }
        for duty in &mut pathway.obligations {
            let when = self.condition(1);
            let step = opening_step(&duty.opened_by);
            duty.opened_by = match step.filter(|_| self.0.bool()) {
                Some(step) => {
                    let with = Condition::Taken { step: step.clone(), with: Vec::new() };
                    Opening::EachTaking { step, when: Condition::All(vec![with, when]) }
                }
                None => Opening::BecomesTrue(when),
            };
            duty.met_by = self.condition(1);
            duty.holds_while = self.once_in(2).then(|| self.condition(1));
            duty.counts_earlier = self.once_in(3);
        }
        pathway
    }

    fn value(&mut self, fact: &str) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        match fact {
            "colour" => Value::Choice((*self.one(&["red", "blue", "green"])).to_owned()),
            "kinds" => Value::Choices(vec![(*self.one(&["one", "two"])).to_owned()]),
            "chair" => text(self.one::<&str>(&["clerk", "chief"])),
            "done" => Value::List(vec![Item::Text("one".to_owned())]),
            "born" => Value::Date(Moment::from_unix(0).unwrap().day()),
            _ => Value::YesNo(self.0.bool()),
        }
    }

    fn record(&mut self, pathway: &Pathway, at: usize, after: Option<&Record>) -> Record {
        let step = self.one(&pathway.steps);
        let mut facts = Facts::new();
        for fact in step.facts().collect::<Vec<&FactName>>() {
            let required = case::requires(step, fact);
            if required || self.0.bool() {
                facts.insert(fact.clone(), Some(self.value(fact.as_str())));
            }
        }
        let gates = pathway.gates.iter().filter(|gate| gate.step == step.name);
        let overrides = if self.once_in(2) { gates.collect() } else { Vec::new() };
        let overridden = |gate: GateName| Override { gate, reason: "x".to_owned() };
        let moment = Moment::from_unix(BEGINNING + 3600 * i64::try_from(at).unwrap()).unwrap();
        let hash = |at: usize| Hash([u8::try_from(at).unwrap(); 32]);
        let happened = Happened(moment);
        Record {
            name: RecordName::of(happened, &step.name, hash(at)),
            step: step.name.clone(),
            happened,
            happened_is_a_date: false,
            recorded: Recorded(moment),
            by: By { worker: "w".to_owned(), role: self.one(&step.by).clone() },
            agreed_by: None,
            on_behalf_of: None,
            after: after.map(|after| hash(place(after))).into_iter().collect(),
            pathway: None,
            facts,
            overrides: overrides.into_iter().map(|gate| overridden(gate.name.clone())).collect(),
            attachments: Vec::new(),
            amends: None,
            clock: None,
        }
    }
}

/// Which try of its walk a record was.
fn place(record: &Record) -> usize {
    usize::try_from((record.happened.0.unix() - BEGINNING) / 3600).unwrap()
}

fn opening_step(opened_by: &Opening) -> Option<StepName> {
    match opened_by {
        Opening::EachTaking { step, .. } => Some(step.clone()),
        Opening::BecomesTrue(_) => None,
    }
}

/// Walks one case, and says of each thing that happened what a proof would have to be wrong about.
fn walk(pathway: &Pathway, random: &mut Random) -> Vec<(&'static str, String, &'static str)> {
    let mut happened = Vec::new();
    let mut records: Vec<Record> = Vec::new();
    let mut visited: Vec<String> = Vec::new();
    for at in 0..STEPS * 4 {
        let record = random.record(pathway, at, records.last());
        let found = permit(pathway, &records, &record);
        let step = pathway.step(record.step.as_str()).unwrap();
        let before = replay(pathway, &records);
        let (day, role) = (When::Moment(record.happened.0).day(), &record.by.role);
        let view = View::of(pathway, &before.case, &before.duties, day);
        let view = view.taking(step, &record.facts, role);
        let fits = found.refusals.iter().all(|refusal| refusal.rule() != "stage");
        for gate in pathway.gates.iter().filter(|gate| fits && gate.step == step.name) {
            if view.holds(&gate.needs) {
                happened.push(("gates", gate.name.to_string(), "can never hold"));
            }
        }
        if !found.refusals.is_empty() {
            continue;
        }
        happened.push(("steps", step.name.to_string(), "can never be taken"));
        for duty in &found.replay.duties {
            let name = pathway.obligations[duty.obligation].name.to_string();
            happened.push(("obligations", name.clone(), "is never owed"));
            if matches!(duty.state, DutyState::Met { .. }) {
                happened.push(("obligations", name, "cannot be met"));
            }
        }
        let stage = found.replay.case.stage().unwrap().to_string();
        happened.push(("stages", stage.clone(), "is never reached"));
        if stage == "closed" {
            for left in visited.drain(..) {
                happened.push(("stages", left, "cannot be left"));
            }
        } else {
            visited.push(stage);
        }
        records.push(record);
        if records.len() == STEPS {
            break;
        }
    }
    happened
}

#[test]
fn what_is_called_impossible_never_happens() {
    let (mut impossible, mut possible) = (0, 0);
    for seed in 0..PATHWAYS {
        let mut random = Random(fastrand::Rng::with_seed(seed));
        let pathway = random.pathway();
        let (found, _) = findings(&pathway);
        impossible += found.len();
        for _ in 0..WALKS {
            let happened = walk(&pathway, &mut random);
            possible += happened.len();
            for (section, name, what) in happened {
                let wrong = found.iter().find(|one| {
                    one.section == section && one.name == name && one.message.contains(what)
                });
                assert!(wrong.is_none(), "pathway {seed}: it happened: {wrong:#?}");
            }
        }
    }
    assert!(impossible > 200 && possible > 5_000, "{impossible} found, {possible} happened");
}
