//! Which examples are near-duplicates: never one taught and the other asked.

use std::collections::HashMap;

use super::examples::{Example, Source, find_titles};
use crate::fold::fold;
use crate::linear::plain;

/// Two texts are alike when so much of the shorter one's pairs of characters are in the other. (Segmented rows lack
/// the stop words of their raw twins, so a share of the union would miss them.)
const ALIKE: f32 = 0.65;
/// A segmented row is the twin of a raw one from here on.
const TWIN: f32 = 0.8;
/// Pairs that more texts than this have say little of who is whose duplicate.
const COMMON: usize = 150;
/// Texts with fewer pairs than this are compared for equality only by chance.
const FEWEST: usize = 6;

/// Puts near-duplicates in one group: a number for each example. Finds topic lines on the way, where a segmented row
/// shows that of its raw twin.
#[must_use]
pub fn alike(examples: &mut [Example]) -> Vec<usize> {
    let pairs: Vec<Vec<u64>> = examples.iter().map(pairs).collect();
    let mut having: HashMap<u64, Vec<u32>> = HashMap::new();
    for (i, pairs) in pairs.iter().enumerate() {
        for pair in pairs {
            having.entry(*pair).or_default().push(i as u32);
        }
    }
    let mut leaders: Vec<usize> = (0..examples.len()).collect();
    let mut twins = Vec::new();
    for i in 0..examples.len() {
        let mut twin = (0.0, 0);
        for j in candidates(&pairs[i], &having, i) {
            let share = share_of_shorter(&pairs[i], &pairs[j]);
            if share >= ALIKE {
                let (a, b) = (leader(&mut leaders, i), leader(&mut leaders, j));
                leaders[a.max(b)] = a.min(b);
            }
            let may_be = examples[i].source == Source::Segmented && examples[j].source == Source::Raw;
            if may_be && share > twin.0 {
                twin = (share, j);
            }
        }
        if twin.0 > TWIN {
            twins.push((i, twin.1));
        }
    }
    find_titles(examples, &twins);
    (0..examples.len()).map(|i| leader(&mut leaders, i)).collect()
}

/// Examples before `i` that share at least three uncommon pairs with it, in order.
fn candidates(pairs: &[u64], having: &HashMap<u64, Vec<u32>>, i: usize) -> Vec<usize> {
    let mut shared: HashMap<u32, u32> = HashMap::new();
    for others in pairs.iter().filter_map(|pair| having.get(pair)).filter(|others| others.len() <= COMMON) {
        for &j in others.iter().take_while(|j| (**j as usize) < i) {
            *shared.entry(j).or_default() += 1;
        }
    }
    let mut found: Vec<usize> =
        shared.into_iter().filter(|(_, n)| *n >= 3).map(|(j, _)| j as usize).collect();
    found.sort_unstable();
    found
}

/// The different pairs of neighbours of a text, in order; within words where it is cut into words.
fn pairs(example: &Example) -> Vec<u64> {
    let of = |text: &str| {
        let plain = plain(&fold(text).text);
        let pair = |w: &[char]| (u64::from(u32::from(w[0])) << 32) | u64::from(u32::from(w[1]));
        plain.windows(2).filter(|w| !w.contains(&'|')).map(pair).collect::<Vec<_>>()
    };
    let mut pairs = match example.source {
        Source::Segmented => example.text.split(' ').flat_map(of).collect(),
        Source::Raw | Source::Correction => [of(&example.title), of(&example.text)].concat(),
    };
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn share_of_shorter(a: &[u64], b: &[u64]) -> f32 {
    let shorter = a.len().min(b.len());
    if shorter < FEWEST {
        return if a == b { 1.0 } else { 0.0 };
    }
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        both += usize::from(a[i] == b[j]);
        let (x, y) = (a[i], b[j]);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    both as f32 / shorter as f32
}

fn leader(leaders: &mut [usize], mut i: usize) -> usize {
    while leaders[i] != i {
        leaders[i] = leaders[leaders[i]];
        i = leaders[i];
    }
    i
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;

    #[test]
    fn twins_and_copies_are_of_one_group() {
        let raw = "{\"topic\":\"\",\"detail\":\"我们小区的路灯已经坏了两个月一直没有人来维修\",\"department\":\"城乡建设\"}\n\
                   {\"topic\":\"\",\"detail\":\"公司拖欠农民工工资三个月，老板电话不接\",\"department\":\"劳动和社会保障\"}\n";
        let segmented = "seg_text\tlabel\n路灯 损坏 小区 路灯 坏了 两个月 一直没有 人来 维修\t城乡建设\n";
        let mut examples = examples(raw, segmented).unwrap();
        let groups = alike(&mut examples);
        assert_eq!(groups, [0, 1, 0]);
        assert_eq!(examples[0].known_title(), "路灯损坏");
    }
}
