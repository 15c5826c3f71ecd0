//! Questions with buttons that wait for an answer: rows of the outbox of the kind `question`, so that they can be
//! taken away once answered, needless or old. `due` of such a row is the story time it was asked at.

use crate::row::Row;
use crate::{Result, Tx};

/// The kind of an outbox row that asks something.
pub const QUESTION: &str = "question";

/// A question that was not answered yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its row in the outbox.
    pub id: i64,
    /// The chat's row.
    pub chat: i64,
    /// Its message; `None` while it waits to be sent.
    pub message: Option<i64>,
}

const OF_CASE: &str = "SELECT id, chat_id, message_id FROM outbox \
    WHERE case_id = $1 AND kind = 'question' AND state <> 'dropped' ORDER BY id";
const OLD: &str = "SELECT id, chat_id, message_id FROM outbox \
    WHERE bot_id = $1 AND due <= $2 AND kind = 'question' AND state <> 'dropped' ORDER BY due LIMIT $3";
const WAITING: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM outbox \
    WHERE bot_id = $1 AND due > $2 AND chat_id = $3 AND kind = 'question' AND state <> 'dropped'";
const AT: &str = "SELECT id, chat_id, message_id FROM outbox \
    WHERE chat_id = $1 AND message_id = $2 AND kind = 'question' AND state <> 'dropped'";

impl Tx {
    /// The questions about a case that wait for an answer.
    pub async fn questions_of(&mut self, case: i64) -> Result<Vec<Question>> {
        self.fetch_all(OF_CASE, &[case.into()]).await?.iter().map(read).collect()
    }

    /// The questions of a bot asked at story time `before` or earlier, the oldest first.
    pub async fn questions_old(&mut self, bot: i64, before: i64, limit: i64) -> Result<Vec<Question>> {
        let rows = self.fetch_all(OLD, &[bot.into(), before.into(), limit.into()]).await?;
        rows.iter().map(read).collect()
    }

    /// How many questions asked in a chat after story time `since` still wait.
    pub async fn questions_waiting(&mut self, bot: i64, chat: i64, since: i64) -> Result<i64> {
        self.fetch_one(WAITING, &[bot.into(), since.into(), chat.into()]).await?.int("n")
    }

    /// The question that a message of ours asks, if it still waits.
    pub async fn question_at(&mut self, chat: i64, message: i64) -> Result<Option<Question>> {
        self.fetch_optional(AT, &[chat.into(), message.into()]).await?.as_ref().map(read).transpose()
    }

    /// Ends a question: it waits no longer, and if it was not sent yet it never is. If it is just being sent, it
    /// counts as very old once that succeeds, so that [`Tx::questions_old`] finds it.
    pub async fn question_end(&mut self, id: i64) -> Result<()> {
        let sql = "UPDATE outbox SET state = 'dropped', payload = NULL, due = 0 WHERE id = $1 AND kind = 'question'";
        self.execute(sql, &[id.into()]).await.map(drop)
    }
}

fn read(row: &Row) -> Result<Question> {
    Ok(Question { id: row.int("id")?, chat: row.int("chat_id")?, message: row.opt_int("message_id")? })
}
