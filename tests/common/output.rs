//! What a run said: standard output, standard error and the exit status as one text.

use std::fmt;

use cse::cli::Exit;

/// What a run said. Compared as one text, so that nothing of it goes unseen.
#[must_use = "compare the whole of it, or call `.done()`, `.refused()` or `.failed(exit)`"]
#[derive(Clone, Debug)]
pub struct Output {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// How the run ended.
    pub exit: Exit,
}

impl Output {
    /// It worked: gives standard output.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.exit, Exit::Done, "it should have worked:\n{self}");
        self.out
    }

    /// A rule said no: gives what it said.
    #[track_caller]
    pub fn refused(self) -> String {
        self.failed(Exit::Refusal)
    }

    /// It ended so: gives standard error.
    #[track_caller]
    pub fn failed(self, exit: Exit) -> String {
        assert_eq!(self.exit, exit, "it should have ended otherwise:\n{self}");
        self.err
    }

    /// It worked: gives standard output as JSON.
    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        let out = self.done();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error} in:\n{out}"))
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.out)?;
        if !self.err.is_empty() {
            write!(f, "--- stderr ---\n{}", self.err)?;
        }
        if self.exit != Exit::Done {
            writeln!(f, "--- exit {} ---", self.exit as u8)?;
        }
        Ok(())
    }
}
