//! One side of a span, or all of what was said: day, part of the day and clock, each of which may be missing.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::clock::{Clock, Part, build, read_clock, read_part};
use super::day::{read_days, read_week};
use super::period::{Grain, Here, Period};
use super::relative::Span;
use crate::numerals::Form;
use crate::scan::{Scan, attempt};

/// What was said of the day and of the clock.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Side {
    pub(super) days: Option<Period>,
    pub(super) part: Option<Part>,
    pub(super) clock: Option<Clock>,
    /// 现在
    pub(super) now: bool,
}

/// Day, part of the day and clock, in this order or (in English) with the day last. `before`: the span's first side.
pub(super) fn read_side(scan: &mut Scan<'_>, here: Here, before: Option<&Side>) -> Option<Side> {
    let mut s = *scan;
    let mut side = Side::default();
    if s.any(&["现在", "此刻", "此时", "目前", "当前", "即日起", "即日", "而家", "依家", "right now", "now"])
        .is_some()
    {
        *scan = s;
        return Some(Side { now: true, ..side });
    }
    if let Some(days) = read_days(&mut s, here) {
        side.part = days.part;
        side.days = Some(named_twice(&mut s, days, here));
    }
    if let Some(part) = after_gap(&mut s, side.days.is_some(), |s| read_part(s, side.days.is_some())) {
        side.part = Some(part);
    }
    let something = side.days.is_some() || side.part.is_some();
    let part = side.part.or(before.and_then(|b| b.part));
    let alone = !something && before.is_none_or(|b| b.clock.is_none());
    let clock = after_gap(&mut s, something, |s| read_clock(s, part, alone));
    if let Some(clock) = clock.or_else(|| attempt(&mut s, |s| at_hour(s, part)).filter(|_| something)) {
        side.clock = Some(clock);
        s.any(&["左右", "前后"]);
    }
    if side.clock.is_none() && side.part == Some(Part::Noon) && s.before().ends_with("正午") {
        side.clock = build((12, 0, 0), None, None, true);
    }
    if side.days.is_none()
        && side.clock.is_some()
        && let Some(days) = attempt(&mut s, |s| day_last(s, here))
    {
        side.part = side.part.or(days.part);
        side.days = Some(days);
        reread(scan, &mut side);
    }
    let lone_part = side.days.is_none() && side.clock.is_none();
    if lone_part && (side.part.is_none() || before.is_some())
        || side.days.is_some_and(|d| d.every) && side.clock.is_none() && side.part.is_none()
    {
        return None;
    }
    *scan = s;
    Some(side)
}

/// tonight at 8
fn at_hour(s: &mut Scan<'_>, part: Option<Part>) -> Option<Clock> {
    s.eat(",");
    s.spaces();
    s.any(&["at about ", "at around ", "at ", "@ ", "@", "around ", "about "])?;
    let hour = s.number().filter(|n| matches!(n.form, Form::Digits(1 | 2)))?.value;
    let ends = !s.peek().is_some_and(|c| c.is_alphanumeric() || ":.%$-".contains(c));
    (ends && (1..=12).contains(&hour)).then_some(())?;
    build((hour, 0, 0), part, None, false)
}

/// 8 tonight: only the part that comes last says which half of the day.
fn reread(scan: &Scan<'_>, side: &mut Side) {
    if let (Some(part), Some(clock)) = (side.part, side.clock)
        && !clock.exact
    {
        let mut again = *scan;
        side.clock = read_clock(&mut again, Some(part), false).or(side.clock);
    }
}

/// 7:30 pm on Friday, 8 tonight, 3pm tomorrow
fn day_last(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    s.eat(",");
    s.spaces();
    s.eat("on ");
    if !s.peek()?.is_ascii_alphanumeric() {
        return None;
    }
    let english = s.peek()?.is_ascii_alphabetic() || s.before().ends_with("on ");
    let mut ahead = *s;
    let days = super::english::read_days(&mut ahead, here).filter(|_| english)?;
    *s = ahead;
    Some(days)
}

