//! `cse sample --cases N --seed S`: lifelike cases in a sample register, for training and benches.

use clap::{Arg, ArgMatches, Command, value_parser};

use crate::ops::{Failure, sample};

use super::context::Context;
use super::{Env, Exit, taken, ui, wording};

/// The command; it is not listed among the others.
pub fn command() -> Command {
    Command::new("sample")
        .about("Fill a sample register with lifelike invented cases")
        .hide(true)
        .arg(
            Arg::new("cases")
                .long("cases")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..=200_000))
                .default_value("100")
                .help("How many"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("S")
                .value_parser(value_parser!(u64))
                .default_value("1")
                .help("The same seed at the same moment gives the same cases"),
        )
}

/// Fills the register.
pub fn run(
    env: &mut Env<'_>,
    context: &mut Context<'_>,
    matches: &ArgMatches,
) -> Result<Exit, Failure> {
    let cases = matches.get_one::<u32>("cases").copied().unwrap_or(100);
    let seed = matches.get_one::<u64>("seed").copied().unwrap_or(1);
    let who = context.identity(env)?;
    let now = env.now;
    let cases = usize::try_from(cases).unwrap_or(0);
    let made = sample::generate(context.store()?, &who, now, cases, seed)?;
    taken::warn(env, &made.warnings);
    let text = format!("Made {}, all invented.\n", wording::count(made.cases, "case"));
    ui::answer(env, &text, "what was made is recorded")?;
    Ok(Exit::Done)
}
