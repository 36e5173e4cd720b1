//! What `statutory.yaml` adds to the pathway's own steps and obligations. It stands there and not
//! in `pathway.yaml`, so that the file can be left out and nothing of it is missed.

use super::context::Context;
use super::header::section;
use super::shape::Map;
use super::{clock, step};
use crate::domain::{ObligationName, StepName};
use crate::pathway::model::{Clock, Each, Obligation, Step};
use crate::pathway::node::quoted;

/// Reads the notices that it adds to steps: they are said after the step's own.
pub(super) fn notices(cx: &Context<'_>, file: &Map<'_>, steps: &mut [Step]) {
    for entry in section(cx.sink, file, "step_notices", "a step", |_| true) {
        let name = StepName::from(entry.key.as_str());
        let found = step::more_notices(cx, &entry.node);
        match steps.iter_mut().find(|step| step.name == name) {
            Some(step) => step.notices.extend(found),
            None => {
                let names = cx.steps.iter().map(|step| step.key.as_str());
                cx.sink.none_such(&entry.place, "step", &entry.key, names);
            }
        }
    }
}

/// Reads the clocks that it gives to duties of the pathway: the clock of one that has no date
/// without it; of one that has, the earlier of the two. Its source is told beside the pathway's.
pub(super) fn clocks(cx: &Context<'_>, file: &Map<'_>, obligations: &mut [Obligation]) {
    let own = section(cx.sink, file, "obligations", "an obligation", |_| true);
    for entry in section(cx.sink, file, "clocks", "an obligation", |_| true) {
        let name = ObligationName::from(entry.key.as_str());
        let what = format!("the clock of {}", quoted(&entry.key));
        let map = Map::read(cx.sink, what, &entry.place, &entry.node, &["due", "source"]);
        let found = obligations.iter_mut().find(|obligation| obligation.name == name);
        let by_meeting = found.as_ref().is_some_and(|o| matches!(o.each, Each::Meeting(_)));
        let due = map.need("due").map(|node| clock::read(cx, node, by_meeting));
        let source = map.text("source");
        let Some(obligation) = found else {
            let names = cx.obligations.iter().copied();
            cx.sink.none_such(&entry.place, "obligation", &entry.key, names);
            continue;
        };
        if let Some(other) = own.iter().find(|other| other.key == entry.key) {
            let text =
                format!("`{name}` stands in this file, in {}: give its clock there", other.place);
            cx.sink.say(&entry.place, text);
        }
        let before = std::mem::replace(&mut obligation.due, Clock::Undated);
        obligation.due = sooner_of(before, due.unwrap_or(Clock::Undated));
        obligation.source = format!("{}; {source}", obligation.source);
    }
}

/// The earlier of two clocks; one without a date is never that.
fn sooner_of(own: Clock, law: Clock) -> Clock {
    match (own, law) {
        (Clock::Undated, clock) | (clock, Clock::Undated) => clock,
        (own, law) => Clock::Earliest(vec![own, law]),
    }
}
