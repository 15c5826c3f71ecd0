//! Cases: a piece of work with one lifecycle, one number a community, one card and one log.

use crate::life::{CaseKind, Move, Status, lands};
use crate::row::{Row, from_json, to_json};
use crate::wishes;
use crate::{Result, Tx, ids};
use serde::{Deserialize, Serialize};

/// Where the trouble is, as far as it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// Estate or neighbourhood.
    pub estate: Option<String>,
    /// Building, in the writer's words.
    pub building: Option<String>,
    /// Stairwell.
    pub unit: Option<String>,
    /// Storey.
    pub floor: Option<String>,
    /// Room: never shown in public.
    pub room: Option<String>,
    /// Any other spot.
    pub spot: Option<String>,
}

/// A case to be opened.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// A ticket, a wish or a task.
    pub kind: CaseKind,
    /// The community that numbers it.
    pub community: i64,
    /// Its grid (or the area of the chat it was said in).
    pub area: i64,
    /// The bot that serves it.
    pub bot: i64,
    /// Category, as `understanding.md` names them.
    pub category: String,
    /// `emergency`, `urgent` or `normal`.
    pub urgency: String,
    /// The department to whistle, if one is suggested.
    pub department: Option<String>,
    /// Reported in private: never shown to the group. A wish always is: only its approved words are shown.
    pub private: bool,
    /// Who reported it.
    pub reporter: i64,
    /// What was said, whole.
    pub words: String,
    /// The form that cards show.
    pub shown: String,
    /// Where.
    pub place: Place,
    /// Chat row and message id it was said in: makes a repeated delivery harmless.
    pub source: Option<(i64, i64)>,
    /// How long it may wait for somebody to take it (a wish: for approval), ms.
    pub claim_band: i64,
    /// How long until it should be done (a wish: how long it is kept for who claims it), ms.
    pub done_band: i64,
}

/// A case on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its row.
    pub id: i64,
    /// A ticket, a wish or a task.
    pub kind: CaseKind,
    /// The community that numbers it.
    pub community: i64,
    /// Its number there.
    pub number: i64,
    /// Its grid.
    pub area: i64,
    /// The bot that serves it.
    pub bot: i64,
    /// Where it stands.
    pub status: Status,
    /// Category.
    pub category: String,
    /// `emergency`, `urgent` or `normal`.
    pub urgency: String,
    /// The department suggested.
    pub department: Option<String>,
    /// Reported in private.
    pub private: bool,
    /// Who reported it.
    pub reporter: Option<i64>,
    /// What was said, whole; `None` once forgotten.
    pub words: Option<String>,
    /// The form that cards show; `None` once forgotten.
    pub shown: Option<String>,
    /// Where.
    pub place: Place,
    /// Chat row and message id it was said in.
    pub source: Option<(i64, i64)>,
    /// Grows with every change that a card shows.
    pub version: i64,
    /// How often it was reopened.
    pub reopened: i64,
    /// How long it may wait for somebody to take it, ms.
    pub claim_band: i64,
    /// How long until it should be done, ms.
    pub done_band: i64,
    /// Story time by which somebody should have it.
    pub claim_due: i64,
    /// Story time by which it should be done.
    pub done_due: i64,
    /// 0 nobody was reminded of the deadline now running, 1 who holds it, 2 one level up.
    pub reminded: i64,
    /// When the clock looks at it again.
    pub next_due: Option<i64>,
    /// When it was opened.
    pub made_at: i64,
    /// When it was last taken.
    pub claimed_at: Option<i64>,
    /// When it was last said to be done.
    pub done_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// `confirmed` or `unconfirmed`, once closed.
    pub outcome: Option<String>,
    /// `good`, `fair` or `poor`, once rated.
    pub rating: Option<String>,
}

/// How a number that somebody typed is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseRef {
    /// The community.
    pub community: i64,
    /// The number.
    pub number: i64,
}

/// What came of opening a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    New(Box<Case>),
    /// This very message has a case already.
    Already(Box<Case>),
}

/// How long silence after "done" lasts before the case closes unconfirmed, ms: 72 h.
pub const SILENCE: i64 = 72 * 3_600_000;

