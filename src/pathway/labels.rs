//! `labels`: what an authority calls things today. A pathway's texts are written with the names of
//! its own paragraphs; where a label gives a name another word, every text that people read says
//! that word, while stored keys, commands and the sources that are quoted stay as they are.

use std::collections::BTreeMap;

use crate::domain::{Choice, Dictionary, FactDef, FactKind, Field, ListOf};

use super::model::Pathway;

/// Puts the labels of a pathway into all its texts.
pub(super) fn put(pathway: &mut Pathway) {
    let labels: Labels = pathway
        .labels
        .iter()
        .filter(|(key, label)| !key.eq_ignore_ascii_case(label))
        .map(|(key, label)| (key.to_lowercase(), label.clone()))
        .collect();
    if labels.is_empty() {
        return;
    }
    let say = |text: &mut String| *text = labelled(text, &labels);
    pathway.roles.iter_mut().for_each(|role| say(&mut role.title));
    pathway.stages.iter_mut().for_each(|stage| say(&mut stage.title));
    pathway.contacts.iter_mut().for_each(|contact| say(&mut contact.title));
    pathway.notices.iter_mut().for_each(|notice| say(&mut notice.say));
    pathway.wordings.iter_mut().for_each(|wording| say(&mut wording.say));
    pathway.gates.iter_mut().for_each(|gate| say(&mut gate.otherwise));
    pathway.obligations.iter_mut().for_each(|obligation| say(&mut obligation.title));
    for step in &mut pathway.steps {
        say(&mut step.title);
        say(&mut step.help);
        step.recorded_in.iter_mut().for_each(say);
        step.notices.iter_mut().for_each(|notice| say(&mut notice.say));
    }
    let mut dictionary = Dictionary::default();
    for def in pathway.dictionary.iter() {
        let (label, help) = (labelled(&def.label, &labels), labelled(&def.help, &labels));
        let kind = kind(&def.kind, &labels);
        dictionary.insert(FactDef { label, help, kind, ..def.clone() });
    }
    pathway.dictionary = dictionary;
}

/// Names in small letters, and the words that are said for them.
type Labels = BTreeMap<String, String>;

fn kind(kind: &FactKind, labels: &Labels) -> FactKind {
    let choices = |choices: &[Choice]| {
        let one = |choice: &Choice| Choice {
            key: choice.key.clone(),
            label: labelled(&choice.label, labels),
        };
        choices.iter().map(one).collect()
    };
    match kind {
        FactKind::Text(suggests) => FactKind::Text(choices(suggests)),
        FactKind::Choice(all) => FactKind::Choice(choices(all)),
        FactKind::Choices(all) => FactKind::Choices(choices(all)),
        FactKind::List(ListOf::Fields(fields)) => {
            let one = |field: &Field| Field {
                label: labelled(&field.label, labels),
                kind: self::kind(&field.kind, labels),
                ..field.clone()
            };
            FactKind::List(ListOf::Fields(fields.iter().map(one).collect()))
        }
        FactKind::List(ListOf::Texts)
        | FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number => kind.clone(),
    }
}

/// A text with every name that has a label. In small letters a name is a command or a stored key,
/// which stays.
fn labelled(text: &str, labels: &Labels) -> String {
    let part = |c: char| c.is_alphanumeric() || c == '-';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(part) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c| !part(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        let small = word.to_lowercase();
        out.push_str(before);
        out.push_str(labels.get(&small).filter(|_| small != word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_said_in_todays_word_and_a_command_stays() {
        let labels: Labels =
            [("mase", "MACE"), ("pre-mase", "Pre-MACE"), ("cait", "the public protection desk")]
                .map(|(key, label)| (key.to_owned(), label.to_owned()))
                .into();
        let said = |text| labelled(text, &labels);
        assert_eq!(said("CSE/MASE Referral Tray (LCS)"), "CSE/MACE Referral Tray (LCS)");
        assert_eq!(said("the pre-MASE meeting; MASE's"), "the Pre-MACE meeting; MACE's");
        assert_eq!(said("recorded (mase-form), or by mase"), "recorded (mase-form), or by mase");
        assert_eq!(said("Sent to CAIT"), "Sent to the public protection desk");
    }
}
