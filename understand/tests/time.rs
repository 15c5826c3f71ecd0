//! How well times are read, measured on two public collections that are not part of the repository.
//! Two figures for each: agreement with the collection's own reading, and with what a person here can mean by it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Duration, Months, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::Value;
use understand::when::read_when;

fn data(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(file);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: no {}; nothing was measured", path.display());
    None
}

/// What was read, in local time.
#[derive(Debug, Clone, Copy)]
struct Read {
    start: NaiveDateTime,
    end: Option<NaiveDateTime>,
}

fn read(text: &str, now: NaiveDateTime, zone: Tz) -> Option<Read> {
    let when = read_when(text, zone.from_local_datetime(&now).earliest().unwrap())?;
    Some(Read { start: when.start.naive_local(), end: when.end.map(|e| e.naive_local()) })
}

/// How far a reading agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    No,
    /// As a person may mean it: see `person`.
    Meant,
    /// So, and the start is that of the collection.
    SameStart,
    /// Start and end are those of the collection.
    Exact,
}

/// One reading that the collection accepts.
#[derive(Debug, Clone, Default)]
struct Wanted {
    start: Option<NaiveDateTime>,
    end: Option<NaiveDateTime>,
    /// Only the time of day was given.
    clock_only: bool,
    /// A whole day: the end may be the day's.
    day: bool,
    /// A part of the day, whose hours are a matter of habit.
    part: bool,
    point: bool,
}

fn agrees(wanted: &Wanted, read: &Read, text: &str) -> Match {
    let same = |w: NaiveDateTime, r: NaiveDateTime| {
        if wanted.clock_only { w.time() == r.time() } else { w == r }
    };
    let start = wanted.start.is_none_or(|w| same(w, read.start));
    let end = match (wanted.end, read.end) {
        (Some(w), Some(r)) => same(w, r),
        (Some(_), None) => false,
        (None, Some(r)) => !wanted.point || wanted.day && r - read.start == Duration::days(1),
        (None, None) => true,
    };
    if start && end {
        return Match::Exact;
    }
    person(wanted, read, text, start)
}

/// What a person may mean though the collection has it otherwise, by these rules only:
/// - half: an hour said without a part of the day may be in either half of it;
/// - last: the last day, month or year of A 到 B, or of 或之前, is part of the span;
/// - part: morning, afternoon and evening begin and end by habit: the same day and some hours in common;
/// - counted: N days later is the N-th day, not all of the days until then; at which hour does not count.
fn person(wanted: &Wanted, read: &Read, text: &str, start: bool) -> Match {
    let said_part =
        ["早", "上午", "中午", "下午", "晚", "夜", "凌晨", "晨", "m"].iter().any(|w| text.contains(w));
    let half = |w: NaiveDateTime, r: NaiveDateTime| {
        let diff = (r.time() - w.time()).num_hours().rem_euclid(24);
        let same_day = wanted.clock_only || (r - w).num_hours().abs() <= 12;
        w.minute() == r.minute() && (diff == 0 && r == w || diff == 12 && same_day && !said_part)
    };
    let clock =
        |w: NaiveDateTime, r: NaiveDateTime| half(w, r) || (wanted.clock_only && w.time() == r.time());
    let last = |w: NaiveDateTime, r: NaiveDateTime| {
        let midnight = w.time() == chrono::NaiveTime::MIN;
        let one_day = r - w == Duration::days(1);
        let month = w.day() == 1 && w.checked_add_months(Months::new(1)) == Some(r);
        let year = w.ordinal() == 1 && w.checked_add_months(Months::new(12)) == Some(r);
        midnight && (one_day || month || year)
    };
    let counted = ["天前", "年前", "月前", "周前", "天后"].iter().any(|w| text.contains(w));
    if counted && wanted.day && wanted.start.is_some_and(|w| w.date() == read.start.date()) {
        return Match::Meant;
    }
    let begins = wanted.start.is_none_or(|w| w == read.start || clock(w, read.start));
    let ends = match (wanted.end, read.end) {
        (Some(w), Some(r)) => w == r || clock(w, r) || last(w, r),
        (None, None) => true,
        (None, Some(_)) => !wanted.point,
        _ => false,
    };
    if begins && ends {
        return if start { Match::SameStart } else { Match::Meant };
    }
    let (Some(from), Some(end)) = (wanted.start, wanted.end) else { return Match::No };
    let read_end = read.end.unwrap_or(read.start);
    let same_day = wanted.clock_only || from.date() == read.start.date();
    if wanted.part {
        let hours = |t: NaiveDateTime| t.hour() * 60 + t.minute();
        let overlap = hours(read.start) < hours(end - Duration::minutes(1)) + 1
            && hours(from) < hours(read_end - Duration::minutes(1)) + 1;
        let meant = if start { Match::SameStart } else { Match::Meant };
        return if same_day && overlap { meant } else { Match::No };
    }
    let counted = ["后", "後", "前"].iter().any(|w| text.ends_with(w));
    let inside = from <= read.start && read.start < end && read_end - read.start <= Duration::days(1);
    match (counted && inside, start) {
        (true, true) => Match::SameStart,
        (true, false) => Match::Meant,
        (false, _) => Match::No,
    }
}

