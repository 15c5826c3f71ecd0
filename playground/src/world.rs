//! Everything the stand-in holds, behind one mutex: people, chats, messages, updates, files, events, journal.
//! Lookups and the JSON forms of users and chats are here; each other file adds what it knows.
use crate::{
    clock,
    error::ApiError,
    events::Events,
    faults::Faults,
    files::Files,
    journal::Journal,
    limits::Windows,
    links::Links,
    messages::Stored,
    methods::me::Settings,
    play::taps::Taps,
    polls::Votes,
    roles::Roles,
    scene::{self, BotStatus, ChatType, Group, Scene},
    topics::Topics,
    updates::Updates,
    webhook::Webhook,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The user id behind anonymous administrators.
pub const ANONYMOUS: i64 = 1_087_968_824;

/// The user that stands beside a chat where the Bot API asks for a user.
pub const CHANNEL_BOT: i64 = 136_817_688;

/// A person as the stand-in knows it.
#[derive(Serialize, Deserialize)]
pub struct Person {
    /// As the scene gave it.
    pub is: scene::Person,
    /// Pressed Start at some time.
    pub started: bool,
    /// Blocked the bot.
    pub blocked: bool,
}

/// A chat with its messages.
#[derive(Serialize, Deserialize)]
pub struct Chat {
    /// As the scene or a call gave it.
    pub is: Group,
    /// Messages by id.
    pub messages: BTreeMap<i64, Stored>,
    /// Last id given, for supergroups only: elsewhere ids are shared.
    pub last_id: i64,
    /// The supergroup it became.
    pub migrated_to: Option<i64>,
    /// Whether privacy mode was on when the bot joined: changing it needs joining again.
    pub privacy: bool,
    /// The pinned messages, the latest last.
    pub pinned: Vec<i64>,
    /// Who has which rights, and who may do less than others.
    pub roles: Roles,
    /// Invite links and those who wait to be let in.
    pub links: Links,
    /// Topics, where the supergroup is a forum.
    pub topics: Option<Topics>,
    /// Its description.
    pub about: String,
    /// File id of its picture, small and big.
    pub photo: Option<(String, String)>,
}

/// The state.
pub struct World {
    /// The bot.
    pub bot: scene::Bot,
    /// Its token, never empty.
    pub token: String,
    /// What the bot set about itself.
    pub settings: Settings,
    /// People by id.
    pub people: BTreeMap<i64, Person>,
    /// Chats by id.
    pub chats: BTreeMap<i64, Chat>,
    /// Chat ids in the order they appeared.
    pub order: Vec<i64>,
    /// How far story time is ahead of wire time, ms: it runs on as the real clock does.
    ahead: i64,
    /// Minutes east of UTC.
    pub utc_offset: i32,
    /// Updates not yet confirmed.
    pub updates: Updates,
    /// What the page is told.
    pub events: Events,
    /// Callback queries.
    pub taps: Taps,
    /// What is known of native polls besides their messages, by chat and message.
    pub polls: BTreeMap<(i64, i64), Votes>,
    /// How far people have read: person and chat → message.
    pub read: BTreeMap<(i64, i64), i64>,
    /// Files.
    pub files: Files,
    /// Every call.
    pub journal: Journal,
    /// Faults to inject.
    pub faults: Faults,
    /// Telegram's own limits.
    pub windows: Windows,
    /// Departures from the contract.
    pub violations: Vec<String>,
    /// The webhook that is set.
    pub webhook: Option<Webhook>,
    /// Every try to deliver an update to a webhook.
    pub deliveries: Vec<Value>,
    /// What the answer being made says besides its result, such as `Webhook was set`.
    pub remark: Option<&'static str>,
    /// Last message id of private chats and basic groups.
    pub last_id: i64,
    /// Where the ids of messages begin.
    pub first_id: i64,
    /// Wire time at which this run began: a page from an earlier run must not take its events for the next ones.
    pub began: i64,
    /// Numbers for ids that have to look random.
    pub serial: u64,
}

impl World {
    /// Builds the scene.
    pub fn new(scene: Scene, enforce_limits: bool) -> Self {
        let mut world = Self {
            token: scene.bot.full_token(),
            bot: scene.bot,
            settings: Settings::default(),
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            order: Vec::new(),
            ahead: scene.now - clock::wire_ms(),
            utc_offset: scene.utc_offset,
            updates: Updates::default(),
            events: Events::default(),
            taps: Taps::default(),
            polls: BTreeMap::new(),
            read: BTreeMap::new(),
            files: Files::default(),
            journal: Journal::default(),
            faults: Faults::default(),
            windows: Windows::new(enforce_limits),
            violations: Vec::new(),
            webhook: None,
            deliveries: Vec::new(),
            remark: None,
            last_id: scene.first_id,
            first_id: scene.first_id,
            began: clock::wire_ms(),
            serial: 0,
        };
        world.updates.skip(scene.first_id);
        for person in scene.people {
            world.add_person(person);
        }
        for chat in scene.chats {
            if chat.kind == ChatType::Private {
                if let Some(person) = world.people.get_mut(&chat.id) {
                    person.started = chat.bot.is_in();
                }
            } else {
                world.add_chat(chat);
            }
        }
        world
    }

    /// Adds a person and the private chat with the bot.
    pub fn add_person(&mut self, person: scene::Person) {
        let id = person.id;
        self.add_chat(Group {
            id,
            kind: ChatType::Private,
            title: String::new(),
            members: vec![id],
            admins: vec![],
            bot: BotStatus::Member,
        });
        self.people.insert(id, Person { is: person, started: false, blocked: false });
    }

    /// Adds a chat without messages.
    pub fn add_chat(&mut self, mut chat: Group) {
        for admin in &chat.admins {
            if !chat.members.contains(admin) {
                chat.members.push(*admin);
            }
        }
        let id = chat.id;
        let privacy = self.bot.privacy;
        let chat = Chat {
            is: chat,
            messages: BTreeMap::new(),
            last_id: self.first_id,
            migrated_to: None,
            privacy,
            pinned: Vec::new(),
            roles: Roles::default(),
            links: Links::default(),
            topics: None,
            about: String::new(),
            photo: None,
        };
        if self.chats.insert(id, chat).is_none() {
            self.order.push(id);
        }
    }

    /// Story time, ms UTC.
    pub fn now(&self) -> i64 {
        clock::wire_ms() + self.ahead
    }

    /// Moves story time forward; it never goes back.
    pub fn move_to(&mut self, to: i64) {
        self.ahead = self.ahead.max(to - clock::wire_ms());
    }

    /// A number that differs each time and looks random; the same in every run.
    pub fn scatter(&mut self) -> u64 {
        self.serial += 1;
        crate::faults::mix(self.serial)
    }

    /// A person as `User`.
    pub fn user(&self, id: i64) -> Value {
        if id == self.bot.id {
            return json!({"id": id, "is_bot": true, "first_name": self.bot.name, "username": self.bot.username});
        }
        if id == ANONYMOUS {
            return json!({"id": id, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"});
        }
        if id == CHANNEL_BOT {
            return json!({"id": id, "is_bot": true, "first_name": "Channel", "username": "Channel_Bot"});
        }
        let Some(person) = self.people.get(&id) else {
            return json!({"id": id, "is_bot": false, "first_name": ""});
        };
        let mut user = json!({"id": id, "is_bot": false, "first_name": person.is.name});
        if let Some(name) = &person.is.username {
            user["username"] = json!(name);
        }
        if !person.is.language.is_empty() {
            user["language_code"] = json!(person.is.language);
        }
        user
    }

    /// A chat as `Chat`.
    pub fn chat(&self, id: i64) -> Value {
        let Some(chat) = self.chats.get(&id) else { return json!({"id": id, "type": "group"}) };
        if chat.is.kind != ChatType::Private {
            let mut value = json!({"id": id, "type": chat.is.kind, "title": chat.is.title});
            if chat.topics.is_some() {
                value["is_forum"] = json!(true);
            }
            return value;
        }
        let mut value = json!({"id": id, "type": "private"});
        if let Some(person) = self.people.get(&id) {
            value["first_name"] = json!(person.is.name);
            if let Some(name) = &person.is.username {
                value["username"] = json!(name);
            }
        }
        value
    }

    /// The chat a call of the bot may read (`write` false) or write to, or Telegram's refusal.
    pub fn reach(&self, chat_id: &Value, write: bool) -> Result<i64, ApiError> {
        let id = match chat_id {
            Value::Number(number) => number.as_i64(),
            Value::String(text) if text.is_empty() => return Err(ApiError::bad("chat_id is empty")),
            Value::String(text) => text.parse().ok(),
            _ => return Err(ApiError::bad("chat_id is empty")),
        };
        let Some((id, chat)) = id.and_then(|id| Some((id, self.chats.get(&id)?))) else {
            return Err(ApiError::bad("chat not found"));
        };
        if chat.is.kind == ChatType::Private {
            let person = self.people.get(&id).ok_or_else(|| ApiError::bad("chat not found"))?;
            return match (person.started, person.blocked) {
                (false, _) if write => {
                    Err(ApiError::forbidden("bot can't initiate conversation with a user"))
                }
                (true, true) if write => Err(ApiError::forbidden("bot was blocked by the user")),
                _ => Ok(id),
            };
        }
        if write && let Some(to) = chat.migrated_to {
            return Err(ApiError::migrated(to));
        }
        let sort = if chat.is.kind == ChatType::Group { "group" } else { "supergroup" };
        match chat.is.bot {
            BotStatus::Member | BotStatus::Administrator => Ok(id),
            BotStatus::Absent => Err(ApiError::bad("chat not found")),
            _ if !write && chat.is.kind == ChatType::Group => Ok(id),
            BotStatus::Left => Err(ApiError::forbidden(format!("bot is not a member of the {sort} chat"))),
            BotStatus::Kicked => Err(ApiError::forbidden(format!("bot was kicked from the {sort} chat"))),
        }
    }
}
