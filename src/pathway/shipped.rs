//! The pathways that the program brings. They are data under `templates/`, and here only bytes:
//! nothing in this file knows one of them from another.

use include_dir::{Dir, include_dir};

use crate::domain::Problem;

use super::Pathway;
use super::parse::{Sources, parse};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The facts that all shipped pathways share, and the name under which a register keeps them.
const SHARED: (&str, &str) = ("facts.yaml", "shared-facts.yaml");

/// The folder of documents, of an authority and of all.
const DOCUMENTS: &str = "documents";

/// The names of the shipped pathways, in order; the last of the alphabet serves help outside a
/// register.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = TEMPLATES
        .dirs()
        .filter(|dir| dir.get_file(dir.path().join("pathway.yaml")).is_some())
        .filter_map(|dir| dir.path().file_name()?.to_str())
        .collect();
    names.sort_unstable();
    names
}

/// The files of a shipped pathway as a register keeps them: path in the version's folder, bytes.
pub fn files(name: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let dir = TEMPLATES.get_dir(name)?;
    dir.get_file(dir.path().join("pathway.yaml"))?;
    let shared = TEMPLATES.get_file(SHARED.0)?;
    let mut files = vec![(SHARED.1.to_owned(), shared.contents().to_vec())];
    gather(dir, dir.path(), &mut files);
    // Documents that all authorities have, where the authority has none of its own of that name.
    let mut documents = Vec::new();
    if let Some(dir) = TEMPLATES.get_dir(DOCUMENTS) {
        gather(dir, std::path::Path::new(""), &mut documents);
    }
    documents.retain(|(path, _)| !files.iter().any(|(own, _)| own == path));
    files.append(&mut documents);
    Some(files)
}

/// The documents of a shipped pathway: path in their folder, bytes.
pub fn documents(name: &str) -> Vec<(String, Vec<u8>)> {
    of_documents(&files(name).unwrap_or_default())
}

/// The documents among the files of a version of a pathway: path in their folder, bytes.
pub fn of_documents(files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let below = |(path, bytes): &(String, Vec<u8>)| {
        let path = path.strip_prefix(DOCUMENTS)?.strip_prefix('/')?.to_owned();
        Some((path, bytes.clone()))
    };
    files.iter().filter_map(below).collect()
}

fn gather(dir: &Dir<'_>, root: &std::path::Path, files: &mut Vec<(String, Vec<u8>)>) {
    for file in dir.files() {
        if let Some(path) = file.path().strip_prefix(root).ok().and_then(|path| path.to_str()) {
            files.push((path.to_owned(), file.contents().to_vec()));
        }
    }
    dir.dirs().for_each(|dir| gather(dir, root, files));
}

/// Parses the files of one version of a pathway.
///
/// # Errors
/// All problems of all files.
pub fn parse_files(files: &[(String, Vec<u8>)]) -> Result<Pathway, Vec<Problem>> {
    let source = |name: &str| {
        let found = files.iter().find(|(path, _)| path == name);
        found.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    };
    let dictionaries = [SHARED.1, "facts.yaml"].into_iter().filter_map(source).collect();
    let pathway = source("pathway.yaml").unwrap_or(("pathway.yaml", b""));
    parse(&Sources { dictionaries, pathway, statutory: source("statutory.yaml") })
}

/// The pathway that serves help outside a register.
///
/// # Errors
/// Its problems; a test shows that it has none.
pub fn default_pathway() -> Result<Pathway, Vec<Problem>> {
    let name = names().into_iter().next_back().unwrap_or_default();
    parse_files(&files(name).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_pathway_parses() {
        assert!(names().len() >= 2);
        for name in names() {
            let parsed = parse_files(&files(name).unwrap());
            let problems: Vec<String> =
                parsed.err().unwrap_or_default().iter().map(ToString::to_string).collect();
            assert!(problems.is_empty(), "{name}:\n{}", problems.join("\n"));
        }
    }
}
