//! What came of a step, as text and as JSON.

use serde_json::json;

use crate::ops::Failure;
use crate::ops::take::{Attempt, Taken};
use crate::register::Warning;

use super::context::Context;
use super::ui::{self, Format};
use super::{Env, ago, echo, wording};

/// How many warnings of one kind are said one by one.
const SAID: usize = 5;

/// Says what did not work after something was recorded, and that nothing of it is lost.
pub fn warn(env: &mut Env<'_>, warnings: &[Warning]) {
    for warning in warnings.iter().take(SAID) {
        ui::note(env, &format!("warning: {}\n", ui::line(&wording::warning(warning))));
    }
    if let Some(more) = warnings.len().checked_sub(SAID).filter(|more| *more > 0) {
        ui::note(env, &format!("warning: and {more} more; the next command repairs them\n"));
    }
}

/// Prints what was done; `read_as` says how the dates were read that people typed.
pub fn print(
    env: &mut Env<'_>,
    context: &Context<'_>,
    attempt: &Attempt,
    taken: &Taken,
    read_as: &[String],
    format: Format,
) -> Result<(), Failure> {
    warn(env, &taken.warnings);
    let recorded = format!("{}: {} is recorded", taken.case, taken.record);
    let answer = |env: &mut Env<'_>, text: &str| {
        if attempt.dry_run { ui::out(env, text) } else { ui::answer(env, text, &recorded) }
    };
    if format == Format::Json {
        let text = format!("{}\n", as_json(taken));
        return if attempt.dry_run {
            ui::json(env, &text)
        } else {
            ui::answer_json(env, &text, &recorded)
        };
    }
    let pathway = std::sync::Arc::clone(context.pathway());
    let mut text = String::new();
    let done = if attempt.dry_run { "would be recorded" } else { "recorded" };
    text.push_str(&format!("{}: {} {done}\n", taken.case, taken.record));
    let stage = taken.stage.as_ref().map(|stage| wording::stage(stage, &pathway));
    text.push_str(&format!("  stage     {}\n", stage.unwrap_or_default()));
    if let Some(when) = attempt.at {
        text.push_str(&format!("  happened  {}\n", echo::in_words(when)));
    }
    for one in read_as {
        text.push_str(&ui::wrap(&ui::line(one), ui::width(env), "            ").replacen(
            "            ",
            "  read as   ",
            1,
        ));
    }
    for gate in &taken.overridden {
        text.push_str(&format!(
            "  override  {gate}: kept in the record, stays marked, meets no duty\n"
        ));
    }
    if let Some(change) = &attempt.clock {
        let (action, obligation) = (change.action.as_str(), &change.obligation);
        text.push_str(&format!("  {action:<9} {obligation}\n"));
    }
    for met in &taken.met {
        let instance =
            met.instance.as_ref().map(|i| format!(" ({})", ui::line(i))).unwrap_or_default();
        let obligation = format!("{}{instance}", met.obligation);
        text.push_str(&format!("  met       {obligation}\n"));
    }
    for opened in &taken.opened {
        let when = ago::due(opened.due, opened.due_at, env.now);
        let title = ui::line(&opened.title);
        let instance =
            opened.instance.as_ref().map(|i| format!(" ({})", ui::line(i))).unwrap_or_default();
        text.push_str(
            &ui::wrap(&format!("{title}{instance}: {when}"), ui::width(env), "            ")
                .replacen("            ", "  opened    ", 1),
        );
    }
    if context.is_sample() {
        text.push_str("  SAMPLE    this register holds invented cases only\n");
    }
    answer(env, &text)?;
    for notice in &taken.notices {
        let text = ui::wrap(&format!("notice: {}", ui::line(notice)), ui::width(env), "        ");
        ui::note(env, text.trim_start());
    }
    Ok(())
}

fn as_json(taken: &Taken) -> serde_json::Value {
    let opened = taken.opened.iter().map(|opened| {
        json!({
            "obligation": opened.obligation.as_str(),
            "due": opened.due.map(|day| day.to_string()),
        })
    });
    json!({
        "case": taken.case.as_str(),
        "record": taken.record.0,
        "commit": taken.commit,
        "stage": taken.stage.as_ref().map(crate::domain::StageName::as_str),
        "met": taken.met.iter().map(|met| met.obligation.as_str()).collect::<Vec<_>>(),
        "opened": opened.collect::<Vec<_>>(),
        "notices": taken.notices,
    })
}
