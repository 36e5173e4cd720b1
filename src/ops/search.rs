//! Finding a text in all cases, in any case of letters, without a regular expression.

use crate::domain::{CaseId, FactName, Item, Problem, RecordName, Value};

use super::{Failure, Reading};

/// Where a text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The case.
    pub case: CaseId,
    /// The record.
    pub record: RecordName,
    /// The fact.
    pub fact: FactName,
    /// The text around it.
    pub excerpt: String,
}

/// Finds a text in every record, and says what could not be read.
pub fn search(reading: &Reading<'_>, text: &str) -> Result<(Vec<Hit>, Vec<Problem>), Failure> {
    let wanted = text.trim().to_lowercase();
    let (found, strange) = reading.each_case(|_, mut case| {
        let mut hits = Vec::new();
        for record in &case.records {
            for (fact, value) in &record.facts {
                for text in value.iter().flat_map(texts) {
                    if let Some(excerpt) = excerpt(&text, &wanted) {
                        let (case, record) = (case.id.clone(), record.name.clone());
                        hits.push(Hit { case, record, fact: fact.clone(), excerpt });
                        break;
                    }
                }
            }
        }
        (hits, std::mem::take(&mut case.problems))
    })?;
    let (hits, problems): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let unshown = reading.unshown(None)?.into_iter();
    Ok((
        hits.into_iter().flatten().collect(),
        unshown.chain(problems.into_iter().flatten()).chain(strange).collect(),
    ))
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) | Value::Choice(text) => vec![text.clone()],
        Value::Choices(keys) => keys.clone(),
        Value::List(items) => items.iter().flat_map(item_texts).collect(),
        Value::Date(day) => vec![day.to_string()],
        Value::DateTime(when) => vec![when.to_string()],
        Value::YesNo(_) | Value::Number(_) => Vec::new(),
    }
}

fn item_texts(item: &Item) -> Vec<String> {
    match item {
        Item::Text(text) => vec![text.clone()],
        Item::Fields(fields) => fields.values().flat_map(texts).collect(),
    }
}

/// Some forty characters on either side of the first place, on one line.
fn excerpt(text: &str, wanted: &str) -> Option<String> {
    let folded = text.to_lowercase();
    let at = folded.find(wanted).filter(|_| !wanted.is_empty())?;
    // Folding may change lengths; count characters, not bytes.
    let before = folded[..at].chars().count();
    let from = before.saturating_sub(40);
    let shown: String = text.chars().skip(from).take(wanted.chars().count() + 80).collect();
    Some(shown.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_is_found_in_any_case_of_letters() {
        assert_eq!(
            excerpt("Seen at the STATION,\nlate", "station").unwrap(),
            "Seen at the STATION, late"
        );
        assert_eq!(excerpt("İstanbul Road", "road").unwrap(), "İstanbul Road");
        assert_eq!(excerpt("x", ""), None);
    }
}
