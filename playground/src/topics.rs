//! Topics of a forum: a supergroup whose messages lie in threads. The general topic has no id in messages.
use crate::{
    error::ApiError,
    events::What,
    messages::{Author, Body},
    scene::ChatType,
    world::World,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The colours a topic may have; the first is the usual one.
pub const COLORS: [i64; 6] = [0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F];

/// A topic.
#[derive(Serialize, Deserialize)]
pub struct Topic {
    /// Its `ForumTopic`.
    pub view: Value,
    /// Whether it was closed: only administrators write in it.
    pub closed: bool,
}

/// The topics of a forum by id.
#[derive(Default, Serialize, Deserialize)]
pub struct Topics {
    /// All but the general one.
    pub by_id: BTreeMap<i64, Topic>,
    /// Whether the general one was closed.
    pub general_closed: bool,
    /// Whether the general one is hidden.
    pub general_hidden: bool,
}

impl World {
    /// Makes a supergroup a forum, or an ordinary one again.
    pub fn set_forum(&mut self, id: i64, on: bool) -> bool {
        let Some(chat) = self.chats.get_mut(&id).filter(|chat| chat.is.kind == ChatType::Supergroup) else {
            return false;
        };
        if on != chat.topics.is_some() {
            chat.topics = on.then(Topics::default);
            chat.last_id = chat.last_id.max(1); // 1 is the general topic's
        }
        self.events.add(id, What::Chat);
        true
    }

    /// Begins a topic; its `ForumTopic`.
    pub fn make_topic(
        &mut self,
        id: i64,
        author: Author,
        name: &str,
        color: i64,
        emoji: Option<&str>,
    ) -> Value {
        let mut view = json!({"name": name, "icon_color": color});
        if let Some(emoji) = emoji {
            view["icon_custom_emoji_id"] = json!(emoji);
        }
        let body = Body::from_iter([("forum_topic_created".to_owned(), view.clone())]);
        let thread = self.post(id, author, body, None);
        self.amend_quietly(id, thread, |body| {
            body.insert("message_thread_id".into(), json!(thread));
            body.insert("is_topic_message".into(), json!(true));
        });
        self.deliver(id, thread, "message");
        view["message_thread_id"] = json!(thread);
        if let Some(topics) = self.chats.get_mut(&id).and_then(|chat| chat.topics.as_mut()) {
            topics.by_id.insert(thread, Topic { view: view.clone(), closed: false });
        }
        self.events.add(id, What::Chat);
        view
    }

    /// A service message in a topic.
    pub fn announce_in_topic(&mut self, id: i64, thread: Option<i64>, content: Value) {
        let Value::Object(mut body) = content else { return };
        body.extend(thread_fields(thread));
        let message = self.post(id, Author::Bot, body, None);
        self.deliver(id, message, "message");
        self.events.add(id, What::Chat);
    }

    /// The topic a message of the bot goes to, or Telegram's refusal.
    pub fn thread(&self, id: i64, wanted: Option<i64>) -> Result<Option<i64>, ApiError> {
        let Some(wanted) = wanted.filter(|thread| *thread != 0) else { return Ok(None) };
        let topics = self.chats.get(&id).and_then(|chat| chat.topics.as_ref());
        let Some(topics) = topics else { return Err(ApiError::bad("message thread not found")) };
        if wanted == 1 {
            return Ok(None);
        }
        let topic = topics.by_id.get(&wanted).ok_or_else(|| ApiError::bad("message thread not found"))?;
        if topic.closed && !self.may(id, "can_manage_topics") {
            return Err(ApiError::bad("TOPIC_CLOSED"));
        }
        Ok(Some(wanted))
    }
}

/// What a message in a topic has.
pub fn thread_fields(thread: Option<i64>) -> Body {
    let mut body = Body::new();
    if let Some(thread) = thread {
        body.insert("message_thread_id".into(), json!(thread));
        body.insert("is_topic_message".into(), json!(true));
    }
    body
}
