//! Entries: one line of a case's log each. All statistics are read from them. And followers: who joined.

use crate::life::Status;
use crate::row::Row;
use crate::{Result, Tx, ids};

/// An entry to be written.
#[derive(Debug, Clone, Default)]
pub struct NewEntry<'a> {
    /// Who did it; `None` for the clock.
    pub person: Option<i64>,
    /// What was done: a word of [`crate::Move::as_str`], or `report`, `join`, `photo`,
    /// `place`, `edit`, `rate`, `note`, `remind`, `escalate`, `forget`; of a wish also `wish`, `rewrite`, `thank`.
    pub what: &'a str,
    /// From which state, when it was a move.
    pub from: Option<Status>,
    /// To which state, when it was a move.
    pub to: Option<Status>,
    /// What was said with it. Sealed.
    pub words: Option<&'a str>,
    /// The Telegram file of a photo or voice message. Sealed.
    pub photo: Option<&'a str>,
}

/// An entry on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its row.
    pub id: i64,
    /// The case.
    pub case: i64,
    /// When, story time.
    pub at: i64,
    /// Who; `None` for the clock.
    pub person: Option<i64>,
    /// What was done.
    pub what: String,
    /// To which state, when it was a move.
    pub to: Option<String>,
    /// What was said with it; `None` if nothing, or forgotten.
    pub words: Option<String>,
    /// The Telegram file of a photo.
    pub photo: Option<String>,
}

const OF_CASE: &str = "SELECT * FROM entry WHERE case_id = $1 ORDER BY at, id";
const COUNTS: &str = "SELECT e.what, CAST(COUNT(*) AS BIGINT) AS n FROM entry e JOIN cases c ON c.id = e.case_id \
    WHERE e.area_id = $1 AND e.at >= $2 AND e.at < $3 AND c.kind <> 'wish' GROUP BY e.what ORDER BY e.what";

impl Tx {
    /// Writes a line of a case's log.
    pub async fn entry_add(&mut self, case: i64, area: i64, entry: NewEntry<'_>, now: i64) -> Result<()> {
        let id = ids::next();
        let said = entry.words.or(entry.photo);
        let salt = said.map(|_| self.sealer.random_text(12)).transpose()?;
        let commitment = said.zip(salt.as_deref()).map(|(said, salt)| commit(salt, said));
        let sql = "INSERT INTO entry (id, case_id, area_id, at, person_id, what, from_status, to_status, words, photo, salt, commitment) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let args = [
            id.into(),
            case.into(),
            area.into(),
            now.into(),
            entry.person.into(),
            entry.what.into(),
            entry.from.map(Status::as_str).into(),
            entry.to.map(Status::as_str).into(),
            self.seal_opt("entry.words", id, entry.words)?.into(),
            self.seal_opt("entry.photo", id, entry.photo)?.into(),
            self.seal_opt("entry.salt", id, salt.as_deref())?.into(),
            commitment.into(),
        ];
        self.execute(sql, &args).await.map(drop)
    }

    /// A case's log, oldest first.
    pub async fn entries(&mut self, case: i64) -> Result<Vec<Entry>> {
        let rows = self.fetch_all(OF_CASE, &[case.into()]).await?;
        rows.iter().map(|row| self.read_entry(row)).collect()
    }

    /// How often each thing was done to the tickets and tasks of an area from `from` to before `to`.
    pub async fn entry_counts(&mut self, area: i64, from: i64, to: i64) -> Result<Vec<(String, i64)>> {
        let rows = self.fetch_all(COUNTS, &[area.into(), from.into(), to.into()]).await?;
        rows.iter().map(|row| Ok((row.text("what")?, row.int("n")?))).collect()
    }

    /// The cases a person wrote a line of the log in, newest first, at most `limit`.
    pub async fn entry_cases(&mut self, person: i64, limit: i64) -> Result<Vec<i64>> {
        let sql = "SELECT case_id, MAX(at) AS last FROM entry WHERE person_id = $1 GROUP BY case_id ORDER BY last DESC LIMIT $2";
        let rows = self.fetch_all(sql, &[person.into(), limit.into()]).await?;
        rows.iter().map(|row| row.int("case_id")).collect()
    }

    /// Takes a person's words, photos and their salts out of the log; the facts and commitments stay.
    pub async fn entries_forget(&mut self, person: i64) -> Result<u64> {
        let sql = "UPDATE entry SET words = NULL, photo = NULL, salt = NULL WHERE person_id = $1";
        self.execute(sql, &[person.into()]).await
    }

    /// Joins a person to a case; `false` if they had joined already.
    pub async fn follower_add(&mut self, case: i64, person: i64, now: i64) -> Result<bool> {
        let sql = "INSERT INTO follower (case_id, person_id, since) VALUES ($1, $2, $3) ON CONFLICT (case_id, person_id) DO NOTHING";
        Ok(self.execute(sql, &[case.into(), person.into(), now.into()]).await? == 1)
    }

    /// Takes a person off a case again; `false` if they had not joined.
    pub async fn follower_remove(&mut self, case: i64, person: i64) -> Result<bool> {
        let sql = "DELETE FROM follower WHERE case_id = $1 AND person_id = $2";
        Ok(self.execute(sql, &[case.into(), person.into()]).await? == 1)
    }

    /// Takes a person off every case they joined; how many those were.
    pub async fn followers_forget(&mut self, person: i64) -> Result<u64> {
        self.execute("DELETE FROM follower WHERE person_id = $1", &[person.into()]).await
    }

    /// Who joined a case, in the order they did.
    pub async fn followers(&mut self, case: i64) -> Result<Vec<i64>> {
        let sql = "SELECT person_id FROM follower WHERE case_id = $1 ORDER BY since, person_id";
        let rows = self.fetch_all(sql, &[case.into()]).await?;
        rows.iter().map(|row| row.int("person_id")).collect()
    }

    /// The cases a person joined.
    pub async fn followed(&mut self, person: i64) -> Result<Vec<i64>> {
        let sql = "SELECT case_id FROM follower WHERE person_id = $1 ORDER BY case_id";
        let rows = self.fetch_all(sql, &[person.into()]).await?;
        rows.iter().map(|row| row.int("case_id")).collect()
    }

    /// The followers who have not heard of the result yet, marked as told: each hears once.
    pub async fn followers_to_tell(&mut self, case: i64, now: i64) -> Result<Vec<i64>> {
        let sql =
            "UPDATE follower SET told_at = $2 WHERE case_id = $1 AND told_at IS NULL RETURNING person_id";
        let rows = self.fetch_all(sql, &[case.into(), now.into()]).await?;
        let mut people = rows.iter().map(|row| row.int("person_id")).collect::<Result<Vec<i64>>>()?;
        people.sort_unstable();
        Ok(people)
    }

    fn read_entry(&self, row: &Row) -> Result<Entry> {
        let id = row.int("id")?;
        Ok(Entry {
            id,
            case: row.int("case_id")?,
            at: row.int("at")?,
            person: row.opt_int("person_id")?,
            what: row.text("what")?,
            to: row.opt_text("to_status")?,
            words: self.open_opt("entry.words", id, row.opt_text("words")?)?,
            photo: self.open_opt("entry.photo", id, row.opt_text("photo")?)?,
        })
    }
}

/// The salted commitment that stays when words are forgotten.
fn commit(salt: &str, said: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(salt.as_bytes()).update(&[0]).update(said.as_bytes());
    hasher.finalize().to_hex().to_string()
}
