//! Trains the models of kind, category and urgency and writes their files, as `gridbell train reading` does, but builds
//! in seconds: for work on the word lists and training messages.
//!
//! `cargo run --release -p understand --example train` (`--cross` measures by five-fold cross-validation instead;
//! `--errors` prints what was read wrong too)

use std::path::Path;
use understand::learn::{Files, Lessons, cross, train};

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lessons = match files(here) {
        Ok(files) => Lessons::read(&files),
        Err(error) => {
            println!(
                "SKIPPED: the training messages, or the data in ../shared/data, cannot be read: {error}"
            );
            return;
        }
    };
    let (own, chat, others) = (lessons.own.len(), lessons.chat.len(), lessons.others.len());
    println!("{own} messages of our own, {chat} labelled by hand, {others} others");
    let is_set = |name: &str| std::env::args().any(|a| a == name);
    if is_set("--cross") {
        let figures = cross(&lessons, false);
        print!("{}", figures.table());
        if is_set("--errors") {
            figures.errors().iter().for_each(|line| println!("{line}"));
        }
        return;
    }
    if is_set("--alarm") {
        let t = train(&lessons.all());
        let names = understand::Names::default();
        let now = chrono::DateTime::from_timestamp(1_764_036_000, 0)
            .unwrap()
            .with_timezone(&chrono_tz::Asia::Shanghai);
        for f in ["chatter_weibo.jsonl", "chatter_sms.jsonl"] {
            let text = std::fs::read_to_string(here.join("../../shared/data").join(f)).unwrap();
            let all: Vec<serde_json::Value> =
                text.lines().step_by(2).map(|l| serde_json::from_str(l).unwrap()).collect();
            let u: Vec<_> = all
                .iter()
                .map(|v| {
                    t.understand(&understand::Ask {
                        text: v["text"].as_str().unwrap(),
                        context: None,
                        now,
                        names: &names,
                    })
                })
                .collect();
            let n = u
                .iter()
                .filter(|u| matches!(u.kind, understand::Kind::Request | understand::Kind::Wish))
                .count();
            let k = u
                .iter()
                .filter(|u| {
                    matches!(u.kind, understand::Kind::Request | understand::Kind::Wish)
                        && u.confidence >= 0.6
                })
                .count();
            println!(
                "  {f} {:.3} % ; at 0.6 {:.3} %",
                100.0 * n as f64 / all.len() as f64,
                100.0 * k as f64 / all.len() as f64
            );
        }
        return;
    }
    for (name, bytes) in train(&lessons.all()).files {
        match std::fs::write(here.join("model").join(name), &bytes) {
            Ok(()) => println!("{name}: {} KB", bytes.len() / 1024),
            Err(error) => println!("{name} could not be written: {error}"),
        }
    }
}

fn files(here: &Path) -> std::io::Result<Files> {
    let read = |path: &Path| std::fs::read_to_string(path);
    let training = here.join("training");
    let messages = || -> std::io::Result<String> {
        let folder = std::fs::read_dir(training.join("messages"))?;
        let mut paths = folder.map(|e| Ok(e?.path())).collect::<std::io::Result<Vec<_>>>()?;
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    };
    let of_training = |name: &str| if name == "messages" { messages() } else { read(&training.join(name)) };
    Files::by_name(of_training, |name| read(&here.join("../../shared/data").join(name)))
}
