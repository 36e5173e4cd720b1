//! Taking a step: the one way in which a case changes. All reading, judging and writing of one
//! step happens under the register's lock, on one commit.

use std::sync::Arc;

use crate::domain::{
    Attachment, By, CaseId, ClockAction, ClockChange, Facts, GateName, Happened, Hash, Moment,
    ObligationName, Override, Place, Problem, Record, RecordName, Recorded, RoleName, StageName,
    StepName, When,
};
use crate::pathway::judge::{LATER_RECORD, Refusal};
use crate::pathway::model::{At, Step};
use crate::pathway::reserved::{EXTEND, WAIVE};
use crate::pathway::{Owed, Pathway, Permit, permit, plan};
use crate::register::{AppendError, Change, Fault, FileChange, Identity, Store, Warning, format};

use super::clock::Asked;
use super::{Failure, Loaded, Reading, Usage};

/// A step that somebody wants to take, as typed.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The step.
    pub step: StepName,
    /// The case; none for a step that opens one.
    pub case: Option<CaseId>,
    /// The facts that were given.
    pub facts: Facts,
    /// When it happened; none: now.
    pub at: Option<When>,
    /// The role, where one was named.
    pub role: Option<RoleName>,
    /// The second person who agreed.
    pub agreed_by: Option<By>,
    /// For whom it is entered.
    pub on_behalf_of: Option<String>,
    /// The reason for an override.
    pub override_reason: Option<String>,
    /// Files to be kept with it: their names and bytes.
    pub attachments: Vec<(String, Vec<u8>)>,
    /// What it does to a duty's clock.
    pub clock: Option<ClockChange>,
    /// Whether to stop before anything is written.
    pub dry_run: bool,
    /// Random bytes for the number of a new case: several draws.
    pub random: Vec<[u8; 6]>,
}

impl Attempt {
    /// The attempt that a change of a duty's clock is.
    pub fn of_clock(asked: &Asked) -> Self {
        let (step, action) = match asked.until {
            Some(_) => (EXTEND, ClockAction::Extend),
            None => (WAIVE, ClockAction::Waive),
        };
        Attempt {
            step: StepName::from(step),
            case: Some(asked.case.clone()),
            facts: Facts::new(),
            at: None,
            role: asked.role.clone(),
            agreed_by: None,
            on_behalf_of: None,
            override_reason: None,
            attachments: Vec::new(),
            clock: Some(ClockChange {
                obligation: ObligationName::from(asked.obligation.as_str()),
                instance: asked.instance.clone(),
                action,
                until: asked.until,
                reason: asked.reason.clone(),
            }),
            dry_run: asked.dry_run,
            random: Vec::new(),
        }
    }
}

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
    pub met: Vec<ObligationName>,
    /// Duties that it opened, and when they are due.
    pub opened: Vec<Opened>,
    /// What it says besides.
    pub notices: Vec<String>,
    /// Gates that were overridden.
    pub overridden: Vec<GateName>,
    /// What the register had to say.
    pub warnings: Vec<Warning>,
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
    pub due: Option<crate::domain::Day>,
    /// The moment at which it is due, for clocks in hours.
    pub due_at: Option<Moment>,
}