/// 12月4日（周五）, 周日, 二月十号: the date counts.
fn named_twice(s: &mut Scan<'_>, days: Period, here: Here) -> Period {
    let one_day = days.after - days.first == Duration::days(1);
    if !one_day || days.every {
        return days;
    }
    let second = attempt(s, |s| {
        s.any(&["(", " (", ", ", ",", " "]);
        let open = s.before().ends_with('(');
        let second = if days.coming {
            let second = read_days(s, here)?;
            (!second.coming && second.grain == Grain::Day).then_some(second)?
        } else {
            read_week(s, here)?
        };
        (!open || s.eat(")")).then_some(second)
    });
    match second {
        // The date of a weekday said first; after a date the weekday says nothing new.
        Some(date) if days.coming => date,
        _ => days,
    }
}

/// Reads after what may stand between day, part and clock; without a match nothing is taken.
fn after_gap<'t, T>(
    scan: &mut Scan<'t>,
    after_something: bool,
    read: impl FnOnce(&mut Scan<'t>) -> Option<T>,
) -> Option<T> {
    attempt(scan, |s| {
        if after_something {
            let rest = s.rest().trim_start_matches([' ', ',', '的']);
            s.at += s.rest().len() - rest.len();
        }
        s.any(&[
            "大约",
            "大概",
            "差不多",
            "约",
            "at around ",
            "at about ",
            "at ",
            "around ",
            "about ",
            "from ",
            "@",
        ]);
        s.spaces();
        read(s)
    })
}

/// The local start, and the end when what was said is a span by itself (a day, a week, an evening). `first`: where
/// the span began whose end this is, and whether its hour could not be mistaken.
pub(super) fn resolve(side: &Side, here: Here, first: Option<(NaiveDateTime, bool)>) -> Option<Span> {
    if side.now {
        return Some(Span { start: here.now, end: None, grain: Grain::Clock });
    }
    let base = match (&side.days, first) {
        (Some(days), _) => days.first,
        (None, Some((start, _))) => start.date(),
        (None, None) => here.today(),
    };
    if let Some(clock) = side.clock {
        let start = on_clock(side, clock, base, here, first);
        let end = (clock.width > 0).then(|| start + Duration::minutes(i64::from(clock.width)));
        return Some(Span { start, end, grain: Grain::Clock });
    }
    if let Some(part) = side.part {
        let (from, to) = part.hours();
        if let Some(days) = side.days.filter(|d| d.after - d.first > Duration::days(1)) {
            let last = days.after - Duration::days(1);
            return Some(Span {
                start: hour_of(base, from),
                end: Some(hour_of(last, to)),
                grain: Grain::Day,
            });
        }
        let mut day = base;
        let over = hour_of(base, to) <= here.now;
        if over && side.days.is_none_or(|d| d.coming) {
            day += Duration::days(if side.days.is_some_and(|d| d.coming && !d.every && d.part.is_none()) {
                7
            } else {
                1
            });
        }
        return Some(Span { start: hour_of(day, from), end: Some(hour_of(day, to)), grain: Grain::Day });
    }
    let days = side.days.as_ref()?;
    Some(Span { start: midnight(days.first), end: Some(midnight(days.after)), grain: days.grain })
}

fn on_clock(
    side: &Side,
    clock: Clock,
    base: NaiveDate,
    here: Here,
    first: Option<(NaiveDateTime, bool)>,
) -> NaiveDateTime {
    let exact = clock.exact || side.part.is_some();
    let at = base.and_time(clock.time) + Duration::days(i64::from(clock.next_day));
    let Some(days) = side.days else {
        return match first {
            // 下午2点到4点: the end comes after the start.
            Some((start, _)) => following(at, start, exact),
            None if at < here.now => following(at, here.now, exact),
            None => at,
        };
    };
    if days.every {
        return if at < here.now { following(at, here.now, true) } else { at };
    }
    if days.coming && at < here.now {
        let step = if days.part.is_some() { 1 } else { 7 };
        return at + Duration::days(step);
    }
    // 周五3点: nobody meets at three in the morning; but 23:00至次日5:00 says what it means.
    let said_so = first.is_some_and(|(_, exact)| exact);
    let night = !exact && !said_so && (1..=6).contains(&clock.time.hour());
    if night { at + Duration::hours(12) } else { at }
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

pub(super) fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

fn hour_of(day: NaiveDate, hour: u32) -> NaiveDateTime {
    midnight(day) + Duration::hours(i64::from(hour))
}
