//! Chats: what they are, who is in them, their title, picture and description, and leaving.
use crate::{
    error::ApiError,
    events::What,
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
        full["permissions"] = Value::Object(chat.permissions());
        if !chat.about.is_empty() {
            full["description"] = json!(chat.about);
        }
        if let Some((small, big)) = &chat.photo {
            let unique = |id: &str| world.files.get(id).map(|file| file.unique.clone());
            full["photo"] = json!({"small_file_id": small, "small_file_unique_id": unique(small),
                "big_file_id": big, "big_file_unique_id": unique(big)});
        }
        if let Some(link) = chat.links.primary().filter(|_| world.governs(id, "can_invite_users")) {
            full["invite_link"] = link["invite_link"].clone();
        }
    }
    if let Some(pinned) = chat.pinned.last().and_then(|message| world.render(id, *message)) {
        full["pinned_message"] = pinned;
    }
    Ok(full)
}

/// `getChatMember`.
pub fn member(world: &World, params: &Params) -> Result<Value, ApiError> {
    let chat = world.reach(params.value("chat_id"), false)?;
    let user = params.int("user_id").ok_or_else(|| ApiError::bad("invalid user_id specified"))?;
    if !world.people.contains_key(&user) && user != world.bot.id {
        let group = world.kind(chat) == ChatType::Group;
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
    if world.kind(id) == ChatType::Private {
        return Err(ApiError::bad("chat member status can't be changed in private chats"));
    }
    let bot = world.bot.id;
    world.set_bot_status(id, bot, BotStatus::Left);
    Ok(Value::Bool(true))
}

/// The group whose looks a call changes.
fn changeable(world: &World, params: &Params, what: &str, verb: &str) -> Result<i64, ApiError> {
    let id = world.group_of(params.value("chat_id"), &format!("can't change private chat {what}"))?;
    if world.may(id, "can_change_info") {
        return Ok(id);
    }
    Err(ApiError::bad(format!("not enough rights to {verb} chat {what}")))
}

/// `setChatTitle`.
pub fn set_title(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = changeable(world, params, "title", "change")?;
    let title = params.text("title").unwrap_or_default().trim().to_owned();
    if title.is_empty() {
        return Err(ApiError::bad("title must be non-empty"));
    }
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    if chat.is.title == title {
        return Err(ApiError::bad("CHAT_NOT_MODIFIED"));
    }
    chat.is.title.clone_from(&title);
    let bot = world.bot.id;
    world.announce(id, bot, json!({"new_chat_title": title}));
    world.events.add(id, What::Chat);
    Ok(Value::Bool(true))
}

/// `setChatDescription`.
pub fn set_description(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = changeable(world, params, "description", "set")?;
    let about = params.text("description").unwrap_or_default().to_owned();
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    if chat.about == about {
        return Err(ApiError::bad("chat description is not modified"));
    }
    chat.about = about;
    Ok(Value::Bool(true))
}

/// `setChatPhoto`: only by upload.
pub fn set_photo(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let part = params.text("photo").and_then(|photo| photo.strip_prefix("attach://"));
    let upload = part.and_then(|part| params.files.get(part)).cloned();
    let Some(upload) = upload else {
        let given = params.get("photo").is_some();
        let text =
            if given { "photo must be uploaded as an InputFile" } else { "there is no photo in the request" };
        return Err(ApiError::bad(text));
    };
    let id = changeable(world, params, "photo", "change")?;
    let sizes = world.add_photo(upload.bytes);
    let file = |place: usize| sizes[place]["file_id"].as_str().unwrap_or_default().to_owned();
    if let Some(chat) = world.chats.get_mut(&id) {
        chat.photo = Some((file(0), file(1)));
    }
    let bot = world.bot.id;
    world.announce(id, bot, json!({"new_chat_photo": sizes}));
    Ok(Value::Bool(true))
}

/// `deleteChatPhoto`.
pub fn delete_photo(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = changeable(world, params, "photo", "change")?;
    let gone = world.chats.get_mut(&id).and_then(|chat| chat.photo.take());
    if gone.is_none() {
        return Err(ApiError::bad("CHAT_NOT_MODIFIED"));
    }
    let bot = world.bot.id;
    world.announce(id, bot, json!({"delete_chat_photo": true}));
    Ok(Value::Bool(true))
}
