//! Months, years and their parts by name: 下个月, 月底, 明年九月, 上半年, 第一季度, 去年的前10天, 90年代.

use chrono::{Datelike, Duration, NaiveDate};

use super::dates;
use super::day::read_week;
use super::period::{Grain, Here, Period, monday_of, month_from};
use crate::scan::{Scan, attempt};

const MONTHS: &[(&str, i32)] = &[
    ("上上个月", -2),
    ("上上月", -2),
    ("下下个月", 2),
    ("下下月", 2),
    ("上个月", -1),
    ("上月", -1),
    ("下个月", 1),
    ("下月", 1),
    ("这个月", 0),
    ("这月", 0),
    ("今个月", 0),
    ("本月", 0),
    ("当月", 0),
];

const YEARS: &[(&str, i32)] = &[
    ("大前年", -3),
    ("大后年", 3),
    ("今年", 0),
    ("本年度", 0),
    ("本年", 0),
    ("这一年", 0),
    ("明年", 1),
    ("下年", 1),
    ("下一年", 1),
    ("来年", 1),
    ("后年", 2),
    ("去年", -1),
    ("上年", -1),
    ("上一年", -1),
    ("前年", -2),
];

/// A month, a year or a part of the one that is now.
pub(super) fn read(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    let today = here.today();
    if let Some(months) = scan.find(MONTHS) {
        let first = month_from(today, months)?;
        return in_month(scan, first, here);
    }
    if let Some(years) = scan.find(YEARS) {
        return dates::in_year(scan, today.year() + years, here);
    }
    if let Some(year) = attempt(scan, |s| {
        s.eat("民国").then_some(())?;
        let year = s.spaced_number()?.counted()?;
        s.eat("年").then_some(i32::try_from(year).ok()? + 1911)
    }) {
        return dates::in_year(scan, year, here);
    }
    attempt(scan, |s| bare(s, here)).or_else(|| attempt(scan, |s| decade(s, here)))
}

/// What is said of a month: a day, an end; or all of it.
fn in_month(s: &mut Scan<'_>, first: NaiveDate, here: Here) -> Option<Period> {
    let whole = Period::month_of(first)?;
    attempt(s, |s| {
        s.eat("的");
        inside(s, whole)
    })
    .or_else(|| part_of_month(s, whole))
    .or_else(|| attempt(s, |s| dates::day_of_month(s, Some(first), here)))
    .or(Some(whole))
}

/// 去年本月十日
pub(super) fn this_month(s: &mut Scan<'_>, year: i32, here: Here) -> Option<Period> {
    attempt(s, |s| {
        s.any(&["本月", "这个月", "同月"])?;
        in_month(s, here.today().with_year(year)?.with_day(1)?, here)
    })
}

/// 底, 初, 中旬 after a month.
pub(super) fn part_of_month(s: &mut Scan<'_>, month: Period) -> Option<Period> {
    let (from, to) = s.find(&[
        ("底", (-3, 0)),
        ("末", (-3, 0)),
        ("下旬", (20, 0)),
        ("中旬", (10, 20)),
        ("上旬", (0, 10)),
        ("初", (0, 10)),
        ("中", (10, 20)),
    ])?;
    let at = |n: i64| if n < 0 { month.after + Duration::days(n) } else { month.first + Duration::days(n) };
    let days = Period::days(at(from), if to == 0 { month.after } else { at(to) }, Grain::Day);
    Some(Period { included: (from < 0).then_some(true), ..days })
}

/// 月底, 年初, 上半年, 下半月, 上半周, 第一季度: of the month, year or week that is now.
fn bare(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let today = here.today();
    let counted = s.before().ends_with(|c: char| crate::numerals::is_numeral(c) || c.is_ascii_digit());
    if s.sees("月") && !counted {
        s.eat("月");
        let part = part_of_month(s, Period::month_of(today)?)?;
        if part.after > today {
            return Some(part);
        }
        // The beginning of the month, said at its end, is that of the next.
        let length = part.after - part.first;
        let next = month_from(today, 1)? + (part.first - today.with_day(1)?);
        return Some(Period::days(next, next + length, Grain::Day));
    }
    if s.sees("年") && !counted {
        return s.eat("年").then(|| year_end(s, today.year()))?;
    }
    if let Some(second) = s.find(&[("上半周", false), ("前半周", false), ("下半周", true), ("后半周", true)])
    {
        let monday = monday_of(today);
        let (from, to) = if second { (3, 7) } else { (0, 3) };
        return Some(Period::days(monday + Duration::days(from), monday + Duration::days(to), Grain::Day));
    }
    let month = Period::month_of(today)?;
    half_month(s, month).or_else(|| inside_year(s, today.year(), false))
}

fn half_month(s: &mut Scan<'_>, month: Period) -> Option<Period> {
    let second = s.find(&[("上半月", false), ("前半月", false), ("下半月", true), ("后半月", true)])?;
    let middle = month.first + Duration::days(15);
    let (first, after) = if second { (middle, month.after) } else { (month.first, middle) };
    Some(Period::days(first, after, Grain::Week))
}

/// 年底, 年初, 年中
fn year_end(s: &mut Scan<'_>, year: i32) -> Option<Period> {
    s.eat("年");
    let month = s.find(&[("底", 12), ("末", 12), ("终", 12), ("初", 1), ("中", 6)])?;
    let whole = Period::month_of(NaiveDate::from_ymd_opt(year, month, 1)?)?;
    match month {
        12 => {
            let days = Period::days(whole.after - Duration::days(3), whole.after, Grain::Day);
            Some(Period { included: Some(true), ..days })
        }
        _ => Some(whole),
    }
}

