//! What tests ask and set: the journal, faults, departures from the contract, updates, floods.
use crate::{
    App, clock,
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
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/journal", get(journal))
        .route("/faults", get(faults).post(set_faults))
        .route("/violations", get(violations))
        .route("/updates", get(updates))
        .route("/updates/batch", post(batch))
        .route("/updates/renumber", post(renumber))
        .route("/updates/raw", post(raw))
        .route("/bot", post(bot))
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: usize,
}

async fn journal(State(app): State<Arc<App>>, Query(query): Query<After>) -> Json<Vec<Value>> {
    Json(app.read(|world| world.journal.after(query.after)))
}

async fn faults(State(app): State<Arc<App>>) -> Json<Faults> {
    Json(app.read(|world| world.faults.clone()))
}

async fn set_faults(State(app): State<Arc<App>>, Json(mut faults): Json<Faults>) -> Json<Value> {
    faults.settle(clock::wire_ms());
    app.with(|world| world.faults = faults);
    Json(json!({}))
}

async fn violations(State(app): State<Arc<App>>) -> Json<Vec<String>> {
    Json(app.read(|world| world.violations.clone()))
}

async fn updates(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.read(|world| world.updates.figures()))
}

/// An array of what `/play/say` takes; answers how many messages were made. Stops at the first that is refused.
async fn batch(
    State(app): State<Arc<App>>,
    Json(list): Json<Vec<speak::Say>>,
) -> Result<Json<Value>, PlayError> {
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
async fn raw(State(app): State<Arc<App>>, Json(update): Json<Map<String, Value>>) -> Json<Value> {
    Json(json!({"update_id": app.with(|world| world.push_raw(update))}))
}

#[derive(Deserialize)]
struct Renumber {
    id: i64,
}

async fn renumber(State(app): State<Arc<App>>, Json(to): Json<Renumber>) -> Json<Value> {
    app.with(|world| world.updates.renumber(to.id));
    Json(json!({}))
}

#[derive(Deserialize)]
struct BotSettings {
    privacy: bool,
}

/// Turns privacy mode on or off; as with Telegram a group notices only when the bot is added again.
async fn bot(State(app): State<Arc<App>>, Json(settings): Json<BotSettings>) -> Json<Value> {
    app.with(|world| world.bot.privacy = settings.privacy);
    Json(json!({}))
}
