//! Dates with numbers: 12月1日, 2026-12-01, 1号, 21-26号, 12/1, 二零二六年三月, 1/2/2020.

use chrono::{Datelike, Duration, NaiveDate};

use super::period::{Grain, Here, Period, month_from, next_date};
use super::{feasts, spans};
use crate::numerals::Form;
use crate::scan::{Number, Scan, attempt};

/// The date, month or year in numbers that stands here.
pub(super) fn read(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    attempt(scan, |s| figures_only(s))
        .or_else(|| attempt(scan, |s| year_led(s, here)))
        .or_else(|| attempt(scan, |s| month_led(s, None, here)))
        .or_else(|| attempt(scan, |s| month_slash_day(s, here)))
        .or_else(|| attempt(scan, |s| day_of_month(s, None, here)))
}

fn figures(s: &mut Scan<'_>, most: usize) -> Option<u32> {
    let number = s.number()?;
    matches!(number.form, Form::Digits(n) if n <= most).then_some(number.value)
}

/// 2026-12-01, 2026.12.1, 2010 01 29; 13.5.2015, 1/2/2020 (the day first, as everywhere but in America), 10/31/74
fn figures_only(s: &mut Scan<'_>) -> Option<Period> {
    let number = s.number()?;
    let Form::Digits(count) = number.form else { return None };
    let sign = s.any(&["-", "/", ".", " "])?;
    let second = figures(s, 2)?;
    s.eat(sign).then_some(())?;
    let third = s.number()?;
    let Form::Digits(last) = third.form else { return None };
    let more = s.rest().starts_with(sign) && s.rest()[1..].starts_with(|c: char| c.is_ascii_digit());
    (!more).then_some(())?;
    let (year, month, day) = match (count, last) {
        (4, 1 | 2) if sign != " " || last == 2 => (number.value, second, third.value),
        (1 | 2, 4) if sign != " " => (third.value, second, number.value),
        // Slashes only: 3-2-01 is a flat, 1.2.10 a version.
        (1 | 2, 2) if sign == "/" => (full_year(third.value), second, number.value),
        _ => return None,
    };
    (1000..3000).contains(&year).then_some(())?;
    let year = i32::try_from(year).ok()?;
    let date = NaiveDate::from_ymd_opt(year, month, day);
    let turned = || (count != 4).then(|| NaiveDate::from_ymd_opt(year, day, month)).flatten();
    let date = date.or_else(turned)?;
    s.any(&["日", "号"]);
    Some(Period::day(date))
}

/// 74 as 1974, 15 as 2015.
fn full_year(short: u32) -> u32 {
    if short < 70 { 2000 + short } else { 1900 + short }
}

/// 2026年, 二零二六年3月, 08年, 民国115年, and what stands behind.
fn year_led(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let number = s.spaced_number()?;
    s.eat("年").then_some(())?;
    let before_month = || {
        let mut ahead = *s;
        ahead.spaces();
        ahead.spaced_number().is_some_and(|n| n.counted().is_some_and(|m| (1..=12).contains(&m)))
            && ahead.eat("月")
    };
    let year = year_value(number, s.before(), before_month)?;
    in_year(s, year, here)
}

fn year_value(number: Number, read: &str, before_month: impl Fn() -> bool) -> Option<i32> {
    let value = number.value;
    let zero = read.trim_end_matches('年').trim_end().trim_end_matches(|c: char| c != '零' && c != '〇');
    let year = match number.form {
        Form::Digits(4) if (1000..3000).contains(&value) => value,
        Form::ReadOut(3..) if value >= 100 => value,
        Form::Spoken if (1000..3000).contains(&value) && before_month() => value,
        // 15年 is how long; 08年, 零八年 and 15年3月 are years.
        Form::Digits(2) if value < 10 || before_month() => full_year(value),
        Form::ReadOut(2) if (value < 10 && !zero.is_empty()) || before_month() => full_year(value),
        _ => return None,
    };
    i32::try_from(year).ok()
}

/// What is said of a year: a month, a date, a feast, a quarter; or all of it.
pub(super) fn in_year(s: &mut Scan<'_>, year: i32, here: Here) -> Option<Period> {
    let whole = Period::year(year)?;
    let mut ahead = *s;
    ahead.any(&["的", " "]);
    ahead.spaces();
    if attempt(&mut ahead.clone(), |s| {
        s.spaced_number()?.counted()?;
        s.eat("月").then_some(())
    })
    .is_some()
    {
        // A month that is not in the calendar makes all of it no date.
        *s = ahead;
        return month_led(s, Some(year), here);
    }
    let part = feasts::read(&mut ahead, here, Some(year))
        .or_else(|| spans::inside(&mut ahead, whole))
        .or_else(|| spans::this_month(&mut ahead, year, here));
    if part.is_some() {
        *s = ahead;
        return part;
    }
    Some(whole)
}

