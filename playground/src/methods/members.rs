//! Members of a group: banning, restricting, promoting, titles, and what everybody may do.
use crate::{
    error::ApiError,
    params::Params,
    roles::{self, RIGHTS},
    scene::ChatType,
    world::World,
};
use serde_json::{Map, Value, json};

const ONLY_SUPERGROUPS: &str = "method is available only for supergroups";
const ONLY_SUPERGROUPS_AND_CHANNELS: &str = "method is available for supergroup and channel chats only";

/// The person a call is about.
fn person(world: &World, chat: i64, params: &Params) -> Result<i64, ApiError> {
    let user = params.int("user_id").filter(|id| *id > 0);
    let user = user.ok_or_else(|| ApiError::bad("invalid user_id specified"))?;
    if !world.people.contains_key(&user) && user != world.bot.id {
        let group = world.kind(chat) == ChatType::Group;
        return Err(ApiError::bad(if group { "user not found" } else { "PARTICIPANT_ID_INVALID" }));
    }
    Ok(user)
}

/// Refuses what nobody may do to an owner or an administrator, and what the bot may not do to itself.
fn may_touch(world: &World, chat: i64, user: i64) -> Result<(), ApiError> {
    if user == world.bot.id {
        return Err(ApiError::bad("can't restrict self"));
    }
    match world.status(chat, user) {
        "creator" => Err(ApiError::bad("can't remove chat owner")),
        "administrator" if !promoted_here(world, chat, user) => {
            Err(ApiError::bad("user is an administrator of the chat"))
        }
        _ => Ok(()),
    }
}

fn promoted_here(world: &World, chat: i64, user: i64) -> bool {
    world.chats.get(&chat).is_some_and(|chat| chat.roles.rights.contains_key(&user))
}

/// `banChatMember`.
pub fn ban(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    let without = match world.kind(id) {
        ChatType::Private => return Err(ApiError::bad("can't ban members in private chats")),
        ChatType::Group => "need to be inviter of a user to kick it from a basic group",
        ChatType::Supergroup => "not enough rights to restrict/unrestrict chat member",
    };
    if !world.may(id, "can_restrict_members") {
        return Err(ApiError::bad(without));
    }
    let user = person(world, id, params)?;
    may_touch(world, id, user)?;
    let old = world.member(id, user);
    let until = roles::until(params.int("until_date").unwrap_or(0), world.now() / 1000);
    let supergroup = world.kind(id) == ChatType::Supergroup;
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    let was_in = chat.is.members.contains(&user);
    chat.is.members.retain(|member| *member != user);
    chat.is.admins.retain(|admin| *admin != user);
    chat.roles.rights.remove(&user);
    chat.roles.restricted.remove(&user);
    if supergroup {
        chat.roles.banned.insert(user, until);
    }
    if params.flag("revoke_messages") {
        let theirs = chat.messages.iter().filter(|(_, message)| message.body["from"]["id"] == user);
        let theirs: Vec<i64> = theirs.map(|(message, _)| *message).collect();
        theirs.into_iter().for_each(|message| world.remove(id, message));
    }
    let bot = world.bot.id;
    if was_in {
        let goodbye = json!({"left_chat_member": world.user(user)});
        world.announce(id, bot, goodbye);
    }
    world.tell_member(id, bot, user, old, None);
    Ok(Value::Bool(true))
}

/// `unbanChatMember`: removes a member too, unless only the banned are meant.
pub fn unban(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = supergroup(world, params, ONLY_SUPERGROUPS_AND_CHANNELS)?;
    let user = person(world, id, params)?;
    let banned = world.status(id, user) == "kicked";
    if params.flag("only_if_banned") && !banned {
        return Ok(Value::Bool(true));
    }
    if !world.may(id, "can_restrict_members") {
        return Err(ApiError::bad("not enough rights to restrict/unrestrict chat member"));
    }
    may_touch(world, id, user)?;
    let old = world.member(id, user);
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    let was_in = chat.is.members.contains(&user);
    chat.is.members.retain(|member| *member != user);
    chat.roles.banned.remove(&user);
    if was_in {
        let bot = world.bot.id;
        let goodbye = json!({"left_chat_member": world.user(user)});
        world.announce(id, bot, goodbye);
    }
    if was_in || banned {
        world.tell_member(id, world.bot.id, user, old, None);
    }
    Ok(Value::Bool(true))
}

fn supergroup(world: &World, params: &Params, otherwise: &str) -> Result<i64, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    if world.kind(id) == ChatType::Supergroup { Ok(id) } else { Err(ApiError::bad(otherwise)) }
}

