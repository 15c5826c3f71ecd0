//! The program at run: for each bot its lease, and while that is held its intake, its sender and its routines.

use crate::clock::Clock;
use crate::config::BotConfig;
use crate::desk::{Me, Office};
use crate::telegram::station::{Station, backoff, ended, sleep};
use crate::telegram::wire::{Call, Failure, Itself, Wire};
use crate::telegram::{caught, intake, lease, outbox, wire};
use crate::verbs::{self, For};
use crate::words::Locale;
use crate::{story, ticker};
use std::sync::Arc;
use std::time::Duration;
use storage::{Db, Org};
use teloxide::payloads::{self, setters::*};
use teloxide::types::{BotCommand, BotCommandScope};
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Notify, RwLock, watch};
use tokio::task::JoinSet;

/// How the bots are run; everything but the default is for the playground and the tests.
#[derive(Debug)]
pub struct Options {
    /// Where story control is asked for.
    pub story: Option<TcpListener>,
    /// Where the story begins, ms UTC, if the database does not know it yet; real time otherwise.
    pub story_start: Option<i64>,
    /// Whether Telegram's limits are kept.
    pub limits: bool,
    /// How long a lease is taken for, ms.
    pub lease_ms: i64,
}

impl Default for Options {
    fn default() -> Options {
        Options { story: None, story_start: None, limits: true, lease_ms: 15_000 }
    }
}

