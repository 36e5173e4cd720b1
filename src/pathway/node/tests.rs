use super::*;

fn problems(text: &str) -> Vec<String> {
    let found = Node::parse("f.yaml", text.as_bytes()).err().unwrap_or_default();
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn scalars_keep_their_text_and_place() {
    let node = Node::parse("f.yaml", b"a:\n  phone: 07700900123\n  no: NO\n").unwrap();
    let phone = node.get("a").and_then(|a| a.get("phone")).unwrap();
    assert_eq!(phone.text(), Some("07700900123"));
    assert_eq!((phone.place.line, phone.place.column), (2, 10));
    assert_eq!(node.get("a").and_then(|a| a.get("no")).and_then(Node::text), Some("NO"));
}

#[test]
fn keys_that_stand_twice_are_all_said() {
    assert_eq!(
        problems("a: 1\na: 2\nb: {c: 1, c: 2}\n"),
        [
            "f.yaml:2:1: `a` stands twice; first in line 1",
            "f.yaml:3:11: `c` stands twice; first in line 3"
        ]
    );
}

#[test]
fn a_tree_with_wrong_keys_is_still_given() {
    let (node, problems) = Node::parse_all("f.yaml", b"a: 1\na: 2\n[x]: 3\nb: 4\n");
    let node = node.unwrap();
    let keys: Vec<_> = node.map().unwrap().iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!((keys, problems.len()), (vec!["a", "b"], 2));
    assert_eq!(node.get("a").and_then(Node::text), Some("1"));
}

#[test]
fn many_keys_are_read_in_time_that_grows_with_their_number() {
    let text: String = (0..49_000).map(|n| format!("k{n}: 1\n")).collect();
    let node = Node::parse("f.yaml", text.as_bytes()).unwrap();
    assert_eq!(node.map().map(<[Entry]>::len), Some(49_000));
}

#[test]
fn what_was_made_to_cost_much_is_refused() {
    for (text, said) in [
        (" ".repeat(LARGEST + 1), "too large"),
        (format!("[{}x]", "x,".repeat(MOST)), "too much"),
        ("- x\n".repeat(MOST), "too much"),
    ] {
        let found = problems(&text);
        assert!(found.len() == 1 && found[0].contains(said), "{found:?}");
    }
    // As many as there may be, in one line.
    let line = format!("[{}x]\n", "x,".repeat(MOST / 2));
    assert_eq!(
        Node::parse("f", line.as_bytes()).unwrap().list().map(<[Node]>::len),
        Some(MOST / 2 + 1)
    );
}

#[test]
fn what_is_not_plain_data_is_refused() {
    for (text, word) in [
        ("a: &x 1\nb: *x\n", "anchors"),
        ("b: *x\n", "nchor"),
        ("a: !!str 1\n", "tags"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("", "nothing in it"),
        ("a: [1\n", "not valid YAML"),
    ] {
        let found = problems(text);
        assert!(found.iter().any(|p| p.contains(word)), "{text:?} gave {found:?}");
    }
    // Whichever of the two bounds is met first, the parser's or ours.
    assert_eq!(problems(&"[".repeat(100_000)).len(), 1);
    assert!(problems(&"- ".repeat(65)).iter().any(|p| p.contains("too deeply")));
    assert!(Node::parse("f", b"a: \xff\n").is_err());
    assert!(Node::parse("f", b"a: x\0y\n").is_err());
}
