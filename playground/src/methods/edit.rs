//! Editing the bot's messages.
use super::{
    keyboard, media,
    send::{caption_of, put, text_of},
};
use crate::{
    clock,
    error::ApiError,
    messages::{Body, CONTENT},
    params::Params,
    world::World,
};
use serde_json::Value;

/// What can have a caption.
const CAPTIONED: [&str; 6] = ["photo", "video", "animation", "audio", "document", "voice"];

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
    if world.message(place.0, place.1).is_some_and(|m| !CAPTIONED.iter().any(|k| m.body.contains_key(*k))) {
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

/// `editMessageMedia`: other media, or media for a text.
pub fn media(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let place = editable(world, params)?;
    let fixed = ["poll", "location", "contact", "dice", "sticker", "voice", "video_note"];
    if world.message(place.0, place.1).is_some_and(|m| fixed.iter().any(|key| m.body.contains_key(*key))) {
        return Err(ApiError::bad("message can't be edited"));
    }
    let new = media::replacement(world, params)?;
    commit(world, place, markup, |body| {
        body.retain(|key, _| !CONTENT.contains(&key.as_str()));
        body.extend(new);
    })
}

/// Changes a location that is still live.
pub fn live_location(
    world: &mut World,
    params: &Params,
    change: impl FnOnce(&mut Value),
) -> Result<Value, ApiError> {
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let place = editable(world, params)?;
    let now = world.now() / 1000;
    let live = world.message(place.0, place.1).is_some_and(|m| {
        let until = m
            .body
            .get("location")
            .and_then(|l| l["live_period"].as_i64())
            .map(|period| m.body["date"].as_i64().unwrap_or_default() + period);
        until.is_some_and(|until| until > now)
    });
    if !live {
        return Err(ApiError::bad("message can't be edited"));
    }
    commit(world, place, markup, |body| {
        if let Some(location) = body.get_mut("location") {
            change(location);
        }
    })
}
