//! Routine runs: one row says that a routine was done for an area and a period, written in the transaction that
//! does it. And what the routines read; wishes are read apart, in `wishes.rs`.

use crate::life::Status;
use crate::{Case, Member, Result, Role, Tx};

impl Tx {
    /// Claims a period of a routine for this transaction; `false` if it was done already, by whichever process.
    pub async fn routine_claim(&mut self, routine: &str, area: i64, period: &str, now: i64) -> Result<bool> {
        let sql = "INSERT INTO routine_run (routine, area_id, period, at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (routine, area_id, period) DO NOTHING";
        Ok(self.execute(sql, &[routine.into(), area.into(), period.into(), now.into()]).await? == 1)
    }

    /// When a routine was last done for an area.
    pub async fn routine_last(&mut self, routine: &str, area: i64) -> Result<Option<i64>> {
        let sql =
            "SELECT at FROM routine_run WHERE routine = $1 AND area_id = $2 ORDER BY period DESC LIMIT 1";
        let row = self.fetch_optional(sql, &[routine.into(), area.into()]).await?;
        row.map(|row| row.int("at")).transpose()
    }

    /// The areas where somebody has `role`.
    pub async fn areas_with(&mut self, role: Role) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT area_id FROM member WHERE role = $1 AND ended_at IS NULL ORDER BY area_id";
        let rows = self.fetch_all(sql, &[role.as_str().into()]).await?;
        rows.iter().map(|row| row.int("area_id")).collect()
    }

    /// Whoever has `role` at exactly this area and is not away.
    pub async fn members_present(&mut self, area: i64, role: Role, now: i64) -> Result<Vec<Member>> {
        let mut members = self.members_at(&[area], &[role]).await?;
        members.retain(|member| !member.is_away(now));
        Ok(members)
    }

    /// The tickets and tasks of an area opened from `from` to before `to`, oldest first.
    pub async fn cases_made(&mut self, area: i64, from: i64, to: i64, limit: i64) -> Result<Vec<Case>> {
        let sql = "SELECT * FROM cases WHERE area_id = $1 AND made_at >= $2 AND made_at < $3 \
                   AND kind <> 'wish' ORDER BY made_at LIMIT $4";
        self.many_cases(sql, &[area.into(), from.into(), to.into(), limit.into()]).await
    }

    /// How many tickets and tasks of an area are in a live state.
    pub async fn cases_count(&mut self, area: i64, status: Status) -> Result<i64> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM cases \
                   WHERE area_id = $1 AND status IN ('open', 'claimed', 'done') AND status = $2 AND kind <> 'wish'";
        self.fetch_one(sql, &[area.into(), status.as_str().into()]).await?.int("n")
    }

    /// The live tickets and tasks of a community whose running deadline passed before `now`, oldest first.
    pub async fn cases_stuck(&mut self, community: i64, now: i64, limit: i64) -> Result<Vec<Case>> {
        let sql = "SELECT * FROM cases WHERE community_id = $1 AND status IN ('open', 'claimed', 'done') AND kind <> 'wish' \
                   AND ((status = 'open' AND claim_due < $2) OR (status = 'claimed' AND done_due < $2)) \
                   ORDER BY made_at LIMIT $3";
        self.many_cases(sql, &[community.into(), now.into(), limit.into()]).await
    }

    /// The tickets and tasks that `what` was done to in an area from `from` to before `to`, each once, in that order.
    pub async fn cases_that(
        &mut self,
        what: &str,
        area: i64,
        from: i64,
        to: i64,
        limit: i64,
    ) -> Result<Vec<Case>> {
        let sql = "SELECT c.* FROM cases c JOIN (SELECT case_id, MAX(at) AS last FROM entry \
                   WHERE area_id = $1 AND at >= $2 AND at < $3 AND what = $4 GROUP BY case_id) e \
                   ON e.case_id = c.id WHERE c.kind <> 'wish' ORDER BY e.last, c.id LIMIT $5";
        self.many_cases(sql, &[area.into(), from.into(), to.into(), what.into(), limit.into()]).await
    }
}
