//! Which layer may name which: `main -> cli -> ops -> {register, documents} -> pathway -> domain`.

use super::{line, none, rust};

/// Each layer, and the layers besides itself that it may name. The register reads and writes
/// records, whose facts a dictionary types, and its own files with the pathway's positioned YAML.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("pathway", &["domain"]),
    ("register", &["domain", "pathway"]),
    ("documents", &["domain", "pathway"]),
    ("ops", &["domain", "pathway", "register", "documents"]),
    ("cli", &["domain", "pathway", "register", "documents", "ops"]),
];

/// The layers that a text names: `crate::x`, also in a group, as `crate::{x, y}`. Comments and
/// documentation may point anywhere.
fn named(text: &str) -> Vec<(usize, String)> {
    let code: Vec<&str> = text
        .split_inclusive('\n')
        .map(|line| if line.trim_start().starts_with("//") { "\n" } else { line })
        .collect();
    let code = code.concat();
    let mut found = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        let rest = &code[at + word.len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => heads(group),
            None => vec![rest],
        };
        found.extend(names.into_iter().map(|name| (line(&code, at), head(name))));
    }
    found
}

/// The names at the top of a group: `a::b, c::{d, e}}` gives what begins with `a` and `c`.
fn heads(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut heads) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                heads.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    heads
}

fn head(name: &str) -> String {
    name.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn a_layer_names_only_the_layers_below_it() {
    let mut wrong = Vec::new();
    for page in rust(&["src"]) {
        let Some(layer) = page.path.split('/').nth(1).filter(|part| !part.ends_with(".rs")) else {
            continue;
        };
        let Some((_, may)) = MAY_NAME.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{}: the layer {layer} is not in the table", page.path));
            continue;
        };
        for (line, named) in named(&page.text) {
            let is_layer = MAY_NAME.iter().any(|(name, _)| *name == named);
            if is_layer && named != layer && !may.contains(&named.as_str()) {
                wrong.push(format!("{}:{line}: {layer} names crate::{named}", page.path));
            } else if !is_layer {
                wrong.push(format!("{}:{line}: crate::{named} is no layer", page.path));
            }
        }
    }
    none(&wrong);
}

#[test]
fn a_path_climbs_one_module_at_most() {
    let climb = concat!("super::", "super");
    let climbs = |page: &super::Page| {
        let found = page.text.match_indices(climb).map(|(at, _)| line(&page.text, at));
        found.map(|line| format!("{}:{line}: {climb}", page.path)).collect::<Vec<_>>()
    };
    none(&rust(&["src", "tests", "benches"]).iter().flat_map(climbs).collect::<Vec<_>>());
}

#[test]
fn the_reader_of_names_sees_groups() {
    let text = "use crate::{domain::Day, ops::{take, due}, cli};\n// crate::no\nuse crate::a::b;\n";
    let names: Vec<String> = named(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["domain", "ops", "cli", "a"]);
}
