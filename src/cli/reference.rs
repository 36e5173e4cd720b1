//! The whole command line as one page, for `docs/cli.md`; a test keeps the two equal.

use clap::Command;

use crate::pathway::Pathway;

use super::{commands, step};

/// The command line of a register in which this pathway is in force.
pub fn command(pathway: &Pathway) -> Command {
    commands::root(pathway, None)
}

/// The help of every command in Markdown: first what is the same for all, then the steps of each
/// pathway. What every command or every step takes is said once.
pub fn reference(pathways: &[Pathway]) -> String {
    let mut text = String::new();
    for (at, pathway) in pathways.iter().enumerate() {
        let mut whole = command(pathway).term_width(100);
        let mut root = brief(whole.clone(), pathway);
        root.build();
        let (steps, common): (Vec<String>, Vec<String>) =
            names(&root).into_iter().partition(|name| pathway.step(name).is_some());
        if at == 0 {
            text.push_str("## In every register\n\n");
            // The list of steps at the head is the pathway's, and comes with it.
            pages(&mut root, &common, &mut text);
            let mut every = Command::new("STEP").bin_name("cse STEP").args(step::options());
            page(&mut every, &mut text);
        }
        text.push_str(&format!("## {}\n\n", pathway.title));
        page(&mut whole, &mut text);
        pages(&mut root, &steps, &mut text);
    }
    text.trim_end().to_owned() + "\n"
}

/// A command line whose pages leave out what every command and every step takes.
fn brief(root: Command, pathway: &Pathway) -> Command {
    let hide = |command: Command, args: Vec<String>| {
        args.into_iter().fold(command, |command, id| command.mut_arg(id, |arg| arg.hide(true)))
    };
    let global = root.get_arguments().filter(|arg| arg.is_global_set());
    let global = global.map(|arg| arg.get_id().to_string()).collect();
    let common = || step::options().iter().map(|arg| arg.get_id().to_string()).collect();
    pathway.steps.iter().fold(hide(root, global), |root, step| {
        root.mut_subcommand(step.name.to_string(), |sub| hide(sub, common()))
    })
}

/// The subcommands that people see, in their order.
fn names(command: &Command) -> Vec<String> {
    let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
    shown.map(|sub| sub.get_name().to_owned()).filter(|name| name != "help").collect()
}

/// The pages of some subcommands, and of what is below them.
fn pages(command: &mut Command, wanted: &[String], text: &mut String) {
    for name in wanted {
        if let Some(sub) = command.find_subcommand_mut(name) {
            page(sub, text);
            let below = names(sub);
            pages(sub, &below, text);
        }
    }
}

fn page(command: &mut Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or(command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("### `{name}`\n\n```text\n{}\n```\n\n", lines.join("\n").trim_end()));
}
