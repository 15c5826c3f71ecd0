//! Feasts and dates of the old calendar: 中秋, 清明, 正月初五, 农历八月十五, 复活节, 开斋节.
//! Their rules are in `feasts.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::{Datelike, Duration, NaiveDate};
use icu_calendar::cal::{ChineseTraditional, Hebrew, Hijri};
use icu_calendar::types::Month;
use icu_calendar::{AsCalendar, Date};

use super::period::{Grain, Here, Period};
use crate::fold::fold;
use crate::numerals::is_numeral;
use crate::scan::{Scan, attempt};

/// When a feast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Fixed(u32, u32),
    Weekday { month: u32, day: u32, nth: i64 },
    Easter(i64),
    EasternEaster(i64),
    Old(u8, u8),
    SolarTerm(u32),
    Islam(u8, u8),
    Hebrew(u8, u8, i64),
}

#[derive(Debug, Clone, Copy)]
struct Feast {
    rule: Rule,
    days: i64,
}

static FEASTS: LazyLock<HashMap<char, Vec<(String, Feast)>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<(String, Feast)>> = HashMap::new();
    for line in include_str!("feasts.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((rule, names)) = line.split_once('\t') else { continue };
        let feast = parse(rule);
        debug_assert!(feast.is_some(), "{line}");
        let Some(feast) = feast else { continue };
        for name in names.split('|') {
            let name = fold(name).text;
            if let Some(first) = name.chars().next() {
                by_first.entry(first).or_default().push((name, feast));
            }
        }
    }
    for names in by_first.values_mut() {
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    }
    by_first
});

fn parse(rule: &str) -> Option<Feast> {
    let mut words = rule.split(' ');
    let kind = words.next()?;
    let (mut numbers, mut days) = (Vec::new(), 1);
    for word in words {
        match word.strip_prefix('x') {
            Some(length) => days = length.parse().ok()?,
            None => numbers.push(word.parse::<i64>().ok()?),
        }
    }
    let small = |i: usize| numbers.get(i).and_then(|n| u8::try_from(*n).ok());
    let rule = match kind {
        "g" => Rule::Fixed(small(0)?.into(), small(1)?.into()),
        "n" => Rule::Weekday { month: small(0)?.into(), day: small(1)?.into(), nth: *numbers.get(2)? },
        "e" => Rule::Easter(*numbers.first()?),
        "o" => Rule::EasternEaster(*numbers.first()?),
        "c" => Rule::Old(small(0)?, small(1)?),
        "t" => Rule::SolarTerm(small(0)?.into()),
        "i" => Rule::Islam(small(0)?, small(1)?),
        "h" => Rule::Hebrew(small(0)?, small(1)?, *numbers.get(2)?),
        _ => return None,
    };
    Some(Feast { rule, days })
}

/// The first two characters of every name.
pub(super) fn beginnings() -> impl Iterator<Item = (char, char)> {
    let words = ["大年", "正月", "冬月", "腊月", "农历", "阴历", "旧历"];
    let names = FEASTS.values().flatten().map(|(name, _)| name.as_str());
    names.chain(words).filter_map(|name| {
        let mut chars = name.chars();
        Some((chars.next()?, chars.next()?))
    })
}

/// The feast or old date that stands here, of `year` or the coming one.
pub(super) fn read(scan: &mut Scan<'_>, here: Here, year: Option<i32>) -> Option<Period> {
    if let Some(date) = attempt(scan, |s| old(s, here, year)) {
        return Some(date);
    }
    attempt(scan, |s| {
        let names = FEASTS.get(&s.peek()?)?;
        let small = s.before().ends_with('小');
        let feast = names.iter().find(|(name, _)| s.eat(name))?.1;
        // 新年快乐 is a greeting, 圣诞树 a thing, 五一路 a street.
        let other = [
            "快乐", "愉快", "安康", "吉祥", "大吉", "树", "老人", "帽", "卡", "纪", "轻", "路", "中路",
            "南路", "北路", "东路", "西路", "环", "街", "广场", "大道", "村", "新村", "桥", "大街", "小区",
            "层", "号", "楼", "栋", "幢", "个", "块", "元",
        ];
        // 五一七 is a number.
        let figures = s.before().ends_with(is_numeral) && s.peek().is_some_and(is_numeral);
        if small || figures || other.iter().any(|word| s.rest().starts_with(word)) {
            return None;
        }
        let first = day_of(feast.rule, here, year)?;
        let days = Period::days(first, first + Duration::days(feast.days), Grain::Day);
        Some(Period { included: Some(false), ..days })
    })
}

