//! What the parser makes of a small but complete pathway, of broken ones, and of noise.

mod beside;
mod broken;
mod mutated;
mod whole;

use super::{Sources, parse};
use crate::domain::Problem;
use crate::pathway::Pathway;

/// The dictionary that both authorities would share.
pub(super) const SHARED: &str = r#"facts:
  child.name: {label: Name, type: text, means: name, lasts: case, source: "Form, 1"}
  child.date_of_birth: {label: Date of birth, type: date, means: birth-date, must_be: past}
  child.status: {label: Status, type: choices, choices: {cin: Child in need, cp: Protection}}
  rag: {label: RAG, type: choice, choices: [blue, red], means: rag, sensitivity: sensitive}
  harm: {label: Serious risk of harm, type: yes-no, help: "Say why."}
  identified_at: {label: Identified, type: datetime}
  level: {label: Level, type: number}
"#;
/// The dictionary of the one authority.
pub(super) const OWN: &str = r#"facts:
  level: {label: Own level, type: number, scheme: own-2026}
  assigned: {label: Worker, type: text, whose: professional, withheld_from: [family]}
  manager.role: {label: Role, type: text, suggests: {boss: The boss}}
  notes: {label: Notes, type: list, keeps: all}
  plan.updated:
    label: MASE plans
    type: list
    list_of:
      plan: {label: Plan, type: choice, choices: [cin, cp], required: true}
      day: {label: Day, type: date}
wordings:
  careless: {phrases: [Hard  to reach, Streetwise], say: "{phrase} in {fact}", source: "Guide, 1", not_in: [notes]}
"#;
/// The pathway.
pub(super) const PATHWAY: &str = r#"pathway: small
version: 2
title: The Small Borough
labels: {mase: MACE}
settings: {lead: {working_days: 5}}
contacts: {team: {title: The team, address: "", verified_on: ""}}
roles:
  visitor: {title: Visitor}
  boss: {title: Boss, rank: 3}
  clerk: {title: Clerk, rank: 1}
  chief: {title: Chief, rank: 3}
seniors: {at_least: boss}
stages:
  open: {title: Open, initial: true}
  closed: {title: Closed, final: true}
rules:
  urgent: {any: [{harm: yes}, {rule: is-red}]}
  is-red: {rag: red}
  screened: {taken: screen, rag: [red, blue]}
steps:
  begin:
    title: Begin
    source: "Form, 1"
    by: any
    at: none
    asks: {child.name: required, harm: optional}
    may: [child.*, harm, identified_at]
  screen:
    title: Screen
    help: |
      More.
    source: "Form, 2"
    recorded_in: Box
    by: [visitor, {at_least: clerk}, clerk]
    at: [open]
    asks: {rag: required, assigned: {when: {rag: red}}, harm: optional}
    moves:
      - {when: {not: {rule: urgent}}, to: closed}
      - {to: open}
    notices:
      - {unless: {known: [rag, harm]}, say: "Think."}
    sets: {worker: assigned}
    agreed_by: {at_least: boss}
  again: {title: Again, source: "Form, 3", by: clerk, at: [closed], begins: episode}
  note: {title: Note, source: "Form, 4", by: any, at: any, also_when_closed: true, may: [notes]}
gates:
  adult:
    step: screen
    when: {first: screen, ever: begin}
    needs: {all: [{age: {at_least: 18}}, {rank: {by: {at_least: boss}}}]}
    else: "Not yet."
    source: "Form, 5"
    override: {by: chief}
obligations:
  plans:
    title: Update each plan
    source: "Form, 6"
    owner: clerk
    escalate: boss
    opened_by: {rule: screened}
    again_when: {harm: true}
    while: {child.status: each}
    each: {item: child.status, of: [cp]}
    due: {days: 3, from: identified_at}
    sooner: [{when: {harm: yes}, due: same-day}]
    met_by: {has: {plan.updated: {plan: each}}}
    counts: earlier
  circulate:
    title: Circulate
    source: "Form, 7"
    owner: clerk
    opened_by: {taken: screen, rag: red, harm: yes}
    each: {meeting: panel}
    due: {setting: lead, before: meeting}
    met_by: {changed: [notes, rag]}
  think:
    title: Think
    source: "Form, 8"
    owner: visitor
    opened_by: {differ: [assigned, manager.role]}
    due: {earliest: [{hours: 24, from: {taken: screen}}, {setting: lawful, from: became-true}, {months: 6, before: birthday-18}]}
    met_by: {any: [{has: {notes: thought}}, {not: {owed: by-law}}, {level: 2}]}
  sign: {title: Sign, source: "Form, 9", owner: clerk, opened_by: {taken: begin}, each: taking, due: at-once, met_by: {taken: screen}}
notices: [{when: {owed: plans}, say: "Each MASE plan is to be updated."}]
"#;
/// The statutory file.
pub(super) const LAW: &str = r#"settings: {lawful: {months: 1}}
rules: {grave: {rule: urgent, rank: {manager.role: {at_least: boss}}}}
obligations:
  by-law:
    title: Obey
    source: "An Act"
    owner: boss
    opened_by: {rule: grave}
    due: undated
    met_by: {taken: note}
"#;

/// Parses these four files.
pub(super) fn read(
    shared: &str,
    own: &str,
    pathway: &str,
    law: &str,
) -> Result<Pathway, Vec<Problem>> {
    parse(&Sources {
        dictionaries: vec![("s.yaml", shared.as_bytes()), ("o.yaml", own.as_bytes())],
        pathway: ("p.yaml", pathway.as_bytes()),
        statutory: Some(("l.yaml", law.as_bytes())),
    })
}

/// The problems of these files, as they are printed.
pub(super) fn problems(shared: &str, own: &str, pathway: &str, law: &str) -> Vec<String> {
    let found = read(shared, own, pathway, law).err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}
