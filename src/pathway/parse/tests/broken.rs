//! Broken files, and exactly what is said of them and where.

use super::{LAW, OWN, PATHWAY, SHARED, problems};
use crate::pathway::parse::{Sources, parse};

/// Cases, a blank line between them: `file | words | words put in their place`, where the file is
/// `s` (the shared dictionary), `o` (the own one), `p` (the pathway) or `l` (the statutory file);
/// then all problems.
const CASES: &str = include_str!("broken.txt");

#[test]
fn every_problem_is_said_exactly() {
    let mut seen = 0;
    for case in CASES.split("\n\n") {
        let mut lines = case.lines();
        let what = lines.next().unwrap();
        let [file, from, to] = what.splitn(3, " |").collect::<Vec<_>>()[..] else {
            panic!("{what}")
        };
        let unfolded = |words: &str| words.strip_prefix(' ').unwrap_or(words).replace("\\n", "\n");
        let (from, to) = (unfolded(from), unfolded(to));
        let mut files = [SHARED, OWN, PATHWAY, LAW].map(str::to_owned);
        let at = ["s", "o", "p", "l"].iter().position(|name| *name == file).unwrap();
        assert!(files[at].contains(&from), "{what}: there are no such words");
        files[at] = files[at].replacen(&from, &to, 1);
        let [shared, own, pathway, law] = &files;
        assert_eq!(problems(shared, own, pathway, law), lines.collect::<Vec<_>>(), "{what}");
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn independent_problems_are_all_said() {
    let pathway = PATHWAY.replace("escalate: boss", "escalate: bos").replace("else:", "otherwise:");
    let shared = SHARED.replace("yes-no", "yesno");
    let law = format!("{LAW}    met_by: {{taken: note}}\n");
    let places: Vec<_> = problems(&shared, OWN, &pathway, &law)
        .iter()
        .map(|problem| problem.split(": ").next().unwrap().to_owned())
        .collect();
    assert_eq!(
        places,
        ["l.yaml:11:5", "p.yaml:47:3", "p.yaml:51:5", "p.yaml:59:15", "s.yaml:6:45"]
    );
}

#[test]
fn a_file_that_cannot_be_read_makes_no_noise_elsewhere() {
    let law = "settings: [";
    for (shared, own, pathway, law, file) in [
        ("facts: [", OWN, PATHWAY, LAW, "s.yaml"),
        (SHARED, "a: b: c", PATHWAY, LAW, "o.yaml"),
        (SHARED, OWN, "steps: {", LAW, "p.yaml"),
        (SHARED, OWN, PATHWAY, law, "l.yaml"),
        (SHARED, OWN, "", LAW, "p.yaml"),
    ] {
        let found = problems(shared, own, pathway, law);
        assert!(found.len() == 1 && found[0].starts_with(file), "{found:?}");
    }
}

#[test]
fn an_empty_pathway_is_told_all_that_it_lacks() {
    let sources = Sources { dictionaries: Vec::new(), pathway: ("p", b"{}"), statutory: None };
    let found: Vec<_> = parse(&sources).unwrap_err().into_iter().map(|p| p.message).collect();
    let lacks = ["pathway", "roles", "seniors", "stages", "steps", "title", "version"];
    assert_eq!(found, lacks.map(|key| format!("the pathway lacks `{key}`")));
}
