//! The key file and the database it opens: made together once, and never one without the other after.

use crate::config::{Config, KeyPlace};
use std::io::Write;
use std::path::{Path, PathBuf};
use storage::{Db, Key, OpenError};

/// Why the database does not open, each with what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("cannot use the key file {path}: {source}", path = path.display())]
    File {
        /// The key file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file holds no key.
    #[error("{path} holds no key: it is 44 characters of base64; put the right file there", path = .0.display())]
    Malformed(PathBuf),
    /// There is a database but no key.
    #[error(
        "the key file {path} is missing, and the database was sealed with key {id}: \
         put the file back, or set GRIDBELL_KEY_FILE to where it is; nothing was changed",
        path = path.display()
    )]
    Missing {
        /// The key file.
        path: PathBuf,
        /// The id of the key that is needed.
        id: String,
    },
    /// There is nothing to open.
    #[error("there is no database yet ({0}): begin with `gridbell org import FILE` or `gridbell demo`")]
    Nothing(String),
    /// The database does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// A database that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The database.
    pub db: Db,
    /// The key file made just now: its owner must keep a copy.
    pub new_key: Option<PathBuf>,
}

/// Opens the database; if there is none yet, makes it, and its key file if that is missing too.
pub async fn open_or_make(config: &Config) -> Result<Opened, KeyError> {
    let sealed = storage::sealed_with(&config.database_url).await?;
    let (key, new_key) = match (find_key(config)?, sealed) {
        (Ok(key), _) => (key, None),
        (Err(path), Some(id)) => return Err(KeyError::Missing { path, id }),
        (Err(path), None) => (make_key(&path)?, Some(path)),
    };
    Ok(Opened { db: storage::open(&config.database_url, &key).await?, new_key })
}

/// Opens a database that is there; makes nothing.
pub async fn open(config: &Config) -> Result<Db, KeyError> {
    let Some(id) = storage::sealed_with(&config.database_url).await? else {
        return Err(KeyError::Nothing(config.database_name()));
    };
    let key = find_key(config)?.map_err(|path| KeyError::Missing { path, id })?;
    Ok(storage::open(&config.database_url, &key).await?)
}

/// The key, given or from its file; the inner error is the path of a file that is not there.
pub fn find_key(config: &Config) -> Result<Result<Key, PathBuf>, KeyError> {
    let path = match &config.key {
        KeyPlace::Given(key) => return Ok(Ok(key.clone())),
        KeyPlace::File(path) => path,
    };
    match std::fs::read_to_string(path) {
        Ok(text) => Key::parse(&text).map(Ok).ok_or_else(|| KeyError::Malformed(path.clone())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Err(path.clone())),
        Err(source) => Err(KeyError::File { path: path.clone(), source }),
    }
}

/// Makes a key file that only its owner can read. Never writes over one.
fn make_key(path: &Path) -> Result<Key, KeyError> {
    let failed = |source| KeyError::File { path: path.to_owned(), source };
    let key = Key::random().map_err(failed)?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    writeln!(file, "{}", key.to_text()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(key)
}
