//! Duties that are never owed, and those that cannot be met while they are.

use crate::pathway::model::{Obligation, Opening, Pathway};

use super::Finding;
use super::explore::{Explored, Way};
use super::formula::{Domains, Formula};
use super::slice::{Slice, When};
use super::values;

/// The duties of a pathway, as formulas.
pub(super) struct Duties<'p> {
    pathway: &'p Pathway,
    all: Vec<Prepared>,
}

struct Prepared {
    /// That it is opened and applies, of the case as it stands.
    standing: Formula,
    /// The same just after each step.
    opened: Vec<Formula>,
    /// That it still applies just after each step.
    applies: Vec<Formula>,
    /// That it is met.
    met: Formula,
}

impl<'p> Duties<'p> {
    /// Makes their formulas.
    pub(super) fn new(slice: &mut Slice<'p>, pathway: &'p Pathway) -> Self {
        let all = pathway.obligations.iter().map(|one| prepare(slice, pathway, one)).collect();
        Duties { pathway, all }
    }

    /// What is wrong with them.
    pub(super) fn findings(&self, slice: &Slice<'_>, explored: &Explored) -> Vec<Finding> {
        let mut found = Vec::new();
        for (obligation, formulas) in self.pathway.obligations.iter().zip(&self.all) {
            let name = obligation.name.to_string();
            let open = self.open_at(slice, explored, obligation, formulas);
            let message = if !open.contains(&true) {
                format!("duty `{name}` is never owed: what opens it never comes about")
            } else if self.can_be_met(slice, explored, obligation, formulas, &open) {
                continue;
            } else {
                let at = self.pathway.stages.iter().zip(&open).filter(|(_, open)| **open);
                let at: Vec<_> = at.map(|(stage, _)| format!("`{}`", stage.name)).collect();
                format!(
                    "duty `{name}` cannot be met while it is owed: at {} and from there on nothing \
                     that can be done meets it",
                    at.join(", ")
                )
            };
            found.push(Finding { section: "obligations", name, message });
        }
        found
    }

    /// The stages at which a duty can be owed because what opens it holds there.
    fn open_at(
        &self,
        slice: &Slice<'_>,
        explored: &Explored,
        obligation: &Obligation,
        formulas: &Prepared,
    ) -> Vec<bool> {
        let mut open = vec![false; self.pathway.stages.len()];
        match &obligation.opened_by {
            Opening::EachTaking { step, .. } => {
                for way in &explored.ways {
                    let taken = &self.pathway.steps[way.step];
                    if taken.name == *step
                        && !self.pathway.stages[way.to].is_final
                        && slice.effort.solve(&way.taking, &[&formulas.opened[way.step]]).is_some()
                    {
                        open[way.to] = true;
                    }
                }
            }
            Opening::BecomesTrue(_) => {
                for (at, case) in explored.stages.iter().enumerate() {
                    let Some(case) = case else { continue };
                    let may = !self.pathway.stages[at].is_final;
                    open[at] = may && slice.effort.solve(case, &[&formulas.standing]).is_some();
                }
            }
        }
        open
    }

    fn can_be_met(
        &self,
        slice: &Slice<'_>,
        explored: &Explored,
        obligation: &Obligation,
        formulas: &Prepared,
        open: &[bool],
    ) -> bool {
        let mut owed = open.to_vec();
        let mut given: Domains = slice.nothing();
        // What was done before counts too, or may be what opened it.
        for way in &explored.ways {
            if obligation.counts_earlier {
                self.give(slice, way, &Formula::Always, true, &mut given);
            } else if open[way.to] {
                self.give(slice, way, &formulas.applies[way.step], false, &mut given);
            }
        }
        for _ in &self.pathway.stages {
            for way in &explored.ways {
                let goes_on = !self.pathway.stages[way.to].is_final
                    && self.goes_on(way, &owed)
                    && slice.effort.solve(&way.taking, &[&formulas.applies[way.step]]).is_some();
                owed[way.to] |= goes_on;
            }
        }
        // What a step meets it meets even if the duty would not apply after it.
        for way in explored.ways.iter().filter(|way| self.goes_on(way, &owed)) {
            self.give(slice, way, &Formula::Always, true, &mut given);
        }
        slice.effort.solve(&given, &[&formulas.met]).is_some()
    }

    /// Whether a way begins where a duty may be owed, and ends it by nothing but what it does.
    fn goes_on(&self, way: &Way, owed: &[bool]) -> bool {
        let begins = self.pathway.steps[way.step].begins_episode;
        !begins && way.from.is_some_and(|from| owed[from])
    }

    /// Adds what a step gives while the duty applies; and that it was taken, where no override
    /// marked it. The taking that opens a duty does not meet it: only its facts count.
    fn give(
        &self,
        slice: &Slice<'_>,
        way: &Way,
        applies: &Formula,
        taking: bool,
        given: &mut Domains,
    ) {
        let step = &self.pathway.steps[way.step];
        if let Some(found) = slice.effort.solve(&way.taking, &[applies]) {
            slice.gives(step, &found, given);
        }
        let unmarked = way.unmarked.as_ref().filter(|_| taking);
        if let Some(found) = unmarked.and_then(|unmarked| slice.effort.solve(unmarked, &[applies]))
        {
            slice.is_taken(step, &slice.taken_with(step, &found), given);
        }
    }
}

fn prepare<'p>(slice: &mut Slice<'p>, pathway: &'p Pathway, one: &'p Obligation) -> Prepared {
    let opening = values::opening(&one.opened_by);
    let both = |slice: &mut Slice<'p>, when: When<'p>| {
        let applies = match &one.holds_while {
            Some(holds) => slice.formula(holds, true, when),
            None => Formula::Always,
        };
        let opened = slice.formula(opening, true, when);
        (Formula::All(vec![opened, applies.clone()]), applies)
    };
    let (standing, _) = both(slice, When::Standing);
    let mut opened = Vec::new();
    let mut applies = Vec::new();
    for step in &pathway.steps {
        let (open, goes_on) = both(slice, When::After(step));
        opened.push(open);
        applies.push(goes_on);
    }
    let met = slice.formula(&one.met_by, true, When::Standing);
    Prepared { standing, opened, applies, met }
}
