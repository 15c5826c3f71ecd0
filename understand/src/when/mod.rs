//! Reads points and spans of time in Chinese and English: 周五晚8点, 12月1日至5日, 半小时后, until Friday.
//! A small grammar behind a cheap test: day, part of the day, clock, then perhaps an end or 之前.

mod clock;
mod day;
mod relative;

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::Serialize;

use super::fold::{Folded, fold};
use clock::{Part, read_clock, read_part};
use day::{Days, read_days};
use relative::read_relative;

/// A time that was spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// As written.
    pub text: String,
    /// The point, or where the span begins.
    #[serde(serialize_with = "rfc3339")]
    pub start: DateTime<Tz>,
    /// Where the span ends (not part of it); `None` for a point.
    #[serde(serialize_with = "rfc3339_or_null")]
    pub end: Option<DateTime<Tz>>,
}

impl When {
    /// The instant meant by "until …": the point, or the end of the span (until Friday includes Friday).
    #[must_use]
    pub fn until(&self) -> DateTime<Tz> {
        self.end.unwrap_or(self.start)
    }
}

fn rfc3339<S: serde::Serializer>(time: &DateTime<Tz>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339())
}

fn rfc3339_or_null<S: serde::Serializer>(
    time: &Option<DateTime<Tz>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => rfc3339(time, serializer),
        None => serializer.serialize_none(),
    }
}

/// The first time spoken of in `text`, read against `now` in its zone.
#[must_use]
pub fn read_when(text: &str, now: DateTime<Tz>) -> Option<When> {
    read_folded(text, &fold(text), now)
}

/// As [`read_when`], for a text that is folded already.
pub(super) fn read_folded(original: &str, folded: &Folded, now: DateTime<Tz>) -> Option<When> {
    let text = folded.text.as_str();
    let mut at = 0;
    while let Some((start, c)) = text[at..].char_indices().find(|(i, c)| may_begin(text, at + i, *c)) {
        let start = at + start;
        if let Some(read) = read_at(&text[start..], now) {
            let text = original.get(folded.original(start..start + read.length))?.trim().to_owned();
            return Some(When { text, start: read.start, end: read.end });
        }
        at = start + c.len_utf8();
        // Inside a number nothing new begins: 12月 is not 2月.
        while c.is_ascii_digit() && text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            at += 1;
        }
    }
    None
}

fn may_begin(text: &str, at: usize, c: char) -> bool {
    match c {
        '0'..='9' => !text[..at]
            .ends_with(|b: char| b.is_ascii_alphanumeric() || matches!(b, '*' | '.' | '-' | '#' | '/')),
        'a'..='z' => !text[..at].ends_with(|b: char| b.is_ascii_alphanumeric()),
        _ => "一二三四五六七八九十两今明后昨前大本这下上周星礼月年每元国五圣凌早清晌中正午傍晚夜半深过"
            .contains(c),
    }
}

/// A reading that begins where the text begins.
struct Read {
    length: usize,
    start: DateTime<Tz>,
    end: Option<DateTime<Tz>>,
}

/// One side of a span: what was said of the day and of the clock.
struct Side {
    length: usize,
    days: Option<Days>,
    part: Option<Part>,
    time: Option<NaiveTime>,
    /// 24:00 and 晚上12点 belong to the day after.
    next_day: bool,
    /// The hour was written so that morning and afternoon cannot be mistaken.
    exact: bool,
}

fn read_at(text: &str, now: DateTime<Tz>) -> Option<Read> {
    if let Some((length, start, end)) = read_relative(text, now.naive_local()) {
        return Some(Read { length, start: local(now, start), end: end.map(|e| local(now, e)) });
    }
    let first = read_side(text, now, None)?;
    let mut length = first.length;
    let (start, mut end) = resolve(&first, now, None)?;
    if let Some(skip) = separator(&text[length..])
        && let Some(second) = read_side(&text[length + skip..], now, Some(&first))
    {
        let (from, to) = resolve(&second, now, Some((&first, start)))?;
        let stop = to.unwrap_or(from);
        if stop > start {
            length += skip + second.length;
            end = Some(stop);
        }
    } else if let Some(word) = ["之前", "以前", "前"].iter().find(|w| text[length..].starts_with(*w))
        && !text[length..].starts_with("前后")
    {
        // A deadline: from now until the day is over, or until the hour.
        length += word.len();
        let stop = if first.time.is_some() { start } else { end.unwrap_or(start) };
        let begin = now.naive_local().min(stop);
        return Some(Read { length, start: local(now, begin), end: Some(local(now, stop)) });
    }
    Some(Read { length, start: local(now, start), end: end.map(|e| local(now, e)) })
}

