//! What is counted from now: 半小时后, 3天后, 两周内, 过两天, in half an hour, 2 days later.
//! A length of time without a direction (三天没水) is no point in time and is left alone.

use chrono::{Duration, Months, NaiveDateTime};
use regex::Regex;
use std::sync::LazyLock;

use crate::numerals::{NUMBER, number};
use crate::pattern;

static FROM_NOW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"^(过|再过)?(?:(半)个?|({NUMBER})个?(半)?)(分钟|刻钟|小时|钟头|天|日|周|星期|礼拜|月|年)(半)?(?:(?:之|以)?(后|内|前)|(?:来|过来))?"
    ))
});
static FROM_NOW_ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:(in|within) )?(half an|an?|\d{1,3}|two|three|four|five|six|seven|ten) (minute|hour|day|week|month)s?\b( later| from now| ago)?",
    )
});

/// What is counted from now: 半小时后, 3天后, 两周内, in half an hour. Length, start and, for a span, the end.
pub(super) fn read_relative(
    text: &str,
    now: NaiveDateTime,
) -> Option<(usize, NaiveDateTime, Option<NaiveDateTime>)> {
    if let Some(c) = FROM_NOW.as_ref()?.captures(text) {
        let direction = c.get(7).map(|m| m.as_str());
        let (ahead, length) = match (c.get(1).is_some(), direction) {
            (_, Some("后")) | (true, _) => (true, c[0].len()),
            (false, Some("内")) => (true, c[0].len()),
            (false, Some("前")) => (false, c[0].len()),
            _ => return None,
        };
        let halves = u32::from(c.get(2).is_some() || c.get(4).is_some() || c.get(6).is_some());
        let count = c.get(3).map_or(Some(0), |n| number(n.as_str()))?;
        let at = shifted(now, count, halves, &c[5], ahead)?;
        return Some(match direction {
            Some("内") => (length, now, Some(at)),
            _ => (length, at, None),
        });
    }
    let c = FROM_NOW_ENGLISH.as_ref()?.captures(text)?;
    let (before, after) = (c.get(1).map(|m| m.as_str()), c.get(4).map(|m| m.as_str()));
    if before.is_none() && after.is_none() {
        return None;
    }
    let (count, halves) = match &c[2] {
        "half an" => (0, 1),
        "a" | "an" => (1, 0),
        word => {
            let words = ["two", "three", "four", "five", "six", "seven"];
            let spelled = words.iter().zip(2..).find(|(w, _)| **w == word).map(|(_, n)| n);
            (spelled.or_else(|| number(word)).unwrap_or(10), 0)
        }
    };
    let at = shifted(now, count, halves, &c[3], after != Some(" ago"))?;
    Some(if before == Some("within") { (c[0].len(), now, Some(at)) } else { (c[0].len(), at, None) })
}

fn shifted(now: NaiveDateTime, count: u32, halves: u32, unit: &str, ahead: bool) -> Option<NaiveDateTime> {
    let minutes = match unit {
        "分钟" | "minute" => 1,
        "刻钟" => 15,
        "小时" | "钟头" | "hour" => 60,
        "天" | "日" | "day" => 24 * 60,
        "周" | "星期" | "礼拜" | "week" => 7 * 24 * 60,
        "月" | "month" => {
            let months = Months::new(count);
            let at = if ahead { now.checked_add_months(months) } else { now.checked_sub_months(months) }?;
            return Some(at + Duration::days(if ahead { 15 } else { -15 } * i64::from(halves)));
        }
        _ => {
            let months = Months::new(count * 12 + halves * 6);
            return if ahead { now.checked_add_months(months) } else { now.checked_sub_months(months) };
        }
    };
    let total = i64::from(count) * minutes + i64::from(halves) * minutes / 2;
    now.checked_add_signed(Duration::minutes(if ahead { total } else { -total }))
}
