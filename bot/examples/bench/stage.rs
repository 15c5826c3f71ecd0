//! Where the program is measured: a town of 588 grids in a database of its own, and the stand-in.

use crate::Fallible;
use crate::base::Base;
use crate::program::Program;
use crate::standin::StandIn;
use crate::town::Town;
use crate::words;
use playground::Running;
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;
use storage::Engine;
use tokio::time::{Instant, sleep};

/// A real city's number of grids.
pub const GRIDS: usize = 588;
/// As the org of that city has them.
const BUILDINGS: usize = 10;
/// How many messages are handed to the stand-in at once.
const AT_ONCE: usize = 2_000;
/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// A town ready to be measured in.
pub struct Stage {
    /// Its database.
    pub base: Base,
    /// Its groups and people.
    pub town: Town,
    /// The rows of the groups, by Telegram's id.
    pub rows: HashMap<i64, i64>,
    /// The bot's Telegram id.
    pub bot: i64,
    /// The way to the stand-in.
    pub standin: StandIn,
    playground: Running,
    http: reqwest::Client,
}

impl Stage {
    /// Makes the town. `enforced`: whether the stand-in keeps Telegram's limits.
    pub async fn new(enforced: bool) -> Fallible<Stage> {
        let base = Base::make(Engine::Sqlite).await?;
        let town = Town { buildings: BUILDINGS, ..Town::new(GRIDS) };
        let scene = town.scene();
        let bot = scene.bot.clone();
        let db = base.open().await?;
        let rows = town.move_in(&db, &bot).await?;
        db.close().await;
        let options = playground::Options {
            addr: ([127, 0, 0, 1], 0).into(),
            scene,
            story: None,
            enforce_limits: enforced,
            keep: None,
        };
        let playground = playground::start(options).await?;
        let standin = StandIn::new(&playground.url)?;
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Stage { base, town, rows, bot: bot.id, standin, playground, http })
    }

    /// Starts the program here. `limits`: whether it keeps Telegram's, `on` or `off`.
    pub fn start(&self, binary: &Path, limits: &str) -> Fallible<Program> {
        Program::start(binary, &self.base, &self.playground.url, &self.playground.token, limits)
    }

    /// Lets people say `n` things, of which `percent` of a hundred are requests; how many are.
    pub async fn say_many(&self, n: usize, percent: usize) -> Fallible<usize> {
        let (mut list, mut requests) = (Vec::new(), 0);
        for i in 0..n {
            let group = &self.town.groups[i * 7 % GRIDS];
            let who = group.residents[i / GRIDS % group.residents.len()];
            // Spread evenly: the requests are not all at the end.
            let is_request = (i + 1) * percent / 100 > requests;
            let text = if is_request { words::request(requests) } else { words::chatter(i).to_owned() };
            requests += usize::from(is_request);
            list.push(json!({"as": who, "chat": group.chat, "text": text}));
            if list.len() == AT_ONCE || i + 1 == n {
                let url = format!("{}/admin/updates/batch", self.playground.url);
                let answer = self.http.post(url).json(&list).send().await?;
                if !answer.status().is_success() {
                    return Err(answer.text().await?.into());
                }
                list.clear();
            }
        }
        Ok(requests)
    }

    /// Answers every call to a chat with 429 for a minute.
    pub async fn block(&self, chat: i64) -> Fallible<()> {
        let faults = json!({"chats": [{"chat": chat, "until_ms": 60_000}]});
        let url = format!("{}/admin/faults", self.playground.url);
        self.http.post(url).json(&faults).send().await?.error_for_status()?;
        Ok(())
    }

    /// Moves the story.
    pub async fn story_to(&self, program: &Program, to: i64) -> Fallible<()> {
        self.http.post(&program.story).json(&json!({ "to": to })).send().await?.error_for_status()?;
        Ok(())
    }

    /// Waits until `n` updates in all are confirmed.
    pub async fn confirmed(&self, program: &mut Program, n: u64) -> Fallible<()> {
        let from = Instant::now();
        while self.standin.updates().await?.confirmed < n {
            program.must_run()?;
            if from.elapsed() > PATIENCE {
                return Err(format!("{n} updates are not done in {PATIENCE:?}").into());
            }
            sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Waits until the bot has made `n` messages that `count` says to count.
    pub async fn messages(
        &self,
        program: &mut Program,
        n: usize,
        count: impl Fn(&crate::standin::Row) -> bool,
    ) -> Fallible<Vec<crate::standin::Row>> {
        let (from, mut seen) = (Instant::now(), 0);
        let mut found = Vec::new();
        while found.len() < n {
            program.must_run()?;
            let rows = self.standin.journal(seen).await?;
            seen = rows.last().map_or(seen, |row| row.seq);
            found.extend(rows.into_iter().filter(|row| row.makes() && row.effect && count(row)));
            if from.elapsed() > PATIENCE {
                return Err(format!("only {} of {n} messages in {PATIENCE:?}", found.len()).into());
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(found)
    }

    /// Ends it.
    pub async fn end(self, program: Program) -> Fallible<()> {
        drop(program);
        self.playground.stop().await;
        self.base.remove().await
    }
}
