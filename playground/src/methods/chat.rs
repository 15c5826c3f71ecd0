//! Chats: what they are, who is in them, pinning and leaving.
use crate::{
    error::ApiError,
    params::Params,
    scene::{BotStatus, ChatType},
    world::World,
};
use serde_json::{Value, json};

/// `getChat`.
pub fn get(world: &World, params: &Params) -> Result<Value, ApiError> {
    let id = world.reach(params.value("chat_id"), false)?;
    let mut full = world.chat(id);
    full["accent_color_id"] = json!(id.rem_euclid(7));
    full["max_reaction_count"] = json!(11);
    let gifts =
        ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"];
    full["accepted_gift_types"] = gifts.iter().map(|name| (*name, json!(false))).collect();
    let Some(chat) = world.chats.get(&id) else { return Ok(full) };
    if chat.is.kind != ChatType::Private {
        let can = ["can_send_messages", "can_send_photos", "can_send_documents", "can_send_voice_notes"];
        full["permissions"] = can.iter().map(|name| (*name, json!(true))).collect();
    }
    if let Some(pinned) = chat.pinned.and_then(|message| world.render(id, message)) {
        full["pinned_message"] = pinned;
    }
    Ok(full)
}

/// `getChatMember`.
pub fn member(world: &World, params: &Params) -> Result<Value, ApiError> {
    let chat = world.reach(params.value("chat_id"), false)?;
    let user = params.int("user_id").ok_or_else(|| ApiError::bad("invalid user_id specified"))?;
    if !world.people.contains_key(&user) && user != world.bot.id {
        let group = world.chats.get(&chat).is_some_and(|c| c.is.kind == ChatType::Group);
        return Err(ApiError::bad(if group { "user not found" } else { "PARTICIPANT_ID_INVALID" }));
    }
    Ok(world.member(chat, user))
}

/// `getChatMemberCount`, the bot included.
pub fn count(world: &World, params: &Params) -> Result<Value, ApiError> {
    let id = world.reach(params.value("chat_id"), false)?;
    let chat = world.chats.get(&id);
    Ok(json!(chat.map_or(0, |c| c.is.members.len() + usize::from(c.is.bot.is_in()))))
}

/// `getChatAdministrators`: people, and the bot itself when bots are asked for.
pub fn administrators(world: &World, params: &Params) -> Result<Value, ApiError> {
    let id = world.reach(params.value("chat_id"), false)?;
    let Some(chat) = world.chats.get(&id).filter(|c| c.is.kind != ChatType::Private) else {
        return Err(ApiError::bad("there are no administrators in the private chat"));
    };
    let mut list: Vec<Value> = chat.is.admins.iter().map(|admin| world.member(id, *admin)).collect();
    if params.flag("return_bots") && world.is_admin(id) {
        list.push(world.member(id, world.bot.id));
    }
    Ok(Value::Array(list))
}

/// `leaveChat`.
pub fn leave(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    if world.chats.get(&id).is_some_and(|c| c.is.kind == ChatType::Private) {
        return Err(ApiError::bad("chat member status can't be changed in private chats"));
    }
    let bot = world.bot.id;
    world.set_bot_status(id, bot, BotStatus::Left);
    Ok(Value::Bool(true))
}

fn pinnable(world: &World, params: &Params) -> Result<i64, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    let private = world.chats.get(&id).is_some_and(|c| c.is.kind == ChatType::Private);
    if private || world.is_admin(id) {
        Ok(id)
    } else {
        Err(ApiError::bad("not enough rights to manage pinned messages in the chat"))
    }
}

/// `pinChatMessage`.
pub fn pin(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let chat = pinnable(world, params)?;
    let message = params.int("message_id").unwrap_or_default();
    if world.message(chat, message).is_none() {
        return Err(ApiError::bad("message to pin not found"));
    }
    if let Some(chat) = world.chats.get_mut(&chat) {
        chat.pinned = Some(message);
    }
    Ok(Value::Bool(true))
}

/// `unpinChatMessage`.
pub fn unpin(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let chat = pinnable(world, params)?;
    let Some(chat) = world.chats.get_mut(&chat) else { return Err(ApiError::bad("chat not found")) };
    let wanted = params.int("message_id").or(chat.pinned);
    if chat.pinned.is_none() || chat.pinned != wanted {
        return Err(ApiError::bad("message to unpin not found"));
    }
    chat.pinned = None;
    Ok(Value::Bool(true))
}
