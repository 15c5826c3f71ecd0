//! Keeping a world on disk, so that a playground goes on where it was: people, chats, messages, files, updates that
//! wait. What only lives for a moment (the journal, taps, faults, a webhook) begins anew.
use crate::{
    App,
    files::Files,
    methods::me::Settings,
    polls::Votes,
    updates::Updates,
    world::{Chat, Person, World},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Name of the file with everything but the content of files.
const WORLD: &str = "telegram.json";
/// Name of the folder with the content of files.
const FILES: &str = "telegram-files";
/// How long after a change it is written, so that one writing serves many changes.
const PAUSE: Duration = Duration::from_millis(300);
/// Writing takes at most one part in so many of the time.
const SHARE: u32 = 20;
/// After an end that was not clean, numbers of messages and updates go on this much later: those that came after the
/// last writing are lost here, but the bot may have seen them.
const LEAP: i64 = 1000;

/// A folder that a world is kept in.
pub struct Keeper {
    folder: PathBuf,
    written: Mutex<HashSet<String>>,
}

impl Keeper {
    /// Makes the folder if need be.
    pub fn new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder.join(FILES))?;
        Ok(Self { folder: folder.to_owned(), written: Mutex::default() })
    }

    /// Fills the world with what was kept, if anything was.
    pub fn restore(&self, world: &mut World) -> io::Result<bool> {
        let place = self.folder.join(WORLD);
        let unreadable = |error: serde_json::Error| {
            io::Error::other(format!("{} cannot be read: {error}", place.display()))
        };
        let text = match fs::read(&place) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        world.take_up(serde_json::from_slice(&text).map_err(unreadable)?);
        for file in world.files.all_mut() {
            // A file that was lost shows as one whose content was never given.
            file.bytes = fs::read(self.folder.join(FILES).join(&file.unique)).unwrap_or_default().into();
            self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(file.unique.clone());
        }
        Ok(true)
    }

    /// Writes what there is now. `clean`: it is the end, nothing will follow.
    pub fn write(&self, app: &App, clean: bool) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let (world, files) = app.read(|world| {
            let new = world.files.all().filter(|file| !written.contains(&file.unique));
            let new: Vec<_> = new.map(|file| (file.unique.clone(), file.bytes.clone())).collect();
            (world.laid_down(clean), new)
        });
        for (name, bytes) in files {
            if !bytes.is_empty() {
                fs::write(self.folder.join(FILES).join(&name), &bytes)?;
            }
            written.insert(name);
        }
        let (new, place) = (self.folder.join(format!("{WORLD}.new")), self.folder.join(WORLD));
        fs::write(&new, world?)?;
        fs::rename(new, place)
    }

    /// Writes whenever something changed.
    pub async fn follow(self: Arc<Self>, app: Arc<App>) {
        loop {
            let (events, updates) = (app.events_moved.notified(), app.updates_moved.notified());
            tokio::pin!(events, updates);
            events.as_mut().enable();
            updates.as_mut().enable();
            let began = Instant::now();
            let (keeper, world) = (self.clone(), app.clone());
            match tokio::task::spawn_blocking(move || keeper.write(&world, false)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the chats could not be kept"),
                Err(_) => return,
            }
            let rest = began.elapsed() * SHARE;
            tokio::select! {
                () = events => {}
                () = updates => {}
            }
            tokio::time::sleep(PAUSE.max(rest)).await;
        }
    }
}

/// What is written.
#[derive(Serialize)]
struct Laid<'a> {
    clean: bool,
    people: &'a BTreeMap<i64, Person>,
    chats: &'a BTreeMap<i64, Chat>,
    order: &'a [i64],
    updates: &'a Updates,
    #[serde(with = "as_pairs")]
    polls: &'a BTreeMap<(i64, i64), Votes>,
    #[serde(with = "as_pairs")]
    read: &'a BTreeMap<(i64, i64), i64>,
    files: &'a Files,
    settings: &'a Settings,
    last_id: i64,
    serial: u64,
    now: i64,
}

/// The same, as it is read.
#[derive(Deserialize)]
struct Taken {
    clean: bool,
    people: BTreeMap<i64, Person>,
    chats: BTreeMap<i64, Chat>,
    order: Vec<i64>,
    updates: Updates,
    #[serde(with = "as_pairs")]
    polls: BTreeMap<(i64, i64), Votes>,
    #[serde(with = "as_pairs")]
    read: BTreeMap<(i64, i64), i64>,
    files: Files,
    settings: Settings,
    last_id: i64,
    serial: u64,
    now: i64,
}

impl World {
    /// Everything that is kept, as JSON.
    fn laid_down(&self, clean: bool) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&Laid {
            clean,
            people: &self.people,
            chats: &self.chats,
            order: &self.order,
            updates: &self.updates,
            polls: &self.polls,
            read: &self.read,
            files: &self.files,
            settings: &self.settings,
            last_id: self.last_id,
            serial: self.serial,
            now: self.now(),
        })
    }

    /// Takes up what was kept; people and chats of the scene that are not in it stay.
    fn take_up(&mut self, mut kept: Taken) {
        self.people.append(&mut kept.people);
        self.chats.append(&mut kept.chats);
        let new: Vec<i64> = self.order.iter().filter(|id| !kept.order.contains(id)).copied().collect();
        self.order = kept.order.into_iter().chain(new).collect();
        (self.updates, self.polls, self.read) = (kept.updates, kept.polls, kept.read);
        (self.files, self.settings) = (kept.files, kept.settings);
        (self.last_id, self.serial) = (kept.last_id, kept.serial);
        self.move_to(kept.now);
        if !kept.clean {
            self.updates.skip(LEAP);
            self.last_id += LEAP;
            self.chats.values_mut().for_each(|chat| chat.last_id += LEAP);
        }
    }
}

/// For fields that are maps whose keys are no text.
pub mod as_pairs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    /// As a list of pairs.
    pub fn serialize<K, V, S>(map: &BTreeMap<K, V>, to: S) -> Result<S::Ok, S::Error>
    where
        K: Serialize,
        V: Serialize,
        S: Serializer,
    {
        to.collect_seq(map)
    }

    /// From a list of pairs.
    pub fn deserialize<'de, K, V, D>(from: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Vec::<(K, V)>::deserialize(from).map(|list| list.into_iter().collect())
    }
}