#[derive(Default)]
struct Tally {
    all: usize,
    exact: usize,
    same_start: usize,
    meant: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, outcome: Match, describe: impl FnOnce() -> String) {
        self.all += 1;
        self.exact += usize::from(outcome == Match::Exact);
        self.same_start += usize::from(outcome >= Match::SameStart);
        self.meant += usize::from(outcome >= Match::Meant);
        if outcome == Match::No {
            self.wrong.push(describe());
        }
    }

    fn share(&self) -> f64 {
        self.meant as f64 / self.all.max(1) as f64
    }

    fn print(&self, name: &str) {
        let of = |part: usize| part as f64 / self.all.max(1) as f64;
        let (exact, start) = (of(self.exact), of(self.same_start));
        println!(
            "{name}: {:.3} as meant ({} of {}), {start:.3} with the start and {exact:.3} also with the end \
             that the collection has",
            self.share(),
            self.meant,
            self.all
        );
        if std::env::var_os("SHOW_WRONG").is_some() {
            self.wrong.iter().for_each(|w| println!("  {w}"));
        }
    }
}

fn date_time(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]
        .iter()
        .find_map(|f| NaiveDateTime::parse_from_str(text, f).ok())
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
        .or_else(|| {
            let time = chrono::NaiveTime::parse_from_str(text, "%H:%M:%S").ok()?;
            Some(NaiveDate::from_ymd_opt(2000, 1, 1)?.and_time(time))
        })
}

/// The readings of one Recognizers result; `None` for one without a value (an impossible date).
fn wanted_of(result: &Value) -> Vec<Wanted> {
    let mut out = Vec::new();
    let kind = result["TypeName"].as_str().or(result["Type"].as_str()).unwrap_or_default();
    let kind = kind.trim_start_matches("datetimeV2.");
    let values: Vec<(String, &Value)> = match (&result["Resolution"]["values"], &result["Value"]) {
        (Value::Array(values), _) => {
            values.iter().map(|v| (v["type"].as_str().unwrap_or(kind).to_owned(), v)).collect()
        }
        (_, value) if value["values"].is_array() => {
            value["values"].as_array().unwrap().iter().map(|v| (kind.to_owned(), v)).collect()
        }
        (_, value) => {
            ["FutureResolution", "PastResolution"].iter().map(|k| (kind.to_owned(), &value[k])).collect()
        }
    };
    let timex = result["Value"]["Timex"].as_str().or(result["Resolution"]["values"][0]["timex"].as_str());
    let part = timex.is_some_and(|t| ["TMO", "TAF", "TEV", "TMI", "TNI"].iter().any(|p| t.ends_with(p)));
    for (kind, value) in values {
        let get = |names: &[&str]| {
            let text = names.iter().find_map(|n| value[*n].as_str())?;
            if text.starts_with("0001") { None } else { date_time(text) }
        };
        let point = get(&["value", "date", "dateTime", "time"]);
        let start = get(&["start", "startDate", "startTime", "startDateTime"]);
        let end = get(&["end", "endDate", "endTime", "endDateTime"]);
        if point.or(start).or(end).is_none() {
            continue;
        }
        let clock_only = kind.starts_with("time");
        // A clock's span may pass midnight.
        let is_point = point.is_some();
        out.push(Wanted {
            start: point.or(start),
            end,
            clock_only,
            day: kind == "date",
            part,
            point: is_point,
        });
    }
    out
}

