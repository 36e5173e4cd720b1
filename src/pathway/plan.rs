//! What is owed, by when, and why. Nothing reckoned here is ever stored, so nothing drifts: a bank
//! holiday announced late or a meeting moved is seen the next time that somebody asks.

use crate::domain::{Calendar, Case, Day, Moment, RoleName, When};

use super::changed;
use super::duty::{Duty, DutyState};
use super::meeting::{Meeting, Meetings};
use super::model::{Clock, Each, Obligation, Pathway, Unit};
use super::reckon::{self, Reckoned};
use super::replay::Replay;
use super::view::{OnConflict, View};
use super::why::Reason;

/// What planning knows of the world.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// The moment as of which is asked.
    pub now: Moment,
    /// Working days.
    pub calendar: &'a Calendar,
    /// Standing meetings.
    pub meetings: &'a Meetings,
}

/// One thing that is owed.
#[derive(Clone, Debug)]
pub struct Owed<'p> {
    /// The obligation.
    pub obligation: &'p Obligation,
    /// The role that owes it in this case.
    pub owner: &'p RoleName,
    /// Which instance of it, where there are several.
    pub instance: Option<String>,
    /// The place in the fold of the record that opened it.
    pub opened_by: usize,
    /// When that happened.
    pub opened: Moment,
    /// The local day on which it is due.
    pub due: Option<Day>,
    /// The moment at which it is due, for clocks in hours.
    pub due_at: Option<Moment>,
    /// How that stands to now.
    pub standing: Standing,
    /// Whether it comes with what is due today though it has no date: the case is urgent.
    pub urgent: bool,
    /// How the date came about.
    pub why: Vec<Reason>,
}

/// How a due date stands to now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The end of the day, or the moment, has passed.
    Overdue,
    /// It is due today.
    DueToday,
    /// It is due later.
    Upcoming,
    /// It has no date.
    Undated,
}

impl Standing {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Overdue => "overdue",
            Standing::DueToday => "due-today",
            Standing::Upcoming => "upcoming",
            Standing::Undated => "undated",
        }
    }

    /// How a due date stands to now: a day is overdue after its end, a moment after itself.
    pub fn of(due: Option<Day>, due_at: Option<Moment>, now: Moment) -> Self {
        match (due, due_at) {
            (_, Some(at)) if now > at => Standing::Overdue,
            (Some(day), None) if now.day() > day => Standing::Overdue,
            (Some(day), _) if now.day() == day => Standing::DueToday,
            (Some(_), _) => Standing::Upcoming,
            (None, _) => Standing::Undated,
        }
    }
}

/// Everything that a case owes, in the order due, then obligation; undated last.
pub fn plan<'p>(pathway: &'p Pathway, replay: &Replay<'_>, world: &World<'_>) -> Vec<Owed<'p>> {
    let mut owed = Vec::new();
    for duty in replay.duties.iter().filter(|duty| duty.is_open()) {
        let obligation = &pathway.obligations[duty.obligation];
        match &obligation.each {
            Each::Meeting(kind) => {
                for (meeting, before) in owed_meetings(duty, kind, world) {
                    let instance = meeting.at.day().to_string();
                    if duty.waived.contains(&instance) || is_met(duty, before) {
                        continue;
                    }
                    owed.push(one(pathway, obligation, replay, duty, world, Some(meeting)));
                }
            }
            Each::Once | Each::Taking | Each::Item { .. } => {
                owed.push(one(pathway, obligation, replay, duty, world, None));
            }
        }
    }
    owed.sort_by(|a, b| {
        let key = |o: &Owed<'_>| (place(o.due, o.urgent, world.now), o.due_at);
        key(a).cmp(&key(b)).then_with(|| a.obligation.name.cmp(&b.obligation.name))
    });
    owed
}

/// Where a duty sorts: by its day; without one last, but an urgent one with what is due today.
pub fn place(due: Option<Day>, urgent: bool, now: Moment) -> (bool, Option<Day>) {
    let day = due.or_else(|| urgent.then(|| now.day()));
    (day.is_none(), day)
}

fn is_urgent(pathway: &Pathway, view: &View<'_>) -> bool {
    pathway.urgent.as_ref().is_some_and(|urgent| view.holds(urgent))
}

/// The first role whose condition holds, else the one that owes it as a rule.
fn owner<'p>(obligation: &'p Obligation, view: &View<'_>) -> &'p RoleName {
    let mut others = obligation.owned_when.iter();
    others.find(|(when, _)| view.holds(when)).map_or(&obligation.owner, |(_, role)| role)
}

/// The meetings for which a duty is owed, each with the meeting before it.
fn owed_meetings<'a>(
    duty: &Duty,
    kind: &'a str,
    world: &World<'a>,
) -> Vec<(&'a Meeting, Option<Moment>)> {
    let mut before = None;
    let mut found = Vec::new();
    for meeting in world.meetings.of(kind) {
        if meeting.at >= duty.opened {
            found.push((meeting, before));
        }
        before = Some(meeting.at);
    }
    found
}

