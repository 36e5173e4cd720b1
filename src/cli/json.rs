//! Values and duties as JSON, in the shapes that scripts rely on.

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::domain::{FactKind, Field, Item, ListOf, Moment, StageName, Value};
use crate::ops::due::Line;

use super::wording;

/// A value as JSON: text, true or false, a number, a list; dates as ISO text.
pub fn value(value: &Value) -> Json {
    match value {
        Value::Text(text) | Value::Choice(text) => json!(text),
        Value::Choices(keys) => json!(keys),
        Value::YesNo(yes) => json!(yes),
        Value::Date(day) => json!(day.to_string()),
        Value::DateTime(when) => json!(when.to_string()),
        Value::Number(number) => json!(number),
        Value::List(items) => items.iter().map(item).collect(),
    }
}

fn item(item: &Item) -> Json {
    match item {
        Item::Text(text) => json!(text),
        Item::Fields(fields) => fields
            .iter()
            .map(|(name, given)| (name.clone(), value(given)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// A duty as `cse due` gives it.
#[derive(Serialize)]
pub struct Duty<'a> {
    case: &'a str,
    stage: Option<&'a str>,
    obligation: &'a str,
    instance: Option<&'a str>,
    title: &'a str,
    due: Option<String>,
    due_at: Option<String>,
    state: &'static str,
    owner: &'a str,
    worker: Option<&'a str>,
    opened_by: &'a str,
    source: &'a str,
    why: String,
}

/// Duties as one text, each on its own line, made by all processors: a whole register owes tens of
/// thousands.
///
/// # Errors
/// None is known to arise from plain data.
pub fn duties_text(lines: &[Line]) -> Result<String, serde_json::Error> {
    let each = |line: &Line| serde_json::to_string(&duty(line));
    let texts: Vec<String> = lines.par_iter().map(each).collect::<Result<_, _>>()?;
    Ok(if texts.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", texts.join(",\n")) })
}

/// Duties as `cse due` gives them.
pub fn duties(lines: &[Line]) -> Vec<Duty<'_>> {
    lines.iter().map(duty).collect()
}

fn duty(line: &Line) -> Duty<'_> {
    Duty {
        case: line.case.as_str(),
        stage: line.stage.as_ref().map(StageName::as_str),
        obligation: line.obligation.as_str(),
        instance: line.instance.as_deref(),
        title: &line.title,
        due: line.due.map(|day| day.to_string()),
        due_at: line.due_at.map(Moment::local),
        state: line.standing.as_str(),
        owner: line.owner.as_str(),
        worker: line.worker.as_deref(),
        opened_by: &line.opened_by.0,
        source: &line.source,
        why: wording::why(&line.why, &line.opened_step, &line.opened_by),
    }
}

/// The choices of a type: stored values, else null.
pub fn choices(kind: &FactKind) -> Json {
    match kind.choices() {
        Some(choices) => choices.iter().map(|choice| json!(choice.key)).collect(),
        None => Json::Null,
    }
}

/// What the items of a list are: null for texts and for what is no list.
pub fn list_of(kind: &FactKind) -> Json {
    match kind {
        FactKind::List(ListOf::Fields(fields)) => {
            fields.iter().map(field).collect::<Map<_, _>>().into()
        }
        FactKind::List(ListOf::Texts)
        | FactKind::Text(_)
        | FactKind::Choice(_)
        | FactKind::Choices(_)
        | FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number => Json::Null,
    }
}

fn field(field: &Field) -> (String, Json) {
    let shape = json!({
        "type": field.kind.name(),
        "label": field.label,
        "choices": choices(&field.kind),
        "required": field.required,
    });
    (field.name.clone(), shape)
}
