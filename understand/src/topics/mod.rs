//! Common demands: which troubles do several people write about? Texts in, topics out, hottest first.

mod cluster;
mod words;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::department::usual_rarity;
use super::same::looked_at;
use super::{Names, fold, mask, place};

/// A text that may be one of several about the same trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is called in the answer.
    pub id: String,
    /// The words.
    pub text: String,
    /// When it was written, ms UTC, if that is known.
    pub at: Option<i64>,
}

/// A trouble that several wrote about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Topic {
    /// The words that say what it is, the most telling first.
    pub topic: Vec<String>,
    /// The texts, in the order in which they were given.
    pub ids: Vec<String>,
    /// When the first was written, ms UTC.
    pub from: Option<i64>,
    /// When the last was written, ms UTC.
    pub to: Option<i64>,
    /// Estates, roads and spots that are named, the most often named first.
    pub places: Vec<String>,
    /// How many wrote in its busiest thirty days, halved for each half year between its last text and the last of all.
    /// Of texts without times: how many wrote.
    pub heat: f64,
}

const DAY: i64 = 24 * 3600 * 1000;
/// Of these days, the busiest count for heat.
const BUSY: i64 = 30 * DAY;
/// Heat halves in these days.
const HALVES: f64 = 182.5;
/// At most so many places are named.
const PLACES: usize = 5;
/// The taught messages count as so many texts when rarity is counted.
const TAUGHT: f32 = 300.0;

/// The topics that at least `least` of the texts are about, hottest first. `names` are the area's own place names.
#[must_use]
pub fn topics(texts: &[Written], names: &Names, least: usize) -> Vec<Topic> {
    let last = texts.iter().filter_map(|text| text.at).max();
    let clusters = cluster::cluster(&rows(texts));
    let mut topics: Vec<Topic> = clusters
        .iter()
        .filter(|members| members.len() >= least.max(2))
        .map(|members| topic(texts, members, names, last))
        .collect();
    topics.sort_by(|a, b| {
        b.heat.total_cmp(&a.heat).then(b.ids.len().cmp(&a.ids.len())).then_with(|| a.ids.cmp(&b.ids))
    });
    topics
}

/// The characters and pairs of each text, weighed by how rare they are, scaled to length one. Those that no other
/// text has say nothing of whom it is like, but count for its length.
fn rows(texts: &[Written]) -> Vec<Vec<(u32, f32)>> {
    let counted: Vec<_> = texts.iter().map(|text| looked_at(&text.text)).collect();
    let mut having: HashMap<u32, u32> = HashMap::new();
    for (key, _) in counted.iter().flatten() {
        *having.entry(*key).or_default() += 1;
    }
    let all = texts.len() as f32 + TAUGHT;
    let rarity: HashMap<u32, f32> = having
        .iter()
        .map(|(key, n)| {
            (*key, (all / (*n as f32 + TAUGHT * (-usual_rarity(*key)).exp() + 0.5)).ln().max(0.0))
        })
        .collect();
    let weigh = |grams: Vec<(u32, f32)>| {
        let mut row: Vec<(u32, f32)> =
            grams.into_iter().map(|(key, count)| (key, (1.0 + count.ln()) * rarity[&key])).collect();
        let length = row.iter().map(|(_, v)| v * v).sum::<f32>().sqrt().max(1e-6);
        row.iter_mut().for_each(|(_, v)| *v /= length);
        row
    };
    counted.into_iter().map(weigh).collect()
}

fn topic(texts: &[Written], members: &[usize], names: &Names, last: Option<i64>) -> Topic {
    let of: Vec<&Written> = members.iter().map(|i| &texts[*i]).collect();
    let mut times: Vec<i64> = of.iter().filter_map(|text| text.at).collect();
    times.sort_unstable();
    Topic {
        topic: words::telling(&of.iter().map(|text| text.text.as_str()).collect::<Vec<_>>()),
        ids: of.iter().map(|text| text.id.clone()).collect(),
        from: times.first().copied(),
        to: times.last().copied(),
        places: places(&of, names),
        heat: heat(of.len(), &times, last),
    }
}

fn heat(count: usize, times: &[i64], last: Option<i64>) -> f64 {
    let (Some(own_last), Some(last)) = (times.last(), last) else { return count as f64 };
    let within = |from: &i64| times.iter().filter(|at| (*from..*from + BUSY).contains(at)).count();
    let busiest = times.iter().map(within).max().unwrap_or(0);
    let days = (last - own_last) as f64 / DAY as f64;
    (busiest as f64 * 0.5_f64.powf(days / HALVES) * 100.0).round() / 100.0
}

fn places(texts: &[&Written], names: &Names) -> Vec<String> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let start: String = text.text.chars().take(220).collect();
        let folded = fold::fold(&start);
        let covered = mask::cover(&folded.text, &mask::private_spans(&folded.text), true);
        let place = place::read_place(&start, &folded, &covered, names).place;
        for name in [place.estate, place.spot].into_iter().flatten() {
            *named.entry(name).or_default() += 1;
        }
    }
    let mut named: Vec<(String, usize)> = named.into_iter().collect();
    named.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    named.into_iter().take(PLACES).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests;
