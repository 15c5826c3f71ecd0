//! Writes down what became of an attempt, and says what that means for the queue in memory.

use super::carry::{Verdict, judge};
use super::caught::{Panicked, caught};
use super::prepare::Ready;
use super::station::{Station, backoff};
use super::wire::{self, Failure};
use crate::desk::Desk;
use crate::desk::hooks::{self, News};
use crate::outgoing::{Got, Hook};
use std::time::Duration;
use storage::{Card, ChatState, Outcome, Tx};

/// An attempt that ended.
#[derive(Debug)]
pub struct Sent {
    /// What was sent.
    pub ready: Ready,
    /// What came back.
    pub answer: Result<Got, Failure>,
}

/// What a recorded attempt means for the queue in memory, once it is committed.
#[derive(Debug, PartialEq, Eq)]
pub enum After {
    /// The row is done with.
    Done,
    /// The row is tried again at once.
    Stay,
    /// The row is tried again as an edit.
    Worn,
    /// The row is tried again after this long.
    Again(Duration),
    /// The same, and the chat is left alone for so long.
    Pause(Duration),
    /// The same, and every chat is.
    PauseAll(Duration),
    /// Nothing more can be sent to the chat.
    Gone,
}

/// How long a refused token silences the bot.
const TOKEN_PAUSE: Duration = Duration::from_secs(30);

/// Records an attempt. The lease must have been checked in this transaction: it keeps a case from moving
/// on between reading its version and ending its row.
pub async fn record(tx: &mut Tx, station: &Station, sent: &Sent) -> storage::Result<After> {
    let Ready { row, attempt, cargo, card, .. } = &sent.ready;
    let verdict = judge(*cargo, &sent.answer);
    tell(station, sent, &verdict);
    tx.attempt_end(*attempt, outcome(&verdict)).await?;
    Ok(match verdict {
        Verdict::Done(message) => match card {
            Some(card) => {
                let shown = Card { message: message.or(card.message), ..card.clone() };
                if tx.card_shown(row.id, &shown).await? { After::Done } else { After::Stay }
            }
            None => {
                let made = message.filter(|_| *cargo == super::carry::Cargo::New);
                tx.outbox_sent(row.id, made).await?;
                go_on(tx, station, sent).await?;
                After::Done
            }
        },
        Verdict::Again(wait) => {
            tx.outbox_again(row.id).await?;
            wait.map_or(After::Again(pause(row.tries)), After::Pause)
        }
        Verdict::Ambiguous => {
            tx.outbox_again(row.id).await?;
            After::Again(pause(row.tries))
        }
        Verdict::Token => {
            tx.outbox_again(row.id).await?;
            After::PauseAll(TOKEN_PAUSE)
        }
        Verdict::Drop => {
            tx.outbox_drop(row.id).await?;
            go_on(tx, station, sent).await?;
            After::Done
        }
        Verdict::EditInstead => After::Worn,
        Verdict::Repost => {
            if let Some(card) = card {
                // Version 0 is older than any: the row stays queued and makes a new message.
                tx.card_shown(row.id, &Card { message: None, shown: 0, ..card.clone() }).await?;
            }
            After::Stay
        }
        Verdict::Moved(to) => moved(tx, station, row.chat, to).await?,
        Verdict::Unreachable => {
            leave(tx, station, row.chat).await?;
            After::Gone
        }
    })
}

/// Records what is certain without the lease: a message that was sent must not be sent again by whoever
/// holds it now.
pub async fn record_late(tx: &mut Tx, station: &Station, sent: &Sent) -> storage::Result<()> {
    let Ready { row, attempt, cargo, card, hook, .. } = &sent.ready;
    let Verdict::Done(message) = judge(*cargo, &sent.answer) else { return Ok(()) };
    match (card, message) {
        // What only asks is asked again by whoever holds the lease.
        (None, _) if matches!(hook, Some(Hook::Then(_) | Hook::Stopped(_))) => return Ok(()),
        (None, _) => {
            tx.outbox_sent(row.id, message.filter(|_| *cargo == super::carry::Cargo::New)).await?;
            go_on(tx, station, sent).await?;
        }
        // Whether the case has moved on cannot be told without the lease: the row stays and becomes an edit.
        (Some(card), Some(message)) if card.message.is_none() => tx.card_posted(card, message).await?,
        (Some(_), _) => return Ok(()),
    }
    tx.attempt_end(*attempt, Outcome::Ok).await
}

