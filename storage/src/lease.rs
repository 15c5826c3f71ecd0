//! A bot token's row: how far its updates are done, and the lease of the one process that polls and
//! sends for it. Leases run on the database's clock, so that processes need not agree on the time.

use crate::{Engine, Error, Result, Tx, ids};

/// A bot on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotRow {
    /// The bot's Telegram id.
    pub id: i64,
    /// The area it serves; `None` serves all.
    pub area: Option<i64>,
    /// The last update id done.
    pub position: i64,
    /// When it was done: wire time, ms.
    pub position_at: i64,
}

/// A bot's public name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotName {
    /// The bot's Telegram id.
    pub id: i64,
    /// The area it serves; `None` serves all.
    pub area: Option<i64>,
    /// Its username, without `@`.
    pub username: String,
}

/// How long after its end a lease is still respected, ms.
const GRACE: i64 = 500;

const TAKE_SQLITE: &str = "UPDATE bot SET holder = $2, held_until = CAST(unixepoch('subsec') * 1000 AS INTEGER) + $3 \
    WHERE id = $1 AND (holder IS NULL OR holder = $2 OR held_until + $4 < CAST(unixepoch('subsec') * 1000 AS INTEGER))";
const TAKE_POSTGRES: &str = "UPDATE bot SET holder = $2, held_until = CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) + $3 \
    WHERE id = $1 AND (holder IS NULL OR holder = $2 OR held_until + $4 < CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT))";
const HELD_SQLITE: &str = "UPDATE bot SET holder = holder WHERE id = $1 AND holder = $2 \
    AND held_until > CAST(unixepoch('subsec') * 1000 AS INTEGER)";
const HELD_POSTGRES: &str = "UPDATE bot SET holder = holder WHERE id = $1 AND holder = $2 \
    AND held_until > CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

impl Tx {
    /// The bot's row, made if new.
    pub async fn bot_seen(&mut self, id: i64, username: &str, area: Option<i64>) -> Result<BotRow> {
        let sql = "INSERT INTO bot (id, area_id, username, position, position_at) VALUES ($1, $2, $3, 0, 0) \
                   ON CONFLICT (id) DO UPDATE SET area_id = excluded.area_id, username = excluded.username \
                   RETURNING id, area_id, position, position_at";
        let row = self.fetch_one(sql, &[id.into(), area.into(), username.into()]).await?;
        Ok(BotRow {
            id,
            area: row.opt_int("area_id")?,
            position: row.int("position")?,
            position_at: row.int("position_at")?,
        })
    }

    /// Every bot that ever ran on this database.
    pub async fn bots(&mut self) -> Result<Vec<BotName>> {
        let rows = self.fetch_all("SELECT id, area_id, username FROM bot ORDER BY id", &[]).await?;
        let read = |row: &crate::row::Row| {
            Ok(BotName { id: row.int("id")?, area: row.opt_int("area_id")?, username: row.text("username")? })
        };
        rows.iter().map(read).collect()
    }

    /// Takes or renews the lease for `ttl` ms; `false` while another process holds it.
    pub async fn lease_take(&mut self, bot: i64, holder: &str, ttl: i64) -> Result<bool> {
        let sql = if self.engine() == Engine::Sqlite { TAKE_SQLITE } else { TAKE_POSTGRES };
        let taken = self.execute(sql, &[bot.into(), holder.into(), ttl.into(), GRACE.into()]).await? == 1;
        Ok(taken)
    }

    /// Makes sure that later ids of this process are above every id of the outbox: said once when a lease is taken.
    pub async fn lease_start(&mut self) -> Result<()> {
        let row = self.fetch_one("SELECT MAX(id) AS last FROM outbox", &[]).await?;
        ids::raise(row.opt_int("last")?.unwrap_or(0));
        Ok(())
    }

    /// Gives the lease back, so that another process need not wait.
    pub async fn lease_release(&mut self, bot: i64, holder: &str) -> Result<()> {
        let sql = "UPDATE bot SET holder = NULL, held_until = 0 WHERE id = $1 AND holder = $2";
        self.execute(sql, &[bot.into(), holder.into()]).await.map(drop)
    }

    /// Checks within this transaction that `holder` still holds the lease, and keeps others from taking
    /// it until the transaction ends. Every transaction of the road says this first, which also keeps those of
    /// one bot apart: the desk's change of a case and the sender's record of its card never pass each other.
    pub async fn lease_check(&mut self, bot: i64, holder: &str) -> Result<()> {
        let sql = if self.engine() == Engine::Sqlite { HELD_SQLITE } else { HELD_POSTGRES };
        match self.execute(sql, &[bot.into(), holder.into()]).await? {
            1 => Ok(()),
            _ => Err(Error::LeaseLost),
        }
    }

    /// Remembers how far the bot's updates are done; `wire` is wire time in ms.
    pub async fn position_set(&mut self, bot: i64, update: i64, wire: i64) -> Result<()> {
        let sql = "UPDATE bot SET position = $2, position_at = $3 WHERE id = $1";
        self.execute(sql, &[bot.into(), update.into(), wire.into()]).await.map(drop)
    }
}
