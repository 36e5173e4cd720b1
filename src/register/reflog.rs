//! git's own log of the branch: a line for each move, written once the branch has moved. Of two
//! programs that are cut off there, one leaves a move that nobody logged, which nothing misses;
//! the other way round it would tell of a commit at which the branch never stood.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use git2::{Oid, Signature, Time};
use rustix::fs::OFlags;

use crate::domain::Moment;

use super::{Fault, Identity, Store};

/// A move of the branch.
pub struct Move<'a> {
    pub from: Option<Oid>,
    pub to: Oid,
    pub author: &'a Identity,
    pub now: Moment,
    /// The message of the commit, of which the first line is kept.
    pub message: &'a str,
}

impl Store {
    /// Writes a move down for the branch and for `HEAD`, as git does: unless the register's settings
    /// say that there are to be no such logs, and none is there.
    ///
    /// # Errors
    /// Where it cannot be written. The branch has moved all the same.
    pub(super) fn log_move(&self, branch: &str, moved: &Move<'_>) -> Result<(), Fault> {
        #[cfg(feature = "broken")]
        if super::broken::is("plain-commit") {
            return Ok(());
        }
        let config = self.repo().config();
        let wanted = config.and_then(|config| config.get_bool("core.logallrefupdates"));
        let line = line(moved).ok_or(Fault::NoIdentity)?;
        for name in [branch, "HEAD"] {
            let path = self.git_dir().join("logs").join(name);
            if wanted.as_ref().is_ok_and(|wanted| !wanted) && !path.exists() {
                continue;
            }
            append(&path, &line).map_err(|e| Fault::write(&path, "write log", &e))?;
        }
        Ok(())
    }
}

/// The line for a move; nothing where nobody is named, who has made no commit either.
fn line(moved: &Move<'_>) -> Option<String> {
    let from = moved.from.unwrap_or(Oid::ZERO_SHA1);
    let time = Time::new(moved.now.unix(), 0);
    let who = Signature::new(&moved.author.name, &moved.author.email, &time).ok()?;
    let text = |bytes| String::from_utf8_lossy(bytes).replace('\n', " ");
    let (name, email) = (text(who.name_bytes()), text(who.email_bytes()));
    let subject = moved.message.lines().next().unwrap_or_default();
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{from} {} {name} <{email}> {} +0000\t{subject}\n", moved.to, moved.now.unix()))
}

/// Adds a line in one call, on the disk when it returns.
fn append(path: &Path, line: &str) -> io::Result<()> {
    // A pipe in its place would be waited for, and a link may lead out of the register.
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
    let open = || {
        let mut options = OpenOptions::new();
        options.append(true).create(true).mode(0o600).custom_flags(flags.bits().cast_signed());
        options.open(path)
    };
    let mut file = match open() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(path);
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            open()?
        }
        opened => opened?,
    };
    let before = file.metadata()?.len();
    let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_data());
    if written.is_err() {
        // Half a line would swallow the next.
        let _ = file.set_len(before);
    }
    written
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::register::Warning;
    use crate::register::testing::{Register, add, moment, one};

    use super::*;

    #[test]
    fn the_log_is_as_git_would_have_written_it() {
        let register = Register::empty();
        let author = Identity { name: " A b\n".into(), email: "a@example.invalid".into() };
        let append = |path: &str, seconds| {
            let change = one(path, "x");
            let store = register.store();
            store.append(&author, moment(seconds), |_| Ok::<_, ()>(change)).unwrap().commit
        };
        let (first, second) = (append("1", 5), append("2", 6));
        register.commit_by_git("3", "x");
        for of in ["main", "HEAD"] {
            let log = register.git(&["log", "-g", "--format=%H|%gn|%ge|%gs", of]);
            let lines: Vec<&str> = log.lines().collect();
            assert_eq!(lines.len(), 3, "{log}");
            assert_eq!(lines[1], format!("{second}|A b|a@example.invalid|add 2"));
            assert_eq!(lines[2], format!("{first}|A b|a@example.invalid|add 1"));
        }
        let log = fs::read_to_string(register.git_dir().join("logs/refs/heads/main")).unwrap();
        let time = moment(6).unix();
        let want = format!("{first} {second} A b <a@example.invalid> {time} +0000\tadd 2");
        assert_eq!(log.lines().nth(1), Some(&want[..]));
        register.assert_whole();
    }

    #[test]
    fn who_wants_no_log_gets_none_and_one_that_cannot_be_written_is_told() {
        let register = Register::empty();
        register.git(&["config", "core.logallrefupdates", "false"]);
        register.add("1", "x");
        assert!(!register.git_dir().join("logs/HEAD").exists());
        register.git(&["config", "core.logallrefupdates", "always"]);
        register.add("2", "x");
        let log = register.git_dir().join("logs/HEAD");
        assert!(log.exists());
        fs::remove_file(&log).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, &log, rustix::fs::Mode::RUSR).unwrap();
        let committed = add(&register.store(), "3", "x").unwrap();
        assert!(matches!(committed.warnings[..], [Warning::Log { .. }]), "{committed:?}");
        assert_eq!(register.git(&["show", "HEAD:3"]), "x");
    }
}
