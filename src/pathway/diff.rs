//! What differs between two versions of a pathway: each step, gate, duty, fact and other part
//! that was added, removed or changed, and in what. Only what stands in the files is compared;
//! order and comments mean nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::node::{Entry, Node, NodeKind};
use crate::domain::Problem;

/// A part of a pathway that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Where it stands: `steps`, `gates`, `facts`, or `documents` for a file of its own.
    pub section: String,
    /// Its name; empty where the section is one thing, as `version`.
    pub name: String,
    /// How it differs.
    pub change: PartChange,
}

/// How a part differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartChange {
    /// It is new.
    Added,
    /// It is no longer there.
    Removed,
    /// It says something else: what differs in it. Nothing is listed for a whole file.
    Changed(Vec<Difference>),
}

/// What differs in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where in it, as `due.days`; empty for all of it.
    pub key: String,
    /// What stood there, on one line.
    pub old: Option<String>,
    /// What stands there.
    pub new: Option<String>,
}

/// The files of a version: path in its folder, and bytes.
type Files<'f> = &'f [(String, Vec<u8>)];
type Parts = BTreeMap<(String, String), Node>;

/// Compares two versions.
///
/// # Errors
/// What is wrong with the YAML of either.
pub fn diff(old: Files<'_>, new: Files<'_>) -> Result<Vec<Part>, Vec<Problem>> {
    let (before, after) = (parts(old)?, parts(new)?);
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let mut found: Vec<Part> = names
        .into_iter()
        .filter_map(|key| {
            let change = match (before.get(key), after.get(key)) {
                (Some(old), Some(new)) => {
                    let mut differences = Vec::new();
                    compare("", old, new, &mut differences);
                    (!differences.is_empty()).then_some(PartChange::Changed(differences))?
                }
                (None, _) => PartChange::Added,
                (_, None) => PartChange::Removed,
            };
            Some(Part { section: key.0.clone(), name: key.1.clone(), change })
        })
        .collect();
    found.extend(whole_files(old, new));
    Ok(found)
}

/// The parts of all YAML files; of a fact that is defined twice the later counts.
fn parts(files: Files<'_>) -> Result<Parts, Vec<Problem>> {
    let (mut parts, mut problems) = (Parts::new(), Vec::new());
    for name in ["shared-facts.yaml", "facts.yaml", "pathway.yaml", "statutory.yaml"] {
        let Some((_, bytes)) = files.iter().find(|(path, _)| path == name) else { continue };
        match Node::parse(name, bytes) {
            Ok(node) => {
                for Entry { key: section, node, .. } in node.map().unwrap_or_default() {
                    let Some(entries) = node.map() else {
                        parts.insert((section.clone(), String::new()), node.clone());
                        continue;
                    };
                    for Entry { key, node, .. } in entries {
                        parts.insert((section.clone(), key.clone()), node.clone());
                    }
                }
            }
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(parts) } else { Err(problems) }
}

/// Files that are no part of the language, as documents.
fn whole_files(old: Files<'_>, new: Files<'_>) -> Vec<Part> {
    let others = |files: Files<'_>| -> BTreeMap<String, Vec<u8>> {
        let other = |path: &str| path.contains('/') || !path.ends_with(".yaml");
        files.iter().filter(|(path, _)| other(path)).cloned().collect()
    };
    let (before, after) = (others(old), others(new));
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let part = |path: &String| {
        let change = match (before.get(path), after.get(path)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(_), Some(_)) => PartChange::Changed(Vec::new()),
            (None, _) => PartChange::Added,
            (_, None) => PartChange::Removed,
        };
        let (section, name) = path.rsplit_once('/').unwrap_or(("files", path));
        Some(Part { section: section.to_owned(), name: name.to_owned(), change })
    };
    names.into_iter().filter_map(part).collect()
}

/// What differs, down to the first thing that is no mapping on both sides.
fn compare(at: &str, old: &Node, new: &Node, found: &mut Vec<Difference>) {
    if let (Some(before), Some(after)) = (old.map(), new.map()) {
        let keys: BTreeSet<&str> =
            before.iter().chain(after).map(|entry| entry.key.as_str()).collect();
        for key in keys {
            let at = if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
            match (old.get(key), new.get(key)) {
                (Some(old), Some(new)) => compare(&at, old, new, found),
                (old, new) => found.push(Difference {
                    key: at,
                    old: old.map(on_one_line),
                    new: new.map(on_one_line),
                }),
            }
        }
        return;
    }
    let (old, new) = (on_one_line(old), on_one_line(new));
    if old != new {
        found.push(Difference { key: at.to_owned(), old: Some(old), new: Some(new) });
    }
}

/// A node as one would write it on one line.
fn on_one_line(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.split_whitespace().collect::<Vec<_>>().join(" "),
        NodeKind::List(items) => {
            format!("[{}]", items.iter().map(on_one_line).collect::<Vec<_>>().join(", "))
        }
        NodeKind::Map(entries) => {
            let pairs = entries.iter().map(|e| format!("{}: {}", e.key, on_one_line(&e.node)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        all.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn order_and_comments_are_no_difference() {
        let one =
            files(&[("pathway.yaml", "version: 1\nsteps:\n  a: {title: A, at: any}\n  b: {}\n")]);
        let two = files(&[(
            "pathway.yaml",
            "# said\nsteps:\n  b: {}\n  a:\n    at: any\n    title: \"A\"\nversion: 1\n",
        )]);
        assert_eq!(diff(&one, &two), Ok(Vec::new()));
    }

    #[test]
    fn each_part_that_differs_is_told_with_what_differs_in_it() {
        let one = files(&[
            ("facts.yaml", "facts:\n  rag: {type: choice}\n  old: {type: text}\n"),
            ("pathway.yaml", "version: 1\nobligations:\n  meet: {due: {days: 3, from: seen}}\n"),
            ("documents/a.md", "one"),
            ("documents/b.md", "same"),
        ]);
        let two = files(&[
            ("facts.yaml", "facts:\n  rag: {type: choice, help: H}\n"),
            (
                "pathway.yaml",
                "version: 2\nobligations:\n  meet: {due: {working_days: 3, from: seen}}\n",
            ),
            ("statutory.yaml", "obligations:\n  icpc: {}\n"),
            ("documents/a.md", "two"),
            ("documents/b.md", "same"),
        ]);
        let told: Vec<String> = diff(&one, &two)
            .unwrap()
            .iter()
            .map(|part| {
                let how = match &part.change {
                    PartChange::Added => "added".to_owned(),
                    PartChange::Removed => "removed".to_owned(),
                    PartChange::Changed(all) => all
                        .iter()
                        .map(|d| format!("{} {:?} {:?}", d.key, d.old, d.new))
                        .collect::<Vec<_>>()
                        .join("; "),
                };
                format!("{} {}: {how}", part.section, part.name)
            })
            .collect();
        assert_eq!(
            told,
            [
                "facts old: removed",
                "facts rag: help None Some(\"H\")",
                "obligations icpc: added",
                "obligations meet: due.days Some(\"3\") None; due.working_days None Some(\"3\")",
                "version :  Some(\"1\") Some(\"2\")",
                "documents a.md: ",
            ]
        );
    }

    #[test]
    fn what_is_no_yaml_is_a_problem() {
        let bad = files(&[("pathway.yaml", "a: [\n")]);
        assert!(diff(&bad, &bad).is_err());
    }
}
