//! Telegram's limits, kept with a margin: when may the next call to a chat go out? Pure: times are
//! arguments, in milliseconds of one monotonic clock.

use std::collections::{HashMap, VecDeque};
use storage::Lane;

/// At most this many calls in [`ALL_SPAN`]: Telegram allows 30 a second. What counts is when calls arrive, and
/// on a busy machine that may be long after they left: a call counts from its answer, which came after it.
const ALL: usize = 28;
const ALL_SPAN: i64 = 1_020;
/// A call without an answer counts as having arrived after this long: one that hangs must not hold up the rest.
const ON_ITS_WAY: i64 = 2_000;
/// At most this many calls a minute in a group: Telegram allows 20.
const GROUP: usize = 19;
/// What of that the normal lane may use; the rest is kept for emergencies.
const GROUP_NORMAL: usize = 16;
const GROUP_SPAN: i64 = 60_500;
/// Between two calls to one group.
const GROUP_GAP: i64 = 1_100;
/// A private chat takes about one a second; a few at once are no harm.
const PRIVATE: usize = 3;
const PRIVATE_SPAN: i64 = 3_200;
/// How long a 429 of one chat holds everybody back: in case it was meant for the bot as a whole.
const ALL_PAUSE: i64 = 200;

/// The recent calls of one bot.
#[derive(Debug)]
pub struct Limits {
    on: bool,
    all: Log,
    answers: Log,
    chats: HashMap<i64, Log>,
    paused: HashMap<i64, i64>,
    all_paused: i64,
}

/// Times of calls, and calls that are about to be made.
#[derive(Debug, Default)]
struct Log {
    at: VecDeque<i64>,
    reserved: usize,
}

impl Log {
    /// When one more call fits into `most` per `span`; 0 for at once.
    fn free(&self, most: usize, span: i64) -> i64 {
        let used = self.at.len() + self.reserved;
        if used < most {
            return 0;
        }
        // The call that must have left the window before one more may enter it.
        self.at.get(used - most).map_or(i64::MAX, |at| at + span)
    }

    fn sent(&mut self, now: i64) {
        self.reserved = self.reserved.saturating_sub(1);
        self.put(now);
        if self.at.len() > ALL {
            self.at.pop_front();
        }
    }

    /// What was counted at `before` is counted at `now` instead.
    fn moved(&mut self, before: i64, now: i64) {
        if let Ok(place) = self.at.binary_search(&before) {
            self.at.remove(place);
            self.put(now);
        }
    }

    /// Keeps the times in order.
    fn put(&mut self, at: i64) {
        let place = self.at.partition_point(|other| *other <= at);
        self.at.insert(place, at);
    }
}

impl Limits {
    /// No calls yet. With `on` false nothing is held back: for the stand-in only.
    pub fn new(on: bool) -> Limits {
        Limits {
            on,
            all: Log::default(),
            answers: Log::default(),
            chats: HashMap::new(),
            paused: HashMap::new(),
            all_paused: 0,
        }
    }

    /// When the next call to `chat` may leave; a time not after `now` means at once, `i64::MAX` after
    /// calls that are under way have left.
    pub fn free_at(&self, chat: i64, private: bool, lane: Lane) -> i64 {
        if lane == Lane::Answer {
            return if self.on { self.answers.free(ALL, ALL_SPAN) } else { 0 };
        }
        let paused = self.paused.get(&chat).copied().unwrap_or(0);
        if !self.on {
            return paused;
        }
        let all = self.all.free(ALL, ALL_SPAN).max(self.all_paused);
        let own = self.chats.get(&chat).map_or(0, |log| match (private, lane) {
            (true, _) => log.free(PRIVATE, PRIVATE_SPAN),
            (false, Lane::Normal) => log.free(1, GROUP_GAP).max(log.free(GROUP_NORMAL, GROUP_SPAN)),
            (false, _) => log.free(1, GROUP_GAP).max(log.free(GROUP, GROUP_SPAN)),
        });
        paused.max(all).max(own)
    }

    /// Counts a call that is about to be made: it is written down first, which takes a moment.
    pub fn reserve(&mut self, chat: i64, lane: Lane) {
        for log in self.logs(chat, lane) {
            log.reserved += 1;
        }
    }

    /// A reserved call is not made after all.
    pub fn unreserve(&mut self, chat: i64, lane: Lane) {
        for log in self.logs(chat, lane) {
            log.reserved = log.reserved.saturating_sub(1);
        }
    }

    /// A call was made at this time: read from the record of an earlier holder.
    pub fn sent(&mut self, chat: i64, lane: Lane, now: i64) {
        for log in self.logs(chat, lane) {
            log.sent(now);
        }
    }

    /// A reserved call leaves now.
    pub fn left(&mut self, chat: i64, lane: Lane, now: i64) {
        self.sent(chat, lane, now);
        self.pool(lane).moved(now, now + ON_ITS_WAY);
    }

