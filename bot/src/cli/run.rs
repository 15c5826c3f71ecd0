//! `gridbell run`: runs the bots for real.

use super::{Done, Refused};
use crate::config::Config;
use crate::keys;
use crate::program::{self, Options, ProgramError};
use crate::story;
use std::net::SocketAddr;
use tokio::sync::watch;

/// Run the bot: poll Telegram, answer, send digests and reminders, until stopped with Ctrl-C.
///
/// Needs a token (TELOXIDE_TOKEN, or [[bot]] in gridbell.toml) and an imported org. Stopping is safe at any
/// instant: what was accepted is stored, what was not is fetched again.
///
/// Examples:
///   TELOXIDE_TOKEN=123456:ABC-DEF… gridbell run
///   RUST_LOG=info DATABASE_URL=postgres://gridbell@db/gridbell gridbell run
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Let the playground move story time through this loopback address
    #[arg(long, hide = true, value_name = "ADDRESS")]
    story_listen: Option<SocketAddr>,
    /// Begin the story here, ms UTC
    #[arg(long, hide = true, value_name = "MS")]
    story_start: Option<i64>,
    /// `off`: keep no limits; only against a stand-in on loopback
    #[arg(long, hide = true, value_name = "on|off", default_value = "on", value_parser = ["on", "off"])]
    limits: String,
    /// How long a lease is taken for
    #[arg(long, hide = true, value_name = "MS", default_value_t = 15_000, value_parser = clap::value_parser!(i64).range(500..))]
    lease_ms: i64,
}

impl From<ProgramError> for Refused {
    fn from(error: ProgramError) -> Refused {
        Refused(error.to_string())
    }
}

/// Runs it.
pub async fn run(args: &Args, config: &Config) -> Done {
    if config.bots.is_empty() {
        return Err(Refused(
            "no bot to run: set TELOXIDE_TOKEN to the token from @BotFather, or name a [[bot]] in gridbell.toml"
                .to_owned(),
        ));
    }
    let db = keys::open(config).await?;
    let story = match args.story_listen {
        Some(address) => Some(story::listen(address).await?),
        None => None,
    };
    let options = Options {
        story,
        story_start: args.story_start,
        limits: args.limits == "on",
        lease_ms: args.lease_ms,
    };
    let over = until_told()?;
    Ok(program::run(db, &config.bots, config.api_url.clone(), options, over).await?)
}

/// Becomes true once the process is told to stop: Ctrl-C or SIGTERM.
pub(super) fn until_told() -> std::io::Result<watch::Receiver<bool>> {
    let (end, over) = watch::channel(false);
    #[cfg(unix)]
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = term.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping: what was begun is finished first");
        let _ = end.send(true);
    });
    Ok(over)
}
