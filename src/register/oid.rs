//! Names of git objects: commits apart from trees and blobs, so that they cannot be swapped.

use std::fmt;

use git2::Oid;

/// A commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub(super) Oid);

/// A tree or a blob: the same bytes have the same name, whatever their path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub(super) Oid);

impl CommitId {
    /// Reads all 40 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        full(hex).map(CommitId)
    }

    /// The first hex digits, for people.
    pub fn short(&self) -> String {
        self.0.to_string().chars().take(10).collect()
    }
}

impl ObjectId {
    /// Reads all 40 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        full(hex).map(ObjectId)
    }

    /// The 20 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// libgit2 also reads abbreviated names; none is meant here.
fn full(hex: &str) -> Option<Oid> {
    if hex.len() == 40 { Oid::from_str(hex).ok() } else { None }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
