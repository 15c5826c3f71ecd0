//! What a secretary writes after `/meet`: when, where, and what about. Pure.

use crate::words::Phrase;
use chrono::DateTime;
use chrono_tz::Tz;
use understand::when::{When, read_when};

/// The longest place, characters.
pub const LONGEST_PLACE: usize = 60;
/// The longest all topics together may be, characters.
pub const LONGEST_TOPIC: usize = 200;
/// A meeting begins at the latest so long after it is called, ms: 60 days.
const FARTHEST: i64 = 60 * 86_400_000;

/// A meeting as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// When it begins, ms UTC.
    pub starts_at: i64,
    /// When it ends, if that was said.
    pub ends_at: Option<i64>,
    /// Where.
    pub place: String,
    /// What about.
    pub topics: Vec<String>,
}

/// Words that say the hour. A day or an evening alone is no time to come at.
const CLOCK: &[&str] = &["点", "點", "时", "時", ":", "：", "am", "pm", "a.m", "p.m", "o'clock", "noon"];
/// Words that only lead to a time or a place.
const LEADS: &[&str] = &[
    "时间", "時間", "地点", "地點", "开会", "開會", "定于", "定於", "在", "于", "於", "time", "place", "at ",
    "in ", "on ",
];
/// What stands between a time and a place.
const BETWEEN: &[char] = &[' ', '　', ',', '，', '、', ':', '：', '。', ';', '；', '\t'];

/// Reads it: time and place, then after `|` or on lines of their own the topics. `now` is local time.
pub fn read(text: &str, now: DateTime<Tz>) -> Result<Written, Phrase> {
    let mut parts = text.split(['|', '｜', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next().ok_or(Phrase::plain("meeting-how"))?;
    let when = read_when(first, now).ok_or(Phrase::plain("meeting-when"))?;
    let (starts_at, ends_at) = span(&when, now)?;
    let mut rest: Vec<&str> = parts.collect();
    let mut place = place(first, &when);
    // Time | place | topic is as good.
    if place.is_empty() && rest.len() > 1 {
        place = trimmed(rest.remove(0)).to_owned();
    }
    if place.is_empty() {
        return Err(Phrase::plain("meeting-where"));
    }
    if place.chars().count() > LONGEST_PLACE {
        return Err(Phrase::plain("meeting-place-long").with("most", LONGEST_PLACE as i64));
    }
    if rest.is_empty() {
        return Err(Phrase::plain("meeting-what"));
    }
    if rest.iter().map(|topic| topic.chars().count()).sum::<usize>() > LONGEST_TOPIC {
        return Err(Phrase::plain("meeting-topic-long").with("most", LONGEST_TOPIC as i64));
    }
    Ok(Written { starts_at, ends_at, place, topics: rest.into_iter().map(str::to_owned).collect() })
}

/// Whether a meeting may begin at `starts_at`.
pub fn in_time(now: i64, starts_at: i64) -> Result<(), Phrase> {
    match starts_at - now {
        ..=0 => Err(Phrase::plain("meeting-past")),
        1..=FARTHEST => Ok(()),
        _ => Err(Phrase::plain("meeting-far")),
    }
}

fn span(when: &When, now: DateTime<Tz>) -> Result<(i64, Option<i64>), Phrase> {
    let starts_at = when.start.timestamp_millis();
    let words = when.text.to_lowercase();
    if when.end.is_some() && !CLOCK.iter().any(|word| words.contains(word)) {
        return Err(Phrase::plain("meeting-clock"));
    }
    in_time(now.timestamp_millis(), starts_at)?;
    Ok((starts_at, when.end.map(|end| end.timestamp_millis())))
}

/// What is left of the first part without its time.
fn place(first: &str, when: &When) -> String {
    let (before, after) = first.split_once(when.text.as_str()).unwrap_or((first, ""));
    let sides = [trimmed(before), trimmed(after)];
    sides.into_iter().filter(|side| !side.is_empty()).collect::<Vec<_>>().join(" ")
}

fn trimmed(text: &str) -> &str {
    let mut text = text.trim_matches(BETWEEN);
    while let Some(rest) = LEADS.iter().find_map(|lead| strip(text, lead)) {
        text = rest.trim_matches(BETWEEN);
    }
    text
}

/// The text after `lead`, in any case of its letters.
fn strip<'t>(text: &'t str, lead: &str) -> Option<&'t str> {
    text.get(..lead.len()).filter(|head| head.eq_ignore_ascii_case(lead))?;
    text.get(lead.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routines::time;
    use crate::views::samples::{NOW, ZONE};

    fn written(text: &str) -> Result<Written, Phrase> {
        read(text, time::local(NOW, ZONE))
    }

    fn shown(text: &str) -> (String, Option<String>, String, Vec<String>) {
        let written = written(text).unwrap_or_else(|no| panic!("{text}: {no:?}"));
        let clock = |ms| time::local(ms, ZONE).format("%m-%d %H:%M").to_string();
        (clock(written.starts_at), written.ends_at.map(clock), written.place, written.topics)
    }

    #[test]
    fn time_and_place_and_topics_are_told_apart() {
        let hall = "居民活动室";
        for text in [
            "周五晚7点半 居民活动室 | 加装电梯",
            "周五晚7点半，在居民活动室｜加装电梯",
            "时间：周五晚7点半，地点：居民活动室 | 加装电梯",
            "周五晚7点半 | 居民活动室 | 加装电梯",
            "居民活动室 周五晚7点半 | 加装电梯",
            "周五 19:30 居民活动室\n加装电梯",
        ] {
            let want = ("03-06 19:30".to_owned(), None, hall.to_owned(), vec!["加装电梯".to_owned()]);
            assert_eq!(shown(text), want, "{text}");
        }
        let span = shown("3月8日下午2点到4点 3号楼一层 | 停车 | 电梯");
        assert_eq!((span.0.as_str(), span.1.as_deref()), ("03-08 14:00", Some("03-08 16:00")));
        assert_eq!((span.2.as_str(), span.3.len()), ("3号楼一层", 2));
        let english = shown("Friday 7:30pm at the community hall | the lift");
        assert_eq!((english.0.as_str(), english.2.as_str()), ("03-06 19:30", "the community hall"));
    }

    #[test]
    fn what_cannot_be_called_is_said() {
        let long = |n: usize| "长".repeat(n);
        for (text, key) in [
            (String::new(), "meeting-how"),
            (" | ".to_owned(), "meeting-how"),
            ("改天 活动室 | 电梯".to_owned(), "meeting-when"),
            ("周五 活动室 | 电梯".to_owned(), "meeting-clock"),
            ("周五晚上 活动室 | 电梯".to_owned(), "meeting-clock"),
            ("昨天晚上8点 活动室 | 电梯".to_owned(), "meeting-past"),
            ("8月1日晚上8点 活动室 | 电梯".to_owned(), "meeting-far"),
            ("周五晚8点 | 电梯".to_owned(), "meeting-where"),
            ("周五晚8点 在 | 电梯".to_owned(), "meeting-where"),
            ("周五晚8点 活动室".to_owned(), "meeting-what"),
            ("周五晚8点 活动室 | ".to_owned(), "meeting-what"),
            (format!("周五晚8点 {} | 电梯", long(61)), "meeting-place-long"),
            (format!("周五晚8点 活动室 | {}", long(201)), "meeting-topic-long"),
        ] {
            assert_eq!(written(&text).map_err(|no| no.key), Err(key), "{text}");
        }
        assert!(written(&format!("周五晚8点 {} | {}", long(60), long(200))).is_ok());
    }
}
