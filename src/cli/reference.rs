//! The whole command line as one page, for `docs/cli.md`; a test keeps the two equal.

use clap::Command;

use crate::pathway::Pathway;

use super::commands;

/// The help of every command of a pathway, in Markdown.
pub fn reference(pathway: &Pathway) -> String {
    let mut text = format!("## {}\n\n", pathway.title);
    let mut root = commands::root(pathway).term_width(100);
    root.build();
    page(&mut root, &mut text);
    text
}

fn page(command: &mut Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("### `{name}`\n\n```text\n{}\n```\n\n", lines.join("\n").trim_end()));
    let names: Vec<String> = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help" && !sub.is_hide_set())
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        if let Some(sub) = command.find_subcommand_mut(&name) {
            page(sub, text);
        }
    }
}
