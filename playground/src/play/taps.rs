//! Taps on buttons: a callback query each, answered once within a minute of wire time.
use super::PlayError;
use crate::{bots::At, clock, methods::keyboard, world::World};
use axum::{Json, extract::Query};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// How long a callback query can be answered, ms of wire time.
const QUERY_LIFE_MS: i64 = 60_000;

struct Tap {
    who: i64,
    chat: i64,
    message: i64,
    at: i64,
    answer: Option<(String, bool)>,
}

/// Callback queries by id.
#[derive(Default)]
pub struct Taps {
    by_id: HashMap<String, Tap>,
}

impl Taps {
    /// Answers a query; the chat it came from, or none if it is unknown, too old or answered.
    pub fn answer(&mut self, id: &str, text: String, alert: bool, now: i64) -> Option<i64> {
        let tap = self.by_id.get_mut(id)?;
        if tap.answer.is_some() || now - tap.at > QUERY_LIFE_MS {
            return None;
        }
        tap.answer = Some((text, alert));
        Some(tap.chat)
    }

    /// What is known about a query.
    pub fn view(&self, id: &str) -> Option<Value> {
        let tap = self.by_id.get(id)?;
        let (text, alert) = tap.answer.clone().unwrap_or_default();
        Some(json!({
            "id": id, "as": tap.who, "message_id": tap.message,
            "answered": tap.answer.is_some(), "text": text, "show_alert": alert,
        }))
    }
}

/// A tap.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TapBody {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
    message: i64,
    data: String,
    #[serde(default)]
    forged: bool,
}

/// `POST tap`: data that is on no button of the message passes only when `forged`.
pub async fn tap(At(app): At, Json(tap): Json<TapBody>) -> Result<Json<Value>, PlayError> {
    app.with(|world| press(world, &tap)).map(|id| Json(json!({"id": id})))
}

fn press(world: &mut World, tap: &TapBody) -> Result<String, PlayError> {
    world.admit(tap.who, tap.chat)?;
    let there = world.message(tap.chat, tap.message).is_some();
    let rendered = world.render(tap.chat, tap.message).filter(|_| there);
    if !tap.forged && !rendered.as_ref().is_some_and(|message| keyboard::has(message, &tap.data)) {
        return Err(PlayError::bad("no such button on that message"));
    }
    if !(1..=64).contains(&tap.data.len()) {
        return Err(PlayError::bad("callback data has 1 to 64 bytes"));
    }
    let message = rendered.unwrap_or_else(|| {
        json!({"chat": world.chat(tap.chat), "message_id": tap.message, "date": 0}) // inaccessible
    });
    let id = (world.scatter() >> 1).to_string();
    let instance = (crate::faults::mix(tap.chat.unsigned_abs()) >> 1).to_string();
    let query = json!({
        "id": id, "from": world.user(tap.who), "message": message, "chat_instance": instance, "data": tap.data,
    });
    let made = Tap { who: tap.who, chat: tap.chat, message: tap.message, at: clock::wire_ms(), answer: None };
    world.taps.by_id.insert(id.clone(), made);
    world.push_update("callback_query", query);
    Ok(id)
}

/// Which tap.
#[derive(Deserialize)]
pub struct TapId {
    id: String,
}

/// `GET tap?id=`: whether it was answered, and how.
pub async fn look(At(app): At, Query(query): Query<TapId>) -> Result<Json<Value>, PlayError> {
    app.read(|world| world.taps.view(&query.id)).map(Json).ok_or_else(|| PlayError::missing("no such tap"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_can_be_answered_once_and_for_a_minute() {
        let tap = || Tap { who: 1, chat: -2, message: 3, at: 1000, answer: None };
        let mut taps = Taps { by_id: HashMap::from([("a".to_owned(), tap()), ("b".to_owned(), tap())]) };
        assert_eq!(taps.answer("a", "好".into(), false, 1000 + QUERY_LIFE_MS), Some(-2));
        assert_eq!(taps.answer("a", "又".into(), false, 1001), None);
        assert_eq!(taps.view("a").unwrap()["text"], "好");
        assert_eq!(taps.answer("b", "迟".into(), false, 1001 + QUERY_LIFE_MS), None);
    }
}
