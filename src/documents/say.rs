//! Values as a document says them: labels for choices, dates written out, one way for whatever is
//! not there.

use crate::domain::moment::WallClock;
use crate::domain::text::is_dangerous;
use crate::domain::{Choice, Day, FactKind, Item, Moment, Value, When};

/// What stands where nothing was recorded.
pub const NOT_RECORDED: &str = "Not recorded";
/// What stands where something is kept from this reader, whether or not it was recorded.
pub const NOT_SHOWN: &str = "Not shown to this reader";

/// A text from a case, without what would steer a program: line ends of any kind become `\n`.
pub fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mark = |c: char| match c {
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        '\u{e000}'..='\u{f8ff}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        _ if is_dangerous(c) => '\u{fffd}',
        _ => c,
    };
    text.chars().map(mark).collect::<String>().trim_matches('\n').to_owned()
}

/// A value in words. Items of a list stand on lines of their own.
pub fn value(value: &Value, kind: &FactKind) -> String {
    match value {
        Value::Text(text) | Value::Choice(text) => clean(&label(text, choices(kind))),
        Value::Choices(keys) => {
            let labels: Vec<String> = keys.iter().map(|key| label(key, choices(kind))).collect();
            clean(&labels.join(", "))
        }
        Value::YesNo(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Date(date) => day(*date),
        Value::DateTime(When::Day(date)) => day(*date),
        Value::DateTime(When::Moment(at)) => moment(*at),
        Value::Number(number) => number.to_string(),
        Value::List(items) => {
            items.iter().map(|item| self::item(item, kind)).collect::<Vec<_>>().join("\n")
        }
    }
}

/// An item of a list on one line.
fn item(item: &Item, kind: &FactKind) -> String {
    match item {
        Item::Text(text) => clean(text),
        Item::Fields(given) => {
            let said = kind.fields().iter().filter_map(|field| {
                let value = given.get(&field.name)?;
                Some(format!("{}: {}", field.label, self::value(value, &field.kind)))
            });
            said.collect::<Vec<_>>().join("; ")
        }
    }
}

/// The choices, or the texts that are suggested, of a type.
pub fn choices(kind: &FactKind) -> &[Choice] {
    match kind {
        FactKind::Text(choices) | FactKind::Choice(choices) | FactKind::Choices(choices) => choices,
        FactKind::YesNo
        | FactKind::Date
        | FactKind::DateTime
        | FactKind::Number
        | FactKind::List(_) => &[],
    }
}

fn label(key: &str, choices: &[Choice]) -> String {
    let found = choices.iter().find(|choice| choice.key == key);
    found.map_or_else(|| key.to_owned(), |choice| choice.label.clone())
}

/// A day, written out: `20 November 2026`.
pub fn day(day: Day) -> String {
    day.date().format("%-d %B %Y").to_string()
}

/// A day with its weekday, for what is still to be done: `Friday 20 November 2026`.
pub fn day_to_come(day: Day) -> String {
    day.date().format("%A %-d %B %Y").to_string()
}

/// A moment by London's clocks: `20 November 2026, 15:05`.
pub fn moment(at: Moment) -> String {
    let (hour, minute) = at.clock();
    // In the hour that autumn repeats the offset tells the two apart.
    let zone = match at.day().at(hour, minute, 0) {
        WallClock::Twice(first, _) if at.unix() < first.unix() + 60 => " BST",
        WallClock::Twice(..) => " GMT",
        WallClock::One(_) | WallClock::Never => "",
    };
    format!("{}, {hour:02}:{minute:02}{zone}", day(at.day()))
}