/// 12月1日, 三月初一, 12月21-26日, 5月份, 3月底, 十月的第一个星期一
pub(super) fn month_led(s: &mut Scan<'_>, year: Option<i32>, here: Here) -> Option<Period> {
    // 两月 is how long, 五月天 a band.
    let two = s.sees("两");
    let month = s.spaced_number()?.counted().filter(|m| (1..=12).contains(m) && !two)?;
    (s.eat("月") && !s.sees("天饼子球光")).then_some(())?;
    let after_month = *s;
    if let Some(day) = feasts::old_day(s) {
        return feasts::old_date(month, day, year, here);
    }
    s.spaces();
    if let Some((first, last)) = day_run(s, true) {
        let from = date_in(year, month, first, here)?;
        let to = from.with_day(last)?;
        let days = Period::days(from, to + Duration::days(1), Grain::Day);
        return Some(Period { yearless: year.is_none(), ..days });
    }
    *s = after_month;
    let this = date_in(year, month, 1, here)?;
    // Of the same month of several years the one that is now counts.
    let this = match year.is_none() && here.first.is_none() && here.today().month() == month {
        true => here.today().with_day(1)?,
        false => this,
    };
    let whole = Period { yearless: year.is_none(), ..Period::month_of(this)? };
    s.eat("份");
    if let Some(part) = attempt(s, |s| {
        s.eat("的");
        spans::inside(s, nearest(whole, year, month, here)?)
    }) {
        return Some(part);
    }
    spans::part_of_month(s, whole).or(Some(whole))
}

/// 十月第一个星期一 is this year's, also when it is over.
fn nearest(whole: Period, year: Option<i32>, month: u32, here: Here) -> Option<Period> {
    match year {
        Some(_) => Some(whole),
        None => Period::month_of(NaiveDate::from_ymd_opt(here.from().year(), month, 1)?),
    }
}

/// The date of a year; without one the coming date, except that one of the last month is still spoken of as past.
fn date_in(year: Option<i32>, month: u32, day: u32, here: Here) -> Option<NaiveDate> {
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    let this = NaiveDate::from_ymd_opt(here.from().year(), month, day);
    let recent = here.first.is_none() && this.is_some_and(|d| d + Duration::days(31) >= here.today());
    if recent { this } else { next_date(here.from(), month, day) }
}

/// 5日, 5号, 21-26号, 5、6号; after a month also 二十三 and 5 alone.
fn day_run(s: &mut Scan<'_>, after_month: bool) -> Option<(u32, u32)> {
    let valid = |n: Number| n.counted().filter(|d| (1..=31).contains(d));
    if let Some(run) = attempt(s, |s| {
        let first = valid(s.number()?)?;
        s.any(&["号到", "日到", "号至", "日至", "-", "~", "到", "至", "、"])?;
        let last = valid(s.spaced_number()?)?;
        s.any(&["日", "号"])?;
        (first < last).then_some((first, last))
    }) {
        return (!is_thing(s)).then_some(run);
    }
    let start = s.at;
    let number = s.number()?;
    let day = valid(number)?;
    // 九月一定 has no day.
    let short = number.form == Form::Spoken && s.at - start == '一'.len_utf8() && day != 10;
    s.spaces();
    let sign = s.any(&["日", "号"]);
    let spoken = match (sign, after_month) {
        (Some(_), _) => true,
        (None, true) => {
            !short && !s.sees("个元块人户天次岁万多%.:点时楼栋幢座层千百月分年份") && !s.sees("0123456789")
        }
        (None, false) => false,
    };
    spoken.then_some((day, day))
}

/// 1号, 17日, 21-26号; `month` is the first of the month that was said.
pub(super) fn day_of_month(s: &mut Scan<'_>, month: Option<NaiveDate>, here: Here) -> Option<Period> {
    // 中山路25号, 培元桥25号
    let house = s.before().ends_with([
        '路', '街', '巷', '弄', '道', '桥', '坊', '村', '里', '园', '区', '期', '镇', '铁', '楼', '栋', '幢',
        '座', '单', '门', '院', '库', '梯', '线',
    ]);
    let two = s.sees("两");
    let one = s.sees("一");
    let start = s.at;
    let (first, last) = day_run(s, month.is_some())?;
    let day_sign = s.before().ends_with('日');
    // 一日三餐, 两日, 三日常用; 3号楼, 4号线, 12号201 are things with a number.
    let other = day_sign && s.sees("常子报用本元游均间志程历语记夜之")
        || one && day_sign && month.is_none() && s.at - start == 2 * '一'.len_utf8();
    if two || other || (!day_sign && (house || is_thing(s))) {
        return None;
    }
    let from = match month {
        Some(month) => month.with_day(first)?,
        None => {
            let looked = here.from();
            (0..4).find_map(|n| month_from(looked, n)?.with_day(first).filter(|d| *d >= looked))?
        }
    };
    Some(Period::days(from, from.with_day(last)? + Duration::days(1), Grain::Day))
}

/// What has a number with 号 before it and is no day.
fn is_thing(s: &Scan<'_>) -> bool {
    let thing = "楼线门院房库桥地厅窗车机井杆电垃公信区栋幢座路店铺码台桌字位单口站岗泵箱梯室户家屋墙柱灯仓塔厂厕球坑柜牌床住业主院邻弄巷-#*0123456789";
    let mut ahead = *s;
    let clock = ahead.number().is_some() && ahead.sees("点时:-~到至");
    let shop =
        ["商铺", "商店", "附"].iter().any(|w| s.rest().starts_with(w)) && !s.rest().starts_with("附近");
    (s.sees(thing) || shop) && !clock
}

/// 12/1
fn month_slash_day(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let month = figures(s, 2)?;
    s.eat("/").then_some(())?;
    let day = figures(s, 2)?;
    // 2/3以上 and 1/2的业主 are parts of a whole, 24/7 is no date.
    let part = s.sees("/以的多人户票0123456789号楼栋幢") || s.rest().starts_with("业主");
    if part || !(1..=12).contains(&month) {
        return None;
    }
    Some(Period::day(date_in(None, month, day, here)?))
}
