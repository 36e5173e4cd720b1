//! A typed line as the words that a shell would make of it.

/// The words of a line, separated by blanks or quoted in `"` or `'`. A `#` before a word ends it.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut begun) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.push(c),
            (None, '"' | '\'') => (quote, begun) = (Some(c), true),
            (None, '#') if !begun => break,
            (None, c) if c.is_whitespace() => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (None, c) => {
                word.push(c);
                begun = true;
            }
        }
    }
    assert!(quote.is_none(), "a quotation mark is missing: {line}");
    if begun {
        words.push(word);
    }
    words
}

#[test]
fn a_line_is_split_as_a_shell_splits_it() {
    assert_eq!(
        words(r#"cse a --b "it's x" 'c "d"' # e"#),
        ["cse", "a", "--b", "it's x", "c \"d\""]
    );
    assert_eq!(words("--x=\"a b\"c ''"), ["--x=a bc", ""]);
}
