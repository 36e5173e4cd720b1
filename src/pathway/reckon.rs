//! From a clock to a date. Days and months are never moved off a weekend or holiday; hours are
//! elapsed hours. A clock that runs from a fact takes the value that stood when the duty was
//! opened and any that came later, and of these the earliest: a second date never buys time.

use crate::domain::{Calendar, Case, Day, FactHistory, FactName, Given, Meaning, Moment, When};

use super::duty::Duty;
use super::meeting::Meeting;
use super::model::{Amount, Anchor, Clock, From, Pathway, Unit};
use super::plan;
use super::why::{DayOff, End, Reason, Start};

/// All that a clock may read.
pub(super) struct Context<'a> {
    pub pathway: &'a Pathway,
    pub case: &'a Case,
    pub duty: &'a Duty,
    pub calendar: &'a Calendar,
    pub meeting: Option<&'a Meeting>,
}

/// A date and how it came about.
#[derive(Clone, Debug, Default)]
pub(super) struct Reckoned {
    pub day: Option<Day>,
    pub at: Option<Moment>,
    pub why: Vec<Reason>,
}

impl Reckoned {
    /// The last moment at which it is not overdue, for comparison.
    pub fn moment(&self) -> Option<Moment> {
        self.at.or_else(|| self.day.map(Day::end))
    }

    fn day(day: Day, why: Vec<Reason>) -> Self {
        Reckoned { day: Some(day), at: None, why }
    }
}

/// Reckons a clock; `since` is when the duty was opened or, for a sooner date, when its condition
/// began to hold.
pub(super) fn clock(clock: &Clock, context: &Context<'_>, since: Moment) -> Reckoned {
    match clock {
        Clock::SameDay | Clock::AtOnce => {
            let day = since.day();
            Reckoned::day(day, vec![Reason::SameDay { day }])
        }
        Clock::Undated => Reckoned { why: vec![Reason::Undated], ..Reckoned::default() },
        Clock::Earliest(clocks) => {
            let known = clocks.iter().filter(|c| start_known(c, context));
            let all = known.map(|c| self::clock(c, context, since));
            let first = all.filter(|r| r.moment().is_some()).min_by_key(Reckoned::moment);
            let Some(mut first) = first else {
                let only = clocks.first().map(|only| self::clock(only, context, since));
                return only.unwrap_or_default();
            };
            let unknown = clocks.iter().filter(|c| !start_known(c, context));
            first.why.extend(unknown.filter_map(start).map(|fact| Reason::NotKnown { fact }));
            first
        }
        Clock::After { amount, from } => after(*amount, from, context, since),
        Clock::Before { amount, anchor } => before(*amount, anchor, context),
    }
}

/// Whether the start of a clock is known (one of several is only reckoned when it is).
fn start_known(clock: &Clock, context: &Context<'_>) -> bool {
    match clock {
        Clock::After { from: From::Fact(fact), .. } => !starts(fact, context).is_empty(),
        Clock::After { from: From::Taken(step), .. } => {
            context.case.takings_of(step).next().is_some()
        }
        Clock::After { from: From::Happened | From::BecameTrue, .. }
        | Clock::Before { .. }
        | Clock::SameDay
        | Clock::AtOnce
        | Clock::Undated
        | Clock::Earliest(_) => true,
    }
}

/// The fact from which a clock runs.
fn start(clock: &Clock) -> Option<FactName> {
    match clock {
        Clock::After { from: From::Fact(fact), .. } => Some(fact.clone()),
        Clock::After { from: From::Happened | From::BecameTrue | From::Taken(_), .. }
        | Clock::Before { .. }
        | Clock::SameDay
        | Clock::AtOnce
        | Clock::Undated
        | Clock::Earliest(_) => None,
    }
}

/// Whether London's clocks are set otherwise at the end than at the start.
fn clocks_change(start: Moment, end: Moment) -> Option<Reason> {
    let (before, after) = (start.ahead(), end.ahead());
    (before != after).then_some(Reason::ClocksChange { forward: before < after })
}

fn after(amount: Amount, from: &From, context: &Context<'_>, since: Moment) -> Reckoned {
    let receipt = || {
        // What was owed and met before was about another concern than this one.
        let moment = match context.duty.renewed_after {
            Some(_) => context.duty.opened,
            None => plan::receipt(context.case, context.duty.opened),
        };
        Start::Receipt(When::Moment(moment))
    };
    let mut why = Vec::new();
    let start = match from {
        From::Happened => Start::Opening(context.duty.opened_when),
        From::BecameTrue if since == context.duty.opened => {
            Start::BecameTrue(context.duty.opened_when)
        }
        From::BecameTrue => Start::BecameTrue(When::Moment(since)),
        From::Fact(fact) => match starts(fact, context).into_iter().min_by_key(|w| w.earliest()) {
            Some(when) => {
                let history = context.case.fact(fact.as_str());
                if history.is_some_and(FactHistory::is_in_conflict) {
                    why.push(Reason::EarlierOfConflict { fact: fact.clone() });
                }
                Start::Fact(fact.clone(), when)
            }
            None => {
                why.push(Reason::FromReceipt { fact: fact.clone() });
                receipt()
            }
        },
        From::Taken(step) => {
            // The first taking from the opening on; a later one does not buy time. Else the last
            // one before.
            let opened = context.duty.opened_at;
            let takings = || context.case.takings_of(step);
            let taking = takings().find(|t| t.at >= opened).or_else(|| takings().next_back());
            match taking {
                Some(taking) => Start::Taken(step.clone(), taking.when),
                None => receipt(),
            }
        }
    };
    let when = match &start {
        Start::Opening(when) | Start::BecameTrue(when) | Start::Receipt(when) => *when,
        Start::Fact(_, when) | Start::Taken(_, when) => *when,
    };
    why.insert(0, Reason::After { amount, from: start });
    let day = when.day();
    let count = i64::from(amount.count);
    match amount.unit {
        Unit::Hours => {
            if let When::Day(day) = when {
                why.push(Reason::FromMidnight { day });
            }
            let at = when.earliest().plus_hours(count);
            why.extend(clocks_change(when.earliest(), at));
            Reckoned { day: Some(at.day()), at: Some(at), why }
        }
        Unit::Days => Reckoned::day(day.plus_days(count), why),
        Unit::Months => Reckoned::day(day.plus_months(months(amount.count)), why),
        Unit::WorkingDays => {
            let due = context.calendar.working_days_after(day, amount.count);
            why.extend(skipped(context.calendar, day, due));
            Reckoned::day(due, why)
        }
    }
}

