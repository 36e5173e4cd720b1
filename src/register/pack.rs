//! Recording thousands of files at once, as an invented register needs: one commit, one pack.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::domain::Moment;

use super::commit::{Writer, plan};
use super::store::open_repository;
use super::{AppendError, Change, Committed, Fault, Identity, Snapshot, Store, durable, modes};

impl Store {
    /// As [`append`](Store::append), for many files: their objects go into one pack, and the work
    /// tree is flushed as a whole. Only adds files that are not there yet.
    pub fn append_pack<T, E>(
        &self,
        author: &Identity,
        now: Moment,
        prepare: impl FnOnce(&Snapshot<'_>) -> Result<Change<T>, E>,
    ) -> Result<Committed<T>, AppendError<E>> {
        let session = self.begin(author, now)?;
        let change = prepare(&session.snapshot(self)).map_err(AppendError::Prepare)?;
        session.check(self, &change.files)?;
        // A repository of its own: objects are kept in memory there until they are a pack.
        let repo = open_repository(self.root())?;
        let failed = |e: git2::Error| self.git("write pack", &e);
        let odb = repo.odb().map_err(failed)?;
        odb.add_new_mempack_backend(1000).map_err(failed)?;
        let parent = session.parent.as_ref().map(|commit| repo.find_commit(commit.id()));
        let parent = parent.transpose().map_err(failed)?;
        let base = parent.as_ref().map(git2::Commit::tree).transpose().map_err(failed)?;
        let writer = Writer::in_memory(&repo, self.git_dir()).map_err(failed)?;
        let staged = session.stage(&change.files)?;
        let (plan, blobs) = plan(&writer, &change.files)?;
        let root = writer.trees(base.as_ref(), &plan)?;
        let commit = writer.commit(author, now, &change.message, root, session.parent_id())?;
        let mut builder = repo.packbuilder().map_err(failed)?;
        builder.set_threads(0);
        builder.insert_commit(commit).map_err(failed)?;
        for id in &blobs {
            builder.insert_object(*id, None).map_err(failed)?;
        }
        self.write_pack(&mut builder)?;
        self.repo().odb().and_then(|odb| odb.refresh()).map_err(failed)?;
        let done = session.finish(self, change, commit, &blobs, staged, false)?;
        if done.warnings.is_empty() {
            // It is durable already: without the mark the next command only looks once more.
            let _ = self.mark(commit);
        }
        Ok(done)
    }

    /// Writes a pack and its index, durable.
    fn write_pack(&self, builder: &mut git2::PackBuilder<'_>) -> Result<(), Fault> {
        let folder: PathBuf = self.git_dir().join("objects").join("pack");
        modes::private_dir(&folder)?;
        durable::flushing(|| builder.write(&folder, 0o400))?
            .map_err(|e| self.git("write pack", &e))?;
        let list = |e: io::Error| Fault::io(&folder, "list", &e);
        let mut paths = vec![folder.clone()];
        for entry in fs::read_dir(&folder).map_err(list)? {
            let path = entry.map_err(list)?.path();
            modes::tighten(&path).map_err(|e| Fault::write(&path, "set mode", &e))?;
            paths.push(path);
        }
        durable::flush(&paths)
    }
}
