//! Shadow mode: what the bot would have done in a group in which it reads and does not speak. Which message, read as
//! what; no words and nobody's name, and gone once it is reported.

use crate::{Result, Tx};

/// What the bot would have done about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shadow {
    /// A card with the numbers to ring.
    Emergency,
    /// A card.
    Card,
    /// A wish taken to those who approve it.
    Wish,
    /// A question to its author, whether it is a report.
    Question,
}

impl Shadow {
    /// All of them, the weightiest first.
    pub const ALL: [Shadow; 4] = [Shadow::Emergency, Shadow::Card, Shadow::Wish, Shadow::Question];

    /// The word in the database and in locale keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Shadow::Emergency => "emergency",
            Shadow::Card => "card",
            Shadow::Wish => "wish",
            Shadow::Question => "question",
        }
    }

    fn parse(word: &str) -> Option<Shadow> {
        Shadow::ALL.into_iter().find(|shadow| shadow.as_str() == word)
    }
}

const TAKEN_BACK: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS made, \
    CAST(COALESCE(SUM(CASE WHEN status = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT) AS back \
    FROM cases WHERE area_id = $1 AND made_at >= $2 AND made_at < $3 AND kind = 'ticket'";

impl Tx {
    /// Notes what would have been done about a message of a chat; a message that comes again is noted once.
    pub async fn shadow_note(&mut self, chat: i64, message: i64, what: Shadow, now: i64) -> Result<()> {
        let sql = "INSERT INTO shadow (chat_id, message_id, what, at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (chat_id, message_id) DO NOTHING";
        let args = [chat.into(), message.into(), what.as_str().into(), now.into()];
        self.execute(sql, &args).await.map(drop)
    }

    /// Takes all that was noted in a chat, in the order it was said: message, what, when.
    pub async fn shadow_take(&mut self, chat: i64) -> Result<Vec<(i64, Shadow, i64)>> {
        let sql = "DELETE FROM shadow WHERE chat_id = $1 RETURNING message_id, what, at";
        let rows = self.fetch_all(sql, &[chat.into()]).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            all.push((row.int("message_id")?, row.word("what", Shadow::parse)?, row.int("at")?));
        }
        all.sort_unstable_by_key(|(message, _, at)| (*at, *message));
        Ok(all)
    }

    /// How many tickets were made in an area from `from` to before `to`, and how many of these were taken back since
    /// as no request: how well messages are read in use.
    pub async fn cards_taken_back(&mut self, area: i64, from: i64, to: i64) -> Result<(i64, i64)> {
        let row = self.fetch_one(TAKEN_BACK, &[area.into(), from.into(), to.into()]).await?;
        Ok((row.int("made")?, row.int("back")?))
    }
}
