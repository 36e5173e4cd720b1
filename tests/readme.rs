//! The console blocks of the README are run; `UPDATE_STORIES=1` writes what the program says.

use crate::common::difference;
use crate::stories::tell;

#[test]
fn the_blocks_of_the_readme_are_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let told = std::fs::read_to_string(path).unwrap();
    let found = tell("hounslow", &told);
    if std::env::var_os("UPDATE_STORIES").is_some() {
        std::fs::write(path, &found).unwrap();
        return;
    }
    assert!(
        found == told,
        "README.md says otherwise than the program: {}",
        difference(&told, &found)
    );
}
