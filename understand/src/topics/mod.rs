//! Common demands: which troubles do several people write about? Texts in, topics out, hottest first.

mod cluster;
mod weighed;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Category, Names, fold, mask, place};

/// A text that may be one of several about the same trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is called in the answer.
    pub id: String,
    /// The words.
    pub text: String,
    /// When it was written, ms UTC, if that is known.
    pub at: Option<i64>,
    /// What it is about, if that is known.
    pub category: Option<Category>,
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

/// The topics that at least `least` of the texts are about, hottest first. `names` are the area's own place names.
#[must_use]
pub fn topics(texts: &[Written], names: &Names, least: usize) -> Vec<Topic> {
    let last = texts.iter().filter_map(|text| text.at).max();
    let mut topics: Vec<Topic> = weighed::groups(texts)
        .iter()
        .filter(|members| members.len() >= least.max(2))
        .map(|members| topic(texts, members, names, last))
        .collect();
    topics.sort_by(|a, b| {
        b.heat.total_cmp(&a.heat).then(b.ids.len().cmp(&a.ids.len())).then_with(|| a.ids.cmp(&b.ids))
    });
    topics
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
    let mut named = by_their_ends(named);
    named.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    named.into_iter().take(PLACES).map(|(name, _)| name).collect()
}

/// A name with words before it that only some have counts as the name.
fn by_their_ends(named: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, n) in &named {
        let longer_than =
            |(end, m): &(&String, &usize)| end.len() < name.len() && name.ends_with(*end) && *m >= n;
        let end = named.iter().filter(longer_than).max_by_key(|(end, m)| (**m, std::cmp::Reverse(end.len())));
        *ends.entry(end.map_or(name, |(end, _)| end)).or_default() += n;
    }
    ends.into_iter().map(|(name, n)| (name.to_owned(), n)).collect()
}

#[cfg(test)]
mod tests;
