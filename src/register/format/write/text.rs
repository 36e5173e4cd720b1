//! Texts in the style that every reader takes alike. The emitter knows nearly all of them; here is
//! what it was found not to know.

use serde::ser::{Serialize, Serializer};
use serde_saphyr::DoubleQuoted;

/// A text within `{...}` or `[...]`.
pub(super) struct FlowText<'a>(pub &'a str);

/// A text that may have several lines.
pub(super) struct TextOut<'a>(pub &'a str);

impl Serialize for FlowText<'_> {
    /// Between brackets readers differ in what may stand without quotes (`?a`, `a:b`); the emitter
    /// is asked only about what is harmless there.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let first = self.0.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
        let harmless =
            |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'@' | b'-' | b'+');
        if first && self.0.bytes().all(harmless) {
            to.serialize_str(self.0)
        } else {
            DoubleQuoted(self.0).serialize(to)
        }
    }
}

impl Serialize for TextOut<'_> {
    /// Quoted are a block that would begin with a tab, in which readers of YAML 1.1 see broken
    /// indentation, and what some reader might try as a number (`+_`).
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let tab = self.0.trim_start_matches(['\n', ' ']).starts_with('\t');
        let numeric = |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'_');
        if tab || self.0.bytes().all(numeric) {
            DoubleQuoted(self.0).serialize(to)
        } else {
            to.serialize_str(self.0)
        }
    }
}
