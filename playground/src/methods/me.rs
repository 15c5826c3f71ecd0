//! The bot about itself: who it is, its commands by scope and language, its descriptions, its webhook (none).
use crate::{error::ApiError, params::Params, world::World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the bot set about itself.
#[derive(Default)]
pub struct Settings {
    /// Commands by scope and language.
    pub commands: BTreeMap<(String, String), Vec<Value>>,
    words: BTreeMap<(&'static str, String), String>,
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

/// `getMyName`, `getMyDescription` and `getMyShortDescription`, without a language.
pub fn get_word(world: &World, what: &'static str) -> Value {
    let word = world.settings.words.get(&(what, String::new())).cloned();
    let default = if what == "name" { world.bot.name.clone() } else { String::new() };
    json!({what: word.unwrap_or(default)})
}

/// `setMyName`, `setMyDescription` and `setMyShortDescription`.
pub fn set_word(world: &mut World, what: &'static str, params: &Params) -> Value {
    let language = params.text("language_code").unwrap_or_default().to_owned();
    let word = params.text(what).unwrap_or_default().to_owned();
    world.settings.words.insert((what, language), word);
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

/// `deleteWebhook`: there never is one, but waiting updates may be dropped.
pub fn delete_webhook(world: &mut World, params: &Params) -> Value {
    if params.flag("drop_pending_updates") {
        world.updates.drop_all();
    }
    Value::Bool(true)
}

/// `getWebhookInfo`.
pub fn webhook_info(world: &World) -> Value {
    let mut info =
        json!({"url": "", "has_custom_certificate": false, "pending_update_count": world.updates.pending()});
    if let Some(kinds) = world.updates.allowed() {
        info["allowed_updates"] = json!(kinds);
    }
    info
}
