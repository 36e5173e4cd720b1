//! Why a rule of the pathway says no, and what to do instead.

use crate::domain::{CaseId, RoleName, StepName};
use crate::pathway::Pathway;
use crate::pathway::judge::Refusal;

use super::{Said, all_of, any_of, unmet};

/// One reason for which a step is refused.
pub fn refusal(
    refusal: &Refusal,
    pathway: &Pathway,
    step: &StepName,
    case: Option<&CaseId>,
) -> Said {
    let case = case.map(ToString::to_string).unwrap_or_default();
    let mut options = None;
    let mut again = |text: String| {
        let case = if case.is_empty() { String::new() } else { format!(" {case}") };
        options = Some(text.clone());
        format!("cse {step}{case} {} ...", text.replace("...", "REASON"))
    };
    let (message, hint) = match refusal {
        Refusal::Stage { step, stage: None, .. } => (
            format!("`{step}` cannot be taken: the case was not open yet at that moment"),
            Some(format!("cse log {case}")),
        ),
        Refusal::Stage { step, at, .. } if at.is_empty() => (
            format!("`{step}` opens a case, and this one is open"),
            Some(format!("cse next {case}")),
        ),
        Refusal::Stage { step, stage: Some(stage), at } => {
            let at: Vec<&str> = at.iter().map(crate::domain::StageName::as_str).collect();
            let message = format!(
                "`{step}` cannot be taken at the stage {stage}; it is taken at {}",
                any_of(&at)
            );
            (message, Some(format!("cse next {case}")))
        }
        Refusal::Role { step, role, may } => {
            let hint = may.first().map(|usual| again(format!("--as {usual}")));
            (not_for(step, role, may, pathway), hint)
        }
        Refusal::AgreedBy { step, may, given } => {
            let usual = may.first();
            let may = roles(may, pathway);
            let message = if *given {
                format!("`{step}` wants a second person, another one than the first, as {may}")
            } else {
                format!("`{step}` wants a second person who agrees, as {may}")
            };
            let role = usual.map(RoleName::as_str).unwrap_or_default();
            (message, Some(again(format!("--agreed-by WORKER:{role}"))))
        }
        Refusal::Gate { otherwise, unmet: parts, override_by, tried, .. } => {
            let mut message = sentence(otherwise);
            for part in unmet(parts) {
                message.push_str(&format!("; {part}"));
            }
            let hint = match override_by.first() {
                None => Some(next(&case, step)),
                Some(usual) => {
                    let only = if *tried { "only " } else { "" };
                    let roles = roles(override_by, pathway);
                    message.push_str(&format!("; overridden with a reason {only}by {roles}"));
                    Some(again(format!("--as {usual} --override ...")))
                }
            };
            (message, hint)
        }
        Refusal::Conflict { fact, gate } => (
            format!(
                "two records disagree on {fact}, which the rule {gate} reads; a step that gives \
                 {fact} again settles it"
            ),
            Some(format!("cse show {case}")),
        ),
        Refusal::NotOwed { obligation } => {
            (format!("{obligation} is not owed"), Some(format!("cse due --all --case {case}")))
        }
        Refusal::Senior { step, role, may, ask } => {
            let hint = match ask.as_slice() {
                [] => may.first().map(|usual| again(format!("--as {usual}"))),
                ask => Some(format!("ask {}", any_of(ask))),
            };
            (not_for(step, role, may, pathway), hint)
        }
        Refusal::LaterRecord { record, step: later, may } => {
            let usual = may.first();
            let may = roles(may, pathway);
            let message = format!(
                "with this step put in where it happened, the later `{later}` ({record}) would no \
                 longer be permitted"
            );
            let message = format!("{message}; overridden with a reason by {may}");
            let hint = usual.map(|usual| again(format!("--as {usual} --override ...")));
            (message, hint)
        }
        Refusal::NotListed { worker } => (
            format!("{worker} is not listed in workers.yaml"),
            Some(
                "add them to workers.yaml, or set GIT_AUTHOR_EMAIL to your own address".to_owned(),
            ),
        ),
        Refusal::NotOwnRole { role, own } => {
            let own: Vec<&str> = own.iter().map(RoleName::as_str).collect();
            (format!("{role} is not a role of yours; yours: {}", all_of(&own)), None)
        }
        Refusal::NoStep { step } => {
            (format!("this pathway has no step `{step}`"), Some("cse --help".to_owned()))
        }
    };
    let rule = Some(refusal.rule().to_owned());
    Said { rule, message, source: source(refusal, pathway), hint, again: options }
}

/// The paragraph from which a refusal comes.
pub fn source(refusal: &Refusal, pathway: &Pathway) -> Option<String> {
    let of = |step: &StepName| pathway.step(step.as_str()).map(|step| step.source.clone());
    let named = match refusal {
        Refusal::Gate { source, .. } => Some(source.clone()),
        Refusal::Stage { step, .. }
        | Refusal::Role { step, .. }
        | Refusal::AgreedBy { step, .. } => of(step),
        Refusal::Conflict { .. }
        | Refusal::NotOwed { .. }
        | Refusal::Senior { .. }
        | Refusal::LaterRecord { .. }
        | Refusal::NotListed { .. }
        | Refusal::NotOwnRole { .. }
        | Refusal::NoStep { .. } => None,
    };
    named.or_else(|| Some(pathway.title.clone()))
}

fn not_for(step: &StepName, role: &RoleName, may: &[RoleName], pathway: &Pathway) -> String {
    format!("`{step}` is not for the role {role}; it is for {}", roles(may, pathway))
}

/// Roles in a row; `ROLE or above` where they are all that rank so high.
fn roles(names: &[RoleName], pathway: &Pathway) -> String {
    let rank = |name: &RoleName| pathway.role(name.as_str()).and_then(|role| role.rank);
    let lowest = names.iter().filter_map(rank).min();
    let so_high = pathway.roles.iter().filter(|role| role.rank.is_some() && role.rank >= lowest);
    let above: Vec<&RoleName> = so_high.map(|role| &role.name).collect();
    let all = lowest.is_some() && above.iter().all(|name| names.contains(name));
    let rest = names.iter().filter(|name| !all || !above.contains(name));
    let lowest_one = names.iter().filter(|name| rank(name) == lowest);
    let first = lowest_one.take(usize::from(all && above.len() > 1));
    let first = first.map(|name| format!("{name} or above"));
    let rest = rest.map(ToString::to_string);
    if all && above.len() <= 1 {
        return any_of(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
    }
    any_of(&first.chain(rest).collect::<Vec<_>>())
}

/// What to look at next: what can be done with the case, or how the step is taken.
fn next(case: &str, step: &StepName) -> String {
    if case.is_empty() { format!("cse {step} --help") } else { format!("cse next {case}") }
}

/// A sentence of a pathway as the first line of an error: lower case, no full stop.
fn sentence(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut words = text.splitn(2, ' ');
    let (first, rest) = (words.next().unwrap_or_default(), words.next());
    // An abbreviation at the beginning keeps its capitals.
    let shout = first.chars().filter(|c| c.is_uppercase()).count() > 1;
    let mut chars = first.chars();
    let first = match chars.next() {
        Some(c) if !shout => c.to_lowercase().to_string() + chars.as_str(),
        Some(_) | None => first.to_owned(),
    };
    rest.map_or_else(|| first.clone(), |rest| format!("{first} {rest}"))
}