const BY_ID: &str = "SELECT * FROM cases WHERE id = $1";
const BY_NUMBER: &str = "SELECT * FROM cases WHERE community_id = $1 AND number = $2";
const BY_SOURCE: &str = "SELECT * FROM cases WHERE source_chat_id = $1 AND source_message_id = $2";
const DUE: &str = "SELECT * FROM cases WHERE bot_id = $1 AND next_due IS NOT NULL AND next_due <= $2 ORDER BY next_due LIMIT $3";
const MOVE: &str =
    "UPDATE cases SET status = $3, version = version + 1 WHERE id = $1 AND status = $2 RETURNING version";

impl Tx {
    /// Opens a case with the next number of its community. A source message that has a case already
    /// gives that one back and changes nothing.
    pub async fn case_open(&mut self, new: NewCase, now: i64) -> Result<Taken> {
        if let Some((chat, message)) = new.source
            && let Some(case) = self.case_of_source(chat, message).await?
        {
            return Ok(Taken::Already(Box::new(case)));
        }
        let number = "INSERT INTO case_number (community_id, last) VALUES ($1, 1) \
                      ON CONFLICT (community_id) DO UPDATE SET last = case_number.last + 1 RETURNING last";
        let number = self.fetch_one(number, &[new.community.into()]).await?.int("last")?;
        let id = ids::next();
        let place = to_json("cases.place", &new.place)?;
        let sql = "INSERT INTO cases (id, kind, community_id, number, area_id, bot_id, status, category, urgency, \
                   department, private, reporter_id, words, shown, place, source_chat_id, source_message_id, \
                   version, reopened, claim_band, done_band, claim_due, done_due, reminded, next_due, made_at) \
                   VALUES ($1, $21, $2, $3, $4, $5, $22, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
                   1, 0, $16, $17, $18, $19, 0, $18, $20)";
        let args = [
            id.into(),
            new.community.into(),
            number.into(),
            new.area.into(),
            new.bot.into(),
            new.category.into(),
            new.urgency.into(),
            new.department.into(),
            new.private.into(),
            new.reporter.into(),
            self.sealer.seal("cases.words", id, &new.words)?.into(),
            self.sealer.seal("cases.shown", id, &new.shown)?.into(),
            self.sealer.seal("cases.place", id, &place)?.into(),
            new.source.map(|(chat, _)| chat).into(),
            new.source.map(|(_, message)| message).into(),
            new.claim_band.into(),
            new.done_band.into(),
            (now + new.claim_band).into(),
            (now + new.done_band).into(),
            now.into(),
            new.kind.as_str().into(),
            new.kind.begins().as_str().into(),
        ];
        self.execute(sql, &args).await?;
        self.touched.add(id);
        let case = self.case(id).await?.ok_or(crate::Error::Database(sqlx::Error::RowNotFound))?;
        Ok(Taken::New(Box::new(case)))
    }

    /// The case in row `id`.
    pub async fn case(&mut self, id: i64) -> Result<Option<Case>> {
        self.one_case(BY_ID, &[id.into()]).await
    }

    /// The case with this number.
    pub async fn case_numbered(&mut self, at: CaseRef) -> Result<Option<Case>> {
        self.one_case(BY_NUMBER, &[at.community.into(), at.number.into()]).await
    }

    /// The case that this message (chat row, message id) was made into.
    pub async fn case_of_source(&mut self, chat: i64, message: i64) -> Result<Option<Case>> {
        self.one_case(BY_SOURCE, &[chat.into(), message.into()]).await
    }

    /// Moves a case on, guarded by the state it was read in: the case as it is after it, or `None` when it is
    /// no longer in that state. The table of [`crate::allowed`] is the caller's to ask; a move that leads
    /// nowhere gives `None` too.
    pub async fn case_move(&mut self, case: &Case, step: Move, now: i64) -> Result<Option<Case>> {
        let Some(to) = lands(step, case.status) else { return Ok(None) };
        let args = [case.id.into(), case.status.as_str().into(), to.as_str().into()];
        self.touched.add(case.id);
        let Some(row) = self.fetch_optional(MOVE, &args).await? else { return Ok(None) };
        let sql = "UPDATE cases SET claimed_at = $2, done_at = $3, ended_at = $4, outcome = $5, reopened = $6, \
                   claim_due = $7, done_due = $8, reminded = $9, next_due = $10 WHERE id = $1";
        let after = Case { version: row.int("version")?, ..settled(case, step, to, now) };
        let args = [
            case.id.into(),
            after.claimed_at.into(),
            after.done_at.into(),
            after.ended_at.into(),
            after.outcome.clone().into(),
            after.reopened.into(),
            after.claim_due.into(),
            after.done_due.into(),
            after.reminded.into(),
            after.next_due.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(Some(after))
    }

    /// Writes what may be corrected while a case is open: category, urgency, words, place, and the
    /// area that the place lies in. Its version grows.
    pub async fn case_rewrite(&mut self, case: &Case) -> Result<()> {
        let sql = "UPDATE cases SET category = $2, urgency = $3, words = $4, shown = $5, place = $6, department = $7, area_id = $8, \
                   version = version + 1 WHERE id = $1";
        let place = to_json("cases.place", &case.place)?;
        let args = [
            case.id.into(),
            case.category.as_str().into(),
            case.urgency.as_str().into(),
            self.seal_opt("cases.words", case.id, case.words.as_deref())?.into(),
            self.seal_opt("cases.shown", case.id, case.shown.as_deref())?.into(),
            self.sealer.seal("cases.place", case.id, &place)?.into(),
            case.department.clone().into(),
            case.area.into(),
        ];
        self.touched.add(case.id);
        self.execute(sql, &args).await.map(drop)
    }

    /// Gives a case the bands of another urgency or category, counted from its making. Nobody was reminded of the
    /// new deadline yet. `case` is the case as read; what it is after.
    pub async fn case_retime(&mut self, case: &Case, claim_band: i64, done_band: i64) -> Result<Case> {
        let mut after = Case { claim_band, done_band, reminded: 0, ..case.clone() };
        after.claim_due = case.made_at + claim_band;
        after.done_due = case.made_at + done_band;
        after.next_due = match case.status {
            Status::Open => Some(after.claim_due),
            Status::Claimed => Some(after.done_due),
            _ => case.next_due,
        };
        let sql = "UPDATE cases SET claim_band = $2, done_band = $3, claim_due = $4, done_due = $5, reminded = 0, \
                   next_due = $6 WHERE id = $1";
        let args = [
            case.id.into(),
            claim_band.into(),
            done_band.into(),
            after.claim_due.into(),
            after.done_due.into(),
            after.next_due.into(),
        ];
        self.execute(sql, &args).await?;
        Ok(after)
    }

    /// Takes a reporter, the words and the message they stood in off a case for good. A live case keeps its
    /// place without the room, so that the work can go on; an ended one keeps its category alone.
    pub async fn case_forget(&mut self, case: &Case) -> Result<()> {
        let sql = "UPDATE cases SET reporter_id = NULL, words = NULL, shown = NULL, place = $2, \
                   source_chat_id = NULL, source_message_id = NULL, version = version + 1 WHERE id = $1";
        let place = Some(Place { room: None, ..case.place.clone() }).filter(|_| case.status.is_live());
        let place = place.map(|place| to_json("cases.place", &place)).transpose()?;
        let place = self.seal_opt("cases.place", case.id, place.as_deref())?;
        self.touched.add(case.id);
        self.execute(sql, &[case.id.into(), place.into()]).await.map(drop)
    }

    /// Remembers what the reporter thought of the result: `good`, `fair` or `poor`.
    pub async fn case_rate(&mut self, id: i64, rating: &str) -> Result<()> {
        let sql = "UPDATE cases SET rating = $2, version = version + 1 WHERE id = $1";
        self.execute(sql, &[id.into(), rating.into()]).await.map(drop)
    }

    /// Makes a case's card out of date without a move: somebody joined, a photo came.
    pub async fn case_touch(&mut self, id: i64) -> Result<()> {
        self.execute("UPDATE cases SET version = version + 1 WHERE id = $1", &[id.into()]).await.map(drop)
    }

    /// Remembers who was reminded, and when the clock looks again (`None`: never).
    pub async fn case_reminded(&mut self, id: i64, level: i64, next_due: Option<i64>) -> Result<()> {
        let sql = "UPDATE cases SET reminded = $2, next_due = $3 WHERE id = $1";
        self.execute(sql, &[id.into(), level.into(), next_due.into()]).await.map(drop)
    }

    /// Cases whose deadline has come, the oldest first.
    pub async fn cases_due(&mut self, bot: i64, now: i64, limit: i64) -> Result<Vec<Case>> {
        self.many_cases(DUE, &[bot.into(), now.into(), limit.into()]).await
    }

    /// When the next case of a bot comes due.
    pub async fn cases_next_due(&mut self, bot: i64) -> Result<Option<i64>> {
        let sql =
            "SELECT next_due FROM cases WHERE bot_id = $1 AND next_due IS NOT NULL ORDER BY next_due LIMIT 1";
        let row = self.fetch_optional(sql, &[bot.into()]).await?;
        row.map_or(Ok(None), |row| row.opt_int("next_due"))
    }

    async fn one_case(&mut self, sql: &'static str, args: &[crate::row::Arg]) -> Result<Option<Case>> {
        let row = self.fetch_optional(sql, args).await?;
        row.map(|row| self.read_case(&row)).transpose()
    }

    pub(crate) async fn many_cases(
        &mut self,
        sql: &'static str,
        args: &[crate::row::Arg],
    ) -> Result<Vec<Case>> {
        let rows = self.fetch_all(sql, args).await?;
        rows.iter().map(|row| self.read_case(row)).collect()
    }

    pub(crate) fn read_case(&self, row: &Row) -> Result<Case> {
        let id = row.int("id")?;
        let place = self.open_opt("cases.place", id, row.opt_text("place")?)?;
        let place = place.map(|json| from_json("cases.place", &json)).transpose()?.unwrap_or_default();
        Ok(Case {
            id,
            kind: row.word("kind", CaseKind::parse)?,
            community: row.int("community_id")?,
            number: row.int("number")?,
            area: row.int("area_id")?,
            bot: row.int("bot_id")?,
            status: row.word("status", Status::parse)?,
            category: row.text("category")?,
            urgency: row.text("urgency")?,
            department: row.opt_text("department")?,
            private: row.truth("private")?,
            reporter: row.opt_int("reporter_id")?,
            words: self.open_opt("cases.words", id, row.opt_text("words")?)?,
            shown: self.open_opt("cases.shown", id, row.opt_text("shown")?)?,
            place,
            source: row.opt_int("source_chat_id")?.zip(row.opt_int("source_message_id")?),
            version: row.int("version")?,
            reopened: row.int("reopened")?,
            claim_band: row.int("claim_band")?,
            done_band: row.int("done_band")?,
            claim_due: row.int("claim_due")?,
            done_due: row.int("done_due")?,
            reminded: row.int("reminded")?,
            next_due: row.opt_int("next_due")?,
            made_at: row.int("made_at")?,
            claimed_at: row.opt_int("claimed_at")?,
            done_at: row.opt_int("done_at")?,
            ended_at: row.opt_int("ended_at")?,
            outcome: row.opt_text("outcome")?,
            rating: row.opt_text("rating")?,
        })
    }
}

