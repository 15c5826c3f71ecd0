//! Groups of texts that are alike on average (UPGMA over the pairs that are alike at all).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// From when on texts are alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Pairs less alike than this count as not alike.
    pub at_all: f32,
    /// Groups are joined while their texts are, on average, at least so alike.
    pub alike: f32,
}

/// Something else than their words makes two texts at most so many times as alike.
pub(super) const MOST_KIN: f32 = 1.4;
/// Among very many texts, characters and pairs that more than one in so many has do not make two texts candidates; among
/// fewer, only those that would be looked at more often than this.
const COMMON: usize = 12;
const LOOKS: usize = 4_000_000;

/// What a text has, by number, and how much that says; of length one.
pub(super) type Row = Vec<(u32, f32)>;

/// Two groups that could be joined, by how alike they are.
#[derive(PartialEq)]
struct Pair {
    alike: f32,
    groups: (usize, usize),
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.alike.total_cmp(&other.alike).then_with(|| other.groups.cmp(&self.groups))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups the rows; each group's members in order. Average linkage does not
/// chain: one text that speaks of two troubles does not make them one.
/// `kinship(i, j)` is by how much something else than their words makes two texts more or less alike.
pub(super) fn cluster(
    rows: &[Row],
    kinship: impl Fn(usize, usize) -> f32,
    limits: Limits,
) -> Vec<Vec<usize>> {
    // A group that was joined gets a new number, so that old pairs in the heap are seen to be old.
    let mut members: BTreeMap<usize, Vec<usize>> = (0..rows.len()).map(|i| (i, vec![i])).collect();
    let mut near: Vec<BTreeMap<usize, f32>> = alike(rows, kinship, limits.at_all);
    let mut heap = BinaryHeap::new();
    for (i, others) in near.iter().enumerate() {
        heap.extend(others.iter().filter(|(j, _)| **j > i).map(|(j, s)| Pair { alike: *s, groups: (i, *j) }));
    }
    while let Some(Pair { alike, groups: (a, b) }) = heap.pop() {
        if alike < limits.alike {
            break;
        }
        if !members.contains_key(&a) || !members.contains_key(&b) {
            continue;
        }
        let (Some(mut joined), Some(more)) = (members.remove(&a), members.remove(&b)) else { continue };
        joined.extend(more);
        let new = near.len();
        let mut sums = std::mem::take(&mut near[a]);
        for (other, sum) in std::mem::take(&mut near[b]) {
            *sums.entry(other).or_default() += sum;
        }
        sums.retain(|other, _| members.contains_key(other));
        for (other, sum) in &sums {
            near[*other].insert(new, *sum);
            let pairs = joined.len() * members.get(other).map_or(1, Vec::len);
            heap.push(Pair { alike: sum / pairs as f32, groups: (*other, new) });
        }
        near.push(sums);
        members.insert(new, joined);
    }
    let mut groups: Vec<Vec<usize>> = members.into_values().collect();
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    groups
}

/// For each row, the rows that are alike at all, and how much.
fn alike(rows: &[Row], kinship: impl Fn(usize, usize) -> f32, at_all: f32) -> Vec<BTreeMap<usize, f32>> {
    let mut having: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        for (key, value) in row {
            having.entry(*key).or_default().push((i as u32, *value));
        }
    }
    let common = (rows.len() / COMMON).max(LOOKS / rows.len().max(1));
    let mut near = vec![BTreeMap::new(); rows.len()];
    let mut products = vec![0.0_f32; rows.len()];
    for (i, row) in rows.iter().enumerate() {
        products[..i].fill(0.0);
        for (key, value) in row {
            let others = having.get(key).filter(|others| others.len() <= common);
            for (j, there) in others.into_iter().flatten().take_while(|(j, _)| (*j as usize) < i) {
                products[*j as usize] += value * there;
            }
        }
        let touching = products[..i].iter().enumerate().filter(|(_, product)| **product * MOST_KIN >= at_all);
        for (j, alike) in touching.map(|(j, product)| (j, product * kinship(i, j))) {
            if alike >= at_all {
                near[i].insert(j, alike);
                near[j].insert(i, alike);
            }
        }
    }
    near
}
