//! Lists of cases that people ask for. Wishes are no work to be handed out, so they have lists of their own, in
//! `wishes.rs`.

use crate::life::Status;
use crate::{Case, Result, Tx};

const LIVE_AREA: &str = "SELECT * FROM cases WHERE area_id = $1 AND status IN ('open', 'claimed', 'done') \
    AND status = $2 AND kind <> 'wish' ORDER BY made_at LIMIT $3";
const LIVE_COMMUNITY: &str = "SELECT * FROM cases WHERE community_id = $1 AND status IN ('open', 'claimed', 'done') \
    AND status = $2 AND kind <> 'wish' ORDER BY made_at LIMIT $3";
const OF_REPORTER: &str =
    "SELECT * FROM cases WHERE reporter_id = $1 AND made_at >= $2 ORDER BY made_at DESC LIMIT $3";
const HELD: &str = "SELECT c.* FROM claim k JOIN cases c ON c.id = k.case_id \
    WHERE k.person_id = $1 AND k.state = 'held' AND c.status = 'claimed' AND c.kind <> 'wish' ORDER BY c.done_due LIMIT $2";
const EXPORT: &str = "SELECT * FROM cases WHERE id > $1 ORDER BY id LIMIT $2";

impl Tx {
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

    /// The tickets and tasks a person holds, the nearest deadline first.
    pub async fn cases_held(&mut self, person: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(HELD, &[person.into(), limit.into()]).await
    }

    /// All cases, a page at a time, for exports.
    pub async fn cases_page(&mut self, after: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(EXPORT, &[after.into(), limit.into()]).await
    }
}
