//! What tests ask and set: the journal, faults, departures from the contract, updates, floods.
use crate::{
    bots::{At, Bots},
    clock,
    faults::Faults,
    play::{PlayError, speak},
};
use axum::{
    Json, Router,
    extract::{Query, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Everything under `/admin`.
pub fn routes() -> Router<Arc<Bots>> {
    Router::new()
        .route("/journal", get(journal))
        .route("/faults", get(faults).post(set_faults))
        .route("/violations", get(violations))
        .route("/updates", get(updates))
        .route("/updates/age", post(age))
        .route("/deliveries", get(deliveries))
        .route("/updates/batch", post(batch))
        .route("/updates/renumber", post(renumber))
        .route("/updates/raw", post(raw))
        .route("/bot", post(bot))
        .route("/bots", post(add_bot))
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: usize,
}

async fn journal(At(app): At, Query(query): Query<After>) -> Json<Vec<Value>> {
    Json(app.read(|world| world.journal.after(query.after)))
}

async fn faults(At(app): At) -> Json<Faults> {
    Json(app.read(|world| world.faults.clone()))
}

async fn set_faults(At(app): At, Json(mut faults): Json<Faults>) -> Json<Value> {
    faults.settle(clock::wire_ms());
    app.with(|world| world.faults = faults);
    Json(json!({}))
}

async fn violations(At(app): At) -> Json<Vec<String>> {
    Json(app.read(|world| world.violations.clone()))
}

async fn updates(At(app): At) -> Json<Value> {
    Json(app.read(|world| world.updates.figures()))
}

/// An array of what `/play/say` takes; answers how many messages were made. Stops at the first that is refused.
async fn batch(At(app): At, Json(list): Json<Vec<speak::Say>>) -> Result<Json<Value>, PlayError> {
    let made = app.with(|world| {
        let mut made = 0;
        for say in list {
            made += speak::say(world, say)?.len();
        }
        Ok::<_, PlayError>(made)
    })?;
    Ok(Json(json!({"messages": made})))
}

/// Queues an update of any shape (without `update_id`), for what Telegram may send one day.
async fn raw(At(app): At, Json(update): Json<Map<String, Value>>) -> Json<Value> {
    Json(json!({"update_id": app.with(|world| world.push_raw(update))}))
}

/// Every try to deliver an update to a webhook.
async fn deliveries(At(app): At) -> Json<Vec<Value>> {
    Json(app.read(|world| world.deliveries.clone()))
}

#[derive(Deserialize)]
struct Age {
    ms: i64,
}

/// Makes the updates that wait older, for what Telegram forgets after a day.
async fn age(At(app): At, Json(by): Json<Age>) -> Json<Value> {
    app.with(|world| world.updates.age(by.ms));
    Json(json!({}))
}

#[derive(Deserialize)]
struct Renumber {
    id: i64,
}

async fn renumber(At(app): At, Json(to): Json<Renumber>) -> Json<Value> {
    app.with(|world| world.updates.renumber(to.id));
    Json(json!({}))
}

#[derive(Deserialize)]
struct BotSettings {
    privacy: bool,
}

/// Turns privacy mode on or off; as with Telegram a group notices only when the bot is added again.
async fn bot(At(app): At, Json(settings): Json<BotSettings>) -> Json<Value> {
    app.with(|world| world.bot.privacy = settings.privacy);
    Json(json!({}))
}

#[derive(Deserialize)]
struct NewBot {
    token: String,
    username: Option<String>,
}

/// Adds a bot by its token; `?bot=NUMBER` then tells it from the others here and under `/play`.
async fn add_bot(State(bots): State<Arc<Bots>>, Json(new): Json<NewBot>) -> Result<Json<Value>, PlayError> {
    let username = bots.add(&new.token, new.username.as_deref()).map_err(PlayError::bad)?;
    Ok(Json(json!({"username": username})))
}
