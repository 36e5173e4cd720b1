//! What somebody wrote into the work tree by hand. It only reads.

use super::worktree::Found;
use super::{Fault, Store, paths};

impl Store {
    /// The bytes of a plain file of the work tree; none where there is no such file.
    pub fn written_by_hand(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        paths::check(path)?;
        let work_tree = self.work_tree();
        match work_tree.look(path)? {
            Found::File(mut file, _) => Ok(Some(work_tree.read(path, &mut file)?)),
            Found::Absent | Found::Other => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::register::testing::Register;

    #[test]
    fn only_a_plain_file_of_the_register_is_read() {
        let register = Register::new();
        register.add("cases/2026/11/A/1.yaml", "as committed\n");
        fs::write(register.root().join("cases/2026/11/A/1.yaml"), "by hand\n").unwrap();
        std::os::unix::fs::symlink("/etc/hostname", register.root().join("link")).unwrap();
        let read = |path: &str| register.store().written_by_hand(path);
        assert_eq!(read("cases/2026/11/A/1.yaml").unwrap().unwrap(), b"by hand\n");
        assert_eq!(read("cases/2026/11/A/2.yaml").unwrap(), None);
        assert_eq!(read("link").unwrap(), None);
        assert!(read("../outside").is_err());
    }
}
