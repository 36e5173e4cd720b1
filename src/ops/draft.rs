//! Drafts: facts that were typed and not recorded. Files of mode 0600 in `.git/cse-drafts/`,
//! never committed, never seen by `git status`. A draft is read again with `--from`.

use std::path::PathBuf;

use crate::domain::{Dictionary, Facts, Moment, StepName};
use crate::register::{Store, format};

use super::Failure;

/// A draft.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The name of its file.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// The step for which it was typed.
    pub step: String,
    /// The case, as typed.
    pub case: Option<String>,
    /// When it was kept.
    pub kept: Option<Moment>,
}

/// Keeps facts as a draft.
pub fn keep(
    store: &Store,
    now: Moment,
    random: [u8; 4],
    step: &StepName,
    case: Option<&str>,
    facts: &Facts,
    dictionary: &Dictionary,
) -> Result<Draft, Failure> {
    let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{}-{step}-{random}.yaml", now.compact());
    let case = case.map(|case| case.split_whitespace().collect::<String>());
    let mut text = format!("# kept: {now}\n# step: {step}\n");
    if let Some(case) = &case {
        text.push_str(&format!("# case: {case}\n"));
    }
    text.push_str(&format::facts(facts, dictionary));
    let path = store.keep_draft(&name, text.as_bytes())?;
    Ok(Draft { name, path, step: step.to_string(), case, kept: Some(now) })
}

/// All drafts, the oldest first.
pub fn list(store: &Store) -> Result<Vec<Draft>, Failure> {
    let drafts = store.drafts()?.into_iter().map(|(name, path, bytes)| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let header = |key: &str| {
            let lines = text.lines().take_while(|line| line.starts_with('#'));
            lines.filter_map(|line| line.strip_prefix(key)).map(|v| v.trim().to_owned()).next()
        };
        Draft {
            step: header("# step:").unwrap_or_default(),
            case: header("# case:"),
            kept: header("# kept:").and_then(|text| Moment::parse(&text)),
            name,
            path,
        }
    });
    Ok(drafts.collect())
}

/// Throws a draft away; false when there is none of that name.
pub fn discard(store: &Store, name: &str) -> Result<bool, Failure> {
    Ok(store.discard_draft(name)?)
}
