//! The lease of one bot token: of all processes on a database exactly one polls and sends for it.

use super::station::{Station, ended, sleep};
use std::time::Duration;
use storage::BotRow;
use tokio::sync::watch;
use tokio::time::Instant;

/// Waits for the lease and takes it; the bot's row then, or `None` if it is over first.
pub async fn take(station: &Station, area: Option<i64>, over: &mut watch::Receiver<bool>) -> Option<BotRow> {
    let mut waits = 0;
    loop {
        match attempt(station, area).await {
            Ok(Some(row)) => return Some(row),
            Ok(None) if waits == 0 => {
                tracing::info!(bot = station.bot(), "another process serves this bot; waiting for its lease");
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(bot = station.bot(), %error, "the lease cannot be taken"),
        }
        waits += 1;
        if sleep(every(station), over).await {
            return None;
        }
    }
}

async fn attempt(station: &Station, area: Option<i64>) -> storage::Result<Option<BotRow>> {
    let me = &station.office.me;
    let mut tx = station.office.db.begin().await?;
    let row = tx.bot_seen(me.id, &me.username, area).await?;
    if !tx.lease_take(me.id, &station.holder, station.lease_ms).await? {
        return Ok(None);
    }
    tx.lease_start().await?;
    tx.commit().await?;
    Ok(Some(row))
}

/// Renews the lease until it is over or lost; a database that is out of reach for the whole term loses it.
pub async fn keep(station: &Station, over: &mut watch::Receiver<bool>) {
    let mut held = Instant::now();
    let term = Duration::from_millis(station.lease_ms as u64);
    while held.elapsed() < term {
        if sleep(every(station), over).await {
            return;
        }
        let from = Instant::now();
        let renewed = tokio::select! {
            renewed = renew(station) => renewed,
            () = ended(over) => return,
        };
        match renewed {
            Ok(true) => held = from,
            Ok(false) => break,
            Err(error) => tracing::warn!(bot = station.bot(), %error, "the lease was not renewed"),
        }
    }
    tracing::warn!(bot = station.bot(), "the lease is lost: another process may serve this bot");
}

async fn renew(station: &Station) -> storage::Result<bool> {
    let _turn = station.turn.lock().await;
    let mut tx = station.office.db.begin().await?;
    let held = tx.lease_take(station.bot(), &station.holder, station.lease_ms).await?;
    tx.commit().await?;
    Ok(held)
}

/// Gives the lease back.
pub async fn release(station: &Station) -> storage::Result<()> {
    let mut tx = station.office.db.begin().await?;
    tx.lease_release(station.bot(), &station.holder).await?;
    tx.commit().await
}

/// A fifth of the term: several renewals may fail before the lease is lost.
fn every(station: &Station) -> Duration {
    Duration::from_millis(station.lease_ms as u64 / 5)
}
