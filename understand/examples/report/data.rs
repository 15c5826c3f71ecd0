//! The labelled messages that are measured on.

use serde_json::Value;
use std::path::{Path, PathBuf};
use understand::learn::{Group, Lesson};
use understand::{Ask, Names, Understanding, understand};

/// A message with what it should be read as, and as what it was read.
pub struct Measured {
    pub register: String,
    pub kind: String,
    pub category: Option<String>,
    pub urgency: Option<String>,
    pub text: String,
    pub read: Understanding,
}

/// The data beside the workspace, if it is there.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    folder.join("chat_dev.jsonl").exists().then_some(folder)
}

pub fn lines(folder: &Path, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

pub fn read(text: &str, context: Option<&str>) -> Understanding {
    let now = chrono::DateTime::from_timestamp(1_764_036_000, 0).unwrap_or_default();
    let names = Names::default();
    understand(&Ask { text, context, now: now.with_timezone(&chrono_tz::Asia::Shanghai), names: &names })
}

/// The 400 labelled by hand, each as read by models that never saw it.
pub fn dev(folder: &Path, chat: &Group) -> Vec<Measured> {
    let labelled = lines(folder, "chat_dev.jsonl");
    let measure = |(lesson, read): &(Lesson, Understanding)| {
        let same = labelled.iter().find(|m| m["text"] == lesson.text.as_str())?;
        let given = |key: &str| same[key].as_str().map(str::to_owned);
        let (register, kind) = (given("register")?, given("kind")?);
        let (category, urgency) = (given("category"), given("urgency"));
        Some(Measured { register, kind, category, urgency, text: lesson.text.clone(), read: read.clone() })
    };
    chat.each().filter_map(measure).collect()
}

/// Our own, kept apart, and those that others wrote to be hard: six columns.
pub fn own() -> [Vec<Measured>; 2] {
    [include_str!("../../tests/messages/held.tsv"), include_str!("../../tests/messages/harder.tsv")].map(rows)
}

fn rows(text: &str) -> Vec<Measured> {
    let given = |text: &str| (text != "-").then(|| text.to_owned());
    let measure = |line: &str| {
        let mut columns = line.split('\t').map(str::to_owned);
        let mut next = || columns.next().unwrap_or_default();
        let (register, kind, category, urgency) = (next(), next(), given(&next()), given(&next()));
        let (context, text) = (given(&next()), next());
        let read = read(&text, context.as_deref());
        Measured { register, kind, category, urgency, text, read }
    };
    text.lines().filter(|line| !line.starts_with('#')).map(measure).collect()
}
