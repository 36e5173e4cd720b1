//! Moving an invented case in time by whole weeks, so that weekdays stay. Every record gets a new
//! name, and `after` follows.

use std::collections::BTreeMap;

use crate::domain::{
    Dictionary, Happened, Hash, Item, Meaning, Moment, Record, RecordName, Recorded, Value, When,
};
use crate::register::format;

use super::Invented;

/// The case so many weeks later.
pub fn by_weeks(case: Invented, weeks: i64, dictionary: &Dictionary) -> Invented {
    let mut hashes: BTreeMap<String, Hash> = BTreeMap::new();
    let mut names: BTreeMap<RecordName, RecordName> = BTreeMap::new();
    let mut records = Vec::with_capacity(case.records.len());
    for mut record in case.records {
        let old = record.name.clone();
        shift(&mut record, weeks, dictionary);
        for after in &mut record.after {
            if let Some(new) = hashes.get(&after.to_string()[..8]) {
                *after = *new;
            }
        }
        if let Some(amends) = &mut record.amends {
            amends.record = names.get(&amends.record).cloned().unwrap_or_default();
        }
        let hash = format::hash(format::write(&record, dictionary).as_bytes());
        record.name = RecordName::of(record.happened, &record.step, hash);
        if let Some(short) = old.short_hash() {
            hashes.insert(short.to_owned(), hash);
        }
        names.insert(old, record.name.clone());
        records.push(record);
    }
    let first = records.iter().map(|record: &Record| record.happened.0.day()).min();
    let year = first.and_then(|day| u16::try_from(day.year()).ok());
    let id = year.map_or_else(|| case.id.clone(), |year| case.id.in_year(year));
    Invented { id, records }
}

fn shift(record: &mut Record, weeks: i64, dictionary: &Dictionary) {
    record.happened = Happened(later(record.happened.0, weeks));
    record.recorded = Recorded(later(record.recorded.0, weeks));
    let born = dictionary.meaning(Meaning::BirthDate).map(|def| def.name.clone());
    for (name, value) in &mut record.facts {
        if let Some(value) = value.as_mut().filter(|_| Some(name) != born.as_ref()) {
            shift_value(value, weeks);
        }
    }
    if let Some(until) = record.clock.as_mut().and_then(|clock| clock.until.as_mut()) {
        shift_when(until, weeks);
    }
}

fn shift_value(value: &mut Value, weeks: i64) {
    match value {
        Value::Date(day) => *day = day.plus_days(7 * weeks),
        Value::DateTime(when) => shift_when(when, weeks),
        Value::List(items) => {
            for item in items {
                match item {
                    Item::Fields(fields) => fields.values_mut().for_each(|v| shift_value(v, weeks)),
                    Item::Text(_) => {}
                }
            }
        }
        Value::Text(_)
        | Value::Choice(_)
        | Value::Choices(_)
        | Value::YesNo(_)
        | Value::Number(_) => {}
    }
}

fn shift_when(when: &mut When, weeks: i64) {
    *when = match when {
        When::Day(day) => When::Day(day.plus_days(7 * weeks)),
        When::Moment(moment) => When::Moment(later(*moment, weeks)),
    };
}

fn later(moment: Moment, weeks: i64) -> Moment {
    moment.plus_hours(7 * 24 * weeks)
}
