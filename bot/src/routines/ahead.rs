//! What the clock will bring, told to whoever moves it: each thing with its time, of a case its number, of a poll or
//! a meeting what it is about.

use super::daily;
use crate::desk::Desk;
use serde::{Deserialize, Serialize};
use storage::{Ballot, BallotState, CaseAhead, CaseKind, Meeting, Status};

/// How many of each kind are named.
const NAMED: i64 = 8;
const HOUR: i64 = 3_600_000;

/// Something that will be due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ahead {
    /// Story time, ms UTC.
    pub at: i64,
    /// What, in a word.
    pub what: String,
    /// The number of the case it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// What the poll or the meeting is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// What comes due after the desk's now, the nearest first.
pub async fn ahead(desk: &mut Desk<'_>) -> storage::Result<Vec<Ahead>> {
    let (bot, now) = (desk.office.me.id, desk.now);
    let plain = |(at, what): (i64, String)| Ahead { at, what, number: None, about: None };
    let mut all: Vec<Ahead> = daily::upcoming(desk).await?.into_iter().map(plain).collect();
    all.extend(desk.tx.cases_ahead(bot, now, NAMED).await?.iter().map(of_case));
    all.extend(desk.tx.ballots_due(bot, i64::MAX, NAMED).await?.iter().filter_map(of_ballot));
    all.extend(desk.tx.meetings_due(bot, i64::MAX, NAMED).await?.iter().filter_map(of_meeting));
    all.retain(|one| one.at > now);
    all.sort();
    Ok(all)
}

fn of_case(case: &CaseAhead) -> Ahead {
    let first = case.reminded == 0;
    let what = match (case.kind, case.status) {
        (CaseKind::Wish, Status::Proposed) => ["wish_look_up", "wish_look"],
        (CaseKind::Wish, Status::Claimed) => ["wish_back", "wish_hand_over"],
        (CaseKind::Wish, _) => ["wish_silence", "wish_silence"],
        (_, Status::Open) => ["take_up", "take"],
        (_, Status::Claimed) => ["finish_up", "finish"],
        _ => ["silence", "silence"],
    };
    Ahead { at: case.at, what: what[usize::from(first)].to_owned(), number: Some(case.number), about: None }
}

fn of_ballot(ballot: &Ballot) -> Option<Ahead> {
    let at = ballot.next_due?;
    let what = match ballot.state {
        BallotState::Open if at < ballot.closes_at => "poll_remind",
        BallotState::Open => "poll_close",
        _ => "poll_result",
    };
    Some(Ahead { at, what: what.to_owned(), number: None, about: Some(ballot.paper.subject.clone()) })
}

fn of_meeting(meeting: &Meeting) -> Option<Ahead> {
    let at = meeting.next_due?;
    let what = match meeting.starts_at - at {
        ..=0 => "meeting_start",
        1..=HOUR => "meeting_hour",
        _ => "meeting_day",
    };
    Some(Ahead { at, what: what.to_owned(), number: None, about: Some(meeting.topics.join("、")) })
}