/// `restrictChatMember`: every permission on lifts the restriction.
pub fn restrict(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = supergroup(world, params, ONLY_SUPERGROUPS)?;
    if !world.may(id, "can_restrict_members") {
        return Err(ApiError::bad("not enough rights to restrict/unrestrict chat member"));
    }
    let user = person(world, id, params)?;
    may_touch(world, id, user)?;
    let old = world.member(id, user);
    let until = roles::until(params.int("until_date").unwrap_or(0), world.now() / 1000);
    let independent = params.flag("use_independent_chat_permissions");
    let list = roles::permissions(params.value("permissions"), independent);
    let free = list.values().all(|on| *on == json!(true));
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    chat.is.admins.retain(|admin| *admin != user);
    chat.roles.rights.remove(&user);
    if free {
        chat.roles.restricted.remove(&user);
    } else {
        chat.roles.restricted.insert(user, (list, until));
    }
    world.tell_member(id, world.bot.id, user, old, None);
    Ok(Value::Bool(true))
}

/// `promoteChatMember`: no right at all takes them back. The bot gives only what it has.
pub fn promote(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = supergroup(world, params, ONLY_SUPERGROUPS_AND_CHANNELS)?;
    let user = person(world, id, params)?;
    if user == world.bot.id {
        return Err(ApiError::bad("can't promote self"));
    }
    if !world.may(id, "can_promote_members") {
        return Err(ApiError::bad("not enough rights"));
    }
    match world.status(id, user) {
        "creator" => return Err(ApiError::bad("can't remove chat owner")),
        "administrator" if !promoted_here(world, id, user) => {
            return Err(ApiError::bad("CHAT_ADMIN_REQUIRED"));
        }
        "left" | "kicked" => return Err(ApiError::bad("USER_NOT_PARTICIPANT")),
        _ => {}
    }
    let mut given = roles::rights(&params.values);
    let some = given.values().any(|on| *on == json!(true));
    if RIGHTS.iter().any(|right| given[*right] == true && *right != "is_anonymous" && !world.may(id, right)) {
        return Err(ApiError::bad("RIGHT_FORBIDDEN"));
    }
    given.insert("can_manage_chat".into(), json!(some));
    let old = world.member(id, user);
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    chat.is.admins.retain(|admin| *admin != user);
    chat.roles.rights.remove(&user);
    chat.roles.restricted.remove(&user);
    if some {
        chat.is.admins.push(user);
        chat.roles.rights.insert(user, given);
    } else {
        chat.roles.titles.remove(&user);
    }
    world.tell_member(id, world.bot.id, user, old, None);
    Ok(Value::Bool(true))
}

/// `setChatAdministratorCustomTitle`.
pub fn title(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    if world.kind(id) == ChatType::Private {
        return Err(ApiError::bad("method is available only for groups and supergroups"));
    }
    let user = person(world, id, params)?;
    match world.status(id, user) {
        "creator" => return Err(ApiError::bad("only the owner can edit their custom title")),
        "administrator" if promoted_here(world, id, user) => {}
        "administrator" => {
            return Err(ApiError::bad("not enough rights to change custom title of the user"));
        }
        _ => return Err(ApiError::bad("user is not an administrator")),
    }
    let title = params.text("custom_title").unwrap_or_default().to_owned();
    if title.chars().any(|c| c as u32 >= 0x1F000) {
        return Err(ApiError::bad("CUSTOM_TITLE_EMOJI_NOT_ALLOWED"));
    }
    if let Some(chat) = world.chats.get_mut(&id) {
        if title.is_empty() {
            chat.roles.titles.remove(&user);
        } else {
            chat.roles.titles.insert(user, title);
        }
    }
    Ok(Value::Bool(true))
}

/// `setChatPermissions`.
pub fn set_permissions(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = world.group_of(params.value("chat_id"), "can't change private chat permissions")?;
    if !world.governs(id, "can_restrict_members") {
        return Err(ApiError::bad("not enough rights to change chat permissions"));
    }
    let independent = params.flag("use_independent_chat_permissions");
    let list = roles::permissions(params.value("permissions"), independent);
    let Some(chat) = world.chats.get_mut(&id) else { return Err(ApiError::bad("chat not found")) };
    if chat.permissions() == list {
        return Err(ApiError::bad("CHAT_NOT_MODIFIED"));
    }
    chat.roles.permissions = list;
    Ok(Value::Bool(true))
}

/// `getMyDefaultAdministratorRights`.
pub fn default_rights(world: &World) -> Value {
    Value::Object(roles::rights(&world.settings.rights))
}

/// `setMyDefaultAdministratorRights`.
pub fn set_default_rights(world: &mut World, params: &Params) -> Value {
    world.settings.rights = params.value("rights").as_object().cloned().unwrap_or_else(Map::new);
    Value::Bool(true)
}
