//! Nothing is found in a pathway that is right, and what was broken is found where it stands.

use super::*;
use crate::pathway::condition::Condition;
use crate::pathway::model::{At, Move};
use crate::pathway::{parse, shipped};

pub(super) const FACTS: &str = "facts:
  born: {label: Born, type: date, means: birth-date}
  colour: {label: Colour, type: choice, choices: [red, blue, green]}
  alarm: {label: Alarm, type: yes-no}
  chair: {label: Role of the chair, type: text}
  kinds: {label: Kinds, type: choices, choices: [one, two]}
  done: {label: Done, type: list, keeps: all}
  never: {label: Never asked, type: yes-no}
";

pub(super) const PATHWAY: &str = "pathway: proofs
version: 1
title: Proofs
roles: {clerk: {title: Clerk, rank: 1}, chief: {title: Chief, rank: 2}, guest: {title: Guest}}
seniors: {at_least: chief}
stages:
  begun: {title: Begun}
  going: {title: Going}
  waiting: {title: Waiting}
  closed: {title: Closed, final: true}
rules:
  bright: {any: [{taken: look, colour: red}, {alarm: yes}]}
steps:
  begin: {title: Begin, source: S, by: any, at: none, asks: {alarm: optional}, may: [kinds, born]}
  look:
    title: Look
    source: S
    by: [clerk, chief]
    at: [begun, waiting]
    asks: {colour: required}
    moves:
      - {when: {colour: red}, to: going}
      - {when: {colour: blue}, to: waiting}
  meet: {title: Meet, source: S, by: [clerk, chief], at: [going], asks: {chair: required}, may: [done]}
  plan: {title: Plan, source: S, by: clerk, at: [going]}
  wait: {title: Wait, source: S, by: clerk, at: [going], moves: [{to: waiting}]}
  end: {title: End, source: S, by: clerk, at: any, moves: [{to: closed}]}
  again: {title: Again, source: S, by: any, at: [closed], begins: episode, moves: [{to: begun}]}
gates:
  chief-in-the-chair:
    step: meet
    needs: {rank: {chair: {at_least: chief}}}
    else: E
    source: S
    override: {by: {at_least: chief}}
  plan-after-meeting: {step: plan, needs: {taken: meet}, else: E, source: S}
  no-alarm-in-blue: {step: look, when: {colour: blue}, needs: {not: {alarm: yes}}, else: E, source: S}
  no-end-while-owed: {step: end, needs: {not: {owed: meeting}}, else: E, source: S}
obligations:
  meeting: {title: M, source: S, owner: clerk, opened_by: {rule: bright}, while: {colour: red}, due: same-day, met_by: {taken: meet}}
  planning: {title: P, source: S, owner: clerk, opened_by: {taken: meet}, due: same-day, met_by: {taken: plan}}
  for-each: {title: F, source: S, owner: clerk, opened_by: {all: [{taken: look, colour: red}, {known: kinds}]}, each: {item: kinds}, due: same-day, met_by: {has: {done: each}}}
";

pub(super) fn parsed(pathway: &str) -> Pathway {
    let sources = parse::Sources {
        dictionaries: vec![("facts.yaml", FACTS.as_bytes())],
        pathway: ("pathway.yaml", pathway.as_bytes()),
        statutory: None,
    };
    parse::parse(&sources).unwrap_or_else(|problems| panic!("{problems:#?}\n{pathway}"))
}

fn found(pathway: &str) -> Vec<String> {
    let proved = prove(&parsed(pathway), &[("pathway.yaml", pathway.as_bytes())]);
    proved.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_is_found_in_a_pathway_that_is_right() {
    assert_eq!(found(PATHWAY), [] as [&str; 0]);
    for name in shipped::names() {
        let mut files = shipped::files(name).unwrap();
        let pathway = shipped::parse_files(&files).unwrap();
        assert_eq!(findings(&pathway), (vec![], false), "{name}");
        files.retain(|(file, _)| file != "statutory.yaml");
        let pathway = shipped::parse_files(&files).unwrap();
        assert_eq!(findings(&pathway), (vec![], false), "{name} without the clocks of law");
    }
}

/// What is changed in the pathway, as text and what stands in its place; and what is then found.
struct Broken {
    why: &'static str,
    changes: &'static [(&'static str, &'static str)],
    found: &'static [&'static str],
}

