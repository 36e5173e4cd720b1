//! A case as a condition sees it: with the facts of the step being taken laid over it, from a
//! place in the fold on, on a day, for a role. Answers whether a condition holds, and if not,
//! which of its parts do not.

use std::slice;

use crate::domain::{
    Case, Day, FactHistory, FactName, Facts, Given, Item, Lasts, Meaning, RoleName, Taking, Value,
};

use super::condition::{Condition, RankOf, Wanted};
use super::duty::Duty;
use super::model::{Pathway, Step};

/// What a condition is asked of.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The pathway that asks.
    pub pathway: &'a Pathway,
    /// The case.
    pub case: &'a Case,
    /// The duties of the case.
    pub duties: &'a [Duty],
    /// The facts of the step being taken, laid over the case.
    pub facts: Option<&'a Facts>,
    /// The role of the person who takes it.
    pub role: Option<&'a RoleName>,
    /// The day on which it happened.
    pub day: Day,
    /// Facts given before this place in the fold are not seen.
    pub facts_since: usize,
    /// Facts that last for the whole case are seen from this place in the fold on.
    pub lasting_since: usize,
    /// Takings before this place in the fold are not seen.
    pub takings_since: usize,
    /// What a fact counts as on which two records disagree.
    pub on_conflict: OnConflict,
    /// Takings under an override are not seen: they meet no duty.
    pub unmarked_only: bool,
    /// The place of the record that opened the duty in question.
    pub opened_at: Option<usize>,
    /// The item of the duty in question.
    pub each: Option<&'a str>,
}

/// What a fact counts as on which two records disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// As not known: a gate that reads it refuses.
    Unknown,
    /// As each of its values: what opens a duty or makes it due sooner is not lost.
    Any,
    /// As none of its values alone: what meets a duty must be beyond doubt.
    Every,
}

/// A part of a condition that does not hold, and what it should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The part.
    pub part: Condition,
    /// Whether it should hold; false: it stands under a `not` and should not.
    pub wanted: bool,
}

impl<'a> View<'a> {
    /// The case as it stands on a day: nothing laid over it, its whole episode seen.
    pub fn of(pathway: &'a Pathway, case: &'a Case, duties: &'a [Duty], day: Day) -> Self {
        let start = case.episode_start();
        View {
            pathway,
            case,
            duties,
            facts: None,
            role: None,
            day,
            facts_since: start,
            lasting_since: 0,
            takings_since: start,
            on_conflict: OnConflict::Unknown,
            unmarked_only: false,
            opened_at: None,
            each: None,
        }
    }

    /// The case as a step sees it that begins a new episode: nothing of the episode before it but
    /// what lasts.
    #[must_use]
    pub fn in_a_new_episode(self) -> Self {
        let start = self.case.folded();
        View { facts_since: start, takings_since: start, ..self }
    }

    /// The case with the facts of a step that is being taken, as that step sees it.
    #[must_use]
    pub fn taking(self, step: &Step, facts: &'a Facts, role: &'a RoleName) -> Self {
        let view = View { facts: Some(facts), role: Some(role), ..self };
        if step.begins_episode { view.in_a_new_episode() } else { view }
    }

