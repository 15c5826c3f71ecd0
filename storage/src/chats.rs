//! Chats: a Telegram chat bound to an area, for residents, staff or a department; and private chats,
//! whose state says whether the person can be written to.

use crate::row::{Arg, Row, to_json};
use crate::{Result, Tx, ids};
use serde::{Deserialize, Serialize};

/// What a bound chat is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The grid's group.
    Residents,
    /// The community's staff.
    Staff,
    /// A department's people.
    Department,
}

/// How far a chat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChatState {
    /// Known, not bound. A private chat: the person pressed Start.
    New,
    /// A binding was asked for and waits for a secretary.
    Asked,
    /// Bound to its area.
    Bound,
    /// The bot is no longer in it. A private chat: blocked, or never started.
    Left,
    /// A private chat whose person asked to be forgotten: erased once the last word to it is sent.
    Forgotten,
}

/// What the bot may do in a chat, as last seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rights {
    /// It is an administrator: it sees every message and reactions.
    pub admin: bool,
    /// The row in the outbox of the card that told the chat so; edited when the rights change.
    #[serde(default)]
    pub told: Option<i64>,
}

/// A chat on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Its row.
    pub id: i64,
    /// The bot in it.
    pub bot: i64,
    /// Telegram's chat id.
    pub tg: i64,
    /// `private`, `group` or `supergroup`.
    pub kind: String,
    /// What it is for, once bound.
    pub purpose: Option<Purpose>,
    /// Its area, once bound.
    pub area: Option<i64>,
    /// The area and purpose asked for, until confirmed.
    pub asked: Option<(i64, Purpose)>,
    /// How far it is.
    pub state: ChatState,
    /// The language chosen with `/lang`.
    pub locale: Option<String>,
    /// What the bot may do in it.
    pub rights: Rights,
    /// Since when the bot only reads here and does not speak unasked, story time.
    pub shadow: Option<i64>,
    /// When the bot first saw it, story time.
    pub made_at: i64,
}

impl Chat {
    /// Whether it is a private chat.
    pub fn is_private(&self) -> bool {
        self.kind == "private"
    }

    /// The area of a chat that is bound now.
    pub fn bound(&self) -> Option<i64> {
        self.area.filter(|_| self.state == ChatState::Bound)
    }
}

impl Purpose {
    /// The word in the database and in locale keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Residents => "residents",
            Purpose::Staff => "staff",
            Purpose::Department => "department",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Purpose> {
        [Purpose::Residents, Purpose::Staff, Purpose::Department].into_iter().find(|p| p.as_str() == word)
    }
}

