//! The day that is spoken of by a word: 明天, 周五, 下周三, 每晚; and which reader takes what else may stand there.

use chrono::{Datelike, Duration};

use super::clock::Part;
use super::period::{Grain, Here, Period, monday_of};
use super::{dates, english, feasts, spans};
use crate::numerals::is_numeral;
use crate::scan::{Scan, attempt};

/// The days that stand here.
pub(super) fn read_days(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    let first = scan.peek()?;
    if first.is_ascii_alphabetic() {
        return english::read_days(scan, here);
    }
    if first.is_ascii_digit() || is_numeral(first) {
        return dates::read(scan, here)
            .or_else(|| spans::read(scan, here))
            .or_else(|| feasts::read(scan, here, None))
            .or_else(|| english::read_days(scan, here));
    }
    named(scan, here)
        .or_else(|| read_week(scan, here))
        .or_else(|| every(scan, here))
        .or_else(|| spans::read(scan, here))
        .or_else(|| feasts::read(scan, here, None))
}

const NAMED: &[(&str, i64, Option<Part>)] = &[
    ("大后天", 3, None),
    ("大后日", 3, None),
    ("大前天", -3, None),
    ("今天", 0, None),
    ("今日", 0, None),
    ("今儿", 0, None),
    ("今晚", 0, Some(Part::Evening)),
    ("今夜", 0, Some(Part::Evening)),
    ("今早", 0, Some(Part::Morning)),
    ("今晨", 0, Some(Part::Morning)),
    ("当晚", 0, Some(Part::Evening)),
    ("明天", 1, None),
    ("明日", 1, None),
    ("明儿", 1, None),
    ("明晚", 1, Some(Part::Evening)),
    ("明早", 1, Some(Part::Morning)),
    ("明晨", 1, Some(Part::Morning)),
    ("听日", 1, None),
    ("听晚", 1, Some(Part::Evening)),
    ("听朝", 1, Some(Part::Morning)),
    ("后天", 2, None),
    ("后日", 2, None),
    ("后晚", 2, Some(Part::Evening)),
    ("昨天", -1, None),
    ("昨日", -1, None),
    ("昨儿", -1, None),
    ("昨晚", -1, Some(Part::Evening)),
    ("昨夜", -1, Some(Part::Evening)),
    ("昨早", -1, Some(Part::Morning)),
    ("寻日", -1, None),
    ("寻晚", -1, Some(Part::Evening)),
    ("琴日", -1, None),
    ("前天", -2, None),
    ("前日", -2, None),
    ("前晚", -2, Some(Part::Evening)),
];

fn named(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    // 23点至次日5点
    if let Some(first) = here.first
        && scan.any(&["次日", "翌日", "第二天", "隔天"]).is_some()
    {
        return Some(Period::day(first + Duration::days(1)));
    }
    let first = scan.peek()?;
    let (word, days, part) =
        NAMED.iter().find(|(word, ..)| word.starts_with(first) && scan.rest().starts_with(word))?;
    scan.at += word.len();
    // 今儿个; 今日头条 and 明日之后 are names.
    scan.eat("个");
    if scan.rest().starts_with("头条") || scan.rest().starts_with("之后》") {
        return None;
    }
    let part = part.filter(|_| !scan.sees("点些"));
    Some(Period { part, ..Period::day(here.today() + Duration::days(*days)) })
}

const WEEKS: &[(&str, i64)] = &[
    ("上上一个", -2),
    ("上上个", -2),
    ("上上", -2),
    ("下下个", 2),
    ("下下", 2),
    ("上一个", -1),
    ("上个", -1),
    ("上一", -1),
    ("上", -1),
    ("下一个", 1),
    ("下个", 1),
    ("下一", 1),
    ("下", 1),
    ("本", 0),
    ("这个", 0),
    ("这一", 0),
    ("这", 0),
    ("今个", 0),
    ("今", 0),
];

