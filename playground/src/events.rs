//! What happened, in order, for the page: each event points to what changed and is filled in when it is read,
//! so a long log costs little and always shows the latest state.
use crate::world::World;
use serde_json::{Value, json};

/// What changed.
#[derive(Clone, Debug)]
pub enum What {
    /// A new message.
    Message(i64),
    /// A message was edited.
    Edited(i64),
    /// Somebody voted in a poll or it closed.
    Poll(i64),
    /// A message was deleted.
    Deleted(i64),
    /// A tap was answered.
    Answer(String),
    /// A chat appeared or its members or settings changed.
    Chat,
    /// Story time moved.
    Now,
    /// Somebody, or the bot, is doing something for some seconds: who, and a chat action as `typing`.
    Typing(i64, String),
    /// A reaction was set or removed: message, who, emoji (empty when removed).
    Reaction(i64, i64, String),
}

/// The log; an event's number is its place, from 1.
#[derive(Default)]
pub struct Events {
    log: Vec<(i64, What)>,
}

impl Events {
    /// Number of the last event.
    pub fn seq(&self) -> usize {
        self.log.len()
    }

    /// Adds an event of a chat (0 for none).
    pub fn add(&mut self, chat: i64, what: What) {
        self.log.push((chat, what));
    }
}

impl World {
    /// The events after `after`, at most 500.
    pub fn events_after(&self, after: usize) -> Vec<Value> {
        let rest = self.events.log.iter().enumerate().skip(after).take(500);
        rest.map(|(place, (chat, what))| self.event(place + 1, *chat, what)).collect()
    }

    fn event(&self, seq: usize, chat: i64, what: &What) -> Value {
        let message = |id: &i64| self.show(chat, *id).unwrap_or(Value::Null);
        let (kind, more) = match what {
            What::Message(id) => ("message", json!({"message": message(id)})),
            What::Edited(id) => ("edited", json!({"message": message(id)})),
            What::Poll(id) => ("poll", json!({"message": message(id)})),
            What::Deleted(id) => ("deleted", json!({"message_id": id})),
            What::Answer(id) => ("answer", self.taps.view(id).unwrap_or_default()),
            What::Chat => ("chat", json!({"info": self.chat_view(chat)})),
            What::Now => ("now", json!({"now": self.now()})),
            What::Typing(who, action) => ("typing", json!({"as": who, "action": action})),
            What::Reaction(id, who, emoji) => {
                ("reaction", json!({"message_id": id, "as": who, "emoji": emoji}))
            }
        };
        let mut event = json!({"seq": seq, "kind": kind, "chat": chat});
        if let (Value::Object(event), Value::Object(more)) = (&mut event, more) {
            event.extend(more);
        }
        event
    }
}