impl ChatState {
    fn as_str(self) -> &'static str {
        match self {
            ChatState::New => "new",
            ChatState::Asked => "asked",
            ChatState::Bound => "bound",
            ChatState::Left => "left",
            ChatState::Forgotten => "forgotten",
        }
    }

    fn parse(word: &str) -> Option<ChatState> {
        [ChatState::New, ChatState::Asked, ChatState::Bound, ChatState::Left, ChatState::Forgotten]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

const BY_HASH: &str = "SELECT * FROM chat WHERE bot_id = $1 AND hash = $2";
const BY_ID: &str = "SELECT * FROM chat WHERE id = $1";
const OF_AREA: &str =
    "SELECT * FROM chat WHERE area_id = $1 AND purpose = $2 AND state = 'bound' ORDER BY id";
const BOUND: &str = "SELECT * FROM chat WHERE bot_id = $1 AND state = 'bound' ORDER BY id";
const OLD_MESSAGES: [&str; 7] = [
    "DELETE FROM shadow WHERE chat_id = $1",
    "UPDATE card SET message_id = NULL WHERE chat_id = $1",
    "UPDATE meeting_card SET message_id = NULL WHERE chat_id = $1",
    "DELETE FROM meeting_message WHERE chat_id = $1",
    "UPDATE ballot SET message_id = NULL WHERE chat_id = $1",
    "UPDATE outbox SET message_id = NULL WHERE chat_id = $1 AND message_id IS NOT NULL",
    "UPDATE cases SET source_chat_id = NULL, source_message_id = NULL WHERE source_chat_id = $1",
];
const ERASED: [&str; 6] = [
    "DELETE FROM shadow WHERE chat_id = $1",
    "DELETE FROM card WHERE chat_id = $1",
    "DELETE FROM meeting_card WHERE chat_id = $1",
    "DELETE FROM meeting_message WHERE chat_id = $1",
    "UPDATE ballot SET message_id = NULL WHERE chat_id = $1",
    "DELETE FROM dead_letter WHERE chat_id = $1",
];
const FORGOTTEN: &str = "SELECT id FROM chat c WHERE bot_id = $1 AND state = 'forgotten' \
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.bot_id = $1 AND o.chat_id = c.id AND o.state = 'queued')";

impl Tx {
    /// The chat with this Telegram id, if on record.
    pub async fn chat_known(&mut self, bot: i64, tg: i64) -> Result<Option<Chat>> {
        let hash = self.sealer.hash("chat", &tg.to_string());
        let row = self.fetch_optional(BY_HASH, &[bot.into(), hash.into()]).await?;
        row.map(|row| self.read_chat(&row)).transpose()
    }

    /// The chat on record, made if new: a group as `New`, a private chat as `state_if_new` says.
    pub async fn chat_seen(
        &mut self,
        bot: i64,
        tg: i64,
        kind: &str,
        state_if_new: ChatState,
        now: i64,
    ) -> Result<Chat> {
        if let Some(chat) = self.chat_known(bot, tg).await? {
            return Ok(chat);
        }
        let id = ids::next();
        let hash = self.sealer.hash("chat", &tg.to_string());
        let sealed = self.sealer.seal("chat.tg", id, &tg.to_string())?;
        let rights = Rights::default();
        let sql = "INSERT INTO chat (id, bot_id, hash, tg, kind, state, rights, made_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let args = [
            id.into(),
            bot.into(),
            hash.into(),
            sealed.into(),
            kind.into(),
            state_if_new.as_str().into(),
            to_json("chat.rights", &rights)?.into(),
            now.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(Chat {
            id,
            bot,
            tg,
            kind: kind.to_owned(),
            purpose: None,
            area: None,
            asked: None,
            state: state_if_new,
            locale: None,
            rights,
            shadow: None,
            made_at: now,
        })
    }

    /// The chat in row `id`.
    pub async fn chat(&mut self, id: i64) -> Result<Option<Chat>> {
        let row = self.fetch_optional(BY_ID, &[id.into()]).await?;
        row.map(|row| self.read_chat(&row)).transpose()
    }

    /// The chats bound to exactly this area for `purpose`.
    pub async fn chats_of(&mut self, area: i64, purpose: Purpose) -> Result<Vec<Chat>> {
        self.many_chats(OF_AREA, &[area.into(), purpose.as_str().into()]).await
    }

    /// Every chat that is bound now and that this bot serves.
    pub async fn chats_bound(&mut self, bot: i64) -> Result<Vec<Chat>> {
        let rows = self.fetch_all(BOUND, &[bot.into()]).await?;
        rows.iter().map(|row| self.read_chat(row)).collect()
    }

    /// Writes everything of a chat that may change; `tg` too, since a group may become a supergroup. When `tg`
    /// changes, message ids begin anew: what knew an old one forgets it, and open cards will be posted anew.
    pub async fn chat_save(&mut self, chat: &Chat) -> Result<()> {
        let hash = self.sealer.hash("chat", &chat.tg.to_string());
        let moved = "SELECT id FROM chat WHERE id = $1 AND hash <> $2";
        if self.fetch_optional(moved, &[chat.id.into(), hash.as_str().into()]).await?.is_some() {
            for sql in OLD_MESSAGES {
                self.execute(sql, &[chat.id.into()]).await?;
            }
        }
        let sql = "UPDATE chat SET hash = $1, tg = $2, kind = $3, purpose = $4, area_id = $5, \
                   asked_area_id = $6, asked_purpose = $7, state = $8, locale = $9, rights = $10, \
                   shadow_at = $11 WHERE id = $12";
        let args = [
            hash.into(),
            self.sealer.seal("chat.tg", chat.id, &chat.tg.to_string())?.into(),
            chat.kind.as_str().into(),
            chat.purpose.map(Purpose::as_str).into(),
            chat.area.into(),
            chat.asked.map(|(area, _)| area).into(),
            chat.asked.map(|(_, purpose)| purpose.as_str()).into(),
            chat.state.as_str().into(),
            chat.locale.clone().into(),
            to_json("chat.rights", &chat.rights)?.into(),
            chat.shadow.into(),
            chat.id.into(),
        ];
        self.execute(sql, &args).await.map(drop)
    }

    /// The group lives on as the supergroup `tg`: its binding goes along. A record that the supergroup got of
    /// its own before this was known (it was greeted as new) ends, with what waits to be said in it.
    pub async fn chat_became(&mut self, chat: &Chat, tg: i64) -> Result<Chat> {
        if let Some(other) = self.chat_known(chat.bot, tg).await?
            && other.id != chat.id
        {
            self.outbox_drop_chat(chat.bot, other.id).await?;
            self.chat_erase(other.id).await?;
        }
        let chat = Chat { tg, kind: "supergroup".to_owned(), ..chat.clone() };
        self.chat_save(&chat).await?;
        Ok(chat)
    }

    /// Erases the Telegram ids of the private chats that are to be forgotten and have nothing left to be
    /// said to; how many those were.
    pub async fn chats_erase_forgotten(&mut self, bot: i64) -> Result<u64> {
        let rows = self.fetch_all(FORGOTTEN, &[bot.into()]).await?;
        for row in &rows {
            self.chat_erase(row.int("id")?).await?;
        }
        Ok(rows.len() as u64)
    }

    /// Takes the Telegram id off a chat's row, with what stood in it, which nobody can reach any more, and the
    /// commands there that failed.
    async fn chat_erase(&mut self, id: i64) -> Result<()> {
        let sql = "UPDATE chat SET hash = $2, tg = $3, state = 'left', locale = NULL WHERE id = $1";
        let nowhere = self.sealer.seal("chat.tg", id, "0")?;
        self.execute(sql, &[id.into(), format!("erased {id}").into(), nowhere.into()]).await?;
        for sql in ERASED {
            self.execute(sql, &[id.into()]).await?;
        }
        Ok(())
    }

    /// Adds `n` to what a chat's day counts: all that chatter leaves.
    pub async fn count(&mut self, chat: i64, day: &str, what: &str, n: i64) -> Result<()> {
        let sql = "INSERT INTO counter (chat_id, day, what, n) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (chat_id, day, what) DO UPDATE SET n = counter.n + excluded.n";
        self.execute(sql, &[chat.into(), day.into(), what.into(), n.into()]).await.map(drop)
    }

    /// What a chat's day has counted so far.
    pub async fn counted(&mut self, chat: i64, day: &str, what: &str) -> Result<i64> {
        let sql = "SELECT n FROM counter WHERE chat_id = $1 AND day = $2 AND what = $3";
        let row = self.fetch_optional(sql, &[chat.into(), day.into(), what.into()]).await?;
        row.map_or(Ok(0), |row| row.int("n"))
    }

    pub(crate) async fn many_chats(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Chat>> {
        let rows = self.fetch_all(sql, args).await?;
        rows.iter().map(|row| self.read_chat(row)).collect()
    }

    fn read_chat(&self, row: &Row) -> Result<Chat> {
        let id = row.int("id")?;
        let tg = self.sealer.open("chat.tg", id, &row.text("tg")?)?;
        let purpose = |column| -> Result<_> { Ok(row.opt_text(column)?.as_deref().and_then(Purpose::parse)) };
        Ok(Chat {
            id,
            bot: row.int("bot_id")?,
            tg: tg.parse().unwrap_or_default(),
            kind: row.text("kind")?,
            purpose: purpose("purpose")?,
            area: row.opt_int("area_id")?,
            asked: row.opt_int("asked_area_id")?.zip(purpose("asked_purpose")?),
            state: row.word("state", ChatState::parse)?,
            locale: row.opt_text("locale")?,
            rights: row.json("rights")?,
            shadow: row.opt_int("shadow_at")?,
            made_at: row.int("made_at")?,
        })
    }
}
