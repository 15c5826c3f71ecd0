//! Dead letters: updates whose handling failed. They keep update id, chat and error; the payload only of a
//! command, a tap or a reply to the bot, sealed, for seven days.

use crate::{Result, Tx, ids};

/// How long a dead letter is kept, ms: seven days.
const KEPT: i64 = 7 * 86_400_000;

impl Tx {
    /// Keeps a dead letter. `error` must not repeat what was said.
    pub async fn dead_letter_add(
        &mut self,
        bot: i64,
        update: i64,
        chat: Option<i64>,
        error: &str,
        payload: Option<&str>,
        now: i64,
    ) -> Result<()> {
        let id = ids::next();
        let sealed = self.seal_opt("dead_letter.payload", id, payload)?;
        let sql = "INSERT INTO dead_letter (id, bot_id, update_id, chat_id, error, payload, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let args =
            [id.into(), bot.into(), update.into(), chat.into(), error.into(), sealed.into(), now.into()];
        self.execute(sql, &args).await.map(drop)
    }

    /// How many dead letters there are since `since`, for `doctor`.
    pub async fn dead_letters(&mut self, since: i64) -> Result<i64> {
        let sql = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM dead_letter WHERE at >= $1";
        self.fetch_one(sql, &[since.into()]).await?.int("n")
    }

    /// Deletes those older than seven days.
    pub async fn dead_letters_purge(&mut self, now: i64) -> Result<u64> {
        self.execute("DELETE FROM dead_letter WHERE at < $1", &[(now - KEPT).into()]).await
    }
}
