//! Messages: kept as the Bot API's `Message` without the message replied to, which is added when one is shown.
//! Posting, showing, editing and deleting, and which of them reach the bot.
use crate::{
    clock,
    events::What,
    scene::{BotStatus, ChatType},
    world::World,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Fields of a `Message`.
pub type Body = Map<String, Value>;

/// What a message may hold besides a service message; forwarded, these go along.
pub const CONTENT: [&str; 19] = [
    "text",
    "entities",
    "link_preview_options",
    "animation",
    "audio",
    "document",
    "photo",
    "sticker",
    "video",
    "video_note",
    "voice",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "contact",
    "dice",
    "venue",
    "location",
];

/// A stored message.
#[derive(Serialize, Deserialize)]
pub struct Stored {
    /// Its fields, without `reply_to_message`.
    pub body: Body,
    /// What it replies to, in the same chat.
    pub reply_to: Option<i64>,
    /// Sent by the bot.
    pub by_bot: bool,
    /// Deleted for everyone.
    pub deleted: bool,
    /// Wire time of sending.
    pub sent: i64,
    /// The keyboard it puts in place of the letters, takes away, or the reply it asks for. A `Message` never tells of
    /// it, but the page has to show it.
    #[serde(default)]
    pub keys: Option<Value>,
    /// Reactions: who and emoji.
    pub reactions: Vec<(i64, String)>,
}

/// Who is the author of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The bot.
    Bot,
    /// A person.
    Person(i64),
    /// An administrator who hides behind the group.
    Anonymous,
}

impl Stored {
    /// Whether it tells of the chat rather than holding somebody's words.
    pub fn is_service(&self) -> bool {
        !self.body.contains_key("poll") && !CONTENT.iter().any(|key| self.body.contains_key(*key))
    }
}

impl Stored {
    /// Its words, for looking them up: text, caption, question, names of files and places.
    pub fn said(&self) -> String {
        let deep =
            [("poll", "question"), ("document", "file_name"), ("venue", "title"), ("contact", "first_name")];
        let deep = deep.iter().filter_map(|(outer, inner)| self.body.get(*outer)?[*inner].as_str());
        let flat = ["text", "caption"].into_iter().filter_map(|key| self.body.get(key)?.as_str());
        flat.chain(deep).collect::<Vec<&str>>().join(" ")
    }
}

impl World {
    /// Stores a message and tells the page; returns its id. Delivery to the bot is a separate step.
    pub fn post(&mut self, chat_id: i64, author: Author, content: Body, reply_to: Option<i64>) -> i64 {
        let id = match self.chats.get_mut(&chat_id) {
            Some(chat) if chat.is.kind == ChatType::Supergroup => {
                chat.last_id += 1;
                chat.last_id
            }
            _ => {
                self.last_id += 1;
                self.last_id
            }
        };
        let mut body = Body::new();
        body.insert("message_id".into(), json!(id));
        let from = match author {
            Author::Bot => self.bot.id,
            Author::Person(id) => id,
            Author::Anonymous => crate::world::ANONYMOUS,
        };
        body.insert("from".into(), self.user(from));
        if author == Author::Anonymous {
            body.insert("sender_chat".into(), self.chat(chat_id));
        }
        body.insert("chat".into(), self.chat(chat_id));
        body.insert("date".into(), json!(self.now() / 1000));
        body.extend(content);
        let stored = Stored {
            body,
            reply_to,
            by_bot: author == Author::Bot,
            deleted: false,
            sent: clock::wire_ms(),
            keys: None,
            reactions: Vec::new(),
        };
        if let Some(chat) = self.chats.get_mut(&chat_id) {
            chat.messages.insert(id, stored);
        }
        self.events.add(chat_id, What::Message(id));
        id
    }

    /// A message that exists and was not deleted.
    pub fn message(&self, chat: i64, id: i64) -> Option<&Stored> {
        self.chats.get(&chat)?.messages.get(&id).filter(|m| !m.deleted)
    }

    /// As the Bot API gives it, with the message replied to (one level).
    pub fn render(&self, chat: i64, id: i64) -> Option<Value> {
        let stored = self.chats.get(&chat)?.messages.get(&id)?;
        let mut body = stored.body.clone();
        if let Some(replied) = stored.reply_to.and_then(|to| self.message(chat, to)) {
            body.insert("reply_to_message".into(), Value::Object(replied.body.clone()));
        }
        Some(Value::Object(body))
    }