/// What `step` at `now` makes of a case's times. A case put back or reopened gets its bands anew.
fn settled(case: &Case, step: Move, to: Status, now: i64) -> Case {
    let mut after = Case { status: to, ..case.clone() };
    match to {
        Status::Proposed => {}
        Status::Open => {
            after.claim_due = now + case.claim_band;
            if step == Move::Reopen {
                after.reopened += 1;
                after.done_due = now + case.done_band;
            }
            (after.claimed_at, after.done_at, after.ended_at) = (None, None, None);
            (after.outcome, after.reminded) = (None, 0);
            after.next_due = Some(after.claim_due);
        }
        Status::Claimed => {
            if step != Move::Progress {
                after.claimed_at = Some(now);
                after.reminded = 0;
                after.next_due = Some(case.done_due.max(now));
            }
            after.done_at = None;
        }
        Status::Done => {
            after.done_at = Some(now);
            after.reminded = 0;
            after.next_due = Some(now + SILENCE);
        }
        Status::Closed | Status::Withdrawn | Status::Merged | Status::Refused => {
            after.ended_at = Some(now);
            after.next_due = None;
            after.outcome = match step {
                Move::Confirm => Some("confirmed".to_owned()),
                Move::Lapse => Some("unconfirmed".to_owned()),
                _ => None,
            };
        }
    }
    if case.kind == CaseKind::Wish { wishes::settled(after, step, now) } else { after }
}
