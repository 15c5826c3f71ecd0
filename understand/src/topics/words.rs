//! The words that say what a group of texts is about, without a dictionary: runs of characters (of English, words) that
//! many of them have and few other texts do.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::department::usual_rarity;
use crate::fold::fold;
use crate::linear::grams;
use crate::same::without_addresses;

use super::weighed::{AGAIN, beginning, begins, compared};

/// Runs of so many characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;
/// A run that begins or ends with one of these is a piece of a sentence, not a word.
const JOINTS: &str = "的了是在我们你他她这那有和与及就也都还没不很要请被把对到从以为个一之而但或者吗呢吧于给让向又将该此其么已";
/// A run that has one of these is a piece of a sentence too.
const NEVER_IN: &str = "的了就都也很吗呢吧";
/// Words of letters to officials that say nothing of what they are about.
const OF_LETTERS: &str = "咨询 建议 请求 举报 呼吁 质疑 办理 严重 居民 政府 时间 相关 附近";
/// English words that say nothing of what it is about.
const SMALL: &str = "about after again all and any are been before broke broken but can could does down for from has \
    have here how into its just near need not now off once one our out over please she some still than that the their \
    them then there they this too was were what when where which why will with working would you your building";
/// At most so many words.
const WORDS: usize = 4;
/// A run that, in so many of its texts, goes on in the same way is a piece of a longer one.
const PIECE: f32 = 0.75;

/// The most telling words of `texts`, the best first, as most of the texts write them.
pub(super) fn telling(texts: &[&str]) -> Vec<String> {
    let plain: Vec<(Vec<char>, Vec<char>)> =
        texts.iter().map(|text| (compared(text), english(text))).collect();
    let having = count(plain.iter().map(|(chinese, english)| runs(chinese, english)));
    let begun = count(plain.iter().map(|(chinese, _)| runs(begins(chinese), &[])));
    let pieces = pieces(&having);
    let mut best: Vec<(f32, usize, &[char])> = having
        .iter()
        .filter(|(run, _)| is_whole(run) && !pieces.contains(*run))
        .map(|(run, n)| {
            let first = begun.get(run).copied().unwrap_or(0) as f32;
            ((*n as f32 + AGAIN * first) * weight(run), *n, *run)
        })
        .collect();
    best.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(b.2)));
    // In half of a small group; in a third where that says nothing, as in a large one, which says the same thing in
    // several ways.
    let third = (texts.len() / 3).max(2);
    let half = if texts.len() < 9 { texts.len().div_ceil(2).max(2) } else { third };
    let words = [half, third].map(|enough| apart(&best, enough));
    let words = words.into_iter().find(|words| !words.is_empty()).unwrap_or_default();
    words.into_iter().map(|word| as_written(texts, &String::from_iter(word))).collect()
}

/// How many texts have each run.
fn count<'p>(texts: impl Iterator<Item = HashSet<&'p [char]>>) -> HashMap<&'p [char], usize> {
    let mut having = HashMap::new();
    for run in texts.flatten() {
        *having.entry(run).or_default() += 1;
    }
    having
}

/// The best runs that at least `enough` texts have, none of them a part of another.
fn apart<'p>(best: &[(f32, usize, &'p [char])], enough: usize) -> Vec<&'p [char]> {
    let mut words: Vec<&[char]> = Vec::new();
    for (_, _, run) in best.iter().filter(|(_, n, _)| *n >= enough) {
        if words.len() < WORDS && !words.iter().any(|word| overlap(word, run)) {
            words.push(run);
        }
    }
    words
}

/// What may be a word in a text, or a piece of one, each once.
fn runs<'p>(chinese: &'p [char], english: &'p [char]) -> HashSet<&'p [char]> {
    let chinese = LENGTHS.flat_map(|n| chinese.windows(n)).filter(|run| !run.iter().any(char::is_ascii));
    chinese.chain(english.split(|c| *c == ' ').filter(|word| !word.is_empty())).collect()
}

/// The English words of a text that may say what it is about.
fn english(text: &str) -> Vec<char> {
    let folded = without_addresses(fold(beginning(text)).text);
    let words = folded.split(|c: char| !c.is_ascii_alphabetic());
    let words = words.filter(|word| word.len() >= 3 && !is_small(word));
    words.flat_map(|word| word.chars().chain([' '])).collect()
}

/// A text without its small English words.
pub(super) fn without_small(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_ascii_alphabetic()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split(' ').filter(|word| !is_small(&word.to_lowercase())).collect::<Vec<_>>().join(" "))
}

fn is_small(word: &str) -> bool {
    SMALL.split(' ').any(|small| small == word)
}

/// Whether a run of Chinese characters may be a word; an English one is.
fn is_whole(run: &[char]) -> bool {
    let joint = |c: Option<&char>| c.is_some_and(|c| JOINTS.contains(*c));
    let of_letters = || OF_LETTERS.split(' ').any(|word| word.chars().eq(run.iter().copied()));
    let within = || run.iter().any(|c| NEVER_IN.contains(*c));
    !joint(run.first()) && !joint(run.last()) && !within() && !of_letters()
}

/// Whether a run is of Chinese characters that may be one word.
fn goes_on(run: &[char]) -> bool {
    !run[0].is_ascii() && !run.iter().any(|c| NEVER_IN.contains(*c))
}

/// The runs that are mostly a part of one that is a character longer.
fn pieces<'p>(having: &HashMap<&'p [char], usize>) -> HashSet<&'p [char]> {
    let mut pieces = HashSet::new();
    for (run, n) in having.iter().filter(|(run, n)| **n > 1 && run.len() > 2 && goes_on(run)) {
        for part in [&run[1..], &run[..run.len() - 1]] {
            if having.get(part).is_some_and(|all| *n as f32 >= *all as f32 * PIECE) {
                pieces.insert(part);
            }
        }
    }
    pieces
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

/// A folded word as most of the texts that have it write it: traditional, or in capitals.
fn as_written(texts: &[&str], word: &str) -> String {
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        let folded = fold(beginning(text));
        let at = folded.text.find(word).map(|at| folded.original(at..at + word.len()));
        if let Some(way) = at.and_then(|at| text.get(at)) {
            *ways.entry(way).or_default() += 1;
        }
    }
    let most = ways.into_iter().max_by_key(|(_, n)| *n);
    most.map_or_else(|| word.to_owned(), |(way, _)| way.to_owned())
}
