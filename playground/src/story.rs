//! Story time: looked at and moved forward. The bot's own story control does the moving, stopping at each due
//! instant; the stand-in waits until the bot has taken every update and then follows.
use crate::{
    App,
    bots::{At, Bots},
    events::What,
    play::PlayError,
    world::World,
};
use axum::{Json, Router, extract::RawQuery, routing::get};
use chrono::DateTime;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long the bot may take to take what waits.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a move may take.
const LONGEST_MOVE: Duration = Duration::from_secs(300);

/// `/play/story`.
pub fn routes() -> Router<Arc<Bots>> {
    Router::new().route("/story", get(look).post(go)).route("/stored", get(stored))
}

#[derive(Deserialize)]
struct Move {
    to: Value,
}

/// What the bot stored, or null if it does not show that; what stands in it is between the bot and the page.
async fn stored(At(app): At, RawQuery(asked): RawQuery) -> Result<Json<Value>, PlayError> {
    let Some(base) = base(&app) else { return Ok(Json(Value::Null)) };
    let answer = send(app.http.get(format!("{base}/stored?{}", asked.unwrap_or_default()))).await?;
    match answer.status() {
        StatusCode::NOT_FOUND => Ok(Json(Value::Null)),
        _ => read(answer).await.map(Json),
    }
}

async fn look(At(app): At) -> Result<Json<Value>, PlayError> {
    match control(&app) {
        Some(url) => {
            let mut state = ask(app.http.get(url)).await?;
            if let Some(now) = state["now"].as_i64() {
                app.with(|world| world.move_to(now)); // the bot's clock is the story's
            }
            state["due"] = due(&app, &state);
            Ok(Json(state))
        }
        None => Ok(Json(json!({"now": app.read(World::now), "due": due(&app, &Value::Null)}))),
    }
}

async fn go(At(app): At, Json(wanted): Json<Move>) -> Result<Json<Value>, PlayError> {
    let _turn = app.moving.lock().await;
    let url = control(&app);
    let (mut now, offset) = app.read(|world| (world.now(), world.utc_offset));
    let mut state = Value::Null;
    if let Some(url) = &url {
        state = ask(app.http.get(url)).await?;
        now = now.max(state["now"].as_i64().unwrap_or(now));
    }
    let next = due(&app, &state).as_array().into_iter().flatten().filter_map(|d| d["at"].as_i64()).min();
    let to = instant(&wanted.to, now, next, offset)?;
    if to < now {
        return Err(PlayError::bad("story time moves forward only"));
    }
    // A poll closes at its own date, and the bot hears of it then, not at the end of a long move.
    let mut stop = now;
    let reached = loop {
        stop = app.read(|world| world.next_closing(stop)).map_or(to, |at| at.min(to));
        let reached = step(&app, url.as_deref(), stop).await?;
        if stop == to {
            break reached;
        }
    };
    app.with(|world| world.events.add(0, What::Now));
    Ok(Json(json!({"now": reached})))
}

/// Moves to one instant, the bot's clock first, then closes what closes by then; the time reached.
async fn step(app: &App, control: Option<&str>, to: i64) -> Result<i64, PlayError> {
    let mut reached = to;
    if let Some(url) = control {
        idle(app).await?;
        app.with(|world| world.move_to(to)); // what the bot sends on the way is not dated before it
        let state = ask(app.http.post(url).json(&json!({"to": to}))).await?;
        reached = state["now"].as_i64().unwrap_or(to);
    }
    app.with(|world| {
        world.move_to(reached);
        world.close_due_polls();
    });
    Ok(reached)
}

/// Closes polls as the running clock passes their dates, except while story time is being moved.
pub async fn keep_time(app: &App) {
    let mut seconds = tokio::time::interval(Duration::from_secs(1));
    loop {
        seconds.tick().await;
        if let Ok(_turn) = app.moving.try_lock() {
            app.with(World::close_due_polls);
        }
    }
}

