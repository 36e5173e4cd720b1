//! What the house asks of every file: which layer names which, sizes, names, words, invented data.
//!
//! Each test reads the project's own text and lists everything that is wrong, with its place. An
//! exception stands in the test's own table with its reason.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

mod broken;
mod documents;
mod invented;
mod layers;
mod literals;
mod names;
mod shape;

/// A text file of the project.
struct Page {
    /// From the project's root, with `/`.
    path: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All text files under the given folders or files of the project, in order.
fn pages(under: &[&str]) -> Vec<Page> {
    let root = root();
    let files = under.iter().map(|name| root.join(name)).filter(|path| path.exists());
    let walked = files.flat_map(|path| WalkDir::new(path).sort_by_file_name());
    let paths = walked.map(|entry| entry.unwrap().into_path()).filter(|path| path.is_file());
    paths.filter_map(|path| page(&root, &path)).collect()
}

/// A file as text; none for what is no text, as a picture or a packed register.
fn page(root: &Path, path: &Path) -> Option<Page> {
    let text = String::from_utf8(std::fs::read(path).unwrap()).ok()?;
    let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    Some(Page { path, text })
}

/// All Rust files under the given folders.
fn rust(under: &[&str]) -> Vec<Page> {
    let mut pages = pages(under);
    pages.retain(|page| page.path.ends_with(".rs"));
    pages
}

/// Everything that people wrote: what git would hold, without the lock file.
fn written() -> Vec<Page> {
    let folders = [".ci", "benches", "cases", "docs", "src", "templates", "tests"];
    let files = [".clippy.toml", ".gitignore", ".rustfmt.toml", "Cargo.toml"];
    let prose = ["CHANGELOG.md", "CONTRIBUTING.md", "README.md"];
    pages(&[&folders[..], &files, &prose].concat())
}

/// Fails with every complaint on its own line.
#[track_caller]
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// The line, from 1, in which a place of a text lies.
fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
