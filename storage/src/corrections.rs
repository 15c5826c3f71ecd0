//! Corrections: what people put right of what was read out of a report. Only the masked words of a public ticket whose
//! reporter agreed; deleted when they take that back or ask to be forgotten.

use crate::row::Row;
use crate::{Case, Result, Tx, ids};

/// What was put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// It was no request.
    Kind,
    /// Its category.
    Category,
    /// Its place.
    Place,
}

impl Corrected {
    /// The word in the database and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            Corrected::Kind => "kind",
            Corrected::Category => "category",
            Corrected::Place => "place",
        }
    }

    fn parse(word: &str) -> Option<Corrected> {
        [Corrected::Kind, Corrected::Category, Corrected::Place]
            .into_iter()
            .find(|what| what.as_str() == word)
    }
}

/// A correction on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its row.
    pub id: i64,
    /// The community.
    pub community: i64,
    /// What was put right.
    pub what: Corrected,
    /// The masked words of the report.
    pub words: String,
    /// What was read.
    pub was: String,
    /// What it is.
    pub became: String,
}

impl Tx {
    /// Keeps what somebody put right; the last word about a case counts. Nothing is kept of a case without words or
    /// reporter, of a private one, and where the reporter did not agree; whether it was kept.
    pub async fn correction_keep(
        &mut self,
        case: &Case,
        what: Corrected,
        was: &str,
        became: &str,
        now: i64,
    ) -> Result<bool> {
        let (Some(words), Some(person)) = (case.shown.as_deref().filter(|w| !w.is_empty()), case.reporter)
        else {
            return Ok(false);
        };
        if case.private || was == became || !self.person_learns(person).await? {
            return Ok(false);
        }
        let sql = "DELETE FROM correction WHERE case_id = $1 AND what = $2";
        self.execute(sql, &[case.id.into(), what.as_str().into()]).await?;
        let id = ids::next();
        let sql = "INSERT INTO correction (id, community_id, case_id, person_id, what, words, was, became, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let args = [
            id.into(),
            case.community.into(),
            case.id.into(),
            person.into(),
            what.as_str().into(),
            self.sealer.seal("correction.words", id, words)?.into(),
            self.sealer.seal("correction.was", id, was)?.into(),
            self.sealer.seal("correction.became", id, became)?.into(),
            now.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(true)
    }

    /// Corrections after the row `after`, the oldest first, at most `limit`.
    pub async fn corrections_page(&mut self, after: i64, limit: i64) -> Result<Vec<Correction>> {
        let sql = "SELECT * FROM correction WHERE id > $1 ORDER BY id LIMIT $2";
        let rows = self.fetch_all(sql, &[after.into(), limit.into()]).await?;
        rows.iter().map(|row| self.read_correction(row)).collect()
    }

    /// Whether a person agreed that corrections of their reports are kept.
    pub async fn person_learns(&mut self, id: i64) -> Result<bool> {
        let sql = "SELECT id FROM person WHERE id = $1 AND learn_at IS NOT NULL";
        Ok(self.fetch_optional(sql, &[id.into()]).await?.is_some())
    }

    /// Remembers that they agree, or no longer do: then what was kept goes.
    pub async fn person_learn(&mut self, id: i64, since: Option<i64>) -> Result<()> {
        if since.is_none() {
            self.execute("DELETE FROM correction WHERE person_id = $1", &[id.into()]).await?;
        }
        let sql = "UPDATE person SET learn_at = $2 WHERE id = $1";
        self.execute(sql, &[id.into(), since.into()]).await.map(drop)
    }

    fn read_correction(&self, row: &Row) -> Result<Correction> {
        let id = row.int("id")?;
        Ok(Correction {
            id,
            community: row.int("community_id")?,
            what: row.word("what", Corrected::parse)?,
            words: self.sealer.open("correction.words", id, &row.text("words")?)?,
            was: self.sealer.open("correction.was", id, &row.text("was")?)?,
            became: self.sealer.open("correction.became", id, &row.text("became")?)?,
        })
    }
}
