//! Configuration: the environment first, then an optional `gridbell.toml`, then defaults.
//!
//! Every mistake is named with its file and line. No value that may be secret is ever quoted.

use crate::token::Token;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use storage::Key;
use toml::Spanned;

/// The file's name, looked for in the working folder and then in the user's configuration folder.
const FILE: &str = "gridbell.toml";

/// What the program was told.
#[derive(Debug)]
pub struct Config {
    /// The file it was read from, if there is one.
    pub file: Option<PathBuf>,
    /// Where the database is: `sqlite:PATH` or `postgres://…`. May hold a password.
    pub database_url: String,
    /// Another Bot API than Telegram's own.
    pub api_url: Option<reqwest::Url>,
    /// Where the key is.
    pub key: KeyPlace,
    /// The bots to run.
    pub bots: Vec<BotConfig>,
}

/// Where the key that seals the database is.
#[derive(Debug)]
pub enum KeyPlace {
    /// In `GRIDBELL_KEY`.
    Given(Key),
    /// In a file, which may not exist yet.
    File(PathBuf),
}

/// One bot.
#[derive(Debug, Clone)]
pub struct BotConfig {
    /// Its token.
    pub token: Token,
    /// The code of the area it serves; `None`: all.
    pub area: Option<String>,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key or value of the file is wrong.
    #[error("{path}:{line}: {what}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong, without the value.
        what: String,
    },
    /// A variable of the environment is wrong.
    #[error("{name} {what}")]
    Environment {
        /// The variable.
        name: &'static str,
        /// What is wrong, without the value.
        what: &'static str,
    },
    /// There is no home folder for the defaults.
    #[error("there is no home folder here: set DATABASE_URL and GRIDBELL_KEY_FILE")]
    Homeless,
}

const TOKEN_FORM: &str = "holds no bot token: @BotFather gives one in the form 123456:ABC-DEF…";
const DATABASE_FORM: &str = "must start with sqlite: or postgres:, as sqlite:/var/lib/gridbell/gridbell.db";
const KEY_FORM: &str = "is no key: it is 44 characters of base64, as `gridbell run` makes one";

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    database_url: Option<Spanned<String>>,
    key_file: Option<PathBuf>,
    bot: Vec<FileBot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBot {
    area: Option<String>,
    token_file: Spanned<PathBuf>,
}

impl Config {
    /// Reads `named`, else the file found in its usual places, and `env` over it.
    pub fn load(named: Option<&Path>, env: impl Fn(&str) -> Option<String>) -> Result<Config, ConfigError> {
        let env = |name: &str| env(name).filter(|value| !value.trim().is_empty());
        let path = named.map(Path::to_owned).or_else(usual_file);
        let (file, text) = match &path {
            Some(path) => read_file(path)?,
            None => (File::default(), String::new()),
        };
        let from_file = FromFile { path: path.as_deref().unwrap_or(Path::new("")), text: &text };
        let bots = match env("TELOXIDE_TOKEN") {
            Some(token) => {
                let token = Token::parse(&token)
                    .ok_or(ConfigError::Environment { name: "TELOXIDE_TOKEN", what: TOKEN_FORM })?;
                vec![BotConfig { token, area: None }]
            }
            None => from_file.bots(file.bot)?,
        };
        let database_url = match (env("DATABASE_URL"), file.database_url) {
            (Some(url), _) if is_database(&url) => url,
            (Some(_), _) => {
                return Err(ConfigError::Environment { name: "DATABASE_URL", what: DATABASE_FORM });
            }
            (None, Some(url)) if is_database(url.get_ref()) => url.into_inner(),
            (None, Some(url)) => {
                return Err(from_file.wrong(url.span().start, format!("database_url {DATABASE_FORM}")));
            }
            (None, None) => format!("sqlite:{}", data_folder()?.join("gridbell.db").display()),
        };
        let api_url = match env("TELOXIDE_API_URL").map(|url| url.parse()) {
            Some(Ok(url)) => Some(url),
            Some(Err(_)) => {
                let what = "is no address: write it as http://127.0.0.1:8081";
                return Err(ConfigError::Environment { name: "TELOXIDE_API_URL", what });
            }
            None => None,
        };
        let key = match (env("GRIDBELL_KEY"), env("GRIDBELL_KEY_FILE"), file.key_file) {
            (Some(text), _, _) => KeyPlace::Given(
                Key::parse(&text).ok_or(ConfigError::Environment { name: "GRIDBELL_KEY", what: KEY_FORM })?,
            ),
            (None, Some(path), _) => KeyPlace::File(path.into()),
            (None, None, Some(path)) => KeyPlace::File(from_file.beside(&path)),
            (None, None, None) => KeyPlace::File(data_folder()?.join("gridbell.key")),
        };
        Ok(Config { file: path, database_url, api_url, key, bots })
    }

