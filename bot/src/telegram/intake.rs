//! Brings updates in: fetch a batch, do it part by part, a transaction each, and only then, with the next fetch,
//! confirm it. A crash at any instant loses nothing and does nothing twice.

use super::caught::{Panicked, caught};
use super::read;
use super::station::{Station, backoff, ended, sleep};
use super::wire::{self, Failure};
use crate::desk::{self, Desk, Plan};
use crate::incoming::{Incoming, Message, What};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use storage::{BotRow, Error, Tx};
use teloxide::ApiError;
use tokio::sync::watch;

/// Update ids may start anew at random after a week without any: an older position is no lower bound.
const STALE: i64 = 6 * 86_400_000;
/// How often a batch is tried again for an error that one update made, before that update alone is given up.
const PATIENCE: usize = 3;
/// How many updates that call for work are done in one transaction; chatter does not count. Between two of them the
/// sender writes down what became of its calls: what a kill finds not yet written down is sent again.
const PART: usize = 10;

/// How far the updates are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The last update id done.
    pub id: i64,
    /// Wire time of that.
    pub at: i64,
}

impl From<&BotRow> for Position {
    fn from(row: &BotRow) -> Position {
        Position { id: row.position, at: row.position_at }
    }
}

impl Position {
    /// What to confirm with the next fetch.
    fn offset(self, wire: i64) -> Option<i64> {
        (wire - self.at <= STALE).then_some(self.id + 1)
    }

    /// Whether an update is still to be done.
    fn is_before(self, id: i64, wire: i64) -> bool {
        id > self.id || wire - self.at > STALE
    }
}

/// Fetches and does updates from `position` on until it is over or the lease is lost. The office is told up to when
/// everything was read.
pub async fn run(station: &Station, mut position: Position, mut over: watch::Receiver<bool>) {
    if !at_hand(station, &mut over).await {
        return;
    }
    let mut failures = 0;
    let mut current = false;
    loop {
        let fetched = tokio::select! {
            () = ended(&mut over) => return,
            fetched = station.wire.updates(position.offset(wire::now_ms()), current) => fetched,
        };
        let came = station.clock.now();
        let batch = match fetched {
            Ok(updates) => {
                current = updates.len() < usize::from(wire::BATCH);
                sorted(updates, position, wire::now_ms())
            }
            Err(failure) => {
                let pause = complain(station, &failure, failures);
                failures += 1;
                if sleep(pause, &mut over).await {
                    return;
                }
                continue;
            }
        };
        failures = 0;
        let _working = station.story.read().await;
        let mut rest = batch.as_slice();
        while !rest.is_empty() {
            let Some(done) = finish(station, rest, &mut over).await else { return };
            let (part, after) = rest.split_at(done);
            rest = after;
            position = part.last().map_or(position, |(id, _)| Position { id: *id, at: wire::now_ms() });
        }
        if current {
            station.office.heard(came);
        }
    }
}

/// Has the office build what it keeps in memory, however often that takes; `false` if it is over first.
async fn at_hand(station: &Station, over: &mut watch::Receiver<bool>) -> bool {
    let mut tries = 0;
    while let Err(error) = station.office.take_over(station.clock.now()).await {
        tracing::warn!(bot = station.bot(), %error, tries, "what is kept in memory cannot be read");
        if sleep(backoff(tries, Duration::from_millis(100), Duration::from_secs(5)), over).await {
            return false;
        }
        tries += 1;
    }
    true
}

/// Does the first part of a batch, however often that takes; how many updates it was. `None` if it is over or the
/// lease is lost.
async fn finish(
    station: &Station,
    batch: &[(i64, Box<RawValue>)],
    over: &mut watch::Receiver<bool>,
) -> Option<usize> {
    let mut tries = 0;
    loop {
        let error = match attempt(station, batch, tries).await {
            Ok(done) => {
                station.committed();
                return Some(done);
            }
            Err(Error::LeaseLost) => return None,
            Err(error) => error,
        };
        tracing::warn!(bot = station.bot(), %error, tries, "a batch is tried again");
        let pause = backoff(tries as i64, Duration::from_millis(10), Duration::from_secs(2));
        if sleep(pause, over).await {
            return None;
        }
        tries += 1;
    }
}

