//! All of what was said: one side, or two with 到 between them, and then perhaps 之前 or 起.

use chrono::{Duration, NaiveDateTime, Timelike};

use super::clock::{read_clock, read_part};
use super::period::{Grain, Here, Period};
use super::relative::{self, Span};
use super::side::{Side, read_side, resolve};
use crate::numerals::Form;
use crate::scan::{Scan, attempt};

/// What was read, and where it ends in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub(super) end_at: usize,
    pub(super) start: NaiveDateTime,
    pub(super) end: Option<NaiveDateTime>,
    pub(super) grain: Grain,
}

/// Reads the time that begins where `scan` stands.
pub(super) fn read(scan: &mut Scan<'_>, now: NaiveDateTime) -> Option<Read> {
    let here = Here { now, first: None };
    let begin = scan.at;
    if let Some(span) = relative::read(scan, now) {
        let span = hour_of_counted_day(scan, span, here).unwrap_or(span);
        return Some(done(scan, span));
    }
    if let Some(span) = attempt(scan, years) {
        return Some(done(scan, span));
    }
    let first = read_side(scan, here, None)?;
    let mut span = resolve(&first, here, None)?;
    if first.clock.is_none() && attempt(scan, |s| s.any(&["的前一天", "前一天", "前一日", "前夜"])).is_some()
    {
        let day = Duration::days(1);
        return Some(done(scan, Span { start: span.start - day, end: Some(span.start), ..span }));
    }
    let whole_days = first.clock.is_none();
    if let Some((second, stop)) = attempt(scan, |s| second_side(s, &first, span, here)) {
        span.end = Some(stop);
        same_day(&first, &second, &mut span, here);
        this_year(&first, &mut span, here);
        if whole_days && first.part.is_none() {
            hours_of_days(scan, &mut span, &second);
        }
        return Some(done(scan, span));
    }
    // 现在 and 晚上 say when only if nothing else is said, as an answer does.
    let vague = first.now || first.days.is_none() && first.clock.is_none() && !is_todays(begin, scan);
    if !vague && let Some(span) = attempt(scan, |s| limit(s, span, first.days.and_then(|d| d.included), here))
    {
        return Some(done(scan, span));
    }
    (!vague || alone(begin, scan)).then(|| done(scan, span))
}

fn done(scan: &Scan<'_>, span: Span) -> Read {
    Read { end_at: scan.at, start: span.start, end: span.end, grain: span.grain }
}

/// 下午停水 is today's afternoon; 晚上老人不敢下楼 is any evening, and 整个下午 how long.
fn is_todays(begin: usize, scan: &Scan<'_>) -> bool {
    let (before, said) = scan.before().split_at_checked(begin).unwrap_or_default();
    let word = ["上午", "下午", "中午"].iter().any(|w| said.starts_with(w));
    word && !before.ends_with(['个', '天', '日', '到', '每', '晨', '整', '常', '时', '里'])
}

/// True when nothing but marks and particles stands around.
fn alone(begin: usize, scan: &Scan<'_>) -> bool {
    let mark = |c: char| !c.is_alphanumeric() || matches!(c, '吧' | '吗' | '呢' | '的' | '啊' | '在' | '就');
    scan.before().get(..begin).is_some_and(|before| before.chars().all(mark)) && scan.rest().chars().all(mark)
}

/// 3天后下午3点
fn hour_of_counted_day(scan: &mut Scan<'_>, span: Span, here: Here) -> Option<Span> {
    let one_day = span.end.is_some_and(|end| end - span.start == Duration::days(1));
    if span.grain != Grain::Day || !one_day {
        return None;
    }
    attempt(scan, |s| {
        s.eat("的");
        s.spaces();
        let part = read_part(s, true);
        let clock = read_clock(s, part, part.is_none());
        (part.is_some() || clock.is_some()).then_some(())?;
        let side = Side { days: Some(Period::day(span.start.date())), part, clock, now: false };
        resolve(&side, here, None)
    })
}

/// 1995-1997年
fn years(s: &mut Scan<'_>) -> Option<Span> {
    let year = |s: &mut Scan<'_>| {
        let number = s.spaced_number()?;
        let fits = number.form == Form::Digits(4) && (1900..2200).contains(&number.value);
        i32::try_from(number.value).ok().filter(|_| fits)
    };
    let first = year(s)?;
    separator(s)?;
    let last = year(s)?;
    (first < last && s.eat("年")).then_some(())?;
    let (first, last) = (Period::year(first)?, Period::year(last)?);
    let start = super::side::midnight(first.first);
    Some(Span { start, end: Some(super::side::midnight(last.after)), grain: Grain::Year })
}

fn separator(s: &mut Scan<'_>) -> Option<()> {
    s.spaces();
    s.any(&["一直到", "到", "至", "--", "-", "~", "to ", "until ", "till ", "through "])?;
    s.spaces();
    Some(())
}

/// 到周日, 和2月3号9点之间: the other side, and where the span ends.
fn second_side(s: &mut Scan<'_>, first: &Side, span: Span, here: Here) -> Option<(Side, NaiveDateTime)> {
    let between = separator(s).is_none();
    if between {
        s.spaces();
        s.any(&["和", "与", "跟", "及", "and "])?;
        s.spaces();
    }
    let from = Here { first: Some(span.start.date()), ..here };
    let second = read_side(s, from, Some(first))?;
    let exact = first.part.is_some() || first.clock.is_some_and(|c| c.exact);
    let end = resolve(&second, from, Some((span.start, exact)))?;
    if between {
        s.spaces();
        s.any(&["之间", "期间", "间"])?;
    }
    let stop = end.end.unwrap_or(end.start);
    (stop > span.start).then_some((second, stop))
}

