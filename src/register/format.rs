//! The file of a record: YAML, record format 1.
//!
//! Reading has two paths. The many good records are read at once by `serde_yaml`; whatever it does
//! not take, or might take differently from other readers, is read again with positions, and that
//! second reading decides and words every problem. Both share the reading of each single value.
//!
//! Where the bytes come from and go to is the business of the rest of [`crate::register`]; it
//! reads back what [`write()`] gave before it commits it.

mod fast;
mod plain;
mod strict;
#[cfg(test)]
mod tests;
mod words;
mod write;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::domain::{Dictionary, Hash, PathwayRef, Place, Problem, Record, RecordName};
use crate::pathway::node::Node;

pub use write::{facts, write};

/// The record format that is read and written here.
pub const FORMAT: u32 = 1;

/// The largest file that is read as a record, in bytes. Text of this size is a mistake: large
/// things are attachments.
pub const LARGEST: usize = 8 * 1024 * 1024;

/// Larger files are rare, and only the second path stops early in hostile ones.
const LARGEST_FAST: usize = 128 * 1024;

/// Reads a record from the bytes of its file, by the dictionary of its case's pathway. `name` is
/// the file's name, with or without its folders.
///
/// # Errors
/// Every problem that can be told apart, in the order of the file, with `name` as it was given.
pub fn read(name: &str, bytes: &[u8], dictionary: &Dictionary) -> Result<Record, Vec<Problem>> {
    let record = match read_fast(bytes, dictionary) {
        Some(record) => record,
        None => read_strict(name, bytes, dictionary)?,
    };
    let name = name.rsplit('/').next().unwrap_or_default();
    Ok(Record { name: RecordName(name.to_owned()), ..record })
}

/// The first path: nothing where the second must look.
fn read_fast(bytes: &[u8], dictionary: &Dictionary) -> Option<Record> {
    if bytes.len() > LARGEST_FAST || !plain::is_plain(bytes) {
        return None;
    }
    fast::read(std::str::from_utf8(bytes).ok()?, dictionary)
}

/// The second path: slower, with positions, and its word counts.
fn read_strict(name: &str, bytes: &[u8], dictionary: &Dictionary) -> Result<Record, Vec<Problem>> {
    if bytes.len() > LARGEST {
        let message = format!("this is too large for a record: {} bytes", bytes.len());
        return Err(vec![Problem::new(Place::file(name), message)]);
    }
    let (node, mut problems) = Node::parse_all(name, bytes);
    let record = node.map(|node| strict::read(&node, dictionary));
    match record {
        Some(Ok(record)) if problems.is_empty() => Ok(record),
        Some(Err(more)) => {
            problems.extend(more);
            problems.sort();
            Err(problems)
        }
        Some(Ok(_)) | None => Err(problems),
    }
}

/// The SHA-256 of a file.
pub fn hash(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

/// The pathway that a record puts its case on, without reading the rest: the dictionary by which
/// the record must be read hangs on it.
///
/// None where there is no such key or it does not read; [`read`] then says why.
pub fn pathway_of(bytes: &[u8]) -> Option<PathwayRef> {
    #[derive(Deserialize)]
    struct Peek {
        pathway: words::Pathway,
    }
    let text = std::str::from_utf8(bytes).ok()?;
    if !text.contains("pathway") {
        return None;
    }
    // As `write` gives it: a line that begins with the key, and the indented lines after it.
    let start = text.find("\npathway:").map(|at| at + 1);
    let block = start.and_then(|start| text.get(start..)).map(|rest| {
        let indented = |line: &&str| line.starts_with(' ');
        let more: usize =
            rest.split_inclusive('\n').skip(1).take_while(indented).map(str::len).sum();
        let first = rest.split_inclusive('\n').next().map_or(0, str::len);
        rest.get(..first + more).unwrap_or_default()
    });
    let quick = block
        .filter(|block| block.len() < 1024 && plain::is_plain(block.as_bytes()))
        .and_then(|block| serde_yaml::from_str::<Peek>(block).ok())
        .and_then(|peek| words::pathway(&peek.pathway));
    quick.or_else(|| strict::pathway(Node::parse("", bytes).ok()?.get("pathway")?))
}
