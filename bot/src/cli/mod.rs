//! The command line: one file a command.
//!
//! A command that was refused says in one sentence what to do; the exit status is then 1 (2: wrong usage).

pub mod demo;
pub mod doctor;
pub mod export;
pub mod invite;
pub mod org;
pub mod playground;
pub mod run;
pub mod topics;
pub mod train;
pub mod understand;

use crate::config::{Config, ConfigError};
use crate::keys::KeyError;
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// A bot for neighbourhood grids: what residents say in their group chats becomes tickets that somebody
/// takes and finishes.
///
/// Try it without any account:    gridbell demo
/// Run it for real:               gridbell org import org.toml, then TELOXIDE_TOKEN=… gridbell run
#[derive(Debug, Parser)]
#[command(name = "gridbell", version, verbatim_doc_comment, after_help = AFTER)]
pub struct Cli {
    /// The configuration file; default: ./gridbell.toml, then gridbell/gridbell.toml in your configuration folder
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Environment (before the file):
  TELOXIDE_TOKEN     the bot's token from @BotFather
  TELOXIDE_API_URL   another Bot API than Telegram's own
  DATABASE_URL       sqlite:PATH or postgres://…; default: SQLite in your data folder
  GRIDBELL_KEY       the key that seals personal text, or
  GRIDBELL_KEY_FILE  where it is; default: gridbell.key in your data folder
  RUST_LOG           what is logged, as info or gridbell=debug

gridbell.toml (all of it optional):
  database_url = \"postgres://gridbell@localhost/gridbell\"
  key_file = \"gridbell.key\"
  [[bot]]
  area = \"WT\"
  token_file = \"wutong.token\"

On SQLite one gridbell at a time has the database: stop `run` before org import, invite or export.
PostgreSQL serves several at once.";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Run(run::Args),
    Org(org::Args),
    Invite(invite::Args),
    Export(export::Args),
    Doctor(doctor::Args),
    Playground(playground::Args),
    Understand(understand::Args),
    Train(train::Args),
    Topics(topics::Args),
}

/// Why a command was refused, in words for whoever typed it.
#[derive(Debug)]
pub struct Refused(pub String);

/// What a command gives.
pub type Done = Result<(), Refused>;

impl From<ConfigError> for Refused {
    fn from(error: ConfigError) -> Refused {
        Refused(error.to_string())
    }
}

impl From<KeyError> for Refused {
    fn from(error: KeyError) -> Refused {
        Refused(error.to_string())
    }
}

impl From<storage::Error> for Refused {
    fn from(error: storage::Error) -> Refused {
        Refused(error.to_string())
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Refused {
        Refused(error.to_string())
    }
}

impl Cli {
    /// Whether the command stays and says what it does as it goes.
    pub fn stays(&self) -> bool {
        matches!(self.command, Command::Demo(_) | Command::Run(_) | Command::Playground(_))
    }

    /// Runs the command. `now`: the clock, ms UTC.
    pub async fn execute(self, now: i64) -> Done {
        let config = || Config::load(self.config.as_deref(), |name| std::env::var(name).ok());
        match &self.command {
            Command::Demo(args) => demo::run(args).await,
            Command::Run(args) => run::run(args, &config()?).await,
            Command::Org(args) => org::run(args, config).await,
            Command::Invite(args) => invite::run(args, &config()?, now).await,
            Command::Export(args) => export::run(args, &config()?).await,
            Command::Doctor(args) => doctor::run(args, &config()?, now).await,
            Command::Playground(args) => playground::run(args, now).await,
            Command::Understand(args) => understand::on_standard_streams(args, now),
            Command::Train(args) => train::run(args),
            Command::Topics(args) => topics::on_standard_streams(args),
        }
    }
}

/// Writes to standard output. Whoever stopped reading has seen enough.
pub(crate) fn say(text: &str) -> Done {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
