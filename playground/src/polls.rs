//! Native polls: who voted for what, closing by hand or at a date, and what the bot hears of it.
//! The `Poll` itself lies in its message; here is what the Bot API never shows in one piece.
use crate::{events::What, world::World};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is known of a poll besides its message.
#[derive(Default, Serialize, Deserialize)]
pub struct Votes {
    /// Places of the chosen options in ascending order, never none; by voter: a person's id, or the chat's for its
    /// anonymous administrators, who are one voter together.
    pub by_voter: BTreeMap<i64, Vec<usize>>,
    /// Story time at which it closes by itself, ms UTC.
    pub closes_at: Option<i64>,
}

impl World {
    /// The `Poll` of a message that exists.
    pub fn poll(&self, chat: i64, id: i64) -> Option<&Value> {
        self.message(chat, id)?.body.get("poll")
    }

    /// What this voter chose, empty for no vote.
    pub fn vote_of(&self, chat: i64, id: i64, voter: i64) -> &[usize] {
        let votes = self.polls.get(&(chat, id)).and_then(|poll| poll.by_voter.get(&voter));
        votes.map_or(&[], Vec::as_slice)
    }

    /// Sets a vote, or takes it back when `options` is empty; the bot hears of a change, and of whose it is unless
    /// the poll is anonymous.
    pub fn cast(&mut self, chat: i64, id: i64, voter: i64, options: Vec<usize>) {
        if self.vote_of(chat, id, voter) == options {
            return;
        }
        let votes = &mut self.polls.entry((chat, id)).or_default().by_voter;
        if options.is_empty() {
            votes.remove(&voter);
        } else {
            votes.insert(voter, options.clone());
        }
        let chosen: Vec<Vec<usize>> = votes.values().cloned().collect();
        let poll = self.change_poll(chat, id, |poll| recount(poll, &chosen));
        if let Some(poll) = poll.filter(|poll| poll["is_anonymous"] == false) {
            let answer = self.answer(&poll, voter, &options);
            self.push_update("poll_answer", answer);
        }
    }

    fn answer(&self, poll: &Value, voter: i64, options: &[usize]) -> Value {
        let lasting: Vec<&Value> =
            options.iter().map(|place| &poll["options"][*place]["persistent_id"]).collect();
        let mut answer =
            json!({"poll_id": poll["id"], "option_ids": options, "option_persistent_ids": lasting});
        if voter < 0 {
            // Telegram puts a stand-in user beside the chat, for bots older than `voter_chat`.
            answer["voter_chat"] = self.chat(voter);
            answer["user"] = self.user(crate::world::CHANNEL_BOT);
        } else {
            answer["user"] = self.user(voter);
        }
        answer
    }

    /// Closes a poll for good; its final state.
    pub fn close_poll(&mut self, chat: i64, id: i64) -> Option<Value> {
        if let Some(votes) = self.polls.get_mut(&(chat, id)) {
            votes.closes_at = None;
        }
        self.change_poll(chat, id, |poll| {
            poll["is_closed"] = json!(true);
            if let Some(poll) = poll.as_object_mut() {
                poll.remove("open_period"); // a closed poll no longer tells when it would have closed
                poll.remove("close_date");
            }
        })
    }

    /// Closes the polls whose date has come.
    pub fn close_due_polls(&mut self) {
        let now = self.now();
        let due: Vec<(i64, i64)> =
            self.closings().filter(|(at, _)| *at <= now).map(|(_, place)| place).collect();
        for (chat, id) in due {
            self.close_poll(chat, id);
        }
    }

    /// The next story time after this one at which a poll closes, ms UTC.
    pub fn next_closing(&self, after: i64) -> Option<i64> {
        self.closings().map(|(at, _)| at).filter(|at| *at > after).min()
    }

    /// Every open poll with a date: when, and its chat and message.
    pub fn closings(&self) -> impl Iterator<Item = (i64, (i64, i64))> {
        let there = |place: &(i64, i64)| self.message(place.0, place.1).is_some();
        let dated = self.polls.iter().filter_map(|(place, votes)| Some((votes.closes_at?, *place)));
        dated.filter(move |(_, place)| there(place))
    }

    /// Changes a poll in its message, and tells the page and the bot.
    fn change_poll(&mut self, chat: i64, id: i64, change: impl FnOnce(&mut Value)) -> Option<Value> {
        let stored = self.chats.get_mut(&chat)?.messages.get_mut(&id)?;
        let poll = stored.body.get_mut("poll")?;
        change(poll);
        let poll = poll.clone();
        self.events.add(chat, What::Poll(id));
        self.push_update("poll", poll.clone());
        Some(poll)
    }
}

fn recount(poll: &mut Value, chosen: &[Vec<usize>]) {
    for (place, option) in poll["options"].as_array_mut().into_iter().flatten().enumerate() {
        option["voter_count"] = json!(chosen.iter().filter(|vote| vote.contains(&place)).count());
    }
    poll["total_voter_count"] = json!(chosen.len());
}
