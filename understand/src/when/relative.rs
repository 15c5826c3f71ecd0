//! What is counted: 半小时后, 3天前, 两周内, 过两天, 未来三天, 上两个月, in half an hour, 2 days later.
//! A length of time without a direction (三天没水) is no point in time and is left alone.

use chrono::{Datelike, Duration, Months, NaiveDateTime, NaiveTime, Timelike};

use super::period::{Grain, monday_of, month_from};
use crate::numerals::Form;
use crate::scan::{Scan, attempt};

/// A span of time that was read, or a point when it has no end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: NaiveDateTime,
    pub(super) end: Option<NaiveDateTime>,
    pub(super) grain: Grain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Minute,
    Quarter,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A length of time; months apart, because they differ.
#[derive(Debug, Clone, Copy, Default)]
struct Length {
    months: u32,
    seconds: i64,
    /// 两三天: so much more at most.
    spare: i64,
    /// Counted in whole days or more.
    whole: bool,
}

impl Length {
    fn add(&mut self, unit: Unit, count: u32, halves: u32) {
        let seconds = match unit {
            Unit::Month => {
                self.months += count;
                self.seconds += i64::from(halves) * 15 * 86_400;
                return;
            }
            Unit::Year => {
                self.months += count * 12 + halves * 6;
                return;
            }
            Unit::Second => 1,
            Unit::Minute => 60,
            Unit::Quarter => 15 * 60,
            Unit::Hour => 3600,
            Unit::Day => 86_400,
            Unit::Week => 7 * 86_400,
        };
        self.seconds += i64::from(count) * seconds + i64::from(halves) * seconds / 2;
    }

    fn after(self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        at.checked_add_months(Months::new(self.months))?.checked_add_signed(Duration::seconds(self.seconds))
    }

    fn before(self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        at.checked_sub_months(Months::new(self.months))?.checked_sub_signed(Duration::seconds(self.seconds))
    }
}

/// What is counted from now.
pub(super) fn read(scan: &mut Scan<'_>, now: NaiveDateTime) -> Option<Span> {
    let first = scan.peek()?;
    if first.is_ascii_alphabetic() {
        return attempt(scan, |s| english(s, now));
    }
    attempt(scan, |s| counted_out(s, now))
        .or_else(|| attempt(scan, |s| rolling(s, now)))
        .or_else(|| attempt(scan, |s| whole_units(s, now)))
        .or_else(|| attempt(scan, |s| english(s, now)))
}

fn unit(s: &mut Scan<'_>, measured: bool) -> Option<Unit> {
    // 3月 is March, 3个月 three months; 两分 and 三秒 are short for 分钟 and 秒钟.
    let unit = s.find(&[
        ("个小时", Unit::Hour),
        ("小时", Unit::Hour),
        ("个钟头", Unit::Hour),
        ("个钟", Unit::Hour),
        ("钟头", Unit::Hour),
        ("分钟", Unit::Minute),
        ("刻钟", Unit::Quarter),
        ("秒钟", Unit::Second),
        ("秒", Unit::Second),
        ("个星期", Unit::Week),
        ("星期", Unit::Week),
        ("个礼拜", Unit::Week),
        ("礼拜", Unit::Week),
        ("个周", Unit::Week),
        ("周", Unit::Week),
        ("个月", Unit::Month),
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("年", Unit::Year),
        ("月", Unit::Month),
        ("时", Unit::Hour),
    ])?;
    let short =
        s.before().ends_with(['月', '时']) && !s.before().ends_with("个月") && !s.before().ends_with("小时");
    let other = match unit {
        Unit::Year => s.sees("级代龄纪检报货夜费糕糖"),
        Unit::Day => s.sees("花井线台桥猫狗庭常期用报子"),
        Unit::Week => s.sees("边围转岁年期"),
        _ => false,
    };
    if other || short && measured { None } else { Some(unit) }
}

/// 两小时, 一个半小时, 半年, 3天半, 8天20小时, 一年零两个月
fn length(s: &mut Scan<'_>) -> Option<Length> {
    let mut length = Length::default();
    let mut parts = 0;
    loop {
        let more = attempt(s, |s| {
            if parts > 0 {
                s.any(&["又", "零", "多", "余", "加"]);
            }
            one_length(s, &mut length)
        });
        if more.is_none() || parts > 6 {
            break;
        }
        parts += 1;
    }
    (parts > 0).then_some(length)
}