/// The updates still to be done, by id, each once.
fn sorted(updates: Vec<Box<RawValue>>, position: Position, wire: i64) -> Vec<(i64, Box<RawValue>)> {
    let with_ids = updates.into_iter().filter_map(|raw| Some((read::update_id(raw.get())?, raw)));
    let mut batch: Vec<_> = with_ids.filter(|(id, _)| position.is_before(*id, wire)).collect();
    batch.sort_by_key(|(id, _)| *id);
    batch.dedup_by_key(|(id, _)| *id);
    batch
}

/// Logs why a fetch failed, once a kind, and says how long to wait.
fn complain(station: &Station, failure: &Failure, failures: i64) -> Duration {
    let bot = station.bot();
    let second = Duration::from_secs(1);
    match failure {
        Failure::Refused(_, ApiError::TerminatedByOtherGetUpdates) => {
            tracing::warn!(
                bot,
                "another program fetches this bot's updates: stop it, or give it another token"
            );
            backoff(failures, 2 * second, 30 * second)
        }
        Failure::Refused(409, _) => {
            tracing::error!(
                bot,
                "a webhook is set for this bot: call deleteWebhook, then updates can be fetched"
            );
            30 * second
        }
        Failure::Refused(401 | 404, _) => {
            tracing::error!(bot, "Telegram refuses this bot's token: get a new one from @BotFather");
            30 * second
        }
        Failure::Wait(seconds) => second * *seconds,
        failure => {
            tracing::warn!(bot, %failure, "updates cannot be fetched");
            backoff(failures, second / 5, 15 * second)
        }
    }
}

/// Does the first part of a batch in one transaction; how many updates it was.
async fn attempt(station: &Station, batch: &[(i64, Box<RawValue>)], tries: usize) -> storage::Result<usize> {
    let wire = wire::now_ms();
    let one = One { station, now: station.clock.at(wire), wire, last_try: tries >= PATIENCE };
    let (mut plans, mut works) = (Vec::new(), 0);
    for (_, raw) in batch {
        if works == PART {
            break;
        }
        let plan = one.plan(raw);
        works += usize::from(!matches!(plan, Ok(Plan::Nothing | Plan::Chatter(_))));
        plans.push(plan);
    }
    let part = &batch[..plans.len()];
    let (_turn, mut tx) = station.begin().await?;
    station.office.refresh(&mut tx).await?;
    let mut chatter = HashMap::new();
    for ((id, raw), plan) in part.iter().zip(plans) {
        match plan {
            Ok(Plan::Nothing) => {}
            Ok(Plan::Chatter(chat)) => *chatter.entry(chat).or_default() += 1,
            Ok(Plan::Work(work)) => one.work(&mut tx, *id, raw, *work).await?,
            Err(error) => one.dead_letter(&mut tx, *id, raw, &error).await?,
        }
    }
    desk::end_batch(&mut Desk::new(&mut tx, &station.office, one.now, wire), &chatter).await?;
    if let Some((last, _)) = part.last() {
        tx.position_set(station.bot(), *last, wire).await?;
    }
    tx.commit().await?;
    Ok(part.len())
}

/// What doing one update of a batch needs.
struct One<'a> {
    station: &'a Station,
    now: i64,
    wire: i64,
    last_try: bool,
}

