//! Meetings: called by a secretary, announced in groups, remembered by what was decided.

use crate::row::{Arg, Row, from_json, to_json};
use crate::{Result, Tx, ids};

/// How far a meeting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingState {
    /// Being looked at; nobody but its author sees it.
    Draft,
    /// Announced.
    Called,
    /// Called off.
    Cancelled,
    /// It has minutes.
    Held,
}

/// A meeting on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its row.
    pub id: i64,
    /// The bot that announces it.
    pub bot: i64,
    /// Its area.
    pub area: i64,
    /// Who called it.
    pub made_by: i64,
    /// How far it is.
    pub state: MeetingState,
    /// When it begins, story time.
    pub starts_at: i64,
    /// When it ends, if that was said.
    pub ends_at: Option<i64>,
    /// Where.
    pub place: String,
    /// What about.
    pub topics: Vec<String>,
    /// What was decided.
    pub minutes: Option<String>,
    /// How many of the two reminders were given, or their time has passed.
    pub reminded: i64,
    /// When the clock must look at it again.
    pub next_due: Option<i64>,
    /// Of those who said they come, how many are on record as a number only: their names are gone by now.
    pub nameless: i64,
    /// When it was written.
    pub made_at: i64,
}

/// The announcement of a meeting in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingCard {
    /// The chat's row.
    pub chat: i64,
    /// Its message; `None` until sent.
    pub message: Option<i64>,
    /// The row of the outbox that will bring it up to date, if that is still queued.
    pub edit: Option<i64>,
}

