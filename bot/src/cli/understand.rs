//! `gridbell understand`: JSON Lines of messages in, JSON Lines of what they mean out.
//! Needs no network, database or configuration, so it can be tried on anything.

use super::{Done, Refused};
use std::io::{self, BufRead, Write};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use understand::{Ask, Names, Understanding, understand};

/// Read messages and say what each one means.
///
/// Reads JSON Lines on standard input, one object a line with "id", "text" and, when the message is a reply,
/// "context" (the text replied to). Writes one JSON line for each, in order: kind, confidence, category, urgency,
/// department, place, when, and the text as it may be shown in public.
///
/// Examples:
///   echo '{"id":"1","text":"3号楼2单元的楼道灯又不亮了"}' | gridbell understand
///   gridbell understand --now 2026-11-27T09:00:00+08:00 < messages.jsonl > meanings.jsonl
///
/// A line that cannot be read gets an "error" with its line number; the run goes on and the exit status is 1.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The instant against which "tomorrow" is read, as RFC 3339; default: the clock
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<DateTime<chrono::FixedOffset>>,
    /// Time zone of the messages
    #[arg(long, value_name = "TZ", default_value = "Asia/Shanghai")]
    pub time_zone: Tz,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    context: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    id: String,
    #[serde(flatten)]
    understanding: Understanding,
}

#[derive(Serialize)]
struct Refusal {
    id: Option<String>,
    error: String,
    line: usize,
}

/// Runs the command on the program's own input and output. `now`: the clock, ms UTC.
///
/// # Errors
/// When a line could not be read, or the input or output failed; an output that nobody reads any more is no error.
pub fn on_standard_streams(args: &Args, now: i64) -> Done {
    let clock = DateTime::from_timestamp_millis(now).unwrap_or_default();
    match run(args, clock, io::stdin().lock(), io::BufWriter::new(io::stdout().lock())) {
        Ok(true) => Ok(()),
        Ok(false) => {
            Err(Refused("Some lines were no messages: see the answers with an \"error\" for which.".into()))
        }
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Answers every line of `input`; `Ok(false)` when one of them could not be read. `clock` is used without `--now`.
///
/// # Errors
/// When `input` cannot be read or `output` cannot be written.
pub fn run(
    args: &Args,
    clock: DateTime<Utc>,
    mut input: impl BufRead,
    mut output: impl Write,
) -> io::Result<bool> {
    let now = args.now.map_or(clock, |now| now.to_utc()).with_timezone(&args.time_zone);
    let names = Names::default();
    let (mut all_read, mut bytes) = (true, Vec::new());
    for line in 1.. {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        match serde_json::from_slice::<Line>(bytes.trim_ascii()) {
            Ok(Line { id, text, context }) => {
                let ask = Ask { text: &text, context: context.as_deref(), now, names: &names };
                let answer = Answer { id, understanding: understand(&ask) };
                serde_json::to_writer(&mut output, &answer)?;
            }
            Err(error) => {
                all_read = false;
                let error = format!("not an object with \"id\" and \"text\", both strings: {error}");
                serde_json::to_writer(&mut output, &Refusal { id: None, error, line })?;
            }
        }
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(all_read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &[u8]) -> (bool, Vec<serde_json::Value>) {
        let now = DateTime::parse_from_rfc3339("2026-11-23T09:00:00+08:00").ok();
        let args = Args { now, time_zone: Tz::Asia__Shanghai };
        let mut output = Vec::new();
        let all_read = run(&args, DateTime::UNIX_EPOCH, input, &mut output).unwrap();
        let lines = output.split(|b| *b == b'\n').filter(|l| !l.is_empty());
        (all_read, lines.map(|l| serde_json::from_slice(l).unwrap()).collect())
    }

    #[test]
    fn one_answer_a_line_in_order() {
        let (all_read, answers) = answers(
            "{\"id\":\"7\",\"text\":\"3号楼2单元的楼道灯又不亮了\"}\n{\"id\":\"8\",\"text\":\"我家也是\",\"context\":\"3号楼停水了\"}".as_bytes(),
        );
        assert!(all_read);
        assert_eq!(answers[0]["id"], "7");
        assert_eq!(answers[0]["kind"], "request");
        assert_eq!(answers[0]["category"], "lighting");
        assert_eq!(answers[0]["department"], "城乡建设");
        assert_eq!(answers[0]["place"]["building"], "3号楼");
        assert_eq!(answers[0]["place"]["room"], serde_json::Value::Null);
        assert!(answers[0]["when"].is_null());
        assert_eq!(answers[1]["kind"], "support");
    }

    #[test]
    fn a_time_is_read_against_now() {
        let (_, answers) = answers("{\"id\":\"1\",\"text\":\"周五晚7点在活动室开会\"}".as_bytes());
        assert_eq!(answers[0]["when"]["start"], "2026-11-27T19:00:00+08:00");
    }

    #[test]
    fn a_bad_line_is_named_and_the_run_goes_on() {
        let (all_read, answers) = answers(b"[]\n\xff\xfe\n{\"id\":\"3\"}\n{\"id\":\"4\",\"text\":\"ok\"}\n");
        assert!(!all_read);
        assert_eq!(answers.len(), 4);
        for (i, answer) in answers[..3].iter().enumerate() {
            assert_eq!(answer["line"], i + 1);
            assert!(answer["id"].is_null() && answer["error"].as_str().is_some_and(|e| !e.is_empty()));
        }
        assert_eq!(answers[3]["id"], "4");
    }
}
