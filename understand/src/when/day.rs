//! The day that is spoken of, by name, by number or by its place in the week, month or year:
//! 明天, 周五, 下周三, 12月1日, 1号, 月底, 2026-12-01, tomorrow, Dec 1.

use chrono::{Datelike, Duration, Months, NaiveDate};
use regex::{Captures, Regex};
use std::sync::LazyLock;

use super::clock::Part;
use crate::numerals::{NUMBER, number};
use crate::pattern;

/// One or more whole days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) first: NaiveDate,
    pub(super) after_last: NaiveDate,
    /// 今晚, 明早: the part of the day is in the word.
    pub(super) part: Option<Part>,
    /// 周五 without this or next: the coming one, which may be today.
    pub(super) bare_weekday: bool,
}

impl Days {
    fn one(first: NaiveDate) -> Self {
        Self::span(first, first + Duration::days(1))
    }

    fn span(first: NaiveDate, after_last: NaiveDate) -> Self {
        Self { first, after_last, part: None, bare_weekday: false }
    }
}

const NAMED: &[(&str, i64, Option<Part>)] = &[
    ("大后天", 3, None),
    ("大前天", -3, None),
    ("今天", 0, None),
    ("今日", 0, None),
    ("今儿", 0, None),
    ("今晚", 0, Some(Part::Evening)),
    ("今早", 0, Some(Part::Morning)),
    ("明天", 1, None),
    ("明日", 1, None),
    ("明儿", 1, None),
    ("明晚", 1, Some(Part::Evening)),
    ("明早", 1, Some(Part::Morning)),
    ("明晨", 1, Some(Part::Morning)),
    ("后天", 2, None),
    ("昨天", -1, None),
    ("昨日", -1, None),
    ("昨晚", -1, Some(Part::Evening)),
    ("昨夜", -1, Some(Part::Evening)),
    ("前天", -2, None),
    ("前晚", -2, Some(Part::Evening)),
    ("每天", 0, None),
    ("每日", 0, None),
    ("每晚", 0, Some(Part::Evening)),
    ("每早", 0, Some(Part::Morning)),
    ("the day after tomorrow", 2, None),
    ("day after tomorrow", 2, None),
    ("tomorrow", 1, None),
    ("today", 0, None),
    ("tonight", 0, Some(Part::Evening)),
    ("yesterday", -1, None),
    ("last night", -1, Some(Part::Evening)),
];

/// Holidays that fall on the same date every year.
const HOLIDAYS: &[(&str, u32, u32)] = &[
    ("元旦", 1, 1),
    ("五一", 5, 1),
    ("劳动节", 5, 1),
    ("国庆节", 10, 1),
    ("国庆", 10, 1),
    ("圣诞节", 12, 25),
    ("圣诞", 12, 25),
];

static FULL_DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?: ?[日号])?"));
static MONTH_DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"^(今年|明年|后年|去年)?({NUMBER})月份?(?:({NUMBER})(?:日|号)|(底|初|末|中旬|上旬|下旬))"
    ))
});
static SLASH_DATE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^(\d{1,2})/(\d{1,2})(?:[^/\d]|$)"));
static DAY_OF_MONTH: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"^(本月|这个月|下个?月|上个?月|每个?月)?({NUMBER})(日|号)")));
static MONTH_PART: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(?:(本|这个?|当|下个?|上个?)?月(底|末|初|中)?|(今年|明年|去年)?年(底|末))"));
static WEEK: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^(上上|下下|上|下|本|这|每)?个?(?:周|星期|礼拜)([一二三四五六日天1-7]|末)?"));
static WEEK_ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:(this|next|last|every) )?(?:(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|(weekend)\b|(week|month)\b)",
    )
});
static DATE_ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^(?:(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b|(\d{1,2})(?:st|nd|rd|th)? (?:of )?(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?:,? (\d{4}))?\b)",
    )
});
/// The days that `text` begins with. `month` is the first day of a span whose end may be said as a bare 5日.
pub(super) fn read_days(text: &str, today: NaiveDate, month: Option<NaiveDate>) -> Option<(usize, Days)> {
    if let Some((word, days, part)) = NAMED.iter().find(|(word, _, _)| text.starts_with(word)) {
        return Some((word.len(), Days { part: *part, ..Days::one(today + Duration::days(*days)) }));
    }
    if let Some(c) = FULL_DATE.as_ref()?.captures(text) {
        let year = c[1].parse().ok()?;
        return Some((c[0].len(), Days::one(NaiveDate::from_ymd_opt(year, number(&c[2])?, number(&c[3])?)?)));
    }
    read_month_day(text, today)
        .or_else(|| read_day_of_month(text, today, month))
        .or_else(|| read_month_part(text, today))
        .or_else(|| read_week(text, today))
        .or_else(|| read_english(text, today))
        .or_else(|| {
            let (word, m, d) = HOLIDAYS.iter().find(|(word, _, _)| text.starts_with(word))?;
            Some((word.len(), Days::one(coming(today, *m, *d)?)))
        })
}

