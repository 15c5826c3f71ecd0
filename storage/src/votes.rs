//! Votes. Of a public poll: who answered how, as the chat sees it too, sealed. Of a secret ballot: that somebody
//! voted, and one tally of always the same length, sealed anew with every vote.

use crate::row::{from_json, to_json};
use crate::{Result, Tx, ids};
use serde::{Deserialize, Serialize};

/// The most options of a ballot: as many as a poll of Telegram's can have.
pub const MOST_OPTIONS: usize = 12;

/// How long answers to public polls are kept, ms: 60 days, so at least 30 after the close.
const KEPT: i64 = 60 * 86_400_000;

/// An answer to a public poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The Telegram id of the person; `None` when a chat answered.
    pub tg: Option<i64>,
    /// The options chosen, by place.
    pub options: Vec<i64>,
}

/// One of Telegram's polls of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BallotPoll {
    /// The keyed hash of its id.
    pub hash: String,
    /// The final counts by option, once Telegram told them.
    pub told: Option<Vec<i64>>,
}

/// What became of a vote in a secret ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    /// It counts.
    Counted,
    /// This person voted before: nothing changed.
    Already,
    /// The ballot is not open.
    NotOpen,
}

const ANSWERS: &str = "SELECT v.id, v.poll_hash, v.answer FROM vote v JOIN ballot_poll p ON p.hash = v.poll_hash \
    WHERE p.ballot_id = $1 ORDER BY v.at, v.id";

impl Tx {
    /// Keeps an answer to the poll with this Telegram id; no options take it back. The voter is known by
    /// `voter`, the Telegram id of a person or chat.
    pub async fn vote(&mut self, poll: &str, voter: i64, answer: &Answer, now: i64) -> Result<()> {
        let poll = self.sealer.hash("poll", poll);
        let voter = self.sealer.hash("voter", &voter.to_string());
        let sql = "DELETE FROM vote WHERE poll_hash = $1 AND voter = $2";
        self.execute(sql, &[poll.as_str().into(), voter.as_str().into()]).await?;
        if answer.options.is_empty() {
            return Ok(());
        }
        let id = ids::next();
        let sealed = self.sealer.seal("vote.answer", id, &to_json("vote.answer", answer)?)?;
        let sql = "INSERT INTO vote (id, poll_hash, voter, answer, at) VALUES ($1, $2, $3, $4, $5)";
        self.execute(sql, &[id.into(), poll.into(), voter.into(), sealed.into(), now.into()]).await.map(drop)
    }

    /// The answers to a ballot's polls, the oldest first: the hash of the poll, and the answer.
    pub async fn votes(&mut self, ballot: i64) -> Result<Vec<(String, Answer)>> {
        let rows = self.fetch_all(ANSWERS, &[ballot.into()]).await?;
        let read = |row: &crate::row::Row| {
            let json = self.sealer.open("vote.answer", row.int("id")?, &row.text("answer")?)?;
            Ok((row.text("poll_hash")?, from_json("vote.answer", &json)?))
        };
        rows.iter().map(read).collect()
    }

    /// Deletes answers older than their time.
    pub async fn votes_purge(&mut self, now: i64) -> Result<u64> {
        self.execute("DELETE FROM vote WHERE at < $1", &[(now - KEPT).into()]).await
    }

    /// Deletes what a person (Telegram id) answered to public polls.
    pub async fn votes_forget(&mut self, tg: i64) -> Result<u64> {
        let voter = self.sealer.hash("voter", &tg.to_string());
        self.execute("DELETE FROM vote WHERE voter = $1", &[voter.into()]).await
    }

    /// A poll of Telegram's belongs to a ballot for sure, whatever was taken for likely before.
    pub async fn ballot_poll_set(&mut self, ballot: i64, poll: &str) -> Result<()> {
        let hash = self.sealer.hash("poll", poll);
        let sql = "INSERT INTO ballot_poll (hash, ballot_id) VALUES ($1, $2) \
                   ON CONFLICT (hash) DO UPDATE SET ballot_id = excluded.ballot_id";
        self.execute(sql, &[hash.into(), ballot.into()]).await.map(drop)
    }