fn one_length(s: &mut Scan<'_>, length: &mut Length) -> Option<()> {
    s.spaces();
    if s.eat("半") {
        let unit = unit(s, true)?;
        length.add(unit, 0, 1);
        length.whole = false;
        return Some(());
    }
    let number = s.spaced_number()?;
    let (count, most) = number.about()?;
    // 2015年 and 08年 are years.
    if matches!(number.form, Form::Digits(4)) || (matches!(number.form, Form::Digits(2)) && count < 10) {
        return None;
    }
    let half = s.eat("个半");
    let unit = unit(s, true)?;
    let halves = u32::from(half) + u32::from(s.eat("半"));
    let mut spare = Length::default();
    spare.add(unit, most - count, 0);
    length.spare = spare.seconds + i64::from(spare.months) * 30 * 86_400;
    length.whole = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
    length.add(unit, count, halves);
    Some(())
}

/// 半小时后, 3天前, 两周内, 过两天, 还剩5分钟
fn counted_out(s: &mut Scan<'_>, now: NaiveDateTime) -> Option<Span> {
    let ordinal = s.before().ends_with('第');
    let led = s.any(&["再过", "过", "还剩下", "还剩", "还有", "再等"]);
    s.spaces();
    let length = length(s).filter(|_| !ordinal)?;
    s.eat("左右");
    let direction = s.find(&[
        ("之后", '后'),
        ("以后", '后'),
        ("过后", '后'),
        ("后", '后'),
        ("之前", '前'),
        ("以前", '前'),
        ("之内", '内'),
        ("以内", '内'),
        ("内", '内'),
    ]);
    let direction = match direction {
        Some(direction) => Some(direction),
        None => (!s.rest().starts_with("前后") && s.eat("前")).then_some('前'),
    };
    let grain = if length.whole { Grain::Day } else { Grain::Clock };
    // 3天后 is a day, 3小时后 an hour.
    let at = |at: NaiveDateTime| {
        let spare = Duration::seconds(length.spare);
        match length.whole {
            true => (midnight(at), Some(midnight(at) + Duration::days(1) + spare)),
            false => (at, (length.spare > 0).then(|| at + spare)),
        }
    };
    let (start, end) = match (led, direction) {
        (_, Some('前')) => at(length.before(now)?),
        (_, Some('内')) => (now, Some(length.after(now)?)),
        (Some("还剩下" | "还剩"), _) => (now, Some(length.after(now)?)),
        (Some("再过" | "过" | "再等"), _) | (_, Some('后')) => at(length.after(now)?),
        _ => return None,
    };
    Some(Span { start, end, grain })
}

/// 近三年, 过去十天, 未来两天, 之后5分钟, 上个小时
fn rolling(s: &mut Scan<'_>, now: NaiveDateTime) -> Option<Span> {
    if let Some(hours) = attempt(s, |s| {
        let hours = s.find(&[("上个", -1), ("下个", 1)])?;
        s.any(&["小时", "钟头"]).map(|_| hours)
    }) {
        let other = now + Duration::hours(hours);
        return Some(Span { start: now.min(other), end: Some(now.max(other)), grain: Grain::Clock });
    }
    // 将近一个月 is how long.
    let near = s.before().ends_with(['将', '接', '附', '靠', '临', '远']);
    let ahead = s.find(&[
        ("未来", true),
        ("接下来", true),
        ("今后", true),
        ("往后", true),
        ("之后", true),
        ("此后", true),
        ("过去", false),
        ("最近", false),
        ("近", false),
        ("之前", false),
    ])?;
    s.any(&["的", "这"]);
    s.spaces();
    let length = length(s).filter(|_| !near)?;
    let (start, end) = match (length.whole, ahead) {
        (false, true) => (now, length.after(now)?),
        (false, false) => (length.before(now)?, now),
        // Whole days: not today's.
        (true, true) => {
            let tomorrow = midnight(now) + Duration::days(1);
            (tomorrow, length.after(tomorrow)?)
        }
        (true, false) => (length.before(midnight(now))?, midnight(now)),
    };
    let grain = if length.whole { Grain::Day } else { Grain::Clock };
    Some(Span { start, end: Some(end), grain })
}

