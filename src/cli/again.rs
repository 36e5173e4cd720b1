//! The line that was typed, with what it lacked: a hint that can be pasted and works. What is to
//! be said by a person stands in it as `...`, which no flag takes as an answer.

use std::ffi::OsString;

use super::ui::is_hidden;

/// A longer line than this is not said again: what was typed would bury what is wrong with it.
const LONGEST: usize = 200;

/// The typed arguments with further options; none where the line is too long, where standard
/// input, which is gone, was part of it, or where a character could not be printed as it is.
pub fn line(args: &[OsString], options: &str) -> Option<String> {
    let mut words = vec!["cse".to_owned()];
    let mut given = args.iter().map(|arg| arg.to_string_lossy());
    while let Some(word) = given.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
            Some(_) | None => (&*word, None),
        };
        if matches!(name, "--as" | "--override") && options.split(' ').any(|word| word == name) {
            if value.is_none() {
                given.next();
            }
            continue;
        }
        words.push(quoted(&word));
    }
    let from_input = words.windows(2).any(|pair| pair == ["--from", "-"]);
    let line = format!("{} {options}", words.join(" "));
    // What is printed as a mark would be recorded as one.
    let is_whole = !line.contains(is_hidden) && line.chars().count() <= LONGEST;
    (!from_input && is_whole).then_some(line)
}

/// A word as a shell reads it back.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &[&str]) -> Vec<OsString> {
        line.iter().map(OsString::from).collect()
    }

    #[test]
    fn what_was_typed_comes_back_as_a_shell_reads_it() {
        let typed =
            args(&["close", "CSE-1", "--as=social-worker", "--closure-reason", "it's done"]);
        let said = line(&typed, "--as team-manager --override ...").unwrap();
        let wanted =
            r"cse close CSE-1 --closure-reason 'it'\''s done' --as team-manager --override ...";
        assert_eq!(said, wanted);
    }

    #[test]
    fn a_role_stays_where_no_other_is_wanted() {
        let typed = args(&["note", "CSE-1", "--as", "social-worker"]);
        let said = line(&typed, "--note-text ...").unwrap();
        assert_eq!(said, "cse note CSE-1 --as social-worker --note-text ...");
    }

    #[test]
    fn a_line_that_cannot_be_typed_again_is_not_said() {
        assert_eq!(line(&args(&["note", "CSE-1", "--from", "-"]), "--as x"), None);
        assert_eq!(line(&args(&["note", &"x".repeat(300)]), "--as x"), None);
        assert_eq!(line(&args(&["note", "a\u{202e}b"]), "--as x"), None);
        assert_eq!(line(&args(&["note", "a\u{200d}b"]), "--as x"), None);
    }
}
