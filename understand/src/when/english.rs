//! Days in English: tomorrow, next Wednesday, Dec 1st, the 5th, this weekend, end of the month.

use chrono::{Datelike, Duration, NaiveDate};

use super::clock::Part;
use super::day::coming;
use super::feasts;
use super::period::{Grain, Here, Period, monday_of, month_from, next_date};
use crate::numerals::Form;
use crate::scan::{Scan, attempt};

const NAMED: &[(&str, i64, Option<Part>)] = &[
    ("the day after tomorrow", 2, None),
    ("day after tomorrow", 2, None),
    ("tomorrow night", 1, Some(Part::Evening)),
    ("tomorrow", 1, None),
    ("tmr", 1, None),
    ("tmrw", 1, None),
    ("today", 0, None),
    ("tonight", 0, Some(Part::Evening)),
    ("this morning", 0, Some(Part::Morning)),
    ("this afternoon", 0, Some(Part::Afternoon)),
    ("this evening", 0, Some(Part::Evening)),
    ("yesterday", -1, None),
    ("last night", -1, Some(Part::Evening)),
];

/// The days that stand here, in English.
pub(super) fn read_days(scan: &mut Scan<'_>, here: Here) -> Option<Period> {
    if let Some((_, days, part)) = NAMED.iter().find(|(word, ..)| scan.eat(word)) {
        return Some(Period { part: *part, ..Period::day(here.today() + Duration::days(*days)) });
    }
    attempt(scan, |s| month_end(s, here))
        .or_else(|| attempt(scan, |s| date(s, here)))
        .or_else(|| attempt(scan, |s| week(s, here)))
        .or_else(|| attempt(scan, |s| ordinal(s, here)))
        .or_else(|| feasts::read(scan, here, None))
}

fn month_end(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let unit = s.find(&[
        ("the end of the month", 'm'),
        ("the end of this month", 'm'),
        ("end of the month", 'm'),
        ("end of this month", 'm'),
        ("end of month", 'm'),
        ("month end", 'm'),
        ("the end of next month", 'n'),
        ("end of next month", 'n'),
        ("the end of the week", 'w'),
        ("end of the week", 'w'),
        ("the end of next week", 'x'),
        ("end of next week", 'x'),
        ("the end of the year", 'y'),
        ("end of the year", 'y'),
    ])?;
    let today = here.today();
    let after = match unit {
        'm' => month_from(today, 1)?,
        'n' => month_from(today, 2)?,
        'x' => return Some(Period { included: Some(true), ..Period::week_of(today + Duration::days(7)) }),
        'w' => return Some(Period::days(today, monday_of(today) + Duration::days(7), Grain::Day)),
        _ => NaiveDate::from_ymd_opt(today.year() + 1, 1, 1)?,
    };
    Some(Period { included: Some(true), ..Period::days(after - Duration::days(3), after, Grain::Day) })
}

const MONTHS: &[(&str, &str)] = &[
    ("jan", "uary"),
    ("feb", "ruary"),
    ("mar", "ch"),
    ("apr", "il"),
    ("may", ""),
    ("jun", "e"),
    ("jul", "y"),
    ("aug", "ust"),
    ("sep", "tember"),
    ("oct", "ober"),
    ("nov", "ember"),
    ("dec", "ember"),
];

/// A month's name, whole or its first three letters (sept too), and where its number counts from 1.
fn month(s: &mut Scan<'_>) -> Option<u32> {
    let (number, (short, rest)) = (1..).zip(MONTHS).find(|(_, (short, _))| s.rest().starts_with(short))?;
    s.at += short.len();
    let long = !rest.is_empty() && s.eat(rest);
    if !long {
        s.eat("t");
        s.eat(".");
    }
    (!s.peek().is_some_and(|c| c.is_ascii_alphabetic())).then_some(number)
}

/// 1, 1st, 22nd
fn day(s: &mut Scan<'_>) -> Option<u32> {
    let number = s.number().filter(|n| matches!(n.form, Form::Digits(1 | 2)))?.value;
    s.any(&["st", "nd", "rd", "th"]);
    let ends = !s.sees(":") && !s.peek().is_some_and(|c| c.is_ascii_alphanumeric());
    (ends && (1..=31).contains(&number)).then_some(number)
}

