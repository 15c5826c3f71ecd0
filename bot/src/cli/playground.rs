//! `gridbell playground`: the stand-in for Telegram by itself, for any bot.

use super::run::until_told;
use super::{Done, Refused, say};
use ::playground::scene::Bot;
use ::playground::{Options, Scene};
use std::fmt::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// Stand in for Telegram's Bot API on this machine, for any bot, without an account or network.
///
/// Give your bot the address and the token it prints: most frameworks call the address "API root", "base URL" or
/// "API server". The bot runs unchanged, by polling or by webhook (any port and plain HTTP will do on this machine).
/// Then be its people: on the page, or by HTTP for a test, and read in the journal what the bot did.
///
/// Examples:
///   gridbell playground
///   gridbell playground --token 123456:my_own_token_for_trying --port 8081
///   gridbell playground --scene scene.json         people and chats of your own
///
/// By HTTP (all of it is in playground/README.md):
///   curl ADDRESS/bot<token>/getMe
///   curl ADDRESS/play/say -H 'content-type: application/json' -d '{"as": 101, "chat": 101, "text": "/start"}'
///   curl 'ADDRESS/admin/journal?after=0'
///   curl ADDRESS/admin/faults -H 'content-type: application/json' -d '{"seed": 1, "p429": 0.1}'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// A bot's token, made up and never a real one: all users of the machine see it. Name several for
    /// several bots; with none the program makes one up
    #[arg(long = "token", value_name = "TOKEN")]
    tokens: Vec<String>,
    /// The first bot's username
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// The port; 0 takes a free one. Default: 8787, or a free one if that is taken
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// People and chats as JSON: {"bot": {…}, "people": […], "chats": […], "now": ms}
    #[arg(long, value_name = "FILE")]
    scene: Option<PathBuf>,
    /// Privacy mode, as @BotFather sets it: with it the bot hears only commands, mentions and replies in groups
    #[arg(long, value_name = "on|off", default_value = "on", value_parser = ["on", "off"])]
    privacy: String,
    /// Whether Telegram's sending limits are enforced with 429
    #[arg(long, value_name = "on|off", default_value = "on", value_parser = ["on", "off"])]
    limits: String,
}

/// The port, if it is free.
const PORT: u16 = 8787;

/// Runs it. `now`: the clock, ms UTC.
pub async fn run(args: &Args, now: i64) -> Done {
    let mut over = until_told()?;
    let mut scene = match &args.scene {
        Some(file) => read(file)?,
        None => Scene::plain(
            Bot { name: "Bot".to_owned(), username: "play_bot".to_owned(), ..Bot::default() },
            now,
        ),
    };
    scene.bot.privacy = args.privacy == "on";
    let mut tokens = args.tokens.iter();
    if let Some(token) = tokens.next() {
        let id = token.split_once(':').and_then(|(id, _)| id.parse().ok());
        scene.bot.id = id.ok_or_else(malformed)?;
        scene.bot.token.clone_from(token);
    }
    if let Some(name) = &args.username {
        scene.bot.username = name.trim_start_matches('@').to_owned();
    }
    let mut words = String::new();
    let (token, username) = (scene.bot.full_token(), scene.bot.username.clone());
    let start = |port| {
        let addr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
        let enforce_limits = args.limits == "on";
        ::playground::start(Options { addr, scene: scene.clone(), story: None, enforce_limits, keep: None })
    };
    let running = match (start(args.port.unwrap_or(PORT)).await, args.port) {
        (Err(error), None) if error.kind() == std::io::ErrorKind::AddrInUse => start(0).await?,
        (started, _) => started?,
    };
    let url = &running.url;
    let _ = writeln!(words, "{url}"); // writing to a string does not fail
    let _ = writeln!(words, "token {token} @{username}");
    for token in tokens {
        let username = running.add_bot(token).map_err(Refused)?;
        let _ = writeln!(words, "token {token} @{username}");
    }
    let _ = writeln!(words, "a call: {url}/bot{token}/getMe");
    say(&words)?;
    let _ = over.wait_for(|over| *over).await; // an error: nobody can tell any more, so it is over too
    running.stop().await;
    Ok(())
}

/// Says what a token looks like; what was given instead is not repeated, since it may be somebody's real one.
fn malformed() -> Refused {
    Refused("a --token is the bot's number, a colon and letters, as 123456:trying".to_owned())
}

fn read(file: &Path) -> Result<Scene, Refused> {
    let text =
        std::fs::read_to_string(file).map_err(|error| Refused(format!("{}: {error}", file.display())))?;
    serde_json::from_str(&text).map_err(|error| Refused(format!("{}: {error}", file.display())))
}
