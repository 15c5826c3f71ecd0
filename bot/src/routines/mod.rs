//! Routines come due by the clock, in each area's own time, and take the same road as everything else: the row
//! that says "done for this period" is written in the transaction that does it.

pub mod ahead;
pub mod ballots;
pub mod daily;
pub mod deadlines;
pub mod digest;
pub mod meetings;
pub mod morning;
pub mod shadow;
pub mod stuck;
pub mod time;
pub mod wishes;

use crate::desk::{Desk, photos, questions};

/// How many cases or areas one transaction looks at, so that a busy hour does not hold up residents' messages.
const AT_ONCE: usize = 40;

/// Does what is due now, at most [`AT_ONCE`] of each kind; whether more is due at once.
pub async fn tick(desk: &mut Desk<'_>) -> storage::Result<bool> {
    let more = deadlines::run(desk, AT_ONCE as i64).await?;
    let more = ballots::run(desk, AT_ONCE as i64).await? || more;
    let more = meetings::run(desk, AT_ONCE as i64).await? || more;
    let more = daily::run(desk, AT_ONCE).await? || more;
    photos::expire(desk).await?;
    let more = questions::expire(desk).await? || more;
    if !more {
        tidy(desk).await?;
    }
    Ok(more)
}

/// When the clock must look again, ms; reads one row of a kind.
pub async fn next_instant(desk: &mut Desk<'_>) -> storage::Result<i64> {
    let case = desk.tx.cases_next_due(desk.office.me.id).await?;
    let ballot = desk.tx.ballots_next_due(desk.office.me.id).await?;
    let meeting = desk.tx.meetings_next_due(desk.office.me.id).await?;
    Ok([case, ballot, meeting].into_iter().flatten().min().unwrap_or(i64::MAX).min(desk.office.next_daily()))
}

/// What is due next: instants in ms, with a word for each, the nearest first.
pub async fn next_due(desk: &mut Desk<'_>) -> storage::Result<Vec<(i64, String)>> {
    let mut due = daily::upcoming(desk).await?;
    if let Some(at) = desk.tx.cases_next_due(desk.office.me.id).await? {
        due.push((at, "deadline".to_owned()));
    }
    if let Some(at) = desk.tx.ballots_next_due(desk.office.me.id).await? {
        due.push((at, "ballot".to_owned()));
    }
    if let Some(at) = desk.tx.meetings_next_due(desk.office.me.id).await? {
        due.push((at, "meeting".to_owned()));
    }
    due.sort();
    Ok(due)
}

/// Once an hour: deletes what its time has passed.
async fn tidy(desk: &mut Desk<'_>) -> storage::Result<()> {
    const HOUR: i64 = 3_600_000;
    let known = desk.tx.meta("tidied_at").await?.and_then(|at| at.parse::<i64>().ok()).unwrap_or(0);
    if desk.now - known < HOUR {
        return Ok(());
    }
    desk.tx.set_meta("tidied_at", &desk.now.to_string()).await?;
    desk.tx.dead_letters_purge(desk.now).await?;
    ballots::tidy(desk).await?;
    meetings::tidy(desk).await?;
    desk.tx.chats_erase_forgotten(desk.office.me.id).await?;
    while desk.tx.outbox_purge(desk.wire - 48 * HOUR).await? == 500 {}
    Ok(())
}