/// Dec 1st, 1 December 2026, Dec 1-5, December 2026
fn date(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let spaced = |s: &mut Scan<'_>| {
        s.spaces();
        s.eat("of ");
    };
    let run = |s: &mut Scan<'_>| {
        let first = day(s)?;
        let last = attempt(s, |s| {
            s.any(&["-", " - ", " to "])?;
            day(s)
        });
        Some((first, last.unwrap_or(first)))
    };
    let (month, days) = if s.peek()?.is_ascii_digit() {
        let days = run(s)?;
        spaced(s);
        (month(s)?, Some(days))
    } else {
        let month = month(s)?;
        let days = attempt(s, |s| {
            s.spaces();
            run(s)
        });
        (month, days)
    };
    let year = attempt(s, |s| {
        s.eat(",");
        s.spaces();
        s.number().filter(|n| n.form == Form::Digits(4) && (1900..2200).contains(&n.value))
    })
    .and_then(|n| i32::try_from(n.value).ok());
    let on = |day: u32| match year {
        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
        None => next_date(here.from(), month, day),
    };
    match days {
        Some((first, last)) => {
            let from = on(first)?;
            Some(Period::days(from, from.with_day(last)? + Duration::days(1), Grain::Day))
        }
        // May and march alone are words.
        None => {
            year?;
            Period::month_of(on(1)?)
        }
    }
}

/// Friday, next Wednesday, this weekend, every Sunday, next week
fn week(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let anchor = s.find(&[("this ", 0), ("next ", 1), ("last ", -1), ("every ", 9), ("coming ", 9)]);
    let monday = monday_of(here.today()) + Duration::days(7 * anchor.filter(|w| *w != 9).unwrap_or(0));
    if s.any(&["weekends", "weekend"]).is_some() {
        return Some(Period::days(monday + Duration::days(5), monday + Duration::days(7), Grain::Day));
    }
    if let Some(unit) = s.find(&[("week", 'w'), ("month", 'm'), ("year", 'y')]) {
        let by = i32::try_from(anchor.filter(|w| *w != 9)?).ok()?;
        return match unit {
            'w' => Some(Period::week_of(monday)),
            'm' => Period::month_of(month_from(here.today(), by)?),
            _ => Period::year(here.today().year() + by),
        };
    }
    if anchor == Some(9) && s.eat("day") {
        return Some(Period { every: true, coming: true, ..Period::day(here.today()) });
    }
    let day = weekday(s, anchor.is_some())?;
    let date = monday + Duration::days(day);
    match anchor {
        Some(-1..=1) => Some(Period::day(date)),
        _ => Some(coming(date, here)),
    }
}

/// Sat, sun and mon are words too: short forms need this or next before, or a clock or a date after.
fn weekday(s: &mut Scan<'_>, anchored: bool) -> Option<i64> {
    const DAYS: &[(&str, i64)] = &[
        ("mondays", 0),
        ("monday", 0),
        ("tuesdays", 1),
        ("tuesday", 1),
        ("wednesdays", 2),
        ("wednesday", 2),
        ("thursdays", 3),
        ("thursday", 3),
        ("fridays", 4),
        ("friday", 4),
        ("saturdays", 5),
        ("saturday", 5),
        ("sundays", 6),
        ("sunday", 6),
        ("tues", 1),
        ("tue", 1),
        ("weds", 2),
        ("wed", 2),
        ("thurs", 3),
        ("thur", 3),
        ("thu", 3),
        ("fri", 4),
    ];
    const SHORT: &[(&str, i64)] = &[("mon", 0), ("sat", 5), ("sun", 6)];
    if let Some(day) = s.find(DAYS) {
        return Some(day);
    }
    let day = s.find(SHORT)?;
    let mut ahead = *s;
    ahead.any(&[".", ","]);
    ahead.spaces();
    ahead.any(&["at ", "- ", "-"]);
    let said = ahead.peek().is_some_and(|c| c.is_ascii_digit())
        || ["morning", "afternoon", "evening", "night"].iter().any(|w| ahead.rest().starts_with(w))
        || DAYS.iter().chain(SHORT).any(|(w, _)| ahead.eat(w));
    (anchored || said).then_some(day)
}

/// the 5th
fn ordinal(s: &mut Scan<'_>, here: Here) -> Option<Period> {
    let led = s.eat("the ");
    let number = s.number().filter(|n| matches!(n.form, Form::Digits(1 | 2)))?.value;
    s.any(&["st", "nd", "rd", "th"])?;
    let place = ["floor", "building", "block", "unit", "time", "street", "avenue", "grade", "year"]
        .iter()
        .any(|w| s.rest().trim_start().starts_with(w));
    let before_end = s.rest().trim_start().chars().next();
    let noun = before_end.is_some_and(|c| c.is_ascii_alphabetic())
        && !["at", "from", "in", "and", "to", "of", "is", "for"]
            .iter()
            .any(|w| s.rest().trim_start().starts_with(&format!("{w} ")));
    (led && !place && !noun && (1..=31).contains(&number)).then_some(())?;
    let from = here.from();
    let date = (0..3).find_map(|n| month_from(from, n)?.with_day(number).filter(|d| *d >= from))?;
    Some(Period::day(date))
}
