//! Meetings: when, where, what about, and what was decided. Who said they come is in no export, only how many.

use super::{Format, List, Writer, local, no_formula};
use serde::Serialize;
use storage::{BallotState, Meeting, MeetingState, Org, Tx};

/// One meeting as written. The order of the fields is the order of the columns.
#[derive(Serialize)]
struct Line<'a> {
    meeting: i64,
    area: &'a str,
    area_name: String,
    state: &'static str,
    starts_at: Option<String>,
    ends_at: Option<String>,
    place: String,
    topics: List<String>,
    minutes: Option<String>,
    coming: i64,
    ballots: List<i64>,
    made_at: Option<String>,
}

/// Writes every meeting that was announced, oldest first.
pub async fn write(tx: &mut Tx, org: &Org, writer: &mut Writer) -> Result<(), super::Stop> {
    let format = writer.format();
    let mut after = 0;
    loop {
        let page = tx.meetings_page(after, super::PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for meeting in page.iter().filter(|meeting| meeting.state != MeetingState::Draft) {
            let coming = tx.coming(meeting).await?;
            let ballots = tx.ballots_of_meeting(meeting.id).await?;
            let called = ballots.iter().filter(|ballot| ballot.state != BallotState::Draft);
            let ballots = called.map(|ballot| ballot.id).collect();
            writer.line(line(org, meeting, coming, ballots, format))?;
        }
    }
}

fn line<'a>(org: &'a Org, meeting: &Meeting, coming: i64, ballots: Vec<i64>, format: Format) -> Line<'a> {
    let zone = org.settings(meeting.area).time_zone;
    let at = |ms: Option<i64>| ms.and_then(|ms| local(ms, zone));
    let plain = |words: &str| match format {
        Format::Csv => no_formula(words.to_owned()),
        Format::Jsonl => words.to_owned(),
    };
    Line {
        meeting: meeting.id,
        area: org.area(meeting.area).map_or("", |area| area.code.as_str()),
        area_name: org.path_name(meeting.area),
        state: meeting.state.as_str(),
        starts_at: at(Some(meeting.starts_at)),
        ends_at: at(meeting.ends_at),
        place: plain(&meeting.place),
        topics: List::of(format, meeting.topics.clone()),
        minutes: meeting.minutes.as_deref().map(plain),
        coming,
        ballots: List::of(format, ballots),
        made_at: at(Some(meeting.made_at)),
    }
}
