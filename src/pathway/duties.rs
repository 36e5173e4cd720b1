//! The ledger of duties: after each record, which lapse, which are met, which open. The order
//! within one record is: lapse, meet, open, and once more lapse and meet for what was just opened.

use std::collections::BTreeSet;

use crate::domain::{Case, ClockAction, Day, Facts, Moment, Record, RoleName, StepName, Value};

use super::duty::{Duty, DutyState, Extension};
use super::judge::Verdict;
use super::model::{Each, Obligation, Opening, Pathway};
use super::view::{OnConflict, View};

/// The duties of a case while its records are folded.
#[derive(Debug)]
pub struct Ledger<'p> {
    pathway: &'p Pathway,
    duties: Vec<Duty>,
    /// For each obligation, the instances whose opening condition held after the last record.
    held: Vec<BTreeSet<Option<String>>>,
}

/// The record that was just folded.
struct Now<'a> {
    case: &'a Case,
    record: &'a Record,
    verdict: &'a Verdict,
    at: usize,
    moment: Moment,
    day: Day,
}

impl<'a> Now<'a> {
    /// The role of the person who took the step; none where it was no step that counts, as when a
    /// duty was waived.
    fn role(&self) -> Option<&'a RoleName> {
        self.verdict.effect.counts.then_some(&self.record.by.role)
    }
}

impl<'p> Ledger<'p> {
    /// The empty ledger of a new case.
    pub fn new(pathway: &'p Pathway) -> Self {
        let held = vec![BTreeSet::new(); pathway.obligations.len()];
        Ledger { pathway, duties: Vec::new(), held }
    }

    /// The duties so far.
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// The duties.
    pub fn into_duties(self) -> Vec<Duty> {
        self.duties
    }

    /// Takes in a record that was just folded into the case.
    pub fn after(&mut self, case: &Case, record: &Record, verdict: &Verdict) {
        let moment = record.happened.0;
        let at = case.folded().saturating_sub(1);
        let now = Now { case, record, verdict, at, moment, day: moment.day() };
        if verdict.effect.begins_episode {
            self.end_all(at);
            self.held.iter_mut().for_each(BTreeSet::clear);
        }
        self.change_clock(&now);
        for duty in 0..self.duties.len() {
            self.settle(duty, &now);
        }
        if verdict.effect.moves_to.as_ref().is_some_and(|stage| self.pathway.is_final(stage)) {
            self.end_all(at);
            return;
        }
        if case.stage().is_none_or(|stage| self.pathway.is_final(stage)) {
            return;
        }
        for obligation in 0..self.pathway.obligations.len() {
            self.open_due(obligation, &now);
        }
        for duty in 0..self.duties.len() {
            self.watch_sooner(duty, &now);
        }
    }

    fn end_all(&mut self, at: usize) {
        for duty in self.duties.iter_mut().filter(|duty| duty.is_open()) {
            duty.state = DutyState::Ended { at };
        }
    }

    fn change_clock(&mut self, now: &Now<'_>) {
        let Some(change) = now.record.clock.as_ref().filter(|_| now.verdict.refusals.is_empty())
        else {
            return;
        };
        for duty in self.duties.iter_mut().filter(|duty| duty.is_open()) {
            if self.pathway.obligations[duty.obligation].name != change.obligation {
                continue;
            }
            let instance = change.instance.clone();
            if !duty.by_meeting && instance.is_some() && instance != duty.instance {
                continue;
            }
            match change.action {
                ClockAction::Waive if duty.by_meeting && instance.is_some() => {
                    duty.waived.extend(instance);
                }
                ClockAction::Waive => duty.state = DutyState::Waived { at: now.at },
                ClockAction::Extend => {
                    if let Some(until) = change.until {
                        duty.extended.push(Extension { instance, until, at: now.at });
                    }
                }
                ClockAction::Stop => duty.stopped = duty.stopped.or(Some(now.moment)),
                ClockAction::Restart => {
                    if let Some(since) = duty.stopped.take() {
                        duty.stood_still += now.day.days_since(since.day());
                    }
                }
            }
        }
    }