fn separator(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    let spaces = text.len() - rest.len();
    let word =
        ["一直到", "到", "至", "-", "~", "～", "to ", "until "].iter().find(|w| rest.starts_with(*w))?;
    let after = &rest[word.len()..];
    Some(spaces + word.len() + after.len() - after.trim_start().len())
}

/// Day, part of the day and clock, each of which may be missing, but not all. `before`: the span's first side.
fn read_side(text: &str, now: DateTime<Tz>, before: Option<&Side>) -> Option<Side> {
    let mut at = 0;
    let mut side = Side { length: 0, days: None, part: None, time: None, next_day: false, exact: false };
    let month = before.and_then(|b| b.days.as_ref()).map(|d| d.first);
    if let Some((length, days)) = read_days(text, now.date_naive(), month) {
        side.part = days.part;
        side.days = Some(days);
        at += length;
    }
    let gap = skip_gap(&text[at..], side.days.is_some());
    if let Some((length, part)) = read_part(&text[at + gap..]) {
        // A part of the day alone (夜里, 早上) names no time.
        at += gap + length;
        side.part = Some(part);
    }
    let gap = skip_gap(&text[at..], at > 0);
    let part = side.part.or(before.and_then(|b| b.part));
    if let Some((length, clock)) =
        read_clock(&text[at + gap..], part, before.is_some_and(|b| b.time.is_some()))
    {
        at += gap + length;
        side.time = Some(clock.time);
        side.next_day = clock.next_day;
        side.exact = clock.exact;
    }
    side.length = at;
    (side.days.is_some() || side.time.is_some()).then_some(side)
}

fn skip_gap(text: &str, after_something: bool) -> usize {
    if !after_something {
        return 0;
    }
    let rest = text.trim_start_matches([' ', ',', '的']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest);
    text.len() - rest.len()
}

/// The local start, and the end when what was said is a span by itself (a day, a week, an evening).
fn resolve(
    side: &Side,
    now: DateTime<Tz>,
    first: Option<(&Side, NaiveDateTime)>,
) -> Option<(NaiveDateTime, Option<NaiveDateTime>)> {
    let here = now.naive_local();
    let base = match (&side.days, first) {
        (Some(days), _) => days.first,
        (None, Some((_, start))) => start.date(),
        (None, None) => here.date(),
    };
    if let Some(time) = side.time {
        let mut at = base.and_time(time) + Duration::days(i64::from(side.next_day));
        if side.days.is_none() {
            at = match first {
                // 下午2点到4点: the end comes after the start.
                Some((_, start)) => following(at, start, side.exact),
                None if at < here => following(at, here, side.exact || side.part.is_some()),
                None => at,
            };
        } else if side.days.as_ref().is_some_and(|d| d.bare_weekday) && at < here {
            at += Duration::days(7);
        } else if !side.exact && side.part.is_none() && (1..=6).contains(&chrono::Timelike::hour(&time)) {
            // 周五3点: nobody meets at three in the morning.
            at += Duration::hours(12);
        }
        return Some((at, None));
    }
    let days = side.days.as_ref()?;
    if let Some(part) = side.part {
        let (from, to) = part.hours();
        return Some((hour_of(base, from), Some(hour_of(base, to))));
    }
    Some((midnight(days.first), Some(midnight(days.after_last))))
}

/// The first time like `at` that is after `start`: in half days when the hour may be either, else in days.
fn following(at: NaiveDateTime, start: NaiveDateTime, exact: bool) -> NaiveDateTime {
    let step = if exact { Duration::days(1) } else { Duration::hours(12) };
    let mut at = at;
    for _ in 0..3 {
        if at > start {
            break;
        }
        at += step;
    }
    at
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

fn hour_of(day: NaiveDate, hour: u32) -> NaiveDateTime {
    midnight(day) + Duration::hours(i64::from(hour))
}

/// The instant of a local time; in the gap of a daylight-saving change the first one after it.
fn local(now: DateTime<Tz>, at: NaiveDateTime) -> DateTime<Tz> {
    let zone = now.timezone();
    (0..=4)
        .find_map(|half_hours| {
            zone.from_local_datetime(&(at + Duration::minutes(30 * half_hours))).earliest()
        })
        .unwrap_or(now)
}

#[cfg(test)]
mod tests;
