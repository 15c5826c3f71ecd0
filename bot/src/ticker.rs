//! Lets the routines come due: at each minute, and at once when something may be due earlier.

use crate::desk::Desk;
use crate::routines;
use crate::telegram::caught::{Panicked, caught};
use crate::telegram::station::{Station, backoff, ended, sleep};
use crate::telegram::wire;
use std::time::Duration;
use storage::Error;
use tokio::sync::watch;

/// However far the next thing is, the clock is looked at this often: the org may have changed.
const MINUTE: Duration = Duration::from_secs(60);
/// However near it is, not more often than this: a batch of updates each asks for a look.
const SHORTEST: Duration = Duration::from_millis(500);

/// How long what people said while nobody listened may take to be read, when Telegram is out of reach.
const READING: Duration = Duration::from_secs(30);

/// Does what comes due until it is over or the lease is lost. It begins once what waited was read: nobody is reminded
/// of what they did, because the program was away.
pub async fn run(station: &Station, mut over: watch::Receiver<bool>) {
    tokio::select! {
        () = ended(&mut over) => return,
        () = station.office.listening(READING) => {}
    }
    let mut failures = 0;
    loop {
        let done = {
            let _working = station.story.read().await;
            tick(station).await
        };
        let pause = match done {
            Ok(next) => {
                failures = 0;
                let now = station.clock.now();
                next.map_or(MINUTE, |at| Duration::from_millis(at.saturating_sub(now).max(0) as u64))
                    .clamp(SHORTEST, MINUTE)
            }
            Err(Error::LeaseLost) => return,
            Err(error) => {
                tracing::error!(bot = station.bot(), %error, "a routine failed and is tried again");
                failures += 1;
                backoff(failures, Duration::from_millis(200), MINUTE)
            }
        };
        tokio::select! {
            () = ended(&mut over) => return,
            () = tokio::time::sleep(pause) => {}
            () = station.due.notified() => if sleep(SHORTEST, &mut over).await { return },
        }
    }
}

/// Does all that is due now; when the next thing is.
pub async fn tick(station: &Station) -> storage::Result<Option<i64>> {
    loop {
        let wire = wire::now_ms();
        let now = station.clock.at(wire);
        let (_turn, mut tx) = station.begin().await?;
        station.office.refresh(&mut tx).await?;
        let mut desk = Desk::new(&mut tx, &station.office, now, wire);
        let more = match caught(routines::tick(&mut desk)).await {
            Ok(more) => more?,
            Err(Panicked) => return Err(Error::Unreadable { column: "routines", what: "panic".to_owned() }),
        };
        let next = if more { None } else { Some(routines::next_instant(&mut desk).await?) };
        tx.commit().await?;
        station.queued.notify_one();
        if !more {
            return Ok(next);
        }
    }
}

/// What is due after the desk's now, the nearest first.
pub async fn upcoming(desk: &mut Desk<'_>) -> storage::Result<Vec<(i64, String)>> {
    let mut due = routines::next_due(desk).await?;
    due.retain(|(at, _)| *at > desk.now);
    due.sort();
    Ok(due)
}
