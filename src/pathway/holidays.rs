//! Bank holidays from a file: the feed that gov.uk publishes, as it is, or the same shape in
//! YAML, or a bare list of days with their titles.
//!
//! Only England and Wales is read; other divisions are left alone. What working days are made of
//! them is the business of [`crate::domain::calendar`]; that a deadline lies beyond the last year
//! of the file is said by whoever reckons it.

use std::collections::BTreeMap;

mod feed;

use super::node::Node;
use crate::domain::{BankHolidays, Day, Problem};

/// The bank holidays that `cse` brings, in the shape of the gov.uk feed (Open Government Licence).
pub const EMBEDDED: &str = include_str!("../../templates/bank-holidays.json");

/// The part of the feed that is read.
const DIVISION: &str = "england-and-wales";

/// The bank holidays that `cse` brings: England and Wales, 2012 to 2028.
pub fn embedded() -> BankHolidays {
    // A test holds that they read.
    parse("bank-holidays.json", EMBEDDED.as_bytes()).unwrap_or_default()
}

/// Reads bank holidays. `file` is the name that problems give.
///
/// Of each day only its `title` and `date` are read. A year with none between years that have
/// some is a problem, because deadlines in it would be reckoned as if there were none.
///
/// # Errors
/// Every problem of the file, with its place; then nothing of it is used.
pub fn parse(file: &str, bytes: &[u8]) -> Result<BankHolidays, Vec<Problem>> {
    if let Some(holidays) = feed::read(bytes) {
        return Ok(holidays);
    }
    let root = Node::parse(file, bytes)?;
    let mut problems = Vec::new();
    let mut found: BTreeMap<Day, (String, &Node)> = BTreeMap::new();
    for event in events(&root, &mut problems) {
        let Some((day, title, node)) = holiday(event, &mut problems) else { continue };
        if let Some((_, first)) = found.get(&day) {
            let first = first.place.line;
            problems.push(node.problem(format!("{day} stands twice; first in line {first}")));
        } else {
            found.insert(day, (title, node));
        }
    }
    // What did not read may be what a year lacks, so its absence is said only of what did.
    if problems.is_empty() {
        let days: Vec<(Day, &Node)> = found.iter().map(|(day, (_, node))| (*day, *node)).collect();
        problems.extend(days.windows(2).filter_map(|pair| gap(pair[0].0, pair[1].0, pair[1].1)));
    }
    if problems.is_empty() {
        Ok(BankHolidays::new(found.into_iter().map(|(day, (title, _))| (day, title))))
    } else {
        problems.sort();
        Err(problems)
    }
}

/// The list of events, wherever the file keeps it.
fn events<'a>(root: &'a Node, problems: &mut Vec<Problem>) -> &'a [Node] {
    let listed = if root.list().is_some() { Some(root) } else { division(root, problems) };
    let Some(listed) = listed else { return &[] };
    let problem = match listed.list() {
        Some([]) => "no bank holidays are listed".to_owned(),
        Some(events) => return events,
        None => format!("a list of bank holidays should stand here, not {}", listed.shape()),
    };
    problems.push(listed.problem(problem));
    &[]
}

/// What stands under `events` of England and Wales.
fn division<'a>(root: &'a Node, problems: &mut Vec<Problem>) -> Option<&'a Node> {
    if root.map().is_none() {
        let shape = root.shape();
        problems.push(root.problem(format!(
            "`{DIVISION}` or a list of bank holidays should stand here, not {shape}"
        )));
        return None;
    }
    let Some(division) = root.get(DIVISION) else {
        problems.push(root.problem(format!("`{DIVISION}` is missing")));
        return None;
    };
    if let Some(name) = division.get("division")
        && name.text() != Some(DIVISION)
    {
        problems.push(name.problem(format!("`division` should be `{DIVISION}`")));
    }
    let events = division.get("events");
    if events.is_none() {
        problems.push(division.problem("`events` is missing"));
    }
    events
}

/// One event: its day, its title, and the node of its date.
fn holiday<'a>(event: &'a Node, problems: &mut Vec<Problem>) -> Option<(Day, String, &'a Node)> {
    if event.map().is_none() {
        let shape = event.shape();
        problems
            .push(event.problem(format!("a bank holiday is `title` and `date`, this is {shape}")));
        return None;
    }
    let title = text(event, "title", problems);
    let date = text(event, "date", problems)?;
    let Some(day) = date.text().and_then(Day::parse) else {
        problems.push(date.problem("`date` should be a day of the calendar, as 2026-12-25"));
        return None;
    };
    Some((day, title?.text()?.trim().to_owned(), date))
}

/// The node of a text that must stand under a key and not be blank.
fn text<'a>(event: &'a Node, key: &str, problems: &mut Vec<Problem>) -> Option<&'a Node> {
    let Some(node) = event.get(key) else {
        problems.push(event.problem(format!("`{key}` is missing")));
        return None;
    };
    match node.text() {
        Some(text) if !node.is_null() && !text.trim().is_empty() => Some(node),
        Some(_) => {
            problems.push(node.problem(format!("`{key}` is empty")));
            None
        }
        None => {
            let shape = node.shape();
            problems.push(node.problem(format!("`{key}` should be a text, not {shape}")));
            None
        }
    }
}