/// Why the bots cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The limits may be off only where nobody is harmed.
    #[error(
        "the limits can be off only against a stand-in on this machine: set TELOXIDE_API_URL to a loopback address"
    )]
    LimitsOff,
    /// Telegram refuses a token.
    #[error("Telegram refuses the token of bot {0}: get a new one from @BotFather")]
    Token(i64),
    /// A bot is for an area that is not in the org.
    #[error(
        "bot {0} is for area {1}, which is not in the org: import it first, or correct `area` in gridbell.toml"
    )]
    Area(i64, String),
    /// The HTTP client cannot be made.
    #[error("no HTTP client: {0}")]
    Client(reqwest::Error),
    /// Story control cannot listen.
    #[error("story control: {0}")]
    Story(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Runs the bots until `over`; then what was begun is finished and the leases are given back.
pub async fn run(
    db: Db,
    bots: &[BotConfig],
    api: Option<reqwest::Url>,
    options: Options,
    mut over: watch::Receiver<bool>,
) -> Result<(), ProgramError> {
    if !options.limits && !api.as_ref().is_some_and(is_loopback) {
        return Err(ProgramError::LimitsOff);
    }
    caught::keep_panics_quiet();
    // Word lists and models are read beside the start, not with the first message.
    tokio::task::spawn_blocking(understand::warm);
    let clock = Arc::new(start_clock(&db, &options).await?);
    let mut stations = Vec::new();
    for bot in bots {
        let open = open(&db, bot, api.clone(), clock.clone(), &options);
        let station = tokio::select! {
            station = open => station?,
            () = ended(&mut over) => return Ok(()),
        };
        stations.push((Arc::new(station), area(&db, bot).await?));
    }
    let mut tasks = JoinSet::new();
    for (station, area) in stations.clone() {
        tasks.spawn(serve(station, area, over.clone()));
    }
    let all = stations.into_iter().map(|(station, _)| station).collect();
    match options.story {
        Some(listener) => tokio::select! {
            served = story::serve(listener, all) => served?,
            () = ended(&mut over) => {}
        },
        None => ended(&mut over).await,
    }
    while tasks.join_next().await.is_some() {}
    db.close().await;
    Ok(())
}

fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

async fn start_clock(db: &Db, options: &Options) -> storage::Result<Clock> {
    let now = wire::now_ms();
    let known = if options.story.is_some() { story::remembered(db).await? } else { None };
    Ok(Clock::new(known.map(|offset| now + offset).or(options.story_start), now))
}

async fn area(db: &Db, bot: &BotConfig) -> Result<Option<i64>, ProgramError> {
    let Some(code) = &bot.area else { return Ok(None) };
    let mut tx = db.read().await?;
    let org = Org::load(&mut tx).await?;
    let area = org.by_code(code).ok_or_else(|| ProgramError::Area(bot.token.bot_id(), code.clone()))?;
    Ok(Some(area.id))
}

/// Learns who the bot is and sets up its place. Waits for a network that is not there yet.
async fn open(
    db: &Db,
    bot: &BotConfig,
    api: Option<reqwest::Url>,
    clock: Arc<Clock>,
    options: &Options,
) -> Result<Station, ProgramError> {
    let wire = Wire::new(bot.token.expose(), api).map_err(ProgramError::Client)?;
    let me = itself(&wire, bot.token.bot_id()).await?;
    tracing::info!(bot = me.id, username = me.username, "this bot is served here");
    let me = Me { id: me.id, username: me.username, sees_all: me.can_read_all_group_messages };
    Ok(Station {
        office: Office::open(db.clone(), me).await?,
        wire,
        clock,
        holder: format!("{}-{}", std::process::id(), wire::now_ms()),
        lease_ms: options.lease_ms,
        limits: options.limits,
        story: RwLock::new(()),
        turn: Mutex::new(()),
        queued: Notify::new(),
        due: Notify::new(),
    })
}

async fn itself(wire: &Wire, bot: i64) -> Result<Itself, ProgramError> {
    let mut failures = 0;
    loop {
        match wire.itself().await {
            Ok(me) => return Ok(me),
            Err(Failure::Refused(401 | 404, _)) => return Err(ProgramError::Token(bot)),
            Err(failure) => tracing::warn!(bot, %failure, "Telegram is out of reach"),
        }
        tokio::time::sleep(backoff(failures, Duration::from_millis(200), Duration::from_secs(15))).await;
        failures += 1;
    }
}

/// Serves one bot: takes the lease, works while it is held, and begins anew when it was lost.
async fn serve(station: Arc<Station>, area: Option<i64>, mut over: watch::Receiver<bool>) {
    tokio::spawn(name_commands(station.clone()));
    while let Some(row) = lease::take(&station, area, &mut over).await {
        let (end, ended_here) = watch::channel(false);
        let mut tasks: JoinSet<()> = JoinSet::new();
        let position = intake::Position::from(&row);
        for part in [Part::Intake, Part::Sender, Part::Ticker, Part::Lease] {
            let (station, mut over) = (station.clone(), ended_here.clone());
            tasks.spawn(async move {
                match part {
                    Part::Intake => intake::run(&station, position, over).await,
                    Part::Sender => outbox::run(&station, over).await,
                    Part::Ticker => ticker::run(&station, over).await,
                    Part::Lease => lease::keep(&station, &mut over).await,
                }
            });
        }
        // The first to end ends all: the lease is lost, something panicked, or it is over.
        tokio::select! {
            () = ended(&mut over) => {}
            _ = tasks.join_next() => {}
        }
        let _ = end.send(true);
        while tasks.join_next().await.is_some() {}
        if let Err(error) = lease::release(&station).await {
            tracing::warn!(bot = station.bot(), %error, "the lease was not given back");
        }
        if sleep(Duration::from_millis(100), &mut over).await {
            return;
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Intake,
    Sender,
    Ticker,
    Lease,
}

/// Tells Telegram the command menus, of groups, of their administrators and of private chats, in each language;
/// a failure is only logged.
async fn name_commands(station: Arc<Station>) {
    let menus = [
        (BotCommandScope::AllGroupChats, true, &[For::All, For::Staff][..]),
        (BotCommandScope::AllChatAdministrators, true, &[For::All, For::Staff, For::Admins]),
        (
            BotCommandScope::AllPrivateChats,
            false,
            &[For::All, For::Staff, For::Keepers, For::Leads, For::Secretary],
        ),
    ];
    for (language, locale) in [("", Locale::ZhCn), ("zh", Locale::ZhCn), ("en", Locale::En)] {
        for (scope, in_group, audience) in &menus {
            let mut commands = verbs::commands(locale, audience);
            commands.retain(|(name, _)| verbs::fits(name, *in_group));
            let commands = commands.into_iter().map(|(name, help)| BotCommand::new(name, help));
            let payload = payloads::SetMyCommands::new(commands).scope(scope.clone()).language_code(language);
            let done = match Call::of(&payload) {
                Ok(call) => station.wire.call(call).await.map(drop).map_err(|failure| failure.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(error) = done {
                tracing::warn!(bot = station.bot(), language, error, "the command menu was not set");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_goes_without_limits() {
        for (url, is) in [
            ("http://127.0.0.1:81/", true),
            ("http://[::1]:81/", true),
            ("http://localhost/", true),
            ("https://api.telegram.org/", false),
            ("http://127.0.0.1.example.org/", false),
        ] {
            assert_eq!(is_loopback(&url.parse().unwrap()), is, "{url}");
        }
    }
}
