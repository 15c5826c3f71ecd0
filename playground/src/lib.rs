//! A stand-in for the Telegram Bot API with a page of simulated chats: a bot meets it over HTTP exactly as it would
//! meet Telegram, people to be talk in it, and tests drive and watch it.
mod admin;
mod api;
mod bots;
mod check;
mod clock;
mod contract;
mod cursor;
mod entities;
mod error;
mod events;
mod faults;
mod files;
mod found;
mod html;
mod journal;
mod keep;
mod limits;
mod links;
mod markdown;
mod markdown_v2;
mod messages;
mod methods;
mod params;
mod play;
mod polling;
mod polls;
mod refusal;
mod roles;
pub mod scene;
mod story;
mod topics;
mod updates;
pub mod web;
mod webhook;
mod wire;
mod world;

pub use check::Violation;
pub use contract::{CONTRACT, Contract};
pub use scene::Scene;

use bots::Bots;
use keep::Keeper;
use std::{
    io,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::{
    net::TcpListener,
    sync::{Mutex as Turn, Notify},
    task::JoinHandle,
};
use world::World;

/// How to start.
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub addr: SocketAddr,
    /// Who and what is there.
    pub scene: Scene,
    /// Base URL of the bot's story control, if it has one.
    pub story: Option<String>,
    /// Whether Telegram's own sending limits are enforced with 429.
    pub enforce_limits: bool,
    /// A folder in which the first bot's world is kept: it goes on where it was, and the scene adds what is new.
    pub keep: Option<PathBuf>,
}

/// A playground that is running.
pub struct Running {
    /// `http://127.0.0.1:PORT`: the page, the base of the Bot API and of everything else.
    pub url: String,
    /// The first bot's token.
    pub token: String,
    bots: Arc<Bots>,
    shut: Arc<AtomicBool>,
    task: JoinHandle<()>,
    keeper: Option<Arc<Keeper>>,
}

impl Running {
    /// Names the first bot's story control, or takes it away.
    pub fn set_story(&self, story: Option<String>) {
        *self.bots.first().story.lock().unwrap_or_else(PoisonError::into_inner) = story;
    }

    /// Adds a bot by its token, in a world of its own with the same people and chats; its username.
    ///
    /// # Errors
    /// The token is malformed or taken, in words for whoever gave it.
    pub fn add_bot(&self, token: &str) -> Result<String, String> {
        self.bots.add(token, None)
    }

    /// Stops listening and answering.
    pub async fn stop(self) {
        self.shut.store(true, Ordering::Release);
        self.bots.stop();
        self.task.abort();
        let _ = self.task.await; // aborted, so an error is what is expected
        if let Some(keeper) = &self.keeper
            && let Err(error) = keeper.write(self.bots.first(), true)
        {
            tracing::warn!(%error, "the chats could not be kept");
        }
    }

    /// Runs until listening fails.
    pub async fn wait(self) {
        let _ = self.task.await; // ends only with its runtime
    }
}

/// What handlers share: the world of one bot.
pub(crate) struct App {
    world: Mutex<World>,
    /// Updates came, were confirmed, or another poller appeared.
    updates_moved: Notify,
    /// The page has something new to see.
    events_moved: Notify,
    story: Mutex<Option<String>>,
    /// Held while story time is moved, so that nothing comes due halfway.
    moving: Turn<()>,
    http: reqwest::Client,
}

impl App {
    /// Changes the world and wakes whoever waits for what changed.
    fn with<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let before = (world.updates.stamp(), world.events.seq());
        let result = change(&mut world);
        let after = (world.updates.stamp(), world.events.seq());
        drop(world);
        if before.0 != after.0 {
            self.updates_moved.notify_waiters();
        }
        if before.1 != after.1 {
            self.events_moved.notify_waiters();
        }
        result
    }

    /// Looks at the world.
    fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Starts a playground.
///
/// # Errors
/// The address cannot be listened on, or what was kept cannot be read.
pub async fn start(options: Options) -> io::Result<Running> {
    let listener = TcpListener::bind(options.addr).await?;
    let url = format!("http://{}", listener.local_addr()?);
    let http = reqwest::Client::builder().no_proxy().build().map_err(io::Error::other)?;
    let token = options.scene.bot.full_token();
    let bots = Bots::new(options.scene, options.enforce_limits, http);
    let keeper = options.keep.map(|folder| Keeper::new(&folder)).transpose()?.map(Arc::new);
    if let Some(keeper) = &keeper {
        bots.first().with(|world| keeper.restore(world))?;
        bots.also(keeper.clone().follow(bots.first().clone()));
    }
    *bots.first().story.lock().unwrap_or_else(PoisonError::into_inner) = options.story;
    let shut = Arc::new(AtomicBool::new(false));
    let door = wire::Door::new(listener, shut.clone());
    let service = api::routes(bots.clone()).into_make_service_with_connect_info::<wire::Line>();
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(door, service).await {
            tracing::error!(%error, "the playground stopped");
        }
    });
    Ok(Running { url, token, bots, shut, task, keeper })
}