    /// Ends an open duty that no longer applies or that the record met.
    fn settle(&mut self, index: usize, now: &Now<'_>) {
        let duty = &self.duties[index];
        if !duty.is_open() {
            return;
        }
        let obligation = &self.pathway.obligations[duty.obligation];
        let view = self.view(now, duty);
        let applies = obligation.holds_while.as_ref().is_none_or(|holds| {
            let whole = View {
                facts_since: view.case.episode_start(),
                takings_since: view.case.episode_start(),
                ..view
            };
            whole.holds(holds)
        });
        let earlier = obligation.counts_earlier;
        let start = now.case.episode_start();
        // One instance for each meeting is met by single records, so only this one is seen.
        let (facts, takings) = match (duty.by_meeting, earlier) {
            (true, _) => (now.at, now.at),
            (false, true) => (start, start),
            (false, false) => (duty.opened_at, duty.opened_at + 1),
        };
        let met = now.verdict.refusals.is_empty()
            && View {
                facts_since: facts,
                lasting_since: if earlier { 0 } else { facts },
                takings_since: takings,
                on_conflict: OnConflict::Every,
                unmarked_only: true,
                ..view
            }
            .holds(&obligation.met_by)
            && !(now.verdict.effect.overridden && takings == now.at);
        let duty = &mut self.duties[index];
        if met && duty.by_meeting {
            if now.at > duty.opened_at || earlier {
                duty.satisfied.push((now.at, now.moment));
            }
        } else if met {
            duty.state = DutyState::Met { at: now.at };
        }
        if duty.is_open() && !applies {
            duty.state = DutyState::Lapsed { at: now.at };
        }
    }

    fn open_due(&mut self, index: usize, now: &Now<'_>) {
        let obligation = &self.pathway.obligations[index];
        let is_taken = |step: &StepName| now.verdict.effect.counts && now.record.step == *step;
        let may_open = match &obligation.opened_by {
            Opening::EachTaking { step, .. } => is_taken(step),
            Opening::BecomesTrue(_) => true,
        };
        // Most records take another step than the one that opens a duty: its condition is not asked.
        if !may_open && obligation.again_when.is_none() {
            return;
        }
        let wanted = self.wanted(obligation, now);
        let fresh: Vec<Option<String>> = match &obligation.opened_by {
            Opening::EachTaking { .. } if may_open => wanted.iter().cloned().collect(),
            Opening::EachTaking { .. } => Vec::new(),
            Opening::BecomesTrue(_) => wanted.difference(&self.held[index]).cloned().collect(),
        };
        let mut fresh: BTreeSet<Option<String>> = fresh.into_iter().collect();
        if obligation.each == Each::Taking {
            // The same meeting recorded a second time is the same meeting.
            let start = now.case.episode_start();
            let same = |duty: &&Duty| duty.obligation == index && duty.opened_at >= start;
            for duty in self.duties.iter().filter(same) {
                fresh.remove(&duty.instance);
            }
        }
        fresh.extend(self.again(index, obligation, &wanted, now));
        for instance in fresh {
            self.open(index, instance, now);
        }
        self.held[index] = wanted;
    }

    /// The instances that are wanted as the case now stands.
    fn wanted(&self, obligation: &Obligation, now: &Now<'_>) -> BTreeSet<Option<String>> {
        let view = View {
            on_conflict: OnConflict::Any,
            role: now.role(),
            ..View::of(self.pathway, now.case, &self.duties, now.day)
        };
        let opening = match &obligation.opened_by {
            Opening::EachTaking { when, .. } => when,
            Opening::BecomesTrue(when) => when,
        };
        if !view.holds(opening) {
            return BTreeSet::new();
        }
        let instances = match &obligation.each {
            Each::Once | Each::Meeting(_) => vec![None],
            Each::Taking => vec![Some(now.day.to_string())],
            Each::Item { fact, of } => {
                let value = now.case.fact(fact.as_str()).and_then(|history| history.current(0));
                let items = match value {
                    Some(Value::Choices(keys)) => keys,
                    Some(Value::Choice(key) | Value::Text(key)) => vec![key],
                    Some(_) | None => Vec::new(),
                };
                let counted = items.into_iter().filter(|item| of.is_empty() || of.contains(item));
                counted.map(Some).collect()
            }
        };
        let applies = |instance: &Option<String>| {
            obligation.holds_while.as_ref().is_none_or(|holds| {
                View { each: instance.as_deref(), opened_at: Some(now.at), ..view }.holds(holds)
            })
        };
        instances.into_iter().filter(applies).collect()
    }