#[test]
fn recognizers() {
    let Some(path) = data("time_recognizers_zh.jsonl") else { return };
    let left_out: BTreeMap<usize, &str> = include_str!("time_left_out.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('\t'))
        .map(|(line, rule)| (line.parse().unwrap(), rule))
        .collect();
    let text = std::fs::read_to_string(path).unwrap();
    let (mut tally, mut found) = (Tally::default(), Tally::default());
    let mut with_value = 0;
    for (number, line) in (1..).zip(text.lines()) {
        let case: Value = serde_json::from_str(line).unwrap();
        let input = case["input"].as_str().unwrap();
        let results = case["results"].as_array().unwrap();
        let now = case["reference"].as_str().and_then(date_time);
        let now = now.unwrap_or_else(|| date_time("2019-09-03T08:00:00").unwrap());
        let read = read(input, now, Tz::UTC);
        if case["spec"].as_str().unwrap().contains("Extractor") {
            // Only where it stands is given: is there a time at all?
            let kind = results.first().map_or("", |r| r["Type"].as_str().unwrap());
            if !["duration", "set"].contains(&kind) {
                let right = read.is_some() != results.is_empty();
                found.add(if right { Match::Exact } else { Match::No }, || format!("{number} {input}"));
            }
            continue;
        }
        with_value += 1;
        if left_out.contains_key(&number) {
            continue;
        }
        let wanted: Vec<Wanted> = results.iter().flat_map(wanted_of).collect();
        let outcome = match read {
            None if wanted.is_empty() => Match::Exact,
            None => Match::No,
            Some(read) => wanted.iter().map(|w| agrees(w, &read, input)).max().unwrap_or(Match::No),
        };
        tally.add(outcome, || format!("{number} {input} at {now}: {read:?}, not {:?}", wanted.first()));
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    left_out.values().for_each(|rule| *rules.entry(rule).or_default() += 1);
    let share = left_out.len() as f64 / with_value as f64;
    println!("Recognizers: {with_value} cases with a value, {:.1} % left out: {rules:?}", share * 100.0);
    tally.print("Recognizers");
    found.print("Recognizers, cases without a value: a time is found where there is one");
    assert!(share <= 0.25);
    assert!(tally.share() >= 0.95);
}

#[test]
fn duckling() {
    let Some(path) = data("time_duckling_zh.tsv") else { return };
    let now = date_time("2013-02-12T04:30:00").unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let (mut tally, mut plain) = (Tally::default(), Tally::default());
    for (number, line) in (1..).zip(text.lines()).skip(1) {
        let (input, expected) = line.split_once('\t').unwrap();
        let (wanted, feast) = duckling_wanted(expected);
        let read = read(input, now, Tz::Etc__GMTPlus2);
        let outcome = read.map_or(Match::No, |r| agrees(&wanted, &r, input));
        let describe = || format!("{number} {input}: {read:?}, not {expected}");
        tally.add(outcome, describe);
        if !feast {
            plain.add(outcome, || input.to_owned());
        }
    }
    tally.print("Duckling");
    plain.print("Duckling without feasts");
    assert!(tally.share() >= 0.91);
}

/// `datetime (2013, 2, 12, 4, 30, 0) Second`, `datetimeInterval ((…), (…)) Hour`, also of holidays.
fn duckling_wanted(text: &str) -> (Wanted, bool) {
    let feast = text.contains("Holiday");
    let numbers: Vec<u32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let at = |n: &[u32]| {
        // Months and days of 0 stand for the first.
        NaiveDate::from_ymd_opt(n[0] as i32, n[1].max(1), n[2].max(1)).unwrap().and_hms_opt(n[3], n[4], n[5])
    };
    let start = at(&numbers[..6]);
    if text.contains("Interval") {
        let end = at(&numbers[6..12]);
        let part =
            text.contains(" Hour") && start.unwrap().date() == (end.unwrap() - Duration::hours(1)).date();
        return (Wanted { start, end, part, ..Wanted::default() }, feast);
    }
    let grain = text.split(')').nth(1).unwrap_or_default().trim();
    let months = |n| start.unwrap().checked_add_months(Months::new(n));
    let end = match grain.split(' ').next().unwrap_or_default() {
        "Day" => Some(start.unwrap() + Duration::days(1)),
        "Week" => Some(start.unwrap() + Duration::days(7)),
        "Month" => months(1),
        "Year" => months(12),
        _ => None,
    };
    (Wanted { start, end, point: end.is_none(), ..Wanted::default() }, feast)
}

/// Pieces of times, which in any order must do no harm.
const PIECES: &[&str] = &[
    "2026年",
    "二零二六年",
    "12月",
    "十二月",
    "31日",
    "三十号",
    "2月30日",
    "周",
    "五",
    "下",
    "上",
    "前",
    "后",
    "三",
    "两三",
    "个",
    "半",
    "小时",
    "天",
    "年",
    "世纪",
    "90年代",
    "第",
    "最后",
    "一",
    "季度",
    "每",
    "晚",
    "8点",
    "八点",
    "半",
    "差",
    "五分",
    "20:30",
    "-",
    "~",
    "到",
    "至",
    "之前",
    "之后",
    "起",
    "内",
    "正月",
    "初一",
    "农历",
    "除夕",
    "中秋",
    "复活节",
    "民国",
    "999",
    "9999",
    "百",
    "千",
    "零",
    " ",
    "，",
    "的",
    "和",
    "之间",
    "tomorrow ",
    "next ",
    "friday ",
    "dec ",
    "5th ",
    "in ",
    "hours ",
    "pm",
    "noon ",
    "😀",
    "\u{200b}",
    "現在",
    "今",
    "明",
    "天",
    "24:00",
    "00:60",
    "13/32",
    "1/2/3",
    "1.2.2026",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_pieces_is_no_trouble(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12),
        seconds in -2_000_000_000_i64..4_000_000_000,
    ) {
        let text = pieces.concat();
        let now = chrono::DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&Tz::Europe__Berlin);
        if let Some(when) = read_when(&text, now) {
            prop_assert!(text.contains(&when.text), "{} in {}", when.text, text);
            prop_assert!(when.end.is_none_or(|end| end >= when.start), "{when:?} in {text}");
        }
    }
}

/// Our own cases, written without the collections at hand.
#[test]
fn own() {
    let now = date_time("2026-11-25T10:00:00").unwrap();
    let at = |text: &str| match text {
        "-" => None,
        _ if text.len() > 11 => date_time(&format!("{text}:00")),
        _ => date_time(&format!("2026-{text}:00")),
    };
    let mut tally = Tally::default();
    for line in include_str!("messages/times.tsv").lines().filter(|l| !l.starts_with('#')) {
        let [text, start, end] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let read = read(text, now, Tz::Asia__Shanghai);
        let right = read.map(|r| r.start) == at(start) && read.and_then(|r| r.end) == at(end);
        tally.add(if right { Match::Exact } else { Match::No }, || format!("{line}: {read:?}"));
    }
    tally.print("Own messages");
    assert!(tally.share() >= 0.97);
}
