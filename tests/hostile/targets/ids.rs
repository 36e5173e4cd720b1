//! Numbers of cases, hashes, names of commits, and what `verify` keeps of a register.

use cse::domain::{CaseId, Hash, RecordName};
use cse::register::{Checkpoint, CommitId, ObjectId};

/// A text where any of them is wanted: what is read says itself, and nothing else, ever after.
pub fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(id) = CaseId::parse(&text) {
        assert_eq!(CaseId::parse(id.as_str()).as_ref(), Ok(&id));
        assert_eq!(id.as_str().len(), 16);
        assert!(id.has_prefix(&text.trim()[..8]), "{text:?}");
    }
    if let Some(hash) = Hash::parse(&text) {
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
    }
    if let Some(commit) = CommitId::parse(&text) {
        assert_eq!(CommitId::parse(&commit.to_string()), Some(commit));
    }
    if let Some(object) = ObjectId::parse(&text) {
        assert_eq!(object.as_bytes().len(), 20);
    }
    if let Some(hash) = RecordName(text.to_string()).short_hash() {
        assert!(text.contains(hash));
    }
    match Checkpoint::read(&text) {
        Ok(read) => {
            let again = Checkpoint::read(&read.write()).map(|read| read.write());
            assert_eq!(again, Ok(read.write()));
        }
        Err(line) => assert!(line <= text.lines().count() + 1, "line {line} of {text:?}"),
    }
}
