//! The short way of judging a record that comes at the end is the long way: on lifelike cases, and
//! on the same cases with what somebody forged.

use cse::cli::Exit;
use cse::domain::{Hash, Moment, Record, RoleName};
use cse::ops::sample::walk;
use cse::pathway::arrival::{Arrivals, Breach};
use cse::pathway::permit::amended;
use cse::pathway::{Pathway, permit, shipped};
use cse::register::format;

use crate::common::TestRegister;

/// What is wrong with each record, judged each time on all that came before it.
fn the_long_way(pathway: &Pathway, records: &[Record]) -> Vec<Vec<String>> {
    let judged = (0..records.len()).map(|at| {
        let mut permit = permit(pathway, &records[..at], &records[at]);
        if let Some(amends) = &records[at].amends {
            amended(pathway, &mut permit, amends, &records[at].by.role);
        }
        let refused = permit.refusals.iter().map(|refusal| format!("{refusal:?}"));
        refused.chain(permit.missing.iter().map(|fact| format!("lacks {fact}"))).collect()
    });
    judged.collect()
}

fn the_short_way(pathway: &Pathway, records: &[Record]) -> Vec<Vec<String>> {
    let mut arrivals = Arrivals::new(pathway);
    let said = |breach: &Breach| match breach {
        Breach::Refused(refusal) => Some(format!("{refusal:?}")),
        Breach::Lacks(fact) => Some(format!("lacks {fact}")),
        _ => None,
    };
    let judged = records.iter().map(|record| {
        let hash: Hash = format::hash(format::write(record, &pathway.dictionary).as_bytes());
        arrivals.push(record.clone(), hash).iter().filter_map(said).collect()
    });
    judged
        .map(|mut found: Vec<String>| {
            found.sort();
            found
        })
        .collect()
}

#[test]
fn what_comes_at_the_end_is_judged_as_on_the_whole_case() {
    let pathway = shipped::default_pathway().unwrap();
    let now = Moment::parse("2026-11-20T09:00:00Z").unwrap();
    let (mut wrong, mut all) = (0, 0);
    for n in 0..30 {
        let mut records = walk(&pathway, now, 3, n).records;
        records.sort_by(|a, b| (a.recorded, &a.name).cmp(&(b.recorded, &b.name)));
        let victim = usize::try_from(n).unwrap() % records.len();
        for forged in [false, true] {
            if forged {
                records[victim].by.role = RoleName::from("referrer");
                records[victim].facts.clear();
            }
            let long: Vec<Vec<String>> = the_long_way(&pathway, &records)
                .into_iter()
                .map(|mut found| {
                    found.sort();
                    found
                })
                .collect();
            assert_eq!(the_short_way(&pathway, &records), long, "case {n}, forged: {forged}");
            wrong += long.iter().filter(|found| !found.is_empty()).count();
            all += long.len();
        }
    }
    assert!(wrong > 20 && all > 200, "{wrong} of {all}");
}

#[test]
fn the_clocks_of_two_desks_may_differ_by_five_minutes() {
    let mut register = TestRegister::new();
    register.at("2026-11-20T09:00:00Z").as_("mash-manager");
    let refer = ["new-referral", "--child-name", "Bo Invented", "--route", "new"];
    let opened = register.json(refer.into_iter().chain(["--concern-summary", "x"]));
    let case = opened["case"].as_str().unwrap().to_owned();
    let note = |register: &mut TestRegister, at: &str| {
        register.at(at).as_("social-worker").cse(["note", &case, "--note-text", "x"])
    };
    note(&mut register, "2026-11-20T10:00:00Z").done();
    note(&mut register, "2026-11-20T09:55:30Z").done();
    register.at("2026-11-20T11:00:00Z").cse(["verify"]).done();
    let said = note(&mut register, "2026-11-20T09:50:00Z");
    assert!(said.err.contains("warning: the clock of this machine shows Fri 20 Nov 2026 09:50"));
    said.done();
    let told = register.at("2026-11-20T11:00:00Z").cse(["verify"]);
    assert_eq!(told.exit, Exit::Problem);
    assert!(told.out.contains("recorded before a record that it comes after"), "{told}");
    register.leave_dirty();
}
