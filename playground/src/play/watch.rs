//! What the page sees: the scene, what happens, the messages of a chat, files.
use super::PlayError;
use crate::{
    App,
    bots::{At, Bots},
    scene::ChatType,
    world::World,
};
use axum::{
    Json,
    extract::{Query, State},
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, RANGE},
    },
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

const LONGEST_WAIT: Duration = Duration::from_secs(25);

/// How much of each chat comes along.
#[derive(Deserialize)]
pub struct Tail {
    #[serde(default)]
    tail: usize,
}

/// `GET scene?tail=COUNT`; a private chat is listed once it was started. Each chat has its last messages as `tail` if
/// some are asked for.
pub async fn scene(At(app): At, Query(query): Query<Tail>) -> Json<Value> {
    let story = app.story.lock().unwrap_or_else(PoisonError::into_inner).is_some();
    Json(app.read(|world| {
        let person = |p: &crate::world::Person| {
            let mut view = json!(p.is);
            view["started"] = json!(p.started);
            view["blocked"] = json!(p.blocked);
            view
        };
        let begun = |id: &&i64| world.people.get(*id).is_none_or(|person| person.started);
        let bot = &world.bot;
        let chat = |id: &i64| {
            let mut view = world.chat_view(*id);
            if query.tail > 0 {
                view["tail"] = json!(world.page_of(*id, 0, i64::MAX, query.tail));
            }
            view
        };
        let mark = |(&(who, chat), message): (&(i64, i64), &i64)| json!({"as": who, "chat": chat, "message": message});
        json!({
            "bot": {"id": bot.id, "name": bot.name, "username": bot.username, "privacy": bot.privacy},
            "people": world.people.values().map(person).collect::<Vec<_>>(),
            "chats": world.order.iter().filter(begun).map(chat).collect::<Vec<_>>(),
            "read": world.read.iter().map(mark).collect::<Vec<_>>(),
            "now": world.now(),
            "story": story, // whether the bot has a clock of its own to be moved
            "utc_offset": world.utc_offset,
            "seq": world.events.seq(),
            "run": world.began,
        })
    }))
}

/// What to wait for.
#[derive(Deserialize)]
pub struct After {
    #[serde(default)]
    after: usize,
    run: Option<i64>,
}

