//! The bot about itself: who it is, its commands by scope and language, its descriptions, its menu button.
use crate::{error::ApiError, keep::as_pairs, params::Params, world::World};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What the bot set about itself.
#[derive(Default, Serialize, Deserialize)]
pub struct Settings {
    /// Commands by scope and language.
    #[serde(with = "as_pairs")]
    pub commands: BTreeMap<(String, String), Vec<Value>>,
    /// Rights it asks for when it is made an administrator.
    pub rights: Map<String, Value>,
    #[serde(with = "as_pairs")]
    words: BTreeMap<(String, String), String>,
    /// Menu buttons by private chat, 0 for all.
    buttons: BTreeMap<i64, Value>,
}

impl Settings {
    /// The commands that somebody with this language (an IETF tag) is offered in a chat: those of the narrowest scope
    /// that has any, in that language if there are such.
    pub fn commands_for(&self, chat: i64, who: i64, admin: bool, language: &str) -> &[Value] {
        let all = if chat > 0 { "all_private_chats" } else { "all_group_chats" };
        let mut scopes = vec![format!("chat_member {chat} {who}")];
        scopes.extend(admin.then(|| format!("chat_administrators {chat}")));
        scopes.push(format!("chat {chat}"));
        scopes.extend(admin.then(|| "all_chat_administrators".to_owned()));
        scopes.extend([all.to_owned(), "default".to_owned()]);
        let language = language.get(..2).unwrap_or_default();
        let places = scopes
            .into_iter()
            .flat_map(|scope| [(scope.clone(), language.to_owned()), (scope, String::new())]);
        let mut lists = places.filter_map(|place| self.commands.get(&place));
        lists.find(|list| !list.is_empty()).map_or(&[], Vec::as_slice)
    }
}

/// `getMe`.
pub fn get_me(world: &World) -> Value {
    let mut me = world.user(world.bot.id);
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(!world.bot.privacy);
    for no in ["supports_inline_queries", "can_connect_to_business", "has_main_web_app"] {
        me[no] = json!(false);
    }
    me
}

/// `getMyName`, `getMyDescription` and `getMyShortDescription`; in a language without its own word the usual one.
pub fn get_word(world: &World, what: &'static str, params: &Params) -> Value {
    let language = params.text("language_code").unwrap_or_default().to_owned();
    let words = &world.settings.words;
    let word = words
        .get(&(what.to_owned(), language))
        .or_else(|| words.get(&(what.to_owned(), String::new())))
        .cloned();
    let default = if what == "name" { world.bot.name.clone() } else { String::new() };
    json!({what: word.unwrap_or(default)})
}

/// `setMyName`, `setMyDescription` and `setMyShortDescription`.
pub fn set_word(world: &mut World, what: &'static str, params: &Params) -> Value {
    let language = params.text("language_code").unwrap_or_default().to_owned();
    let word = params.text(what).unwrap_or_default().to_owned();
    world.settings.words.insert((what.to_owned(), language), word);
    Value::Bool(true)
}

/// Scope (checked, as text) and language of a call about commands.
fn place(world: &World, params: &Params) -> Result<(String, String), ApiError> {
    let language = params.text("language_code").unwrap_or_default().to_owned();
    let Some(scope) = params.get("scope") else { return Ok(("default".into(), language)) };
    let kind = scope["type"].as_str().unwrap_or("default").to_owned();
    let Some(chat) = scope.get("chat_id") else { return Ok((kind, language)) };
    let chat = world.reach(chat, false)?;
    let user = scope["user_id"].as_i64().map(|user| format!(" {user}")).unwrap_or_default();
    Ok((format!("{kind} {chat}{user}"), language))
}

/// `setMyCommands`.
pub fn set_commands(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let place = place(world, params)?;
    let list = params.value("commands").as_array().cloned().unwrap_or_default();
    if list.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut kept = Vec::new();
    for entry in &list {
        let name = entry["command"].as_str().unwrap_or_default().trim_start_matches('/');
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || name.len() > 32 || !name.chars().all(letter) {
            return Err(ApiError::bad("BOT_COMMAND_INVALID"));
        }
        let description = entry["description"].as_str().unwrap_or_default();
        if description.is_empty() || description.chars().count() > 256 {
            return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
        kept.push(json!({"command": name, "description": description}));
    }
    world.settings.commands.insert(place, kept);
    Ok(Value::Bool(true))
}

/// `getMyCommands`: exactly those of this scope and language.
pub fn get_commands(world: &World, params: &Params) -> Result<Value, ApiError> {
    let place = place(world, params)?;
    Ok(json!(world.settings.commands.get(&place).cloned().unwrap_or_default()))
}

/// `deleteMyCommands`.
pub fn delete_commands(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let place = place(world, params)?;
    world.settings.commands.remove(&place);
    Ok(Value::Bool(true))
}

/// `getChatMenuButton`: of a private chat, else the usual one.
pub fn menu_button(world: &World, params: &Params) -> Value {
    let own = params.int("chat_id").and_then(|chat| world.settings.buttons.get(&chat));
    own.or(world.settings.buttons.get(&0)).cloned().unwrap_or_else(|| json!({"type": "commands"}))
}

/// `setChatMenuButton`.
pub fn set_menu_button(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let chat = params.int("chat_id").unwrap_or(0);
    if chat != 0 && !world.people.contains_key(&chat) {
        return Err(ApiError::bad("chat not found"));
    }
    match params.get("menu_button").filter(|button| button["type"] != "default") {
        Some(button) => world.settings.buttons.insert(chat, button.clone()),
        None => world.settings.buttons.remove(&chat),
    };
    Ok(Value::Bool(true))
}

/// `getUserProfilePhotos`: nobody has any.
pub fn photos(world: &World, params: &Params) -> Result<Value, ApiError> {
    let user = params.int("user_id").filter(|id| world.people.contains_key(id) || *id == world.bot.id);
    user.ok_or_else(|| ApiError::bad("user not found"))?;
    Ok(json!({"total_count": 0, "photos": []}))
}
