//! What is learned from, read from the texts of files: our own messages, the labelled ones beside the workspace,
//! everyday talk, and what staff put right.

use serde_json::Value;
use std::collections::HashMap;

use super::Lesson;
use super::drills::drills;
use crate::classes::{Category, Kind, Urgency};

/// The texts of the files that are learned from.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// Our own messages: lines of `training/messages/*.tsv`.
    pub own: String,
    /// Sentences by building blocks: `training/drills.txt`.
    pub drills: String,
    /// What topic lines of the next two are: `training/labels.tsv`.
    pub labels: String,
    /// `requests_with_replies.jsonl`
    pub requests: String,
    /// `department_raw.jsonl`
    pub department: String,
    /// `chat_dev.jsonl`
    pub chat: String,
    /// `hotline_orders.jsonl`
    pub orders: String,
    /// `chatter_weibo.jsonl` and `chatter_sms.jsonl`
    pub chatter: [String; 2],
}

/// All that is learned from.
#[derive(Debug, Clone, Default)]
pub struct Lessons {
    /// Our own messages.
    pub own: Vec<Lesson>,
    /// The group-chat messages labelled by hand.
    pub chat: Vec<Lesson>,
    /// Topic lines, hotline orders and drills.
    pub others: Vec<Lesson>,
    /// Everyday talk: of weibo, of short messages.
    pub talk: [Vec<Lesson>; 2],
    /// What staff put right.
    pub corrections: Vec<Lesson>,
}

impl Files {
    /// Reads every file by its name: `training` those of the folder `training` (`*.tsv` of `messages`, one after the
    /// other, when asked for `messages`), `data` those beside the workspace.
    ///
    /// # Errors
    /// The first that a reader gives.
    pub fn by_name<E>(
        training: impl Fn(&str) -> Result<String, E>,
        data: impl Fn(&str) -> Result<String, E>,
    ) -> Result<Self, E> {
        Ok(Self {
            own: training("messages")?,
            drills: training("drills.txt")?,
            labels: training("labels.tsv")?,
            requests: data("requests_with_replies.jsonl")?,
            department: data("department_raw.jsonl")?,
            chat: data("chat_dev.jsonl")?,
            orders: data("hotline_orders.jsonl")?,
            chatter: [data("chatter_weibo.jsonl")?, data("chatter_sms.jsonl")?],
        })
    }
}

impl Lessons {
    /// Reads all files.
    #[must_use]
    pub fn read(files: &Files) -> Self {
        let mut others = topic_lines(&files.requests, "requests", &files.labels);
        others.extend(topic_lines(&files.department, "department", &files.labels));
        others.extend(petitions(&files.requests, &files.labels));
        others.extend(orders(&files.orders));
        others.extend(drills(&files.drills));
        let talk = files.chatter.each_ref().map(|text| chatter(text));
        Self { own: own(&files.own), chat: chat(&files.chat), others, talk, corrections: Vec::new() }
    }

    /// One after the other.
    #[must_use]
    pub fn all(&self) -> Vec<Lesson> {
        let [weibo, sms] = &self.talk;
        let lists = [&self.own, &self.chat, &self.others, weibo, sms, &self.corrections];
        lists.into_iter().flatten().cloned().collect()
    }
}

