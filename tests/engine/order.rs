//! Backdated records, two desks that did not see each other, and putting things right.

use super::*;

#[test]
fn a_backdated_step_is_judged_where_it_stands_and_may_not_upset_what_came_later() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    case.take("2026-03-05T10:00:00Z", "look", &[("colour", "white")]);
    let mut end = case.made("2026-03-04T10:00:00Z", "end", "clerk", &[]);
    end.recorded = Recorded(moment("2026-03-06T10:00:00Z"));
    end.agreed_by = Some(By { worker: "x@example.invalid".into(), role: "chief".into() });
    case.name(&mut end);
    let found = permit(&case.pathway, &case.records, &end);
    assert!(
        matches!(found.refusals.as_slice(), [Refusal::LaterRecord { step, .. }] if step.as_str() == "look")
    );
    end.by.role = RoleName::from("chief");
    let reason = "It was closed on the 4th; the look was a mistake.".to_owned();
    end.overrides = vec![Override { gate: "later-record".into(), reason }];
    case.name(&mut end);
    assert_eq!(case.refusals(&end), [] as [&str; 0]);
    case.records.push(end);
    let replayed = replay(&case.pathway, &case.records);
    assert_eq!(replayed.case.stage().map(cse::domain::StageName::as_str), Some("closed"));
    assert_eq!(replayed.misplaced().count(), 1, "the look is listed as a problem");
}

#[test]
fn two_desks_that_did_not_see_each_other_conflict_until_somebody_settles_it() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("alarm", "yes"), ("items", "[first]")]);
    let one =
        case.made("2026-03-03T10:00:00Z", "tell", "clerk", &[("colour", "red"), ("items", "[a]")]);
    let two = case.made(
        "2026-03-03T11:00:00Z",
        "tell",
        "clerk",
        &[("colour", "white"), ("items", "[b]")],
    );
    case.records.extend([one.clone(), two.clone()]);
    let replayed = replay(&case.pathway, &case.records);
    assert_eq!(replayed.case.value("colour"), None);
    assert_eq!(replayed.case.fact("colour").unwrap().conflict().len(), 2);
    assert_eq!(
        replayed.case.value("items").unwrap().items().len(),
        3,
        "a list that grows keeps all"
    );
    let mut settled = case.made("2026-03-03T12:00:00Z", "tell", "clerk", &[("colour", "white")]);
    settled.after = vec![case.hash(&one), case.hash(&two)];
    case.name(&mut settled);
    case.records.push(settled);
    let replayed = replay(&case.pathway, &case.records);
    assert!(replayed.case.fact("colour").unwrap().conflict().is_empty());
    assert!(replayed.case.value("colour").is_some());
}

#[test]
fn no_duty_is_lost_by_a_conflict_and_none_is_met_by_one() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-03-02")]);
    let yes = case.made("2026-03-03T10:00:00Z", "tell", "clerk", &[("alarm", "yes")]);
    let no = case.made("2026-03-03T11:00:00Z", "tell", "clerk", &[("alarm", "no")]);
    let (one, two) = (case.hash(&yes), case.hash(&no));
    case.records.extend([yes, no]);
    assert_eq!(case.owed("2026-03-03T12:00:00Z")["meeting"], "2026-03-03", "it stands as owed");
    let mut kinds = case.made("2026-03-04T10:00:00Z", "tell", "clerk", &[("kinds", "[one]")]);
    kinds.after = vec![one, two];
    case.name(&mut kinds);
    case.records.push(kinds);
    assert!(case.owed("2026-03-04T12:00:00Z").contains_key("for-each-kind/one"));
}

#[test]
fn a_gate_refuses_on_a_fact_in_conflict() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    let one = case.made("2026-03-03T10:00:00Z", "meet", "chief", &[("chair", "chief")]);
    let mut two = case.made("2026-03-03T11:00:00Z", "meet", "chief", &[("chair", "clerk")]);
    two.overrides = vec![Override { gate: "chief-in-the-chair".into(), reason: "x".into() }];
    case.name(&mut two);
    case.records.extend([one, two]);
    let meet = case.made("2026-03-03T12:00:00Z", "meet", "chief", &[]);
    assert_eq!(case.refusals(&meet), ["conflict"]);
    let meet = case.made("2026-03-03T12:00:00Z", "meet", "chief", &[("chair", "chief")]);
    assert_eq!(case.refusals(&meet), [] as [&str; 0], "a step that gives it again settles it");
}

#[test]
fn equal_moments_are_folded_in_causal_order() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    for n in 0..6 {
        let colour = if n % 2 == 0 { "red" } else { "white" };
        case.take(
            "2026-03-02T10:00:00Z",
            "tell",
            &[("colour", colour), ("items", &format!("[i{n}]"))],
        );
    }
    let colour = replay(&case.pathway, &case.records).case.value("colour");
    assert_eq!(colour.and_then(|v| v.as_text().map(str::to_owned)).as_deref(), Some("white"));
    case.records.reverse();
    let replayed = replay(&case.pathway, &case.records);
    assert_eq!(replayed.records[0].step.as_str(), "begin");
    assert_eq!(replayed.case.value("colour").unwrap().as_text(), Some("white"));
}

#[test]
fn an_amend_puts_facts_right_where_they_were_given() {
    let mut case = Case::new();
    case.take("2026-03-02T10:00:00Z", "begin", &[("seen_at", "2026-03-01")]);
    case.take("2026-03-03T10:00:00Z", "look", &[("colour", "red"), ("cause", "x")]);
    let wrong = case.records[1].name.clone();
    let mut amend = case.made("2026-03-04T10:00:00Z", "amend", "clerk", &[("colour", "white")]);
    amend.facts.insert(FactName::from("cause"), None);
    let facts = vec![FactName::from("colour"), FactName::from("cause")];
    amend.amends = Some(Amends { record: wrong.clone(), facts, reason: "wrong box".into() });
    case.name(&mut amend);
    let mut amended = case.records.clone();
    amended.push(amend);
    let replayed = replay(&case.pathway, &amended);
    assert_eq!(replayed.case.value("colour").unwrap().as_text(), Some("white"));
    assert_eq!(replayed.case.value("cause"), None);
    assert_eq!(replayed.case.stage().unwrap().as_str(), "begun", "the move went with the fact");
    let mut withdraw = case.made("2026-03-04T10:00:00Z", "amend", "clerk", &[]);
    withdraw.amends = Some(Amends { record: wrong, facts: vec![], reason: "another child".into() });
    case.name(&mut withdraw);
    case.records.push(withdraw);
    let replayed = replay(&case.pathway, &case.records);
    assert!(replayed.case.takings().iter().all(|taking| taking.step.as_str() != "look"));
}

#[test]
fn a_case_that_is_moved_nowhere_begins_in_the_first_stage() {
    let text = include_str!("pathway.yaml");
    let without = text.replacen("    moves: [{to: begun}]\n", "", 1);
    assert_ne!(text, without);
    let facts = include_bytes!("facts.yaml");
    let sources = parse::Sources {
        dictionaries: vec![("facts.yaml", facts)],
        pathway: ("pathway.yaml", without.as_bytes()),
        statutory: None,
    };
    let mut case = Case::new();
    case.pathway = parse::parse(&sources).unwrap();
    case.take("2026-03-02T10:00:00Z", "begin", &[]);
    let replayed = replay(&case.pathway, &case.records);
    assert_eq!(replayed.case.stage().map(ToString::to_string), Some("begun".to_owned()));
    case.take("2026-03-02T11:00:00Z", "look", &[("colour", "white")]);
}
