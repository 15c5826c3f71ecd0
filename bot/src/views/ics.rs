//! A meeting as a calendar file, after RFC 5545. Pure.

use chrono::DateTime;

/// How long a meeting takes when nobody said, ms.
const USUAL: i64 = 3_600_000;
/// The most octets on a line.
const LINE: usize = 75;

/// A meeting as a calendar keeps it. Instants are ms UTC.
#[derive(Debug, Clone)]
pub struct Event {
    /// What a calendar knows it by, so that a second file of it changes the first.
    pub uid: String,
    /// When this was written.
    pub stamp: i64,
    /// When it begins.
    pub starts_at: i64,
    /// When it ends, if that was said.
    pub ends_at: Option<i64>,
    /// Its title.
    pub summary: String,
    /// What about, in lines.
    pub description: String,
    /// Where.
    pub location: String,
    /// It was called off: a calendar that has it takes it out.
    pub off: bool,
}

/// The file.
pub fn ics(event: &Event) -> String {
    let ends_at = event.ends_at.unwrap_or(event.starts_at + USUAL);
    let (method, status, sequence) =
        if event.off { ("CANCEL", "CANCELLED", 1) } else { ("PUBLISH", "CONFIRMED", 0) };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Gridbell//Gridbell//EN".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", event.uid),
        format!("SEQUENCE:{sequence}"),
        format!("STATUS:{status}"),
        format!("DTSTAMP:{}", utc(event.stamp)),
        format!("DTSTART:{}", utc(event.starts_at)),
        format!("DTEND:{}", utc(ends_at)),
        format!("SUMMARY:{}", escaped(&event.summary)),
        format!("DESCRIPTION:{}", escaped(&event.description)),
        format!("LOCATION:{}", escaped(&event.location)),
    ];
    if !event.off {
        lines.extend(["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT1H"].map(str::to_owned));
        lines.push(format!("DESCRIPTION:{}", escaped(&event.summary)));
        lines.push("END:VALARM".to_owned());
    }
    lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
    lines.iter().map(|line| folded(line)).collect()
}

fn utc(ms: i64) -> String {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().format("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line with its end. One that is too long goes on after a space; no character is torn.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::samples::NOW;

    fn event() -> Event {
        Event {
            uid: "meeting-7@gridbell_bot".to_owned(),
            stamp: NOW,
            starts_at: NOW + 86_400_000,
            ends_at: None,
            summary: "电梯, 停车; a\\b\r\n第二行".to_owned(),
            description: "电梯, 停车\n绿化".to_owned(),
            location: "居民活动室".to_owned(),
            off: false,
        }
    }

    #[test]
    fn a_calendar_reads_it() {
        let file = ics(&event());
        let lines: Vec<&str> = file.split("\r\n").collect();
        assert_eq!(lines[0], "BEGIN:VCALENDAR");
        assert!(
            file.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n") && !file.replace("\r\n", "").contains('\n')
        );
        for line in [
            "UID:meeting-7@gridbell_bot",
            "DTSTAMP:20260302T010000Z",
            "DTSTART:20260303T010000Z",
            "DTEND:20260303T020000Z",
            "SUMMARY:电梯\\, 停车\\; a\\\\b\\n第二行",
            "DESCRIPTION:电梯\\, 停车\\n绿化",
            "LOCATION:居民活动室",
            "METHOD:PUBLISH",
            "STATUS:CONFIRMED",
            "SEQUENCE:0",
        ] {
            assert!(lines.contains(&line), "{line} is not in\n{file}");
        }
        let alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nDESCRIPTION:电梯\\, 停车";
        assert!(file.contains(alarm) && file.contains("\r\nEND:VALARM\r\nEND:VEVENT\r\n"), "{file}");
        let longer = Event { ends_at: Some(NOW + 2 * 86_400_000), ..event() };
        assert!(ics(&longer).contains("DTEND:20260304T010000Z"));
    }

    #[test]
    fn a_calendar_takes_it_out_again() {
        let file = ics(&Event { off: true, stamp: NOW + 5_000, ..event() });
        let lines: Vec<&str> = file.split("\r\n").collect();
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "UID:meeting-7@gridbell_bot"] {
            assert!(lines.contains(&line), "{line} is not in\n{file}");
        }
        assert!(!file.contains("VALARM"), "nobody is reminded of it:\n{file}");
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let long = "长".repeat(200);
        let file = ics(&Event { summary: long.clone(), ..event() });
        assert!(file.split("\r\n").all(|line| line.len() <= 75));
        assert!(file.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")));
    }
}
