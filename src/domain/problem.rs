//! What is wrong with data, and where: file, line and column.
//!
//! A problem is a plain value. Reading gives what could be read and a list of problems; it never
//! stops at the first. How a problem is printed is the business of the command line.

use std::fmt;
use std::sync::Arc;

/// A place in a text file. Lines and columns count from 1; columns count characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as a path relative to the register, or `-` for standard input.
    pub file: Arc<str>,
    /// The line, from 1; 0 where only the file is known.
    pub line: usize,
    /// The column, from 1; 0 where only the file is known.
    pub column: usize,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Place { file: file.into(), line: 0, column: 0 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            f.write_str(&self.file)
        } else {
            write!(f, "{}:{}:{}", self.file, self.line, self.column)
        }
    }
}

/// One thing that is wrong with data.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where it is wrong.
    pub place: Place,
    /// What is wrong, in one line: lower case, no full stop, no personal data.
    pub message: String,
}

impl Problem {
    /// A problem at a place.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Problem { place, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}