/// Takes a step.
pub fn take(
    store: &Store,
    who: &Identity,
    now: Moment,
    attempt: &Attempt,
) -> Result<Taken, Failure> {
    let reading = Reading::open(store, None)?;
    if attempt.dry_run {
        return Ok(prepare(&reading, who, now, attempt)?.value);
    }
    let done = store.append(who, now, |snapshot| {
        // Somebody may have written between our first look and the lock.
        if snapshot.commit() == Some(reading.tip.commit) {
            return prepare(&reading, who, now, attempt);
        }
        prepare(&Reading::open(store, None)?, who, now, attempt)
    });
    match done {
        Ok(done) => {
            let mut taken = done.value;
            taken.commit = Some(done.commit.to_string());
            taken.warnings.extend(done.warnings);
            Ok(taken)
        }
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}

/// Judges a step and makes the files of its record.
fn prepare(
    reading: &Reading<'_>,
    who: &Identity,
    now: Moment,
    attempt: &Attempt,
) -> Result<Change<Taken>, Failure> {
    let (id, case) = match &attempt.case {
        Some(id) => (id.clone(), Some(reading.case(id)?)),
        None => (new_id(reading, now, attempt)?, None),
    };
    if let Some(case) = case.as_ref().filter(|case| !case.problems.is_empty()) {
        return Err(Failure::Problems(case.problems.clone()));
    }
    let pathway = match case.as_ref().and_then(|case| case.pathway.as_ref()) {
        Some(pathway) => Arc::clone(pathway),
        None => Arc::clone(reading.pathway()?),
    };
    let by = by(reading, &pathway, who, attempt)?;
    let mut record = record(reading, &pathway, case.as_ref(), now, attempt, by)?;
    let earlier = case.as_ref().map(|case| case.records.as_slice()).unwrap_or_default();
    name(&mut record, &pathway);
    let first = permit(&pathway, earlier, &record);
    let overrides = overrides(&first, &record.by.role, attempt.override_reason.as_deref());
    let permit = if overrides.is_empty() {
        first
    } else {
        record.overrides = overrides;
        name(&mut record, &pathway);
        permit(&pathway, earlier, &record)
    };
    if !permit.refusals.is_empty() {
        return Err(Failure::Refused {
            refusals: permit.refusals,
            missing: permit.missing,
            step: record.step.clone(),
            case: attempt.case.clone(),
        });
    }
    if !permit.missing.is_empty() {
        let (step, case) = (record.step.clone(), attempt.case.clone());
        return Err(Usage::Missing { step, case, facts: permit.missing }.into());
    }
    let taken = taken(reading, &pathway, &id, &record, &permit, now, attempt);
    let folder = match &case {
        Some(case) => case.path.clone(),
        None => {
            let day = record.happened.0.day();
            format!("cases/{:04}/{:02}/{id}", day.year(), day.month())
        }
    };
    let text = format::write(&record, &pathway.dictionary);
    // What is about to be kept for ever is read back first, as every later command will read it.
    let read = format::read(&record.name.0, text.as_bytes(), &pathway.dictionary)?;
    if read != record {
        let what = "write a record that reads back as it was given";
        return Err(Fault::Git { what, message: record.name.to_string() }.into());
    }
    let mut files = vec![FileChange::new(format!("{folder}/{}", record.name), text)];
    for (attachment, (_, bytes)) in record.attachments.iter().zip(&attempt.attachments) {
        let path = format!("{folder}/{}", attachment_path(attachment));
        // The same file twice in one case is one file, named by its hash.
        if reading.snapshot().id(&path)?.is_none() && !files.iter().any(|file| file.path == path) {
            files.push(FileChange::new(path, bytes.clone()));
        }
    }
    Ok(Change { files, message: message(&id, &record, &pathway), value: taken })
}

/// Where an attachment stands in its case's folder: named by its hash, with its own extension.
fn attachment_path(attachment: &Attachment) -> String {
    let extension = attachment.name.rsplit_once('.').map(|(_, extension)| extension);
    let plain =
        |e: &&str| (1..=8).contains(&e.len()) && e.bytes().all(|b| b.is_ascii_alphanumeric());
    let extension = extension.filter(plain).map(|e| format!(".{}", e.to_ascii_lowercase()));
    format!("attachments/{}{}", &attachment.sha256.to_string()[..16], extension.unwrap_or_default())
}

/// The message of a record's commit. No personal data: numbers, step, role.
fn message(id: &CaseId, record: &Record, pathway: &Pathway) -> String {
    let (step, name, role) = (&record.step, &record.name, &record.by.role);
    let (pathway, version) = (&pathway.name.name, pathway.name.version);
    format!(
        "{step}: {id}\n\nCase: {id}\nStep: {step}\nRecord: {name}\nRole: {role}\nPathway: {pathway}/{version}\n"
    )
}

/// A number that no case of the commit has.
fn new_id(reading: &Reading<'_>, now: Moment, attempt: &Attempt) -> Result<CaseId, Failure> {
    let day = attempt.at.map_or(now.day(), |at| match at {
        When::Moment(moment) => moment.day(),
        When::Day(day) => day,
    });
    let year = u16::try_from(day.year()).unwrap_or(0);
    let drawn = attempt.random.iter().map(|random| CaseId::from_random(year, *random));
    for id in drawn {
        match reading.case(&id) {
            Err(Failure::Usage(Usage::NoCase { .. })) => return Ok(id),
            Ok(_) => {}
            Err(other) => return Err(other),
        }
    }
    let message = "every number drawn for the new case was taken".to_owned();
    Err(Usage::Said { message, hint: Some("take the step again".to_owned()) }.into())
}

/// Who acts, in which role.
fn by(
    reading: &Reading<'_>,
    pathway: &Pathway,
    who: &Identity,
    attempt: &Attempt,
) -> Result<By, Failure> {
    let refused = |refusal| Failure::Refused {
        refusals: vec![refusal],
        missing: Vec::new(),
        step: attempt.step.clone(),
        case: attempt.case.clone(),
    };
    let listed = !reading.workers.0.is_empty();
    let email = who.email.to_lowercase();
    let worker = reading.workers.by_email(&email);
    if listed && worker.is_none() {
        return Err(refused(Refusal::NotListed { worker: email }));
    }
    let own = worker.map(|worker| worker.roles.as_slice());
    let id = worker.map_or(email, |worker| worker.id.clone());
    if let Some(role) = &attempt.role {
        if pathway.role(role.as_str()).is_none() {
            let roles = pathway.roles.iter().map(|role| role.name.clone()).collect();
            return Err(Usage::NoRole { given: role.to_string(), roles }.into());
        }
        if let Some(own) = own.filter(|own| !own.contains(role)) {
            return Err(refused(Refusal::NotOwnRole { role: role.clone(), own: own.to_vec() }));
        }
        return Ok(By { worker: id, role: role.clone() });
    }
    let may = match pathway.step(attempt.step.as_str()) {
        Some(step) => &step.by,
        None => &pathway.seniors,
    };
    let fitting: Vec<&RoleName> =
        may.iter().filter(|role| own.is_none_or(|own| own.contains(role))).collect();
    match (fitting.as_slice(), own) {
        ([role], _) => Ok(By { worker: id, role: (*role).clone() }),
        ([], Some(own)) => {
            let role = own.first().cloned().unwrap_or_else(|| RoleName::from(""));
            let (step, may) = (attempt.step.clone(), may.clone());
            Err(refused(Refusal::Role { step, role, may }))
        }
        _ => {
            let (step, roles) = (attempt.step.clone(), fitting.into_iter().cloned().collect());
            Err(Usage::WhichRole { step, roles }.into())
        }
    }
}

/// The record of the step, still without a name.
fn record(
    reading: &Reading<'_>,
    pathway: &Pathway,
    case: Option<&Loaded>,
    now: Moment,
    attempt: &Attempt,
    by: By,
) -> Result<Record, Failure> {
    if let Some(step) = pathway.step(attempt.step.as_str()) {
        takes(pathway, step, &attempt.facts)?;
        let opens = step.at == At::Opening;
        if !opens && case.is_none() {
            let message = format!("`{}` wants the number of a case", step.name);
            let hint = Some("cse list".to_owned());
            return Err(Usage::Said { message, hint }.into());
        }
    } else if attempt.clock.is_none() {
        return Err(Usage::NoStep { given: attempt.step.to_string() }.into());
    }
    let (happened, happened_is_a_date) = happened(case, now, attempt.at)?;
    let attachment = |(name, bytes): &(String, Vec<u8>)| Attachment {
        name: name.clone(),
        sha256: format::hash(bytes),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        media_type: media_type(name).to_owned(),
    };
    let opens = case.is_none();
    let _ = reading;
    Ok(Record {
        name: RecordName::default(),
        step: attempt.step.clone(),
        happened,
        happened_is_a_date,
        recorded: Recorded(now),
        by,
        agreed_by: attempt.agreed_by.clone(),
        on_behalf_of: attempt.on_behalf_of.clone(),
        after: case.map(Loaded::heads).unwrap_or_default(),
        pathway: opens.then(|| pathway.name.clone()),
        facts: attempt.facts.clone(),
        overrides: Vec::new(),
        attachments: attempt.attachments.iter().map(attachment).collect(),
        amends: None,
        clock: attempt.clock.clone(),
    })
}

/// Whether the step takes every fact that was given.
fn takes(pathway: &Pathway, step: &Step, facts: &Facts) -> Result<(), Failure> {
    let Some(fact) = facts.keys().find(|fact| !step.takes(fact.as_str())) else {
        return Ok(());
    };
    let taking = pathway.steps.iter().filter(|other| other.takes(fact.as_str()));
    let taken_by = taking.map(|other| other.name.clone()).collect();
    Err(Usage::NotTaken { step: step.name.clone(), fact: fact.clone(), taken_by }.into())
}

/// When the step happened. A day alone means now when it is today, else the start of that day, or
/// just after the case's last record of that day.
fn happened(
    case: Option<&Loaded>,
    now: Moment,
    at: Option<When>,
) -> Result<(Happened, bool), Failure> {
    let future = |text: String| {
        let problem = Problem::new(Place::file("--at"), format!("{text} lies in the future"));
        Err(Usage::values(vec![problem]).into())
    };
    match at {
        None => Ok((Happened(now), false)),
        Some(When::Moment(moment)) if moment > now => future(moment.local()),
        Some(When::Moment(moment)) => Ok((Happened(moment), false)),
        Some(When::Day(day)) if day > now.day() => future(day.to_string()),
        Some(When::Day(day)) if day == now.day() => Ok((Happened(now), false)),
        Some(When::Day(day)) => {
            let records = case.map(|case| case.records.as_slice()).unwrap_or_default();
            let that_day = records.iter().map(|r| r.happened.0).filter(|m| m.day() == day);
            let last = that_day.max().map(|moment| moment.plus_seconds(1).min(day.end()));
            Ok((Happened(last.unwrap_or_else(|| day.start())), true))
        }
    }
}

/// Gives a record the name that its content makes.
fn name(record: &mut Record, pathway: &Pathway) {
    let hash: Hash = format::hash(format::write(record, &pathway.dictionary).as_bytes());
    record.name = RecordName::of(record.happened, &record.step, hash);
}

/// What a reason given with a step overrides: every gate that refuses and that the role may
/// override, and a later record's objection where the role is senior.
fn overrides(permit: &Permit<'_>, role: &RoleName, reason: Option<&str>) -> Vec<Override> {
    let Some(reason) = reason else { return Vec::new() };
    let overridable = |refusal: &Refusal| match refusal {
        Refusal::Gate { gate, override_by, .. } => override_by.contains(role).then(|| gate.clone()),
        Refusal::LaterRecord { may, .. } => {
            may.contains(role).then(|| GateName::from(LATER_RECORD))
        }
        Refusal::Stage { .. }
        | Refusal::Role { .. }
        | Refusal::AgreedBy { .. }
        | Refusal::Conflict { .. }
        | Refusal::NotOwed { .. }
        | Refusal::Senior { .. }
        | Refusal::NotListed { .. }
        | Refusal::NotOwnRole { .. }
        | Refusal::NoStep { .. } => None,
    };
    let gates = permit.refusals.iter().filter_map(overridable);
    gates.map(|gate| Override { gate, reason: reason.to_owned() }).collect()
}

fn taken(
    reading: &Reading<'_>,
    pathway: &Pathway,
    id: &CaseId,
    record: &Record,
    permit: &Permit<'_>,
    now: Moment,
    attempt: &Attempt,
) -> Taken {
    let replay = &permit.replay;
    let owed = plan::plan(pathway, replay, &reading.world(now));
    let opened = owed.iter().filter(|owed| owed.opened_by == permit.at).map(opened).collect();
    let name =
        |duty: &crate::pathway::duty::Duty| pathway.obligations[duty.obligation].name.clone();
    let mut met: Vec<ObligationName> = plan::met_by(replay, permit.at).map(name).collect();
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

/// A media type by the extension of a name; what is not known is bytes.
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("pdf") => "application/pdf",
        Some("txt" | "md") => "text/plain",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("odt") => "application/vnd.oasis.opendocument.text",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("eml") => "message/rfc822",
        Some(_) | None => "application/octet-stream",
    }
}
