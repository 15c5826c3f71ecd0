//! Meetings by the clock: the reminders, the end of their buttons, and what a meeting leaves for a month only.

use crate::desk::{Desk, gathering, polls};

/// How long it stays on record who came, ms: 30 days.
const KEPT: i64 = 30 * 86_400_000;

/// Looks at the meetings that are due; whether there may be more.
pub async fn run(desk: &mut Desk<'_>, at_once: i64) -> storage::Result<bool> {
    let due = desk.tx.meetings_due(desk.office.me.id, desk.now, at_once).await?;
    let more = due.len() as i64 == at_once;
    for meeting in due {
        gathering::due(desk, meeting).await?;
    }
    Ok(more)
}

/// Takes away what is past its time: drafts that nobody announced, and who came.
pub async fn tidy(desk: &mut Desk<'_>) -> storage::Result<()> {
    desk.tx.meetings_discard_old(desk.now - polls::DRAFT_KEPT).await?;
    desk.tx.attendance_purge(desk.now - KEPT).await.map(drop)
}