fn values(text: &str) -> Vec<Value> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Lines without remarks, by their columns.
fn columns(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn own(text: &str) -> Vec<Lesson> {
    let lesson = |columns: Vec<&str>| {
        let [_, kind, category, urgency, context, text] = columns[..] else { return None };
        let kind = Kind::parse(kind);
        Some(Lesson {
            text: text.to_owned(),
            context: (context != "-").then(|| context.to_owned()),
            kind,
            // A wish's category is care by rule, so only a request teaches one.
            category: Category::parse(category).filter(|_| kind == Some(Kind::Request)),
            urgency: Urgency::parse(urgency),
            weight: 1.0,
        })
    };
    columns(text).filter_map(lesson).collect()
}

fn chat(text: &str) -> Vec<Lesson> {
    let lesson = |m: &Value| {
        let kind = Kind::parse(m["kind"].as_str()?);
        let category =
            m["category"].as_str().and_then(Category::parse).filter(|_| kind == Some(Kind::Request));
        let urgency = m["urgency"].as_str().and_then(Urgency::parse);
        let context = m["context"].as_str().map(str::to_owned);
        Some(Lesson { text: m["text"].as_str()?.to_owned(), context, kind, category, urgency, weight: 1.0 })
    };
    values(text).iter().filter_map(lesson).collect()
}

/// Whether the labelled topic line of this id is measured on and never learned from: one in five.
#[must_use]
pub fn kept_for_measuring(id: &str) -> bool {
    id.bytes().fold(0_u32, |sum, b| sum.wrapping_mul(31).wrapping_add(u32::from(b))) % 5 == 1
}

/// Labelled topic lines of one file.
fn topic_lines(text: &str, file: &str, labels: &str) -> Vec<Lesson> {
    let labels: HashMap<&str, Vec<&str>> =
        columns(labels).filter(|c| c.len() == 5 && c[0] == file).map(|c| (c[1], c)).collect();
    let lesson = |line: &Value| {
        let id = line["id"].as_str()?;
        let label = labels.get(id).filter(|_| !kept_for_measuring(id))?;
        let kind = Kind::parse(label[2]);
        Some(Lesson {
            text: plain_title(line["topic"].as_str()?),
            context: None,
            kind,
            category: Category::parse(label[3]).filter(|_| kind == Some(Kind::Request)),
            urgency: Urgency::parse(label[4]),
            weight: 1.0,
        })
    };
    values(text).iter().filter_map(lesson).collect()
}

/// Topic lines that nobody labelled but that say themselves what they are, and how such petitions begin; odd rows.
fn petitions(text: &str, labels: &str) -> Vec<Lesson> {
    let labelled: Vec<&str> =
        columns(labels).filter(|c| c.len() == 5 && c[0] == "requests").map(|c| c[1]).collect();
    let mut out = Vec::new();
    for line in values(text).iter().skip(1).step_by(2) {
        let (Some(id), Some(topic)) = (line["id"].as_str(), line["topic"].as_str()) else { continue };
        if kept_for_measuring(id) {
            continue;
        }
        let asks = topic.contains("咨询") || topic.contains("请问");
        let begins = ["投诉", "反映", "举报", "请求", "希望", "建议", "强烈", "呼吁", "关于"];
        let told = begins.iter().any(|b| topic.starts_with(b)) && !asks;
        let mut add = |text: String, kind: Kind, weight: f32| {
            out.push(Lesson { text, context: None, kind: Some(kind), category: None, urgency: None, weight });
        };
        if !labelled.contains(&id) && (asks || told) {
            add(plain_title(topic), if asks { Kind::Inquiry } else { Kind::Request }, 0.2);
        }
        if told && let Some(detail) = line["detail"].as_str() {
            let detail = plain_title(detail);
            let ends = detail.char_indices().filter(|(_, c)| "。！？!?".contains(*c)).map(|(at, _)| at);
            let end = ends.into_iter().find(|at| *at > 60).unwrap_or(detail.len());
            if end < 300 {
                add(detail[..end].to_owned(), Kind::Request, 0.1);
            }
        }
    }
    out
}

/// Hotline orders, odd rows.
fn orders(text: &str) -> Vec<Lesson> {
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
    values(text).iter().skip(1).step_by(2).filter_map(lesson).collect()
}

/// Everyday talk; some of it as replies to the line before.
fn chatter(text: &str) -> Vec<Lesson> {
    let all = values(text);
    let lesson = |(at, line): (usize, &Value)| {
        let before = at
            .checked_sub(1)
            .and_then(|before| all.get(before))
            .filter(|before| at % 9 == 0 && line["dialog"].is_number() && line["dialog"] == before["dialog"]);
        let context = before.map(|before| before["text"].as_str().unwrap_or_default().to_owned());
        let (text, kind) = (line["text"].as_str()?.to_owned(), Some(Kind::None));
        Some(Lesson { text, context, kind, category: None, urgency: None, weight: TALK })
    };
    all.iter().enumerate().filter_map(lesson).collect()
}

/// How much a piece of everyday talk counts: there is plenty of it.
const TALK: f32 = 0.1;

/// A title of the department data without the tokens that stand for its places (A市, B9县, 西地省).
#[must_use]
pub fn plain_title(title: &str) -> String {
    let chars: Vec<char> = title.trim().chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let mut end = at;
        while end < chars.len() && chars[end].is_ascii_uppercase() {
            end += 1;
        }
        let letters = end - at;
        while end < chars.len() && chars[end].is_ascii_digit() {
            end += 1;
        }
        let token = (letters == 1 || letters == 2) && end < chars.len() && "市区县".contains(chars[end]);
        if token {
            at = end + 1;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out.replace("西地省", "")
}
