//! What came of a step: where the case now stands, what was met and what is newly owed.

use crate::domain::{CaseId, Day, GateName, Moment, ObligationName, Record, RecordName, StageName};
use crate::ops::Reading;
use crate::pathway::duty::Duty;
use crate::pathway::{Owed, Pathway, Permit, plan};
use crate::register::Warning;

use super::Attempt;

/// A step that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The case.
    pub case: CaseId,
    /// The record's file.
    pub record: RecordName,
    /// The commit; none after a dry run.
    pub commit: Option<String>,
    /// Where the case now stands.
    pub stage: Option<StageName>,
    /// Duties that the step met.
    pub met: Vec<Met>,
    /// Duties that it opened, and when they are due.
    pub opened: Vec<Opened>,
    /// What it says besides.
    pub notices: Vec<String>,
    /// Gates that were overridden.
    pub overridden: Vec<GateName>,
    /// What the register had to say.
    pub warnings: Vec<Warning>,
}

/// A duty that a step met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// The obligation.
    pub obligation: ObligationName,
    /// Which instance.
    pub instance: Option<String>,
}

/// A duty that a step opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The obligation.
    pub obligation: ObligationName,
    /// What it is.
    pub title: String,
    /// Which instance.
    pub instance: Option<String>,
    /// The local day on which it is due.
    pub due: Option<Day>,
    /// The moment at which it is due, for clocks in hours.
    pub due_at: Option<Moment>,
}

pub(super) fn taken(
    reading: &Reading<'_>,
    pathway: &Pathway,
    id: &CaseId,
    record: &Record,
    permit: &Permit<'_>,
    now: Moment,
    attempt: &Attempt,
) -> Taken {
    let replay = &permit.replay;
    let owed = plan(pathway, replay, &reading.world(now));
    let opened = owed.iter().filter(|owed| owed.opened_by == permit.at).map(opened).collect();
    let name = |duty: &Duty| Met {
        obligation: pathway.obligations[duty.obligation].name.clone(),
        instance: duty.instance.clone(),
    };
    let mut met: Vec<Met> = plan::met_by(replay, permit.at).map(name).collect();
    met.dedup();
    let mut notices = permit.notices.clone();
    if attempt.override_reason.is_some() && record.overrides.is_empty() {
        notices.push("nothing needed the override; its reason was not recorded".to_owned());
    }
    Taken {
        case: id.clone(),
        record: record.name.clone(),
        commit: None,
        stage: replay.case.stage().cloned(),
        met,
        opened,
        notices,
        overridden: record.overrides.iter().map(|o| o.gate.clone()).collect(),
        warnings: Vec::new(),
    }
}

fn opened(owed: &Owed<'_>) -> Opened {
    Opened {
        obligation: owed.obligation.name.clone(),
        title: owed.obligation.title.clone(),
        instance: owed.instance.clone(),
        due: owed.due,
        due_at: owed.due_at,
    }
}