    /// The answer of a call that left at `left` came at `now`, so it arrived before that.
    pub fn answered(&mut self, lane: Lane, left: i64, now: i64) {
        self.pool(lane).moved(left + ON_ITS_WAY, now.min(left + ON_ITS_WAY));
    }

    /// Telegram asked to wait before writing to `chat` again.
    pub fn pause(&mut self, chat: i64, ms: i64, now: i64) {
        self.paused.retain(|_, until| *until > now);
        self.paused.insert(chat, now + ms);
        self.all_paused = now + ALL_PAUSE.min(ms);
    }

    /// Telegram refuses the bot as a whole for a while.
    pub fn pause_all(&mut self, ms: i64, now: i64) {
        self.all_paused = now + ms;
    }

    /// Forgets chats that were silent for longer than any window.
    pub fn tidy(&mut self, now: i64) {
        self.chats.retain(|_, log| log.reserved > 0 || log.at.back().is_some_and(|at| now - at < GROUP_SPAN));
    }

    fn pool(&mut self, lane: Lane) -> &mut Log {
        if lane == Lane::Answer { &mut self.answers } else { &mut self.all }
    }

    fn logs(&mut self, chat: i64, lane: Lane) -> impl Iterator<Item = &mut Log> {
        let (first, second) = match lane {
            Lane::Answer => (&mut self.answers, None),
            _ => (&mut self.all, Some(self.chats.entry(chat).or_default())),
        };
        std::iter::once(first).chain(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sends as fast as allowed for `until` ms; when each call left.
    fn flood(limits: &mut Limits, chats: &[(i64, bool, Lane)], from: i64, until: i64) -> Vec<(i64, i64)> {
        let mut left = Vec::new();
        for now in from..until {
            for &(chat, private, lane) in chats {
                if limits.free_at(chat, private, lane) <= now {
                    limits.reserve(chat, lane);
                    limits.sent(chat, lane, now);
                    left.push((now, chat));
                }
            }
        }
        left
    }

    /// The most calls in any window of `span` ms.
    fn densest(times: &[i64], span: i64) -> usize {
        times
            .iter()
            .map(|from| times.iter().filter(|t| (*from..from + span).contains(t)).count())
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn a_group_keeps_three_of_its_minute_for_emergencies() {
        let mut limits = Limits::new(true);
        assert_eq!(flood(&mut limits, &[(1, false, Lane::Normal)], 0, 60_000).len(), GROUP_NORMAL);
        assert!(limits.free_at(1, false, Lane::Normal) > 60_000);
        assert_eq!(flood(&mut limits, &[(1, false, Lane::Emergency)], 50_000, 60_000).len(), 3);
    }

    #[test]
    fn a_429_pauses_its_chat_and_the_others_only_briefly() {
        let mut limits = Limits::new(true);
        limits.pause(1, 60_000, 1_000);
        assert_eq!(limits.free_at(1, false, Lane::Normal), 61_000);
        assert!(limits.free_at(2, false, Lane::Normal) <= 2_000);
        assert_eq!(limits.free_at(1, false, Lane::Answer), 0, "answers have their own pool");
    }

    #[test]
    fn what_an_earlier_holder_sent_counts() {
        let mut limits = Limits::new(true);
        for second in 0..19 {
            limits.sent(1, Lane::Emergency, -30_000 + second * 1_100);
        }
        assert_eq!(limits.free_at(1, false, Lane::Emergency), -30_000 + GROUP_SPAN);
    }

    #[test]
    fn a_call_counts_from_its_answer_and_one_that_hangs_not_for_ever() {
        let mut limits = Limits::new(true);
        for chat in 0..ALL as i64 {
            limits.left(chat, Lane::Normal, 0);
        }
        assert_eq!(limits.free_at(100, false, Lane::Normal), ON_ITS_WAY + ALL_SPAN);
        limits.answered(Lane::Normal, 0, 700);
        assert_eq!(limits.free_at(100, false, Lane::Normal), 700 + ALL_SPAN, "it may have arrived only then");
        limits.answered(Lane::Normal, 0, 9_000);
        limits.left(100, Lane::Normal, 1_720);
        assert_eq!(limits.free_at(101, false, Lane::Normal), ON_ITS_WAY + ALL_SPAN);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn no_window_is_ever_too_full(groups in 1i64..60, private in 0i64..40) {
            let mut limits = Limits::new(true);
            let mut chats: Vec<_> = (0..groups).map(|c| (c, false, Lane::Normal)).collect();
            chats.extend((0..groups / 2).map(|c| (c, false, Lane::Emergency)));
            chats.extend((100..100 + private).map(|c| (c, true, Lane::Normal)));
            let left = flood(&mut limits, &chats, 0, 5_000);
            let all: Vec<i64> = left.iter().map(|(at, _)| *at).collect();
            prop_assert!(densest(&all, 1_000) <= ALL);
            prop_assert!(!left.is_empty());
            for group in 0..groups {
                let own: Vec<i64> = left.iter().filter(|(_, c)| *c == group).map(|(at, _)| *at).collect();
                prop_assert!(densest(&own, GROUP_GAP) <= 1);
            }
        }
    }
}