/// 8:00-12:00 without a day is all in one: this day's, or the next one's when it is over.
fn same_day(first: &Side, second: &Side, span: &mut Span, here: Here) -> Option<()> {
    let (opens, closes) = (first.clock?, second.clock?);
    let plain =
        first.days.is_none() && second.days.is_none() && first.part.is_none() && second.part.is_none();
    (plain && !opens.exact && closes.exact && opens.time < closes.time).then_some(())?;
    let over = here.today().and_time(closes.time) <= here.now;
    let day = here.today() + Duration::days(i64::from(over));
    (span.start, span.end) = (day.and_time(opens.time), Some(day.and_time(closes.time)));
    Some(())
}

/// 5月到10月, said in between, are this year's.
fn this_year(first: &Side, span: &mut Span, here: Here) -> Option<()> {
    first.days.filter(|days| days.yearless)?;
    let year = chrono::Months::new(12);
    let (start, end) = (span.start.checked_sub_months(year)?, span.end?.checked_sub_months(year)?);
    if start <= here.now && here.now < end {
        (span.start, span.end) = (start, Some(end));
    }
    Some(())
}

/// 周一到周五 9:00-18:00: the hours at which the first day begins and the last one ends. `last` is the span's second
/// side, which took the first clock with it if nothing stood between.
fn hours_of_days(scan: &mut Scan<'_>, span: &mut Span, last: &Side) -> Option<()> {
    attempt(scan, |s| {
        let (part, opens) = match last.clock {
            Some(clock) => (last.part, clock),
            None => {
                s.any(&[",", "的"]);
                s.spaces();
                s.any(&["每天", "每日"]);
                let part = read_part(s, true);
                (part, read_clock(s, part, false)?)
            }
        };
        let stop = attempt(s, |s| {
            separator(s)?;
            let part = read_part(s, true).or(part);
            read_clock(s, part, false)
        });
        if last.clock.is_some() && stop.is_none() {
            // 周五到周日晚8点: only the end has an hour.
            return None;
        }
        if let Some(stop) = stop {
            let end = span.end?;
            let day = if last.clock.is_some() { end.date() } else { end.date() - Duration::days(1) };
            // 9点到6点: the end of a working day.
            let early = stop.time <= opens.time && stop.time.hour() < 12;
            span.end = Some(day.and_time(stop.time) + Duration::hours(if early { 12 } else { 0 }));
        }
        span.start = span.start.date().and_time(opens.time);
        span.grain = Grain::Clock;
        Some(())
    })
}

/// 之前, 以前 and 前: from now until then. 起, 开始, 之后: from then on.
fn limit(s: &mut Scan<'_>, span: Span, included: Option<bool>, here: Here) -> Option<Span> {
    s.spaces();
    let with_the_day =
        s.any(&["或之前", "及以前", "及之前", "或以前", "(含)前", "(含)之前", "当天之前", "当日前"]);
    let strictly = s.any(&["之前", "以前"]);
    let loosely = strictly.is_none()
        && !follows(
            s,
            &[
                "前后",
                "前面",
                "前门",
                "前几",
                "前往",
                "前来",
                "前夕",
                "前天",
                "前年",
                "前两",
                "前三",
                "前一个",
                "前一次",
                "前一阵",
                "前些",
            ],
        )
        && s.eat("前");
    if with_the_day.is_some() || strictly.is_some() || loosely {
        // By Friday includes Friday; before next month does not include it.
        let by_habit = loosely && span.grain <= Grain::Day;
        let whole = with_the_day.is_some() || included.unwrap_or(by_habit);
        let stop = if whole { span.end.unwrap_or(span.start) } else { span.start };
        return Some(Span { start: here.now.min(stop), end: Some(stop), grain: span.grain });
    }
    let including = s.any(&["或之后", "及以后", "及之后", "或以后", "以来", "开始"]).is_some()
        || !follows(s, &["起床", "起来", "起火", "起夜", "起步", "起码"]) && s.eat("起");
    if including {
        s.any(&["开始"]);
        return Some(Span { end: None, ..span });
    }
    let after = s.any(&["之后", "以后"]).is_some()
        || !follows(s, &["后面", "后门", "后天", "后来", "后勤", "后台", "后排", "后续"]) && s.eat("后");
    after.then_some(())?;
    // 2010年之后2018年之前
    if let Some(stop) = attempt(s, |s| {
        let second = read_side(s, Here { first: Some(span.start.date()), ..here }, None)?;
        s.any(&["之前", "以前", "前"])?;
        Some(resolve(&second, here, Some((span.start, true)))?.start).filter(|stop| *stop > span.start)
    }) {
        return Some(Span { end: Some(stop), ..span });
    }
    let over = if span.grain > Grain::Day { span.end } else { None };
    Some(Span { start: over.unwrap_or(span.start), end: None, ..span })
}

fn follows(s: &Scan<'_>, words: &[&str]) -> bool {
    words.iter().any(|word| s.rest().starts_with(word))
}
