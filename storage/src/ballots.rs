//! Ballots: a question put to a chat with a rule, from its draft to its result.

use crate::ballot_rule::{Majority, Quorum};
use crate::row::{Arg, Row, from_json, to_json};
use crate::{Result, Tx, ids};
use serde::{Deserialize, Serialize};

/// How far a ballot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotState {
    /// Being written; nobody but its author sees it.
    Draft,
    /// Votes are taken.
    Open,
    /// Its time is over; Telegram's last word on its poll is awaited.
    Closing,
    /// It has a result.
    Closed,
}

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The question.
    pub subject: String,
    /// The answers to choose from.
    pub options: Vec<String>,
}

/// A ballot on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// Its row.
    pub id: i64,
    /// The bot that runs it.
    pub bot: i64,
    /// Its area.
    pub area: i64,
    /// The chat it is put to; `None` until that is chosen.
    pub chat: Option<i64>,
    /// Who called it.
    pub made_by: i64,
    /// The meeting it belongs to.
    pub meeting: Option<i64>,
    /// How far it is.
    pub state: BallotState,
    /// What is asked.
    pub paper: Paper,
    /// Nobody learns who chose what.
    pub secret: bool,
    /// Several options may be chosen.
    pub several: bool,
    /// How many must vote.
    pub quorum: Quorum,
    /// How large a part must agree.
    pub majority: Majority,
    /// Households of the area when it was opened.
    pub households: i64,
    /// The message of its poll, or of its card if it is secret.
    pub message: Option<i64>,
    /// When it ends, story time.
    pub closes_at: i64,
    /// When it was opened.
    pub opened_at: Option<i64>,
    /// When its result was known.
    pub closed_at: Option<i64>,
    /// The one reminder was given, or its time has passed.
    pub reminded: bool,
    /// When the clock must look at it again.
    pub next_due: Option<i64>,
    /// How it came out.
    pub result: Option<BallotResult>,
    /// The case that carries the resolution out.
    pub case: Option<i64>,
    /// When it was written.
    pub made_at: i64,
}

/// How a ballot came out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BallotResult {
    /// Votes by option that count.
    pub counts: Vec<i64>,
    /// People whose vote counts.
    pub voters: i64,
    /// People who voted without the right to; their votes are not in `counts`.
    pub without_right: i64,
    /// What Telegram counted by option, where that differs from the answers on record.
    pub told: Option<Vec<i64>>,
}

