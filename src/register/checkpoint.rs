//! What the history was on some day: its newest commit, kept outside the register, so that it can
//! be told later whether anything before it was taken away or written anew. A person keeps it as a
//! checkpoint; this machine keeps one for each register in its state folder, the high-water mark.
//!
//! What is said of a history that does not hold it any more is the business of `verify`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::Moment;

use super::{CommitId, Fault, durable, format, modes};

/// The newest commit of a register, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The register's own number.
    pub register: String,
    /// Its newest commit.
    pub commit: CommitId,
    /// How many commits it had.
    pub commits: usize,
    /// When the newest was committed.
    pub committed: Moment,
}

/// The first line of the text.
const FIRST: &str = "cse-checkpoint: 1";

impl Checkpoint {
    /// The text of a checkpoint.
    pub fn write(&self) -> String {
        format!(
            "{FIRST}\nregister: {}\ncommit: {}\ncommits: {}\ncommitted: {}\n",
            self.register, self.commit, self.commits, self.committed
        )
    }

    /// Reads what [`write`](Self::write) gave; the line that does not read, from 1, where one does
    /// not.
    pub fn read(text: &str) -> Result<Self, usize> {
        let mut lines = text.lines().map(str::trim_end);
        if lines.next() != Some(FIRST) {
            return Err(1);
        }
        let mut value = |line: usize, key: &str| {
            let found = lines.next().and_then(|text| text.strip_prefix(key)?.strip_prefix(": "));
            found.filter(|value| !value.is_empty()).ok_or(line)
        };
        let register = value(2, "register")?.to_owned();
        let commit = CommitId::parse(value(3, "commit")?).ok_or(3_usize)?;
        let commits = value(4, "commits")?.parse().map_err(|_| 4_usize)?;
        let committed = Moment::parse(value(5, "committed")?).ok_or(5_usize)?;
        if lines.any(|line| !line.is_empty()) {
            return Err(6);
        }
        Ok(Checkpoint { register, commit, commits, committed })
    }

    /// The one that was kept for a register in a state folder; none was kept yet.
    pub fn kept(state: &Path, register: &str) -> Result<Option<Self>, Fault> {
        let path = file(state, register);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Fault::io(&path, "read", &e)),
        };
        let read = Checkpoint::read(&String::from_utf8_lossy(&bytes));
        let damaged = io::Error::from(io::ErrorKind::InvalidData);
        read.map(Some).map_err(|_| Fault::io(&path, "understand", &damaged))
    }

    /// Keeps it in a state folder, in the place of an earlier one.
    pub fn keep(&self, state: &Path) -> Result<(), Fault> {
        let parent = state.parent().unwrap_or(state);
        fs::create_dir_all(parent).map_err(|e| Fault::write(parent, "make folder", &e))?;
        modes::private_dir(state)?;
        let path = file(state, &self.register);
        let new = path.with_extension("new");
        fs::write(&new, self.write()).map_err(|e| Fault::write(&new, "write", &e))?;
        modes::tighten(&new).map_err(|e| Fault::write(&new, "set mode", &e))?;
        durable::flush(std::slice::from_ref(&new))?;
        fs::rename(&new, &path).map_err(|e| Fault::write(&path, "write", &e))
    }
}

/// The file of a register in a state folder. A number that could not be a file's name is hashed.
pub fn file(state: &Path, register: &str) -> PathBuf {
    let plain = (1..=64).contains(&register.len())
        && register.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let name =
        if plain { register.to_owned() } else { format::hash(register.as_bytes()).to_string() };
    state.join(name)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            register: "00ff".to_owned(),
            commit: CommitId::parse(&"ab".repeat(20)).unwrap(),
            commits: 12,
            committed: Moment::from_unix(1_800_000_000).unwrap(),
        }
    }

    #[test]
    fn it_reads_what_it_wrote_and_names_the_line_that_does_not_read() {
        let text = checkpoint().write();
        assert_eq!(Checkpoint::read(&text), Ok(checkpoint()));
        for line in 1..=5 {
            let mut lines: Vec<&str> = text.lines().collect();
            lines[line - 1] = "else: what";
            assert_eq!(Checkpoint::read(&lines.join("\n")), Err(line));
        }
        assert_eq!(Checkpoint::read(&format!("{text}more\n")), Err(6));
    }

    #[test]
    fn it_is_kept_for_one_account_and_no_number_leads_out_of_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("a/cse");
        let mut one = checkpoint();
        assert_eq!(Checkpoint::kept(&state, &one.register).unwrap(), None);
        one.keep(&state).unwrap();
        one.register = "../../out".to_owned();
        one.keep(&state).unwrap();
        assert_eq!(Checkpoint::kept(&state, "../../out").unwrap(), Some(one));
        let names: Vec<_> = fs::read_dir(&state).unwrap().map(Result::unwrap).collect();
        assert_eq!(names.len(), 2);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert!(names.iter().all(|entry| mode(&entry.path()) == 0o600));
        assert_eq!(mode(&state), 0o700);
        fs::write(file(&state, "00ff"), "x").unwrap();
        assert!(Checkpoint::kept(&state, "00ff").is_err());
    }
}