/// 上两周, 前三天, 下个3月, 这一周: so many whole units before or after the one that is now.
fn whole_units(s: &mut Scan<'_>, now: NaiveDateTime) -> Option<Span> {
    // 提前一个月, 晚上两小时, 一下三天: the word belongs to what stands before.
    if s.before()
        .ends_with(|c: char| "提之以从目当生日事晚早路车身网最然随背地楼底坐一等留剩放往".contains(c))
    {
        return None;
    }
    let (ahead, word) = s.find(&[
        ("上", (false, '上')),
        ("前", (false, '前')),
        ("头", (false, '前')),
        ("下", (true, '下')),
        ("后", (true, '后')),
    ])?;
    // 上百天: over a hundred.
    (!s.sees("百千十")).then_some(())?;
    let number = s.number().filter(|n| !matches!(n.form, Form::Digits(3..)))?;
    let (count, _) = number.about()?;
    let unit = unit(s, false)?;
    // 前一天 is the day before something else.
    let vague = matches!(word, '前' | '后') && count == 1 && unit == Unit::Day;
    let bare_hour = s.before().ends_with('时') && !s.before().ends_with("小时");
    (count > 0 && !vague && !bare_hour).then_some(())?;
    let day = midnight(now);
    let this = match unit {
        Unit::Second => now.with_nanosecond(0)?,
        Unit::Minute | Unit::Quarter => now.with_second(0)?.with_nanosecond(0)?,
        Unit::Hour => day + Duration::hours(i64::from(now.hour())),
        Unit::Day => day,
        Unit::Week => monday_of(now.date()).and_time(NaiveTime::MIN),
        Unit::Month => month_from(now.date(), 0)?.and_time(NaiveTime::MIN),
        Unit::Year => now.date().with_ordinal(1)?.and_time(NaiveTime::MIN),
    };
    let (mut one, mut all) = (Length::default(), Length::default());
    one.add(unit, 1, 0);
    all.add(unit, count, 0);
    let (start, end) = if ahead {
        let next = one.after(this)?;
        (next, all.after(next)?)
    } else {
        (all.before(this)?, this)
    };
    let grain = match unit {
        Unit::Day => Grain::Day,
        Unit::Week => Grain::Week,
        Unit::Month => Grain::Month,
        Unit::Year => Grain::Year,
        _ => Grain::Clock,
    };
    Some(Span { start, end: Some(end), grain })
}

fn midnight(now: NaiveDateTime) -> NaiveDateTime {
    now.date().and_time(NaiveTime::MIN)
}

/// in half an hour, within 3 days, 2 days later, an hour ago, the next two weeks
fn english(s: &mut Scan<'_>, now: NaiveDateTime) -> Option<Span> {
    s.eat("the ");
    let led = s.any(&["in the next ", "over the next ", "in ", "within ", "next ", "past ", "last "]);
    let (count, halves) = match s.find(&[
        ("half an ", (0, 1)),
        ("half a ", (0, 1)),
        ("a couple of ", (2, 0)),
        ("a few ", (3, 0)),
        ("an ", (1, 0)),
        ("a ", (1, 0)),
        ("one ", (1, 0)),
        ("two ", (2, 0)),
        ("three ", (3, 0)),
        ("four ", (4, 0)),
        ("five ", (5, 0)),
        ("six ", (6, 0)),
        ("seven ", (7, 0)),
        ("ten ", (10, 0)),
    ]) {
        Some(count) => count,
        None => (s.spaced_number()?.counted()?, 0),
    };
    let unit = s.find(&[
        ("minutes", Unit::Minute),
        ("minute", Unit::Minute),
        ("mins", Unit::Minute),
        ("min", Unit::Minute),
        ("hours", Unit::Hour),
        ("hour", Unit::Hour),
        ("hrs", Unit::Hour),
        ("hr", Unit::Hour),
        ("days", Unit::Day),
        ("day", Unit::Day),
        ("weeks", Unit::Week),
        ("week", Unit::Week),
        ("months", Unit::Month),
        ("month", Unit::Month),
        ("years", Unit::Year),
        ("year", Unit::Year),
    ])?;
    let mut length = Length::default();
    length.add(unit, count, halves);
    let ago = s.find(&[
        (" later", false),
        (" from now", false),
        (" ago", true),
        ("' time", false),
        (" time", false),
    ]);
    let whole = matches!(unit, Unit::Day | Unit::Week | Unit::Month | Unit::Year);
    let at = |at: NaiveDateTime| {
        if whole { (midnight(at), Some(midnight(at) + Duration::days(1))) } else { (at, None) }
    };
    let (start, end) = match (led, ago) {
        (_, Some(true)) => at(length.before(now)?),
        (Some("past " | "last "), _) => (length.before(now)?, Some(now)),
        (Some("within " | "next " | "in the next " | "over the next "), _) => (now, Some(length.after(now)?)),
        (Some(_), _) | (None, Some(false)) => at(length.after(now)?),
        (None, None) => return None,
    };
    Some(Span { start, end, grain: if whole { Grain::Day } else { Grain::Clock } })
}
