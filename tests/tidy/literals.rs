//! The string literals of a Rust file, without comments and without what only tests compile.

/// The literals outside tests: line from 1, and content as it is written.
pub(super) fn literals(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let code = without_tests(text);
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &code[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if let Some(end) = raw(rest) {
            found.push((
                super::line(code, at),
                rest[..end].trim_matches(['r', '#', '"']).to_owned(),
            ));
            at += end;
        } else if bytes[at] == b'"' {
            let end = plain(rest);
            found.push((super::line(code, at), rest[1..end - 1].to_owned()));
            at += end;
        } else if let Some(end) = character(rest) {
            at += end;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// The length of a plain literal at the beginning, both quotes with it.
fn plain(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// The length of a raw literal at the beginning.
fn raw(text: &str) -> Option<usize> {
    let hashes = text.strip_prefix('r')?.chars().take_while(|c| *c == '#').count();
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    body.find(&end).map(|at| 2 + hashes + at + end.len())
}

/// The length of a character literal at the beginning, so that `'"'` opens no text. A lifetime is
/// none.
fn character(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    if inner.starts_with('\\') {
        return inner[2..].find('\'').map(|at| at + 4);
    }
    let first = inner.chars().next()?.len_utf8();
    inner[first..].starts_with('\'').then_some(first + 2)
}

/// A file up to the tests that stand at its end.
fn without_tests(text: &str) -> &str {
    let tests = ["\n#[cfg(test)]\nmod tests {", "\n#[cfg(test)]\npub(crate) mod tests {"];
    let at = tests.iter().filter_map(|start| text.find(start)).min();
    &text[..at.unwrap_or(text.len())]
}

#[test]
fn literals_are_found() {
    let text = "let a = \"x\\\"y\"; // \"no\"\nlet q = '\"'; let b = r#\"z\"#; fn f<'a>() {}\n\n#[cfg(test)]\nmod tests { \"no\" }\n";
    let found: Vec<String> = literals(text).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(found, ["x\\\"y", "z"]);
}
