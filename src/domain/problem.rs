//! What is wrong with data, and where: file, line and column.
//!
//! A problem is a plain value. Reading gives what could be read and a list of problems; it never
//! stops at the first. How a problem is printed is the business of the command line.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;
use std::sync::{Mutex, PoisonError};

/// The names of files that were ever given a place, each once.
static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The name of a file in which something stands. A pathway has some ten thousand places, each
/// with the name of its file, and is read whenever the program starts; so a name is kept once,
/// for as long as the program runs, and copied as two words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileName(&'static str);

impl From<&str> for FileName {
    fn from(name: &str) -> Self {
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = names.get(name) {
            return FileName(kept);
        }
        let kept: &'static str = Box::leak(name.into());
        names.insert(kept);
        FileName(kept)
    }
}

impl From<String> for FileName {
    fn from(name: String) -> Self {
        FileName::from(name.as_str())
    }
}

impl Deref for FileName {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A place in a text file. Lines and columns count from 1; columns count characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as a path relative to the register, or `-` for standard input.
    pub file: FileName,
    /// The line, from 1; 0 where only the file is known.
    pub line: usize,
    /// The column, from 1; 0 where only the file is known.
    pub column: usize,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<FileName>) -> Self {
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
