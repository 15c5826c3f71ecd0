//! The stream of updates: numbered, kept for 24 hours of wire time, confirmed by a later offset, polled by one.
use crate::{App, clock, contract::CONTRACT, error::ApiError, params::Params, world::World};
use serde_json::{Map, Value, json};
use std::{collections::VecDeque, time::Duration};
use tokio::time::Instant;

const KEPT_MS: i64 = 24 * 3600 * 1000;
const LONGEST_POLL: i64 = 50;
/// Kinds that are sent only when asked for by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

struct Waiting {
    id: i64,
    at: i64,
    json: Box<str>,
}

/// Updates not yet confirmed, and what is remembered about polling.
pub struct Updates {
    queue: VecDeque<Waiting>,
    next_id: i64,
    confirmed: u64,
    allowed: Vec<String>,
    turn: u64,
}

impl Default for Updates {
    fn default() -> Self {
        Self { queue: VecDeque::new(), next_id: 480_000_001, confirmed: 0, allowed: Vec::new(), turn: 0 }
    }
}

impl Updates {
    /// How many wait for confirmation.
    pub fn pending(&self) -> usize {
        self.queue.len()
    }

    /// Changes whenever an update comes, is confirmed, or another poller appears.
    pub fn stamp(&self) -> (i64, u64, u64) {
        (self.next_id, self.confirmed, self.turn)
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
    }

    fn queue(&mut self, update: &Value) {
        let json = update.to_string().into_boxed_str();
        self.queue.push_back(Waiting { id: self.next_id, at: clock::wire_ms(), json });
        self.next_id += 1;
    }

    fn wants(&self, kind: &str) -> bool {
        if self.allowed.is_empty() {
            return !ON_REQUEST.contains(&kind);
        }
        self.allowed.iter().any(|allowed| allowed == kind)
    }

    fn confirm_below(&mut self, offset: i64) {
        while self.queue.front().is_some_and(|w| w.id < offset) {
            self.queue.pop_front();
            self.confirmed += 1;
        }
    }

    fn expire(&mut self, now: i64) {
        while self.queue.front().is_some_and(|w| now - w.at > KEPT_MS) {
            self.queue.pop_front();
        }
    }

    fn batch(&self, limit: usize) -> Option<String> {
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
        let mut update = Map::new();
        update.insert("update_id".into(), json!(self.updates.next_id));
        update.insert(kind.into(), content);
        let update = Value::Object(update);
        for violation in CONTRACT.check_type("Update", &update) {
            self.violations.push(format!("stand-in: {violation}"));
        }
        self.updates.queue(&update);
    }

    /// Queues an update as it is, however odd, and answers its id.
    pub fn push_raw(&mut self, mut update: Map<String, Value>) -> i64 {
        let id = self.updates.next_id;
        update.insert("update_id".into(), json!(id));
        self.updates.queue(&Value::Object(update));
        id
    }
}

/// `getUpdates`: answers the JSON of the array at once if there is something, else waits up to `timeout` seconds.
/// A poll that waits is ended with 409 when another begins.
pub async fn poll(app: &App, params: &Params) -> Result<String, ApiError> {
    let number = |name: &str, default| params.int(name).unwrap_or(default);
    let (offset, limit) = (number("offset", 0), number("limit", 100).clamp(1, 100) as usize);
    let wait = number("timeout", 0).clamp(0, LONGEST_POLL) as u64;
    let until = Instant::now() + Duration::from_secs(wait);
    let turn = app.with(|world| {
        if let Some(list) = params.get("allowed_updates").and_then(Value::as_array) {
            world.updates.allowed = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        world.updates.expire(clock::wire_ms());
        match offset {
            1.. => world.updates.confirm_below(offset),
            0 => {}
            _ => {
                let keep = usize::try_from(-offset).unwrap_or(0);
                let last = world.updates.queue.len().saturating_sub(keep);
                if let Some(first) = world.updates.queue.get(last).map(|w| w.id) {
                    world.updates.confirm_below(first);
                }
            }
        }
        world.updates.turn += 1;
        world.updates.turn
    });
    loop {
        let moved = app.updates_moved.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let found = app.read(|world| {
            if world.updates.turn != turn {
                let text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(ApiError::new(409, text));
            }
            Ok(world.updates.batch(limit))
        })?;
        match found {
            Some(batch) => return Ok(batch),
            None if Instant::now() >= until => return Ok("[]".into()),
            None => {}
        }
        tokio::select! {
            () = moved => {}
            () = tokio::time::sleep_until(until) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn updates_are_kept_for_a_day_of_wire_time() {
        let mut updates = Updates::default();
        updates.queue(&json!({}));
        let came = updates.queue[0].at;
        updates.expire(came + KEPT_MS);
        assert_eq!(updates.pending(), 1);
        updates.expire(came + KEPT_MS + 1);
        assert_eq!((updates.pending(), updates.confirmed), (0, 0), "gone, but never confirmed");
    }
}
