//! Story control: the playground moves story time here, on loopback only. It stops at each instant at which
//! something is due, so that a day's digests and deadlines are seen in a moment, each at its own time.

use crate::desk::Desk;
use crate::routines::ahead::{Ahead, ahead};
use crate::stored::{self, Stored};
use crate::telegram::station::Station;
use crate::telegram::wire;
use crate::ticker::{tick, upcoming};
use crate::words::Locale;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// The key under which a database remembers how far its story is ahead, so that a restart does not go back.
const OFFSET: &str = "story_offset";
/// The most stops on one move: a year of hourly things.
const STOPS: usize = 10_000;
/// How long one move waits, in all, for what was queued at its stops to be sent: a group that is slow or blocked does not
/// hold time up for longer.
const SENDING: Duration = Duration::from_secs(5);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(5);
/// How many of the things that are due next are named.
const NAMED: usize = 12;

/// Where the story is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Told {
    /// Story time, ms UTC.
    pub now: i64,
    /// What is due next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due: Vec<Ahead>,
    /// How many messages are queued and not held until later: 0 once all is sent.
    #[serde(default)]
    pub waiting: usize,
}

/// In which language what is stored is wanted.
#[derive(Debug, Deserialize)]
struct Asked {
    locale: Option<String>,
}

#[derive(Debug, Deserialize)]
struct To {
    to: i64,
}

type Stations = State<Arc<Vec<Arc<Station>>>>;
type Answer<T> = Result<Json<T>, (StatusCode, Json<serde_json::Value>)>;

/// Listens for story control; on loopback only.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(std::io::Error::other("story control listens on loopback only"));
    }
    TcpListener::bind(address).await
}

/// Serves story control for these bots.
pub async fn serve(listener: TcpListener, stations: Vec<Arc<Station>>) -> std::io::Result<()> {
    let router = Router::new().route("/story", get(told).post(moved)).route("/stored", get(look));
    axum::serve(listener, router.with_state(Arc::new(stations))).await
}

/// Where the story of a database is: how far ahead of wire time, ms.
pub async fn remembered(db: &storage::Db) -> storage::Result<Option<i64>> {
    Ok(db.read().await?.meta(OFFSET).await?.and_then(|text| text.parse().ok()))
}

async fn told(State(stations): Stations) -> Answer<Told> {
    let now = stations.first().map_or_else(wire::now_ms, |station| station.clock.now());
    let mut due = Vec::new();
    let mut waiting = 0;
    for station in stations.iter() {
        due.extend(named(station, now).await.map_err(fault)?);
        waiting += unsent(station, now).await.map_err(fault)?;
    }
    due.sort();
    due.truncate(NAMED);
    Ok(Json(Told { now, due, waiting }))
}

/// What the first bot stored; the others share its database.
async fn look(State(stations): Stations, Query(asked): Query<Asked>) -> Answer<Stored> {
    let locale = asked.locale.as_deref().and_then(Locale::parse).unwrap_or(Locale::ZhCn);
    let Some(station) = stations.first() else { return Err(nobody()) };
    let look = async {
        let mut tx = station.office.db.read().await?;
        let now = station.clock.now();
        stored::look(&mut Desk::new(&mut tx, &station.office, now, wire::now_ms()), locale).await
    };
    look.await.map(Json).map_err(fault)
}

fn nobody() -> (StatusCode, Json<serde_json::Value>) {
    (StatusCode::NOT_FOUND, Json(serde_json::json!({ "error": "no bot is served here" })))
}

async fn moved(State(stations): Stations, Json(To { to }): Json<To>) -> Answer<Told> {
    // Intake and ticks are at rest while these are held.
    let mut resting = Vec::new();
    for station in stations.iter() {
        resting.push(station.story.write().await);
    }
    let now = forward(&stations, to).await.map_err(fault)?;
    stations.iter().for_each(|station| station.committed());
    Ok(Json(Told { now, due: Vec::new(), waiting: 0 }))
}

async fn forward(stations: &[Arc<Station>], to: i64) -> storage::Result<i64> {
    let Some(first) = stations.first() else { return Ok(wire::now_ms()) };
    let clock = &first.clock;
    // Time is moved once everything that people did was read.
    let heard = || stations.iter().for_each(|station| station.office.heard(clock.now()));
    let until = Instant::now() + SENDING;
    tick_all(stations).await?;
    all_sent(stations, until).await?;
    for _ in 0..STOPS {
        let now = clock.now();
        let mut next: Option<i64> = None;
        for station in stations {
            next = due_after(station, now).await?.into_iter().chain(next).min();
        }
        let Some(next) = next.filter(|next| *next <= to) else { break };
        clock.move_to(next, wire::now_ms());
        heard();
        tick_all(stations).await?;
        all_sent(stations, until).await?;
    }
    let offset = clock.move_to(to, wire::now_ms());
    heard();
    tick_all(stations).await?;
    let mut tx = first.office.db.begin().await?;
    tx.set_meta(OFFSET, &offset.to_string()).await?;
    tx.commit().await?;
    Ok(clock.now())
}

async fn tick_all(stations: &[Arc<Station>]) -> storage::Result<()> {
    for station in stations {
        let mut waits = 0;
        // Right after the start the lease may not be taken yet.
        while let Err(error) = tick(station).await {
            if !matches!(error, storage::Error::LeaseLost) || waits == 100 {
                return Err(error);
            }
            waits += 1;
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(())
}

/// Waits until all is sent that is queued, since a message is written as its chat stands at the moment of sending.
async fn all_sent(stations: &[Arc<Station>], until: Instant) -> storage::Result<()> {
    for station in stations {
        while unsent(station, station.clock.now()).await? > 0 && Instant::now() < until {
            tokio::time::sleep(LOOK).await;
        }
    }
    Ok(())
}

/// When something is due next; reads one row of a kind.
async fn due_after(station: &Station, now: i64) -> storage::Result<Option<i64>> {
    let mut tx = station.office.db.read().await?;
    let mut desk = Desk::new(&mut tx, &station.office, now, wire::now_ms());
    Ok(upcoming(&mut desk).await?.first().map(|(at, _)| *at))
}

/// What is due next, in words for whoever looks at the clock.
async fn named(station: &Station, now: i64) -> storage::Result<Vec<Ahead>> {
    let mut tx = station.office.db.read().await?;
    ahead(&mut Desk::new(&mut tx, &station.office, now, wire::now_ms())).await
}

async fn unsent(station: &Station, now: i64) -> storage::Result<usize> {
    let rows = station.office.db.read().await?.outbox_after(station.bot(), 0, 1_000).await?;
    Ok(rows.iter().filter(|row| row.due <= now).count())
}

fn fault(error: storage::Error) -> (StatusCode, Json<serde_json::Value>) {
    tracing::error!(%error, "the story could not be moved");
    (StatusCode::SERVICE_UNAVAILABLE, Json(serde_json::json!({ "error": error.to_string() })))
}