/// 农历八月十五, 正月初五, 腊月二十三, 大年初三
fn old(s: &mut Scan<'_>, here: Here, year: Option<i32>) -> Option<Period> {
    let said = s.any(&["农历", "阴历", "旧历"]).is_some();
    let year = attempt(s, |s| {
        let year = s.spaced_number()?;
        (said && s.eat("年")).then_some(i32::try_from(year.value).ok()?)
    })
    .or(year);
    if said {
        s.any(&["的"]);
    }
    let month = s.find(&[("大年", 1), ("正月", 1), ("冬月", 11), ("腊月", 12)]);
    let month = match month {
        Some(month) => month,
        None if said => {
            let month = s.spaced_number()?.counted().filter(|m| (1..=12).contains(m))?;
            s.eat("月").then_some(month)?
        }
        None => return None,
    };
    let day = match old_day(s) {
        Some(day) => day,
        None => {
            let day = s.number()?.counted().filter(|d| (1..=30).contains(d))?;
            (!s.sees("个天人元")).then_some(day)?
        }
    };
    s.any(&["日", "号"]);
    old_date(month, day, year, here)
}

/// 初五, 廿三
pub(super) fn old_day(s: &mut Scan<'_>) -> Option<u32> {
    attempt(s, |s| {
        let first = s.eat("初");
        if !first && !s.sees("廿") {
            return None;
        }
        let day = s.number()?.counted()?;
        if first { (day <= 10 && !s.sees("中年级")).then_some(day) } else { Some(day) }
    })
}

/// A day of the old calendar's month, of `year` or the coming one.
pub(super) fn old_date(month: u32, day: u32, year: Option<i32>, here: Here) -> Option<Period> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    if let Some(year) = year {
        return converted(ChineseTraditional::new(), year, month, day).map(Period::day);
    }
    day_of(Rule::Old(month, day), here, None).map(Period::day)
}

/// The day of a feast in `year`, or the coming one.
fn day_of(rule: Rule, here: Here, year: Option<i32>) -> Option<NaiveDate> {
    if let Some(year) = year {
        return in_year(rule, year).into_iter().flatten().next();
    }
    let from = here.from();
    (0..3).find_map(|n| in_year(rule, from.year() + n).into_iter().flatten().find(|date| *date >= from))
}

/// The days of a feast within a year of our calendar: none, one or two.
fn in_year(rule: Rule, year: i32) -> [Option<NaiveDate>; 4] {
    let within = |date: Option<NaiveDate>| date.filter(|d| d.year() == year);
    let one = |date: Option<NaiveDate>| [within(date), None, None, None];
    match rule {
        Rule::Fixed(month, day) => one(NaiveDate::from_ymd_opt(year, month, day)),
        Rule::Weekday { month, day, nth } => {
            let first = NaiveDate::from_ymd_opt(year, month, 1);
            one(first.map(|f| {
                let ahead = (7 + i64::from(day) - i64::from(f.weekday().number_from_monday())) % 7;
                f + Duration::days(ahead + 7 * (nth - 1))
            }))
        }
        Rule::Easter(days) => one(easter(year).map(|d| d + Duration::days(days))),
        Rule::EasternEaster(days) => one(eastern_easter(year).map(|d| d + Duration::days(days))),
        Rule::SolarTerm(month) => one(solar_term(year, month)),
        Rule::Old(month, 0) => {
            let next = |y: i32| converted(ChineseTraditional::new(), y, month % 12 + 1, 1);
            [year, year + 1, year - 1, year].map(|y| within(next(y).map(|d| d - Duration::days(1))))
        }
        Rule::Old(month, day) => {
            [year - 1, year, year, year].map(|y| within(converted(ChineseTraditional::new(), y, month, day)))
        }
        Rule::Islam(month, day) => {
            // Years of 354 days.
            let about = (year - 622) * 33 / 32;
            [about - 1, about, about + 1, about + 2]
                .map(|y| within(converted(Hijri::new_umm_al_qura(), y, month, day)))
        }
        Rule::Hebrew(month, day, later) => [year + 3760, year + 3761, year + 3760, year + 3761]
            .map(|y| within(converted(Hebrew::new(), y, month, day).map(|d| d + Duration::days(later)))),
    }
}