/// The problem of years between two neighbouring holidays that have none.
fn gap(before: Day, after: Day, node: &Node) -> Option<Problem> {
    let (first, last) = (before.year() + 1, after.year() - 1);
    let years = match last - first {
        ..0 => return None,
        0 => format!("{first} has"),
        1.. => format!("{first} to {last} have"),
    };
    Some(node.problem(format!("{years} no bank holidays, though earlier and later years do")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn problems(text: &str) -> Vec<String> {
        let found = parse("h.yaml", text.as_bytes()).err().unwrap_or_default();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_embedded_days_are_those_of_2012_to_2028() {
        let holidays = embedded();
        assert_eq!(holidays.years(), Some((2012, 2028)));
        for year in 2012..=2028 {
            let count = holidays.iter().filter(|(day, _)| day.year() == year).count();
            let expected = match year {
                2012 | 2023 => 9,
                2022 => 10,
                _ => 8,
            };
            assert_eq!(count, expected, "{year}");
        }
        assert!(holidays.iter().all(|(day, _)| !crate::domain::Calendar::is_weekend(day)));
        assert_eq!(holidays.title(day("2026-12-28")), Some("Boxing Day"));
    }

    #[test]
    fn days_that_were_added_or_moved_once_are_among_them() {
        let holidays = embedded();
        for (there, absent) in [
            ("2012-06-05", "2012-05-28"), // jubilee; the spring holiday moved to 4 June
            ("2020-05-08", "2020-05-04"), // the May holiday moved to VE day
            ("2022-06-03", "2022-05-30"), // jubilee; the spring holiday moved to 2 June
            ("2022-09-19", "2022-09-12"), // state funeral
            ("2023-05-08", "2023-05-15"), // coronation
        ] {
            assert!(holidays.title(day(there)).is_some(), "{there}");
            assert!(holidays.title(day(absent)).is_none(), "{absent}");
        }
    }

    #[test]
    fn the_feed_reads_as_it_is_on_one_line_and_with_other_divisions() {
        let feed = r#"{"scotland":{"division":"scotland","events":[{"title":"2nd January","date":"2026-01-02","notes":"","bunting":true}]},"england-and-wales":{"division":"england-and-wales","events":[{"title":"New Year\u2019s Day","date":"2026-01-01","notes":"","bunting":true}]}}"#;
        let holidays = parse("h.json", feed.as_bytes()).unwrap();
        let read: Vec<_> = holidays.iter().collect();
        assert_eq!(read, [(day("2026-01-01"), "New Year’s Day")]);
        let indented = feed.replace(":{", ":\n\t{").replace(",\"", ",\n\t\t\"");
        assert_eq!(parse("h.json", indented.as_bytes()), Ok(holidays));
    }

    #[test]
    fn the_same_in_yaml_and_a_bare_list_read_alike() {
        let yaml = "england-and-wales:\n  events:\n  - {title: Good Friday, date: 2026-04-03}\n";
        let list = "- title: Good Friday\n  date: \"2026-04-03\"\n";
        let json = r#"[{"title": "Good Friday", "date": "2026-04-03"}]"#;
        let expected = BankHolidays::new([(day("2026-04-03"), "Good Friday".to_owned())]);
        for text in [yaml, list, json] {
            assert_eq!(parse("h", text.as_bytes()), Ok(expected.clone()), "{text}");
        }
    }

    #[test]
    fn every_problem_is_said_with_its_place() {
        let text = "\
- {title: Christmas Day, date: 2026-12-25}
- {title: Boxing Day, date: 2026-02-30}
- {title: Again, date: 2026-12-25}
- {date: 25/12/2026}
- {title: '', date: 2026-12-26}
- {date: ~, title: [a]}
- Easter
";
        assert_eq!(
            problems(text),
            [
                "h.yaml:2:29: `date` should be a day of the calendar, as 2026-12-25",
                "h.yaml:3:24: 2026-12-25 stands twice; first in line 1",
                "h.yaml:4:3: `title` is missing",
                "h.yaml:4:10: `date` should be a day of the calendar, as 2026-12-25",
                "h.yaml:5:11: `title` is empty",
                "h.yaml:6:10: `date` is empty",
                "h.yaml:6:20: `title` should be a text, not a list",
                "h.yaml:7:3: a bank holiday is `title` and `date`, this is a text",
            ]
        );
    }

    #[test]
    fn a_file_without_the_days_is_a_problem() {
        for (text, message) in [
            ("scotland: {events: []}", "h.yaml:1:1: `england-and-wales` is missing"),
            ("england-and-wales: {}", "h.yaml:1:20: `events` is missing"),
            ("england-and-wales: {events: []}", "h.yaml:1:29: no bank holidays are listed"),
            ("[]", "h.yaml:1:1: no bank holidays are listed"),
            (
                "2026-12-25",
                "h.yaml:1:1: `england-and-wales` or a list of bank holidays should stand here, not a text",
            ),
            (
                "england-and-wales: {events: {}}",
                "h.yaml:1:29: a list of bank holidays should stand here, not a mapping",
            ),
            ("", "h.yaml: there is nothing in it"),
        ] {
            assert_eq!(problems(text), [message], "{text}");
        }
        let other =
            "england-and-wales: {division: scotland, events: [{title: A, date: 2026-01-01}]}";
        assert_eq!(problems(other), ["h.yaml:1:31: `division` should be `england-and-wales`"]);
        assert!(!problems("england-and-wales: [").is_empty());
    }

    #[test]
    fn a_year_that_was_left_out_is_a_problem() {
        let text = "- {title: A, date: 2026-01-01}\n- {title: A, date: 2024-01-01}\n";
        let message = "h.yaml:1:20: 2025 has no bank holidays, though earlier and later years do";
        assert_eq!(problems(text), [message]);
        let typo = "- {title: A, date: 2026-01-01}\n- {title: A, date: 2206-01-01}\n";
        let slip = format!("{text}- {{title: A, date: 2025-01-32}}\n");
        assert_eq!(problems(&slip).len(), 1, "only the slip itself is said");
        assert!(problems(typo)[0].contains("2027 to 2205 have"), "{:?}", problems(typo));
    }
}