/// The next `month`/`day` from today on.
fn coming(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    (0..8).find_map(|years| NaiveDate::from_ymd_opt(today.year() + years, month, day).filter(|d| *d >= today))
}

fn read_month_day(text: &str, today: NaiveDate) -> Option<(usize, Days)> {
    if let Some(c) = SLASH_DATE.as_ref()?.captures(text) {
        let (m, d) = (c.get(1)?, c.get(2)?);
        return Some((d.end(), Days::one(coming(today, number(m.as_str())?, number(d.as_str())?)?)));
    }
    let c = MONTH_DAY.as_ref()?.captures(text)?;
    let month = number(&c[2])?;
    let year = c.get(1).and_then(|w| year_of(w.as_str(), today));
    let day = match (c.get(3), c.get(4)) {
        (Some(day), _) => number(day.as_str())?,
        _ => 1,
    };
    let first = match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day)?,
        // A date of the last month is still spoken of as past.
        None => {
            let this_year = NaiveDate::from_ymd_opt(today.year(), month, day);
            this_year.filter(|d| *d + Duration::days(31) >= today).or_else(|| coming(today, month, day))?
        }
    };
    let days = match c.get(4).map(|m| m.as_str()) {
        Some(part) => part_of_month(first, part)?,
        None => Days::one(first),
    };
    Some((c[0].len(), days))
}

fn year_of(word: &str, today: NaiveDate) -> Option<i32> {
    let offset = match word {
        "今年" => 0,
        "明年" => 1,
        "后年" => 2,
        "去年" => -1,
        _ => return None,
    };
    Some(today.year() + offset)
}

fn read_day_of_month(text: &str, today: NaiveDate, month: Option<NaiveDate>) -> Option<(usize, Days)> {
    let c = DAY_OF_MONTH.as_ref()?.captures(text)?;
    let day = number(&c[2])?;
    let after = &text[c[0].len()..];
    // 3号楼, 4号线, 2号门, 5号垃圾站, 12号201室 are things with a number.
    let thing = "楼线门院房库桥地厅窗车机井杆电垃公信区栋幢座路店铺码台桌字位单口站岗泵箱梯0123456789";
    if &c[3] == "号" && after.starts_with(|c: char| thing.contains(c)) && !starts_with_clock(after) {
        return None;
    }
    if !(1..=31).contains(&day)
        || (&c[3] == "日" && c.get(1).is_none() && after.starts_with(['常', '子', '报', '用']))
    {
        return None;
    }
    let anchor = month.unwrap_or(today).with_day(1)?;
    let date = match c.get(1).map(|m| m.as_str()) {
        Some(word) if word.starts_with('下') => anchor.checked_add_months(Months::new(1))?.with_day(day)?,
        Some(word) if word.starts_with('上') => anchor.checked_sub_months(Months::new(1))?.with_day(day)?,
        Some(word) if !word.starts_with('每') => anchor.with_day(day)?,
        _ => {
            let from = month.unwrap_or(today);
            (0..3).find_map(|m| {
                anchor.checked_add_months(Months::new(m))?.with_day(day).filter(|d| *d >= from)
            })?
        }
    };
    Some((c[0].len(), Days::one(date)))
}

/// 1号8点, 1号20:00
fn starts_with_clock(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && (rest.starts_with('点') || rest.starts_with(':') || rest.starts_with('时'))
}

fn read_month_part(text: &str, today: NaiveDate) -> Option<(usize, Days)> {
    let c = MONTH_PART.as_ref()?.captures(text)?;
    if c.get(4).is_some() {
        let year = c.get(3).and_then(|w| year_of(w.as_str(), today)).unwrap_or(today.year());
        let first = NaiveDate::from_ymd_opt(year, 12, 1)?;
        return Some((c[0].len(), part_of_month(first, "底")?));
    }
    let this = today.with_day(1)?;
    let first = match c.get(1).map(|m| m.as_str()) {
        Some(word) if word.starts_with('下') => this.checked_add_months(Months::new(1))?,
        Some(word) if word.starts_with('上') => this.checked_sub_months(Months::new(1))?,
        _ => this,
    };
    let Some(part) = c.get(2) else {
        // 下个月 is a whole month; 月 alone says nothing.
        c.get(1)?;
        return Some((c[0].len(), Days::span(first, first.checked_add_months(Months::new(1))?)));
    };
    // 正月初一 is a day of the old calendar, which is not read.
    let lunar =
        part.as_str() == "初" && text[c[0].len()..].starts_with(|d: char| "一二三四五六七八九十".contains(d));
    (!lunar).then_some(())?;
    Some((c[0].len(), part_of_month(first, part.as_str())?))
}

