//! Where `HEAD` is not on the register's own branch, as after `git switch` or in a bisect: what it
//! leads to is read, but nobody may take that for everything.

use git2::ErrorCode;

use super::create::BRANCH;
use super::{Fault, Store, Unsupported};

/// Where `HEAD` is, while the register's branch has commits that it lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The other branch, without `refs/heads/`; none: `HEAD` names a commit.
    pub on: Option<String>,
    /// The register's branch, likewise.
    pub branch: &'static str,
}

impl Store {
    /// Whether the register's branch has commits to which `HEAD` does not lead. On that branch it
    /// costs one reading of `HEAD`; a register without such a branch has nothing to hide.
    ///
    /// # Errors
    /// Where git cannot read its refs or the commits between.
    pub fn elsewhere(&self) -> Result<Option<Elsewhere>, Fault> {
        let head = self.repo().find_reference("HEAD").map_err(|e| self.git("read HEAD", &e))?;
        let on = head.symbolic_target().map_err(|e| self.git("read HEAD", &e))?;
        if on == Some(BRANCH) {
            return Ok(None);
        }
        let main = match self.repo().refname_to_id(BRANCH) {
            Ok(main) => main,
            Err(e) if e.code() == ErrorCode::NotFound => return Ok(None),
            Err(e) => return Err(self.git("read branch", &e)),
        };
        let short = |name: &'static str| name.trim_start_matches("refs/heads/");
        let on = on.map(|name| name.trim_start_matches("refs/heads/").to_owned());
        let found = Elsewhere { on, branch: short(BRANCH) };
        let Some(commit) = self.head_commit()? else { return Ok(Some(found)) };
        let has = self.comes_from(commit.id(), main).map_err(|e| self.git("read history", &e))?;
        Ok((!has).then_some(found))
    }

    /// Refuses to record where that is so: what is recorded is judged by what is read.
    pub(super) fn not_elsewhere(&self) -> Result<(), Fault> {
        match self.elsewhere()? {
            Some(found) => Err(Fault::Unsupported { what: Unsupported::Elsewhere(found) }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::register::testing::{Register, add};

    use super::*;

    #[test]
    fn head_elsewhere_hides_what_only_the_branch_has() {
        let register = Register::empty();
        let store = register.store();
        let commits = ["0", "1"].map(|file| add(&store, file, "x").unwrap().commit);
        assert_eq!(store.elsewhere().unwrap(), None);
        let on = |name: &str| Some(Elsewhere { on: Some(name.to_owned()), branch: "main" });
        register.git(&["switch", "-q", "-c", "same"]);
        assert_eq!(store.elsewhere().unwrap(), None);
        register.git(&["switch", "-q", "-c", "old", &commits[0].to_string()]);
        assert_eq!(store.elsewhere().unwrap(), on("old"));
        let refused = add(&store, "2", "x").map(|committed| committed.commit);
        assert!(format!("{refused:?}").contains("Elsewhere"), "{refused:?}");
        register.git(&["switch", "-q", "--detach"]);
        let found = store.elsewhere().unwrap().unwrap();
        assert_eq!(found.on, None);
        // Where another branch has more, nothing is hidden.
        register.git(&["switch", "-q", "-c", "more", "main"]);
        register.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
        assert_eq!(store.elsewhere().unwrap(), None);
        // A register whose branch has another name.
        register.git(&["branch", "-q", "-D", "main"]);
        assert_eq!(store.elsewhere().unwrap(), None);
    }
}
