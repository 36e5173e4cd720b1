//! The whole command line, as its help says it, is `docs/cli.md`: every change of an option is
//! seen there. `UPDATE_DOCS=1` writes the page anew.

use std::path::Path;

use cse::cli;
use cse::pathway::{Pathway, shipped};

const HEAD: &str = "\
# The command line

The help of every command, as `cse COMMAND --help` prints it. Steps are commands made from the
pathway in force: another authority's pathway brings its own. The options that every command takes
are under `cse`, those that every step takes under `cse STEP`; other pages leave them out. This page
is kept by `tests/reference.rs`; `UPDATE_DOCS=1 cargo test reference` writes it anew.

";

/// The shipped pathways, in the order of their names.
fn pathways() -> Vec<Pathway> {
    let read = |name: &&str| shipped::parse_files(&shipped::files(name).unwrap()).unwrap();
    shipped::names().iter().map(read).collect()
}

#[test]
fn the_reference_is_what_the_program_says() {
    let said = format!("{HEAD}{}", cli::reference(&pathways()));
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(page.parent().unwrap()).unwrap();
        std::fs::write(&page, &said).unwrap();
    }
    let written = std::fs::read_to_string(&page).unwrap_or_default();
    let differs = written.lines().zip(said.lines()).position(|(old, new)| old != new);
    let at = differs.unwrap_or(written.lines().count().min(said.lines().count())) + 1;
    let why = "differs from the program; UPDATE_DOCS=1 cargo test reference";
    assert!(written == said, "docs/cli.md:{at}: {why}");
}

#[test]
fn the_command_lines_of_all_pathways_are_sound() {
    for pathway in pathways() {
        cli::command(&pathway).debug_assert();
    }
}

#[test]
fn every_step_of_every_pathway_has_a_page() {
    let said = cli::reference(&pathways());
    for pathway in pathways() {
        for step in &pathway.steps {
            assert!(said.contains(&format!("### `cse {}`", step.name)), "{}", step.name);
        }
    }
}
