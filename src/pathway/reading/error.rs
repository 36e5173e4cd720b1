//! Why a text or a node is no value of a fact, with what the command line needs to say it well.

use crate::domain::Moment;

/// Why something is no value of a fact.
///
/// What was given is kept for the person who typed it; [`ValueError::message`] leaves it out, as
/// it may hold personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueError {
    /// It is none of the choices.
    NotAChoice {
        /// What was given.
        given: String,
        /// The stored keys, in the order of the dictionary.
        choices: Vec<String>,
        /// The choice that was perhaps meant.
        nearest: Option<String>,
    },
    /// It is no day in the form `2026-11-21`.
    NotADate {
        /// What was given.
        given: String,
    },
    /// It is neither a moment nor a day.
    NotADateTime {
        /// What was given.
        given: String,
    },
    /// It is a date so far from our time that it must be mistyped.
    FarYear {
        /// Its year.
        year: i32,
    },
    /// London's clocks never show this time: the spring change skips it.
    SkippedHour {
        /// What was given.
        given: String,
    },
    /// London's clocks show this time twice; an offset is needed.
    RepeatedHour {
        /// What was given.
        given: String,
        /// The earlier moment that it can mean.
        first: Moment,
        /// The later moment that it can mean.
        second: Moment,
    },
    /// It is neither yes nor no.
    NotYesNo {
        /// What was given.
        given: String,
    },
    /// It is no whole number, or one beyond 64 bits.
    NotANumber {
        /// What was given.
        given: String,
    },
    /// It lies in the future and must not.
    Future,
    /// There is nothing in it.
    Empty,
    /// A list is wanted.
    NotAList,
    /// An item with fields is wanted.
    NotAnItem,
    /// One text is wanted, not a list or a mapping; or, in a set of choices, only texts.
    NotOneText,
    /// The items of the list have no such field.
    UnknownField {
        /// The name that was given.
        given: String,
        /// The names of the fields.
        fields: Vec<String>,
        /// The field that was perhaps meant.
        nearest: Option<String>,
    },
    /// An item lacks a field that every item must have.
    MissingField {
        /// Its name.
        field: String,
    },
    /// A field stands twice in one item.
    TwiceField {
        /// Its name.
        field: String,
    },
    /// A field's value is wrong.
    InField {
        /// The field.
        field: String,
        /// What is wrong with it.
        error: Box<ValueError>,
    },
    /// A control character stands in a text.
    ControlCharacter {
        /// The first of them.
        character: char,
    },
    /// A text is longer than [`super::LONGEST_TEXT`].
    TooLong {
        /// Its length in bytes.
        bytes: usize,
    },
}

impl ValueError {
    /// One line in lower case without a full stop and without what was given.
    pub fn message(&self) -> String {
        match self {
            ValueError::NotAChoice { choices, nearest, .. } => {
                format!("this must be one of {}{}", choices.join(", "), meant(nearest.as_deref()))
            }
            ValueError::NotADate { .. } => "this must be a date as 2026-11-21".to_owned(),
            ValueError::NotADateTime { .. } => {
                "this must be a moment as 2026-11-21T09:30:00Z, or a date as 2026-11-21".to_owned()
            }
            ValueError::FarYear { year } => format!("the year {year} cannot be meant"),
            ValueError::SkippedHour { .. } => {
                "the clocks skip this hour; there is no such time on that day".to_owned()
            }
            ValueError::RepeatedHour { first, second, .. } => format!(
                "the clocks show this time twice; write {} or {}",
                first.local(),
                second.local()
            ),
            ValueError::NotYesNo { .. } => "this must be yes or no".to_owned(),
            ValueError::NotANumber { .. } => "this must be a whole number".to_owned(),
            ValueError::Future => "this must not lie in the future".to_owned(),
            ValueError::Empty => "there is nothing in it".to_owned(),
            ValueError::NotAList => "this must be a list".to_owned(),
            ValueError::NotAnItem => "each item must be a mapping of its fields".to_owned(),
            ValueError::NotOneText => "this must be text, not a list or a mapping".to_owned(),
            ValueError::UnknownField { fields, nearest, .. } => format!(
                "an item has no such field; its fields are {}{}",
                fields.join(", "),
                meant(nearest.as_deref())
            ),
            ValueError::MissingField { field } => format!("an item lacks `{field}`"),
            ValueError::TwiceField { field } => format!("`{field}` stands twice in an item"),
            ValueError::InField { field, error } => format!("`{field}`: {}", error.message()),
            ValueError::ControlCharacter { character } => {
                format!("a control character (U+{:04X}) stands in it", u32::from(*character))
            }
            ValueError::TooLong { bytes } => {
                format!("this is too long: {bytes} bytes, at most {}", super::LONGEST_TEXT)
            }
        }
    }

    /// The field that is missing, where that is what is wrong.
    pub(super) fn missing_field(&self) -> Option<&str> {
        if let ValueError::MissingField { field } = self { Some(field) } else { None }
    }

    /// The same error as that of a field.
    #[must_use]
    pub fn in_field(self, field: &str) -> Self {
        ValueError::InField { field: field.to_owned(), error: Box::new(self) }
    }
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default()
}
