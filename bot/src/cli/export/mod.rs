//! `gridbell export`: what is stored as JSON Lines or CSV, in the form that everybody may read. One file a kind.

mod ballots;
mod cases;
mod corrections;
mod meetings;

use super::Done;
use crate::config::Config;
use crate::keys;
use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use clap::ValueEnum;
use serde::Serialize;
use std::io::{StdoutLock, Write};
use storage::{CaseKind, Org};

/// How many records are read at once.
const PAGE: i64 = 500;

/// Write out what is stored, for spreadsheets and other programs.
///
/// Tickets come oldest first, with words as their cards show them: private reports have none, and names of
/// reporters, rooms and numbers stay in the database. Times are local to the ticket's area. Wishes come with the
/// words under which they were posted; before that, and when they were not, without any. Ballots come with their
/// rule and their counts: who voted how is in no export. Meetings come with what was decided, and without who came.
/// Corrections come with the masked words, what was read and what it is.
///
/// Examples:
///   gridbell export wishes --format csv > wishes.csv
///   gridbell export ballots | jq 'select(.state == "closed") | .subject, .votes'
///   gridbell export meetings --format csv > meetings.csv
///   gridbell export tickets --format csv > tickets.csv
///   gridbell export tickets --format jsonl | jq 'select(.status == "open") | .ticket'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// What to write
    what: What,
    /// As what: one JSON object a line, or comma-separated values with a header
    #[arg(long, default_value = "jsonl")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// Residents' requests
    Tickets,
    /// Residents' wishes
    Wishes,
    /// Polls and their results
    Ballots,
    /// Meetings and what was decided
    Meetings,
    /// What people put right of what was read, of reporters who agreed
    Corrections,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values, for spreadsheets
    Csv,
}

/// Runs it.
pub async fn run(args: &Args, config: &Config) -> Done {
    let db = keys::open(config).await?;
    let mut tx = db.read().await?;
    let org = Org::load(&mut tx).await?;
    let mut writer = Writer::new(args.format);
    let done = match args.what {
        What::Tickets => cases::write(&mut tx, &org, CaseKind::Ticket, &mut writer).await,
        What::Wishes => cases::write(&mut tx, &org, CaseKind::Wish, &mut writer).await,
        What::Ballots => ballots::write(&mut tx, &org, &mut writer).await,
        What::Corrections => corrections::write(&mut tx, &mut writer).await,
        What::Meetings => meetings::write(&mut tx, &org, &mut writer).await,
    };
    match done.and_then(|()| writer.end()) {
        // Whoever stopped reading has seen enough.
        Err(Stop::Write(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(Stop::Write(error)) => Err(error.into()),
        Err(Stop::Storage(error)) => Err(error.into()),
        Ok(()) => Ok(()),
    }
}

/// Why an export ended early.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error(transparent)]
    Write(#[from] std::io::Error),
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// A local time with its offset.
fn local(ms: i64, zone: Tz) -> Option<String> {
    let at = DateTime::from_timestamp_millis(ms)?.with_timezone(&zone);
    Some(at.to_rfc3339_opts(SecondsFormat::Secs, false))
}

/// Writes to standard output.
enum Writer {
    Jsonl(StdoutLock<'static>),
    Csv(Box<csv::Writer<StdoutLock<'static>>>),
}

impl Writer {
    fn new(format: Format) -> Writer {
        let out = std::io::stdout().lock();
        match format {
            Format::Jsonl => Writer::Jsonl(out),
            Format::Csv => Writer::Csv(Box::new(csv::Writer::from_writer(out))),
        }
    }

    fn format(&self) -> Format {
        match self {
            Writer::Jsonl(_) => Format::Jsonl,
            Writer::Csv(_) => Format::Csv,
        }
    }

    fn line(&mut self, line: impl Serialize) -> std::io::Result<()> {
        match self {
            Writer::Jsonl(out) => {
                serde_json::to_writer(&mut *out, &line)?;
                out.write_all(b"\n")
            }
            Writer::Csv(out) => out.serialize(line).map_err(std::io::Error::other),
        }
    }

    fn end(self) -> Result<(), Stop> {
        match self {
            Writer::Jsonl(mut out) => out.flush()?,
            Writer::Csv(mut out) => out.flush()?,
        }
        Ok(())
    }
}

/// Several values in one field: an array in JSON, in one cell of a spreadsheet.
#[derive(Serialize)]
#[serde(untagged)]
enum List<T> {
    Array(Vec<T>),
    Cell(String),
}

impl<T: ToString> List<T> {
    fn of(format: Format, all: Vec<T>) -> List<T> {
        match format {
            Format::Jsonl => List::Array(all),
            Format::Csv => {
                let texts: Vec<String> = all.iter().map(T::to_string).collect();
                List::Cell(no_formula(texts.join(" | ")))
            }
        }
    }
}

/// A spreadsheet would run words that begin like a formula; an apostrophe keeps them words.
fn no_formula(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words }
}
