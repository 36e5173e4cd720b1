//! A lifelike case of any pathway: a random walk that takes steps as the pathway permits them,
//! mostly those that meet what is owed. It knows no step and no authority; a third pathway gets
//! lifelike cases too. Whatever it makes, replay must accept; tests use it for that.

use fastrand::Rng;

use crate::domain::{By, CaseId, Facts, Happened, Moment, Record, RecordName, Recorded, RoleName};
use crate::pathway::model::{At, Need, Step};
use crate::pathway::{Pathway, Permit, permit, replay};
use crate::register::format;

use super::Invented;
use super::invent::Inventor;

/// After how many seconds without news a case is closed: some two months.
const QUIET: i64 = 60 * 86_400;

/// How often values are drawn again for a step that was refused.
const TRIES: usize = 6;

/// The case number `n` of a seed.
pub fn walk(pathway: &Pathway, now: Moment, seed: u64, n: u64) -> Invented {
    let mut rng = Rng::with_seed(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(n));
    let age = rng.i64(1..400 * 86_400);
    let mut moment = now.plus_seconds(-age);
    let day = moment.day();
    let mut random = [0; 6];
    rng.fill(&mut random);
    let id = CaseId::from_random(u16::try_from(day.year()).unwrap_or(0), random);
    let mut records = Vec::new();
    // Most cases are short; a few go on for long.
    let wanted = rng.usize(2..9) + if rng.u8(..5) == 0 { rng.usize(2..9) } else { 0 };
    let mut idle = 0;
    while records.len() < wanted && idle < 12 {
        let chosen = choose(pathway, &records, &mut rng);
        let taken = chosen.and_then(|step| take(pathway, &records, step, moment, &mut rng));
        match taken {
            Some(record) => {
                records.push(record);
                idle = 0;
                let pause = rng.i64(600..6 * 86_400);
                moment = moment.plus_seconds(pause);
                if moment > now {
                    break;
                }
            }
            None => idle += 1,
        }
    }
    if rng.u8(..10) < 8 && moment.plus_seconds(QUIET) < now {
        close(pathway, &mut records, moment.plus_seconds(rng.i64(0..QUIET)), &mut rng);
    }
    Invented { id, records }
}

/// Ends a case of which nothing was heard for long, if the pathway allows it as it stands.
fn close(pathway: &Pathway, records: &mut Vec<Record>, moment: Moment, rng: &mut Rng) {
    let stage = replay(pathway, records.iter()).case.stage().cloned();
    let Some(stage) = stage.filter(|stage| !pathway.is_final(stage)) else { return };
    let ends = |step: &&Step| {
        let fits = match &step.at {
            At::Opening => false,
            At::Any => true,
            At::Stages(stages) => stages.contains(&stage),
        };
        fits && step.moves.iter().any(|m| pathway.is_final(&m.to))
    };
    let taken = pathway
        .steps
        .iter()
        .filter(ends)
        .find_map(|step| take(pathway, records, step, moment, rng));
    records.extend(taken);
}

/// A step that the stage allows; more often than not one that meets something owed.
fn choose<'p>(pathway: &'p Pathway, records: &[Record], rng: &mut Rng) -> Option<&'p Step> {
    let replay = replay(pathway, records);
    let stage = replay.case.stage();
    let fits = |step: &&Step| match (&step.at, stage) {
        (At::Opening, None) => true,
        (At::Opening, Some(_)) | (_, None) => false,
        (At::Any, Some(stage)) => !pathway.is_final(stage),
        (At::Stages(stages), Some(stage)) => stages.contains(stage),
    };
    let steps: Vec<&Step> = pathway.steps.iter().filter(fits).collect();
    let owed: Vec<&Step> = steps
        .iter()
        .filter(|step| {
            replay.duties.iter().filter(|duty| duty.is_open()).any(|duty| {
                pathway.obligations[duty.obligation].met_by.steps().contains(&&step.name)
            })
        })
        .copied()
        .collect();
    let from = if owed.is_empty() || rng.u8(..10) < 2 { &steps } else { &owed };
    rng.choice(from.iter()).copied()
}

fn take(
    pathway: &Pathway,
    records: &[Record],
    step: &Step,
    moment: Moment,
    rng: &mut Rng,
) -> Option<Record> {
    let roles: Vec<&str> = pathway.seniors.iter().map(RoleName::as_str).collect();
    for _ in 0..TRIES {
        let by = rng.choice(step.by.iter())?.clone();
        let mut facts = Facts::new();
        let invent = |facts: &mut Facts, name: &crate::domain::FactName, rng: &mut Rng| {
            if let Some(def) = pathway.dictionary.get(name.as_str()) {
                let value = Inventor { rng, now: moment, roles: &roles }.value(def);
                facts.insert(name.clone(), Some(value));
            }
        };
        for ask in &step.asks {
            let chance = match ask.need {
                Need::Required => 10,
                Need::When(_) => 7,
                Need::Optional => 4,
            };
            if rng.u8(..10) < chance {
                invent(&mut facts, &ask.fact, rng);
            }
        }
        for may in &step.may {
            if rng.u8(..20) == 0 {
                invent(&mut facts, may, rng);
            }
        }
        let mut record = record(pathway, records, step, moment, by, facts);
        for _ in 0..3 {
            let permit = permit(pathway, records, &record);
            if permit.refusals.is_empty() && permit.missing.is_empty() {
                return Some(record);
            }
            let Permit { refusals, missing, .. } = permit;
            if missing.is_empty() || !refusals.is_empty() {
                break;
            }
            for fact in &missing {
                invent(&mut record.facts, fact, rng);
            }
            name(&mut record, pathway);
        }
    }
    None
}

fn record(
    pathway: &Pathway,
    records: &[Record],
    step: &Step,
    moment: Moment,
    role: RoleName,
    facts: Facts,
) -> Record {
    let after = records
        .last()
        .map(|last| format::hash(format::write(last, &pathway.dictionary).as_bytes()));
    let by = By { worker: format!("{role}@example.invalid"), role };
    let second = step
        .agreed_by
        .first()
        .map(|role| By { worker: "second.person@example.invalid".to_owned(), role: role.clone() });
    let mut record = Record {
        name: RecordName::default(),
        step: step.name.clone(),
        happened: Happened(moment),
        happened_is_a_date: false,
        recorded: Recorded(moment),
        by,
        agreed_by: second,
        on_behalf_of: None,
        after: after.into_iter().collect(),
        pathway: (step.at == At::Opening).then(|| pathway.name.clone()),
        facts,
        overrides: Vec::new(),
        attachments: Vec::new(),
        amends: None,
        clock: None,
    };
    name(&mut record, pathway);
    record
}

fn name(record: &mut Record, pathway: &Pathway) {
    let hash = format::hash(format::write(record, &pathway.dictionary).as_bytes());
    record.name = RecordName::of(record.happened, &record.step, hash);
}
