//! The fence around a template: which words and signs it may use, and where its placeholders
//! stand. What can build texts or loops of its own making (macros, joining, arithmetic, lists) is
//! not part of the language, so no template can grow beyond what is in the case.

use crate::domain::{Place, Problem};
use crate::pathway::node::quoted;

/// Statements within statements, and brackets within brackets: more is no form.
const DEEPEST: usize = 20;
/// Characters of one placeholder.
const LONGEST: usize = 2000;

/// Words that may begin a statement.
const STATEMENTS: &[&str] =
    &["if", "elif", "else", "endif", "for", "endfor", "include", "set", "raw", "endraw"];

/// Filters that a template may use.
pub const FILTERS: &[&str] = &["upper", "lower", "length", "first", "last", "initials"];

/// Functions that a template may call.
pub const FUNCTIONS: &[&str] =
    &["fields", "table", "entries", "history", "initials", "contact", "label", "step"];

/// Words of expressions that name nothing.
const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "in",
    "is",
    "if",
    "else",
    "true",
    "false",
    "none",
    "known",
    "withheld",
    "contested",
    "loop",
    "defined",
];

/// A dotted name in a template, as `child.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name.
    pub name: String,
    /// The list of whose items it is a field, where it stands in a loop.
    pub of: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Words after which a bracket may open.
const BEFORE_BRACKETS: &[&str] = &["and", "or", "not", "in", "is", "if", "else", "elif"];

/// What was found in the body of a template.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// Names, without words of the language, functions, filters and names that the template sets.
    pub mentions: Vec<Mention>,
    /// Parts that it includes.
    pub includes: Vec<Mention>,
    /// What it may not do.
    pub problems: Vec<Problem>,
}

/// Looks through a body, whose first line is this line of the file.
pub fn scan(file: &str, body: &str, first_line: usize) -> Scanned {
    let mut scanner =
        Scanner { file, body, first_line, found: Scanned::default(), own: Vec::new(), open: 0 };
    scanner.run();
    scanner.found
}

struct Scanner<'a> {
    file: &'a str,
    body: &'a str,
    first_line: usize,
    found: Scanned,
    /// How many statements are open.
    open: usize,
    /// Names that `for` and `set` bind. A template is short: they count wherever they stand.
    own: Vec<(String, Option<String>)>,
}

impl<'a> Scanner<'a> {
    fn place(&self, at: usize) -> Place {
        let at = (0..=at).rev().find(|at| self.body.is_char_boundary(*at)).unwrap_or(0);
        let before = &self.body[..at];
        let line = self.first_line + before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Place { file: self.file.into(), line, column }
    }

    fn say(&mut self, at: usize, message: impl Into<String>) {
        let place = self.place(at);
        self.found.problems.push(Problem::new(place, message));
    }

    fn run(&mut self) {
        if let Some(at) = self.body.find(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) {
            self.say(at, "a character for private use stands here");
        }
        let mut at = 0;
        while let Some(open) = self.body[at..].find('{').map(|found| at + found) {
            let rest = &self.body[open..];
            let close = match rest.get(..2) {
                Some("{{") => "}}",
                Some("{%") => "%}",
                Some("{#") => "#}",
                Some(_) | None => {
                    at = open + 1;
                    continue;
                }
            };
            let Some(end) = end_of(rest, close) else {
                self.say(open, format!("`{}` is never closed by `{close}`", &rest[..2]));
                return;
            };
            let inner = &rest[2..end];
            if inner.len() > LONGEST && close != "#}" {
                self.say(open, "this is too long for one placeholder");
                return;
            }
            if close == "%}" {
                self.statement(open + 2, inner);
            } else if close == "}}" {
                self.expression(open + 2, inner);
            }
            at = open + end + 2;
        }
    }

