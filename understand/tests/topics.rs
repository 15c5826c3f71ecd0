//! Common demands of thousands of real petitions, which are not part of the repository.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use understand::Names;
use understand::topics::{Written, topics};

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
            let text = format!("{}\n{}", part("topic"), part("detail"));
            all.push(Written { id: format!("{file}:{i}"), text, at: None });
        }
    }
    Some(all)
}

#[test]
fn five_thousand_petitions() {
    let Some(mut texts) = petitions() else { return };
    texts.truncate(5000);
    let start = Instant::now();
    let found = topics(&texts, &Names::default(), 3);
    let took = start.elapsed();
    println!("{} texts, {} topics of three or more, {took:?}", texts.len(), found.len());
    if std::env::var("SHOW").is_ok() {
        for topic in found.iter().take(40) {
            println!("{} {:?} {:?}", topic.ids.len(), topic.topic, topic.places);
            for id in topic.ids.iter().take(6) {
                let text = &texts.iter().find(|t| t.id == *id).unwrap().text;
                println!("      {}", text.chars().take(50).collect::<String>().replace('\n', " | "));
            }
        }
    }
    // A topic that swallowed its neighbours would be large.
    let largest = found.iter().map(|topic| topic.ids.len()).max().unwrap();
    println!("largest {largest}");
    assert!(largest <= 80 && found.len() >= 100);
}