/// What is named inside a year: halves, quarters. 第一季 alone may be a film's, after a year (`said`) it is a quarter.
fn inside_year(s: &mut Scan<'_>, year: i32, said: bool) -> Option<Period> {
    let months = |from: u32, count| Period::months(NaiveDate::from_ymd_opt(year, from, 1)?, count);
    if let Some(from) = s.find(&[
        ("上半年", 1),
        ("前半年", 1),
        ("上个半年", 1),
        ("下半年", 7),
        ("后半年", 7),
        ("下个半年", 7),
    ]) {
        return months(from, 6);
    }
    let quarter = attempt(s, |s| {
        let led = s.eat("第");
        let number = if s.eat("q") {
            let number = s.number()?.counted()?;
            return (1..=4).contains(&number).then_some(number);
        } else {
            s.number()?.counted()?
        };
        s.eat("个");
        let word = s.eat("季度") || led && said && s.eat("季");
        (word && (1..=4).contains(&number)).then_some(number)
    });
    months(quarter? * 3 - 2, 3)
}

/// What is cut out of a year or a month: 第一周, 前10天, 最后3周, 第三个月, 最后一个星期一, 上半年.
pub(super) fn inside(s: &mut Scan<'_>, whole: Period) -> Option<Period> {
    let year = (whole.grain == Grain::Year).then(|| whole.first.year());
    if let Some(part) =
        year.and_then(|y| attempt(s, |s| year_end(s, y)).or_else(|| attempt(s, |s| inside_year(s, y, true))))
    {
        return Some(part);
    }
    if year.is_none()
        && let Some(half) = half_month(s, whole)
    {
        return Some(half);
    }
    attempt(s, |s| ordinal(s, whole))
}

fn ordinal(s: &mut Scan<'_>, whole: Period) -> Option<Period> {
    let from_end = s.any(&["最后", "最末"]).is_some();
    let several = !from_end && s.any(&["前", "头", "首"]).is_some();
    if !from_end && !several {
        s.eat("第").then_some(())?;
    }
    s.spaces();
    let count = i64::from(s.spaced_number()?.counted().filter(|n| *n > 0 && *n < 400)?);
    s.any(&["个", "的"]);
    s.spaces();
    // 第三周: one; 前三周: three.
    let (skip, take) = match (from_end, several) {
        (true, _) => (-count, count),
        (_, true) => (0, count),
        _ => (count - 1, 1),
    };
    if !several && let Some(day) = weekday(s) {
        return nth_weekday(whole, day, if from_end { -1 } else { skip });
    }
    if s.any(&["周", "星期", "礼拜"]).is_some() {
        // A week belongs to the year or month that its Thursday is in.
        let first = if from_end {
            monday_of(whole.after - Duration::days(4)) + Duration::days(7)
        } else {
            monday_of(whole.first + Duration::days(3))
        };
        let first = first + Duration::days(7 * skip);
        return Some(Period::days(first, first + Duration::days(7 * take), Grain::Week));
    }
    if s.any(&["天", "日"]).is_some() {
        let base = if from_end { whole.after } else { whole.first };
        let first = base + Duration::days(skip);
        return Some(Period::days(first, first + Duration::days(take), Grain::Day));
    }
    (whole.grain == Grain::Year && s.eat("月")).then_some(())?;
    let base = if from_end { whole.after } else { whole.first };
    Period::months(month_from(base, i32::try_from(skip).ok()?)?, u32::try_from(take).ok()?)
}

/// 星期一 inside 第一个星期一, as days from Monday.
fn weekday(s: &mut Scan<'_>) -> Option<i64> {
    attempt(s, |s| {
        let start = NaiveDate::from_ymd_opt(2024, 1, 1)?;
        let monday = Here { now: start.and_hms_opt(0, 0, 0)?, first: None };
        let day = read_week(s, monday)?;
        (day.after - day.first == Duration::days(1)).then(|| (day.first - start).num_days())
    })
}

fn nth_weekday(whole: Period, day: i64, skip: i64) -> Option<Period> {
    let date = if skip < 0 {
        let last = monday_of(whole.after) + Duration::days(day);
        if last >= whole.after { last - Duration::days(7) } else { last }
    } else {
        let first = monday_of(whole.first) + Duration::days(day);
        let first = if first < whole.first { first + Duration::days(7) } else { first };
        first + Duration::days(7 * skip)
    };
    (whole.first <= date && date < whole.after).then(|| Period::day(date))
}

/// 上世纪90年代, 20世纪80年代, 九十年代, 21世纪
fn decade(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let this = here.today().year().div_euclid(100) * 100;
    let century = attempt(s, |s| {
        if let Some(centuries) = s.find(&[("上个世纪", -1), ("上世纪", -1), ("本世纪", 0), ("这个世纪", 0)])
        {
            return Some(this + centuries * 100);
        }
        let number = i32::try_from(s.spaced_number()?.counted()?).ok()?;
        (s.eat("世纪") && (1..=30).contains(&number)).then_some((number - 1) * 100)
    });
    let decade = attempt(s, |s| {
        let number = i32::try_from(s.spaced_number()?.value).ok()?;
        (s.eat("年代") && number % 10 == 0 && number < 100).then_some(number)
    });
    let years = |first: i32, count: u32| Period::months(NaiveDate::from_ymd_opt(first, 1, 1)?, 12 * count);
    match (century, decade) {
        (Some(century), Some(decade)) => years(century + decade, 10),
        (Some(century), None) => years(century, 100),
        // Of the century that is more than half over, or the one before.
        (None, Some(decade)) => years(if decade <= 20 { this + decade } else { this - 100 + decade }, 10),
        (None, None) => None,
    }
}
