//! What waits to be sent, in memory: a cache of the outbox that the holder of the lease keeps. Rows keep
//! their order within a chat and lane; only the head of each may leave, and only one at a time.

use std::collections::{BTreeMap, HashMap};
use storage::{Lane, Queued};

/// One queue: a chat and lane. Answers to taps wait for nothing but themselves, so each is a queue of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Slot {
    lane: Lane,
    chat: i64,
    own: i64,
}

#[derive(Debug, Default)]
struct Waiting {
    rows: BTreeMap<i64, Queued>,
    /// The row that is under way.
    away: Option<i64>,
    /// Wire time before which the head is not tried again.
    not_before: i64,
}

/// The queues of one bot.
#[derive(Debug, Default)]
pub struct Queue {
    slots: BTreeMap<Slot, Waiting>,
    slot_of: HashMap<i64, Slot>,
    last: i64,
}

/// A row that could leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The row.
    pub row: Queued,
    /// Wire time before which it is not tried again.
    pub not_before: i64,
}

impl Queue {
    /// The highest id seen: rows after it are new.
    pub fn last(&self) -> i64 {
        self.last
    }

    /// Adds a row.
    pub fn add(&mut self, row: Queued) {
        self.last = self.last.max(row.id);
        let own = if row.lane == Lane::Answer { row.id } else { 0 };
        let slot = Slot { lane: row.lane, chat: row.chat, own };
        self.slot_of.insert(row.id, slot);
        self.slots.entry(slot).or_default().rows.insert(row.id, row);
    }

    /// The heads of all queues that have nothing under way, by lane and then the oldest first. `story` is
    /// story time: a row held until later lets those behind it pass.
    pub fn heads(&self, story: i64) -> Vec<Head> {
        let idle = self.slots.values().filter(|waiting| waiting.away.is_none());
        let mut heads: Vec<Head> = idle
            .filter_map(|waiting| {
                let row = waiting.rows.values().find(|row| row.due <= story)?;
                Some(Head { row: row.clone(), not_before: waiting.not_before })
            })
            .collect();
        heads.sort_by_key(|head| (head.row.lane, head.row.id));
        heads
    }

    /// The story time at which the next held row is due.
    pub fn next_due(&self, story: i64) -> Option<i64> {
        let rows = self.slots.values().flat_map(|waiting| waiting.rows.values());
        rows.map(|row| row.due).filter(|due| *due > story).min()
    }

    /// A row left.
    pub fn left(&mut self, id: i64) {
        if let Some(waiting) = self.of(id) {
            waiting.away = Some(id);
        }
    }

    /// A row is done with: sent or given up.
    pub fn done(&mut self, id: i64) {
        let Some(slot) = self.slot_of.remove(&id) else { return };
        let Some(waiting) = self.slots.get_mut(&slot) else { return };
        waiting.rows.remove(&id);
        waiting.away = waiting.away.filter(|away| *away != id);
        waiting.not_before = 0;
        if waiting.rows.is_empty() {
            self.slots.remove(&slot);
        }
    }

    /// A row is to be tried again, not before the wire time `not_before`.
    pub fn again(&mut self, id: i64, not_before: i64) {
        if let Some(waiting) = self.of(id) {
            waiting.away = None;
            waiting.not_before = not_before;
            if let Some(row) = waiting.rows.get_mut(&id) {
                row.tries += 1;
            }
        }
    }

    /// The rows that wait for a chat and are not under way.
    pub fn of_chat(&self, chat: i64) -> Vec<i64> {
        let own = self.slots.iter().filter(|(slot, _)| slot.chat == chat);
        own.flat_map(|(_, waiting)| waiting.rows.keys().copied().filter(|id| waiting.away != Some(*id)))
            .collect()
    }

    /// How many rows wait.
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    fn of(&mut self, id: i64) -> Option<&mut Waiting> {
        self.slots.get_mut(self.slot_of.get(&id)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, chat: i64, lane: Lane, due: i64) -> Queued {
        Queued { id, chat, lane, kind: "text".to_owned(), case: None, due, made_at: 0, tries: 0 }
    }

    fn ids(queue: &Queue, story: i64) -> Vec<i64> {
        queue.heads(story).into_iter().map(|head| head.row.id).collect()
    }

    #[test]
    fn order_holds_within_a_chat_and_lane_and_lanes_pass_each_other() {
        let mut queue = Queue::default();
        for (id, chat, lane) in
            [(1, 7, Lane::Normal), (2, 7, Lane::Normal), (3, 8, Lane::Normal), (4, 7, Lane::Emergency)]
        {
            queue.add(row(id, chat, lane, 0));
        }
        assert_eq!(ids(&queue, 0), [4, 1, 3]);
        queue.left(1);
        assert_eq!(ids(&queue, 0), [4, 3], "2 waits for 1");
        queue.again(1, 50);
        assert_eq!(queue.heads(0)[1].not_before, 50);
        queue.done(1);
        assert_eq!(ids(&queue, 0), [4, 2, 3]);
        assert_eq!(queue.heads(0)[1].not_before, 0);
    }

    #[test]
    fn answers_wait_for_nobody() {
        let mut queue = Queue::default();
        queue.add(row(1, 7, Lane::Answer, 0));
        queue.add(row(2, 7, Lane::Answer, 0));
        queue.left(1);
        assert_eq!(ids(&queue, 0), [2]);
    }

    #[test]
    fn a_held_row_lets_others_pass_until_it_is_due() {
        let mut queue = Queue::default();
        queue.add(row(1, 7, Lane::Normal, 100));
        queue.add(row(2, 7, Lane::Normal, 0));
        assert_eq!(ids(&queue, 0), [2]);
        assert_eq!(queue.next_due(0), Some(100));
        assert_eq!(ids(&queue, 100), [1]);
        assert_eq!(queue.next_due(100), None);
    }

    #[test]
    fn what_is_done_is_gone() {
        let mut queue = Queue::default();
        queue.add(row(1, 7, Lane::Normal, 0));
        queue.add(row(2, 7, Lane::Normal, 0));
        queue.left(1);
        assert_eq!(queue.of_chat(7), [2]);
        queue.done(1);
        queue.done(2);
        assert!(queue.is_empty() && queue.last() == 2);
    }
}
