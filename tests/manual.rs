//! `docs/pathways.md` is true: its example is a pathway that reads, and no word of the language is
//! left out.

use cse::pathway::{Pathway, parse, reserved};

const PAGE: &str = include_str!("../docs/pathways.md");

/// The example that begins with a comment naming its file.
fn example(file: &str) -> &'static str {
    let start = format!("```yaml\n# {file}\n");
    let at = PAGE.find(&start).unwrap() + "```yaml\n".len();
    &PAGE[at..at + PAGE[at..].find("```").unwrap()]
}

fn pathway() -> Pathway {
    let [facts, pathway, statutory] =
        ["facts.yaml", "pathway.yaml", "statutory.yaml"].map(|file| (file, example(file)));
    let bytes = |(file, text): (&'static str, &'static str)| (file, text.as_bytes());
    let sources = parse::Sources {
        dictionaries: vec![bytes(facts)],
        pathway: bytes(pathway),
        statutory: Some(bytes(statutory)),
    };
    parse::parse(&sources).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn the_example_of_the_manual_is_a_pathway() {
    let pathway = pathway();
    assert_eq!(pathway.name.name, "exampleshire");
    assert_eq!((pathway.steps.len(), pathway.gates.len(), pathway.obligations.len()), (6, 4, 5));
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
        each due sooner met_by counts labels settings contacts roles seniors stages rules";
    for key in keys.split_whitespace() {
        let said = [format!("`{key}"), format!("\n{key}:")].iter().any(|said| PAGE.contains(said));
        assert!(said, "{key} is not explained");
    }
}
