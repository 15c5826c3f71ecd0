//! Reads points and spans of time in Chinese and English: 周五晚8点, 12月1日至5日, 半小时后, until Friday.
//! A small grammar (day, part of the day, clock, then perhaps an end, 之前 or 起) that starts only at a character
//! that times begin with.

mod begin;
mod clock;
mod dates;
mod day;
mod english;
mod feasts;
mod period;
mod relative;
mod side;
mod spans;
mod whole;

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use serde::Serialize;

use super::fold::{Folded, fold};
use crate::scan::Scan;
use begin::{after_failure, next_start};
use period::Grain;

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

/// The time spoken of in `text`, read against `now` in its zone: the first, unless that one is over or as vague as a
/// month, and a later one is not (去年就说要修，周五上午来).
#[must_use]
pub fn read_when(text: &str, now: DateTime<Tz>) -> Option<When> {
    read_folded(text, &fold(text), now)
}

/// As [`read_when`], for a text that is folded already.
pub(super) fn read_folded(original: &str, folded: &Folded, now: DateTime<Tz>) -> Option<When> {
    let text = folded.text.as_str();
    let here = now.naive_local();
    let mut best: Option<(u8, usize, whole::Read)> = None;
    let mut at = 0;
    while let Some((start, c)) = next_start(text, at) {
        let mut scan = Scan::new(text, start);
        if let Some(read) = whole::read(&mut scan, here) {
            let worth = worth(&read, here);
            at = read.end_at.max(start + c.len_utf8());
            if best.as_ref().is_none_or(|(other, ..)| worth > *other) {
                best = Some((worth, start, read));
            }
            if worth == BEST {
                break;
            }
        } else {
            at = after_failure(text, start, c);
        }
    }
    let (_, start, read) = best?;
    let text = original.get(folded.original(start..read.end_at))?.trim().to_owned();
    Some(When { text, start: local(now, read.start), end: read.end.map(|e| local(now, e)) })
}

const BEST: u8 = 3;

/// What is to come counts more than what is over, and a day or an hour more than a month or a year.
fn worth(read: &whole::Read, here: NaiveDateTime) -> u8 {
    let to_come = read.end.unwrap_or(read.start) > here;
    u8::from(to_come) * 2 + u8::from(read.grain < Grain::Month)
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
