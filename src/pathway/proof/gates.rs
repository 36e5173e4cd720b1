//! Gates that can never hold, and those that nobody can override.

use crate::pathway::model::{Gate, Pathway, Step};

use super::Finding;
use super::explore::{Explored, stages_of};
use super::formula::Formula;
use super::slice::{Slice, When};

/// The gates of a pathway and what each needs.
pub(super) struct Gates<'p> {
    pathway: &'p Pathway,
    needs: Vec<Formula>,
    passes: Vec<Formula>,
}

impl<'p> Gates<'p> {
    /// Makes their formulas.
    pub(super) fn new(slice: &mut Slice<'p>, pathway: &'p Pathway) -> Self {
        let (mut needs, mut passes) = (Vec::new(), Vec::new());
        for gate in &pathway.gates {
            let holds = slice.formula(&gate.needs, true, When::Taking);
            let mut ways = vec![holds.clone(), slice.by(&gate.override_by)];
            if let Some(when) = &gate.when {
                ways.push(slice.formula(when, false, When::Taking));
            }
            needs.push(holds);
            passes.push(Formula::Any(ways));
        }
        Gates { pathway, needs, passes }
    }

    /// What is wrong with them.
    pub(super) fn findings(&self, slice: &Slice<'_>, explored: &Explored) -> Vec<Finding> {
        let mut found = Vec::new();
        for (gate, needs) in self.pathway.gates.iter().zip(&self.needs) {
            let Some(step) = self.pathway.step(gate.step.as_str()) else { continue };
            let name = gate.name.to_string();
            let mut say = |message: String| {
                found.push(Finding { section: "gates", name: name.clone(), message });
            };
            if !self.somewhere(slice, explored, step, needs) {
                say(format!(
                    "gate `{name}` can never hold: what it needs is never so at `{}`",
                    step.name
                ));
            }
            if nobody(gate, step) {
                say(format!(
                    "gate `{name}` can be overridden by nobody: no role that may override it may take `{}`",
                    step.name
                ));
            }
        }
        found
    }

    /// The gates of a step that by themselves shut it.
    pub(super) fn shut(&self, slice: &Slice<'_>, explored: &Explored, step: &Step) -> Vec<String> {
        let all = self.pathway.gates.iter().zip(&self.passes);
        let own = all.filter(|(gate, _)| gate.step == step.name);
        let shut = own.filter(|(_, passes)| !self.somewhere(slice, explored, step, passes));
        shut.map(|(gate, _)| format!("`{}`", gate.name)).collect()
    }

    /// Whether a formula can hold of a step that is taken, at a stage to which a case comes. Where
    /// none does, the step is what is wrong and not what it asks.
    fn somewhere(
        &self,
        slice: &Slice<'_>,
        explored: &Explored,
        step: &Step,
        formula: &Formula,
    ) -> bool {
        let mut any = false;
        for from in stages_of(self.pathway, step) {
            let case = match from {
                None => slice.nothing(),
                Some(stage) => match &explored.stages[stage] {
                    Some(case) => case.clone(),
                    None => continue,
                },
            };
            any = true;
            if slice.effort.solve(&slice.taking(step, &case), &[formula]).is_some() {
                return true;
            }
        }
        !any
    }
}

fn nobody(gate: &Gate, step: &Step) -> bool {
    !gate.override_by.is_empty() && !gate.override_by.iter().any(|role| step.by.contains(role))
}
