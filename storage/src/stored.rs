//! What lies in the database, as somebody sees it who has a copy of it and not the key: sealed text stays sealed.
//! The demo shows it beside the chats, so that the promise about chatter need not be believed.

use crate::row::Row;
use crate::{Result, Tx};

/// The row of a case as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCase {
    /// Its row.
    pub id: i64,
    /// Sealed: what was said, whole; `None` once forgotten.
    pub words: Option<String>,
    /// Sealed: the form that cards show.
    pub shown: Option<String>,
    /// Sealed: where.
    pub place: Option<String>,
}

/// A line of a case's log as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Story time.
    pub at: i64,
    /// The row of who did it; `None` for the clock.
    pub person: Option<i64>,
    /// What was done.
    pub what: String,
    /// Sealed: what was said with it.
    pub words: Option<String>,
    /// Sealed: the Telegram file of a photo.
    pub photo: Option<String>,
}

/// The row of a ballot as it lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBallot {
    /// How far it is, in the database's word.
    pub state: String,
    /// Sealed: the question and its options.
    pub paper: String,
    /// Sealed: how it came out.
    pub result: Option<String>,
}

const CASES: &str = "SELECT id, words, shown, place FROM cases WHERE id > 0 ORDER BY id DESC LIMIT $1";
const ENTRIES: &str =
    "SELECT at, person_id, what, words, photo FROM entry WHERE case_id = $1 ORDER BY at, id";
const PEOPLE: &str = "SELECT about FROM person WHERE id > 0 ORDER BY id DESC LIMIT $1";
const BALLOTS: &str = "SELECT state, paper, result FROM ballot WHERE id > 0 ORDER BY id DESC LIMIT $1";
const CHATTER: &str = "SELECT CAST(COALESCE(SUM(k.n), 0) AS BIGINT) AS n FROM chat c JOIN counter k ON k.chat_id = c.id \
    WHERE c.bot_id = $1 AND c.state = 'bound' AND k.what = 'seen'";

impl Tx {
    /// The newest cases as they lie there, at most `limit`.
    pub async fn stored_cases(&mut self, limit: i64) -> Result<Vec<StoredCase>> {
        let rows = self.fetch_all(CASES, &[limit.into()]).await?;
        let read = |row: &Row| {
            Ok(StoredCase {
                id: row.int("id")?,
                words: row.opt_text("words")?,
                shown: row.opt_text("shown")?,
                place: row.opt_text("place")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The log of a case as it lies there, oldest first.
    pub async fn stored_entries(&mut self, case: i64) -> Result<Vec<StoredEntry>> {
        let rows = self.fetch_all(ENTRIES, &[case.into()]).await?;
        let read = |row: &Row| {
            Ok(StoredEntry {
                at: row.int("at")?,
                person: row.opt_int("person_id")?,
                what: row.text("what")?,
                words: row.opt_text("words")?,
                photo: row.opt_text("photo")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The newest people on record as they lie there, at most `limit`: sealed who they are; `None` once forgotten.
    pub async fn stored_people(&mut self, limit: i64) -> Result<Vec<Option<String>>> {
        let rows = self.fetch_all(PEOPLE, &[limit.into()]).await?;
        rows.iter().map(|row| row.opt_text("about")).collect()
    }

    /// The newest ballots as they lie there, at most `limit`.
    pub async fn stored_ballots(&mut self, limit: i64) -> Result<Vec<StoredBallot>> {
        let rows = self.fetch_all(BALLOTS, &[limit.into()]).await?;
        let read = |row: &Row| {
            Ok(StoredBallot {
                state: row.text("state")?,
                paper: row.text("paper")?,
                result: row.opt_text("result")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// How many messages in the groups of a bot were chatter: this number is all that is left of them.
    pub async fn stored_chatter(&mut self, bot: i64) -> Result<i64> {
        self.fetch_one(CHATTER, &[bot.into()]).await?.int("n")
    }
}
