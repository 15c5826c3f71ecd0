//! Invite links, and people who ask to be let in by one.
use crate::{error::ApiError, params::Params, world::World};
use serde_json::{Map, Value, json};

fn manageable(world: &World, params: &Params) -> Result<i64, ApiError> {
    let id = world.group_of(params.value("chat_id"), "can't invite members to a private chat")?;
    if world.governs(id, "can_invite_users") {
        return Ok(id);
    }
    Err(ApiError::bad("not enough rights to manage chat invite link"))
}

/// What a call says about a link.
fn terms(world: &World, params: &Params) -> Result<Map<String, Value>, ApiError> {
    let mut terms = Map::new();
    if let Some(name) = params.text("name").filter(|name| !name.is_empty()) {
        terms.insert("name".into(), json!(name));
    }
    if let Some(at) = params.int("expire_date").filter(|at| *at != 0) {
        if at <= world.now() / 1000 {
            return Err(ApiError::bad("EXPIRE_DATE_INVALID"));
        }
        terms.insert("expire_date".into(), json!(at));
    }
    let asks = params.flag("creates_join_request");
    if let Some(most) = params.int("member_limit").filter(|most| *most != 0) {
        if asks {
            return Err(ApiError::bad(
                "member limit can't be specified for links requiring administrator approval",
            ));
        }
        terms.insert("member_limit".into(), json!(most));
    }
    terms.insert("creates_join_request".into(), json!(asks));
    Ok(terms)
}

fn told(world: &World, chat: i64, place: usize) -> Value {
    world.chats.get(&chat).map(|chat| chat.links.told(place)).unwrap_or_default()
}

/// `createChatInviteLink`.
pub fn create(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = manageable(world, params)?;
    let terms = terms(world, params)?;
    let place = world.make_link(id, Value::Object(terms), false);
    Ok(told(world, id, place))
}

/// `exportChatInviteLink`: a new primary link, the former one revoked.
pub fn export(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = manageable(world, params)?;
    if let Some(chat) = world.chats.get_mut(&id) {
        let primary = chat.links.all.iter_mut().filter(|link| link.view["is_primary"] == true);
        primary.for_each(|link| link.view["is_revoked"] = json!(true));
    }
    let place = world.make_link(id, json!({}), true);
    Ok(told(world, id, place)["invite_link"].clone())
}

fn found(world: &World, params: &Params) -> Result<(i64, usize), ApiError> {
    let id = manageable(world, params)?;
    let link = params.text("invite_link").unwrap_or_default();
    let place = world.chats.get(&id).and_then(|chat| chat.links.find(link));
    Ok((id, place.ok_or_else(|| ApiError::bad("INVITE_HASH_EXPIRED"))?))
}

/// `editChatInviteLink`: what is not named goes.
pub fn edit(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let (id, place) = found(world, params)?;
    let terms = terms(world, params)?;
    if let Some(chat) = world.chats.get_mut(&id)
        && let Some(view) = chat.links.all[place].view.as_object_mut()
    {
        if view["is_revoked"] == true {
            return Err(ApiError::bad("INVITE_HASH_EXPIRED"));
        }
        if view["is_primary"] == true {
            return Err(ApiError::bad("INVITE_PERMANENT"));
        }
        view.retain(|key, _| !matches!(key.as_str(), "name" | "expire_date" | "member_limit"));
        view.extend(terms);
    }
    Ok(told(world, id, place))
}

/// `revokeChatInviteLink`; another primary link takes the place of a primary one.
pub fn revoke(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let (id, place) = found(world, params)?;
    let mut primary = false;
    if let Some(chat) = world.chats.get_mut(&id) {
        let view = &mut chat.links.all[place].view;
        primary = view["is_primary"] == true && view["is_revoked"] == false;
        view["is_revoked"] = json!(true);
    }
    if primary {
        world.make_link(id, json!({}), true);
    }
    Ok(told(world, id, place))
}

/// `approveChatJoinRequest` and `declineChatJoinRequest`.
pub fn decide(world: &mut World, params: &Params, welcome: bool) -> Result<Value, ApiError> {
    let id = world.group_of(params.value("chat_id"), "the chat can't have join requests")?;
    if !world.governs(id, "can_invite_users") {
        return Err(ApiError::bad("not enough rights to manage chat join requests"));
    }
    let user = params.int("user_id").filter(|id| *id > 0);
    let user = user.ok_or_else(|| ApiError::bad("invalid user_id specified"))?;
    if world.chats.get(&id).is_some_and(|chat| chat.is.members.contains(&user)) {
        return Err(ApiError::bad("USER_ALREADY_PARTICIPANT"));
    }
    if world.decide(id, user, welcome) {
        Ok(json!(true))
    } else {
        Err(ApiError::bad("HIDE_REQUESTER_MISSING"))
    }
}
