//! `cse demo`: a throw-away sample register, a referral walked through it, what is due and why.
//! The walk is data: `cases/<pathway>/demo.txt`, one command a line, run by the program itself.

use clap::{Arg, ArgMatches, Command};

use crate::ops::init::init;
use crate::ops::{Failure, Usage, sample};
use crate::pathway::shipped;
use crate::register::{Fault, Identity};

use super::{Env, Exit, Terminal, Vars, init as init_command, run as run_command, taken, ui};

/// The command.
pub fn command() -> Command {
    Command::new("demo")
        .about("Show the main job on a throw-away register of invented cases")
        .arg(
            Arg::new("pathway")
                .long("pathway")
                .value_name("PATHWAY")
                .default_value(shipped::names().last().copied().unwrap_or_default())
                .help("A shipped pathway"),
        )
        .arg(
            Arg::new("keep")
                .long("keep")
                .value_name("DIR")
                .help("Keep the register in this folder"),
        )
}

/// Runs the demo.
pub fn run(env: &mut Env<'_>, matches: &ArgMatches) -> Result<Exit, Failure> {
    let name = matches.get_one::<String>("pathway").cloned().unwrap_or_default();
    let (Some(files), Some(script)) = (shipped::files(&name), sample::demo(&name)) else {
        return Err(Usage::NoPathway { given: name }.into());
    };
    let temporary = tempfile::tempdir()
        .map_err(|error| Fault::io(tempfile::env::temp_dir(), "make a folder in", &error))?;
    let dir = match matches.get_one::<String>("keep") {
        Some(keep) => env.dir.join(keep),
        None => temporary.path().join("register"),
    };
    let who = Identity { name: "Demo".to_owned(), email: "demo@example.invalid".to_owned() };
    let register = init_command::register_id(env)?;
    let now = env.now;
    let register = init(&dir, &who, now, &register, true, &files)?;
    let sample = sample::embedded(&register.store, &who, now)?;
    taken::warn(env, &[register.warnings, sample.warnings].concat());
    let made = sample.cases;
    drop(register.store);
    let said = format!(
        "A throw-away register with {made} invented cases, in the folder\n{}\n\n",
        dir.display()
    );
    ui::out(env, &said)?;
    let mut case = String::new();
    for line in script.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix('#') {
            ui::out(env, &format!("{}\n", words.trim()))?;
        } else if line.is_empty() {
            ui::out(env, "\n")?;
        } else {
            let exit = step(env, &dir, line, &who, &mut case)?;
            if exit != Exit::Done {
                ui::note(env, "error: a line of the demo did not work\n");
                return Ok(exit);
            }
        }
    }
    if matches.get_one::<String>("keep").is_none() {
        ui::out(env, "\nThe register is thrown away again. Keep one with: cse demo --keep DIR\n")?;
    }
    Ok(Exit::Done)
}

/// Runs one line of the script, and gives its exit code; that of a line which is to be refused means
/// nothing. `$CASE` stands for the case that was opened last.
fn step(
    env: &mut Env<'_>,
    dir: &std::path::Path,
    line: &str,
    who: &Identity,
    case: &mut String,
) -> Result<Exit, Failure> {
    let line = line.replace("$CASE", case);
    ui::out(env, &format!("$ {line}\n"))?;
    let args = words(&line).into_iter().skip(1).map(Into::into).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run_command(&mut Env {
        args,
        dir: dir.to_path_buf(),
        vars: Vars {
            register: Some(dir.as_os_str().to_owned()),
            author_name: Some(who.name.clone()),
            author_email: Some(who.email.clone()),
            state: None,
        },
        input: &mut std::io::empty(),
        out: &mut out,
        err: &mut err,
        now: env.now,
        random: &mut *env.random,
        terminal: Terminal { can_ask: false, ..env.terminal },
    });
    let said = String::from_utf8_lossy(&out).into_owned();
    if let Some(opened) =
        said.split(':').next().filter(|id| crate::domain::CaseId::parse(id).is_ok())
    {
        opened.clone_into(case);
    }
    ui::styled(env, &said)?;
    ui::note(env, &String::from_utf8_lossy(&err));
    ui::out(env, "\n")?;
    Ok(if line.ends_with("# refused") { Exit::Done } else { exit })
}

/// The words of a line: separated by blanks, or quoted. A `#` ends the line.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (Vec::new(), String::new(), false, false);
    for c in line.chars() {
        match c {
            '"' => (quoted, begun) = (!quoted, true),
            '#' if !quoted && !begun => break,
            c if c.is_whitespace() && !quoted => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_line_is_split_into_words() {
        assert_eq!(words("cse a --b \"c d\"  e # x"), ["cse", "a", "--b", "c d", "e"]);
        assert_eq!(words("cse \"\""), ["cse", ""]);
    }
}