impl One<'_> {
    fn plan(&self, raw: &RawValue) -> Result<Plan, String> {
        let incoming = read::update(raw.get()).map_err(|error| error.to_string())?;
        let plan = AssertUnwindSafe(|| desk::plan(&self.station.office, incoming, self.now));
        catch_unwind(plan).map_err(|_| "panic while planning".to_owned())
    }

    /// Does one update within a savepoint. An error is first taken for the database's, and the batch is
    /// tried again; if it stays, or it is a panic, this update alone is undone.
    async fn work(&self, tx: &mut Tx, id: i64, raw: &RawValue, work: desk::Work) -> storage::Result<()> {
        tx.savepoint().await?;
        let done = {
            let mut desk = Desk::new(tx, &self.station.office, self.now, self.wire);
            caught(desk::work(&mut desk, work)).await
        };
        let error = match done {
            Ok(Ok(())) => return tx.keep_savepoint().await,
            Ok(Err(error @ Error::LeaseLost)) => return Err(error),
            Ok(Err(error)) if error.is_passing() || !self.last_try => return Err(error),
            Ok(Err(error)) => error.to_string(),
            Err(Panicked) => "panic".to_owned(),
        };
        tx.undo_savepoint().await?;
        self.dead_letter(tx, id, raw, &error).await
    }

    async fn dead_letter(&self, tx: &mut Tx, id: i64, raw: &RawValue, error: &str) -> storage::Result<()> {
        let bot = self.station.bot();
        tracing::error!(bot, update = id, error, "an update could not be done");
        let incoming = read::update(raw.get()).ok();
        let chat = match incoming.as_ref().and_then(chat_of) {
            Some(tg) => tx.chat_known(bot, tg).await?.map(|chat| chat.id),
            None => None,
        };
        let payload = incoming.filter(|incoming| is_to_us(incoming, bot)).map(|_| raw.get());
        tx.dead_letter_add(bot, id, chat, error, payload, self.now).await
    }
}

/// The chat of an update.
fn chat_of(incoming: &Incoming) -> Option<i64> {
    match &incoming.what {
        What::Message(message) | What::Edited(message) => Some(message.chat.tg),
        What::Tap(tap) => tap.message.as_ref().map(|message| message.chat.tg),
        What::Reaction(reaction) => Some(reaction.chat.tg),
        What::Standing(standing) => Some(standing.chat.tg),
        What::Vote(_) | What::Poll(_) | What::Other => None,
    }
}

/// Whether an update was said to the bot: only then may its words be kept for whoever mends the fault.
fn is_to_us(incoming: &Incoming, me: i64) -> bool {
    let to_us = |message: &Message| message.text.starts_with('/') || desk::hear::replies_to(message, me);
    match &incoming.what {
        What::Message(message) | What::Edited(message) => to_us(message),
        What::Tap(tap) => !desk::is_choice(&tap.data),
        What::Reaction(_) | What::Standing(_) | What::Vote(_) | What::Poll(_) | What::Other => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    fn ids(position: Position, wire: i64) -> Vec<i64> {
        let updates = [7, 5, 9, 5].map(|id| raw(&format!(r#"{{"update_id":{id}}}"#)));
        sorted(updates.into(), position, wire).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn a_batch_is_sorted_and_what_was_done_is_skipped() {
        assert_eq!(ids(Position { id: 5, at: 1_000 }, 2_000), [7, 9]);
        assert_eq!(Position { id: 5, at: 1_000 }.offset(2_000), Some(6));
    }

    #[test]
    fn after_an_idle_week_ids_may_start_anew() {
        assert_eq!(ids(Position { id: 1_000, at: 0 }, STALE + 1), [5, 7, 9]);
        assert_eq!(Position { id: 1_000, at: 0 }.offset(STALE + 1), None);
    }

    #[test]
    fn only_what_was_said_to_the_bot_may_be_kept() {
        let message = |extra: &str| {
            let json = format!(
                r#"{{"update_id":1,"message":{{"message_id":1,"date":1,"chat":{{"id":-1,"type":"group"}}{extra}}}}}"#
            );
            read::update(&json).unwrap()
        };
        assert!(is_to_us(&message(r#","text":"/report x""#), 7));
        assert!(!is_to_us(&message(r#","text":"灯坏了""#), 7));
        let reply = r#","text":"好","reply_to_message":{"message_id":2,"chat":{"id":-1,"type":"group"},"from":{"id":7,"is_bot":true,"first_name":"b"}}"#;
        assert!(is_to_us(&message(reply), 7));
        assert!(!is_to_us(&message(reply), 8));
        let tap = |data: &str| {
            let json = format!(
                r#"{{"update_id":1,"callback_query":{{"id":"q","from":{{"id":3}},"data":"{data}"}}}}"#
            );
            is_to_us(&read::update(&json).unwrap(), 7)
        };
        assert!(tap("clm.1.2") && !tap("vot.1.2"), "a choice in a secret ballot is never kept");
    }
}
