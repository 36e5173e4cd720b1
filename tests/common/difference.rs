//! Where two texts differ, for the message of a test that failed.

/// The lines in which two texts differ, with the two lines before them; `-` was expected, `+` was
/// found. Empty when the texts are equal.
pub fn difference(expected: &str, found: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    if expected == found {
        return String::new();
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - same;
    let tail = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let mut text = format!("line {}:\n", same + 1);
    let mut add = |mark: char, lines: &[&str]| {
        for line in lines {
            text.push_str(&format!("{mark} {line}\n"));
        }
    };
    add(' ', &a[same.saturating_sub(2)..same]);
    add('-', &a[same..a.len() - tail]);
    add('+', &b[same..b.len() - tail]);
    text
}

#[test]
fn only_the_lines_that_differ_are_shown() {
    assert_eq!(difference("a\nb\nc\nd\n", "a\nb\nx\nd\n"), "line 3:\n  a\n  b\n- c\n+ x\n");
    assert_eq!(difference("a\n", "a\nb\n"), "line 2:\n  a\n+ b\n");
    assert_eq!(difference("a\n", "a\n"), "");
}
