//! The one door through which data leaves: text is made safe for terminals and spreadsheets here
//! (`safe`) and nowhere else. Data goes to standard output; notices and warnings to standard error.

use std::io::ErrorKind;

use clap::ArgMatches;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, Width,
};

use crate::ops::Failure;
use crate::register::Fault;

use super::Env;

mod safe;

pub use safe::{clean, escaped, is_hidden};

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// The format that was asked for.
pub fn format(matches: &ArgMatches) -> Format {
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => Format::Json,
        Some("csv") => Format::Csv,
        Some(_) | None => Format::Table,
    }
}

/// Writes text to standard output, [`clean`] whatever it was made of. A pipe that somebody closed
/// is not an error.
pub fn out(env: &mut Env<'_>, text: &str) -> Result<(), Failure> {
    bytes(env, clean(text).as_bytes())
}

/// Writes JSON to standard output; what a terminal must not see stands in it as `\u` and four
/// digits, which a program reads as the same text.
pub fn json(env: &mut Env<'_>, text: &str) -> Result<(), Failure> {
    bytes(env, escaped(text).as_bytes())
}

/// Writes to standard output what came through a door like this one already, or what was made of
/// [`clean`] text and our own colours.
pub fn styled(env: &mut Env<'_>, text: &str) -> Result<(), Failure> {
    bytes(env, text.as_bytes())
}

/// Writes the answer of a command that changed something. Where that fails, what was done is said all
/// the same: nobody is to do it twice.
pub fn answer(env: &mut Env<'_>, text: &str, done: &str) -> Result<(), Failure> {
    let printed = out(env, text);
    told(env, printed, done)
}

/// The same in JSON.
pub fn answer_json(env: &mut Env<'_>, text: &str, done: &str) -> Result<(), Failure> {
    let printed = json(env, text);
    told(env, printed, done)
}

fn told(env: &mut Env<'_>, printed: Result<(), Failure>, done: &str) -> Result<(), Failure> {
    if printed.is_err() {
        note(env, &only_not_printed(done));
    }
    printed
}

/// That something was done, though nothing more can be said of it.
pub fn only_not_printed(done: &str) -> String {
    format!("{done}; only the answer could not be printed\n")
}

