//! The bots of a playground: each has a world of its own, found by its token in a call of the Bot API and by `?bot=ID`
//! elsewhere; without either it is the first one.
use crate::{
    App,
    scene::{Bot, Scene},
    story, webhook,
    world::World,
};
use axum::{
    extract::FromRequestParts,
    http::{Uri, request::Parts},
};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    sync::{Mutex as Turn, Notify},
    task::AbortHandle,
};

/// All of them; the first is there from the start.
pub struct Bots {
    scene: Scene,
    enforce_limits: bool,
    http: reqwest::Client,
    first: Arc<App>,
    /// The others, and what runs for each.
    others: Mutex<Vec<Arc<App>>>,
    running: Mutex<Vec<AbortHandle>>,
}

/// The bot a request is about.
pub struct At(pub Arc<App>);

impl FromRequestParts<Arc<Bots>> for At {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, bots: &Arc<Bots>) -> Result<Self, Infallible> {
        Ok(Self(bots.of(&parts.uri)))
    }
}

impl Bots {
    /// With the scene's own bot.
    pub fn new(scene: Scene, enforce_limits: bool, http: reqwest::Client) -> Arc<Self> {
        let first = app(scene.clone(), enforce_limits, http.clone());
        let (others, running) = (Mutex::default(), Mutex::default());
        let bots = Self { scene, enforce_limits, http, first: first.clone(), others, running };
        bots.run(first);
        Arc::new(bots)
    }

    /// The first bot.
    pub fn first(&self) -> &Arc<App> {
        &self.first
    }

    /// Every bot, the first one first.
    pub fn all(&self) -> Vec<Arc<App>> {
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(&self.first).chain(others.iter()).cloned().collect()
    }

    /// Adds a bot by its token; its username.
    pub fn add(&self, token: &str, username: Option<&str>) -> Result<String, String> {
        let id = token.split_once(':').filter(|(_, secret)| !secret.is_empty());
        let id = id.and_then(|(id, _)| id.parse::<i64>().ok()).filter(|id| *id > 0);
        let id = id.ok_or("a token is the bot's number, a colon and letters, as 123456:trying")?;
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = |app: &Arc<App>| app.read(|world| world.bot.id == id);
        if taken(&self.first) || others.iter().any(taken) {
            return Err(format!("there is a bot with the number {id} already"));
        }
        let username = username.map_or_else(|| format!("bot{id}_bot"), str::to_owned);
        let bot = Bot {
            id,
            name: username.clone(),
            username: username.clone(),
            token: token.to_owned(),
            privacy: self.scene.bot.privacy,
        };
        let new = app(Scene { bot, ..self.scene.clone() }, self.enforce_limits, self.http.clone());
        others.push(new.clone());
        drop(others);
        self.run(new);
        Ok(username)
    }

    fn run(&self, app: Arc<App>) {
        let task = tokio::spawn(async move {
            tokio::join!(story::keep_time(&app), webhook::deliver(app.clone()));
        });
        self.running.lock().unwrap_or_else(PoisonError::into_inner).push(task.abort_handle());
    }

    /// Runs something else until the end.
    pub fn also(&self, task: impl Future<Output = ()> + Send + 'static) {
        let task = tokio::spawn(task).abort_handle();
        self.running.lock().unwrap_or_else(PoisonError::into_inner).push(task);
    }

    /// Ends what runs for the bots.
    pub fn stop(&self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(AbortHandle::abort);
    }

    fn of(&self, uri: &Uri) -> Arc<App> {
        let path = uri.path();
        let call = path.strip_prefix("/file/bot").or_else(|| path.strip_prefix("/bot"));
        let token = call.and_then(|rest| rest.split('/').next()).map(|token| token.replace("%3A", ":"));
        let token = token.filter(|token| token.contains(':'));
        let id = uri.query().into_iter().flat_map(|query| query.split('&'));
        let id = id.filter_map(|pair| pair.strip_prefix("bot=")).find_map(|id| id.parse::<i64>().ok());
        let wanted = |app: &&Arc<App>| {
            app.read(|world| match &token {
                Some(token) => world.token == *token,
                None => Some(world.bot.id) == id,
            })
        };
        let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        others.iter().find(wanted).unwrap_or(&self.first).clone()
    }
}

fn app(scene: Scene, enforce_limits: bool, http: reqwest::Client) -> Arc<App> {
    Arc::new(App {
        world: Mutex::new(World::new(scene, enforce_limits)),
        updates_moved: Notify::new(),
        events_moved: Notify::new(),
        story: Mutex::new(None),
        moving: Turn::new(()),
        http,
    })
}
