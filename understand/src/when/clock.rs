//! The hour: 三点半, 20:30, 晚8点, 9 pm; and the parts of the day that say which half it is in.

use chrono::NaiveTime;
use regex::Regex;
use std::sync::LazyLock;

use crate::numerals::{NUMBER, number};
use crate::pattern;

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    SmallHours,
    Morning,
    Forenoon,
    Noon,
    Afternoon,
    Dusk,
    Evening,
    Midnight,
}

impl Part {
    /// From and to which hour it lasts when no clock is given.
    pub(super) fn hours(self) -> (u32, u32) {
        match self {
            Part::SmallHours => (0, 5),
            Part::Morning => (6, 9),
            Part::Forenoon => (8, 12),
            Part::Noon => (11, 13),
            Part::Afternoon => (12, 18),
            Part::Dusk => (17, 19),
            Part::Evening => (18, 24),
            Part::Midnight => (22, 24),
        }
    }
}

/// A time of day that was read.
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    pub(super) next_day: bool,
    pub(super) exact: bool,
}

const PARTS: &[(&str, Part)] = &[
    ("凌晨", Part::SmallHours),
    ("清晨", Part::Morning),
    ("早晨", Part::Morning),
    ("早上", Part::Morning),
    ("一早", Part::Morning),
    ("上午", Part::Forenoon),
    ("正午", Part::Noon),
    ("中午", Part::Noon),
    ("晌午", Part::Noon),
    ("下午", Part::Afternoon),
    ("午后", Part::Afternoon),
    ("傍晚", Part::Dusk),
    ("晚上", Part::Evening),
    ("晚间", Part::Evening),
    ("夜里", Part::Evening),
    ("夜间", Part::Evening),
    ("夜晚", Part::Evening),
    ("半夜", Part::Midnight),
    ("深夜", Part::Midnight),
    ("早", Part::Morning),
    ("晚", Part::Evening),
    ("in the morning", Part::Morning),
    ("morning", Part::Morning),
    ("in the afternoon", Part::Afternoon),
    ("afternoon", Part::Afternoon),
    ("in the evening", Part::Evening),
    ("evening", Part::Evening),
    ("night", Part::Evening),
];

/// The part of the day that `text` begins with.
pub(super) fn read_part(text: &str) -> Option<(usize, Part)> {
    PARTS.iter().find(|(word, _)| text.starts_with(word)).map(|(word, part)| (word.len(), *part))
}

static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(r"^({NUMBER})(?:点|时)(?:(半)|([一二三123])刻|(?:钟|整|({NUMBER})分?))?"))
});
static WRITTEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(\d{1,2}):(\d{2})(?::\d{2})?(?: ?([ap])\.?m\b\.?)?"));
static ENGLISH: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:(\d{1,2}) ?([ap])\.?m\b\.?|(\d{1,2}) ?o'?clock|(noon)\b|(midnight)\b)"));
/// 6-8点: the first number of such a span.
static BEFORE_SPAN: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"^({NUMBER}) ?(?:-|~|到|至) ?{NUMBER}(?:点|时)")));

/// The time of day that `text` begins with. `part` decides the half of the day; `in_span` allows a bare number's 点.
pub(super) fn read_clock(text: &str, part: Option<Part>, in_span: bool) -> Option<(usize, Clock)> {
    if let Some(c) = WRITTEN.as_ref()?.captures(text) {
        let (hour, minute) = (number(&c[1])?, number(&c[2])?);
        let half = c.get(3).map(|m| m.as_str());
        let clock = build(hour, minute, part, half, c[1].len() == 2 || hour > 12)?;
        return Some((c[0].len(), clock));
    }
    if let Some(c) = SPOKEN.as_ref()?.captures(text) {
        let hour = number(&c[1])?;
        let minute = match (c.get(2), c.get(3), c.get(4)) {
            (Some(_), _, _) => 30,
            (_, Some(quarters), _) => number(quarters.as_str())? * 15,
            (_, _, Some(minutes)) => number(minutes.as_str())?,
            _ => 0,
        };
        // 一点 is "a little", 一时 "for a while", 3点建议 three points, unless something says it is an hour.
        let after = &text[c[0].len()..];
        let vague = &c[1] == "一" && part.is_none() && minute == 0 && !in_span && !c[0].ends_with('钟');
        let points = ["建议", "要求", "意见", "原因", "问题", "几"].iter().any(|w| after.starts_with(w));
        let hours_long = c[0].ends_with('时') && after.starts_with('间');
        if vague || points || hours_long {
            return None;
        }
        return Some((c[0].len(), build(hour, minute, part, None, hour > 12)?));
    }
    if let Some(c) = ENGLISH.as_ref()?.captures(text) {
        let length = c[0].len();
        if c.get(4).is_some() {
            return Some((length, build(12, 0, None, None, true)?));
        }
        if c.get(5).is_some() {
            return Some((length, build(24, 0, None, None, true)?));
        }
        let hour = number(c.get(1).or(c.get(3))?.as_str())?;
        return Some((length, build(hour, 0, part, c.get(2).map(|m| m.as_str()), false)?));
    }
    let c = BEFORE_SPAN.as_ref()?.captures(text)?;
    let first = c.get(1)?;
    Some((first.end(), build(number(first.as_str())?, 0, part, None, false)?))
}

fn build(hour: u32, minute: u32, part: Option<Part>, half: Option<&str>, exact: bool) -> Option<Clock> {
    if hour > 24 || minute > 59 {
        return None;
    }
    let (hour, next_day) = match (half, part, hour) {
        (Some("p"), _, 1..=11) => (hour + 12, false),
        (Some("a"), _, 12) => (0, false),
        (Some(_), _, _) => (hour, false),
        (None, Some(Part::SmallHours), 12) => (0, false),
        (None, Some(Part::Midnight), 1..=5) => (hour, true),
        (None, Some(Part::Evening | Part::Midnight), 12) => (0, true),
        (None, Some(Part::Afternoon | Part::Dusk | Part::Evening | Part::Midnight), 1..=11) => {
            (hour + 12, false)
        }
        (None, Some(Part::Noon), 1..=3) => (hour + 12, false),
        (None, _, 24) => (0, true),
        _ => (hour, false),
    };
    let time = NaiveTime::from_hms_opt(hour, minute, 0)?;
    Some(Clock { time, next_day, exact: exact || half.is_some() || part.is_some() })
}