impl MeetingState {
    /// The word in the database and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            MeetingState::Draft => "draft",
            MeetingState::Called => "called",
            MeetingState::Cancelled => "cancelled",
            MeetingState::Held => "held",
        }
    }

    fn parse(word: &str) -> Option<MeetingState> {
        [MeetingState::Draft, MeetingState::Called, MeetingState::Cancelled, MeetingState::Held]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

const BY_ID: &str = "SELECT * FROM meeting WHERE id = $1";
const DUE: &str = "SELECT * FROM meeting WHERE bot_id = $1 AND next_due <= $2 ORDER BY next_due, id LIMIT $3";
const NEXT: &str =
    "SELECT next_due FROM meeting WHERE bot_id = $1 AND next_due IS NOT NULL ORDER BY next_due LIMIT 1";
const OF_CHAT: &str = "SELECT m.* FROM meeting_card c JOIN meeting m ON m.id = c.meeting_id \
    WHERE c.chat_id = $1 AND m.starts_at >= $2 AND m.starts_at < $3 AND m.state <> 'draft' \
    ORDER BY m.starts_at, m.id LIMIT 100";
const PAGE: &str = "SELECT * FROM meeting WHERE id > $1 ORDER BY id LIMIT $2";
const CARDS: &str = "SELECT c.chat_id, c.message_id, o.id AS edit_id FROM meeting_card c \
    LEFT JOIN outbox o ON o.id = c.edit_id AND o.state = 'queued' WHERE c.meeting_id = $1 ORDER BY c.chat_id";

impl Tx {
    /// Writes a draft; its row.
    pub async fn meeting_draft(&mut self, meeting: &Meeting) -> Result<i64> {
        let id = ids::next();
        let topics = to_json("meeting.topic", &meeting.topics)?;
        let sql = "INSERT INTO meeting (id, bot_id, area_id, made_by, state, starts_at, ends_at, place, topic, \
                   reminded, made_at) VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, 0, $9)";
        let args = [
            id.into(),
            meeting.bot.into(),
            meeting.area.into(),
            meeting.made_by.into(),
            meeting.starts_at.into(),
            meeting.ends_at.into(),
            self.sealer.seal("meeting.place", id, &meeting.place)?.into(),
            self.sealer.seal("meeting.topic", id, &topics)?.into(),
            meeting.made_at.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(id)
    }

    /// Calls a draft, for its area and with its reminders as they are given; `false` if it is none any more.
    pub async fn meeting_call(&mut self, meeting: &Meeting) -> Result<bool> {
        let sql = "UPDATE meeting SET state = 'called', area_id = $2, reminded = $3, next_due = $4 \
                   WHERE id = $1 AND state = 'draft'";
        let args = [meeting.id.into(), meeting.area.into(), meeting.reminded.into(), meeting.next_due.into()];
        Ok(self.execute(sql, &args).await? == 1)
    }

    /// Calls a meeting off; `false` if it is not called.
    pub async fn meeting_cancel(&mut self, id: i64) -> Result<bool> {
        let sql =
            "UPDATE meeting SET state = 'cancelled', next_due = NULL WHERE id = $1 AND state = 'called'";
        Ok(self.execute(sql, &[id.into()]).await? == 1)
    }

    /// Writes down what was decided, in the place of what was written before; `false` if it was called off.
    pub async fn meeting_hold(&mut self, id: i64, minutes: &str) -> Result<bool> {
        let sql = "UPDATE meeting SET state = 'held', minutes = $2, next_due = NULL \
                   WHERE id = $1 AND state IN ('called', 'held')";
        let sealed = self.sealer.seal("meeting.minutes", id, minutes)?;
        Ok(self.execute(sql, &[id.into(), sealed.into()]).await? == 1)
    }

    /// Remembers how many reminders were given, and when the clock must look again.
    pub async fn meeting_reminded(&mut self, id: i64, reminded: i64, next_due: Option<i64>) -> Result<()> {
        let sql = "UPDATE meeting SET reminded = $2, next_due = $3 WHERE id = $1";
        self.execute(sql, &[id.into(), reminded.into(), next_due.into()]).await.map(drop)
    }

    /// Takes a draft away; `false` if it is none any more.
    pub async fn meeting_discard(&mut self, id: i64) -> Result<bool> {
        let sql = "DELETE FROM meeting_card WHERE meeting_id IN (SELECT id FROM meeting WHERE id = $1 AND state = 'draft')";
        self.execute(sql, &[id.into()]).await?;
        let sql = "DELETE FROM meeting WHERE id = $1 AND state = 'draft'";
        Ok(self.execute(sql, &[id.into()]).await? == 1)
    }

    /// Takes the drafts away that were written before `before` and never called.
    pub async fn meetings_discard_old(&mut self, before: i64) -> Result<u64> {
        let sql = "DELETE FROM meeting_card WHERE meeting_id IN \
                   (SELECT id FROM meeting WHERE state = 'draft' AND made_at < $1)";
        self.execute(sql, &[before.into()]).await?;
        self.execute("DELETE FROM meeting WHERE state = 'draft' AND made_at < $1", &[before.into()]).await
    }

    /// The meeting in row `id`.
    pub async fn meeting(&mut self, id: i64) -> Result<Option<Meeting>> {
        let row = self.fetch_optional(BY_ID, &[id.into()]).await?;
        row.map(|row| self.read_meeting(&row)).transpose()
    }

    /// The meetings that the clock must look at, at most `limit`.
    pub async fn meetings_due(&mut self, bot: i64, now: i64, limit: i64) -> Result<Vec<Meeting>> {
        self.many_meetings(DUE, &[bot.into(), now.into(), limit.into()]).await
    }

    /// When the next meeting of a bot comes due; `None` if none does.
    pub async fn meetings_next_due(&mut self, bot: i64) -> Result<Option<i64>> {
        let row = self.fetch_optional(NEXT, &[bot.into()]).await?;
        row.map_or(Ok(None), |row| row.opt_int("next_due"))
    }

    /// The meetings announced in a chat that begin from `from` to before `to`, in their order.
    pub async fn meetings_in(&mut self, chat: i64, from: i64, to: i64) -> Result<Vec<Meeting>> {
        self.many_meetings(OF_CHAT, &[chat.into(), from.into(), to.into()]).await
    }

    /// All meetings, a page at a time, for exports.
    pub async fn meetings_page(&mut self, after: i64, limit: i64) -> Result<Vec<Meeting>> {
        self.many_meetings(PAGE, &[after.into(), limit.into()]).await
    }

    /// A meeting is to be announced in a chat.
    pub async fn meeting_card_add(&mut self, meeting: i64, chat: i64) -> Result<()> {
        let sql = "INSERT INTO meeting_card (meeting_id, chat_id) VALUES ($1, $2) \
                   ON CONFLICT (meeting_id, chat_id) DO NOTHING";
        self.execute(sql, &[meeting.into(), chat.into()]).await.map(drop)
    }

    /// Where a meeting is announced.
    pub async fn meeting_cards(&mut self, meeting: i64) -> Result<Vec<MeetingCard>> {
        let rows = self.fetch_all(CARDS, &[meeting.into()]).await?;
        rows.iter().map(read_card).collect()
    }

    /// Records a message of a meeting in a chat, so that a reply to it finds the meeting. The first is its
    /// announcement: then `true`.
    pub async fn meeting_posted(&mut self, meeting: i64, chat: i64, message: i64) -> Result<bool> {
        let sql = "INSERT INTO meeting_message (chat_id, message_id, meeting_id) VALUES ($1, $2, $3) \
                   ON CONFLICT (chat_id, message_id) DO NOTHING";
        self.execute(sql, &[chat.into(), message.into(), meeting.into()]).await?;
        let sql = "UPDATE meeting_card SET message_id = $3 \
                   WHERE meeting_id = $1 AND chat_id = $2 AND message_id IS NULL";
        Ok(self.execute(sql, &[meeting.into(), chat.into(), message.into()]).await? == 1)
    }

    /// The meeting that a message of ours announced or reminded of.
    pub async fn meeting_of_message(&mut self, chat: i64, message: i64) -> Result<Option<i64>> {
        let sql = "SELECT meeting_id FROM meeting_message WHERE chat_id = $1 AND message_id = $2";
        let row = self.fetch_optional(sql, &[chat.into(), message.into()]).await?;
        row.map(|row| row.int("meeting_id")).transpose()
    }

    /// Remembers the row of the outbox that will bring an announcement up to date; `None` once that was written anew,
    /// so that a later change makes another.
    pub async fn meeting_edit(&mut self, meeting: i64, chat: i64, outbox: Option<i64>) -> Result<()> {
        let sql = "UPDATE meeting_card SET edit_id = $3 WHERE meeting_id = $1 AND chat_id = $2";
        self.execute(sql, &[meeting.into(), chat.into(), outbox.into()]).await.map(drop)
    }

    /// Writes down whether a person comes; whether that is anything new.
    pub async fn attend(&mut self, meeting: i64, person: i64, coming: bool, now: i64) -> Result<bool> {
        let sql = "INSERT INTO attendance (meeting_id, person_id, coming, at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT (meeting_id, person_id) DO UPDATE SET coming = excluded.coming, at = excluded.at \
                   WHERE attendance.coming <> excluded.coming";
        let args = [meeting.into(), person.into(), coming.into(), now.into()];
        Ok(self.execute(sql, &args).await? == 1)
    }

    /// Who said whether they come, in the order in which they did: person and yes or no.
    pub async fn attendance(&mut self, meeting: i64) -> Result<Vec<(i64, bool)>> {
        let sql = "SELECT person_id, coming FROM attendance WHERE meeting_id = $1 ORDER BY at, person_id";
        let rows = self.fetch_all(sql, &[meeting.into()]).await?;
        rows.iter().map(|row| Ok((row.int("person_id")?, row.truth("coming")?))).collect()
    }

    /// How many come to a meeting, or came, with those whose names are gone.
    pub async fn coming(&mut self, meeting: &Meeting) -> Result<i64> {
        let named = self.attendance(meeting.id).await?.iter().filter(|(_, coming)| *coming).count();
        Ok(meeting.nameless + named as i64)
    }

    /// Forgets what a person said about coming anywhere; the meetings. Of those that have begun by `now` it stays how
    /// many came; to one that is still ahead they do not come.
    pub async fn attendance_forget(&mut self, person: i64, now: i64) -> Result<Vec<i64>> {
        let sql = "UPDATE meeting SET nameless = nameless + 1 WHERE starts_at <= $2 AND id IN \
                   (SELECT meeting_id FROM attendance WHERE person_id = $1 AND coming = $3)";
        self.execute(sql, &[person.into(), now.into(), true.into()]).await?;
        let sql = "DELETE FROM attendance WHERE person_id = $1 RETURNING meeting_id";
        let rows = self.fetch_all(sql, &[person.into()]).await?;
        rows.iter().map(|row| row.int("meeting_id")).collect()
    }

    /// Deletes who came to meetings that began before `before`; how many answers went. It stays how many came.
    pub async fn attendance_purge(&mut self, before: i64) -> Result<u64> {
        let sql = "UPDATE meeting SET nameless = nameless + (SELECT COUNT(*) FROM attendance a \
                   WHERE a.meeting_id = meeting.id AND a.at < $1 AND a.coming = $2) \
                   WHERE starts_at < $1 AND id IN (SELECT meeting_id FROM attendance WHERE at < $1)";
        self.execute(sql, &[before.into(), true.into()]).await?;
        let sql = "DELETE FROM attendance WHERE at < $1 AND EXISTS \
                   (SELECT 1 FROM meeting m WHERE m.id = attendance.meeting_id AND m.starts_at < $1)";
        self.execute(sql, &[before.into()]).await
    }

    async fn many_meetings(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Meeting>> {
        let rows = self.fetch_all(sql, args).await?;
        rows.iter().map(|row| self.read_meeting(row)).collect()
    }

    fn read_meeting(&self, row: &Row) -> Result<Meeting> {
        let id = row.int("id")?;
        let topics = self.sealer.open("meeting.topic", id, &row.text("topic")?)?;
        Ok(Meeting {
            id,
            bot: row.int("bot_id")?,
            area: row.int("area_id")?,
            made_by: row.int("made_by")?,
            state: row.word("state", MeetingState::parse)?,
            starts_at: row.int("starts_at")?,
            ends_at: row.opt_int("ends_at")?,
            place: self.sealer.open("meeting.place", id, &row.text("place")?)?,
            topics: from_json("meeting.topic", &topics)?,
            minutes: self.open_opt("meeting.minutes", id, row.opt_text("minutes")?)?,
            reminded: row.int("reminded")?,
            next_due: row.opt_int("next_due")?,
            nameless: row.int("nameless")?,
            made_at: row.int("made_at")?,
        })
    }
}

fn read_card(row: &Row) -> Result<MeetingCard> {
    Ok(MeetingCard {
        chat: row.int("chat_id")?,
        message: row.opt_int("message_id")?,
        edit: row.opt_int("edit_id")?,
    })
}