/// `first` is the first day of the month.
fn part_of_month(first: NaiveDate, part: &str) -> Option<Days> {
    let first = first.with_day(1)?;
    let next = first.checked_add_months(Months::new(1))?;
    Some(match part {
        "底" | "末" | "下旬" => {
            Days::span(next - Duration::days(if part == "下旬" { 10 } else { 3 }), next)
        }
        "中" | "中旬" => Days::span(first.with_day(11)?, first.with_day(21)?),
        _ => Days::span(first, first.with_day(11)?),
    })
}

fn read_week(text: &str, today: NaiveDate) -> Option<(usize, Days)> {
    let c = WEEK.as_ref()?.captures(text)?;
    let after = &text[c[0].len()..];
    let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    let anchor = c.get(1).map(|m| m.as_str());
    let day = match c.get(2).map(|m| m.as_str()) {
        Some("末") => None,
        Some(word) => Some(match word {
            "日" | "天" | "7" => 6,
            word => i64::from(number(word)?) - 1,
        }),
        // 这周, 下个星期; 周 alone is a surname or 周围.
        None => {
            anchor.filter(|w| *w != "每")?;
            let first = monday + Duration::days(weeks(anchor) * 7);
            return Some((c[0].len(), Days::span(first, first + Duration::days(7))));
        }
    };
    // 周六福, 周三丰 are not guarded against; 周一围 cannot occur. 周年 and 周围 have no day.
    if after.starts_with("个") {
        return None;
    }
    let Some(day) = day else {
        let first = monday + Duration::days(weeks(anchor) * 7 + 5);
        return Some((c[0].len(), Days::span(first, first + Duration::days(2))));
    };
    let date = monday + Duration::days(weeks(anchor) * 7 + day);
    if anchor.is_some_and(|w| w != "每") {
        return Some((c[0].len(), Days::one(date)));
    }
    let date = if date < today { date + Duration::days(7) } else { date };
    Some((c[0].len(), Days { bare_weekday: true, ..Days::one(date) }))
}

fn weeks(anchor: Option<&str>) -> i64 {
    match anchor {
        Some("上上") => -2,
        Some("上" | "last") => -1,
        Some("下" | "next") => 1,
        Some("下下") => 2,
        _ => 0,
    }
}

fn read_english(text: &str, today: NaiveDate) -> Option<(usize, Days)> {
    if let Some(rest) = ["the end of the month", "end of the month", "end of month", "month end"]
        .iter()
        .find(|w| text.starts_with(*w))
    {
        return Some((rest.len(), part_of_month(today, "底")?));
    }
    if let Some(c) = DATE_ENGLISH.as_ref()?.captures(text) {
        let (month, day, year) = (c.get(1).or(c.get(5))?, c.get(2).or(c.get(4))?, c.get(3).or(c.get(6)));
        let month = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            .iter()
            .zip(1..)
            .find(|(name, _)| month.as_str().starts_with(*name))?
            .1;
        let day = number(day.as_str())?;
        let date = match year {
            Some(year) => NaiveDate::from_ymd_opt(year.as_str().parse().ok()?, month, day)?,
            None => coming(today, month, day)?,
        };
        return Some((c[0].len(), Days::one(date)));
    }
    let c = WEEK_ENGLISH.as_ref()?.captures(text)?;
    english_week(&c, today).map(|days| (c[0].len(), days))
}

fn english_week(c: &Captures<'_>, today: NaiveDate) -> Option<Days> {
    let monday = today - Duration::days(i64::from(today.weekday().num_days_from_monday()));
    let anchor = c.get(1).map(|m| m.as_str());
    let start = monday + Duration::days(7 * weeks(anchor));
    if c.get(3).is_some() {
        return Some(Days::span(start + Duration::days(5), start + Duration::days(7)));
    }
    if let Some(unit) = c.get(4) {
        anchor?;
        if unit.as_str() == "week" {
            return Some(Days::span(start, start + Duration::days(7)));
        }
        let this = today.with_day(1)?;
        let first = if weeks(anchor) == 1 { this.checked_add_months(Months::new(1))? } else { this };
        return Some(Days::span(first, first.checked_add_months(Months::new(1))?));
    }
    let name = c.get(2)?.as_str();
    let day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .zip(0..)
        .find(|(d, _)| name.starts_with(*d))?
        .1;
    // "sat", "sun" and "may" are words too: short forms need this, next or a preposition, which the caller skipped.
    let date = start + Duration::days(day);
    let bare = anchor.is_none() || anchor == Some("every");
    let date = if bare && date < today { date + Duration::days(7) } else { date };
    Some(Days { bare_weekday: bare, ..Days::one(date) })
}
