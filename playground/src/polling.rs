//! `getUpdates`: long polling by one poller at a time, and by none while a webhook is set.
use crate::{App, clock, error::ApiError, params::Params};
use std::time::Duration;
use tokio::time::Instant;

const LONGEST_POLL: i64 = 50;

/// `getUpdates`: answers the JSON of the array at once if there is something, else waits up to `timeout` seconds.
/// A poll that waits is ended with 409 when another begins.
pub async fn poll(app: &App, params: &Params) -> Result<String, ApiError> {
    let number = |name: &str, default| params.int(name).unwrap_or(default);
    let (offset, limit) = (number("offset", 0), number("limit", 100).clamp(1, 100) as usize);
    let wait = number("timeout", 0).clamp(0, LONGEST_POLL) as u64;
    let until = Instant::now() + Duration::from_secs(wait);
    let turn = app.with(|world| {
        if world.webhook.is_some() {
            let text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
            return Err(ApiError::new(409, text));
        }
        world.updates.allow(params.get("allowed_updates"));
        world.updates.expire(clock::wire_ms());
        match offset {
            1.. => world.updates.confirm_below(offset),
            0 => {}
            _ => world.updates.keep_last(usize::try_from(-offset).unwrap_or(0)),
        }
        Ok(world.updates.begin_turn())
    })?;
    loop {
        let moved = app.updates_moved.notified();
        tokio::pin!(moved);
        moved.as_mut().enable();
        let found = app.read(|world| {
            if world.webhook.is_some() {
                return Err(ApiError::new(409, "Conflict: terminated by setWebhook request"));
            }
            if world.updates.is_over(turn) {
                let text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
                return Err(ApiError::new(409, text));
            }
            Ok(world.updates.batch(limit))
        })?;
        match found {
            Some(batch) => return Ok(batch),
            None if Instant::now() >= until => return Ok("[]".into()),
            None => {}
        }
        tokio::select! {
            () = moved => {}
            () = tokio::time::sleep_until(until) => {}
        }
    }
}
