//! What a document lacks before it is rendered: what it needs and is not known, what has grown
//! stale, what stands in conflict. A person decides whether it goes out all the same.

use crate::domain::{Day, FactDef, FactName};

use super::library::Template;
use super::render::Subject;
use super::view::{Sight, View};
use crate::pathway::Audience;

/// Something that a document lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The fact.
    pub fact: FactName,
    /// What forms print for it.
    pub label: String,
    /// What it lacks.
    pub lack: Lack,
    /// Whether the document needs it to be complete.
    pub needed: bool,
}

/// What a document lacks of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It is not recorded.
    Missing,
    /// Records disagree.
    Contested,
    /// It was last recorded on this day, longer ago than the document allows.
    Stale(Day),
}

impl Lack {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Lack::Missing => "missing",
            Lack::Contested => "contested",
            Lack::Stale(_) => "stale",
        }
    }
}

/// What a document lacks for a reader, in the order of its front matter.
pub fn missing(subject: &Subject<'_>, template: &Template, audience: Audience) -> Vec<Gap> {
    let dictionary = &subject.pathway.dictionary;
    let view = View::new(audience, dictionary, subject.replay);
    let mut gaps = Vec::new();
    let gap = |def: &FactDef, lack, needed| Gap {
        fact: def.name.clone(),
        label: def.label.clone(),
        lack,
        needed,
    };
    for named in &template.front.needs {
        let Some(def) = dictionary.get(&named.name) else { continue };
        match view.sight(def) {
            Sight::Unknown => gaps.push(gap(def, Lack::Missing, true)),
            Sight::Contested(_) => gaps.push(gap(def, Lack::Contested, true)),
            Sight::Known(_) | Sight::Withheld => {}
        }
    }
    for def in dictionary.iter().filter(|def| template.front.sees(def.name.as_str())) {
        let told = gaps.iter().any(|known| known.fact == def.name);
        if !told && matches!(view.sight(def), Sight::Contested(_)) {
            gaps.push(gap(def, Lack::Contested, false));
        }
    }
    for (named, days) in &template.front.fresh {
        let Some(def) = dictionary.get(&named.name) else { continue };
        let Sight::Known(_) = view.sight(def) else { continue };
        let history = subject.replay.case.fact(&named.name);
        let latest = history.and_then(|history| history.latest(view.since(def)));
        let Some(given) = latest.map(|given| given.happened.0.day()) else { continue };
        if subject.moment.day().days_since(given) > i64::from(*days) {
            gaps.push(gap(def, Lack::Stale(given), false));
        }
    }
    gaps
}
