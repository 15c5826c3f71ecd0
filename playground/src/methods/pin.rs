//! Pinning messages and taking them down, in the chat or in one topic.
use crate::{error::ApiError, events::What, params::Params, scene::ChatType, world::World};
use serde_json::{Value, json};

/// The chat of a call, if the bot may pin there.
fn pinnable(world: &World, params: &Params) -> Result<i64, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    if world.kind(id) == ChatType::Private || world.may(id, "can_pin_messages") {
        Ok(id)
    } else {
        Err(ApiError::bad("not enough rights to manage pinned messages in the chat"))
    }
}

/// `pinChatMessage`: a service message tells of it, which the bot hears too.
pub fn pin(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = pinnable(world, params)?;
    let message = params.int("message_id").unwrap_or_default();
    let Some(stored) = world.message(id, message) else {
        return Err(ApiError::bad("message to pin not found"));
    };
    if stored.is_service() {
        return Err(ApiError::bad("message can't be pinned"));
    }
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    if chat.pinned.contains(&message) {
        return Ok(Value::Bool(true));
    }
    chat.pinned.push(message);
    let pinned = world.render(id, message).unwrap_or_default();
    let bot = world.bot.id;
    world.announce(id, bot, json!({"pinned_message": pinned}));
    world.events.add(id, What::Chat);
    Ok(Value::Bool(true))
}

/// `unpinChatMessage`: the one named, else the latest.
pub fn unpin(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = pinnable(world, params)?;
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    let wanted = params.int("message_id").or(chat.pinned.last().copied());
    let Some(place) = chat.pinned.iter().position(|pinned| Some(*pinned) == wanted) else {
        return Err(ApiError::bad("message to unpin not found"));
    };
    chat.pinned.remove(place);
    world.events.add(id, What::Chat);
    Ok(Value::Bool(true))
}

/// `unpinAllChatMessages`, and for a topic or the general one: only what is pinned in it.
pub fn unpin_all(world: &mut World, params: &Params, general: bool) -> Result<Value, ApiError> {
    let id = pinnable(world, params)?;
    let thread = params.int("message_thread_id");
    let in_topic = |message: &i64| {
        let at = world.message(id, *message).and_then(|m| m.body.get("message_thread_id")?.as_i64());
        if general || thread == Some(1) { at.is_none() } else { thread.is_none() || at == thread }
    };
    let pinned = world.chats.get(&id).map(|chat| chat.pinned.clone()).unwrap_or_default();
    let left: Vec<i64> = pinned.into_iter().filter(|message| !in_topic(message)).collect();
    if let Some(chat) = world.chats.get_mut(&id) {
        chat.pinned = left;
    }
    world.events.add(id, What::Chat);
    Ok(Value::Bool(true))
}