    /// Whether the condition holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(part) => !self.turned().holds(part),
            Condition::Fact { fact, any_of } => self.fact_is(fact, any_of),
            Condition::Known(fact) => self.is_known(fact),
            Condition::Taken { step, with } => self.latest(step.as_str()).is_some_and(|taking| {
                with.iter().all(|(fact, any_of)| {
                    let given = self.history(fact.as_str()).and_then(|h| h.given_at(taking.at));
                    given.is_some_and(|value| self.matches(value, any_of))
                })
            }),
            Condition::Ever(step) => self.case.every_taking_of(step.as_str()).next().is_some(),
            Condition::First(step) => {
                let made =
                    self.case.takings_of(step).filter(|t| t.at >= self.takings_since).count();
                made == 0 || (made == 1 && self.facts.is_none())
            }
            Condition::Has { list, fields } => self.has(list, fields),
            Condition::Rank { of, roles, .. } => self.ranks(of, roles),
            Condition::Age { at_least } => self.age().is_some_and(|age| age >= *at_least),
            Condition::Changed(facts) => self.opened_at.is_some_and(|opened| {
                facts.iter().any(|fact| {
                    let history = self.case.fact(fact.as_str());
                    history.is_some_and(|history| history.changed_after(opened))
                })
            }),
            Condition::Given(facts) => facts.iter().any(|fact| self.is_given(fact)),
            Condition::Owed(name) => self.duties.iter().any(|duty| {
                duty.is_open() && self.pathway.obligations[duty.obligation].name == *name
            }),
            Condition::Differ(a, b) => match (self.text(a), self.text(b)) {
                (Some(a), Some(b)) => !a.trim().eq_ignore_ascii_case(b.trim()),
                _ => true,
            },
            Condition::Rule { is, .. } => self.holds(is),
        }
    }

    /// The parts for which a condition does not hold; empty when it does.
    pub fn unmet(&self, condition: &Condition) -> Vec<Unmet> {
        let mut found = Vec::new();
        self.gather(condition, true, &mut found);
        found
    }

    fn gather(&self, condition: &Condition, wanted: bool, found: &mut Vec<Unmet>) {
        if self.holds(condition) == wanted {
            return;
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.gather(part, wanted, found);
                }
            }
            Condition::Not(part) => self.turned().gather(part, !wanted, found),
            Condition::Rule { is, .. } => self.gather(is, wanted, found),
            Condition::Fact { .. }
            | Condition::Known(_)
            | Condition::Taken { .. }
            | Condition::Ever(_)
            | Condition::First(_)
            | Condition::Has { .. }
            | Condition::Rank { .. }
            | Condition::Age { .. }
            | Condition::Changed(_)
            | Condition::Given(_)
            | Condition::Owed(_)
            | Condition::Differ(..) => found.push(Unmet { part: condition.clone(), wanted }),
        }
    }

    /// The age of the case's subject on the day, where the date of birth is known.
    pub fn age(&self) -> Option<u32> {
        let born = self.pathway.dictionary.meaning(Meaning::BirthDate)?;
        let when = match self.laid_over(born.name.as_str()) {
            Some(value) => value.as_when()?,
            None => self.history(born.name.as_str())?.latest(0)?.value.as_when()?,
        };
        when.day().age_on(self.day)
    }

    fn laid_over(&self, fact: &str) -> Option<&'a Value> {
        self.facts?.get(fact)?.as_ref()
    }

    fn history(&self, fact: &str) -> Option<&'a FactHistory> {
        self.case.fact(fact)
    }

    /// The place in the fold from which a fact's values are seen: who the child is does not end
    /// with an episode, all else does.
    fn since(&self, fact: &str) -> usize {
        if self.facts_since == 0 {
            return 0;
        }
        let lasts = self.pathway.dictionary.get(fact).map_or(Lasts::Episode, |def| def.lasts);
        match lasts {
            Lasts::Episode => self.facts_since,
            Lasts::Case => self.lasting_since,
        }
    }

    /// The values that stand for a fact, newest last: one, or all of a list that grows; none
    /// while it is in conflict.
    fn standing(&self, fact: &FactName) -> impl DoubleEndedIterator<Item = &'a Value> {
        self.standing_of(fact, self.history(fact.as_str()))
    }

    /// The same, of a fact whose history was looked up.
    fn standing_of(
        &self,
        fact: &FactName,
        history: Option<&'a FactHistory>,
    ) -> impl DoubleEndedIterator<Item = &'a Value> + use<'a> {
        let over = self.laid_over(fact.as_str());
        let given: &[Given] = match history {
            Some(history) if history.grows() => history.given_since(self.since(fact.as_str())),
            Some(history) if over.is_none() && !history.is_in_conflict() => {
                history.latest(self.since(fact.as_str())).map_or(&[], slice::from_ref)
            }
            Some(_) | None => &[],
        };
        given.iter().map(|given| &given.value).chain(over)
    }

    fn is_known(&self, fact: &FactName) -> bool {
        let history = self.history(fact.as_str());
        !self.in_conflict(fact, history).is_empty()
            || self.standing_of(fact, history).any(|value| !value.is_empty())
    }

    /// Whether the step being taken gives it; of a duty, whether a record after its opening gave it.
    fn is_given(&self, fact: &FactName) -> bool {
        let Some(opened) = self.opened_at else { return self.laid_over(fact.as_str()).is_some() };
        let history = self.case.fact(fact.as_str());
        history.and_then(|h| h.latest(0)).is_some_and(|given| given.at > opened)
    }

    /// The view under a `not`: doubt then speaks for the other side.
    fn turned(self) -> Self {
        let on_conflict = match self.on_conflict {
            OnConflict::Unknown => OnConflict::Unknown,
            OnConflict::Any => OnConflict::Every,
            OnConflict::Every => OnConflict::Any,
        };
        View { on_conflict, ..self }
    }

    /// The values on which records disagree, where that decides.
    fn in_conflict(&self, fact: &FactName, history: Option<&'a FactHistory>) -> Vec<&'a Value> {
        let disputed = self.on_conflict != OnConflict::Unknown;
        let history = history.filter(|history| disputed && history.is_in_conflict());
        let Some(history) = history.filter(|_| self.laid_over(fact.as_str()).is_none()) else {
            return Vec::new();
        };
        let since = self.since(fact.as_str());
        history
            .conflict()
            .into_iter()
            .filter(|given| given.at >= since)
            .map(|given| &given.value)
            .collect()
    }

    fn fact_is(&self, fact: &FactName, any_of: &[Wanted]) -> bool {
        let history = self.history(fact.as_str());
        let mut disputed = self.in_conflict(fact, history).into_iter().peekable();
        if disputed.peek().is_some() {
            return match self.on_conflict {
                OnConflict::Every => disputed.all(|value| self.matches(value, any_of)),
                OnConflict::Any | OnConflict::Unknown => {
                    disputed.any(|value| self.matches(value, any_of))
                }
            };
        }
        self.standing_of(fact, history).any(|value| self.matches(value, any_of))
    }

    fn text(&self, fact: &FactName) -> Option<&'a str> {
        self.standing(fact).next_back().and_then(|value| value.as_text())
    }

    fn latest(&self, step: &str) -> Option<&'a Taking> {
        let seen = |taking: &&Taking| taking.at >= self.takings_since;
        let mut newest = self.case.every_taking_of(step).rev().take_while(seen);
        newest.find(|taking| !(self.unmarked_only && taking.overridden))
    }

    fn has(&self, list: &FactName, fields: &[(String, Vec<Wanted>)]) -> bool {
        self.standing(list).flat_map(Value::items).any(|item| match item {
            Item::Text(text) => fields
                .iter()
                .all(|(_, any_of)| any_of.iter().any(|wanted| self.text_is(text, wanted))),
            Item::Fields(given) => fields.iter().all(|(field, any_of)| {
                given.get(field).is_some_and(|value| self.matches(value, any_of))
            }),
        })
    }

    fn ranks(&self, of: &RankOf, roles: &[RoleName]) -> bool {
        match of {
            RankOf::By => self.role.is_some_and(|role| roles.contains(role)),
            RankOf::Fact(fact) => {
                self.text(fact).is_some_and(|text| roles.iter().any(|r| r.as_str() == text))
            }
        }
    }

    fn matches(&self, value: &Value, any_of: &[Wanted]) -> bool {
        any_of.iter().any(|wanted| match value {
            Value::Text(text) | Value::Choice(text) => self.text_is(text, wanted),
            Value::Choices(keys) => keys.iter().any(|key| self.text_is(key, wanted)),
            Value::YesNo(yes) => *wanted == Wanted::YesNo(*yes),
            Value::Number(number) => *wanted == Wanted::Number(*number),
            Value::Date(day) => self.text_is(&day.to_string(), wanted),
            Value::DateTime(when) => self.text_is(&when.to_string(), wanted),
            Value::List(items) => items.iter().any(|item| match item {
                Item::Text(text) => self.text_is(text, wanted),
                Item::Fields(_) => false,
            }),
        })
    }

    fn text_is(&self, text: &str, wanted: &Wanted) -> bool {
        match wanted {
            Wanted::Text(expected) => text.trim() == expected,
            Wanted::Each => self.each.is_some_and(|each| text.trim() == each),
            Wanted::YesNo(_) | Wanted::Number(_) => false,
        }
    }
}
