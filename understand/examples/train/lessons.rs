//! What is learned from: our own messages, the labelled ones beside the workspace, and everyday talk.

use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use understand::learn::{Lesson, plain_title};
use understand::{Category, Kind, Urgency};

/// The data beside the workspace, if it is there.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    folder.join("chat_dev.jsonl").exists().then_some(folder)
}

fn lines(folder: &Path, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Our own messages, written to train on.
pub fn own() -> Vec<Lesson> {
    let text = include_str!("../../training/messages.tsv");
    let lesson = |line: &str| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, kind, category, urgency, context, text] = columns[..] else { return None };
        let kind = Kind::parse(kind);
        // A wish's category is care by rule, so only a request teaches one.
        let category = Category::parse(category).filter(|_| kind == Some(Kind::Request));
        let context = (context != "-").then(|| context.to_owned());
        Some(Lesson {
            text: text.to_owned(),
            context,
            kind,
            category,
            urgency: Urgency::parse(urgency),
            weight: 1.0,
        })
    };
    text.lines().filter(|line| !line.starts_with('#')).filter_map(lesson).collect()
}

/// The group-chat messages labelled by hand.
pub fn dev(folder: &Path) -> Vec<Lesson> {
    let lesson = |m: Value| {
        let kind = Kind::parse(m["kind"].as_str()?);
        let category =
            m["category"].as_str().and_then(Category::parse).filter(|_| kind == Some(Kind::Request));
        let urgency = m["urgency"].as_str().and_then(Urgency::parse);
        let context = m["context"].as_str().map(str::to_owned);
        Some(Lesson { text: m["text"].as_str()?.to_owned(), context, kind, category, urgency, weight: 1.0 })
    };
    lines(folder, "chat_dev.jsonl").into_iter().filter_map(lesson).collect()
}

/// Titles of requests and beginnings of their texts. Every third labelled title is kept for measuring.
pub fn titles(folder: &Path) -> Vec<Lesson> {
    let labels: HashMap<&str, &str> =
        include_str!("../../training/titles.tsv").lines().filter_map(|l| l.split_once('\t')).collect();
    let (mut out, mut labelled) = (Vec::new(), 0);
    for (number, line) in lines(folder, "requests_with_replies.jsonl").into_iter().enumerate() {
        let (Some(id), Some(topic)) = (line["id"].as_str(), line["topic"].as_str()) else { continue };
        let text = plain_title(topic);
        if let Some(label) = labels.get(id) {
            labelled += 1;
            if labelled % 3 == 1 {
                continue;
            }
            let category = Category::parse(label);
            let kind = Some(if category.is_some() { Kind::Request } else { Kind::Inquiry });
            out.push(Lesson { text, context: None, kind, category, urgency: None, weight: 0.5 });
            continue;
        }
        if number % 2 == 0 {
            continue;
        }
        let asks = topic.contains("咨询") || topic.contains("请问");
        let begins = ["投诉", "反映", "举报", "请求", "希望", "建议", "强烈", "呼吁", "关于"];
        let told = begins.iter().any(|b| topic.starts_with(b)) && !asks;
        if asks || told {
            let kind = Some(if asks { Kind::Inquiry } else { Kind::Request });
            out.push(Lesson { text, context: None, kind, category: None, urgency: None, weight: 0.2 });
        }
        if told && let Some(detail) = line["detail"].as_str() {
            let detail = plain_title(detail);
            let ends = detail.char_indices().filter(|(_, c)| "。！？!?".contains(*c)).map(|(at, _)| at);
            let end = ends.into_iter().find(|at| *at > 60).unwrap_or(detail.len());
            if end < 300 {
                let text = detail[..end].to_owned();
                let kind = Some(Kind::Request);
                out.push(Lesson { text, context: None, kind, category: None, urgency: None, weight: 0.1 });
            }
        }
    }
    out
}

/// Hotline orders, odd rows.
pub fn orders(folder: &Path) -> Vec<Lesson> {
    let lesson = |m: &Value| {
        let text = m["content"].as_str()?.to_owned();
        (m["type"] != "咨询").then_some(Lesson {
            text,
            context: None,
            kind: Some(Kind::Request),
            category: None,
            urgency: Some(Urgency::Normal),
            weight: 0.15,
        })
    };
    lines(folder, "hotline_orders.jsonl").iter().skip(1).step_by(2).filter_map(lesson).collect()
}

/// Everyday talk, odd rows; some of it as replies to the line before.
pub fn chatter(folder: &Path) -> Vec<Lesson> {
    let mut out = Vec::new();
    for file in ["chatter_weibo.jsonl", "chatter_sms.jsonl"] {
        let all = lines(folder, file);
        for (at, line) in all.iter().enumerate().skip(1).step_by(2) {
            let Some(text) = line["text"].as_str() else { continue };
            let before = &all[at - 1];
            let replies = line["dialog"].is_number() && line["dialog"] == before["dialog"] && at % 9 == 0;
            let context = replies.then(|| before["text"].as_str().unwrap_or_default().to_owned());
            let kind = Some(Kind::None);
            out.push(Lesson {
                text: text.to_owned(),
                context,
                kind,
                category: None,
                urgency: None,
                weight: 0.1,
            });
        }
    }
    out
}
