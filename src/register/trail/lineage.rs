//! Which commits come from which others. A history is cut into chains, each commit knows how far
//! it has each chain behind it; a chain without merges costs one number a commit.

use std::sync::Arc;

/// Who comes from whom, by places in a trail.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    at: Vec<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    chain: usize,
    /// The number of its own commit in the chain, from 1.
    number: usize,
    /// How many commits of each chain lie behind it.
    behind: Arc<Vec<usize>>,
}

impl Lineage {
    /// Of commits whose parents stand before them.
    pub fn new<'a>(parents: impl Iterator<Item = &'a [usize]>) -> Self {
        let mut at: Vec<Place> = Vec::new();
        let mut lengths: Vec<usize> = Vec::new();
        for parents in parents {
            let first = parents.first().map(|&first| at[first].clone());
            let goes_on = first.filter(|first| lengths[first.chain] == first.number);
            let chain = goes_on.as_ref().map_or(lengths.len(), |first| first.chain);
            let place = match goes_on {
                Some(first) if parents.len() == 1 => Place { number: first.number + 1, ..first },
                goes_on => {
                    let mut behind = Vec::new();
                    for parent in parents.iter().map(|&parent| &at[parent]) {
                        behind.resize(lengths.len().max(behind.len()), 0);
                        for (most, &number) in behind.iter_mut().zip(parent.behind.iter()) {
                            *most = number.max(*most);
                        }
                        behind[parent.chain] = behind[parent.chain].max(parent.number);
                    }
                    let number = goes_on.map_or(1, |first| first.number + 1);
                    Place { chain, number, behind: Arc::new(behind) }
                }
            };
            if chain == lengths.len() {
                lengths.push(0);
            }
            lengths[chain] = place.number;
            at.push(place);
        }
        Lineage { at }
    }

    /// Whether a commit comes from another or is it.
    pub fn holds(&self, commit: usize, earlier: usize) -> bool {
        let (commit, earlier) = (&self.at[commit], &self.at[earlier]);
        if commit.chain == earlier.chain {
            return commit.number >= earlier.number;
        }
        commit.behind.get(earlier.chain).is_some_and(|&number| number >= earlier.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every commit that one comes from, found by walking.
    fn walked(parents: &[Vec<usize>], from: usize) -> Vec<bool> {
        let (mut seen, mut open) = (vec![false; parents.len()], vec![from]);
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(&parents[at]);
            }
        }
        seen
    }

    #[test]
    fn it_says_what_a_walk_finds_in_any_history() {
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..200 {
            let length = random.usize(1..40);
            let parents: Vec<Vec<usize>> = (0..length)
                .map(|at| {
                    let near = |random: &mut fastrand::Rng| at - 1 - random.usize(0..at.min(4));
                    let mut parents: Vec<usize> =
                        (0..random.usize(0..=2).min(at)).map(|_| near(&mut random)).collect();
                    parents.dedup();
                    parents
                })
                .collect();
            let lineage = Lineage::new(parents.iter().map(Vec::as_slice));
            for at in 0..length {
                let walked = walked(&parents, at);
                let found: Vec<bool> = (0..length).map(|other| lineage.holds(at, other)).collect();
                assert_eq!(found, walked, "{parents:?} from {at}");
            }
        }
    }
}