    /// The instances that ended before and that this record by itself opens again.
    fn again(
        &self,
        index: usize,
        obligation: &Obligation,
        wanted: &BTreeSet<Option<String>>,
        now: &Now<'_>,
    ) -> Vec<Option<String>> {
        let Some(again) = &obligation.again_when else {
            return Vec::new();
        };
        let (nothing, none) = (Case::default(), Facts::new());
        let facts = if now.record.facts.is_empty() { &none } else { &now.record.facts };
        let alone = View {
            facts: Some(facts),
            role: Some(&now.record.by.role),
            ..View::of(self.pathway, &nothing, &[], now.day)
        };
        if !alone.holds(again) {
            return Vec::new();
        }
        let ended = |instance: &&Option<String>| {
            self.duties.iter().any(|duty| {
                // What this very record met does not open again by it.
                duty.obligation == index
                    && duty.instance == **instance
                    && !duty.is_open()
                    && duty.state != (DutyState::Met { at: now.at })
            })
        };
        wanted.iter().filter(ended).cloned().collect()
    }

    fn open(&mut self, index: usize, instance: Option<String>, now: &Now<'_>) {
        let obligation = &self.pathway.obligations[index];
        let same = |duty: &&Duty| duty.obligation == index && duty.instance == instance;
        // What is owed already keeps its clock: doing the opening step again buys no time.
        if self.duties.iter().filter(same).any(Duty::is_open) {
            return;
        }
        let start = now.case.episode_start();
        let renewed_after =
            self.duties.iter().filter(same).rev().find_map(|duty| match duty.state {
                DutyState::Met { at } | DutyState::Waived { at } if duty.opened_at >= start => {
                    Some(at)
                }
                DutyState::Open
                | DutyState::Met { .. }
                | DutyState::Waived { .. }
                | DutyState::Lapsed { .. }
                | DutyState::Ended { .. } => None,
            });
        self.duties.push(Duty {
            obligation: index,
            instance,
            by_meeting: matches!(obligation.each, Each::Meeting(_)),
            opened_at: now.at,
            opened: now.moment,
            opened_when: now.record.when(),
            renewed_after,
            state: DutyState::Open,
            sooner_since: vec![None; obligation.sooner.len()],
            satisfied: Vec::new(),
            extended: Vec::new(),
            waived: Vec::new(),
            stopped: None,
            stood_still: 0,
        });
        self.settle(self.duties.len() - 1, now);
    }

    fn watch_sooner(&mut self, index: usize, now: &Now<'_>) {
        let duty = &self.duties[index];
        if !duty.is_open() {
            return;
        }
        let obligation = &self.pathway.obligations[duty.obligation];
        let view = self.view(now, duty);
        let holds: Vec<bool> = obligation.sooner.iter().map(|s| view.holds(&s.when)).collect();
        for (since, holds) in self.duties[index].sooner_since.iter_mut().zip(holds) {
            *since = if holds { since.or(Some(now.moment)) } else { None };
        }
    }

    fn view<'a>(&'a self, now: &Now<'a>, duty: &'a Duty) -> View<'a> {
        View {
            opened_at: Some(duty.opened_at),
            each: duty.instance.as_deref(),
            on_conflict: OnConflict::Any,
            role: now.role(),
            ..View::of(self.pathway, now.case, &self.duties, now.day)
        }
    }
}
