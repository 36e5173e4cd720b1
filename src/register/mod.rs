//! The register on disk: git objects, refs, the index, locks and the work tree.
//!
//! This layer knows paths and bytes. What a record means is the business of [`crate::domain`];
//! what may be recorded, of [`crate::pathway`]. One function writes, [`Store::append`]; everything
//! else reads one commit through a [`Snapshot`].

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this layer is the door to files and git, with fsync, modes, links and locks in mind"
)]

mod advance;
mod ancestry;
mod append;
mod branch;
#[cfg(feature = "broken")]
mod broken;
mod cases;
mod checkpoint;
mod checks;
mod commit;
pub mod config;
mod create;
pub mod doctor;
mod drafts;
mod durable;
mod elsewhere;
mod fault;
pub mod format;
mod gitindex;
mod hand;
mod heal;
mod history;
mod identity;
mod indexlock;
mod lock;
mod loose;
mod modes;
mod oid;
mod output;
mod pack;
mod paths;
mod plain;
mod quarantine;
mod reflog;
mod reindex;
mod snapshot;
mod stale;
mod status;
mod store;
#[cfg(test)]
mod testing;
mod tip;
mod trail;
mod versions;
mod worktree;

pub use append::{AppendError, Change, Committed, FileChange, Warning};
pub use branch::Branch;
pub use cases::{CaseFolder, Folder};
pub use checkpoint::{Checkpoint, file as checkpoint_file};
pub use drafts::{is_file, read_file, read_folder, read_plain_file};
pub use elsewhere::Elsewhere;
pub use fault::{Fault, Holder, Program, Unsupported};
pub use heal::Healed;
pub use history::CommitInfo;
pub use identity::Identity;
pub use modes::private_umask;
pub use oid::{CommitId, ObjectId};
pub use output::{Written, is_there, write_file};
pub use snapshot::{Entry, Listing, Refused, Snapshot, WhyRefused};
pub use status::{Difference, DifferenceKind};
pub use store::Store;
pub use tip::Tip;
pub use trail::{Broken, Content, Lineage, Step, StepKind, Trail, Trailed};
pub use versions::Version;