/// Writes bytes to standard output: a document.
pub fn bytes(env: &mut Env<'_>, bytes: &[u8]) -> Result<(), Failure> {
    match env.out.write_all(bytes).and_then(|()| env.out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            let (kind, os) = (error.kind(), error.raw_os_error());
            let path = "standard output".into();
            Err(Failure::Fault(Fault::Io { path, what: "write to", kind, os }))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says something beside the data, on standard error.
pub fn note(env: &mut Env<'_>, text: &str) {
    // Where even this cannot be said, there is nobody left to say it to.
    let _ = env.err.write_all(clean(text).as_bytes()).and_then(|()| env.err.flush());
}

/// Text from a file on one line.
pub fn line(text: &str) -> String {
    let one: Vec<&str> = text.split_whitespace().collect();
    clean(&one.join(" ")).into_owned()
}

/// Where not all words fit: below which width rows are stacked, what every column gets at least,
/// with the blanks around it, and how wide a column is that may break after hyphens.
const NARROW: u16 = 60;
const LEAST_COLUMN: usize = 8;
const SOFT_COLUMN: usize = 12;

/// Rows under headings, for people or for spreadsheets.
pub struct Rows {
    headings: Vec<&'static str>,
    lines: Vec<Vec<String>>,
    right: Vec<usize>,
    late: Vec<usize>,
    soft: Vec<usize>,
}

impl Rows {
    /// No rows yet under these headings.
    pub fn new(headings: &[&'static str]) -> Self {
        Rows {
            headings: headings.to_vec(),
            lines: Vec::new(),
            right: Vec::new(),
            late: Vec::new(),
            soft: Vec::new(),
        }
    }

    /// Lets the words of a column break after a hyphen, where the table is too wide otherwise.
    #[must_use]
    pub fn soft(mut self, column: usize) -> Self {
        self.soft.push(column);
        self
    }

    /// Leaves out columns in which no row says anything.
    #[must_use]
    pub fn without_empty(mut self) -> Self {
        let says =
            |at: usize| self.lines.iter().any(|row| row.get(at).is_some_and(|c| !c.is_empty()));
        let keep: Vec<usize> = (0..self.headings.len()).filter(|at| says(*at)).collect();
        let place = |old: &Vec<usize>| -> Vec<usize> {
            old.iter().filter_map(|at| keep.iter().position(|kept| kept == at)).collect()
        };
        (self.right, self.soft) = (place(&self.right), place(&self.soft));
        self.headings = keep.iter().filter_map(|at| self.headings.get(*at).copied()).collect();
        for row in &mut self.lines {
            *row = keep.iter().filter_map(|at| row.get(*at).cloned()).collect();
        }
        self
    }

    /// Sets a column to the right, for numbers.
    #[must_use]
    pub fn right(mut self, column: usize) -> Self {
        self.right.push(column);
        self
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.lines.push(row);
    }

    /// Adds a row whose first cell stands out where there is colour. The words say it too.
    pub fn push_late(&mut self, row: Vec<String>) {
        self.late.push(self.lines.len());
        self.lines.push(row);
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The table as text, within a width.
    pub fn table(&self, width: u16, colour: bool) -> String {
        let wide = self.longest_words().iter().map(|length| length + 2).sum::<usize>();
        let tight = wide > usize::from(width);
        if tight && width < NARROW {
            return self.stacked(width);
        }
        let mut table = Table::new();
        if colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        table.load_style(comfy_table::presets::UTF8_HORIZONTAL_ONLY);
        table.load_style(comfy_table::presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        table.set_header(self.headings.iter().map(|h| Cell::new(h.to_uppercase())));
        self.keep_words_whole(&mut table, width);
        for (number, row) in self.lines.iter().enumerate() {
            let late = colour && self.late.contains(&number);
            table.add_row(row.iter().enumerate().map(|(at, text)| {
                let cell = Cell::new(self.cell(at, text, tight));
                let cell = match at {
                    0 if late => cell.fg(Color::Red).add_attribute(Attribute::Bold),
                    _ => cell,
                };
                let right = self.right.contains(&at);
                if right { cell.set_alignment(CellAlignment::Right) } else { cell }
            }));
        }
        let lines = table.to_string();
        let trimmed: Vec<&str> = lines.lines().map(str::trim_end).collect();
        let indent =
            trimmed.iter().filter(|l| !l.is_empty()).map(|l| l.len() - l.trim_start().len()).min();
        let cut = |l: &&str| l.get(indent.unwrap_or(0)..).unwrap_or("").to_owned();
        let mut text = trimmed.iter().map(cut).collect::<Vec<_>>().join("\n");
        text.push('\n');
        text
    }

    /// The rows one below the other, a cell on each line: for a terminal so narrow that columns
    /// would break the numbers of cases, which people copy.
    fn stacked(&self, width: u16) -> String {
        let mut text = String::new();
        for row in &self.lines {
            let mut lead = "";
            for (head, cell) in self.headings.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                text.push_str(&wrap(&format!("{head}: {}", line(cell)), width, lead));
                lead = "  ";
            }
        }
        text
    }

    /// Keeps columns as wide as their longest word: all of them where they fit, else the first,
    /// which says what the row is about, and then the narrow ones.
    fn keep_words_whole(&self, table: &mut Table, width: u16) {
        let longest = self.longest_words();
        let total = |of: &[usize]| of.iter().sum::<usize>() + 2 * of.len();
        let mut room = usize::from(width);
        let mut order: Vec<usize> = (0..longest.len()).collect();
        if total(&longest) > room {
            order.sort_by_key(|at| (*at > 0, longest.get(*at)));
        }
        for (done, at) in order.iter().enumerate() {
            let wanted = longest.get(*at).map_or(0, |length| length + 2);
            let rest = (longest.len() - done - 1) * LEAST_COLUMN;
            if wanted + rest > room && total(&longest) > usize::from(width) {
                continue;
            }
            room = room.saturating_sub(wanted);
            let least = u16::try_from(wanted).map(Width::Fixed);
            if let (Some(column), Ok(least)) = (table.column_mut(*at), least) {
                column.set_constraint(ColumnConstraint::LowerBoundary(least));
            }
        }
    }

    fn longest_words(&self) -> Vec<usize> {
        let words = |at: usize| {
            let cells = self.lines.iter().filter_map(move |row| row.get(at));
            let words = cells.flat_map(|text| text.split_whitespace());
            words.map(|word| word.chars().count()).max().unwrap_or(0)
        };
        self.headings.iter().enumerate().map(|(at, head)| words(at).max(head.len())).collect()
    }

    /// The text of a cell; in a soft column broken after hyphens where the table is too wide.
    fn cell(&self, at: usize, text: &str, tight: bool) -> String {
        let lines: Vec<String> = text.lines().map(line).collect();
        let text = lines.join("\n");
        if !tight || !self.soft.contains(&at) {
            return text;
        }
        let (mut broken, mut length) = (String::new(), 0);
        for part in text.split_inclusive('-') {
            let more = part.chars().count();
            if length > 0 && length + more > SOFT_COLUMN {
                broken.push('\n');
                length = 0;
            }
            broken.push_str(part);
            length += more;
        }
        broken
    }

    /// The rows as comma-separated values. No cell can start a formula.
    pub fn csv(&self) -> String {
        let mut text = safe::csv(self.headings.iter().copied());
        for row in &self.lines {
            text.push_str(&safe::csv(row.iter().map(String::as_str)));
        }
        text
    }

    /// Prints the rows in a format that is not JSON.
    pub fn print(&self, env: &mut Env<'_>, format: Format) -> Result<(), Failure> {
        let text = match format {
            Format::Csv => self.csv(),
            Format::Table | Format::Json => self.table(width(env), env.terminal.colour),
        };
        styled(env, &text)
    }
}

/// An answer of several tables and texts, safe for a terminal whatever they were made of.
#[derive(Default)]
pub struct Screen(String);

impl Screen {
    /// Adds a text.
    pub fn push_str(&mut self, text: &str) {
        self.0.push_str(&clean(text));
    }

    /// Adds a table, with its colours.
    pub fn table(&mut self, rows: &Rows, width: u16, colour: bool) {
        self.0.push_str(&rows.table(width, colour));
    }

    /// Prints it.
    pub fn print(&self, env: &mut Env<'_>) -> Result<(), Failure> {
        styled(env, &self.0)
    }
}

/// How wide to print: the terminal, or 80 where there is none.
pub fn width(env: &Env<'_>) -> u16 {
    env.terminal.width.unwrap_or(80).clamp(40, 140)
}

/// Text broken into lines of a width, each begun with an indent.
pub fn wrap(text: &str, width: u16, indent: &str) -> String {
    let room = usize::from(width).saturating_sub(indent.chars().count()).max(20);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut current = String::new();
        for word in paragraph.split_whitespace() {
            if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > room {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_column_is_never_broken_and_a_soft_one_breaks_after_a_hyphen() {
        let mut rows = Rows::new(&["case", "stage", "worker", "next due"]).soft(1);
        let row =
            ["CSE-2026-7K3Q9FX", "with-social-worker", "somebody@example.invalid", "tomorrow"];
        rows.push(row.map(str::to_owned).to_vec());
        for width in [40, 50, 60, 64] {
            let table = rows.table(width, false);
            assert!(table.contains("CSE-2026-7K3Q9FX"), "{table}");
            assert!(table.contains("with-social-"), "{table}");
            assert!(table.lines().all(|line| line.chars().count() <= width.into()), "{table}");
        }
    }

    #[test]
    fn tables_fit_their_width() {
        let mut rows = Rows::new(&["one", "two"]);
        rows.push(vec!["short".into(), "word ".repeat(60)]);
        assert!(rows.table(80, false).lines().all(|line| line.chars().count() <= 80));
    }
}
