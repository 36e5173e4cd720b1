//! Why a document is not made, and what it lacks.

use crate::documents::{Gap, Lack};
use crate::ops::Unfit;
use crate::pathway::Audience;

use super::{Said, any_of};
use crate::cli::moment;

/// Why a document is not made: a line for each reason.
pub fn unfit(unfit: &Unfit) -> Vec<Said> {
    match unfit {
        Unfit::Audience { document, audience, may } => {
            let may: Vec<&str> = may.iter().map(|audience| audience.as_str()).collect();
            vec![Said {
                rule: Some("audience".to_owned()),
                message: format!(
                    "{document} is not for {}; it is for {}",
                    audience.title(),
                    any_of(&may)
                ),
                source: None,
                hint: Some(format!(
                    "cse render {document} CASE --for {}",
                    may.first().unwrap_or(&"")
                )),
                again: None,
            }]
        }
        Unfit::Leaks { document, audience, leaks } => leaks
            .iter()
            .enumerate()
            .map(|(at, leak)| Said {
                rule: (at == 0).then(|| "withheld".to_owned()),
                message: format!(
                    "{document} for {} would show what is kept from that reader: {} stands in {}",
                    audience.title(),
                    leak.fact,
                    leak.place
                ),
                source: None,
                hint: (at == 0).then(|| hint(*audience)),
                again: None,
            })
            .collect(),
        Unfit::Template { problems } => {
            let message = match &problems[..] {
                [one] => one.to_string(),
                more => format!("{} things in templates are wrong", more.len()),
            };
            let hint = Some("cse template check; docs/templates.md says how one is written".into());
            vec![Said { message, hint, ..Said::default() }]
        }
        Unfit::Incomplete { document, case, gaps } => {
            let gaps: Vec<String> = gaps.iter().map(gap).collect();
            vec![Said {
                rule: Some("incomplete".to_owned()),
                message: format!("{document} is not complete: {}", gaps.join("; ")),
                source: None,
                hint: Some(format!("cse missing --for {document} {case}")),
                again: None,
            }]
        }
    }
}

fn hint(audience: Audience) -> String {
    format!("cse amend CASE RECORD, to take it out of the text that {} may read", audience.title())
}

/// What a document lacks of a fact.
pub fn gap(gap: &Gap) -> String {
    match gap.lack {
        Lack::Missing => format!("{} is not recorded", gap.fact),
        Lack::Contested => format!("records disagree on {}", gap.fact),
        Lack::Stale(day) => format!("{} was last recorded on {}", gap.fact, moment::echo(day)),
    }
}
