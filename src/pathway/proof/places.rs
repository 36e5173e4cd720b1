//! Where in its files a pathway says a thing.

use crate::domain::Place;
use crate::pathway::node::Node;

use super::PROVED;

/// The files of a pathway, read as plain YAML.
pub(super) struct Places(Vec<Node>);

impl Places {
    /// Reads the files that are there.
    pub(super) fn read(files: &[(&str, &[u8])]) -> Self {
        Places(files.iter().filter_map(|(name, bytes)| Node::parse_all(name, bytes).0).collect())
    }

    /// Where a section defines a name; else the pathway as a whole.
    pub(super) fn of(&self, section: &str, name: &str) -> Place {
        let entries = self.0.iter().filter_map(|file| file.get(section)?.map()).flatten();
        let found = entries.into_iter().find(|entry| entry.key == name);
        found.map_or_else(|| Place::file(PROVED[0]), |entry| entry.place)
    }
}
