//! Where `HEAD` and the branches stand, read from their files: a repository whose `HEAD` is lost is
//! none to git, and would be opened by nothing.

use std::collections::BTreeMap;
use std::path::Path;

use git2::Oid;
use walkdir::WalkDir;

use crate::register::plain;

/// What `HEAD` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Head {
    Missing,
    Damaged,
    Detached(Oid),
    On(String),
}

/// All refs of a repository.
#[derive(Debug, Default)]
pub struct Refs {
    /// Refs of files of their own; nothing where the file means nothing.
    pub loose: BTreeMap<String, Option<Oid>>,
    /// Refs of the packed file.
    pub packed: BTreeMap<String, Oid>,
    /// The lines of the packed file that mean something, where some do not.
    pub packed_rest: Option<String>,
    /// Whether any line names a replaced object.
    pub packed_replaced: bool,
}

/// Reads a whole name of an object.
pub fn oid(text: &str) -> Option<Oid> {
    if text.len() == 40 { Oid::from_str(text).ok().filter(|id| !id.is_zero()) } else { None }
}

/// Reads `HEAD`.
pub fn head(git_dir: &Path) -> Head {
    let Ok(text) = plain::text(&git_dir.join("HEAD")) else { return Head::Missing };
    let text = text.trim_end();
    if let Some(id) = oid(text) {
        return Head::Detached(id);
    }
    match text.strip_prefix("ref:").map(str::trim) {
        Some(name) if name.starts_with("refs/heads/") && git2::Reference::is_valid_name(name) => {
            Head::On(name.to_owned())
        }
        Some(_) | None => Head::Damaged,
    }
}

impl Refs {
    /// Reads them all; what cannot be read means nothing.
    pub fn read(git_dir: &Path) -> Self {
        let mut refs = Refs::default();
        for entry in WalkDir::new(git_dir.join("refs")).sort_by_file_name().into_iter().flatten() {
            let name = entry.path().strip_prefix(git_dir).unwrap_or(entry.path());
            let name = name.to_string_lossy().into_owned();
            if !entry.file_type().is_file() || name.ends_with(".lock") {
                continue;
            }
            let text = plain::text(entry.path()).unwrap_or_default();
            let id = match text.trim_end().strip_prefix("ref:") {
                // A symbolic ref, as a remote's HEAD is, stands where another does.
                Some(_) => continue,
                None => oid(text.trim_end()),
            };
            refs.loose.insert(name, id);
        }
        refs.read_packed(git_dir);
        refs
    }

    fn read_packed(&mut self, git_dir: &Path) {
        let Ok(text) = plain::text(&git_dir.join("packed-refs")) else { return };
        let (mut rest, mut is_damaged) = (String::new(), false);
        for line in text.split_inclusive('\n') {
            let whole = line.strip_suffix('\n').map(str::trim_end);
            let named = whole.and_then(|line| line.split_once(' '));
            let named = named.and_then(|(id, name)| Some((oid(id)?, name)));
            let means = match (whole, named) {
                (Some(line), _) if line.starts_with('#') => true,
                (Some(line), _) if line.starts_with('^') => oid(&line[1..]).is_some(),
                (_, Some((id, name))) if git2::Reference::is_valid_name(name) => {
                    self.packed_replaced |= name.starts_with("refs/replace/");
                    self.packed.insert(name.to_owned(), id);
                    true
                }
                (_, _) => false,
            };
            is_damaged |= !means;
            if means {
                rest.push_str(line);
            }
        }
        self.packed_rest = is_damaged.then_some(rest);
    }

    /// Whether there is such a ref, readable or not.
    pub fn is_there(&self, name: &str) -> bool {
        self.loose.contains_key(name) || self.packed.contains_key(name)
    }

    /// Where a ref stands.
    pub fn at(&self, name: &str) -> Option<Oid> {
        match self.loose.get(name) {
            Some(found) => *found,
            None => self.packed.get(name).copied(),
        }
    }

    /// Every commit at which a ref stands, without the replaced ones.
    pub fn all(&self) -> impl Iterator<Item = (&str, Oid)> {
        let packed = self.packed.iter().filter(|(name, _)| !self.loose.contains_key(*name));
        let loose = self.loose.iter().filter_map(|(name, id)| Some((name, (*id)?)));
        let all = loose.chain(packed.map(|(name, id)| (name, *id)));
        all.filter(|(name, _)| !name.starts_with("refs/replace/")).map(|(n, id)| (n.as_str(), id))
    }
}

/// The commits at which a branch stood by git's own log of it, the newest first.
pub fn logged(git_dir: &Path, name: &str) -> Vec<Oid> {
    let text = plain::text(&git_dir.join("logs").join(name)).unwrap_or_default();
    text.lines().rev().filter_map(|line| oid(line.split(' ').nth(1)?)).collect()
}
