//! Example data is invented, and nothing tells of the machine on which a file was written.

use super::{line, none, written};

/// Where something that looks like a telephone number may stand, with why.
const LOOKS_LIKE_A_NUMBER: &[(&str, &str)] = &[
    ("src/pathway/node/tests.rs", "a leading zero must stay text; from the range kept for drama"),
    ("src/register/format/tests/nasty.rs", "as above"),
];

/// Domains that can belong to nobody.
const NOBODY: &[&str] = &["example.invalid", "example.org"];

/// Parts of paths of somebody's machine.
const MACHINES: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/tm", "p/"),
];

/// The mail addresses in a text: place and domain.
fn addresses(text: &str) -> Vec<(usize, String)> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let signs = text.match_indices('@').filter(|(at, _)| text[..*at].ends_with(local));
    let domain = |(at, _): (usize, &str)| {
        let domain: String = text[at + 1..].chars().take_while(|c| local(*c)).collect();
        (at, domain.trim_end_matches('.').to_ascii_lowercase())
    };
    signs.map(domain).filter(|(_, domain)| domain.contains('.')).collect()
}

/// The runs of digits in a text, blanks and hyphens between groups left out: place and digits.
fn numbers(text: &str) -> Vec<(usize, String)> {
    let (mut runs, mut run, mut start) = (Vec::new(), String::new(), 0);
    let mut blank = false;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        if c.is_ascii_digit() {
            if run.is_empty() {
                start = at;
            }
            run.push(c);
            blank = false;
        } else if c == ' ' && !run.is_empty() && !blank {
            blank = true;
        } else if !run.is_empty() {
            let before = text[..start].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')) {
                runs.push((start, std::mem::take(&mut run)));
            }
            run.clear();
            blank = false;
        }
    }
    runs
}

fn is_telephone(digits: &str) -> bool {
    let national = (10..=11).contains(&digits.len())
        && ["01", "02", "03", "07", "08"].iter().any(|start| digits.starts_with(start));
    let drawn = digits == "0123456789";
    (national && !drawn) || (digits.len() == 12 && digits.starts_with("44"))
}

#[test]
fn mail_addresses_belong_to_nobody() {
    let mut wrong = Vec::new();
    for page in written() {
        for (at, domain) in addresses(&page.text) {
            // A table may have cut one short.
            let nobodys = NOBODY.iter().any(|nobody| {
                let cut = domain.starts_with("example.") && nobody.starts_with(&domain);
                cut || domain
                    .strip_suffix(nobody)
                    .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
            });
            if !nobodys {
                wrong.push(format!("{}:{}: @{domain}", page.path, line(&page.text, at)));
            }
        }
    }
    none(&wrong);
}

#[test]
fn no_telephone_number_is_written_down() {
    let mut wrong = Vec::new();
    for page in written() {
        if LOOKS_LIKE_A_NUMBER.iter().any(|(path, _)| *path == page.path) {
            continue;
        }
        let found = numbers(&page.text).into_iter().filter(|(_, digits)| is_telephone(digits));
        wrong.extend(found.map(|(at, _)| format!("{}:{}", page.path, line(&page.text, at))));
    }
    none(&wrong);
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let mut wrong = Vec::new();
    for page in written() {
        for machine in MACHINES {
            let found = page.text.match_indices(machine).map(|(at, _)| line(&page.text, at));
            wrong.extend(found.map(|line| format!("{}:{line}: {machine}", page.path)));
        }
    }
    none(&wrong);
}

#[test]
fn the_readers_see_what_they_should() {
    let (mail, number) = (concat!("a.b", "@council.gov", ".uk"), concat!("020 ", "7946 ", "0000"));
    assert_eq!(addresses(mail), [(3, "council.gov.uk".to_owned())]);
    assert!(numbers(number).iter().any(|(_, digits)| is_telephone(digits)));
    assert!(!numbers("2026-11-21 09:30, 007, 16777216").iter().any(|(_, d)| is_telephone(d)));
}