    /// A poll of Telegram's is likely to belong to a ballot; nothing changes if it is known to belong to one.
    pub async fn ballot_poll_add(&mut self, ballot: i64, poll: &str) -> Result<()> {
        let hash = self.sealer.hash("poll", poll);
        let sql = "INSERT INTO ballot_poll (hash, ballot_id) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
        self.execute(sql, &[hash.into(), ballot.into()]).await.map(drop)
    }

    /// The ballot of the poll with this Telegram id.
    pub async fn ballot_of_poll(&mut self, poll: &str) -> Result<Option<i64>> {
        let sql = "SELECT ballot_id FROM ballot_poll WHERE hash = $1";
        let hash = self.sealer.hash("poll", poll);
        self.fetch_optional(sql, &[hash.into()]).await?.map_or(Ok(None), |row| row.opt_int("ballot_id"))
    }

    /// Keeps the final counts of a poll as Telegram told them.
    pub async fn ballot_poll_told(&mut self, poll: &str, counts: &[i64]) -> Result<()> {
        let json = to_json("ballot_poll.told", &counts)?;
        let hash = self.sealer.hash("poll", poll);
        self.execute("UPDATE ballot_poll SET told = $2 WHERE hash = $1", &[hash.into(), json.into()])
            .await
            .map(drop)
    }

    /// Telegram's polls of a ballot.
    pub async fn ballot_polls(&mut self, ballot: i64) -> Result<Vec<BallotPoll>> {
        let sql = "SELECT hash, told FROM ballot_poll WHERE ballot_id = $1 ORDER BY hash";
        let rows = self.fetch_all(sql, &[ballot.into()]).await?;
        let read = |row: &crate::row::Row| {
            let told = row.opt_text("told")?.map(|json| from_json("ballot_poll.told", &json)).transpose()?;
            Ok(BallotPoll { hash: row.text("hash")?, told })
        };
        rows.iter().map(read).collect()
    }

    /// Whether a person (Telegram id) voted in a secret ballot that is open.
    pub async fn has_voted(&mut self, ballot: i64, tg: i64) -> Result<bool> {
        let sql = "SELECT ballot_id FROM voted WHERE ballot_id = $1 AND voter = $2";
        let voter = self.voted_hash(ballot, tg);
        Ok(self.fetch_optional(sql, &[ballot.into(), voter.into()]).await?.is_some())
    }

    /// How many voted in a secret ballot that is open.
    pub async fn voted_count(&mut self, ballot: i64) -> Result<i64> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM voted WHERE ballot_id = $1";
        self.fetch_one(sql, &[ballot.into()]).await?.int("n")
    }

    /// Counts a vote in a secret ballot: that this person voted, and the tally sealed anew. Nothing else of it is kept.
    pub async fn vote_in_secret(&mut self, ballot: i64, tg: i64, chosen: &[usize]) -> Result<Cast> {
        let Some(mut counts) = self.tally(ballot).await? else { return Ok(Cast::NotOpen) };
        let voter = self.voted_hash(ballot, tg);
        let sql =
            "INSERT INTO voted (ballot_id, voter) VALUES ($1, $2) ON CONFLICT (ballot_id, voter) DO NOTHING";
        if self.execute(sql, &[ballot.into(), voter.into()]).await? == 0 {
            return Ok(Cast::Already);
        }
        for place in chosen {
            if let Some(count) = counts.get_mut(*place) {
                *count += 1;
            }
        }
        let sealed = self.sealer.seal_tally(ballot, &counts)?;
        let sql = "UPDATE ballot SET tally = $2 WHERE id = $1";
        self.execute(sql, &[ballot.into(), sealed.into()]).await?;
        Ok(Cast::Counted)
    }

    /// The counts of a secret ballot that is not closed. For a vote and for the close; nothing shows them before.
    pub async fn tally(&mut self, ballot: i64) -> Result<Option<[u32; MOST_OPTIONS]>> {
        let sql = "SELECT tally FROM ballot WHERE id = $1 AND state IN ('open', 'closing')";
        let row = self.fetch_optional(sql, &[ballot.into()]).await?;
        let sealed = row.map_or(Ok(None), |row| row.opt_text("tally"))?;
        sealed.map(|sealed| self.sealer.open_tally(ballot, &sealed)).transpose()
    }

    fn voted_hash(&self, ballot: i64, tg: i64) -> String {
        self.sealer.hash("voted", &format!("{ballot}/{tg}"))
    }
}