impl BallotState {
    /// The word in the database and in exports.
    pub fn as_str(self) -> &'static str {
        match self {
            BallotState::Draft => "draft",
            BallotState::Open => "open",
            BallotState::Closing => "closing",
            BallotState::Closed => "closed",
        }
    }

    fn parse(word: &str) -> Option<BallotState> {
        [BallotState::Draft, BallotState::Open, BallotState::Closing, BallotState::Closed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

const BY_ID: &str = "SELECT * FROM ballot WHERE id = $1";
const OF_PAPER: &str = "SELECT b.* FROM ballot b WHERE b.paper_hash = $1 AND b.bot_id = $2 \
    AND b.state IN ('open', 'closing') ORDER BY CASE WHEN b.message_id IS NULL OR EXISTS (\
        SELECT 1 FROM outbox o JOIN attempt a ON a.outbox_id = o.id WHERE o.chat_id = b.chat_id \
        AND o.message_id = b.message_id AND (a.outcome IS NULL OR a.outcome = 'ambiguous')) \
    THEN 0 ELSE 1 END, b.made_at DESC LIMIT 1";
const DUE: &str = "SELECT * FROM ballot WHERE bot_id = $1 AND next_due <= $2 ORDER BY next_due, id LIMIT $3";
const NEXT: &str =
    "SELECT next_due FROM ballot WHERE bot_id = $1 AND next_due IS NOT NULL ORDER BY next_due LIMIT 1";
const OF_AREA: &str =
    "SELECT * FROM ballot WHERE area_id = $1 AND made_at >= $2 ORDER BY made_at DESC LIMIT $3";
const OF_MEETING: &str = "SELECT * FROM ballot WHERE meeting_id = $1 ORDER BY made_at LIMIT 50";
const OF_CHAT: &str = "SELECT * FROM ballot WHERE chat_id = $1 AND state = 'open' ORDER BY made_at, id";
const PAGE: &str = "SELECT * FROM ballot WHERE id > $1 ORDER BY id LIMIT $2";
const SAVE: &str = "UPDATE ballot SET chat_id = $2, meeting_id = $3, paper = $4, paper_hash = $5, secret = $6, \
    several = $7, quorum_kind = $8, quorum = $9, majority = $10, closes_at = $11, message_id = $12, \
    reminded = $13, next_due = $14, case_id = $15 WHERE id = $1";

impl Tx {
    /// Writes a draft; its row.
    pub async fn ballot_draft(&mut self, ballot: &Ballot) -> Result<i64> {
        let id = ids::next();
        let sql = "INSERT INTO ballot (id, bot_id, area_id, made_by, state, paper, paper_hash, secret, several, \
                   quorum_kind, quorum, majority, households, closes_at, reminded, made_at) \
                   VALUES ($1, $2, $3, $4, 'draft', $5, $5, 0, 0, 'none', 0, 'simple', 0, 0, 0, $6)";
        let args = [
            id.into(),
            ballot.bot.into(),
            ballot.area.into(),
            ballot.made_by.into(),
            "".into(),
            ballot.made_at.into(),
        ];
        self.execute(sql, &args).await?;
        self.ballot_save(&Ballot { id, ..ballot.clone() }).await?;
        Ok(id)
    }

    /// Writes everything of a ballot that may change outside of its states.
    pub async fn ballot_save(&mut self, ballot: &Ballot) -> Result<()> {
        let paper = to_json("ballot.paper", &ballot.paper)?;
        let (quorum_kind, quorum) = ballot.quorum.parts();
        let args: [Arg; 15] = [
            ballot.id.into(),
            ballot.chat.into(),
            ballot.meeting.into(),
            self.sealer.seal("ballot.paper", ballot.id, &paper)?.into(),
            self.paper_hash(&ballot.paper).into(),
            ballot.secret.into(),
            ballot.several.into(),
            quorum_kind.into(),
            quorum.into(),
            ballot.majority.as_str().into(),
            ballot.closes_at.into(),
            ballot.message.into(),
            ballot.reminded.into(),
            ballot.next_due.into(),
            ballot.case.into(),
        ];
        self.execute(SAVE, &args).await.map(drop)
    }

    fn paper_hash(&self, paper: &Paper) -> String {
        let mut all = paper.subject.clone();
        for option in &paper.options {
            all.push('\0');
            all.push_str(option);
        }
        self.sealer.hash("paper", &all)
    }

    /// Opens a draft; `false` if it is none any more. A secret ballot begins with an empty tally.
    pub async fn ballot_open(&mut self, ballot: &Ballot, households: i64, now: i64) -> Result<bool> {
        let tally = match ballot.secret {
            true => Some(self.sealer.seal_tally(ballot.id, &[0; crate::MOST_OPTIONS])?),
            false => None,
        };
        let sql = "UPDATE ballot SET state = 'open', opened_at = $2, households = $3, next_due = $4, tally = $5 \
                   WHERE id = $1 AND state = 'draft'";
        let args = [ballot.id.into(), now.into(), households.into(), ballot.next_due.into(), tally.into()];
        Ok(self.execute(sql, &args).await? == 1)
    }

    /// Its time is over: no vote counts any more. `false` if that was so already.
    pub async fn ballot_closing(&mut self, id: i64, next_due: i64) -> Result<bool> {
        let sql = "UPDATE ballot SET state = 'closing', next_due = $2 WHERE id = $1 AND state = 'open'";
        Ok(self.execute(sql, &[id.into(), next_due.into()]).await? == 1)
    }

    /// Writes the result down; `false` if it has one. The tally goes, and who voted in secret with it.
    pub async fn ballot_close(&mut self, id: i64, result: &BallotResult, now: i64) -> Result<bool> {
        let json = to_json("ballot.result", result)?;
        let sql = "UPDATE ballot SET state = 'closed', closed_at = $2, result = $3, tally = NULL, next_due = NULL \
                   WHERE id = $1 AND state IN ('open', 'closing')";
        let sealed = self.sealer.seal("ballot.result", id, &json)?;
        let done = self.execute(sql, &[id.into(), now.into(), sealed.into()]).await? == 1;
        self.execute("DELETE FROM voted WHERE ballot_id = $1", &[id.into()]).await?;
        Ok(done)
    }

    /// Takes a draft away; `false` if it is none any more.
    pub async fn ballot_discard(&mut self, id: i64) -> Result<bool> {
        let sql = "DELETE FROM ballot WHERE id = $1 AND state = 'draft'";
        Ok(self.execute(sql, &[id.into()]).await? == 1)
    }

    /// Takes the drafts away that were written before `before` and never opened.
    pub async fn ballots_discard_old(&mut self, before: i64) -> Result<u64> {
        self.execute("DELETE FROM ballot WHERE state = 'draft' AND made_at < $1", &[before.into()]).await
    }

    /// The ballot in row `id`.
    pub async fn ballot(&mut self, id: i64) -> Result<Option<Ballot>> {
        let row = self.fetch_optional(BY_ID, &[id.into()]).await?;
        row.map(|row| self.read_ballot(&row)).transpose()
    }

    /// The ballot of a bot under way that asks exactly this. If several do, rather one that may have a poll of which
    /// nothing is known, since an attempt to send it got no answer; of those the newest.
    pub async fn ballot_asking(&mut self, bot: i64, paper: &Paper) -> Result<Option<Ballot>> {
        let row = self.fetch_optional(OF_PAPER, &[self.paper_hash(paper).into(), bot.into()]).await?;
        row.map(|row| self.read_ballot(&row)).transpose()
    }

    /// The ballots that the clock must look at, at most `limit`.
    pub async fn ballots_due(&mut self, bot: i64, now: i64, limit: i64) -> Result<Vec<Ballot>> {
        self.many_ballots(DUE, &[bot.into(), now.into(), limit.into()]).await
    }

    /// When the next ballot of a bot comes due; `None` if none is under way.
    pub async fn ballots_next_due(&mut self, bot: i64) -> Result<Option<i64>> {
        let row = self.fetch_optional(NEXT, &[bot.into()]).await?;
        row.map_or(Ok(None), |row| row.opt_int("next_due"))
    }

    /// The ballots of an area written since `since`, newest first.
    pub async fn ballots_of(&mut self, area: i64, since: i64, limit: i64) -> Result<Vec<Ballot>> {
        self.many_ballots(OF_AREA, &[area.into(), since.into(), limit.into()]).await
    }

    /// The ballots of a meeting, in the order they were called.
    pub async fn ballots_of_meeting(&mut self, meeting: i64) -> Result<Vec<Ballot>> {
        self.many_ballots(OF_MEETING, &[meeting.into()]).await
    }

    /// The ballots that are open in a chat, in the order they were called.
    pub async fn ballots_open_in(&mut self, chat: i64) -> Result<Vec<Ballot>> {
        self.many_ballots(OF_CHAT, &[chat.into()]).await
    }

    /// All ballots, a page at a time, for exports.
    pub async fn ballots_page(&mut self, after: i64, limit: i64) -> Result<Vec<Ballot>> {
        self.many_ballots(PAGE, &[after.into(), limit.into()]).await
    }

    async fn many_ballots(&mut self, sql: &'static str, args: &[Arg]) -> Result<Vec<Ballot>> {
        let rows = self.fetch_all(sql, args).await?;
        rows.iter().map(|row| self.read_ballot(row)).collect()
    }

    fn read_ballot(&self, row: &Row) -> Result<Ballot> {
        let id = row.int("id")?;
        let paper = self.sealer.open("ballot.paper", id, &row.text("paper")?)?;
        let result = self.open_opt("ballot.result", id, row.opt_text("result")?)?;
        let quorum = row.int("quorum")?;
        Ok(Ballot {
            id,
            bot: row.int("bot_id")?,
            area: row.int("area_id")?,
            chat: row.opt_int("chat_id")?,
            made_by: row.int("made_by")?,
            meeting: row.opt_int("meeting_id")?,
            state: row.word("state", BallotState::parse)?,
            paper: from_json("ballot.paper", &paper)?,
            secret: row.truth("secret")?,
            several: row.truth("several")?,
            quorum: Quorum::of(&row.text("quorum_kind")?, quorum).unwrap_or(Quorum::None),
            majority: row.word("majority", Majority::parse)?,
            households: row.int("households")?,
            message: row.opt_int("message_id")?,
            closes_at: row.int("closes_at")?,
            opened_at: row.opt_int("opened_at")?,
            closed_at: row.opt_int("closed_at")?,
            reminded: row.truth("reminded")?,
            next_due: row.opt_int("next_due")?,
            result: result.map(|json| from_json("ballot.result", &json)).transpose()?,
            case: row.opt_int("case_id")?,
            made_at: row.int("made_at")?,
        })
    }
}
