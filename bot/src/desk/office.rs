//! What the desk has at hand for one bot: the database, the org, and its own name.

use crate::words::Locale;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, RwLock};
use std::time::Duration;
use storage::{Db, Org};
use tokio::sync::watch;

/// The bot itself.
#[derive(Debug, Clone)]
pub struct Me {
    /// Telegram user id.
    pub id: i64,
    /// Without the `@`.
    pub username: String,
    /// Privacy mode is off: it sees every message of a group even without being an administrator.
    pub sees_all: bool,
}

/// One bot's office. The org in it is a cache, taken anew when its version in the database changes.
#[derive(Debug)]
pub struct Office {
    /// The database.
    pub db: Db,
    /// The bot.
    pub me: Me,
    /// The unfinished tickets by their words.
    pub alike: super::alike::Alike,
    /// Where people fill in secret ballots.
    pub booth: super::booth::Booth,
    org: RwLock<Arc<Org>>,
    next_daily: AtomicI64,
    heard: watch::Sender<i64>,
}

impl Office {
    /// Opens the office; reads the org.
    pub async fn open(db: Db, me: Me) -> storage::Result<Office> {
        let mut tx = db.read().await?;
        let org = Org::load(&mut tx).await?;
        drop(tx);
        Ok(Office {
            // Whoever else has the database open has tickets of their own.
            db: db.apart(),
            me,
            alike: super::alike::Alike::default(),
            booth: super::booth::Booth::default(),
            org: RwLock::new(Arc::new(org)),
            next_daily: AtomicI64::new(0),
            heard: watch::Sender::new(0),
        })
    }

    /// Reads what is kept in memory anew: another process may have served this bot until now.
    pub async fn take_over(&self, now: i64) -> storage::Result<()> {
        let mut tx = self.db.read().await?;
        self.refresh(&mut tx).await?;
        self.alike.build(&mut tx, &self.org(), self.me.id, now).await
    }

    /// The org as last read.
    pub fn org(&self) -> Arc<Org> {
        self.org.read().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    /// Reads the org anew if an import changed it. Said once a batch and once a tick.
    pub async fn refresh(&self, tx: &mut storage::Tx) -> storage::Result<()> {
        if tx.org_version().await? != self.org().version {
            let org = Arc::new(Org::load(tx).await?);
            *self.org.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = org;
            self.set_next_daily(0);
        }
        Ok(())
    }

    /// Story time before which nothing daily comes due; a cache, so that most ticks read nothing.
    pub fn next_daily(&self) -> i64 {
        self.next_daily.load(Ordering::Relaxed)
    }

    /// Remembers that.
    pub fn set_next_daily(&self, at: i64) {
        self.next_daily.store(at, Ordering::Relaxed);
    }

    /// Everything that people did up to this story time was read.
    pub fn heard(&self, at: i64) {
        self.heard.send_if_modified(|until| {
            let later = at > *until;
            *until = at.max(*until);
            later
        });
    }

    /// Up to when that is so; 0 before anything was read.
    pub fn heard_until(&self) -> i64 {
        *self.heard.borrow()
    }

    /// Waits until all that waited to be read at the start was read once, `longest` at most.
    pub async fn listening(&self, longest: Duration) {
        let mut heard = self.heard.subscribe();
        // An error is a time that ran out: then what is due does not wait any longer.
        let _ = tokio::time::timeout(longest, heard.wait_for(|until| *until > 0)).await;
    }

    /// The language of an area.
    pub fn locale_of(&self, area: i64) -> Locale {
        Locale::parse(&self.org().settings(area).locale).unwrap_or(Locale::ZhCn)
    }
}
