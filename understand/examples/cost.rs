//! What one call costs: microseconds on everyday talk and on requests, on one core, and how soon it is ready.
//!
//! `cargo run --release -p understand --example cost`

use serde_json::Value;
use std::path::Path;
use std::time::Instant;
use understand::{Ask, Names, understand};

fn texts(file: &str, of: impl Fn(&Value) -> Option<&str>) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(file);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let values = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    values.filter_map(|v| of(&v).map(str::to_owned)).collect()
}

fn main() {
    let now = chrono::DateTime::from_timestamp(1_764_036_000, 0).unwrap_or_default();
    let now = now.with_timezone(&chrono_tz::Asia::Shanghai);
    let names = Names::default();
    let ask = |text: &str| {
        std::hint::black_box(understand(&Ask { text, context: None, now, names: &names }));
    };
    let start = Instant::now();
    understand::warm();
    println!("ready after {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    ask("3号楼2单元的楼道灯又不亮了，周五晚7点前能修吗，电话13812345678");
    println!("first call after that: {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    println!("memory in use: {} MB", memory().map_or("unknown".into(), |kb| format!("{:.1}", kb / 1024.0)));
    let is_request = |v: &Value| v["kind"] == "request";
    let sets = [
        ("weibo", texts("chatter_weibo.jsonl", |v| v["text"].as_str())),
        ("sms", texts("chatter_sms.jsonl", |v| v["text"].as_str())),
        ("requests in chat", texts("chat_dev.jsonl", |v| is_request(v).then(|| v["text"].as_str())?)),
        ("hotline orders", texts("hotline_orders.jsonl", |v| v["content"].as_str())),
    ];
    for (name, texts) in sets {
        if texts.is_empty() {
            println!("SKIPPED {name}: no data");
            continue;
        }
        // The first round warms caches; then each text's best of three, to keep the machine's other work out.
        texts.iter().for_each(|t| ask(t));
        let best = |text: &String| {
            let once = || {
                let start = Instant::now();
                ask(text);
                start.elapsed().as_secs_f64() * 1e6
            };
            (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
        };
        let mut costs: Vec<f64> = texts.iter().map(best).collect();
        costs.sort_unstable_by(f64::total_cmp);
        let mean = costs.iter().sum::<f64>() / costs.len() as f64;
        let at = |share: f64| costs[((costs.len() - 1) as f64 * share) as usize];
        println!(
            "{name}: mean {mean:.2} µs, median {:.2}, 99 % {:.2}, worst {:.1} (n {})",
            at(0.5),
            at(0.99),
            at(1.0),
            costs.len()
        );
    }
    println!("memory in use: {} MB", memory().map_or("unknown".into(), |kb| format!("{:.1}", kb / 1024.0)));
    growth(&ask);
}

/// Whether time grows with length only: nanoseconds a character of texts that go on and on.
fn growth(ask: &impl Fn(&str)) {
    const LENGTHS: [usize; 4] = [256, 1_024, 4_096, 16_384];
    println!("nanoseconds a character, of {LENGTHS:?} characters");
    let pieces = [
        ("a thing and what is wrong", "路灯坏了，"),
        ("troubles and pleas", "垃圾没人收物业来看看"),
        ("digits", "1234567890"),
        ("numbers and dashes", "12-2-301,"),
        ("buildings and rooms", "3号楼2单元401"),
        ("times", "周五晚7点到8点半"),
        ("names", "我叫王小明"),
        ("emoji", "😀"),
        ("zero width and right to left", "\u{200b}\u{202e}灯"),
        ("Latin", "the lift is broken, "),
    ];
    for (name, piece) in pieces {
        let cost = LENGTHS.map(|length| {
            let text: String = piece.chars().cycle().take(length).collect();
            let once = || {
                let start = Instant::now();
                ask(&text);
                start.elapsed().as_secs_f64() * 1e9 / length as f64
            };
            (0..5).map(|_| once()).fold(f64::INFINITY, f64::min).round()
        });
        println!("  {name}: {cost:?}");
    }
}

/// Resident kilobytes of this process, where the system tells.
fn memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmRSS"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
