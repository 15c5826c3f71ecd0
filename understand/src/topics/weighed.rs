//! Which texts are about one trouble: by all their words, and where it is the name of a place that holds them together,
//! once more without it.

use std::collections::HashMap;

use crate::Category;
use crate::department::usual_rarity;
use crate::linear::grams;
use crate::same::{mixed_up, telling_part, vague};

use super::cluster::{Limits, Row, cluster};
use super::{Written, words};

/// The taught messages count as so many texts when rarity is counted.
const TAUGHT: f32 = 300.0;
/// With all their words.
const BY_ALL: Limits = Limits { at_all: 0.08, alike: 0.13 };
/// Without the names of places.
const BY_TROUBLE: Limits = Limits { at_all: 0.03, alike: 0.07 };
/// Texts that have nothing in common.
const NOTHING: Limits = Limits { at_all: 0.01, alike: 0.03 };
/// A group whose texts are less alike than this without the names of places is of one place, not of one trouble.
const OF_A_PLACE: f32 = 0.09;

/// The groups of texts that are about one trouble each.
pub(super) fn groups(texts: &[Written]) -> Vec<Vec<usize>> {
    let plain: Vec<Vec<char>> = texts.iter().map(|text| compared(&text.text)).collect();
    let counted: Vec<Row> = plain.iter().map(|plain| grams(plain)).collect();
    let rarity = rarity(&counted);
    let rows: Vec<Row> = counted.iter().map(|counted| row(counted, &rarity)).collect();
    let kin = |i: usize, j: usize| kinship(texts[i].category, texts[j].category);
    let groups = cluster(&rows, kin, BY_ALL);
    let apart = |members: Vec<usize>| {
        if members.len() < 2 {
            return vec![members];
        }
        let troubles: Vec<Row> =
            members.iter().map(|i| row(&without_places(&counted[*i], &plain[*i]), &rarity)).collect();
        let parts = parts(&troubles, |i, j| kin(members[i], members[j]));
        parts
            .into_iter()
            .map(|part| part.into_iter().map(|i| members[i]).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    groups.into_iter().flat_map(apart).collect()
}

/// The parts of a group that have nothing in common but a place: by their rows without the names of places.
fn parts(troubles: &[Row], kin: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    if mean_alike(troubles) < OF_A_PLACE {
        return cluster(troubles, kin, BY_TROUBLE);
    }
    // Whoever tells it in words of their own stays; several who tell of something else are apart.
    let parts = cluster(troubles, kin, NOTHING);
    if parts.iter().all(|part| part.len() > 1) { parts } else { vec![(0..troubles.len()).collect()] }
}

/// How rare each character and pair is, from the taught messages and from these.
fn rarity(counted: &[Row]) -> HashMap<u32, f32> {
    let mut having: HashMap<u32, u32> = HashMap::new();
    for (key, _) in counted.iter().flatten() {
        *having.entry(*key).or_default() += 1;
    }
    let all = counted.len() as f32 + TAUGHT;
    let rare = |(key, n): (&u32, &u32)| {
        let usual = TAUGHT * (-usual_rarity(*key)).exp();
        (*key, (all / (*n as f32 + usual + 0.5)).ln().max(0.0))
    };
    having.iter().map(rare).collect()
}

/// Characters and pairs weighed by how rare they are. Those that no other text has say nothing of whom it is like, but
/// count for its length.
fn row(counted: &Row, rarity: &HashMap<u32, f32>) -> Row {
    let mut row: Row = counted.iter().map(|(key, count)| (*key, (1.0 + count.ln()) * rarity[key])).collect();
    let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt().max(1e-6);
    row.iter_mut().for_each(|(_, v)| *v /= length);
    row
}

/// What is left of a text's characters and pairs without those of places' names.
fn without_places(counted: &Row, plain: &[char]) -> Row {
    let named: HashMap<u32, f32> = grams(&place_names(plain)).into_iter().collect();
    let left = counted.iter().map(|(key, count)| (*key, count - named.get(key).copied().unwrap_or(0.0)));
    left.filter(|(_, count)| *count >= 1.0).collect()
}

/// What stands before the words for kinds of places, with marks between.
fn place_names(plain: &[char]) -> Vec<char> {
    const KINDS: &str = "镇村乡区湖路苑园桥山城县市街巷湾垸校学";
    let mut names = Vec::new();
    for (end, _) in plain.iter().enumerate().filter(|(_, c)| KINDS.contains(**c)) {
        let before = plain[..end].iter().rev().take(3).take_while(|c| c.is_alphabetic()).count();
        if before > 0 {
            names.extend_from_slice(&plain[end - before..=end]);
            names.push('|');
        }
    }
    names
}

/// How alike rows are on average, two by two.
fn mean_alike(rows: &[Row]) -> f32 {
    let mut sum: HashMap<u32, f32> = HashMap::new();
    for (key, value) in rows.iter().flatten() {
        *sum.entry(*key).or_default() += value;
    }
    let own: f32 = rows.iter().flatten().map(|(_, value)| value * value).sum();
    let all: f32 = sum.values().map(|value| value * value).sum();
    (all - own) / (rows.len() * (rows.len() - 1)).max(1) as f32
}

/// The characters of a text that are compared: without storeys, small English words and the like, which troubles of all
/// kinds have.
pub(super) fn compared(text: &str) -> Vec<char> {
    const NUMERALS: &str = "一二三四五六七八九十百两几";
    const PARTS: &str = "楼层栋幢座号室户门期";
    let mut plain = telling_part(&words::without_small(beginning(text)));
    let mut at = 0;
    while at < plain.len() {
        let numerals = plain[at..].iter().take_while(|c| NUMERALS.contains(**c)).count();
        let part = plain.get(at + numerals).is_some_and(|c| PARTS.contains(*c));
        if numerals > 0 && part {
            plain[at..=at + numerals].fill('|');
        }
        at += numerals.max(1);
    }
    plain
}

/// As much of a text as is looked at, and a little more for what is taken out of it.
pub(super) fn beginning(text: &str) -> &str {
    text.char_indices().nth(400).map_or(text, |(end, _)| &text[..end])
}

/// By how much what two texts are about makes them more or less alike.
fn kinship(a: Option<Category>, b: Option<Category>) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) if vague(a) || vague(b) => 1.0,
        (Some(a), Some(b)) if a == b => 1.4,
        (Some(a), Some(b)) if !mixed_up(a, b) => 0.5,
        _ => 1.0,
    }
}
