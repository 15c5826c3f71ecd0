//! The hour: 三点半, 20:30, 晚8点, 9 pm; and the parts of the day that say which half it is in.

use chrono::NaiveTime;

use crate::numerals::Form;
use crate::scan::{Scan, attempt};

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    SmallHours,
    Morning,
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
            Part::SmallHours => (0, 6),
            Part::Morning => (8, 12),
            Part::Noon => (11, 13),
            Part::Afternoon => (12, 18),
            Part::Dusk => (17, 19),
            Part::Evening => (18, 24),
            Part::Midnight => (22, 24),
        }
    }
}

/// A time of day that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    /// 24:00 and 晚上12点 belong to the day after.
    pub(super) next_day: bool,
    /// Morning and afternoon cannot be mistaken.
    pub(super) exact: bool,
    /// 三四点: until so many minutes later.
    pub(super) width: u32,
}

const PARTS: &[(&str, Part)] = &[
    ("凌晨", Part::SmallHours),
    ("清晨", Part::Morning),
    ("清早", Part::Morning),
    ("大清早", Part::Morning),
    ("一大早", Part::Morning),
    ("早晨", Part::Morning),
    ("早上", Part::Morning),
    ("早间", Part::Morning),
    ("一早", Part::Morning),
    ("上午", Part::Morning),
    ("朝早", Part::Morning),
    ("朝头早", Part::Morning),
    ("上昼", Part::Morning),
    ("正午", Part::Noon),
    ("中午", Part::Noon),
    ("晌午", Part::Noon),
    ("午间", Part::Noon),
    ("下午", Part::Afternoon),
    ("午后", Part::Afternoon),
    ("晏昼", Part::Afternoon),
    ("下昼", Part::Afternoon),
    ("傍晚", Part::Dusk),
    ("黄昏", Part::Dusk),
    ("晚上", Part::Evening),
    ("晚间", Part::Evening),
    ("夜里", Part::Evening),
    ("夜间", Part::Evening),
    ("夜晚", Part::Evening),
    ("半夜", Part::Midnight),
    ("深夜", Part::Midnight),
    ("午夜", Part::Midnight),
    ("in the morning", Part::Morning),
    ("morning", Part::Morning),
    ("in the afternoon", Part::Afternoon),
    ("afternoon", Part::Afternoon),
    ("in the evening", Part::Evening),
    ("evening", Part::Evening),
    ("at night", Part::Evening),
    ("night", Part::Evening),
    ("早", Part::Morning),
    ("晨", Part::Morning),
    ("晚", Part::Evening),
    ("夜", Part::Evening),
];

/// The part of the day that stands here. One character is enough only after a day, or before a clock.
pub(super) fn read_part(scan: &mut Scan<'_>, after_day: bool) -> Option<Part> {
    attempt(scan, |s| {
        let at = s.at;
        let most = s.before().ends_with('最');
        let part = s.find(PARTS)?;
        let single = s.at - at == '早'.len_utf8();
        if single {
            let mut ahead = *s;
            let hour = ahead.number().is_some_and(|n| n.value != 1) && ahead.sees("点时:");
            // 晚点来 and 早一点 are later and earlier; 早饭 and 晚会 are things.
            let word = s.sees("点些了饭餐会高安年期一熟报宴班操点");
            (!most && (hour || (after_day && !word))).then_some(())?;
        }
        Some(part)
    })
}

/// The time of day that stands here. `part` decides the half of the day, `alone` that nothing before says it is an hour.
pub(super) fn read_clock(scan: &mut Scan<'_>, part: Option<Part>, alone: bool) -> Option<Clock> {
    attempt(scan, |s| written(s, part))
        .or_else(|| attempt(scan, |s| spoken(s, part, alone)))
        .or_else(|| attempt(scan, |s| english(s, part)))
        .or_else(|| attempt(scan, |s| before_span(s, part)))
}

/// 20:30, 8:05:30, 3:30pm
fn written(s: &mut Scan<'_>, part: Option<Part>) -> Option<Clock> {
    let two_figures = |s: &mut Scan<'_>| s.number().filter(|n| n.form == Form::Digits(2)).map(|n| n.value);
    let hour = s.number().filter(|n| matches!(n.form, Form::Digits(1 | 2)))?;
    s.eat(":").then_some(())?;
    let minute = two_figures(s)?;
    let second = attempt(s, |s| if s.eat(":") { two_figures(s) } else { None }).unwrap_or(0);
    let half = read_half(s);
    // 1:30:2 and 10:00:00:00 are no clocks, 16:9 has no two figures after it.
    (!s.sees(":0123456789")).then_some(())?;
    build(
        (hour.value, minute, second),
        part,
        half,
        hour.form == Form::Digits(2) || hour.value > 12 || hour.value == 0,
    )
}

