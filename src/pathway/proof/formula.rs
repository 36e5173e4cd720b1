//! Formulas over variables of a few values each, and which values can hold together.
//!
//! A variable's values are the bits of a number; its domain is the set of those that it may have.
//! Negation is pushed to the variables where a formula is made, so there is none here.

use std::cell::Cell;

/// For each variable the values that it may have.
pub(super) type Domains = Vec<u64>;

/// A statement about variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Formula {
    /// It always holds.
    Always,
    /// It never holds.
    Never,
    /// A variable has one of these values.
    Is {
        /// The variable.
        var: usize,
        /// The values.
        values: u64,
    },
    /// All of these.
    All(Vec<Formula>),
    /// Any of these.
    Any(Vec<Formula>),
}

/// So many ways of choosing among alternatives are looked at for one question, and for all. The
/// shipped pathways need forty for one and a hundred thousand for all.
const MOST_FOR_ONE: usize = 1_000;
const MOST_FOR_ALL: usize = 1_000_000;

/// What may still be tried. Where it is used up everything counts as possible: so the proofs take a
/// bounded time, and find rather too little than too much.
#[derive(Debug)]
pub(super) struct Effort {
    left: Cell<usize>,
    gave_up: Cell<bool>,
}

impl Formula {
    /// What is known of it in these domains: it holds, it does not, or that depends.
    fn in_domains(&self, domains: &[u64]) -> Option<bool> {
        match self {
            Formula::Always => Some(true),
            Formula::Never => Some(false),
            Formula::Is { var, values } => match domains[*var] & values {
                0 => Some(false),
                both if both == domains[*var] => Some(true),
                _ => None,
            },
            Formula::All(parts) => {
                let mut all = Some(true);
                for part in parts {
                    match part.in_domains(domains) {
                        Some(true) => {}
                        Some(false) => return Some(false),
                        None => all = None,
                    }
                }
                all
            }
            Formula::Any(parts) => {
                let mut any = Some(false);
                for part in parts {
                    match part.in_domains(domains) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => any = None,
                    }
                }
                any
            }
        }
    }
}

impl Effort {
    /// All of it.
    pub(super) fn new() -> Self {
        Effort { left: Cell::new(MOST_FOR_ALL), gave_up: Cell::new(false) }
    }

    /// Whether something was not tried to the end.
    pub(super) fn gave_up(&self) -> bool {
        self.gave_up.get()
    }

    /// The values that variables can have where all formulas hold together; none if they never do.
    pub(super) fn solve(&self, domains: &[u64], formulas: &[&Formula]) -> Option<Domains> {
        let may = MOST_FOR_ONE.min(self.left.get());
        let mut search = Search { found: vec![0; domains.len()], any: false, left: may };
        search.walk(domains.to_vec(), formulas.to_vec(), Vec::new());
        self.left.set(self.left.get() - (may - search.left));
        if search.left == 0 {
            self.gave_up.set(true);
            return Some(domains.to_vec());
        }
        search.any.then_some(search.found)
    }
}

struct Search {
    found: Domains,
    any: bool,
    left: usize,
}

impl Search {
    fn walk<'f>(
        &mut self,
        mut domains: Domains,
        mut todo: Vec<&'f Formula>,
        mut open: Vec<&'f [Formula]>,
    ) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        while let Some(formula) = todo.pop() {
            match formula {
                Formula::Always => {}
                Formula::Never => return,
                Formula::Is { var, values } => {
                    domains[*var] &= values;
                    if domains[*var] == 0 {
                        return;
                    }
                }
                Formula::All(parts) => todo.extend(parts),
                Formula::Any(parts) => open.push(parts),
            }
        }
        // Alternatives of which one holds by now are settled on every branch from here.
        open.retain(|parts| !parts.iter().any(|part| part.in_domains(&domains) == Some(true)));
        let possible = |parts: &[Formula]| {
            parts.iter().filter(|part| part.in_domains(&domains).is_none()).count()
        };
        let Some(at) = (0..open.len()).min_by_key(|at| possible(open[*at])) else {
            self.any = true;
            self.found.iter_mut().zip(&domains).for_each(|(all, found)| *all |= found);
            return;
        };
        let parts = open.swap_remove(at);
        for part in parts.iter().filter(|part| part.in_domains(&domains).is_none()) {
            self.walk(domains.clone(), vec![part], open.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(domains: &[u64], formulas: &[&Formula]) -> Option<Domains> {
        Effort::new().solve(domains, formulas)
    }

    fn is(var: usize, values: u64) -> Formula {
        Formula::Is { var, values }
    }

    #[test]
    fn what_holds_together_is_found_and_nothing_else() {
        let domains = [0b111, 0b11, 0b11];
        let either =
            Formula::Any(vec![is(0, 0b001), Formula::All(vec![is(0, 0b010), is(1, 0b10)])]);
        assert_eq!(solve(&domains, &[&either]), Some(vec![0b011, 0b11, 0b11]));
        assert_eq!(solve(&domains, &[&either, &is(1, 0b01)]), Some(vec![0b001, 0b01, 0b11]));
        assert_eq!(solve(&domains, &[&either, &is(0, 0b100)]), None);
        let other = Formula::Any(vec![is(2, 0b10), is(1, 0b10)]);
        let apart = [&either, &other, &is(0, 0b010), &is(2, 0b01)];
        assert_eq!(solve(&domains, &apart), Some(vec![0b010, 0b10, 0b01]));
        assert_eq!(solve(&domains, &[&Formula::Any(Vec::new())]), None);
        assert_eq!(solve(&domains, &[&Formula::Never]), None);
        assert_eq!(solve(&domains, &[&Formula::Always]), Some(domains.to_vec()));
    }

    #[test]
    fn a_search_that_is_too_long_excludes_nothing() {
        let domains = vec![0b11; 40];
        let pairs: Vec<Formula> =
            (0..20).map(|at| Formula::Any(vec![is(2 * at, 0b10), is(2 * at + 1, 0b10)])).collect();
        let all: Vec<&Formula> = pairs.iter().collect();
        let effort = Effort::new();
        assert_eq!(effort.solve(&domains, &all), Some(domains.clone()));
        assert!(effort.gave_up());
        effort.left.set(0);
        assert_eq!(effort.solve(&domains, &[&Formula::Never]), Some(domains.clone()));
    }
}
