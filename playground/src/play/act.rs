//! What people do besides writing: edit, react, press Start, block the bot, arrive.
use super::PlayError;
use crate::{bots::At, entities::Rich, events::What, methods::send::put, scene, world::World};
use axum::Json;
use serde::Deserialize;
use serde_json::{Value, json};

/// A changed message.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edit {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
    text: String,
}

/// `POST edit`: one's own text or caption.
pub async fn edit(At(app): At, Json(edit): Json<Edit>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.admit(edit.who, edit.chat)?;
        let stored = world.message(edit.chat, edit.message);
        let Some(stored) = stored.filter(|m| m.body["from"]["id"] == edit.who) else {
            return Err(PlayError::bad("that is not this person's message"));
        };
        let key = if stored.body.contains_key("text") { "text" } else { "caption" };
        let rich = Rich::plain(&edit.text);
        if key == "text" && rich.text.is_empty() {
            return Err(PlayError::bad("nothing to say"));
        }
        world.amend(edit.chat, edit.message, |body| put(body, key, rich));
        world.deliver(edit.chat, edit.message, "edited_message");
        Ok(Json(world.show(edit.chat, edit.message).unwrap_or_default()))
    })
}

/// A message to delete.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delete {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
}

/// `POST delete`: one's own message, as an administrator anybody's. The bot is not told, as with Telegram.
pub async fn delete(At(app): At, Json(gone): Json<Delete>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.admit(gone.who, gone.chat)?;
        let Some(stored) = world.message(gone.chat, gone.message) else {
            return Err(PlayError::missing("no such message"));
        };
        let own = stored.body["from"]["id"] == gone.who || gone.chat == gone.who;
        if !own && !world.chats.get(&gone.chat).is_some_and(|c| c.is.admins.contains(&gone.who)) {
            return Err(PlayError::bad("only an administrator deletes what others wrote"));
        }
        world.remove(gone.chat, gone.message);
        Ok(Json(json!({})))
    })
}

/// A reaction.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct React {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
    emoji: String,
}

/// `POST react`: an empty emoji takes it back. The bot hears of it in groups where it is an administrator.
pub async fn react(At(app): At, Json(react): Json<React>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.admit(react.who, react.chat)?;
        let Some(stored) = world.message(react.chat, react.message) else {
            return Err(PlayError::missing("no such message"));
        };
        let old = stored.reactions.iter().find(|(who, _)| *who == react.who).map(|(_, emoji)| emoji.clone());
        let list = |emoji: Option<&str>| match emoji {
            None | Some("") => json!([]),
            Some(emoji) => json!([{"type": "emoji", "emoji": emoji}]),
        };
        let update = json!({
            "chat": world.chat(react.chat), "message_id": react.message, "user": world.user(react.who),
            "date": world.now() / 1000, "old_reaction": list(old.as_deref()), "new_reaction": list(Some(&react.emoji)),
        });
        world.set_reaction(react.chat, react.message, react.who, &react.emoji);
        if world.is_admin(react.chat) && update["old_reaction"] != update["new_reaction"] {
            world.push_update("message_reaction", update);
        }
        Ok(Json(json!({})))
    })
}

/// Pressing Start.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    #[serde(rename = "as")]
    who: i64,
    payload: Option<String>,
}

/// `POST start`: unblocks, then writes `/start`, with the payload of the link if there was one.
pub async fn start(At(app): At, Json(start): Json<Start>) -> Result<Json<Vec<Value>>, PlayError> {
    app.with(|world| {
        world.set_blocked(start.who, false)?;
        let text = match start.payload.as_deref() {
            None | Some("") => "/start".to_owned(),
            Some(payload) => format!("/start {payload}"),
        };
        let say =
            super::speak::Say { who: start.who, chat: start.who, text: Some(text), ..Default::default() };
        super::speak::say(world, say).map(Json)
    })
}

/// Blocking the bot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    #[serde(rename = "as")]
    who: i64,
    blocked: bool,
}

/// `POST block`.
pub async fn block(At(app): At, Json(block): Json<Block>) -> Result<Json<Value>, PlayError> {
    app.with(|world| world.set_blocked(block.who, block.blocked)).map(|()| Json(json!({})))
}

/// `POST people`: somebody new.
pub async fn arrive(At(app): At, Json(person): Json<scene::Person>) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        if person.id <= 0 || world.people.contains_key(&person.id) || person.id == world.bot.id {
            return Err(PlayError::bad("that id is taken"));
        }
        let id = person.id;
        world.add_person(person);
        world.events.add(id, What::Chat);
        Ok(Json(json!({"id": id})))
    })
}

impl World {
    /// Sets or removes somebody's reaction and tells the page.
    pub fn set_reaction(&mut self, chat: i64, message: i64, who: i64, emoji: &str) {
        let stored = self.chats.get_mut(&chat).and_then(|c| c.messages.get_mut(&message));
        if let Some(stored) = stored {
            stored.reactions.retain(|(by, _)| *by != who);
            if !emoji.is_empty() {
                stored.reactions.push((who, emoji.to_owned()));
            }
            self.events.add(chat, What::Reaction(message, who, emoji.to_owned()));
        }
    }

    /// Blocks or unblocks the bot; it hears of a change if it was started before.
    fn set_blocked(&mut self, who: i64, blocked: bool) -> Result<(), PlayError> {
        let person = self.people.get_mut(&who).ok_or_else(|| PlayError::missing("no such person"))?;
        if person.blocked == blocked {
            return Ok(());
        }
        person.blocked = blocked;
        if person.started {
            let (old, new) = if blocked { ("member", "kicked") } else { ("kicked", "member") };
            self.tell_status(who, who, old, new);
        }
        self.events.add(who, What::Chat);
        Ok(())
    }
}