const BROKEN: &[Broken] = &[
    Broken {
        why: "no move leads to a stage",
        changes: &[("  waiting: {title", "  nowhere: {title: Nowhere}\n  waiting: {title")],
        found: &[
            "9:3: stage `nowhere` is never reached: no step that can be taken moves a case to it",
        ],
    },
    Broken {
        why: "a move asks for two values of one fact",
        changes: &[
            (
                "{when: {colour: blue}, to: waiting}",
                "{when: {all: [{colour: blue}, {colour: [red, green]}]}, to: waiting}",
            ),
            ("at: [going], moves: [{to: waiting}]", "at: [going]"),
        ],
        found: &[
            "9:3: stage `waiting` is never reached: no step that can be taken moves a case to it",
        ],
    },
    Broken {
        why: "a move stands behind one that always applies",
        changes: &[
            ("{when: {colour: red}, to: going}", "{to: going}"),
            ("at: [going], moves: [{to: waiting}]", "at: [going]"),
        ],
        found: &[
            "9:3: stage `waiting` is never reached: no step that can be taken moves a case to it",
        ],
    },
    Broken {
        why: "a move asks for a fact that no step takes",
        changes: &[("moves: [{to: closed}]", "moves: [{when: {never: yes}, to: closed}]")],
        found: &[
            "7:3: stage `begun` cannot be left: no way leads from it to the end of a case",
            "8:3: stage `going` cannot be left: no way leads from it to the end of a case",
            "9:3: stage `waiting` cannot be left: no way leads from it to the end of a case",
            "10:3: stage `closed` is never reached: no step that can be taken moves a case to it",
            "28:3: step `again` can never be taken: no case comes to a stage at which it may be taken",
        ],
    },
    Broken {
        why: "nothing leads away from a stage",
        changes: &[
            ("by: clerk, at: any", "by: clerk, at: [begun, going]"),
            ("at: [begun, waiting]", "at: [begun]"),
        ],
        found: &["9:3: stage `waiting` cannot be left: no way leads from it to the end of a case"],
    },
    Broken {
        why: "two steps wait for each other",
        changes: &[(
            "  plan-after-meeting:",
            "  meeting-after-plan: {step: meet, needs: {taken: plan}, else: E, source: S}\n  plan-after-meeting:",
        )],
        found: &[
            "24:3: step `meet` can never be taken: its gate `meeting-after-plan` never holds there",
            "25:3: step `plan` can never be taken: its gate `plan-after-meeting` never holds there",
            "36:3: gate `meeting-after-plan` can never hold: what it needs is never so at `meet`",
            "37:3: gate `plan-after-meeting` can never hold: what it needs is never so at `plan`",
            "41:3: duty `meeting` cannot be met while it is owed: at `going`, `waiting` and from there on nothing that can be done meets it",
            "42:3: duty `planning` is never owed: what opens it never comes about",
            "43:3: duty `for-each` cannot be met while it is owed: at `going`, `waiting` and from there on nothing that can be done meets it",
        ],
    },
    Broken {
        why: "two gates hold one by one and never together",
        changes: &[(
            "  no-alarm-in-blue:",
            "  met: {step: wait, needs: {taken: meet}, else: E, source: S}\n  not-met: {step: wait, needs: {not: {taken: meet}}, else: E, source: S}\n  no-alarm-in-blue:",
        )],
        found: &["26:3: step `wait` can never be taken: its gates never hold together"],
    },
    Broken {
        why: "only an override passes a gate, and what it marks meets nothing",
        changes: &[("needs: {rank: {chair: {at_least: chief}}}", "needs: {never: yes}")],
        found: &[
            "30:3: gate `chief-in-the-chair` can never hold: what it needs is never so at `meet`",
            "40:3: duty `meeting` cannot be met while it is owed: at `going`, `waiting` and from there on nothing that can be done meets it",
        ],
    },
    Broken {
        why: "who may override a gate may not take the step",
        changes: &[("override: {by: {at_least: chief}}", "override: {by: guest}")],
        found: &[
            "30:3: gate `chief-in-the-chair` can be overridden by nobody: no role that may override it may take `meet`",
        ],
    },
    Broken {
        why: "nobody who takes the step ranks as high as its gate wants",
        changes: &[("needs: {taken: meet}", "needs: {rank: {by: {at_least: chief}}}")],
        found: &[
            "25:3: step `plan` can never be taken: its gate `plan-after-meeting` never holds there",
            "36:3: gate `plan-after-meeting` can never hold: what it needs is never so at `plan`",
            "41:3: duty `planning` cannot be met while it is owed: at `going` and from there on nothing that can be done meets it",
        ],
    },
    Broken {
        why: "a duty applies only where what meets it cannot be done",
        changes: &[(
            "opened_by: {taken: meet}",
            "opened_by: {taken: look, colour: green}, while: {colour: green}",
        )],
        found: &[
            "41:3: duty `planning` cannot be met while it is owed: at `begun`, `waiting` and from there on nothing that can be done meets it",
        ],
    },
    Broken {
        why: "a duty is met by a step of a stage that lies behind",
        changes: &[(
            "due: same-day, met_by: {taken: plan}",
            "due: same-day, met_by: {taken: begin}",
        )],
        found: &[
            "41:3: duty `planning` cannot be met while it is owed: at `going` and from there on nothing that can be done meets it",
        ],
    },
    Broken {
        why: "a duty is met by a fact that no step gives",
        changes: &[("met_by: {has: {done: each}}", "met_by: {never: yes}")],
        found: &[
            "42:3: duty `for-each` cannot be met while it is owed: at `going`, `waiting` and from there on nothing that can be done meets it",
        ],
    },
    Broken {
        why: "what opens a duty never comes about",
        changes: &[
            ("opened_by: {taken: meet}", "opened_by: {taken: look, colour: [red], alarm: yes}"),
            ("asks: {colour: required}", "asks: {colour: required}\n    may: [alarm]"),
            (
                "  plan-after-meeting:",
                "  no-alarm: {step: look, needs: {not: {alarm: yes}}, else: E, source: S}\n  plan-after-meeting:",
            ),
        ],
        found: &["43:3: duty `planning` is never owed: what opens it never comes about"],
    },
];

