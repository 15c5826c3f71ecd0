//! `gridbell export`: tickets or wishes as JSON Lines or CSV, in the masked form that cards show.

use super::{Done, Refused};
use crate::config::Config;
use crate::keys;
use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use clap::ValueEnum;
use serde::Serialize;
use std::io::Write;
use storage::{Case, CaseKind, Org};

/// How many tickets are read at once.
const PAGE: i64 = 500;

/// Write out what is stored, for spreadsheets and other programs.
///
/// Tickets come oldest first, with words as their cards show them: private reports have none, and names of
/// reporters, rooms and numbers stay in the database. Times are local to the ticket's area. Wishes come with the
/// words under which they were posted; before that, and when they were not, without any.
///
/// Examples:
///   gridbell export wishes --format csv > wishes.csv
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
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// JSON Lines
    Jsonl,
    /// Comma-separated values, for spreadsheets
    Csv,
}

/// One ticket as written. The order of the fields is the order of the columns.
#[derive(Serialize)]
struct Line<'a> {
    ticket: String,
    area: &'a str,
    area_name: String,
    status: &'static str,
    category: &'a str,
    urgency: &'a str,
    department: Option<&'a str>,
    private: bool,
    words: Option<String>,
    building: Option<&'a str>,
    unit: Option<&'a str>,
    spot: Option<&'a str>,
    made_at: Option<String>,
    claim_due: Option<String>,
    claimed_at: Option<String>,
    done_due: Option<String>,
    done_at: Option<String>,
    ended_at: Option<String>,
    outcome: Option<&'a str>,
    rating: Option<&'a str>,
    reopened: i64,
}

/// One wish as written.
#[derive(Serialize)]
struct WishLine<'a> {
    wish: String,
    area: &'a str,
    area_name: String,
    status: &'static str,
    words: Option<String>,
    made_at: Option<String>,
    claimed_at: Option<String>,
    kept_until: Option<String>,
    done_at: Option<String>,
    ended_at: Option<String>,
    outcome: Option<&'a str>,
}

/// Runs it.
pub async fn run(args: &Args, config: &Config) -> Done {
    let db = keys::open(config).await?;
    let mut tx = db.read().await?;
    let org = Org::load(&mut tx).await?;
    let mut writer = Writer::new(args.format, std::io::stdout().lock());
    let mut after = 0;
    loop {
        let page = tx.cases_page(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for case in &page {
            let written = match (args.what, case.kind) {
                (What::Tickets, CaseKind::Ticket) => writer.line(line(&org, case, args.format)),
                (What::Wishes, CaseKind::Wish) => writer.line(wish_line(&org, case, args.format)),
                _ => continue,
            };
            match written {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }
    match writer.end() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Refused(error.to_string())),
        _ => Ok(()),
    }
}

fn line<'a>(org: &'a Org, case: &'a Case, format: Format) -> Line<'a> {
    let zone = org.settings(case.area).time_zone;
    let at = |ms: Option<i64>| ms.and_then(|ms| local(ms, zone));
    let code = |id| org.area(id).map_or("", |area| area.code.as_str());
    let place = |said: &'a Option<String>| said.as_deref().filter(|_| !case.private);
    Line {
        ticket: format!("{}-{}", code(case.community), case.number),
        area: code(case.area),
        area_name: org.path_name(case.area),
        status: case.status.as_str(),
        category: &case.category,
        urgency: &case.urgency,
        department: case.department.as_deref(),
        private: case.private,
        words: words(case, format),
        building: place(&case.place.building),
        unit: place(&case.place.unit),
        spot: place(&case.place.spot),
        made_at: at(Some(case.made_at)),
        claim_due: at(Some(case.claim_due)),
        claimed_at: at(case.claimed_at),
        done_due: at(Some(case.done_due)),
        done_at: at(case.done_at),
        ended_at: at(case.ended_at),
        outcome: case.outcome.as_deref(),
        rating: case.rating.as_deref(),
        reopened: case.reopened,
    }
}

fn wish_line<'a>(org: &'a Org, case: &'a Case, format: Format) -> WishLine<'a> {
    let zone = org.settings(case.area).time_zone;
    let at = |ms: Option<i64>| ms.and_then(|ms| local(ms, zone));
    let code = |id| org.area(id).map_or("", |area| area.code.as_str());
    WishLine {
        wish: format!("{}-{}", code(case.community), case.number),
        area: code(case.area),
        area_name: org.path_name(case.area),
        status: case.status.as_str(),
        words: words(case, format),
        made_at: at(Some(case.made_at)),
        claimed_at: at(case.claimed_at),
        kept_until: at(case.claimed_at.map(|_| case.done_due)),
        done_at: at(case.done_at),
        ended_at: at(case.ended_at),
        outcome: case.outcome.as_deref(),
    }
}

/// The words that everybody may read.
fn words(case: &Case, format: Format) -> Option<String> {
    let words = case.shown.clone().filter(|_| case.is_public());
    match format {
        Format::Csv => words.map(no_formula),
        Format::Jsonl => words,
    }
}

fn local(ms: i64, zone: Tz) -> Option<String> {
    let at = DateTime::from_timestamp_millis(ms)?.with_timezone(&zone);
    Some(at.to_rfc3339_opts(SecondsFormat::Secs, false))
}

enum Writer<W: Write> {
    Jsonl(W),
    Csv(Box<csv::Writer<W>>),
}

impl<W: Write> Writer<W> {
    fn new(format: Format, out: W) -> Writer<W> {
        match format {
            Format::Jsonl => Writer::Jsonl(out),
            Format::Csv => Writer::Csv(Box::new(csv::Writer::from_writer(out))),
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

    fn end(self) -> std::io::Result<()> {
        match self {
            Writer::Jsonl(mut out) => out.flush(),
            Writer::Csv(mut out) => out.flush(),
        }
    }
}

/// A spreadsheet would run words that begin like a formula; an apostrophe keeps them words.
fn no_formula(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{words}") } else { words }
}
