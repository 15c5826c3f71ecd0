//! The words that say what a group of texts is about, without a dictionary: runs of characters that many of them have
//! and few other texts do.

use std::collections::{HashMap, HashSet};

use crate::department::usual_rarity;
use crate::linear::grams;
use crate::same::telling_part;

/// Runs of so many characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;
/// A run that begins or ends with one of these is a piece of a sentence, not a word.
const JOINTS: &str =
    "的了是在我们你他她这那有和与及就也都还没不很要请被把对到从以为个一之而但或者吗呢吧于给让向又将该此其";
/// At most so many words.
const WORDS: usize = 4;

/// The most telling words of `texts`, the best first.
pub(super) fn telling(texts: &[&str]) -> Vec<String> {
    let mut having: HashMap<Vec<char>, usize> = HashMap::new();
    for text in texts {
        let plain = telling_part(text);
        let runs: HashSet<&[char]> =
            LENGTHS.flat_map(|n| plain.windows(n)).filter(|run| is_whole(run)).collect();
        for run in runs {
            *having.entry(run.to_vec()).or_default() += 1;
        }
    }
    // In half of a small group; in a third of a large one, which says the same thing in several ways.
    let enough = if texts.len() < 9 { texts.len().div_ceil(2).max(2) } else { texts.len() / 3 };
    let mut runs: Vec<(f32, Vec<char>, usize)> = having
        .into_iter()
        .filter(|(_, n)| *n >= enough)
        .map(|(run, n)| (n as f32 * weight(&run), run, n))
        .collect();
    runs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut words: Vec<Vec<char>> = Vec::new();
    for (_, run, _) in runs {
        if words.len() == WORDS {
            break;
        }
        if !words.iter().any(|word| overlap(word, &run)) {
            words.push(run);
        }
    }
    words.into_iter().map(String::from_iter).collect()
}

/// Whether a run may be a word.
fn is_whole(run: &[char]) -> bool {
    let joint = |c: Option<&char>| c.is_some_and(|c| JOINTS.contains(*c));
    !run.contains(&'|') && !joint(run.first()) && !joint(run.last())
}

/// How much a run says: rare pairs say much, a longer run a little more than its pairs.
fn weight(run: &[char]) -> f32 {
    let pairs = grams(run);
    let rare: f32 = pairs.iter().map(|(key, count)| usual_rarity(*key) * count).sum();
    rare / (pairs.len() as f32).sqrt()
}

/// Whether two runs share a pair: then they are parts of one word.
fn overlap(a: &[char], b: &[char]) -> bool {
    a.windows(2).any(|pair| b.windows(2).any(|other| pair == other))
}
