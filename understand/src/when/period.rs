//! A run of whole days: a day, a week, a month, a year, or what was cut out of one.

use chrono::{Datelike, Duration, Months, NaiveDate, NaiveDateTime};

use super::clock::Part;

/// How finely something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Clock,
    Day,
    Week,
    Month,
    Year,
}

/// Against what days are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here {
    pub(super) now: NaiveDateTime,
    /// The first day of a span whose end is being read: 12月1日至5日.
    pub(super) first: Option<NaiveDate>,
}

impl Here {
    pub(super) fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// From which day on something without a year or a month is looked for.
    pub(super) fn from(&self) -> NaiveDate {
        self.first.unwrap_or(self.today())
    }
}

/// One or more whole days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Period {
    pub(super) first: NaiveDate,
    /// The day after the last.
    pub(super) after: NaiveDate,
    pub(super) grain: Grain,
    /// 今晚, 明早: the part of the day is in the word.
    pub(super) part: Option<Part>,
    /// 周五 without this or next, 每周五: the coming one, which may be today.
    pub(super) coming: bool,
    /// 每天, 每月: names no day by itself.
    pub(super) every: bool,
    /// Whether 前 leaves time until the period is over (月底前) or only until it begins (春节前), where that is sure.
    pub(super) included: Option<bool>,
    /// 5月, 5月1日: the year was not said.
    pub(super) yearless: bool,
}

impl Period {
    pub(super) fn days(first: NaiveDate, after: NaiveDate, grain: Grain) -> Self {
        Self { first, after, grain, part: None, coming: false, every: false, included: None, yearless: false }
    }

    pub(super) fn day(first: NaiveDate) -> Self {
        Self::days(first, first + Duration::days(1), Grain::Day)
    }

    /// The week that `day` is in, Monday first.
    pub(super) fn week_of(day: NaiveDate) -> Self {
        let first = monday_of(day);
        Self::days(first, first + Duration::days(7), Grain::Week)
    }

    /// The month that `day` is in.
    pub(super) fn month_of(day: NaiveDate) -> Option<Self> {
        let first = day.with_day(1)?;
        Some(Self::days(first, first.checked_add_months(Months::new(1))?, Grain::Month))
    }

    /// `count` months from the first of a month on.
    pub(super) fn months(first: NaiveDate, count: u32) -> Option<Self> {
        let grain = if count >= 12 { Grain::Year } else { Grain::Month };
        Some(Self::days(first, first.checked_add_months(Months::new(count))?, grain))
    }

    pub(super) fn year(year: i32) -> Option<Self> {
        Self::months(NaiveDate::from_ymd_opt(year, 1, 1)?, 12)
    }
}

/// The Monday of the week that `day` is in.
pub(super) fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Duration::days(i64::from(day.weekday().num_days_from_monday()))
}

/// `day` moved by so many months, to the first of that month.
pub(super) fn month_from(day: NaiveDate, months: i32) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    let by = Months::new(months.unsigned_abs());
    if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) }
}

/// The next such date from `from` on; within the nine years that the next 29 February may be away.
pub(super) fn next_date(from: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    (0..9).find_map(|years| NaiveDate::from_ymd_opt(from.year() + years, month, day).filter(|d| *d >= from))
}
