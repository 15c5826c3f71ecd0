//! Ballots: what was asked by which rule, and how it came out. Of a secret one nobody's vote is known, and of a public
//! one nobody's is told here.

use super::{Format, List, Writer, local, no_formula};
use serde::Serialize;
use storage::{Ballot, BallotState, Org, Quorum, Tx, decide};

/// One ballot as written. The order of the fields is the order of the columns.
#[derive(Serialize)]
struct Line<'a> {
    ballot: i64,
    area: &'a str,
    area_name: String,
    state: &'static str,
    subject: String,
    options: List<String>,
    secret: bool,
    several: bool,
    quorum: i64,
    majority: &'static str,
    households: i64,
    opened_at: Option<String>,
    closes_at: Option<String>,
    closed_at: Option<String>,
    votes: List<i64>,
    voters: Option<i64>,
    without_right: Option<i64>,
    quorate: Option<bool>,
    passed: List<String>,
    task: Option<String>,
}

/// Writes every ballot that was put to a vote, oldest first.
pub async fn write(tx: &mut Tx, org: &Org, writer: &mut Writer) -> Result<(), super::Stop> {
    let format = writer.format();
    let mut after = 0;
    loop {
        let page = tx.ballots_page(after, super::PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        for ballot in page.iter().filter(|ballot| ballot.state != BallotState::Draft) {
            let task = match ballot.case {
                Some(case) => tx.case(case).await?,
                None => None,
            };
            let code = |id| org.area(id).map_or("", |area| area.code.as_str());
            let task = task.map(|case| format!("{}-{}", code(case.community), case.number));
            writer.line(line(org, ballot, task, format))?;
        }
    }
}

fn line<'a>(org: &'a Org, ballot: &Ballot, task: Option<String>, format: Format) -> Line<'a> {
    let zone = org.settings(ballot.area).time_zone;
    let at = |ms: Option<i64>| ms.and_then(|ms| local(ms, zone));
    let plain = |words: &str| match format {
        Format::Csv => no_formula(words.to_owned()),
        Format::Jsonl => words.to_owned(),
    };
    let result = ballot.result.as_ref();
    let decision = result.map(|result| {
        decide(ballot.quorum, ballot.majority, &result.counts, result.voters, ballot.households)
    });
    let options = &ballot.paper.options;
    let passed = decision.iter().flat_map(|decision| &decision.passed);
    let passed = passed.filter_map(|place| options.get(*place).cloned()).collect();
    Line {
        ballot: ballot.id,
        area: org.area(ballot.area).map_or("", |area| area.code.as_str()),
        area_name: org.path_name(ballot.area),
        state: ballot.state.as_str(),
        subject: plain(&ballot.paper.subject),
        options: List::of(format, options.clone()),
        secret: ballot.secret,
        several: ballot.several,
        quorum: if ballot.quorum == Quorum::None { 0 } else { ballot.quorum.needs(ballot.households) },
        majority: ballot.majority.as_str(),
        households: ballot.households,
        opened_at: at(ballot.opened_at),
        closes_at: at(Some(ballot.closes_at)),
        closed_at: at(ballot.closed_at),
        votes: List::of(format, result.map(|result| result.counts.clone()).unwrap_or_default()),
        voters: result.map(|result| result.voters),
        without_right: result.map(|result| result.without_right),
        quorate: decision.as_ref().map(|decision| decision.quorate),
        passed: List::of(format, passed),
        task,
    }
}
