//! The whole world of one run: what `main` takes from the process and a test makes itself.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;

use crate::domain::Moment;
use crate::ops::Failure;
use crate::register::Fault;

/// The world of one run.
pub struct Env<'a> {
    /// The arguments, without the program's name.
    pub args: Vec<OsString>,
    /// The working folder.
    pub dir: PathBuf,
    /// What is read from the environment.
    pub vars: Vars,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// Standard output: data.
    pub out: &'a mut dyn Write,
    /// Standard error: everything else.
    pub err: &'a mut dyn Write,
    /// The process clock. Nothing that a user can set moves it.
    pub now: Moment,
    /// Fills bytes with randomness, or says that the machine gives none.
    pub random: &'a mut dyn FnMut(&mut [u8]) -> Result<(), NoRandomness>,
    /// What is known of the terminal.
    pub terminal: Terminal,
}

impl Env<'_> {
    /// Random bytes. Without them no case may get a number: another could have the same.
    pub(crate) fn draw<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        let mut bytes = [0; N];
        match (self.random)(&mut bytes) {
            Ok(()) => Ok(bytes),
            Err(NoRandomness) => Err(Fault::NoRandomness.into()),
        }
    }
}

/// The machine gives no randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRandomness;

/// What is read from the environment; nothing else is.
#[derive(Clone, Debug, Default)]
pub struct Vars {
    /// `CSE_REGISTER`: the register, where `-C` does not name it.
    pub register: Option<OsString>,
    /// `GIT_AUTHOR_NAME`.
    pub author_name: Option<String>,
    /// `GIT_AUTHOR_EMAIL`.
    pub author_email: Option<String>,
    /// The folder `cse` in `XDG_STATE_HOME`, else in `.local/state` at home: what `verify` keeps.
    pub state: Option<PathBuf>,
}

/// What is known of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Whether a person can be asked: standard input and error are terminals.
    pub can_ask: bool,
    /// Whether standard output is a terminal that takes colour.
    pub colour: bool,
    /// How wide standard output is: `COLUMNS`, as git reads it, or the terminal's width.
    pub width: Option<u16>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// A rule of the pathway says no.
    Refusal = 1,
    /// Something was typed wrongly.
    Usage = 2,
    /// Data in the register is wrong.
    Problem = 3,
    /// The world failed.
    Fault = 4,
    /// Somebody interrupted it.
    Interrupted = 130,
}
