//! Is it the same trouble? A new report compared with the open cases of its area.
//!
//! Texts are alike as their characters and pairs are (TF-IDF, cosine); then place, category and time have a veto, and
//! what they agree in lowers how alike the words must be. How rare a pair is comes from the taught model, as if its
//! messages were a few hundred cases, and from the open cases themselves, so that an estate's own name soon says little.
//! How it is measured: `docs/same.md`.

use std::collections::HashMap;

use super::classes::Category;
use super::department::usual_rarity;
use super::fold::fold;
use super::linear::{grams, plain};
use super::place::{Place, building_key};

/// Only so many characters of a text are compared: later ones plead and thank.
const LOOKED_AT: usize = 220;
/// Reports further apart than this are not the same trouble, ms: it was dealt with, and came again.
pub const LONG_AGO: i64 = 45 * 24 * 3600 * 1000;
/// What is less alike is never the same trouble.
const LEAST: f32 = 0.06;
/// From this score on a case is worth asking about where others read along; below, a mistake is likelier.
pub const ENOUGH: f32 = 1.5;
/// The taught messages count as so many cases.
const TAUGHT: f32 = 300.0;

/// What was reported.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The words.
    pub text: &'a str,
    /// Where.
    pub place: &'a Place,
    /// What it is about.
    pub category: Option<Category>,
    /// When it was last told, ms UTC.
    pub at: i64,
}

/// An open case that may be the same trouble.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Like {
    /// The case.
    pub id: i64,
    /// How alike, from 1 (just enough) up.
    pub score: f32,
}

/// The open cases of one area, by their words. A cache: built from the cases, kept up to date with every change.
#[derive(Debug, Default)]
pub struct Index {
    cases: HashMap<i64, usize>,
    /// By slot; an empty one is used again.
    slots: Vec<Option<Case>>,
    free: Vec<usize>,
    /// For each character or pair, the slots of the cases that have it, with its count there.
    having: HashMap<u32, Vec<(u32, f32)>>,
    /// Number of cases when lengths were last counted.
    counted: usize,
}

#[derive(Debug)]
struct Case {
    id: i64,
    grams: Vec<(u32, f32)>,
    length: f32,
    about: About,
}

/// What has a veto.
#[derive(Debug, Clone, PartialEq)]
struct About {
    estate: Option<String>,
    building: Option<String>,
    unit: Option<String>,
    floor: Option<String>,
    category: Option<Category>,
    at: i64,
}

impl Index {
    /// An index of `cases`.
    pub fn of<'a>(cases: impl IntoIterator<Item = (i64, Told<'a>)>) -> Self {
        let mut index = Self::default();
        for (id, told) in cases {
            index.put(id, &told);
        }
        index
    }

    /// Number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Adds a case, or replaces what was known of it.
    pub fn put(&mut self, id: i64, told: &Told<'_>) {
        self.remove(id);
        let grams = looked_at(told.text);
        let slot = self.free.pop().unwrap_or(self.slots.len());
        for (key, count) in &grams {
            self.having.entry(*key).or_default().push((slot as u32, *count));
        }
        let length = self.length(&grams);
        let case = Some(Case { id, grams, length, about: About::read(told) });
        match self.slots.get_mut(slot) {
            Some(free) => *free = case,
            None => self.slots.push(case),
        }
        self.cases.insert(id, slot);
        self.count_anew();
    }

    /// Takes a case out: it is closed, merged or withdrawn.
    pub fn remove(&mut self, id: i64) {
        let Some(slot) = self.cases.remove(&id) else { return };
        let Some(case) = self.slots[slot].take() else { return };
        for (key, _) in &case.grams {
            if let Some(having) = self.having.get_mut(key) {
                having.retain(|(s, _)| *s as usize != slot);
            }
        }
        self.free.push(slot);
        self.count_anew();
    }

    /// The cases that may be what is `told`, the likeliest first, at most `most`.
    #[must_use]
    pub fn like(&self, told: &Told<'_>, most: usize) -> Vec<Like> {
        let asked = looked_at(told.text);
        let about = About::read(told);
        let length = self.length(&asked);
        let mut products = vec![0.0_f32; self.slots.len()];
        for (key, count) in &asked {
            let Some(having) = self.having.get(key) else { continue };
            let weight = count * self.rarity(*key).powi(2);
            for (slot, there) in having {
                products[*slot as usize] += weight * there;
            }
        }
        let scored = self.slots.iter().zip(products).filter_map(|(case, product)| {
            let case = case.as_ref().filter(|_| product > 0.0)?;
            let alike = product / (length * case.length).max(1e-6);
            if alike < LEAST {
                return None;
            }
            let score = alike / about.needs(&case.about)?;
            (score >= 1.0).then_some(Like { id: case.id, score })
        });
        let mut found: Vec<Like> = scored.collect();
        found.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        found.truncate(most);
        found
    }

    /// How rare a character or pair is.
    fn rarity(&self, key: u32) -> f32 {
        let having = self.having.get(&key).map_or(0, Vec::len) as f32;
        let usual = (-usual_rarity(key)).exp();
        ((self.cases.len() as f32 + TAUGHT) / (having + TAUGHT * usual + 0.5)).ln().max(0.0)
    }

    fn length(&self, grams: &[(u32, f32)]) -> f32 {
        grams.iter().map(|(key, count)| (count * self.rarity(*key)).powi(2)).sum::<f32>().sqrt()
    }

    /// Rarity moves with the number of cases; lengths follow when that has changed by a quarter.
    fn count_anew(&mut self) {
        if self.cases.len().abs_diff(self.counted) * 4 <= self.counted.max(40) {
            return;
        }
        self.counted = self.cases.len();
        let lengths: Vec<Option<f32>> =
            self.slots.iter().map(|case| case.as_ref().map(|case| self.length(&case.grams))).collect();
        for (case, length) in self.slots.iter_mut().zip(lengths) {
            if let (Some(case), Some(length)) = (case, length) {
                case.length = length;
            }
        }
    }
}

