//! Reads objects and holds each against its name.

use std::collections::HashMap;
use std::sync::Arc;

use git2::{ObjectType, Odb, Oid, Repository};

use crate::register::loose;

/// How many trees are kept of the last commits; most of them are the next one's too.
const KEPT: usize = 256;

/// Reads objects of one repository, for one thread.
pub struct Reader<'a> {
    repo: &'a Repository,
    odb: Odb<'a>,
    /// Trees that were read of late, and those of a little before.
    new: HashMap<Oid, Arc<[u8]>>,
    old: HashMap<Oid, Arc<[u8]>>,
    count: usize,
}

/// An entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'t> {
    pub name: &'t [u8],
    pub mode: u32,
    pub id: Oid,
}

impl<'a> Reader<'a> {
    pub fn new(repo: &'a Repository) -> Result<Self, git2::Error> {
        Ok(Reader { repo, odb: repo.odb()?, new: HashMap::new(), old: HashMap::new(), count: 0 })
    }

    /// How many objects were read.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The bytes of an object of a kind; why not, where they are not what the name says.
    pub fn read(&mut self, id: Oid, kind: ObjectType) -> Result<Vec<u8>, String> {
        let object = loose::whole(self.repo, id).and_then(|()| self.odb.read(id));
        let object = object.map_err(|e| e.message().to_owned())?;
        self.count += 1;
        if object.kind() != kind {
            return Err(format!("it is a {}, and a {kind} is wanted", object.kind()));
        }
        let is = Oid::hash_object(kind, object.data()).map_err(|e| e.message().to_owned())?;
        if is == id { Ok(object.data().to_vec()) } else { Err("its bytes were changed".to_owned()) }
    }

    /// The bytes of a tree, which may have been read a moment ago.
    pub fn tree(&mut self, id: Oid) -> Result<Arc<[u8]>, String> {
        if let Some(tree) = self.new.get(&id) {
            return Ok(Arc::clone(tree));
        }
        let tree = match self.old.get(&id) {
            Some(tree) => Arc::clone(tree),
            None => Arc::from(self.read(id, ObjectType::Tree)?),
        };
        if self.new.len() >= KEPT {
            self.old = std::mem::take(&mut self.new);
        }
        self.new.insert(id, Arc::clone(&tree));
        Ok(tree)
    }
}

/// The next entry of a tree's bytes, which then are shorter; nothing at their end or where they
/// make no sense.
pub fn next<'t>(bytes: &mut &'t [u8]) -> Option<Item<'t>> {
    let space = bytes.iter().take(8).position(|&b| b == b' ')?;
    let mode = bytes.get(..space)?.iter().try_fold(0_u32, |mode, b| match b {
        b'0'..=b'7' => Some(mode * 8 + u32::from(b - b'0')),
        _ => None,
    })?;
    let rest = bytes.get(space + 1..)?;
    let end = rest.iter().position(|&b| b == 0)?;
    let id = Oid::from_bytes(rest.get(end + 1..end + 21)?).ok()?;
    *bytes = &rest[end + 21..];
    Some(Item { name: &rest[..end], mode, id })
}
