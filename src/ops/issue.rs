//! Giving a document out: it is made, kept in the case to the byte, and what was given to whom is
//! recorded with it. Which step and which fact that is, the pathway says: the step that asks for
//! the list that means `given-out`.

use std::collections::BTreeMap;

use crate::documents::{Format, Rendered};
use crate::domain::{
    By, CaseId, FactName, Happened, Item, Meaning, Moment, RecordName, RoleName, StepName, Value,
};
use crate::pathway::Pathway;
use crate::register::{Identity, Store, format};

use super::document::{self, render};
use super::take::{Attempt, Taken, take_on};
use super::{Failure, Reading, Usage};

/// What is to be given out, and to whom.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The document.
    pub document: document::Asked,
    /// Its format.
    pub format: Format,
    /// Who gets it, in words.
    pub recipient: Option<String>,
    /// The role, where one was named.
    pub role: Option<RoleName>,
    /// Whether to stop before anything is written.
    pub dry_run: bool,
}

/// What was given out.
pub struct Issued {
    /// The document.
    pub document: Rendered,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Where it is kept: the path in the register.
    pub kept: String,
    /// What came of the step.
    pub taken: Taken,
    /// The attempt that was made.
    pub attempt: Attempt,
}

/// Makes a document, keeps it and records that it was given out.
pub fn issue(
    store: &Store,
    reading: &Reading<'_>,
    who: &Identity,
    now: Moment,
    asked: &Asked,
) -> Result<Issued, Failure> {
    let made = render(reading, &asked.document)?;
    let case = reading.case(&asked.document.case)?;
    let Some(pathway) = case.pathway.clone() else {
        return Err(Failure::Problems(case.problems));
    };
    let (step, fact) = recorded_by(&pathway)?;
    let bytes = made.write(asked.format);
    let sha256 = format::hash(&bytes).to_string();
    let name = made.file_name(&case.id, asked.format);
    let mut item: BTreeMap<String, Value> = [
        ("document", made.document.clone()),
        ("audience", made.audience.as_str().to_owned()),
        ("version", made.version.to_string()),
        ("commit", reading.tip.commit.to_string()),
        ("sha256", sha256.clone()),
    ]
    .into_iter()
    .map(|(field, said)| (field.to_owned(), Value::Text(said)))
    .collect();
    if let Some(recipient) = &asked.recipient {
        item.insert("recipient".to_owned(), Value::Text(recipient.clone()));
    }
    let value = Value::List(vec![Item::Fields(item)]);
    let ending = asked.format.extension();
    let kept = format!("{}/attachments/{}.{ending}", case.path, &sha256[..16]);
    let attempt = Attempt {
        facts: [(fact, Some(value))].into(),
        role: asked.role.clone(),
        attachments: vec![(name, bytes.clone())],
        dry_run: asked.dry_run,
        ..Attempt::plain(step.as_str(), case.id.clone())
    };
    let taken = take_on(store, reading, who, now, &attempt)?;
    Ok(Issued { document: made, bytes, sha256, kept, taken, attempt })
}

/// The step and the fact by which the pathway records that a document was given out.
fn recorded_by(pathway: &Pathway) -> Result<(StepName, FactName), Failure> {
    let none = || {
        let message = "this pathway has no step that records what is given out".to_owned();
        let hint = "cse render makes the document; docs/pathways.md, `means: given-out`".to_owned();
        Failure::from(Usage::Said { message, hint: Some(hint) })
    };
    let def = pathway.dictionary.meaning(Meaning::GivenOut).ok_or_else(none)?;
    let asks = |step: &&crate::pathway::model::Step| step.asks.iter().any(|a| a.fact == def.name);
    let step = pathway.steps.iter().find(asks).ok_or_else(none)?;
    Ok((step.name.clone(), def.name.clone()))
}

/// A document that was given out, as its record says.
#[derive(Clone, Debug)]
pub struct GivenOut {
    /// When.
    pub happened: Happened,
    /// By whom.
    pub by: By,
    /// The record.
    pub record: RecordName,
    /// What the record says of it, by field.
    pub fields: BTreeMap<String, String>,
    /// Whether the very document is kept with the record: an attachment has its hash.
    pub kept: bool,
}

/// The documents of a case that were given out, in the order in which that happened.
pub fn given_out(reading: &Reading<'_>, id: &CaseId) -> Result<Vec<GivenOut>, Failure> {
    let case = reading.shown_case(id)?;
    let Some(pathway) = case.pathway.clone().filter(|_| case.problems.is_empty()) else {
        return Err(Failure::Problems(case.problems));
    };
    let Some(def) = pathway.dictionary.meaning(Meaning::GivenOut) else { return Ok(Vec::new()) };
    let replay = case.replay(&pathway);
    let mut all = Vec::new();
    for record in &replay.records {
        let Some(Some(value)) = record.facts.get(&def.name) else { continue };
        for item in value.items() {
            let Item::Fields(given) = item else { continue };
            let text = |value: &Value| value.as_text().map(str::to_owned);
            let fields: BTreeMap<String, String> = given
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
                .collect();
            let hash = fields.get("sha256");
            let kept = record.attachments.iter().any(|a| Some(&a.sha256.to_string()) == hash);
            let (by, name) = (record.by.clone(), record.name.clone());
            all.push(GivenOut { happened: record.happened, by, record: name, fields, kept });
        }
    }
    Ok(all)
}
