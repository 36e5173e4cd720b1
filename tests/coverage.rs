//! `docs/coverage.md` is true: every row of both authorities' own texts is there, what carries it
//! exists in that pathway, and the story that is named shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cse::pathway::{Pathway, shipped};

const PAGE: &str = include_str!("../docs/coverage.md");

/// The pathways, the headings of their tables, and their rows.
const HOUNSLOW: (&str, &str) = ("hounslow", "## Hounslow");
const AFC: (&str, &str) = ("achieving-for-children", "## Achieving for Children");
const AFC_ROWS: &str = "K0 K1a K1b K2 K3 K4 K5 K6 K7 K7b K8 K9";

/// One line of a table.
struct Row {
    id: &'static str,
    carried_by: Vec<&'static str>,
    stories: &'static str,
}

fn rows_wanted(pathway: &str) -> Vec<String> {
    if pathway == AFC.0 {
        return AFC_ROWS.split(' ').map(str::to_owned).collect();
    }
    (0..=28).map(|row| format!("H{row}")).collect()
}

/// The part of the page under a heading.
fn section(heading: &str) -> &'static str {
    let at = PAGE.find(&format!("{heading}\n")).unwrap_or_else(|| panic!("no `{heading}`"));
    let rest = &PAGE[at + heading.len()..];
    &rest[..rest.find("\n## ").unwrap_or(rest.len())]
}

fn rows(heading: &str) -> Vec<Row> {
    let lines = section(heading).lines().filter(|line| line.starts_with("| "));
    let cells = lines.map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    cells
        .filter(|cells| cells.get(1) != Some(&"Row"))
        .map(|cells| {
            let [_, id, what, carried_by, stories, _] = cells[..] else {
                panic!("a line wants four cells: {cells:?}")
            };
            assert!(!what.is_empty(), "{id} does not say what it is");
            Row { id, carried_by: quoted(carried_by), stories }
        })
        .collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn pathway(name: &str) -> Pathway {
    shipped::parse_files(&shipped::files(name).unwrap()).unwrap()
}

/// Every name that may carry a row.
fn names(pathway: &Pathway) -> BTreeSet<String> {
    let steps = pathway.steps.iter().map(|step| step.name.to_string());
    let gates = pathway.gates.iter().map(|gate| gate.name.to_string());
    let duties = pathway.obligations.iter().map(|duty| duty.name.to_string());
    let facts = pathway.dictionary.iter().map(|fact| fact.name.to_string());
    let rules = pathway.rules.keys().map(ToString::to_string);
    steps.chain(gates).chain(duties).chain(facts).chain(rules).collect()
}

/// The stories that a cell links to.
fn stories(cell: &str) -> Vec<PathBuf> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let links = cell.split("](").skip(1).filter_map(|link| link.split(')').next());
    links.map(|link| docs.join(link)).collect()
}

/// The rows that a story shows: their numbers in square brackets.
fn shown(story: &str) -> BTreeSet<String> {
    let prose = story.split("```").step_by(2).collect::<String>();
    let mut shown = BTreeSet::new();
    for part in prose.split('[').skip(1) {
        let id = part.split(']').next().unwrap_or_default();
        let rest = id.strip_prefix(['H', 'K']).unwrap_or_default();
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            shown.insert(id.to_owned());
        }
    }
    shown
}

#[test]
fn every_row_of_both_pathways_is_there_once_and_in_order() {
    for (pathway, heading) in [HOUNSLOW, AFC] {
        let there: Vec<_> = rows(heading).iter().map(|row| row.id.to_owned()).collect();
        assert_eq!(there, rows_wanted(pathway), "{heading}");
    }
}

#[test]
fn what_carries_a_row_is_in_its_pathway() {
    for (name, heading) in [HOUNSLOW, AFC] {
        let names = names(&pathway(name));
        for row in rows(heading) {
            assert!(!row.carried_by.is_empty(), "{}: nothing carries it", row.id);
            let wrong: Vec<_> =
                row.carried_by.iter().filter(|carrier| !names.contains(**carrier)).collect();
            assert!(wrong.is_empty(), "{}: {name} has no {wrong:?}", row.id);
        }
    }
}

#[test]
fn the_story_of_a_row_exists_and_shows_it() {
    for (name, heading) in [HOUNSLOW, AFC] {
        for row in rows(heading) {
            let stories = stories(row.stories);
            assert!(!stories.is_empty(), "{} names no story", row.id);
            for story in stories {
                let told = fs::read_to_string(&story)
                    .unwrap_or_else(|error| panic!("{}: {}: {error}", row.id, story.display()));
                let file = story.file_stem().unwrap().to_string_lossy().into_owned();
                assert!(file.starts_with(name), "{}: {file} is of another pathway", row.id);
                assert!(shown(&told).contains(row.id), "{file} does not show [{}]", row.id);
            }
        }
    }
}

#[test]
fn no_story_shows_a_row_that_there_is_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        // The story of an authority that exists nowhere shows rows of none.
        let of = [HOUNSLOW, AFC].into_iter().find(|(p, _)| name.starts_with(p));
        let Some((pathway, _)) = of else {
            assert!(name.starts_with("third-authority"), "{name} is of no pathway");
            continue;
        };
        let shown = shown(&fs::read_to_string(&path).unwrap());
        let wanted: BTreeSet<String> = rows_wanted(pathway).into_iter().collect();
        let strange: Vec<_> = shown.difference(&wanted).collect();
        assert!(strange.is_empty(), "{name} shows {strange:?}");
        seen.entry(pathway).or_default().extend(shown);
    }
    assert_eq!(seen[HOUNSLOW.0].len(), rows_wanted(HOUNSLOW.0).len());
}

#[test]
fn no_step_gate_or_duty_is_left_out() {
    for (name, heading) in [HOUNSLOW, AFC] {
        let named: BTreeSet<&str> = quoted(section(heading)).into_iter().collect();
        let pathway = pathway(name);
        let gates = pathway.gates.iter().map(|gate| gate.name.to_string());
        let duties = pathway.obligations.iter().map(|duty| duty.name.to_string());
        let steps = pathway.steps.iter().map(|step| step.name.to_string());
        let lacking: Vec<_> =
            gates.chain(duties).chain(steps).filter(|n| !named.contains(n.as_str())).collect();
        assert!(lacking.is_empty(), "{name}: the page leaves out {lacking:?}");
    }
}
