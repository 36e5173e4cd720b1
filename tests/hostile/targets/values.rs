//! What is typed after a flag or comes through `--from`.

use cse::cli::{from, input};
use cse::domain::Facts;
use cse::pathway::node::Node;
use cse::pathway::reading;
use cse::register::format;

use super::{now, pathway, placed};

/// As many arguments as a kernel hands over at most: 2 MiB, of which each takes a byte and a pointer.
const MOST: usize = (2 << 20) / 9;

/// A value of the fact that the first two bytes choose: an accepted one is written to a file and
/// read back as the same. Given several times where a unit separator stands.
pub fn flag(bytes: &[u8]) {
    let [high, low, rest @ ..] = bytes else { return };
    // The command line refuses what is no text before it comes here.
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let all: Vec<_> = pathway().dictionary.iter().collect();
    let def = all[usize::from(u16::from_be_bytes([*high, *low])) % all.len()];
    let given: Vec<&str> = text.split('\u{1f}').take(MOST).collect();
    match input::value(def, &given, now()) {
        Ok(value) => {
            let facts = Facts::from([(def.name.clone(), Some(value.clone()))]);
            kept(&facts);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            for problem in problems {
                let (message, place) = (&problem.message, problem.place.to_string());
                assert!(!message.is_empty() && !message.ends_with('.') || message.ends_with("..."));
                assert_eq!(place, format!("--{}", def.name.flag()));
            }
        }
    }
}

/// Facts as YAML or JSON.
pub fn from(bytes: &[u8]) {
    match from::read("f.yaml", bytes, &pathway().dictionary, now()) {
        Ok(facts) => kept(&facts),
        Err(problems) => placed(&problems, bytes),
    }
}

/// Facts that were accepted are read from a file as the same.
fn kept(facts: &Facts) {
    let dictionary = &pathway().dictionary;
    let file = format::facts(facts, dictionary);
    if facts.is_empty() {
        return;
    }
    let node =
        Node::parse("kept.yaml", file.as_bytes()).unwrap_or_else(|e| panic!("{e:?}: {file}"));
    for (name, value) in facts {
        let def = dictionary.get(name.as_str()).expect("it is in the dictionary");
        let node = node.get(name.as_str()).unwrap_or_else(|| panic!("{name} is not in {file}"));
        let read = reading::value(def, node, Some(now()));
        assert_eq!(read.as_ref().ok(), value.as_ref(), "{read:?}: {file}");
    }
}
