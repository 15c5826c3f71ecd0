//! One bot's place in this process: what its intake, its sender and its clock share. And the pauses after
//! failures.

use super::wire::{self, Wire};
use crate::clock::Clock;
use crate::desk::Office;
use std::sync::Arc;
use std::time::Duration;
use storage::Tx;
use tokio::sync::{Mutex, MutexGuard, Notify, RwLock, watch};

/// One bot's place.
#[derive(Debug)]
pub struct Station {
    /// The desk's side of it.
    pub office: Office,
    /// The way to Telegram.
    pub wire: Wire,
    /// Story time.
    pub clock: Arc<Clock>,
    /// This process's name in the lease.
    pub holder: String,
    /// How long the lease is taken for, ms.
    pub lease_ms: i64,
    /// Whether Telegram's limits are kept; off only against the stand-in.
    pub limits: bool,
    /// Read by whoever changes records (a batch, a tick), written by whoever moves the story's clock: it
    /// waits until they are done, and they wait for it.
    pub story: RwLock<()>,
    /// Held by whoever writes: intake, sender and ticker take turns. A database lets the quick pass the waiting, and
    /// a busy intake would keep the sender from writing down what was sent.
    pub turn: Mutex<()>,
    /// Something was queued, or the clock was moved: the sender looks.
    pub queued: Notify,
    /// Something may be due earlier than thought: the ticker looks.
    pub due: Notify,
}

impl Station {
    /// The bot's id.
    pub fn bot(&self) -> i64 {
        self.office.me.id
    }

    /// A transaction that may write, once it is its turn; an error if the lease is lost. The turn ends with the guard.
    pub async fn begin(&self) -> storage::Result<(MutexGuard<'_, ()>, Tx)> {
        let turn = self.turn.lock().await;
        let mut tx = self.office.db.begin().await?;
        tx.lease_check(self.bot(), &self.holder).await?;
        Ok((turn, tx))
    }

    /// Says that a transaction was committed: there may be rows to send and new things to come due.
    pub fn committed(&self) {
        self.queued.notify_one();
        self.due.notify_one();
    }
}

/// Sleeps unless it is over first; whether it is over.
pub async fn sleep(pause: Duration, over: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(pause) => *over.borrow(),
        () = ended(over) => true,
    }
}

/// Waits until it is over.
pub async fn ended(over: &mut watch::Receiver<bool>) {
    // An error means that whoever could say so is gone: over as well.
    let _ = over.wait_for(|over| *over).await;
}

/// The pause after the `tries`th failure in a row (from 0), doubling up to `most`, scattered by a quarter so
/// that what failed together does not come back together.
pub fn backoff(tries: i64, first: Duration, most: Duration) -> Duration {
    let doubled = first.saturating_mul(1 << tries.clamp(0, 16)).min(most);
    let scatter = wire::now_ms().rem_euclid(97) as u32;
    doubled - doubled / 4 * scatter / 97
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_their_most() {
        let pause = |tries| backoff(tries, Duration::from_millis(100), Duration::from_secs(5));
        assert!(pause(0) <= Duration::from_millis(100) && pause(0) >= Duration::from_millis(75));
        assert!(pause(3) >= Duration::from_millis(600));
        assert!(pause(60) <= Duration::from_secs(5) && pause(60) > Duration::from_secs(3));
    }

    #[tokio::test]
    async fn a_pause_ends_when_it_is_over() {
        let (end, mut over) = watch::channel(false);
        assert!(!sleep(Duration::from_millis(1), &mut over).await);
        end.send(true).unwrap();
        assert!(sleep(Duration::from_secs(60), &mut over).await);
    }
}
