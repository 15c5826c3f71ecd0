//! The same trouble told twice: what the author of a report was asked, and the open cases that an index in memory
//! is built from.

use crate::row::Row;
use crate::{Case, Result, Tx};

/// What became of the question whether a case is the same trouble as an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameState {
    /// Nobody answered yet.
    Asked,
    /// It is: the case was merged into the other.
    Same,
    /// It is not: it is not asked again.
    Another,
}

/// A case, and the earlier one that it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Same {
    /// The later report.
    pub case: i64,
    /// The earlier one.
    pub other: i64,
    /// What became of the question.
    pub state: SameState,
}

impl SameState {
    fn as_str(self) -> &'static str {
        match self {
            SameState::Asked => "asked",
            SameState::Same => "same",
            SameState::Another => "another",
        }
    }

    fn parse(word: &str) -> Option<SameState> {
        [SameState::Asked, SameState::Same, SameState::Another].into_iter().find(|s| s.as_str() == word)
    }
}

/// The index is of the three live states, so all three are named.
const OPEN: &str = "SELECT * FROM cases WHERE community_id = $1 AND status IN ('open', 'claimed', 'done') \
    AND status <> 'done' AND kind = 'ticket' AND bot_id = $2 AND made_at >= $3 ORDER BY made_at DESC LIMIT $4";
const OF_CASE: &str = "SELECT case_id, other_id, state FROM same WHERE case_id = $1";
const ASKED: &str = "SELECT case_id FROM same WHERE other_id = $1 AND state = 'asked' ORDER BY case_id";

impl Tx {
    /// The tickets of a community that a bot serves, that nobody finished and that were made since `since`, the
    /// newest first.
    pub async fn cases_unfinished(
        &mut self,
        community: i64,
        bot: i64,
        since: i64,
        limit: i64,
    ) -> Result<Vec<Case>> {
        self.many_cases(OPEN, &[community.into(), bot.into(), since.into(), limit.into()]).await
    }

    /// Asks whether a case is the same trouble as another, in the place of what was asked before.
    pub async fn same_ask(&mut self, case: i64, other: i64, now: i64) -> Result<()> {
        let sql = "INSERT INTO same (case_id, other_id, state, at) VALUES ($1, $2, 'asked', $3) \
                   ON CONFLICT (case_id) DO UPDATE SET other_id = excluded.other_id, state = 'asked', at = excluded.at";
        self.execute(sql, &[case.into(), other.into(), now.into()]).await.map(drop)
    }

    /// Remembers the answer.
    pub async fn same_answer(&mut self, case: i64, state: SameState) -> Result<()> {
        let sql = "UPDATE same SET state = $2 WHERE case_id = $1";
        self.execute(sql, &[case.into(), state.as_str().into()]).await.map(drop)
    }

    /// Takes back what was asked about a case.
    pub async fn same_unask(&mut self, case: i64) -> Result<()> {
        let sql = "DELETE FROM same WHERE case_id = $1 AND state = 'asked'";
        self.execute(sql, &[case.into()]).await.map(drop)
    }

    /// What was asked about a case, and answered.
    pub async fn same_of(&mut self, case: i64) -> Result<Option<Same>> {
        self.fetch_optional(OF_CASE, &[case.into()]).await?.as_ref().map(read).transpose()
    }

    /// The cases whose authors are asked whether they are the same trouble as `other`.
    pub async fn same_asked(&mut self, other: i64) -> Result<Vec<i64>> {
        let rows = self.fetch_all(ASKED, &[other.into()]).await?;
        rows.iter().map(|row| row.int("case_id")).collect()
    }
}

fn read(row: &Row) -> Result<Same> {
    Ok(Same {
        case: row.int("case_id")?,
        other: row.int("other_id")?,
        state: row.word("state", SameState::parse)?,
    })
}