    /// The database in words that tell no password.
    pub fn database_name(&self) -> String {
        match self.database_url.strip_prefix("sqlite:") {
            Some(path) => format!("SQLite at {path}"),
            None => "PostgreSQL".to_owned(),
        }
    }
}

/// The file at hand, to name its lines and find what lies beside it.
struct FromFile<'a> {
    path: &'a Path,
    text: &'a str,
}

impl FromFile<'_> {
    fn wrong(&self, offset: usize, what: String) -> ConfigError {
        ConfigError::File { path: self.path.to_owned(), line: line(self.text, offset), what }
    }

    /// Paths in the file start from its folder.
    fn beside(&self, path: &Path) -> PathBuf {
        self.path.parent().map_or_else(|| path.to_owned(), |folder| folder.join(path))
    }

    fn bots(&self, bots: Vec<FileBot>) -> Result<Vec<BotConfig>, ConfigError> {
        let mut read: Vec<BotConfig> = Vec::new();
        for bot in bots {
            let at = bot.token_file.span().start;
            let path = self.beside(bot.token_file.get_ref());
            let text = std::fs::read_to_string(&path)
                .map_err(|e| self.wrong(at, format!("token_file {} cannot be read: {e}", path.display())))?;
            let token = Token::parse(&text)
                .ok_or_else(|| self.wrong(at, format!("token_file {} {TOKEN_FORM}", path.display())))?;
            if read.iter().any(|other| other.token == token) {
                return Err(self.wrong(at, "this bot is named twice".to_owned()));
            }
            read.push(BotConfig { token, area: bot.area });
        }
        Ok(read)
    }
}

fn read_file(path: &Path) -> Result<(File, String), ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
    match toml::from_str(&text) {
        Ok(file) => Ok((file, text)),
        Err(error) => {
            let line = line(&text, error.span().map_or(0, |span| span.start));
            Err(ConfigError::File { path: path.to_owned(), line, what: without_values(error.message()) })
        }
    }
}

/// A message of the TOML reader without the text it quotes from the file: that may be a token put in the wrong
/// place. Names of keys stay, since those it puts between backticks.
fn without_values(message: &str) -> String {
    let mut pieces = message.split('"');
    let mut all = pieces.next().unwrap_or_default().to_owned();
    while let (Some(_), Some(after)) = (pieces.next(), pieces.next()) {
        all += "…";
        all += after;
    }
    all.lines().next().unwrap_or_default().to_owned()
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

fn is_database(url: &str) -> bool {
    ["sqlite:", "postgres:", "postgresql:"].iter().any(|prefix| url.starts_with(prefix))
}

fn usual_file() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let here = PathBuf::from(FILE);
    if here.exists() {
        return Some(here);
    }
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    Some(folder.join("gridbell").join(FILE)).filter(|path| path.exists())
}

fn data_folder() -> Result<PathBuf, ConfigError> {
    use etcetera::BaseStrategy;
    let base = etcetera::choose_base_strategy().map_err(|_| ConfigError::Homeless)?;
    Ok(base.data_dir().join("gridbell"))
}
