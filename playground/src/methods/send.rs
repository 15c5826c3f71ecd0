//! Sending text, and what every sending method shares.
use super::keyboard;
use crate::{
    clock,
    entities::Rich,
    error::ApiError,
    messages::{Author, Body},
    params::Params,
    topics::thread_fields,
    world::World,
};
use serde_json::Value;

/// Longest text.
pub const LONGEST_TEXT: u64 = 4096;
/// Longest caption.
pub const LONGEST_CAPTION: u64 = 1024;

/// Where a message goes and what hangs on it.
pub struct Target {
    /// The chat.
    pub chat: i64,
    /// The message replied to.
    pub reply_to: Option<i64>,
    /// The inline keyboard.
    pub markup: Option<Value>,
    /// The topic of a forum.
    pub thread: Option<i64>,
}

/// Checks chat, reply and keyboard, and counts `count` messages against Telegram's limits.
pub fn target(world: &mut World, params: &Params, count: usize) -> Result<Target, ApiError> {
    let markup = keyboard::inline(params.get("reply_markup"))?;
    let chat = world.reach(params.value("chat_id"), true)?;
    let asked = world.thread(chat, params.int("message_thread_id"))?;
    let reply_to = reply(world, chat, params)?;
    let replied = reply_to.and_then(|id| world.message(chat, id));
    let thread = asked.or_else(|| replied?.body.get("message_thread_id")?.as_i64());
    world.windows.admit(chat, count, clock::wire_ms()).map_err(ApiError::too_many)?;
    Ok(Target { chat, reply_to, markup, thread })
}

fn reply(world: &World, chat: i64, params: &Params) -> Result<Option<i64>, ApiError> {
    let Some(reply) = params.get("reply_parameters") else { return Ok(None) };
    let message = reply["message_id"].as_i64().unwrap_or_default();
    let same_chat = reply.get("chat_id").is_none_or(|id| id.as_i64() == Some(chat));
    if same_chat && world.message(chat, message).is_some() {
        return Ok(Some(message));
    }
    if reply["allow_sending_without_reply"] == true {
        return Ok(None);
    }
    Err(ApiError::bad("message to be replied not found"))
}

/// Text of the bot by its parse mode; people named by id become users, unknown ones plain text.
pub fn rich(
    world: &World,
    text: &str,
    mode: Option<&str>,
    entities: Option<&Value>,
) -> Result<Rich, ApiError> {
    let mut rich = Rich::of_bot(text, mode, entities)?;
    rich.entities.retain_mut(|entity| {
        if entity["type"] != "text_mention" {
            return true;
        }
        let id = entity["user"]["id"].as_i64().unwrap_or_default();
        entity["user"] = world.user(id);
        world.people.contains_key(&id)
    });
    Ok(rich)
}

/// The text parameters of `sendMessage` and `editMessageText`.
pub fn text_of(world: &World, params: &Params) -> Result<Rich, ApiError> {
    let text = params.text("text").unwrap_or_default();
    let rich = rich(world, text, params.text("parse_mode"), params.get("entities"))?;
    match rich.length() {
        0 => Err(ApiError::bad("message text is empty")),
        1..=LONGEST_TEXT => Ok(rich),
        _ => Err(ApiError::bad("message is too long")),
    }
}

/// A caption from an object with `caption`, `parse_mode` and `caption_entities`.
pub fn caption_of(world: &World, values: &Body) -> Result<Rich, ApiError> {
    let get = |name: &str| values.get(name).and_then(Value::as_str);
    let caption = get("caption").unwrap_or_default();
    let rich = rich(world, caption, get("parse_mode"), values.get("caption_entities"))?;
    if rich.length() > LONGEST_CAPTION {
        return Err(ApiError::bad("message caption is too long"));
    }
    Ok(rich)
}

/// Puts text or a caption into a message body; empty text removes it.
pub fn put(body: &mut Body, key: &str, rich: Rich) {
    let entities_key = if key == "text" { "entities" } else { "caption_entities" };
    body.remove(key);
    body.remove(entities_key);
    if !rich.text.is_empty() {
        body.insert(key.into(), Value::String(rich.text));
    }
    if !rich.entities.is_empty() {
        body.insert(entities_key.into(), Value::Array(rich.entities));
    }
}

/// Stores a message of the bot and answers it.
pub fn post(world: &mut World, target: &Target, mut body: Body, params: &Params) -> Result<Value, ApiError> {
    if let Some(markup) = &target.markup {
        body.insert("reply_markup".into(), markup.clone());
    }
    body.extend(thread_fields(target.thread));
    if params.flag("protect_content") {
        body.insert("has_protected_content".into(), Value::Bool(true));
    }
    let id = world.post(target.chat, Author::Bot, body, target.reply_to);
    if let Some(keys) = keyboard::reply(params.get("reply_markup"))
        && let Some(stored) = world.chats.get_mut(&target.chat).and_then(|chat| chat.messages.get_mut(&id))
    {
        stored.keys = Some(keys);
    }
    world.render(target.chat, id).ok_or_else(|| ApiError::new(500, "Internal Server Error"))
}

/// `sendMessage`.
pub fn message(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let rich = text_of(world, params)?;
    let target = target(world, params, 1)?;
    let mut body = Body::new();
    put(&mut body, "text", rich);
    if let Some(options) = params.get("link_preview_options") {
        body.insert("link_preview_options".into(), options.clone());
    }
    post(world, &target, body, params)
}
