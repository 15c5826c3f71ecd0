//! Which texts are about one trouble: by all their words, and where it is the name of a place that holds them together,
//! once more without it.

use std::collections::{BTreeMap, HashMap};

use crate::Category;
use crate::department::usual_rarity;
use crate::linear::grams;
use crate::same::{mixed_up, telling_part, vague};

use super::cluster::{Limits, MOST_KIN, Row, cluster};
use super::{Written, words};

/// The taught messages count as so many texts when rarity is counted.
const TAUGHT: f32 = 300.0;
/// At most so many characters, and at most half of them, are the beginning of a text, and count as if they were said so
/// many times more.
const BEGINS: usize = 30;
pub(super) const AGAIN: f32 = 2.0;
/// With all their words.
const BY_ALL: Limits = Limits { at_all: 0.08, alike: 0.13 };
/// Groups of texts as wholes, beside each other and beside single texts.
const AS_WHOLES: Limits = Limits { at_all: 0.11, alike: 0.22 };
/// Without the names of places.
const BY_TROUBLE: Limits = Limits { at_all: 0.03, alike: 0.07 };
/// Texts that have nothing in common.
const NOTHING: Limits = Limits { at_all: 0.01, alike: 0.03 };
/// A group whose texts are less alike than this without the names of places is of one place, not of one trouble.
const OF_A_PLACE: f32 = 0.09;

/// The groups of texts that are about one trouble each.
pub(super) fn groups(texts: &[Written]) -> Vec<Vec<usize>> {
    let plain: Vec<Vec<char>> = texts.iter().map(|text| compared(&text.text)).collect();
    let counted: Vec<Row> = plain.iter().map(|plain| counted(plain)).collect();
    let rarity = rarity(&counted);
    let rows: Vec<Row> = counted.iter().map(|counted| row(counted, &rarity)).collect();
    let kin = |i: usize, j: usize| kinship(texts[i].category, texts[j].category);
    let groups = joined(&rows, cluster(&rows, kin, BY_ALL), kin);
    let apart = |members: Vec<usize>| {
        if members.len() < 2 {
            return vec![members];
        }
        let mut known = members.iter().filter_map(|i| texts[*i].category);
        let first = known.next();
        let mixed = known.any(|category| Some(category) != first);
        let trouble = |i: &usize| row(&self::counted(&without_places(&plain[*i], mixed)), &rarity);
        let troubles: Vec<Row> = members.iter().map(trouble).collect();
        let parts = parts(&troubles, |i, j| kin(members[i], members[j]));
        parts.into_iter().map(|part| part.into_iter().map(|i| members[i]).collect()).collect()
    };
    groups.into_iter().flat_map(apart).collect()
}

/// Groups with those joined that are alike as wholes: what one of them says beside the matter weighs less there.
fn joined(rows: &[Row], groups: Vec<Vec<usize>>, kin: impl Fn(usize, usize) -> f32) -> Vec<Vec<usize>> {
    let centres: Vec<Row> = groups.iter().map(|group| centre(rows, group)).collect();
    let again = cluster(&centres, |a, b| kin(groups[a][0], groups[b][0]), AS_WHOLES);
    let members = |these: Vec<usize>| {
        let mut members: Vec<usize> = these.into_iter().flat_map(|group| groups[group].clone()).collect();
        members.sort_unstable();
        members
    };
    again.into_iter().map(members).collect()
}

/// What a group says on the whole.
fn centre(rows: &[Row], group: &[usize]) -> Row {
    let mut sum: BTreeMap<u32, f32> = BTreeMap::new();
    for (key, value) in group.iter().flat_map(|i| &rows[*i]) {
        *sum.entry(*key).or_default() += value;
    }
    of_length_one(sum.into_iter().collect())
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

/// What a text begins with.
pub(super) fn begins(plain: &[char]) -> &[char] {
    &plain[..(plain.len() / 2).min(BEGINS)]
}

/// The characters and pairs of a text, with how often it has them; what it begins with, which is what is
/// wrong or a title, as if it were said more often.
fn counted(plain: &[char]) -> Row {
    let begins: HashMap<u32, f32> = grams(begins(plain)).into_iter().collect();
    let said = |(key, count): (u32, f32)| (key, count + AGAIN * begins.get(&key).copied().unwrap_or(0.0));
    grams(plain).into_iter().map(said).collect()
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
    let weight = |key| rarity.get(key).copied().unwrap_or(0.0);
    of_length_one(counted.iter().map(|(key, count)| (*key, (1.0 + count.ln()) * weight(key))).collect())
}

fn of_length_one(mut row: Row) -> Row {
    let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt().max(1e-6);
    row.iter_mut().for_each(|(_, v)| *v /= length);
    row
}

/// Where about a house troubles of all kinds are. Other spots, as a bin or a car park, are often the trouble itself.
const SPOTS: &[&str] = &[
    "楼道", "过道", "走廊", "楼上", "楼下", "楼顶", "门口", "门外", "东门", "西门", "南门", "北门", "大门",
    "后门", "大厅", "车库",
];

/// The characters without what stands before the words for kinds of places, and those; without `spots` of a house too
/// where several kinds of trouble are told of there.
fn without_places(plain: &[char], spots: bool) -> Vec<char> {
    const KINDS: &str = "镇村乡区湖路苑园桥山城县市街巷湾垸校学院";
    let mut left = plain.to_vec();
    for (end, _) in plain.iter().enumerate().filter(|(_, c)| KINDS.contains(**c)) {
        let before = plain[..end].iter().rev().take(3).take_while(|c| c.is_alphabetic()).count();
        if before > 0 {
            left[end - before..=end].fill('|');
        }
    }
    for spot in SPOTS.iter().filter(|_| spots).map(|spot| spot.chars().collect::<Vec<_>>()) {
        for at in 0..(left.len() + 1).saturating_sub(spot.len()) {
            if left[at..].starts_with(&spot) {
                left[at..at + spot.len()].fill('|');
            }
        }
    }
    left
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
        (Some(a), Some(b)) if a == b => MOST_KIN,
        (Some(a), Some(b)) if !mixed_up(a, b) => 0.5,
        _ => 1.0,
    }
}
