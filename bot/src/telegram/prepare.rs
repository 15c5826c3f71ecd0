//! Makes a queued row ready to leave: reads its payload, or has its card rendered, and writes the attempt down.

use super::carry::{self, Cargo, Unfit};
use super::caught::{Panicked, caught};
use super::station::Station;
use super::wire::Call;
use crate::desk::{Desk, ballots, cards, gathering};
use crate::outgoing::{Hook, Post};
use storage::{Card, ChatState, Lane, Queued, Tx};

/// How old an answer to a tap may be, ms: Telegram refuses older ones.
const ANSWER_AGE: i64 = 60_000;

/// A poll that ends sooner than this, or is over by now, is closed by us alone, ms: Telegram takes no time that near.
const NEAR: i64 = 60_000;

/// A row ready to leave.
#[derive(Debug)]
pub struct Ready {
    /// The row.
    pub row: Queued,
    /// Its attempt.
    pub attempt: i64,
    /// How its answer is read.
    pub cargo: Cargo,
    /// What the card will show, with the message it has.
    pub card: Option<Card>,
    /// What the desk does with the answer.
    pub hook: Option<Hook>,
    /// The call.
    pub call: Call,
}

/// When things are prepared: what a row is measured against.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Story time.
    pub story: i64,
    /// Wire time.
    pub wire: i64,
    /// Wire time at which this process took the lease.
    pub since: i64,
    /// A deletion that Telegram refused as too late.
    pub worn: bool,
}

/// Makes `row` ready; `None` if there is nothing to be sent, and then the row is dropped.
pub async fn prepare(
    tx: &mut Tx,
    station: &Station,
    row: &Queued,
    at: Moment,
) -> storage::Result<Option<Ready>> {
    let stale = row.lane == Lane::Answer && (row.made_at < at.since || at.wire - row.made_at > ANSWER_AGE);
    let made = if stale { None } else { guarded(tx, station, row, at).await? };
    let Some(Made { call, cargo, card, hook }) = made else {
        tx.outbox_drop(row.id).await?;
        return Ok(None);
    };
    let attempt = tx.attempt_start(station.bot(), row.chat, row.id, at.wire).await?;
    Ok(Some(Ready { row: row.clone(), attempt, cargo, card, hook, call }))
}

struct Made {
    call: Call,
    cargo: Cargo,
    card: Option<Card>,
    hook: Option<Hook>,
}

/// A row that cannot be made into a call must not block those behind it.
async fn guarded(tx: &mut Tx, station: &Station, row: &Queued, at: Moment) -> storage::Result<Option<Made>> {
    tx.savepoint().await?;
    let fault = match caught(make(tx, station, row, at)).await {
        Ok(Ok(made)) => {
            tx.keep_savepoint().await?;
            return Ok(made);
        }
        Ok(Err(Fault::Storage(error))) if error.is_passing() => return Err(error),
        Ok(Err(fault)) => fault.to_string(),
        Err(Panicked) => "panic".to_owned(),
    };
    tracing::error!(
        bot = station.bot(),
        row = row.id,
        kind = row.kind,
        fault,
        "a message cannot be sent; dropped"
    );
    tx.undo_savepoint().await?;
    Ok(None)
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Storage(#[from] storage::Error),
    #[error(transparent)]
    Unfit(#[from] Unfit),
    #[error("its payload cannot be read")]
    Payload,
}

async fn make(tx: &mut Tx, station: &Station, row: &Queued, at: Moment) -> Result<Option<Made>, Fault> {
    let Some(chat) = tx.chat(row.chat).await? else { return Ok(None) };
    if chat.state == ChatState::Left {
        return Ok(None);
    }
    if row.kind == "card" {
        let Some(case) = row.case else { return Ok(None) };
        let Some(mut card) = tx.card(case, row.chat).await? else { return Ok(None) };
        let rendered = cards::render(tx, &station.office, case, row.chat, at.story).await?;
        let Some(rendered) = rendered else { return Ok(None) };
        card.shown = rendered.version;
        let (call, cargo) = carry::card(&rendered, chat.tg, card.message)?;
        return Ok(Some(Made { call, cargo, card: Some(card), hook: None }));
    }
    let Some(payload) = tx.outbox_payload(row.id).await? else { return Ok(None) };
    let post: Post = serde_json::from_str(&payload).map_err(|_| Fault::Payload)?;
    let mut desk = Desk::new(tx, &station.office, at.story, at.wire);
    let Some(mut post) = written(&mut desk, post, row.chat).await? else { return Ok(None) };
    if let Post::Poll { closes, .. } = &mut post {
        *closes = closes.filter(|closes| closes * 1000 - at.story > NEAR);
    }
    let (call, cargo) = carry::call(&post, chat.tg, at.worn)?;
    Ok(Some(Made { call, cargo, card: None, hook: post.hook() }))
}

/// What tells how things stand is written now; `None` if there is nothing left to say.
async fn written(desk: &mut Desk<'_>, post: Post, chat: i64) -> storage::Result<Option<Post>> {
    match post {
        Post::MeetingCard { meeting } => gathering::card(desk, meeting, chat).await,
        Post::MeetingReminder { meeting } => gathering::reminder(desk, meeting, chat).await,
        Post::PollReminder { ballot } => ballots::reminder(desk, ballot).await,
        finished => Ok(Some(finished)),
    }
}
