//! Wishes: cases that wait for approval, are kept for a while for whoever claims them, and have lists of their own.

use crate::life::{Move, Status};
use crate::{Case, Result, Tx};

const DAY: i64 = 24 * 3_600_000;
/// How long a wish is kept for who claimed it, ms: 7 days.
pub const RESERVATION: i64 = 7 * DAY;
/// How long before the end of that time who claimed it is reminded, ms.
pub const RESERVATION_REMINDER: i64 = DAY;
/// How long a wish may wait for approval before its keepers are reminded, ms.
pub const APPROVAL: i64 = DAY;

const PROPOSED: &str = "SELECT * FROM cases WHERE community_id = $1 AND kind = 'wish' AND status = 'proposed' \
    ORDER BY made_at LIMIT $2";
const LIVE: &str = "SELECT * FROM cases WHERE community_id = $1 AND kind = 'wish' AND status IN ('open', 'claimed', 'done') \
    ORDER BY made_at LIMIT $2";
const GRANTED: &str = "SELECT * FROM cases WHERE community_id = $1 AND kind = 'wish' AND status = 'closed' AND ended_at >= $2 \
    ORDER BY ended_at DESC LIMIT $3";
const HELD: &str = "SELECT c.* FROM claim k JOIN cases c ON c.id = k.case_id \
    WHERE k.person_id = $1 AND k.state = 'held' AND c.status = 'claimed' AND c.kind = 'wish' ORDER BY c.done_due LIMIT $2";
const COUNTS: &str = "SELECT e.what, CAST(COUNT(*) AS BIGINT) AS n FROM entry e JOIN cases c ON c.id = e.case_id \
    WHERE e.area_id = $1 AND e.at >= $2 AND e.at < $3 AND c.kind = 'wish' GROUP BY e.what ORDER BY e.what";

impl Case {
    /// Whether its words may be shown to everybody: a ticket's unless it was reported in private, a wish's once it
    /// was approved.
    pub fn is_public(&self) -> bool {
        match self.kind {
            crate::CaseKind::Wish => self.status.is_live() || self.status == Status::Closed,
            _ => !self.private,
        }
    }

    /// Whether it is a wish.
    pub fn is_wish(&self) -> bool {
        self.kind == crate::CaseKind::Wish
    }
}

/// A wish after `step`: on the wall nothing presses it, and whoever has it is reminded before the time runs out.
pub(crate) fn settled(mut after: Case, step: Move, now: i64) -> Case {
    match after.status {
        Status::Open => after.next_due = None,
        Status::Claimed if step != Move::Progress => {
            after.done_due = now + after.done_band;
            after.next_due = Some(after.done_due - RESERVATION_REMINDER);
        }
        _ => {}
    }
    after
}

impl Tx {
    /// The wishes of a community that wait for approval, oldest first.
    pub async fn wishes_proposed(&mut self, community: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(PROPOSED, &[community.into(), limit.into()]).await
    }

    /// The wishes of a community that were approved and not granted yet, oldest first.
    pub async fn wishes_live(&mut self, community: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(LIVE, &[community.into(), limit.into()]).await
    }

    /// The wishes of a community granted since `since`, newest first.
    pub async fn wishes_granted(&mut self, community: i64, since: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(GRANTED, &[community.into(), since.into(), limit.into()]).await
    }

    /// The wishes a person claimed and did not hand over yet, the first to run out first.
    pub async fn wishes_held(&mut self, person: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(HELD, &[person.into(), limit.into()]).await
    }

    /// How often each thing was done to the wishes of an area from `from` to before `to`.
    pub async fn wish_counts(&mut self, area: i64, from: i64, to: i64) -> Result<Vec<(String, i64)>> {
        let rows = self.fetch_all(COUNTS, &[area.into(), from.into(), to.into()]).await?;
        rows.iter().map(|row| Ok((row.text("what")?, row.int("n")?))).collect()
    }
}
