//! Who writes. Name and e-mail only: the time of a commit is the process's clock, always.

use std::path::Path;

use super::{Fault, Store};

/// The author and committer of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
}

impl Store {
    /// Who writes: each half from the variables `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL` as the
    /// program was given them, else from git's configuration of this register or account.
    pub fn identity(&self, name: Option<&str>, email: Option<&str>) -> Result<Identity, Fault> {
        let config =
            self.repo().config().map_err(|e| Fault::git(self.git_dir(), "read config", &e))?;
        Identity::of(name, email, &config, self.git_dir())
    }
}

impl Identity {
    /// Who writes where there is no register yet: as [`Store::identity`], from git's configuration
    /// of this account.
    pub fn outside(name: Option<&str>, email: Option<&str>) -> Result<Self, Fault> {
        let path = Path::new("git config");
        let config =
            git2::Config::open_default().map_err(|e| Fault::git(path, "read config", &e))?;
        Identity::of(name, email, &config, path)
    }

    fn of(
        name: Option<&str>,
        email: Option<&str>,
        config: &git2::Config,
        path: &Path,
    ) -> Result<Self, Fault> {
        let half = |given: Option<&str>, key: &str| -> Result<String, Fault> {
            let text = match given.map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => text.to_owned(),
                None => match config.get_string(key) {
                    Ok(text) => text.trim().to_owned(),
                    Err(e) if e.code() == git2::ErrorCode::NotFound => String::new(),
                    Err(e) => return Err(Fault::git(path, "read config", &e)),
                },
            };
            // git strips these from names; an identity that consists of nothing else is none.
            let text: String =
                text.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).collect();
            if text.is_empty() { Err(Fault::NoIdentity) } else { Ok(text) }
        };
        Ok(Identity { name: half(name, "user.name")?, email: half(email, "user.email")? })
    }
}

#[cfg(test)]
mod tests {
    use crate::register::testing::Register;

    use super::*;

    #[test]
    fn each_half_comes_from_what_was_given_or_from_the_configuration() {
        let register = Register::new();
        register.git(&["config", "user.name", "Ann Example"]);
        register.git(&["config", "user.email", "ann@example.invalid"]);
        let store = register.store();
        let ann = store.identity(None, Some("  ")).unwrap();
        assert_eq!((ann.name.as_str(), ann.email.as_str()), ("Ann Example", "ann@example.invalid"));
        assert_eq!(store.identity(Some("Bo"), None).unwrap().name, "Bo");
    }

    #[test]
    fn an_identity_of_nothing_is_none() {
        let register = Register::new();
        register.git(&["config", "user.name", ""]);
        register.git(&["config", "user.email", "ann@example.invalid"]);
        assert_eq!(register.store().identity(Some("<>"), None), Err(Fault::NoIdentity));
        assert_eq!(register.store().identity(None, None), Err(Fault::NoIdentity));
    }
}