    fn statement(&mut self, at: usize, text: &'a str) {
        let trimmed = text.trim_start_matches(['-', '+']).trim_start();
        let start = at + (text.len() - trimmed.len());
        let word: String =
            trimmed.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !STATEMENTS.contains(&word.as_str()) {
            let message = format!("{} is not a word that a template may begin with", quoted(&word));
            return self.say(start, message);
        }
        let rest = trimmed[word.len()..].trim_end_matches(['-', '+']);
        let from = start + word.len();
        match word.as_str() {
            "if" | "for" => self.open += 1,
            "endif" | "endfor" => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        if self.open > DEEPEST {
            return self.say(start, "statements are nested too deeply here");
        }
        match word.as_str() {
            "include" => self.include(from, rest),
            "for" => match rest.split_once(" in ") {
                Some((names, over)) => {
                    let list = over.trim();
                    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
                    let list = list.chars().all(plain).then(|| list.to_owned());
                    self.own.push((names.trim().to_owned(), list));
                    self.expression(from + names.len() + 4, over);
                }
                None => self.say(from, "`for` is written `for NAME in FACT`"),
            },
            "set" => match rest.split_once('=') {
                Some((name, value)) => {
                    self.own.push((name.trim().to_owned(), None));
                    if name.contains('.') {
                        self.say(from, "`set` gives a name of the template's own a value");
                    }
                    self.expression(from + name.len() + 1, value);
                }
                None => self.say(from, "`set` is written `set NAME = VALUE`"),
            },
            _ => self.expression(from, rest),
        }
    }

    fn include(&mut self, at: usize, text: &str) {
        let name = text.trim();
        let plain = name.len() > 2
            && (name.starts_with('"') && name.ends_with('"')
                || name.starts_with('\'') && name.ends_with('\''));
        let inner = name.get(1..name.len().saturating_sub(1)).unwrap_or_default();
        if !plain || inner.contains(['"', '\'']) {
            return self.say(at + 1, "`include` names one part, as `include \"parts/heading.md\"`");
        }
        let place = self.place(at + 1);
        self.found.includes.push(Mention { name: inner.to_owned(), of: None, place });
    }

    fn expression(&mut self, from: usize, text: &'a str) {
        let text = text.trim_end_matches(['-', '+']);
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut before = ' ';
        let mut brackets = 0_usize;
        while at < bytes.len() {
            let rest = &text[at..];
            let c = rest.chars().next().unwrap_or(' ');
            match c {
                '"' | '\'' => match rest[1..].find(c) {
                    Some(end) if !rest[1..=end].contains('\\') => at += end + 2,
                    Some(_) | None => {
                        return self
                            .say(from + at, "a text in quotes ends where it began, without `\\`");
                    }
                },
                _ if c.is_alphabetic() || c == '_' => {
                    let name: &str = rest
                        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
                        .next()
                        .unwrap_or(rest);
                    self.name(from + at, name, before, &rest[name.len()..]);
                    at += name.len();
                }
                _ if c.is_ascii_digit() || c.is_whitespace() => at += c.len_utf8(),
                '(' | ')' | ',' | '=' | '!' | '<' | '>' | '|' => {
                    at += 1;
                    match c {
                        '(' => brackets += 1,
                        ')' => brackets = brackets.saturating_sub(1),
                        _ => {}
                    }
                    if brackets > DEEPEST {
                        return self.say(from + at, "brackets are nested too deeply here");
                    }
                }
                // What is asked of that which a function gave.
                '.' if before == ')' => {
                    let name = rest[1..].find(|c: char| !(c.is_alphanumeric() || c == '_'));
                    at += 1 + name.unwrap_or(rest.len() - 1);
                }
                // The sign that trims blanks; anywhere else it would be arithmetic.
                '-' if at == 0 => at += 1,
                _ => {
                    let shown = c.to_string();
                    self.say(from + at, format!("{} is not part of a template", quoted(&shown)));
                    at += c.len_utf8();
                }
            }
            if !c.is_whitespace() {
                before = c;
            }
        }
    }

    fn name(&mut self, at: usize, name: &str, before: char, after: &str) {
        let called = after.trim_start().starts_with('(');
        let head = name.split('.').next().unwrap_or_default();
        if before == '|' {
            if !FILTERS.contains(&name) {
                self.say(
                    at,
                    format!("no filter {}; there are {}", quoted(name), FILTERS.join(", ")),
                );
            }
        } else if called {
            if !FUNCTIONS.contains(&name) && !BEFORE_BRACKETS.contains(&name) {
                let all = FUNCTIONS.join(", ");
                self.say(at, format!("no function {}; there are {all}", quoted(name)));
            }
        } else if let Some((_, list)) = self.own.iter().rev().find(|(own, _)| own == head) {
            let field = name.split_once('.').map(|(_, field)| field.to_owned());
            if let (Some(list), Some(field)) = (list.clone(), field) {
                let place = self.place(at);
                self.found.mentions.push(Mention { name: field, of: Some(list), place });
            }
        } else if !WORDS.contains(&head) {
            let place = self.place(at);
            self.found.mentions.push(Mention { name: name.to_owned(), of: None, place });
        }
    }
}

/// Where a placeholder or statement ends: the closing sign outside of quotes.
fn end_of(text: &str, close: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(2) {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if close != "#}" => quote = Some(c),
            (None, _) if text[at..].starts_with(close) => return Some(at),
            (None, _) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::scan;

    proptest! {
        /// Whatever somebody writes, it is read and its problems have places within it.
        #[test]
        fn no_text_makes_scanning_panic(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "{{", "}}", "{%", "%}", "{#", "#}", "\"", "'", "include", "for", " in ", "set",
                    "=", "if", "a.b", "\u{201c}", "é", "|", "(", ")", ".", "\\", " ", "\n", "-", "9",
                    "\u{e000}", "𝔸", "endfor", "raw",
                ]),
                0..40,
            )
        ) {
            let text = pieces.concat();
            for problem in scan("t.md", &text, 1).problems {
                prop_assert!(problem.place.line >= 1 && problem.place.column >= 1);
            }
        }
    }
}
