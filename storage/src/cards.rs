//! Where a case is shown. A card is one message for the whole life of its case; the sender fills in its id.

use crate::row::Row;
use crate::{Result, Tx};

/// A card of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The case.
    pub case: i64,
    /// The chat's row.
    pub chat: i64,
    /// Its message; `None` until sent, or when the message is gone.
    pub message: Option<i64>,
    /// The case's version that it shows; 0 before the first.
    pub shown: i64,
}

impl Tx {
    /// The cards of a case.
    pub async fn cards(&mut self, case: i64) -> Result<Vec<Card>> {
        let sql = "SELECT case_id, chat_id, message_id, shown_version FROM card WHERE case_id = $1 ORDER BY chat_id";
        self.fetch_all(sql, &[case.into()]).await?.iter().map(read).collect()
    }

    /// The card of a case in a chat.
    pub async fn card(&mut self, case: i64, chat: i64) -> Result<Option<Card>> {
        let sql = "SELECT case_id, chat_id, message_id, shown_version FROM card WHERE case_id = $1 AND chat_id = $2";
        self.fetch_optional(sql, &[case.into(), chat.into()]).await?.as_ref().map(read).transpose()
    }

    /// The case whose card is this message.
    pub async fn card_case(&mut self, chat: i64, message: i64) -> Result<Option<i64>> {
        let sql = "SELECT case_id FROM card WHERE chat_id = $1 AND message_id = $2";
        let row = self.fetch_optional(sql, &[chat.into(), message.into()]).await?;
        row.map(|row| row.int("case_id")).transpose()
    }

    /// Records that a card shows `version` in `message` (`None`: the message is gone and a new one is due).
    /// The queued row `outbox` ends, unless the case has moved on meanwhile: then it stays queued. Whether it ended.
    pub async fn card_shown(&mut self, outbox: i64, card: &Card) -> Result<bool> {
        let sql = "UPDATE card SET message_id = $3, shown_version = $4 WHERE case_id = $1 AND chat_id = $2";
        let args = [card.case.into(), card.chat.into(), card.message.into(), card.shown.into()];
        self.execute(sql, &args).await?;
        let sql = "UPDATE outbox SET state = 'sent', message_id = $4 WHERE id = $1 AND state = 'queued' \
                   AND EXISTS (SELECT 1 FROM cases WHERE id = $2 AND version <= $3)";
        let args = [outbox.into(), card.case.into(), card.shown.into(), card.message.into()];
        Ok(self.execute(sql, &args).await? == 1)
    }

    /// Records the message of a card that has none yet, and nothing else: all that a process may still say that no
    /// longer holds the lease. The queued row stays and becomes an edit.
    pub async fn card_posted(&mut self, card: &Card, message: i64) -> Result<()> {
        let sql =
            "UPDATE card SET message_id = $3 WHERE case_id = $1 AND chat_id = $2 AND message_id IS NULL";
        self.execute(sql, &[card.case.into(), card.chat.into(), message.into()]).await.map(drop)
    }
}

fn read(row: &Row) -> Result<Card> {
    Ok(Card {
        case: row.int("case_id")?,
        chat: row.int("chat_id")?,
        message: row.opt_int("message_id")?,
        shown: row.int("shown_version")?,
    })
}
