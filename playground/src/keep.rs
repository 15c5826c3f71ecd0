//! Keeping a world on disk, so that a playground goes on where it was: people, chats, messages, files, updates that
//! wait. What only lives for a moment (the journal, taps, faults, a webhook) begins anew.
use crate::{App, files::Files, world::World};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    collections::HashSet,
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
        let unreadable = |error| io::Error::other(format!("{} cannot be read: {error}", place.display()));
        let text = match fs::read(&place) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        serde_json::from_slice(&text).and_then(|kept| world.take_up(kept)).map_err(unreadable)?;
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
        fs::write(&new, serde_json::to_vec(&world?)?)?;
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

impl World {
    /// Everything that is kept.
    fn laid_down(&self, clean: bool) -> Result<Value, serde_json::Error> {
        Ok(json!({
            "clean": clean,
            "people": serde_json::to_value(&self.people)?,
            "chats": serde_json::to_value(&self.chats)?,
            "order": self.order,
            "updates": serde_json::to_value(&self.updates)?,
            "polls": pairs(&self.polls)?,
            "read": pairs(&self.read)?,
            "files": serde_json::to_value(&self.files)?,
            "settings": serde_json::to_value(&self.settings)?,
            "last_id": self.last_id,
            "serial": self.serial,
            "now": self.now(),
        }))
    }

    /// Takes up what was kept; people and chats of the scene that are not in it stay.
    fn take_up(&mut self, mut kept: Value) -> Result<(), serde_json::Error> {
        let clean = kept["clean"] == true;
        let mut part = |name: &str| kept[name].take();
        self.people.append(&mut read(part("people"))?);
        self.chats.append(&mut read(part("chats"))?);
        let order: Vec<i64> = read(part("order"))?;
        let new: Vec<i64> = self.order.iter().filter(|id| !order.contains(id)).copied().collect();
        self.order = order.into_iter().chain(new).collect();
        self.updates = read(part("updates"))?;
        self.polls = read::<Vec<_>>(part("polls"))?.into_iter().collect();
        self.read = read::<Vec<_>>(part("read"))?.into_iter().collect();
        self.files = read::<Files>(part("files"))?;
        self.settings = read(part("settings"))?;
        self.last_id = read(part("last_id"))?;
        self.serial = read(part("serial"))?;
        self.move_to(read(part("now"))?);
        if !clean {
            self.updates.skip(LEAP);
            self.last_id += LEAP;
            self.chats.values_mut().for_each(|chat| chat.last_id += LEAP);
        }
        Ok(())
    }
}

/// A map as a list of pairs, for keys that are no text.
fn pairs<'a, K, V>(map: impl IntoIterator<Item = (&'a K, &'a V)>) -> Result<Value, serde_json::Error>
where
    K: Serialize + 'a,
    V: Serialize + 'a,
{
    serde_json::to_value(map.into_iter().collect::<Vec<_>>())
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    T::deserialize(value)
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
