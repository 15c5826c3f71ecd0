//! Editing and deleting the bot's messages.
use super::{
    keyboard,
    send::{caption_of, put, text_of},
};
use crate::{clock, error::ApiError, messages::Body, params::Params, scene::ChatType, world::World};
use serde_json::Value;

/// A message can be deleted for everyone this long, ms.
const DELETABLE_MS: i64 = 48 * 3600 * 1000;

/// The message an edit is for: there, and the bot's own.
fn editable(world: &World, params: &Params) -> Result<(i64, i64), ApiError> {
    let chat = world.reach(params.value("chat_id"), true)?;
    let Some(id) = params.int("message_id") else {
        return Err(ApiError::bad("message identifier is not specified"));
    };
    let Some(stored) = world.message(chat, id) else {
        return Err(ApiError::bad("message to edit not found"));
    };
    if !stored.by_bot {
        return Err(ApiError::bad("message can't be edited"));
    }
    Ok((chat, id))
}

/// Puts the new body in place unless it equals the old one.
fn commit(
    world: &mut World,
    (chat, id): (i64, i64),
    markup: Option<Value>,
    change: impl FnOnce(&mut Body),
) -> Result<Value, ApiError> {
    let Some(old) = world.message(chat, id).map(|m| m.body.clone()) else {
        return Err(ApiError::bad("message to edit not found"));
    };
    let mut new = old.clone();
    change(&mut new);
    match markup {
        Some(markup) => new.insert("reply_markup".into(), markup),
        None => new.remove("reply_markup"),
    };
    if new == old {
        return Err(ApiError::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current \
             content and reply markup of the message",
        ));
    }
    world.windows.admit(chat, 1, clock::wire_ms()).map_err(ApiError::too_many)?;
    world.amend(chat, id, |body| *body = new);
    world.render(chat, id).ok_or_else(|| ApiError::new(500, "Internal Server Error"))
}

/// `editMessageText`.
pub fn text(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let rich = text_of(world, params)?;
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let place = editable(world, params)?;
    if world.message(place.0, place.1).is_some_and(|m| !m.body.contains_key("text")) {
        return Err(ApiError::bad("there is no text in the message to edit"));
    }
    commit(world, place, markup, |body| put(body, "text", rich))
}

/// `editMessageCaption`.
pub fn caption(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let rich = caption_of(world, &params.values)?;
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let place = editable(world, params)?;
    if world
        .message(place.0, place.1)
        .is_some_and(|m| ["text", "poll"].iter().any(|k| m.body.contains_key(*k)))
    {
        return Err(ApiError::bad("there is no caption in the message to edit"));
    }
    commit(world, place, markup, |body| put(body, "caption", rich))
}

/// `editMessageReplyMarkup`.
pub fn markup(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let place = editable(world, params)?;
    commit(world, place, markup, |_| {})
}

/// `deleteMessage`: its own within 48 hours; what people wrote in private likewise; anything as an administrator.
pub fn delete(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let chat = world.reach(params.value("chat_id"), true)?;
    let Some(id) = params.int("message_id") else {
        return Err(ApiError::bad("message identifier is not specified"));
    };
    may_delete(world, chat, id)?;
    world.remove(chat, id);
    Ok(Value::Bool(true))
}

fn may_delete(world: &World, chat: i64, id: i64) -> Result<(), ApiError> {
    let Some(stored) = world.message(chat, id) else {
        return Err(ApiError::bad("message to delete not found"));
    };
    if world.is_admin(chat) {
        return Ok(());
    }
    let private = world.chats.get(&chat).is_some_and(|c| c.is.kind == ChatType::Private);
    if !stored.by_bot && !private {
        return Err(ApiError::bad("message can't be deleted"));
    }
    let story_age = world.now() - stored.body["date"].as_i64().unwrap_or_default() * 1000;
    if story_age.max(clock::wire_ms() - stored.sent) > DELETABLE_MS {
        return Err(ApiError::bad("message can't be deleted for everyone"));
    }
    Ok(())
}

/// `deleteMessages`: those that cannot be found or deleted are skipped.
pub fn delete_many(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let chat = world.reach(params.value("chat_id"), true)?;
    let ids = params.value("message_ids").as_array().cloned().unwrap_or_default();
    if ids.is_empty() {
        return Err(ApiError::bad("message identifiers are not specified"));
    }
    for id in ids.iter().filter_map(Value::as_i64) {
        if may_delete(world, chat, id).is_ok() {
            world.remove(chat, id);
        }
    }
    Ok(Value::Bool(true))
}
