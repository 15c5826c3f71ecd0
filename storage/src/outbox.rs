//! The outbox: what is to be sent, committed with the change it tells of. Rows keep their order within a
//! chat and lane; the text of a sent row is erased in the transaction that records its success.

use crate::row::Row;
use crate::{Result, Tx, ids};

/// Which queue of a chat a message waits in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// Answers to taps: own pool, dropped once stale.
    Answer = 0,
    /// Danger to life or health.
    Emergency = 1,
    /// All else.
    Normal = 2,
}

/// A message to be queued.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The chat's row.
    pub chat: i64,
    /// Its lane.
    pub lane: Lane,
    /// What the sender does with it: a word of the sender's own.
    pub kind: &'static str,
    /// What the sender needs for that, as JSON; sealed here.
    pub payload: String,
    /// The case it tells of, so that a reply to it finds the case.
    pub case: Option<i64>,
    /// Story time in ms before which it is held; 0 for at once.
    pub due: i64,
}

/// A queued row, without its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// Its row; ids grow in the order of queueing.
    pub id: i64,
    /// The chat's row.
    pub chat: i64,
    /// Its lane.
    pub lane: Lane,
    /// `card`, or the word of the draft.
    pub kind: String,
    /// The case it tells of.
    pub case: Option<i64>,
    /// Story time in ms before which it is held.
    pub due: i64,
    /// Wire time in ms when it was queued.
    pub made_at: i64,
    /// Attempts that failed so far.
    pub tries: i64,
}

const QUEUED: &str = "SELECT id, chat_id, lane, kind, case_id, due, made_at, tries FROM outbox \
    WHERE bot_id = $1 AND state = 'queued' AND id > $2 ORDER BY id LIMIT $3";

impl Lane {
    fn parse(number: i64) -> Lane {
        match number {
            0 => Lane::Answer,
            1 => Lane::Emergency,
            _ => Lane::Normal,
        }
    }
}

