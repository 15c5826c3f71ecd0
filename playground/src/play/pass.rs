//! Passing on what was said: forwarding, and topics that people begin.
use super::PlayError;
use crate::{
    bots::At,
    messages::Author,
    methods::forward::forwarded,
    topics::{COLORS, thread_fields},
};
use axum::{Json, extract::Path};
use serde::Deserialize;
use serde_json::{Value, json};

/// What goes where.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forward {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    messages: Vec<i64>,
    to: i64,
    thread: Option<i64>,
}

/// `POST forward`: messages of a chat one is in, to another or the same; the photos of an album stay together.
pub async fn forward(At(app): At, Json(forward): Json<Forward>) -> Result<Json<Vec<Value>>, PlayError> {
    app.with(|world| {
        world.admit(forward.who, forward.chat)?;
        world.admit(forward.who, forward.to)?;
        if !world.permits(forward.to, forward.who, "can_send_messages") {
            return Err(PlayError::bad("this person may not send that here"));
        }
        let mut bodies = Vec::new();
        for id in &forward.messages {
            bodies.push(
                forwarded(world, forward.chat, *id).map_err(|error| PlayError::bad(error.description))?,
            );
        }
        let album = (bodies.len() > 1).then(|| (world.scatter() >> 1).to_string());
        let mut made = Vec::new();
        for mut body in bodies {
            if let Some(album) = album.as_ref().filter(|_| body.contains_key("photo")) {
                body.insert("media_group_id".into(), json!(album));
            }
            body.extend(thread_fields(forward.thread));
            let id = world.post(forward.to, Author::Person(forward.who), body, None);
            world.deliver(forward.to, id, "message");
            made.extend(world.render(forward.to, id));
        }
        Ok(Json(made))
    })
}

/// A new topic.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    #[serde(rename = "as")]
    who: i64,
    name: String,
    #[serde(default)]
    color: i64,
}

/// `POST chats/{id}/topics`: in a forum, by whoever may; answers the topic.
pub async fn topic(
    At(app): At,
    Path(id): Path<i64>,
    Json(topic): Json<Topic>,
) -> Result<Json<Value>, PlayError> {
    app.with(|world| {
        world.group(id, topic.who)?;
        if world.chats.get(&id).is_none_or(|chat| chat.topics.is_none()) {
            return Err(PlayError::bad("that chat is not a forum"));
        }
        if !world.permits(id, topic.who, "can_manage_topics") {
            return Err(PlayError::bad("only an administrator begins topics here"));
        }
        let name = topic.name.trim();
        if !(1..=128).contains(&name.chars().count()) {
            return Err(PlayError::bad("a topic's name has 1 to 128 characters"));
        }
        let color = if COLORS.contains(&topic.color) { topic.color } else { COLORS[0] };
        Ok(Json(world.make_topic(id, Author::Person(topic.who), name, color, None)))
    })
}
