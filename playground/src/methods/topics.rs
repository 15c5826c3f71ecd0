//! Topics of a forum: beginning, renaming, closing, deleting them, and the general one.
use crate::{
    error::ApiError,
    messages::Author,
    params::Params,
    topics::{COLORS, Topic, Topics},
    world::World,
};
use serde_json::{Value, json};

/// What is done to the general topic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum General {
    /// `editGeneralForumTopic`.
    Rename,
    /// `closeGeneralForumTopic`.
    Close,
    /// `reopenGeneralForumTopic`.
    Reopen,
    /// `hideGeneralForumTopic`: closes it too.
    Hide,
    /// `unhideGeneralForumTopic`.
    Unhide,
}

fn forum(world: &World, params: &Params, verb: &str) -> Result<i64, ApiError> {
    let id = world.reach(params.value("chat_id"), true)?;
    if world.chats.get(&id).is_none_or(|chat| chat.topics.is_none()) {
        return Err(ApiError::bad("the chat is not a forum"));
    }
    if world.may(id, "can_manage_topics") {
        return Ok(id);
    }
    Err(ApiError::bad(format!("not enough rights to {verb}")))
}

fn topics(world: &mut World, id: i64) -> Result<&mut Topics, ApiError> {
    let topics = world.chats.get_mut(&id).and_then(|chat| chat.topics.as_mut());
    topics.ok_or_else(|| ApiError::bad("the chat is not a forum"))
}

fn topic(world: &mut World, id: i64, thread: i64) -> Result<&mut Topic, ApiError> {
    topics(world, id)?.by_id.get_mut(&thread).ok_or_else(|| ApiError::bad("TOPIC_ID_INVALID"))
}

/// `createForumTopic`.
pub fn create(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = forum(world, params, "create a topic")?;
    let name = params.text("name").unwrap_or_default().trim().to_owned();
    if name.is_empty() {
        return Err(ApiError::bad("title must be non-empty"));
    }
    let color = params.int("icon_color").filter(|color| *color != 0).unwrap_or(COLORS[0]);
    if !COLORS.contains(&color) {
        return Err(ApiError::bad("invalid icon color specified"));
    }
    Ok(world.make_topic(id, Author::Bot, &name, color, params.text("icon_custom_emoji_id")))
}

/// `editForumTopic`.
pub fn edit(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = forum(world, params, "edit the topic")?;
    let thread = params.int("message_thread_id").unwrap_or_default();
    let topic = topic(world, id, thread)?;
    let mut told = json!({});
    if let Some(name) =
        params.text("name").map(str::trim).filter(|name| !name.is_empty() && topic.view["name"] != *name)
    {
        topic.view["name"] = json!(name);
        told["name"] = json!(name);
    }
    if let Some(emoji) = params.text("icon_custom_emoji_id")
        && topic.view["icon_custom_emoji_id"].as_str().unwrap_or_default() != emoji
    {
        told["icon_custom_emoji_id"] = json!(emoji);
        match topic.view.as_object_mut() {
            Some(view) if emoji.is_empty() => view.remove("icon_custom_emoji_id"),
            Some(view) => view.insert("icon_custom_emoji_id".into(), json!(emoji)),
            None => None,
        };
    }
    if told == json!({}) {
        return Err(ApiError::bad("TOPIC_NOT_MODIFIED"));
    }
    world.announce_in_topic(id, Some(thread), json!({"forum_topic_edited": told}));
    Ok(Value::Bool(true))
}

/// `closeForumTopic` and `reopenForumTopic`.
pub fn close(world: &mut World, params: &Params, closed: bool) -> Result<Value, ApiError> {
    let id = forum(world, params, "edit the topic")?;
    let thread = params.int("message_thread_id").unwrap_or_default();
    let topic = topic(world, id, thread)?;
    if topic.closed == closed {
        return Err(ApiError::bad("TOPIC_NOT_MODIFIED"));
    }
    topic.closed = closed;
    let told = if closed { "forum_topic_closed" } else { "forum_topic_reopened" };
    world.announce_in_topic(id, Some(thread), json!({told: {}}));
    Ok(Value::Bool(true))
}

/// `deleteForumTopic`, with all its messages.
pub fn delete(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let id = forum(world, params, "delete the topic")?;
    let thread = params.int("message_thread_id").unwrap_or_default();
    topic(world, id, thread)?;
    topics(world, id)?.by_id.remove(&thread);
    let inside = |(message, stored): (&i64, &crate::messages::Stored)| {
        (!stored.deleted && stored.body.get("message_thread_id") == Some(&json!(thread))).then_some(*message)
    };
    let list: Vec<i64> =
        world.chats.get(&id).into_iter().flat_map(|c| c.messages.iter()).filter_map(inside).collect();
    list.into_iter().for_each(|message| world.remove(id, message));
    Ok(Value::Bool(true))
}

/// What is done to the general topic.
pub fn general(world: &mut World, params: &Params, what: General) -> Result<Value, ApiError> {
    let id = forum(world, params, "edit the topic")?;
    let general = topics(world, id)?;
    let (field, value) = match what {
        General::Rename => {
            let name = params.text("name").unwrap_or_default().to_owned();
            world.announce_in_topic(id, None, json!({"forum_topic_edited": {"name": name}}));
            return Ok(Value::Bool(true));
        }
        General::Close => (&mut general.general_closed, true),
        General::Reopen => (&mut general.general_closed, false),
        General::Hide => (&mut general.general_hidden, true),
        General::Unhide => (&mut general.general_hidden, false),
    };
    if *field == value {
        return Err(ApiError::bad("TOPIC_NOT_MODIFIED"));
    }
    *field = value;
    if what == General::Hide {
        general.general_closed = true;
    }
    let told = match what {
        General::Close => "forum_topic_closed",
        General::Reopen => "forum_topic_reopened",
        General::Hide => "general_forum_topic_hidden",
        _ => "general_forum_topic_unhidden",
    };
    world.announce_in_topic(id, None, json!({told: {}}));
    Ok(Value::Bool(true))
}

/// `getForumTopicIconStickers`: none, since custom emoji are no files here.
pub fn icons() -> Value {
    json!([])
}