/// Whether a record met the instance of a meeting: it happened after the meeting before.
fn is_met(duty: &Duty, before: Option<Moment>) -> bool {
    duty.satisfied.iter().any(|(_, when)| before.is_none_or(|before| *when > before))
}

fn one<'p>(
    pathway: &'p Pathway,
    obligation: &'p Obligation,
    replay: &Replay<'_>,
    duty: &Duty,
    world: &World<'_>,
    meeting: Option<&Meeting>,
) -> Owed<'p> {
    let mut why = vec![Reason::Opened { at: duty.opened_at, moment: duty.opened }];
    let by = |calendar: &Calendar| {
        let case = &replay.case;
        dated(obligation, &reckon::Context { pathway, case, duty, calendar, meeting })
    };
    let mut due = by(world.calendar);
    let recorded = replay.records[duty.opened_at].recorded.0;
    due.why.extend(changed::calendar(&due, recorded, world.calendar, by));
    why.append(&mut due.why);
    let instance = meeting.map(|m| m.at.day().to_string()).or_else(|| duty.instance.clone());
    stand_still(duty, &mut due, &mut why);
    extend(duty, instance.as_deref(), meeting.is_some(), &mut due, &mut why);
    if let Some(day) = due.day {
        if due.at.is_none() {
            why.extend(
                reckon::day_off(day, world.calendar).map(|what| Reason::DayOff { day, what }),
            );
        }
        if in_working_days(&obligation.due) && !world.calendar.covers(day) {
            why.push(Reason::BeyondHolidays { day });
        }
    }
    let view = View {
        on_conflict: OnConflict::Any,
        ..View::of(pathway, &replay.case, &replay.duties, world.now.day())
    };
    Owed {
        obligation,
        owner: owner(obligation, &view),
        instance,
        opened_by: duty.opened_at,
        opened: duty.opened,
        due: due.day,
        due_at: due.at,
        standing: Standing::of(due.day, due.at, world.now),
        urgent: is_urgent(pathway, &view),
        why,
    }
}

/// The date of an obligation: of its clock, or sooner.
fn dated(obligation: &Obligation, context: &reckon::Context<'_>) -> Reckoned {
    let duty = context.duty;
    let mut due = reckon::clock(&obligation.due, context, duty.opened);
    for (sooner, since) in obligation.sooner.iter().zip(&duty.sooner_since) {
        let Some(since) = since else { continue };
        let other = reckon::clock(&sooner.due, context, *since);
        if other.moment().is_some() && (due.moment().is_none() || other.moment() < due.moment()) {
            due = other;
            due.why.insert(0, Reason::Sooner { when: sooner.when.clone(), since: *since });
        }
    }
    due
}

fn stand_still(duty: &Duty, due: &mut Reckoned, why: &mut Vec<Reason>) {
    if let Some(since) = duty.stopped {
        *due = Reckoned::default();
        why.push(Reason::Stopped { since });
    } else if duty.stood_still > 0 {
        due.day = due.day.map(|day| day.plus_days(duty.stood_still));
        due.at = due.at.map(|at| at.plus_hours(24 * duty.stood_still));
        why.push(Reason::StoodStill { days: duty.stood_still });
    }
}

fn extend(
    duty: &Duty,
    instance: Option<&str>,
    by_meeting: bool,
    due: &mut Reckoned,
    why: &mut Vec<Reason>,
) {
    let fits = |of: Option<&str>| of.is_none() || of == instance || !by_meeting;
    let Some(last) = duty.extended.iter().rev().find(|e| fits(e.instance.as_deref())) else {
        return;
    };
    let was = due.day;
    due.day = Some(last.until.day());
    due.at = match last.until {
        When::Day(_) => None,
        When::Moment(moment) => Some(moment),
    };
    why.push(Reason::Extended { was, until: last.until, at: last.at });
}

/// The duties that the record at a place in the fold met.
pub fn met_by<'a>(replay: &'a Replay<'_>, at: usize) -> impl Iterator<Item = &'a Duty> {
    replay.duties.iter().filter(move |duty| {
        duty.state == (DutyState::Met { at }) || duty.satisfied.iter().any(|(by, _)| *by == at)
    })
}

/// When the concern of the current episode was received.
pub(super) fn receipt(case: &Case, otherwise: Moment) -> Moment {
    let start = case.episode_start();
    let first = case.takings().iter().find(|taking| taking.at >= start);
    first.map_or(otherwise, |taking| taking.happened.0)
}

/// Whether a clock counts in working days.
fn in_working_days(clock: &Clock) -> bool {
    match clock {
        Clock::After { amount, .. } | Clock::Before { amount, .. } => {
            amount.unit == Unit::WorkingDays
        }
        Clock::Earliest(clocks) => clocks.iter().any(in_working_days),
        Clock::SameDay | Clock::AtOnce | Clock::Undated => false,
    }
}
