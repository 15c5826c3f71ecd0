//! Small things people do in a chat: reading, beginning to type, pinning.
use super::PlayError;
use crate::{bots::At, events::What, scene::ChatType, world::World};
use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

/// How far somebody has read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
}

/// `POST read`: up to this message; a mark never goes back.
pub async fn read(At(app): At, Json(read): Json<Read>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        if !world.people.contains_key(&read.who) || !world.chats.contains_key(&read.chat) {
            return Err(PlayError::missing("no such person or chat"));
        }
        world.mark_read(read.who, read.chat, read.message);
        Ok(Json(json!({})))
    })
}

/// Who types where.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typing {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
}

/// `POST typing`: other pages show it for some seconds; a bot is not told, as with Telegram.
pub async fn typing(At(app): At, Json(typing): Json<Typing>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        let there = world.chats.get(&typing.chat).is_some_and(|chat| chat.is.members.contains(&typing.who));
        if !there {
            return Err(PlayError::bad("this person is not in that chat"));
        }
        world.events.add(typing.chat, What::Typing(typing.who, "typing".into()));
        Ok(Json(json!({})))
    })
}

/// A message to pin or to take down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
    pinned: bool,
}

/// `POST pin`: in a group by whoever may; a service message tells of it.
pub async fn pin(At(app): At, Json(pin): Json<Pin>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.admit(pin.who, pin.chat)?;
        if world.kind(pin.chat) != ChatType::Private && !world.permits(pin.chat, pin.who, "can_pin_messages")
        {
            return Err(PlayError::bad("only an administrator pins here"));
        }
        let stored = world.message(pin.chat, pin.message);
        if stored.is_none_or(|message| message.is_service()) {
            return Err(PlayError::missing("no such message"));
        }
        let pinned = world.chats.get_mut(&pin.chat).map(|chat| &mut chat.pinned);
        let was = pinned.as_ref().is_some_and(|list| list.contains(&pin.message));
        if was == pin.pinned {
            return Ok(Json(json!({})));
        }
        if let Some(list) = pinned {
            list.retain(|message| *message != pin.message);
            if pin.pinned {
                list.push(pin.message);
            }
        }
        if pin.pinned {
            let message = world.render(pin.chat, pin.message).unwrap_or_default();
            world.announce(pin.chat, pin.who, json!({"pinned_message": message}));
        }
        world.events.add(pin.chat, What::Chat);
        Ok(Json(json!({})))
    })
}

impl World {
    /// Moves somebody's mark of what was read forward.
    pub fn mark_read(&mut self, who: i64, chat: i64, message: i64) {
        let mark = self.read.entry((who, chat)).or_default();
        *mark = message.max(*mark);
    }
}
