//! Is it the same trouble? Pairs that are, and pairs that look like it and are not.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;

use serde_json::Value;
use understand::same::{ENOUGH, Index, Told};
use understand::{Ask, Names, Understanding, understand_request};

const DAY: i64 = 24 * 3600 * 1000;

fn read(text: &str) -> Understanding {
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-25T10:00:00+08:00").unwrap();
    let names = Names::default();
    understand_request(&Ask {
        text,
        context: None,
        now: now.with_timezone(&chrono_tz::Asia::Shanghai),
        names: &names,
    })
}

struct Report {
    text: String,
    read: Understanding,
}

impl Report {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), read: read(text) }
    }

    fn told(&self, at: i64) -> Told<'_> {
        Told { text: &self.text, place: &self.read.place, category: self.read.category, at }
    }
}

/// Troubles of the list, each told by several, with `place` where they say a building.
fn troubles(list: &str, place: &str) -> Vec<Vec<Report>> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(|text| Report::of(&text.replace("{b}", place))).collect()).collect()
}

/// Whether `new` would be shown `old`, a day older, among the other open cases of an estate.
struct Estate(Index);

impl Estate {
    fn joins(&mut self, new: &Report, old: &Report, days: i64) -> bool {
        self.0.put(-1, &old.told(0));
        let shown = self.0.like(&new.told(days * DAY), 3).iter().any(|like| like.id == -1);
        self.0.remove(-1);
        shown
    }
}

/// Shown of asked.
#[derive(Default)]
struct Count(usize, usize);

impl Count {
    fn add(&mut self, shown: bool) {
        self.0 += usize::from(shown);
        self.1 += 1;
    }

    fn rate(&self, what: &str) -> f64 {
        let rate = self.0 as f64 / self.1.max(1) as f64;
        println!("{what}: {} of {}, {:.2} %", self.0, self.1, rate * 100.0);
        rate
    }
}

/// Shares of pairs that are shown: the same trouble; the same fault in another building; another fault in the same
/// building; the same trouble three months apart.
fn shown(list: &str) -> [f64; 4] {
    let others = troubles(list, "9号楼");
    let background = others.iter().flatten().zip(100..).map(|(report, id)| (id, report.told(0)));
    let mut estate = Estate(Index::of(background));
    let (here, there) = (troubles(list, "3号楼"), troubles(list, "5号楼"));
    let [mut same, mut elsewhere, mut other, mut later] = [(); 4].map(|()| Count::default());
    for (i, trouble) in here.iter().enumerate() {
        for a in trouble {
            for b in trouble.iter().filter(|b| b.text != a.text) {
                same.add(estate.joins(a, b, 1));
                later.add(estate.joins(a, b, 90));
            }
            for b in &there[i] {
                elsewhere.add(estate.joins(a, b, 1));
            }
            for b in here.iter().enumerate().filter(|(j, _)| *j != i).flat_map(|(_, other)| other) {
                other.add(estate.joins(a, b, 1));
            }
        }
    }
    [
        same.rate("same trouble, other words"),
        elsewhere.rate("same fault, other building"),
        other.rate("same building, other fault"),
        later.rate("same place and trouble, three months apart"),
    ]
}

#[test]
fn troubles_of_neighbours_told_in_other_words() {
    let [recall, wrong @ ..] = shown(include_str!("messages/same.tsv"));
    assert!(recall >= 0.85 && wrong.iter().all(|rate| *rate <= 0.011), "{recall} {wrong:?}");
    println!("not tuned on:");
    let [recall, wrong @ ..] = shown(include_str!("messages/same_unseen.tsv"));
    assert!(recall >= 0.7 && wrong.iter().all(|rate| *rate <= 0.03), "{recall} {wrong:?}");
}

#[test]
fn how_often_a_new_trouble_is_asked_about() {
    // A building with an open case of every trouble but the new one, which is told in each of its ways.
    let all = troubles(include_str!("messages/same.tsv"), "3号楼");
    let [mut known, mut unknown, mut asked, mut mistaken] = [(); 4].map(|()| Count::default());
    let first =
        |index: &Index, new: &Report| index.like(&new.told(DAY), 1).pop().filter(|like| like.score >= ENOUGH);
    for (i, trouble) in all.iter().enumerate() {
        let others = all.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, t)| &t[0]);
        let mut index = Index::of(others.zip(100..).map(|(report, id)| (id, report.told(0))));
        for new in &trouble[1..] {
            unknown.add(!index.like(&new.told(DAY), 3).is_empty());
            mistaken.add(first(&index, new).is_some());
            index.put(1, &trouble[0].told(0));
            known.add(index.like(&new.told(DAY), 3).iter().any(|like| like.id == 1));
            asked.add(first(&index, new).is_some_and(|like| like.id == 1));
            index.remove(1);
        }
    }
    let known = known.rate("known troubles shown among three");
    let unknown = unknown.rate("new troubles with another shown");
    let asked = asked.rate("known troubles asked about in a group");
    let mistaken = mistaken.rate("new troubles with another asked about in a group");
    assert!(known >= 0.85 && unknown <= 0.3 && asked >= 0.85 && mistaken <= 0.12);
}

fn petitions() -> Option<Vec<Value>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/requests_with_replies.jsonl");
    let Ok(lines) = std::fs::read_to_string(&file) else {
        println!("SKIPPED: no {}; nothing was measured", file.display());
        return None;
    };
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[test]
fn a_topic_line_finds_its_petition() {
    let Some(petitions) = petitions() else { return };
    let text = |p: &Value, key: &str| p[key].as_str().unwrap().to_owned();
    let bodies: Vec<Report> = petitions.iter().map(|p| Report::of(&text(p, "detail"))).collect();
    let titles: Vec<Report> = petitions.iter().map(|p| Report::of(&text(p, "topic"))).collect();
    let index = Index::of(bodies.iter().zip(0..).map(|(report, id)| (id, report.told(0))));
    let [mut joined, mut found, mut first, mut others] = [(); 4].map(|()| Count::default());
    for (title, id) in titles.iter().zip(0..).step_by(4) {
        let all = index.like(&title.told(DAY), usize::MAX);
        joined.add(all.iter().any(|like| like.id == id));
        let likes = &all[..all.len().min(3)];
        found.add(likes.iter().any(|like| like.id == id));
        first.add(likes.first().is_some_and(|like| like.id == id));
        // Every other petition is another matter, but for those that are about the same one.
        let wrong = all.iter().filter(|like| like.id != id).count();
        others.0 += wrong;
        others.1 += petitions.len() - 1;
    }
    let recall = joined.rate("topic line and its petition");
    found.rate("among the first three shown");
    first.rate("as the first");
    let wrong = others.rate("topic line and another's petition");
    assert!(recall >= 0.8 && wrong <= 0.01);
}
