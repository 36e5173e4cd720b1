//! What was run, what went wrong, and what was skipped and why; always printed.

use std::process::ExitCode;
use std::time::Instant;

/// How many failures of one part are printed in full.
const SHOWN: usize = 20;

/// All parts so far.
#[derive(Default)]
pub struct Report {
    parts: Vec<Part>,
}

/// What went wrong, in the words of the promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// An acknowledged record is not there, or one that was there is gone.
    Lost,
    /// Success was said and nothing is there.
    FalseSuccess,
    /// Failure was said and something is there.
    FalseFailure,
    /// The next command did not work, or not in time.
    Blocked,
    /// Half a record, a broken repository, a difference that is not told.
    Damaged,
    /// A fault was said to be something else, or the program broke.
    Said,
    /// A history that nobody rewrote was said to be rewritten.
    Accused,
}

struct Part {
    name: String,
    start: Instant,
    points: usize,
    wrong: Vec<(Wrong, String)>,
    skipped: Vec<String>,
    notes: Vec<String>,
}

impl Report {
    /// Begins a part.
    pub fn begin(&mut self, name: &str) {
        self.parts.push(Part {
            name: name.to_owned(),
            start: Instant::now(),
            points: 0,
            wrong: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
        });
    }

    fn part(&mut self) -> &mut Part {
        self.parts.last_mut().unwrap()
    }

    /// Counts a fault that was induced, with what went wrong.
    pub fn point(&mut self, what: &str, wrong: Vec<(Wrong, String)>) {
        self.part().points += 1;
        self.wrong(what, wrong);
    }

    /// What went wrong beside any one fault.
    pub fn wrong(&mut self, what: &str, wrong: Vec<(Wrong, String)>) {
        let said = wrong.into_iter().map(|(kind, why)| (kind, format!("{what}: {why}")));
        self.part().wrong.extend(said);
    }

    /// Says that something could not be run here.
    pub fn skip(&mut self, what: impl Into<String>) {
        self.part().skipped.push(what.into());
    }

    /// Something to be known beside the numbers.
    pub fn note(&mut self, what: impl Into<String>) {
        self.part().notes.push(what.into());
    }

    /// Ends a part.
    pub fn end(&mut self) {
        let part = self.part();
        let word = match (part.wrong.is_empty(), part.points, part.skipped.is_empty()) {
            (false, _, _) => "FAILED",
            (true, 0, false) => "SKIPPED",
            (true, _, false) => "ok, in part",
            (true, _, true) => "ok",
        };
        let seconds = part.start.elapsed().as_secs_f32();
        println!("test {} ... {word}: {} faults, {seconds:.1} s", part.name, part.points);
        part.notes.iter().for_each(|note| println!("    {note}"));
        part.skipped.iter().for_each(|what| println!("    SKIPPED: {what}"));
        for (kind, why) in part.wrong.iter().take(SHOWN) {
            println!("    {kind:?}: {why}");
        }
        if part.wrong.len() > SHOWN {
            println!("    and {} more", part.wrong.len() - SHOWN);
        }
    }

    /// The totals.
    pub fn close(&self) -> ExitCode {
        let count = |kind| {
            self.parts.iter().flat_map(|part| &part.wrong).filter(|(k, _)| *k == kind).count()
        };
        let points: usize = self.parts.iter().map(|part| part.points).sum();
        let skipped: usize = self.parts.iter().map(|part| part.skipped.len()).sum();
        println!(
            "\n{points} faults: {} lost, {} false successes, {} false failures, {} blocked, \
             {} damaged, {} said wrongly, {} accused; {skipped} skipped",
            count(Wrong::Lost),
            count(Wrong::FalseSuccess),
            count(Wrong::FalseFailure),
            count(Wrong::Blocked),
            count(Wrong::Damaged),
            count(Wrong::Said),
            count(Wrong::Accused),
        );
        let failed = self.parts.iter().filter(|part| !part.wrong.is_empty()).count();
        let passed = self.parts.len() - failed;
        let word = if failed == 0 { "ok" } else { "FAILED" };
        println!("\ntest result: {word}. {passed} passed; {failed} failed; {skipped} skipped\n");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
