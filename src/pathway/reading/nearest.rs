//! What was perhaps meant: the known word nearest to a mistyped one.

/// Longer than any name; a whole text given by mistake is not compared.
const LONGEST: usize = 64;

/// The candidate that differs least from what was given, if it differs by little: a letter in
/// short words, up to three in long ones. Case, `-`, `_` and blanks make no difference. Of equals
/// the first.
pub fn nearest<'a>(given: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let given = folded(given)?;
    let allowed = match given.len() {
        0 => return None,
        1..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    candidates
        .filter_map(|candidate| Some((distance(&given, &folded(candidate)?), candidate)))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn folded(word: &str) -> Option<Vec<char>> {
    let word = word.trim();
    if word.len() > LONGEST {
        return None;
    }
    let same = |c: char| if matches!(c, '_' | ' ') { '-' } else { c.to_ascii_lowercase() };
    Some(word.chars().map(same).collect())
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_a_different_word_is_not() {
        let words = ["amber", "blue", "green", "red", "child.date_of_birth", "screening.rationale"];
        for (given, expected) in [
            ("gren", Some("green")),
            ("Red", Some("red")),
            ("rde", Some("red")),
            ("child.date-of-brith", Some("child.date_of_birth")),
            ("screening.rational", Some("screening.rationale")),
            ("purple", None),
            ("r", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, words.into_iter()), expected, "{given}");
        }
        assert_eq!(nearest(&"x".repeat(1_000_000), words.into_iter()), None);
    }
}