fn before(amount: Amount, anchor: &Anchor, context: &Context<'_>) -> Reckoned {
    let (end, when, amount) = match anchor {
        Anchor::Fact(fact) => {
            // The latest date counts here: a move that was put off is told of before it happens.
            let value = context.case.fact(fact.as_str()).and_then(|h| h.latest(0));
            let when = value.and_then(|given| given.value.as_when());
            (End::Fact(fact.clone(), when), when, amount)
        }
        Anchor::Meeting => {
            let at = context.meeting.map(|meeting| meeting.at);
            let lead = context.meeting.and_then(|meeting| meeting.lead).unwrap_or(amount);
            (End::Meeting(at), at.map(When::Moment), lead)
        }
        Anchor::Birthday18 => {
            let born = context.pathway.dictionary.meaning(Meaning::BirthDate);
            let history = born.and_then(|def| context.case.fact(def.name.as_str()));
            let born = history.and_then(|h| h.latest(0)).and_then(|given| given.value.as_when());
            let day = born.map(|when| when.day().birthday(18));
            (End::Birthday18(day), day.map(When::Day), amount)
        }
    };
    let Some(when) = when else {
        return Reckoned { why: vec![Reason::UnknownEnd { anchor: end }], ..Reckoned::default() };
    };
    let mut why = vec![Reason::Before { amount, anchor: end }];
    let (day, count) = (when.day(), i64::from(amount.count));
    match amount.unit {
        Unit::Hours => {
            let at = when.earliest().plus_hours(-count);
            Reckoned { day: Some(at.day()), at: Some(at), why }
        }
        Unit::Days => Reckoned::day(day.plus_days(-count), why),
        Unit::Months => Reckoned::day(day.plus_months(-months(amount.count)), why),
        Unit::WorkingDays => {
            let due = context.calendar.working_days_before(day, amount.count);
            why.extend(skipped(context.calendar, due.plus_days(-1), day.plus_days(-1)));
            Reckoned::day(due, why)
        }
    }
}

/// The values from which a clock may run: the one that stood at the opening and all later ones.
fn starts(fact: &FactName, context: &Context<'_>) -> Vec<When> {
    let Some(history) = context.case.fact(fact.as_str()) else {
        return Vec::new();
    };
    let renewed = context.duty.renewed_after.map_or(0, |at| at + 1);
    let start = context.case.episode_start().max(renewed);
    let given: Vec<&Given> = history.given().iter().filter(|given| given.at >= start).collect();
    let opened = context.duty.opened_at;
    let conflict = history.conflict();
    let standing = given.iter().rev().find(|given| given.at <= opened).copied();
    let later = given.iter().filter(|given| given.at > opened).copied();
    let all =
        standing.into_iter().chain(later).chain(conflict.into_iter().filter(|g| g.at >= start));
    all.filter_map(|given| given.value.as_when()).collect()
}

impl Pathway {
    /// Whether a duty is reckoned by a fact.
    pub fn is_clocked(&self, fact: &FactName) -> bool {
        self.obligations.iter().any(|obligation| {
            let sooner = obligation.sooner.iter().map(|sooner| &sooner.due);
            std::iter::once(&obligation.due).chain(sooner).any(|clock| clock.reads(fact))
        })
    }
}

impl Clock {
    /// Whether it runs from a fact, or up to one.
    fn reads(&self, fact: &FactName) -> bool {
        match self {
            Clock::After { from: From::Fact(read), .. }
            | Clock::Before { anchor: Anchor::Fact(read), .. } => read == fact,
            Clock::Earliest(clocks) => clocks.iter().any(|clock| clock.reads(fact)),
            Clock::After { from: From::Happened | From::BecameTrue | From::Taken(_), .. }
            | Clock::Before { anchor: Anchor::Meeting | Anchor::Birthday18, .. }
            | Clock::SameDay
            | Clock::AtOnce
            | Clock::Undated => false,
        }
    }
}

fn months(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn skipped(calendar: &Calendar, from: Day, to: Day) -> Option<Reason> {
    let days = calendar.skipped(from, to);
    let days: Vec<_> = days.into_iter().map(|(day, title)| (day, title.to_owned())).collect();
    (!days.is_empty()).then_some(Reason::Skipped { days })
}

/// What kind of day off a day is, if it is one.
pub(super) fn day_off(day: Day, calendar: &Calendar) -> Option<DayOff> {
    match calendar.holidays().title(day) {
        Some(title) => Some(DayOff::BankHoliday(title.to_owned())),
        None => Calendar::is_weekend(day).then_some(DayOff::Weekend),
    }
}
