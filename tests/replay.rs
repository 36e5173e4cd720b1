//! Live and replay are one: whatever may be taken, replaying it gives the same case, whatever the
//! order in which its files are read.

use std::collections::BTreeMap;

use cse::domain::{Case, Facts, Moment, Record};
use cse::ops::sample::walk;
use cse::pathway::duty::Duty;
use cse::pathway::{Pathway, Replay, permit, replay, shipped};
use proptest::prelude::*;

use crate::common::TestRegister;

fn pathways() -> Vec<Pathway> {
    let parsed = |name| shipped::parse_files(&shipped::files(name).unwrap()).unwrap();
    shipped::names().into_iter().map(parsed).collect()
}

fn walked(pathway: &Pathway, seed: u64) -> Vec<Record> {
    let now = Moment::parse("2026-11-20T09:00:00Z").unwrap();
    walk(pathway, now, seed, seed % 1000).records
}

/// All that a case and its duties are, to be compared.
fn whole(replay: &Replay<'_>) -> String {
    let Replay { case, duties, records, verdicts } = replay;
    let names: Vec<_> = records.iter().map(|record| &record.name).collect();
    format!("{case:#?}\n{duties:#?}\n{names:#?}\n{verdicts:#?}")
}

/// Each fact's latest value, of what the records gave.
fn latest(records: &[Record]) -> Facts {
    records.iter().flat_map(|record| record.facts.clone()).collect()
}

fn open(duties: &[Duty]) -> Vec<(usize, Option<String>)> {
    let open = duties.iter().filter(|duty| duty.is_open());
    open.map(|duty| (duty.obligation, duty.instance.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_case_that_was_taken_step_by_step_has_no_misplaced_record(seed: u64) {
        for pathway in pathways() {
            let records = walked(&pathway, seed);
            prop_assert!(!records.is_empty());
            let replay = replay(&pathway, &records);
            prop_assert_eq!(replay.misplaced().collect::<Vec<_>>(), Vec::<usize>::new());
        }
    }

    #[test]
    fn the_fold_of_all_records_is_the_fold_after_each_append(seed: u64) {
        for pathway in pathways() {
            let records = walked(&pathway, seed);
            for n in 1..=records.len() {
                let live = permit(&pathway, &records[..n - 1], &records[n - 1]);
                prop_assert!(live.refusals.is_empty() && live.missing.is_empty());
                prop_assert_eq!(live.at, n - 1);
                let again = replay(&pathway, &records[..n]);
                prop_assert_eq!(whole(&live.replay), whole(&again));
                let all = replay(&pathway, &records);
                prop_assert_eq!(&again.verdicts[..], &all.verdicts[..n]);
            }
        }
    }

    #[test]
    fn the_order_in_which_records_are_read_changes_nothing(seed: u64) {
        for pathway in pathways() {
            let records = walked(&pathway, seed);
            let expected = whole(&replay(&pathway, &records));
            let mut mixed = records.clone();
            mixed.reverse();
            prop_assert_eq!(&whole(&replay(&pathway, &mixed)), &expected);
            fastrand::Rng::with_seed(seed).shuffle(&mut mixed);
            prop_assert_eq!(&whole(&replay(&pathway, &mixed)), &expected);
        }
    }

    /// Against a fold so simple that it cannot be wrong: the last value of a fact that keeps one.
    #[test]
    fn a_fact_stands_as_it_was_given_last(seed: u64) {
        for pathway in pathways() {
            let records = walked(&pathway, seed);
            let replay = replay(&pathway, &records);
            let case: &Case = &replay.case;
            for (name, value) in latest(&records) {
                let Some(value) = value else { continue };
                if !case.fact(name.as_str()).is_some_and(cse::domain::FactHistory::grows) {
                    prop_assert_eq!(case.value(name.as_str()), Some(value), "{}", name);
                }
            }
        }
    }
}

/// What `due` lists of a register is what replaying each case's records gives.
#[test]
fn a_generated_register_is_clean_and_owes_what_its_records_say() {
    for name in shipped::names() {
        let mut register = TestRegister::sample(name, "2026-11-20T09:00:00Z");
        register.cse(["sample", "--cases", "40", "--seed", "5"]).done();
        let pathway = shipped::parse_files(&shipped::files(name).unwrap()).unwrap();
        let mut owed: BTreeMap<String, usize> = BTreeMap::new();
        for line in register.json(["due", "--all"]).as_array().unwrap() {
            *owed.entry(line["case"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        let now = Moment::parse("2026-11-20T09:00:01Z").unwrap();
        for n in 0..40 {
            let case = walk(&pathway, now, 5, n);
            let replay = replay(&pathway, &case.records);
            let by_meeting = replay.duties.iter().any(|duty| duty.is_open() && duty.by_meeting);
            if !by_meeting {
                let listed = owed.get(case.id.as_str()).copied().unwrap_or(0);
                assert_eq!(listed, open(&replay.duties).len(), "{}", case.id);
            }
        }
    }
}
