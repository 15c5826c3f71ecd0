//! Carries messages out: what is committed is sent, in order within a chat and lane, within Telegram's limits.
//!
//! Never lost, and at most one duplicate for each attempt whose answer did not come: the attempt is written
//! down before the call and its outcome right after. One turn of the loop is one transaction, which
//! records what came back and writes down what leaves next.

use super::limits::Limits;
use super::prepare::{Moment, Ready, prepare};
use super::queue::Queue;
use super::record::{After, Sent, record, record_late};
use super::station::{Station, backoff, ended, sleep};
use super::wire;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use storage::{Error, Lane, Queued};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// The most calls under way at once.
const AT_ONCE: usize = 64;
/// How long outcomes are gathered into one transaction: a kill within it sends them again.
const GATHER: Duration = Duration::from_millis(10);
/// How long to wait when nothing is known to come.
const IDLE: Duration = Duration::from_secs(2);
/// How many rows are read at once.
const PAGE: i64 = 500;

/// Sends until it is over or the lease is lost; then waits for what is under way and records it.
pub async fn run(station: &Station, mut over: watch::Receiver<bool>) {
    let mut sender = match Sender::start(station).await {
        Ok(sender) => sender,
        Err(error) => return tracing::warn!(bot = station.bot(), %error, "the outbox cannot be read"),
    };
    let mut failures = 0;
    while !*over.borrow() {
        match sender.turn(true).await {
            Ok(()) => failures = 0,
            Err(Error::LeaseLost) => break,
            Err(error) => {
                tracing::warn!(bot = station.bot(), %error, "the sender tries again");
                failures += 1;
                sleep(backoff(failures, Duration::from_millis(20), Duration::from_secs(2)), &mut over).await;
                continue;
            }
        }
        sender.wait(&mut over).await;
    }
    sender.end().await;
}

/// A call that is back.
struct Back {
    sent: Sent,
    /// When it left and when its answer came, on the limits' clock.
    left: i64,
    answered: i64,
}

struct Sender<'s> {
    station: &'s Station,
    queue: Queue,
    limits: Limits,
    /// Whether a chat is private.
    private: HashMap<i64, bool>,
    /// Deletions that came too late and are edits now.
    worn: HashSet<i64>,
    /// Ended, not yet recorded.
    ended: Vec<Sent>,
    under_way: usize,
    back: mpsc::UnboundedReceiver<Back>,
    give_back: mpsc::UnboundedSender<Back>,
    /// Wire time at which this tenure began.
    since: i64,
    /// The limits' clock.
    epoch: Instant,
    /// When something blocked becomes free, on the limits' clock.
    wake: i64,
}

