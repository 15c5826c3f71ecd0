//! Deleting messages for everyone.
use crate::{clock, error::ApiError, params::Params, scene::ChatType, world::World};
use serde_json::Value;

/// A message can be deleted for everyone this long, ms.
const DELETABLE_MS: i64 = 48 * 3600 * 1000;

/// `deleteMessage`: its own within 48 hours; what people wrote in private likewise; anything as an administrator.
pub fn one(world: &mut World, params: &Params) -> Result<Value, ApiError> {
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
    if world.is_admin(chat) && world.may(chat, "can_delete_messages") {
        return Ok(());
    }
    let private = world.kind(chat) == ChatType::Private;
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
pub fn many(world: &mut World, params: &Params) -> Result<Value, ApiError> {
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
