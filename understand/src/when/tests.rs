use super::*;
use chrono::DateTime;

fn now() -> DateTime<Tz> {
    // A Wednesday.
    DateTime::parse_from_rfc3339("2026-11-25T10:00:00+08:00")
        .unwrap()
        .with_timezone(&chrono_tz::Asia::Shanghai)
}

fn read(text: &str) -> String {
    let Some(when) = read_when(text, now()) else { return "-".to_owned() };
    let end = when.end.map(|e| e.format(" %m-%dT%H:%M").to_string()).unwrap_or_default();
    format!("{}|{}{end}", when.text, when.start.format("%Y-%m-%dT%H:%M"))
}

#[test]
fn days_and_clocks() {
    for (text, expected) in [
        ("周五晚8点", "周五晚8点|2026-11-27T20:00"),
        ("周五晚上七点在活动室开会", "周五晚上七点|2026-11-27T19:00"),
        ("今天下午3点半停水", "今天下午3点半|2026-11-25T15:30"),
        ("明早八点", "明早八点|2026-11-26T08:00"),
        ("后天", "后天|2026-11-27T00:00 11-28T00:00"),
        ("2026-12-01", "2026-12-01|2026-12-01T00:00 12-02T00:00"),
        ("12月1日上午9:30", "12月1日上午9:30|2026-12-01T09:30"),
        ("下周三下午三点半", "下周三下午三点半|2026-12-02T15:30"),
        ("週五晚上12點", "週五晚上12點|2026-11-28T00:00"),
        ("1号", "1号|2026-12-01T00:00 12-02T00:00"),
        ("5号下午修", "5号下午|2026-12-05T12:00 12-05T18:00"),
        ("周三9点", "周三9点|2026-12-02T09:00"),
        ("3点过来", "3点|2026-11-25T15:00"),
        ("每月17日", "每月17日|2026-12-17T00:00 12-18T00:00"),
        ("月底", "月底|2026-11-28T00:00 12-01T00:00"),
        ("下个月完工", "下个月|2026-12-01T00:00 01-01T00:00"),
        ("下月底", "下月底|2026-12-29T00:00 01-01T00:00"),
        ("元旦", "元旦|2027-01-01T00:00 01-02T00:00"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn spans_and_what_is_counted_from_now() {
    for (text, expected) in [
        ("19:00-20:30", "19:00-20:30|2026-11-25T19:00 11-25T20:30"),
        ("周五到周日", "周五到周日|2026-11-27T00:00 11-30T00:00"),
        ("12月1日至5日", "12月1日至5日|2026-12-01T00:00 12-06T00:00"),
        ("下午2点到4点", "下午2点到4点|2026-11-25T14:00 11-25T16:00"),
        ("晚上6-8点", "晚上6-8点|2026-11-25T18:00 11-25T20:00"),
        ("半小时后", "半小时后|2026-11-25T10:30"),
        ("3天后", "3天后|2026-11-28T00:00 11-29T00:00"),
        ("一个半小时以后", "一个半小时以后|2026-11-25T11:30"),
        ("周五前", "周五前|2026-11-25T10:00 11-28T00:00"),
        ("两周内", "两周内|2026-11-25T10:00 12-09T10:00"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn english() {
    for (text, expected) in [
        ("until Friday", "Friday|2026-11-27T00:00 11-28T00:00"),
        ("tomorrow at 3pm", "tomorrow at 3pm|2026-11-26T15:00"),
        ("next Wednesday 9:30 am", "next Wednesday 9:30 am|2026-12-02T09:30"),
        ("Dec 1st", "Dec 1st|2026-12-01T00:00 12-02T00:00"),
        ("in half an hour", "in half an hour|2026-11-25T10:30"),
        ("tonight", "tonight|2026-11-25T18:00 11-26T00:00"),
    ] {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_time() {
    for text in [
        "5号楼2单元",
        "一点小事",
        "周围很吵",
        "4号线",
        "他说的对",
        "12345",
        "半夜老是吵",
        "晚上老人不敢下楼",
        "现在还没修",
        "三点建议",
        "电话010-12345678",
        "两栋楼",
    ] {
        assert_eq!(read(text), "-", "{text}");
    }
}

#[test]
fn until_means_the_end_of_a_day() {
    let day = |text| read_when(text, now()).unwrap().until().to_rfc3339();
    assert_eq!(day("周五"), "2026-11-28T00:00:00+08:00");
    assert_eq!(day("周五晚8点"), "2026-11-27T20:00:00+08:00");
}

#[test]
fn a_local_hour_that_does_not_exist_is_moved_on() {
    let berlin = DateTime::parse_from_rfc3339("2027-03-27T12:00:00+01:00")
        .unwrap()
        .with_timezone(&chrono_tz::Europe::Berlin);
    let when = read_when("tomorrow 2:30 am", berlin).unwrap();
    assert_eq!(when.start.to_rfc3339(), "2027-03-28T03:00:00+02:00");
}