fn outcome(verdict: &Verdict) -> Outcome {
    match verdict {
        Verdict::Done(_) => Outcome::Ok,
        Verdict::Again(_) | Verdict::Moved(_) | Verdict::Token => Outcome::Later,
        Verdict::Ambiguous => Outcome::Ambiguous,
        Verdict::Drop | Verdict::Unreachable | Verdict::Repost | Verdict::EditInstead => Outcome::Refused,
    }
}

fn pause(tries: i64) -> Duration {
    backoff(tries, Duration::from_millis(400), Duration::from_secs(60))
}

/// Hands the answer, or that it was refused, to the desk.
async fn go_on(tx: &mut Tx, station: &Station, sent: &Sent) -> storage::Result<()> {
    let Some(hook) = &sent.ready.hook else { return Ok(()) };
    let news = News::Answer(hook, sent.answer.as_ref().ok());
    tell_desk(tx, station, sent.ready.row.chat, news).await
}

/// Tells the desk what came of sending. A fault there must not hold up what else was sent.
async fn tell_desk(tx: &mut Tx, station: &Station, chat: i64, news: News<'_>) -> storage::Result<()> {
    let wire = wire::now_ms();
    let now = station.clock.at(wire);
    tx.savepoint().await?;
    let mut desk = Desk::new(tx, &station.office, now, wire);
    let fault = match caught(hooks::hear(&mut desk, chat, news)).await {
        Ok(Ok(())) => return tx.keep_savepoint().await,
        Ok(Err(error)) if error.is_passing() => return Err(error),
        Ok(Err(error)) => error.to_string(),
        Err(Panicked) => "panic".to_owned(),
    };
    tracing::error!(bot = station.bot(), chat, fault, "what came of sending could not be worked on");
    tx.undo_savepoint().await
}

/// Keeps a group that became a supergroup: same row, same binding, new id.
async fn moved(tx: &mut Tx, station: &Station, chat: i64, to: i64) -> storage::Result<After> {
    let Some(row) = tx.chat(chat).await? else { return Ok(After::Gone) };
    if row.tg != to {
        tx.chat_became(&row, to).await?;
        tell_desk(tx, station, chat, News::Moved).await?;
    }
    Ok(After::Stay)
}

async fn leave(tx: &mut Tx, station: &Station, chat: i64) -> storage::Result<()> {
    if let Some(mut row) = tx.chat(chat).await?
        && row.state != ChatState::Left
    {
        row.state = ChatState::Left;
        tx.chat_save(&row).await?;
        tell_desk(tx, station, chat, News::Gone).await?;
    }
    Ok(())
}

/// Logs what whoever runs the program may want to know.
fn tell(station: &Station, sent: &Sent, verdict: &Verdict) {
    let Err(failure) = &sent.answer else { return };
    let (bot, row, kind) = (station.bot(), sent.ready.row.id, sent.ready.row.kind.as_str());
    match verdict {
        // A tap grows old, and a poll may close by itself before we close it.
        Verdict::Drop if !["answer", "stop"].contains(&kind) => {
            tracing::warn!(bot, row, kind, %failure, "a message was refused; dropped")
        }
        Verdict::Token => {
            tracing::error!(bot, "Telegram refuses this bot's token: get a new one from @BotFather")
        }
        Verdict::Unreachable => {
            tracing::info!(bot, row, kind, %failure, "a chat cannot be written to any more")
        }
        verdict => tracing::debug!(bot, row, kind, %failure, ?verdict, "an attempt failed"),
    }
}
