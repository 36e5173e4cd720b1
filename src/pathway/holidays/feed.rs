//! The feed of gov.uk, as its own program writes it: JSON with nothing wrong in it. It is read
//! whenever `cse` starts, and so by the reader that is made for JSON. Whatever is not exactly so
//! is left to the reader of YAML, which knows every place and says every problem.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::{BankHolidays, Day};

/// The feed. A key that is not known, or stands twice, is not for this reader.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Feed<'f> {
    #[serde(borrow)]
    england_and_wales: Division<'f>,
    #[serde(borrow, default, rename = "scotland")]
    _scotland: Option<Division<'f>>,
    #[serde(borrow, default, rename = "northern-ireland")]
    _northern_ireland: Option<Division<'f>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Division<'f> {
    division: String,
    #[serde(borrow)]
    events: Vec<Event<'f>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event<'f> {
    title: String,
    date: &'f str,
    #[serde(default, rename = "notes")]
    _notes: Option<String>,
    #[serde(default, rename = "bunting")]
    _bunting: Option<bool>,
}

/// The days of England and Wales; none where anything is unusual.
pub(super) fn read(bytes: &[u8]) -> Option<BankHolidays> {
    if !bytes.starts_with(b"{") {
        return None;
    }
    let feed: Feed<'_> = serde_json::from_slice(bytes).ok()?;
    let Division { division, events } = feed.england_and_wales;
    if division != super::DIVISION || events.is_empty() {
        return None;
    }
    let mut found = BTreeMap::new();
    for Event { title, date, .. } in events {
        let title = title.trim();
        let unusual = title.is_empty() || matches!(title, "~" | "null" | "Null" | "NULL");
        let day = Day::parse(date).filter(|_| !unusual)?;
        if found.insert(day, title.to_owned()).is_some() {
            return None;
        }
    }
    let years: Vec<i32> = found.keys().map(|day| day.year()).collect();
    let whole = years.windows(2).all(|pair| pair[1] - pair[0] <= 1);
    whole.then(|| BankHolidays::new(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pathway::holidays::{EMBEDDED, parse};

    #[test]
    fn the_feed_reads_as_the_reader_of_yaml_reads_it() {
        let text = EMBEDDED;
        assert!(read(text.as_bytes()).is_some());
        // A blank before it is enough for the other reader.
        let yaml = format!(" {text}");
        assert!(read(yaml.as_bytes()).is_none());
        assert_eq!(parse("h", text.as_bytes()), parse("h", yaml.as_bytes()));
    }

    #[test]
    fn what_is_unusual_is_left_to_the_other_reader() {
        let feed = |events: &str| {
            format!(
                r#"{{"england-and-wales":{{"division":"england-and-wales","events":[{events}]}}}}"#
            )
        };
        let one = r#"{"title":"A","date":"2026-01-01"}"#;
        assert!(read(feed(one).as_bytes()).is_some());
        for events in [
            "",
            r#"{"title":" ","date":"2026-01-01"}"#,
            r#"{"title":null,"date":"2026-01-01"}"#,
            r#"{"title":"null","date":"2026-01-01"}"#,
            r#"{"title":"A","date":"2026-02-30"}"#,
            r#"{"title":"A","date":"2026-01-01","date":"2026-01-02"}"#,
            r#"{"title":"A","date":"2026-01-01","more":1}"#,
            &format!("{one},{one}"),
            r#"{"title":"A","date":"2024-01-01"},{"title":"B","date":"2026-01-01"}"#,
        ] {
            assert_eq!(read(feed(events).as_bytes()), None, "{events}");
        }
        let text = feed(one);
        assert_eq!(read(text.replace("\":\"england", "\":\"scot").as_bytes()), None);
        assert_eq!(read(&text.as_bytes()[..text.len() - 1]), None);
    }
}
