//! Ballots by the clock: the reminder, the close, the end of waiting for Telegram's last word.

use crate::desk::{Desk, ballots, polls};

/// Looks at the ballots that are due; whether there may be more.
pub async fn run(desk: &mut Desk<'_>, at_once: i64) -> storage::Result<bool> {
    let due = desk.tx.ballots_due(desk.office.me.id, desk.now, at_once).await?;
    let more = due.len() as i64 == at_once;
    for ballot in due {
        ballots::due(desk, ballot).await?;
    }
    Ok(more)
}

/// Takes away what is past its time: drafts that nobody published, and old answers.
pub async fn tidy(desk: &mut Desk<'_>) -> storage::Result<()> {
    desk.tx.ballots_discard_old(desk.now - polls::DRAFT_KEPT).await?;
    desk.tx.votes_purge(desk.now).await.map(drop)
}
