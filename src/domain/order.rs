//! The order in which records are folded, and which record's author had seen which.
//!
//! Records are folded by when they *happened*; equal moments in causal order (`after`), then by
//! when they were recorded, then by file name. `after` holds whole hashes; a record is known by
//! the eight digits in its file name, because only `check` and `verify` compute hashes.

use std::collections::HashMap;

use super::{Hash, Record};

/// Which records' authors had seen which others.
#[derive(Clone, Debug)]
pub struct Ancestry {
    /// Every record's author had seen all that was recorded before: nothing can conflict.
    linear: bool,
    /// For each record (by its place in the fold) the places of all its ancestors.
    ancestors: Vec<Vec<bool>>,
}

impl Ancestry {
    /// That of records whose every author had seen all that was recorded before.
    pub fn linear() -> Self {
        Ancestry { linear: true, ancestors: Vec::new() }
    }

    /// Whether the author of the record at `later` had seen the record at `earlier`, directly or
    /// through others.
    pub fn saw(&self, later: usize, earlier: usize) -> bool {
        self.linear
            || self.ancestors.get(later).and_then(|row| row.get(earlier)).copied().unwrap_or(false)
    }

    /// The ancestry of only the records at these places, in this order.
    #[must_use]
    pub fn keeping(self, kept: &[usize]) -> Self {
        if self.linear {
            return self;
        }
        let row = |&at: &usize| kept.iter().map(|&other| self.ancestors[at][other]).collect();
        Ancestry { linear: false, ancestors: kept.iter().map(row).collect() }
    }
}

/// Puts records into the order of the fold and says who had seen what.
pub fn order(records: &mut Vec<&Record>) -> Ancestry {
    records
        .sort_by(|a, b| (a.happened, a.recorded, &a.name).cmp(&(b.happened, b.recorded, &b.name)));
    let parents = parents(records);
    let linear = is_chain(records, &parents);
    if !linear || records.windows(2).any(|pair| pair[0].happened == pair[1].happened) {
        settle_ties(records);
    }
    if linear {
        return Ancestry { linear, ancestors: Vec::new() };
    }
    Ancestry { linear, ancestors: ancestors(&self::parents(records)) }
}

/// The places of the records that no other record names in `after`.
pub fn heads(records: &[&Record]) -> Vec<usize> {
    let mut is_head = vec![true; records.len()];
    parents(records).into_iter().flatten().for_each(|at| is_head[at] = false);
    (0..records.len()).filter(|&at| is_head[at]).collect()
}

/// For each record the places of the records that it names in `after`.
fn parents(records: &[&Record]) -> Vec<Vec<usize>> {
    let by_hash: HashMap<u32, usize> = records
        .iter()
        .enumerate()
        .filter_map(|(at, record)| Some((known_as(record)?, at)))
        .collect();
    let place = |hash: &Hash| by_hash.get(&hash.first()).copied();
    records.iter().map(|record| record.after.iter().filter_map(place).collect()).collect()
}

/// The start of a record's hash, as its name gives it.
fn known_as(record: &Record) -> Option<u32> {
    let digits = record.name.short_hash()?;
    // Hashes are written in small letters; a name in capitals is nobody's.
    let small = !digits.bytes().any(|digit| digit.is_ascii_uppercase());
    u32::from_str_radix(digits, 16).ok().filter(|_| small)
}

/// Whether the records form one chain in some order: at most one has no parent, and no two share
/// one. A chain leaves no room for two authors who had not seen each other.
fn is_chain(records: &[&Record], parents: &[Vec<usize>]) -> bool {
    let mut children = vec![0_u32; records.len()];
    let mut roots = 0;
    for row in parents {
        match row.as_slice() {
            [] => roots += 1,
            [one] => children[*one] += 1,
            _ => return false,
        }
    }
    roots <= 1 && children.iter().all(|&n| n <= 1)
}

/// Among records of one moment, puts what was seen before what saw it.
fn settle_ties(records: &mut [&Record]) {
    let mut from = 0;
    while from < records.len() {
        let mut to = from + 1;
        while to < records.len() && records[to].happened == records[from].happened {
            to += 1;
        }
        if to - from > 1 {
            let tied = &mut records[from..to];
            let rows = ancestors(&parents(tied));
            let depth: Vec<usize> =
                rows.iter().map(|row| row.iter().filter(|&&seen| seen).count()).collect();
            let mut places: Vec<usize> = (0..tied.len()).collect();
            // The sort is stable, so equal depths keep the order of recording and name.
            places.sort_by_key(|&at| depth[at]);
            let settled: Vec<&Record> = places.into_iter().map(|at| tied[at]).collect();
            tied.copy_from_slice(&settled);
        }
        from = to;
    }
}

/// The closure of the parents, in any order of the records.
fn ancestors(parents: &[Vec<usize>]) -> Vec<Vec<bool>> {
    let mut rows = vec![vec![false; parents.len()]; parents.len()];
    for (at, row) in rows.iter_mut().enumerate() {
        let mut open = parents[at].clone();
        while let Some(next) = open.pop() {
            if !row[next] {
                row[next] = true;
                open.extend(&parents[next]);
            }
        }
    }
    rows
}
