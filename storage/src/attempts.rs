//! Attempts to send: written before the call, completed after it. What the limits are counted from,
//! so that a process that takes over cannot burst.

use crate::{Result, Tx, ids};

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Telegram did it.
    Ok,
    /// Telegram asked to wait.
    Later,
    /// Telegram refused for good.
    Refused,
    /// No complete answer: it may have been done.
    Ambiguous,
}

/// An attempt of the last minute, for the limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The chat's row.
    pub chat: i64,
    /// Wire time in ms.
    pub at: i64,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Later => "later",
            Outcome::Refused => "refused",
            Outcome::Ambiguous => "ambiguous",
        }
    }
}

impl Tx {
    /// Writes down that `outbox` is about to be sent; the attempt's row. `wire` is wire time in ms.
    pub async fn attempt_start(&mut self, bot: i64, chat: i64, outbox: i64, wire: i64) -> Result<i64> {
        let id = ids::next();
        let sql = "INSERT INTO attempt (id, outbox_id, bot_id, chat_id, at) VALUES ($1, $2, $3, $4, $5)";
        self.execute(sql, &[id.into(), outbox.into(), bot.into(), chat.into(), wire.into()]).await?;
        Ok(id)
    }

    /// Writes down how it ended.
    pub async fn attempt_end(&mut self, attempt: i64, outcome: Outcome) -> Result<()> {
        let sql = "UPDATE attempt SET outcome = $2 WHERE id = $1";
        self.execute(sql, &[attempt.into(), outcome.as_str().into()]).await.map(drop)
    }

    /// The bot's attempts since `wire` (ms), oldest first.
    pub async fn attempts_since(&mut self, bot: i64, wire: i64) -> Result<Vec<Attempt>> {
        let sql = "SELECT chat_id, at FROM attempt WHERE bot_id = $1 AND at >= $2 ORDER BY at";
        let rows = self.fetch_all(sql, &[bot.into(), wire.into()]).await?;
        rows.iter().map(|row| Ok(Attempt { chat: row.int("chat_id")?, at: row.int("at")? })).collect()
    }
}