/// Words that reports of any trouble have: they say where in the building, or that something is wrong at all.
const OF_ANY: &[&str] = &[
    "什么时候",
    "单元",
    "号楼",
    "楼下",
    "门口",
    "门前",
    "前面",
    "旁边",
    "下面",
    "有人",
    "没人",
    "那家",
    "整栋",
    "坏了",
    "反应",
    "没有",
    "怎么",
    "什么",
    "一直",
    "小区",
    "业主",
    "尊敬",
    "领导",
    "您好",
    "你好",
    "反映",
    "请问",
    "投诉",
    "问题",
    "希望",
    "有关部门",
    "相关部门",
    "关于",
    "解决",
    "处理",
    "路上",
];

/// The characters and pairs that are compared.
pub(crate) fn looked_at(text: &str) -> Vec<(u32, f32)> {
    grams(&telling_part(text))
}

/// The beginning of a text without what reports of any trouble have.
pub(crate) fn telling_part(text: &str) -> Vec<char> {
    let mut folded = without_addresses(fold(text).text);
    for word in OF_ANY {
        if folded.contains(word) {
            folded = folded.replace(word, ",");
        }
    }
    let mut plain = plain(&folded);
    plain.truncate(LOOKED_AT);
    plain
}

/// A folded text without links.
pub(crate) fn without_addresses(mut folded: String) -> String {
    while let Some(start) = folded.find("http") {
        let address = folded[start..].find(|c: char| !c.is_ascii_graphic()).unwrap_or(folded.len() - start);
        folded.replace_range(start..start + address, ",");
    }
    folded
}

impl About {
    fn read(told: &Told<'_>) -> Self {
        let folded = |part: &Option<String>| part.as_deref().map(|part| fold(part).text);
        let key = |part: &Option<String>| part.as_deref().map(building_key);
        Self {
            estate: folded(&told.place.estate),
            building: key(&told.place.building),
            unit: key(&told.place.unit),
            floor: key(&told.place.floor),
            category: told.category,
            at: told.at,
        }
    }

    /// How alike the words must be for this and `other` to be one trouble; `None` when they cannot be.
    fn needs(&self, other: &Self) -> Option<f32> {
        let differ = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a != b);
        if differ(&self.estate, &other.estate)
            || differ(&self.building, &other.building)
            || differ(&self.unit, &other.unit)
            || differ(&self.floor, &other.floor)
            || self.at.abs_diff(other.at) > LONG_AGO.unsigned_abs()
        {
            return None;
        }
        let same_place = self.building.is_some() && self.building == other.building;
        let same_category = match (self.category, other.category) {
            (Some(a), Some(b)) if a == b => !vague(a),
            // One in ten is read wrong, so the same words overrule it.
            (Some(a), Some(b)) if !vague(a) && !vague(b) && !mixed_up(a, b) => return Some(0.2),
            _ => false,
        };
        Some(match (same_place, same_category) {
            (true, true) => LEAST,
            (true, false) => 0.15,
            (false, true) => LEAST,
            (false, false) => 0.08,
        })
    }
}

pub(crate) fn vague(category: Category) -> bool {
    matches!(category, Category::Other | Category::PublicService | Category::Care | Category::Property)
}

/// Categories that are often read for one another.
pub(crate) fn mixed_up(a: Category, b: Category) -> bool {
    use Category::{
        Building, Drainage, FireSafety, Greening, IllegalBuild, Noise, Parking, Road, Sanitation, Water,
    };
    let among = |group: &[Category]| group.contains(&a) && group.contains(&b);
    among(&[Water, Drainage, Building, Sanitation])
        || among(&[Noise, Sanitation, Road])
        || among(&[Parking, FireSafety, IllegalBuild, Road])
        || among(&[Greening, Sanitation, Building, FireSafety])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'a>(text: &'a str, place: &'a Place) -> Told<'a> {
        Told { text, place, category: Some(Category::Lift), at: 0 }
    }

    #[test]
    fn a_cache_that_follows_its_cases() {
        let here = Place { building: Some("3号楼".into()), ..Place::default() };
        let there = Place { building: Some("三栋".into()), ..Place::default() };
        let far = Place { building: Some("5号楼".into()), ..Place::default() };
        let mut index = Index::of([(1, told("电梯停了", &here)), (2, told("电梯停了", &far))]);
        assert_eq!(index.like(&told("电梯又停了", &there), 3).iter().map(|l| l.id).collect::<Vec<_>>(), [1]);
        index.put(1, &told("电梯停了", &far));
        assert!(index.like(&told("电梯又停了", &there), 3).is_empty());
        assert_eq!(index.like(&told("电梯又停了", &far), 3).len(), 2);
        assert_eq!(index.like(&told("电梯又停了", &far), 1).len(), 1);
        index.remove(1);
        index.remove(1);
        assert_eq!((index.len(), index.like(&told("电梯又停了", &far), 3).len()), (1, 1));
        let late = Told { at: LONG_AGO + 1, ..told("电梯又停了", &far) };
        assert!(index.like(&late, 3).is_empty());
        assert!(index.like(&told("", &far), 3).is_empty());
    }
}
