//! What the page sees: the scene, what happens, the messages of a chat, files.
use super::PlayError;
use crate::{bots::At, scene::ChatType, world::World};
use axum::{
    Json,
    extract::Query,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

const LONGEST_WAIT: Duration = Duration::from_secs(25);

/// `GET scene`; a private chat is listed once it was started.
pub async fn scene(At(app): At) -> Json<Value> {
    Json(app.read(|world| {
        let person = |p: &crate::world::Person| {
            let mut view = json!(p.is);
            view["started"] = json!(p.started);
            view["blocked"] = json!(p.blocked);
            view
        };
        let begun = |id: &&i64| world.people.get(*id).is_none_or(|person| person.started);
        let bot = &world.bot;
        json!({
            "bot": {"id": bot.id, "name": bot.name, "username": bot.username, "privacy": bot.privacy},
            "people": world.people.values().map(person).collect::<Vec<_>>(),
            "chats": world.order.iter().filter(begun).map(|id| world.chat_view(*id)).collect::<Vec<_>>(),
            "now": world.now(),
            "utc_offset": world.utc_offset,
            "seq": world.events.seq(),
        })
    }))
}

/// What to wait for.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: usize,
}

/// `GET events?after=SEQ`: at once if there are any, else when one comes, at the latest after 25 seconds.
pub async fn events(At(app): At, Query(query): Query<After>) -> Json<Value> {
    let until = Instant::now() + LONGEST_WAIT;
    loop {
        let moved = app.events_moved.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let (seq, events) = app.read(|world| (world.events.seq(), world.events_after(query.after)));
        if !events.is_empty() || Instant::now() >= until {
            let seq = events.last().and_then(|e| e["seq"].as_u64()).unwrap_or(seq as u64);
            return Json(json!({"seq": seq, "events": events}));
        }
        tokio::select! {
            () = moved => {}
            () = tokio::time::sleep_until(until) => {}
        }
    }
}

/// Which messages.
#[derive(Deserialize)]
pub struct Which {
    chat: i64,
    #[serde(default)]
    after: i64,
}

/// `GET messages?chat=ID&after=MESSAGE`.
pub async fn messages(At(app): At, Query(query): Query<Which>) -> Result<Json<Vec<Value>>, PlayError> {
    app.read(|world| {
        let chat = world.chats.get(&query.chat).ok_or_else(|| PlayError::missing("no such chat"))?;
        let ids = chat.messages.range(query.after.saturating_add(1)..).map(|(id, _)| *id);
        Ok(Json(ids.filter_map(|id| world.show(query.chat, id)).collect()))
    })
}

/// Which file.
#[derive(Deserialize)]
pub struct FileId {
    id: String,
}

/// `GET file?id=FILE_ID`: its content, for the page. A document is only ever saved: what came from outside must not
/// run as a page of this address.
pub async fn file(At(app): At, Query(query): Query<FileId>) -> Result<Response, PlayError> {
    let file = app.read(|world| world.files.get(&query.id).cloned());
    let file = file.ok_or_else(|| PlayError::missing("no such file"))?;
    let manner = if file.sort == "document" { "attachment" } else { "inline" };
    let headers = [(CONTENT_TYPE, file.kind()), (CONTENT_DISPOSITION, manner)];
    Ok((headers, file.content()).into_response())
}

impl World {
    /// A chat as the page knows it.
    pub fn chat_view(&self, id: i64) -> Value {
        let Some(chat) = self.chats.get(&id) else { return Value::Null };
        let mut view = json!(chat.is);
        if let Some(to) = chat.migrated_to {
            view["migrated_to"] = json!(to);
        }
        if let Some(pinned) = chat.pinned.last() {
            view["pinned"] = json!(pinned);
        }
        if let Some(topics) = &chat.topics {
            let topic = |topic: &crate::topics::Topic| {
                let mut view = topic.view.clone();
                view["closed"] = json!(topic.closed);
                view
            };
            view["topics"] = topics.by_id.values().map(topic).collect();
        }
        let waiting: Vec<i64> = chat.links.waiting.keys().copied().collect();
        if !waiting.is_empty() {
            view["waiting"] = json!(waiting);
        }
        if let (ChatType::Private, Some(person)) = (chat.is.kind, self.people.get(&id)) {
            view["title"] = json!(person.is.name);
            view["started"] = json!(person.started);
            view["blocked"] = json!(person.blocked);
        }
        view
    }
}
