//! Lists of cases that people ask for. Wishes are no work to be handed out, so they have lists of their own, in
//! `wishes.rs`.

use crate::life::{CaseKind, Status};
use crate::row::{Arg, Row};
use crate::{Case, Result, Tx};

const LIVE_AREA: &str = "SELECT * FROM cases WHERE area_id = $1 AND status IN ('open', 'claimed', 'done') \
    AND status = $2 AND kind <> 'wish' ORDER BY made_at LIMIT $3";
const LIVE_COMMUNITY: &str = "SELECT * FROM cases WHERE community_id = $1 AND status IN ('open', 'claimed', 'done') \
    AND status = $2 AND kind <> 'wish' ORDER BY made_at LIMIT $3";
const OF_REPORTER: &str =
    "SELECT * FROM cases WHERE reporter_id = $1 AND made_at >= $2 ORDER BY made_at DESC LIMIT $3";
const HELD: &str = "SELECT c.* FROM claim k JOIN cases c ON c.id = k.case_id \
    WHERE k.person_id = $1 AND k.state = 'held' AND c.status = 'claimed' AND c.kind <> 'wish' ORDER BY c.done_due LIMIT $2";
const AHEAD: &str = "SELECT number, kind, status, reminded, next_due FROM cases \
    WHERE bot_id = $1 AND next_due IS NOT NULL AND next_due > $2 ORDER BY next_due LIMIT $3";
/// With how many neighbours joined each.
const LATELY: &str = "SELECT c.*, (SELECT CAST(COUNT(*) AS BIGINT) FROM follower f WHERE f.case_id = c.id) AS joined \
    FROM cases c WHERE c.area_id = $1 AND c.made_at >= $2 AND c.kind = 'ticket' AND c.status NOT IN ('withdrawn', 'merged') \
    ORDER BY c.made_at DESC LIMIT $3";
/// The same of a community, among its last numbers, so that a short period does not walk all of its past.
const LATELY_COMMUNITY: &str = "SELECT c.*, (SELECT CAST(COUNT(*) AS BIGINT) FROM follower f WHERE f.case_id = c.id) AS joined \
    FROM cases c WHERE c.community_id = $1 AND c.number > (SELECT last FROM case_number WHERE community_id = $1) - $3 \
    AND c.made_at >= $2 AND c.kind = 'ticket' AND c.status NOT IN ('withdrawn', 'merged') ORDER BY c.number DESC";
const EXPORT: &str = "SELECT * FROM cases WHERE id > $1 ORDER BY id LIMIT $2";

/// When the clock will look at a case, and as what; nothing sealed is opened for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseAhead {
    /// Story time.
    pub at: i64,
    /// Its number in its community.
    pub number: i64,
    /// A ticket, a wish or a task.
    pub kind: CaseKind,
    /// Where it stands.
    pub status: Status,
    /// As [`Case::reminded`].
    pub reminded: i64,
}

impl Tx {
    /// The cases of a bot that the clock will look at after `now`, the nearest first.
    pub async fn cases_ahead(&mut self, bot: i64, now: i64, limit: i64) -> Result<Vec<CaseAhead>> {
        let rows = self.fetch_all(AHEAD, &[bot.into(), now.into(), limit.into()]).await?;
        let read = |row: &Row| {
            Ok(CaseAhead {
                at: row.int("next_due")?,
                number: row.int("number")?,
                kind: row.word("kind", CaseKind::parse)?,
                status: row.word("status", Status::parse)?,
                reminded: row.int("reminded")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The tickets and tasks of a grid in one live state, oldest first.
    pub async fn cases_of_area(&mut self, area: i64, status: Status, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(LIVE_AREA, &[area.into(), status.as_str().into(), limit.into()]).await
    }

    /// The tickets and tasks of a whole community in one live state, oldest first.
    pub async fn cases_of_community(
        &mut self,
        community: i64,
        status: Status,
        limit: i64,
    ) -> Result<Vec<Case>> {
        self.many_cases(LIVE_COMMUNITY, &[community.into(), status.as_str().into(), limit.into()]).await
    }

    /// What a person reported or wished since `since`, newest first.
    pub async fn cases_reported(&mut self, person: i64, since: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(OF_REPORTER, &[person.into(), since.into(), limit.into()]).await
    }

    /// The tickets that an area itself has got since `since`, the newest first, at most `limit`; with how many neighbours
    /// joined each. Not what was taken back, nor what was merged: whoever reported that has joined the other.
    pub async fn cases_lately(&mut self, area: i64, since: i64, limit: i64) -> Result<Vec<(Case, i64)>> {
        self.with_joined(LATELY, &[area.into(), since.into(), limit.into()]).await
    }

    /// The same of a whole community: of the `limit` cases that were numbered last.
    pub async fn cases_lately_of_community(
        &mut self,
        community: i64,
        since: i64,
        limit: i64,
    ) -> Result<Vec<(Case, i64)>> {
        self.with_joined(LATELY_COMMUNITY, &[community.into(), since.into(), limit.into()]).await
    }

    async fn with_joined(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<(Case, i64)>> {
        let rows = self.fetch_all(sql, args).await?;
        rows.iter().map(|row| Ok((self.read_case(row)?, row.int("joined")?))).collect()
    }

    /// The tickets and tasks a person holds, the nearest deadline first.
    pub async fn cases_held(&mut self, person: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(HELD, &[person.into(), limit.into()]).await
    }

    /// All cases, a page at a time, for exports.
    pub async fn cases_page(&mut self, after: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(EXPORT, &[after.into(), limit.into()]).await
    }
}
