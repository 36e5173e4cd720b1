//! Files that a merge has not brought yet: in conflict in git's index, or added to it by a merge that
//! is not finished. What is committed is read all the same; that there is more must not go unsaid.

use std::io;

use git2::Oid;

use crate::register::{Fault, Store, plain};

use super::{beside, index};

impl Store {
    /// These files, by path. It costs one reading of git's index; one that cannot be read holds
    /// none, and is made anew when something is recorded.
    pub fn unmerged(&self) -> Result<Vec<String>, Fault> {
        let path = self.git_dir().join("index");
        let bytes = match plain::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(Fault::io(&path, "read", &e)),
        };
        let is_begun = !beside::begun(self.git_dir()).is_empty();
        let (mut found, mut brought): (Vec<String>, Vec<(String, Oid)>) = Default::default();
        let text = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
        let _ = index::each(&bytes, |path, id, _, stage, _| {
            if stage > 0 {
                found.push(text(path));
            } else if is_begun && path.starts_with(b"cases/") {
                brought.push((text(path), id));
            }
        });
        if let Some(tip) = if brought.is_empty() { None } else { self.tip()? } {
            let committed = self.snapshot(&tip.commit)?;
            for (path, id) in brought {
                if committed.id(&path)? != Some(id.into()) {
                    found.push(path);
                }
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}
