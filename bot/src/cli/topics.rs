//! `gridbell topics`: JSON Lines of texts in, the troubles that several of them are about out, hottest first.
//! Needs no network, database or configuration.

use super::{Done, Refused};
use std::io::{self, BufRead, Write};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use understand::topics::{Written, topics};
use understand::{Ask, Category, Names, understand_request};

/// Find the troubles that several texts are about.
///
/// Reads JSON Lines on standard input, one object a line with "id", "text" and, if known, "time" (RFC 3339, or
/// 2019-04-25, 2019/4/25 9:32:09 in the time zone given). Writes one JSON line for each topic, the hottest first:
/// "topic" (telling words), "ids", "from", "to", "places", "heat".
///
/// What a short text is about is read from its words first: a lamp and a heap of rubbish in one corridor are two topics.
///
/// Heat is how many wrote in the topic's busiest thirty days, halved for each half year between its last text and the
/// last of all. Without times it is how many wrote.
///
/// Examples:
///   gridbell topics --least 3 < petitions.jsonl | head
///   gridbell export tickets | jq -c 'select(.words) | {id: .ticket, text: .words, time: .made_at}' | gridbell topics
///
/// A line that cannot be read is named on standard error and left out; the exit status is then 1.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Topics of fewer texts are left out
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub least: usize,
    /// Time zone of times without one, and of those that are written
    #[arg(long, value_name = "TZ", default_value = "Asia/Shanghai")]
    pub time_zone: Tz,
}

#[derive(Deserialize)]
struct Line {
    id: Id,
    text: String,
    time: Option<String>,
}

/// Up to so many characters, a text is short.
const SHORT: usize = 60;

/// Numbers are as good as texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

#[derive(Serialize)]
struct Answer<'a> {
    topic: &'a [String],
    ids: &'a [String],
    from: Option<String>,
    to: Option<String>,
    places: &'a [String],
    heat: f64,
}

/// Runs the command on the program's own input and output.
///
/// # Errors
/// When a line could not be read, or the input or output failed; an output that nobody reads any more is no error.
pub fn on_standard_streams(args: &Args) -> Done {
    match run(args, io::stdin().lock(), io::BufWriter::new(io::stdout().lock())) {
        Ok(bad) if bad.is_empty() => Ok(()),
        Ok(bad) => Err(Refused(format!("Left out:\n{}", bad.join("\n")))),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Writes the topics of `input`'s texts; gives what was wrong with each line that was left out.
///
/// # Errors
/// When `input` cannot be read or `output` cannot be written.
pub fn run(args: &Args, input: impl BufRead, mut output: impl Write) -> io::Result<Vec<String>> {
    let (mut texts, mut bad) = (Vec::new(), Vec::new());
    for (i, line) in input.split(b'\n').enumerate() {
        let line = line?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        match written(args, &line) {
            Ok(text) => texts.push(text),
            Err(what) => bad.push(format!("line {}: {what}", i + 1)),
        }
    }
    let time = |at: Option<i64>| Some(args.time_zone.timestamp_millis_opt(at?).single()?.to_rfc3339());
    for topic in topics(&texts, &Names::default(), args.least) {
        let answer = Answer {
            topic: &topic.topic,
            ids: &topic.ids,
            from: time(topic.from),
            to: time(topic.to),
            places: &topic.places,
            heat: topic.heat,
        };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(bad)
}

fn written(args: &Args, line: &[u8]) -> Result<Written, String> {
    let line: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let id = match line.id {
        Id::Text(id) => id,
        Id::Number(id) => id.to_string(),
    };
    let at = match line.time.as_deref().map(str::trim).filter(|time| !time.is_empty()) {
        None => None,
        Some(time) => {
            Some(instant(time, args.time_zone).ok_or_else(|| format!("no time that is known: {time}"))?)
        }
    };
    let category =
        (line.text.chars().count() <= SHORT).then(|| category(&line.text, args.time_zone)).flatten();
    Ok(Written { id, text: line.text, at, category })
}

/// What a short text is about; its few words alone would bring all together that names the same spot.
fn category(text: &str, zone: Tz) -> Option<Category> {
    let now = zone.timestamp_nanos(0); // of no matter for the category
    understand_request(&Ask { text, context: None, now, names: &Names::default() }).category
}

/// A time as people's exports write it, ms UTC.
fn instant(time: &str, zone: Tz) -> Option<i64> {
    if let Ok(time) = DateTime::<FixedOffset>::parse_from_rfc3339(time) {
        return Some(time.timestamp_millis());
    }
    let plain = time.replace('/', "-").replace('T', " ");
    let local = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&plain, form).ok())
        .or_else(|| NaiveDate::parse_from_str(&plain, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))?;
    zone.from_local_datetime(&local).earliest().map(|time| time.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_of_lines_and_what_is_wrong_with_others() {
        let input = "{\"id\":\"a\",\"text\":\"望月新城搅拌站灰尘大\",\"time\":\"2019/4/25 9:32:09\"}\n[]\n\
                     {\"id\":2,\"text\":\"望月新城的搅拌站灰尘噪音\",\"time\":\"2019-04-26\"}\n\
                     {\"id\":\"c\",\"text\":\"图书馆几点开门\",\"time\":\"soon\"}\n";
        let args = Args { least: 2, time_zone: Tz::Asia__Shanghai };
        let mut output = Vec::new();
        let bad = run(&args, input.as_bytes(), &mut output).unwrap();
        assert_eq!(bad.len(), 2);
        assert!(bad[0].starts_with("line 2") && bad[1].contains("soon"));
        let topic: serde_json::Value = serde_json::from_slice(&output).unwrap();
        assert_eq!(topic["ids"], serde_json::json!(["a", "2"]));
        assert_eq!(topic["from"], "2019-04-25T09:32:09+08:00");
        assert_eq!(topic["heat"], 2.0);
        assert!(topic["topic"].as_array().is_some_and(|words| !words.is_empty()));
    }
}
