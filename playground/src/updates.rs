//! The stream of updates: numbered, kept for 24 hours of wire time, confirmed by a later offset or by a webhook,
//! polled by one.
use crate::{clock, contract::CONTRACT, webhook::lane, world::World};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

const KEPT_MS: i64 = 24 * 3600 * 1000;
/// Kinds that are sent only when asked for by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// How long a webhook is left alone at most after failures, ms.
const LONGEST_DELAY_MS: i64 = 60_000;

#[derive(Serialize, Deserialize)]
struct Waiting {
    id: i64,
    at: i64,
    json: Box<str>,
    /// What a webhook gets in order: a chat, a person's taps, a poll.
    lane: String,
    /// How often a webhook refused it.
    refused: u32,
    /// Wire time before which it is not posted again.
    wake: i64,
    /// Being posted now.
    under_way: bool,
}

/// An update on its way to a webhook.
pub struct Letter {
    /// Its id.
    pub id: i64,
    /// Its JSON.
    pub json: Box<str>,
}

/// Updates not yet confirmed, and what is remembered about polling.
#[derive(Serialize, Deserialize)]
pub struct Updates {
    queue: VecDeque<Waiting>,
    next_id: i64,
    confirmed: u64,
    allowed: Vec<String>,
    turn: u64,
    /// Counts what else changed.
    changes: u64,
}

impl Default for Updates {
    fn default() -> Self {
        Self {
            queue: VecDeque::new(),
            next_id: 480_000_001,
            confirmed: 0,
            allowed: Vec::new(),
            turn: 0,
            changes: 0,
        }
    }
}

impl Updates {
    /// How many wait for confirmation.
    pub fn pending(&self) -> usize {
        self.queue.len()
    }

    /// Changes whenever an update comes, is confirmed, or another poller appears.
    pub fn stamp(&self) -> (i64, u64, u64) {
        (self.next_id, self.confirmed, self.turn + self.changes)
    }

    /// Figures for tests: pending, confirmed, last id given (0 for none).
    pub fn figures(&self) -> Value {
        let last = self.queue.back().map_or(self.next_id - 1, |w| w.id);
        json!({"pending": self.queue.len(), "confirmed": self.confirmed, "last_id": last})
    }

    /// The allowed kinds as `getWebhookInfo` tells them, if any were named.
    pub fn allowed(&self) -> Option<&[String]> {
        (!self.allowed.is_empty()).then_some(self.allowed.as_slice())
    }

    /// Numbering goes on from `id`, as Telegram does at random after an idle week.
    pub fn renumber(&mut self, id: i64) {
        self.next_id = id.max(1);
    }

    /// Numbering begins this much later than usual.
    pub fn skip(&mut self, ids: i64) {
        self.next_id += ids;
    }

    /// Forgets everything waiting (`drop_pending_updates`).
    pub fn drop_all(&mut self) {
        self.queue.clear();
        self.changes += 1;
    }

    /// Remembers the kinds the bot wants, if it named any; unknown names are ignored, and none at all is the default.
    pub fn allow(&mut self, kinds: Option<&Value>) {
        if let Some(list) = kinds.and_then(Value::as_array) {
            let known = |kind: &&str| CONTRACT.is_field("Update", kind) && *kind != "update_id";
            let names = list.iter().filter_map(Value::as_str).filter(known);
            self.allowed = names.map(str::to_owned).collect();
        }
    }

    /// Makes everything waiting older, as if so many ms had passed.
    pub fn age(&mut self, ms: i64) {
        self.queue.iter_mut().for_each(|waiting| waiting.at -= ms);
        self.changes += 1;
    }

    fn queue(&mut self, update: &Value, lane: String) {
        let json = update.to_string().into_boxed_str();
        let (id, at) = (self.next_id, clock::wire_ms());
        self.queue.push_back(Waiting { id, at, json, lane, refused: 0, wake: at, under_way: false });
        self.next_id += 1;
    }

    /// What may be posted to a webhook now, marked as under way: the first of each lane, at most `most` at once.
    pub fn due(&mut self, most: usize, now: i64) -> Vec<Letter> {
        let mut busy: HashSet<String> = HashSet::new();
        let mut room = most.saturating_sub(self.queue.iter().filter(|w| w.under_way).count());
        let mut letters = Vec::new();
        for waiting in &mut self.queue {
            let first = busy.insert(waiting.lane.clone());
            if room > 0 && first && !waiting.under_way && waiting.wake <= now {
                room -= 1;
                waiting.under_way = true;
                letters.push(Letter { id: waiting.id, json: waiting.json.clone() });
            }
        }
        letters
    }

    /// How long until something may be posted again.
    pub fn wait(&self, now: i64) -> Option<Duration> {
        let wakes = self.queue.iter().filter(|w| !w.under_way && w.wake > now).map(|w| w.wake - now);
        wakes.min().map(|ms| Duration::from_millis(ms.unsigned_abs()))
    }