/// The afternoon (true) or the morning (false) of a clock of twelve hours.
fn read_half(s: &mut Scan<'_>) -> Option<bool> {
    attempt(s, |s| {
        if let Some(half) = s.find(&[("p", true), ("a", false)]) {
            return Some(half);
        }
        s.spaces();
        s.find(&[("p.m.", true), ("p.m", true), ("pm", true), ("a.m.", false), ("a.m", false), ("am", false)])
    })
}

/// 三点半, 8点一刻, 15时20分, 7点30, 三四点
fn spoken(s: &mut Scan<'_>, part: Option<Part>, alone: bool) -> Option<Clock> {
    let before = s.before();
    // 差五分八点
    let early = attempt(s, |s| {
        s.eat("差").then_some(())?;
        minutes(s)
    });
    let number = s.spaced_number()?;
    let (hour, last) = number.about()?;
    let about = last - hour;
    let sign = s.any(&["点", "时"])?;
    let after_hour = s.at;
    let (minute, second) = read_minute(s)?;
    let bare = s.at == after_hour;
    if bare && sign == "时" && s.sees("间候期段刻常尚代光髦装") {
        return None;
    }
    if bare && alone && sign == "点" {
        // 一点 is "a little", 有三点要求 counts points.
        let points =
            ["建议", "要求", "意见", "原因", "问题", "想法", "希望", "疑问", "说明", "不满", "补充", "看法"];
        let counted = before.ends_with(['有', '提', '这', '那', '第', '列', '共', '几']);
        let vague = hour == 1 && !may_follow_one(s.rest());
        if vague || counted || points.iter().any(|w| s.rest().starts_with(w)) {
            return None;
        }
    }
    if alone && hour == 1 && sign == "时" {
        return None;
    }
    // 八点差五分
    let early = early.or_else(|| {
        attempt(s, |s| {
            (bare && s.eat("差")).then_some(())?;
            minutes(s)
        })
    });
    let (hour, minute) = match early {
        Some(early) if minute == 0 && hour > 0 && early < 60 => (hour - 1, 60 - early),
        Some(_) => return None,
        None => (hour, minute),
    };
    let clock = build((hour, minute, second), part, None, hour > 12 || hour == 0)?;
    Some(Clock { width: about * 60, ..clock })
}

/// 五分, 一刻
fn minutes(s: &mut Scan<'_>) -> Option<u32> {
    let count = s.spaced_number()?.counted()?;
    if s.eat("刻") {
        return Some(count * 15);
    }
    s.any(&["分钟", "分"]).map(|_| count)
}

/// 1点到3点 and 一点开会 name an hour after all.
fn may_follow_one(rest: &str) -> bool {
    ["到", "至", "-", "~", "前", "后", "之前", "之后", "以前", "以后", "开会", "开始", "集合", "左右"]
        .iter()
        .any(|w| rest.starts_with(w))
}

/// What follows 点: nothing, 半, a quarter, minutes and seconds. `None` when it shows that it was no hour: 三点五公里.
fn read_minute(s: &mut Scan<'_>) -> Option<(u32, u32)> {
    if s.eat("半") {
        s.eat("钟");
        return Some((30, 0));
    }
    if s.any(&["钟", "整"]).is_some() {
        return Some((0, 0));
    }
    // 三点搭三, 三点三个字: of five minutes each.
    let fives = attempt(s, |s| {
        let hung = s.any(&["踏", "搭"]).is_some();
        if hung && s.eat("半") {
            return Some(6);
        }
        let count = s.number()?.counted()?;
        (s.eat("个字") || hung).then_some(count)
    });
    if let Some(fives) = fives {
        return Some((fives * 5, 0));
    }
    let mut ahead = *s;
    ahead.eat("过");
    ahead.spaces();
    let Some(number) = ahead.number() else { return Some((0, 0)) };
    let (quarter, minute) = (ahead.eat("刻"), ahead.any(&["分钟", "分"]).is_some());
    if quarter {
        *s = ahead;
        return Some((number.value * 15, 0));
    }
    if minute {
        let second = attempt(&mut ahead, |s| {
            let second = s.spaced_number()?;
            s.eat("秒").then_some(second.value)
        });
        *s = ahead;
        return Some((number.value, second.unwrap_or(0)));
    }
    let two = match number.form {
        Form::Digits(figures) => figures == 2,
        Form::Spoken => number.value >= 10,
        Form::ReadOut(_) => s.sees("零〇") && number.value < 10,
    };
    let decimal = matches!(number.form, Form::Spoken | Form::Digits(1)) && number.value < 10;
    if decimal && !ahead.sees("楼号栋幢座单层") {
        return None;
    }
    if two && number.value < 60 && !ahead.sees("人个户元块多名度岁号楼栋幢座") {
        *s = ahead;
        return Some((number.value, 0));
    }
    Some((0, 0))
}

