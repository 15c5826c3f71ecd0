//! Copying and forwarding what is there, one message or several at once.
use super::send::{Target, caption_of, post, put, target};
use crate::{
    error::ApiError,
    messages::{Body, CONTENT},
    params::Params,
    world::{ANONYMOUS, World},
};
use serde_json::{Value, json};

/// Whether a message keeps its author.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Copy,
    Forward,
}

fn source(world: &World, from: i64, id: i64, way: Way) -> Result<Body, ApiError> {
    let (verb, done) = if way == Way::Copy { ("copy", "copied") } else { ("forward", "forwarded") };
    let stored = world.message(from, id);
    let stored = stored.ok_or_else(|| ApiError::bad(format!("message to {verb} not found")))?;
    let mut content: Body = stored.body.clone();
    content.retain(|key, _| CONTENT.contains(&key.as_str()));
    if content.is_empty() || stored.body.contains_key("has_protected_content") {
        return Err(ApiError::bad(format!("message can't be {done}")));
    }
    if way == Way::Forward {
        content.insert("forward_origin".into(), origin(&stored.body));
    }
    Ok(content)
}

/// A message as it is forwarded: its content and where it comes from.
pub fn forwarded(world: &World, from: i64, id: i64) -> Result<Body, ApiError> {
    source(world, from, id, Way::Forward)
}

/// Who wrote it first.
fn origin(body: &Body) -> Value {
    if let Some(earlier) = body.get("forward_origin") {
        return earlier.clone();
    }
    match body.get("sender_chat") {
        Some(chat) if body["from"]["id"] == ANONYMOUS => {
            json!({"type": "chat", "date": body["date"], "sender_chat": chat})
        }
        _ => json!({"type": "user", "date": body["date"], "sender_user": body["from"]}),
    }
}

/// `copyMessage`.
pub fn copy(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let from = world.reach(params.value("from_chat_id"), false)?;
    let mut body = source(world, from, params.int("message_id").unwrap_or_default(), Way::Copy)?;
    if params.get("caption").is_some() && !body.contains_key("text") {
        let caption = caption_of(world, &params.values)?;
        put(&mut body, "caption", caption);
    }
    let target = target(world, params, 1)?;
    let message = post(world, &target, body, params)?;
    Ok(json!({"message_id": message["message_id"]}))
}

/// `forwardMessage`.
pub fn forward(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    let from = world.reach(params.value("from_chat_id"), false)?;
    let body = source(world, from, params.int("message_id").unwrap_or_default(), Way::Forward)?;
    let target = target(world, params, 1)?;
    post(world, &target, body, params)
}

/// `copyMessages`: those that cannot be found or copied are skipped.
pub fn copy_many(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    many(world, params, Way::Copy)
}

/// `forwardMessages`: likewise.
pub fn forward_many(world: &mut World, params: &Params) -> Result<Value, ApiError> {
    many(world, params, Way::Forward)
}

fn many(world: &mut World, params: &Params, way: Way) -> Result<Value, ApiError> {
    let ids: Vec<i64> =
        params.value("message_ids").as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
    match ids.len() {
        0 => return Err(ApiError::bad("message identifiers are not specified")),
        1..=100 => {}
        _ => return Err(ApiError::bad("too many message identifiers specified")),
    }
    if ids.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(ApiError::bad("message identifiers must be in a strictly increasing order"));
    }
    let from = world.reach(params.value("from_chat_id"), false)?;
    let mut bodies: Vec<Body> = ids.iter().filter_map(|id| source(world, from, *id, way).ok()).collect();
    if bodies.is_empty() {
        return Err(ApiError::bad("there are no messages to forward"));
    }
    let target = target(world, params, bodies.len())?;
    let mut made = Vec::new();
    for body in &mut bodies {
        if way == Way::Copy && params.flag("remove_caption") {
            put(body, "caption", crate::entities::Rich::default());
        }
        let target = Target { markup: None, reply_to: None, ..target };
        let message = post(world, &target, std::mem::take(body), params)?;
        made.push(json!({"message_id": message["message_id"]}));
    }
    Ok(Value::Array(made))
}
