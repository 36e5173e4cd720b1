//! What a reading does not show though it is there: records of the register's branch where `HEAD` is
//! elsewhere, and files that a merge has not brought yet. Said before all else, since nobody may
//! take what is listed for everything.

use crate::domain::{CaseId, Place, Problem};
use crate::register::Elsewhere;

use super::{Failure, Loaded, Reading, Usage};

const HEAD: &str = ".git/HEAD";
const UNMERGED: &str = "this file comes with a merge that is not finished: it is not read";

/// How it begins where git cannot give what a case is made of.
pub const LOST: &str = "this case cannot be read (cse doctor)";

/// Whether this is told of what is there and not shown, for which `doctor` knows the cause.
pub fn is_unshown(problem: &Problem) -> bool {
    &*problem.place.file == HEAD || problem.message == UNMERGED || problem.message.starts_with(LOST)
}

impl Reading<'_> {
    /// Refuses to say that there is no such case, where not everything is shown.
    pub(super) fn no_case(&self, given: &str) -> Failure {
        match self.unshown(None) {
            Ok(unshown) if unshown.is_empty() => Usage::NoCase { given: given.to_owned() }.into(),
            Ok(unshown) => Failure::Problems(unshown),
            Err(failure) => failure,
        }
    }

    /// The case of a whole number, and what is there of it and not shown among its problems.
    pub fn shown_case(&self, id: &CaseId) -> Result<Loaded, Failure> {
        let mut case = self.case(id)?;
        case.problems.splice(0..0, self.unshown(Some(id))?);
        Ok(case)
    }

    /// All of it, or what may concern one case.
    pub fn unshown(&self, of: Option<&CaseId>) -> Result<Vec<Problem>, Failure> {
        let mut problems = Vec::new();
        if let Some(Elsewhere { on, branch }) = self.store.elsewhere()? {
            let on = on.map_or("an older commit".to_owned(), |on| format!("the branch `{on}`"));
            let message = format!("HEAD is on {on}: records of `{branch}` are not read");
            problems.push(Problem::new(Place::file(HEAD), message));
        }
        let mut files = self.store.unmerged()?;
        if let Some(id) = of {
            files.retain(|file| case_of(file).as_ref() == Some(id));
        }
        problems.extend(files.into_iter().map(|file| Problem::new(Place::file(file), UNMERGED)));
        Ok(problems)
    }
}

/// The case in whose folder a file of the register is.
pub fn case_of(file: &str) -> Option<CaseId> {
    let mut parts = file.split('/');
    parts.next().filter(|part| *part == "cases")?;
    parts.nth(2).and_then(|id| CaseId::parse(id).ok())
}