#[test]
fn what_is_broken_is_found_where_it_stands() {
    for broken in BROKEN {
        let change = |text: String, (from, to): &(&str, &str)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replace(from, to)
        };
        let pathway = broken.changes.iter().fold(PATHWAY.to_owned(), change);
        let found = found(&pathway);
        let expected: Vec<String> =
            broken.found.iter().map(|line| format!("pathway.yaml:{line}")).collect();
        assert_eq!(found, expected, "{}", broken.why);
    }
}

/// Of the shipped pathways each part in turn is broken, and must be found.
#[test]
fn whatever_is_broken_in_a_shipped_pathway_is_found() {
    let never = Condition::Any(Vec::new());
    for name in shipped::names() {
        let whole = shipped::parse_files(&shipped::files(name).unwrap()).unwrap();
        let must = |broken: &Pathway, section: &str, of: &str| {
            let (found, _) = findings(broken);
            assert!(
                found.iter().any(|one| one.section == section && one.name == of),
                "{name}: {section} {of} is broken and not found: {found:#?}"
            );
        };
        for (at, stage) in whole.stages.iter().enumerate().skip(1) {
            let mut broken = whole.clone();
            for step in &mut broken.steps {
                step.moves.retain(|one| one.to != stage.name);
            }
            must(&broken, "stages", stage.name.as_str());
            // A case that cannot move from there.
            let mut broken = whole.clone();
            for step in broken.steps.iter_mut().filter(|_| !whole.stages[at].is_final) {
                let stays = Move {
                    when: Some(Condition::Not(Box::new(never.clone()))),
                    to: stage.name.clone(),
                };
                match &mut step.at {
                    At::Opening => {}
                    At::Any => step.moves.clear(),
                    At::Stages(stages) if stages.contains(&stage.name) => {
                        step.moves = vec![stays];
                    }
                    At::Stages(_) => {}
                }
            }
            if !stage.is_final {
                must(&broken, "stages", stage.name.as_str());
            }
        }
        for (at, gate) in whole.gates.iter().enumerate() {
            let mut broken = whole.clone();
            broken.gates[at].needs = never.clone();
            must(&broken, "gates", gate.name.as_str());
            broken.gates[at].when = None;
            broken.gates[at].override_by.clear();
            must(&broken, "steps", gate.step.as_str());
        }
        // Duties do not stand in each other's way: all are broken at once.
        let mut broken = whole.clone();
        broken.obligations.iter_mut().for_each(|one| one.met_by = never.clone());
        let mut lapsed = whole.clone();
        lapsed.obligations.iter_mut().for_each(|one| one.holds_while = Some(never.clone()));
        let (broken, lapsed) = (findings(&broken).0, findings(&lapsed).0);
        for found in [broken, lapsed] {
            let found: Vec<_> = found.iter().map(|one| (one.section, one.name.as_str())).collect();
            let all = whole.obligations.iter().map(|one| ("obligations", one.name.as_str()));
            assert_eq!(found, all.collect::<Vec<_>>(), "{name}");
        }
    }
}
