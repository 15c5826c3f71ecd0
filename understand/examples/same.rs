//! How long one report takes to be compared with ten thousand open cases of one area:
//! `cargo run --release -p understand --example same`.

use std::time::Instant;
use understand::same::{Index, Told};
use understand::{Ask, Names, Understanding, understand_request};

const CASES: usize = 10_000;

fn told_of(case: &(String, Understanding)) -> Told<'_> {
    Told { text: &case.0, place: &case.1.place, category: case.1.category, at: 0 }
}

fn main() {
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap_or_default();
    let (now, names) = (now.with_timezone(&chrono_tz::Asia::Shanghai), Names::default());
    let lines = include_str!("../tests/messages/same.tsv").lines().filter(|line| !line.starts_with('#'));
    let told: Vec<&str> = lines.flat_map(|line| line.split('\t')).collect();
    let in_building = |i: usize| told[i % told.len()].replace("{b}", &format!("{}号楼", 1 + i / told.len()));
    let read = |text: String| -> (String, Understanding) {
        let read = understand_request(&Ask { text: &text, context: None, now, names: &names });
        (text, read)
    };
    let cases: Vec<_> = (0..CASES).map(|i| read(in_building(i))).collect();
    let start = Instant::now();
    let mut index = Index::of(cases.iter().zip(0..).map(|(case, id)| (id, told_of(case))));
    let built = start.elapsed();

    let mut times = Vec::new();
    let mut found = 0;
    for case in cases.iter().step_by(7) {
        let told = told_of(case);
        let start = Instant::now();
        let likes = index.like(&told, 3);
        times.push(start.elapsed());
        found += usize::from(!likes.is_empty());
    }
    times.sort_unstable();
    let start = Instant::now();
    for (case, id) in cases.iter().zip(0..).take(1000) {
        index.put(id, &told_of(case));
    }
    println!("{CASES} cases built in {built:?}; a change {:?}", start.elapsed() / 1000);
    println!(
        "a report compared: median {:?}, of a hundred the slowest {:?}; {found} of {} found their like",
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        times.len()
    );
}