    /// As the page gets it: also deleted ones, marked, with reactions, a keyboard in place of the letters, and the votes in a poll.
    pub fn show(&self, chat: i64, id: i64) -> Option<Value> {
        let stored = self.chats.get(&chat)?.messages.get(&id)?;
        let mut value = self.render(chat, id)?;
        if stored.deleted {
            value["deleted"] = json!(true);
        }
        if let Some(keys) = &stored.keys {
            value["keys"] = keys.clone();
        }
        if !stored.reactions.is_empty() {
            let list = stored.reactions.iter().map(|(who, emoji)| json!({"as": who, "emoji": emoji}));
            value["reactions"] = list.collect();
        }
        if let Some(poll) = self.polls.get(&(chat, id)) {
            let list = poll.by_voter.iter().map(|(who, options)| json!({"as": who, "options": options}));
            value["votes"] = list.collect();
        }
        Some(value)
    }

    /// Changes fields of a message and tells the page.
    pub fn amend(&mut self, chat: i64, id: i64, change: impl FnOnce(&mut Body)) {
        let now = self.now() / 1000;
        if let Some(stored) = self.chats.get_mut(&chat).and_then(|c| c.messages.get_mut(&id)) {
            change(&mut stored.body);
            stored.body.insert("edit_date".into(), json!(now));
            self.events.add(chat, What::Edited(id));
        }
    }

    /// Changes fields of a message that was made just now, before anybody saw it.
    pub fn amend_quietly(&mut self, chat: i64, id: i64, change: impl FnOnce(&mut Body)) {
        if let Some(stored) = self.chats.get_mut(&chat).and_then(|c| c.messages.get_mut(&id)) {
            change(&mut stored.body);
        }
    }

    /// Replaces or removes the inline keyboard of a message; whoever changes the rest tells the page.
    pub fn set_markup(&mut self, chat: i64, id: i64, markup: Option<Value>) {
        let stored = self.chats.get_mut(&chat).and_then(|c| c.messages.get_mut(&id));
        if let Some(stored) = stored {
            match markup {
                Some(markup) => stored.body.insert("reply_markup".into(), markup),
                None => stored.body.remove("reply_markup"),
            };
        }
    }

    /// Deletes a message for everyone.
    pub fn remove(&mut self, chat: i64, id: i64) {
        if let Some(stored) = self.chats.get_mut(&chat).and_then(|c| c.messages.get_mut(&id)) {
            stored.deleted = true;
            self.events.add(chat, What::Deleted(id));
        }
    }

    /// Puts a person's message (or its edit) into the bot's updates, if it may see it.
    pub fn deliver(&mut self, chat: i64, id: i64, kind: &'static str) {
        if self.sees(chat, id)
            && let Some(message) = self.render(chat, id)
        {
            self.push_update(kind, message);
        }
    }

    /// A service message: stored, shown and delivered.
    pub fn announce(&mut self, chat: i64, by: i64, content: Value) -> i64 {
        let Value::Object(content) = content else { return 0 };
        let author = if by == self.bot.id { Author::Bot } else { Author::Person(by) };
        let id = self.post(chat, author, content, None);
        self.deliver(chat, id, "message");
        id
    }

    /// What the bot may see. With privacy mode (as it was when the bot joined) in groups only commands for it,
    /// mentions of it, replies to it and service messages, unless it is an administrator.
    fn sees(&self, chat_id: i64, id: i64) -> bool {
        let Some(chat) = self.chats.get(&chat_id) else { return false };
        let Some(stored) = chat.messages.get(&id) else { return false };
        if chat.is.kind == ChatType::Private {
            return self.people.get(&chat_id).is_some_and(|p| p.started && !p.blocked);
        }
        // Of its own messages a bot hears only what tells of the chat: what it pinned, a topic it began.
        if stored.by_bot && !stored.is_service() || !chat.is.bot.is_in() {
            return false;
        }
        if !chat.privacy || chat.is.bot == BotStatus::Administrator {
            return true;
        }
        let to_bot = stored.reply_to.and_then(|to| chat.messages.get(&to)).is_some_and(|m| m.by_bot);
        to_bot || stored.is_service() || self.addressed(&stored.body)
    }

    /// Whether a command or a mention in the message is meant for the bot.
    fn addressed(&self, body: &Body) -> bool {
        let (text, entities) = match body.get("text") {
            Some(text) => (text, body.get("entities")),
            None => (body.get("caption").unwrap_or(&Value::Null), body.get("caption_entities")),
        };
        let units: Vec<u16> = text.as_str().unwrap_or_default().encode_utf16().collect();
        let me = format!("@{}", self.bot.username.to_lowercase());
        entities.and_then(Value::as_array).into_iter().flatten().any(|entity| {
            let at =
                |key: &str| entity[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
            let (from, length) = (at("offset"), at("length"));
            let word =
                String::from_utf16_lossy(units.get(from..from + length).unwrap_or_default()).to_lowercase();
            match entity["type"].as_str() {
                Some("bot_command") => !word.contains('@') || word.ends_with(&me),
                Some("mention") => word == me,
                _ => false,
            }
        })
    }
}