/// `GET events?after=SEQ&run=RUN`: at once if there are any, or if the run is another than the one that is meant; else
/// when one comes, at the latest after 25 seconds.
pub async fn events(At(app): At, Query(query): Query<After>) -> Json<Value> {
    let until = Instant::now() + LONGEST_WAIT;
    loop {
        let moved = app.events_moved.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let (run, other, seq, events) = app.read(|world| {
            let other = query.run.is_some_and(|meant| meant != world.began);
            let events = if other { Vec::new() } else { world.events_after(query.after) };
            (world.began, other, world.events.seq(), events)
        });
        if other || !events.is_empty() || Instant::now() >= until {
            let seq = events.last().and_then(|e| e["seq"].as_u64()).unwrap_or(seq as u64);
            return Json(json!({"seq": seq, "run": run, "events": events}));
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
    before: Option<i64>,
    limit: Option<usize>,
}

/// `GET messages?chat=ID&after=MESSAGE&before=MESSAGE&limit=COUNT`: oldest first; of more than `limit` the last ones.
pub async fn messages(At(app): At, Query(query): Query<Which>) -> Result<Json<Vec<Value>>, PlayError> {
    app.read(|world| {
        if !world.chats.contains_key(&query.chat) {
            return Err(PlayError::missing("no such chat"));
        }
        let (before, limit) = (query.before.unwrap_or(i64::MAX), query.limit.unwrap_or(usize::MAX));
        Ok(Json(world.page_of(query.chat, query.after, before, limit)))
    })
}

/// What is looked for where.
#[derive(Deserialize)]
pub struct Search {
    chat: i64,
    text: String,
}

/// `GET search?chat=ID&text=WORDS`: the messages that hold all of the words, newest first, at most 100.
pub async fn search(At(app): At, Query(query): Query<Search>) -> Result<Json<Vec<Value>>, PlayError> {
    app.read(|world| {
        let chat = world.chats.get(&query.chat).ok_or_else(|| PlayError::missing("no such chat"))?;
        let wanted = query.text.to_lowercase();
        let wanted: Vec<&str> = wanted.split_whitespace().collect();
        let holds = |id: &i64| {
            let said = world.message(query.chat, *id).map(|message| message.said().to_lowercase());
            !wanted.is_empty() && said.is_some_and(|said| wanted.iter().all(|word| said.contains(word)))
        };
        let found = chat.messages.keys().rev().filter(|id| holds(id)).take(100);
        Ok(Json(found.filter_map(|id| world.show(query.chat, *id)).collect()))
    })
}

/// Who is where.
#[derive(Deserialize)]
pub struct Place {
    #[serde(rename = "as")]
    who: i64,
    chat: i64,
}

/// `GET commands?as=ID&chat=ID`: the bot's commands that this person is offered there.
pub async fn commands(At(app): At, Query(query): Query<Place>) -> Json<Vec<Value>> {
    Json(app.read(|world| {
        let admin = world.chats.get(&query.chat).is_some_and(|chat| chat.is.admins.contains(&query.who));
        let language = world.people.get(&query.who).map_or("", |person| person.is.language.as_str());
        world.settings.commands_for(query.chat, query.who, admin, language).to_vec()
    }))
}

/// `GET bots`: every bot of the stand-in, the first one first.
pub async fn bots(State(bots): State<Arc<Bots>>) -> Json<Vec<Value>> {
    let view = |app: &Arc<App>| {
        app.read(|world| json!({"id": world.bot.id, "name": world.bot.name, "username": world.bot.username}))
    };
    Json(bots.all().iter().map(view).collect())
}

/// Which file.
#[derive(Deserialize)]
pub struct FileId {
    id: String,
}

/// `GET file?id=FILE_ID`: its content, for the page, or the part that `Range` asks for. A document is only ever saved:
/// what came from outside must not run as a page of this address.
pub async fn file(
    At(app): At,
    Query(query): Query<FileId>,
    headers: HeaderMap,
) -> Result<Response, PlayError> {
    let file = app.read(|world| world.files.get(&query.id).cloned());
    let file = file.ok_or_else(|| PlayError::missing("no such file"))?;
    let manner = if file.sort == "document" { "attachment" } else { "inline" };
    let told = [(CONTENT_TYPE, file.kind()), (CONTENT_DISPOSITION, manner), (ACCEPT_RANGES, "bytes")];
    let content = file.content();
    let wanted = headers.get(RANGE).and_then(|range| part(range.to_str().ok()?, content.len()));
    let Some((from, to)) = wanted else { return Ok((told, content).into_response()) };
    let place = format!("bytes {from}-{}/{}", to - 1, content.len());
    let part = content.slice(from..to);
    Ok((StatusCode::PARTIAL_CONTENT, told, [(CONTENT_RANGE, place)], part).into_response())
}

/// The one part that a `Range` asks for, if it lies inside: some browsers play sound and video only from parts.
fn part(range: &str, length: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) => (from, to.saturating_add(1).min(length)),
        (Ok(from), Err(_)) if to.is_empty() => (from, length),
        (Err(_), Ok(last)) if from.is_empty() => (length.saturating_sub(last), length),
        _ => return None,
    };
    (from < to).then_some((from, to))
}

impl World {
    /// The messages of a chat between two ids (without them) as the page gets them, oldest first; of more than `limit`
    /// the last ones.
    fn page_of(&self, chat: i64, after: i64, before: i64, limit: usize) -> Vec<Value> {
        let Some(place) = self.chats.get(&chat).filter(|_| after.saturating_add(1) < before) else {
            return Vec::new();
        };
        let ids = place.messages.range(after.saturating_add(1)..before).rev().map(|(id, _)| *id).take(limit);
        let mut page: Vec<Value> = ids.filter_map(|id| self.show(chat, id)).collect();
        page.reverse();
        page
    }

    /// A chat as the page knows it.
    pub fn chat_view(&self, id: i64) -> Value {
        let Some(chat) = self.chats.get(&id) else { return Value::Null };
        let mut view = json!(chat.is);
        if let Some(to) = chat.migrated_to {
            view["migrated_to"] = json!(to);
        }
        if let Some(pinned) = chat.pinned.last() {
            view["pinned"] = json!(pinned);
            view["pins"] = chat.pinned.iter().filter_map(|pin| self.render(id, *pin)).collect();
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
