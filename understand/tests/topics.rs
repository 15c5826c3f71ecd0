//! Common demands of thousands of real petitions, which are not part of the repository.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use understand::Names;
use understand::topics::{Topic, Written, topics};

/// As many texts as are promised to take no longer than [`PROMISED`].
const TEXTS: usize = 5000;
const PROMISED: Duration = Duration::from_secs(5);

/// Petitions about one mixing plant and about one estate's tied parking sales, in our own words: few of the real ones
/// name either.
const DEMANDS: &str = include_str!("messages/demands.tsv");

/// Real petitions that tell of one trouble each, by the lines they stand in.
const ONE: &[(&str, &[&str])] = &[
    ("a bridge to be torn down", &["r1970", "r1971", "r1978", "r2033", "r2224", "r2226", "d1360"]),
    ("two loud places of one estate", &["r763", "r781", "r796"]),
    ("a road cut by a motorway", &["r241", "r643", "r1031"]),
    ("a village's road", &["r2341", "r2342"]),
    ("a town's river", &["d688", "d1936"]),
    ("a gang in a building", &["r423", "d365"]),
];
/// Two troubles of one place each.
const TWO: &[(&str, &str)] = &[
    ("r2341", "d688"),
    ("r17", "r355"),
    ("r17", "r72"),
    ("r72", "r355"),
    ("r423", "d2163"),
    ("r557", "r718"),
];

/// The real petitions, called by the first letter of their file and the line.
fn petitions() -> Option<Vec<Written>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let mut all = Vec::new();
    for file in ["requests_with_replies.jsonl", "department_raw.jsonl"] {
        let Ok(lines) = std::fs::read_to_string(folder.join(file)) else {
            println!("SKIPPED: no {file} in {}; nothing was measured", folder.display());
            return None;
        };
        for (i, line) in lines.lines().enumerate() {
            let line: Value = serde_json::from_str(line).unwrap();
            let part = |key: &str| line[key].as_str().unwrap().to_owned();
            all.push(written(format!("{}{i}", &file[..1]), &part("topic"), &part("detail")));
        }
    }
    Some(all)
}

fn written(id: String, title: &str, words: &str) -> Written {
    Written { id, text: format!("{title}\n{words}"), at: None, category: None }
}

fn demands() -> Vec<Written> {
    let lines = DEMANDS.lines().filter(|line| !line.starts_with('#')).enumerate();
    let read = |(i, line): (usize, &str)| {
        let mut parts = line.split('\t');
        let mut part = || parts.next().unwrap();
        written(format!("{}{i}", part()), part(), part())
    };
    lines.map(read).collect()
}

/// The topic that most of `wanted` are in; what share of them, and what share of it they are.
fn best(found: &[Topic], wanted: impl Fn(&str) -> bool, of: usize) -> (&Topic, f64, f64) {
    let held = |topic: &&Topic| topic.ids.iter().filter(|id| wanted(id)).count();
    let topic = found.iter().max_by_key(held).unwrap();
    let n = held(&topic) as f64;
    (topic, n / of as f64, n / topic.ids.len() as f64)
}

#[test]
fn five_thousand_petitions() {
    let Some(mut texts) = petitions() else { return };
    let demands = demands();
    texts.truncate(TEXTS - demands.len());
    texts.extend(demands);
    let start = Instant::now();
    let found = topics(&texts, &Names::default(), 2);
    let took = start.elapsed();
    println!("{} texts, {} topics, {took:?}", texts.len(), found.len());
    assert_eq!(texts.len(), TEXTS);
    // A machine that does other things beside it takes longer.
    assert!(took <= PROMISED * 4, "{took:?}");
    if std::env::var("SHOW").is_ok() {
        show(&found, &texts);
    }
    // A topic that swallowed its neighbours would be large.
    let large = found.iter().filter(|topic| topic.ids.len() > 30).count();
    let several = found.iter().filter(|topic| topic.ids.len() > 2).count();
    assert!(large == 0 && several >= 100, "{large} large ones, {several} of three or more");
    for name in ["plant", "tied"] {
        let of = texts.iter().filter(|text| text.id.starts_with(name)).count();
        let (topic, covered, pure) = best(&found, |id| id.starts_with(name), of);
        println!("{name}: {covered:.2} of {of} in one topic, {pure:.2} of it; {:?}", topic.topic);
        assert!(covered >= 0.9 && pure >= 0.9);
    }
}

#[test]
fn what_people_wrote_of_one_trouble_and_of_two() {
    let Some(mut texts) = petitions() else { return };
    texts.truncate(TEXTS);
    let found = topics(&texts, &Names::default(), 2);
    for (name, ids) in ONE {
        let (_, covered, pure) = best(&found, |id| ids.contains(&id), ids.len());
        println!("{name}: {covered:.2} of {} in one topic, {pure:.2} of it", ids.len());
        assert!(covered == 1.0, "{name}");
    }
    let topic = |id: &str| found.iter().position(|topic| topic.ids.iter().any(|other| other == id));
    for (a, b) in TWO {
        assert!(topic(a).is_none() || topic(a) != topic(b), "{a} and {b} are two troubles");
    }
}

/// The hottest, to be looked at: `SHOW=1`.
fn show(found: &[Topic], texts: &[Written]) {
    for topic in found.iter().take(40) {
        println!("{} {:?} {:?}", topic.ids.len(), topic.topic, topic.places);
        for id in topic.ids.iter().take(6) {
            let text = &texts.iter().find(|text| text.id == *id).unwrap().text;
            println!("      {}", text.chars().take(50).collect::<String>().replace('\n', " | "));
        }
    }
}