fn converted<C: AsCalendar>(calendar: C, year: i32, month: u8, day: u8) -> Option<NaiveDate> {
    let date = Date::try_new(year.into(), Month::new(month), day, calendar).ok()?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(date.to_rata_die().to_i64_date()).ok()?)
}

/// Easter by the rule of Butcher and Meeus.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let days = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)
}

/// Easter of the eastern churches, by the rule of Meeus, which counts in the old style: 13 days behind until 2099.
fn eastern_easter(year: i32) -> Option<NaiveDate> {
    let d = (19 * (year % 19) + 15) % 30;
    let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
    let days = d + e + 114;
    let date =
        NaiveDate::from_ymd_opt(year, u32::try_from(days / 31).ok()?, u32::try_from(days % 31 + 1).ok()?)?;
    Some(date + Duration::days(13))
}

/// 清明 in April and 冬至 in December, by the usual rule of thumb, good from 1900 to 2099.
fn solar_term(year: i32, month: u32) -> Option<NaiveDate> {
    let constant = match (month, year < 2000) {
        (4, true) => 5.59,
        (4, false) => 4.81,
        (_, true) => 22.60,
        (_, false) => 21.94,
    };
    let short = f64::from(year.rem_euclid(100));
    let day = (short * 0.2422 + constant).floor() as i32 - year.rem_euclid(100) / 4;
    NaiveDate::from_ymd_opt(year, month, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(rule: Rule, year: i32) -> String {
        in_year(rule, year).into_iter().flatten().next().map(|d| d.to_string()).unwrap_or_default()
    }

    #[test]
    fn feasts_that_move() {
        assert_eq!(day(Rule::Easter(0), 2013), "2013-03-31");
        assert_eq!(day(Rule::Easter(0), 2026), "2026-04-05");
        assert_eq!(day(Rule::EasternEaster(0), 2013), "2013-05-05");
        assert_eq!(day(Rule::SolarTerm(4), 2026), "2026-04-05");
        assert_eq!(day(Rule::SolarTerm(4), 2024), "2024-04-04");
        assert_eq!(day(Rule::SolarTerm(12), 2026), "2026-12-22");
        assert_eq!(day(Rule::Old(8, 15), 2026), "2026-09-25");
        assert_eq!(day(Rule::Old(12, 0), 2026), "2026-02-16");
        assert_eq!(day(Rule::Old(12, 8), 2027), "2027-01-15");
        assert_eq!(day(Rule::Islam(10, 1), 2013), "2013-08-08");
        assert_eq!(day(Rule::Hebrew(1, 10, -1), 2013), "2013-09-13");
        assert_eq!(day(Rule::Weekday { month: 5, day: 7, nth: 2 }, 2026), "2026-05-10");
    }

    #[test]
    fn every_line_is_a_rule() {
        let lines = include_str!("feasts.txt").lines().filter(|l| !l.starts_with('#'));
        for line in lines {
            assert!(line.split_once('\t').is_some_and(|(rule, _)| parse(rule).is_some()), "{line}");
        }
    }
}
