//! `gridbell demo`: everything in one process tree, without any account.

use super::run::until_told;
use super::{Done, Refused, say};
use crate::config::{BotConfig, Config, KeyPlace};
use crate::program::{self, Options};
use crate::telegram::wire;
use crate::token::Token;
use crate::{example, keys, story};
use playground::Running;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Try everything in a browser, without any account or network.
///
/// Starts a stand-in for Telegram on this machine, the bot talking to it as it would to Telegram, and a page of
/// simulated chats, with a made-up district to play in.
///
/// Examples:
///   gridbell demo
///   gridbell demo --keep ./try             keeps what happens, for the next time
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Keep everything here, the chats too: the database, its key, and what Telegram would know; default: a temporary folder, gone at the end
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// The page's port; 0 takes a free one. Default: 8787, or a free one if that is taken
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Print the page's address only, open no browser
    #[arg(long)]
    no_open: bool,
    /// Another database than SQLite in the folder
    #[arg(long, hide = true, value_name = "URL")]
    database: Option<String>,
    /// `off`: neither the bot keeps Telegram's limits nor the stand-in enforces them
    #[arg(long, hide = true, value_name = "on|off", default_value = "on", value_parser = ["on", "off"])]
    limits: String,
    /// Begin the story here, ms UTC; default: this morning at nine
    #[arg(long, hide = true, value_name = "MS")]
    story_start: Option<i64>,
    /// How long a lease is taken for
    #[arg(long, hide = true, value_name = "MS", default_value_t = 15_000, value_parser = clap::value_parser!(i64).range(500..))]
    lease_ms: i64,
}

/// The page's port, if it is free.
const PORT: u16 = 8787;

/// Runs it.
pub async fn run(args: &Args) -> Done {
    let over = until_told()?;
    let temporary = if args.keep.is_none() { Some(tempfile::tempdir()?) } else { None };
    let folder = args.keep.as_deref().or(temporary.as_ref().map(|folder| folder.path()));
    let Some(folder) = folder else { return Err(Refused("there is no folder to work in".to_owned())) };
    let config = config(folder, args.database.clone());
    let db = keys::open_or_make(&config).await?.db;
    let wire = wire::now_ms();
    let start = match story::remembered(&db).await? {
        Some(offset) => wire + offset,
        None => args.story_start.unwrap_or_else(|| example::morning(wire)),
    };
    let first = example::fill(&db, start).await?;
    let limits = args.limits == "on";
    // A kept database has seen the ids of an earlier scene: this one's begin with the seconds since then.
    let first_id = if first { 0 } else { (wire - example::EPOCH) / 1000 };
    let running = playground(args, start, first_id).await?;
    let control = story::listen(local(0)).await?;
    running.set_story(Some(format!("http://{}", control.local_addr()?)));
    say(&format!("{}\n", running.url))?;
    if !args.no_open {
        // Where nothing can open it, the address above is enough.
        let _ = opener::open(&running.url);
    }
    let token = Token::parse(&running.token)
        .ok_or_else(|| Refused("the stand-in's token has not the form of one".to_owned()))?;
    let api = running.url.parse().map_err(|_| Refused("the stand-in's address cannot be read".to_owned()))?;
    let options = Options { story: Some(control), story_start: Some(start), limits, lease_ms: args.lease_ms };
    let done = program::run(db, &[BotConfig { token, area: None }], Some(api), options, over).await;
    running.stop().await;
    Ok(done?)
}

fn config(folder: &Path, database: Option<String>) -> Config {
    let usual = || format!("sqlite:{}", folder.join("gridbell.db").display());
    Config {
        file: None,
        database_url: database.unwrap_or_else(usual),
        api_url: None,
        key: KeyPlace::File(folder.join("gridbell.key")),
        bots: Vec::new(),
    }
}

fn local(port: u16) -> SocketAddr {
    SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)
}

async fn playground(args: &Args, now: i64, first_id: i64) -> std::io::Result<Running> {
    let start = |port| {
        let scene = example::scene(now, first_id);
        playground::start(playground::Options {
            addr: local(port),
            scene,
            story: None,
            enforce_limits: args.limits == "on",
            keep: args.keep.clone(),
        })
    };
    match (start(args.port.unwrap_or(PORT)).await, args.port) {
        (Err(error), None) if error.kind() == std::io::ErrorKind::AddrInUse => start(0).await,
        (started, _) => started,
    }
}