/// What comes due: what the bot's story control says, and the polls that close by themselves.
fn due(app: &App, state: &Value) -> Value {
    let mut list = state["due"].as_array().cloned().unwrap_or_default();
    app.read(|world| list.extend(world.closings().map(|(at, _)| json!({"at": at, "what": "poll"}))));
    Value::Array(list)
}

fn control(app: &App) -> Option<String> {
    Some(format!("{}/story", base(app)?))
}

/// Where the bot's own side of the demo listens.
fn base(app: &App) -> Option<String> {
    let base = app.story.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    Some(base.trim_end_matches('/').to_owned())
}

async fn ask(request: reqwest::RequestBuilder) -> Result<Value, PlayError> {
    read(send(request).await?).await
}

fn away(error: reqwest::Error) -> PlayError {
    PlayError::away(format!("the bot's story control: {error}"))
}

async fn send(request: reqwest::RequestBuilder) -> Result<Response, PlayError> {
    request.timeout(LONGEST_MOVE).send().await.map_err(away)
}

async fn read(response: Response) -> Result<Value, PlayError> {
    let status = response.status();
    let text = response.text().await.map_err(away)?;
    match serde_json::from_str(&text) {
        Ok(body) if status.is_success() => Ok(body),
        _ => Err(PlayError::away(format!("the bot's story control answered {status}: {text}"))),
    }
}

/// Waits until no update is unconfirmed.
async fn idle(app: &App) -> Result<(), PlayError> {
    let until = Instant::now() + PATIENCE;
    loop {
        let moved = app.updates_moved.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        if app.read(|world| world.updates.pending() == 0) {
            return Ok(());
        }
        if tokio::time::timeout_at(until, moved).await.is_err() {
            return Err(PlayError::away("the bot does not take its updates".into()));
        }
    }
}

/// What `to` means: `hour`, `day` (24 hours), `due`, a clock time as `18:00`, RFC 3339, or ms.
fn instant(to: &Value, now: i64, due: Option<i64>, offset: i32) -> Result<i64, PlayError> {
    if let Some(ms) = to.as_i64() {
        return Ok(ms);
    }
    let text = to.as_str().unwrap_or_default();
    match text {
        "hour" => Ok(now + HOUR_MS),
        "day" => Ok(now + DAY_MS),
        "due" => due.map(|at| at.max(now)).ok_or_else(|| PlayError::bad("nothing is due")),
        _ => clock_time(text, now, offset)
            .or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis()))
            .or_else(|| text.parse().ok())
            .ok_or_else(|| PlayError::bad("to: hour, day, due, 18:00, RFC 3339 or milliseconds")),
    }
}

/// The next time a clock in this offset shows `HH:MM`.
fn clock_time(text: &str, now: i64, offset: i32) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    if !(0..24).contains(&hour) || !(0..60).contains(&minute) {
        return None;
    }
    let offset = i64::from(offset) * 60_000;
    let midnight = (now + offset).div_euclid(DAY_MS) * DAY_MS - offset;
    let at = midnight + hour * HOUR_MS + minute * 60_000;
    Some(if at > now { at } else { at + DAY_MS })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times_are_the_next_in_the_scenes_offset() {
        let eight_in_china = 1_772_409_600_000; // 2026-03-02T00:00Z
        let at = |text: &str| instant(&json!(text), eight_in_china, None, 480).unwrap() - eight_in_china;
        assert_eq!(at("18:00"), 10 * HOUR_MS);
        assert_eq!(at("08:00"), DAY_MS);
        assert_eq!(at("07:30"), DAY_MS - HOUR_MS / 2);
        assert_eq!(at("2026-03-02T09:00:00+08:00"), HOUR_MS);
        assert!(instant(&json!("25:00"), eight_in_china, None, 480).is_err());
        assert!(instant(&json!("due"), eight_in_china, None, 480).is_err());
    }
}
