//! The record of a step, from what was typed: its moment, its facts, its attachments, its name.

use crate::domain::{
    Attachment, By, CaseId, Facts, Happened, Hash, Moment, PathwayRef, Place, Problem, Record,
    RecordName, Recorded, When,
};
use crate::ops::{Failure, Loaded, Usage};
use crate::pathway::Pathway;
use crate::pathway::model::{At, Step};
use crate::register::format;

use super::Attempt;

/// The record of the step, still without a name.
pub(super) fn record(
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
    } else if attempt.clock.is_none() && attempt.amends.is_none() {
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
        amends: attempt.amends.clone(),
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
pub(super) fn name(record: &mut Record, pathway: &Pathway) {
    let hash: Hash = format::hash(format::write(record, &pathway.dictionary).as_bytes());
    record.name = RecordName::of(record.happened, &record.step, hash);
}

/// A media type by the extension of a name; what is not known is bytes.
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("pdf") => "application/pdf",
        Some("txt" | "md") => "text/plain",
        Some("html") => "text/html",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("odt") => "application/vnd.oasis.opendocument.text",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("eml") => "message/rfc822",
        Some(_) | None => "application/octet-stream",
    }
}

/// Kinds of files that people attach. What stands after the last dot of any other name may be a
/// person's, and no path holds that.
const KINDS: &[&str] = &[
    "csv", "doc", "docx", "eml", "gif", "heic", "htm", "html", "jpeg", "jpg", "json", "m4a", "md",
    "mov", "mp3", "mp4", "msg", "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "rtf", "tif",
    "tiff", "txt", "wav", "webp", "xls", "xlsx", "xml", "yaml", "zip",
];

/// Where an attachment stands in its case's folder: named by its hash, with its own extension where
/// that says what kind of file it is.
pub fn attachment_path(attachment: &Attachment) -> String {
    let extension = attachment.name.rsplit_once('.').map(|(_, extension)| extension);
    let extension = extension.map(str::to_ascii_lowercase);
    let extension = extension.filter(|e| KINDS.contains(&e.as_str())).map(|e| format!(".{e}"));
    format!("attachments/{}{}", &attachment.sha256.to_string()[..16], extension.unwrap_or_default())
}

/// The message of a record's commit. No personal data: numbers, step, role.
pub fn message(id: &CaseId, record: &Record, pathway: &PathwayRef) -> String {
    let (step, name, role) = (&record.step, &record.name, &record.by.role);
    let (pathway, version) = (&pathway.name, pathway.version);
    format!(
        "{step}: {id}\n\nCase: {id}\nStep: {step}\nRecord: {name}\nRole: {role}\nPathway: {pathway}/{version}\n"
    )
}
