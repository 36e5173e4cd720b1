//! `docs/pathways.md` is true: its example is a pathway that reads, and no word of the language is
//! left out.

use cse::pathway::proof::{PROVED, prove};
use cse::pathway::{Pathway, reserved, shipped};

const PAGE: &str = include_str!("../docs/pathways.md");

/// The example that begins with a comment naming its file.
fn example(file: &str) -> &'static str {
    let start = format!("```yaml\n# {file}\n");
    let at = PAGE.find(&start).unwrap() + "```yaml\n".len();
    &PAGE[at..at + PAGE[at..].find("```").unwrap()]
}

/// The example as a folder that is given to `cse init`: it takes the shared facts.
fn pathway() -> Pathway {
    let shipped = shipped::files(shipped::names().first().unwrap()).unwrap();
    let mut files: Vec<(String, Vec<u8>)> =
        shipped.into_iter().filter(|(path, _)| path == "shared-facts.yaml").collect();
    for file in ["facts.yaml", "pathway.yaml", "statutory.yaml"] {
        files.push((file.to_owned(), example(file).as_bytes().to_vec()));
    }
    assert_eq!(files.len(), 4);
    shipped::parse_files(&files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn the_example_of_the_manual_is_a_pathway() {
    let pathway = pathway();
    assert_eq!(pathway.name.name, "exampleshire");
    assert_eq!((pathway.steps.len(), pathway.gates.len(), pathway.obligations.len()), (7, 5, 7));
    let files = PROVED.map(|file| (file, example(file).as_bytes()));
    let proved = prove(&pathway, &files);
    assert!(proved.problems.is_empty() && !proved.gave_up, "{proved:#?}");
}

#[test]
fn the_manual_says_every_word_of_conditions() {
    for word in reserved::CONDITION_WORDS {
        assert!(PAGE.contains(&format!("`{word}: ")), "{word} is not explained");
    }
}

#[test]
fn the_manual_says_every_key() {
    let keys = "label help type choices suggests list_of keeps lasts must_be means whose sensitivity \
        withheld_from scheme source title recorded_in by agreed_by at also_when_closed asks may moves \
        notices sets begins step needs else when override owner escalate opened_by again_when while \
        each due sooner met_by counts pathway version labels settings contacts roles seniors urgent \
        stages rules steps gates obligations wordings phrases say not_in clocks step_notices";
    for key in keys.split_whitespace() {
        assert!(PAGE.contains(&format!("`{key}")), "{key} is not explained");
    }
}