impl Tx {
    /// Queues a message; its row. `wire` is wire time in ms.
    pub async fn outbox_queue(&mut self, bot: i64, draft: Draft, wire: i64) -> Result<i64> {
        let id = ids::next();
        let sealed = self.sealer.seal("outbox.payload", id, &draft.payload)?;
        let sql = "INSERT INTO outbox (id, bot_id, chat_id, lane, kind, payload, case_id, due, made_at, state) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued')";
        let args = [
            id.into(),
            bot.into(),
            draft.chat.into(),
            (draft.lane as i64).into(),
            draft.kind.into(),
            sealed.into(),
            draft.case.into(),
            draft.due.into(),
            wire.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(id)
    }

    /// Says that a case's card in a chat is out of date. Several such before it is sent become one.
    pub async fn outbox_card(
        &mut self,
        bot: i64,
        case: i64,
        chat: i64,
        lane: Lane,
        due: i64,
        wire: i64,
    ) -> Result<()> {
        let sql = "INSERT INTO card (case_id, chat_id, shown_version) VALUES ($1, $2, 0) ON CONFLICT (case_id, chat_id) DO NOTHING";
        self.execute(sql, &[case.into(), chat.into()]).await?;
        let sql = "INSERT INTO outbox (id, bot_id, chat_id, lane, kind, case_id, due, made_at, state) \
                   VALUES ($1, $2, $3, $4, 'card', $5, $6, $7, 'queued') \
                   ON CONFLICT (case_id, chat_id) WHERE state = 'queued' AND kind = 'card' DO NOTHING";
        let args = [
            ids::next().into(),
            bot.into(),
            chat.into(),
            (lane as i64).into(),
            case.into(),
            due.into(),
            wire.into(),
        ];
        self.execute(sql, &args).await.map(drop)
    }

    /// Queued rows with an id above `after`, in order, at most `limit`.
    pub async fn outbox_after(&mut self, bot: i64, after: i64, limit: i64) -> Result<Vec<Queued>> {
        let rows = self.fetch_all(QUEUED, &[bot.into(), after.into(), limit.into()]).await?;
        rows.iter().map(read_queued).collect()
    }

    /// The payload of a queued row; `None` for a card, or once it is no longer queued.
    pub async fn outbox_payload(&mut self, id: i64) -> Result<Option<String>> {
        let sql = "SELECT payload FROM outbox WHERE id = $1 AND state = 'queued'";
        let Some(row) = self.fetch_optional(sql, &[id.into()]).await? else { return Ok(None) };
        self.open_opt("outbox.payload", id, row.opt_text("payload")?)
    }

    /// The payloads of all that waits to be said in a chat, in order; a card has none.
    pub async fn outbox_unsaid(&mut self, bot: i64, chat: i64) -> Result<Vec<String>> {
        let sql = "SELECT id, payload FROM outbox WHERE bot_id = $1 AND chat_id = $2 AND state = 'queued' \
                   AND payload IS NOT NULL ORDER BY id";
        let rows = self.fetch_all(sql, &[bot.into(), chat.into()]).await?;
        rows.iter()
            .map(|row| self.sealer.open("outbox.payload", row.int("id")?, &row.text("payload")?))
            .collect()
    }

    /// The case that a message of ours tells of.
    pub async fn outbox_case(&mut self, chat: i64, message: i64) -> Result<Option<i64>> {
        let sql = "SELECT case_id FROM outbox WHERE chat_id = $1 AND message_id = $2 AND case_id IS NOT NULL";
        let row = self.fetch_optional(sql, &[chat.into(), message.into()]).await?;
        row.map_or(Ok(None), |row| row.opt_int("case_id"))
    }

    /// Records a success: erases the text, keeps the message's id. A question that ended while it was under way
    /// stands after all, so it counts as sent, to be taken away.
    pub async fn outbox_sent(&mut self, id: i64, message: Option<i64>) -> Result<()> {
        let sql = "UPDATE outbox SET state = 'sent', payload = NULL, message_id = $2 \
                   WHERE id = $1 AND (state = 'queued' OR kind = 'question')";
        self.execute(sql, &[id.into(), message.into()]).await.map(drop)
    }

    /// Gives a message up: refused for good, or stale.
    pub async fn outbox_drop(&mut self, id: i64) -> Result<()> {
        let sql = "UPDATE outbox SET state = 'dropped', payload = NULL WHERE id = $1 AND state = 'queued'";
        self.execute(sql, &[id.into()]).await.map(drop)
    }

    /// Gives up all that waits to be said in a chat; how many messages those were.
    pub async fn outbox_drop_chat(&mut self, bot: i64, chat: i64) -> Result<u64> {
        let sql = "UPDATE outbox SET state = 'dropped', payload = NULL \
                   WHERE bot_id = $1 AND chat_id = $2 AND state = 'queued'";
        self.execute(sql, &[bot.into(), chat.into()]).await
    }

    /// The message that a sent row became; `None` if it was not sent, or long ago.
    pub async fn outbox_message(&mut self, id: i64) -> Result<Option<i64>> {
        let sql = "SELECT message_id FROM outbox WHERE id = $1 AND state = 'sent'";
        let row = self.fetch_optional(sql, &[id.into()]).await?;
        row.map_or(Ok(None), |row| row.opt_int("message_id"))
    }

    /// Whether a message in a chat is on record as sent; not for long after it was.
    pub async fn outbox_knows(&mut self, chat: i64, message: i64) -> Result<bool> {
        let sql = "SELECT id FROM outbox WHERE chat_id = $1 AND message_id = $2";
        Ok(self.fetch_optional(sql, &[chat.into(), message.into()]).await?.is_some())
    }

    /// Keeps a message for another try.
    pub async fn outbox_again(&mut self, id: i64) -> Result<()> {
        self.execute("UPDATE outbox SET tries = tries + 1 WHERE id = $1", &[id.into()]).await.map(drop)
    }

    /// How many messages of a bot wait, counting at most `limit`.
    pub async fn outbox_waiting(&mut self, bot: i64, limit: i64) -> Result<i64> {
        Ok(self.outbox_after(bot, 0, limit).await?.len() as i64)
    }

    /// Deletes rows that ended and attempts older than `wire` (ms), at most 500 at a time; how many rows went.
    /// A row that tells of a case that still lives stays, so that replies to it find the case.
    pub async fn outbox_purge(&mut self, wire: i64) -> Result<u64> {
        let sql = "DELETE FROM outbox WHERE id IN (SELECT o.id FROM outbox o LEFT JOIN cases c ON c.id = o.case_id \
                   WHERE o.made_at < $1 AND o.state <> 'queued' AND (c.id IS NULL OR c.ended_at IS NOT NULL) LIMIT 500)";
        let gone = self.execute(sql, &[wire.into()]).await?;
        self.execute("DELETE FROM attempt WHERE at < $1", &[wire.into()]).await?;
        Ok(gone)
    }
}

fn read_queued(row: &Row) -> Result<Queued> {
    Ok(Queued {
        id: row.int("id")?,
        chat: row.int("chat_id")?,
        lane: Lane::parse(row.int("lane")?),
        kind: row.text("kind")?,
        case: row.opt_int("case_id")?,
        due: row.int("due")?,
        made_at: row.int("made_at")?,
        tries: row.int("tries")?,
    })
}
