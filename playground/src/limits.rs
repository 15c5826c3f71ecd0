//! Telegram's own limits, when they are enforced: 30 messages a second in all, 20 a minute in a group, one
//! `setWebhook` a second.
use std::collections::{HashMap, VecDeque};

/// Wire times of what was sent lately.
pub struct Windows {
    enforced: bool,
    all: VecDeque<i64>,
    groups: HashMap<i64, VecDeque<i64>>,
    webhooks: VecDeque<i64>,
}

impl Windows {
    /// Nothing sent yet.
    pub fn new(enforced: bool) -> Self {
        Self { enforced, all: VecDeque::new(), groups: HashMap::new(), webhooks: VecDeque::new() }
    }

    /// Counts `count` messages to a chat, or says how many seconds to wait.
    pub fn admit(&mut self, chat: i64, count: usize, now: i64) -> Result<(), i64> {
        if !self.enforced {
            return Ok(());
        }
        room(&mut self.all, 1000, 30, count, now)?;
        if chat < 0 {
            let group = self.groups.entry(chat).or_default();
            room(group, 60_000, 20, count, now)?;
            group.extend(std::iter::repeat_n(now, count));
        }
        self.all.extend(std::iter::repeat_n(now, count));
        Ok(())
    }
}

impl Windows {
    /// Counts a `setWebhook`, or says how many seconds to wait.
    pub fn admit_webhook(&mut self, now: i64) -> Result<(), i64> {
        if self.enforced {
            room(&mut self.webhooks, 1000, 1, 1, now)?;
            self.webhooks.push_back(now);
        }
        Ok(())
    }
}

fn room(window: &mut VecDeque<i64>, span: i64, most: usize, count: usize, now: i64) -> Result<(), i64> {
    while window.front().is_some_and(|at| now - at >= span) {
        window.pop_front();
    }
    if window.len() + count <= most {
        return Ok(());
    }
    let oldest = window.front().copied().unwrap_or(now);
    Err(((oldest + span - now + 999) / 1000).max(1))
}
