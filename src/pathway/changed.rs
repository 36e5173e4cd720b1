//! Whether a due date is another than when its duty was opened, because the bank holidays changed
//! meanwhile. The date itself is always reckoned with those of today; this only tells of it.

use crate::domain::{BankHolidays, Calendar, Day, Moment, When};

use super::reckon::Reckoned;
use super::why::{End, Reason, Start};

/// Tells of the change that gave a date, where one did: `due` is the date of today's calendar,
/// `recorded` when the opening of the duty was written down, `again` reckons by another calendar.
pub(super) fn calendar(
    due: &Reckoned,
    recorded: Moment,
    calendar: &Calendar,
    again: impl Fn(&Calendar) -> Reckoned,
) -> Option<Reason> {
    let now = due.day?;
    let dated = |(until, then): (Moment, Calendar)| again(&then).day.map(|was| (until, then, was));
    let known: Vec<_> = calendar.replaced_since(recorded).filter_map(dated).collect();
    // What it was when the duty was opened counts: a change that was taken back is none. Of several
    // the last that made a difference is the one that is named.
    let (_, then, was) = known.first().filter(|(_, _, was)| *was != now)?;
    let (at, _, _) = known.iter().rfind(|(_, _, was)| *was != now)?;
    let (at, was) = (*at, *was);
    let (from, to) = span(&due.why, now, was);
    let without = |days: &BankHolidays, other: &BankHolidays| -> Vec<(Day, String)> {
        let between = days.iter().filter(|(day, _)| (from..=to).contains(day));
        let gone = between.filter(|(day, _)| other.title(*day).is_none());
        gone.map(|(day, title)| (day, title.to_owned())).collect()
    };
    let (old, new) = (then.holidays(), calendar.holidays());
    Some(Reason::CalendarChanged { at, was, added: without(new, old), removed: without(old, new) })
}

/// The days over which a clock counted: of changes to other days it knows nothing.
fn span(why: &[Reason], now: Day, was: Day) -> (Day, Day) {
    let ends = why.iter().filter_map(|reason| match reason {
        Reason::After { from, .. } => match from {
            Start::Opening(when)
            | Start::BecameTrue(when)
            | Start::Fact(_, when)
            | Start::Receipt(when)
            | Start::Taken(_, when) => Some(when.day()),
        },
        Reason::Before { anchor, .. } => match anchor {
            End::Fact(_, when) => when.map(When::day),
            End::Meeting(at) => at.map(Moment::day),
            End::Birthday18(day) => *day,
        },
        Reason::Opened { .. }
        | Reason::Skipped { .. }
        | Reason::SameDay { .. }
        | Reason::FromReceipt { .. }
        | Reason::NotKnown { .. }
        | Reason::FromMidnight { .. }
        | Reason::ClocksChange { .. }
        | Reason::EarlierOfConflict { .. }
        | Reason::UnknownEnd { .. }
        | Reason::Sooner { .. }
        | Reason::DayOff { .. }
        | Reason::BeyondHolidays { .. }
        | Reason::CalendarChanged { .. }
        | Reason::Extended { .. }
        | Reason::Stopped { .. }
        | Reason::StoodStill { .. }
        | Reason::Undated => None,
    });
    ends.fold((now.min(was), now.max(was)), |(from, to), day| (from.min(day), to.max(day)))
}