/// 周五, 下周三, 上个周末, 这周; 0 to 6 from Monday.
pub(super) fn read_week(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    attempt(scan, |s| {
        let counted = s.before().ends_with(|c: char| c.is_ascii_digit() || is_numeral(c) || c == '半');
        let weeks = if s.sees("上下本这今") { Some(s.find(WEEKS)?) } else { None };
        let unit = s.any(&["周", "星期", "礼拜"])?;
        if weeks.is_none() && counted {
            // 两周一次, 四周都是
            return None;
        }
        let monday = monday_of(here.today()) + Duration::days(7 * weeks.unwrap_or(0));
        if s.eat("末") {
            return Some(weekend(monday, weeks.is_none(), here));
        }
        let Some(day) = weekday_sign(s) else {
            // 这周, 下个星期; 周 alone is a name or 周围, and 本周边 is no week.
            weeks?;
            if let Some(part) = attempt(s, |s| {
                s.eat("的");
                spans::inside(s, Period::week_of(monday))
            }) {
                return Some(part);
            }
            let other = unit == "周" && s.sees("边围转期年全");
            return (!other).then(|| Period::week_of(monday));
        };
        if day == 5 && attempt(s, |s| both(s)).is_some() {
            return Some(weekend(monday, weeks.is_none(), here));
        }
        // 每周一次, 周三个人
        (!s.sees("次回趟个")).then_some(())?;
        let date = monday + Duration::days(day);
        if weeks.is_some() {
            return Some(Period::day(date));
        }
        let mut next = coming(date, here);
        // 周二、四: the nearer one.
        while let Some(other) = attempt(s, |s| {
            s.any(&["、", "和", "及"])?;
            weekday_sign(s)
        }) {
            let other = coming(monday + Duration::days(other), here);
            next = if other.first < next.first { other } else { next };
        }
        Some(next)
    })
}

/// The day of a week without this or next: from the day on that is looked from.
pub(super) fn coming(date: chrono::NaiveDate, here: Here) -> Period {
    let mut date = date;
    while date < here.from() {
        date += Duration::days(7);
    }
    Period { coming: here.first.is_none(), ..Period::day(date) }
}

fn weekend(monday: chrono::NaiveDate, bare: bool, here: Here) -> Period {
    let mut first = monday + Duration::days(5);
    while bare && first + Duration::days(2) <= here.from() {
        first += Duration::days(7);
    }
    Period::days(first, first + Duration::days(2), Grain::Day)
}

/// 一 to 六, 日 and 天, and figures.
fn weekday_sign(s: &mut Scan<'_>) -> Option<i64> {
    attempt(s, |s| {
        let day = s.find(&[
            ("一", 0),
            ("二", 1),
            ("三", 2),
            ("四", 3),
            ("五", 4),
            ("六", 5),
            ("日", 6),
            ("天", 6),
            ("1", 0),
            ("2", 1),
            ("3", 2),
            ("4", 3),
            ("5", 4),
            ("6", 5),
            ("7", 6),
        ])?;
        let figure = s.before().ends_with(|c: char| c.is_ascii_digit());
        (!(figure && s.peek().is_some_and(|c| c.is_ascii_digit()))).then_some(day)
    })
}

/// 周六日, 周六周日, 周六、周日
fn both(s: &mut Scan<'_>) -> Option<()> {
    s.any(&["、", "和", "与", "及"]);
    s.any(&["周日", "周天", "星期天", "星期日", "礼拜天", "日"])?;
    (!s.sees("期常子")).then_some(())
}

/// 每天, 每周三, 每月17日, 每年3月12日: the coming one; 每天 alone names no day.
fn every(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    attempt(scan, |s| {
        let today = Period { every: true, coming: true, ..Period::day(here.today()) };
        if s.any(&["工作日"]).is_some() {
            let weekend = i64::from(here.today().weekday().num_days_from_monday()) - 4;
            let first = here.today() + Duration::days(if weekend > 0 { 3 - weekend } else { 0 });
            return Some(Period { every: true, coming: true, ..Period::day(first) });
        }
        s.any(&["每一个", "每个", "每逢", "每", "逢"])?;
        if s.any(&["天", "日", "个工作日", "工作日"]).is_some() {
            return Some(today);
        }
        if let Some(part) = s.find(&[("晚", Part::Evening), ("早", Part::Morning), ("夜", Part::Evening)])
        {
            return Some(Period { part: Some(part), every: false, ..today });
        }
        if let Some(week) = read_week(s, here) {
            return Some(week);
        }
        if s.eat("月的") || s.eat("月") {
            let month = Period::month_of(here.today())?;
            if let Some(day) = attempt(s, |s| {
                let first = spans::inside(&mut s.clone(), month)?;
                let month = if first.after <= here.today() { Period::month_of(month.after)? } else { month };
                spans::inside(s, month)
            }) {
                return Some(day);
            }
            if let Some(part) = spans::part_of_month(s, month) {
                return Some(if part.after <= here.today() {
                    let next = Period::month_of(month.after)?;
                    Period::days(
                        next.first + (part.first - month.first),
                        next.first + (part.after - month.first),
                        Grain::Day,
                    )
                } else {
                    part
                });
            }
            return dates::day_of_month(s, None, here);
        }
        s.eat("年").then_some(())?;
        dates::month_led(s, None, here)
    })
}
