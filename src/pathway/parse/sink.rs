//! Where problems go while files are read. Reading never stops at a problem: whoever meets one
//! says it here, goes on with something harmless in its place, and what was read is thrown away
//! at the end when anything was said.

use std::cell::RefCell;

use crate::domain::{Place, Problem};
use crate::pathway::node::quoted;

/// The problems said so far.
#[derive(Default)]
pub(super) struct Sink {
    problems: RefCell<Vec<Problem>>,
}

impl Sink {
    /// Says a problem at a place.
    pub(super) fn say(&self, place: Place, message: impl Into<String>) {
        self.problems.borrow_mut().push(Problem::new(place, message));
    }

    /// Takes over problems that the reader of YAML said.
    pub(super) fn take_over(&self, problems: Vec<Problem>) {
        self.problems.borrow_mut().extend(problems);
    }

    /// Says that there is no such thing, and the nearest of those that there are.
    pub(super) fn none_such<'n>(
        &self,
        place: Place,
        thing: &str,
        name: &str,
        there_are: impl IntoIterator<Item = &'n str>,
    ) {
        let hint = did_you_mean(name, there_are);
        self.say(place, format!("no {thing} {}{hint}", quoted(name)));
    }

    /// All problems, each once, by place.
    pub(super) fn sorted(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// The end of a message that names what was probably meant; empty where nothing is near.
pub(super) fn did_you_mean<'n>(name: &str, there_are: impl IntoIterator<Item = &'n str>) -> String {
    let length = name.chars().count();
    if length > 80 {
        return String::new();
    }
    let far = (length / 3).clamp(1, 4);
    let distances = there_are.into_iter().map(|known| (strsim::osa_distance(name, known), known));
    let nearest = distances.filter(|(distance, _)| *distance <= far).min();
    nearest.map(|(_, known)| format!("; did you mean `{known}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn only_what_is_near_is_suggested() {
        let names = ["rag", "route", "strategy.chair"];
        for (typed, hint) in [
            ("rga", "; did you mean `rag`?"),
            ("ruote", "; did you mean `route`?"),
            ("strategy-chair", "; did you mean `strategy.chair`?"),
            ("category", ""),
            ("", ""),
        ] {
            assert_eq!(did_you_mean(typed, names), hint, "{typed}");
        }
        assert_eq!(did_you_mean(&"r".repeat(100_000), names), "");
    }
}