impl<'s> Sender<'s> {
    async fn start(station: &'s Station) -> storage::Result<Sender<'s>> {
        let (give_back, back) = mpsc::unbounded_channel();
        let since = wire::now_ms();
        let mut sender = Sender {
            station,
            queue: Queue::default(),
            limits: Limits::new(station.limits),
            private: HashMap::new(),
            worn: HashSet::new(),
            ended: Vec::new(),
            under_way: 0,
            back,
            give_back,
            since,
            epoch: Instant::now(),
            wake: 0,
        };
        let mut tx = station.office.db.read().await?;
        for attempt in tx.attempts_since(station.bot(), since - 60_000).await? {
            sender.limits.sent(attempt.chat, Lane::Normal, attempt.at - since);
        }
        Ok(sender)
    }

    /// Milliseconds on the limits' clock, which no change of the system's time touches.
    fn mono(&self) -> i64 {
        self.epoch.elapsed().as_millis() as i64
    }

    /// Takes in what was queued since the last look.
    async fn load(&mut self) -> storage::Result<()> {
        let mut tx = self.station.office.db.read().await?;
        loop {
            let rows = tx.outbox_after(self.station.bot(), self.queue.last(), PAGE).await?;
            let full = rows.len() as i64 == PAGE;
            for row in rows {
                if let Entry::Vacant(vacant) = self.private.entry(row.chat) {
                    vacant.insert(tx.chat(row.chat).await?.is_some_and(|chat| chat.is_private()));
                }
                self.queue.add(row);
            }
            if !full {
                return Ok(());
            }
        }
    }

    /// Picks what may leave now, and reserves its place in the limits.
    fn pick(&mut self, story: i64, wire: i64) -> Vec<Queued> {
        let mono = self.mono();
        let idle = mono + IDLE.as_millis() as i64;
        self.wake = self.queue.next_due(story).map_or(idle, |due| idle.min(mono + due - story));
        let mut picked = Vec::new();
        for head in self.queue.heads(story) {
            if self.under_way + picked.len() >= AT_ONCE {
                break;
            }
            let row = head.row;
            let private = self.private.get(&row.chat).copied().unwrap_or(false);
            let held = mono + (head.not_before - wire).max(0);
            let free = self.limits.free_at(row.chat, private, row.lane).max(held);
            if free <= mono {
                self.limits.reserve(row.chat, row.lane);
                picked.push(row);
            } else {
                self.wake = self.wake.min(free);
            }
        }
        picked
    }

    /// Records what came back, writes down what leaves, commits, and lets it leave.
    async fn turn(&mut self, sending: bool) -> storage::Result<()> {
        self.load().await?;
        let wire = wire::now_ms();
        let story = self.station.clock.at(wire);
        let picked = if sending { self.pick(story, wire) } else { Vec::new() };
        if picked.is_empty() && self.ended.is_empty() {
            return Ok(());
        }
        match self.commit(&picked, story, wire).await {
            Ok((afters, ready)) => {
                let ended = std::mem::take(&mut self.ended);
                // What ended or came to nothing frees those behind it: look again at once.
                if !ended.is_empty() || ready.iter().any(Option::is_none) {
                    self.wake = 0;
                }
                for (sent, after) in ended.iter().zip(afters) {
                    self.settle(&sent.ready.row, after);
                }
                self.leave(&picked, ready);
                Ok(())
            }
            Err(error) => {
                picked.iter().for_each(|row| self.limits.unreserve(row.chat, row.lane));
                Err(error)
            }
        }
    }

    async fn commit(
        &mut self,
        picked: &[Queued],
        story: i64,
        wire: i64,
    ) -> storage::Result<(Vec<After>, Vec<Option<Ready>>)> {
        let (_turn, mut tx) = self.station.begin().await?;
        let mut afters = Vec::with_capacity(self.ended.len());
        let mut gone = HashSet::new();
        for sent in &self.ended {
            let after = record(&mut tx, self.station, sent).await?;
            if after == After::Gone && gone.insert(sent.ready.row.chat) {
                tx.outbox_drop(sent.ready.row.id).await?;
                for id in self.queue.of_chat(sent.ready.row.chat) {
                    tx.outbox_drop(id).await?;
                }
            }
            afters.push(after);
        }
        let mut ready = Vec::with_capacity(picked.len());
        for row in picked {
            let at = Moment { story, wire, since: self.since, worn: self.worn.contains(&row.id) };
            let gone = gone.contains(&row.chat);
            ready.push(if gone { None } else { prepare(&mut tx, self.station, row, at).await? });
        }
        tx.commit().await?;
        Ok((afters, ready))
    }

    /// Brings the memory in line with what was recorded of a row.
    fn settle(&mut self, row: &Queued, after: After) {
        let wire = wire::now_ms();
        let mono = self.mono();
        let ms = |pause: Duration| pause.as_millis() as i64;
        match after {
            After::Done => self.queue.done(row.id),
            After::Stay => self.queue.again(row.id, 0),
            After::Worn => {
                self.worn.insert(row.id);
                self.queue.again(row.id, 0);
            }
            After::Again(pause) => self.queue.again(row.id, wire + ms(pause)),
            After::Pause(pause) => {
                self.limits.pause(row.chat, ms(pause), mono);
                self.queue.again(row.id, wire + ms(pause));
            }
            After::PauseAll(pause) => {
                self.limits.pause_all(ms(pause), mono);
                self.queue.again(row.id, wire + ms(pause));
            }
            After::Gone => {
                self.queue.of_chat(row.chat).into_iter().for_each(|id| self.queue.done(id));
                self.queue.done(row.id);
            }
        }
    }

    /// Lets what is written down leave. The limits count from this instant, not from before the commit.
    fn leave(&mut self, picked: &[Queued], ready: Vec<Option<Ready>>) {
        let mono = self.mono();
        for (row, ready) in picked.iter().zip(ready) {
            let Some(ready) = ready else {
                self.limits.unreserve(row.chat, row.lane);
                self.queue.done(row.id);
                continue;
            };
            self.limits.left(row.chat, row.lane, mono);
            self.queue.left(row.id);
            self.under_way += 1;
            let (wire, give_back, epoch) = (self.station.wire.clone(), self.give_back.clone(), self.epoch);
            tokio::spawn(async move {
                let answer = wire.call(ready.call.clone()).await;
                let answered = epoch.elapsed().as_millis() as i64;
                // Nobody listens any more only after the process gave up waiting for it.
                let _ = give_back.send(Back { sent: Sent { ready, answer }, left: mono, answered });
            });
        }
        self.limits.tidy(mono);
    }

    /// Waits until there is something to do.
    async fn wait(&mut self, over: &mut watch::Receiver<bool>) {
        if !self.ended.is_empty() {
            return;
        }
        let pause = Duration::from_millis((self.wake - self.mono()).max(1) as u64);
        tokio::select! {
            () = ended(over) => {}
            () = self.station.queued.notified() => {}
            () = tokio::time::sleep(pause) => {}
            Some(back) = self.back.recv() => {
                self.came_back(back);
                if self.under_way > 0 {
                    tokio::time::sleep(GATHER).await;
                }
                while let Ok(back) = self.back.try_recv() {
                    self.came_back(back);
                }
            }
        }
    }

    fn came_back(&mut self, back: Back) {
        self.under_way -= 1;
        self.limits.answered(back.sent.ready.row.lane, back.left, back.answered);
        self.ended.push(back.sent);
    }

    /// Records what came back, with the lease or, if that is lost, what is certain; then the same for what is still
    /// under way, as each comes back: a call that hangs must not keep the outcomes of others from being written down.
    async fn end(mut self) {
        loop {
            let recorded = match self.turn(false).await {
                Err(Error::LeaseLost) => self.record_late().await,
                other => other,
            };
            if let Err(error) = recorded {
                tracing::warn!(bot = self.station.bot(), %error, "the last outcomes could not be recorded");
            }
            if self.under_way == 0 {
                return;
            }
            let Some(back) = self.back.recv().await else { return };
            self.came_back(back);
        }
    }

    async fn record_late(&mut self) -> storage::Result<()> {
        let mut tx = self.station.office.db.begin().await?;
        for sent in &self.ended {
            record_late(&mut tx, self.station, sent).await?;
        }
        tx.commit().await?;
        self.ended.clear();
        Ok(())
    }
}
