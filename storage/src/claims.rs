//! Claims: who took a case. One person holds it today; several together and organisations have their
//! shape in the record.

use crate::row::Row;
use crate::{Result, Tx, ids};

/// A claim on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its row.
    pub id: i64,
    /// The case.
    pub case: i64,
    /// Who has it; `None` once forgotten.
    pub person: Option<i64>,
    /// Since when.
    pub since: i64,
}

const HELD: &str = "SELECT id, case_id, person_id, since FROM claim WHERE case_id = $1 AND state = 'held'";
const LAST: &str =
    "SELECT id, case_id, person_id, since FROM claim WHERE case_id = $1 ORDER BY id DESC LIMIT 1";
const ALL: &str = "SELECT id, case_id, person_id, since FROM claim WHERE case_id = $1 ORDER BY id";

impl Tx {
    /// Gives a case to a person; whoever held it before no longer does.
    pub async fn claim_take(&mut self, case: i64, person: i64, now: i64) -> Result<()> {
        self.claim_end(case, "released", now).await?;
        let sql = "INSERT INTO claim (id, case_id, person_id, shape, state, since) VALUES ($1, $2, $3, 'one', 'held', $4)";
        self.execute(sql, &[ids::next().into(), case.into(), person.into(), now.into()]).await.map(drop)
    }

    /// Ends the claim that is held: `released` or `finished`.
    pub async fn claim_end(&mut self, case: i64, state: &'static str, now: i64) -> Result<()> {
        let sql = "UPDATE claim SET state = $2, until = $3 WHERE case_id = $1 AND state = 'held'";
        self.execute(sql, &[case.into(), state.into(), now.into()]).await.map(drop)
    }

    /// Who holds a case now.
    pub async fn claim_held(&mut self, case: i64) -> Result<Option<Claim>> {
        self.fetch_optional(HELD, &[case.into()]).await?.as_ref().map(read).transpose()
    }

    /// Everybody who has or had a case, the first first.
    pub async fn claims(&mut self, case: i64) -> Result<Vec<Claim>> {
        self.fetch_all(ALL, &[case.into()]).await?.iter().map(read).collect()
    }

    /// Who holds a case, or held it last.
    pub async fn claim_last(&mut self, case: i64) -> Result<Option<Claim>> {
        self.fetch_optional(LAST, &[case.into()]).await?.as_ref().map(read).transpose()
    }
}

fn read(row: &Row) -> Result<Claim> {
    Ok(Claim {
        id: row.int("id")?,
        case: row.int("case_id")?,
        person: row.opt_int("person_id")?,
        since: row.int("since")?,
    })
}
