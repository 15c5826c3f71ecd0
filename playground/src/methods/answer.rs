//! Small reactions of the bot: answering a tap, setting a reaction, showing that it types.
use crate::{clock, error::ApiError, events::What, params::Params, world::World};
use serde_json::Value;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// `answerCallbackQuery`: once, and not later than a minute of wire time after the tap.
pub fn callback(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = params.text("callback_query_id").unwrap_or_default().to_owned();
    let text = params.text("text").unwrap_or_default().to_owned();
    match world.taps.answer(&id, text, params.flag("show_alert"), clock::wire_ms()) {
        Some(chat) => {
            world.events.add(chat, What::Answer(id));
            Ok(Value::Bool(true))
        }
        None => Err(ApiError::bad("query is too old and response timeout expired or query ID is invalid")),
    }
}

/// `setMessageReaction`: at most one, of a bot.
pub fn react(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let chat = world.reach(params.value("chat_id"), true)?;
    let id = params.int("message_id").unwrap_or_default();
    let list = params.value("reaction").as_array().cloned().unwrap_or_default();
    if list.len() > 1 {
        return Err(ApiError::bad("REACTIONS_TOO_MANY"));
    }
    let emoji = list.first().map(|r| r["emoji"].as_str().unwrap_or_default().to_owned());
    if emoji.as_deref() == Some("") {
        return Err(ApiError::bad("REACTION_INVALID"));
    }
    if world.message(chat, id).is_none() {
        return Err(ApiError::bad("message to react not found"));
    }
    let bot = world.bot.id;
    world.set_reaction(chat, id, bot, emoji.as_deref().unwrap_or_default());
    Ok(Value::Bool(true))
}

/// `sendChatAction`: the page shows it for some seconds.
pub fn action(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let Some(action) = params.text("action").filter(|action| ACTIONS.contains(action)) else {
        return Err(ApiError::bad("wrong parameter action in request"));
    };
    let chat = world.reach(params.value("chat_id"), true)?;
    world.events.add(chat, What::Typing(world.bot.id, action.to_owned()));
    Ok(Value::Bool(true))
}