    /// The webhook took an update.
    pub fn taken(&mut self, id: i64) {
        let before = self.queue.len();
        self.queue.retain(|waiting| waiting.id != id);
        self.confirmed += (before - self.queue.len()) as u64;
        self.changes += 1;
    }

    /// The webhook did not take it: again after so many seconds, else at once, then after 2, 4, 8, … seconds.
    pub fn refused(&mut self, id: i64, now: i64, after: i64) {
        if let Some(waiting) = self.queue.iter_mut().find(|waiting| waiting.id == id) {
            let delay = match waiting.refused {
                _ if after > 0 => after.min(3600) * 1000,
                0 => 0,
                times => (1000 << times.min(6)).min(LONGEST_DELAY_MS),
            };
            waiting.under_way = false;
            waiting.refused += 1;
            waiting.wake = now + delay;
        }
        self.changes += 1;
    }

    /// Nothing is under way any more: the webhook changed.
    pub fn recall(&mut self) {
        for waiting in &mut self.queue {
            (waiting.under_way, waiting.refused, waiting.wake) = (false, 0, 0);
        }
        self.changes += 1;
    }

    fn wants(&self, kind: &str) -> bool {
        if self.allowed.is_empty() {
            return !ON_REQUEST.contains(&kind);
        }
        self.allowed.iter().any(|allowed| allowed == kind)
    }

    /// Forgets all but the last so many, as if they had been confirmed.
    pub fn keep_last(&mut self, keep: usize) {
        let first = self.queue.len().saturating_sub(keep);
        if let Some(id) = self.queue.get(first).map(|waiting| waiting.id) {
            self.confirm_below(id);
        }
    }

    /// A poller begins; its number, which changes when another begins.
    pub fn begin_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    /// Whether another poller has begun since.
    pub fn is_over(&self, turn: u64) -> bool {
        self.turn != turn
    }

    /// Confirms what came before an update.
    pub fn confirm_below(&mut self, offset: i64) {
        while self.queue.front().is_some_and(|w| w.id < offset) {
            self.queue.pop_front();
            self.confirmed += 1;
        }
    }

    /// Forgets what was not taken for a day.
    pub fn expire(&mut self, now: i64) {
        while self.queue.front().is_some_and(|w| now - w.at > KEPT_MS) {
            self.queue.pop_front();
        }
    }

    /// The JSON of the first ones as an array, none if nothing waits.
    pub fn batch(&self, limit: usize) -> Option<String> {
        if self.queue.is_empty() {
            return None;
        }
        let mut out = String::from("[");
        for (i, waiting) in self.queue.iter().take(limit).enumerate() {
            if i > 0 {
                out.push(',');
            }
            out.push_str(&waiting.json);
        }
        out.push(']');
        Some(out)
    }
}

impl World {
    /// Queues an update of this kind if the bot asked for such; checks it against the contract.
    pub fn push_update(&mut self, kind: &'static str, content: Value) {
        if !self.updates.wants(kind) {
            return;
        }
        let lane = lane(kind, &content);
        let mut update = Map::new();
        update.insert("update_id".into(), json!(self.updates.next_id));
        update.insert(kind.into(), content);
        let update = Value::Object(update);
        for violation in CONTRACT.check_type("Update", &update) {
            self.violations.push(format!("stand-in: {violation}"));
        }
        self.updates.queue(&update, lane);
    }

    /// Queues an update as it is, however odd, and answers its id.
    pub fn push_raw(&mut self, mut update: Map<String, Value>) -> i64 {
        let id = self.updates.next_id;
        update.insert("update_id".into(), json!(id));
        self.updates.queue(&Value::Object(update), format!("raw {id}"));
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_are_kept_for_a_day_of_wire_time() {
        let mut updates = Updates::default();
        updates.queue(&json!({}), String::new());
        let came = updates.queue[0].at;
        updates.expire(came + KEPT_MS);
        assert_eq!(updates.pending(), 1);
        updates.expire(came + KEPT_MS + 1);
        assert_eq!((updates.pending(), updates.confirmed), (0, 0), "gone, but never confirmed");
    }

    #[test]
    fn a_webhook_gets_one_update_of_a_lane_at_a_time_and_later_ones_after_failures() {
        let mut updates = Updates::default();
        for lane in ["a", "a", "b"] {
            updates.queue(&json!({}), lane.into());
        }
        let now = clock::wire_ms();
        let ids = |letters: Vec<Letter>| letters.iter().map(|letter| letter.id % 10).collect::<Vec<i64>>();
        assert_eq!(ids(updates.due(40, now)), [1, 3]);
        assert_eq!(ids(updates.due(40, now)), [0; 0]);
        updates.taken(480_000_001);
        assert_eq!(ids(updates.due(1, now)), [0; 0], "one is under way");
        assert_eq!(ids(updates.due(40, now)), [2]);
        let mut delays = Vec::new();
        for _ in 0..8 {
            updates.refused(480_000_002, now, 0);
            delays.push(updates.wait(now).map_or(0, |wait| wait.as_secs()));
        }
        assert_eq!(delays, [0, 2, 4, 8, 16, 32, 60, 60]);
    }
}