const SPELLED: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

/// 9 pm, 7.30pm, 8 o'clock, half past seven, quarter to 8, noon
fn english(s: &mut Scan<'_>, part: Option<Part>) -> Option<Clock> {
    if let Some(hour) = s.find(&[("noon", 12), ("midday", 12), ("midnight", 24)]) {
        return build((hour, 0, 0), None, None, true);
    }
    let led = s.find(&[
        ("half past ", 30_i32),
        ("a quarter past ", 15),
        ("quarter past ", 15),
        ("a quarter to ", -15),
        ("quarter to ", -15),
    ]);
    let hour = match s.find(SPELLED) {
        Some(hour) => hour,
        None => s.number().filter(|n| matches!(n.form, Form::Digits(1 | 2)))?.value,
    };
    if let Some(minutes) = led {
        let half = read_half(s);
        let hour = if minutes < 0 { hour.checked_sub(1)? } else { hour };
        return build((hour, u32::try_from((minutes + 60) % 60).ok()?, 0), part, half, false);
    }
    let minute = attempt(s, |s| {
        s.eat(".").then_some(())?;
        s.number().filter(|n| n.form == Form::Digits(2)).map(|n| n.value)
    });
    if let Some(half) = read_half(s) {
        return build((hour, minute.unwrap_or(0), 0), part, Some(half), true);
    }
    s.spaces();
    (minute.is_none() && s.any(&["o'clock", "oclock"]).is_some()).then_some(())?;
    build((hour, 0, 0), part, None, false)
}

/// 6-8点, 2 to 4 pm: the first number of such a span.
fn before_span(s: &mut Scan<'_>, part: Option<Part>) -> Option<Clock> {
    let hour = s.spaced_number()?.counted()?;
    let mut ahead = *s;
    ahead.any(&["到", "至", "-", "~", "to ", "until ", "till "])?;
    ahead.spaces();
    let start = ahead.at;
    let end = attempt(&mut ahead, |s| spoken(s, part, false))
        .or_else(|| attempt(&mut ahead, |s| english(s, part)))
        .or_else(|| attempt(&mut ahead, |s| written(s, part)))?;
    let said = ahead.before().get(start..)?;
    // 2-4pm is all in the afternoon, 10-2pm is not.
    let afternoon = said.contains('p') || said.contains('a');
    let last = chrono::Timelike::hour(&end.time);
    let half = afternoon.then(|| last > 12 && hour < last - 12 || last == 12 && hour == 12);
    build((hour, 0, 0), part, half, false)
}

/// The time of day that hour, minute and second mean in that part or half of the day.
pub(super) fn build(
    (hour, minute, second): (u32, u32, u32),
    part: Option<Part>,
    half: Option<bool>,
    exact: bool,
) -> Option<Clock> {
    let (hour, next_day) = match (half, part, hour) {
        (_, _, 25..) => return None,
        (Some(true), _, 1..=11) => (hour + 12, false),
        (Some(false), _, 12) => (0, false),
        (Some(_), _, _) => (hour, false),
        (None, Some(Part::SmallHours), 12) => (0, false),
        (None, Some(Part::Evening), 0..=4) | (None, Some(Part::Midnight), 0..=5) => (hour, true),
        (None, Some(Part::Evening | Part::Midnight), 12) => (0, true),
        (None, Some(Part::Afternoon | Part::Dusk | Part::Evening | Part::Midnight), 1..=11) => {
            (hour + 12, false)
        }
        (None, Some(Part::Noon), 1..=3) => (hour + 12, false),
        (None, _, 24) => (0, true),
        _ => (hour, false),
    };
    let time = NaiveTime::from_hms_opt(hour, minute, second)?;
    Some(Clock { time, next_day, exact: exact || half.is_some(), width: 0 })
}
