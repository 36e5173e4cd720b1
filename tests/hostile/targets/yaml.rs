//! Files of a register: records, dictionaries, pathways, and the tree that all are read through.

use cse::pathway::node::{Entry, Node, NodeKind};
use cse::pathway::parse::{Sources, parse};
use cse::register::format;

use super::{files, pathway as shipped, placed};

/// The largest file that is taken at all.
const LARGEST: usize = 8 << 20;

/// The tree: read alike by the reader of plain files and by the library, which alone knows the end
/// of a document.
pub fn node(bytes: &[u8]) {
    let read = Node::parse("f.yaml", bytes);
    let (tree, problems) = Node::parse_all("f.yaml", bytes);
    match &read {
        Ok(node) => {
            assert_eq!((Some(node), problems.len()), (tree.as_ref(), 0));
            let mut whole = bytes.to_vec();
            let marks = |line: &[u8]| line.starts_with(b"---") || line.starts_with(b"...");
            let fits = whole.len() + 4 <= LARGEST;
            if fits && whole.ends_with(b"\n") && !whole.split(|b| *b == b'\n').any(marks) {
                whole.extend_from_slice(b"...\n");
                let again = Node::parse("f.yaml", &whole);
                assert!(again.as_ref().is_ok_and(|again| same(node, again)), "{node:?}\n{again:?}");
            }
        }
        Err(problems) => placed(problems, bytes),
    }
}

/// Whether two trees are the same, with their places. To the library a block without lines stands
/// where the next thing begins; such a text is left to it by the other reader.
fn same(a: &Node, b: &Node) -> bool {
    let is_block = |node: &Node| matches!(&node.kind, NodeKind::Scalar { text, plain: false } if text.trim().is_empty());
    let is_there = a.place == b.place || is_block(a) && is_block(b);
    is_there
        && match (&a.kind, &b.kind) {
            (NodeKind::List(a), NodeKind::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (NodeKind::Map(a), NodeKind::Map(b)) => {
                let entry = |(a, b): (&Entry, &Entry)| {
                    (&a.key, a.place) == (&b.key, b.place) && same(&a.node, &b.node)
                };
                a.len() == b.len() && a.iter().zip(b).all(entry)
            }
            (a, b) => a == b,
        }
}

/// A record: what is read is written and read as the same, and as the slower path reads it.
pub fn record(bytes: &[u8]) {
    let dictionary = &shipped().dictionary;
    let named = format::pathway_of(bytes);
    match format::read("r.yaml", bytes, dictionary) {
        Ok(record) => {
            let again = format::write(&record, dictionary);
            let read = format::read("r.yaml", again.as_bytes(), dictionary);
            assert_eq!(Ok(&record), read.as_ref(), "written otherwise:\n{again}");
            assert_eq!(record.pathway, named);
            // A mark that the fast path does not take.
            let slow = [b"---\n", bytes].concat();
            if let Ok(slow) = format::read("r.yaml", &slow, dictionary) {
                assert_eq!(record, slow, "read two ways");
            }
        }
        Err(problems) => placed(&problems, bytes),
    }
}

/// A dictionary of its own.
pub fn dictionary(bytes: &[u8]) {
    let sources = Sources {
        dictionaries: vec![("facts.yaml", bytes)],
        pathway: ("pathway.yaml", b"pathway: x\n"),
        statutory: None,
    };
    let problems = parse(&sources).map(drop).expect_err("no such pathway is whole");
    let own: Vec<_> = problems.iter().filter(|p| &*p.place.file == "facts.yaml").cloned().collect();
    if !own.is_empty() {
        placed(&own, bytes);
    }
    assert!(problems.is_sorted());
}

/// A pathway beside the shipped dictionaries and the shipped law.
pub fn pathway(bytes: &[u8]) {
    with("pathway.yaml", bytes);
}

/// A statutory file beside the shipped pathway.
pub fn statutory(bytes: &[u8]) {
    with("statutory.yaml", bytes);
}

fn with(changed: &str, bytes: &[u8]) {
    let shipped = |name: &str| {
        let found = files().iter().find(|(path, _)| path == name).expect("it is shipped");
        if name == changed { bytes } else { found.1.as_slice() }
    };
    let sources = Sources {
        dictionaries: ["shared-facts.yaml", "facts.yaml"].map(|n| (n, shipped(n))).to_vec(),
        pathway: ("pathway.yaml", shipped("pathway.yaml")),
        statutory: Some(("statutory.yaml", shipped("statutory.yaml"))),
    };
    match parse(&sources) {
        Ok(read) => {
            assert!(read.steps.iter().all(|step| read.step(step.name.as_str()).is_some()));
            assert!(read.dictionary.iter().next().is_some());
        }
        Err(problems) => {
            let own: Vec<_> =
                problems.iter().filter(|p| &*p.place.file == changed).cloned().collect();
            assert!(!problems.is_empty() && problems.is_sorted());
            if !own.is_empty() {
                placed(&own, bytes);
            }
        }
    }
}
