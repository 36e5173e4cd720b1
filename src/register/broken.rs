//! Mistakes that somebody could make in this layer, made on purpose, one a build: the fault suite
//! must notice each, or it would not notice them when they are made by accident. Only the feature
//! `broken` compiles this, and nothing but `tests/faults/broken.sh` asks for it.

use git2::{Oid, Signature, Time};

use crate::domain::Moment;

use super::{Fault, Identity, Store};

/// Whether this build makes a mistake.
pub fn is(mistake: &str) -> bool {
    option_env!("CSE_BROKEN") == Some(mistake)
}

/// git2's own commit, taken at its word: it can say that it worked when it did not.
#[expect(clippy::disallowed_methods, reason = "the very mistake that is to be noticed")]
pub fn commit(
    store: &Store,
    author: &Identity,
    now: Moment,
    message: &str,
    tree: Oid,
    parent: Option<Oid>,
) -> Result<Oid, Fault> {
    let failed = |e: git2::Error| store.git("commit, broken on purpose", &e);
    let repo = store.repo();
    let who = Signature::new(&author.name, &author.email, &Time::new(now.unix(), 0));
    let who = who.map_err(failed)?;
    let tree = repo.find_tree(tree).map_err(failed)?;
    let parent = parent.map(|id| repo.find_commit(id)).transpose().map_err(failed)?;
    let parents: Vec<_> = parent.iter().collect();
    repo.commit(Some("HEAD"), &who, &who, message, &tree, &parents).map_err(failed)
}
